//! Single lines and cells that steer the assembly: headings of tables and categories, page furniture, printed numbers.

use crate::DutyKind;
use crate::chars::{chinese_number, count_to, digit, first_number, identity, is_chinese_digit, is_space, squeeze};
use crate::document::Row;
use crate::markup::strip_tags;

/// The table that a heading line names: 配合履职事项清单 → cooperative. A sentence or a line of the table of contents is no heading.
pub(crate) fn table_heading(text: &str) -> Option<DutyKind> {
    let name = squeeze(text);
    let name = name.trim_start_matches(|c: char| {
        is_chinese_digit(c) || digit(c).is_some() || matches!(c, '、' | '（' | '）' | '.' | '附' | '件' | '表' | '#' | '*')
    });
    if name.contains(['。', '，', '…'])
        || name.contains("..")
        || !(name.contains("清单") || name.contains("事项表") || name.ends_with("事项"))
    {
        return None;
    }
    kind_named(name)
}

/// The table that words name: 基本, 配合, 收回.
pub(crate) fn kind_named(text: &str) -> Option<DutyKind> {
    [
        ("收回", DutyKind::Withdrawn),
        ("配合履职", DutyKind::Cooperative),
        ("配合事项", DutyKind::Cooperative),
        ("基本履职", DutyKind::Basic),
        ("基本事项", DutyKind::Basic),
    ]
    .into_iter()
    .find_map(|(word, kind)| text.contains(word).then_some(kind))
}

/// Page numbers and the like: — 12 —, 第 3 页, 3/60.
pub(crate) fn is_page_furniture(text: &str) -> bool {
    let rest: String = text.chars().filter(|c| !is_space(*c)).filter(|c| digit(*c).is_none()).collect();
    let digits = text.chars().any(|c| digit(c).is_some());
    (digits && rest.chars().all(|c| "—–-－第页共/·.".contains(c))) || matches!(rest.trim_matches(['（', '）', '(', ')']), "续表" | "续")
}

/// A row of sums: 合计, 总计 or 小计 before figures.
pub(crate) fn is_total(row: &Row<'_>) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    let Some(first) = filled.next().filter(|first| count_to(first, 13) <= 12) else { return false };
    let name = squeeze(first);
    ["合计", "总计", "小计", "共计"].iter().any(|word| name.starts_with(word))
        && filled.all(|cell| count_to(cell, 13) <= 12 && (first == cell || cell.contains(|c| digit(c).is_some())))
}

/// A heading line that gives the category of the rows below: 一、党的建设（25项） → 党的建设.
///
/// Without a count in brackets it is one only where the table has no column for it (`no_column`).
pub(crate) fn category_heading(text: &str, no_column: bool) -> Option<String> {
    let name = identity(text);
    let name = name.trim_start_matches(['#', '*']).trim_end_matches('*');
    let bracketed = name.strip_prefix('（').and_then(|rest| rest.split_once('）')).filter(|(numeral, _)| chinese_number(numeral).is_some());
    let (numeral, rest) = bracketed.or_else(|| name.split_once('、')).unwrap_or(("", name));
    if !numeral.is_empty() && chinese_number(numeral).is_none() && printed_number(numeral).is_none() {
        return None;
    }
    if rest.contains(['。', '；', '，', '：']) {
        return None;
    }
    let counted = rest
        .strip_suffix('）')
        .and_then(|r| r.rsplit_once('（'))
        .filter(|(_, count)| count.ends_with('项') && first_number(count).is_some());
    let category = match counted {
        Some((category, _)) => category,
        None if no_column && !numeral.is_empty() => rest,
        None => return None,
    };
    (!category.is_empty() && count_to(category, 21) <= 20).then(|| category.to_owned())
}

/// A printed number: `12`, `１２`, `12.`, `（12）`, `十二`.
pub(crate) fn printed_number(cell: &str) -> Option<u32> {
    if cell.is_empty() || count_to(cell, 13) > 12 {
        return None;
    }
    let name = strip_tags(cell);
    let name = identity(&name);
    let core = name.trim_matches(|c: char| matches!(c, '.' | '、' | '（' | '）' | '．' | '*'));
    if !core.is_empty() && core.chars().all(|c| c.is_ascii_digit()) {
        return core.parse().ok();
    }
    chinese_number(core)
}

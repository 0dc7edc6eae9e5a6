//! What stands above the tables: town, county, edition and the declared counts.

use crate::Declared;
use crate::chars::{chinese_number, count_to, digit, head, identity, tail};
use crate::lines::kind_named;
use crate::model::DutyKind;

/// What the running text above the tables says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Preface {
    pub town: Option<String>,
    pub county: Option<String>,
    pub edition: Option<String>,
    pub declared: Declared,
    /// The line of the sentence that declares each count.
    pub declared_line: Option<u32>,
}

/// Reads the running text.
pub(crate) fn preface(lines: &[(Option<u32>, String)]) -> Preface {
    let mut out = Preface::default();
    // a paragraph may be broken over pages: its table is remembered
    let mut kind = None;
    for (line, text) in lines {
        let text = identity(text);
        if count_to(&text, 61) <= 60 {
            if out.town.is_none() {
                (out.county, out.town) = place_of_title(&text, out.county.take());
            }
            if out.edition.is_none() {
                out.edition = edition(&text);
            }
        }
        if read_counts(&text, &mut out.declared, &mut kind) {
            out.declared_line = out.declared_line.or(*line);
        }
    }
    out
}

/// County and town of a title line: 阿合奇县阿合奇镇, 阿合奇县阿合奇镇履职事项清单.
fn place_of_title(text: &str, known: Option<String>) -> (Option<String>, Option<String>) {
    let title = text.trim_start_matches('#');
    let title = title.split("履职事项").next().unwrap_or(title);
    let title = title.trim_end_matches("人民政府").trim_end_matches("办事处").trim_end_matches("党工委");
    let town_ends = title.ends_with(['镇', '乡']) || title.ends_with("街道") || title.ends_with("苏木");
    let plain = title.chars().all(|c| !c.is_ascii() && !matches!(c, '，' | '。' | '、' | '：' | '（' | '）' | '“'));
    if !plain {
        return (known, None);
    }
    let upper = |text: &str| {
        text.char_indices().rev().find(|(at, c)| matches!(c, '县' | '区' | '市' | '旗') && *at > 0).map(|(at, c)| at + c.len_utf8())
    };
    if !town_ends {
        let county = title.ends_with(['县', '区', '旗', '市']).then(|| last_place(title).to_owned());
        return (county.or(known), None);
    }
    // the town's own name may hold 区 or 市 (城区街道): the place must leave something for the town
    let body = &title[..title.len() - title.chars().next_back().map_or(0, char::len_utf8)];
    match upper(body).filter(|end| *end < body.len() && title[*end..].chars().count() >= 2) {
        Some(end) => (Some(last_place(&title[..end]).to_owned()), Some(title[end..].to_owned())),
        None if count_to(title, 13) <= 12 => (known, Some(title.to_owned())),
        None => (known, None),
    }
}

/// The last place of a chain: 新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县 → 阿合奇县.
fn last_place(chain: &str) -> &str {
    let last = chain.chars().next_back().map_or(0, char::len_utf8);
    let before = &chain[..chain.len() - last];
    let cut = ["自治区", "自治州", "地区", "省", "盟", "市", "州"]
        .iter()
        .filter_map(|level| before.rfind(level).map(|at| at + level.len()))
        .filter(|end| chain[*end..].chars().count() >= 2)
        .max()
        .unwrap_or(0);
    &chain[cut..]
}

/// The month of a line such as 2025年7月 or 二〇二五年七月.
fn edition(text: &str) -> Option<String> {
    let (before, after) = text.split_once('年')?;
    let year = tail(before, 4);
    let year: u32 = if year.chars().all(|c| digit(c).is_some()) {
        year.parse().ok()?
    } else {
        year.chars().try_fold(0, |value, c| {
            "〇一二三四五六七八九".chars().position(|d| d == c || (c == '零' && d == '〇')).map(|d| value * 10 + d as u32)
        })?
    };
    let month = head(after.split('月').next().filter(|m| m.len() < after.len())?, 3);
    let month: u32 = month.parse().ok().or_else(|| chinese_number(month))?;
    ((2000..2200).contains(&year) && (1..=12).contains(&month)).then(|| format!("{year:04}-{month:02}"))
}

/// Reads `N项`, `N个类别` and `N个部门` with the table that the words before them name.
///
/// 共有履职事项309项，其中，基本履职事项119项…; 主要包括党的建设、…20个类别，共有基本履职事项119项, 涉及38个部门.
fn read_counts(text: &str, declared: &mut Declared, kind: &mut Option<DutyKind>) -> bool {
    let mut found = false;
    let mut rest = text;
    while let Some(at) = rest.find(|c| digit(c).is_some()) {
        let before = &rest[..at];
        let number: String = rest[at..].chars().take_while(|c| digit(*c).is_some()).collect();
        let after = &rest[at + number.len()..];
        let named = last_kind(before);
        *kind = named.or(*kind);
        if let Ok(number) = number.parse::<u32>() {
            let slot = if after.starts_with('项') {
                let nearest = tail(before, 24);
                match (last_kind(nearest), nearest.contains("履职事项") || nearest.contains("事项")) {
                    (Some(kind), _) => Some(of_kind(declared, kind)),
                    (None, true) => Some(&mut declared.total),
                    (None, false) => kind.map(|kind| of_kind(declared, kind)),
                }
            } else if ["个类别", "个大类", "个方面", "个领域", "类"].iter().any(|unit| after.starts_with(unit)) {
                kind.map(|kind| match kind {
                    DutyKind::Basic => &mut declared.basic_categories,
                    DutyKind::Cooperative => &mut declared.cooperative_categories,
                    DutyKind::Withdrawn => &mut declared.withdrawn_categories,
                })
            } else if ["个部门", "个单位", "家部门", "家单位", "个县级部门", "个县直部门", "个区级部门", "个市级部门"]
                .iter()
                .any(|unit| after.starts_with(unit))
            {
                match kind {
                    Some(DutyKind::Cooperative) => Some(&mut declared.cooperative_departments),
                    Some(DutyKind::Withdrawn) => Some(&mut declared.withdrawn_departments),
                    _ => None,
                }
            } else {
                None
            };
            if let Some(slot) = slot {
                slot.get_or_insert(number);
                found = true;
            }
        }
        rest = after;
    }
    *kind = last_kind(rest).or(*kind);
    found
}

fn of_kind(declared: &mut Declared, kind: DutyKind) -> &mut Option<u32> {
    match kind {
        DutyKind::Basic => &mut declared.basic,
        DutyKind::Cooperative => &mut declared.cooperative,
        DutyKind::Withdrawn => &mut declared.withdrawn,
    }
}

/// The table that the text names last.
fn last_kind(text: &str) -> Option<DutyKind> {
    ["基本履职", "配合履职", "收回"]
        .iter()
        .filter_map(|word| text.rfind(word).map(|at| (at, *word)))
        .max_by_key(|(at, _)| *at)
        .and_then(|(_, word)| kind_named(word))
}

//! Declared counts against the tables, and the numbering of each table.

use std::collections::{HashMap, HashSet};

use super::{Findings, Place};
use crate::assemble::RawDuty;
use crate::body_list::Grouped;
use crate::model::{Duty, DutyKind, DutyRef, Severity};
use crate::preface::Preface;

const KINDS: [DutyKind; 3] = [DutyKind::Basic, DutyKind::Cooperative, DutyKind::Withdrawn];

fn table_name(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Basic => "基本履职事项",
        DutyKind::Cooperative => "配合履职事项",
        DutyKind::Withdrawn => "上级部门收回事项",
    }
}

/// The preface's counts against what the tables hold.
pub(super) fn declared(preface: &Preface, duties: &[Duty], grouped: &Grouped, out: &mut Findings) {
    let declared = &preface.declared;
    let mut check = |what: &str, label: &str, said: Option<u32>, found: usize, severity: Severity| {
        if let Some(said) = said
            && usize::try_from(said) != Ok(found)
        {
            let params = [("what", what.into()), ("declared", said.into()), ("found", found.into())];
            out.add(
                severity,
                "declared-count",
                &params,
                format!("说明写明{label} {said}，实际读到 {found}"),
                Place::line(preface.declared_line),
            );
        }
    };
    let of = |kind: DutyKind| duties.iter().filter(move |d| d.kind() == kind);
    let categories = |kind: DutyKind| of(kind).filter_map(|d| d.category()).collect::<HashSet<_>>().len();
    let departments =
        |kind: DutyKind| of(kind).flat_map(Duty::departments).filter_map(|name| grouped.group_of(name)).collect::<HashSet<_>>().len();
    let [basic, cooperative, withdrawn] = KINDS.map(|kind| of(kind).count());
    check("total", "履职事项总项数", declared.total, duties.len(), Severity::Error);
    check("basic", "基本履职事项项数", declared.basic, basic, Severity::Error);
    check("cooperative", "配合履职事项项数", declared.cooperative, cooperative, Severity::Error);
    check("withdrawn", "上级部门收回事项项数", declared.withdrawn, withdrawn, Severity::Error);
    check("basic_categories", "基本履职事项类别数", declared.basic_categories, categories(DutyKind::Basic), Severity::Warning);
    check(
        "cooperative_categories",
        "配合履职事项类别数",
        declared.cooperative_categories,
        categories(DutyKind::Cooperative),
        Severity::Warning,
    );
    check(
        "withdrawn_categories",
        "上级部门收回事项类别数",
        declared.withdrawn_categories,
        categories(DutyKind::Withdrawn),
        Severity::Warning,
    );
    check(
        "cooperative_departments",
        "配合履职事项涉及部门数",
        declared.cooperative_departments,
        departments(DutyKind::Cooperative),
        Severity::Warning,
    );
    check(
        "withdrawn_departments",
        "上级部门收回事项涉及部门数",
        declared.withdrawn_departments,
        departments(DutyKind::Withdrawn),
        Severity::Warning,
    );
}

/// Gaps and repeats in the numbers of each table.
pub(super) fn numbering(raw: &[RawDuty], duties: &[Duty], out: &mut Findings) {
    for kind in KINDS {
        let mut seen: HashMap<u32, Option<u32>> = HashMap::new();
        let mut last = 0;
        for (raw, duty) in raw.iter().zip(duties).filter(|(_, d)| d.kind() == kind) {
            let Some(no) = raw.no else {
                // it has the number of its place
                seen.entry(duty.no()).or_insert(duty.line());
                last = last.max(duty.no());
                continue;
            };
            let place = Place { line: duty.line(), duty: Some(DutyRef { kind, no }) };
            let table = table_name(kind);
            if let Some(first) = seen.get(&no) {
                let params = [("no", no.into()), ("first_line", (*first).into())];
                out.add(Severity::Error, "number-repeated", &params, format!("{table}的序号 {no} 重复出现"), place);
            } else if no > last + 1 {
                let params = [("from", (last + 1).into()), ("to", (no - 1).into())];
                let gap = if no == last + 2 { format!("{}", last + 1) } else { format!("{}—{}", last + 1, no - 1) };
                out.add(Severity::Error, "number-gap", &params, format!("{table}缺少序号 {gap}"), place);
            } else if no < last {
                out.add(
                    Severity::Warning,
                    "number-out-of-order",
                    &[("no", no.into()), ("after", last.into())],
                    format!("{table}的序号 {no} 排在 {last} 之后"),
                    place,
                );
            }
            seen.entry(no).or_insert(duty.line());
            last = no;
        }
    }
}

/// Duties without a printed number: said once for each run of them, so that a list without numbers says it once a table.
pub(super) fn unnumbered(raw: &[RawDuty], duties: &[Duty], out: &mut Findings) {
    let all: Vec<(&RawDuty, &Duty)> = raw.iter().zip(duties).collect();
    for run in all.chunk_by(|(a, first), (b, next)| a.no.is_none() == b.no.is_none() && first.kind() == next.kind()) {
        if let Some((_, first)) = run.first().filter(|(raw, _)| raw.no.is_none()) {
            let message = format!("从这一事项起有 {} 项没有序号，按顺序编号", run.len());
            out.add(Severity::Info, "number-missing", &[("count", run.len().into())], message, Place::of(first));
        }
    }
}

/// Duties whose row shows neither line nor gap above it: said once a table, with their numbers.
pub(super) fn borders(raw: &[RawDuty], duties: &[Duty], out: &mut Findings) {
    for kind in [DutyKind::Basic, DutyKind::Cooperative, DutyKind::Withdrawn] {
        let guessed = || raw.iter().zip(duties).filter(|(raw, duty)| raw.guessed && duty.kind() == kind).map(|(_, duty)| duty);
        let Some(first) = guessed().next() else { continue };
        let numbers: Vec<u32> = guessed().map(Duty::no).collect();
        let params = [("count", numbers.len().into()), ("numbers", ranges(&numbers).into())];
        let message = format!("有 {} 项与上一项之间没有空行，从哪一行开始是推断的：{}", numbers.len(), ranges(&numbers));
        out.add(Severity::Warning, "row-border-guessed", &params, message, Place::of(first));
    }
}

/// Numbers in short: `3, 5, 8-12`.
fn ranges(numbers: &[u32]) -> String {
    let runs = numbers.chunk_by(|a, b| a.checked_add(1) == Some(*b));
    let one = |run: &[u32]| match run {
        [first, .., last] => format!("{first}-{last}"),
        _ => run.first().map(u32::to_string).unwrap_or_default(),
    };
    runs.map(one).collect::<Vec<_>>().join(", ")
}

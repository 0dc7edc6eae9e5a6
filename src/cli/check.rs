//! `dutyflow check`: what the reader noticed, for people.

use duty_list::{DutyKind, DutyList, Severity};

use super::args::CheckFile;
use super::out::Out;
use super::{Exit, list};
use crate::text::fill;

pub(super) fn run(args: &CheckFile, out: &Out) -> anyhow::Result<Exit> {
    let read = list::read(&args.file, out)?;
    head(&read, out)?;
    let t = &out.t.cli;
    for (severity, title) in
        [(Severity::Error, t.severity_error), (Severity::Warning, t.severity_warning), (Severity::Info, t.severity_info)]
    {
        group(&read, severity, title, out)?;
    }
    if read.findings.is_empty() {
        out.line("")?;
        out.line(t.nothing_found)?;
    }
    let error = read.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if error { Exit::Found } else { Exit::Done })
}

fn head(list: &DutyList, out: &Out) -> std::io::Result<()> {
    let t = &out.t.cli;
    let name = [list.county.as_deref(), list.town.as_deref(), list.edition.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    out.line(if name.is_empty() { t.list_unnamed } else { &name })?;
    let count = |kind: DutyKind| list.duties.iter().filter(|duty| duty.kind() == kind).count();
    out.line(fill(
        t.list_counts,
        &[
            ("basic", &count(DutyKind::Basic)),
            ("cooperative", &count(DutyKind::Cooperative)),
            ("withdrawn", &count(DutyKind::Withdrawn)),
            ("total", &list.duties.len()),
            ("bodies", &list.bodies.len()),
        ],
    ))
}

/// The findings of one weight, those of one kind together, in the order in which the kinds first occur.
fn group(list: &DutyList, severity: Severity, title: &str, out: &Out) -> std::io::Result<()> {
    let findings: Vec<_> = list.findings.iter().filter(|finding| finding.severity == severity).collect();
    if findings.is_empty() {
        return Ok(());
    }
    out.line(format_args!("\n{title} {}", findings.len()))?;
    let mut codes: Vec<&str> = Vec::new();
    for finding in &findings {
        if !codes.contains(&finding.code.as_str()) {
            codes.push(&finding.code);
        }
    }
    for code in codes {
        let same = findings.iter().filter(|finding| finding.code == code);
        out.line(format_args!("  [{code}] {}", same.clone().count()))?;
        for finding in same {
            out.line(format_args!("    {}{}", list::place(finding, out), finding.message))?;
        }
    }
    Ok(())
}

//! `dutyflow check`: what the reader noticed, for people: by severity, then by kind, each with its place and passage, in 80 columns.

use std::fmt::Write as _;

use duty_list::{DutyKind, DutyList, Finding, LONGEST_PASSAGE, Severity};

use super::args::CheckFile;
use super::out::{BOLD, COLUMNS, FAINT, MARK, Out, PLAIN, width, wrap};
use super::{Exit, list};
use crate::text::fill;

pub(super) fn run(args: &CheckFile, out: &Out) -> anyhow::Result<Exit> {
    let read = list::read(&args.file, out)?;
    let mut text = head(&read, out);
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        group(&read, severity, out, &mut text);
    }
    if read.findings.is_empty() {
        let _ = write!(text, "\n{}\n", out.t.cli.nothing_found);
    }
    out.styled(&text)?;
    let error = read.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if error { Exit::Found } else { Exit::Done })
}

fn head(list: &DutyList, out: &Out) -> String {
    let t = &out.t.cli;
    let name = [list.county.as_deref(), list.town.as_deref(), list.edition.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = if name.is_empty() { t.list_unnamed } else { &name };
    let count = |kind: DutyKind| list.duties.iter().filter(|duty| duty.kind() == kind).count();
    let counts = fill(
        t.list_counts,
        &[
            ("basic", &count(DutyKind::Basic)),
            ("cooperative", &count(DutyKind::Cooperative)),
            ("withdrawn", &count(DutyKind::Withdrawn)),
            ("total", &list.duties.len()),
            ("bodies", &list.bodies.len()),
        ],
    );
    let mut text = format!("{BOLD}{name}{PLAIN}\n");
    paragraph(&counts, 0, &mut text);
    text
}

/// The findings of one severity, those of one kind together, in the order in which the kinds first occur.
fn group(list: &DutyList, severity: Severity, out: &Out, text: &mut String) {
    let findings: Vec<_> = list.findings.iter().filter(|finding| finding.severity == severity).collect();
    if findings.is_empty() {
        return;
    }
    let (title, what) = out.t.severity(severity);
    let _ = writeln!(text, "\n{}{BOLD}{title} {}{PLAIN}", colour(severity), findings.len());
    paragraph(what, 0, text);
    let mut codes: Vec<&str> = Vec::new();
    for finding in &findings {
        if !codes.contains(&finding.code.as_str()) {
            codes.push(&finding.code);
        }
    }
    for code in codes {
        let same: Vec<_> = findings.iter().copied().filter(|finding| finding.code == code).collect();
        let (heading, what) = out.t.finding_heading(code);
        let _ = writeln!(text, "\n  {BOLD}{heading}{PLAIN} {}  {FAINT}{code}{PLAIN}", same.len());
        paragraph(what, 2, text);
        // a sentence that is the same for all says no more than their heading
        let sentences: Vec<String> = same.iter().map(|finding| out.t.finding_said(finding)).collect();
        let alike = sentences.iter().all(|said| *said == sentences[0]);
        for (finding, said) in same.iter().zip(&sentences) {
            one(finding, said, alike, out, text);
        }
    }
}

/// One finding: where, what, and the words of the list that it is about.
fn one(finding: &Finding, said: &str, alike: bool, out: &Out, text: &mut String) {
    let place = list::place(finding, out);
    let passage = ["passage", "text"].iter().find_map(|name| finding.params.get(*name)?.as_str());
    // a passage as long as they may be goes on in the list
    let cut = |passage: &str| if passage.chars().count() < LONGEST_PASSAGE { "" } else { "……" };
    let quoted = passage.map(|passage| format!("“{passage}{}”", cut(passage)));
    match quoted {
        Some(quoted) if alike => hanging(&place, &quoted, text),
        Some(quoted) => {
            hanging(&place, said, text);
            paragraph(&quoted, 8, text);
        }
        None => hanging(&place, said, text),
    }
}

/// The place, and beside it the words, further lines of which begin below the first where there is room.
fn hanging(place: &str, words: &str, text: &mut String) {
    let indent = 4 + width(place);
    let indent = if indent > COLUMNS / 2 { 8 } else { indent };
    let mut lines = wrap(words, COLUMNS - MARK - indent).into_iter();
    let _ = writeln!(text, "    {FAINT}{place}{PLAIN}{}", lines.next().unwrap_or_default());
    for line in lines {
        let _ = writeln!(text, "{}{line}", " ".repeat(indent));
    }
}

fn paragraph(words: &str, indent: usize, text: &mut String) {
    for line in wrap(words, COLUMNS - MARK - indent) {
        let _ = writeln!(text, "{}{line}", " ".repeat(indent));
    }
}

/// Red for errors, yellow for what is to be looked at.
fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "\x1b[31m",
        Severity::Warning => "\x1b[33m",
        Severity::Info => "",
    }
}

//! The words of a duty that differ, part by part and clause by clause.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::grams::Grams;
use crate::chars::identity;
use crate::model::{Duty, Outcome};

/// So many tokens of a passage are compared one by one; a longer one is shown as replaced but for what it shares at both ends.
const LONGEST: usize = 3000;
/// So many pairs of clauses of a cell are compared with each other.
const MOST_PAIRS: usize = 20_000;
/// In thousandths: clauses at least so alike are one clause that was reworded.
const SAME_CLAUSE: u32 = 400;
/// What stays between two changes and is no longer than this is shown as changed with them.
const SPLINTER: usize = 1;

/// A part of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 事项名称
    Title,
    /// 对应上级部门
    Departments,
    /// A clause of 上级部门职责.
    DepartmentClause,
    /// A clause of 配合职责.
    TownClause,
    /// 工作方式
    Handling,
}

impl Part {
    /// The code as serialised.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Departments => "departments",
            Self::DepartmentClause => "department_clause",
            Self::TownClause => "town_clause",
            Self::Handling => "handling",
        }
    }
}

/// What a piece of text is to the two wordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Both have it.
    Kept,
    /// Only the old wording has it.
    Removed,
    /// Only the new wording has it.
    Added,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Which wording has it.
    pub mark: Mark,
    /// Its words.
    pub text: String,
}

/// A part whose words differ. A clause that came or went has spans of one mark only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reworded {
    /// Which part.
    pub part: Part,
    /// The clause's place in the old cell, from 1.
    pub old_i: Option<u32>,
    /// The clause's place in the new cell, from 1.
    pub new_i: Option<u32>,
    /// Its words in reading order; where something was replaced, the old words come first.
    pub spans: Vec<Span>,
}

impl Reworded {
    /// The old wording; empty where there was none.
    #[must_use]
    pub fn old_words(&self) -> String {
        self.spans.iter().filter(|span| span.mark != Mark::Added).map(|span| span.text.as_str()).collect()
    }

    /// The new wording; empty where there is none.
    #[must_use]
    pub fn new_words(&self) -> String {
        self.spans.iter().filter(|span| span.mark != Mark::Removed).map(|span| span.text.as_str()).collect()
    }

    /// The passages that only the new wording has.
    #[must_use]
    pub fn added(&self) -> Vec<&str> {
        self.spans.iter().filter(|span| span.mark == Mark::Added).map(|span| span.text.as_str()).collect()
    }

    /// The passages that only the old wording has.
    #[must_use]
    pub fn removed(&self) -> Vec<&str> {
        self.spans.iter().filter(|span| span.mark == Mark::Removed).map(|span| span.text.as_str()).collect()
    }
}

/// A clause as it is compared: with its heading and its owner, which are words of the list as well.
struct Line {
    i: u32,
    lead: String,
    text: String,
}

impl Line {
    fn new(i: u32, section: Option<&str>, owner: Option<&str>, text: &str) -> Self {
        let mut lead = String::new();
        for part in [section, owner].into_iter().flatten() {
            lead.push_str(part);
            lead.push('：');
        }
        Self { i, lead, text: text.to_owned() }
    }

    fn key(&self) -> String {
        format!("{}\u{1f}{}", identity(&self.lead), identity(&self.text))
    }
}

fn department_lines(duty: &Duty) -> Vec<Line> {
    let Duty::Cooperative(duty) = duty else { return Vec::new() };
    let line = |clause: &crate::model::DepartmentClause| {
        let owner = clause.header.as_deref().or(clause.department.as_deref());
        Line::new(clause.i, clause.section.as_deref(), owner, &clause.text)
    };
    duty.department_clauses.iter().map(line).collect()
}

fn town_lines(duty: &Duty) -> Vec<Line> {
    let Duty::Cooperative(duty) = duty else { return Vec::new() };
    duty.town_clauses.iter().map(|clause| Line::new(clause.i, clause.section.as_deref(), None, &clause.text)).collect()
}

fn handling(duty: &Duty) -> Option<String> {
    let Duty::Withdrawn(duty) = duty else { return None };
    duty.handling.clone().or_else(|| match duty.outcome {
        Outcome::TakenOver => None,
        Outcome::NoLongerDone => Some("不再开展".to_owned()),
        Outcome::NoLongerAssessed => Some("不再考核".to_owned()),
    })
}

/// All words of a duty in their one form; the title stands on the first line.
pub(super) fn wording(duty: &Duty) -> String {
    let mut words = identity(duty.title());
    let mut add = |line: String| {
        words.push('\n');
        words.push_str(&line);
    };
    add(identity(&duty.departments().join("、")));
    for line in department_lines(duty).iter().chain(&town_lines(duty)) {
        add(line.key());
    }
    add(identity(&handling(duty).unwrap_or_default()));
    words
}

/// The parts whose words differ. Of duties of two tables only what both tables have is compared: title and departments.
pub(super) fn reworded(old: &Duty, new: &Duty) -> Vec<Reworded> {
    let mut parts = Vec::new();
    part(Part::Title, old.title(), new.title(), &mut parts);
    // A basic duty has no department to compare with.
    let both_have = old.kind() == new.kind() || !old.departments().is_empty() && !new.departments().is_empty();
    if both_have {
        part(Part::Departments, &old.departments().join("、"), &new.departments().join("、"), &mut parts);
    }
    if old.kind() == new.kind() {
        cell(Part::DepartmentClause, &department_lines(old), &department_lines(new), &mut parts);
        cell(Part::TownClause, &town_lines(old), &town_lines(new), &mut parts);
        part(Part::Handling, &handling(old).unwrap_or_default(), &handling(new).unwrap_or_default(), &mut parts);
    }
    parts
}

fn part(part: Part, old: &str, new: &str, out: &mut Vec<Reworded>) {
    if identity(old) != identity(new) {
        out.push(Reworded { part, old_i: None, new_i: None, spans: spans(old, new) });
    }
}

/// Clauses that are the same in both cells are left out, wherever they stand; of the others the likest go together.
fn cell(part: Part, old: &[Line], new: &[Line], out: &mut Vec<Reworded>) {
    let mut counts: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    new.iter().for_each(|line| *counts.entry(line.key()).or_default() += 1);
    let mut same: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut gone: Vec<&Line> = Vec::new();
    for line in old {
        match counts.get_mut(&line.key()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                *same.entry(line.key()).or_default() += 1;
            }
            _ => gone.push(line),
        }
    }
    let come: Vec<&Line> = new
        .iter()
        .filter(|line| match same.get_mut(&line.key()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect();
    let (before, after) = pairs(&gone, &come);
    for (line, before) in come.iter().zip(&before) {
        let before = before.and_then(|at| gone.get(at).copied());
        out.push(both(part, before, Some(line)));
    }
    for (line, _) in gone.iter().zip(&after).filter(|(_, kept)| !**kept) {
        out.push(both(part, Some(line), None));
    }
}

/// For each of `come` the place of the clause of `gone` that it was; and which of `gone` were found.
fn pairs(gone: &[&Line], come: &[&Line]) -> (Vec<Option<usize>>, Vec<bool>) {
    let (mut before, mut kept) = (vec![None; come.len()], vec![false; gone.len()]);
    if gone.len().saturating_mul(come.len()) > MOST_PAIRS {
        return (before, kept);
    }
    let grams = |lines: &[&Line]| lines.iter().map(|line| Grams::of(&identity(&line.text))).collect::<Vec<_>>();
    let (old, new) = (grams(gone), grams(come));
    let mut scored: Vec<(u32, usize, usize)> = Vec::new();
    for (a, one) in old.iter().enumerate() {
        for (b, other) in new.iter().enumerate() {
            let score = one.alike(other);
            if score >= SAME_CLAUSE {
                scored.push((score, a, b));
            }
        }
    }
    scored.sort_by_key(|&(score, a, b)| (std::cmp::Reverse(score), a.abs_diff(b), a + b));
    for (_, a, b) in scored {
        if !kept[a] && before[b].is_none() {
            (kept[a], before[b]) = (true, Some(a));
        }
    }
    (before, kept)
}

/// The owner and the heading are shown where they differ or where the whole clause came or went.
fn both(part: Part, old: Option<&Line>, new: Option<&Line>) -> Reworded {
    let lead = match (old, new) {
        (Some(old), Some(new)) => identity(&old.lead) != identity(&new.lead),
        _ => true,
    };
    let shown = |line: Option<&Line>| match line {
        Some(line) if lead => format!("{}{}", line.lead, line.text),
        Some(line) => line.text.clone(),
        None => String::new(),
    };
    Reworded { part, old_i: old.map(|line| line.i), new_i: new.map(|line| line.i), spans: spans(&shown(old), &shown(new)) }
}

/// Words as they are compared: each Chinese character by itself, a number or a Latin word as a whole.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let word = |c: char| c.is_ascii_alphanumeric();
        if word(c) {
            while chars.next_if(|(_, next)| word(*next)).is_some() {}
        }
        let end = chars.peek().map_or(text.len(), |(at, _)| *at);
        tokens.push(&text[start..end]);
    }
    tokens
}

/// The two wordings as one run of spans.
fn spans(old: &str, new: &str) -> Vec<Span> {
    let (old, new) = (tokens(old), tokens(new));
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut runs: Vec<(Vec<&str>, Vec<&str>, bool)> = vec![(old[..start].to_vec(), Vec::new(), true)];
    if a.len().max(b.len()) > LONGEST {
        runs.push((a.to_vec(), b.to_vec(), false));
    } else {
        for op in capture_diff_slices(Algorithm::Myers, a, b) {
            let kept = op.tag() == DiffTag::Equal;
            let added = if kept { &[] } else { &b[op.new_range()] };
            runs.push((a[op.old_range()].to_vec(), added.to_vec(), kept));
        }
    }
    runs.push((old[old.len() - end..].to_vec(), Vec::new(), true));
    runs.retain(|(one, other, _)| !one.is_empty() || !other.is_empty());
    joined(runs)
}

/// Changes that only a splinter of kept words separates become one, as a person would mark them.
fn joined(runs: Vec<(Vec<&str>, Vec<&str>, bool)>) -> Vec<Span> {
    let mut whole: Vec<(Vec<&str>, Vec<&str>, bool)> = Vec::new();
    let last = runs.len().saturating_sub(1);
    for (at, (old, new, kept)) in runs.into_iter().enumerate() {
        let splinter = kept && old.len() <= SPLINTER && at != 0 && at != last;
        match whole.last_mut() {
            Some((removed, added, false)) if !kept || splinter => {
                if kept {
                    added.extend(&old);
                } else {
                    added.extend(new);
                }
                removed.extend(old);
            }
            _ => whole.push((old, new, kept)),
        }
    }
    let mut spans = Vec::new();
    let mut add = |mark: Mark, text: String| {
        if !text.is_empty() {
            spans.push(Span { mark, text });
        }
    };
    for (old, new, kept) in whole {
        add(if kept { Mark::Kept } else { Mark::Removed }, old.concat());
        add(Mark::Added, new.concat());
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let piece = |span: Span| match span.mark {
            Mark::Kept => span.text,
            Mark::Removed => format!("[-{}]", span.text),
            Mark::Added => format!("[+{}]", span.text),
        };
        spans(old, new).into_iter().map(piece).collect()
    }

    #[test]
    fn changed_words_are_marked_as_a_person_would() {
        assert_eq!(shown("核实后报送至镇复核", "核实后5个工作日内报送至镇复核"), "核实后[+5个工作日内]报送至镇复核");
        assert_eq!(shown("15日前报送", "20日前报送"), "[-15][+20]日前报送");
        assert_eq!(shown("", "新增一条"), "[+新增一条]");
        assert_eq!(shown("甲丁乙戊丙", "子丁丑戊寅"), "[-甲丁乙戊丙][+子丁丑戊寅]");
    }
}

//! What was read, as a page shows it: figures against the preface, and findings by how much they matter, each beside its passage of the document.

use std::collections::BTreeMap;

use duty_list::{Declared, DutyKind, DutyRef, Finding, Severity};
use workflow::ids::{DutyId, PersonId};

use super::review::Review;
use crate::service::import::decisions::Remark;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::Page;
use crate::web::badge::Badge;

/// So many findings of one kind are shown at once; the others are folded away.
const AT_ONCE: usize = 3;
/// The figures of a preface stand within so many lines.
const PREFACE: usize = 30;
/// Characters before the words in question.
const BEFORE: usize = 30;
/// Characters of a passage.
const LONGEST: usize = 160;
/// Parameters whose words are looked for in the line, the most telling first.
const NEEDLES: [&str; 7] = ["passage", "text", "department", "body", "spelling", "to", "a"];

/// A figure of the preface and what was read.
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// What the preface says.
    pub declared: Option<u32>,
    /// What was read.
    pub found: usize,
    /// Whether they agree; nothing to compare gives no badge.
    pub badge: Option<Badge>,
}

/// The figures, with the sentence that sums them up.
pub struct Figures {
    /// One by one.
    pub rows: Vec<Figure>,
    /// How many differ.
    pub differ: usize,
    /// The sum of it in words.
    pub said: String,
}

impl Figures {
    /// Compares. Figures other than the numbers of duties are those of the preface unless the reader found another.
    pub fn new(t: &Texts, declared: &Declared, duties: &BTreeMap<DutyKind, usize>, findings: &[Finding]) -> Self {
        let of = |kind| duties.get(&kind).copied().unwrap_or_default();
        let (basic, cooperative, withdrawn) = (of(DutyKind::Basic), of(DutyKind::Cooperative), of(DutyKind::Withdrawn));
        let all = [
            ("total", declared.total, Some(basic + cooperative + withdrawn)),
            ("basic", declared.basic, Some(basic)),
            ("cooperative", declared.cooperative, Some(cooperative)),
            ("withdrawn", declared.withdrawn, Some(withdrawn)),
            ("basic_categories", declared.basic_categories, None),
            ("cooperative_categories", declared.cooperative_categories, None),
            ("withdrawn_categories", declared.withdrawn_categories, None),
            ("cooperative_departments", declared.cooperative_departments, None),
            ("withdrawn_departments", declared.withdrawn_departments, None),
        ];
        let rows: Vec<Figure> = all
            .into_iter()
            .filter_map(|(what, declared, counted)| {
                let said = declared.and_then(|said| usize::try_from(said).ok());
                let found = counted.or_else(|| other_than_declared(findings, what)).or(said)?;
                let badge = said.map(|said| match said == found {
                    true => Badge::other("done", "done", t.import.agrees),
                    false => Badge::other("bad", "late", t.import.differs),
                });
                Some(Figure { label: capital(t.declared_count(what)), declared, found, badge })
            })
            .collect();
        let compared = rows.iter().filter(|row| row.declared.is_some()).count();
        let differ = rows.iter().filter(|row| row.declared.is_some_and(|said| usize::try_from(said) != Ok(row.found))).count();
        let said = match (compared, differ) {
            (0, _) => t.import.counts_unknown.to_owned(),
            (_, 0) => t.import.counts_agree.to_owned(),
            _ => fill(t.import.counts_differ, &[("count", &differ)]),
        };
        Self { rows, differ, said }
    }
}

/// With a capital first: the names of figures stand in sentences, too.
fn capital(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The count that the reader found where it is not the declared one.
fn other_than_declared(findings: &[Finding], what: &str) -> Option<usize> {
    let about = |finding: &&Finding| finding.code == "declared-count" && finding.params.get("what").is_some_and(|own| own == what);
    findings.iter().find(about)?.params.get("found")?.as_u64()?.try_into().ok()
}

/// A passage: what stands before the words in question, they, and what stands behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Before.
    pub before: String,
    /// The words in question; empty when the line is shown as it begins.
    pub words: String,
    /// Behind.
    pub after: String,
}

/// A finding.
pub struct Row {
    /// Line and duty.
    pub place: String,
    /// The duty's page.
    pub url: Option<String>,
    /// What it says.
    pub said: String,
    /// The document's words.
    pub passage: Option<Passage>,
    /// What was decided about it.
    pub review: Review,
}

/// The findings of one code.
pub struct Group {
    /// Its heading.
    pub title: &'static str,
    /// What to do.
    pub what: &'static str,
    /// How many.
    pub count: usize,
    /// The first.
    pub shown: Vec<Row>,
    /// The others.
    pub folded: Vec<Row>,
    /// The words of the fold.
    pub rest: String,
}

/// The findings of one severity.
pub struct Band {
    /// Whether its groups are folded away: nothing needs doing about them now.
    pub quiet: bool,
    /// Its name.
    pub title: &'static str,
    /// What it means.
    pub what: &'static str,
    /// Its badge.
    pub badge: Badge,
    /// By code, the most serious first.
    pub groups: Vec<Group>,
}

/// A finding with what is known of it.
pub type Shown<'a> = (&'a Finding, Option<&'a Remark>);

/// What findings are shown with.
pub struct About<'a> {
    /// The document, line by line.
    pub lines: &'a [String],
    /// The pages of duties.
    pub links: &'a BTreeMap<DutyRef, DutyId>,
    /// The names of who decided.
    pub deciders: &'a BTreeMap<PersonId, String>,
}

/// The findings by severity and code; what there is none of is left out.
pub fn bands(page: &Page, findings: &[Shown<'_>], about: &About<'_>) -> Vec<Band> {
    let t = page.t;
    let severities = [(Severity::Error, "bad", "late"), (Severity::Warning, "sent", "info"), (Severity::Info, "plain", "info")];
    let band = |(severity, tone, shape): (Severity, &'static str, &'static str)| {
        let own: Vec<Shown<'_>> = findings.iter().copied().filter(|(finding, _)| finding.severity == severity).collect();
        let (title, what) = t.severity(severity);
        let badge = Badge::other(tone, shape, &own.len().to_string());
        let mut codes: Vec<&str> = Vec::new();
        own.iter().for_each(|(finding, _)| {
            if !codes.contains(&finding.code.as_str()) {
                codes.push(&finding.code);
            }
        });
        let groups: Vec<Group> = codes.into_iter().map(|code| group(page, code, &own, about)).collect();
        (!groups.is_empty()).then_some(Band { quiet: severity == Severity::Info, title, what, badge, groups })
    };
    severities.into_iter().filter_map(band).collect()
}

fn group(page: &Page, code: &str, findings: &[Shown<'_>], about: &About<'_>) -> Group {
    let t = page.t;
    let (title, what) = t.finding_heading(code);
    let mut shown: Vec<Row> = findings.iter().filter(|(finding, _)| finding.code == code).map(|shown| row(page, *shown, about)).collect();
    let count = shown.len();
    // A fold of one or two would only hide them; what is folded as a whole needs no fold inside.
    let whole = findings.iter().any(|(finding, _)| finding.code == code && finding.severity == Severity::Info);
    let folded = if count > AT_ONCE + 2 && !whole { shown.split_off(AT_ONCE) } else { Vec::new() };
    let rest = fill(t.import.finding_rest, &[("count", &folded.len())]);
    Group { title, what, count, shown, folded, rest }
}

fn row(page: &Page, (finding, remark): Shown<'_>, about: &About<'_>) -> Row {
    let t = page.t;
    let duty = finding.duty.map(|duty| format!("{} {}", t.duty_kind_short(duty.kind), duty.no));
    let source = source(finding, about.lines);
    let number = source.as_ref().map(|(number, _)| number.to_string()).or_else(|| finding.line.map(|line| line.to_string()));
    let line = number.map(|number| fill(t.import.finding_line, &[("line", &number)]));
    let place: Vec<String> = duty.into_iter().chain(line).collect();
    Row {
        place: place.join(" · "),
        url: finding.duty.and_then(|duty| about.links.get(&duty)).map(|id| Url::DutyShow(*id).to_string()),
        said: t.finding_said(finding),
        passage: source.map(|(_, line)| passage(&line, finding)),
        review: Review::new(page, remark, about.deciders),
    }
}

/// The line of which a finding speaks with its number, as a person reads it: without the marks of paragraphs and cells.
fn source(finding: &Finding, lines: &[String]) -> Option<(usize, String)> {
    let first = usize::try_from(finding.line?).ok()?.checked_sub(1)?;
    let declared = finding.params.get("declared").and_then(serde_json::Value::as_u64).map(|count| format!("{count} "));
    // The preface has several figures; the finding knows where they begin.
    let found =
        declared.and_then(|declared| (first..first + PREFACE).find(|at| lines.get(*at).is_some_and(|line| line.contains(&declared))));
    let at = found.unwrap_or(first);
    Some((at + 1, readable(lines.get(at)?))).filter(|(_, line)| !line.is_empty())
}

fn readable(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find('<') {
        let Some(end) = rest[start..].find('>') else { break };
        out.push_str(&rest[..start]);
        out.push(' ');
        rest = &rest[start + end + 1..];
    }
    out.push_str(rest);
    out.replace('\t', " | ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part of a line that a finding speaks of.
fn passage(line: &str, finding: &Finding) -> Passage {
    let texts = NEEDLES.iter().filter_map(|name| finding.params.get(*name)?.as_str());
    let texts = texts.map(|text| readable(text.trim_end_matches('…')));
    let needles: Vec<String> = finding.params.get("declared").map(ToString::to_string).into_iter().chain(texts).collect();
    let needles = needles.iter().map(String::as_str).filter(|needle| !needle.is_empty());
    let found = needles.into_iter().find_map(|needle| line.find(needle).map(|at| (at, needle)));
    let Some((at, words)) = found else {
        let (start, rest) = cut(line, LONGEST);
        let more = if rest.is_empty() { "" } else { "…" };
        return Passage { before: format!("{start}{more}"), words: String::new(), after: String::new() };
    };
    let (before, after) = (&line[..at], &line[at + words.len()..]);
    let skip = before.chars().count().saturating_sub(BEFORE);
    let start: String = before.chars().skip(skip).collect();
    let left = LONGEST.saturating_sub(start.chars().count() + words.chars().count()).max(BEFORE);
    let (end, rest) = cut(after, left);
    Passage {
        before: if skip > 0 { format!("…{start}") } else { start },
        words: words.to_owned(),
        after: if rest.is_empty() { end.to_owned() } else { format!("{end}…") },
    }
}

fn cut(text: &str, most: usize) -> (&str, &str) {
    text.split_at(text.char_indices().nth(most).map_or(text.len(), |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::text::Language;

    fn finding(code: &str, params: serde_json::Value) -> Finding {
        let serde_json::Value::Object(params) = params else { panic!("an object") };
        Finding { severity: Severity::Warning, code: code.to_owned(), params, message: String::new(), line: Some(2), duty: None }
    }

    #[test]
    fn the_words_in_question_are_found_in_their_line() {
        let line = format!("{}开展志愿服务，报县民政局审批。{}", "前".repeat(100), "后".repeat(300));
        let shown = passage(&line, &finding("unsure-inference", json!({ "passage": "报县民政局审批" })));
        assert_eq!(shown.words, "报县民政局审批");
        assert!(shown.before.starts_with("…前") && shown.before.ends_with("开展志愿服务，"), "{shown:?}");
        assert!(shown.after.ends_with("后…") && shown.after.chars().count() < 160, "{shown:?}");
        let other = passage("第 3 行", &finding("unsure-inference", json!({ "passage": "不在这里" })));
        assert_eq!((other.before.as_str(), other.words.as_str()), ("第 3 行", ""));
    }

    #[test]
    fn a_line_is_shown_without_its_markup_and_a_figure_where_it_stands() {
        assert_eq!(readable("1\t乡村\t<p>甲局：</p> <p>1. 负责</p>"), "1 | 乡村 | 甲局： 1. 负责");
        assert_eq!(readable("3 < 5"), "3 < 5");
        let lines: Vec<String> = ["说明", "共 20 个类别", "基本履职事项 119 项"].map(str::to_owned).into();
        let found = finding("declared-count", json!({ "what": "basic", "declared": 119, "found": 118 }));
        let (number, line) = source(&found, &lines).unwrap();
        assert_eq!(number, 3);
        assert_eq!(passage(&line, &found).words, "119");
    }

    #[test]
    fn figures_that_differ_from_the_preface_are_told_from_those_that_agree() {
        let t = Texts::of(Language::Zh);
        let declared =
            Declared { total: Some(4), basic: Some(1), basic_categories: Some(3), withdrawn_departments: Some(2), ..Declared::default() };
        let found = [finding("declared-count", json!({ "what": "withdrawn_departments", "declared": 2, "found": 1 }))];
        let duties = BTreeMap::from([(DutyKind::Basic, 1), (DutyKind::Cooperative, 2)]);
        let figures = Figures::new(t, &declared, &duties, &found);
        let numbers: Vec<(Option<u32>, usize)> = figures.rows.iter().map(|row| (row.declared, row.found)).collect();
        assert_eq!(numbers, [(Some(4), 3), (Some(1), 1), (None, 2), (None, 0), (Some(3), 3), (Some(2), 1)]);
        assert_eq!(figures.differ, 2);
    }
}

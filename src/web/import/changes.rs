//! What changes from one edition to another, as a page shows it: by kind, each duty once, with the old and the new words marked.

use std::collections::BTreeMap;

use duty_list::DutyKind;
use duty_list::compare::{Change, ChangeKind, Comparison, Mark, Reworded, Standing};
use workflow::ids::DutyId;

use crate::service::import::{Preview, Running};
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::Typed;

/// So many running workflows of a duty are named.
const NAMED: usize = 10;

/// A piece of text: kept, only in the old wording, or only in the new.
pub struct Piece {
    /// Only the old wording has it.
    pub removed: bool,
    /// Only the new wording has it.
    pub added: bool,
    /// Its words.
    pub text: String,
}

/// A part whose words differ.
pub struct Part {
    /// Its name.
    pub label: String,
    /// Its words.
    pub pieces: Vec<Piece>,
}

impl Part {
    fn new(t: &Texts, reworded: &Reworded) -> Self {
        let piece = |span: &duty_list::compare::Span| Piece {
            removed: span.mark == Mark::Removed,
            added: span.mark == Mark::Added,
            text: span.text.clone(),
        };
        Self { label: t.changed_part(reworded.part, reworded.new_i.or(reworded.old_i)), pieces: reworded.spans.iter().map(piece).collect() }
    }
}

/// A duty that changes.
pub struct Row {
    /// Where it stood and stands.
    pub place: String,
    /// Its title.
    pub title: String,
    /// What else changed about it, and what will be done.
    pub facts: Vec<String>,
    /// Its words.
    pub parts: Vec<Part>,
    /// Its workflows that have not ended: titles and addresses.
    pub running: Vec<(String, String)>,
}

/// The duties of one kind of change.
pub struct Group {
    /// The kind's code, an anchor of the page.
    pub code: &'static str,
    /// Its name.
    pub title: &'static str,
    /// What it means.
    pub what: &'static str,
    /// How many.
    pub count: usize,
    /// One by one.
    pub rows: Vec<Row>,
    /// Whether it is folded away at first.
    pub folded: bool,
}

/// A pair of which a person has to say whether it is one duty.
pub struct Question {
    /// The field's name.
    pub name: String,
    /// Where the old one stands.
    pub old: String,
    /// The old title.
    pub old_title: String,
    /// Where the new one stands.
    pub new: String,
    /// The new title.
    pub new_title: String,
    /// The words that differ.
    pub parts: Vec<Part>,
    /// Its workflows that have not ended.
    pub running: String,
}

/// The field in which a question is answered.
pub fn field(duty: DutyId) -> String {
    format!("same-{duty}")
}

/// 配合 28
fn place(t: &Texts, at: &Standing) -> String {
    format!("{} {}", t.duty_kind_short(at.kind), at.no)
}

fn both_places(t: &Texts, change: &Change) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old.kind != new.kind || old.no != new.no => format!("{} → {}", place(t, old), place(t, new)),
        (Some(one), _) | (_, Some(one)) => place(t, one),
        (None, None) => String::new(),
    }
}

/// The groups, those first in which something ends. Questions are left out where they are asked. With a preview, what accepting will do is said.
pub fn groups(t: &Texts, comparison: &Comparison, preview: Option<&Preview>) -> Vec<Group> {
    use ChangeKind::{Added, Moved, Recategorised, Removed, Renumbered, Reworded};
    let group = |kind: ChangeKind| {
        let asked = |change: &&Change| preview.is_some() && change.certainty == Some(duty_list::compare::Certainty::Unsure);
        let of: Vec<&Change> = comparison.changes.iter().filter(|change| change.main() == kind && !asked(change)).collect();
        let (title, what) = t.change_kind(kind);
        let rows: Vec<Row> = of.into_iter().map(|change| row(t, change, preview)).collect();
        Group {
            code: kind.code(),
            title,
            what: if preview.is_some() { what } else { "" },
            count: rows.len(),
            folded: rows.len() > 20 || matches!(kind, Recategorised | Renumbered),
            rows,
        }
    };
    [Removed, Moved, Reworded, Added, Recategorised, Renumbered].map(group).into_iter().collect()
}

fn row(t: &Texts, change: &Change, preview: Option<&Preview>) -> Row {
    let i = &t.import;
    let title = change.new.as_ref().or(change.old.as_ref()).map(|at| at.title.clone()).unwrap_or_default();
    let mut facts = Vec::new();
    if let (Some(old), Some(new)) = (&change.old, &change.new) {
        let none = |category: &Option<String>| category.clone().unwrap_or_else(|| i.no_category.to_owned());
        if change.is(ChangeKind::Recategorised) {
            facts.push(fill(i.change_category, &[("old", &none(&old.category)), ("new", &none(&new.category))]));
        }
    }
    let running: &[Running] =
        preview.and_then(|preview| preview.running.get(&preview.duty(change)?)).map(Vec::as_slice).unwrap_or_default();
    if !running.is_empty() {
        let said = match (change.main(), change.new.as_ref().map(|new| new.kind)) {
            (ChangeKind::Moved, Some(DutyKind::Withdrawn)) => i.running_withdrawn,
            _ => i.running_keep,
        };
        facts.push(fill(said, &[("count", &running.len())]));
    }
    // The names are asked for where somebody may have to do something about them.
    let named = if matches!(change.main(), ChangeKind::Moved | ChangeKind::Removed) { NAMED } else { 0 };
    Row {
        place: both_places(t, change),
        title,
        facts,
        parts: change.words.iter().map(|words| Part::new(t, words)).collect(),
        running: running.iter().take(named).map(|one| (one.title.clone(), Url::WorkflowShow(one.id).to_string())).collect(),
    }
}

/// What has to be answered before the list can be accepted.
pub fn questions(t: &Texts, preview: &Preview) -> Vec<Question> {
    let asked = preview.comparison.questions().filter_map(|change| {
        let (old, new, duty) = (change.old.as_ref()?, change.new.as_ref()?, preview.duty(change)?);
        let running = preview.running.get(&duty).map_or(0, Vec::len);
        Some(Question {
            name: field(duty),
            old: place(t, old),
            old_title: old.title.clone(),
            new: place(t, new),
            new_title: new.title.clone(),
            parts: change.words.iter().map(|words| Part::new(t, words)).collect(),
            running: if running > 0 { fill(t.import.running_keep, &[("count", &running)]) } else { String::new() },
        })
    });
    asked.collect()
}

/// The answers of a form; a question without one is noted beside it.
pub fn answers(t: &Texts, form: &mut Typed, preview: &Preview) -> BTreeMap<DutyId, bool> {
    let mut answers = BTreeMap::new();
    for duty in preview.comparison.questions().filter_map(|change| preview.duty(change)) {
        let name = field(duty);
        match form.value(&name) {
            "yes" => _ = answers.insert(duty, true),
            "no" => _ = answers.insert(duty, false),
            _ => form.wrong(name, t.import.question_open),
        }
    }
    answers
}

//! What changed between two editions of a list, as a table to take away: a row for each part that changed.

use duty_list::compare::{Change, ChangeKind, Comparison, Standing};

use super::sheet::{Cell, Sheet};
use crate::text::Texts;

/// The sheet of a comparison.
#[must_use]
pub fn sheet(t: &Texts, title: String, comparison: &Comparison) -> Sheet {
    let i = &t.import;
    let headers = [i.export_change, i.export_table, i.export_old_no, i.export_new_no, i.part_title, i.what, i.export_old, i.export_new];
    let mut changes: Vec<&Change> = comparison.changes.iter().collect();
    changes.sort_by_key(|change| change.main());
    Sheet {
        name: i.comparison.to_owned(),
        title,
        headers: headers.map(str::to_owned).to_vec(),
        rows: changes.into_iter().flat_map(|change| rows(t, change)).collect(),
    }
}

fn rows(t: &Texts, change: &Change) -> Vec<Vec<Cell>> {
    let (old, new) = (change.old.as_ref(), change.new.as_ref());
    let shown = new.or(old);
    let table = match (old, new) {
        (Some(old), Some(new)) if old.kind != new.kind => {
            format!("{} → {}", t.duty_kind_short(old.kind), t.duty_kind_short(new.kind))
        }
        _ => shown.map(|at| t.duty_kind_short(at.kind).to_owned()).unwrap_or_default(),
    };
    let no = |at: Option<&Standing>| at.map_or(Cell::Empty, |at| Cell::Number(i64::from(at.no)));
    let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
    let category = |at: Option<&Standing>| text(at.and_then(|at| at.category.clone()).unwrap_or_default());
    let title = |at: Option<&Standing>| text(at.map(|at| at.title.clone()).unwrap_or_default());
    let row = |kind: ChangeKind, part: String, old_words: Cell, new_words: Cell| {
        let own = Cell::Text(t.change_kind(kind).0.to_owned());
        vec![own, Cell::Text(table.clone()), no(old), no(new), title(shown), text(part), old_words, new_words]
    };
    let mut rows = Vec::new();
    for kind in &change.kinds {
        match kind {
            ChangeKind::Reworded => rows.extend(change.words.iter().map(|words| {
                let part = t.changed_part(words.part, words.new_i.or(words.old_i));
                row(*kind, part, text(words.old_words()), text(words.new_words()))
            })),
            ChangeKind::Recategorised => rows.push(row(*kind, String::new(), category(old), category(new))),
            ChangeKind::Added | ChangeKind::Removed => rows.push(row(*kind, String::new(), title(old), title(new))),
            ChangeKind::Moved | ChangeKind::Renumbered => rows.push(row(*kind, String::new(), Cell::Empty, Cell::Empty)),
        }
    }
    rows
}

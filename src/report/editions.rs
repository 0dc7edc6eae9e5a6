//! What changed between two editions of a list, as a table to take away: a row for each part that changed.

use super::sheet::{Cell, Sheet};
use crate::text::Texts;

/// A part that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The kind of change.
    pub change: &'static str,
    /// The table, or both where the duty moved.
    pub table: String,
    /// Its number in the old edition.
    pub old_no: Option<u32>,
    /// Its number in the new edition.
    pub new_no: Option<u32>,
    /// Its title.
    pub title: String,
    /// Which part of it; empty for the whole.
    pub part: String,
    /// The old words.
    pub old_words: String,
    /// The new words.
    pub new_words: String,
}

/// The rows as a sheet.
#[must_use]
pub fn sheet(t: &Texts, title: String, rows: Vec<Row>) -> Sheet {
    let i = &t.import;
    let headers = [i.export_change, i.export_table, i.export_old_no, i.export_new_no, i.part_title, i.what, i.export_old, i.export_new];
    Sheet {
        name: i.comparison.to_owned(),
        title,
        headers: headers.map(str::to_owned).to_vec(),
        rows: rows.into_iter().map(cells).collect(),
    }
}

fn cells(row: Row) -> Vec<Cell> {
    let no = |no: Option<u32>| no.map_or(Cell::Empty, |no| Cell::Number(i64::from(no)));
    let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
    vec![
        text(row.change.to_owned()),
        text(row.table),
        no(row.old_no),
        no(row.new_no),
        text(row.title),
        text(row.part),
        text(row.old_words),
        text(row.new_words),
    ]
}

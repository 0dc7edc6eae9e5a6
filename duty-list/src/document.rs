//! The row model that every container is read into: running text and rows of cells, each with its source line.

use std::borrow::Cow;

/// How a place of a row came to its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Merge {
    /// A cell of its own.
    Own,
    /// Covered by a merged cell that began in a row above; the text is repeated here.
    Above,
    /// Covered by the cell on its left; without text.
    Left,
}

/// One row of a table as the container has it. A cell's paragraphs are separated by [`PARAGRAPH`], its line breaks by a line feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row<'a> {
    pub line: Option<u32>,
    pub cells: Vec<Cow<'a, str>>,
    /// How each cell came to its text; empty where the container knows no merged cells.
    pub merged: Vec<Merge>,
    /// Where the row begins was not to be seen and was weighed.
    pub guessed: bool,
}

/// Separates the paragraphs of a cell.
pub(crate) const PARAGRAPH: char = '\u{2029}';

impl<'a> Row<'a> {
    /// A row without merged cells.
    pub fn new(line: Option<u32>, cells: Vec<Cow<'a, str>>) -> Self {
        Self { line, cells, merged: Vec::new(), guessed: false }
    }

    /// How the cell at a place came to its text.
    pub fn merge(&self, at: usize) -> Merge {
        self.merged.get(at).copied().unwrap_or(Merge::Own)
    }

    /// The only text of the row, where it has but one: a merged heading, or one cell filled. The place of its first cell, and whether it spans the row.
    pub fn lone(&self) -> Option<(usize, &str, bool)> {
        let filled = |at: &usize| !self.cells[*at].is_empty();
        let first = (0..self.cells.len()).find(filled)?;
        let only = self.cells[first].as_ref();
        let mut same = 0;
        for at in first + 1..self.cells.len() {
            match self.merge(at) {
                Merge::Left => same += 1,
                _ if self.cells[at].is_empty() => {}
                _ if self.cells[at] == only => same += 1,
                _ => return None,
            }
        }
        Some((first, only, same > 0 && same + 1 == self.cells.len()))
    }
}

/// A piece of a document, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Element<'a> {
    /// A line outside a table. `joined` when it follows the line before without a blank one between.
    Text { line: Option<u32>, text: Cow<'a, str>, joined: bool },
    /// A row of a table.
    Row(Row<'a>),
}

/// Reads text: lines with tabs and Markdown table lines are rows, all else is running text.
///
/// Lazy, so that a document of any size costs no more than its rows.
pub(crate) fn from_text(text: &str) -> impl Iterator<Item = Element<'_>> {
    let mut blank = true;
    text.split('\n').enumerate().filter_map(move |(index, raw)| {
        let line = u32::try_from(index + 1).ok();
        let raw = raw.trim_end_matches('\r');
        let trimmed = crate::chars::trim(raw);
        let joined = !std::mem::replace(&mut blank, trimmed.is_empty());
        if let Some(cells) = markdown_cells(trimmed) {
            return Some(Element::Row(Row::new(line, cells)));
        }
        if raw.contains('\t') && !trimmed.is_empty() {
            return Some(Element::Row(Row::new(line, raw.split('\t').map(|cell| Cow::Borrowed(crate::chars::trim(cell))).collect())));
        }
        (!trimmed.is_empty()).then_some(Element::Text { line, text: Cow::Borrowed(trimmed), joined })
    })
}

/// The cells of a Markdown table line `| a | b |`, without emphasis; `\|` is a bar inside a cell.
fn markdown_cells(line: &str) -> Option<Vec<Cow<'_, str>>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in inner.char_indices().chain(std::iter::once((inner.len(), '|'))) {
        if c == '|' && !escaped {
            let cell = crate::chars::trim(&inner[start..at]);
            cells.push(plain(cell));
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    Some(cells)
}

/// A Markdown cell without emphasis and escapes: `**1**` → `1`, `1\.` → `1.`
fn plain(cell: &str) -> Cow<'_, str> {
    if !cell.contains(['\\', '*']) {
        return Cow::Borrowed(cell);
    }
    let mut out = String::with_capacity(cell.len());
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => out.extend(chars.next()),
            ('*', Some('*')) => {
                chars.next();
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether a row only draws a line: `--`, `:---:`, `===` or empty cells.
pub(crate) fn is_rule(row: &Row<'_>) -> bool {
    row.cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':' | '=' | '—' | '_' | '+') || crate::chars::is_space(c)))
}

//! The row model that every container is read into: running text and rows of cells, each with its source line.

use std::borrow::Cow;

/// One row of a table as the container has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row<'a> {
    pub line: Option<u32>,
    pub cells: Vec<Cow<'a, str>>,
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
            return Some(Element::Row(Row { line, cells }));
        }
        if raw.contains('\t') && !trimmed.is_empty() {
            return Some(Element::Row(Row { line, cells: raw.split('\t').map(|cell| Cow::Borrowed(crate::chars::trim(cell))).collect() }));
        }
        (!trimmed.is_empty()).then_some(Element::Text { line, text: Cow::Borrowed(trimmed), joined })
    })
}

/// The cells of a Markdown table line `| a | b |`; `\|` is a bar inside a cell.
fn markdown_cells(line: &str) -> Option<Vec<Cow<'_, str>>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in inner.char_indices().chain(std::iter::once((inner.len(), '|'))) {
        if c == '|' && !escaped {
            let cell = crate::chars::trim(&inner[start..at]);
            cells.push(if cell.contains("\\|") { Cow::Owned(cell.replace("\\|", "|")) } else { Cow::Borrowed(cell) });
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    Some(cells)
}

/// Whether a row only draws a line: `--`, `:---:`, `===` or empty cells.
pub(crate) fn is_rule(row: &Row<'_>) -> bool {
    row.cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':' | '=' | '—' | '_' | '+') || crate::chars::is_space(c)))
}

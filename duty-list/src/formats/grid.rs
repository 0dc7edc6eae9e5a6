//! Merged cells: which cells of a row are covered by one that began above.

use std::borrow::Cow;
use std::rc::Rc;

use crate::document::{Merge, Row};

/// The most columns of a table that are looked at.
pub(super) const COLUMNS: usize = 64;

/// The most text that merged cells may repeat in one document, in bytes: a long cell over many rows would grow without end.
const MOST_REPEATED: usize = 8 * 1024 * 1024;

/// The merged cells of a table that reach into rows below.
#[derive(Debug)]
pub(super) struct Grid {
    above: Vec<Option<Cover>>,
    repeated: usize,
}

#[derive(Debug, Clone)]
struct Cover {
    /// How many more rows it covers.
    rows: u32,
    text: Rc<str>,
    /// Whether it covers this column from the left.
    left: bool,
}

/// A cell as it is written.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub text: String,
    /// How many columns it covers, at least 1.
    pub columns: usize,
    /// How many rows it covers, at least 1.
    pub rows: u32,
}

impl Grid {
    /// No merged cells yet.
    pub fn new() -> Self {
        Self { above: Vec::new(), repeated: 0 }
    }

    /// A row of cells, each put into the next column that no merged cell covers.
    pub fn row(&mut self, cells: Vec<Cell>) -> Row<'static> {
        let mut row = Row::new(None, Vec::new());
        for cell in cells {
            self.covered(&mut row);
            self.place(&mut row, cell);
        }
        self.covered(&mut row);
        row
    }

    /// A cell of its own at the next place.
    pub fn place(&mut self, row: &mut Row<'static>, cell: Cell) {
        let at = row.cells.len();
        if at >= COLUMNS {
            return;
        }
        let columns = cell.columns.clamp(1, COLUMNS - at);
        if cell.rows > 1 {
            let text: Rc<str> = cell.text.as_str().into();
            self.above.resize(self.above.len().max(at + columns), None);
            for column in at..at + columns {
                self.above[column] = Some(Cover { rows: cell.rows - 1, text: Rc::clone(&text), left: column > at });
            }
        }
        row.cells.push(Cow::Owned(cell.text));
        row.merged.push(Merge::Own);
        for _ in 1..columns {
            row.cells.push(Cow::Borrowed(""));
            row.merged.push(Merge::Left);
        }
    }

    /// The cells that are covered from above at the next places.
    pub fn covered(&mut self, row: &mut Row<'static>) {
        while let Some(cover) = self.above.get_mut(row.cells.len()).and_then(Option::as_mut) {
            if cover.left {
                row.cells.push(Cow::Borrowed(""));
                row.merged.push(Merge::Left);
            } else {
                self.repeated = self.repeated.saturating_add(cover.text.len());
                let text = if self.repeated <= MOST_REPEATED { cover.text.to_string() } else { String::new() };
                row.cells.push(Cow::Owned(text));
                row.merged.push(Merge::Above);
            }
            cover.rows -= 1;
            if cover.rows == 0 {
                self.above[row.cells.len() - 1] = None;
            }
        }
    }
}

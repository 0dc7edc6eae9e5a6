//! Workbooks: one sheet or several, merged cells, numbers as they are meant.

use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx};

use super::grid::{COLUMNS, Cell, Grid};
use crate::ReadError;
use crate::chars::trim;
use crate::document::{Element, Row};

/// The most cells of a workbook that are looked at.
const MOST_CELLS: usize = 2_000_000;

/// The most sheets that are looked at.
const MOST_SHEETS: usize = 64;

/// The elements of all visible sheets.
pub(super) fn elements(bytes: &[u8]) -> Result<Vec<Element<'static>>, ReadError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .take(MOST_SHEETS)
        .collect();
    let mut out = Vec::new();
    let mut cells_left = MOST_CELLS;
    for name in sheets {
        if let Some(heading) = heading(&name) {
            out.push(Element::Text { line: None, text: heading.into(), joined: false });
        }
        let mut merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        merged.sort_unstable_by_key(|region| region.start);
        let mut sheet = Sheet { merged, next: 0, grid: Grid::new(), row: None, out: &mut out };
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| ReadError::Damaged)?;
        while let Some(cell) = cells.next_cell().map_err(|_| ReadError::Damaged)? {
            cells_left = cells_left.checked_sub(1).ok_or(ReadError::Damaged)?;
            let (row, column) = cell.get_position();
            sheet.cell(row, column as usize, written(cell.get_value()));
        }
        sheet.finish();
    }
    Ok(out)
}

/// The table that a sheet's name stands for, as a heading: 配合 → 配合履职事项清单.
fn heading(name: &str) -> Option<&'static str> {
    [("收回", "上级部门收回事项清单"), ("配合", "配合履职事项清单"), ("基本", "基本履职事项清单")]
        .into_iter()
        .find_map(|(word, heading)| name.contains(word).then_some(heading))
}

struct Sheet<'o> {
    /// Merged regions, by their first cell.
    merged: Vec<Dimensions>,
    next: usize,
    grid: Grid,
    /// The row that is being read, and its place.
    row: Option<(u32, Row<'static>)>,
    out: &'o mut Vec<Element<'static>>,
}

impl Sheet<'_> {
    fn cell(&mut self, at: u32, column: usize, text: String) {
        if column >= COLUMNS {
            return;
        }
        if self.row.as_ref().is_none_or(|(row, _)| *row != at) {
            self.finish_row();
            self.row = Some((at, Row::new(None, Vec::new())));
        }
        let Some((_, row)) = &mut self.row else { return };
        if column < row.cells.len() {
            return; // covered by a merged cell
        }
        fill(&mut self.grid, row, column);
        if column < row.cells.len() {
            return;
        }
        while self.merged.get(self.next).is_some_and(|region| (region.start.0, region.start.1 as usize) < (at, column)) {
            self.next += 1;
        }
        let region = self.merged.get(self.next).filter(|region| region.start.0 == at && region.start.1 as usize == column);
        let (columns, rows) = region.map_or((1, 1), |region| {
            (
                (region.end.1.saturating_sub(region.start.1) as usize).saturating_add(1),
                region.end.0.saturating_sub(region.start.0).saturating_add(1),
            )
        });
        self.grid.place(row, Cell { text, columns, rows });
    }

    fn finish_row(&mut self) {
        if let Some((_, mut row)) = self.row.take() {
            self.grid.covered(&mut row);
            self.out.push(Element::Row(row));
        }
    }

    fn finish(mut self) {
        self.finish_row();
    }
}

/// Fills a row up to a column: with what merged cells cover, else with nothing.
fn fill(grid: &mut Grid, row: &mut Row<'static>, column: usize) {
    grid.covered(row);
    while row.cells.len() < column {
        grid.place(row, Cell { text: String::new(), columns: 1, rows: 1 });
        grid.covered(row);
    }
}

/// A value as a person sees it: whole numbers without a point, a date as year and month.
fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => clean(text),
        DataRef::SharedString(text) => clean(text),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year}年{month}月{day}日")
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
        other => Data::from(other.clone()).to_string(),
    }
}

fn clean(text: &str) -> String {
    let text = trim(text);
    if text.contains(['\r', '_']) { text.replace("_x000D_", "").replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

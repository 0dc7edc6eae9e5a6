//! Word documents: paragraphs, tables with merged cells, and the numbers that Word prints without writing them.

use super::grid::COLUMNS;
use super::numbering::Numbering;
use super::packed::Parts;
use super::xml::{Part, Step, Tag};
use crate::ReadError;
use crate::chars::trim;
use crate::document::{Element, Merge, PARAGRAPH, Row};

/// The elements of a document, in order.
pub(super) fn elements(parts: &mut Parts<'_>) -> Result<Vec<Element<'static>>, ReadError> {
    let numbering = parts.text("word/numbering.xml")?.unwrap_or_default();
    let styles = parts.text("word/styles.xml")?.unwrap_or_default();
    let mut reader = Document { numbering: Numbering::read(&numbering, &styles)?, ..Document::default() };
    let text = parts.text("word/document.xml")?.ok_or(ReadError::Damaged)?;
    reader.read(&text)?;
    Ok(reader.out)
}

/// Old states of tracked changes, and second copies of drawings.
const SKIPPED: [&str; 8] = ["Fallback", "pPrChange", "rPrChange", "tcPrChange", "trPrChange", "tblPrChange", "sectPrChange", "moveFrom"];

/// The most text that merged cells may repeat, in bytes.
const MOST_REPEATED: usize = 8 * 1024 * 1024;

#[derive(Default)]
struct Document {
    out: Vec<Element<'static>>,
    numbering: Numbering,
    /// How many tables are open; only the outermost has rows, the text of an inner one belongs to the cell around it.
    tables: usize,
    row: Vec<Cell>,
    /// The text of the merged cell that reaches down each column.
    above: Vec<String>,
    repeated: usize,
    cell: Cell,
    paragraph: String,
    style: Option<String>,
    list: (Option<u32>, Option<u32>),
    in_text: bool,
}

#[derive(Default)]
struct Cell {
    text: String,
    columns: usize,
    vertical: Vertical,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Vertical {
    #[default]
    Single,
    Begins,
    Continues,
}

impl Document {
    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        let mut part = Part::new(text);
        loop {
            match part.step()? {
                Step::Start(tag) if SKIPPED.contains(&tag.name.as_str()) => part.skip()?,
                Step::Start(tag) => self.start(&tag),
                Step::End(name) => self.end(&name),
                Step::Text(text) if self.in_text => self.paragraph.push_str(&text),
                Step::Text(_) => {}
                Step::Done => return Ok(()),
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "p" => self.flush(),
            "pStyle" => self.style = tag.get("val"),
            "numId" => self.list.0 = tag.number(),
            "ilvl" => self.list.1 = tag.number(),
            "t" => self.in_text = true,
            "tab" if !self.paragraph.is_empty() => self.paragraph.push(' '),
            "br" | "cr" if tag.get("type").is_none() => self.paragraph.push('\n'),
            "noBreakHyphen" => self.paragraph.push('-'),
            "tbl" => {
                self.flush();
                self.tables += 1;
                if self.tables == 1 {
                    self.above.clear();
                }
            }
            "tr" if self.tables == 1 => self.row.clear(),
            "gridBefore" if self.tables == 1 => {
                let columns = tag.number().unwrap_or(0) as usize;
                self.row.extend((0..columns.min(COLUMNS)).map(|_| Cell { columns: 1, ..Cell::default() }));
            }
            "tc" if self.tables == 1 => self.cell = Cell { columns: 1, ..Cell::default() },
            "gridSpan" if self.tables == 1 => self.cell.columns = (tag.number().unwrap_or(1) as usize).clamp(1, COLUMNS),
            "vMerge" if self.tables == 1 => {
                self.cell.vertical = if tag.get("val").as_deref() == Some("restart") { Vertical::Begins } else { Vertical::Continues };
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "p" => self.flush(),
            "tc" if self.tables == 1 => {
                self.flush();
                self.row.push(std::mem::take(&mut self.cell));
            }
            "tr" if self.tables == 1 => self.finish_row(),
            "tbl" => {
                self.flush();
                self.tables = self.tables.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// Ends the paragraph: its number goes before it.
    fn flush(&mut self) {
        let (list, style) = (std::mem::take(&mut self.list), self.style.take());
        let text = std::mem::take(&mut self.paragraph);
        let label = self.numbering.label(list, style.as_deref());
        let text = trim(&text);
        if self.tables == 0 {
            if !text.is_empty() {
                let label = label.filter(|l| l != super::numbering::ITEM).unwrap_or_default();
                self.out.push(Element::Text { line: None, text: format!("{label}{text}").into(), joined: false });
            }
            return;
        }
        if text.is_empty() && label.as_deref().is_none_or(|l| l == super::numbering::ITEM) {
            return;
        }
        if !self.cell.text.is_empty() {
            self.cell.text.push(PARAGRAPH);
        }
        self.cell.text.extend(label);
        self.cell.text.push_str(text);
    }

    fn finish_row(&mut self) {
        let mut row = Row::new(None, Vec::new());
        for cell in self.row.drain(..) {
            let at = row.cells.len();
            if at >= COLUMNS {
                break;
            }
            let columns = cell.columns.clamp(1, COLUMNS - at);
            self.above.resize(self.above.len().max(at + columns), String::new());
            let (text, merge) = if cell.vertical == Vertical::Continues && cell.text.is_empty() {
                self.repeated = self.repeated.saturating_add(self.above[at].len());
                (if self.repeated <= MOST_REPEATED { self.above[at].clone() } else { String::new() }, Merge::Above)
            } else {
                self.above[at] = if cell.vertical == Vertical::Begins { cell.text.clone() } else { String::new() };
                (trim(&cell.text).to_owned(), Merge::Own)
            };
            row.cells.push(text.into());
            row.merged.push(merge);
            for _ in 1..columns {
                row.cells.push("".into());
                row.merged.push(Merge::Left);
            }
        }
        if !row.cells.is_empty() {
            self.out.push(Element::Row(row));
        }
    }
}

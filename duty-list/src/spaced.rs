//! Text whose columns are kept apart by spaces, as `pdftotext -layout` prints the pages of a PDF: the words' places on the page say which cell
//! they belong to.
//!
//! A page is a stretch up to a form feed. A header gives the columns; where one ends and the next begins is read from the places that the page
//! leaves empty. The rows are then cut between their printed numbers, which stand at the top or in the middle of their row.

mod page;
mod rows;

use std::borrow::Cow;

use crate::DutyKind;
use crate::columns::{Column, Layout};
use crate::document::{Element, Row};
use crate::lines::{category_heading, is_page_furniture, table_heading};
use page::{Line, Place};
use rows::{Aligned, Piece};

/// The table that is being read: its columns as the last header gave them.
struct Table {
    layout: Layout,
    /// Where the header's cells stand.
    heads: Vec<Place>,
    /// Where each column but the last ends.
    cuts: Vec<usize>,
}

/// A stretch of a page: running text, a header, or the rows under one.
enum Stretch {
    Text(Option<u32>, String, bool),
    Header(Option<u32>, Vec<String>),
    Rows { lines: Vec<rows::Line>, number: Option<usize>, duties: Vec<usize> },
}

/// The longest text whose columns are looked for, in bytes: thirty times a town's list. Every word of a page is held with its place.
const LONGEST: usize = 8 * 1024 * 1024;
/// The most lines of one.
const MOST_LINES: usize = 100_000;
/// The longest of its lines, in characters.
const LONGEST_LINE: usize = 2_000;

/// Reads the pages; `None` where no line is a header whose columns are kept apart by spaces.
pub(crate) fn elements(text: &str) -> Option<Vec<Element<'static>>> {
    // what a spreadsheet or an editor wrote keeps its columns apart by tabs or bars
    if text.lines().take(2_000).any(|line| line.contains('\t') || line.trim_start().starts_with('|')) || !text.contains("  ") {
        return None;
    }
    if text.len() > LONGEST || text.bytes().filter(|b| *b == b'\n').count() > MOST_LINES {
        return None;
    }
    // no page is so wide, and what is not looked at must not be lost
    if text.lines().any(|line| line.chars().nth(LONGEST_LINE).is_some()) {
        return None;
    }
    let mut reader = Reader::default();
    let mut first = 1_u32;
    for page in text.split('\u{c}') {
        let lines: Vec<Line> = (first..).zip(page.split('\n')).map(|(number, text)| Line::new(number, text)).collect();
        first = first.saturating_add(u32::try_from(lines.len().saturating_sub(1)).unwrap_or(u32::MAX));
        reader.page(&lines);
    }
    reader.table.is_some().then(|| finish(reader.out))
}

#[derive(Default)]
struct Reader {
    out: Vec<Stretch>,
    hint: Option<DutyKind>,
    table: Option<Table>,
    /// The width of the last line of running text, where the next one may go on with it.
    open_text: Option<usize>,
}

impl Reader {
    fn page(&mut self, lines: &[Line]) {
        let filled: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].is_blank()).collect();
        let (Some(first), Some(last)) = (filled.first().copied(), filled.last().copied()) else { return };
        let widest = lines.iter().map(Line::end).max().unwrap_or(0);
        let mut at = first;
        let mut rows = at..at;
        while at <= last {
            if lines[at].is_blank() {
                self.open_text = None;
                at += 1;
                continue;
            }
            let whole = lines[at].text();
            let heading = table_heading(&whole).filter(|_| whole.chars().count() <= 60 && lines[at].is_one_run());
            let header = page::header(&lines[at..=last], self.hint).filter(|_| heading.is_none());
            // the name of the list directly above a header is no part of it
            let name = header.as_ref().is_some_and(|(_, held, _)| {
                page::header(&lines[at + 1..=last], self.hint).is_some_and(|(_, below, _)| below.roles() > held.roles())
            });
            if let Some((heads, layout, taken)) = header.filter(|_| !name) {
                self.rows(&lines[rows.start..at]);
                self.out.push(Stretch::Header(lines[at].number(), heads.iter().map(|(_, text)| text.clone()).collect()));
                let heads = heads.into_iter().map(|(place, _)| place).collect();
                self.table = Some(Table { layout, heads, cuts: Vec::new() });
                at += taken;
                rows = at..at;
                continue;
            }
            let edge = at == first || at == last;
            let category = self.table.is_some() && lines[at].is_one_run() && category_heading(&whole, false).is_some();
            if heading.is_some() || name || category || edge && self.is_furniture(&lines[at]) || self.table.is_none() {
                self.rows(&lines[rows.start..at]);
                if let Some(kind) = heading {
                    self.hint = Some(kind);
                    self.table = self.table.take().filter(|table| table.layout.kind == kind);
                }
                self.text(&lines[at], whole, widest);
                rows = at + 1..at + 1;
            }
            at += 1;
        }
        self.rows(&lines[rows.start.min(last + 1)..=last]);
        self.open_text = None;
    }

    /// A page number, unless it stands where the numbers of the rows do.
    fn is_furniture(&self, line: &Line) -> bool {
        let text = line.text();
        let numbers = self.table.as_ref().and_then(|table| table.layout.position(Column::No).and_then(|at| table.heads.get(at)));
        is_page_furniture(&text) && (text.chars().any(|c| !c.is_ascii_digit()) || numbers.is_none_or(|head| !line.touches(*head)))
    }

    /// A line of running text; a full line and the next are one paragraph.
    fn text(&mut self, line: &Line, whole: String, widest: usize) {
        if let Some(width) = self.open_text
            && width + 6 >= widest
            && let Some(Stretch::Text(_, held, _)) = self.out.last_mut()
        {
            held.push_str(&whole);
        } else {
            let joined = self.open_text.is_some();
            self.out.push(Stretch::Text(line.number(), whole, joined));
        }
        self.open_text = Some(line.end());
    }

    /// The lines under a header, or under that of a page before.
    fn rows(&mut self, lines: &[Line]) {
        if lines.iter().all(Line::is_blank) {
            return;
        }
        let Some(table) = &mut self.table else { return };
        table.cuts = page::cuts(lines, &table.heads, &table.cuts);
        let mut gap = false;
        let mut made = Vec::new();
        for line in lines {
            if line.is_blank() {
                gap = true;
                continue;
            }
            made.push(rows::Line { number: line.number(), gap: std::mem::take(&mut gap), cells: line.cells(&table.cuts) });
        }
        // on a page without a header, the next cuts begin with these
        table.heads.clear();
        let layout = &table.layout;
        let duties = [Column::DepartmentDuties, Column::TownDuties, Column::Handling, Column::DepartmentsAndHandling];
        let duties = duties.iter().filter_map(|column| layout.position(*column)).collect();
        self.out.push(Stretch::Rows { lines: made, number: layout.position(Column::No), duties });
    }
}

/// Cuts the rows, all in the way that fits the whole document better.
fn finish(stretches: Vec<Stretch>) -> Vec<Element<'static>> {
    let cost = |aligned: Aligned| -> i64 {
        let cost_of = |stretch: &Stretch| match stretch {
            Stretch::Rows { lines, number, duties } => rows::cut(lines, *number, duties, aligned).1,
            _ => 0,
        };
        stretches.iter().map(cost_of).sum()
    };
    let aligned = if cost(Aligned::Middle) < cost(Aligned::Top) { Aligned::Middle } else { Aligned::Top };
    let mut out = Vec::new();
    for stretch in stretches {
        match stretch {
            Stretch::Text(line, text, joined) => out.push(Element::Text { line, text: Cow::Owned(text), joined }),
            Stretch::Header(line, cells) => out.push(Element::Row(Row::new(line, cells.into_iter().map(Cow::Owned).collect()))),
            Stretch::Rows { lines, number, duties } => {
                let (starts, _) = rows::cut(&lines, number, &duties, aligned);
                let widths = rows::widths(&lines);
                let ends = starts.iter().skip(1).copied().chain([lines.len()]);
                for (from, to) in starts.iter().copied().zip(ends) {
                    let cells = rows::joined(&lines[from..to], &widths);
                    let mut row = Row::new(lines[from].number, cells.into_iter().map(Cow::Owned).collect());
                    row.guessed = aligned == Aligned::Middle && from > 0 && !lines[from].gap;
                    out.push(Element::Row(row));
                }
            }
        }
    }
    out
}

/// What one line holds of a cell.
type Cell = Option<Piece>;

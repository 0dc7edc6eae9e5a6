//! Puts the rows of the document together into the rows of the three tables: repeated headers, rows broken over pages, merged cells.

use std::borrow::Cow;

use crate::DutyKind;
use crate::chars::{count_to, head, identity, squeeze, tail, trim};
use crate::columns::{Column, Layout, combined, header_like, layout};
use crate::document::{Element, Merge, Row, is_rule};
use crate::findings::LONGEST_PASSAGE;
use crate::lines::{category_heading, is_page_furniture, is_total, printed_number, table_heading};
use crate::markup::strip_tags;

/// A stretch of a cell, with the department whose row it came from where the table has one department a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub owner: Option<String>,
    pub text: String,
}

/// A row of one of the three tables, its cells put together but not yet cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawDuty {
    pub kind: DutyKind,
    /// The printed number; `None` where the table has none.
    pub no: Option<u32>,
    pub category: Option<String>,
    pub title: String,
    pub line: Option<u32>,
    /// Where the row of the duty begins was weighed, not seen.
    pub guessed: bool,
    pub departments: String,
    pub has_departments_column: bool,
    pub department_cell: Vec<Part>,
    pub town_cell: Vec<Part>,
    pub handling: String,
    /// The column of the table that names its departments and their handling together.
    pub handling_names_departments: bool,
}

/// Something that the assembly had to decide for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// A row without a number was put to the row before; which column it belongs to was guessed.
    GuessedColumn { line: Option<u32>, text: String },
    /// A row without number and title has nothing before it.
    Orphan { line: Option<u32>, text: String },
    /// Text between the rows of a table that belongs to no cell.
    Stray { line: Option<u32>, text: String },
    /// More cells than the header has.
    ExtraCells { line: Option<u32>, text: String },
}

/// What the assembly yields.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    pub duties: Vec<RawDuty>,
    /// The running text above the first table.
    pub preface: Vec<(Option<u32>, String)>,
    pub doubts: Vec<Doubt>,
}

/// The most doubts of one kind that are kept.
const MOST_DOUBTS: usize = 200;

/// The longest cell of departments that is compared with a further one, in bytes.
const LONGEST_DEPARTMENTS: usize = 4_000;

/// How much running text before the first table is kept, in lines.
const MOST_PREFACE: usize = 2000;

/// Reads all elements of a document.
pub(crate) fn assemble<'a>(elements: impl Iterator<Item = Element<'a>>) -> Assembly {
    let mut builder = Builder::default();
    for element in elements {
        match element {
            Element::Text { line, text, joined } => builder.text(line, &text, joined),
            Element::Row(row) => builder.row(&row),
        }
    }
    builder.out
}

#[derive(Default)]
struct Builder {
    out: Assembly,
    hint: Option<DutyKind>,
    layout: Option<Layout>,
    category: Option<String>,
    /// The row before, where it may be the upper half of a header.
    above: Option<Row<'static>>,
    /// Whether the last element was a row of the table, so that a joined line continues its last cell.
    in_row: bool,
    /// Whether the rows are those of a table of something else, which stands behind a table of duties.
    foreign: bool,
}

impl Builder {
    fn doubt(&mut self, doubt: Doubt) {
        if self.out.doubts.len() < MOST_DOUBTS {
            self.out.doubts.push(doubt);
        }
    }

    /// A line of running text: preface, heading of a table, category heading, page furniture, or the rest of a broken cell.
    fn text(&mut self, line: Option<u32>, text: &str, joined: bool) {
        self.above = None;
        let short = count_to(text, 61) <= 60;
        if short && let Some(kind) = table_heading(text) {
            self.hint = Some(kind);
            if self.layout.as_ref().is_some_and(|l| l.kind != kind) {
                self.layout = None;
            }
            self.category = None;
            self.in_row = false;
            return self.preface(line, text);
        }
        let Some(layout) = &self.layout else { return self.preface(line, text) };
        if short && is_page_furniture(text) {
            return;
        }
        if short && let Some(category) = category_heading(text, layout.position(Column::Category).is_none()) {
            self.category = Some(category);
            self.in_row = false;
            return;
        }
        if joined && self.in_row && self.continue_last_cell(line, text) {
            return;
        }
        self.in_row = false;
        if count_to(text, 200) == 200 || !squeeze(text).contains("清单") {
            self.doubt(Doubt::Stray { line, text: head(text, LONGEST_PASSAGE).to_owned() });
        }
    }

    fn preface(&mut self, line: Option<u32>, text: &str) {
        if self.out.duties.is_empty() && self.out.preface.len() < MOST_PREFACE {
            self.out.preface.push((line, text.to_owned()));
        }
    }

    fn continue_last_cell(&mut self, line: Option<u32>, text: &str) -> bool {
        let Some(duty) = self.out.duties.last_mut() else { return false };
        // a whole sentence may just as well be a remark below the table
        let sure = duty.kind == DutyKind::Basic || !duty.is_closed();
        match duty.kind {
            DutyKind::Basic => append(&mut duty.title, text),
            DutyKind::Withdrawn => append_line(&mut duty.handling, text),
            DutyKind::Cooperative => match duty.town_cell.last_mut() {
                Some(part) => append_line(&mut part.text, text),
                None => duty.town_cell.push(Part { owner: None, text: text.to_owned() }),
            },
        }
        if !sure {
            self.doubt(Doubt::GuessedColumn { line, text: head(text, LONGEST_PASSAGE).to_owned() });
        }
        true
    }

    fn row(&mut self, row: &Row<'_>) {
        if is_rule(row) {
            return;
        }
        if self.header(row) {
            return;
        }
        let lone = row.lone();
        let Some(layout) = self.layout.clone() else {
            // a heading in the first row of a table
            return match lone {
                Some((_, text, _)) => self.text(row.line, &strip_tags(text), false),
                None => self.preface(row.line, &row.cells.join(" ")),
            };
        };
        if let Some((at, text, spans)) = lone
            && (spans || at == 0)
            && self.heading_in_table(row.line, &strip_tags(text), &layout, spans)
        {
            return;
        }
        if is_total(row) {
            return;
        }
        self.foreign |= self.above.as_ref().is_some_and(names_numbers);
        if self.foreign {
            return self.doubt(Doubt::Stray { line: row.line, text: head(trim(&row.cells.join(" ")), LONGEST_PASSAGE).to_owned() });
        }
        let cells = self.fit(row, &layout);
        let own = |at: usize| row.merge(at) != Merge::Above;
        let whole = layout.texts(&cells, &|_| true);
        let get = |column: Column| whole[column as usize].as_ref();
        let no = printed_number(get(Column::No));
        self.in_row = true;
        // a row under a merged title goes on with its duty
        let fresh = layout.position(Column::Title).is_none_or(own) || layout.position(Column::No).is_some_and(own) && no.is_some();
        let starts = match layout.position(Column::No) {
            Some(_) => no.is_some() || !row.merged.contains(&Merge::Above) && self.is_unnumbered(&layout, &get),
            None => !get(Column::Title).is_empty(),
        };
        if starts && fresh && !self.repeats_last(no, get(Column::Title), &layout) {
            self.start(row, no, &layout, &get);
        } else if row.merged.contains(&Merge::Above) {
            let added = layout.texts(&cells, &own);
            self.resume(row, no, &layout, &|column| added[column as usize].as_ref());
        } else {
            self.resume(row, no, &layout, &get);
        }
    }

    /// Takes a header row, the second row of one too.
    fn header(&mut self, row: &Row<'_>) -> bool {
        let above = self.above.take();
        let alone = layout(row, self.hint);
        let both = above.as_ref().and_then(|above| combined(above, row, self.hint));
        let found = match (alone, both) {
            (Some(alone), Some((_, both))) if alone.roles() >= both.roles() => alone,
            (_, Some((joined, both))) => {
                // a third row may follow
                self.above = Some(joined);
                self.take_layout(both);
                return true;
            }
            (Some(alone), None) => alone,
            (None, None) => {
                self.above = header_like(row);
                return above.is_some() && self.layout.is_some() && numbers_columns(row);
            }
        };
        self.above = header_like(row);
        self.take_layout(found);
        true
    }

    fn take_layout(&mut self, found: Layout) {
        if self.layout.as_ref().is_none_or(|l| l.kind != found.kind) {
            self.category = None;
        }
        self.layout = Some(found);
        self.in_row = false;
        self.foreign = false;
    }

    /// A heading or page furniture that stands in a row of the table.
    fn heading_in_table(&mut self, line: Option<u32>, text: &str, layout: &Layout, spans: bool) -> bool {
        if count_to(text, 61) > 60 {
            return false;
        }
        let no_column = layout.position(Column::Category).is_none();
        // a sheet without merged cells has the heading of its next table in the first column
        let next = |kind: DutyKind| spans || kind != layout.kind && squeeze(text).ends_with("清单");
        if table_heading(text).is_some_and(next) || is_page_furniture(text) && (spans || printed_number(text).is_none()) {
            self.text(line, text, false);
            return true;
        }
        let plain = || {
            let name = identity(text);
            let short = (2..=12).contains(&count_to(&name, 13)) && !name.contains(['。', '；', '，', '：', '、']);
            (short && (spans || no_column && layout.position(Column::No) == Some(0)) && printed_number(text).is_none()).then_some(name)
        };
        let Some(category) = category_heading(text, no_column || spans).or_else(plain) else { return false };
        self.category = Some(category);
        self.in_row = false;
        true
    }

    /// Whether a row without a number is a duty of its own and not the rest of the one before: all its cells are filled, and nothing was left open.
    fn is_unnumbered<'g>(&self, layout: &Layout, get: &dyn Fn(Column) -> &'g str) -> bool {
        let Some(last) = self.out.duties.last().filter(|last| last.kind == layout.kind) else { return false };
        let filled =
            |columns: &[Column]| columns.iter().filter(|column| layout.position(**column).is_some()).all(|column| !get(*column).is_empty());
        let whole = match layout.kind {
            DutyKind::Basic => false,
            DutyKind::Cooperative => filled(&[Column::Departments, Column::DepartmentDuties, Column::TownDuties]),
            DutyKind::Withdrawn => filled(&[Column::Departments, Column::Handling, Column::DepartmentsAndHandling]),
        };
        let title = get(Column::Title);
        whole && !title.is_empty() && identity(title) != identity(&last.title) && last.is_closed()
    }

    /// The same number and title again: a table with one department a row.
    fn repeats_last(&self, no: Option<u32>, title: &str, layout: &Layout) -> bool {
        self.out.duties.last().is_some_and(|last| {
            layout.kind != DutyKind::Basic
                && last.kind == layout.kind
                && last.no == no
                && !title.is_empty()
                && identity(&last.title) == identity(title)
        })
    }

    /// A row with fewer cells than the header was cut by a page end: its cells are laid under the columns that they fit.
    fn fit<'r>(&mut self, row: &'r Row<'_>, layout: &Layout) -> Vec<Cow<'r, str>> {
        let mut cells: Vec<Cow<'r, str>> = row.cells.iter().map(|c| Cow::Borrowed(c.as_ref())).collect();
        let width = layout.columns.len();
        while cells.len() > width && cells.last().is_some_and(|c| c.is_empty()) {
            cells.pop();
        }
        if cells.len() > width {
            if cells[width..].iter().any(|c| !c.is_empty()) {
                let text = head(&cells[width..].join(" "), LONGEST_PASSAGE).to_owned();
                self.doubt(Doubt::ExtraCells { line: row.line, text });
            }
            let rest = cells.split_off(width).into_iter().filter(|c| !c.is_empty()).collect::<Vec<_>>().join("\n");
            if !rest.is_empty()
                && let Some(last) = cells.last_mut()
            {
                *last = Cow::Owned(format!("{last}\n{rest}"));
            }
            return cells;
        }
        let has_number = layout.position(Column::No).and_then(|at| cells.get(at)).is_some_and(|c| printed_number(c).is_some());
        if cells.len() < width && row.merged.is_empty() && !has_number && layout.kind == DutyKind::Cooperative {
            let filled: Vec<usize> = (0..cells.len()).filter(|i| !cells[*i].is_empty()).collect();
            if let [only] = filled.as_slice() {
                let target = self.guess_column(&cells[*only], layout);
                self.doubt(Doubt::GuessedColumn { line: row.line, text: head(&cells[*only], LONGEST_PASSAGE).to_owned() });
                let mut laid = vec![Cow::Borrowed(""); width];
                laid[target] = std::mem::take(&mut cells[*only]);
                return laid;
            }
            // several cells left: they are the last ones
            let missing = width - cells.len();
            if !filled.is_empty()
                && filled.iter().all(|i| *i + missing < width)
                && layout.position(Column::No) == Some(0)
                && cells[0].chars().count() > 12
            {
                let text = head(&cells.join(" "), LONGEST_PASSAGE).to_owned();
                let mut laid = vec![Cow::Borrowed(""); missing];
                laid.extend(cells);
                self.doubt(Doubt::GuessedColumn { line: row.line, text });
                return laid;
            }
        }
        cells.resize(width, Cow::Borrowed(""));
        cells
    }

    /// The column of a lone piece of a cell: the department's where it names bodies as headers do, else the one that broke off in mid-sentence, else the last.
    fn guess_column(&self, text: &str, layout: &Layout) -> usize {
        let last = layout.columns.len() - 1;
        let town = layout.position(Column::TownDuties).unwrap_or(last);
        let Some(departments) = layout.position(Column::DepartmentDuties) else { return town };
        if crate::headers::mentions_header(text) {
            return departments;
        }
        let open = |parts: &[Part]| parts.last().is_some_and(|p| is_open(&p.text));
        match self.out.duties.last() {
            Some(duty) if open(&duty.department_cell) && !open(&duty.town_cell) => departments,
            _ => town,
        }
    }

    fn start<'g>(&mut self, row: &Row<'_>, no: Option<u32>, layout: &Layout, get: &dyn Fn(Column) -> &'g str) {
        let category = strip_tags(get(Column::Category));
        if !category.is_empty() {
            self.category = Some(category);
        }
        let departments = get(Column::Departments).to_owned();
        let joint = layout.position(Column::DepartmentsAndHandling).is_some();
        let part = |text: &str| if text.is_empty() { Vec::new() } else { vec![Part { owner: None, text: text.to_owned() }] };
        self.out.duties.push(RawDuty {
            kind: layout.kind,
            no,
            category: self.category.clone(),
            title: strip_tags(get(Column::Title)),
            line: row.line,
            guessed: row.guessed,
            department_cell: part(get(Column::DepartmentDuties)),
            town_cell: part(get(Column::TownDuties)),
            handling: get(if joint { Column::DepartmentsAndHandling } else { Column::Handling }).to_owned(),
            handling_names_departments: joint,
            has_departments_column: layout.position(Column::Departments).is_some(),
            departments,
        });
    }

    /// A row that belongs to the duty before: broken over a page, or one more department of it.
    fn resume<'g>(&mut self, row: &Row<'_>, no: Option<u32>, layout: &Layout, get: &dyn Fn(Column) -> &'g str) {
        let Some(last) = self.out.duties.last_mut().filter(|d| d.kind == layout.kind) else {
            let text = row.cells.join(" ");
            return self.doubt(Doubt::Orphan { line: row.line, text: head(trim(&text), LONGEST_PASSAGE).to_owned() });
        };
        let repeated = no.is_some();
        let mut renamed = None;
        if !repeated {
            let title = strip_tags(get(Column::Title));
            append(&mut last.title, &title);
            renamed = Some(title).filter(|title| !title.is_empty());
            if let (Some(category), more @ 1..) = (&mut last.category, get(Column::Category).len())
                && more < 60
                && category.len() < 200
            {
                let more = strip_tags(get(Column::Category));
                if identity(category) != identity(&more) {
                    category.push_str(&more);
                    self.category = Some(category.clone());
                }
            }
        }
        let department = strip_tags(get(Column::Departments));
        let duties = get(Column::DepartmentDuties);
        let departments_fit = last.departments.len() < LONGEST_DEPARTMENTS;
        let own_row = departments_fit
            && !department.is_empty()
            && !duties.is_empty()
            && ends_like_body(&last.departments)
            && ends_like_body(&department);
        if own_row {
            let first = strip_tags(&last.departments);
            for part in &mut last.department_cell {
                part.owner.get_or_insert_with(|| first.clone());
            }
            if !same_name(&last.departments, &department) {
                last.departments = format!("{}、{department}", last.departments);
            }
            last.department_cell.push(Part { owner: Some(department), text: duties.to_owned() });
        } else {
            if departments_fit && !department.is_empty() && !same_name(&last.departments, &department) {
                let apart = ends_like_body(&last.departments)
                    && ends_like_body(&department)
                    && !department.starts_with('、')
                    && !last.departments.ends_with('、');
                last.departments = format!("{}{}{department}", last.departments, if apart { "、" } else { "" });
            }
            resume_cell(&mut last.department_cell, duties);
        }
        // a repeated row repeats what its merged cells hold; a broken one goes on
        let repeats = |held: &str, cell: &str| repeated && trim(held) == trim(cell);
        let town = get(Column::TownDuties);
        if !last.town_cell.iter().any(|p| repeats(&p.text, town)) {
            resume_cell(&mut last.town_cell, town);
        }
        let handling = get(if last.handling_names_departments { Column::DepartmentsAndHandling } else { Column::Handling });
        if !repeats(&last.handling, handling) {
            append(&mut last.handling, handling);
        }
        if let Some(title) = renamed {
            self.doubt(Doubt::GuessedColumn { line: row.line, text: head(&title, LONGEST_PASSAGE).to_owned() });
        }
    }
}

impl RawDuty {
    /// Whether its cells end with a whole sentence.
    fn is_closed(&self) -> bool {
        let closed = |parts: &[Part]| parts.last().is_none_or(|part| !is_open(&part.text));
        closed(&self.department_cell) && closed(&self.town_cell) && (self.handling.is_empty() || !is_open(&self.handling))
    }
}

/// Whether a row that is like a header has a column of numbers.
fn names_numbers(row: &Row<'static>) -> bool {
    row.cells.iter().filter(|cell| !cell.is_empty()).count() > 1 && row.cells.iter().any(|cell| crate::columns::is_number_column(cell))
}

/// Whether the departments so far name that one already.
fn same_name(departments: &str, department: &str) -> bool {
    let wanted = identity(department);
    identity(departments).split('、').any(|name| name == wanted)
}

/// Whether a department cell ends where a name ends, so that the next row's is another name and not its second half.
fn ends_like_body(departments: &str) -> bool {
    let name = strip_tags(departments);
    crate::bodies::ends_like_body(trim(&name))
}

/// Whether a text broke off in mid-sentence.
fn is_open(text: &str) -> bool {
    let text = strip_tags(tail(text, 400));
    !matches!(trim(&text).chars().next_back(), None | Some('。' | '；' | ';' | '！' | '.'))
}

/// Adds the second half of a broken cell: in mid-sentence without a seam, else as a new line.
fn resume_cell(parts: &mut Vec<Part>, text: &str) {
    if text.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(part) if is_open(&part.text) => append(&mut part.text, text),
        Some(part) => append_line(&mut part.text, text),
        None => parts.push(Part { owner: None, text: text.to_owned() }),
    }
}

fn append(to: &mut String, text: &str) {
    to.push_str(text);
}

fn append_line(to: &mut String, text: &str) {
    if !to.is_empty() && !text.is_empty() {
        to.push('\n');
    }
    to.push_str(text);
}

/// A row that only numbers the columns: 1 2 3 4, （1）（2）（3）.
fn numbers_columns(row: &Row<'_>) -> bool {
    row.cells.len() > 2 && (1..).zip(&row.cells).all(|(n, cell)| printed_number(cell) == Some(n))
}

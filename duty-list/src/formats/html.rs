//! Web pages: tables with merged cells, real lists, and the pages that Word saves.
//!
//! Only the tokens are used, no tree is built: the depth of a page costs nothing.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use super::grid::{COLUMNS, Cell, Grid};
use super::numbering::{ITEM, written};
use crate::chars::{is_space, trim};
use crate::document::{Element, PARAGRAPH};

/// The elements of a page, in order.
pub(crate) fn elements(text: &str) -> Vec<Element<'static>> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) if page.unseen.is_none() => page.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    page.finish()
}

/// Elements whose text no reader of the page sees.
const UNSEEN: [&str; 4] = ["script", "style", "title", "template"];

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 25] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "nav",
    "blockquote",
    "pre",
    "dl",
    "dt",
    "dd",
    "center",
    "caption",
    "hr",
    "form",
    "fieldset",
    "figure",
];

/// How deep tables are told apart; deeper ones are running text of their cell.
const DEEPEST: usize = 32;

#[derive(Default)]
struct Page {
    out: Vec<Element<'static>>,
    tables: Vec<Table>,
    /// Tables beyond the deepest.
    deeper: usize,
    lists: Vec<List>,
    /// The paragraph outside of cells.
    paragraph: String,
    space: Space,
    unseen: Option<String>,
}

struct Table {
    grid: Grid,
    row: Vec<Cell>,
    cell: Option<Cell>,
    /// It only lays out a page: a table stands inside it.
    layout: bool,
    /// How many lists were open around it.
    lists: usize,
}

struct List {
    /// The number of the next item and the format, of an ordered list.
    next: Option<(u32, &'static str)>,
}

/// White space that was seen and not yet written.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Space {
    #[default]
    None,
    Blank,
    /// With a line end of the source, which between Chinese characters is no space.
    LineEnd,
}

impl Page {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name);
        let name = name.as_ref();
        if self.unseen.is_some() {
            return;
        }
        match name {
            _ if UNSEEN.contains(&name) && !tag.self_closing => self.unseen = Some(name.to_owned()),
            "table" => self.open_table(),
            "tr" if self.deeper == 0 => self.finish_row(),
            "td" | "th" if self.deeper == 0 => self.open_cell(tag),
            "tr" | "td" | "th" => self.break_paragraph(),
            "ol" | "ul" => {
                self.break_paragraph();
                let plain = attribute(tag, "style").is_some_and(|style| {
                    let style = style.to_ascii_lowercase();
                    style.contains("list-style") && style.contains("none")
                });
                let start = attribute(tag, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
                let format = match attribute(tag, "type").as_deref() {
                    Some("a") => "lowerLetter",
                    Some("A") => "upperLetter",
                    Some("i") => "lowerRoman",
                    Some("I") => "upperRoman",
                    _ => "decimal",
                };
                self.lists.push(List { next: (name == "ol" && !plain).then_some((start, format)) });
            }
            "li" => self.item(tag),
            "br" => self.line_break(),
            _ if BLOCKS.contains(&name) => self.break_paragraph(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.unseen.as_deref() == Some(name) {
            self.unseen = None;
            return;
        }
        match name {
            _ if self.unseen.is_some() => {}
            "table" => self.close_table(),
            "tr" if self.deeper == 0 => self.finish_row(),
            "td" | "th" if self.deeper == 0 => self.close_cell(),
            "tr" | "td" | "th" => self.break_paragraph(),
            "ol" | "ul" => {
                self.break_paragraph();
                if self.lists.len() > self.tables.last().map_or(0, |table| table.lists) {
                    self.lists.pop();
                }
            }
            "li" => self.break_paragraph(),
            _ if BLOCKS.contains(&name) => self.break_paragraph(),
            _ => {}
        }
    }

    /// Where text goes now: the open cell, or the paragraph outside.
    fn target(&mut self) -> &mut String {
        match self.tables.last_mut().and_then(|table| table.cell.as_mut()) {
            Some(cell) => &mut cell.text,
            None => &mut self.paragraph,
        }
    }

    fn text(&mut self, text: &str) {
        let mut space = self.space;
        let target = self.target();
        for c in text.chars() {
            if is_space(c) {
                let line_end = matches!(c, '\n' | '\r');
                space = if line_end || space == Space::LineEnd { Space::LineEnd } else { Space::Blank };
                continue;
            }
            if space != Space::None {
                let before = target.chars().next_back().filter(|c| !matches!(c, '\n' | &PARAGRAPH));
                let within = space == Space::LineEnd && !c.is_ascii() && before.is_some_and(|before| !before.is_ascii());
                if before.is_some() && !within {
                    target.push(' ');
                }
                space = Space::None;
            }
            target.push(c);
        }
        self.space = space;
    }

    fn break_paragraph(&mut self) {
        self.space = Space::None;
        let in_cell = self.tables.last().is_some_and(|table| table.cell.is_some());
        if !in_cell {
            let text = std::mem::take(&mut self.paragraph);
            return self.running_text(&text);
        }
        let target = self.target();
        if !target.is_empty() && !target.ends_with(PARAGRAPH) {
            target.push(PARAGRAPH);
        }
    }

    fn line_break(&mut self) {
        if self.tables.last().is_some_and(|table| table.cell.is_some()) {
            self.space = Space::None;
            self.target().push('\n');
        } else {
            self.break_paragraph();
        }
    }

    fn running_text(&mut self, text: &str) {
        for paragraph in text.split(PARAGRAPH).map(trim).filter(|p| !p.is_empty()) {
            self.out.push(Element::Text { line: None, text: paragraph.replace(ITEM, "").into(), joined: false });
        }
    }

    fn item(&mut self, tag: &StartTag<()>) {
        self.break_paragraph();
        let label = match self.lists.last_mut().and_then(|list| list.next.as_mut()) {
            Some((next, format)) => {
                let value = attribute(tag, "value").and_then(|value| value.trim().parse().ok()).unwrap_or(*next);
                *next = value.saturating_add(1);
                format!("{}. ", written(value, format))
            }
            None => ITEM.to_owned(),
        };
        self.target().push_str(&label);
    }

    fn open_table(&mut self) {
        self.break_paragraph();
        if self.tables.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        if let Some(around) = self.tables.last_mut() {
            around.layout = true;
            let text = around.cell.as_mut().map(|cell| std::mem::take(&mut cell.text));
            self.running_text(&text.unwrap_or_default());
        }
        self.tables.push(Table { grid: Grid::new(), row: Vec::new(), cell: None, layout: false, lists: self.lists.len() });
    }

    fn close_table(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return self.break_paragraph();
        }
        self.finish_row();
        if let Some(table) = self.tables.pop() {
            self.lists.truncate(table.lists);
        }
    }

    fn open_cell(&mut self, tag: &StartTag<()>) {
        self.close_cell();
        let number = |name: &str| attribute(tag, name).and_then(|value| value.trim().parse::<u32>().ok());
        let Some(table) = self.tables.last_mut() else { return self.break_paragraph() };
        table.cell = Some(Cell {
            text: String::new(),
            columns: number("colspan").map_or(1, |columns| columns as usize).clamp(1, COLUMNS),
            rows: number("rowspan").unwrap_or(1).clamp(1, 65_534),
        });
    }

    fn close_cell(&mut self) {
        self.space = Space::None;
        let Some(table) = self.tables.last_mut() else { return };
        self.lists.truncate(table.lists);
        let Some(mut cell) = table.cell.take() else { return };
        let trimmed = trim(&cell.text);
        if trimmed.len() < cell.text.len() {
            cell.text = trimmed.to_owned();
        }
        if table.row.len() < COLUMNS {
            table.row.push(cell);
        }
    }

    fn finish_row(&mut self) {
        self.close_cell();
        let Some(table) = self.tables.last_mut() else { return self.break_paragraph() };
        if table.row.is_empty() {
            return;
        }
        let cells = std::mem::take(&mut table.row);
        if table.layout {
            for cell in cells {
                self.running_text(&cell.text);
            }
            return;
        }
        let row = table.grid.row(cells);
        self.out.push(Element::Row(row));
    }

    fn finish(mut self) -> Vec<Element<'static>> {
        while !self.tables.is_empty() {
            self.deeper = 0;
            self.close_table();
        }
        self.break_paragraph();
        self.out
    }
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.iter().find(|(key, _)| key.as_slice() == name.as_bytes()).map(|(_, value)| String::from_utf8_lossy(value).into_owned())
}

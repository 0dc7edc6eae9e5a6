//! Comma-separated files, and tab-separated ones with quoted cells, as spreadsheets write them.

use std::borrow::Cow;

use csv::{Reader, ReaderBuilder};

use crate::chars::{head, trim};
use crate::columns::layout;
use crate::document::{Element, Row};

/// How far into a file its header is looked for, in characters.
const SEARCHED: usize = 200_000;

/// The separator of a file that is one; `None` for running text, Markdown and plain tab-separated text.
pub(crate) fn dialect(text: &str) -> Option<u8> {
    let start = head(text, SEARCHED);
    let header = |separator: u8| {
        reader(start, separator).into_records().map_while(Result::ok).any(|record| {
            let cells = record.iter().map(|cell| Cow::Borrowed(trim(cell))).collect();
            layout(&Row::new(None, cells), None).is_some()
        })
    };
    if spreadsheet_tabs(text) {
        return header(b'\t').then_some(b'\t');
    }
    let tabs = start.lines().filter(|line| line.contains('\t') || line.starts_with('|')).take(3).count();
    [b',', b';'].into_iter().find(|separator| tabs == 0 && start.contains(char::from(*separator)) && header(*separator))
}

/// Whether a tab-separated text has cells quoted as spreadsheets do, at least one of them over several lines. Any other quote is text.
fn spreadsheet_tabs(text: &str) -> bool {
    let mut lines = false;
    let mut rest = text;
    while let Some(at) = rest.find("\t\"") {
        rest = &rest[at + 2..];
        let Some(end) = closing_quote(rest) else { return false };
        let cell = &rest[..end];
        rest = &rest[end + 1..];
        if cell.contains('\t') || !(rest.is_empty() || rest.starts_with(['\t', '\r', '\n'])) {
            return false;
        }
        lines |= cell.contains('\n');
    }
    lines
}

/// Where the quote closes that was opened before this text; two in a row stand for one inside.
fn closing_quote(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|b| *b == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// The rows of a file, with the lines on which they begin.
pub(crate) fn elements(text: &str, separator: u8) -> impl Iterator<Item = Element<'static>> {
    reader(text, separator).into_records().map_while(Result::ok).map(|record| {
        let line = record.position().and_then(|position| u32::try_from(position.line()).ok());
        let cells = record.iter().map(|cell| Cow::Owned(trim(cell).replace("\r\n", "\n"))).collect();
        Element::Row(Row::new(line, cells))
    })
}

fn reader(text: &str, separator: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

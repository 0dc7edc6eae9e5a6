//! The mark-up that conversions leave in cells: takes it out and keeps what it says about paragraphs and lists.

use std::borrow::Cow;

use crate::chars::trim;

/// How a block of a cell is separated from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seam {
    /// A line break: may stand in mid-sentence.
    Line,
    /// A paragraph.
    Paragraph,
    /// An item of a real list.
    Item,
}

/// A stretch of a cell without mark-up and without breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block<'a> {
    pub seam: Seam,
    /// Inside a list whose items lost their marks.
    pub list: bool,
    pub text: Cow<'a, str>,
}

/// Tags that are taken out; anything else in angle brackets (便民服务中心<站>) is text.
const TAGS: [&str; 34] = [
    "p", "ol", "ul", "li", "br", "div", "span", "b", "strong", "i", "em", "u", "s", "sub", "sup", "font", "a", "table", "tbody", "thead",
    "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "o:p", "small", "center", "section", "col",
];

/// The longest tag that is believed, in bytes.
const LONGEST_TAG: usize = 400;

/// A tag at the start of the text: its name, whether it closes, and its length.
fn tag(text: &str) -> Option<(&str, bool, usize)> {
    let inner = text.strip_prefix('<')?;
    let (inner, closes) = inner.strip_prefix('/').map_or((inner, false), |rest| (rest, true));
    let end = inner.bytes().take(LONGEST_TAG).position(|b| matches!(b, b'>' | b'<')).filter(|end| inner.as_bytes()[*end] == b'>')?;
    let body = &inner.as_bytes()[..end];
    let name_len = body.iter().position(|b| !(b.is_ascii_alphanumeric() || *b == b':')).unwrap_or(end);
    let name = inner.get(..name_len)?;
    let known = TAGS.iter().any(|t| t.eq_ignore_ascii_case(name));
    let consumed = text.len() - inner.len() + end + 1;
    known.then_some((name, closes, consumed))
}

/// The few entities that conversions leave behind.
const ENTITIES: [(&str, &str); 5] = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];

/// Cuts a cell into blocks at its mark-up and line breaks; empty blocks are left out.
pub(crate) fn blocks(cell: &str) -> Vec<Block<'_>> {
    let mut out = Vec::new();
    let mut seam = Seam::Paragraph;
    let mut list = false;
    let mut text = Cow::Borrowed("");
    let mut plain = 0; // start of the text not yet taken
    let mut at = 0;
    let mut flush = |seam: Seam, list: bool, text: &mut Cow<'_, str>| {
        let taken = std::mem::take(text);
        if !trim(&taken).is_empty() {
            out.push(Block { seam, list, text: Cow::Owned(taken.into_owned()) });
            true
        } else {
            false
        }
    };
    let bytes = cell.as_bytes();
    while at < bytes.len() {
        let (step, replacement, breaks) = match bytes[at] {
            b'<' => match tag(&cell[at..]) {
                Some((name, closes, len)) => (len, "", Some(break_of(name, closes))),
                None => (1, "", None),
            },
            b'&' => match ENTITIES.iter().find(|(entity, _)| cell[at..].starts_with(entity)) {
                Some((entity, plain)) => (entity.len(), *plain, None),
                None => (1, "", None),
            },
            b'\n' => (1, "", Some(Break::Line)),
            // the paragraph separator of document::PARAGRAPH
            0xE2 if bytes[at..].starts_with(b"\xE2\x80\xA9") => (3, "", Some(Break::Paragraph)),
            _ => {
                at += 1;
                continue;
            }
        };
        if replacement.is_empty() && breaks.is_none() {
            at += 1; // a bracket or an ampersand that is text
            continue;
        }
        push(&mut text, &cell[plain..at]);
        push(&mut text, replacement);
        at += step;
        plain = at;
        match breaks {
            None | Some(Break::None) => {}
            Some(Break::Line) => {
                if flush(seam, list, &mut text) || seam == Seam::Line {
                    seam = Seam::Line;
                }
            }
            Some(Break::Paragraph) => {
                flush(seam, list, &mut text);
                seam = Seam::Paragraph;
                list = false;
            }
            Some(Break::Item) => {
                flush(seam, list, &mut text);
                seam = Seam::Item;
            }
            Some(Break::List(open)) => {
                flush(seam, list, &mut text);
                seam = Seam::Paragraph;
                list = open;
            }
        }
    }
    push(&mut text, &cell[plain..]);
    flush(seam, list, &mut text);
    out
}

enum Break {
    None,
    Line,
    Paragraph,
    Item,
    List(bool),
}

fn break_of(name: &str, closes: bool) -> Break {
    match name.to_ascii_lowercase().as_str() {
        "br" => Break::Line,
        "li" if !closes => Break::Item,
        "li" => Break::Line,
        "ol" | "ul" => Break::List(!closes),
        "p" | "div" | "tr" | "td" | "th" | "table" | "section" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Break::Paragraph,
        _ => Break::None,
    }
}

fn push<'a>(to: &mut Cow<'a, str>, text: &'a str) {
    if text.is_empty() {
    } else if to.is_empty() {
        *to = Cow::Borrowed(text);
    } else {
        to.to_mut().push_str(text);
    }
}

/// A cell as one line of text: mark-up and line breaks out, trimmed.
pub(crate) fn strip_tags(cell: &str) -> String {
    if !cell.contains(['<', '&', '\n', crate::document::PARAGRAPH]) {
        return trim(cell).to_owned();
    }
    let mut out = String::with_capacity(cell.len());
    for block in blocks(cell) {
        out.push_str(trim(&block.text));
    }
    out
}

/// A cell without its mark-up, a line for each of its lines and paragraphs.
pub(crate) fn lines_of(cell: &str) -> String {
    blocks(cell).iter().map(|block| trim(&block.text)).collect::<Vec<_>>().join("\n")
}

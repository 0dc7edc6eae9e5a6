//! Bytes to text: UTF-8 with or without mark, UTF-16, GB18030 (and with it GBK and GB2312).

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::{MAX_BYTES, ReadError};

/// Decodes a document.
///
/// # Errors
/// [`ReadError::Empty`], [`ReadError::TooLarge`] or [`ReadError::NotText`].
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => lenient(encoding, &bytes[mark..])?,
        None => match utf16_without_mark(bytes) {
            Some(encoding) => lenient(encoding, bytes)?,
            None if bytes.contains(&0) => return Err(ReadError::NotText),
            None => match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => lenient(declared(bytes).unwrap_or(GB18030), bytes)?,
            },
        },
    };
    if is_binary(&text) {
        return Err(ReadError::NotText);
    }
    if text.chars().all(crate::chars::is_space) {
        return Err(ReadError::Empty);
    }
    Ok(text)
}

/// A broken byte becomes the replacement character; accepts a document of which fewer than one character in a hundred cannot be decoded.
fn lenient<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, ReadError> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if had_errors {
        let bad = text.chars().filter(|c| *c == '\u{fffd}').count();
        if bad * 100 > text.chars().count() {
            return Err(ReadError::NotText);
        }
    }
    Ok(text)
}

/// The encoding that a web page says it is in: `<meta charset=gb2312>`, `content="text/html; charset=big5"`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let label = head.split("charset=").nth(1).filter(|_| head.contains("<meta"))?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(label.len());
    // a page that says UTF-8 and is not came from an editor that did not look
    Encoding::for_label(&label.as_bytes()[..end]).filter(|encoding| *encoding != UTF_8)
}

/// Whether a text is a web page: it begins with a tag and has a table's.
pub(crate) fn is_html(text: &str) -> bool {
    let start = crate::chars::trim_start(crate::chars::head(text, 4096));
    let mut inside = start.strip_prefix('<').into_iter();
    let named = inside.any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')));
    named && {
        let head = crate::chars::head(text, 64 * 1024).to_ascii_lowercase();
        ["<html", "<!doctype html", "<table", "<body"].iter().any(|tag| head.contains(tag))
    }
}

/// UTF-16 text without a mark shows itself by zero bytes on one side only: line ends, tabs and digits are ASCII.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    let zeros = |start: usize| sample.iter().skip(start).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = sample.len() / 200 + 1;
    // 一 is U+4E00: a few zero bytes stand on the other side too
    if odd >= enough && odd > even * 3 {
        Some(UTF_16LE)
    } else if even >= enough && even > odd * 3 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Control characters that no text document holds.
fn is_binary(text: &str) -> bool {
    let sample = crate::chars::head(text, 64 * 1024);
    let control = sample.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{b}' | '\u{85}')).count();
    control > 8 && control * 500 > sample.chars().count()
}

//! What a command prints: results on standard output, everything else on standard error, and no complaint when the reader has gone.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};

use crate::service::ServiceError;
use crate::text::Texts;

/// The columns that are used: what every terminal and a printed page have.
pub(super) const COLUMNS: usize = 80;

/// Room for the mark that may end a line beyond its words.
pub(super) const MARK: usize = 2;

/// Bold, as terminals know it; [`Out::styled`] leaves it out where nobody would see it.
pub(super) const BOLD: &str = "\x1b[1m";
pub(super) const FAINT: &str = "\x1b[2m";
pub(super) const PLAIN: &str = "\x1b[0m";

/// The two outputs and the language in which is spoken.
pub(super) struct Out {
    pub(super) t: &'static Texts,
}

impl Out {
    pub(super) fn new(t: &'static Texts) -> Self {
        Self { t }
    }

    /// A line on standard output.
    pub(super) fn line(&self, text: impl Display) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{text}")?;
        stdout.flush()
    }

    /// A text with colours: they are kept on a terminal and left out everywhere else, and where NO_COLOR asks for it.
    pub(super) fn styled(&self, text: &str) -> io::Result<()> {
        let mut stdout = anstream::AutoStream::auto(io::stdout()).lock();
        stdout.write_all(text.as_bytes())?;
        stdout.flush()
    }

    /// A value as JSON on standard output.
    pub(super) fn json(&self, value: &impl serde::Serialize) -> anyhow::Result<()> {
        let mut stdout = BufWriter::new(io::stdout().lock());
        serde_json::to_writer_pretty(&mut stdout, value).map_err(io::Error::from)?;
        writeln!(stdout)?;
        stdout.flush()?;
        Ok(())
    }

    /// Bytes on standard output.
    pub(super) fn bytes(&self, bytes: &[u8]) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()
    }

    /// A table in columns that stand below each other, also where characters are wide.
    pub(super) fn table(&self, headers: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
        let headers: Vec<String> = headers.iter().map(|&head| head.to_owned()).collect();
        let columns = headers.len();
        let all = || std::iter::once(&headers).chain(rows);
        let widths: Vec<usize> =
            (0..columns).map(|at| all().filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or(0)).collect();
        let mut text = String::new();
        for row in all() {
            let mut line = String::new();
            for (cell, wanted) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(wanted.saturating_sub(width(cell)) + 2));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        self.bytes(text.as_bytes())
    }

    /// A line on standard error. That it cannot be written changes nothing of what was done.
    pub(super) fn note(&self, text: impl Display) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// The one line that says why a command failed.
    pub(super) fn complain(&self, error: &anyhow::Error) {
        match error.downcast_ref::<ServiceError>() {
            // The sentences alone: here is no form to which they belong.
            Some(ServiceError::Invalid(problems)) => {
                self.complain_about(&problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("；"));
            }
            _ => self.complain_about(&error.to_string()),
        }
    }

    /// As [`Self::complain`], in words.
    pub(super) fn complain_about(&self, reason: &str) {
        self.note(format_args!("dutyflow: {}", one_line(reason)));
    }
}

/// Whether somebody sits before standard error.
pub(super) fn on_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Whether it failed because the reader of our output has gone.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// The columns that a text takes on a terminal: Chinese characters and full-width marks take two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// The columns of one character.
fn width_of(c: char) -> usize {
    let wide = matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD);
    if wide { 2 } else { 1 }
}

/// The text in lines of at most `most` columns: broken between Chinese characters, else at blanks; no line begins with a closing mark.
pub(super) fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for c in text.chars() {
        let closing = "，。；：、！？”’）》」』】〉)!,.;:?".contains(c);
        if taken + width_of(c) > most && !(closing && taken <= most) {
            let rest = cut_behind_last_break(&mut line, c);
            lines.push(std::mem::replace(&mut line, rest));
            taken = width(&line);
        }
        if line.is_empty() && c == ' ' && !lines.is_empty() {
            continue;
        }
        line.push(c);
        taken += width_of(c);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Takes off the line what belongs to the word that goes on with `next`.
fn cut_behind_last_break(line: &mut String, next: char) -> String {
    let inside = |c: char| width_of(c) == 1 && c != ' ';
    if !inside(next) || !line.ends_with(inside) {
        return String::new();
    }
    let start = line.char_indices().rev().take_while(|(_, c)| inside(*c)).last().map_or(line.len(), |(at, _)| at);
    if start == 0 { String::new() } else { line.split_off(start) }
}

/// The text with its line breaks as blanks.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

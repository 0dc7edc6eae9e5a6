//! What a command prints: results on standard output, everything else on standard error, and no complaint when the reader has gone.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};

use crate::service::ServiceError;
use crate::text::Texts;

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
fn width(text: &str) -> usize {
    let wide = |c: char| matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD);
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

/// The text with its line breaks as blanks.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

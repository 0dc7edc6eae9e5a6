//! What a command prints: results on standard output, everything else on standard error, and no complaint when the reader has gone.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};

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

    /// A line on standard error. That it cannot be written changes nothing of what was done.
    pub(super) fn note(&self, text: impl Display) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// The one line that says why a command failed.
    pub(super) fn complain(&self, error: &anyhow::Error) {
        self.complain_about(&error.to_string());
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

/// The text with its line breaks as blanks.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

//! Reading a list from a file or standard input, and saying what the reader noticed.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::anyhow;
use duty_list::{DutyList, Finding, MAX_BYTES, Severity};

use super::out::Out;
use super::progress;
use crate::service::import::document;
use crate::text::fill;

/// The bytes of a file; of a file that is too large one more than the reader takes.
pub(super) fn bytes(file: &Path, out: &Out) -> anyhow::Result<Vec<u8>> {
    let t = &out.t.cli;
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|opened| opened.take(most).read_to_end(&mut bytes))
    };
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => {
            let reason = match error.kind() {
                io::ErrorKind::NotFound => t.no_such_file.to_owned(),
                io::ErrorKind::IsADirectory => t.is_folder.to_owned(),
                _ => error.to_string(),
            };
            Err(anyhow!(fill(t.cannot_read, &[("file", &file.display()), ("reason", &reason)])))
        }
    }
}

/// The list in a file.
pub(super) fn read(file: &Path, out: &Out) -> anyhow::Result<DutyList> {
    let bytes = bytes(file, out)?;
    let read = progress::during(out.t.cli.reading, || document::read(&bytes))?;
    read.map_err(|error| anyhow!(fill(out.t.cli.cannot_read, &[("file", &file.display()), ("reason", &error)])))
}

/// Every finding as a line on standard error.
pub(super) fn note_findings(list: &DutyList, out: &Out) {
    for finding in &list.findings {
        out.note(format_args!("{}: {}{}", code(finding.severity), place(finding, out), finding.message));
    }
}

fn code(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Where it is, with a separator behind it: `第 412 行 配合 83 `.
pub(super) fn place(finding: &Finding, out: &Out) -> String {
    let t = &out.t.cli;
    let line = finding.line.map(|line| fill(t.at_line, &[("line", &line)]));
    let duty = finding.duty.map(|duty| fill(t.at_duty, &[("kind", &out.t.duty_kind_short(duty.kind)), ("no", &duty.no)]));
    let place = line.into_iter().chain(duty).collect::<Vec<_>>().join(" ");
    if place.is_empty() { place } else { format!("{place}  ") }
}

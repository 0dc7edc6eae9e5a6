//! `dutyflow templates`: the templates that a list's words give, as JSON (docs/duty-list-format.md).

use workflow::template::derive::derive_all;

use super::args::ListFile;
use super::out::Out;
use super::{Exit, list, progress};

pub(super) fn run(args: &ListFile, out: &Out) -> anyhow::Result<Exit> {
    let read = list::read(&args.file, out)?;
    if !args.quiet {
        list::note_findings(&read, out);
    }
    let templates = progress::during(out.t.cli.reading, || derive_all(&read))?;
    let super::args::JsonOnly::Json = args.format;
    out.json(&templates)?;
    Ok(Exit::Done)
}

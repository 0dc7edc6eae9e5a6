//! `dutyflow parse`: a reading of a list as JSON (docs/duty-list-format.md).

use super::args::ListFile;
use super::out::Out;
use super::{Exit, list};

pub(super) fn run(args: &ListFile, out: &Out) -> anyhow::Result<Exit> {
    let read = list::read(&args.file, out)?;
    if !args.quiet {
        list::note_findings(&read, out);
    }
    let super::args::JsonOnly::Json = args.format;
    out.json(&read)?;
    Ok(Exit::Done)
}

//! `dutyflow backup` and `dutyflow restore`.

use workflow::clock::Clock;

use super::args::{Backup, Restore};
use super::open::{self, BACKUPS};
use super::out::Out;
use super::{Exit, WrongUsage, progress};
use crate::state::SystemClock;
use crate::store::{Location, backup};
use crate::text::fill;

pub(super) fn back_up(args: &Backup, out: &Out) -> anyhow::Result<Exit> {
    let config = open::config(&args.place)?;
    let location = open::location(&config)?;
    let ending = if location.file().is_some() { "sqlite" } else { "dump" };
    let name = format!("dutyflow-{}.{ending}", SystemClock.now().format("%Y%m%d-%H%M%S"));
    let file = args.file.clone().unwrap_or_else(|| config.database.data_dir.join(BACKUPS).join(name));
    progress::during(out.t.cli.backup, || open::block_on(async { Ok(backup::backup(&location, &file).await?) }))??;
    out.line(fill(out.t.cli.backed_up, &[("file", &file.display())]))?;
    Ok(Exit::Done)
}

pub(super) fn restore(args: &Restore, out: &Out) -> anyhow::Result<Exit> {
    let location = open::location(&open::config(&args.place)?)?;
    if matches!(location, Location::Postgres(_)) && !args.yes {
        return Err(WrongUsage(out.t.cli.restore_needs_yes.to_owned()).into());
    }
    let now = SystemClock.now();
    let kept = progress::during(out.t.cli.restore, || open::block_on(async { Ok(backup::restore(&location, &args.file, now).await?) }))??;
    out.line(out.t.cli.restored)?;
    if let Some(kept) = kept {
        out.line(fill(out.t.cli.restored_kept, &[("file", &kept.display())]))?;
    }
    Ok(Exit::Done)
}

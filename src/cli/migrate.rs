//! `dutyflow migrate`: the schema up to date.

use super::args::Place;
use super::out::Out;
use super::{Exit, open};
use crate::text::fill;

pub(super) fn run(place: &Place, out: &Out) -> anyhow::Result<Exit> {
    open::block_on(async {
        let (store, done) = open::migrated(&open::config(place)?).await?;
        if done.applied.is_empty() {
            out.line(out.t.cli.migrate_nothing)?;
        } else {
            out.line(fill(out.t.cli.migrated, &[("count", &done.applied.len())]))?;
        }
        if let Some(copy) = done.copy {
            out.line(fill(out.t.cli.migrated_copy, &[("file", &copy.display())]))?;
        }
        store.close().await?;
        Ok(Exit::Done)
    })
}

//! `dutyflow verify`: every history is unbroken, and every state follows from its history.

use super::args::Place;
use super::out::Out;
use super::progress::Bar;
use super::{Exit, open};
use crate::service::verify::{self, Wrong};
use crate::store::{cases, leads};
use crate::text::fill;

pub(super) fn run(place: &Place, out: &Out) -> anyhow::Result<Exit> {
    open::block_on(async {
        let tools = open::tools(place, out).await?;
        let t = &out.t.cli;
        let ids = cases::all_ids_unscoped(tools.store.read()).await?;
        let bar = Bar::new();
        let mut bad = 0_usize;
        for (at, id) in ids.iter().enumerate() {
            bar.at(t.verifying, at, ids.len());
            if let Some(wrong) = verify::workflow(&tools, *id).await? {
                bad += 1;
                out.line(words(&wrong, id, out))?;
            }
        }
        for id in leads::all_ids_unscoped(tools.store.read()).await? {
            if let Some(wrong) = verify::lead(&tools, id).await? {
                bad += 1;
                out.line(words(&wrong, &id, out))?;
            }
        }
        drop(bar);
        out.line(fill(t.verified, &[("count", &ids.len())]))?;
        if bad > 0 {
            out.line(fill(t.verified_bad, &[("bad", &bad)]))?;
            return Ok(Exit::Found);
        }
        Ok(Exit::Done)
    })
}

fn words(wrong: &Wrong, id: &dyn std::fmt::Display, out: &Out) -> String {
    match wrong {
        Wrong::History(words) => words.clone(),
        Wrong::Differs => fill(out.t.cli.verify_differs, &[("workflow", id)]),
        Wrong::Unreadable(what) => fill(out.t.cli.verify_unreadable, &[("workflow", id), ("what", what)]),
    }
}

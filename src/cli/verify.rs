//! `dutyflow verify`: every history is unbroken, and every state follows from its history.

use workflow::case::history::{check_chain, rebuild};
use workflow::ids::{LeadId, WorkflowId};
use workflow::lead::history as lead;

use super::args::Place;
use super::out::Out;
use super::progress::Bar;
use super::{Exit, open};
use crate::service::Tools;
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
            if let Some(wrong) = wrong(&tools, *id, out).await? {
                bad += 1;
                out.line(wrong)?;
            }
        }
        for id in leads::all_ids_unscoped(tools.store.read()).await? {
            if let Some(wrong) = wrong_lead(&tools, id, out).await? {
                bad += 1;
                out.line(wrong)?;
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

/// What is wrong with a workflow.
async fn wrong(tools: &Tools, id: WorkflowId, out: &Out) -> anyhow::Result<Option<String>> {
    // State and history of one moment: work goes on meanwhile.
    let tx = tools.store.begin().await?;
    let stored = cases::load_unscoped(&tx, id).await?;
    let history = cases::history(&tx, id).await?;
    drop(tx);
    let Some(stored) = stored else { return Ok(None) };
    if let Err(broken) = check_chain(id, &history) {
        return Ok(Some(broken.to_string()));
    }
    let rebuilt = match rebuild(id, &history) {
        Ok(rebuilt) => rebuilt,
        Err(broken) => return Ok(Some(broken.to_string())),
    };
    let head = history.last().map(|entry| entry.hash.as_str());
    let fits = rebuilt == stored.case && head == Some(stored.head_hash.as_str());
    Ok((!fits).then(|| fill(out.t.cli.verify_differs, &[("workflow", &id)])))
}

/// What is wrong with a lead.
async fn wrong_lead(tools: &Tools, id: LeadId, out: &Out) -> anyhow::Result<Option<String>> {
    let tx = tools.store.begin().await?;
    let stored = leads::load_unscoped(&tx, id).await?;
    let history = leads::history(&tx, id).await?;
    drop(tx);
    let Some(stored) = stored else { return Ok(None) };
    let rebuilt = lead::check_chain(id, &history).and_then(|()| lead::rebuild(id, &history));
    Ok(match rebuilt {
        Err(broken) => Some(broken.to_string()),
        Ok(rebuilt) => {
            let head = history.last().map(|entry| entry.hash.as_str());
            let fits = rebuilt == stored.lead && head == Some(stored.head_hash.as_str());
            (!fits).then(|| fill(out.t.cli.verify_differs, &[("workflow", &id)]))
        }
    })
}

//! What a message about a lead on a problem says now, or why it says nothing any more.

use serde::Deserialize;
use workflow::ids::LeadId;
use workflow::lead::{self, LeadState};
use workflow::people::{Unit, Viewer};

use super::relevance::{GONE, MOVED_ON, NOT_ENTITLED, Said};
use crate::mail::{LeadNews, LeadTold, Notice};
use crate::store::messages::Message;
use crate::store::names::Wanted;
use crate::store::{StoreError, Tx, leads, names};

/// What such a message keeps.
#[derive(Deserialize)]
struct Params {
    lead: LeadId,
    round: u32,
    state: LeadState,
}

pub(super) async fn read(tx: &Tx, viewer: &Viewer, message: &Message) -> Result<Said, StoreError> {
    let params = Params::deserialize(&message.params).map_err(|error| StoreError::Inconsistent(format!("message.params: {error}")))?;
    let Some(stored) = leads::load_unscoped(tx, params.lead).await? else { return Ok(Said::Nothing(GONE)) };
    let lead = stored.lead;
    if lead.state != params.state || lead.round != params.round {
        return Ok(Said::Nothing(MOVED_ON));
    }
    if !lead::sees(viewer, &lead) {
        return Ok(Said::Nothing(NOT_ENTITLED));
    }
    let own = lead.receiver.is_some_and(|body| viewer.in_body(body));
    let told = match (message.kind.as_str(), lead.state) {
        ("lead-offered", LeadState::Noted) => LeadTold::ToPlace,
        ("lead-offered", _) => LeadTold::Offered,
        ("lead-returned", _) => LeadTold::Returned,
        ("lead-answered", _) => LeadTold::Answered,
        ("lead-unsigned", _) if own => LeadTold::UnsignedBody,
        ("lead-unsigned", _) => LeadTold::Unsigned,
        (other, _) => return Err(StoreError::Inconsistent(format!("message.kind {other}"))),
    };
    let mut wanted = Wanted::default();
    wanted.unit(Unit::Town(lead.town));
    if let Some(body) = lead.receiver {
        wanted.unit(Unit::Body(body));
    }
    let names = names::load(tx, &wanted).await?;
    let words = match told {
        LeadTold::Returned => lead.reason.clone(),
        LeadTold::Answered => lead.answer.as_ref().map(|answer| answer.note.clone()),
        LeadTold::Offered => lead.note.clone(),
        _ => None,
    };
    Ok(Said::Notice(Box::new(Notice::Lead(LeadNews {
        lead: lead.id,
        told,
        place: lead.place,
        matter: lead.matter,
        town: names.town(lead.town).to_owned(),
        body: lead.receiver.map(|body| names.body(body).to_owned()).unwrap_or_default(),
        words,
        urgent: lead.urgent,
    }))))
}

//! Leads that nobody signs for: after the days allowed the sender and the town's office are told and the body's liaisons are reminded, once a round.

use chrono::{DateTime, Utc};
use workflow::ids::LeadId;
use workflow::people::Unit;
use workflow::reminder::{UNSIGNED_LIAISON, UNSIGNED_SENDER, unsigned_due_now, unsigned_next_check};

use super::{rows, tell, unsigned};
use crate::service::error::ServiceError;
use crate::service::notify::answering_for;
use crate::service::tools::Tools;
use crate::store::{org, reminder_marks};

/// Leads read at a time.
const BATCH: u64 = 200;

/// Looks at every lead whose check has come: how many were looked at, reminded of, failed.
pub(in crate::service) async fn sweep(tools: &Tools, now: DateTime<Utc>) -> Result<(usize, usize, usize), ServiceError> {
    let (mut looked_at, mut reminders, mut failed) = (0, 0, 0);
    loop {
        let ids = rows::due(tools.store.read(), now, BATCH).await?;
        let before = looked_at - failed;
        for id in &ids {
            looked_at += 1;
            match of_lead(tools, *id, now).await {
                Ok(sent) => reminders += usize::from(sent),
                Err(error) => {
                    failed += 1;
                    tracing::error!(lead = %id, %error, "a due check failed; the next sweep looks again");
                }
            }
        }
        // Nothing moved on: what is left has failed.
        if ids.is_empty() || looked_at - failed == before {
            return Ok((looked_at, reminders, failed));
        }
    }
}

async fn of_lead(tools: &Tools, id: LeadId, now: DateTime<Utc>) -> Result<bool, ServiceError> {
    let tx = tools.store.begin().await?;
    rows::hold(&tx, id).await?;
    let lead = rows::load_unscoped(&tx, id).await?.ok_or(ServiceError::NotFound)?.lead;
    let limits = org::town(&tx, lead.town).await?.and_then(|town| town.limits).unwrap_or_default();
    let told = reminder_marks::last(&tx, id.uuid(), UNSIGNED_SENDER, lead.round).await?.is_some();
    let calendar = lead.receiver.map_or_else(|| tools.calendar.of(lead.town), |body| tools.calendar.of_body(body));
    let mut sent = false;
    if let Some(state) = unsigned(&lead, limits, told) {
        for occurrence in unsigned_due_now(&state, now, &calendar) {
            if !reminder_marks::mark(&tx, id.uuid(), &occurrence, now).await? {
                continue;
            }
            let to = match (occurrence.rule, lead.receiver) {
                (UNSIGNED_SENDER, _) => tell::senders(&tx, tools, &lead).await?,
                (UNSIGNED_LIAISON, Some(body)) => answering_for(&tx, tools, Unit::Body(body)).await?.into_iter().collect(),
                // The office is among those who are told already.
                _ => continue,
            };
            tell::queue(&tx, tools, &lead, tell::UNSIGNED, &to, false).await?;
            sent = true;
        }
        let next = unsigned_next_check(&workflow::reminder::UnsignedState { sent: told || sent, ..state }, &calendar);
        rows::set_check(&tx, id, next.filter(|next| *next > now)).await?;
    } else {
        rows::set_check(&tx, id, None).await?;
    }
    tx.commit().await?;
    Ok(sent)
}

//! Who is told of a change of a lead: rows of `message` and their jobs, in the transaction of the change.

use std::collections::BTreeSet;

use workflow::ids::{MessageId, PersonId};
use workflow::lead::{Lead, LeadState};
use workflow::people::Unit;
use workflow::reminder::{Delivery, deliver_at};

use crate::service::error::ServiceError;
use crate::service::notify::answering_for;
use crate::service::tools::Tools;
use crate::store::messages::{self, About, Channel, NewMessage};
use crate::store::{Tx, grants};

/// It was sent to a body; or it is urgent and the town's office must decide to whom it goes.
pub const OFFERED: &str = "lead-offered";
/// A body returned it or objected.
pub const RETURNED: &str = "lead-returned";
/// The result was fed back.
pub const ANSWERED: &str = "lead-answered";
/// Nobody has signed for it.
pub const UNSIGNED: &str = "lead-unsigned";

/// Queues a message for whoever's turn it is now, but not for who made it so.
pub(super) async fn tell(tx: &Tx, tools: &Tools, actor: PersonId, lead: &Lead) -> Result<(), ServiceError> {
    let mut to: BTreeSet<PersonId> = BTreeSet::new();
    let kind = match (lead.state, lead.receiver) {
        (LeadState::Offered, Some(body)) => {
            to.extend(answering_for(tx, tools, Unit::Body(body)).await?);
            OFFERED
        }
        (LeadState::Noted, _) if lead.urgent => {
            to.extend(answering_for(tx, tools, Unit::Town(lead.town)).await?);
            OFFERED
        }
        (LeadState::Returned | LeadState::Objected | LeadState::InCoordination, _) => {
            to.extend(senders(tx, tools, lead).await?);
            RETURNED
        }
        (LeadState::Answered, _) => {
            to.extend(senders(tx, tools, lead).await?);
            ANSWERED
        }
        _ => return Ok(()),
    };
    to.remove(&actor);
    queue(tx, tools, lead, kind, &to, lead.urgent).await
}

/// Who sent it, who reported it, as far as they are still there, and the town's coordinators.
pub(super) async fn senders(tx: &Tx, tools: &Tools, lead: &Lead) -> Result<BTreeSet<PersonId>, ServiceError> {
    let mut to: BTreeSet<PersonId> = answering_for(tx, tools, Unit::Town(lead.town)).await?.into_iter().collect();
    for person in [Some(lead.reported_by), lead.offered_by].into_iter().flatten() {
        let there = grants::viewer(tx, person, tools.now()).await?.is_some_and(|viewer| viewer.towns().contains(&lead.town));
        to.extend(there.then_some(person));
    }
    Ok(to)
}

pub(super) async fn queue(
    tx: &Tx,
    tools: &Tools,
    lead: &Lead,
    kind: &'static str,
    to: &BTreeSet<PersonId>,
    urgent: bool,
) -> Result<(), ServiceError> {
    let now = tools.now();
    for recipient in to {
        let message = NewMessage {
            id: tools.ids.next::<MessageId>(now),
            recipient: *recipient,
            kind: kind.to_owned(),
            subject: About { town: Some(lead.town), ..About::default() },
            params: serde_json::json!({ "lead": lead.id, "round": lead.round, "state": lead.state }),
            due_at: deliver_at(Delivery::Single, now, &*tools.calendar.of_person(tx, *recipient, now).await?, urgent),
            immediate: urgent,
            channel: Channel::Mail,
            dedupe_key: format!("{kind}:{}:{}:{recipient}", lead.id, lead.seq),
        };
        if messages::insert(tx, &message, now).await? {
            let job = jobs::DeliverMessage { message_id: message.id.uuid() };
            jobs::enqueue(tx, now, &job, message.due_at, Some(&message.id.to_string())).await?;
        }
    }
    Ok(())
}

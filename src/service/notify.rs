//! Messages that follow from a change: rows of `message` and their jobs, in the transaction of the change.

use std::collections::BTreeSet;

use workflow::case::{Case, Fact};
use workflow::ids::{MessageId, PersonId};
use workflow::notice::{Notice, NoticeKind, Recipient, notices};
use workflow::people::{Role, Unit};
use workflow::reminder::{Delivery, deliver_at};

use super::digest::{self, Line};
use super::error::ServiceError;
use super::tools::Tools;
use crate::store::messages::{self, About, Channel, NewMessage};
use crate::store::{StoreError, Tx, grants};

/// Queues a message for everyone whom the facts concern, but not for who did it, where somebody did.
pub(super) async fn tell(tx: &Tx, tools: &Tools, actor: Option<PersonId>, after: &Case, facts: &[Fact]) -> Result<(), ServiceError> {
    for notice in notices(after, facts) {
        for recipient in recipients(tx, tools, notice).await? {
            if Some(recipient) != actor {
                queue(tx, tools, after, notice, recipient).await?;
            }
        }
    }
    Ok(())
}

async fn recipients(tx: &Tx, tools: &Tools, notice: Notice) -> Result<Vec<PersonId>, ServiceError> {
    match notice.to {
        Recipient::Person(person) => Ok(vec![person]),
        Recipient::Unit(unit) => Ok(answering_for(tx, tools, unit).await?),
    }
}

/// Who answers for a unit's in-box: of an office its leads, of a body its liaisons; where an office or
/// village has none, everyone in it.
pub(super) async fn answering_for(tx: &Tx, tools: &Tools, unit: Unit) -> Result<Vec<PersonId>, StoreError> {
    let members = grants::in_unit(tx, unit, tools.now()).await?;
    let first = match unit {
        Unit::Office(_) => Role::OfficeLead,
        Unit::Village(_) => Role::VillageLiaison,
        Unit::Body(_) => Role::Liaison,
        Unit::Town(_) => Role::Coordinator,
    };
    let leading: BTreeSet<PersonId> = members.iter().filter(|member| member.role == first).map(|member| member.person.id).collect();
    // A body's lead is written to only where the county has decided so.
    if matches!(unit, Unit::Body(_)) {
        return Ok(leading.into_iter().collect());
    }
    let everyone = || members.iter().map(|member| member.person.id).collect();
    let answering: BTreeSet<PersonId> = if leading.is_empty() { everyone() } else { leading };
    Ok(answering.into_iter().collect())
}

async fn queue(tx: &Tx, tools: &Tools, case: &Case, notice: Notice, recipient: PersonId) -> Result<(), ServiceError> {
    let now = tools.now();
    let due_at = deliver_at(Delivery::Single, now, &tools.calendar, case.urgent);
    let subject = notice.hand_off.map_or_else(|| notice.task.to_string(), |hand_off| hand_off.to_string());
    let message = NewMessage {
        id: tools.ids.next::<MessageId>(now),
        recipient,
        kind: notice.kind.code().to_owned(),
        subject: About { town: Some(case.town), workflow: Some(case.id), task: Some(notice.task), hand_off: notice.hand_off },
        params: serde_json::json!({ "round": notice.round }),
        due_at,
        immediate: case.urgent,
        channel: Channel::Mail,
        dedupe_key: format!("{}:{subject}:{}:{recipient}", notice.kind.code(), notice.round),
    };
    if messages::insert(tx, &message, now).await? {
        let job = jobs::DeliverMessage { message_id: message.id.uuid() };
        jobs::enqueue(tx, now, &job, due_at, Some(&message.id.to_string())).await?;
        // What still lies there the next morning stands in that day's digest once.
        if let (NoticeKind::HandedOff, Some(hand_off)) = (notice.kind, notice.hand_off) {
            let line = Line::Sign { workflow: case.id, hand_off, round: notice.round };
            digest::add_for_next_morning(tx, tools, recipient, line, now).await?;
        }
    }
    Ok(())
}

//! Messages that follow from a change: rows of `message` and their jobs, in the transaction of the change.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait;
use workflow::case::{Case, Fact};
use workflow::ids::{MessageId, PersonId};
use workflow::notice::{Notice, Recipient, notices};
use workflow::people::{Role, Unit};
use workflow::reminder::{Delivery, deliver_at};

use super::error::ServiceError;
use super::tools::Tools;
use crate::store::messages::{self, About, Channel, NewMessage};
use crate::store::{StoreError, grants};

/// Queues a message for everyone whom the facts concern, but not for who did it.
pub(super) async fn tell(
    db: &impl ConnectionTrait,
    tools: &Tools,
    actor: PersonId,
    after: &Case,
    facts: &[Fact],
) -> Result<(), ServiceError> {
    for notice in notices(after, facts) {
        for recipient in recipients(db, tools, notice).await? {
            if recipient != actor {
                queue(db, tools, after, notice, recipient).await?;
            }
        }
    }
    Ok(())
}

async fn recipients(db: &impl ConnectionTrait, tools: &Tools, notice: Notice) -> Result<Vec<PersonId>, ServiceError> {
    match notice.to {
        Recipient::Person(person) => Ok(vec![person]),
        Recipient::Unit(unit) => Ok(answering_for(db, tools, unit).await?),
    }
}

/// Who answers for a unit's in-box: of an office its leads, of a body its liaisons; where there is none, everyone in it.
pub(super) async fn answering_for(db: &impl ConnectionTrait, tools: &Tools, unit: Unit) -> Result<Vec<PersonId>, StoreError> {
    let members = grants::in_unit(db, unit, tools.now()).await?;
    let first = match unit {
        Unit::Office(_) => Role::OfficeLead,
        Unit::Village(_) => Role::VillageLiaison,
        Unit::Body(_) => Role::Liaison,
        Unit::Town(_) => Role::Coordinator,
    };
    let leading: BTreeSet<PersonId> = members.iter().filter(|member| member.role == first).map(|member| member.person.id).collect();
    let everyone = || members.iter().map(|member| member.person.id).collect();
    let answering: BTreeSet<PersonId> = if leading.is_empty() { everyone() } else { leading };
    Ok(answering.into_iter().collect())
}

async fn queue(db: &impl ConnectionTrait, tools: &Tools, case: &Case, notice: Notice, recipient: PersonId) -> Result<(), ServiceError> {
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
    if messages::insert(db, &message, now).await? {
        let job = jobs::DeliverMessage { message_id: message.id.uuid() };
        jobs::enqueue(db, now, &job, due_at, Some(&message.id.to_string())).await?;
    }
    Ok(())
}

//! Messages that follow from a change: rows of `message` and their jobs, in the transaction of the change.

use std::collections::BTreeSet;

use workflow::calendar::local_date;
use workflow::case::{Case, Fact, Leaders};
use workflow::ids::{MessageId, PersonId};
use workflow::notice::{Notice, NoticeKind, Recipient, TidingOf, notices, tidings};
use workflow::people::{Role, Unit};
use workflow::reminder::{Delivery, deliver_at};
use workflow::substitute::acting_for;

use super::digest::{self, Line};
use super::error::ServiceError;
use super::tools::Tools;
use crate::store::messages::{self, About, Channel, NewMessage};
use crate::store::{StoreError, Tx, absences, grants};

/// Queues a message for everyone whom the facts concern, but not for who did it, where somebody did. Who stands in for an absent person is told, too.
pub(super) async fn tell(
    tx: &Tx,
    tools: &Tools,
    actor: Option<PersonId>,
    after: &Case,
    facts: &[Fact],
    leaders: &Leaders,
) -> Result<(), ServiceError> {
    for notice in notices(after, facts, leaders) {
        for recipient in recipients(tx, tools, notice.to).await? {
            if Some(recipient) != actor {
                queue(tx, tools, after, notice, recipient).await?;
            }
        }
    }
    for tiding in tidings(after, facts, leaders) {
        let mut people: BTreeSet<PersonId> = BTreeSet::new();
        for to in tiding.to {
            people.extend(recipients(tx, tools, to).await?);
        }
        for person in people.into_iter().filter(|person| Some(*person) != actor) {
            digest::add_for_next_morning(tx, tools, person, line(after, tiding.of), tools.now()).await?;
        }
    }
    Ok(())
}

fn line(case: &Case, of: TidingOf) -> Line {
    let workflow = case.id;
    match of {
        TidingOf::SignOff { task, holding } => Line::SignOff { workflow, task, holding },
        TidingOf::ExtensionAsked { of } => Line::ExtensionAsked { workflow, of },
        TidingOf::ExtensionAnswered { of, granted } => Line::ExtensionAnswered { workflow, of, granted },
        TidingOf::Copied => Line::Copied { workflow },
        TidingOf::Noted { note } => Line::Noted { workflow, note },
    }
}

async fn recipients(tx: &Tx, tools: &Tools, to: Recipient) -> Result<Vec<PersonId>, ServiceError> {
    let people = match to {
        Recipient::Person(person) => vec![person],
        Recipient::Unit(unit) => answering_for(tx, tools, unit).await?,
    };
    Ok(with_substitutes(tx, tools, people).await?)
}

/// These people, and who acts today for those of them who are absent.
pub(super) async fn with_substitutes(tx: &Tx, tools: &Tools, mut people: Vec<PersonId>) -> Result<Vec<PersonId>, StoreError> {
    let day = local_date(tools.now());
    let absences = absences::from_day(tx, day).await?;
    let acting: Vec<PersonId> = people.iter().filter_map(|person| acting_for(*person, day, &absences)).collect();
    people.extend(acting);
    people.sort_unstable();
    people.dedup();
    Ok(people)
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
    let due_at = deliver_at(Delivery::Single, now, &*tools.calendar.of_person(tx, recipient, now).await?, case.urgent);
    let subject = notice.hand_off.map_or_else(|| notice.task.to_string(), |hand_off| hand_off.to_string());
    // A reminder by hand may come again in the same round: each is one of its own.
    let by_hand = matches!(notice.kind, NoticeKind::Nudged | NoticeKind::Reminded | NoticeKind::SignOffRefused);
    let occasion = if by_hand { format!("{}/{}", notice.round, case.seq) } else { notice.round.to_string() };
    let message = NewMessage {
        id: tools.ids.next::<MessageId>(now),
        recipient,
        kind: notice.kind.code().to_owned(),
        subject: About { town: Some(case.town), workflow: Some(case.id), task: Some(notice.task), hand_off: notice.hand_off },
        params: serde_json::json!({ "round": notice.round }),
        due_at,
        immediate: case.urgent,
        channel: Channel::Mail,
        dedupe_key: format!("{}:{subject}:{occasion}:{recipient}", notice.kind.code()),
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

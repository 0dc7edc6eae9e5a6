//! The sweep: looks at every task and hand-off whose check has come, asks the policy, and leaves marks and messages behind. One transaction a row, so that
//! nothing is told twice and a row that fails holds up no other. Messages that lost their job get a new one.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use workflow::case::{Case, HandOff, Lane, Task};
use workflow::ids::{HandOffId, MessageId, PersonId, TaskId, TownId};
use workflow::people::{Role, Unit};
use workflow::reminder::{self, Delivery, Occurrence, REMINDER_DAY, UNSIGNED_LETTER, UNSIGNED_LIAISON, UNSIGNED_SENDER, deliver_at};
use workflow::settings::TownLimits;

use super::checks::{answer_state, holding_state, unsigned_state};
use super::digest::{self, Line};
use super::error::ServiceError;
use super::notify::{answering_for, with_substitutes};
use super::tools::Tools;
use crate::store::due_checks::{self, DueCheck};
use crate::store::messages::{self, About, Channel, NewMessage};
use crate::store::{StoreError, Tx, cases, grants, org, outbox, reminder_marks};

/// Rows read at a time.
const BATCH: u64 = 200;
/// A row that the policy wants to look at again at once waits so long: the sweep never turns on one spot.
const SHORTEST_WAIT: TimeDelta = TimeDelta::minutes(1);

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Tasks and hand-offs looked at.
    pub looked_at: usize,
    /// Reminders that became due.
    pub reminders: usize,
    /// Recurring work that was started.
    pub started: usize,
    /// Rows that failed; they are looked at again by the next sweep.
    pub failed: usize,
    /// Messages that got a new job.
    pub requeued: usize,
}

/// Looks at everything whose check has come at `now`.
///
/// # Errors
/// When the database cannot be read at all.
pub async fn sweep(tools: &Tools, now: DateTime<Utc>) -> Result<Swept, ServiceError> {
    let mut swept = Swept::default();
    let mut limits = Limits::default();
    let mut after = None;
    loop {
        let rows = due_checks::tasks(tools.store.read(), now, after, BATCH).await?;
        for row in &rows {
            swept.count(of_task(tools, *row, now).await, "task", &row.id);
        }
        match rows.last() {
            Some(last) => after = Some((last.at, last.id)),
            None => break,
        }
    }
    let mut after = None;
    loop {
        let rows = due_checks::hand_offs(tools.store.read(), now, after, BATCH).await?;
        for row in &rows {
            swept.count(of_hand_off(tools, *row, &mut limits, now).await, "hand-off", &row.id);
        }
        match rows.last() {
            Some(last) => after = Some((last.at, last.id)),
            None => break,
        }
    }
    let (looked_at, reminders, failed) = super::lead::sweep(tools, now).await?;
    swept.looked_at += looked_at;
    swept.reminders += reminders;
    swept.failed += failed;
    swept.reminders += super::weekly::sweep(tools, now).await?;
    swept.started = super::recurrence::sweep(tools, now).await?;
    swept.requeued = requeue(tools, now).await?;
    if swept.reminders + swept.requeued > 0 {
        tools.wake.ring();
    }
    tracing::debug!(?swept, "swept");
    Ok(swept)
}

impl Swept {
    fn count(&mut self, outcome: Result<usize, ServiceError>, what: &str, id: &dyn std::fmt::Display) {
        self.looked_at += 1;
        match outcome {
            Ok(reminders) => self.reminders += reminders,
            Err(error) => {
                self.failed += 1;
                tracing::error!(what, %id, %error, "a due check failed; the next sweep looks again");
            }
        }
    }
}

/// The towns' limits, each read once a sweep.
#[derive(Default)]
struct Limits(BTreeMap<TownId, TownLimits>);

impl Limits {
    async fn of(&mut self, tx: &Tx, town: TownId) -> Result<TownLimits, StoreError> {
        if let Some(limits) = self.0.get(&town) {
            return Ok(*limits);
        }
        let limits = org::town(tx, town).await?.and_then(|town| town.limits).unwrap_or_default();
        self.0.insert(town, limits);
        Ok(limits)
    }
}

async fn of_task(tools: &Tools, row: DueCheck<TaskId>, now: DateTime<Utc>) -> Result<usize, ServiceError> {
    let tx = tools.store.begin().await?;
    due_checks::hold_workflow(&tx, row.workflow).await?;
    let case = cases::load_unscoped(&tx, row.workflow).await?.ok_or(ServiceError::NotFound)?.case;
    let task = case.tasks.get(&row.id).ok_or(ServiceError::NotFound)?;
    let holder = match (task.holder, task.lane) {
        (None, Lane::Town) => None,
        (None, Lane::Body(body)) => Some(workflow::people::Holder { unit: Unit::Body(body), person: None }),
        (holder, _) => holder,
    };
    let last = reminder_marks::last(&tx, row.id.uuid(), REMINDER_DAY, task.holding).await?;
    let mut state = holding_state(&case, task, last);
    let calendar = tools.calendar.of_side(case.town, task.lane.into());
    let mut reminders = 0;
    let mut next = None;
    if let Some(holder) = holder {
        for occurrence in reminder::due_now(&state, now, &calendar) {
            state.sent_through = Some(occurrence.mark);
            if reminder_marks::mark(&tx, row.id.uuid(), &occurrence, now).await? {
                let recipients = match holder.person {
                    Some(person) => vec![person],
                    None => answering_for(&tx, tools, holder.unit).await?,
                };
                let line = Line::Task { workflow: case.id, task: task.id, holding: task.holding };
                remind(&tx, tools, &recipients, line, now).await?;
                reminders += 1;
            }
        }
        next = reminder::next_check(&state, now, &calendar);
    }
    cases::set_task_check(&tx, row.id.uuid(), later(next, now)).await?;
    tx.commit().await?;
    Ok(reminders)
}

async fn of_hand_off(tools: &Tools, row: DueCheck<HandOffId>, limits: &mut Limits, now: DateTime<Utc>) -> Result<usize, ServiceError> {
    let tx = tools.store.begin().await?;
    due_checks::hold_workflow(&tx, row.workflow).await?;
    let case = cases::load_unscoped(&tx, row.workflow).await?.ok_or(ServiceError::NotFound)?.case;
    let hand_off = case.hand_offs.get(&row.id).ok_or(ServiceError::NotFound)?;
    let town_limits = limits.of(&tx, case.town).await?;
    let told = reminder_marks::last(&tx, row.id.uuid(), UNSIGNED_SENDER, hand_off.round).await?.is_some();
    let (reminders, next) = if let Some(state) = unsigned_state(&case, hand_off, town_limits, told) {
        let calendar = tools.calendar.of_side(case.town, hand_off.receiver);
        let mut reminders = 0;
        for occurrence in reminder::unsigned_due_now(&state, now, &calendar) {
            if reminder_marks::mark(&tx, row.id.uuid(), &occurrence, now).await? {
                unsigned(&tx, tools, &case, hand_off, &occurrence, now).await?;
                reminders += 1;
            }
        }
        let sent = workflow::reminder::UnsignedState { sent: told || reminders > 0, ..state };
        (reminders, reminder::unsigned_next_check(&sent, &calendar))
    } else {
        of_answer(&tx, tools, &case, hand_off, now).await?
    };
    cases::set_hand_off_check(&tx, row.id.uuid(), later(next, now)).await?;
    tx.commit().await?;
    Ok(reminders)
}

/// An approval that was signed for: its answer is waited for like a task of the body.
async fn of_answer(
    tx: &Tx,
    tools: &Tools,
    case: &Case,
    hand_off: &HandOff,
    now: DateTime<Utc>,
) -> Result<(usize, Option<DateTime<Utc>>), ServiceError> {
    let last = reminder_marks::last(tx, hand_off.id.uuid(), REMINDER_DAY, hand_off.round).await?;
    let Some(mut state) = answer_state(case, hand_off, last) else { return Ok((0, None)) };
    let calendar = tools.calendar.of_side(case.town, hand_off.receiver);
    let mut reminders = 0;
    for occurrence in reminder::due_now(&state, now, &calendar) {
        state.sent_through = Some(occurrence.mark);
        if reminder_marks::mark(tx, hand_off.id.uuid(), &occurrence, now).await? {
            let recipients = liaisons(tx, case.town, hand_off, now).await?;
            let line = Line::Answer { workflow: case.id, hand_off: hand_off.id, round: hand_off.round };
            remind(tx, tools, &recipients, line, now).await?;
            reminders += 1;
        }
    }
    Ok((reminders, reminder::next_check(&state, now, &calendar)))
}

fn later(next: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    next.map(|next| next.max(now + SHORTEST_WAIT))
}

async fn remind(tx: &Tx, tools: &Tools, recipients: &[PersonId], line: Line, now: DateTime<Utc>) -> Result<(), ServiceError> {
    for person in with_substitutes(tx, tools, recipients.to_vec()).await? {
        digest::add(tx, tools, person, line, now).await?;
    }
    Ok(())
}

/// The messages of one of the three rules for a hand-off that nobody has signed for.
async fn unsigned(
    tx: &Tx,
    tools: &Tools,
    case: &Case,
    hand_off: &HandOff,
    occurrence: &Occurrence,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let recipients = match occurrence.rule {
        UNSIGNED_SENDER => senders(tx, tools, case, hand_off, now).await?,
        UNSIGNED_LIAISON => liaisons(tx, case.town, hand_off, now).await?,
        UNSIGNED_LETTER => coordinators(tx, case.town, now).await?,
        other => return Err(ServiceError::Internal(format!("nobody is told by the rule {other}"))),
    };
    for recipient in recipients {
        let message = NewMessage {
            id: tools.ids.next::<MessageId>(now),
            recipient,
            kind: occurrence.rule.to_owned(),
            subject: About { town: Some(case.town), workflow: Some(case.id), task: Some(hand_off.task), hand_off: Some(hand_off.id) },
            params: serde_json::json!({ "round": hand_off.round }),
            due_at: deliver_at(Delivery::Single, now, &*tools.calendar.of_person(tx, recipient, now).await?, false),
            immediate: false,
            channel: Channel::Mail,
            dedupe_key: format!("{}:{}:{}:{recipient}", occurrence.rule, hand_off.id, hand_off.round),
        };
        if messages::insert(tx, &message, now).await? {
            let job = jobs::DeliverMessage { message_id: message.id.uuid() };
            jobs::enqueue(tx, now, &job, message.due_at, Some(&message.id.to_string())).await?;
        }
    }
    Ok(())
}

/// Who sent it; when that person has left, who holds the task. Who coordinates the town gets the letter, which says the same and more.
async fn senders(tx: &Tx, tools: &Tools, case: &Case, hand_off: &HandOff, now: DateTime<Utc>) -> Result<Vec<PersonId>, ServiceError> {
    let office = coordinators(tx, case.town, now).await?;
    let there = grants::viewer(tx, hand_off.offered_by, now).await?.is_some();
    let holder = case.tasks.get(&hand_off.task).and_then(|task: &Task| task.holder);
    let senders = match (there, holder) {
        (true, _) => vec![hand_off.offered_by],
        (false, Some(holder)) => match holder.person {
            Some(person) if person != hand_off.offered_by => vec![person],
            _ => answering_for(tx, tools, holder.unit).await?,
        },
        (false, None) => Vec::new(),
    };
    Ok(senders.into_iter().filter(|sender| !office.contains(sender)).collect())
}

/// Who was given it, else the liaisons of the receiver; never its lead.
async fn liaisons(tx: &Tx, town: TownId, hand_off: &HandOff, now: DateTime<Utc>) -> Result<Vec<PersonId>, ServiceError> {
    if let Some(person) = hand_off.person {
        return Ok(vec![person]);
    }
    // What comes to the town lies with its coordinator.
    let role = if hand_off.receiver.body().is_some() { Role::Liaison } else { Role::Coordinator };
    with_role(tx, hand_off.receiver.unit(town), role, now).await
}

async fn coordinators(tx: &Tx, town: TownId, now: DateTime<Utc>) -> Result<Vec<PersonId>, ServiceError> {
    with_role(tx, Unit::Town(town), Role::Coordinator, now).await
}

async fn with_role(tx: &Tx, unit: Unit, role: Role, now: DateTime<Utc>) -> Result<Vec<PersonId>, ServiceError> {
    let members = grants::in_unit(tx, unit, now).await?;
    let mut people: Vec<PersonId> = members.into_iter().filter(|member| member.role == role).map(|member| member.person.id).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Gives every message that is due and has no live job a new one: the queue may be lost, the messages are not.
async fn requeue(tools: &Tools, now: DateTime<Utc>) -> Result<usize, ServiceError> {
    let mut requeued = 0;
    let mut after = None;
    loop {
        let due = outbox::due(tools.store.read(), now, after, BATCH).await?;
        let Some((last, _)) = due.last() else { return Ok(requeued) };
        after = Some(*last);
        let tx = tools.store.begin().await?;
        for (_, carrier) in &due {
            let job = jobs::DeliverMessage { message_id: carrier.uuid() };
            let added = jobs::enqueue(&tx, now, &job, now, Some(&carrier.to_string())).await?;
            requeued += usize::from(matches!(added, jobs::Enqueued::New(_)));
        }
        tx.commit().await?;
    }
}

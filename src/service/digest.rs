//! The digest of a day: one message for each person and working day, which gathers lines until it leaves. What its lines say is read when it does.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use workflow::calendar::{Calendar, local_date};
use workflow::case::Dated;
use workflow::ids::{HandOffId, MessageId, NoteId, PersonId, TaskId, WorkflowId};

use super::error::ServiceError;
use super::tools::Tools;
use crate::store::messages::{self, About, Channel, NewMessage};
use crate::store::{StoreError, Tx, outbox};

/// The kind of the message.
pub(super) const KIND: &str = "digest";

/// What a line is about, and in which round: a line about an earlier one says nothing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
pub(super) enum Line {
    /// A task whose reminder day it is.
    Task { workflow: WorkflowId, task: TaskId, holding: u32 },
    /// An approval that waits for its answer and whose reminder day it is.
    Answer { workflow: WorkflowId, hand_off: HandOffId, round: u32 },
    /// Something new to be signed for.
    Sign { workflow: WorkflowId, hand_off: HandOffId, round: u32 },
    /// Something waits for the person's signature inside the town.
    SignOff { workflow: WorkflowId, task: TaskId, holding: u32 },
    /// More time is asked for.
    ExtensionAsked { workflow: WorkflowId, of: Dated },
    /// More time was granted or refused.
    ExtensionAnswered { workflow: WorkflowId, of: Dated, granted: bool },
    /// A copy for information.
    Copied { workflow: WorkflowId },
    /// A leader's note.
    Noted { workflow: WorkflowId, note: NoteId },
}

impl Line {
    /// The workflow that it is about.
    pub(super) fn workflow(self) -> WorkflowId {
        match self {
            Self::Task { workflow, .. }
            | Self::Answer { workflow, .. }
            | Self::Sign { workflow, .. }
            | Self::SignOff { workflow, .. }
            | Self::ExtensionAsked { workflow, .. }
            | Self::ExtensionAnswered { workflow, .. }
            | Self::Copied { workflow }
            | Self::Noted { workflow, .. } => workflow,
        }
    }
}

/// What the message keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Gathered {
    pub(super) date: NaiveDate,
    pub(super) lines: Vec<Line>,
}

impl Gathered {
    pub(super) fn read(params: &serde_json::Value) -> Result<Self, StoreError> {
        Self::deserialize(params).map_err(|error| StoreError::Inconsistent(format!("message.params of a digest: {error}")))
    }

    fn write(&self) -> Result<serde_json::Value, ServiceError> {
        serde_json::to_value(self).map_err(|error| ServiceError::Internal(error.to_string()))
    }
}

/// Adds a line to the person's digest of the working day that runs or comes next; to that of the day after when the digest has begun to leave.
pub(super) async fn add(tx: &Tx, tools: &Tools, person: PersonId, line: Line, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let calendar = tools.calendar.of_person(tx, person, now).await?;
    from(tx, tools, (person, &calendar), line, local_date(calendar.next_working_start(now)), now).await
}

/// Adds a line to the digest of the next working day that begins.
pub(super) async fn add_for_next_morning(
    tx: &Tx,
    tools: &Tools,
    person: PersonId,
    line: Line,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let calendar = tools.calendar.of_person(tx, person, now).await?;
    from(tx, tools, (person, &calendar), line, local_date(calendar.next_day_start(now)), now).await
}

/// Adds a line to the first digest from `date` on that has not begun to leave.
async fn from(
    tx: &Tx,
    tools: &Tools,
    (person, calendar): (PersonId, &Calendar),
    line: Line,
    mut date: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    loop {
        let key = format!("{KIND}:{person}:{date}");
        match outbox::by_key(tx, &key).await? {
            Some((message, true)) => {
                let mut gathered = Gathered::read(&message.params)?;
                if !gathered.lines.contains(&line) {
                    gathered.lines.push(line);
                    outbox::set_params(tx, message.id, gathered.write()?).await?;
                }
                return Ok(());
            }
            Some((_, false)) => date = calendar.shift_working_days(date, 1),
            // Somebody else may insert it meanwhile; then it is looked at again.
            None if open(tx, tools, (person, calendar), &key, Gathered { date, lines: vec![line] }, now).await? => return Ok(()),
            None => {}
        }
    }
}

async fn open(
    tx: &Tx,
    tools: &Tools,
    (recipient, calendar): (PersonId, &Calendar),
    key: &str,
    gathered: Gathered,
    now: DateTime<Utc>,
) -> Result<bool, ServiceError> {
    let due_at = calendar.day_start(gathered.date).unwrap_or(now);
    let message = NewMessage {
        id: tools.ids.next::<MessageId>(now),
        recipient,
        kind: KIND.to_owned(),
        subject: About::default(),
        params: gathered.write()?,
        due_at,
        immediate: false,
        channel: Channel::Mail,
        dedupe_key: key.to_owned(),
    };
    let new = messages::insert(tx, &message, now).await?;
    if new {
        let job = jobs::DeliverMessage { message_id: message.id.uuid() };
        jobs::enqueue(tx, now, &job, due_at, Some(&message.id.to_string())).await?;
    }
    Ok(new)
}

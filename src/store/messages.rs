//! Messages: the truth about what is to be told to whom, and what became of it. A message is written in the transaction that gives the reason for it,
//! and at most once for each reason.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::message;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use workflow::ids::{HandOffId, MessageId, PersonId, TaskId, TownId, WorkflowId};

use super::StoreError;
use super::error::inconsistent;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Message {
    pub id: MessageId,
    pub recipient: PersonId,
    /// What it is about, a code: `assigned`, `handed-off`, …
    pub kind: String,
    pub subject: About,
    /// What the text needs besides.
    pub params: Value,
    /// When it may leave.
    pub due_at: DateTime<Utc>,
    /// Whether it goes at any hour.
    pub immediate: bool,
    pub state: MessageState,
    pub channel: Channel,
    pub dedupe_key: String,
    /// How often its delivery has been begun.
    pub attempts: u32,
    pub last_error: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    /// What was sent, with links as `[link]`; `None` before.
    pub rendered: Option<Rendered>,
    pub created_at: DateTime<Utc>,
}

/// What a message concerns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct About {
    pub town: Option<TownId>,
    pub workflow: Option<WorkflowId>,
    pub task: Option<TaskId>,
    pub hand_off: Option<HandOffId>,
}

/// The text of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Rendered {
    pub subject: String,
    pub body: String,
}

/// How a message reaches its recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// By mail.
    Mail,
    /// By standing on the page, for people without an address.
    Page,
}

impl Channel {
    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Page => "page",
        }
    }

    /// The channel of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Mail, Self::Page].into_iter().find(|channel| channel.code() == code)
    }
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageState {
    /// 待发送
    Pending,
    /// 已发送
    Sent,
    /// 已保存: no mail server is configured, or it stands on the page.
    Kept,
    /// 发送失败
    Failed,
    /// 不再需要
    Dropped,
}

impl MessageState {
    /// All states.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Sent, Self::Kept, Self::Failed, Self::Dropped];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sent => "sent",
            Self::Kept => "kept",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A message to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NewMessage {
    pub id: MessageId,
    pub recipient: PersonId,
    pub kind: String,
    pub subject: About,
    pub params: Value,
    pub due_at: DateTime<Utc>,
    pub immediate: bool,
    pub channel: Channel,
    /// The reason and the recipient: of two messages with the same key only the first is written.
    pub dedupe_key: String,
}

/// Writes a message; false when there is one for this reason already.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(db: &impl ConnectionTrait, new: &NewMessage, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let row = message::ActiveModel {
        id: Set(new.id.uuid()),
        recipient_id: Set(new.recipient.uuid()),
        kind: Set(new.kind.clone()),
        town_id: Set(new.subject.town.map(TownId::uuid)),
        workflow_id: Set(new.subject.workflow.map(WorkflowId::uuid)),
        task_id: Set(new.subject.task.map(TaskId::uuid)),
        hand_off_id: Set(new.subject.hand_off.map(HandOffId::uuid)),
        params: Set(new.params.clone()),
        due_at: Set(new.due_at),
        immediate: Set(new.immediate),
        state: Set(MessageState::Pending.code().to_owned()),
        channel: Set(new.channel.code().to_owned()),
        dedupe_key: Set(new.dedupe_key.clone()),
        attempts: Set(0),
        mail_id: Set(None),
        tried_at: Set(None),
        sending_since: Set(None),
        last_error: Set(None),
        sent_at: Set(None),
        subject: Set(None),
        body_text: Set(None),
        created_at: Set(now),
    };
    let known = OnConflict::column(message::Column::DedupeKey).do_nothing().to_owned();
    Ok(message::Entity::insert(row).on_conflict(known).exec_without_returning(db).await? > 0)
}

/// Whether there is a message for this reason already.
///
/// # Errors
/// See [`StoreError`].
pub async fn is_known(db: &impl ConnectionTrait, key: &str) -> Result<bool, StoreError> {
    Ok(message::Entity::find().filter(message::Column::DedupeKey.eq(key)).count(db).await? > 0)
}

/// A message.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(db: &impl ConnectionTrait, id: MessageId) -> Result<Option<Message>, StoreError> {
    message::Entity::find_by_id(id.uuid()).one(db).await?.map(to_message).transpose()
}

/// The message whose mail carries this one, once a mail was begun.
///
/// # Errors
/// See [`StoreError`].
pub async fn carrier(db: &impl ConnectionTrait, id: MessageId) -> Result<Option<MessageId>, StoreError> {
    let query = message::Entity::find_by_id(id.uuid()).select_only().column(message::Column::MailId);
    let mail: Option<Option<uuid::Uuid>> = query.into_tuple().one(db).await?;
    Ok(mail.flatten().map(Into::into))
}

/// How many messages are in each state.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(db: &impl ConnectionTrait) -> Result<BTreeMap<MessageState, u64>, StoreError> {
    let query = message::Entity::find().select_only().column(message::Column::State);
    let query = query.column_as(message::Column::Id.count(), "count").group_by(message::Column::State);
    let rows: Vec<(String, i64)> = query.into_tuple().all(db).await?;
    let state = |code: &str| MessageState::from_code(code).ok_or_else(|| inconsistent("message", "state", code));
    rows.into_iter().map(|(code, count)| Ok((state(&code)?, u64::try_from(count).unwrap_or_default()))).collect()
}

/// The latest messages of everybody in these states (empty: in any), the newest first: for the admin's page.
///
/// # Errors
/// See [`StoreError`].
pub async fn latest(db: &impl ConnectionTrait, states: &[MessageState], limit: u64) -> Result<Vec<Message>, StoreError> {
    let mut query = message::Entity::find();
    if !states.is_empty() {
        query = query.filter(message::Column::State.is_in(states.iter().map(|state| state.code())));
    }
    let query = query.order_by_desc(message::Column::CreatedAt).order_by_desc(message::Column::Id).limit(limit);
    query.all(db).await?.into_iter().map(to_message).collect()
}

/// What was told or is to be told about a workflow, in order, for a viewer who was found to see its inside.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_workflow(db: &impl ConnectionTrait, workflow: WorkflowId) -> Result<Vec<Message>, StoreError> {
    let query = message::Entity::find().filter(message::Column::WorkflowId.eq(workflow.uuid()));
    query.order_by_asc(message::Column::CreatedAt).order_by_asc(message::Column::Id).all(db).await?.into_iter().map(to_message).collect()
}

/// What was told to a person, the newest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn to_person(db: &impl ConnectionTrait, person: PersonId, limit: u64) -> Result<Vec<Message>, StoreError> {
    let told = message::Column::State.eq(MessageState::Sent.code()).or(message::Column::State.eq(MessageState::Kept.code()));
    let query = message::Entity::find().filter(message::Column::RecipientId.eq(person.uuid())).filter(told);
    let query = query.order_by_desc(message::Column::CreatedAt).order_by_desc(message::Column::Id).limit(limit);
    query.all(db).await?.into_iter().map(to_message).collect()
}

pub(super) fn to_message(row: message::Model) -> Result<Message, StoreError> {
    Ok(Message {
        id: row.id.into(),
        recipient: row.recipient_id.into(),
        kind: row.kind,
        subject: About {
            town: row.town_id.map(Into::into),
            workflow: row.workflow_id.map(Into::into),
            task: row.task_id.map(Into::into),
            hand_off: row.hand_off_id.map(Into::into),
        },
        params: row.params,
        due_at: row.due_at,
        immediate: row.immediate,
        state: MessageState::from_code(&row.state).ok_or_else(|| inconsistent("message", "state", &row.state))?,
        channel: Channel::from_code(&row.channel).ok_or_else(|| inconsistent("message", "channel", &row.channel))?,
        dedupe_key: row.dedupe_key,
        attempts: super::to_u32("message.attempts", row.attempts)?,
        last_error: row.last_error,
        sent_at: row.sent_at,
        rendered: row.subject.zip(row.body_text).map(|(subject, body)| Rendered { subject, body }),
        created_at: row.created_at,
    })
}

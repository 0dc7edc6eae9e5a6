//! Messages on their way: which are open, which leave together, and how each attempt ended. What is over is never touched again.
//!
//! A message is carried by the mail whose id is that of one message in it (`mail_id`); only that message's job sends the mail, so that the queue's lease
//! on the job is the lease on the mail. `sending_since` stands from before an attempt until its end is recorded: found standing, an earlier attempt ended
//! in a crash and the server may or may not have the mail.

use chrono::{DateTime, Utc};
use entity::message;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany};
use serde_json::Value;
use uuid::Uuid;
use workflow::ids::{MessageId, PersonId};

use super::StoreError;
use super::messages::{Channel, Message, MessageState, Rendered, to_message};

/// A message that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Open {
    pub message: Message,
    /// The mail that carries it, once one was begun.
    pub mail: Option<MessageId>,
    /// When its first attempt began.
    pub tried_at: Option<DateTime<Utc>>,
    /// Since when an attempt runs whose end is not known.
    pub sending_since: Option<DateTime<Utc>>,
}

/// The open messages of a person, the oldest first, held until the transaction ends.
///
/// # Errors
/// See [`StoreError`].
pub async fn open_of(db: &impl ConnectionTrait, recipient: PersonId) -> Result<Vec<Open>, StoreError> {
    let query = message::Entity::find().filter(message::Column::RecipientId.eq(recipient.uuid())).filter(pending());
    let rows = query.order_by_asc(message::Column::Id).lock_exclusive().all(db).await?;
    rows.into_iter().map(to_open).collect()
}

/// The message of this key, over or not, held until the transaction ends; with whether it can still be added to.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<(Message, bool)>, StoreError> {
    let row = message::Entity::find().filter(message::Column::DedupeKey.eq(key)).lock_exclusive().one(db).await?;
    let Some(row) = row else { return Ok(None) };
    let untouched = row.state == MessageState::Pending.code() && row.mail_id.is_none();
    Ok(Some((to_message(row)?, untouched)))
}

/// Changes what an open message says.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_params(db: &impl ConnectionTrait, id: MessageId, params: Value) -> Result<(), StoreError> {
    update(&[id]).set(message::ActiveModel { params: Set(params), ..Default::default() }).exec(db).await?;
    Ok(())
}

/// Begins an attempt to send messages as one mail.
///
/// # Errors
/// See [`StoreError`].
pub async fn begin(db: &impl ConnectionTrait, mail: MessageId, ids: &[MessageId], now: DateTime<Utc>) -> Result<(), StoreError> {
    let first = Func::coalesce([Expr::col(message::Column::TriedAt), Expr::value(now)]);
    update(ids)
        .col_expr(message::Column::Attempts, Expr::col(message::Column::Attempts).add(1))
        .col_expr(message::Column::TriedAt, first.into())
        .set(message::ActiveModel { mail_id: Set(Some(mail.uuid())), sending_since: Set(Some(now)), ..Default::default() })
        .exec(db)
        .await?;
    Ok(())
}

/// Records that messages have gone out, or are kept, or stand on the page; with a remark when there is one.
///
/// # Errors
/// See [`StoreError`].
pub async fn delivered(
    db: &impl ConnectionTrait,
    ids: &[MessageId],
    (state, channel): (MessageState, Channel),
    text: &Rendered,
    remark: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = message::ActiveModel {
        state: Set(state.code().to_owned()),
        channel: Set(channel.code().to_owned()),
        sent_at: Set(Some(now)),
        sending_since: Set(None),
        subject: Set(Some(text.subject.clone())),
        body_text: Set(Some(text.body.clone())),
        last_error: Set(remark.map(str::to_owned)),
        ..Default::default()
    };
    update(ids).set(row).exec(db).await?;
    Ok(())
}

/// Records a failed attempt: the messages stay open until `due_at`.
///
/// # Errors
/// See [`StoreError`].
pub async fn again(db: &impl ConnectionTrait, ids: &[MessageId], error: &str, due_at: DateTime<Utc>) -> Result<(), StoreError> {
    let row = message::ActiveModel {
        due_at: Set(due_at),
        sending_since: Set(None),
        last_error: Set(Some(error.to_owned())),
        ..Default::default()
    };
    update(ids).set(row).exec(db).await?;
    Ok(())
}

/// Gives messages up.
///
/// # Errors
/// See [`StoreError`].
pub async fn failed(db: &impl ConnectionTrait, ids: &[MessageId], error: &str) -> Result<(), StoreError> {
    over(db, ids, MessageState::Failed, error).await
}

/// Records that messages are not needed any more, and why.
///
/// # Errors
/// See [`StoreError`].
pub async fn dropped(db: &impl ConnectionTrait, ids: &[MessageId], why: &str) -> Result<(), StoreError> {
    over(db, ids, MessageState::Dropped, why).await
}

async fn over(db: &impl ConnectionTrait, ids: &[MessageId], state: MessageState, why: &str) -> Result<(), StoreError> {
    let row = message::ActiveModel {
        state: Set(state.code().to_owned()),
        sending_since: Set(None),
        last_error: Set(Some(why.to_owned())),
        ..Default::default()
    };
    update(ids).set(row).exec(db).await?;
    Ok(())
}

/// Opens a message that was given up, as if it had never been tried. False when it was not given up.
///
/// # Errors
/// See [`StoreError`].
pub async fn reopen(db: &impl ConnectionTrait, id: MessageId, due_at: DateTime<Utc>) -> Result<bool, StoreError> {
    let row = message::ActiveModel {
        state: Set(MessageState::Pending.code().to_owned()),
        due_at: Set(due_at),
        attempts: Set(0),
        mail_id: Set(None),
        tried_at: Set(None),
        sending_since: Set(None),
        ..Default::default()
    };
    let query = message::Entity::update_many().set(row).filter(message::Column::Id.eq(id.uuid()));
    let done = query.filter(message::Column::State.eq(MessageState::Failed.code())).exec(db).await?;
    Ok(done.rows_affected == 1)
}

/// A place in the order in which messages are due.
pub type Place = (DateTime<Utc>, Uuid);

/// Open messages that are due at `now`, behind `after`: each with its place and the message whose job carries it.
///
/// # Errors
/// See [`StoreError`].
pub async fn due(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    after: Option<Place>,
    limit: u64,
) -> Result<Vec<(Place, MessageId)>, StoreError> {
    let mut query = message::Entity::find().filter(pending()).filter(message::Column::DueAt.lte(now));
    if let Some((at, id)) = after {
        let later = message::Column::DueAt.gt(at).or(message::Column::DueAt.eq(at).and(message::Column::Id.gt(id)));
        query = query.filter(later);
    }
    let query = query.select_only().columns([message::Column::DueAt, message::Column::Id, message::Column::MailId]);
    let query = query.order_by_asc(message::Column::DueAt).order_by_asc(message::Column::Id).limit(limit);
    let rows: Vec<(DateTime<Utc>, Uuid, Option<Uuid>)> = query.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(at, id, mail)| ((at, id), mail.unwrap_or(id).into())).collect())
}

/// The state as a literal: a partial index is not used for a bound value.
fn pending() -> Expr {
    Expr::col(message::Column::State).eq(Expr::cust("'pending'"))
}

fn update(ids: &[MessageId]) -> UpdateMany<message::Entity> {
    message::Entity::update_many().filter(message::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).filter(pending())
}

fn to_open(row: message::Model) -> Result<Open, StoreError> {
    let (mail, tried_at, sending_since) = (row.mail_id.map(Into::into), row.tried_at, row.sending_since);
    Ok(Open { message: to_message(row)?, mail, tried_at, sending_since })
}

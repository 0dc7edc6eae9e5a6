//! What was told to people, for the admin: messages with their end, a kept mail as its file, a failed one tried again.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use serde_json::json;
use workflow::ids::{MessageId, PersonId};
use workflow::reminder::{Delivery, deliver_at};

use super::actor::{Actor, permit};
use super::error::{Problem, ServiceError};
use super::record::record;
use super::tools::Tools;
use crate::mail::{Accepted, Language, Mail, Mailer, Recipient, Rendered, SendError, Test, masked, transport};
use crate::store::{messages, outbox, people};

pub use crate::store::messages::{Channel, Message, MessageState};

/// A message with its recipient.
#[derive(Debug, Clone)]
pub struct MailRow {
    /// The message.
    pub message: Message,
    /// The recipient's name.
    pub name: String,
    /// The recipient's address, masked; none for people without one.
    pub address: Option<String>,
}

/// The latest messages in a state, or in any, the newest first.
///
/// # Errors
/// [`ServiceError::Refused`] for whoever does not administer.
pub async fn list(tools: &Tools, actor: Actor<'_>, state: Option<MessageState>, most: u64) -> Result<Vec<MailRow>, ServiceError> {
    permit(actor.administers())?;
    let db = tools.store.read();
    let found = messages::latest(db, state.as_slice(), most).await?;
    let ids: Vec<PersonId> = found.iter().map(|message| message.recipient).collect();
    let people = people::find_many(db, &ids).await?;
    let row = |message: Message| {
        let person = people.get(&message.recipient);
        let name = person.map(|person| person.name.clone()).unwrap_or_default();
        MailRow { name, address: person.and_then(|person| person.mail.as_deref()).map(masked), message }
    };
    Ok(found.into_iter().map(row).collect())
}

/// How many messages are in each state.
///
/// # Errors
/// See [`ServiceError`].
pub async fn counts(tools: &Tools) -> Result<BTreeMap<MessageState, u64>, ServiceError> {
    Ok(messages::count(tools.store.read()).await?)
}

/// A message, with whether the mail that carried it is kept as a file.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none.
pub async fn show(tools: &Tools, actor: Actor<'_>, data: &Path, id: MessageId) -> Result<(MailRow, bool), ServiceError> {
    permit(actor.administers())?;
    let db = tools.store.read();
    let message = messages::find(db, id).await?.ok_or(ServiceError::NotFound)?;
    let person = people::find(db, message.recipient).await?;
    let name = person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
    let address = person.and_then(|person| person.mail).as_deref().map(masked);
    let kept = match path(tools, data, id).await? {
        Some(path) => tokio::fs::try_exists(path).await.unwrap_or(false),
        None => false,
    };
    Ok((MailRow { message, name, address }, kept))
}

/// The mail that carried a message, as its file.
///
/// # Errors
/// [`ServiceError::NotFound`] when it is not kept.
pub async fn file(tools: &Tools, actor: Actor<'_>, data: &Path, id: MessageId) -> Result<Vec<u8>, ServiceError> {
    permit(actor.administers())?;
    let path = path(tools, data, id).await?.ok_or(ServiceError::NotFound)?;
    tokio::fs::read(path).await.map_err(|_| ServiceError::NotFound)
}

/// The name comes from an id, never from what somebody typed.
async fn path(tools: &Tools, data: &Path, id: MessageId) -> Result<Option<std::path::PathBuf>, ServiceError> {
    let carrier = messages::carrier(tools.store.read(), id).await?;
    Ok(carrier.map(|mail| data.join(transport::FOLDER).join(format!("{mail}.eml"))))
}

/// Tries a message again that was given up; it leaves in working hours like any other. Pressed twice, it is tried once.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none.
pub async fn retry(tools: &Tools, actor: Actor<'_>, id: MessageId) -> Result<(), ServiceError> {
    permit(actor.administers())?;
    let now = tools.now();
    let tx = tools.store.begin().await?;
    let message = messages::find(&tx, id).await?.ok_or(ServiceError::NotFound)?;
    let due_at = if message.immediate {
        now
    } else {
        deliver_at(Delivery::Single, now, &*tools.calendar.of_person(&tx, message.recipient, now).await?, false)
    };
    if !outbox::reopen(&tx, id, due_at).await? {
        return Ok(());
    }
    let job = jobs::DeliverMessage { message_id: id.uuid() };
    jobs::enqueue(&tx, now, &job, due_at, Some(&id.to_string())).await?;
    record(&tx, tools, actor, "mail-retried", ("message", id.uuid()), json!({ "kind": message.kind })).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(())
}

/// What a kind of mail looks like.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The kind of mail.
    pub code: &'static str,
    /// Its words.
    pub words: Rendered,
}

/// Samples of every kind of mail in a language, as they would be written now.
///
/// # Errors
/// [`ServiceError::Refused`] for whoever does not administer.
pub fn samples(now: DateTime<Utc>, actor: Actor<'_>, mailer: &Mailer, language: Language) -> Result<Vec<Sample>, ServiceError> {
    permit(actor.administers())?;
    let words = |mail: Mail| match mailer.write_sample(&mail, language, now) {
        Ok(words) => Ok(Sample { code: mail.code(), words }),
        Err(error) => Err(ServiceError::Internal(error.to_string())),
    };
    Mail::samples(language, now).into_iter().map(words).collect()
}

/// What became of a test mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tested {
    /// The server took it.
    Sent,
    /// There is no server: it is kept as this file in the folder of kept mails.
    Kept(String),
    /// It did not leave, for this reason; the address in it is masked.
    Failed(String),
}

/// Sends a test mail at once, past the queue, so that a server's answer is seen.
///
/// # Errors
/// [`ServiceError::Refused`] for whoever does not administer, [`ServiceError::Invalid`] when the address is none.
pub async fn test(tools: &Tools, actor: Actor<'_>, mailer: &Mailer, address: &str, language: Language) -> Result<Tested, ServiceError> {
    permit(actor.administers())?;
    let now = tools.now();
    let wrong = |_| ServiceError::Invalid(vec![Problem::new("address", "not_an_address", "请填写完整的邮箱地址，例如 name@example.com")]);
    let to = Recipient::new("", address.trim(), language.code()).map_err(wrong)?;
    let id = tools.ids.next::<MessageId>(now);
    let mail = mailer.write(id, &to, &Mail::Test(Test), now).map_err(|error| ServiceError::Internal(error.to_string()))?;
    let tested = match mailer.send(&mail).await {
        Ok(Accepted::Sent) => Tested::Sent,
        Ok(Accepted::Kept) => Tested::Kept(format!("{id}.eml")),
        Err(SendError::Passing(reason) | SendError::Refused(reason)) => Tested::Failed(reason),
    };
    let tx = tools.store.begin().await?;
    record(&tx, tools, actor, "mail-tested", ("message", id.uuid()), json!({ "to": to.address.masked() })).await?;
    tx.commit().await?;
    Ok(tested)
}

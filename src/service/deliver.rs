//! Delivering a message: read the state again, gather the burst that it belongs to, write the mail, let it leave outside any transaction, record the end.
//!
//! Nothing is sent twice, as far as SMTP allows: only the job of one message sends a mail, and the queue's lease lets one worker have that job; the attempt
//! is noted before the server is spoken to, and its end directly after the server's yes. Between that yes and the commit of our note lies the one window in
//! which a crash repeats a mail: the repeat has the same Message-ID, and the record says that it was one (`sent-again`). An end that the database refuses
//! to take is kept in memory and recorded by the next attempt instead of sending again.

mod inside;
mod lead;
mod prepare;
mod relevance;
mod weekly;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use jobs::{DeliverMessage, Job, Outcome, Run};
use workflow::calendar::{Calendar, local_date};
use workflow::ids::MessageId;

use super::error::ServiceError;
use super::tools::Tools;
use crate::mail::{Accepted, Mailer, SendError};
use crate::store::messages::{Channel, MessageState, Rendered};
use crate::store::outbox;
use prepare::{Prepared, Ready};

/// The remark on what may have been sent twice.
pub const SENT_AGAIN: &str = "sent-again";
/// How long an immediate mail is tried.
const TRY_IMMEDIATE: TimeDelta = TimeDelta::hours(24);
/// The waits before each further try to record an end.
const RECORD_AGAIN: [Duration; 4] = [Duration::from_millis(50), Duration::from_millis(250), Duration::from_secs(1), Duration::from_secs(4)];

/// Delivers messages; cheap to clone.
#[derive(Debug, Clone)]
pub struct Postman {
    mailer: Mailer,
    /// What was accepted and could not be recorded, by the mail's id.
    accepted: Arc<Mutex<BTreeMap<MessageId, End>>>,
}

/// A good end to be recorded.
#[derive(Debug, Clone)]
struct End {
    messages: Vec<MessageId>,
    state: MessageState,
    text: Rendered,
    again: bool,
    at: DateTime<Utc>,
}

impl Postman {
    /// A postman with a way for mails.
    #[must_use]
    pub fn new(mailer: Mailer) -> Self {
        Self { mailer, accepted: Arc::default() }
    }

    /// The writer of mails.
    #[must_use]
    pub fn mailer(&self) -> &Mailer {
        &self.mailer
    }

    /// Delivers a message, and those that leave with it, unless it was delivered or is not needed any more. `run` is the attempt of the message's job.
    pub async fn deliver(&self, tools: &Tools, id: MessageId, run: Run) -> Outcome {
        match self.attempt(tools, id, run).await {
            Ok(outcome) => outcome,
            Err(error) => Outcome::Retry(error.to_string()),
        }
    }

    async fn attempt(&self, tools: &Tools, id: MessageId, run: Run) -> Result<Outcome, ServiceError> {
        let known = self.lock().get(&id).cloned();
        if let Some(end) = known {
            return self.record(tools, id, &end).await.map(|()| Outcome::Done);
        }
        match prepare::prepare(tools, &self.mailer, id).await? {
            Prepared::Nothing => Ok(Outcome::Done),
            Prepared::Later(at) => Ok(Outcome::Snooze(at)),
            Prepared::Ready(ready) => self.send(tools, id, *ready, run).await,
        }
    }

    async fn send(&self, tools: &Tools, id: MessageId, ready: Ready, run: Run) -> Result<Outcome, ServiceError> {
        let to = ready.mail.to.address.masked();
        if ready.again {
            tracing::warn!(mail = %id, to, "an earlier attempt had no known end; the mail is sent again under the same Message-ID");
        }
        let sent = self.mailer.send(&ready.mail).await;
        let now = tools.now();
        match sent {
            Ok(accepted) => {
                let state = match accepted {
                    Accepted::Sent => MessageState::Sent,
                    Accepted::Kept => MessageState::Kept,
                };
                let rendered = &ready.mail.rendered;
                let text = Rendered { subject: rendered.subject.as_str().to_owned(), body: rendered.stored.clone() };
                let end = End { messages: ready.messages, state, text, again: ready.again, at: now };
                self.lock().insert(id, end.clone());
                self.record(tools, id, &end).await?;
                tracing::info!(mail = %id, to, messages = end.messages.len(), state = end.state.code(), "mail delivered");
                Ok(Outcome::Done)
            }
            Err(SendError::Passing(reason)) if now < give_up_at(ready.tried_at, ready.immediate, &ready.calendar) && !run.is_last() => {
                let next = now + DeliverMessage::retry_after(run.attempt);
                let due_at = if ready.immediate { next } else { ready.calendar.next_working_start(next) };
                outbox::again(tools.store.write(), &ready.messages, &reason, due_at).await?;
                Ok(Outcome::Retry(reason))
            }
            Err(SendError::Passing(reason) | SendError::Refused(reason)) => {
                outbox::failed(tools.store.write(), &ready.messages, &reason).await?;
                tracing::warn!(mail = %id, to, reason, "mail given up");
                Ok(Outcome::Done)
            }
        }
    }

    /// Records a good end, trying for some seconds: each failure here may become a second mail.
    async fn record(&self, tools: &Tools, id: MessageId, end: &End) -> Result<(), ServiceError> {
        let mut waits = RECORD_AGAIN.into_iter();
        loop {
            let remark = end.again.then_some(SENT_AGAIN);
            let done = outbox::delivered(tools.store.write(), &end.messages, (end.state, Channel::Mail), &end.text, remark, end.at).await;
            match (done, waits.next()) {
                (Ok(()), _) => {
                    self.lock().remove(&id);
                    return Ok(());
                }
                (Err(error), Some(wait)) => {
                    tracing::warn!(mail = %id, %error, "a mail was accepted and this could not be recorded yet");
                    tokio::time::sleep(wait).await;
                }
                (Err(error), None) => return Err(error.into()),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<MessageId, End>> {
        self.accepted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Until when a mail is tried: for a day. What only travels in working hours has until the same time of the next working day.
fn give_up_at(tried_at: DateTime<Utc>, immediate: bool, calendar: &Calendar) -> DateTime<Utc> {
    if immediate {
        return tried_at + TRY_IMMEDIATE;
    }
    let date = local_date(tried_at);
    tried_at + (calendar.shift_working_days(date, 1) - date).max(TimeDelta::days(1))
}

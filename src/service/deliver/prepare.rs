//! What happens before a mail leaves, in one transaction: whether it is time, which messages go together, what they say now, and the note that an attempt
//! begins.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use workflow::calendar::Calendar;
use workflow::ids::MessageId;
use workflow::people::Viewer;
use workflow::reminder::{Pending, merge_window};
use workflow::topic::Topic;

use super::relevance::{Reader, SUSPENDED, Said};
use crate::mail::{Mail, Mailer, Outgoing, Recipient};
use crate::service::error::ServiceError;
use crate::service::tools::Tools;
use crate::service::{digest, weekly};
use crate::store::messages::{Channel, MessageState, Rendered};
use crate::store::outbox::{self, Open};
use crate::store::people::Person;
use crate::store::{StoreError, Tx, due_checks, grants, mail_choices, messages, people};

/// A digest waits for a sweep that is behind, but not for ever: a row may fail.
const WAIT_FOR_SWEEP: TimeDelta = TimeDelta::minutes(15);
const LOOK_AGAIN: TimeDelta = TimeDelta::seconds(20);
/// After so many attempts a message is given up: something ends the program each time before it can say why.
const MOST_ATTEMPTS: u32 = 60;

/// What is to be done with a message.
pub(super) enum Prepared {
    /// Nothing: it is over, not needed, or carried by another.
    Nothing,
    /// It is too early.
    Later(DateTime<Utc>),
    /// A mail is ready to leave; the attempt is noted.
    Ready(Box<Ready>),
}

/// A mail and what it carries.
pub(super) struct Ready {
    pub(super) mail: Outgoing,
    pub(super) messages: Vec<MessageId>,
    pub(super) immediate: bool,
    /// When the first attempt began.
    pub(super) tried_at: DateTime<Utc>,
    /// Whether an earlier attempt had no known end.
    pub(super) again: bool,
    /// The calendar of the recipient.
    pub(super) calendar: Arc<Calendar>,
}

pub(super) async fn prepare(tools: &Tools, mailer: &Mailer, id: MessageId) -> Result<Prepared, ServiceError> {
    let now = tools.now();
    let tx = tools.store.begin().await?;
    // The message itself may be over while others that leave with it are not.
    let Some(message) = messages::find(&tx, id).await? else { return Ok(Prepared::Nothing) };
    let open = outbox::open_of(&tx, message.recipient).await?;
    let carried: Vec<&Open> = open.iter().filter(|open| open.mail == Some(id)).collect();
    let own = open.iter().find(|open| open.message.id == id);
    let immediate = message.immediate;
    let going: Vec<&Open> = match own {
        // A later attempt: the same messages again. The first of them may be over while others are not.
        _ if !carried.is_empty() => carried,
        Some(own) if own.mail.is_none() => {
            if own.message.due_at > now {
                return Ok(Prepared::Later(own.message.due_at));
            }
            vec![own]
        }
        // Carried by another message's mail.
        _ => return Ok(Prepared::Nothing),
    };
    let Some(person) = people::find(&tx, message.recipient).await?.filter(|person| person.deactivated_at.is_none()) else {
        return drop_all(tx, &going, "deactivated").await;
    };
    let Some(viewer) = grants::viewer(&tx, person.id, now).await? else { return drop_all(tx, &going, "deactivated").await };
    let address = match person.mail.as_deref().map(str::trim).filter(|mail| !mail.is_empty()) {
        None => return on_page(tx, tools, mailer, &going, &person, &viewer).await,
        Some(text) => Recipient::new(&person.name, text, &person.language),
    };
    let wanted = mail_choices::wanted(&tx, person.id, Channel::Mail).await?;
    // Who wants no mails about this finds it on the page, like everything; what is immediate is mailed all the same.
    if let Some(own) = own.filter(|own| own.mail.is_none() && !immediate && !wanted.contains(&topic(own))) {
        return on_page(tx, tools, mailer, &[own], &person, &viewer).await;
    }
    let Ok(recipient) = address else { return fail_all(tx, &going, "the address on record is no mail address").await };
    if going.iter().any(|open| open.message.attempts >= MOST_ATTEMPTS) {
        return fail_all(tx, &going, "given up after too many attempts that ended without a word").await;
    }
    let calendar = tools.calendar.of_person(&tx, person.id, now).await?;
    if !immediate {
        let working = calendar.next_working_start(now);
        if working > now {
            return Ok(Prepared::Later(working));
        }
    }
    let going = match own {
        Some(own) if own.mail.is_none() && own.message.kind == digest::KIND => {
            if now < own.message.due_at + WAIT_FOR_SWEEP && due_checks::any(&tx, now).await? {
                return Ok(Prepared::Later(now + LOOK_AGAIN));
            }
            going
        }
        Some(own) if own.mail.is_none() && !immediate && !leaves_alone(&own.message.kind) => {
            match burst(&calendar, &open, &wanted, id, now) {
                Ok(burst) => burst,
                Err(later) => return Ok(Prepared::Later(later)),
            }
        }
        _ => going,
    };
    let tried_at = going.iter().filter_map(|open| open.tried_at).min().unwrap_or(now);
    let again = going.iter().any(|open| open.sending_since.is_some());
    let (mail, messages, waits) = say(&tx, tools, (&viewer, &person.language), &going).await?;
    let Some(mail) = mail else {
        tx.commit().await?;
        return Ok(if waits { Prepared::Later(calendar.next_day_start(now)) } else { Prepared::Nothing });
    };
    let mail = match mailer.write(id, &recipient, &mail, now) {
        Ok(mail) => mail,
        Err(error) => return fail_all(tx, &going, &error.to_string()).await,
    };
    outbox::begin(&tx, id, &messages, now).await?;
    tx.commit().await?;
    Ok(Prepared::Ready(Box::new(Ready { mail, messages, immediate, tried_at, again, calendar })))
}

/// What is a mail of its own, at its own time.
fn leaves_alone(kind: &str) -> bool {
    kind == digest::KIND || kind == weekly::KIND
}

fn topic(open: &Open) -> Topic {
    Topic::of_kind(&open.message.kind)
}

/// The messages that leave together with `id`, or when they do. What is late already leaves as one, however many bursts it was.
fn burst<'a>(
    calendar: &Calendar,
    open: &'a [Open],
    wanted: &BTreeSet<Topic>,
    id: MessageId,
    now: DateTime<Utc>,
) -> Result<Vec<&'a Open>, DateTime<Utc>> {
    let waiting =
        |open: &&Open| open.mail.is_none() && !open.message.immediate && !leaves_alone(&open.message.kind) && wanted.contains(&topic(open));
    let pending: Vec<Pending<MessageId, ()>> = open
        .iter()
        .filter(waiting)
        .map(|open| Pending { id: open.message.id, recipient: (), since: open.message.created_at, immediate: false })
        .collect();
    let batches = merge_window(&pending, calendar);
    if let Some(own) = batches.iter().find(|batch| batch.messages.contains(&id)).filter(|batch| batch.at > now) {
        return Err(own.at);
    }
    let ready: Vec<MessageId> = batches.into_iter().filter(|batch| batch.at <= now).flat_map(|batch| batch.messages).collect();
    Ok(open.iter().filter(|open| ready.contains(&open.message.id)).collect())
}

/// What the messages say now, and whether some wait for the end of a suspension; those that say nothing any more are dropped.
async fn say(
    tx: &Tx,
    tools: &Tools,
    (viewer, language): (&Viewer, &str),
    going: &[&Open],
) -> Result<(Option<Mail>, Vec<MessageId>, bool), ServiceError> {
    let mut reader = Reader::new(tx, tools, viewer, language);
    let (mut notices, mut alone, mut said) = (Vec::new(), None, Vec::new());
    let mut waits = false;
    for open in going {
        let id = open.message.id;
        match reader.read(&open.message).await {
            Ok(Said::Notice(notice)) => {
                notices.push(*notice);
                said.push(id);
            }
            Ok(Said::Digest(lines)) => {
                alone = Some(Mail::Digest(lines));
                said.push(id);
            }
            Ok(Said::Weekly(weekly)) => {
                alone = Some(Mail::Weekly(weekly));
                said.push(id);
            }
            Ok(Said::Nothing(SUSPENDED)) => waits = true,
            Ok(Said::Nothing(why)) => outbox::dropped(tx, &[id], why).await?,
            // One message that cannot be read does not hold up those beside it.
            Err(StoreError::Inconsistent(reason)) => outbox::failed(tx, &[id], &reason).await?,
            Err(error) => return Err(error.into()),
        }
    }
    let mail = match alone {
        Some(mail) => Some(mail),
        None if notices.is_empty() => None,
        None => Some(Mail::Notices(notices)),
    };
    Ok((mail, said, waits))
}

/// For a person without an address, standing on the page counts as delivered.
async fn on_page(
    tx: Tx,
    tools: &Tools,
    mailer: &Mailer,
    going: &[&Open],
    person: &Person,
    viewer: &Viewer,
) -> Result<Prepared, ServiceError> {
    let mut waiting = false;
    for open in going {
        let (mail, messages, waits) = say(&tx, tools, (viewer, &person.language), &[open]).await?;
        waiting |= waits;
        let Some(mail) = mail else { continue };
        match mailer.write_for_page(&person.name, &person.language, &mail, tools.now()) {
            Ok(words) => {
                let text = Rendered { subject: words.subject.as_str().to_owned(), body: words.stored };
                outbox::delivered(&tx, &messages, (MessageState::Sent, Channel::Page), &text, None, tools.now()).await?;
            }
            Err(error) => outbox::failed(&tx, &messages, &error.to_string()).await?,
        }
    }
    let calendar = tools.calendar.of_person(&tx, person.id, tools.now()).await?;
    tx.commit().await?;
    Ok(if waiting { Prepared::Later(calendar.next_day_start(tools.now())) } else { Prepared::Nothing })
}

async fn drop_all(tx: Tx, going: &[&Open], why: &str) -> Result<Prepared, ServiceError> {
    outbox::dropped(&tx, &ids(going), why).await?;
    tx.commit().await?;
    Ok(Prepared::Nothing)
}

async fn fail_all(tx: Tx, going: &[&Open], reason: &str) -> Result<Prepared, ServiceError> {
    outbox::failed(&tx, &ids(going), reason).await?;
    tx.commit().await?;
    Ok(Prepared::Nothing)
}

fn ids(going: &[&Open]) -> Vec<MessageId> {
    going.iter().map(|open| open.message.id).collect()
}

//! What must hold after a run: the policy's demands, the messages and the log of the mail server agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use dutyflow::service::deliver::SENT_AGAIN;
use dutyflow::store::messages::{self, Message, MessageState};
use workflow::calendar::{Calendar, local_date};
use workflow::ids::{MessageId, PersonId};
use workflow::reminder::REMINDER_DAYS;

use super::super::stage::{COORDINATOR, LIAISON, Stage, at};
use super::{Fate, Size, Work};
use crate::harness::ids::id;
use crate::harness::smtp::SmtpServer;

/// What a run came to.
#[derive(Debug, Default)]
pub(super) struct Figures {
    sent: usize,
    failed: usize,
    dropped: usize,
    /// Mails that were accepted more than once: a process died, or the receipt was lost, between the server's yes and our note of it.
    repeated: usize,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sent, failed, dropped, repeated } = self;
        write!(
            f,
            "{sent} sent, {failed} failed after a day, {dropped} not needed any more, {repeated} mails taken more than once under one Message-ID"
        )
    }
}

pub(super) async fn judge(stage: &Stage, server: &SmtpServer, works: &[Work], size: Size) -> Figures {
    let calendar = &*stage.tools.calendar.county();
    let all = stage.messages().await;
    let mut taken: BTreeMap<String, Vec<DateTime<Utc>>> = BTreeMap::new();
    for mail in server.mails() {
        let number = mail.header("message-id").unwrap();
        let number = number.trim_start_matches('<').split('@').next().unwrap().to_owned();
        taken.entry(number).or_default().push(mail.at.unwrap());
    }
    let mut carriers: BTreeSet<String> = BTreeSet::new();
    let mut figures = Figures::default();
    for message in &all {
        let carrier: Option<MessageId> = messages::carrier(stage.tools.store.read(), message.id).await.unwrap();
        let times = carrier.and_then(|mail| taken.get(&mail.to_string())).map_or(&[][..], Vec::as_slice);
        carriers.extend(carrier.map(|mail| mail.to_string()));
        ended(message, times, &mut figures, stage);
        for time in times {
            assert!(message.immediate || calendar.next_working_start(*time) == *time, "outside working hours: {message:#?} {times:?}");
            may_be_said(message, *time, works);
        }
    }
    let strangers: Vec<&String> = taken.keys().filter(|mail| !carriers.contains(*mail)).collect();
    assert!(strangers.is_empty(), "the server took what no message knows of: {strangers:?}");
    figures.repeated = taken.values().filter(|times| times.len() > 1).count();
    let has: BTreeSet<(String, PersonId, String)> =
        all.iter().map(|message| (message.kind.clone(), message.recipient, subject(message))).collect();
    assert_eq!(has.len(), all.len(), "nothing is told twice");
    let due: BTreeSet<_> = demanded(calendar, works, size).into_iter().collect();
    let missing: Vec<_> = due.difference(&has).filter(|told| is_judged(told, works)).collect();
    assert!(missing.is_empty(), "demanded and never made: {missing:#?}");
    let excess: Vec<_> = has.difference(&due).filter(|told| is_judged(told, works)).collect();
    assert!(excess.is_empty(), "made and never demanded: {excess:#?}");
    figures
}

/// The end of a message fits what the server took.
fn ended(message: &Message, times: &[DateTime<Utc>], figures: &mut Figures, stage: &Stage) {
    match message.state {
        MessageState::Sent => {
            figures.sent += 1;
            assert!(!times.is_empty(), "never accepted: {message:#?}");
            // Who begins an attempt cannot know whether an earlier one that died had got through; the row says so.
            assert!(times.len() == 1 || message.attempts > 1, "accepted {times:?}: {message:#?}");
        }
        MessageState::Failed => {
            figures.failed += 1;
            assert!(times.is_empty() || message.last_error.as_deref() == Some(SENT_AGAIN), "failed and accepted {times:?}: {message:#?}");
            assert!(message.attempts >= 5 && message.last_error.is_some(), "given up too early: {message:#?}");
        }
        MessageState::Dropped => {
            figures.dropped += 1;
            assert!(times.is_empty(), "dropped and accepted {times:?}: {message:#?}");
        }
        MessageState::Pending => {
            assert!(message.due_at > stage.tools.now() || is_resting(message), "left lying: {message:#?}");
        }
        MessageState::Kept => panic!("there is a server: {message:#?}"),
    }
}

/// A message about suspended work waits.
fn is_resting(message: &Message) -> bool {
    message.kind == "assigned"
}

/// What was accepted then was still true then: not about what was done, rested, or was signed for.
fn may_be_said(message: &Message, time: DateTime<Utc>, works: &[Work]) {
    let words = message.rendered.as_ref().map(|text| text.body.clone()).unwrap_or_default();
    for work in works {
        let in_digest = message.kind == "digest" && words.contains(&format!("{}：", work.title));
        let told = match message.kind.as_str() {
            "assigned" => message.subject.task == Some(work.does),
            "digest" => in_digest,
            kind if kind.starts_with("unsigned-") => message.subject.workflow == Some(work.workflow),
            _ => false,
        };
        if !told {
            continue;
        }
        let ended = if message.kind.starts_with("unsigned-") { work.signed } else { work.done };
        assert!(ended.is_none_or(|ended| time <= ended), "said at {time} after it had ended: {work:#?} {message:#?}");
        assert!(
            work.rest.is_none_or(|(from, until)| time <= from || time > until),
            "said at {time} while it rested: {work:#?} {message:#?}"
        );
    }
}

/// What makes a message one of its kind: the day of a digest, the task or hand-off of a notice.
fn subject(message: &Message) -> String {
    let subject = &message.subject;
    match message.kind.as_str() {
        "digest" => message.params["date"].as_str().unwrap().to_owned(),
        "assigned" => subject.task.unwrap().to_string(),
        _ => subject.hand_off.unwrap().to_string(),
    }
}

type Told = (String, PersonId, String);

/// What the policy demands, by a plain reading of it.
fn demanded(calendar: &Calendar, works: &[Work], size: Size) -> Vec<Told> {
    let mut told = Vec::new();
    let last = size.until.parse::<NaiveDate>().unwrap();
    for work in works {
        let clerk: PersonId = id(work.clerk);
        for task in [work.does, work.sends] {
            told.push(("assigned".to_owned(), clerk, task.to_string()));
        }
        for day in reminded(calendar, work, last) {
            told.push(("digest".to_owned(), clerk, day.to_string()));
        }
        let (Some(hand_off), Some(handed)) = (work.hand_off, work.handed) else { continue };
        let hand_off = hand_off.to_string();
        told.push(("handed-off".to_owned(), id(LIAISON), hand_off.clone()));
        // Two working days are allowed; whoever has not signed by the next morning is asked.
        let asked = calendar.day_start(calendar.shift_working_days(local_date(handed), 3)).unwrap();
        if asked <= at(&format!("{last} 23:00")) && work.signed.is_none_or(|signed| signed > asked) {
            for (kind, person) in [("unsigned-sender", work.clerk), ("unsigned-liaison", LIAISON), ("unsigned-letter", COORDINATOR)] {
                told.push((kind.to_owned(), id(person), hand_off.clone()));
            }
        }
    }
    told.sort();
    told.dedup();
    told
}

/// The days on which the step in the office is reminded of: its reminder days while it is open and its workflow runs.
fn reminded(calendar: &Calendar, work: &Work, last: NaiveDate) -> Vec<NaiveDate> {
    let Some(due) = work.due else { return Vec::new() };
    let days = REMINDER_DAYS.into_iter().map(|day| calendar.shift_working_days(due, day)).filter(|day| *day <= last);
    let open = |day: &NaiveDate| {
        let morning = calendar.day_start(*day).unwrap();
        morning > work.begun && work.done.is_none_or(|done| done > morning)
    };
    days.filter(open).collect()
}

/// Digests of the liaison, and of whoever has work that rests, are not judged one by one: what they may say is.
fn is_judged((kind, person, _): &Told, works: &[Work]) -> bool {
    let rests = |work: &Work| matches!(work.fate, Fate::Rests(..)) && id::<PersonId>(work.clerk) == *person;
    kind != "digest" || (*person != id(LIAISON) && !works.iter().any(rests))
}

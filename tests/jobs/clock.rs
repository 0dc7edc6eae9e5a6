//! What the clock and the calendar do to reminders and mails: seasons of working hours, jumps of the system's clock, the ends of months, and the
//! last year whose holidays are known.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use dutyflow::store::messages::{Message, MessageState};
use workflow::calendar::local_date;
use workflow::clock::Clock;

use super::stage::{CLERK, COORDINATOR, LIAISON, Stage, at};
use crate::harness::db::Place;
use crate::harness::smtp::{Received, SmtpServer};

/// "2026-01-05 10:10" of an instant.
fn shown(at: DateTime<Utc>) -> String {
    (at + TimeDelta::hours(8)).format("%Y-%m-%d %H:%M").to_string()
}

/// When the messages of a kind to a person were sent.
async fn sent(stage: &Stage, kind: &str, person: u128) -> Vec<String> {
    stage.of_kind(kind, person).await.into_iter().filter_map(|message| message.sent_at).map(shown).collect()
}

/// When a mail about a piece of work leaves that is given at a time.
async fn assigned_at(given: &str) -> String {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.run_at(given).await;
    stage.begin("高龄津贴", false, None).await;
    // A minute too early, and when work begins and a burst has had its ten minutes.
    let open = stage.tools.calendar.county().next_working_start(at(given));
    for minutes in [-1, 0, 9, 10] {
        stage.run_at(&shown(open.max(at(given)) + TimeDelta::minutes(minutes))).await;
    }
    sent(&stage, "assigned", CLERK).await.remove(0)
}

#[tokio::test]
async fn mails_leave_in_the_hours_of_the_season() {
    // Winter until the end of April: 10:00 to 14:00 and 15:30 to 19:30; from May on 16:00 to 20:00.
    assert_eq!(assigned_at("2026-04-30 15:00").await, "2026-04-30 15:40", "winter: the afternoon begins at half past three");
    assert_eq!(assigned_at("2026-05-06 15:00").await, "2026-05-06 16:10", "summer: at four");
    assert_eq!(assigned_at("2026-05-06 19:30").await, "2026-05-06 19:40", "summer: until eight");
    assert_eq!(assigned_at("2026-10-09 19:40").await, "2026-10-10 10:10", "winter: too late, and the Saturday is a working day");
    assert_eq!(assigned_at("2026-04-30 19:40").await, "2026-05-06 10:10", "over the turn of the season, behind the days off");
}

#[tokio::test]
async fn reminder_days_are_counted_over_the_ends_of_months_and_days_off() {
    for (given, days, expected) in [
        // Due on Monday, 2 February: −3, −1, +1.
        ("2026-01-26 10:30", 5, ["2026-01-28 10:00", "2026-01-30 10:00", "2026-02-03 10:00"]),
        // Due on 3 March: Saturday, 28 February is worked.
        ("2026-02-25 10:30", 5, ["2026-02-27 10:00", "2026-03-02 10:00", "2026-03-04 10:00"]),
        // Due on Saturday, 10 October, which is worked: the first week of the month is off.
        ("2026-09-29 10:30", 4, ["2026-09-30 10:00", "2026-10-09 10:00", "2026-10-12 10:00"]),
    ] {
        let server = SmtpServer::start().await;
        let stage = Stage::with_server(&server).await;
        stage.clock.set(at(given));
        let case = stage.begin("高龄津贴", false, Some(days)).await;
        let due = case.tasks.values().find_map(|task| task.due.as_ref()).unwrap().at;
        let until = stage.tools.calendar.county().shift_working_days(local_date(due), 2);
        stage.run_until(&format!("{until} 12:00"), TimeDelta::minutes(60)).await;
        let mornings = sent(&stage, "digest", CLERK).await;
        let mornings: Vec<String> = mornings.into_iter().map(|at| at[..13].to_owned() + ":00").collect();
        assert_eq!(mornings, expected, "given {given}, due {}", shown(due));
    }
}

#[tokio::test]
async fn behind_the_last_official_year_reminders_go_on_and_dates_say_that_they_are_provisional() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.clock.set(at("2026-12-28 10:30"));
    stage.begin("高龄津贴", false, Some(7)).await;
    stage.run_until("2027-01-08 12:00", TimeDelta::hours(1)).await;
    let told = stage.of_kind("assigned", CLERK).await;
    let words: Vec<String> = told.into_iter().map(|message| message.rendered.unwrap().body).collect();
    assert!(words.iter().any(|words| words.contains("暂按周末推算")), "{words:#?}");
    // Weekends only: the 1st of January 2027, a Friday, counts as a working day until its notice is there.
    let mornings = sent(&stage, "digest", CLERK).await;
    assert_eq!(mornings.iter().map(|at| &at[..10]).collect::<Vec<_>>(), ["2027-01-01", "2027-01-05", "2027-01-07"], "−3, −1, +1");
}

/// The stage on the evening before reminder days, with a hand-off that nobody signs for, closed; and when that was.
async fn evening_before() -> (Place, DateTime<Utc>) {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.run_at("2026-01-05 10:20").await;
    // Due on Friday the 9th; reminders on the 6th, the 8th, the 12th.
    let case = stage.begin("高龄津贴", false, Some(4)).await;
    stage.run_until("2026-01-06 10:20", TimeDelta::hours(2)).await;
    // Not signed for until the 8th: told on the 9th.
    stage.hand_off(&case).await;
    stage.run_until("2026-01-07 19:20", TimeDelta::hours(2)).await;
    let now = stage.clock.now();
    let Stage { db, tools, worker, .. } = stage;
    drop((tools, worker));
    (db.into_template().await, now)
}

/// Every message by what makes it one: its kind, its recipient, and the day or round.
async fn made(stage: &Stage) -> BTreeMap<String, Message> {
    let key = |message: &Message| format!("{} {} {:?} {}", message.kind, message.recipient, message.subject, message.params);
    let all = stage.messages().await;
    let count = all.len();
    let by_key: BTreeMap<String, Message> = all.into_iter().map(|message| (key(&message), message)).collect();
    assert_eq!(by_key.len(), count, "told twice: {by_key:#?}");
    by_key
}

#[tokio::test]
async fn a_jump_of_the_clock_by_an_hour_or_a_day_in_either_direction_loses_nothing_and_doubles_nothing() {
    let (template, evening) = evening_before().await;
    let (hour, day) = (TimeDelta::hours(1), TimeDelta::days(1));
    for moment in ["2026-01-08 09:50", "2026-01-08 19:20"] {
        for jump in [hour, -hour, day, -day] {
            for mended in [false, true] {
                let what = format!("{} minutes at {moment}, {}", jump.num_minutes(), if mended { "and back" } else { "for good" });
                let server = SmtpServer::start().await;
                let stage = Stage::copy_of(&template, None, evening, &server).await;
                // The time that passes is not the time that the clock shows.
                let mut real = evening;
                while real < at("2026-01-13 12:00") {
                    let night = !(9..20).contains(&shown(real)[11..13].parse().unwrap());
                    real += TimeDelta::minutes(if night { 170 } else { 50 });
                    let jumped = real >= at(moment) && !(mended && real >= at(moment) + TimeDelta::hours(3));
                    let away = if jumped { jump } else { TimeDelta::zero() };
                    stage.clock.set(real + away);
                    let before = server.mails().len();
                    stage.run().await;
                    let mails = server.mails();
                    let now = real + away;
                    let works = stage.tools.calendar.county().next_working_start(now) == now;
                    assert!(works || mails.len() == before, "{what}: a mail outside working hours at {}", shown(now));
                }
                judge(&stage, &server.mails(), &what).await;
            }
        }
    }
}

async fn judge(stage: &Stage, mails: &[Received], what: &str) {
    let all = made(stage).await;
    let mut ids: Vec<String> = mails.iter().filter_map(|mail| mail.header("message-id")).collect();
    ids.sort();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "{what}: a mail twice");
    for (key, message) in &all {
        let open = message.state == MessageState::Pending && message.due_at > stage.clock.now();
        assert!(message.state == MessageState::Sent || open, "{what}: {key} {message:#?}");
    }
    let of = |kind: &str, person: u128| {
        let recipient = crate::harness::ids::id(person);
        all.values().filter(|message| message.kind == kind && message.recipient == recipient).collect::<Vec<_>>()
    };
    assert_eq!(of("assigned", CLERK).len(), 2, "{what}");
    let told: Vec<usize> =
        [("unsigned-letter", COORDINATOR), ("unsigned-liaison", LIAISON)].iter().map(|(kind, who)| of(kind, *who).len()).collect();
    assert_eq!(told, [1, 1], "{what}: told once that it is unsigned");
    // Three reminder days have passed; each is a line of one digest.
    let lines: usize = of("digest", CLERK).iter().map(|message| message.params["lines"].as_array().unwrap().len()).sum();
    assert!((2..=3).contains(&lines), "{what}: {lines} reminders: after a leap only the latest is made: {:#?}", of("digest", CLERK));
    assert_eq!(of("digest", LIAISON).len(), 1, "{what}: the morning after it was sent");
}

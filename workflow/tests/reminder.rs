//! The reminder policy: which days, how often, after downtime, and at which hours a message may leave.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail loudly and print their seed")]

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use workflow::calendar::{Calendar, DayKind, DayRule, Layer, Level, WorkingHours, instant, local_date};
use workflow::reminder::{
    Delivery, HoldingState, MERGE_WITHIN, Occurrence, PER_HOLDING_PERIOD, Pending, REMINDER_DAY, REMINDER_DAYS, SIGN_WITHIN,
    UNSIGNED_LETTER, UNSIGNED_LIAISON, UNSIGNED_SENDER, UnsignedState, deliver_at, due_now, merge_window, next_check, next_nudge_at,
    unsigned_due_now, unsigned_next_check,
};

const SEED: u64 = 20_260_920;

fn config() -> Config {
    println!("seed {SEED}");
    Config { rng_seed: RngSeed::Fixed(SEED), failure_persistence: None, cases: 300, ..Config::default() }
}

/// "2026-03-02 10:00" in Asia/Shanghai.
fn at(text: &str) -> DateTime<Utc> {
    let (day, time) = text.split_once(' ').unwrap();
    instant(day.parse().unwrap(), NaiveTime::parse_from_str(time, "%H:%M").unwrap())
}

fn calendar() -> Calendar {
    Calendar::xinjiang().unwrap()
}

fn holding(opened: &str, due: &str) -> HoldingState {
    HoldingState { due_at: Some(at(due)), holding_period: 1, opened_at: at(opened), paused: false, sent_through: None }
}

/// Looks whenever the policy asks to, sends what is due and marks it, until `until`.
fn run(state: &mut HoldingState, from: DateTime<Utc>, until: DateTime<Utc>, calendar: &Calendar) -> Vec<Occurrence> {
    let mut sent = Vec::new();
    let mut now = from;
    while let Some(next) = next_check(state, now, calendar).filter(|next| *next <= until) {
        now = now.max(next);
        let due = due_now(state, now, calendar);
        assert_eq!(due.len(), 1, "the policy asked to look at {next} and has nothing to send");
        state.sent_through = Some(due[0].mark);
        sent.extend(due);
    }
    sent
}

fn days(sent: &[Occurrence]) -> Vec<i32> {
    sent.iter().map(|occurrence| occurrence.mark.day).collect()
}

#[test]
fn a_task_that_nobody_touches_gets_ten_reminders_on_their_days_and_then_none() {
    let calendar = calendar();
    let mut state = holding("2026-03-02 11:00", "2026-03-16 19:30");
    let sent = run(&mut state, at("2026-03-02 11:00"), at("2027-01-01 00:00"), &calendar);
    assert_eq!(days(&sent), REMINDER_DAYS);
    let first: Vec<_> = sent.iter().take(4).map(|occurrence| occurrence.at).collect();
    // Three and one working days before; one after; four after with a week-end and 肉孜节 (20-22 March) passed over.
    assert_eq!(first, [at("2026-03-11 10:00"), at("2026-03-13 10:00"), at("2026-03-17 10:00"), at("2026-03-23 10:00")]);
    assert!(sent.iter().all(|occurrence| occurrence.rule == REMINDER_DAY));
    let keys: BTreeSet<_> = sent.iter().map(|occurrence| occurrence.key.clone()).collect();
    assert_eq!(keys.len(), 10);
    assert!(keys.contains("1/2026-03-16/-3") && keys.contains("1/2026-03-16/+30"), "{keys:?}");
    assert_eq!(next_check(&state, at("2027-01-01 00:00"), &calendar), None);
}

#[test]
fn after_a_long_downtime_only_the_latest_reminder_is_sent() {
    let calendar = calendar();
    let mut state = holding("2026-03-02 11:00", "2026-03-16 19:30");
    let woken = at("2026-04-16 16:10");
    assert_eq!(next_check(&state, woken, &calendar).map(|next| next <= woken), Some(true));
    let due = due_now(&state, woken, &calendar);
    assert_eq!(days(&due), [20]);
    state.sent_through = Some(due[0].mark);
    assert_eq!(due_now(&state, woken, &calendar), []);
    let rest = run(&mut state, woken, at("2027-01-01 00:00"), &calendar);
    assert_eq!(days(&rest), [25, 30]);
}

#[test]
fn nothing_is_sent_while_suspended_handed_or_waiting_for_sign_off() {
    let calendar = calendar();
    let mut state = holding("2026-03-02 11:00", "2026-03-16 19:30");
    state.paused = true;
    assert_eq!(due_now(&state, at("2026-03-20 12:00"), &calendar), []);
    assert_eq!(next_check(&state, at("2026-03-02 11:00"), &calendar), None);
    let without_date = HoldingState { due_at: None, paused: false, ..state };
    assert_eq!(due_now(&without_date, at("2026-03-20 12:00"), &calendar), []);
    assert_eq!(next_check(&without_date, at("2026-03-02 11:00"), &calendar), None);
}

#[test]
fn work_that_comes_back_is_reminded_of_anew_under_new_keys() {
    let calendar = calendar();
    let mut state = holding("2026-03-02 11:00", "2026-03-16 19:30");
    let first = run(&mut state, at("2026-03-02 11:00"), at("2026-03-24 12:00"), &calendar);
    assert_eq!(days(&first), [-3, -1, 1, 4]);
    let mut back = HoldingState { holding_period: 2, opened_at: at("2026-03-25 12:00"), sent_through: None, ..state };
    let second = run(&mut back, at("2026-03-25 12:00"), at("2027-01-01 00:00"), &calendar);
    assert_eq!(days(&second), [7, 10, 15, 20, 25, 30], "days before it came back are not made up for");
    let mut again = holding("2026-03-25 12:00", "2026-04-20 19:30");
    again.holding_period = 3;
    let third = run(&mut again, at("2026-03-25 12:00"), at("2027-01-01 00:00"), &calendar);
    assert_eq!(days(&third), REMINDER_DAYS);
    let keys: BTreeSet<_> = first.iter().chain(&second).chain(&third).map(|occurrence| &occurrence.key).collect();
    assert_eq!(keys.len(), 20);
}

#[test]
fn an_extension_asks_for_the_days_before_the_new_date_but_never_for_more_than_ten() {
    let calendar = calendar();
    let mut state = holding("2026-03-02 11:00", "2026-03-16 19:30");
    assert_eq!(days(&run(&mut state, at("2026-03-02 11:00"), at("2026-03-17 12:00"), &calendar)), [-3, -1, 1]);
    state.due_at = Some(at("2026-04-20 19:30"));
    let sent = run(&mut state, at("2026-03-17 12:00"), at("2027-01-01 00:00"), &calendar);
    assert_eq!(days(&sent), [-3, -1, 1, 4, 7, 10, 15]);
    assert_eq!(state.sent_through.map(|mark| mark.count), Some(PER_HOLDING_PERIOD));
}

#[test]
fn a_short_limit_has_no_reminder_of_days_before_the_work_came() {
    let calendar = calendar();
    // Friday, due on Monday: the -3 and -1 days (Wednesday, Friday 10:00) are over when the task comes at 11:00.
    let state = holding("2026-03-06 11:00", "2026-03-09 19:30");
    assert_eq!(due_now(&state, at("2026-03-06 11:00"), &calendar), []);
    assert_eq!(next_check(&state, at("2026-03-06 11:00"), &calendar), Some(at("2026-03-10 10:00")));
}

#[test]
fn month_ends_holidays_and_seasons_are_passed_over() {
    let calendar = calendar();
    let state = holding("2026-01-05 11:00", "2026-02-24 19:30");
    // Back over Spring Festival to the Saturday that is made up.
    assert_eq!(next_check(&state, at("2026-01-05 11:00"), &calendar), Some(at("2026-02-12 10:00")));
    let sent = run(&mut state.clone(), at("2026-01-05 11:00"), at("2026-03-05 00:00"), &calendar);
    let starts: Vec<_> = sent.iter().map(|occurrence| occurrence.at).collect();
    assert_eq!(
        starts,
        [at("2026-02-12 10:00"), at("2026-02-14 10:00"), at("2026-02-25 10:00"), at("2026-02-28 10:00"), at("2026-03-04 10:00")]
    );
    let year_end = holding("2026-12-01 11:00", "2026-12-31 19:30");
    let sent = run(&mut year_end.clone(), at("2026-12-01 11:00"), at("2027-01-02 00:00"), &calendar);
    assert_eq!(sent.last().map(|occurrence| occurrence.at), Some(at("2027-01-01 10:00")), "provisional, by weekends");
}

#[test]
fn a_clock_that_jumps_sends_nothing_twice_and_drops_nothing() {
    let calendar = calendar();
    for jump in [TimeDelta::hours(1), TimeDelta::days(1), TimeDelta::hours(-1), TimeDelta::days(-1)] {
        let mut state = holding("2026-03-02 11:00", "2026-03-16 19:30");
        let mut sent = run(&mut state, at("2026-03-02 11:00"), at("2026-03-11 10:00"), &calendar);
        assert_eq!(days(&sent), [-3]);
        let jumped = at("2026-03-11 10:00") + jump;
        assert_eq!(due_now(&state, jumped, &calendar), [], "{jump}");
        sent.extend(run(&mut state, jumped, at("2027-01-01 00:00"), &calendar));
        assert_eq!(days(&sent), REMINDER_DAYS, "{jump}");
    }
}

#[test]
fn a_new_day_off_moves_the_reminder_and_does_not_repeat_it() {
    let before = calendar();
    let mut state = holding("2026-03-02 11:00", "2026-03-16 19:30");
    let mut sent = run(&mut state, at("2026-03-02 11:00"), at("2026-03-13 10:00"), &before);
    let rule =
        DayRule { date: local_date(at("2026-03-17 10:00")), kind: DayKind::Off, name: "补休".to_owned(), document_no: "1号".to_owned() };
    let layers = vec![Layer::nation(), Layer::xinjiang(), Layer::new(Level::Town, vec![rule])];
    let after = Calendar::new(layers, WorkingHours::bundled("xinjiang").unwrap());
    assert_eq!(next_check(&state, at("2026-03-13 10:00"), &after), Some(at("2026-03-18 10:00")));
    sent.extend(run(&mut state, at("2026-03-13 10:00"), at("2027-01-01 00:00"), &after));
    assert_eq!(days(&sent), REMINDER_DAYS);
}

#[test]
fn an_unsigned_hand_off_is_told_once_per_round_after_two_working_days() {
    let calendar = calendar();
    let offered =
        |round, offered: &str| UnsignedState { offered_at: at(offered), round, sign_within: SIGN_WITHIN, paused: false, sent: false };
    let state = offered(1, "2026-03-05 12:00");
    assert_eq!(unsigned_next_check(&state, &calendar), Some(at("2026-03-10 10:00")), "Friday and Monday are the days allowed");
    assert_eq!(unsigned_due_now(&state, at("2026-03-10 09:59"), &calendar), []);
    let due = unsigned_due_now(&state, at("2026-05-20 12:00"), &calendar);
    let rules: Vec<_> = due.iter().map(|occurrence| occurrence.rule).collect();
    assert_eq!(rules, [UNSIGNED_SENDER, UNSIGNED_LIAISON, UNSIGNED_LETTER], "once, however long nobody looked");
    for done in [UnsignedState { sent: true, ..state.clone() }, UnsignedState { paused: true, ..state.clone() }] {
        assert_eq!(unsigned_next_check(&done, &calendar), None);
        assert_eq!(unsigned_due_now(&done, at("2026-05-20 12:00"), &calendar), []);
    }
    let again = unsigned_due_now(&offered(2, "2026-03-12 12:00"), at("2026-03-17 10:00"), &calendar);
    assert!(again.iter().all(|occurrence| occurrence.key == "2") && due.iter().all(|occurrence| occurrence.key == "1"));
}

#[test]
fn messages_leave_in_working_hours_digests_at_the_start_of_the_day_and_immediate_ones_at_once() {
    let calendar = calendar();
    for (now, single, digest) in [
        ("2026-03-02 11:17", "2026-03-02 11:17", "2026-03-03 10:00"),
        ("2026-03-02 14:00", "2026-03-02 15:30", "2026-03-03 10:00"),
        ("2026-03-02 03:00", "2026-03-02 10:00", "2026-03-02 10:00"),
        ("2026-03-06 19:30", "2026-03-09 10:00", "2026-03-09 10:00"),
        ("2026-02-14 19:45", "2026-02-24 10:00", "2026-02-24 10:00"),
        ("2026-05-06 15:45", "2026-05-06 16:00", "2026-05-07 10:00"),
        ("2025-06-05 20:00", "2025-06-11 10:00", "2025-06-11 10:00"),
    ] {
        assert_eq!(deliver_at(Delivery::Single, at(now), &calendar, false), at(single), "{now}");
        assert_eq!(deliver_at(Delivery::Digest, at(now), &calendar, false), at(digest), "{now}");
        assert_eq!(deliver_at(Delivery::Single, at(now), &calendar, true), at(now), "{now}");
    }
}

#[test]
fn a_nudge_is_allowed_once_per_working_day() {
    let calendar = calendar();
    assert_eq!(next_nudge_at(at("2026-03-02 11:00"), &calendar), at("2026-03-03 10:00"));
    assert_eq!(next_nudge_at(at("2026-03-06 19:00"), &calendar), at("2026-03-09 10:00"));
    assert_eq!(next_nudge_at(at("2026-03-07 12:00"), &calendar), at("2026-03-09 10:00"));
}

fn pending(id: u32, recipient: &'static str, since: &str) -> Pending<u32, &'static str> {
    Pending { id, recipient, since: at(since), immediate: false }
}

#[test]
fn a_burst_within_ten_minutes_is_one_message_per_recipient() {
    let messages = [
        pending(3, "liaison", "2026-03-02 11:09"),
        pending(1, "liaison", "2026-03-02 11:00"),
        pending(2, "office", "2026-03-02 11:02"),
        pending(4, "liaison", "2026-03-02 11:11"),
        Pending { immediate: true, ..pending(5, "liaison", "2026-03-02 11:05") },
    ];
    let batches: Vec<_> =
        merge_window(&messages, &calendar()).into_iter().map(|batch| (batch.recipient, batch.messages, batch.at)).collect();
    assert_eq!(
        batches,
        [
            ("liaison", vec![5], at("2026-03-02 11:05")),
            ("liaison", vec![1, 3], at("2026-03-02 11:10")),
            ("office", vec![2], at("2026-03-02 11:12")),
            ("liaison", vec![4], at("2026-03-02 11:21")),
        ]
    );
}

#[test]
fn what_comes_at_night_or_over_noon_waits_and_is_one_message() {
    let night = [pending(1, "a", "2026-03-06 21:00"), pending(2, "a", "2026-03-07 12:00"), pending(3, "a", "2026-03-09 09:50")];
    let batches = merge_window(&night, &calendar());
    assert_eq!((batches.len(), batches[0].messages.clone(), batches[0].at), (1, vec![1, 2, 3], at("2026-03-09 10:10")));
    let noon = [pending(1, "a", "2026-03-02 13:55"), pending(2, "a", "2026-03-02 14:20")];
    let batches = merge_window(&noon, &calendar());
    assert_eq!((batches.len(), batches[0].at), (1, at("2026-03-02 15:30")));
}

/// Any minute of 2025 and 2026.
fn minute() -> impl Strategy<Value = DateTime<Utc>> {
    (0..2 * 365 * 1440_i64).prop_map(|minutes| at("2025-01-01 00:00") + TimeDelta::minutes(minutes))
}

proptest! {
    #![proptest_config(config())]

    /// However irregularly somebody looks, each look sends at most one, keys never repeat, days only grow, and after the last look nothing that is
    /// due is left over.
    #[test]
    fn irregular_looks_send_each_day_once_at_most(
        opened in minute(), limit in 0..40_u32, gaps in prop::collection::vec(-600..60 * 24 * 20_i64, 1..40)
    ) {
        let calendar = calendar();
        let due_at = calendar.add_working_days(opened, limit);
        let mut state = HoldingState { due_at: Some(due_at), holding_period: 1, opened_at: opened, paused: false, sent_through: None };
        let mut now = opened;
        let mut sent: Vec<Occurrence> = Vec::new();
        for gap in gaps {
            now += TimeDelta::minutes(gap);
            let due = due_now(&state, now, &calendar);
            prop_assert_eq!(!due.is_empty(), next_check(&state, now, &calendar).is_some_and(|next| next <= now));
            if let [only] = due.as_slice() {
                prop_assert!(only.at <= now && only.at > opened && calendar.is_working_time(only.at));
                state.sent_through = Some(only.mark);
                prop_assert!(due_now(&state, now, &calendar).is_empty());
                sent.push(only.clone());
            } else {
                prop_assert!(due.is_empty());
            }
        }
        prop_assert!(sent.windows(2).all(|pair| pair[0].mark.day < pair[1].mark.day && pair[0].at < pair[1].at));
        prop_assert!(sent.len() <= REMINDER_DAYS.len());
    }

    #[test]
    fn who_looks_when_asked_misses_no_day(opened in minute(), limit in 4..40_u32) {
        let calendar = calendar();
        let due_at = calendar.add_working_days(opened, limit);
        let mut state = HoldingState { due_at: Some(due_at), holding_period: 1, opened_at: opened, paused: false, sent_through: None };
        let sent = run(&mut state, opened, due_at + TimeDelta::days(400), &calendar);
        prop_assert_eq!(days(&sent), REMINDER_DAYS.to_vec());
        for occurrence in &sent {
            let distance = calendar.working_days_between(local_date(due_at), local_date(occurrence.at));
            prop_assert_eq!(distance, occurrence.mark.day);
            prop_assert_eq!(calendar.day_start(local_date(occurrence.at)), Some(occurrence.at));
        }
    }

    #[test]
    fn only_immediate_messages_leave_outside_working_hours(now in minute()) {
        let calendar = calendar();
        for kind in [Delivery::Single, Delivery::Digest] {
            let leaves = deliver_at(kind, now, &calendar, false);
            prop_assert!(leaves >= now && calendar.is_working_time(leaves));
        }
    }

    #[test]
    fn merging_loses_nothing_and_keeps_hours(sinces in prop::collection::vec((minute(), 0..3_u8, 0..10_u8), 0..40)) {
        let calendar = calendar();
        let base = at("2026-03-02 00:00");
        let messages: Vec<_> = sinces
            .iter()
            .enumerate()
            // Close together, so that there are bursts.
            .map(|(id, (since, recipient, immediate))| Pending {
                id,
                recipient: *recipient,
                since: base + TimeDelta::minutes((*since - base).num_minutes().rem_euclid(2_000)),
                immediate: *immediate == 0,
            })
            .collect();
        let batches = merge_window(&messages, &calendar);
        let mut ids: Vec<_> = batches.iter().flat_map(|batch| batch.messages.clone()).collect();
        ids.sort_unstable();
        prop_assert_eq!(ids, (0..messages.len()).collect::<Vec<_>>());
        for batch in &batches {
            let members: Vec<_> = batch.messages.iter().map(|id| &messages[*id]).collect();
            prop_assert!(members.iter().all(|message| message.recipient == batch.recipient && message.since <= batch.at));
            prop_assert!(members[0].immediate || calendar.is_working_time(batch.at));
            prop_assert!(!members[0].immediate || (members.len() == 1 && batch.at == members[0].since));
        }
        for recipient in 0..3 {
            let mut times: Vec<_> = batches
                .iter()
                .filter(|batch| batch.recipient == recipient && !messages[batch.messages[0]].immediate)
                .map(|batch| batch.at)
                .collect();
            times.dedup();
            prop_assert!(times.windows(2).all(|pair| calendar.working_time_between(pair[0], pair[1]) > TimeDelta::zero()));
            let first = messages.iter().filter(|message| message.recipient == recipient && !message.immediate).map(|message| message.since).min();
            let earliest = first.map(|since| calendar.next_working_start(deliver_at(Delivery::Single, since, &calendar, false) + MERGE_WITHIN));
            prop_assert_eq!(times.first().copied(), earliest);
        }
    }
}

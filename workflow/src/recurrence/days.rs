//! The days that a rhythm names, through the expressions of the crate `cron`.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Asia::Shanghai;

use super::{Festival, Rhythm};
use crate::calendar::instant;

/// The days of a rhythm on and after `from`, in order; none for one that depends on something else than the calendar.
pub(super) fn of(rhythm: &Rhythm, from: NaiveDate) -> Box<dyn Iterator<Item = NaiveDate>> {
    let (expression, day) = match rhythm {
        Rhythm::Weekly { weekday } => (format!("0 0 0 * * {}", name(*weekday)), None),
        Rhythm::Monthly { day } => (format!("0 0 0 {} * *", around(*day)), Some(*day)),
        Rhythm::Quarterly { month, day } => (format!("0 0 0 {} {} *", around(*day), every(*month, 3)), Some(*day)),
        Rhythm::HalfYearly { month, day } => (format!("0 0 0 {} {} *", around(*day), every(*month, 6)), Some(*day)),
        Rhythm::Yearly { month, day } => (format!("0 0 0 {} {month} *", around(*day)), Some(*day)),
        Rhythm::Festival { festival } => return festival_days(*festival, from),
        Rhythm::Cron { expression: typed } => match expression(typed) {
            Some(expression) => (expression, None),
            None => return Box::new(std::iter::empty()),
        },
        Rhythm::AfterCompletion { .. } | Rhythm::OnEvent { .. } => return Box::new(std::iter::empty()),
    };
    let Ok(schedule) = cron::Schedule::from_str(&expression) else { return Box::new(std::iter::empty()) };
    let start = instant(from, NaiveTime::MIN).with_timezone(&Shanghai) - TimeDelta::seconds(1);
    let mut last = None;
    let days = schedule.after_owned(start).map(|at| at.date_naive());
    // An expression with several times a day names the day once.
    let days = days.filter(move |date| last.replace(*date) != Some(*date));
    Box::new(days.filter(move |date| day.is_none_or(|day| date.day() == u32::from(day).min(last_of_month(*date)))))
}

/// The expression for `cron`, which counts seconds and names weekdays, of the usual five fields.
pub(super) fn expression(typed: &str) -> Option<String> {
    let fields: Vec<&str> = typed.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields.as_slice() else { return None };
    let expression = format!("0 {minute} {hour} {day} {month} {}", weekdays(weekday)?);
    cron::Schedule::from_str(&expression).ok().map(|_| expression)
}

/// 1-5 as MON-FRI: the crate numbers weekdays from Sunday as 1, the usual expressions from Sunday as 0.
fn weekdays(field: &str) -> Option<String> {
    let mut out = String::new();
    let mut before = ' ';
    for c in field.chars() {
        match c.to_digit(10) {
            Some(0 | 7) if before != '/' => out.push_str(name(7)),
            Some(digit) if before != '/' && digit <= 6 => out.push_str(name(u8::try_from(digit).ok()?)),
            Some(_) if before != '/' => return None,
            _ => out.push(c),
        }
        before = c;
    }
    Some(out)
}

fn name(weekday: u8) -> &'static str {
    ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"].get(usize::from(weekday.saturating_sub(1))).copied().unwrap_or("MON")
}

/// The days that can be the wanted one: behind the 28th a month's last day may stand for it.
fn around(day: u8) -> String {
    if day > 28 { "28-31".to_owned() } else { day.to_string() }
}

fn every(month: u8, step: u8) -> String {
    let months: Vec<String> = (0..12 / step).map(|at| (month + at * step).to_string()).collect();
    months.join(",")
}

fn last_of_month(date: NaiveDate) -> u32 {
    (28..=31).rev().find(|day| date.with_day(*day).is_some()).unwrap_or(28)
}

fn festival_days(festival: Festival, from: NaiveDate) -> Box<dyn Iterator<Item = NaiveDate>> {
    Box::new((from.year()..).take(200).filter_map(move |year| festival.day(year)).filter(move |day| *day >= from))
}

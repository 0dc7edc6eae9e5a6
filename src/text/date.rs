//! Dates as the screen writes them, in the organisation's zone: 11月23日 周一, with the year when it is not this year's.

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use chrono_tz::Asia::Shanghai;

pub use workflow::calendar::local_date;

use super::Language;

/// 11月23日 周一; with the year when it differs from that of `now`.
#[must_use]
pub fn day(language: Language, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    date(language, local_date(at), local_date(now))
}

/// 11月23日 周一 14:05; with the year when it differs from that of `now`.
#[must_use]
pub fn day_and_time(language: Language, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    format!("{} {}", day(language, at, now), time(at))
}

/// 14:05.
#[must_use]
pub fn time(at: DateTime<Utc>) -> String {
    at.with_timezone(&Shanghai).format("%H:%M").to_string()
}

/// A date without a time, seen from `today`.
#[must_use]
pub fn date(language: Language, date: NaiveDate, today: NaiveDate) -> String {
    let same_year = date.year() == today.year();
    match language {
        Language::Zh => {
            let year = if same_year { String::new() } else { format!("{}年", date.year()) };
            format!("{year}{}月{}日 {}", date.month(), date.day(), weekday_zh(date.weekday()))
        }
        Language::En => {
            let pattern = if same_year { "%a %-d %b" } else { "%a %-d %b %Y" };
            date.format(pattern).to_string()
        }
    }
}

/// `2026-11-23`, as a `<input type="date">` and a CSV file want it.
#[must_use]
pub fn iso_day(at: DateTime<Utc>) -> String {
    local_date(at).format("%Y-%m-%d").to_string()
}

/// `2026-11-23T14:05`, as a `<input type="datetime-local">` wants it.
#[must_use]
pub fn iso_minute(at: DateTime<Utc>) -> String {
    at.with_timezone(&Shanghai).format("%Y-%m-%dT%H:%M").to_string()
}

fn weekday_zh(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn a_date_is_written_in_the_towns_zone() {
        let now = at("2026-11-23T01:00:00Z");
        assert_eq!(day(Language::Zh, at("2026-11-22T17:00:00Z"), now), "11月23日 周一");
        assert_eq!(day(Language::En, at("2026-11-22T17:00:00Z"), now), "Mon 23 Nov");
        assert_eq!(day_and_time(Language::Zh, at("2026-11-23T06:05:00Z"), now), "11月23日 周一 14:05");
        assert_eq!(iso_minute(at("2026-11-23T06:05:00Z")), "2026-11-23T14:05");
    }

    #[test]
    fn the_year_is_written_when_it_is_not_this_one() {
        let new_years_eve = at("2026-12-31T16:30:00Z");
        assert_eq!(day(Language::Zh, new_years_eve, at("2026-12-31T10:00:00Z")), "2027年1月1日 周五");
        assert_eq!(day(Language::Zh, new_years_eve, at("2027-01-01T10:00:00Z")), "1月1日 周五");
    }
}

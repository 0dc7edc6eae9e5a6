//! Reading fields: each answers the value, or notes the reason beside the field and answers `None`.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use workflow::calendar::instant;

use super::Typed;
use crate::text::{Texts, fill};

impl Typed {
    /// A text that must be there, trimmed, of at most `max` characters.
    pub fn required(&mut self, t: &Texts, name: &'static str, max: usize) -> Option<String> {
        let text = self.optional(t, name, max);
        if text.is_none() {
            self.wrong(name, t.common.required);
        }
        text
    }

    /// A text that may be missing, trimmed, of at most `max` characters.
    pub fn optional(&mut self, t: &Texts, name: &'static str, max: usize) -> Option<String> {
        let text = self.value(name).trim().to_owned();
        if text.is_empty() {
            return None;
        }
        if text.chars().count() > max {
            self.wrong(name, fill(t.common.too_long, &[("max", &max)]));
            return None;
        }
        Some(text)
    }

    /// A date that may be missing.
    pub fn date(&mut self, t: &Texts, name: &'static str) -> Option<NaiveDate> {
        let text = self.value(name).trim();
        if text.is_empty() {
            return None;
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if date.is_none() {
            self.wrong(name, t.common.not_a_date);
        }
        date
    }

    /// A date with or without time, of the organisation's zone, that may be missing; without time it is `default_time` (`HH:MM`) of that day.
    pub fn moment(&mut self, t: &Texts, name: &'static str, default_time: &str) -> Option<DateTime<Utc>> {
        let text = self.value(name).trim().replace('T', " ");
        if text.is_empty() {
            return None;
        }
        let text = if text.contains(' ') { text } else { format!("{text} {default_time}") };
        let local = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M").ok();
        if local.is_none() {
            self.wrong(name, t.common.not_a_date);
        }
        local.map(|local| instant(local.date(), local.time()))
    }

    /// A date with its time in a field beside it, of the organisation's zone, that may be missing; without time it is `otherwise` of that day.
    pub fn date_and_time(
        &mut self,
        t: &Texts,
        (date, time): (&'static str, &'static str),
        otherwise: impl Fn(NaiveDate) -> NaiveTime,
    ) -> Option<DateTime<Utc>> {
        let day = self.date(t, date);
        let text = self.value(time).trim();
        if text.is_empty() {
            return day.map(|day| instant(day, otherwise(day)));
        }
        let Ok(at) = NaiveTime::parse_from_str(text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S")) else {
            self.wrong(time, t.common.not_a_time);
            return None;
        };
        if day.is_none() {
            self.wrong(date, t.common.required);
        }
        day.map(|day| instant(day, at))
    }

    /// A whole number that may be missing.
    pub fn number(&mut self, t: &Texts, name: &'static str) -> Option<u32> {
        let text = self.value(name).trim();
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok();
        if number.is_none() {
            self.wrong(name, t.common.not_a_number);
        }
        number
    }

    /// A value of a list that must be chosen: an id, a code.
    pub fn pick<T: FromStr>(&mut self, t: &Texts, name: &'static str) -> Option<T> {
        let value = self.value(name).parse().ok();
        if value.is_none() {
            self.wrong(name, t.common.pick_one);
        }
        value
    }

    /// A value of a list that may be left blank.
    pub fn pick_or_none<T: FromStr>(&mut self, t: &Texts, name: &'static str) -> Option<T> {
        if self.value(name).is_empty() { None } else { self.pick(t, name) }
    }

    /// The values of check boxes; what cannot be read is left out.
    #[must_use]
    pub fn picks<T: FromStr>(&self, name: &str) -> Vec<T> {
        self.values_of(name).filter_map(|value| value.parse().ok()).collect()
    }

    /// Whether a check box is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.values_of(name).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use workflow::ids::{CommandId, TaskId};

    use super::*;
    use crate::text::Language;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        let command: CommandId = "018f0000-0000-7000-8000-000000000001".parse().expect("an id");
        fields.iter().fold(Typed::new("", command), |typed, (name, value)| typed.with(name, value))
    }

    #[test]
    fn a_wrong_field_keeps_what_was_typed_and_says_why() {
        let t = Texts::of(Language::Zh);
        let mut form = typed(&[("on", "23 Nov"), ("count", "many"), ("summary", "  "), ("note", "好好好好")]);
        assert_eq!(form.date(t, "on"), None);
        assert_eq!(form.number(t, "count"), None);
        assert_eq!(form.required(t, "summary", 10), None);
        assert_eq!(form.optional(t, "note", 3), None);
        assert_eq!(form.pick::<TaskId>(t, "task"), None);
        assert_eq!(form.value("on"), "23 Nov");
        assert_eq!(form.error("on"), Some(t.common.not_a_date));
        assert_eq!(form.error("summary"), Some(t.common.required));
        assert_eq!(form.error("note"), Some("请不要超过 3 个字"));
        assert_eq!(form.summary(t), "有 5 处需要改正，已填内容都还在。");
    }

    #[test]
    fn a_moment_is_of_the_towns_zone() {
        let t = Texts::of(Language::Zh);
        let mut form = typed(&[("a", "2026-11-23"), ("b", "2026-11-23T09:30")]);
        assert_eq!(form.moment(t, "a", "18:00").map(|at| at.to_rfc3339()).as_deref(), Some("2026-11-23T10:00:00+00:00"));
        assert_eq!(form.moment(t, "b", "18:00").map(|at| at.to_rfc3339()).as_deref(), Some("2026-11-23T01:30:00+00:00"));
        assert!(!form.has_errors());
    }

    #[test]
    fn a_time_in_a_field_of_its_own_needs_its_date() {
        let t = Texts::of(Language::Zh);
        let evening = |_| NaiveTime::MIN + chrono::Duration::hours(19);
        let read = |day: &str, time: &str| {
            let mut form = typed(&[("day", day), ("time", time)]);
            let at = form.date_and_time(t, ("day", "time"), evening).map(|at| at.to_rfc3339());
            (at, form.error("day").map(str::to_owned), form.error("time").map(str::to_owned))
        };
        assert_eq!(read("2026-11-23", "09:30").0.as_deref(), Some("2026-11-23T01:30:00+00:00"));
        assert_eq!(read("2026-11-23", "").0.as_deref(), Some("2026-11-23T11:00:00+00:00"));
        assert_eq!(read("", ""), (None, None, None));
        assert_eq!(read("", "09:30"), (None, Some(t.common.required.to_owned()), None));
        assert_eq!(read("2026-11-23", "noon"), (None, None, Some(t.common.not_a_time.to_owned())));
    }
}

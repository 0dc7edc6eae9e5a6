//! The fields of a limit: how long in which unit or by which date, and by whose word. `templates/partials/limit.html` shows them.

use workflow::calendar::{Limit, LimitSource, LimitUnit};
use workflow::case::LimitSpec;

use crate::text::{Texts, fill};
use crate::web::{Choice, Typed};

/// The longest document number.
const NUMBER: usize = 100;
/// The time that a date without one means: the end of the working day.
const END_OF_DAY: &str = "18:00";
/// The sources that a person can name, in the order of the form.
const SOURCES: [&str; 8] = ["town_setting", "notice", "leader_note", "meeting", "platform", "phone", "law", "list"];

/// What the fields offer to choose from.
#[derive(Debug, Clone)]
pub struct LimitChoices {
    /// In which unit.
    pub kinds: Vec<Choice>,
    /// By whose word.
    pub sources: Vec<Choice>,
    /// What happens when nothing is chosen.
    pub hint: String,
}

impl LimitChoices {
    /// The choices of a town whose default for a step is `default` working days.
    #[must_use]
    pub fn of(t: &Texts, default: Option<u32>) -> Self {
        let (w, c) = (&t.task, &t.common);
        let kinds = [
            ("working_days", c.unit_working_days),
            ("natural_days", c.unit_natural_days),
            ("hours", c.unit_hours),
            ("working_hours", c.unit_working_hours),
            ("date", w.limit_kind_date),
            ("none", w.limit_kind_none),
        ];
        let source = |code: &str| LimitSource::from_code(code, None).map(|source| Choice::new(code, t.limit_source(&source)));
        Self {
            kinds: kinds.into_iter().map(|(code, label)| Choice::new(code, label)).collect(),
            sources: SOURCES.into_iter().filter_map(source).collect(),
            hint: match default {
                Some(days) => fill(w.limit_hint_default, &[("days", &days)]),
                None => w.limit_hint_none.to_owned(),
            },
        }
    }
}

/// Reads the fields: `None` when nothing was chosen. What is wrong is noted beside the field.
pub fn read(t: &Texts, form: &mut Typed) -> Option<LimitSpec> {
    let kind = form.value("limit_kind").to_owned();
    if kind.is_empty() {
        return None;
    }
    if kind == "none" {
        return Some(LimitSpec { limit: Limit::working_days(0), source: LimitSource::None });
    }
    let number = form.optional(t, "limit_number", NUMBER);
    let source = LimitSource::from_code(form.value("limit_source"), number.as_deref());
    if source.is_none() {
        form.wrong("limit_source", t.common.pick_one);
    }
    let limit = match kind.as_str() {
        "date" => {
            let at = form.moment(t, "limit_at", END_OF_DAY);
            if at.is_none() {
                form.wrong("limit_at", t.task.limit_at_missing);
            }
            at.map(Limit::date)
        }
        _ => {
            let unit = match kind.as_str() {
                "working_days" => Some(LimitUnit::WorkingDays),
                "natural_days" => Some(LimitUnit::NaturalDays),
                "hours" => Some(LimitUnit::Hours),
                "working_hours" => Some(LimitUnit::WorkingHours),
                _ => None,
            };
            if unit.is_none() {
                form.wrong("limit_kind", t.common.pick_one);
            }
            let amount = form.number(t, "limit_amount").filter(|amount| *amount > 0);
            if amount.is_none() {
                form.wrong("limit_amount", t.task.limit_amount_missing);
            }
            unit.zip(amount).map(|(unit, amount)| Limit { amount, unit })
        }
    };
    if limit.is_some_and(|limit| limit.check().is_err()) {
        form.wrong(if kind == "date" { "limit_at" } else { "limit_amount" }, t.refusal.out_of_range);
        return None;
    }
    source.zip(limit).map(|(source, limit)| LimitSpec { limit, source })
}

/// The fields as a limit that is set fills them.
#[must_use]
pub fn filled(form: Typed, limit: Option<&LimitSpec>) -> Typed {
    let Some(spec) = limit else { return form.with("limit_source", "town_setting") };
    if spec.source == LimitSource::None {
        return form.with("limit_kind", "none");
    }
    let form = form.with("limit_source", spec.source.code()).with("limit_number", spec.source.number().unwrap_or_default());
    match spec.limit.unit {
        LimitUnit::WorkingDays => form.with("limit_kind", "working_days").with("limit_amount", spec.limit.amount),
        LimitUnit::NaturalDays => form.with("limit_kind", "natural_days").with("limit_amount", spec.limit.amount),
        LimitUnit::Hours => form.with("limit_kind", "hours").with("limit_amount", spec.limit.amount),
        LimitUnit::WorkingHours => form.with("limit_kind", "working_hours").with("limit_amount", spec.limit.amount),
        LimitUnit::Date(at) => form.with("limit_kind", "date").with("limit_at", crate::text::date::iso_minute(at)),
    }
}

#[cfg(test)]
mod tests {
    use workflow::ids::CommandId;

    use super::*;
    use crate::text::Language;

    fn form(fields: &[(&str, &str)]) -> Typed {
        let command: CommandId = "018f0000-0000-7000-8000-000000000001".parse().expect("an id");
        fields.iter().fold(Typed::new("", command), |typed, (name, value)| typed.with(name, value))
    }

    #[test]
    fn a_limit_is_read_with_its_source_and_fills_the_form_again() {
        let t = Texts::of(Language::Zh);
        let fields =
            [("limit_kind", "working_days"), ("limit_amount", "3"), ("limit_source", "notice"), ("limit_number", "阿民发〔2026〕1号")];
        let mut typed = form(&fields);
        let spec = read(t, &mut typed).expect("a limit");
        assert_eq!(t.limit_words(&spec.limit, "2026-01-05T01:00:00Z".parse().expect("a time")), "3个工作日");
        assert_eq!(t.limit_source(&spec.source), "通知要求（阿民发〔2026〕1号）");
        let again = filled(form(&[]), Some(&spec));
        assert!(fields.iter().all(|(name, value)| again.value(name) == *value));
    }

    #[test]
    fn nothing_chosen_is_the_default_and_no_limit_is_a_choice() {
        let t = Texts::of(Language::Zh);
        assert_eq!(read(t, &mut form(&[("limit_amount", "3")])), None);
        let none = read(t, &mut form(&[("limit_kind", "none")])).expect("a choice");
        assert_eq!(none.source, LimitSource::None);
    }

    #[test]
    fn a_half_filled_limit_is_said_beside_its_fields() {
        let t = Texts::of(Language::Zh);
        let mut typed = form(&[("limit_kind", "date")]);
        assert_eq!(read(t, &mut typed), None);
        assert!(typed.error("limit_at").is_some() && typed.error("limit_source").is_some());
        let mut typed = form(&[("limit_kind", "working_days"), ("limit_amount", "99999"), ("limit_source", "phone")]);
        assert_eq!(read(t, &mut typed), None);
        assert_eq!(typed.error("limit_amount"), Some(t.refusal.out_of_range));
    }
}

//! Recurring work: how often, on which day, how a day off moves it, when it is to be started, and what a time without workers does to it.
//! Owns rhythms, their occurrences and their Chinese words. Pure: the present and the calendar are arguments.

mod days;
mod festival;
mod read;
mod trigger;
mod words;

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::calendar::{Calendar, HORIZON, instant, local_date};

pub use festival::Festival;
pub use read::{Read, read, read_code};
pub use trigger::{TRIGGERS, Trigger, concerns};

/// How often something comes round.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "every", rename_all = "snake_case")]
pub enum Rhythm {
    /// 每周一
    Weekly {
        /// 1 (Monday) to 7.
        weekday: u8,
    },
    /// 每月5日; a day that a month does not have is its last.
    Monthly {
        /// 1 to 31; 31 is always the last.
        day: u8,
    },
    /// 每季度末月20日
    Quarterly {
        /// Which month of the quarter, 1 to 3.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
    /// 每半年
    HalfYearly {
        /// Which month of the half year, 1 to 6.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
    /// 每年4月5日
    Yearly {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
    /// 每年清明节
    Festival {
        /// Which.
        festival: Festival,
    },
    /// A cron expression of five fields: minute, hour, day, month, weekday (0 or 7 is Sunday). Only its days count: work begins when a working day does.
    Cron {
        /// The expression.
        expression: String,
    },
    /// Some time after the last run was finished (完成后).
    AfterCompletion {
        /// How many.
        amount: u32,
        /// Of what.
        unit: Span,
    },
    /// When somebody reports the event.
    OnEvent {
        /// Its name: 暴雨预警.
        trigger: String,
    },
}

/// What a rhythm after completion is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Span {
    Days,
    Months,
}

/// What happens to a day that is off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayShift {
    /// The working day before.
    #[default]
    Before,
    /// The working day after.
    After,
    /// Nothing: it stays on the day.
    On,
}

impl DayShift {
    /// All, in the order in which screens list them.
    pub const ALL: [Self; 3] = [Self::Before, Self::After, Self::On];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::On => "on",
        }
    }

    /// The shift of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shift| shift.code() == code)
    }
}

/// A rhythm with what makes dates of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Arrangement {
    /// How often.
    pub rhythm: Rhythm,
    /// Whether the day is the last on which it may be done (…前); before a festival that is the last working day before its days off.
    #[serde(default)]
    pub by: bool,
    /// What a day off does.
    #[serde(default)]
    pub shift: DayShift,
    /// So many working days before it is due the work is started.
    #[serde(default)]
    pub lead: u32,
}

/// Why an arrangement is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecurrenceError {
    /// The words say no rhythm.
    #[error("没有读懂“{0}”：可以写“每月5日前”“每季度末月20日前”“每年清明节前”“每周一”“完成后30天”")]
    NotRead(String),
    /// A weekday, day or month that does not exist.
    #[error("日期不存在：请检查月份、日期或星期")]
    NoSuchDay,
    /// The cron expression cannot be read, or has no day at all.
    #[error("cron 表达式无法识别：需要“分 时 日 月 周”五个字段")]
    Cron,
    /// Nothing, or more than ten years.
    #[error("间隔应为 1 至 3650 天或 1 至 120 个月")]
    Amount,
    /// The work would start more than half a year of working days ahead.
    #[error("提前量最多 {0} 个工作日")]
    Lead(u32),
    /// The event has no name, or one that is too long.
    #[error("请写明触发事件，最多 50 个字")]
    Trigger,
}

impl RecurrenceError {
    /// A stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotRead(_) => "rhythm-not-read",
            Self::NoSuchDay => "rhythm-no-day",
            Self::Cron => "rhythm-cron",
            Self::Amount => "rhythm-amount",
            Self::Lead(_) => "rhythm-lead",
            Self::Trigger => "rhythm-trigger",
        }
    }
}

/// The most working days that work may be started ahead.
pub const LONGEST_LEAD: u32 = 125;

/// One time that recurring work comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// The day that the rhythm names: it tells one occurrence from another.
    pub day: NaiveDate,
    /// When work on it starts.
    pub start: DateTime<Utc>,
    /// When it is due.
    pub due: DateTime<Utc>,
    /// Whether a day between the two is only worked out (暂按周末推算), or the festival's days off are not announced.
    pub provisional: bool,
}

/// What is to be started now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The occurrence.
    pub occurrence: Occurrence,
    /// Whether the day on which it should have been started is over.
    pub late: bool,
    /// Occurrences before it that were never started and never will be.
    pub missed: u32,
}

impl Arrangement {
    /// A rhythm with the usual rest: what is due by a day moves before it and starts five working days ahead, what is due on a day moves after it.
    #[must_use]
    pub fn usual(rhythm: Rhythm, by: bool) -> Self {
        let lead = if by && !matches!(rhythm, Rhythm::Weekly { .. }) { 5 } else { 0 };
        Self { rhythm, by, shift: if by { DayShift::Before } else { DayShift::After }, lead }
    }

    /// Checks what a person gave.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), RecurrenceError> {
        let day = |day: u8| (1..=31).contains(&day);
        let there = match &self.rhythm {
            Rhythm::Weekly { weekday } => (1..=7).contains(weekday),
            Rhythm::Monthly { day: of } => day(*of),
            Rhythm::Quarterly { month, day: of } => (1..=3).contains(month) && day(*of),
            Rhythm::HalfYearly { month, day: of } => (1..=6).contains(month) && day(*of),
            // The 30th of February is nobody's last of February: 31 says that.
            Rhythm::Yearly { month, day: of } => {
                NaiveDate::from_ymd_opt(2024, u32::from(*month), u32::from(*of)).is_some() || (*of == 31 && (1..=12).contains(month))
            }
            Rhythm::Festival { .. } => true,
            Rhythm::Cron { expression } => {
                days::expression(expression).ok_or(RecurrenceError::Cron)?;
                let first = instant(HORIZON.0, chrono::NaiveTime::MIN);
                days::of(&self.rhythm, local_date(first)).next().ok_or(RecurrenceError::Cron)?;
                true
            }
            Rhythm::AfterCompletion { amount, unit } => {
                let most = if *unit == Span::Days { 3650 } else { 120 };
                return if (1..=most).contains(amount) { self.check_lead() } else { Err(RecurrenceError::Amount) };
            }
            Rhythm::OnEvent { trigger } => {
                let name = trigger.trim();
                return if name.is_empty() || name.chars().count() > 50 { Err(RecurrenceError::Trigger) } else { Ok(()) };
            }
        };
        if there { self.check_lead() } else { Err(RecurrenceError::NoSuchDay) }
    }

    fn check_lead(&self) -> Result<(), RecurrenceError> {
        if self.lead > LONGEST_LEAD { Err(RecurrenceError::Lead(LONGEST_LEAD)) } else { Ok(()) }
    }

    /// Whether its days follow from the calendar alone.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        !matches!(self.rhythm, Rhythm::AfterCompletion { .. } | Rhythm::OnEvent { .. })
    }

    /// The occurrences on and after a day, in order; none for a rhythm that depends on something else than the calendar.
    pub fn from<'a>(&'a self, first: NaiveDate, calendar: &'a Calendar) -> impl Iterator<Item = Occurrence> + 'a {
        days::of(&self.rhythm, first.max(HORIZON.0)).take_while(|day| *day <= HORIZON.1).map(|day| self.on(day, calendar))
    }

    /// The occurrence of a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate, calendar: &Calendar) -> Occurrence {
        let (nominal, known) = match &self.rhythm {
            Rhythm::Festival { festival } => {
                let (first_off, known) = festival.first_day_off(day, calendar);
                (if self.by { first_off.pred_opt().unwrap_or(first_off) } else { first_off }, known)
            }
            _ => (day, true),
        };
        let due_day = match self.shift {
            DayShift::On => nominal,
            _ if calendar.is_working_day(nominal) => nominal,
            DayShift::Before => calendar.shift_working_days(nominal, -1),
            DayShift::After => calendar.shift_working_days(nominal, 1),
        };
        let lead = i32::try_from(self.lead).unwrap_or(i32::MAX);
        let worked = if calendar.is_working_day(due_day) { due_day } else { calendar.shift_working_days(due_day, -1) };
        let start_day = calendar.shift_working_days(worked, -lead);
        let start = calendar.day_start(start_day).unwrap_or_else(|| instant(start_day, chrono::NaiveTime::MIN));
        let between = start_day.min(due_day).iter_days().take_while(|date| *date <= nominal.max(due_day));
        let provisional = !known || between.into_iter().any(|date| calendar.day_kind(date).provisional);
        Occurrence { day, start, due: calendar.end_of_day(due_day), provisional }
    }

    /// The next occurrences that are not due before `now`.
    #[must_use]
    pub fn preview(&self, now: DateTime<Utc>, calendar: &Calendar, most: usize) -> Vec<Occurrence> {
        // A day off can move an occurrence to a later day than its own.
        let from = local_date(now).checked_sub_months(Months::new(1)).unwrap_or(HORIZON.0);
        self.from(from, calendar).filter(|occurrence| occurrence.due >= now).take(most).collect()
    }

    /// The day of the first occurrence of an arrangement made at `now`: the first that can still be done in time.
    #[must_use]
    pub fn first(&self, now: DateTime<Utc>, calendar: &Calendar) -> Option<NaiveDate> {
        self.preview(now, calendar, 1).first().map(|occurrence| occurrence.day)
    }

    /// The day of the occurrence after the one of `day`; none where the calendar does not tell it.
    #[must_use]
    pub fn next(&self, day: NaiveDate) -> Option<NaiveDate> {
        day.succ_opt().and_then(|after| days::of(&self.rhythm, after).find(|next| *next <= HORIZON.1))
    }

    /// The day that follows from when the last run was finished, for a rhythm after completion.
    #[must_use]
    pub fn after_completion(&self, finished: NaiveDate) -> Option<NaiveDate> {
        let Rhythm::AfterCompletion { amount, unit } = &self.rhythm else { return None };
        match unit {
            Span::Days => finished.checked_add_days(chrono::Days::new(u64::from(*amount))),
            Span::Months => finished.checked_add_months(Months::new(*amount)),
        }
    }

    /// What is to be started at `now`, when `next` is the day of the first occurrence that was not started and the arrangement has been at work since
    /// `since`. After a time without workers that is the latest occurrence alone: never a heap.
    #[must_use]
    pub fn run(&self, next: NaiveDate, since: DateTime<Utc>, now: DateTime<Utc>, calendar: &Calendar) -> Option<Run> {
        let mut due = if self.is_fixed() {
            self.from(next, calendar).take_while(|occurrence| occurrence.start <= now).collect()
        } else {
            vec![self.on(next, calendar)]
        };
        due.retain(|occurrence| occurrence.start <= now);
        let occurrence = due.pop()?;
        // What should have been started before the arrangement was made is not late.
        let late = occurrence.start >= since && local_date(occurrence.start) < local_date(now);
        Some(Run { occurrence, late, missed: u32::try_from(due.len()).unwrap_or(u32::MAX) })
    }
}

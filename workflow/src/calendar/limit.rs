//! Limits: how long, in which unit, by whose word; and the explanation of the date that they give.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::arithmetic::{days_from, natural_day};
use super::{Calendar, DayReason, HORIZON, local_date, zoned};

/// The unit of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Working days after the day of the start.
    WorkingDays,
    /// Days after the day of the start; a last day that is off moves to the next working day.
    NaturalDays,
    /// Hours of the clock.
    Hours,
    /// Hours of working time.
    WorkingHours,
    /// A fixed date with time; the amount is not used.
    Date(DateTime<Utc>),
}

/// A limit: "3 working days", "24 hours", "by the 20th at noon".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Limit {
    /// How many units.
    #[serde(default)]
    pub amount: u32,
    /// Of what.
    pub unit: LimitUnit,
}

/// Why a limit is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LimitError {
    /// The amount is longer than any limit of a duty.
    #[error("时限过长，最多 {max}")]
    TooLong {
        /// The largest amount in this unit.
        max: u32,
    },
    /// A date outside the calendar's horizon.
    #[error("日期超出可计算范围（{first} 至 {last}）")]
    OutOfRange {
        /// First day that can be calculated with.
        first: NaiveDate,
        /// Last day.
        last: NaiveDate,
    },
}

impl Limit {
    /// `amount` working days.
    #[must_use]
    pub fn working_days(amount: u32) -> Self {
        Self { amount, unit: LimitUnit::WorkingDays }
    }

    /// `amount` natural days.
    #[must_use]
    pub fn natural_days(amount: u32) -> Self {
        Self { amount, unit: LimitUnit::NaturalDays }
    }

    /// `amount` hours of the clock.
    #[must_use]
    pub fn hours(amount: u32) -> Self {
        Self { amount, unit: LimitUnit::Hours }
    }

    /// A fixed date with time.
    #[must_use]
    pub fn date(at: DateTime<Utc>) -> Self {
        Self { amount: 0, unit: LimitUnit::Date(at) }
    }

    /// Checks what a person or a document gave: at most ten years, and a date inside [`HORIZON`].
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), LimitError> {
        let max = match self.unit {
            LimitUnit::WorkingDays => 2_500,
            LimitUnit::NaturalDays => 3_650,
            LimitUnit::Hours => 87_600,
            LimitUnit::WorkingHours => 20_000,
            LimitUnit::Date(at) => {
                let year = at.year();
                let inside = HORIZON.0.year() < year && year < HORIZON.1.year();
                return if inside { Ok(()) } else { Err(LimitError::OutOfRange { first: HORIZON.0, last: HORIZON.1 }) };
            }
        };
        if self.amount > max { Err(LimitError::TooLong { max }) } else { Ok(()) }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            LimitUnit::WorkingDays => write!(f, "{}个工作日", self.amount),
            LimitUnit::NaturalDays => write!(f, "{}日", self.amount),
            LimitUnit::Hours => write!(f, "{}小时", self.amount),
            LimitUnit::WorkingHours => write!(f, "{}个工作小时", self.amount),
            LimitUnit::Date(at) => write!(f, "{}前", clock(at)),
        }
    }
}

/// Who set a limit. The list prints almost none, so every date says where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum LimitSource {
    /// The duty list itself.
    List,
    /// A law or regulation.
    Law,
    /// A notice.
    Notice {
        /// Its document number.
        number: String,
    },
    /// A superior's platform.
    Platform,
    /// A leader's note (批示).
    LeaderNote,
    /// A meeting.
    Meeting,
    /// A telephone call.
    Phone,
    /// The town's own setting, because the list has none.
    TownSetting,
    /// There is no limit.
    None,
}

impl LimitSource {
    /// The code for storage; the number of a notice is stored beside it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Law => "law",
            Self::Notice { .. } => "notice",
            Self::Platform => "platform",
            Self::LeaderNote => "leader_note",
            Self::Meeting => "meeting",
            Self::Phone => "phone",
            Self::TownSetting => "town_setting",
            Self::None => "none",
        }
    }

    /// The document number of a notice.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        if let Self::Notice { number } = self { Some(number) } else { None }
    }

    /// The source with this code; `number` is used for a notice only.
    #[must_use]
    pub fn from_code(code: &str, number: Option<&str>) -> Option<Self> {
        Some(match code {
            "list" => Self::List,
            "law" => Self::Law,
            "notice" => Self::Notice { number: number.unwrap_or_default().to_owned() },
            "platform" => Self::Platform,
            "leader_note" => Self::LeaderNote,
            "meeting" => Self::Meeting,
            "phone" => Self::Phone,
            "town_setting" => Self::TownSetting,
            "none" => Self::None,
            _ => return None,
        })
    }

    /// Whether the date comes from above, and so is reported as overdue upward; the town's own date is not.
    #[must_use]
    pub fn is_official(&self) -> bool {
        !matches!(self, Self::TownSetting | Self::None)
    }
}

impl fmt::Display for LimitSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "清单规定",
            Self::Law => "法律法规",
            Self::Notice { number } if number.is_empty() => "通知要求",
            Self::Notice { number } => return write!(f, "通知要求（{number}）"),
            Self::Platform => "上级平台",
            Self::LeaderNote => "领导批示",
            Self::Meeting => "会议确定",
            Self::Phone => "电话通知",
            Self::TownSetting => "清单未规定时限，本镇设定",
            Self::None => "无时限",
        })
    }
}

/// How a date came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The instant at which the limit ends.
    pub due: DateTime<Utc>,
    /// The instant from which it runs.
    pub start: DateTime<Utc>,
    /// The limit.
    pub limit: Limit,
    /// The days that were counted, in order; none for hours of the clock and for a fixed date.
    pub counted: Vec<NaiveDate>,
    /// The days that were passed over, with the reason.
    pub skipped: Vec<(NaiveDate, DayReason)>,
    /// Whether one of these days is only worked out from weekends (暂按周末推算).
    pub provisional: bool,
    /// [`Calendar::version`] of the calendar used.
    pub calendar_version: String,
}

/// A date with its source and its explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The instant.
    pub at: DateTime<Utc>,
    /// Who set the limit.
    pub source: LimitSource,
    /// How the instant came about.
    pub explanation: Explanation,
}

impl Calendar {
    /// The instant at which `limit` ends when it runs from `start`, and how it comes about.
    #[must_use]
    pub fn explain(&self, start: DateTime<Utc>, limit: Limit) -> Explanation {
        let today = local_date(start);
        let n = limit.amount;
        let (due, counted, skipped) = match limit.unit {
            LimitUnit::WorkingDays => {
                let due = self.add_working_days(start, n);
                let first = if n == 0 && local_date(due) == today { Some(today) } else { today.succ_opt() };
                let (counted, skipped) = self.split(first, local_date(due));
                (due, counted, skipped)
            }
            LimitUnit::NaturalDays => {
                let due = self.add_natural_days(start, n);
                let last = if n == 0 { self.open_day(start) } else { self.working_day_from(natural_day(today, n)) };
                let nominal = natural_day(today, n);
                // Passed over are the days off from the nominal last day up to the day that replaces it.
                let skipped = if nominal == last { Vec::new() } else { self.split(Some(nominal), last).1 };
                let between = days_from(today).skip(1).take_while(|date| *date < nominal);
                (due, between.chain([last]).collect(), skipped)
            }
            LimitUnit::WorkingHours => {
                let due = self.add_hours(start, n, true);
                let (mut counted, skipped) = self.split(Some(today), local_date(due));
                counted.retain(|date| self.has_working_time(*date, start, due));
                (due, counted, skipped)
            }
            LimitUnit::Hours => (self.add_hours(start, n, false), Vec::new(), Vec::new()),
            LimitUnit::Date(at) => (at, Vec::new(), Vec::new()),
        };
        let provisional = counted.iter().chain(skipped.iter().map(|(date, _)| date)).any(|date| self.is_provisional(*date));
        Explanation { due, start, limit, counted, skipped, provisional, calendar_version: self.version().to_owned() }
    }

    /// [`Calendar::explain`] with the source of the limit.
    #[must_use]
    pub fn due(&self, start: DateTime<Utc>, limit: Limit, source: LimitSource) -> Due {
        let explanation = self.explain(start, limit);
        Due { at: explanation.due, source, explanation }
    }

    /// Working days and days off from `first` to `last`.
    fn split(&self, first: Option<NaiveDate>, last: NaiveDate) -> (Vec<NaiveDate>, Vec<(NaiveDate, DayReason)>) {
        let mut worked = Vec::new();
        let mut off = Vec::new();
        for date in first.into_iter().flat_map(days_from).take_while(|date| *date <= last) {
            let info = self.day_kind(date);
            if info.working {
                worked.push(date);
            } else {
                off.push((date, info.reason));
            }
        }
        (worked, off)
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}起，{}", clock(self.start), self.limit)?;
        if let (Some(first), Some(last)) = (self.counted.first(), self.counted.last()) {
            write!(f, "，计入{}天（{}至{}）", self.counted.len(), short(*first), short(*last))?;
        }
        if !self.skipped.is_empty() {
            let days: Vec<_> = self.skipped.iter().map(|(date, reason)| format!("{}{reason}", short(*date))).collect();
            write!(f, "，跳过{}天（{}）", days.len(), days.join("、"))?;
        }
        write!(f, "，到期{}", clock(self.due))?;
        if self.provisional { f.write_str("（暂按周末推算）") } else { Ok(()) }
    }
}

fn clock(at: DateTime<Utc>) -> String {
    zoned(at).format("%Y年%-m月%-d日%H:%M").to_string()
}

fn short(date: NaiveDate) -> String {
    format!("{}月{}日", date.month(), date.day())
}

//! The working calendar: which days are worked and why, in layers (nation, region, county, town or body), with split shifts by season.
//! Owns day kinds, calendar arithmetic, limits and their explanation. One zone, Asia/Shanghai; instants come in and go out as UTC.
//!
//! Nothing here fails on a date: beyond the official years a day is worked out from weekends and marked provisional, and arithmetic that would
//! leave [`HORIZON`] stops at its edge.

mod arithmetic;
mod hours;
mod layer;
mod limit;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::{Asia::Shanghai, Tz};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::BodyId;

pub use hours::{HoursError, MonthDay, Season, Shift, WorkingHours};
pub use layer::{DayKind, DayRule, Layer, Level};
pub use limit::{Due, Explanation, Limit, LimitError, LimitSource, LimitUnit};

/// First and last day that a calendar calculates with.
pub const HORIZON: (NaiveDate, NaiveDate) = (day(1949, 1, 1), day(2200, 12, 31));

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// Why a day is worked or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum DayReason {
    /// Monday to Friday.
    Weekday,
    /// Saturday or Sunday.
    Weekend,
    /// A day off by a document.
    Holiday {
        /// Name of the holiday.
        name: String,
    },
    /// A working day by a document (调休上班).
    MadeUp {
        /// The holiday that it makes up for.
        name: String,
    },
}

impl fmt::Display for DayReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weekday => f.write_str("工作日"),
            Self::Weekend => f.write_str("周末"),
            Self::Holiday { name } => f.write_str(name),
            Self::MadeUp { name } => write!(f, "{name}调休上班"),
        }
    }
}

/// What a day's kind rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum DaySource {
    /// Nothing but the day of the week.
    WeekRule,
    /// A rule of a layer.
    Document {
        /// Whose rule.
        level: Level,
        /// The document, as entered.
        document_no: String,
    },
}

/// What a calendar knows of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayInfo {
    /// Whether it is worked.
    pub working: bool,
    /// Whether it is only worked out from weekends because the year's notice is not known (暂按周末推算).
    pub provisional: bool,
    /// Why.
    pub reason: DayReason,
    /// What that rests on.
    pub source: DaySource,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Decided {
    kind: DayKind,
    name: String,
    level: Level,
    document_no: String,
}

/// A calendar of an organisation: its layers laid over each other, and its working hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, Decided>,
    hours: WorkingHours,
    official: Option<(i32, i32)>,
    version: String,
    bodies: Option<Arc<BodyCalendars>>,
}

/// The calendars of the bodies that a town works with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyCalendars {
    /// The county's: of every body without rules of its own.
    pub others: Calendar,
    /// Of the bodies that have some.
    pub own: BTreeMap<BodyId, Calendar>,
}

impl Calendar {
    /// Lays the layers over each other, by level; of two layers of one level the later decides.
    #[must_use]
    pub fn new(mut layers: Vec<Layer>, hours: WorkingHours) -> Self {
        layers.sort_by_key(|layer| layer.level);
        let official = official_years(&layers);
        let mut days = BTreeMap::new();
        for Layer { level, rules, .. } in layers {
            for DayRule { date, kind, name, document_no } in rules {
                days.insert(date, Decided { kind, name, level, document_no });
            }
        }
        let version = version(&days, &hours, official);
        Self { days, hours, official, version, bodies: None }
    }

    /// The same calendar, which also knows those of the bodies.
    #[must_use]
    pub fn with_bodies(mut self, bodies: Arc<BodyCalendars>) -> Self {
        self.bodies = Some(bodies);
        self
    }

    /// The calendar by which a body works: what lies with it is counted so. Itself where none is known.
    #[must_use]
    pub fn of_body(&self, body: BodyId) -> &Self {
        self.bodies.as_ref().map_or(self, |bodies| bodies.own.get(&body).unwrap_or(&bodies.others))
    }

    /// The calendar of a place in Xinjiang without rules of its own: nation, region, the region's working hours.
    ///
    /// # Errors
    /// When the bundled working hours are not readable, which a test excludes.
    pub fn xinjiang() -> Result<Self, HoursError> {
        Ok(Self::new(vec![Layer::nation(), Layer::xinjiang()], WorkingHours::bundled("xinjiang")?))
    }

    /// The last year for which every layer's yearly notice is known.
    #[must_use]
    pub fn official_through(&self) -> Option<i32> {
        self.official.map(|(_, last)| last)
    }

    /// Names the rules and hours that a date was calculated with: the last official year and a digest.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The working hours.
    #[must_use]
    pub fn hours(&self) -> &WorkingHours {
        &self.hours
    }

    /// What kind of day `date` is, and why.
    #[must_use]
    pub fn day_kind(&self, date: NaiveDate) -> DayInfo {
        if let Some(Decided { kind, name, level, document_no }) = self.days.get(&date) {
            let (working, name) = (*kind == DayKind::Work, name.clone());
            return DayInfo {
                working,
                provisional: false,
                reason: if working { DayReason::MadeUp { name } } else { DayReason::Holiday { name } },
                source: DaySource::Document { level: *level, document_no: document_no.clone() },
            };
        }
        let working = !is_weekend(date);
        DayInfo {
            working,
            provisional: self.is_provisional(date),
            reason: if working { DayReason::Weekday } else { DayReason::Weekend },
            source: DaySource::WeekRule,
        }
    }

    /// Whether `date` is worked: [`Calendar::day_kind`] without its reasons.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.days.get(&date).map_or_else(|| !is_weekend(date), |decided| decided.kind == DayKind::Work)
    }

    fn is_provisional(&self, date: NaiveDate) -> bool {
        let known = self.official.is_some_and(|(first, last)| (first..=last).contains(&date.year()));
        !known && !self.days.contains_key(&date)
    }
}

/// The day in Asia/Shanghai on which an instant falls; instants outside [`HORIZON`] count as its edges.
#[must_use]
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    zoned(at).date_naive()
}

fn zoned(at: DateTime<Utc>) -> DateTime<Tz> {
    at.clamp(instant(HORIZON.0, NaiveTime::MIN), last_instant()).with_timezone(&Shanghai)
}

/// The instant at which the clock in Asia/Shanghai shows `time` on `date`; dates outside [`HORIZON`] count as its edges.
#[must_use]
pub fn instant(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = date.clamp(HORIZON.0, HORIZON.1).and_time(time);
    let zoned = Shanghai.from_local_datetime(&local).earliest().map(|at| at.with_timezone(&Utc));
    // A local time skipped by the summer time of 1986-1991 does not exist: read it by the standard offset.
    zoned.unwrap_or_else(|| standard(local))
}

fn standard(local: NaiveDateTime) -> DateTime<Utc> {
    let offset = FixedOffset::east_opt(8 * 3600).and_then(|offset| offset.from_local_datetime(&local).single());
    offset.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

/// Where arithmetic stops.
fn last_instant() -> DateTime<Utc> {
    instant(HORIZON.1, NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default())
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The years known to every level that has yearly notices; a level's layers together know what each of them knows.
fn official_years(layers: &[Layer]) -> Option<(i32, i32)> {
    let mut by_level: BTreeMap<Level, (i32, i32)> = BTreeMap::new();
    for layer in layers {
        if let Some((first, last)) = layer.official {
            let known = by_level.entry(layer.level).or_insert((first, last));
            *known = (known.0.min(first), known.1.max(last));
        }
    }
    by_level.into_values().reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)))
}

fn version(days: &BTreeMap<NaiveDate, Decided>, hours: &WorkingHours, official: Option<(i32, i32)>) -> String {
    let mut digest = Sha256::new();
    for (date, Decided { kind, name, level, document_no }) in days {
        digest.update(format!("{date}\t{kind:?}\t{name}\t{}\t{document_no}\n", level.code()));
    }
    for season in hours.seasons() {
        digest.update(format!("{}-{}", season.from.month, season.from.day));
        for shift in &season.shifts {
            digest.update(format!(" {}-{}", shift.start, shift.end));
        }
    }
    digest.update(format!("\n{official:?}"));
    let hex: String = digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    official.map_or_else(|| hex.clone(), |(_, last)| format!("{last}-{hex}"))
}

//! Working hours: split shifts by season. Owns their checks; knows nothing of days off.

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a table of working hours is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HoursError {
    /// There is no season at all.
    #[error("作息时间没有任何季节")]
    NoSeason,
    /// A season starts on a day that does not exist in every year.
    #[error("作息时间的起始日 {month}月{day}日 不是每年都有")]
    BadDay {
        /// Month as given.
        month: u32,
        /// Day as given.
        day: u32,
    },
    /// Two seasons start on the same day.
    #[error("两个季节都从 {month}月{day}日 起")]
    SameStart {
        /// Month of both.
        month: u32,
        /// Day of both.
        day: u32,
    },
    /// A season has no shift.
    #[error("从 {month}月{day}日 起的季节没有班次")]
    NoShift {
        /// Month of the season's start.
        month: u32,
        /// Day of the season's start.
        day: u32,
    },
    /// A shift ends when it starts, or before.
    #[error("班次 {start}–{end} 的结束不晚于开始")]
    EmptyShift {
        /// Start of the shift.
        start: NaiveTime,
        /// End of the shift.
        end: NaiveTime,
    },
    /// A shift starts before the one before it has ended.
    #[error("班次 {start} 早于上一班次结束 {previous_end}")]
    Overlap {
        /// End of the earlier shift.
        previous_end: NaiveTime,
        /// Start of the later one.
        start: NaiveTime,
    },
    /// No table of this name is bundled.
    #[error("没有名为 {0} 的作息时间")]
    Unknown(String),
    /// A line cannot be read, counted from 1.
    #[error("作息时间第 {0} 行无法读取，应写成：5月1日起 10:00-14:00 16:00-20:00")]
    Unreadable(usize),
}

/// One shift of a day, from `start` up to but not including `end`, in the local zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// First moment of work.
    pub start: NaiveTime,
    /// First moment after work.
    pub end: NaiveTime,
}

/// A day of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MonthDay {
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

/// The shifts in force from a day of the year until the next season starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// First day of the season, every year.
    pub from: MonthDay,
    /// Shifts in the order of the day.
    pub shifts: Vec<Shift>,
}

/// Working hours: at least one season, each with at least one shift, shifts in order and apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Table", into = "Table")]
pub struct WorkingHours {
    seasons: Vec<Season>,
}

/// Form of [`WorkingHours`] in settings, before the checks.
#[derive(Serialize, Deserialize)]
struct Table {
    seasons: Vec<Season>,
}

impl TryFrom<Table> for WorkingHours {
    type Error = HoursError;

    fn try_from(table: Table) -> Result<Self, HoursError> {
        Self::new(table.seasons)
    }
}

impl From<WorkingHours> for Table {
    fn from(hours: WorkingHours) -> Self {
        Self { seasons: hours.seasons }
    }
}

impl WorkingHours {
    /// Checks a table of seasons; their order does not matter.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn new(mut seasons: Vec<Season>) -> Result<Self, HoursError> {
        if seasons.is_empty() {
            return Err(HoursError::NoSeason);
        }
        seasons.sort_by_key(|season| season.from);
        for season in &seasons {
            let MonthDay { month, day } = season.from;
            // 2001 is a common year: the 29th of February is not a start that every year has.
            if NaiveDate::from_ymd_opt(2001, month, day).is_none() {
                return Err(HoursError::BadDay { month, day });
            }
            if season.shifts.is_empty() {
                return Err(HoursError::NoShift { month, day });
            }
            for shift in &season.shifts {
                if shift.end <= shift.start {
                    return Err(HoursError::EmptyShift { start: shift.start, end: shift.end });
                }
            }
            for pair in season.shifts.windows(2) {
                if pair[1].start < pair[0].end {
                    return Err(HoursError::Overlap { previous_end: pair[0].end, start: pair[1].start });
                }
            }
        }
        for pair in seasons.windows(2) {
            if pair[0].from == pair[1].from {
                let MonthDay { month, day } = pair[0].from;
                return Err(HoursError::SameStart { month, day });
            }
        }
        Ok(Self { seasons })
    }

    /// A bundled table: `xinjiang` (the region's) or `aheqi` (阿合奇县).
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn bundled(place: &str) -> Result<Self, HoursError> {
        let mut seasons = Vec::new();
        for (index, line) in include_str!("../../data/calendar/hours.csv").lines().enumerate().skip(1) {
            let mut cells = line.split(',');
            if cells.next() == Some(place) {
                let season = season(cells.next(), cells.next()).ok_or(HoursError::Unreadable(index + 1))?;
                seasons.push(season);
            }
        }
        if seasons.is_empty() { Err(HoursError::Unknown(place.to_owned())) } else { Self::new(seasons) }
    }

    /// Reads a table as people write it: a season a line, first the day from which it holds, then its shifts (`5月1日起 10:00-14:00 16:00-20:00`, also
    /// `5-1 10:00-14:00 16:00-20:00`). Full-width digits, colons and dashes are read alike.
    ///
    /// # Errors
    /// [`HoursError::Unreadable`] with the line, or the first thing that is wrong with the table.
    ///
    /// ```
    /// use workflow::calendar::WorkingHours;
    /// let hours = WorkingHours::read("5月1日起 10:00-14:00 16:00-20:00\n10月1日起 10:00-14:00、15:30-19:30").unwrap();
    /// assert_eq!(hours.lines()[1], "10月1日起 10:00-14:00 15:30-19:30");
    /// ```
    pub fn read(text: &str) -> Result<Self, HoursError> {
        let mut seasons = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            seasons.push(written(line).ok_or(HoursError::Unreadable(index + 1))?);
        }
        Self::new(seasons)
    }

    /// The table as [`WorkingHours::read`] reads it, a line a season.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let shift = |shift: &Shift| format!("{}-{}", shift.start.format("%H:%M"), shift.end.format("%H:%M"));
        let line = |season: &Season| {
            let shifts: Vec<String> = season.shifts.iter().map(shift).collect();
            format!("{}月{}日起 {}", season.from.month, season.from.day, shifts.join(" "))
        };
        self.seasons.iter().map(line).collect()
    }

    /// The seasons, by start.
    #[must_use]
    pub fn seasons(&self) -> &[Season] {
        &self.seasons
    }

    /// The shifts of a working day that falls on `date`.
    #[must_use]
    pub fn shifts_on(&self, date: NaiveDate) -> &[Shift] {
        let day = MonthDay { month: date.month(), day: date.day() };
        // Before the year's first season the last one of the year before is still in force.
        let season = self.seasons.iter().rev().find(|season| season.from <= day).or(self.seasons.last());
        season.map_or(&[], |season| &season.shifts)
    }
}

fn season(from: Option<&str>, shifts: Option<&str>) -> Option<Season> {
    let (month, day) = from?.split_once('-')?;
    let shifts = shifts?.split(' ').map(|shift| {
        let (start, end) = shift.split_once('-')?;
        Some(Shift { start: time(start)?, end: time(end)? })
    });
    Some(Season { from: MonthDay { month: month.parse().ok()?, day: day.parse().ok()? }, shifts: shifts.collect::<Option<_>>()? })
}

/// A season as a person writes it.
fn written(line: &str) -> Option<Season> {
    let narrow = |c: char| match c {
        '０'..='９' | '：' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '－' | '–' | '—' | '―' | '~' | '～' | '至' | '到' => '-',
        '，' | ',' | '、' | ';' | '；' | '起' | '\u{3000}' | '\t' => ' ',
        _ => c,
    };
    let line: String = line.trim_start_matches('\u{feff}').chars().map(narrow).collect();
    let mut words = line.split_whitespace();
    let from = words.next()?.replace('月', "-").replace(['日', '号'], "");
    let shifts: Vec<&str> = words.collect();
    if shifts.is_empty() {
        return None;
    }
    season(Some(&from), Some(&shifts.join(" ")))
}

fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

//! The layers of a calendar: who decides that a day is worked or off, by which document, and for which years the decision is known.
//! Owns the bundled data of the nation and of Xinjiang.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::is_weekend;

/// Who decides; a later level decides over an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The State Council.
    Nation,
    /// The autonomous region.
    Region,
    /// The county.
    County,
    /// The town.
    Town,
    /// One body.
    Body,
}

impl Level {
    /// All levels, the furthest first.
    pub const ALL: [Self; 5] = [Self::Nation, Self::Region, Self::County, Self::Town, Self::Body];

    /// The level of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }

    /// Whether the days of this level are announced anew for every year.
    #[must_use]
    pub fn is_yearly(self) -> bool {
        matches!(self, Self::Nation | Self::Region)
    }

    /// The code for storage.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::Region => "region",
            Self::County => "county",
            Self::Town => "town",
            Self::Body => "body",
        }
    }
}

/// Whether a rule gives a day off or makes it a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Nobody works.
    Off,
    /// A working day, whatever the weekday.
    Work,
}

/// One day that is decided by a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRule {
    /// The day, in Asia/Shanghai.
    pub date: NaiveDate,
    /// Off or worked.
    pub kind: DayKind,
    /// Name of the holiday, also on the day that makes up for it.
    pub name: String,
    /// The document that says so.
    pub document_no: String,
}

/// The rules of one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Who decides.
    pub level: Level,
    /// The days; of two rules for a day the later one holds.
    pub rules: Vec<DayRule>,
    /// First and last year for which everything this level decides is known; `None` for a level that has no yearly notice.
    pub official: Option<(i32, i32)>,
}

impl Layer {
    /// Days that a county, town or body (or an administrator, for the nation or the region) has entered.
    #[must_use]
    pub fn new(level: Level, rules: Vec<DayRule>) -> Self {
        Self { level, rules, official: None }
    }

    /// The same layer, holding the whole notice of these years: how an administrator enters a notice that is newer than the program.
    #[must_use]
    pub fn official_for(mut self, first: i32, last: i32) -> Self {
        self.official = Some((first, last));
        self
    }

    /// The national holidays and make-up days from the notice of 2019 on.
    #[must_use]
    pub fn nation() -> Self {
        NATION.clone()
    }

    /// 肉孜节 and 古尔邦节 of Xinjiang.
    #[must_use]
    pub fn xinjiang() -> Self {
        XINJIANG.clone()
    }
}

struct Notice<'a> {
    year: i32,
    document_no: &'a str,
    from: NaiveDate,
    to: NaiveDate,
}

fn notices() -> Vec<Notice<'static>> {
    let rows = include_str!("../../data/calendar/notices.csv").lines().skip(1);
    rows.filter_map(|line| {
        let mut cells = line.split(',');
        let (year, document_no) = (cells.next()?.parse().ok()?, cells.next()?);
        Some(Notice { year, document_no, from: cells.next()?.parse().ok()?, to: cells.next()?.parse().ok()? })
    })
    .collect()
}

static NATION: LazyLock<Layer> = LazyLock::new(|| {
    let notices = notices();
    let first = notices.iter().map(|notice| notice.year).min();
    let last = notices.iter().map(|notice| notice.year).max();
    let mut days: BTreeMap<NaiveDate, (DayKind, String)> = BTreeMap::new();
    if let (Some(first), Some(last)) = (first, last) {
        // A year's table holds what its notice decides, days of the December before included.
        for year in first..=last {
            for (date, (name, off)) in holiday_cn::get_year_data(year).unwrap_or_default() {
                if let Ok(date) = date.parse() {
                    days.insert(date, (if off { DayKind::Off } else { DayKind::Work }, name.to_owned()));
                }
            }
        }
    }
    for (date, kind, name, _) in rows(include_str!("../../data/calendar/nation.csv")) {
        days.insert(date, (kind, name));
    }
    // The official-through check: what no notice of ours covers is not taken over, whatever the crate says.
    let rules = days.into_iter().filter_map(|(date, (kind, name))| {
        // That work starts again on a Monday (3 February 2020) is said by a notice and makes nothing up.
        if kind == DayKind::Work && !is_weekend(date) {
            return None;
        }
        let notice = notices.iter().rev().find(|notice| notice.from <= date && date <= notice.to)?;
        Some(DayRule { date, kind, name, document_no: notice.document_no.to_owned() })
    });
    Layer { level: Level::Nation, rules: rules.collect(), official: first.zip(last) }
});

static XINJIANG: LazyLock<Layer> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/calendar/xinjiang.csv"));
    let rules: Vec<_> = rows.map(|(date, kind, name, document_no)| DayRule { date, kind, name, document_no }).collect();
    let official = rules.first().map(|rule| rule.date.year()).zip(rules.last().map(|rule| rule.date.year()));
    Layer { level: Level::Region, rules, official }
});

/// The readable rows of a table `date,kind,name[,notice]`. That every row is readable is asserted by a test.
fn rows(table: &'static str) -> impl Iterator<Item = (NaiveDate, DayKind, String, String)> {
    table.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let date = cells.next()?.parse().ok()?;
        let kind = match cells.next()? {
            "off" => DayKind::Off,
            "work" => DayKind::Work,
            _ => return None,
        };
        Some((date, kind, cells.next()?.to_owned(), cells.next().unwrap_or_default().to_owned()))
    })
}

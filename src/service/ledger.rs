//! 台账: the lines of a year or a month that the viewer may see; and the ledgers of former years, read from a workbook, looked at, then imported.

mod read;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc};
use serde_json::json;
use uuid::Uuid;
use workflow::calendar::{instant, local_date};
use workflow::ids::{OfficeId, PersonId, TownId};
use workflow::people::{Role, Scope, Viewer};

use super::actor::{Actor, permit};
use super::error::ServiceError;
use super::record::record;
use super::tools::Tools;
use crate::report::ledger::Rows;
use crate::store::incoming::{self, IncomingFilter, IncomingState};
use crate::store::ledger_rows::{self, PastFilter};
use crate::store::work::ledger::{self as works, LedgerFilter};
use crate::store::{grants, lock_town, names, org, uploads};

pub use crate::store::ledger_rows::PastLine;
pub use read::{Fault, Outcome, ReadRow};

/// How many lines a page shows; a workbook has up to [`MOST`] of each kind.
pub const SHOWN: usize = 500;
const MOST: u64 = 20_000;
/// The first year of which a ledger is taken.
const FIRST_YEAR: i32 = 2000;

/// A year or one of its months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// 2026
    Year(i32),
    /// 2026-11
    Month(i32, u32),
}

impl Period {
    /// Its year.
    #[must_use]
    pub fn year(self) -> i32 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
        }
    }

    /// Its first day and the day after its last.
    fn days(self) -> (NaiveDate, NaiveDate) {
        let (month, length) = match self {
            Self::Year(_) => (1, 12),
            Self::Month(_, month) => (month, 1),
        };
        let first = NaiveDate::from_ymd_opt(self.year(), month, 1).unwrap_or(NaiveDate::MIN);
        (first, first.checked_add_months(Months::new(length)).unwrap_or(NaiveDate::MAX))
    }

    fn instants(self) -> (DateTime<Utc>, DateTime<Utc>) {
        let (first, after) = self.days();
        (instant(first, NaiveTime::MIN), instant(after, NaiveTime::MIN))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
        }
    }
}

/// What is no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPeriod;

impl FromStr for Period {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let (year, month) = text.split_once('-').map_or((text, None), |(year, month)| (year, Some(month)));
        let year: i32 = year.parse().map_err(|_| NoPeriod)?;
        let month: Option<u32> = month.map(str::parse).transpose().map_err(|_| NoPeriod)?;
        let good = (1900..=2200).contains(&year) && month.is_none_or(|month| (1..=12).contains(&month));
        if !good {
            return Err(NoPeriod);
        }
        Ok(month.map_or(Self::Year(year), |month| Self::Month(year, month)))
    }
}

/// What narrows the ledger.
#[derive(Debug, Clone, Copy, Default)]
#[allow(missing_docs)]
pub struct Filter {
    pub town: Option<TownId>,
    /// This year without one.
    pub period: Option<Period>,
    pub office: Option<OfficeId>,
    pub leader: Option<PersonId>,
}

/// The ledger, with what can be chosen.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Ledger {
    pub town: org::Town,
    pub towns: Vec<org::Town>,
    pub period: Period,
    /// The years of which there is something, this one included; the latest first.
    pub years: Vec<i32>,
    pub offices: Vec<org::Office>,
    pub leaders: Vec<(PersonId, String)>,
    pub rows: Rows,
}

/// The ledger of a town, as far as the viewer may see its work.
///
/// # Errors
/// [`ServiceError::NotFound`] when the viewer has no part in a town.
pub async fn ledger(tools: &Tools, viewer: &Viewer, filter: Filter) -> Result<Ledger, ServiceError> {
    let db = tools.store.read();
    let now = tools.now();
    let own = viewer.towns();
    let county = viewer.has(Role::Supervisor, Scope::County);
    let towns: Vec<org::Town> = org::towns(db).await?.into_iter().filter(|town| county || own.contains(&town.id)).collect();
    let town = towns.iter().find(|town| filter.town.is_none_or(|id| id == town.id)).cloned().ok_or(ServiceError::NotFound)?;
    let period = filter.period.unwrap_or_else(|| Period::Year(local_date(now).year()));
    let offices = org::offices(db, town.id).await?;
    let office = filter.office.and_then(|id| offices.iter().find(|office| office.id == id));
    let leaders = leaders(tools, town.id).await?;
    let leader = filter.leader.and_then(|id| leaders.iter().find(|(person, _)| *person == id));
    let (from, until) = period.instants();
    let wanted = LedgerFilter {
        town: town.id,
        from,
        until,
        office: office.map(|office| office.id),
        leader: leader.map(|(person, _)| *person),
        limit: MOST,
    };
    let works = works::ledger(viewer, db, &wanted).await?;
    // What has no workflow lies with no office and no leader yet.
    let items = if office.is_some() || leader.is_some() { Vec::new() } else { items(tools, viewer, town.id, period).await? };
    let (first, after) = period.days();
    let days = matches!(period, Period::Month(..)).then(|| (first, after.checked_sub_days(Days::new(1)).unwrap_or(after)));
    let past = PastFilter {
        town: town.id,
        year: period.year(),
        days,
        office: office.map(|office| office.name.as_str()),
        leader: leader.map(|(_, name)| name.as_str()),
        limit: MOST,
    };
    let past = ledger_rows::list(viewer, db, past).await?;
    let mut years: BTreeSet<i32> = ledger_rows::years(viewer, db, town.id).await?.into_iter().collect();
    let this_year = local_date(now).year();
    let started = works::first_started(viewer, db, town.id).await?.map_or(this_year, |at| local_date(at).year());
    years.extend(started..=this_year);
    years.insert(period.year());
    let led = leaders.iter().map(|(person, _)| *person).collect();
    let mut rows = Rows { at: now, works, items, past, leaders: led, ..Rows::default() };
    rows.names = names::load(db, &rows.wanted()).await?;
    let offices = offices.into_iter().filter(|office| !office.archived).collect();
    Ok(Ledger { town, towns, period, years: years.into_iter().rev().collect(), offices, leaders, rows })
}

/// What came in during a period and has no workflow.
async fn items(tools: &Tools, viewer: &Viewer, town: TownId, period: Period) -> Result<Vec<incoming::Incoming>, ServiceError> {
    let states = vec![IncomingState::Registered, IncomingState::Matched, IncomingState::Closed];
    let filter = IncomingFilter { town: Some(town), states, year: Some(period.year()) };
    let (first, after) = period.days();
    let mut items = incoming::list(viewer, tools.store.read(), &filter, MOST, 0).await?;
    items.retain(|item| item.workflow.is_none() && (first..after).contains(&local_date(item.received_at)));
    Ok(items)
}

/// The town's leaders, in the order of their names.
async fn leaders(tools: &Tools, town: TownId) -> Result<Vec<(PersonId, String)>, ServiceError> {
    let members = grants::in_town(tools.store.read(), town, tools.now()).await?;
    let leads = members.into_iter().filter(|member| member.role == Role::Leader);
    let mut leaders: Vec<(PersonId, String)> = leads.map(|member| (member.person.id, member.person.name)).collect();
    leaders.sort_by(|one, other| one.1.cmp(&other.1));
    leaders.dedup();
    Ok(leaders)
}

/// What became of a ledger that was sent.
#[derive(Debug, Clone)]
pub enum Sent {
    /// It can be looked at and imported.
    Waits(Uuid),
    /// It has numbers of residents: what is wrong with its rows; nothing is kept.
    Personal(Vec<ReadRow>),
}

/// Reads a ledger of a year and keeps it, for a day, until its sender imports it. One with residents' numbers is not kept.
///
/// # Errors
/// [`ServiceError::Invalid`] (fields `year`, `file`); refused for who does not keep the town's work.
pub async fn send(tools: &Tools, viewer: &Viewer, town: TownId, year: i32, name: &str, bytes: Vec<u8>) -> Result<Sent, ServiceError> {
    permit(viewer.in_town(&[Role::Coordinator], town))?;
    check_year(tools, year)?;
    let rows = rows(tools, town, year, bytes.clone()).await?;
    if rows.iter().any(|row| row.outcome.is_personal()) {
        return Ok(Sent::Personal(rows));
    }
    let now = tools.now();
    let file_name: String = name.chars().take(200).collect();
    let upload = uploads::Upload { id: tools.ids.next(now), town, person: viewer.person, file_name, source: bytes, at: now };
    let id = upload.id;
    let tx = tools.store.begin().await?;
    uploads::remove(&tx, Some(viewer.person), now - uploads::WAITS).await?;
    uploads::create(&tx, upload).await?;
    tx.commit().await?;
    Ok(Sent::Waits(id))
}

/// A ledger that waits to be imported.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Preview {
    pub town: org::Town,
    pub file_name: String,
    pub rows: Vec<ReadRow>,
}

/// What was read of a ledger that the viewer sent.
///
/// # Errors
/// [`ServiceError::NotFound`] when it is somebody else's, or has waited too long.
pub async fn preview(tools: &Tools, viewer: &Viewer, id: Uuid, year: i32) -> Result<Preview, ServiceError> {
    check_year(tools, year)?;
    let db = tools.store.read();
    let upload = uploads::of_person(db, viewer.person, id, tools.now() - uploads::WAITS).await?.ok_or(ServiceError::NotFound)?;
    permit(viewer.in_town(&[Role::Coordinator], upload.town))?;
    let town = org::town(db, upload.town).await?.ok_or(ServiceError::NotFound)?;
    let rows = rows(tools, upload.town, year, upload.source).await?;
    Ok(Preview { town, file_name: upload.file_name, rows })
}

/// Imports the lines that can be taken, and says how many. Repeating it adds nothing.
///
/// # Errors
/// See [`preview`].
pub async fn import(tools: &Tools, viewer: &Viewer, id: Uuid, year: i32) -> Result<usize, ServiceError> {
    let preview = preview(tools, viewer, id, year).await?;
    let town = preview.town.id;
    let now = tools.now();
    let tx = tools.store.begin().await?;
    lock_town(&tx, town).await?;
    let known = ledger_rows::fingerprints(&tx, town, year).await?;
    let taken = preview.rows.into_iter().filter(|row| row.outcome == Outcome::Takes && !known.contains(&row.line.fingerprint));
    let lines: Vec<(Uuid, PastLine)> = taken.map(|row| (tools.ids.next(now), row.line)).collect();
    let count = lines.len();
    ledger_rows::add(&tx, town, lines, Some(viewer.person), now).await?;
    let detail = json!({"year": year, "lines": count});
    record(&tx, tools, Actor::Person(viewer), "import_ledger", ("town", town.uuid()), detail).await?;
    tx.commit().await?;
    Ok(count)
}

fn check_year(tools: &Tools, year: i32) -> Result<(), ServiceError> {
    let good = (FIRST_YEAR..=local_date(tools.now()).year()).contains(&year);
    if good { Ok(()) } else { Err(ServiceError::invalid("year", "out-of-range", "台账年份不对")) }
}

/// The rows of a workbook, compared with what the town has.
async fn rows(tools: &Tools, town: TownId, year: i32, bytes: Vec<u8>) -> Result<Vec<ReadRow>, ServiceError> {
    let db = tools.store.read();
    let known = ledger_rows::fingerprints(db, town, year).await?;
    let titles = works::titles(db, town, Period::Year(year).instants()).await?.into_iter().collect();
    let read =
        tokio::task::spawn_blocking(move || read::rows(bytes, year)).await.map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(read::compare(read?, &known, &titles))
}

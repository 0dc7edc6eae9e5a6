//! The calendar of the county and of each town and body: its region's holidays and working hours, and what an admin has entered with its document: days,
//! working hours, and years whose whole notice is known.

mod book;
mod layers;
mod recount;

use chrono::{Datelike, NaiveDate};
use serde_json::json;
use workflow::calendar::{DayRule, HORIZON, Level, WorkingHours};

use super::actor::{Actor, permit};
use super::error::{Problem, ServiceError};
use super::tools::Tools;
use super::{record, words};
use crate::store::{StoreError, Tx, calendar_changes, calendar_days as days, calendar_rules as rules, org};

pub use crate::store::calendar_changes::Change;
pub use crate::store::calendar_days::Whose;
pub use crate::store::calendar_rules::{EnteredHours, EnteredYear};
pub use book::Calendars;
pub use layers::Rules;
pub use recount::recount;

/// Days that can be entered at once.
const MOST: usize = 400;

/// What a change led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// How many days, seasons or years were entered or taken out.
    pub count: usize,
    /// The number of the change, by which dates are counted anew in the background; `None` where everything was so already.
    pub change: Option<i64>,
}

/// Everything that was entered.
///
/// # Errors
/// See [`ServiceError`].
pub async fn entered(tools: &Tools) -> Result<Rules, ServiceError> {
    Ok(Rules::load(tools.store.read()).await?)
}

/// The last change, and whether all dates have been counted anew since.
///
/// # Errors
/// See [`ServiceError`].
pub async fn last_change(tools: &Tools) -> Result<Option<Change>, ServiceError> {
    Ok(calendar_changes::last(tools.store.read()).await?)
}

/// Enters days with the document that says so. The same days again change nothing.
///
/// # Errors
/// [`workflow::refusal::Refusal::NotPermitted`] for who does not administer; [`ServiceError::Invalid`] for days without a name or a document, or outside of
/// what can be calculated with; [`ServiceError::NotFound`] for an unknown town or body; [`ServiceError::Conflict`] when somebody else changed the calendar
/// at that moment.
pub async fn enter(tools: &Tools, actor: Actor<'_>, whose: Whose, entered: Vec<DayRule>) -> Result<Changed, ServiceError> {
    permit(actor.administers())?;
    check(&entered)?;
    let tx = tools.store.begin().await?;
    exists(&tx, whose).await?;
    let now = tools.now();
    let before = days::all(&tx).await?;
    for day in &entered {
        days::put(&tx, tools.ids.next(now), whose, day, actor.person(), now).await?;
    }
    let changed = before != days::all(&tx).await?;
    let dates: Vec<String> = entered.iter().map(|day| day.date.to_string()).collect();
    let detail = json!({ "level": whose.level().code(), "dates": dates, "document_no": entered.first().map(|day| &day.document_no) });
    record::record(&tx, tools, actor, "calendar-entered", ("calendar", whose.owner()), detail).await?;
    commit(tx, tools, actor, entered.len(), changed).await
}

/// Takes a day that was entered out again, with what follows for dates.
///
/// # Errors
/// As [`enter`]; [`ServiceError::NotFound`] where none was entered.
pub async fn remove(tools: &Tools, actor: Actor<'_>, whose: Whose, date: NaiveDate) -> Result<Changed, ServiceError> {
    permit(actor.administers())?;
    let tx = tools.store.begin().await?;
    if !days::remove(&tx, whose, date).await? {
        return Err(ServiceError::NotFound);
    }
    let detail = json!({ "level": whose.level().code(), "dates": [date.to_string()] });
    record::record(&tx, tools, actor, "calendar-removed", ("calendar", whose.owner()), detail).await?;
    commit(tx, tools, actor, 1, true).await
}

/// Enters the working hours of the county, a town or a body, with the document that says so; those entered before are replaced.
///
/// # Errors
/// As [`enter`]; the nation and the region have no hours that hold here.
pub async fn set_hours(
    tools: &Tools,
    actor: Actor<'_>,
    whose: Whose,
    hours: WorkingHours,
    document_no: &str,
) -> Result<Changed, ServiceError> {
    permit(actor.administers())?;
    let mut problems = Vec::new();
    if matches!(whose, Whose::Nation | Whose::Region) {
        problems.push(Problem::new("whose", "no-hours", "作息时间按县、乡镇或单位录入"));
    }
    let document_no = words::required("document_no", document_no, words::SHORT, &mut problems);
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let tx = tools.store.begin().await?;
    exists(&tx, whose).await?;
    let (now, before) = (tools.now(), rules::hours(&tx).await?);
    let count = hours.seasons().len();
    let entered = EnteredHours { whose, hours, document_no };
    let changed = !before.contains(&entered);
    rules::put_hours(&tx, tools.ids.next(now), &entered, actor.person(), now).await?;
    let detail = json!({ "level": whose.level().code(), "seasons": entered.hours.seasons(), "document_no": entered.document_no });
    record::record(&tx, tools, actor, "hours-entered", ("calendar", whose.owner()), detail).await?;
    commit(tx, tools, actor, count, changed).await
}

/// Takes working hours out again: those of the county, or the ones that the program knows of it, hold then.
///
/// # Errors
/// As [`remove`].
pub async fn remove_hours(tools: &Tools, actor: Actor<'_>, whose: Whose) -> Result<Changed, ServiceError> {
    permit(actor.administers())?;
    let tx = tools.store.begin().await?;
    if !rules::remove_hours(&tx, whose).await? {
        return Err(ServiceError::NotFound);
    }
    let detail = json!({ "level": whose.level().code() });
    record::record(&tx, tools, actor, "hours-removed", ("calendar", whose.owner()), detail).await?;
    commit(tx, tools, actor, 1, true).await
}

/// Notes that the whole notice of a year has been entered: its dates are no longer worked out from weekends (暂按周末推算).
///
/// # Errors
/// As [`enter`]; [`ServiceError::Invalid`] for a year that does not follow the last one known, or of a level that announces no years here.
pub async fn enter_year(tools: &Tools, actor: Actor<'_>, level: Level, year: i32, document_no: &str) -> Result<Changed, ServiceError> {
    permit(actor.administers())?;
    let mut problems = Vec::new();
    let document_no = words::required("document_no", document_no, words::SHORT, &mut problems);
    let tx = tools.store.begin().await?;
    let (county, known) = (org::county(&tx).await?, Rules::load(&tx).await?);
    match layers::official_through(county.as_ref(), &known, level) {
        None => problems.push(Problem::new("level", "no-years", "这一层级没有年度放假安排，无需录入年度")),
        Some(last) if year <= last && !known.years.iter().any(|entered| entered.level == level && entered.year == year) => {
            problems.push(Problem::new("year", "known", format!("{year}年的放假安排系统已有，无需录入")));
        }
        Some(last) if year > last + 1 => {
            problems.push(Problem::new("year", "gap", format!("请先录入{}年的放假安排", last + 1)));
        }
        Some(_) => {}
    }
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let now = tools.now();
    let entered = EnteredYear { level, year, document_no };
    let changed = !known.years.contains(&entered);
    rules::put_year(&tx, tools.ids.next(now), &entered, actor.person(), now).await?;
    let detail = json!({ "level": level.code(), "year": year, "document_no": entered.document_no });
    record::record(&tx, tools, actor, "year-entered", ("calendar", uuid::Uuid::nil()), detail).await?;
    commit(tx, tools, actor, 1, changed).await
}

/// Takes a year out again; the years after it are then not official either.
///
/// # Errors
/// As [`remove`].
pub async fn remove_year(tools: &Tools, actor: Actor<'_>, level: Level, year: i32) -> Result<Changed, ServiceError> {
    permit(actor.administers())?;
    let tx = tools.store.begin().await?;
    if !rules::remove_year(&tx, level, year).await? {
        return Err(ServiceError::NotFound);
    }
    let detail = json!({ "level": level.code(), "year": year });
    record::record(&tx, tools, actor, "year-removed", ("calendar", uuid::Uuid::nil()), detail).await?;
    commit(tx, tools, actor, 1, true).await
}

/// Numbers the change, queues what follows from it, commits, and lets this process know at once.
async fn commit(tx: Tx, tools: &Tools, actor: Actor<'_>, count: usize, changed: bool) -> Result<Changed, ServiceError> {
    let now = tools.now();
    let change = if changed {
        let number = match calendar_changes::note(&tx, actor.person(), now).await {
            Err(StoreError::Unique(_)) => return Err(ServiceError::Conflict),
            other => other?,
        };
        jobs::enqueue(&tx, now, &jobs::RecountDates { change: number }, now, Some(&number.to_string())).await?;
        Some(number)
    } else {
        None
    };
    tx.commit().await?;
    tools.calendar.refresh(tools.store.read()).await?;
    tools.wake.ring();
    Ok(Changed { count, change })
}

fn check(days: &[DayRule]) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    if days.is_empty() || days.len() > MOST {
        problems.push(Problem::new("date", "count", format!("每次可录入 1 至 {MOST} 天")));
    }
    for day in days {
        drop(words::required("name", &day.name, words::SHORT, &mut problems));
        drop(words::required("document_no", &day.document_no, words::SHORT, &mut problems));
        if !(HORIZON.0..=HORIZON.1).contains(&day.date) {
            problems.push(Problem::new(
                "date",
                "out-of-range",
                format!("日期超出可计算范围（{} 至 {} 年）", HORIZON.0.year(), HORIZON.1.year()),
            ));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(ServiceError::Invalid(problems)) }
}

async fn exists(tx: &Tx, whose: Whose) -> Result<(), ServiceError> {
    let known = match whose {
        Whose::Nation | Whose::Region | Whose::County => true,
        Whose::Town(town) => org::town(tx, town).await?.is_some(),
        Whose::Body(body) => org::bodies_by_id(tx, &[body]).await?.contains_key(&body),
    };
    if known { Ok(()) } else { Err(ServiceError::NotFound) }
}

//! The calendar of the county and of each town: its region's holidays and working hours, and the days that an admin has entered with their document.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde_json::json;
use workflow::calendar::{BodyCalendars, Calendar, DayRule, HORIZON, HoursError, Layer, MonthDay, Season, Shift, WorkingHours};
use workflow::case::history::Entry;
use workflow::case::{RECALCULATE, recalculate};
use workflow::ids::{BodyId, TownId};

use super::act::chained;
use super::actor::{Actor, permit};
use super::checks::Policy;
use super::error::{Problem, ServiceError};
use super::tools::Tools;
use super::{circumstances, record, words};
use crate::store::calendar_days as rows;
use crate::store::org::County;
use crate::store::{ConnectionTrait, Store, StoreError, Tx, cases, org};

pub use crate::store::calendar_days::Whose;

/// Counties with working hours of their own among the bundled ones.
const OWN_HOURS: [(&str, &str); 1] = [("阿合奇县", "aheqi")];
/// Days that can be entered at once.
const MOST: usize = 400;

/// The calendar of the county, or of the nation while none has been set up.
///
/// # Errors
/// See [`ServiceError`].
pub async fn of_county(store: &Store) -> Result<Calendar, ServiceError> {
    load(store.read(), None).await
}

/// The calendar by which a town works, which knows those of the bodies.
///
/// # Errors
/// See [`ServiceError`].
pub async fn of_town(db: &impl ConnectionTrait, town: TownId) -> Result<Calendar, ServiceError> {
    load(db, Some(town)).await
}

/// The same, where days were entered; else the county's own, which the program holds already, is the town's.
pub(super) async fn where_entered(db: &impl ConnectionTrait, town: TownId) -> Result<Option<Calendar>, StoreError> {
    let entered = rows::all(db).await?;
    if entered.is_empty() {
        return Ok(None);
    }
    let county = org::county(db).await?;
    lay(county.as_ref(), &entered, Some(town)).map(Some).map_err(|error| StoreError::Inconsistent(error.to_string()))
}

async fn load(db: &impl ConnectionTrait, town: Option<TownId>) -> Result<Calendar, ServiceError> {
    let (county, entered) = (org::county(db).await?, rows::all(db).await?);
    lay(county.as_ref(), &entered, town).map_err(|error| ServiceError::Internal(error.to_string()))
}

/// Lays the layers: nation, region, what was entered for them and for the county, then the town's. The bodies work by the county's and their own.
fn lay(county: Option<&County>, entered: &[(Whose, DayRule)], town: Option<TownId>) -> Result<Calendar, HoursError> {
    let (common, hours) = base(county)?;
    let of = |whose: Whose| entered.iter().filter(move |(of, _)| *of == whose).map(|(_, rule)| rule.clone()).collect::<Vec<DayRule>>();
    let common = || {
        let mut layers = common.clone();
        layers.extend([Whose::Nation, Whose::Region, Whose::County].map(|whose| Layer::new(whose.level(), of(whose))));
        layers
    };
    let with = |whose: Whose| {
        let mut layers = common();
        layers.push(Layer::new(whose.level(), of(whose)));
        Calendar::new(layers, hours.clone())
    };
    if entered.is_empty() {
        return Ok(Calendar::new(common(), hours));
    }
    let bodies = entered.iter().filter_map(|(whose, _)| if let Whose::Body(body) = whose { Some(*body) } else { None });
    let own: BTreeMap<BodyId, Calendar> = bodies.map(|body| (body, with(Whose::Body(body)))).collect();
    let others = Calendar::new(common(), hours.clone());
    let calendar = town.map_or_else(|| others.clone(), |town| with(Whose::Town(town)));
    Ok(calendar.with_bodies(Arc::new(BodyCalendars { others, own })))
}

fn base(county: Option<&County>) -> Result<(Vec<Layer>, WorkingHours), HoursError> {
    let Some(county) = county.filter(|county| county.default_region == "xinjiang") else {
        return Ok((vec![Layer::nation()], usual_hours()?));
    };
    let place = OWN_HOURS.iter().find(|(name, _)| *name == county.name).map_or("xinjiang", |(_, place)| place);
    Ok((vec![Layer::nation(), Layer::xinjiang()], WorkingHours::bundled(place)?))
}

/// What entering days led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Entered {
    pub days: usize,
    /// Workflows in which dates were counted anew.
    pub recalculated: usize,
}

/// Enters days with the document that says so. Dates that were counted and have not passed are counted anew in the same transaction, each with an entry in
/// its workflow's history. The same days again change nothing.
///
/// # Errors
/// [`workflow::refusal::Refusal::NotPermitted`] for who does not administer; [`ServiceError::Invalid`] for days without a name or a document, or outside of
/// what can be calculated with; [`ServiceError::NotFound`] for an unknown town or body; [`ServiceError::Conflict`] when work went on at that moment: again.
pub async fn enter(tools: &Tools, actor: Actor<'_>, whose: Whose, days: Vec<DayRule>) -> Result<Entered, ServiceError> {
    permit(actor.administers())?;
    check(&days)?;
    let tx = tools.store.begin().await?;
    exists(&tx, whose).await?;
    let now = tools.now();
    let before = rows::all(&tx).await?;
    for day in &days {
        rows::put(&tx, tools.ids.next(now), whose, day, actor.person(), now).await?;
    }
    let recalculated = count_anew(&tx, tools, actor, whose, &before).await?;
    let dates: Vec<String> = days.iter().map(|day| day.date.to_string()).collect();
    let detail = json!({ "level": whose.level().code(), "dates": dates, "document_no": days.first().map(|day| &day.document_no) });
    record::record(&tx, tools, actor, "calendar-entered", ("calendar", whose.owner()), detail).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(Entered { days: days.len(), recalculated })
}

/// Takes a day that was entered out again, with what follows for dates.
///
/// # Errors
/// As [`enter`]; [`ServiceError::NotFound`] where none was entered.
pub async fn remove(tools: &Tools, actor: Actor<'_>, whose: Whose, date: NaiveDate) -> Result<Entered, ServiceError> {
    permit(actor.administers())?;
    let tx = tools.store.begin().await?;
    let before = rows::all(&tx).await?;
    if !rows::remove(&tx, whose, date).await? {
        return Err(ServiceError::NotFound);
    }
    let recalculated = count_anew(&tx, tools, actor, whose, &before).await?;
    let detail = json!({ "level": whose.level().code(), "dates": [date.to_string()] });
    record::record(&tx, tools, actor, "calendar-removed", ("calendar", whose.owner()), detail).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(Entered { days: 1, recalculated })
}

/// The days that were entered.
///
/// # Errors
/// See [`ServiceError`].
pub async fn entered(tools: &Tools) -> Result<Vec<(Whose, DayRule)>, ServiceError> {
    Ok(rows::all(tools.store.read()).await?)
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

/// Counts the dates of what is at work anew, workflow by workflow.
async fn count_anew(tx: &Tx, tools: &Tools, actor: Actor<'_>, whose: Whose, before: &[(Whose, DayRule)]) -> Result<usize, ServiceError> {
    let now = tools.now();
    let (county, after) = (org::county(tx).await?, rows::all(tx).await?);
    if before == after.as_slice() {
        return Ok(0);
    }
    let lay =
        |days: &[(Whose, DayRule)], town| lay(county.as_ref(), days, Some(town)).map_err(|error| ServiceError::Internal(error.to_string()));
    let mut calendars: BTreeMap<TownId, (Calendar, Calendar)> = BTreeMap::new();
    let mut moved = 0;
    let town = if let Whose::Town(town) = whose { Some(town) } else { None };
    for id in cases::alive_ids_unscoped(tx, town).await? {
        let Some(stored) = cases::load_unscoped(tx, id).await? else { continue };
        let town = stored.case.town;
        if let std::collections::btree_map::Entry::Vacant(free) = calendars.entry(town) {
            free.insert((lay(before, town)?, lay(&after, town)?));
        }
        let Some((old, new)) = calendars.get(&town) else { continue };
        let Some((case, facts)) = recalculate(&stored.case, old, new, now) else { continue };
        let mut case = case;
        case.acted.extend(actor.person());
        let entry = Entry {
            seq: case.seq,
            at: now,
            actor: actor.person(),
            command_id: tools.command(),
            kind: RECALCULATE.to_owned(),
            facts,
            on_behalf: None,
            in_place_of: None,
            prev_hash: stored.head_hash.clone(),
            hash: String::new(),
        };
        let entry = chained(entry, case.id)?;
        let limits = circumstances::load(tx, town, now).await?.limits;
        cases::save(tx, &stored, &case, &entry, tools.ids.next(now), &Policy { now, calendar: new, limits }).await?;
        moved += 1;
    }
    Ok(moved)
}

/// Hours where no others are known: 9:00 to 12:00 and 14:00 to 18:00.
fn usual_hours() -> Result<WorkingHours, HoursError> {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let shifts = vec![Shift { start: at(9), end: at(12) }, Shift { start: at(14), end: at(18) }];
    WorkingHours::new(vec![Season { from: MonthDay { month: 1, day: 1 }, shifts }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_county_has_its_own_hours_where_they_are_known_and_its_region_s_else() {
        let of = |name: &str, region: &str| {
            let county = County { id: uuid::Uuid::nil(), name: name.to_owned(), default_region: region.to_owned() };
            lay(Some(&county), &[], None).unwrap().hours().clone()
        };
        assert_eq!(of("阿合奇县", "xinjiang"), WorkingHours::bundled("aheqi").unwrap());
        assert_eq!(of("别处县", "xinjiang"), WorkingHours::bundled("xinjiang").unwrap());
        assert_eq!(of("别处县", ""), usual_hours().unwrap());
        assert_eq!(lay(None, &[], None).unwrap().hours(), &usual_hours().unwrap());
    }
}

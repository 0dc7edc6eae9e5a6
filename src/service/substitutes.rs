//! Absences and substitutes (AB岗代办): who may enter them, who is told, and what is shown of them. The rules of chains and dates stand in
//! `workflow::substitute`; rights end with the date because they are read anew with every request.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::json;
use workflow::calendar::local_date;
use workflow::ids::{AbsenceId, MessageId, PersonId};
use workflow::people::{Role, Scope, Unit, Viewer};
use workflow::refusal::Refusal;
use workflow::reminder::{Delivery, deliver_at};
use workflow::substitute::{self, Absence, absent_on, acting_for};

use super::actor::Actor;
use super::error::ServiceError;
use super::people::unit_of;
use super::record::record;
use super::tools::{Request, Tools};
use crate::store::messages::{self, About, Channel, NewMessage};
use crate::store::names::{self, Names, Wanted};
use crate::store::{ConnectionTrait, StoreError, Tx, absences, grants};

/// The kind of the message to a substitute.
pub(super) const KIND: &str = "substitute";

/// An absence to be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NewAbsence {
    pub person: PersonId,
    /// Who acts meanwhile; nobody: that shows before work is given to the person.
    pub substitute: Option<PersonId>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

/// Enters an absence with its substitute. The same request again changes nothing.
///
/// # Errors
/// [`ServiceError::Refused`] for dates, overlaps, cycles, chains and strangers; [`ServiceError::NotFound`] for a person of whom the viewer has no say.
pub async fn set(tools: &Tools, request: Request<'_>, new: NewAbsence) -> Result<AbsenceId, ServiceError> {
    let (now, viewer) = (tools.now(), request.viewer.alone());
    let today = local_date(now);
    // The request names it: sent twice, it is one.
    let id = AbsenceId::from(request.command.uuid());
    let tx = tools.store.begin().await?;
    absences::one_at_a_time(&tx).await?;
    if absences::find(&tx, id).await?.is_some() {
        return Ok(id);
    }
    let absent = grants::viewer(&tx, new.person, now).await?.ok_or(ServiceError::NotFound)?.alone();
    if !has_say(&viewer, &absent) {
        return Err(ServiceError::NotFound);
    }
    if let Some(substitute) = new.substitute {
        let fits = grants::viewer(&tx, substitute, now).await?.is_some_and(|other| are_colleagues(&absent, &other.alone()));
        if !fits {
            return Err(Refusal::SubstituteForeign.into());
        }
    }
    let absence = Absence { id, person: new.person, substitute: new.substitute, from: new.from, until: new.until, named_by: viewer.person };
    // Those that have ended do not matter; those that come later may make a cycle.
    let others = absences::from_day(&tx, today.min(new.from)).await?;
    substitute::check(&absence, today, &others)?;
    match absences::add(&tx, &absence, now).await {
        // It was entered by this request and withdrawn since.
        Err(StoreError::Unique(_)) => return Ok(id),
        other => other?,
    }
    let detail = json!({ "substitute": new.substitute, "from": new.from, "until": new.until });
    record(&tx, tools, Actor::Person(&viewer), "absence-entered", ("person", new.person.uuid()), detail).await?;
    tell(&tx, tools, &absence).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(id)
}

/// Withdraws an absence: from now on nobody stands in by it.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none, or the viewer has no say.
pub async fn withdraw(tools: &Tools, viewer: &Viewer, id: AbsenceId) -> Result<(), ServiceError> {
    let (now, viewer) = (tools.now(), viewer.alone());
    let tx = tools.store.begin().await?;
    let absence = absences::find(&tx, id).await?.ok_or(ServiceError::NotFound)?;
    let absent = grants::viewer(&tx, absence.person, now).await?.ok_or(ServiceError::NotFound)?.alone();
    if !has_say(&viewer, &absent) {
        return Err(ServiceError::NotFound);
    }
    absences::withdraw(&tx, id, now).await?;
    let detail = json!({ "substitute": absence.substitute, "from": absence.from, "until": absence.until });
    record(&tx, tools, Actor::Person(&viewer), "absence-withdrawn", ("person", absence.person.uuid()), detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether the viewer enters absences of this person: oneself; the lead of an office or body for its people; the coordinator for the town's; an admin
/// for everybody.
fn has_say(viewer: &Viewer, absent: &Viewer) -> bool {
    viewer.person == absent.person
        || viewer.is(Role::Admin)
        || viewer.grants.iter().any(|own| match (own.role, own.scope) {
            (Role::OfficeLead | Role::BodyLead, scope) => absent.grants.iter().any(|grant| grant.scope == scope),
            (Role::Coordinator, Scope::Town(_)) => absent.grants.iter().any(|grant| grant.scope.town_id() == own.scope.town_id()),
            _ => false,
        })
}

/// Whether two people have a part in the same town, body or county office.
fn are_colleagues(one: &Viewer, other: &Viewer) -> bool {
    let side = |scope: Scope| scope.town_id().map_or(scope, Scope::town);
    let sides = |viewer: &Viewer| viewer.grants.iter().map(|grant| side(grant.scope)).collect::<Vec<_>>();
    let others = sides(other);
    one.person != other.person && sides(one).iter().any(|own| others.contains(own))
}

/// The substitute is told, unless it was the substitute who entered it.
async fn tell(tx: &Tx, tools: &Tools, absence: &Absence) -> Result<(), ServiceError> {
    let now = tools.now();
    let Some(recipient) = absence.substitute.filter(|substitute| *substitute != absence.named_by) else { return Ok(()) };
    let message = NewMessage {
        id: tools.ids.next::<MessageId>(now),
        recipient,
        kind: KIND.to_owned(),
        subject: About::default(),
        params: json!({ "absence": absence.id }),
        due_at: deliver_at(Delivery::Single, now, &*tools.calendar.of_person(tx, recipient, now).await?, false),
        immediate: false,
        channel: Channel::Mail,
        dedupe_key: format!("{KIND}:{}:{recipient}", absence.id),
    };
    if messages::insert(tx, &message, now).await? {
        let job = jobs::DeliverMessage { message_id: message.id.uuid() };
        jobs::enqueue(tx, now, &job, message.due_at, Some(&message.id.to_string())).await?;
    }
    Ok(())
}

/// Somebody who is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Away {
    /// The last day.
    pub until: NaiveDate,
    /// Who acts today, at the end of the chain; nobody: work given to the person stays lying.
    pub acting: Option<PersonId>,
}

/// Who is away today.
///
/// # Errors
/// See [`StoreError`].
pub(super) async fn away(db: &impl ConnectionTrait, day: NaiveDate) -> Result<BTreeMap<PersonId, Away>, StoreError> {
    let absences = absences::from_day(db, day).await?;
    let today = absences.iter().filter(|absence| absence.holds_on(day));
    Ok(today
        .filter_map(|absence| {
            let until = absent_on(absence.person, day, &absences)?.until;
            Some((absence.person, Away { until, acting: acting_for(absence.person, day, &absences) }))
        })
        .collect())
}

/// Who is away today, with the names of who acts.
///
/// # Errors
/// See [`ServiceError`].
pub async fn away_now(tools: &Tools) -> Result<(BTreeMap<PersonId, Away>, Names), ServiceError> {
    let db = tools.store.read();
    let away = away(db, local_date(tools.now())).await?;
    let mut wanted = Wanted::default();
    away.values().filter_map(|away| away.acting).for_each(|person| wanted.person(person));
    Ok((away, names::load(db, &wanted).await?))
}

/// An absence on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct AbsenceRow {
    pub absence: Absence,
    /// Whether it holds today.
    pub now: bool,
    /// Whether the viewer may withdraw it.
    pub may_withdraw: bool,
}

/// Absences that concern a person.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The person's own.
    pub own: Vec<AbsenceRow>,
    /// Those in which the person acts, now or later.
    pub acting: Vec<AbsenceRow>,
    /// Those of people for whom the person may enter absences.
    pub others: Vec<AbsenceRow>,
    /// For whom absences can be entered: oneself first.
    pub people: Vec<(PersonId, String)>,
    /// Who can act: people of the same town or body.
    pub substitutes: Vec<(PersonId, String)>,
    /// The names in it.
    pub names: Names,
}

/// What the page of absences shows to a person.
///
/// # Errors
/// See [`ServiceError`].
pub async fn overview(tools: &Tools, viewer: &Viewer) -> Result<Overview, ServiceError> {
    let (now, viewer) = (tools.now(), viewer.alone());
    let (db, today) = (tools.store.read(), local_date(now));
    let mut known: BTreeMap<PersonId, (Viewer, String)> = BTreeMap::new();
    for unit in reachable(&viewer) {
        for member in members(db, unit, now).await? {
            if let std::collections::btree_map::Entry::Vacant(free) = known.entry(member.person.id)
                && let Some(other) = grants::viewer(db, member.person.id, now).await?
            {
                free.insert((other.alone(), member.person.name));
            }
        }
    }
    let mut wanted = Wanted::default();
    let (mut own, mut acting, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for absence in absences::from_day(db, today).await? {
        let say = absence.person == viewer.person || known.get(&absence.person).is_some_and(|(absent, _)| has_say(&viewer, absent));
        let row = AbsenceRow { now: absence.holds_on(today), may_withdraw: say, absence };
        let (person, substitute) = (row.absence.person, row.absence.substitute);
        let list = match (person == viewer.person, substitute == Some(viewer.person), say) {
            (true, ..) => &mut own,
            (false, true, _) => &mut acting,
            (false, false, true) => &mut others,
            (false, false, false) => continue,
        };
        for person in [Some(person), substitute, Some(row.absence.named_by)].into_iter().flatten() {
            wanted.person(person);
        }
        list.push(row);
    }
    let people = |fits: &dyn Fn(&Viewer) -> bool| {
        let mut people: Vec<(PersonId, String)> = known
            .iter()
            .filter(|(id, (other, _))| **id != viewer.person && fits(other))
            .map(|(id, (_, name))| (*id, name.clone()))
            .collect();
        people.sort_by(|one, other| one.1.cmp(&other.1));
        people
    };
    wanted.person(viewer.person);
    let names = names::load(db, &wanted).await?;
    let mut entered = vec![(viewer.person, names.person(viewer.person).to_owned())];
    entered.extend(people(&|other| has_say(&viewer, other)));
    Ok(Overview { own, acting, others, people: entered, substitutes: people(&|_| true), names })
}

/// The towns, bodies and the county in which the viewer has a part.
fn reachable(viewer: &Viewer) -> BTreeSet<Option<Unit>> {
    let unit = |scope: Scope| scope.town_id().map(Unit::Town).or_else(|| unit_of(scope));
    viewer.grants.iter().map(|grant| unit(grant.scope)).collect()
}

async fn members(
    db: &impl ConnectionTrait,
    unit: Option<Unit>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<grants::Member>, StoreError> {
    match unit {
        Some(Unit::Town(town)) => grants::in_town(db, town, now).await,
        Some(unit) => grants::in_unit(db, unit, now).await,
        None => grants::of_county(db, now).await,
    }
}

/// For whom the viewer acts today, with the last day: shown wherever work is listed.
///
/// # Errors
/// See [`ServiceError`].
pub async fn acting_now(tools: &Tools, viewer: &Viewer) -> Result<Vec<(String, NaiveDate)>, ServiceError> {
    if viewer.stands_for.is_empty() {
        return Ok(Vec::new());
    }
    let (db, today) = (tools.store.read(), local_date(tools.now()));
    let away = away(db, today).await?;
    let mut wanted = Wanted::default();
    viewer.stands_for.iter().for_each(|absent| wanted.person(absent.person));
    let names = names::load(db, &wanted).await?;
    let row = |person: PersonId| away.get(&person).map(|away| (names.person(person).to_owned(), away.until));
    Ok(viewer.stands_for.iter().filter_map(|absent| row(absent.person)).collect())
}

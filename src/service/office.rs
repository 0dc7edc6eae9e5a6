//! The town's units and who works in them: the choices when work is given out.

use chrono::NaiveDate;
use workflow::ids::{BodyId, PersonId, TownId};
use workflow::people::{Role, Unit};

use super::error::ServiceError;
use super::substitutes;
use super::tools::Tools;
use crate::store::{grants, org};

/// A unit to which work can be given.
#[derive(Debug, Clone)]
pub struct UnitChoice {
    /// The unit.
    pub unit: Unit,
    /// Its name.
    pub name: String,
    /// Whether it is a village or community.
    pub village: bool,
    /// The people in it by name.
    pub people: Vec<Taker>,
}

/// Somebody to whom work can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taker {
    /// Who.
    pub id: PersonId,
    /// The person's name.
    pub name: String,
    /// Whether the person leads the unit.
    pub leads: bool,
    /// Whether the person is away today, and who acts: to be seen before work is given.
    pub away: Option<AwayTaker>,
}

/// Somebody who is away today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwayTaker {
    /// The last day.
    pub until: NaiveDate,
    /// The name of who acts; nobody: the work would lie.
    pub acting: Option<String>,
}

/// The units of a town, offices first, in the order in which they were added.
///
/// # Errors
/// See [`ServiceError`].
pub async fn units(tools: &Tools, town: TownId) -> Result<Vec<UnitChoice>, ServiceError> {
    let db = tools.store.read();
    let members = grants::in_town(db, town, tools.now()).await?;
    let (away, names) = substitutes::away_now(tools).await?;
    let of_away = |id: PersonId| {
        let away = away.get(&id)?;
        Some(AwayTaker { until: away.until, acting: away.acting.map(|acting| names.person(acting).to_owned()) })
    };
    let people = |unit: Unit| -> Vec<Taker> {
        let mut people: Vec<Taker> = members
            .iter()
            .filter(|member| match (unit, member.scope) {
                (Unit::Office(id), workflow::people::Scope::Office { office, .. }) => office == id,
                (Unit::Village(id), workflow::people::Scope::Village { village, .. }) => village == id,
                _ => false,
            })
            .map(|member| {
                let id = member.person.id;
                Taker { id, name: member.person.name.clone(), leads: member.role == Role::OfficeLead, away: of_away(id) }
            })
            .collect();
        people.sort_by_key(|taker| (taker.id, !taker.leads));
        people.dedup_by_key(|taker| taker.id);
        people
    };
    let offices = org::offices(db, town).await?.into_iter().filter(|office| !office.archived);
    let villages = org::villages(db, town).await?.into_iter().filter(|village| !village.archived);
    let mut units: Vec<UnitChoice> = offices
        .map(|office| UnitChoice {
            unit: Unit::Office(office.id),
            name: office.name,
            village: false,
            people: people(Unit::Office(office.id)),
        })
        .collect();
    units.extend(villages.map(|village| UnitChoice {
        unit: Unit::Village(village.id),
        name: village.name,
        village: true,
        people: people(Unit::Village(village.id)),
    }));
    Ok(units)
}

/// The leaders of a town by name.
///
/// # Errors
/// See [`ServiceError`].
pub async fn leaders(tools: &Tools, town: TownId) -> Result<Vec<(PersonId, String)>, ServiceError> {
    let members = grants::in_unit(tools.store.read(), Unit::Town(town), tools.now()).await?;
    let leaders = members.into_iter().filter(|member| member.role == Role::Leader);
    Ok(leaders.map(|member| (member.person.id, member.person.name)).collect())
}

/// The people of a body by name, for sharing work out inside it.
///
/// # Errors
/// See [`ServiceError`].
pub async fn people_of_body(tools: &Tools, body: BodyId) -> Result<Vec<(PersonId, String)>, ServiceError> {
    let members = grants::in_unit(tools.store.read(), Unit::Body(body), tools.now()).await?;
    let mut people: Vec<(PersonId, String)> = members.into_iter().map(|member| (member.person.id, member.person.name)).collect();
    people.sort_by(|one, other| one.1.cmp(&other.1));
    people.dedup_by_key(|(id, _)| *id);
    Ok(people)
}

//! One person for whoever keeps people, and the places over which a role can be given.

use std::collections::BTreeMap;

use workflow::ids::PersonId;
use workflow::people::Scope;

use super::super::actor::Actor;
use super::super::error::ServiceError;
use super::super::tools::Tools;
use super::{Everybody, Held, Holding, Names, Person, holding, list};
use crate::store::names::{self, Wanted};
use crate::store::{grants, org};

/// One person.
#[derive(Debug, Clone)]
pub struct Card {
    /// Who.
    pub person: Person,
    /// The roles that hold now.
    pub grants: Vec<Held>,
    /// The names of their units.
    pub names: Names,
    /// Whether the actor may change the account: whoever has a role elsewhere, too, is the admin's to change.
    pub may_change: bool,
    /// What the person holds: it needs a new holder when the person leaves.
    pub holds: Vec<Holding>,
    /// Who can take them over: people of the same units.
    pub successors: Vec<(PersonId, String)>,
}

/// One person whom the actor keeps.
///
/// # Errors
/// [`ServiceError::NotFound`] for nobody, or somebody whom the actor does not keep.
pub async fn card(tools: &Tools, actor: Actor<'_>, id: PersonId) -> Result<Card, ServiceError> {
    let Everybody { rows, .. } = list(tools, actor).await?;
    let row = rows.into_iter().find(|row| row.person.id == id).ok_or(ServiceError::NotFound)?;
    let db = tools.store.read();
    let may_change = row.person.deactivated_at.is_none()
        && (actor.administers() || (!row.grants.is_empty() && row.grants.iter().all(|held| actor.may_grant(held.grant))));
    let mut successors = BTreeMap::new();
    for unit in row.grants.iter().filter_map(|held| super::unit_of(held.grant.scope)) {
        for member in grants::in_unit(db, unit, tools.now()).await?.into_iter().filter(|member| member.person.id != id) {
            successors.insert(member.person.id, member.person.name);
        }
    }
    let holds = holding::of(db, id).await?;
    let mut wanted = Wanted::default();
    row.grants.iter().filter_map(|held| super::unit_of(held.grant.scope)).chain(holds.iter().map(|held| held.unit)).for_each(|unit| {
        wanted.unit(unit);
    });
    let names = names::load(db, &wanted).await?;
    Ok(Card { person: row.person, grants: row.grants, names, may_change, holds, successors: successors.into_iter().collect() })
}

/// Something over which a role can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The scope.
    pub scope: Scope,
    /// The town of an office or village.
    pub town: Option<String>,
    /// Its name; empty for the county before it was set up.
    pub name: String,
}

/// The places over which the actor may give roles: the county, towns with their offices and villages, bodies.
///
/// # Errors
/// See [`ServiceError`].
pub async fn places(tools: &Tools, actor: Actor<'_>) -> Result<Vec<Place>, ServiceError> {
    let db = tools.store.read();
    let mut places = Vec::new();
    if actor.administers() {
        let name = org::county(db).await?.map(|county| county.name).unwrap_or_default();
        places.push(Place { scope: Scope::County, town: None, name });
    }
    for town in org::towns(db).await?.into_iter().filter(|town| actor.keeps(town.id)) {
        let id = town.id;
        places.push(Place { scope: Scope::town(id), town: None, name: town.name.clone() });
        let place = |scope, name| Place { scope, town: Some(town.name.clone()), name };
        let offices = org::offices(db, id).await?.into_iter().filter(|office| !office.archived);
        places.extend(offices.map(|office| place(Scope::Office { town: id, office: office.id }, office.name)));
        let villages = org::villages(db, id).await?.into_iter().filter(|village| !village.archived);
        places.extend(villages.map(|village| place(Scope::Village { town: id, village: village.id }, village.name)));
    }
    if actor.administers() {
        let bodies = org::bodies(db).await?.into_iter().filter(|body| !body.archived);
        places.extend(bodies.map(|body| Place { scope: Scope::body(body.id), town: None, name: body.name }));
    }
    Ok(places)
}

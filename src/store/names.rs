//! Names of what a page shows, loaded by id in one go.

use std::collections::{BTreeMap, BTreeSet};

use entity::{body, office, person, town, village};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;
use workflow::case::{Case, Lane};
use workflow::ids::{BodyId, PersonId, TownId};
use workflow::people::{Holder, Unit};

use super::StoreError;

/// Whose names are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    people: BTreeSet<PersonId>,
    units: BTreeSet<Unit>,
}

impl Wanted {
    /// Wants a person's name.
    pub fn person(&mut self, id: PersonId) {
        self.people.insert(id);
    }

    /// Wants a unit's name.
    pub fn unit(&mut self, unit: Unit) {
        self.units.insert(unit);
    }

    /// Wants the names of a holder.
    pub fn holder(&mut self, holder: Holder) {
        self.unit(holder.unit);
        self.people.extend(holder.person);
    }

    /// Wants every name that a workflow mentions.
    pub fn case(&mut self, case: &Case) {
        self.unit(Unit::Town(case.town));
        self.person(case.started_by);
        for task in case.tasks.values() {
            if let Lane::Body(body) = task.lane {
                self.unit(Unit::Body(body));
            }
            if let Some(holder) = task.holder {
                self.holder(holder);
            }
            self.people.extend(task.objection.as_ref().map(|objection| objection.by));
            self.people.extend(task.nudge.as_ref().map(|nudge| nudge.by));
            self.people.extend(task.extension.as_ref().map(|asked| asked.by));
            if let Some(lent) = &task.lent {
                self.holder(lent.from);
            }
            if let Some(signing) = &task.signing {
                self.person(signing.by);
                for receiver in &signing.receivers {
                    self.unit(receiver.to.unit(case.town));
                }
            }
            for body in task.receivers.iter().filter_map(|planned| planned.body) {
                self.unit(Unit::Body(body));
            }
        }
        for hand_off in case.hand_offs.values() {
            self.unit(hand_off.receiver.unit(case.town));
            self.person(hand_off.offered_by);
            self.people.extend(hand_off.person);
            self.people.extend(hand_off.objection.as_ref().map(|objection| objection.by));
            self.people.extend(hand_off.coordination.as_ref().map(|open| open.by));
            self.people.extend(hand_off.nudge.as_ref().map(|nudge| nudge.by));
            self.people.extend(hand_off.extension.as_ref().map(|asked| asked.by));
        }
        for note in &case.notes {
            self.people.extend([note.by, note.entered_by]);
        }
        for wait in case.waits.values() {
            self.units.extend(wait.body.map(Unit::Body));
            self.people.extend(wait.met.as_ref().map(|met| met.by));
        }
    }
}

/// Names by id; what is not there is shown as nothing.
#[derive(Debug, Clone, Default)]
pub struct Names {
    people: BTreeMap<PersonId, String>,
    units: BTreeMap<Unit, String>,
}

impl Names {
    /// A person's name.
    #[must_use]
    pub fn person(&self, id: PersonId) -> &str {
        self.people.get(&id).map_or("", String::as_str)
    }

    /// A unit's name.
    #[must_use]
    pub fn unit(&self, unit: Unit) -> &str {
        self.units.get(&unit).map_or("", String::as_str)
    }

    /// A body's name.
    #[must_use]
    pub fn body(&self, id: BodyId) -> &str {
        self.unit(Unit::Body(id))
    }

    /// A town's name.
    #[must_use]
    pub fn town(&self, id: TownId) -> &str {
        self.unit(Unit::Town(id))
    }
}

/// Loads the names that are wanted.
///
/// # Errors
/// See [`StoreError`].
pub async fn load(db: &impl ConnectionTrait, wanted: &Wanted) -> Result<Names, StoreError> {
    let mut names = Names::default();
    let people: Vec<Uuid> = wanted.people.iter().map(|id| id.uuid()).collect();
    if !people.is_empty() {
        let rows: Vec<(Uuid, String)> = person::Entity::find()
            .filter(person::Column::Id.is_in(people))
            .select_only()
            .columns([person::Column::Id, person::Column::Name])
            .into_tuple()
            .all(db)
            .await?;
        names.people = rows.into_iter().map(|(id, name)| (id.into(), name)).collect();
    }
    let ids = |pick: fn(Unit) -> Option<Uuid>| -> Vec<Uuid> { wanted.units.iter().filter_map(|unit| pick(*unit)).collect() };
    let towns = ids(|unit| if let Unit::Town(id) = unit { Some(id.uuid()) } else { None });
    if !towns.is_empty() {
        let query =
            town::Entity::find().filter(town::Column::Id.is_in(towns)).select_only().columns([town::Column::Id, town::Column::Name]);
        let rows: Vec<(Uuid, String)> = query.into_tuple().all(db).await?;
        names.units.extend(rows.into_iter().map(|(id, name)| (Unit::Town(id.into()), name)));
    }
    let offices = ids(|unit| if let Unit::Office(id) = unit { Some(id.uuid()) } else { None });
    if !offices.is_empty() {
        let query = office::Entity::find()
            .filter(office::Column::Id.is_in(offices))
            .select_only()
            .columns([office::Column::Id, office::Column::Name]);
        let rows: Vec<(Uuid, String)> = query.into_tuple().all(db).await?;
        names.units.extend(rows.into_iter().map(|(id, name)| (Unit::Office(id.into()), name)));
    }
    let villages = ids(|unit| if let Unit::Village(id) = unit { Some(id.uuid()) } else { None });
    if !villages.is_empty() {
        let query = village::Entity::find()
            .filter(village::Column::Id.is_in(villages))
            .select_only()
            .columns([village::Column::Id, village::Column::Name]);
        let rows: Vec<(Uuid, String)> = query.into_tuple().all(db).await?;
        names.units.extend(rows.into_iter().map(|(id, name)| (Unit::Village(id.into()), name)));
    }
    let bodies = ids(|unit| if let Unit::Body(id) = unit { Some(id.uuid()) } else { None });
    if !bodies.is_empty() {
        let query =
            body::Entity::find().filter(body::Column::Id.is_in(bodies)).select_only().columns([body::Column::Id, body::Column::Name]);
        let rows: Vec<(Uuid, String)> = query.into_tuple().all(db).await?;
        names.units.extend(rows.into_iter().map(|(id, name)| (Unit::Body(id.into()), name)));
    }
    Ok(names)
}

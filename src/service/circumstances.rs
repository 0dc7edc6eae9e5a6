//! What a decision must know of the town and the bodies beside the case itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use workflow::calendar::Calendar;
use workflow::case::{Circumstances, Leaders};
use workflow::ids::{BodyId, PersonId, TownId};
use workflow::people::{Role, Scope, TownScope, Unit, Viewer};
use workflow::settings::TownLimits;

use super::tools::Tools;
use crate::store::{ConnectionTrait, StoreError, grants, in_system, leaders, org};

/// The town's settings and units, and the bodies with people in the system.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) limits: TownLimits,
    pub(super) bodies_in_system: BTreeSet<BodyId>,
    pub(super) town_units: BTreeSet<Unit>,
    pub(super) members: BTreeSet<(Unit, PersonId)>,
    pub(super) leaders: Leaders,
    pub(super) county_in_system: bool,
    /// The town's calendar.
    pub(super) calendar: Arc<Calendar>,
}

pub(super) async fn load(db: &impl ConnectionTrait, tools: &Tools, town: TownId, now: DateTime<Utc>) -> Result<Known, StoreError> {
    tools.calendar.refresh(db).await?;
    let limits = org::town(db, town).await?.and_then(|town| town.limits).unwrap_or_default();
    let offices = org::offices(db, town).await?;
    let villages = org::villages(db, town).await?;
    let mut town_units: BTreeSet<Unit> = BTreeSet::from([Unit::Town(town)]);
    town_units.extend(offices.into_iter().filter(|office| !office.archived).map(|office| Unit::Office(office.id)));
    town_units.extend(villages.into_iter().filter(|village| !village.archived).map(|village| Unit::Village(village.id)));
    let bodies_in_system = in_system::bodies(db, now).await?;
    let members = grants::in_town(db, town, now).await?.into_iter().filter_map(|member| {
        let unit = match member.scope {
            Scope::Town(TownScope { town }) => Unit::Town(town),
            Scope::Office { office, .. } => Unit::Office(office),
            Scope::Village { village, .. } => Unit::Village(village),
            Scope::County | Scope::Body(_) => return None,
        };
        Some((unit, member.person.id))
    });
    Ok(Known {
        limits,
        bodies_in_system,
        town_units,
        members: members.collect(),
        leaders: leaders::of_town(db, town, now).await?,
        calendar: tools.calendar.of(town),
        county_in_system: !grants::with_role(db, Role::CountyCoordinator, now).await?.is_empty(),
    })
}

impl Known {
    /// Brings in who belongs to a body, for what is shared out inside it.
    pub(super) async fn with_people_of(mut self, db: &impl ConnectionTrait, body: BodyId, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let unit = Unit::Body(body);
        let people = grants::in_unit(db, unit, now).await?;
        self.members.extend(people.into_iter().map(|member| (unit, member.person.id)));
        Ok(self)
    }

    /// What a decision of this actor depends on.
    pub(super) fn around<'a>(&'a self, tools: &'a Tools, now: DateTime<Utc>, actor: &'a Viewer) -> Circumstances<'a> {
        Circumstances {
            now,
            actor,
            calendar: &self.calendar,
            limits: self.limits,
            ids: &tools.ids,
            bodies_in_system: &self.bodies_in_system,
            town_units: &self.town_units,
            members: &self.members,
            leaders: &self.leaders,
            county_in_system: self.county_in_system,
        }
    }
}

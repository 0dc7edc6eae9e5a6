//! The people of the model's county, and who may do what as the product's table of roles says it: written anew, without the engine's rules.

use std::collections::BTreeSet;

use workflow::ids::{BodyId, OfficeId, PersonId, TownId, VillageId};
use workflow::people::{Grant, Holder, Role, Scope, StandIn, Unit, Viewer};

/// What a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Coordinator,
    Leader,
    Supervisor,
    CountySupervisor,
    CountyCoordinator,
    OfficeLead(OfficeId),
    Staff(OfficeId),
    Village(VillageId),
    Liaison(BodyId),
    BodyLead(BodyId),
    /// Coordinates another town.
    Elsewhere(TownId),
}

/// A person, with the parts of whom he or she stands in for.
#[derive(Debug, Clone)]
pub struct Person {
    pub name: &'static str,
    pub id: PersonId,
    pub own: Vec<Part>,
    /// In whose place the person acts.
    pub stands_for: Option<(PersonId, Vec<Part>)>,
}

impl Person {
    pub fn parts(&self) -> impl Iterator<Item = Part> + '_ {
        self.own.iter().copied().chain(self.stands_for.iter().flat_map(|(_, parts)| parts.iter().copied()))
    }

    pub fn is(&self, id: PersonId) -> bool {
        self.id == id || self.stands_for.as_ref().is_some_and(|(absent, _)| *absent == id)
    }

    fn has(&self, part: Part) -> bool {
        self.parts().any(|own| own == part)
    }

    pub fn coordinates(&self) -> bool {
        self.has(Part::Coordinator)
    }

    pub fn leads_town(&self) -> bool {
        self.has(Part::Leader)
    }

    pub fn decides(&self) -> bool {
        self.coordinates() || self.leads_town()
    }

    pub fn county(&self) -> bool {
        self.has(Part::CountyCoordinator)
    }

    /// Whether the person supervises the town's work: may nudge.
    pub fn supervises(&self) -> bool {
        self.decides() || self.has(Part::Supervisor) || self.has(Part::CountySupervisor)
    }

    /// The same without the county: may remind a body.
    pub fn supervises_in_town(&self) -> bool {
        self.decides() || self.has(Part::Supervisor)
    }

    pub fn in_body(&self, body: BodyId) -> bool {
        self.has(Part::Liaison(body)) || self.has(Part::BodyLead(body))
    }

    pub fn heads_body(&self, body: BodyId) -> bool {
        self.has(Part::BodyLead(body))
    }

    pub fn in_office(&self) -> bool {
        self.parts().any(|part| matches!(part, Part::Staff(_) | Part::OfficeLead(_)))
    }

    pub fn in_unit(&self, unit: Unit) -> bool {
        match unit {
            Unit::Town(_) => self.decides(),
            Unit::Office(office) => self.has(Part::Staff(office)) || self.has(Part::OfficeLead(office)),
            Unit::Village(village) => self.has(Part::Village(village)),
            Unit::Body(body) => self.in_body(body),
        }
    }

    pub fn heads(&self, unit: Unit) -> bool {
        match unit {
            Unit::Office(office) => self.has(Part::OfficeLead(office)),
            Unit::Body(body) => self.has(Part::BodyLead(body)),
            Unit::Town(_) | Unit::Village(_) => false,
        }
    }

    /// Whether the person has any part in the town.
    pub fn of_town(&self) -> bool {
        self.parts().any(|part| {
            let inside = matches!(part, Part::Coordinator | Part::Leader | Part::Supervisor);
            inside || matches!(part, Part::OfficeLead(_) | Part::Staff(_) | Part::Village(_))
        })
    }

    /// Whether all of the town's work is open to the person.
    pub fn sees_all(&self) -> bool {
        self.supervises() || self.county()
    }

    /// Whether the person is the holder, or of the unit in whose in-box it lies.
    pub fn holds(&self, holder: Holder) -> bool {
        self.in_unit(holder.unit) && holder.person.is_none_or(|person| self.is(person))
    }

    /// As the engine knows the person.
    pub fn viewer(&self, town: TownId) -> Viewer {
        let grants = |parts: &[Part]| parts.iter().map(|part| grant(*part, town)).collect::<Vec<Grant>>();
        let absent = self.stands_for.iter().map(|(person, parts)| StandIn { person: *person, grants: grants(parts) }).collect();
        Viewer::new(self.id, grants(&self.own)).standing_in(absent)
    }

    /// The units of which the person is a member.
    pub fn memberships(&self, town: TownId) -> BTreeSet<(Unit, PersonId)> {
        let units = self.own.iter().filter_map(|part| match *part {
            Part::Coordinator | Part::Leader => Some(Unit::Town(town)),
            Part::OfficeLead(office) | Part::Staff(office) => Some(Unit::Office(office)),
            Part::Village(village) => Some(Unit::Village(village)),
            Part::Liaison(body) | Part::BodyLead(body) => Some(Unit::Body(body)),
            Part::Supervisor | Part::CountySupervisor | Part::CountyCoordinator | Part::Elsewhere(_) => None,
        });
        units.map(|unit| (unit, self.id)).collect()
    }
}

fn grant(part: Part, town: TownId) -> Grant {
    let (role, scope) = match part {
        Part::Coordinator => (Role::Coordinator, Scope::town(town)),
        Part::Leader => (Role::Leader, Scope::town(town)),
        Part::Supervisor => (Role::Supervisor, Scope::town(town)),
        Part::CountySupervisor => (Role::Supervisor, Scope::County),
        Part::CountyCoordinator => (Role::CountyCoordinator, Scope::County),
        Part::OfficeLead(office) => (Role::OfficeLead, Scope::Office { town, office }),
        Part::Staff(office) => (Role::Staff, Scope::Office { town, office }),
        Part::Village(village) => (Role::VillageLiaison, Scope::Village { town, village }),
        Part::Liaison(body) => (Role::Liaison, Scope::body(body)),
        Part::BodyLead(body) => (Role::BodyLead, Scope::body(body)),
        Part::Elsewhere(other) => (Role::Coordinator, Scope::town(other)),
    };
    Grant { role, scope }
}

//! Roles, scopes, grants, and what a viewer may see. Rights are grants (person, role, scope), several per person.

use serde::{Deserialize, Serialize};

use crate::ids::{BodyId, OfficeId, PersonId, TownId, VillageId};

/// What somebody does (product vocabulary; the code is what is stored).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 党政办综合岗, of a town.
    Coordinator,
    /// 站所负责人, of an office.
    OfficeLead,
    /// 经办人, of an office.
    Staff,
    /// 村（社区）联络员, of a village.
    VillageLiaison,
    /// 主要领导 / 分管领导, of a town.
    Leader,
    /// 督办岗, of a town or the county.
    Supervisor,
    /// 部门联络员, of a body.
    Liaison,
    /// 部门负责人, of a body.
    BodyLead,
    /// 县级统筹（编办 / 督查室）, of the county.
    CountyCoordinator,
    /// 系统管理员, of the county.
    Admin,
}

impl Role {
    /// All roles, in the order in which screens list them.
    pub const ALL: [Self; 10] = [
        Self::Coordinator,
        Self::OfficeLead,
        Self::Staff,
        Self::VillageLiaison,
        Self::Leader,
        Self::Supervisor,
        Self::Liaison,
        Self::BodyLead,
        Self::CountyCoordinator,
        Self::Admin,
    ];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::OfficeLead => "office_lead",
            Self::Staff => "staff",
            Self::VillageLiaison => "village_liaison",
            Self::Leader => "leader",
            Self::Supervisor => "supervisor",
            Self::Liaison => "liaison",
            Self::BodyLead => "body_lead",
            Self::CountyCoordinator => "county_coordinator",
            Self::Admin => "admin",
        }
    }

    /// The role of a code; `None` for an unknown one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role may be granted over a scope of this kind.
    #[must_use]
    pub fn fits(self, scope: Scope) -> bool {
        match self {
            Self::Coordinator | Self::Leader => matches!(scope, Scope::Town(_)),
            Self::OfficeLead | Self::Staff => matches!(scope, Scope::Office { .. }),
            Self::VillageLiaison => matches!(scope, Scope::Village { .. }),
            Self::Supervisor => matches!(scope, Scope::Town(_) | Scope::County),
            Self::Liaison | Self::BodyLead => matches!(scope, Scope::Body(_)),
            Self::CountyCoordinator | Self::Admin => matches!(scope, Scope::County),
        }
    }
}

/// Over what a role is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Scope {
    /// The whole county.
    County,
    /// One town.
    Town(TownScope),
    /// One office of a town.
    Office { town: TownId, office: OfficeId },
    /// One village of a town.
    Village { town: TownId, village: VillageId },
    /// One body, over all towns.
    Body(BodyScope),
}

/// A town as a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TownScope {
    pub town: TownId,
}

/// A body as a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct BodyScope {
    pub body: BodyId,
}

impl Scope {
    /// The scope of a town.
    #[must_use]
    pub fn town(town: TownId) -> Self {
        Self::Town(TownScope { town })
    }

    /// The scope of a body.
    #[must_use]
    pub fn body(body: BodyId) -> Self {
        Self::Body(BodyScope { body })
    }

    /// The town to which the scope belongs, if to one.
    #[must_use]
    pub fn town_id(self) -> Option<TownId> {
        match self {
            Self::Town(TownScope { town }) | Self::Office { town, .. } | Self::Village { town, .. } => Some(town),
            Self::County | Self::Body(_) => None,
        }
    }

    /// The code of its kind as stored: county, town, office, village, body.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Town(_) => "town",
            Self::Office { .. } => "office",
            Self::Village { .. } => "village",
            Self::Body(_) => "body",
        }
    }
}

/// A role over a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Grant {
    pub role: Role,
    pub scope: Scope,
}

/// Who looks or acts: a person with the grants that hold at this moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Viewer {
    pub person: PersonId,
    /// The person's own, followed by those of everybody in [`Viewer::stands_for`].
    pub grants: Vec<Grant>,
    /// For whom the person acts now (AB岗代办).
    pub stands_for: Vec<StandIn>,
}

/// An absent person with the grants that a substitute uses meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct StandIn {
    pub person: PersonId,
    pub grants: Vec<Grant>,
}

impl Viewer {
    /// A person with these grants, who stands in for nobody.
    #[must_use]
    pub fn new(person: PersonId, grants: Vec<Grant>) -> Self {
        Self { person, grants, stands_for: Vec::new() }
    }

    /// The same person, standing in for others as well. Administering the county is nothing that a substitute does.
    #[must_use]
    pub fn standing_in(mut self, absent: Vec<StandIn>) -> Self {
        for mut stand_in in absent {
            stand_in.grants.retain(|grant| grant.role != Role::Admin);
            self.grants.extend(stand_in.grants.iter().copied());
            self.stands_for.push(stand_in);
        }
        self
    }

    /// The person without those for whom he or she stands in.
    #[must_use]
    pub fn alone(&self) -> Self {
        let lent: usize = self.stands_for.iter().map(|stand_in| stand_in.grants.len()).sum();
        let own = self.grants.len().saturating_sub(lent);
        Self::new(self.person, self.grants.iter().take(own).copied().collect())
    }

    /// As whom the person can act: first as himself or herself, then in the place of each absent person.
    pub fn faces(&self) -> impl Iterator<Item = Self> + '_ {
        std::iter::once(self.alone()).chain(self.stands_for.iter().map(|absent| Self::new(absent.person, absent.grants.clone())))
    }

    /// The person, and those in whose place he or she acts.
    pub fn persons(&self) -> impl Iterator<Item = PersonId> + '_ {
        std::iter::once(self.person).chain(self.stands_for.iter().map(|absent| absent.person))
    }

    /// Whether this is the person, or somebody in whose place he or she acts.
    #[must_use]
    pub fn is_person(&self, person: PersonId) -> bool {
        self.persons().any(|own| own == person)
    }

    /// Whether the person has the role over exactly this scope.
    #[must_use]
    pub fn has(&self, role: Role, scope: Scope) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.scope == scope)
    }

    /// Whether the person has the role over any scope.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether the person has one of the roles over the town itself (not over one of its offices).
    #[must_use]
    pub fn in_town(&self, roles: &[Role], town: TownId) -> bool {
        self.grants.iter().any(|grant| roles.contains(&grant.role) && grant.scope == Scope::town(town))
    }

    /// Whether the person belongs to the body.
    #[must_use]
    pub fn in_body(&self, body: BodyId) -> bool {
        self.grants.iter().any(|grant| grant.scope == Scope::body(body))
    }

    /// Whether the person belongs to the unit (an office's, village's or body's own people).
    #[must_use]
    pub fn in_unit(&self, unit: Unit) -> bool {
        self.grants.iter().any(|grant| match (unit, grant.scope) {
            (Unit::Office(id), Scope::Office { office, .. }) => office == id,
            (Unit::Village(id), Scope::Village { village, .. }) => village == id,
            (Unit::Body(id), Scope::Body(BodyScope { body })) => body == id,
            (Unit::Town(id), Scope::Town(TownScope { town })) => town == id && matches!(grant.role, Role::Coordinator | Role::Leader),
            _ => false,
        })
    }

    /// The towns in which the person has any part.
    #[must_use]
    pub fn towns(&self) -> Vec<TownId> {
        let mut towns: Vec<TownId> = self.grants.iter().filter_map(|grant| grant.scope.town_id()).collect();
        towns.sort_unstable();
        towns.dedup();
        towns
    }

    /// The bodies to which the person belongs.
    #[must_use]
    pub fn bodies(&self) -> Vec<BodyId> {
        let mut bodies: Vec<BodyId> = self
            .grants
            .iter()
            .filter_map(|grant| match grant.scope {
                Scope::Body(BodyScope { body }) => Some(body),
                _ => None,
            })
            .collect();
        bodies.sort_unstable();
        bodies.dedup();
        bodies
    }

    /// The units whose shared in-boxes are the person's own.
    #[must_use]
    pub fn units(&self) -> Vec<Unit> {
        let mut units: Vec<Unit> = self
            .grants
            .iter()
            .filter_map(|grant| match (grant.role, grant.scope) {
                (_, Scope::Office { office, .. }) => Some(Unit::Office(office)),
                (_, Scope::Village { village, .. }) => Some(Unit::Village(village)),
                (_, Scope::Body(BodyScope { body })) => Some(Unit::Body(body)),
                (Role::Coordinator | Role::Leader, Scope::Town(TownScope { town })) => Some(Unit::Town(town)),
                _ => None,
            })
            .collect();
        units.sort_unstable();
        units.dedup();
        units
    }
}

/// Who answers for a task: the unit in whose in-box it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Unit {
    /// The town itself: its 党政办综合岗.
    Town(TownId),
    /// An office.
    Office(OfficeId),
    /// A village.
    Village(VillageId),
    /// A body.
    Body(BodyId),
}

impl Unit {
    /// The code of its kind as stored: town, office, village, body.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Town(_) => "town",
            Self::Office(_) => "office",
            Self::Village(_) => "village",
            Self::Body(_) => "body",
        }
    }
}

/// Who holds a task: a unit, and the person in it who has taken it or was given it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Holder {
    pub unit: Unit,
    pub person: Option<PersonId>,
}

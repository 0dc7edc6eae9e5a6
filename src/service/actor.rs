//! Who administers: somebody with the right to it, or the command line of the machine itself, which may do everything.

use workflow::ids::{PersonId, TownId};
use workflow::people::{Grant, Role, Viewer};
use workflow::refusal::Refusal;

use super::error::ServiceError;

/// Who administers.
#[derive(Debug, Clone, Copy)]
pub enum Actor<'a> {
    /// The command line: whoever can use it owns the data anyway.
    Console,
    /// A person, with the grants that hold now.
    Person(&'a Viewer),
}

impl Actor<'_> {
    /// The person, for the record; nobody for the command line.
    #[must_use]
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Console => None,
            Self::Person(viewer) => Some(viewer.person),
        }
    }

    /// Whether towns, bodies and everybody's accounts may be changed.
    #[must_use]
    pub fn administers(self) -> bool {
        match self {
            Self::Console => true,
            Self::Person(viewer) => viewer.is(Role::Admin),
        }
    }

    /// Whether the town's offices, villages, people and list may be changed.
    #[must_use]
    pub fn keeps(self, town: TownId) -> bool {
        match self {
            Self::Console => true,
            Self::Person(viewer) => viewer.is(Role::Admin) || viewer.in_town(&[Role::Coordinator], town),
        }
    }

    /// Whether this grant may be given or ended: inside a town by whoever keeps it, everything else by an admin.
    #[must_use]
    pub fn may_grant(self, grant: Grant) -> bool {
        self.administers() || grant.scope.town_id().is_some_and(|town| self.keeps(town))
    }
}

/// Refuses what is not permitted.
pub(super) fn permit(allowed: bool) -> Result<(), ServiceError> {
    if allowed { Ok(()) } else { Err(Refusal::NotPermitted.into()) }
}

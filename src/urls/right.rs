//! What a route asks of a person before its handler runs.

use ::workflow::people::{Role, Viewer};

/// The right that a route asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// None: anybody.
    Public,
    /// To be logged in.
    SignedIn,
    /// One of these roles, over whatever scope.
    Roles(&'static [Role]),
}

impl Right {
    /// Whether the viewer has it.
    #[must_use]
    pub fn allows(self, viewer: &Viewer) -> bool {
        match self {
            Self::Public | Self::SignedIn => true,
            Self::Roles(roles) => roles.iter().any(|role| viewer.is(*role)),
        }
    }
}

/// Who registers, starts, keeps the town's templates and people.
pub(super) const COORDINATE: Right = Right::Roles(&[Role::Coordinator]);
/// Who changes templates; an office's lead those of the basic duties for which the office answers.
pub(super) const EDIT_TEMPLATE: Right = Right::Roles(&[Role::Coordinator, Role::OfficeLead]);
/// Who decides inside the town.
pub(super) const DECIDE: Right = Right::Roles(&[Role::Coordinator, Role::Leader]);
/// Who gives work out inside the town.
pub(super) const GIVE_OUT: Right = Right::Roles(&[Role::Coordinator, Role::Leader, Role::OfficeLead]);
/// Who sees what came in.
pub(super) const READ_INCOMING: Right = Right::Roles(&[Role::Coordinator, Role::Leader, Role::Supervisor]);
/// Who does work for the town.
pub(super) const TOWN_WORK: Right = Right::Roles(&[Role::Coordinator, Role::OfficeLead, Role::Staff, Role::VillageLiaison, Role::Leader]);
/// Who does work on either side.
pub(super) const WORK: Right =
    Right::Roles(&[Role::Coordinator, Role::OfficeLead, Role::Staff, Role::VillageLiaison, Role::Leader, Role::Liaison, Role::BodyLead]);
/// Who reminds by hand: who works in a town, and who supervises.
pub(super) const REMIND: Right =
    Right::Roles(&[Role::Coordinator, Role::OfficeLead, Role::Staff, Role::VillageLiaison, Role::Leader, Role::Supervisor]);
/// Who sees workflows: everybody but those who only administer.
pub(super) const READ_WORK: Right = Right::Roles(&[
    Role::Coordinator,
    Role::OfficeLead,
    Role::Staff,
    Role::VillageLiaison,
    Role::Leader,
    Role::Supervisor,
    Role::Liaison,
    Role::BodyLead,
    Role::CountyCoordinator,
]);
/// Who looks things up in a town's list.
pub(super) const READ_LIST: Right = Right::Roles(&[
    Role::Coordinator,
    Role::OfficeLead,
    Role::Staff,
    Role::VillageLiaison,
    Role::Leader,
    Role::Supervisor,
    Role::Liaison,
    Role::BodyLead,
    Role::CountyCoordinator,
]);
/// Who arranges recurring work: the town, and an office for itself.
pub(super) const ARRANGE: Right = Right::Roles(&[Role::Coordinator, Role::OfficeLead]);
/// Who sees recurring work.
pub(super) const READ_RECURRING: Right = Right::Roles(&[Role::Coordinator, Role::OfficeLead, Role::Staff, Role::Leader, Role::Supervisor]);
/// Who reads the town's ledger: its people but the villages', each what they may see of its work.
pub(super) const READ_LEDGER: Right = Right::Roles(&[Role::Coordinator, Role::OfficeLead, Role::Staff, Role::Leader, Role::Supervisor]);
/// Who reports an event that starts work.
pub(super) const REPORT_EVENT: Right = Right::Roles(&[Role::Coordinator, Role::OfficeLead, Role::Staff, Role::Leader]);
/// Who sees what is overdue beyond their own work.
pub(super) const SUPERVISE: Right = Right::Roles(&[Role::Coordinator, Role::Leader, Role::Supervisor, Role::CountyCoordinator]);
/// Who looks at an edition of a town's list: its readers, and the administrator, who may import it.
pub(super) const READ_EDITION: Right = Right::Roles(&[
    Role::Coordinator,
    Role::OfficeLead,
    Role::Staff,
    Role::VillageLiaison,
    Role::Leader,
    Role::Supervisor,
    Role::CountyCoordinator,
    Role::Admin,
]);
/// Who keeps a town's list, limits, units and people: its coordinator, and the administrator.
pub(super) const KEEP_TOWN: Right = Right::Roles(&[Role::Coordinator, Role::Admin]);
/// Who keeps the installation.
pub(super) const ADMINISTER: Right = Right::Roles(&[Role::Admin]);

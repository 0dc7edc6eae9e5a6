//! Who may see and do what with a lead: the one place for its object-level rights.

use std::collections::BTreeSet;

use super::decide::takes;
use super::state::{Lead, LeadState};
use crate::ids::{BodyId, TownId};
use crate::people::{Role, Scope, Unit, Viewer};

/// Whether the viewer may see the lead: the town's coordinators, leaders and supervisors, the county's, the unit that found it and who reported it, and
/// the bodies that have or had it.
#[must_use]
pub fn sees(viewer: &Viewer, lead: &Lead) -> bool {
    sees_inside(viewer, lead) || lead.receivers.iter().any(|body| viewer.in_body(*body))
}

/// Whether the viewer sees it from the town's side.
#[must_use]
pub fn sees_inside(viewer: &Viewer, lead: &Lead) -> bool {
    viewer.in_town(&[Role::Coordinator, Role::Leader, Role::Supervisor], lead.town)
        || viewer.has(Role::Supervisor, Scope::County)
        || viewer.has(Role::CountyCoordinator, Scope::County)
        || (!matches!(lead.unit, Unit::Body(_)) && viewer.in_unit(lead.unit))
        || (lead.reported_by == viewer.person && viewer.towns().contains(&lead.town))
}

/// Whether the viewer may report in the name of this unit of the town.
#[must_use]
pub(super) fn may_report(viewer: &Viewer, town: TownId, unit: Unit) -> bool {
    viewer.grants.iter().any(|grant| match (grant.role, grant.scope, unit) {
        (Role::Coordinator | Role::Leader, Scope::Town(scope), Unit::Town(id)) => scope.town == town && id == town,
        (Role::OfficeLead | Role::Staff, Scope::Office { town: of, office }, Unit::Office(id)) => of == town && office == id,
        (Role::VillageLiaison, Scope::Village { town: of, village }, Unit::Village(id)) => of == town && village == id,
        _ => false,
    })
}

/// Whether the viewer acts for the town: sends, verifies, strikes off. Its coordinators and leaders, and the people of the unit that found it.
#[must_use]
pub(super) fn acts(viewer: &Viewer, lead: &Lead) -> bool {
    decides(viewer, lead) || (!matches!(lead.unit, Unit::Body(_)) && viewer.in_unit(lead.unit))
}

/// Whether the viewer decides for the town.
#[must_use]
pub(super) fn decides(viewer: &Viewer, lead: &Lead) -> bool {
    viewer.in_town(&[Role::Coordinator, Role::Leader], lead.town)
}

/// What the viewer can do with the lead now; the machine decides again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct LeadOffers {
    pub offer: bool,
    pub take_back: bool,
    pub sign: bool,
    pub send_back: bool,
    pub object: bool,
    pub ask_coordination: bool,
    pub record_coordination: bool,
    pub answer: bool,
    pub close: bool,
    pub settle: bool,
    pub reopen: bool,
    pub cancel: bool,
    pub link: bool,
    /// The receiver's acts are recorded on its behalf.
    pub on_behalf: bool,
}

impl LeadOffers {
    /// Whether there is anything to do.
    #[must_use]
    pub fn any(&self) -> bool {
        *self != Self { on_behalf: self.on_behalf, ..Self::default() }
    }
}

/// What the viewer can do with the lead now.
#[must_use]
pub fn offers(viewer: &Viewer, lead: &Lead, bodies_in_system: &BTreeSet<BodyId>) -> LeadOffers {
    let can = |command: &str| takes(lead.state, command);
    let (acts, decides) = (acts(viewer, lead), decides(viewer, lead));
    let own = lead.receiver.is_some_and(|body| viewer.in_body(body));
    let on_behalf = !own && acts && lead.receiver.is_some_and(|body| !bodies_in_system.contains(&body));
    let body = own || on_behalf;
    LeadOffers {
        offer: acts && can("offer"),
        take_back: acts && can("take-back"),
        sign: body && can("sign"),
        send_back: body && can("return"),
        object: body && can("object"),
        ask_coordination: decides && can("ask-coordination"),
        record_coordination: decides && lead.state == LeadState::InCoordination,
        answer: body && can("answer"),
        close: acts && can("close"),
        settle: acts && can("settle"),
        reopen: acts && can("reopen"),
        cancel: acts && can("cancel"),
        link: decides && can("link"),
        on_behalf,
    }
}

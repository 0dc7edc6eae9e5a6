//! The navigation by what a person may open.

use workflow::people::{Role, Viewer};

use crate::text::{Nav, Texts};
use crate::urls::{Url, Verb};

/// An entry of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its address.
    pub href: String,
    /// Its word.
    pub label: &'static str,
    /// Whether the page shown belongs to it.
    pub current: bool,
    /// Whether it is the page shown.
    pub exact: bool,
}

type Entry = (Url, fn(&Nav) -> &'static str);

/// The entries that the person may open, the everyday ones first.
pub(super) fn of(t: &Texts, viewer: &Viewer, path: &str) -> Vec<Link> {
    let registers = viewer.is(Role::Coordinator);
    let entries: [Entry; 16] = [
        (Url::IncomingNew, |nav| nav.register),
        (Url::Incoming, |nav| nav.incoming),
        (Url::Work, |nav| nav.work),
        (Url::HandOffs, |nav| nav.hand_offs),
        (Url::Leads, |nav| nav.leads),
        (Url::Workflows, |nav| nav.workflows),
        (Url::Coordination, |nav| nav.coordination),
        (Url::Duties, |nav| nav.duties),
        (Url::Recurrences, |nav| nav.recurrences),
        (Url::Ledger, |nav| nav.ledger),
        (Url::Overdue, |nav| nav.overdue),
        (Url::Import, |nav| nav.import),
        (Url::Admin, |nav| nav.admin),
        (Url::Towns, |nav| nav.towns),
        (Url::People, |nav| nav.people),
        (Url::Mails, |nav| nav.mail),
    ];
    let open = entries.into_iter().filter(|(url, _)| url.route().right(Verb::Get).is_some_and(|right| right.allows(viewer)));
    let open: Vec<(String, &'static str)> = open.map(|(url, label)| (url.to_string(), label(&t.nav))).collect();
    // The longest address that the page's begins with is the one it belongs to: /incoming/new is not /incoming.
    let current = open.iter().map(|(href, _)| href).filter(|href| belongs(path, href, registers)).max_by_key(|href| href.len()).cloned();
    open.into_iter().map(|(href, label)| Link { current: current.as_ref() == Some(&href), exact: href == path, href, label }).collect()
}

/// Whether a page lies under an entry; single tasks belong to my work, editions to the import.
fn belongs(path: &str, href: &str, registers: bool) -> bool {
    let under = |parent: &str| path == parent || path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('/'));
    match href {
        "/work" => under("/work") || under("/tasks"),
        "/recurrences" => under("/recurrences") || under("/events"),
        "/import" => under("/import") || under("/town/limits") || (registers && under("/editions")),
        _ => under(href),
    }
}

/// Where the person's day begins.
#[must_use]
pub(super) fn home(viewer: &Viewer) -> Url {
    let first = |roles: &[Role]| roles.iter().any(|role| viewer.is(*role));
    if first(&[Role::Coordinator]) {
        Url::Incoming
    } else if first(&[Role::OfficeLead, Role::Staff, Role::VillageLiaison, Role::Leader, Role::Liaison, Role::BodyLead]) {
        Url::Work
    } else if first(&[Role::CountyCoordinator]) {
        Url::Coordination
    } else if first(&[Role::Supervisor]) {
        Url::Overdue
    } else if first(&[Role::Admin]) {
        Url::Admin
    } else {
        Url::Password
    }
}

#[cfg(test)]
mod tests {
    use workflow::ids::{OfficeId, PersonId, TownId};
    use workflow::people::{Grant, Scope};

    use super::*;
    use crate::text::Language;

    fn viewer(role: Role, scope: Scope) -> Viewer {
        Viewer::new(PersonId::from(uuid::Uuid::nil()), vec![Grant { role, scope }])
    }

    #[test]
    fn everybody_sees_the_entries_of_their_own_work_and_no_others() {
        let t = Texts::of(Language::Zh);
        let town = TownId::from(uuid::Uuid::nil());
        let labels = |viewer: &Viewer| of(t, viewer, "/").into_iter().map(|link| link.label).collect::<Vec<_>>();
        let coordinator = viewer(Role::Coordinator, Scope::town(town));
        assert_eq!(
            labels(&coordinator),
            [
                "来件登记",
                "来件",
                "我的工作",
                "签收与送出",
                "问题线索",
                "办理单",
                "待协调",
                "事项目录",
                "周期性工作",
                "台账",
                "逾期情况",
                "清单导入",
                "人员"
            ]
        );
        let staff = viewer(Role::Staff, Scope::Office { town, office: OfficeId::from(uuid::Uuid::nil()) });
        assert_eq!(labels(&staff), ["我的工作", "签收与送出", "问题线索", "办理单", "事项目录", "周期性工作", "台账"]);
        assert_eq!(labels(&viewer(Role::Admin, Scope::County)), ["清单导入", "系统管理", "乡镇", "人员", "邮件"]);
        assert_eq!(
            labels(&viewer(Role::Supervisor, Scope::County)),
            ["来件", "问题线索", "办理单", "待协调", "事项目录", "周期性工作", "台账", "逾期情况"]
        );
    }

    #[test]
    fn one_entry_at_most_is_the_present_one() {
        let t = Texts::of(Language::Zh);
        let coordinator = viewer(Role::Coordinator, Scope::town(TownId::from(uuid::Uuid::nil())));
        let current =
            |path: &str| of(t, &coordinator, path).into_iter().filter(|link| link.current).map(|link| link.label).collect::<Vec<_>>();
        assert_eq!(current("/incoming/new"), ["来件登记"]);
        assert_eq!(current("/incoming/42"), ["来件"]);
        assert_eq!(current("/tasks/42"), ["我的工作"]);
        assert_eq!(current("/password"), [""; 0]);
    }
}

//! A county with the printed list in force: a town with an office and six villages, and people in every role. Built by the services themselves.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use duty_list::{DutyKind, DutyRef};
use dutyflow::service::act::{Done, Of, act};
use dutyflow::service::actor::Actor;
use dutyflow::service::import::{NewList, import_list};
use dutyflow::service::start::{NewWorkflow, start};
use dutyflow::service::view::{WorkflowView, workflow};
use dutyflow::service::{Request, ServiceError, Tools, duties, towns};
use dutyflow::store::grants;
use workflow::case::{Case, Command, Lane, Task, TaskState};
use workflow::ids::{BodyId, CommandId, DutyId, OfficeId, PersonId, TownId, VillageId, WorkflowId};
use workflow::people::{Holder, Role, Scope, Unit, Viewer};
use workflow::settings::TownLimits;

use super::site::Site;

/// The printed list.
pub const LIST: &[u8] = include_bytes!("../../data/aheqi-zhen-2025-07.txt");

/// A county at work.
pub struct County {
    pub site: Site,
    pub town: TownId,
    pub office: OfficeId,
    pub villages: Vec<VillageId>,
    pub coordinator: Viewer,
    pub clerk: Viewer,
    /// One liaison a village, in their order.
    pub in_villages: Vec<Viewer>,
    pub supervisor: Viewer,
    pub leader: Viewer,
}

impl County {
    /// With the list imported and default limits of 2, 5 and 5 working days.
    pub async fn open() -> Self {
        let site = Site::open().await;
        let tools = site.tools.clone();
        towns::create_county(&tools, Actor::Console, "阿合奇县", "xinjiang").await.unwrap();
        let town = towns::add_town(&tools, Actor::Console, "阿合奇镇").await.unwrap();
        let office = towns::add_office(&tools, Actor::Console, town, "民生服务办").await.unwrap();
        let mut villages = Vec::new();
        for name in ["一村", "二村", "三村", "一社区", "二社区", "三社区"] {
            let kind = if name.ends_with('村') { towns::VillageKind::Village } else { towns::VillageKind::Community };
            villages.push(towns::add_village(&tools, Actor::Console, town, name, kind).await.unwrap());
        }
        let limits = TownLimits { sign: Some(2), answer: Some(5), step: Some(5) };
        let new = NewList { town, file_name: "清单.txt".to_owned(), bytes: LIST.to_vec(), limits: Some(limits), allow_other_town: false };
        import_list(&tools, Actor::Console, new, |_| {}).await.unwrap();
        let coordinator = site.person("coordinator", Role::Coordinator, Scope::town(town)).await;
        let clerk = site.person("clerk", Role::Staff, Scope::Office { town, office }).await;
        let supervisor = site.person("supervisor", Role::Supervisor, Scope::town(town)).await;
        let leader = site.person("leader", Role::Leader, Scope::town(town)).await;
        let mut in_villages = Vec::new();
        for (at, village) in villages.iter().enumerate() {
            let person = site.person(&format!("village{at}"), Role::VillageLiaison, Scope::Village { town, village: *village }).await;
            in_villages.push(viewer(&tools, person).await);
        }
        Self {
            coordinator: viewer(&tools, coordinator).await,
            clerk: viewer(&tools, clerk).await,
            supervisor: viewer(&tools, supervisor).await,
            leader: viewer(&tools, leader).await,
            in_villages,
            site,
            town,
            office,
            villages,
        }
    }

    pub fn tools(&self) -> &Tools {
        &self.site.tools
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.site.tools.now()
    }

    pub fn pass(&self, by: Duration) {
        self.site.pass(by);
    }

    /// The body of this name.
    pub async fn body(&self, name: &str) -> BodyId {
        towns::bodies(self.tools()).await.unwrap().into_iter().find(|body| body.name == name).unwrap_or_else(|| panic!("no body {name}")).id
    }

    /// Gives a body a liaison.
    pub async fn liaison(&self, login: &str, body: BodyId) -> Viewer {
        let person = self.site.person(login, Role::Liaison, Scope::body(body)).await;
        viewer(self.tools(), person).await
    }

    /// The duty of a table and number.
    pub async fn duty(&self, kind: DutyKind, no: u32) -> DutyId {
        duties::by_ref(self.tools(), self.town, DutyRef { kind, no }).await.unwrap().row.duty
    }

    /// A fresh request id.
    pub fn command(&self) -> CommandId {
        self.tools().command()
    }

    /// What the coordinator wants when starting a duty's first track with everything given to the office.
    pub async fn wanted(&self, duty: DutyId, title: &str) -> NewWorkflow {
        let view = duties::show(self.tools(), &self.coordinator, duty).await.unwrap();
        let track = &view.version.unwrap().content.tracks[0];
        let holder = Holder { unit: Unit::Office(self.office), person: None };
        let holders: BTreeMap<String, Holder> = track
            .steps
            .iter()
            .filter(|step| step.party == workflow::template::Party::Town)
            .map(|step| (step.key.clone(), holder))
            .collect();
        NewWorkflow {
            duty,
            track: 0,
            title: title.to_owned(),
            urgent: false,
            incoming: None,
            official: None,
            holders,
            limits: BTreeMap::new(),
        }
    }

    /// Starts a cooperative duty with everything given to the office.
    pub async fn start(&self, no: u32, title: &str) -> WorkflowId {
        let duty = self.duty(DutyKind::Cooperative, no).await;
        let wanted = self.wanted(duty, title).await;
        start(self.tools(), Request { viewer: &self.coordinator, command: self.command() }, wanted).await.unwrap()
    }

    /// Carries out a command that is expected to succeed; ten minutes pass.
    #[track_caller]
    pub fn does<'a>(&'a self, viewer: &'a Viewer, of: Of, command: Command) -> impl Future<Output = Case> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let done = self.tries(viewer, of, command).await;
            self.pass(Duration::minutes(10));
            done.unwrap_or_else(|error| panic!("{caller}: {error}")).case
        }
    }

    /// Carries out a command.
    pub async fn tries(&self, viewer: &Viewer, of: Of, command: Command) -> Result<Done, ServiceError> {
        act(self.tools(), Request { viewer, command: self.command() }, of, &command).await
    }

    /// The workflow as a person sees it.
    pub async fn sees(&self, viewer: &Viewer, id: WorkflowId) -> Result<WorkflowView, ServiceError> {
        workflow(self.tools(), viewer, Of::Workflow(id)).await
    }

    /// The workflow as the coordinator sees it.
    pub async fn case(&self, id: WorkflowId) -> Case {
        self.sees(&self.coordinator, id).await.unwrap().case
    }
}

/// A person with the grants that hold now.
pub async fn viewer(tools: &Tools, person: PersonId) -> Viewer {
    grants::viewer(tools.store.read(), person, tools.now()).await.unwrap().unwrap()
}

/// The first whole step of the town that fits.
#[track_caller]
pub fn step(case: &Case, fits: impl Fn(&Task) -> bool) -> Task {
    case.tasks.values().find(|task| task.lane == Lane::Town && task.parent.is_none() && fits(task)).expect("such a step").clone()
}

/// The first step of a body that fits.
#[track_caller]
pub fn body_step(case: &Case, fits: impl Fn(&Task) -> bool) -> Task {
    case.tasks.values().find(|task| task.lane != Lane::Town && fits(task)).expect("such a step").clone()
}

/// Whether a step of the town can simply be done now.
pub fn doable(task: &Task) -> bool {
    task.state == TaskState::Open && task.receivers.is_empty()
}

//! A small town with two bodies and one workflow, for tests of what passes between them.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, TimeZone, Utc};
use duty_list::{HandKind, Nature};
use workflow::calendar::Calendar;
use workflow::case::history::{Entry, ORIGIN, check_chain, rebuild};
use workflow::case::{
    Case, Circumstances, Command, Fact, HandOff, Lane, Leaders, Plan, PlannedReceiver, Receiver, SignOff, Start, Task, TaskState, apply,
    start,
};
use workflow::ids::{BodyId, CommandId, HandOffId, IdGen, OfficeId, PersonId, TaskId, TownId, WorkflowId};
use workflow::people::{Grant, Holder, Role, Scope, Unit, Viewer};
use workflow::refusal::Refusal;
use workflow::settings::TownLimits;

const SEED: u8 = 11;

/// What the workflow is made of beside its one step that is handed on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    /// One settled hand-off is enough.
    pub any: bool,
    pub urgent: bool,
    /// A town step after the one that is handed on.
    pub after: bool,
    /// A step of the first body before it.
    pub body_step: bool,
    /// A step of the first body that is only asked for by the hand-off that feeds it.
    pub optional: bool,
}

pub struct World {
    ids: IdGen,
    calendar: Calendar,
    pub now: DateTime<Utc>,
    pub town: TownId,
    pub office: OfficeId,
    pub bodies: [BodyId; 2],
    pub in_system: BTreeSet<BodyId>,
    pub county_in_system: bool,
    units: BTreeSet<Unit>,
    pub members: BTreeSet<(Unit, PersonId)>,
    leaders: Leaders,
    pub coordinator: Viewer,
    pub leader: Viewer,
    pub clerk: Viewer,
    liaisons: [Viewer; 2],
    pub case: Case,
    pub entries: Vec<Entry>,
}

fn viewer(ids: &IdGen, now: DateTime<Utc>, grants: &[(Role, Scope)]) -> Viewer {
    Viewer::new(ids.next::<PersonId>(now), grants.iter().map(|(role, scope)| Grant { role: *role, scope: *scope }).collect())
}

fn task(id: TaskId, key: &str, lane: Lane, holder: Holder, after: Vec<TaskId>) -> Task {
    let town = lane == Lane::Town;
    Task {
        id,
        position: 0,
        step_key: key.to_owned(),
        parent: None,
        lane,
        text: key.to_owned(),
        nature: town.then_some(Nature::Step),
        required: true,
        state: TaskState::Blocked,
        round: 1,
        holding: 1,
        holder: Some(holder),
        limit: None,
        due: None,
        after,
        receivers: Vec::new(),
        any_receiver: false,
        opened_at: None,
        done_at: None,
        result: None,
        reason: None,
        sign_off: SignOff::None,
        signing: None,
        lent: None,
        extension: None,
        nudge: None,
        objection: None,
        objections: 0,
    }
}

impl World {
    pub fn new(shape: Shape) -> Self {
        let ids = IdGen::new([SEED; 32]);
        let now = Utc.with_ymd_and_hms(2026, 3, 2, 3, 0, 0).unwrap();
        let (town, office): (TownId, OfficeId) = (ids.next(now), ids.next(now));
        let bodies: [BodyId; 2] = [ids.next(now), ids.next(now)];
        let of = |grants: &[(Role, Scope)]| viewer(&ids, now, grants);
        let coordinator = of(&[(Role::Coordinator, Scope::town(town))]);
        let leader = of(&[(Role::Leader, Scope::town(town))]);
        let clerk = of(&[(Role::Staff, Scope::Office { town, office })]);
        let liaisons = bodies.map(|body| of(&[(Role::Liaison, Scope::body(body))]));
        let in_office = Holder { unit: Unit::Office(office), person: None };
        let keys: [TaskId; 4] = [ids.next(now), ids.next(now), ids.next(now), ids.next(now)];
        let mut tasks = Vec::new();
        if shape.body_step {
            tasks.push(task(keys[0], "push", Lane::Body(bodies[0]), Holder { unit: Unit::Body(bodies[0]), person: None }, Vec::new()));
        }
        let before = if shape.body_step { vec![keys[0]] } else { Vec::new() };
        let mut handing = task(keys[1], "handing", Lane::Town, in_office, before);
        handing.receivers =
            bodies.iter().map(|body| PlannedReceiver { body: Some(*body), kind: HandKind::Transfer, feeds: Vec::new() }).collect();
        if shape.optional {
            let mut review =
                task(keys[3], "review", Lane::Body(bodies[0]), Holder { unit: Unit::Body(bodies[0]), person: None }, Vec::new());
            review.required = false;
            handing.receivers[0].feeds.push(review.id);
            tasks.push(review);
        }
        handing.any_receiver = shape.any;
        tasks.push(handing);
        if shape.after {
            tasks.push(task(keys[2], "later", Lane::Town, in_office, vec![keys[1]]));
        }
        let units = BTreeSet::from([Unit::Town(town), Unit::Office(office)]);
        let mut world = Self {
            calendar: Calendar::xinjiang().unwrap(),
            now,
            town,
            office,
            bodies,
            in_system: BTreeSet::from(bodies),
            county_in_system: false,
            units,
            members: BTreeSet::from([(Unit::Office(office), clerk.person)]),
            leaders: Leaders { leaders: BTreeSet::from([leader.person]), ..Leaders::default() },
            coordinator: coordinator.clone(),
            leader,
            clerk,
            liaisons,
            case: Case {
                id: ids.next::<WorkflowId>(now),
                town,
                title: String::new(),
                state: workflow::case::CaseState::Running,
                urgent: false,
                official_due: None,
                started_by: coordinator.person,
                started_at: now,
                suspended_at: None,
                ended_at: None,
                seq: 0,
                tasks: std::collections::BTreeMap::new(),
                hand_offs: std::collections::BTreeMap::new(),
                waits: std::collections::BTreeMap::new(),
                notes: Vec::new(),
                copied: BTreeSet::new(),
                acted: BTreeSet::new(),
            },
            entries: Vec::new(),
            ids,
        };
        let about = Start { title: "移送".to_owned(), urgent: shape.urgent, official: None };
        let plan = Plan { tasks, waits: Vec::new() };
        let (case, facts) = start(world.case.id, town, plan, about, &world.circumstances(&coordinator)).unwrap();
        world.case = case;
        world.note(&coordinator, "start", facts, None);
        world
    }

    pub fn person(&self, grants: &[(Role, Scope)]) -> Viewer {
        viewer(&self.ids, self.now, grants)
    }

    pub fn liaison_of(&self, body: usize) -> Viewer {
        self.liaisons[body].clone()
    }

    /// The step that is handed on.
    pub fn task(&self) -> &Task {
        self.case.tasks.values().find(|task| task.step_key == "handing").unwrap()
    }

    pub fn hand_off(&self, id: HandOffId) -> &HandOff {
        &self.case.hand_offs[&id]
    }

    /// Everything that happened.
    pub fn facts(&self) -> Vec<Fact> {
        self.entries.iter().flat_map(|entry| entry.facts.clone()).collect()
    }

    /// The command that sends the step to one body.
    pub fn sending(&self, body: usize, kind: HandKind, count: Option<u32>) -> Command {
        let receivers = vec![Receiver::body(self.bodies[body], kind)];
        Command::HandOff { task: self.task().id, receivers, note: None, document_no: None, count, on_behalf: None }
    }

    /// Sends the step to the first body.
    #[track_caller]
    pub fn send(&mut self, actor: &Viewer, kind: HandKind, count: Option<u32>) -> HandOffId {
        self.act(actor, self.sending(0, kind, count));
        let sent = |hand_off: &&HandOff| hand_off.task == self.task().id && hand_off.receiver.is_body(self.bodies[0]);
        self.case.hand_offs.values().rfind(sent).unwrap().id
    }

    /// Sends the step to both bodies, as transfers.
    #[track_caller]
    pub fn send_to_both(&mut self, actor: &Viewer, count: Option<u32>) -> [HandOffId; 2] {
        let receivers = self.bodies.iter().map(|body| Receiver::body(*body, HandKind::Transfer)).collect();
        let task = self.task().id;
        self.act(actor, Command::HandOff { task, receivers, note: None, document_no: None, count, on_behalf: None });
        self.bodies.map(|body| self.case.hand_offs.values().find(|hand_off| hand_off.receiver.is_body(body)).unwrap().id)
    }

    fn circumstances<'a>(&'a self, actor: &'a Viewer) -> Circumstances<'a> {
        Circumstances {
            now: self.now,
            actor,
            calendar: &self.calendar,
            limits: TownLimits { sign: Some(2), answer: Some(5), step: Some(5) },
            ids: &self.ids,
            bodies_in_system: &self.in_system,
            town_units: &self.units,
            members: &self.members,
            leaders: &self.leaders,
            county_in_system: self.county_in_system,
        }
    }

    fn note(&mut self, actor: &Viewer, kind: &str, facts: Vec<Fact>, on_behalf: Option<workflow::case::OnBehalf>) {
        let mut entry = Entry {
            seq: self.case.seq,
            at: self.now,
            actor: Some(actor.person),
            command_id: self.ids.next::<CommandId>(self.now),
            kind: kind.to_owned(),
            facts,
            on_behalf,
            in_place_of: None,
            prev_hash: self.entries.last().map_or_else(|| ORIGIN.to_owned(), |entry| entry.hash.clone()),
            hash: String::new(),
        };
        entry.hash = entry.expected_hash(self.case.id).unwrap();
        self.entries.push(entry);
    }

    /// Carries out a command; the history must rebuild what came of it.
    #[track_caller]
    pub fn act(&mut self, actor: &Viewer, command: Command) {
        let (next, facts) = apply(&self.case, &command, &self.circumstances(actor)).unwrap();
        self.case = next;
        self.note(actor, command.code(), facts, command.on_behalf().cloned());
        self.now += Duration::minutes(20);
        assert_eq!(rebuild(self.case.id, &self.entries).unwrap(), self.case, "the history rebuilds the state");
        check_chain(self.case.id, &self.entries).unwrap();
    }

    #[track_caller]
    pub fn refuse(&self, actor: &Viewer, command: &Command) -> Refusal {
        apply(&self.case, command, &self.circumstances(actor)).unwrap_err()
    }
}

impl World {
    /// Whether a command would be carried out; nothing changes.
    pub fn tries(&self, actor: &Viewer, command: &Command) -> Result<(), Refusal> {
        apply(&self.case, command, &self.circumstances(actor)).map(drop)
    }
}

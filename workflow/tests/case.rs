//! The machine of a workflow, told as stories on the printed list.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed expectation is how a test fails")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, TimeZone, Utc};
use duty_list::{Duty, DutyList, HandKind};
use workflow::calendar::Calendar;
use workflow::case::history::{Entry, ORIGIN, check_chain, rebuild};
use workflow::case::{
    Answered, Case, CaseState, Circumstances, Command, Fact, HandOffState, Lane, Leaders, OnBehalf, Receiver, Result as Report, Start,
    TaskState, WaitRef, apply, plan, sees, sees_inside, start,
};
use workflow::ids::{BodyId, CommandId, HandOffId, IdGen, OfficeId, PersonId, TaskId, TownId, VillageId, WorkflowId};
use workflow::people::{Grant, Holder, Role, Scope, Unit, Viewer};
use workflow::refusal::Refusal;
use workflow::settings::TownLimits;
use workflow::template::derive::derive_with;
use workflow::template::{Party, Template, transfer};

const SEED: u8 = 7;

struct World {
    ids: IdGen,
    calendar: Calendar,
    list: DutyList,
    now: DateTime<Utc>,
    town: TownId,
    office: OfficeId,
    villages: Vec<VillageId>,
    bodies: BTreeMap<String, BodyId>,
    in_system: BTreeSet<BodyId>,
    units: BTreeSet<Unit>,
    members: BTreeSet<(Unit, PersonId)>,
    leaders: Leaders,
    coordinator: Viewer,
    clerk: Viewer,
    entries: Vec<Entry>,
}

fn person(ids: &IdGen, now: DateTime<Utc>, grants: &[(Role, Scope)]) -> Viewer {
    Viewer::new(ids.next::<PersonId>(now), grants.iter().map(|(role, scope)| Grant { role: *role, scope: *scope }).collect())
}

impl World {
    fn new() -> Self {
        let ids = IdGen::new([SEED; 32]);
        let now = Utc.with_ymd_and_hms(2026, 3, 2, 3, 0, 0).unwrap();
        let bytes = include_bytes!("../../data/aheqi-zhen-2025-07.txt");
        let list = duty_list::read(bytes).unwrap();
        let town: TownId = ids.next(now);
        let office: OfficeId = ids.next(now);
        let villages: Vec<VillageId> = (0..6).map(|_| ids.next(now)).collect();
        let mut units: BTreeSet<Unit> = villages.iter().map(|id| Unit::Village(*id)).collect();
        units.extend([Unit::Town(town), Unit::Office(office)]);
        let coordinator = person(&ids, now, &[(Role::Coordinator, Scope::town(town))]);
        let clerk = person(&ids, now, &[(Role::Staff, Scope::Office { town, office })]);
        let calendar = Calendar::xinjiang().unwrap();
        Self {
            ids,
            calendar,
            list,
            now,
            town,
            office,
            villages,
            bodies: BTreeMap::new(),
            in_system: BTreeSet::new(),
            units,
            members: BTreeSet::new(),
            leaders: Leaders::default(),
            coordinator,
            clerk,
            entries: Vec::new(),
        }
    }

    fn template(&mut self, no: u32) -> Template {
        let duty = self.list.duties.iter().find(|duty| matches!(duty, Duty::Cooperative(duty) if duty.no == no)).unwrap();
        derive_with(duty, &self.list.bodies)
    }

    fn begin(&mut self, template: &Template) -> Case {
        let track = template.tracks[0].clone();
        for party in &track.lanes {
            if let Party::Body { name } = party {
                let id = self.ids.next(self.now);
                self.bodies.entry(name.clone()).or_insert(id);
            }
        }
        for name in track.steps.iter().flat_map(|step| &step.hands_to).map(|planned| &planned.receiver).filter(|name| *name != "*") {
            let id = self.ids.next(self.now);
            self.bodies.entry(name.clone()).or_insert(id);
        }
        let holder = Holder { unit: Unit::Office(self.office), person: None };
        let holders = track.steps.iter().filter(|step| step.party == Party::Town).map(|step| (step.key.clone(), holder)).collect();
        let plan = plan(&track, &self.bodies, &BTreeMap::new(), &holders, &self.ids, self.now).unwrap();
        let id: WorkflowId = self.ids.next(self.now);
        let coordinator = self.coordinator.clone();
        let about = Start { title: "2026年高龄津贴".to_owned(), urgent: false, official: None };
        let (case, facts) = start(id, self.town, plan, about, &self.circumstances(&coordinator)).unwrap();
        self.note(&case, &coordinator, "start", facts);
        case
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
            county_in_system: false,
        }
    }

    fn note(&mut self, case: &Case, actor: &Viewer, kind: &str, facts: Vec<Fact>) {
        let mut entry = Entry {
            seq: case.seq,
            at: self.now,
            actor: Some(actor.person),
            command_id: self.ids.next::<CommandId>(self.now),
            kind: kind.to_owned(),
            facts,
            on_behalf: None,
            in_place_of: None,
            prev_hash: self.entries.last().map_or_else(|| ORIGIN.to_owned(), |entry| entry.hash.clone()),
            hash: String::new(),
        };
        entry.hash = entry.expected_hash(case.id).unwrap();
        self.entries.push(entry);
    }

    #[track_caller]
    fn act(&mut self, case: &mut Case, actor: &Viewer, command: Command) {
        let (next, facts) = apply(case, &command, &self.circumstances(actor)).unwrap();
        self.note(&next, actor, command.code(), facts);
        *case = next;
        self.now += Duration::minutes(20);
        assert_eq!(rebuild(case.id, &self.entries).unwrap(), *case, "the history rebuilds the state");
        check_chain(case.id, &self.entries).unwrap();
    }

    #[track_caller]
    fn refuse(&self, case: &Case, actor: &Viewer, command: &Command) -> Refusal {
        apply(case, command, &self.circumstances(actor)).unwrap_err()
    }
}

fn town_task(case: &Case, words: &str) -> TaskId {
    case.tasks
        .values()
        .find(|task| task.lane == Lane::Town && task.parent.is_none() && task.text.contains(words))
        .unwrap_or_else(|| panic!("{words}"))
        .id
}

fn body_task(case: &Case, words: &str) -> TaskId {
    case.tasks.values().find(|task| task.lane != Lane::Town && task.text.contains(words)).unwrap_or_else(|| panic!("{words}")).id
}

fn only_hand_off(case: &Case) -> HandOffId {
    assert_eq!(case.hand_offs.len(), 1);
    *case.hand_offs.keys().next().unwrap()
}

fn done() -> Report {
    Report::default()
}

#[test]
fn the_allowance_for_the_old_from_the_list_of_names_to_the_approval_with_one_return() {
    let mut world = World::new();
    let template = world.template(28);
    let mut case = world.begin(&template);
    let bureau = world.bodies["阿合奇县民政局"];
    world.in_system.insert(bureau);
    let liaison = person(&world.ids, world.now, &[(Role::Liaison, Scope::body(bureau))]);
    let (coordinator, clerk) = (world.coordinator.clone(), world.clerk.clone());

    // Nothing in the town can begin before the bureau has sent the names.
    let push = body_task(&case, "名单推送");
    assert_eq!(case.tasks[&push].state, TaskState::Open);
    let check = case.tasks.values().find(|task| task.lane == Lane::Town && task.after.contains(&push)).unwrap().id;
    assert_eq!(case.tasks[&check].state, TaskState::Blocked);
    world.act(&mut case, &liaison, Command::Complete { task: push, result: done(), on_behalf: None });
    assert_eq!(case.tasks[&check].state, TaskState::Open);
    assert!(case.tasks[&check].due.is_some(), "the town's default limit counts from the opening");

    // The step is given to six villages; the summary is done with the last of them.
    let units: Vec<Unit> = world.villages.iter().map(|id| Unit::Village(*id)).collect();
    world.act(&mut case, &coordinator, Command::Distribute { task: check, units: units.clone(), limit: None });
    let parts: Vec<TaskId> = case.tasks.values().filter(|task| task.parent == Some(check)).map(|task| task.id).collect();
    assert_eq!(parts.len(), 6);
    let again = world.refuse(&case, &coordinator, &Command::Distribute { task: check, units: vec![units[0]], limit: None });
    assert_eq!(again, Refusal::UnitsUnclear);
    for (at, part) in parts.iter().enumerate() {
        let Some(Holder { unit: Unit::Village(village), .. }) = case.tasks[part].holder else { panic!("held by a village") };
        let village = person(&world.ids, world.now, &[(Role::VillageLiaison, Scope::Village { town: world.town, village })]);
        assert!(sees_inside(&village, &case));
        let too_many = Report { expected: Some(10), done: Some(11), ..Report::default() };
        let contradicted = world.refuse(&case, &village, &Command::Complete { task: *part, result: too_many, on_behalf: None });
        assert_eq!(contradicted, Refusal::CountsContradict);
        let plain = world.refuse(&case, &coordinator, &Command::Complete { task: *part, result: done(), on_behalf: None });
        assert_eq!(plain, Refusal::NotPermitted, "who is not of the village records for it");
        // The last one reports that it has no such case.
        let counts = (at < 5).then_some((10, 9));
        let result = Report { expected: counts.map(|(all, _)| all), done: counts.map(|(_, done)| done), nil: at == 5, ..Report::default() };
        world.act(&mut case, &village, Command::Complete { task: *part, result, on_behalf: None });
    }

    // Whatever else comes before the hand-off.
    let handing = case.tasks.values().find(|task| !task.receivers.is_empty()).unwrap().id;
    loop {
        let next = case
            .tasks
            .values()
            .find(|task| task.lane == Lane::Town && task.state == TaskState::Open && task.receivers.is_empty())
            .map(|task| task.id);
        let Some(next) = next else { break };
        world.act(&mut case, &clerk, Command::Complete { task: next, result: done(), on_behalf: None });
    }
    assert_eq!(case.tasks[&handing].state, TaskState::Open);
    let ticked = world.refuse(&case, &clerk, &Command::Complete { task: handing, result: done(), on_behalf: None });
    assert_eq!(ticked, Refusal::NeedsHandOff);

    // 报审, signed, returned once, handed again, approved.
    let receivers = vec![Receiver::body(bureau, HandKind::Approval)];
    let send = |note: &str| Command::HandOff {
        task: handing,
        receivers: receivers.clone(),
        note: Some(note.to_owned()),
        document_no: None,
        count: None,
        on_behalf: None,
    };
    world.act(&mut case, &clerk, send("共54人"));
    let hand_off = only_hand_off(&case);
    let review = case.hand_offs[&hand_off].feeds.expect("the approval feeds the bureau's review");
    assert_eq!(case.tasks[&handing].state, TaskState::Handed);
    assert!(sees(&liaison, &case) && !sees_inside(&liaison, &case));
    world.act(&mut case, &liaison, Command::Sign { hand_off, on_behalf: None });
    assert_eq!(case.tasks[&review].state, TaskState::Open);
    assert_eq!(case.tasks[&review].due, None, "the hand-off's clock is the step's");
    assert!(case.hand_offs[&hand_off].answer_due.is_some());
    let mute = world.refuse(&case, &liaison, &Command::Return { hand_off, reason: " ".to_owned(), count: None, on_behalf: None });
    assert_eq!(mute, Refusal::ReasonMissing);
    world.act(&mut case, &liaison, Command::Return { hand_off, reason: "3人年龄不符".to_owned(), count: Some(3), on_behalf: None });
    assert_eq!((case.tasks[&handing].state, case.tasks[&handing].round), (TaskState::Open, 2));
    assert_eq!(case.tasks[&review].state, TaskState::Blocked);
    world.act(&mut case, &clerk, send("已核减3人"));
    assert_eq!((case.hand_offs[&hand_off].state, case.hand_offs[&hand_off].round), (HandOffState::Offered, 2));
    world.act(&mut case, &liaison, Command::Sign { hand_off, on_behalf: None });
    let second = world.refuse(&case, &clerk, &Command::TakeBack { hand_off, reason: "发错".to_owned() });
    assert_eq!(second, Refusal::HandOffState(HandOffState::Signed));
    let answer = Answered { approved: true, note: None, document_no: Some("阿民函〔2026〕3号".to_owned()) };
    world.act(&mut case, &liaison, Command::Answer { hand_off, answer, on_behalf: None });
    assert_eq!(case.tasks[&review].state, TaskState::Done);
    assert_eq!(case.tasks[&handing].state, TaskState::Done);
    assert_eq!(
        case.state,
        CaseState::Completed,
        "nothing else is required: {:#?}",
        case.tasks.values().filter(|task| !task.is_over()).collect::<Vec<_>>()
    );

    // 办结 is taken up again only with a reason and at least one task.
    let none = world.refuse(&case, &coordinator, &Command::Reopen { tasks: vec![], reason: "漏报".to_owned() });
    assert_eq!(none, Refusal::NothingToReopen);
    world.act(&mut case, &coordinator, Command::Reopen { tasks: vec![handing], reason: "漏报2人".to_owned() });
    assert_eq!((case.state, case.tasks[&handing].state), (CaseState::Running, TaskState::Open));

    // What is done again goes the whole way again: sent, signed for, answered.
    assert_eq!((case.hand_offs[&hand_off].state, &case.hand_offs[&hand_off].answer), (HandOffState::Returned, &None));
    assert_eq!(case.tasks[&review].state, TaskState::Blocked);
    world.act(&mut case, &clerk, send("补报2人"));
    assert_eq!((case.hand_offs[&hand_off].state, case.hand_offs[&hand_off].round), (HandOffState::Offered, 3));
    world.act(&mut case, &liaison, Command::Sign { hand_off, on_behalf: None });
    let answer = Answered { approved: true, note: None, document_no: None };
    world.act(&mut case, &liaison, Command::Answer { hand_off, answer, on_behalf: None });
    assert_eq!(case.state, CaseState::Completed);

    // A step that six villages did is done again by the six, and summed anew.
    world.act(&mut case, &coordinator, Command::Reopen { tasks: vec![check], reason: "口径有变".to_owned() });
    assert_eq!(case.tasks.values().filter(|task| task.parent == Some(check) && task.state == TaskState::Open).count(), 6);
    for part in parts {
        let Some(Holder { unit: Unit::Village(village), .. }) = case.tasks[&part].holder else { panic!("held by a village") };
        let village = person(&world.ids, world.now, &[(Role::VillageLiaison, Scope::Village { town: world.town, village })]);
        let result = Report { expected: Some(10), done: Some(10), ..Report::default() };
        world.act(&mut case, &village, Command::Complete { task: part, result, on_behalf: None });
    }
    assert_eq!(case.tasks[&check].result.as_ref().and_then(|result| result.done), Some(60));
    assert_eq!(case.state, CaseState::Completed);
}

#[test]
fn for_a_bureau_without_people_the_town_records_receipt_signature_and_answer() {
    let mut world = World::new();
    let template = world.template(28);
    let mut case = world.begin(&template);
    let bureau = world.bodies["阿合奇县民政局"];
    let (coordinator, clerk) = (world.coordinator.clone(), world.clerk.clone());
    let push = body_task(&case, "名单推送");
    let today = workflow::calendar::local_date(world.now);
    let early = Command::RecordReceived { wait: WaitRef::Step(push), on: today + Duration::days(1), document_no: None, note: None };
    assert_eq!(world.refuse(&case, &coordinator, &early), Refusal::DateInFuture);
    world.act(
        &mut case,
        &clerk,
        Command::RecordReceived { wait: WaitRef::Step(push), on: today, document_no: None, note: Some("纸质名单".to_owned()) },
    );
    loop {
        let next = case
            .tasks
            .values()
            .find(|task| task.lane == Lane::Town && task.state == TaskState::Open && task.receivers.is_empty())
            .map(|task| task.id);
        let Some(next) = next else { break };
        world.act(&mut case, &clerk, Command::Complete { task: next, result: done(), on_behalf: None });
    }
    let handing = case.tasks.values().find(|task| !task.receivers.is_empty()).unwrap().id;
    let receivers = vec![Receiver::body(bureau, HandKind::Approval)];
    world.act(
        &mut case,
        &clerk,
        Command::HandOff { task: handing, receivers, note: None, document_no: None, count: None, on_behalf: None },
    );
    let hand_off = only_hand_off(&case);
    let told = || Some(OnBehalf { on: today, office: Some("社会事务股".to_owned()), channel: "phone".to_owned(), document_no: None });
    let stranger = person(
        &world.ids,
        world.now,
        &[(Role::Staff, Scope::Office { town: world.ids.next(world.now), office: world.ids.next(world.now) })],
    );
    assert_eq!(world.refuse(&case, &stranger, &Command::Sign { hand_off, on_behalf: told() }), Refusal::NotPermitted);
    assert_eq!(world.refuse(&case, &clerk, &Command::Sign { hand_off, on_behalf: None }), Refusal::NotPermitted);
    world.act(&mut case, &clerk, Command::Sign { hand_off, on_behalf: told() });
    world.in_system.insert(bureau);
    let answer = Answered { approved: true, note: None, document_no: None };
    let taken = world.refuse(&case, &clerk, &Command::Answer { hand_off, answer: answer.clone(), on_behalf: told() });
    assert_eq!(taken, Refusal::BodyInSystem);
    world.in_system.clear();
    world.act(&mut case, &clerk, Command::Answer { hand_off, answer, on_behalf: told() });
    assert_eq!(case.state, CaseState::Completed);
}

#[test]
fn a_suspension_stops_the_clock_and_leaves_the_working_time_that_was_left() {
    let mut world = World::new();
    let template = world.template(28);
    let mut case = world.begin(&template);
    let coordinator = world.coordinator.clone();
    let push = body_task(&case, "名单推送");
    let today = workflow::calendar::local_date(world.now);
    world.act(&mut case, &coordinator, Command::RecordReceived { wait: WaitRef::Step(push), on: today, document_no: None, note: None });
    let task = case.tasks.values().find(|task| task.lane == Lane::Town && task.state == TaskState::Open).unwrap().id;
    let before = case.tasks[&task].due.clone().unwrap();
    world.act(&mut case, &coordinator, Command::Suspend { reason: "等待政策".to_owned() });
    let since = case.suspended_at.unwrap();
    let held = world.refuse(&case, &coordinator, &Command::Complete { task, result: done(), on_behalf: None });
    assert_eq!(held, Refusal::CaseState(CaseState::Suspended));
    world.now += Duration::days(14);
    world.act(&mut case, &coordinator, Command::Resume);
    let resumed = world.now - Duration::minutes(20);
    let after = case.tasks[&task].due.clone().unwrap();
    assert_eq!(world.calendar.working_time_between(since, before.at), world.calendar.working_time_between(resumed, after.at));
}

#[test]
fn two_people_take_one_task_and_the_second_is_told() {
    let mut world = World::new();
    let template = world.template(28);
    let mut case = world.begin(&template);
    let coordinator = world.coordinator.clone();
    let office = Scope::Office { town: world.town, office: world.office };
    let (one, other) = (world.clerk.clone(), person(&world.ids, world.now, &[(Role::Staff, office)]));
    let task = case.tasks.values().find(|task| task.lane == Lane::Town).unwrap().id;
    world.act(&mut case, &one, Command::Take { task });
    assert_eq!(world.refuse(&case, &other, &Command::Take { task }), Refusal::HeldByOther(one.person));
    let outsider = Holder { unit: Unit::Office(world.office), person: Some(world.ids.next(world.now)) };
    let stray = Command::Assign { task, holder: outsider, limit: None };
    assert_eq!(world.refuse(&case, &coordinator, &stray), Refusal::UnitForeign, "only who belongs to the unit can hold its work");
    let unit = Unit::Village(world.ids.next(world.now));
    let foreign = Command::Assign { task, holder: Holder { unit, person: None }, limit: None };
    assert_eq!(world.refuse(&case, &coordinator, &foreign), Refusal::UnitForeign);
    assert_eq!(world.refuse(&case, &other, &Command::Cancel { reason: "不办".to_owned() }), Refusal::NotPermitted);
    world.act(&mut case, &coordinator, Command::Cancel { reason: "重复登记".to_owned() });
    assert_eq!(case.state, CaseState::Cancelled);
    assert!(case.tasks.values().all(|task| task.state == TaskState::Cancelled));
}

#[test]
fn a_withdrawn_duty_is_received_and_transferred_and_the_answer_comes_back() {
    let mut world = World::new();
    let withdrawn = world
        .list
        .duties
        .iter()
        .find_map(|duty| match duty {
            Duty::Withdrawn(duty) if duty.departments.len() == 1 && transfer(duty).is_some() => Some(duty.clone()),
            _ => None,
        })
        .unwrap();
    let template = transfer(&withdrawn).unwrap();
    let mut case = world.begin(&template);
    let bureau = world.bodies[&withdrawn.departments[0]];
    world.in_system.insert(bureau);
    let liaison = person(&world.ids, world.now, &[(Role::Liaison, Scope::body(bureau))]);
    let (coordinator, clerk) = (world.coordinator.clone(), world.clerk.clone());
    let inform = town_task(&case, "登记来件");
    world.act(&mut case, &clerk, Command::Complete { task: inform, result: done(), on_behalf: None });
    let first = town_task(&case, "先期处置");
    world.act(&mut case, &coordinator, Command::LeaveOut { task: first, reason: "不紧急".to_owned() });
    let send = town_task(&case, "移送");
    let receivers = vec![Receiver::body(bureau, HandKind::Transfer)];
    world.act(&mut case, &clerk, Command::HandOff { task: send, receivers, note: None, document_no: None, count: None, on_behalf: None });
    let hand_off = only_hand_off(&case);
    world.act(&mut case, &liaison, Command::Sign { hand_off, on_behalf: None });
    assert_eq!(case.hand_offs[&hand_off].state, HandOffState::Settled, "a transfer is settled by its signature");
    assert_eq!(case.tasks[&send].state, TaskState::Done);
    let report = body_task(&case, "反馈结果");
    assert_eq!(case.tasks[&report].state, TaskState::Open);
    world.act(&mut case, &liaison, Command::Complete { task: report, result: done(), on_behalf: None });
    let tell = town_task(&case, "告知来件人");
    world.act(&mut case, &clerk, Command::Complete { task: tell, result: done(), on_behalf: None });
    assert_eq!(case.state, CaseState::Completed);
}

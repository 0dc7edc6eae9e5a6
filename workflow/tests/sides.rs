//! What passes between the town and the bodies: several receivers, counts, objections, coordination, requests, hand-offs of bodies, sharing out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed expectation is how a test fails")]

mod sides_world;

use chrono::Duration;
use duty_list::{DutyKind, DutyRef, HandKind};
use sides_world::{Shape, World};
use workflow::case::{
    Answered, Asked, CaseState, Command, CoordinationLevel, CoordinationScope, Fact, HandOffState, OnBehalf, Outcome, Receiver, Side,
    TaskState, hand_off_offers,
};
use workflow::people::{Holder, Role, Scope, Unit};
use workflow::refusal::Refusal;

fn row() -> DutyRef {
    DutyRef { kind: DutyKind::Cooperative, no: 28 }
}

#[test]
fn a_step_with_several_receivers_is_done_when_all_have_settled() {
    let mut world = World::new(Shape { any: false, ..Shape::default() });
    let (clerk, civil, finance) = (world.clerk.clone(), world.liaison_of(0), world.liaison_of(1));
    let [one, other] = world.send_to_both(&clerk, None);
    world.act(&civil, Command::Sign { hand_off: one, on_behalf: None });
    assert_eq!((world.task().state, world.hand_off(one).state), (TaskState::Handed, HandOffState::Settled));
    world.act(&finance, Command::Return { hand_off: other, reason: "缺表".to_owned(), count: None, on_behalf: None });
    assert_eq!((world.task().state, world.task().round), (TaskState::Open, 2));
    // Only what came back goes again; what is settled stays so.
    world.send_to_both(&clerk, None);
    assert_eq!((world.hand_off(one).round, world.hand_off(other).round), (1, 2));
    world.act(&finance, Command::Sign { hand_off: other, on_behalf: None });
    assert_eq!(world.case.state, CaseState::Completed);
}

#[test]
fn where_one_receiver_is_enough_the_others_are_told_that_they_are_not_needed() {
    let mut world = World::new(Shape { any: true, ..Shape::default() });
    let (clerk, civil) = (world.clerk.clone(), world.liaison_of(0));
    let [one, other] = world.send_to_both(&clerk, None);
    world.act(&civil, Command::Sign { hand_off: one, on_behalf: None });
    assert_eq!(world.hand_off(other).state, HandOffState::Cancelled);
    assert!(
        world
            .facts()
            .iter()
            .any(|fact| matches!(fact, Fact::HandOffNotNeeded { hand_off, settled } if (*hand_off, *settled) == (other, one)))
    );
    assert_eq!(world.case.state, CaseState::Completed);

    // A return of the one does not keep the step open when the other settles it.
    let mut world = World::new(Shape { any: true, ..Shape::default() });
    let clerk = world.clerk.clone();
    let [one, other] = world.send_to_both(&clerk, None);
    let (civil, finance) = (world.liaison_of(0), world.liaison_of(1));
    world.act(&civil, Command::Return { hand_off: one, reason: "不全".to_owned(), count: None, on_behalf: None });
    world.act(&finance, Command::Sign { hand_off: other, on_behalf: None });
    assert_eq!(world.case.state, CaseState::Completed);
}

#[test]
fn a_partial_return_is_in_counts_and_only_what_came_back_goes_again() {
    let mut world = World::new(Shape::default());
    let (clerk, civil) = (world.clerk.clone(), world.liaison_of(0));
    let id = world.send(&clerk, HandKind::Approval, Some(54));
    let back = |count| Command::Return { hand_off: id, reason: "3人年龄不符".to_owned(), count, on_behalf: None };
    assert_eq!(world.refuse(&civil, &back(Some(55))), Refusal::ReturnedMoreThanSent { sent: 54 });
    assert_eq!(world.refuse(&civil, &back(Some(0))), Refusal::ReturnedMoreThanSent { sent: 54 });
    world.act(&civil, back(Some(3)));
    assert_eq!((world.hand_off(id).kept, world.hand_off(id).returned_count), (51, Some(3)));
    assert_eq!(world.refuse(&clerk, &world.sending(0, HandKind::Approval, Some(4))), Refusal::SentMoreThanReturned { returned: 3 });
    let again = world.sending(0, HandKind::Approval, Some(2));
    world.act(&clerk, again);
    assert_eq!((world.hand_off(id).count, world.hand_off(id).kept, world.hand_off(id).round), (Some(2), 51, 2));
    world.act(&civil, Command::Sign { hand_off: id, on_behalf: None });
    world
        .act(&civil, Command::Answer { hand_off: id, answer: Answered { approved: true, note: None, document_no: None }, on_behalf: None });
    assert_eq!(world.case.state, CaseState::Completed);
}

#[test]
fn the_first_objection_is_answered_by_the_sender_and_may_go_to_another() {
    let mut world = World::new(Shape::default());
    let (clerk, civil, finance) = (world.clerk.clone(), world.liaison_of(0), world.liaison_of(1));
    let id = world.send(&clerk, HandKind::Approval, None);
    let object = Command::Object { hand_off: id, reason: "由财政局承办".to_owned(), row: row(), on_behalf: None };
    assert_eq!(world.refuse(&clerk, &object), Refusal::NotPermitted);
    let mute = Command::Object { hand_off: id, reason: " ".to_owned(), row: row(), on_behalf: None };
    assert_eq!(world.refuse(&civil, &mute), Refusal::ReasonMissing);
    world.act(&civil, object);
    assert_eq!((world.hand_off(id).state, world.task().state, world.task().round), (HandOffState::Objected, TaskState::Open, 2));
    let own = Command::AnswerObjection { hand_off: id, to: Side::Town, answer: "自己办".to_owned() };
    assert_eq!(world.refuse(&clerk, &own), Refusal::ReceiverIsSender);
    assert_eq!(
        world.refuse(&civil, &Command::AnswerObjection { hand_off: id, to: Side::Body(world.bodies[1]), answer: "转".to_owned() }),
        Refusal::NotPermitted
    );
    world.act(&clerk, Command::AnswerObjection { hand_off: id, to: Side::Body(world.bodies[1]), answer: "按清单由财政局承办".to_owned() });
    assert_eq!(world.hand_off(id).state, HandOffState::Cancelled);
    let (new, state) = world
        .case
        .hand_offs
        .values()
        .find(|known| known.receiver == Side::Body(world.bodies[1]))
        .map(|known| (known.id, known.state))
        .unwrap();
    assert_eq!((state, world.task().state), (HandOffState::Offered, TaskState::Handed));
    world.act(&finance, Command::Sign { hand_off: new, on_behalf: None });
    let signed = Command::Object { hand_off: new, reason: "不是".to_owned(), row: row(), on_behalf: None };
    assert_eq!(world.refuse(&finance, &signed), Refusal::HandOffState(HandOffState::Signed), "what was signed for is not objected to");
}

#[test]
fn the_second_objection_goes_to_the_leader_then_to_the_county_and_its_result_is_kept() {
    let mut world = World::new(Shape::default());
    let (clerk, civil, leader, coordinator) = (world.clerk.clone(), world.liaison_of(0), world.leader.clone(), world.coordinator.clone());
    let county = world.person(&[(Role::CountyCoordinator, Scope::County)]);
    let id = world.send(&clerk, HandKind::Transfer, None);
    let object = || Command::Object { hand_off: id, reason: "不属本单位职责".to_owned(), row: row(), on_behalf: None };
    world.act(&civil, object());
    world.act(&clerk, Command::AnswerObjection { hand_off: id, to: Side::Body(world.bodies[0]), answer: "清单第28项写明".to_owned() });
    world.act(&civil, object());
    assert_eq!((world.hand_off(id).state, world.hand_off(id).objections), (HandOffState::InCoordination, 2));
    assert_eq!(world.hand_off(id).coordination.as_ref().map(|open| open.level), Some(CoordinationLevel::Leader));
    assert_eq!(world.refuse(&civil, &Command::Sign { hand_off: id, on_behalf: None }), Refusal::HandOffState(HandOffState::InCoordination));

    let conclude = |outcome, told: Option<OnBehalf>| Command::Conclude {
        hand_off: id,
        outcome,
        reason: "三定方案明确".to_owned(),
        document_no: Some("县编办〔2026〕2号".to_owned()),
        on_behalf: told,
    };
    let offer = Outcome::Offer { to: Side::Body(world.bodies[1]) };
    assert_eq!(world.refuse(&clerk, &conclude(offer, None)), Refusal::NotPermitted);
    assert_eq!(world.refuse(&leader, &conclude(Outcome::GoesOn, None)), Refusal::OutcomeUnfit);
    assert_eq!(
        world.refuse(&clerk, &Command::AskCounty { hand_off: id, scope: CoordinationScope::Duty, reason: "分歧".to_owned() }),
        Refusal::NotPermitted
    );
    world.act(&leader, Command::AskCounty { hand_off: id, scope: CoordinationScope::Duty, reason: "协商未果".to_owned() });
    assert_eq!(
        world.refuse(&leader, &Command::AskCounty { hand_off: id, scope: CoordinationScope::Duty, reason: "再提".to_owned() }),
        Refusal::CoordinationOpen
    );
    assert_eq!(world.refuse(&leader, &conclude(offer, None)), Refusal::NotPermitted, "the county decides now");
    world.county_in_system = true;
    let told = || Some(told_on(&world, 0));
    assert_eq!(world.refuse(&coordinator, &conclude(offer, told())), Refusal::CountyInSystem);
    world.act(&county, conclude(offer, None));
    assert_eq!(world.hand_off(id).state, HandOffState::Cancelled);
    let new = world.case.hand_offs.values().find(|known| known.receiver == Side::Body(world.bodies[1])).unwrap();
    assert_eq!((new.state, world.task().state), (HandOffState::Offered, TaskState::Handed));
    assert!(world.facts().iter().any(|fact| matches!(fact, Fact::CoordinationConcluded { conclusion, .. } if conclusion.outcome == offer)));
}

fn told_on(world: &World, days: i64) -> OnBehalf {
    OnBehalf {
        on: workflow::calendar::local_date(world.now) + Duration::days(days),
        office: Some("综合股".to_owned()),
        channel: "paper".to_owned(),
        document_no: Some("3号".to_owned()),
    }
}

#[test]
fn a_result_of_a_county_without_people_is_entered_and_may_end_the_hand_off() {
    let mut world = World::new(Shape::default());
    let (clerk, coordinator) = (world.clerk.clone(), world.coordinator.clone());
    let civil = world.liaison_of(0);
    let id = world.send(&clerk, HandKind::Transfer, None);
    let object = || Command::Object { hand_off: id, reason: "不属本单位职责".to_owned(), row: row(), on_behalf: None };
    world.act(&civil, object());
    world.act(&clerk, Command::AnswerObjection { hand_off: id, to: Side::Body(world.bodies[0]), answer: "仍请办理".to_owned() });
    world.act(&civil, object());
    world.act(&coordinator, Command::AskCounty { hand_off: id, scope: CoordinationScope::Duty, reason: "协商未果".to_owned() });
    let conclude = |told| Command::Conclude {
        hand_off: id,
        outcome: Outcome::Cancel,
        reason: "不再开展".to_owned(),
        document_no: None,
        on_behalf: Some(told),
    };
    assert_eq!(world.refuse(&coordinator, &conclude(told_on(&world, 1))), Refusal::DateInFuture);
    assert_eq!(world.refuse(&coordinator, &conclude(told_on(&world, -1))), Refusal::DateBeforeSending);
    world.act(&coordinator, conclude(told_on(&world, 0)));
    assert_eq!(
        (world.hand_off(id).state, world.task().state),
        (HandOffState::Cancelled, TaskState::Open),
        "the step is its holder's again"
    );
    world.act(&coordinator, Command::LeaveOut { task: world.task().id, reason: "不再开展".to_owned() });
    assert_eq!(world.case.state, CaseState::Completed);
}

#[test]
fn progress_is_coordinated_only_when_the_other_side_is_late_and_work_stays_there() {
    let mut world = World::new(Shape::default());
    let (clerk, coordinator) = (world.clerk.clone(), world.coordinator.clone());
    let id = world.send(&clerk, HandKind::Transfer, None);
    let ask = Command::AskCounty { hand_off: id, scope: CoordinationScope::Progress, reason: "逾期未签收".to_owned() };
    assert_eq!(world.refuse(&coordinator, &ask), Refusal::NotLate);
    assert_eq!(
        world.refuse(&coordinator, &Command::AskCounty { hand_off: id, scope: CoordinationScope::Duty, reason: "无".to_owned() }),
        Refusal::HandOffState(HandOffState::Offered)
    );
    world.now += Duration::days(7);
    world.act(&coordinator, ask);
    assert_eq!(world.hand_off(id).state, HandOffState::Offered);
    let county = world.person(&[(Role::CountyCoordinator, Scope::County)]);
    world.act(
        &county,
        Command::Conclude {
            hand_off: id, outcome: Outcome::GoesOn, reason: "本周内办理".to_owned(), document_no: None, on_behalf: None
        },
    );
    let civil = world.liaison_of(0);
    world.act(&civil, Command::Sign { hand_off: id, on_behalf: None });
    assert_eq!(world.case.state, CaseState::Completed);
}

#[test]
fn urgent_work_goes_on_while_an_objection_is_open() {
    for urgent in [false, true] {
        let mut world = World::new(Shape { urgent, after: true, ..Shape::default() });
        let (clerk, civil) = (world.clerk.clone(), world.liaison_of(0));
        let id = world.send(&clerk, HandKind::Transfer, None);
        world.act(&civil, Command::Object { hand_off: id, reason: "不属".to_owned(), row: row(), on_behalf: None });
        let later = world.case.tasks.values().find(|task| task.step_key == "later").unwrap();
        assert_eq!(later.state, if urgent { TaskState::Open } else { TaskState::Blocked });
    }
}

#[test]
fn a_hand_off_is_taken_back_before_it_is_signed_for_and_not_after() {
    let mut world = World::new(Shape::default());
    let (clerk, civil) = (world.clerk.clone(), world.liaison_of(0));
    let id = world.send(&clerk, HandKind::Approval, None);
    let back = Command::TakeBack { hand_off: id, reason: "发错".to_owned() };
    assert_eq!(world.refuse(&civil, &back), Refusal::NotPermitted);
    world.act(&clerk, back.clone());
    assert_eq!((world.hand_off(id).state, world.task().state, world.task().round), (HandOffState::TakenBack, TaskState::Open, 2));
    let id = world.send(&clerk, HandKind::Approval, None);
    world.act(&civil, Command::Sign { hand_off: id, on_behalf: None });
    assert_eq!(
        world.refuse(&clerk, &Command::TakeBack { hand_off: id, reason: "发错".to_owned() }),
        Refusal::HandOffState(HandOffState::Signed)
    );
}

#[test]
fn a_request_makes_the_bodys_step_required_and_waits_for_it() {
    let mut world = World::new(Shape::default());
    let (coordinator, clerk, civil, finance) = (world.coordinator.clone(), world.clerk.clone(), world.liaison_of(0), world.liaison_of(1));
    let asked = Asked {
        body: world.bodies[1],
        step_key: "t1-finance-2".to_owned(),
        clause: "安排专项资金".to_owned(),
        ask: "请安排本季度资金".to_owned(),
        limit: None,
        document_no: Some("阿政函〔2026〕5号".to_owned()),
    };
    assert_eq!(world.refuse(&clerk, &Command::Request { asked: Box::new(asked.clone()) }), Refusal::NotPermitted);
    assert_eq!(
        world.refuse(&coordinator, &Command::Request { asked: Box::new(Asked { ask: " ".to_owned(), ..asked.clone() }) }),
        Refusal::ReasonMissing
    );
    world.act(&coordinator, Command::Request { asked: Box::new(asked.clone()) });
    assert_eq!(world.refuse(&coordinator, &Command::Request { asked: Box::new(asked) }), Refusal::RequestedAlready);
    let hand_off = world.case.hand_offs.values().find(|known| known.request).unwrap();
    let (id, step) = (hand_off.id, hand_off.feeds.unwrap());
    assert_eq!(hand_off.document_no.as_deref(), Some("阿政函〔2026〕5号"));
    assert_eq!((world.case.tasks[&step].state, world.case.tasks[&step].required), (TaskState::Blocked, true));
    world.act(&finance, Command::Sign { hand_off: id, on_behalf: None });
    assert_eq!(world.case.tasks[&step].state, TaskState::Open);
    // The rest of the workflow is done; what was asked for is waited for.
    let other = world.send(&clerk, HandKind::Transfer, None);
    world.act(&civil, Command::Sign { hand_off: other, on_behalf: None });
    assert_eq!(world.case.state, CaseState::Running);
    world.act(&finance, Command::Complete { task: step, result: workflow::case::Result::default(), on_behalf: None });
    assert_eq!(world.case.state, CaseState::Completed);
}

#[test]
fn a_step_that_was_only_possible_is_waited_for_once_its_hand_off_is_made() {
    let mut world = World::new(Shape { optional: true, ..Shape::default() });
    let (clerk, civil) = (world.clerk.clone(), world.liaison_of(0));
    let review = world.case.tasks.values().find(|task| task.step_key == "review").map(|task| (task.id, task.required)).unwrap();
    assert!(!review.1);
    let id = world.send(&clerk, HandKind::Transfer, None);
    assert!(world.case.tasks[&review.0].required, "the hand-off that feeds it was made");
    world.act(&civil, Command::Sign { hand_off: id, on_behalf: None });
    assert_eq!((world.case.tasks[&review.0].state, world.case.state), (TaskState::Open, CaseState::Running));
    world.act(&civil, Command::Complete { task: review.0, result: workflow::case::Result::default(), on_behalf: None });
    assert_eq!(world.case.state, CaseState::Completed);
}

#[test]
fn a_request_that_is_taken_back_is_not_waited_for() {
    let mut world = World::new(Shape::default());
    let coordinator = world.coordinator.clone();
    let asked = Asked {
        body: world.bodies[1],
        step_key: "t1-finance-2".to_owned(),
        clause: "安排专项资金".to_owned(),
        ask: "请安排资金".to_owned(),
        limit: None,
        document_no: None,
    };
    world.act(&coordinator, Command::Request { asked: Box::new(asked) });
    let (id, step, task) =
        world.case.hand_offs.values().find(|known| known.request).map(|known| (known.id, known.feeds.unwrap(), known.task)).unwrap();
    world.act(&coordinator, Command::TakeBack { hand_off: id, reason: "资金已到".to_owned() });
    world.act(&coordinator, Command::LeaveOut { task, reason: "资金已到".to_owned() });
    assert_eq!(world.case.tasks[&step].state, TaskState::Cancelled);
}

#[test]
fn a_body_hands_its_step_on_to_another_body_and_to_the_town() {
    let mut world = World::new(Shape { body_step: true, ..Shape::default() });
    let (civil, finance, coordinator) = (world.liaison_of(0), world.liaison_of(1), world.coordinator.clone());
    let push = world.case.tasks.values().find(|task| task.step_key == "push").unwrap().id;
    let receivers =
        vec![Receiver { to: Side::Body(world.bodies[1]), kind: HandKind::Report }, Receiver { to: Side::Town, kind: HandKind::Report }];
    let send = |receivers| Command::HandOff { task: push, receivers, note: None, document_no: None, count: Some(54), on_behalf: None };
    assert_eq!(world.refuse(&finance, &send(receivers.clone())), Refusal::NotPermitted);
    let own = vec![Receiver { to: Side::Body(world.bodies[0]), kind: HandKind::Report }];
    assert_eq!(world.refuse(&civil, &send(own)), Refusal::ReceiverIsSender);
    world.act(&civil, send(receivers));
    let to = |world: &World, side| world.case.hand_offs.values().find(|known| known.receiver == side).unwrap().id;
    let (body, town) = (to(&world, Side::Body(world.bodies[1])), to(&world, Side::Town));
    assert_eq!(world.refuse(&civil, &Command::Sign { hand_off: town, on_behalf: None }), Refusal::NotPermitted);
    world.act(&coordinator, Command::Sign { hand_off: town, on_behalf: None });
    assert_eq!(world.case.tasks[&push].state, TaskState::Handed, "the other body has not signed for it");
    world.act(&finance, Command::Sign { hand_off: body, on_behalf: None });
    assert_eq!(world.case.tasks[&push].state, TaskState::Done);
    assert_eq!(world.task().state, TaskState::Open, "the town's step that waited for it can be done");
}

#[test]
fn the_hand_off_of_a_body_without_people_is_recorded_by_the_coordinator() {
    let mut world = World::new(Shape { body_step: true, ..Shape::default() });
    let (clerk, coordinator) = (world.clerk.clone(), world.coordinator.clone());
    let push = world.case.tasks.values().find(|task| task.step_key == "push").unwrap().id;
    let send = |on_behalf| Command::HandOff {
        task: push,
        receivers: vec![Receiver { to: Side::Town, kind: HandKind::Report }],
        note: None,
        document_no: None,
        count: None,
        on_behalf,
    };
    assert_eq!(world.refuse(&coordinator, &send(Some(told_on(&world, 0)))), Refusal::BodyInSystem);
    world.in_system.clear();
    assert_eq!(world.refuse(&clerk, &send(Some(told_on(&world, 0)))), Refusal::NotPermitted);
    world.act(&coordinator, send(Some(told_on(&world, 0))));
    assert_eq!(world.case.tasks[&push].state, TaskState::Handed);
}

#[test]
fn inside_a_body_what_came_is_given_to_a_person_and_back() {
    let mut world = World::new(Shape::default());
    let (clerk, civil) = (world.clerk.clone(), world.liaison_of(0));
    let unit = Unit::Body(world.bodies[0]);
    let colleague = world.person(&[(Role::Liaison, Scope::body(world.bodies[0]))]);
    let lead = world.person(&[(Role::BodyLead, Scope::body(world.bodies[0]))]);
    world.members.insert((unit, colleague.person));
    let id = world.send(&clerk, HandKind::Approval, None);
    assert_eq!(world.refuse(&civil, &Command::ShareOut { hand_off: id, person: Some(clerk.person) }), Refusal::NotOfBody);
    assert_eq!(world.refuse(&clerk, &Command::ShareOut { hand_off: id, person: None }), Refusal::NotPermitted);
    world.act(&lead, Command::ShareOut { hand_off: id, person: Some(colleague.person) });
    assert_eq!(world.refuse(&civil, &Command::Sign { hand_off: id, on_behalf: None }), Refusal::HeldByOther(colleague.person));
    assert!(!hand_off_offers(&civil, &world.case, world.hand_off(id), &world.in_system).sign);
    assert!(hand_off_offers(&lead, &world.case, world.hand_off(id), &world.in_system).sign);
    world.act(&lead, Command::ShareOut { hand_off: id, person: None });
    world.act(&civil, Command::Sign { hand_off: id, on_behalf: None });
    assert_eq!(world.hand_off(id).state, HandOffState::Signed);
}

#[test]
fn inside_the_town_an_objection_is_answered_and_the_second_time_the_leader_decides() {
    let mut world = World::new(Shape::default());
    let (clerk, coordinator, leader) = (world.clerk.clone(), world.coordinator.clone(), world.leader.clone());
    let task = world.task().id;
    let office = Holder { unit: Unit::Office(world.office), person: None };
    let object = || Command::ObjectTask { task, reason: "非本所职责".to_owned(), row: row() };
    let answer = |on_paper| Command::AnswerTaskObjection {
        task,
        holder: office,
        answer: "按分工由本所承办".to_owned(),
        document_no: None,
        on_paper,
    };
    assert_eq!(world.refuse(&coordinator, &answer(false)), Refusal::NothingObjected);
    assert_eq!(world.refuse(&coordinator, &object()), Refusal::NotPermitted);
    world.act(&clerk, object());
    assert_eq!(world.task().holder.map(|holder| holder.unit), Some(Unit::Town(world.town)), "it lies with the coordinator until answered");
    assert_eq!(world.refuse(&coordinator, &Command::Assign { task, holder: office, limit: None }), Refusal::ObjectionOpen);
    world.act(&coordinator, answer(false));
    assert_eq!(world.task().holder, Some(office));
    world.act(&clerk, object());
    assert_eq!(world.refuse(&coordinator, &answer(false)), Refusal::LeaderDecides);
    world.act(&leader, answer(false));
    let decided = |fact: &Fact| matches!(fact, Fact::TaskObjectionAnswered { decided: Some(conclusion), .. } if conclusion.level == CoordinationLevel::Leader);
    assert!(world.facts().iter().any(decided), "the decision is kept");
    assert_eq!((world.task().holder, world.task().objections), (Some(office), 2));
}

#[test]
fn a_record_is_corrected_by_an_entry_of_its_own() {
    let mut world = World::new(Shape::default());
    let (clerk, civil) = (world.clerk.clone(), world.liaison_of(0));
    world.in_system.clear();
    let id = world.send(&clerk, HandKind::Transfer, None);
    world.act(&clerk, Command::Sign { hand_off: id, on_behalf: Some(told_on(&world, 0)) });
    assert_eq!(world.case.state, CaseState::Completed);
    let seq = world.case.seq;
    let right = |seq, on_behalf| Command::CorrectRecord { seq, on_behalf, reason: "文号写错".to_owned() };
    assert_eq!(world.refuse(&civil, &right(seq, told_on(&world, 0))), Refusal::NotPermitted);
    assert_eq!(world.refuse(&clerk, &right(seq + 1, told_on(&world, 0))), Refusal::NotThere);
    assert_eq!(world.refuse(&clerk, &right(seq, told_on(&world, 1))), Refusal::DateInFuture);
    let before = world.case.clone();
    world.act(&clerk, right(seq, told_on(&world, 0)));
    assert_eq!(
        (before.hand_offs, before.tasks, before.state),
        (world.case.hand_offs.clone(), world.case.tasks.clone(), world.case.state),
        "the state is as it was"
    );
}

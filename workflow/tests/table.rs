//! Who may do what with a hand-off, in which state: every pair of a state and a command is tried by every side, and what comes out is the table of
//! docs/workflow.md.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed expectation is how a test fails")]

mod sides_world;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use chrono::Duration;
use duty_list::{DutyKind, DutyRef, HandKind};
use sides_world::{Shape, World};
use workflow::case::{Answered, Command, CoordinationScope, HandOffState, Outcome, Side};
use workflow::ids::HandOffId;
use workflow::people::{Role, Scope, Viewer};
use workflow::refusal::Refusal;

fn object(hand_off: HandOffId) -> Command {
    let row = DutyRef { kind: DutyKind::Cooperative, no: 28 };
    Command::Object { hand_off, reason: "不属本单位职责".to_owned(), row, on_behalf: None }
}

fn again(world: &World, hand_off: HandOffId) -> Command {
    Command::AnswerObjection { hand_off, to: Side::Body(world.bodies[0]), answer: "仍请办理".to_owned() }
}

/// A workflow with a hand-off in this state; its dates have passed.
fn in_state(state: HandOffState) -> (World, HandOffId) {
    let mut world = World::new(Shape { after: true, ..Shape::default() });
    let (clerk, civil, coordinator) = (world.clerk.clone(), world.liaison_of(0), world.coordinator.clone());
    let id = world.send(&clerk, HandKind::Approval, Some(54));
    match state {
        HandOffState::Offered => {}
        HandOffState::Signed | HandOffState::Settled => {
            world.act(&civil, Command::Sign { hand_off: id, on_behalf: None });
            if state == HandOffState::Settled {
                let answer = Answered { approved: true, note: None, document_no: None };
                world.act(&civil, Command::Answer { hand_off: id, answer, on_behalf: None });
            }
        }
        HandOffState::Returned => {
            world.act(&civil, Command::Return { hand_off: id, reason: "缺表".to_owned(), count: None, on_behalf: None });
        }
        HandOffState::Objected => world.act(&civil, object(id)),
        HandOffState::InCoordination => {
            world.act(&civil, object(id));
            let answer = again(&world, id);
            world.act(&clerk, answer);
            world.act(&civil, object(id));
        }
        HandOffState::TakenBack => world.act(&clerk, Command::TakeBack { hand_off: id, reason: "发错".to_owned() }),
        HandOffState::Cancelled => {
            world.act(&clerk, Command::TakeBack { hand_off: id, reason: "发错".to_owned() });
            let id = world.send(&clerk, HandKind::Approval, None);
            world.act(&civil, object(id));
            let other = Command::AnswerObjection { hand_off: id, to: Side::Body(world.bodies[1]), answer: "改送".to_owned() };
            world.act(&coordinator, other);
        }
    }
    let id = world.case.hand_offs.values().find(|hand_off| hand_off.state == state).map_or(id, |hand_off| hand_off.id);
    assert_eq!(world.hand_off(id).state, state);
    world.now += Duration::days(30);
    (world, id)
}

const COMMANDS: [(&str, &str); 12] = [
    ("sign", "签收"),
    ("return", "退回补正"),
    ("answer", "答复"),
    ("object", "职责异议"),
    ("share_out", "分办"),
    ("take_back", "撤回"),
    ("answer_objection", "答复异议并再送"),
    ("remind", "提醒"),
    ("ask_county (duty)", "提请协调：职责边界"),
    ("ask_county (progress)", "提请协调：办理进度"),
    ("conclude", "协调意见：由谁办理"),
    ("hand_off", "送出"),
];

fn command(world: &World, id: HandOffId, name: &str) -> Command {
    let reason = || "原因".to_owned();
    match name {
        "sign" => Command::Sign { hand_off: id, on_behalf: None },
        "return" => Command::Return { hand_off: id, reason: reason(), count: None, on_behalf: None },
        "answer" => {
            let answer = Answered { approved: true, note: None, document_no: None };
            Command::Answer { hand_off: id, answer, on_behalf: None }
        }
        "object" => object(id),
        "share_out" => Command::ShareOut { hand_off: id, person: Some(world.liaison_of(0).person) },
        "take_back" => Command::TakeBack { hand_off: id, reason: reason() },
        "answer_objection" => again(world, id),
        "remind" => Command::Remind { hand_off: id, by_phone: true },
        "ask_county (duty)" => Command::AskCounty { hand_off: id, scope: CoordinationScope::Duty, reason: reason() },
        "ask_county (progress)" => Command::AskCounty { hand_off: id, scope: CoordinationScope::Progress, reason: reason() },
        "conclude" => {
            let outcome = Outcome::Offer { to: Side::Body(world.bodies[1]) };
            Command::Conclude { hand_off: id, outcome, reason: reason(), document_no: None, on_behalf: None }
        }
        "hand_off" => world.sending(0, HandKind::Approval, None),
        other => panic!("{other}"),
    }
}

#[test]
fn every_pair_of_a_state_and_a_command_is_as_in_the_table() {
    let mut table = String::new();
    let states = HandOffState::ALL;
    let head: Vec<&str> = states.iter().map(|state| state.code()).collect();
    writeln!(table, "| command | {} |", head.join(" | ")).unwrap();
    writeln!(table, "|---|{}", "---|".repeat(states.len())).unwrap();
    let mut pairs = BTreeSet::new();
    for (name, words) in COMMANDS {
        write!(table, "| `{name}` {words} |").unwrap();
        for state in states {
            let (mut world, id) = in_state(state);
            let (civil, lead) = (world.liaison_of(0), world.person(&[(Role::BodyLead, Scope::body(world.bodies[0]))]));
            world.members.insert((workflow::people::Unit::Body(world.bodies[0]), civil.person));
            let county = world.person(&[(Role::CountyCoordinator, Scope::County)]);
            let supervisor = world.person(&[(Role::Supervisor, Scope::town(world.town))]);
            let stranger = world.liaison_of(1);
            let actors: [(&str, Viewer); 7] = [
                ("receiver", civil),
                ("body lead", lead),
                ("sender", world.clerk.clone()),
                ("coordinator", world.coordinator.clone()),
                ("leader", world.leader.clone()),
                ("supervisor", supervisor),
                ("county", county),
            ];
            let asked = command(&world, id, name);
            assert!(world.tries(&stranger, &asked).is_err(), "{name} of another body, {state:?}");
            let mut may: Vec<&str> = Vec::new();
            for (who, actor) in &actors {
                match world.tries(actor, &asked) {
                    Ok(()) => may.push(who),
                    // What is refused to who may do it elsewhere is refused for the state, and says so.
                    Err(refusal) => assert!(!matches!(refusal, Refusal::ReasonMissing), "{name} {state:?} {who}: {refusal}"),
                }
            }
            pairs.insert((state.code(), name));
            write!(table, " {} |", if may.is_empty() { "—".to_owned() } else { may.join(", ") }).unwrap();
        }
        table.push('\n');
    }
    assert_eq!(pairs.len(), states.len() * COMMANDS.len());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/workflow.md");
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    if !committed.contains(&table) {
        let written = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workflow-hand-offs.md");
        std::fs::write(&written, &table).unwrap();
        panic!("the table of hand-offs differs from docs/workflow.md; the present one is in {}", written.display());
    }
}

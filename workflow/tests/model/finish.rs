//! No dead end: from where a sequence has come, people who do nothing but the next thing bring the workflow to completion, without leaving anything out
//! and without cancelling.

use duty_list::HandKind;
use workflow::calendar::local_date;
use workflow::case::{
    Answered, Case, CaseState, Command, HandOffState, Lane, OnBehalf, OnPaper, Outcome, Receiver, Result as Report, Side, SignOff,
    TaskState, WaitRef, apply,
};
use workflow::people::{Holder, Unit};

use super::world::World;

/// More than any workflow of the model needs.
const BOUND: usize = 400;

/// Brings it to an end; panics where nobody can do anything more.
pub fn finish(world: &World, case: &Case) {
    let mut case = case.clone();
    for _ in 0..BOUND {
        if case.state.ended() {
            return;
        }
        case = next(world, &case).unwrap_or_else(|| {
            let before: Vec<_> = world.entries.iter().map(|entry| (entry.kind.as_str(), &entry.facts)).collect();
            panic!("a dead end: {case:#?}\nafter {before:#?}\nfor {:#?}", refusals(world, &case))
        });
    }
    panic!("does not come to an end: {case:#?}");
}

/// The first thing that somebody can do.
fn next(world: &World, case: &Case) -> Option<Case> {
    things(world, case).into_iter().find_map(|command| {
        world.people.iter().find_map(|person| {
            let viewer = person.viewer(world.town);
            apply(case, &command, &world.circumstances(&viewer)).ok().map(|(next, _)| next)
        })
    })
}

/// Why nobody can do anything.
fn refusals(world: &World, case: &Case) -> Vec<String> {
    let mut refusals = Vec::new();
    for command in things(world, case) {
        for person in &world.people {
            if let Err(why) = apply(case, &command, &world.circumstances(&person.viewer(world.town))) {
                refusals.push(format!("{} {}: {why:?}", person.name, command.code()));
            }
        }
    }
    refusals
}

fn things(world: &World, case: &Case) -> Vec<Command> {
    let reason = || "请办理".to_owned();
    let told = || Some(OnBehalf { on: local_date(world.now), office: None, channel: "phone".to_owned(), document_no: None });
    let mut things = Vec::new();
    if case.state == CaseState::Suspended {
        return vec![Command::Resume];
    }
    for hand in case.hand_offs.values() {
        let hand_off = hand.id;
        for on_behalf in [None, told()] {
            match hand.state {
                HandOffState::Offered => things.push(Command::Sign { hand_off, on_behalf }),
                HandOffState::Signed => {
                    let answer = Answered { approved: true, note: None, document_no: None };
                    things.push(Command::Answer { hand_off, answer, on_behalf });
                }
                HandOffState::InCoordination => {
                    let outcome = Outcome::Offer { to: hand.receiver };
                    things.push(Command::Conclude { hand_off, outcome, reason: reason(), document_no: None, on_behalf });
                }
                HandOffState::Objected => things.push(Command::AnswerObjection { hand_off, to: hand.receiver, answer: reason() }),
                _ => {}
            }
        }
    }
    for wait in case.waits.values().filter(|wait| wait.met.is_none()) {
        let (on, document_no) = (local_date(world.now), None);
        things.push(Command::RecordReceived { wait: WaitRef::External(wait.id), on, document_no, note: None });
    }
    for task in case.tasks.values() {
        let id = task.id;
        if task.signing.is_some() {
            let signer = Some(world.people[1].id).filter(|_| task.sign_off != SignOff::Meeting);
            let paper = OnPaper { signer, on: local_date(world.now), document_no: Some("纪要〔2026〕1号".to_owned()) };
            things.push(Command::RecordSignOff { task: id, paper });
            things.push(Command::RefuseSignOff { task: id, reason: reason() });
        }
        if task.objection.is_some() {
            let holder = Holder { unit: Unit::Office(world.offices[0]), person: None };
            things.push(Command::AnswerTaskObjection { task: id, holder, answer: reason(), document_no: None, on_paper: true });
        }
        if task.lent.is_some() {
            things.push(Command::HandBack { task: id, note: None });
        }
        if task.state == TaskState::Open {
            for on_behalf in [None, told()] {
                things.push(Command::Complete { task: id, result: Report::default(), on_behalf: on_behalf.clone() });
                // What has come back goes there again; else to whom the template names, or to whom the holder chooses.
                let back = case.hand_offs.values().filter(|hand| hand.task == id && !hand.state.is_void());
                let mut receivers: Vec<Receiver> = Vec::new();
                let known = back.map(|hand| Receiver { to: hand.receiver, kind: hand.kind });
                let planned = task.receivers.iter().filter_map(|to| Some(Receiver { to: Side::Body(to.body?), kind: to.kind }));
                for receiver in known.chain(planned) {
                    if !receivers.iter().any(|other| other.to == receiver.to) && receiver.to != Side::from(task.lane) {
                        receivers.push(receiver);
                    }
                }
                if receivers.is_empty() {
                    let kind = task.receivers.first().map_or(HandKind::Report, |planned| planned.kind);
                    let to = if task.lane == Lane::Town { Side::Body(world.bodies[0]) } else { Side::Town };
                    receivers.push(Receiver { to, kind });
                }
                things.push(Command::HandOff { task: id, receivers, note: None, document_no: None, count: None, on_behalf });
            }
        }
    }
    things
}

//! The engine against a reference model that was written from the product's page: random people try random commands at random times. Whatever the
//! model allows is carried out, whatever it forbids is refused, and both are in the same state afterwards; laws of every state are checked beside it.
//! A sequence that fails is shrunk to a short one and printed with its seed.
//!
//! `WORKFLOW_CASES` asks for more sequences, `WORKFLOW_SEED` for others (scripts/long sets both).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a failed expectation is how a test fails"
)]

mod carry;
mod finish;
mod laws;
mod may;
mod ops;
mod people;
mod reference;
mod world;

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use workflow::case::history::Entry;
use workflow::case::{Case, CaseState, Command, RELIEVE, apply, relieve};
use workflow::ids::TaskId;
use workflow::people::{Holder, Unit};

use carry::Carries;
use laws::Pause;
use may::Asks;
use ops::{KINDS, Op};
use people::Person;
use reference::Model;
use world::{Recipe, StepRecipe, World};

const SEED: u64 = 20_261_126;
const SEQUENCES: u32 = 5_000;

/// Who may leave in the middle of it: people whose unit goes on without them.
const LEAVERS: [usize; 3] = [7, 15, 17];

#[allow(clippy::disallowed_methods)] // a test's knob, not the program's configuration
fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// What depends on something having been done before, and is tried where the first choice is not to be had.
const ON: [u8; 18] = [10, 31, 33, 34, 32, 11, 38, 27, 36, 19, 9, 24, 26, 29, 8, 16, 7, 5];

/// How often each command was carried out and refused.
type Seen = BTreeMap<&'static str, (u64, u64)>;

struct Play {
    world: World,
    case: Case,
    model: Model,
    pauses: Vec<Pause>,
    suspended: Option<DateTime<Utc>>,
    submitted: BTreeMap<TaskId, DateTime<Utc>>,
}

impl Play {
    fn new(recipe: &Recipe) -> Self {
        let (world, case) = World::start(recipe);
        let laid_out = &world.entries[0];
        let model = Model::laid_out(&laid_out_case(&case, laid_out));
        let play = Self { world, case, model, pauses: Vec::new(), suspended: None, submitted: BTreeMap::new() };
        play.holds();
        play
    }

    /// One try, by somebody; whether it was carried out.
    fn attempt(&mut self, op: Op, seen: &mut Seen) {
        self.world.now += TimeDelta::minutes(15 * i64::from(op.quarters) * if op.quarters > 60 { 9 } else { 1 });
        if op.kind == KINDS {
            return self.leave(op);
        }
        let asks = |who| Asks { model: &self.model, world: &self.world, case: &self.case, who };
        let able = |command: &Command| self.world.people.iter().filter(|who| asks(who).may(command)).collect::<Vec<&Person>>();
        let mut command = ops::command(&self.world, &self.case, op);
        // Where nobody may, mostly something else is tried that somebody may: sequences reach further.
        if op.fitting && !op.who.is_multiple_of(5) && able(&command).is_empty() {
            let from = usize::from(op.b) % ON.len();
            let others =
                ON.iter().cycle().skip(from).take(ON.len()).map(|kind| ops::command(&self.world, &self.case, Op { kind: *kind, ..op }));
            command = others.into_iter().find(|other| !able(other).is_empty()).unwrap_or(command);
        }
        let able = able(&command);
        let who = match able.len() {
            0 => &self.world.people[usize::from(op.who) % self.world.people.len()],
            _ if !op.fitting => &self.world.people[usize::from(op.who) % self.world.people.len()],
            some => able[usize::from(op.who) % some],
        }
        .clone();
        let may = asks(&who).may(&command);
        let viewer = who.viewer(self.world.town);
        let answer = apply(&self.case, &command, &self.world.circumstances(&viewer));
        let count = seen.entry(command.code()).or_default();
        match (may, answer) {
            (true, Ok((next, facts))) => {
                count.0 += 1;
                let carries = Carries { model: &mut self.model, world: &self.world, facts: &facts, now: self.world.now };
                carries.carry(&command, &who);
                self.case = next;
                self.watch_clocks(&command);
                self.world.enter(&self.case, Some(who.id), command.code(), facts, command.on_behalf().cloned());
                if let Some(differs) = self.model.differs(&self.case) {
                    panic!("after {command:?} by {}:\n{differs}", who.name);
                }
                self.holds();
            }
            (false, Err(_)) => count.1 += 1,
            (true, Err(refusal)) => panic!("refused to {} who may: {command:?}: {refusal:?}\n{:#?}", who.name, self.case),
            (false, Ok(_)) => panic!("carried out for {} who may not: {command:?}\n{:#?}", who.name, self.case),
        }
    }

    /// Somebody leaves: what the person held goes to a colleague or into the in-box, and no right remains.
    fn leave(&mut self, op: Op) {
        let at = LEAVERS[usize::from(op.at) % LEAVERS.len()];
        let leaving = self.world.people[at].clone();
        if leaving.own.is_empty() {
            return;
        }
        let heir = op.a.is_multiple_of(2).then(|| self.world.people[at - 1].clone());
        let viewer = heir.as_ref().map(|heir| heir.viewer(self.world.town));
        let to = |unit: Unit| {
            let heir = viewer.as_ref().filter(|heir| heir.person != leaving.id && heir.in_unit(unit));
            Holder { unit, person: heir.map(|heir| heir.person) }
        };
        if let Some((next, facts)) = relieve(&self.case, leaving.id, |_: Unit| false, to, self.world.now) {
            let carries = Carries { model: &mut self.model, world: &self.world, facts: &facts, now: self.world.now };
            carries.relieve(leaving.id, heir.as_ref());
            self.case = next;
            self.world.enter(&self.case, None, RELIEVE, facts, None);
        }
        self.world.people[at].own.clear();
        for person in &mut self.world.people {
            person.stands_for = person.stands_for.take().filter(|(absent, _)| *absent != leaving.id);
        }
        self.world.members.retain(|(_, member)| *member != leaving.id);
        if let Some(differs) = self.model.differs(&self.case) {
            panic!("after {} left:\n{differs}", leaving.name);
        }
        self.holds();
    }

    /// Notes when clocks stood still.
    fn watch_clocks(&mut self, command: &Command) {
        let now = self.world.now;
        match command {
            Command::Suspend { .. } => self.suspended = Some(now),
            Command::Resume => {
                self.pauses.extend(self.suspended.take().map(|from| Pause { task: None, from, to: now }));
            }
            _ => {}
        }
        let submitted: BTreeMap<TaskId, DateTime<Utc>> =
            self.case.tasks.values().filter_map(|task| Some((task.id, task.signing.as_ref()?.at))).collect();
        for (task, from) in std::mem::replace(&mut self.submitted, submitted.clone()) {
            if !submitted.contains_key(&task) {
                self.pauses.push(Pause { task: Some(task), from, to: now });
            }
        }
    }

    fn holds(&self) {
        laws::legal(&self.case);
        laws::clocks(&self.case);
        laws::dates(&self.world, &self.case, &self.pauses);
        // Whoever decides in the town can always cancel what has not ended.
        let coordinator = self.world.people[0].viewer(self.world.town);
        let cancel = Command::Cancel { reason: "不再需要".to_owned() };
        let cancelled = apply(&self.case, &cancel, &self.world.circumstances(&coordinator));
        match cancelled {
            Ok((next, _)) => assert_eq!(next.state, CaseState::Cancelled),
            Err(refusal) => assert!(self.case.state.ended(), "cannot be cancelled: {refusal:?}"),
        }
    }

    /// What holds at the end of a sequence.
    fn ends(&self) {
        laws::history(&self.world, &self.case);
        // As a database gives the history back.
        let json = serde_json::to_string(&self.world.entries).unwrap();
        let read: Vec<Entry> = serde_json::from_str(&json).unwrap();
        workflow::case::history::check_chain(self.case.id, &read).unwrap();
        finish::finish(&self.world, &self.case);
    }
}

/// The case before anything followed from its start: the plan as its first fact says it.
fn laid_out_case(case: &Case, entry: &Entry) -> Case {
    let mut laid_out = case.clone();
    if let Some(workflow::case::Fact::Started { tasks, .. }) = entry.facts.first() {
        laid_out.tasks = tasks.iter().map(|task| (task.id, task.clone())).collect();
    }
    laid_out
}

fn recipe() -> impl Strategy<Value = Recipe> {
    let step = (0..5_u8, any::<u8>(), 0..24_u8, prop::bool::weighted(0.2), 0..6_u8, 0..12_u8, prop::bool::weighted(0.15));
    let step = step.prop_map(|(lane, after, to, any, sign_off, limit, wait)| StepRecipe { lane, after, to, any, sign_off, limit, wait });
    let whole = (prop::collection::vec(step, 1..6), prop::bool::weighted(0.2), any::<bool>(), prop::bool::weighted(0.8));
    whole.prop_map(|(steps, urgent, county, defaults)| Recipe { steps, urgent, county, defaults })
}

fn op() -> impl Strategy<Value = Op> {
    // What moves work on comes more often than what ends it.
    let kind = prop_oneof![
        20 => 0..KINDS,
        4 => Just(5_u8),
        10 => Just(7_u8),
        8 => Just(9_u8),
        5 => Just(10_u8),
        4 => Just(11_u8),
        5 => Just(31_u8),
        4 => Just(32_u8),
        3 => Just(34_u8),
        3 => Just(21_u8),
        2 => Just(24_u8),
        2 => Just(6_u8),
        2 => Just(14_u8),
        2 => Just(16_u8),
        1 => Just(KINDS),
    ];
    let tries = (kind, any::<u8>(), prop::bool::weighted(0.75), any::<u8>(), any::<u8>(), any::<u8>(), 0..32_u8, 0..70_u8);
    let op = tries.prop_map(|(kind, who, fitting, at, a, b, care, quarters)| Op { kind, who, fitting, at, a, b, care, quarters });
    // Cancelling ends a sequence: rarely.
    op.prop_map(|op| if op.kind == 15 && op.at > 60 { Op { kind: 7, ..op } } else { op })
}

#[test]
fn the_engine_does_what_the_model_does_and_nothing_else() {
    let seed = number("WORKFLOW_SEED", SEED);
    let sequences = u32::try_from(number("WORKFLOW_CASES", u64::from(SEQUENCES))).unwrap();
    eprintln!("seed {seed}, {sequences} sequences");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(
        Config { cases: sequences, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() },
        TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
    );
    let seen: RefCell<Seen> = RefCell::default();
    let ended: RefCell<BTreeMap<&'static str, u64>> = RefCell::default();
    let played = runner.run(&(recipe(), prop::collection::vec(op(), 1..40)), |(recipe, ops)| {
        let mut play = Play::new(&recipe);
        for op in ops {
            play.attempt(op, &mut seen.borrow_mut());
        }
        play.ends();
        *ended.borrow_mut().entry(play.case.state.code()).or_default() += 1;
        Ok(())
    });
    if let Err(failure) = played {
        panic!("seed {seed}: {failure}");
    }
    let seen = seen.into_inner();
    eprintln!("{:?}", ended.into_inner());
    for (command, (done, refused)) in &seen {
        eprintln!("{command:24} {done:>7} carried out {refused:>7} refused");
    }
    assert_eq!(seen.len(), usize::from(KINDS), "every command was tried");
    for (command, (done, refused)) in seen {
        assert!(done > 0 && refused > 0, "{command}: {done} carried out, {refused} refused");
    }
}

//! The reference model: what a workflow is, in the words of the product's page on machines, with the rules by which steps open, complete and cancel by
//! themselves. It knows no dates and no history, and uses nothing of the engine but its ids and codes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use duty_list::HandKind;
use workflow::case::{
    Case, CaseState, CoordinationLevel, CopyTo, HandOffState as H, Lane, PlannedReceiver, Receiver, Side, SignOff, TaskState as T,
};
use workflow::ids::{HandOffId, PersonId, TaskId, WaitId};
use workflow::people::{Holder, Unit};

use super::people::Person;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub state: T,
    pub lane: Lane,
    pub key: String,
    pub parent: Option<TaskId>,
    pub holder: Option<Holder>,
    pub required: bool,
    pub round: u32,
    pub after: Vec<TaskId>,
    pub receivers: Vec<PlannedReceiver>,
    pub any: bool,
    pub sign_off: SignOff,
    /// To whom it would leave, how many, and who submitted it.
    pub signing: Option<(Vec<Receiver>, Option<u32>, PersonId)>,
    /// From whom it is lent, and who lent it.
    pub lent: Option<(Holder, PersonId)>,
    pub objection: bool,
    pub objections: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    pub task: TaskId,
    pub receiver: Side,
    pub kind: HandKind,
    pub feeds: Option<TaskId>,
    pub state: H,
    pub round: u32,
    pub by: PersonId,
    pub sent_on: NaiveDate,
    pub sent_at: DateTime<Utc>,
    pub person: Option<PersonId>,
    pub count: Option<u32>,
    pub kept: u32,
    pub returned: Option<u32>,
    pub objections: u32,
    pub coordination: Option<(CoordinationLevel, NaiveDate)>,
    pub answered: bool,
}

impl Hand {
    pub fn with_receiver(&self) -> bool {
        matches!(self.state, H::Offered | H::Signed)
    }

    pub fn void(&self) -> bool {
        matches!(self.state, H::TakenBack | H::Cancelled)
    }

    /// Neither settled nor given up.
    pub fn unsettled(&self) -> bool {
        !self.void() && self.state != H::Settled
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    pub state: CaseState,
    pub urgent: bool,
    pub steps: BTreeMap<TaskId, Step>,
    pub hands: BTreeMap<HandOffId, Hand>,
    /// For which task, and whether it has come.
    pub waits: BTreeMap<WaitId, (TaskId, bool)>,
    pub acted: BTreeSet<PersonId>,
    pub copied: BTreeSet<CopyTo>,
    /// How many entries the history has.
    pub entries: i64,
}

pub fn over(state: T) -> bool {
    matches!(state, T::Done | T::LeftOut | T::Cancelled)
}

impl Model {
    /// What was laid out, before anything follows from it.
    pub fn laid_out(case: &Case) -> Self {
        let steps = case.tasks.values().map(|task| {
            let step = Step {
                state: T::Blocked,
                lane: task.lane,
                key: task.step_key.clone(),
                parent: task.parent,
                holder: task.holder,
                required: task.required,
                round: 1,
                after: task.after.clone(),
                receivers: task.receivers.clone(),
                any: task.any_receiver,
                sign_off: task.sign_off,
                signing: None,
                lent: None,
                objection: false,
                objections: 0,
            };
            (task.id, step)
        });
        let mut model = Self {
            state: CaseState::Running,
            urgent: case.urgent,
            steps: steps.collect(),
            hands: BTreeMap::new(),
            waits: case.waits.values().map(|wait| (wait.id, (wait.task, false))).collect(),
            acted: BTreeSet::from([case.started_by]),
            copied: BTreeSet::new(),
            entries: 1,
        };
        model.follow();
        model
    }

    /// Lets follow what follows by itself, until nothing does.
    pub fn follow(&mut self) {
        if self.ended() {
            return;
        }
        while self.steps.keys().copied().collect::<Vec<TaskId>>().into_iter().any(|id| self.follow_step(id)) {}
        if self.state == CaseState::Running && self.steps.values().all(|step| over(step.state) || !step.required) {
            self.state = CaseState::Completed;
        }
    }

    pub fn ended(&self) -> bool {
        matches!(self.state, CaseState::Completed | CaseState::Cancelled)
    }

    fn follow_step(&mut self, id: TaskId) -> bool {
        let step = self.steps[&id].clone();
        let to = match step.state {
            T::Blocked | T::Open if step.parent.is_some_and(|whole| self.steps[&whole].state == T::Cancelled) => Some(T::Cancelled),
            T::Blocked | T::Open if self.given_up(id) && !self.away(id) => Some(T::Cancelled),
            T::Blocked if self.given_up(id) => None,
            T::Blocked if self.ready(id) => Some(T::Open),
            T::Open if step.lane != Lane::Town && self.fed(id) == Some(false) => Some(T::Blocked),
            T::Open if self.answered(id) && step.receivers.is_empty() && !self.unsettled(id) => Some(T::Done),
            T::Open if step.any && step.signing.is_none() && self.parts_over(id) && self.one_settled(id) => Some(T::Done),
            T::Open if step.receivers.is_empty() && self.summed_up(id) && !self.unsettled(id) => Some(T::Done),
            T::Handed if step.any && self.one_settled(id) => Some(T::Done),
            T::Handed if self.all_settled(id) => Some(T::Done),
            _ => None,
        };
        let Some(to) = to else { return false };
        self.set(id, to);
        if to == T::Cancelled || (to == T::Done && step.any) {
            for hand in self.hands.values_mut().filter(|hand| hand.task == id && hand.unsettled()) {
                hand.state = H::Cancelled;
                hand.coordination = None;
            }
        }
        true
    }

    /// Whether something that it sent is with somebody.
    fn away(&self, id: TaskId) -> bool {
        self.hands.values().any(|hand| hand.task == id && hand.unsettled() && !matches!(hand.state, H::Returned | H::Objected))
    }

    /// Moves a step; what was asked about it is at an end where nothing more is asked of it.
    pub fn set(&mut self, id: TaskId, state: T) {
        let step = self.steps.get_mut(&id).unwrap();
        step.state = state;
        if over(state) || state == T::Handed {
            (step.signing, step.lent, step.objection) = (None, None, false);
        }
        if state == T::Blocked {
            step.signing = None;
        }
    }

    /// Whether something before it is still to be done: urgent work does not wait for a quarrel.
    fn ready(&self, id: TaskId) -> bool {
        let step = &self.steps[&id];
        let done = |before: &TaskId| {
            let quarrel = |hand: &Hand| hand.task == *before && matches!(hand.state, H::Objected | H::InCoordination);
            let before_step = &self.steps[before];
            over(before_step.state) || (self.urgent && (before_step.objection || self.hands.values().any(quarrel)))
        };
        step.after.iter().all(done)
            && self.waits.values().filter(|(task, _)| *task == id || Some(*task) == step.parent).all(|(_, met)| *met)
            && self.fed(id) != Some(false)
    }

    fn feeders(&self, id: TaskId) -> impl Iterator<Item = (&TaskId, &Step)> {
        self.steps.iter().filter(move |(_, step)| step.receivers.iter().any(|to| to.feeds.contains(&id)))
    }

    /// Whether what feeds it is there: `None` where nothing feeds it.
    fn fed(&self, id: TaskId) -> Option<bool> {
        self.feeders(id).next()?;
        Some(self.hands.values().any(|hand| hand.feeds == Some(id) && matches!(hand.state, H::Signed | H::Settled)))
    }

    /// Whether everything that could feed it was left out or cancelled.
    fn given_up(&self, id: TaskId) -> bool {
        self.feeders(id).next().is_some()
            && self.feeders(id).all(|(_, feeder)| over(feeder.state))
            && !self.hands.values().any(|hand| hand.feeds == Some(id) && !hand.void())
    }

    /// The hand-off that brought the step to its side: the latest that arrived.
    fn brought(&self, id: TaskId) -> Option<&Hand> {
        let arrived = self.hands.values().filter(|hand| hand.feeds == Some(id) && matches!(hand.state, H::Signed | H::Settled));
        arrived.max_by_key(|hand| hand.sent_at)
    }

    /// Whether the step is an approval's: it is answered, and not ticked off.
    pub fn is_approval(&self, id: TaskId) -> bool {
        self.brought(id).is_some_and(|hand| hand.kind == HandKind::Approval)
    }

    fn answered(&self, id: TaskId) -> bool {
        self.brought(id).is_some_and(|hand| hand.kind == HandKind::Approval && hand.answered)
    }

    fn one_settled(&self, id: TaskId) -> bool {
        self.hands.values().any(|hand| hand.task == id && hand.state == H::Settled)
    }

    fn all_settled(&self, id: TaskId) -> bool {
        self.one_settled(id) && !self.hands.values().any(|hand| hand.task == id && hand.unsettled())
    }

    pub fn parts(&self, id: TaskId) -> impl Iterator<Item = (&TaskId, &Step)> {
        self.steps.iter().filter(move |(_, part)| part.parent == Some(id))
    }

    pub fn parts_over(&self, id: TaskId) -> bool {
        self.parts(id).all(|(_, part)| over(part.state))
    }

    fn summed_up(&self, id: TaskId) -> bool {
        self.parts(id).next().is_some() && self.parts_over(id)
    }

    /// Whether something that the step sent is neither settled nor given up.
    pub fn unsettled(&self, id: TaskId) -> bool {
        self.hands.values().any(|hand| hand.task == id && hand.unsettled())
    }

    /// Whether the person works on the step: the holder, the in-box's people, their lead, the coordinator.
    pub fn works(&self, who: &Person, step: &Step) -> bool {
        let own = |holder: Holder| holder.person.is_none_or(|person| who.is(person));
        match step.lane {
            Lane::Town => {
                who.coordinates() || step.holder.is_some_and(|holder| who.heads(holder.unit) || (who.in_unit(holder.unit) && own(holder)))
            }
            Lane::Body(body) => who.in_body(body) && (who.heads_body(body) || step.holder.is_none_or(own)),
        }
    }

    pub fn sends(&self, who: &Person, hand: &Hand) -> bool {
        let step = &self.steps[&hand.task];
        (step.lane == Lane::Town && who.coordinates()) || who.is(hand.by) || self.works(who, step)
    }

    pub fn receives(&self, who: &Person, hand: &Hand) -> bool {
        match hand.receiver {
            Side::Body(body) => who.in_body(body),
            Side::Town => {
                who.coordinates()
                    || self.steps.iter().any(|(id, step)| {
                        let waits = hand.feeds == Some(*id) || step.after.contains(&hand.task);
                        step.lane == Lane::Town && waits && self.works(who, step)
                    })
            }
        }
    }

    /// Whether the person may read the town's inside.
    pub fn sees_inside(&self, who: &Person) -> bool {
        let with = |holder: Holder| {
            (holder.person.is_some_and(|person| who.is(person)) && who.of_town())
                || (who.in_unit(holder.unit) && !matches!(holder.unit, Unit::Body(_)))
        };
        let copied = |to: &CopyTo| match to {
            CopyTo::Unit(unit) => who.in_unit(*unit),
            CopyTo::Person(person) => who.is(*person) && who.of_town(),
        };
        who.sees_all()
            || self
                .steps
                .values()
                .filter(|step| step.lane == Lane::Town)
                .any(|step| step.holder.into_iter().chain(step.lent.as_ref().map(|(from, _)| *from)).any(with))
            || (who.of_town() && self.acted.iter().any(|person| who.is(*person)))
            || (!self.ended() && self.copied.iter().any(copied))
    }

    /// Where the engine's state says something else.
    pub fn differs(&self, case: &Case) -> Option<String> {
        let mut wrong: Vec<String> = Vec::new();
        let mut check = |what: String, model: String, engine: String| {
            if model != engine {
                wrong.push(format!("{what}: model {model}, engine {engine}"));
            }
        };
        check("workflow".to_owned(), format!("{:?}", self.state), format!("{:?}", case.state));
        check("tasks".to_owned(), format!("{:?}", self.steps.keys()), format!("{:?}", case.tasks.keys()));
        check("hand-offs".to_owned(), format!("{:?}", self.hands.keys()), format!("{:?}", case.hand_offs.keys()));
        check("acted".to_owned(), format!("{:?}", self.acted), format!("{:?}", case.acted));
        check("copied".to_owned(), format!("{:?}", self.copied), format!("{:?}", case.copied));
        check("entries".to_owned(), self.entries.to_string(), case.seq.to_string());
        for (id, step) in &self.steps {
            let Some(task) = case.tasks.get(id) else { continue };
            let signing = task.signing.as_ref().map(|signing| (&signing.receivers, signing.count, signing.by));
            let lent = task.lent.as_ref().map(|lent| (lent.from, lent.by));
            let model = (step.state, step.holder, step.required, step.round, step.objection, step.objections);
            let engine = (task.state, task.holder, task.required, task.round, task.objection.is_some(), task.objections);
            check(format!("task {id}"), format!("{model:?}"), format!("{engine:?}"));
            let model = (step.signing.as_ref().map(|(to, count, by)| (to, *count, *by)), step.lent);
            check(format!("task {id}, signing and lent"), format!("{model:?}"), format!("{:?}", (signing, lent)));
        }
        for (id, hand) in &self.hands {
            let Some(real) = case.hand_offs.get(id) else { continue };
            let level = |open: Option<(CoordinationLevel, NaiveDate)>| open.map(|(level, _)| level);
            let model = (hand.state, hand.round, hand.receiver, hand.feeds, hand.person, hand.count, hand.kept, hand.by);
            let engine = (real.state, real.round, real.receiver, real.feeds, real.person, real.count, real.kept, real.offered_by);
            check(format!("hand-off {id}"), format!("{model:?}"), format!("{engine:?}"));
            let (model, engine) =
                ((hand.objections, level(hand.coordination)), (real.objections, real.coordination.as_ref().map(|open| open.level)));
            check(format!("hand-off {id}, objections and coordination"), format!("{model:?}"), format!("{engine:?}"));
        }
        for (id, (_, met)) in &self.waits {
            check(format!("wait {id}"), met.to_string(), case.waits.get(id).is_some_and(|wait| wait.met.is_some()).to_string());
        }
        (!wrong.is_empty()).then(|| wrong.join("\n"))
    }
}

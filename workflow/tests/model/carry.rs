//! What a command that is carried out does to the reference model. The ids of what comes into being are taken from the engine's facts.

use chrono::{DateTime, Utc};
use duty_list::HandKind;
use workflow::calendar::local_date;
use workflow::case::{
    CaseState, Command, CoordinationLevel, Fact, HandOffState as H, Outcome, Receiver, Side, SignOff, TaskState as T, WaitRef,
};
use workflow::ids::{HandOffId, PersonId, TaskId};
use workflow::people::{Holder, Unit};

use super::people::Person;
use super::reference::{Hand, Model, Step, over};
use super::world::World;

/// Acts of a receiving body: these give no sight of the town's inside.
fn by_receiver(command: &Command) -> bool {
    let both = matches!(command, Command::Sign { .. } | Command::Return { .. } | Command::Answer { .. });
    both || matches!(command, Command::Object { .. } | Command::ShareOut { .. })
}

pub struct Carries<'a> {
    pub model: &'a mut Model,
    pub world: &'a World,
    pub facts: &'a [Fact],
    pub now: DateTime<Utc>,
}

impl Carries<'_> {
    /// Carries out what was accepted.
    pub fn carry(mut self, command: &Command, who: &Person) {
        self.act(command, who);
        if !by_receiver(command) {
            self.model.acted.insert(who.id);
        }
        self.model.entries += 1;
        self.model.follow();
    }

    fn step(&mut self, id: TaskId) -> &mut Step {
        self.model.steps.get_mut(&id).unwrap()
    }

    fn hand(&mut self, id: HandOffId) -> &mut Hand {
        self.model.hands.get_mut(&id).unwrap()
    }

    fn act(&mut self, command: &Command, who: &Person) {
        match command {
            Command::Assign { task, holder, .. } | Command::PassOn { task, holder, .. } => {
                let passed_on = matches!(command, Command::PassOn { .. });
                let step = self.step(*task);
                // Given to another unit it is no longer lent.
                if passed_on || step.holder.map(|before| before.unit) != Some(holder.unit) {
                    step.lent = None;
                }
                step.holder = Some(*holder);
            }
            Command::Take { task } => {
                if let Some(holder) = &mut self.step(*task).holder {
                    holder.person = Some(who.id);
                }
            }
            Command::GiveBack { task } => {
                if let Some(holder) = &mut self.step(*task).holder {
                    holder.person = None;
                }
            }
            Command::Distribute { task, units, .. } => self.distribute(*task, units),
            Command::Complete { task, .. } => self.model.set(*task, T::Done),
            Command::RecordReceived { wait: WaitRef::External(wait), .. } => self.model.waits.get_mut(wait).unwrap().1 = true,
            Command::RecordReceived { wait: WaitRef::Step(task), .. } => {
                self.give_up_what_came_back(*task);
                self.model.set(*task, T::Done);
            }
            Command::HandOff { task, receivers, count, .. } => {
                if self.step(*task).sign_off == SignOff::None {
                    self.leave(*task, receivers, *count, who.id);
                } else {
                    self.step(*task).signing = Some((receivers.clone(), *count, who.id));
                }
            }
            Command::AgreeSignOff { task, .. } | Command::RecordSignOff { task, .. } => {
                if let Some((receivers, count, by)) = self.step(*task).signing.take() {
                    self.leave(*task, &receivers, count, by);
                }
            }
            Command::RefuseSignOff { task, .. } | Command::WithdrawSignOff { task } => self.step(*task).signing = None,
            Command::TakeBack { hand_off, .. } => {
                let hand = self.hand(*hand_off);
                (hand.state, hand.coordination) = (H::TakenBack, None);
                self.came_back(*hand_off);
            }
            Command::Sign { hand_off, .. } => {
                let hand = self.hand(*hand_off);
                let approval = hand.kind == HandKind::Approval;
                hand.state = if approval { H::Signed } else { H::Settled };
                if !approval {
                    hand.coordination = None;
                }
            }
            Command::Return { hand_off, count, .. } => {
                let hand = self.hand(*hand_off);
                (hand.state, hand.coordination, hand.returned) = (H::Returned, None, *count);
                if let (Some(sent), Some(back)) = (hand.count, *count) {
                    hand.kept += sent - back;
                }
                self.came_back(*hand_off);
            }
            Command::Answer { hand_off, .. } => {
                let hand = self.hand(*hand_off);
                (hand.state, hand.coordination, hand.answered) = (H::Settled, None, true);
            }
            Command::LeaveOut { task, .. } => {
                let parts: Vec<TaskId> = self.model.parts(*task).filter(|(_, part)| !over(part.state)).map(|(id, _)| *id).collect();
                self.give_up_what_came_back(*task);
                parts.into_iter().chain([*task]).for_each(|id| self.model.set(id, T::LeftOut));
            }
            Command::Suspend { .. } => self.model.state = CaseState::Suspended,
            Command::Resume => self.model.state = CaseState::Running,
            Command::Cancel { .. } => self.cancel(),
            Command::Reopen { tasks, .. } => self.reopen(tasks),
            Command::Lend { task, holder, .. } => {
                let step = self.step(*task);
                step.lent = step.holder.map(|from| (from, who.id));
                step.holder = Some(*holder);
            }
            Command::HandBack { task, .. } => {
                let from = self.step(*task).lent.take().unwrap().0;
                let back = if self.world.can_hold(from) { from } else { Holder { unit: from.unit, person: None } };
                self.step(*task).holder = Some(back);
            }
            Command::Copy { to, .. } => self.model.copied.extend(to.iter().copied()),
            Command::StartStep { task, waits } => {
                self.begin_step(task.id, task);
                self.model.waits.extend(waits.iter().map(|wait| (wait.id, (wait.task, false))));
            }
            Command::Object { hand_off, .. } => self.object(*hand_off),
            Command::AnswerObjection { hand_off, to, .. } => {
                self.redirect(*hand_off, *to, who.id);
                self.on_its_way(*hand_off);
            }
            Command::AskCounty { hand_off, scope, .. } => {
                let today = local_date(self.now);
                self.hand(*hand_off).coordination = Some((CoordinationLevel::County(*scope), today));
            }
            Command::Conclude { hand_off, outcome, .. } => self.conclude(*hand_off, *outcome, who.id),
            Command::ObjectTask { task, .. } => {
                let town = Unit::Town(self.world.town);
                let step = self.step(*task);
                step.objection = true;
                step.objections += 1;
                step.holder = Some(Holder { unit: town, person: None });
            }
            Command::AnswerTaskObjection { task, holder, .. } => {
                let step = self.step(*task);
                step.objection = false;
                step.holder = Some(*holder);
            }
            Command::Request { .. } => self.request(who.id),
            Command::ShareOut { hand_off, person } => self.share_out(*hand_off, *person),
            Command::SetLimit { .. }
            | Command::Note { .. }
            | Command::Remark { .. }
            | Command::AskExtension { .. }
            | Command::AnswerExtension { .. }
            | Command::Nudge { .. }
            | Command::Remind { .. }
            | Command::CorrectRecord { .. } => {}
        }
    }

    fn distribute(&mut self, whole: TaskId, units: &[Unit]) {
        let parts = self.facts.iter().find_map(|fact| match fact {
            Fact::TaskDistributed { parts, .. } => Some(parts.iter().map(|part| part.id).collect::<Vec<TaskId>>()),
            _ => None,
        });
        let of = self.step(whole).clone();
        for (id, unit) in parts.unwrap().into_iter().zip(units) {
            let holder = Some(Holder { unit: *unit, person: None });
            let part = Step {
                state: T::Blocked,
                parent: Some(whole),
                holder,
                round: 1,
                receivers: Vec::new(),
                sign_off: SignOff::None,
                signing: None,
                lent: None,
                ..of.clone()
            };
            self.model.steps.insert(id, part);
        }
    }

    fn begin_step(&mut self, id: TaskId, task: &workflow::case::Task) {
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
        self.model.steps.insert(id, step);
    }

    fn leave(&mut self, id: TaskId, receivers: &[Receiver], count: Option<u32>, by: PersonId) {
        for receiver in receivers {
            self.offer(id, *receiver, count, by);
        }
        // What came back and is not sent again is given up.
        for hand in self.model.hands.values_mut().filter(|hand| hand.task == id && matches!(hand.state, H::Returned | H::Objected)) {
            if !receivers.iter().any(|to| to.to == hand.receiver && to.kind == hand.kind) {
                (hand.state, hand.coordination) = (H::Cancelled, None);
            }
        }
        self.model.set(id, T::Handed);
    }

    fn offer(&mut self, id: TaskId, to: Receiver, count: Option<u32>, by: PersonId) {
        let known =
            self.model.hands.iter().find(|(_, hand)| hand.task == id && hand.receiver == to.to && hand.kind == to.kind).map(|(id, _)| *id);
        if let Some(known) = known {
            let hand = self.hand(known);
            if !(hand.with_receiver() || matches!(hand.state, H::Settled | H::InCoordination)) {
                self.again(known, count, by);
            }
            return;
        }
        let made = self.facts.iter().find_map(|fact| match fact {
            Fact::HandOffOffered { hand_off } if hand_off.receiver == to.to && hand_off.kind == to.kind => Some(hand_off.id),
            _ => None,
        });
        let step = self.step(id).clone();
        let named = step.receivers.iter().filter(|planned| planned.body.is_some() && planned.body == to.to.body());
        let chosen = step.receivers.iter().filter(|planned| planned.body.is_none());
        let fits = |fed: &&TaskId| self.model.steps.get(fed).is_some_and(|fed| Side::from(fed.lane) == to.to);
        let feeds = named.chain(chosen).flat_map(|planned| &planned.feeds).find(fits).copied();
        if let Some(fed) = feeds {
            self.step(fed).required = true;
        }
        let hand = Hand {
            task: id,
            receiver: to.to,
            kind: to.kind,
            feeds,
            state: H::Offered,
            round: 1,
            by,
            sent_on: local_date(self.now),
            sent_at: self.now,
            person: None,
            count: count.filter(|count| *count > 0),
            kept: 0,
            returned: None,
            objections: 0,
            coordination: None,
            answered: false,
        };
        self.model.hands.insert(made.unwrap(), hand);
    }

    fn again(&mut self, id: HandOffId, count: Option<u32>, by: PersonId) {
        let now = self.now;
        let hand = self.hand(id);
        hand.state = H::Offered;
        hand.round += 1;
        (hand.by, hand.sent_at, hand.sent_on) = (by, now, local_date(now));
        hand.count = count.or(hand.returned).or(hand.count);
        (hand.returned, hand.coordination) = (None, None);
    }

    fn came_back(&mut self, hand: HandOffId) {
        let id = self.hand(hand).task;
        let step = self.step(id);
        if step.state == T::Handed {
            step.state = T::Open;
            step.round += 1;
        }
    }

    fn give_up_what_came_back(&mut self, id: TaskId) {
        for hand in self.model.hands.values_mut().filter(|hand| hand.task == id && matches!(hand.state, H::Returned | H::Objected)) {
            (hand.state, hand.coordination) = (H::Cancelled, None);
        }
    }

    fn cancel(&mut self) {
        for hand in self.model.hands.values_mut().filter(|hand| hand.unsettled()) {
            (hand.state, hand.coordination) = (H::Cancelled, None);
        }
        for id in self.model.steps.keys().copied().collect::<Vec<TaskId>>() {
            if !over(self.model.steps[&id].state) {
                self.model.set(id, T::Cancelled);
            }
        }
        self.model.state = CaseState::Cancelled;
    }

    fn reopen(&mut self, tasks: &[TaskId]) {
        let mut named: std::collections::BTreeSet<TaskId> = tasks.iter().copied().collect();
        for id in tasks {
            let parent = self.step(*id).parent;
            let parts: Vec<TaskId> = self.model.parts(*id).map(|(part, _)| *part).collect();
            // A part comes with its summary; a summary named alone with all its parts.
            named.extend(parent.filter(|parent| self.model.steps[parent].state == T::Done));
            if !parts.iter().any(|part| tasks.contains(part)) {
                named.extend(parts.into_iter().filter(|part| self.model.steps[part].state == T::Done));
            }
        }
        self.model.state = CaseState::Running;
        for id in named {
            let step = self.model.steps.get_mut(&id).unwrap();
            if let Some(holder) = step.holder.filter(|holder| !self.world.can_hold(*holder)) {
                step.holder = Some(Holder { unit: holder.unit, person: None });
            }
            step.state = T::Open;
            step.round += 1;
            let settled: Vec<HandOffId> =
                self.model.hands.iter().filter(|(_, hand)| hand.task == id && hand.state == H::Settled).map(|(id, _)| *id).collect();
            for hand in settled {
                let hand = self.hand(hand);
                (hand.state, hand.answered, hand.person) = (H::Returned, false, None);
                // What was left out stays so.
                if let Some(fed) = hand.feeds
                    && matches!(self.model.steps[&fed].state, T::Done | T::Open)
                {
                    self.model.set(fed, T::Blocked);
                    let fed = self.model.steps.get_mut(&fed).unwrap();
                    fed.holder = fed.holder.map(|holder| Holder { unit: holder.unit, person: None });
                }
            }
        }
    }

    fn object(&mut self, id: HandOffId) {
        let task = self.hand(id).task;
        let before: u32 = self.model.hands.values().filter(|hand| hand.task == task).map(|hand| hand.objections).sum();
        let today = local_date(self.now);
        let hand = self.hand(id);
        hand.objections += 1;
        hand.state = H::Objected;
        if before == 0 {
            self.came_back(id);
        } else {
            let hand = self.hand(id);
            (hand.state, hand.coordination) = (H::InCoordination, Some((CoordinationLevel::Leader, today)));
        }
    }

    fn redirect(&mut self, id: HandOffId, to: Side, by: PersonId) {
        let hand = self.hand(id).clone();
        if to == hand.receiver {
            self.again(id, hand.count, by);
        } else {
            (self.hand(id).state, self.hand(id).coordination) = (H::Cancelled, None);
            self.offer(hand.task, Receiver { to, kind: hand.kind }, hand.count, by);
        }
    }

    /// With nothing left at its sender the step is handed on again.
    fn on_its_way(&mut self, hand: HandOffId) {
        let id = self.hand(hand).task;
        let rest = self.model.hands.values().any(|other| other.task == id && matches!(other.state, H::Returned | H::Objected));
        let step = self.step(id);
        if step.state == T::Open && step.signing.is_none() && !rest && self.model.parts_over(id) {
            self.model.set(id, T::Handed);
        }
    }

    fn conclude(&mut self, id: HandOffId, outcome: Outcome, by: PersonId) {
        self.hand(id).coordination = None;
        match outcome {
            Outcome::Offer { to } => {
                self.redirect(id, to, by);
                self.on_its_way(id);
            }
            Outcome::Cancel => {
                self.hand(id).state = H::Cancelled;
                let task = self.hand(id).task;
                if self.model.hands.values().all(|hand| hand.task != task || hand.void()) {
                    self.came_back(id);
                }
            }
            Outcome::GoesOn | Outcome::Give { .. } => {}
        }
    }

    fn request(&mut self, by: PersonId) {
        let started: Vec<workflow::case::Task> = self
            .facts
            .iter()
            .filter_map(|fact| match fact {
                Fact::StepStarted { task, .. } => Some((**task).clone()),
                _ => None,
            })
            .collect();
        for task in &started {
            self.begin_step(task.id, task);
        }
        let asking = started.iter().find(|task| !task.receivers.is_empty()).unwrap();
        let receiver = Receiver { to: Side::from(started[0].lane), kind: HandKind::Transfer };
        self.model.set(asking.id, T::Open);
        self.offer(asking.id, receiver, None, by);
        self.model.set(asking.id, T::Handed);
    }

    fn share_out(&mut self, id: HandOffId, person: Option<PersonId>) {
        let town = self.world.town;
        let hand = self.hand(id);
        if hand.person == person {
            return;
        }
        hand.person = person;
        let (unit, feeds) = (hand.receiver.unit(town), hand.feeds);
        if let Some(fed) = feeds.filter(|fed| !over(self.model.steps[fed].state)) {
            self.step(fed).holder = Some(Holder { unit, person });
        }
    }

    /// Somebody has left: what the person held lies in the in-boxes, or with the successor.
    pub fn relieve(self, leaving: PersonId, successor: Option<&Person>) {
        let heir = |unit: Unit| successor.filter(|one| one.in_unit(unit)).map(|one| one.id);
        for step in self.model.steps.values_mut().filter(|step| !over(step.state)) {
            if let Some(holder) = step.holder.filter(|holder| holder.person == Some(leaving)) {
                step.holder = Some(Holder { unit: holder.unit, person: heir(holder.unit) });
            }
        }
        for hand in self.model.hands.values_mut().filter(|hand| hand.person == Some(leaving)) {
            hand.person = heir(hand.receiver.unit(self.world.town));
        }
        self.model.entries += 1;
    }
}

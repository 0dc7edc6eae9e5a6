//! Who may ask for what in which state, as the product's page says it: whether a command is to be carried out. Dates and pending extensions are read
//! from the case, since the model knows no dates.

use chrono::NaiveDate;
use duty_list::HandKind;
use workflow::calendar::local_date;
use workflow::case::{
    Case, CaseState, Command, CoordinationLevel, CoordinationScope, CopyTo, Dated, HandOffState as H, Lane, OnBehalf, Outcome, Receiver,
    Side, SignOff, TaskState as T, WaitRef,
};
use workflow::ids::{HandOffId, PersonId, TaskId};
use workflow::people::{Holder, Unit};
use workflow::reminder::next_nudge_at;

use super::people::Person;
use super::reference::{Hand, Model, Step, over};
use super::world::World;

/// A command before the model: who asks, and where.
pub struct Asks<'a> {
    pub model: &'a Model,
    pub world: &'a World,
    pub case: &'a Case,
    pub who: &'a Person,
}

fn movable(step: &Step) -> bool {
    matches!(step.state, T::Blocked | T::Open)
}

fn said(words: &str) -> bool {
    !words.trim().is_empty()
}

impl Asks<'_> {
    fn step(&self, id: TaskId) -> Option<&Step> {
        self.model.steps.get(&id)
    }

    fn today(&self) -> NaiveDate {
        local_date(self.world.now)
    }

    /// Whether the state of the workflow takes the command at all.
    fn takes(&self, command: &Command) -> bool {
        let by_receiver = matches!(
            command,
            Command::Sign { .. } | Command::Return { .. } | Command::Answer { .. } | Command::Object { .. } | Command::ShareOut { .. }
        );
        match self.model.state {
            CaseState::Running => !matches!(command, Command::Resume | Command::Reopen { .. }),
            CaseState::Suspended => {
                by_receiver
                    || matches!(
                        command,
                        Command::Resume | Command::Cancel { .. } | Command::RecordReceived { .. } | Command::CorrectRecord { .. }
                    )
            }
            CaseState::Completed => matches!(command, Command::Reopen { .. } | Command::CorrectRecord { .. }),
            CaseState::Cancelled => matches!(command, Command::CorrectRecord { .. }),
        }
    }

    fn assigns(&self, step: &Step) -> bool {
        step.lane == Lane::Town && (self.who.decides() || step.holder.is_some_and(|holder| self.who.heads(holder.unit)))
    }

    /// A step that waits for its signature, is lent or disputed is not worked on by other ways.
    fn free(&self, step: &Step, lent_too: bool) -> bool {
        step.signing.is_none() && !step.objection && !(lent_too && step.lent.is_some())
    }

    pub fn may(&self, command: &Command) -> bool {
        self.takes(command) && self.may_if_taken(command)
    }

    fn may_if_taken(&self, command: &Command) -> bool {
        let (who, model) = (self.who, self.model);
        let step = |id: &TaskId| self.step(*id);
        let hand = |id: &HandOffId| model.hands.get(id);
        match command {
            Command::Assign { task, holder, .. } => step(task).is_some_and(|step| match step.lane {
                Lane::Town => self.free(step, false) && self.assigns(step) && movable(step) && self.world.can_hold(*holder),
                Lane::Body(body) => {
                    let member = holder.person.is_none_or(|person| self.world.members.contains(&(Unit::Body(body), person)));
                    who.in_body(body) && movable(step) && holder.unit == Unit::Body(body) && member
                }
            }),
            Command::SetLimit { task, .. } => step(task).is_some_and(|step| step.signing.is_none() && self.assigns(step) && movable(step)),
            Command::Distribute { task, units, .. } => step(task).is_some_and(|step| {
                let taken = |unit: &Unit| {
                    model.parts(*task).any(|(_, part)| !over(part.state) && part.holder.is_some_and(|holder| holder.unit == *unit))
                };
                let twice = units.iter().enumerate().any(|(place, unit)| units[..place].contains(unit));
                self.free(step, true)
                    && self.assigns(step)
                    && movable(step)
                    && step.parent.is_none()
                    && !units.is_empty()
                    && !twice
                    && units.iter().all(|unit| self.world.units.contains(unit) && !taken(unit))
            }),
            Command::Take { task } => step(task).is_some_and(|step| {
                let open_to = |holder: Holder| match holder.person {
                    Some(person) => person == who.id,
                    None => model.works(who, step),
                };
                self.free(step, false) && movable(step) && step.holder.is_some_and(|holder| who.in_unit(holder.unit) && open_to(holder))
            }),
            Command::GiveBack { task } => {
                step(task).is_some_and(|step| self.free(step, false) && movable(step) && model.works(who, step) && step.holder.is_some())
            }
            Command::Complete { task, result, on_behalf } => step(task).is_some_and(|step| {
                let village = step.holder.map(|holder| holder.unit).filter(|unit| matches!(unit, Unit::Village(_)));
                let by = match (step.lane, on_behalf) {
                    (Lane::Body(body), Some(told)) => model.sees_inside(who) && self.records(Side::Body(body), told),
                    (Lane::Town, Some(told)) => told.on <= self.today() && (who.coordinates() || (village.is_some() && who.in_office())),
                    (_, None) => model.works(who, step) && village.is_none_or(|village| who.in_unit(village)),
                };
                let counts = result.expected.zip(result.done).is_none_or(|(expected, done)| done <= expected)
                    && !(result.nil && result.expected.or(result.done).is_some_and(|count| count > 0));
                let answered_there = step.lane != Lane::Town && model.is_approval(*task);
                self.free(step, true)
                    && by
                    && counts
                    && step.state == T::Open
                    && step.receivers.is_empty()
                    && !model.unsettled(*task)
                    && !answered_there
                    && model.parts_over(*task)
            }),
            Command::RecordReceived { wait: WaitRef::External(wait), on, .. } => model.waits.get(wait).is_some_and(|(task, met)| {
                *on <= self.today() && !met && step(task).is_some_and(|step| who.coordinates() || model.works(who, step))
            }),
            Command::RecordReceived { wait: WaitRef::Step(task), on, .. } => step(task).is_some_and(|step| {
                *on <= self.today()
                    && step.lane != Lane::Town
                    && (who.coordinates() || self.waits_for(*task))
                    && step.state == T::Open
                    && !model.is_approval(*task)
                    && !self.away(*task)
            }),
            Command::HandOff { task, receivers, count, on_behalf, .. } => step(task).is_some_and(|step| {
                let by = match (step.lane, on_behalf) {
                    (Lane::Body(body), Some(told)) => who.coordinates() && self.records(Side::Body(body), told),
                    (Lane::Town, Some(_)) => false,
                    (_, None) => model.works(who, step),
                };
                self.free(step, true) && by && step.parent.is_none() && self.leaves(*task, step, receivers, *count)
            }),
            Command::TakeBack { hand_off, reason } => {
                hand(hand_off).is_some_and(|hand| model.sends(who, hand) && matches!(hand.state, H::Offered | H::Objected) && said(reason))
            }
            Command::Sign { hand_off, on_behalf } => {
                hand(hand_off).is_some_and(|hand| self.acts_for_receiver(hand, on_behalf.as_ref()) && hand.state == H::Offered)
            }
            Command::Return { hand_off, reason, count, on_behalf } => hand(hand_off).is_some_and(|hand| {
                let fits = count.is_none_or(|count| count > 0 && hand.count.is_none_or(|sent| count <= sent));
                self.acts_for_receiver(hand, on_behalf.as_ref()) && hand.with_receiver() && said(reason) && fits
            }),
            Command::Answer { hand_off, answer, on_behalf } => hand(hand_off).is_some_and(|hand| {
                self.acts_for_receiver(hand, on_behalf.as_ref())
                    && hand.kind == HandKind::Approval
                    && hand.state == H::Signed
                    && (answer.approved || answer.note.as_deref().is_some_and(said))
            }),
            Command::LeaveOut { task, reason } => {
                step(task).is_some_and(|step| step.signing.is_none() && who.decides() && movable(step) && !self.away(*task) && said(reason))
            }
            Command::Suspend { reason } | Command::Cancel { reason } => who.decides() && said(reason),
            Command::Resume => who.decides(),
            Command::Reopen { tasks, reason } => {
                let done = |id: &TaskId| step(id).is_some_and(|step| step.lane == Lane::Town && step.state == T::Done);
                who.decides() && said(reason) && !tasks.is_empty() && tasks.iter().all(done)
            }
            Command::PassOn { task, holder, reason } => step(task).is_some_and(|step| self.moves(step, *holder) && said(reason)),
            Command::Lend { task, holder, what } => {
                step(task).is_some_and(|step| self.moves(step, *holder) && step.state == T::Open && step.holder.is_some() && said(what))
            }
            Command::HandBack { task, .. } => {
                step(task).is_some_and(|step| step.lent.is_some_and(|(from, by)| by == who.id || who.holds(from) || model.works(who, step)))
            }
            Command::Copy { to, .. } => {
                let holder = model.steps.values().any(|step| step.lane == Lane::Town && model.works(who, step));
                let of_town = |to: &CopyTo| match to {
                    CopyTo::Unit(unit) => self.world.units.contains(unit),
                    CopyTo::Person(person) => self.world.members.iter().any(|(_, member)| member == person),
                };
                (who.decides() || holder) && !to.is_empty() && to.iter().all(of_town)
            }
            Command::AgreeSignOff { task, .. } => step(task)
                .is_some_and(|step| step.sign_off != SignOff::Meeting && self.signs(step, who.id) && self.still_leaves(*task, step)),
            Command::RefuseSignOff { task, reason } => step(task).is_some_and(|step| {
                let by_meeting = step.sign_off == SignOff::Meeting && (who.coordinates() || model.works(who, step));
                step.signing.is_some() && (by_meeting || self.signs(step, who.id)) && said(reason)
            }),
            Command::WithdrawSignOff { task } => {
                step(task).is_some_and(|step| step.signing.as_ref().is_some_and(|(_, _, by)| *by == who.id || model.works(who, step)))
            }
            Command::RecordSignOff { task, paper } => step(task).is_some_and(|step| {
                let Some((_, _, by)) = &step.signing else { return false };
                let fits = match (step.sign_off, paper.signer) {
                    (SignOff::Meeting, None) => paper.document_no.as_deref().is_some_and(said),
                    (SignOff::Meeting, Some(_)) | (_, None) => false,
                    (_, Some(signer)) => self.signs(step, signer),
                };
                let enters = who.coordinates() || *by == who.id || model.works(who, step);
                enters && paper.on <= self.today() && fits && self.still_leaves(*task, step)
            }),
            Command::Note { text, by, on, on_paper } => {
                let himself = *by == who.id && who.leads_town();
                let leader = self.world.leaders.leaders.contains(by);
                (himself || (*on_paper && who.coordinates())) && leader && *on <= self.today() && said(text)
            }
            Command::Remark { task, text } => step(task).is_some_and(|step| {
                let going = matches!(step.state, T::Blocked | T::Open | T::Handed);
                step.lane == Lane::Town && (who.decides() || model.works(who, step)) && going && said(text)
            }),
            Command::AskExtension { of, until, reason } => {
                let (due, asked) = self.date_of(*of);
                let may = match of {
                    Dated::Task(id) => {
                        step(id).is_some_and(|step| model.works(who, step) && step.state == T::Open && step.signing.is_none())
                    }
                    Dated::HandOff(id) => hand(id).is_some_and(|hand| model.receives(who, hand) && hand.state == H::Signed),
                };
                may && !asked && due.is_some_and(|due| self.world.now <= due && *until > due) && said(reason)
            }
            Command::AnswerExtension { of, grant, reason } => {
                let (due, asked) = self.date_of(*of);
                let (may, until) = match of {
                    Dated::Task(id) => {
                        (who.decides(), self.case.tasks.get(id).and_then(|task| task.extension.as_ref()).map(|asked| asked.until))
                    }
                    Dated::HandOff(id) => {
                        (who.coordinates(), self.case.hand_offs.get(id).and_then(|hand| hand.extension.as_ref()).map(|asked| asked.until))
                    }
                };
                // More time never makes a date earlier.
                let fits = if *grant { until > due } else { reason.as_deref().is_some_and(said) };
                may && asked && due.is_some() && fits
            }
            Command::Nudge { task, by_phone } => step(task).is_some_and(|step| {
                let may = match step.lane {
                    Lane::Town => {
                        let lender = step.lent.is_some_and(|(from, _)| who.holds(from));
                        who.supervises() || step.holder.is_some_and(|holder| who.heads(holder.unit)) || lender
                    }
                    Lane::Body(body) => !who.in_body(body) && (who.supervises() || self.waits_for(*task)),
                };
                let last = self.case.tasks[task].nudge.as_ref().map(|nudge| nudge.at);
                may && step.state == T::Open && step.signing.is_none() && self.not_today(last, *by_phone)
            }),
            Command::Remind { hand_off, by_phone } => hand(hand_off).is_some_and(|hand| {
                let sender = who.is(hand.by) && model.sees_inside(who);
                let may = model.works(who, &model.steps[&hand.task]) || who.supervises_in_town() || sender;
                let last = self.case.hand_offs[hand_off].nudge.as_ref().map(|nudge| nudge.at);
                may && hand.with_receiver() && self.not_today(last, *by_phone)
            }),
            Command::StartStep { task, .. } => {
                let holder = task.holder.is_none_or(|holder| self.world.can_hold(holder));
                let there = task.after.iter().all(|before| self.step(*before).is_some());
                who.decides() && task.lane == Lane::Town && self.step(task.id).is_none() && said(&task.text) && there && holder
            }
            Command::Object { hand_off, reason, on_behalf, .. } => hand(hand_off)
                .is_some_and(|hand| self.acts_for_receiver(hand, on_behalf.as_ref()) && hand.state == H::Offered && said(reason)),
            Command::AnswerObjection { hand_off, to, answer } => hand(hand_off).is_some_and(|hand| {
                let free = self.step(hand.task).is_some_and(|step| step.signing.is_none() && model.parts_over(hand.task));
                model.sends(who, hand) && hand.state == H::Objected && said(answer) && free && self.goes(hand, *to)
            }),
            Command::AskCounty { hand_off, scope, reason } => hand(hand_off).is_some_and(|hand| {
                let fits = match scope {
                    CoordinationScope::Duty => hand.state == H::InCoordination,
                    CoordinationScope::Progress => {
                        let real = &self.case.hand_offs[hand_off];
                        let due = if hand.state == H::Offered { &real.sign_due } else { &real.answer_due };
                        hand.with_receiver() && due.as_ref().is_some_and(|due| due.at < self.world.now)
                    }
                };
                let asked = matches!(hand.coordination, Some((CoordinationLevel::County(_), _)));
                who.decides() && fits && !asked && said(reason)
            }),
            Command::Conclude { hand_off, outcome, reason, on_behalf, .. } => hand(hand_off).is_some_and(|hand| {
                let Some((level, since)) = hand.coordination else { return false };
                let by = match (level, on_behalf) {
                    (CoordinationLevel::Leader, None) => who.leads_town(),
                    (CoordinationLevel::Leader, Some(_)) => who.coordinates(),
                    (CoordinationLevel::County(_), None) => who.county(),
                    (CoordinationLevel::County(_), Some(_)) => who.decides() && !self.world.county_in_system,
                };
                let dated = on_behalf.as_ref().is_none_or(|told| since <= told.on && told.on <= self.today());
                let progress = level == CoordinationLevel::County(CoordinationScope::Progress);
                let fits = match outcome {
                    Outcome::Offer { to } => !progress && self.goes(hand, *to),
                    Outcome::Cancel => !progress,
                    Outcome::GoesOn => progress,
                    Outcome::Give { .. } => false,
                };
                by && dated && fits && said(reason)
            }),
            Command::ObjectTask { task, reason, .. } => step(task).is_some_and(|step| {
                let unit = step.holder.map(|holder| holder.unit).filter(|unit| !matches!(unit, Unit::Town(_)));
                self.free(step, true)
                    && step.lane == Lane::Town
                    && unit.is_some_and(|unit| who.in_unit(unit))
                    && model.works(who, step)
                    && movable(step)
                    && said(reason)
            }),
            Command::AnswerTaskObjection { task, holder, answer, on_paper, .. } => step(task).is_some_and(|step| {
                let second = step.objections > 1;
                let by = who.decides() && (!second || who.leads_town() || (*on_paper && who.coordinates()));
                by && step.objection && movable(step) && self.world.can_hold(*holder) && said(answer)
            }),
            Command::Request { asked } => {
                let known = |step: &Step| step.lane == Lane::Body(asked.body) && step.key == asked.step_key;
                let alive = |step: &Step| !matches!(step.state, T::LeftOut | T::Cancelled);
                who.coordinates() && !model.steps.values().any(|step| known(step) && alive(step)) && said(&asked.ask)
            }
            Command::ShareOut { hand_off, person } => hand(hand_off).is_some_and(|hand| {
                let Side::Body(body) = hand.receiver else { return false };
                let member = person.is_none_or(|person| self.world.members.contains(&(Unit::Body(body), person)));
                who.in_body(body) && hand.with_receiver() && member
            }),
            Command::CorrectRecord { seq, on_behalf, reason } => {
                let own = who.coordinates() || model.acted.iter().any(|person| who.is(*person));
                own && (1..=model.entries).contains(seq) && on_behalf.on <= self.today() && said(reason)
            }
        }
    }

    /// Something that the step sent lies with its receiver or is coordinated: it is not the step's to end.
    fn away(&self, id: TaskId) -> bool {
        self.model.hands.values().any(|hand| hand.task == id && (hand.with_receiver() || hand.state == H::InCoordination))
    }

    fn waits_for(&self, id: TaskId) -> bool {
        let mut steps = self.model.steps.values();
        steps.any(|step| step.lane == Lane::Town && step.after.contains(&id) && self.model.works(self.who, step))
    }

    fn moves(&self, step: &Step, to: Holder) -> bool {
        let by = self.assigns(step) || self.model.works(self.who, step);
        let fits = self.world.can_hold(to) && step.holder != Some(to);
        self.free(step, true) && step.lane == Lane::Town && by && movable(step) && fits
    }

    fn signs(&self, step: &Step, person: PersonId) -> bool {
        let unit = step.holder.map(|holder| holder.unit);
        let leaders = &self.world.leaders;
        let leader = leaders.leaders.contains(&person);
        let first = leader && leaders.first.contains(&person);
        let office = unit.and_then(|unit| if let Unit::Office(office) = unit { Some(office) } else { None });
        let right = match step.sign_off {
            SignOff::OfficeLead => leader || office.is_some_and(|office| leaders.leads.contains(&(office, person))),
            SignOff::LeaderInCharge => {
                first || (leader && office.and_then(|office| leaders.in_charge.get(&office)).is_none_or(|named| *named == person))
            }
            SignOff::FirstLeader => first,
            SignOff::None | SignOff::Meeting => false,
        };
        step.signing.is_some() && right
    }

    /// Whether what was submitted can still leave as it was submitted.
    fn still_leaves(&self, id: TaskId, step: &Step) -> bool {
        step.signing.as_ref().is_some_and(|(receivers, count, _)| self.leaves(id, step, receivers, *count))
    }

    fn leaves(&self, id: TaskId, step: &Step, receivers: &[Receiver], count: Option<u32>) -> bool {
        let own = Side::from(step.lane);
        let twice = receivers.iter().enumerate().any(|(place, to)| receivers[..place].iter().any(|other| other.to == to.to));
        let more = |to: &Receiver| self.more_than_came_back(id, to.to, to.kind, count);
        step.state == T::Open
            && self.model.parts_over(id)
            && !receivers.is_empty()
            && !twice
            && receivers.iter().all(|to| to.to != own && !more(to))
    }

    /// Of counted work that came back no more is sent again than came back.
    fn more_than_came_back(&self, id: TaskId, to: Side, kind: HandKind, count: Option<u32>) -> bool {
        let known = self.model.hands.values().find(|hand| hand.task == id && hand.receiver == to && hand.kind == kind);
        known.filter(|hand| hand.state == H::Returned).is_some_and(|hand| {
            let back = hand.returned.or(hand.count);
            count.zip(back).is_some_and(|(count, back)| count > back)
        })
    }

    fn goes(&self, hand: &Hand, to: Side) -> bool {
        let own = self.model.steps[&hand.task].lane;
        to != Side::from(own) && (to == hand.receiver || !self.more_than_came_back(hand.task, to, hand.kind, hand.count))
    }

    fn records(&self, side: Side, told: &OnBehalf) -> bool {
        told.on <= self.today() && side.body().is_some_and(|body| !self.world.in_system.contains(&body))
    }

    fn acts_for_receiver(&self, hand: &Hand, on_behalf: Option<&OnBehalf>) -> bool {
        match on_behalf {
            None => {
                let given = hand.receiver.body().zip(hand.person);
                let own = given.is_none_or(|(body, person)| self.who.is(person) || self.who.heads_body(body));
                self.model.receives(self.who, hand) && own
            }
            Some(told) => self.model.sends(self.who, hand) && hand.sent_on <= told.on && self.records(hand.receiver, told),
        }
    }

    fn date_of(&self, of: Dated) -> (Option<chrono::DateTime<chrono::Utc>>, bool) {
        let (due, asked) = match of {
            Dated::Task(id) => {
                let task = self.case.tasks.get(&id);
                (task.and_then(|task| task.due.as_ref()), task.is_some_and(|task| task.extension.is_some()))
            }
            Dated::HandOff(id) => {
                let hand = self.case.hand_offs.get(&id);
                (hand.and_then(|hand| hand.answer_due.as_ref()), hand.is_some_and(|hand| hand.extension.is_some()))
            }
        };
        (due.map(|due| due.at), asked)
    }

    /// At most one message a working day; a telephone call is always entered.
    fn not_today(&self, last: Option<chrono::DateTime<chrono::Utc>>, by_phone: bool) -> bool {
        by_phone || last.is_none_or(|last| next_nudge_at(last, &self.world.calendar) <= self.world.now)
    }
}

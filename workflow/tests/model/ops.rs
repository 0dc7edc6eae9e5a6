//! What somebody tries: an operation of plain numbers, which the state of the moment turns into a command. Numbers shrink well.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, TimeDelta};
use duty_list::{DutyKind, DutyRef, HandKind};
use workflow::calendar::local_date;
use workflow::case::{
    Answered, Asked, Case, Command, CoordinationScope, CopyTo, Dated, Lane, OnBehalf, OnPaper, Outcome, Receiver, Result as Report, Side,
    TaskState, Wait, WaitRef,
};
use workflow::ids::{HandOffId, PersonId, TaskId};
use workflow::people::{Holder, Unit};

use super::world::{World, blank};

/// How many kinds of operation there are: the engine's commands.
pub const KINDS: u8 = 41;

/// One try.
#[derive(Debug, Clone, Copy)]
pub struct Op {
    pub kind: u8,
    /// Who, of everybody or of those who may.
    pub who: u8,
    /// Whether the person is one of those who may, if anybody may.
    pub fitting: bool,
    /// Which task or hand-off.
    pub at: u8,
    pub a: u8,
    pub b: u8,
    /// 0 in one of sixteen: something is left out or wrong.
    pub care: u8,
    /// Time that passes before it.
    pub quarters: u8,
}

struct Reader<'a> {
    world: &'a World,
    case: &'a Case,
    op: Op,
}

pub fn command(world: &World, case: &Case, op: Op) -> Command {
    Reader { world, case, op }.command()
}

fn pick<T: Clone>(from: &[T], at: u8) -> Option<T> {
    (!from.is_empty()).then(|| from[usize::from(at) % from.len()].clone())
}

impl Reader<'_> {
    fn words(&self) -> String {
        if self.op.care == 0 { "  ".to_owned() } else { "原因".to_owned() }
    }

    /// A task: mostly one in a state in which something can be done.
    fn task(&self) -> TaskId {
        let all: Vec<TaskId> = self.case.tasks.keys().copied().collect();
        let alive: Vec<TaskId> =
            self.case.tasks.values().filter(|task| matches!(task.state, TaskState::Open)).map(|task| task.id).collect();
        let wanted = if self.op.a.is_multiple_of(4) { None } else { pick(&alive, self.op.at) };
        wanted.or_else(|| pick(&all, self.op.at)).unwrap()
    }

    fn task_with(&self, has: impl Fn(&workflow::case::Task) -> bool) -> TaskId {
        let some: Vec<TaskId> = self.case.tasks.values().filter(|task| has(task)).map(|task| task.id).collect();
        pick(&some, self.op.at).unwrap_or_else(|| self.task())
    }

    /// A hand-off: mostly one that is not settled; an unknown one where there is none.
    fn hand_off(&self) -> HandOffId {
        let alive = self.hand_off_with(|hand| !hand.state.is_void() && hand.settled_at.is_none());
        if self.op.b.is_multiple_of(5) { self.hand_off_with(|_| true) } else { alive }
    }

    fn hand_off_with(&self, has: impl Fn(&workflow::case::HandOff) -> bool) -> HandOffId {
        let some: Vec<HandOffId> = self.case.hand_offs.values().filter(|hand| has(hand)).map(|hand| hand.id).collect();
        let all: Vec<HandOffId> = self.case.hand_offs.keys().copied().collect();
        pick(&some, self.op.at).or_else(|| pick(&all, self.op.at)).unwrap_or_else(|| self.world.ids.next(self.world.now))
    }

    fn person(&self, at: u8) -> PersonId {
        self.world.people[usize::from(at) % self.world.people.len()].id
    }

    fn unit(&self, at: u8) -> Unit {
        match at % 6 {
            0 => Unit::Town(self.world.town),
            1 | 5 => Unit::Office(self.world.offices[0]),
            2 => Unit::Office(self.world.offices[1]),
            3 => Unit::Village(self.world.villages[0]),
            _ => Unit::Village(self.world.villages[1]),
        }
    }

    fn holder(&self, at: u8) -> Holder {
        let unit = if self.op.care == 1 { Unit::Body(self.world.bodies[0]) } else { self.unit(at) };
        let members: Vec<PersonId> = self.world.members.iter().filter(|(of, _)| *of == unit).map(|(_, person)| *person).collect();
        let person = match at / 6 % 4 {
            0 => pick(&members, at),
            1 if self.op.care == 2 => Some(self.person(at)),
            _ => None,
        };
        Holder { unit, person }
    }

    fn side(&self, at: u8) -> Side {
        if at % 6 == 5 { Side::Town } else { Side::Body(self.world.bodies[usize::from(at) % 3]) }
    }

    fn day(&self) -> NaiveDate {
        let today = local_date(self.world.now);
        match self.op.care {
            3 => today.checked_add_days(Days::new(2)).unwrap(),
            4 => today.checked_sub_days(Days::new(20)).unwrap(),
            _ => today,
        }
    }

    fn told(&self) -> OnBehalf {
        OnBehalf { on: self.day(), office: None, channel: "phone".to_owned(), document_no: None }
    }

    /// Recorded on behalf where the receiver has nobody in the system, and now and then where it has.
    fn on_behalf_of(&self, side: Option<Side>) -> Option<OnBehalf> {
        let absent = side.and_then(Side::body).is_some_and(|body| !self.world.in_system.contains(&body));
        (absent != (self.op.care == 5)).then(|| self.told())
    }

    fn of_hand_off(&self, id: HandOffId) -> Option<OnBehalf> {
        self.on_behalf_of(self.case.hand_offs.get(&id).map(|hand| hand.receiver))
    }

    fn count(&self) -> Option<u32> {
        if self.op.b.is_multiple_of(3) { None } else { Some(u32::from(self.op.b) / 4 % 9) }
    }

    fn row(&self) -> DutyRef {
        DutyRef { kind: DutyKind::Cooperative, no: 28 }
    }

    fn receivers(&self, id: TaskId) -> Vec<Receiver> {
        let planned = self.case.tasks.get(&id).map(|task| task.receivers.clone()).unwrap_or_default();
        let kind = |at: u8| [HandKind::Approval, HandKind::Report, HandKind::Transfer][usize::from(at) % 3];
        let mut receivers: Vec<Receiver> = Vec::new();
        if self.op.b.is_multiple_of(4) {
            let extra = if self.op.care == 6 { 2 } else { 1 };
            receivers.extend((0..extra).map(|at| Receiver { to: self.side(self.op.b / 4 + at), kind: kind(self.op.b / 24) }));
        } else {
            for to in planned {
                receivers.push(Receiver { to: to.body.map_or_else(|| self.side(self.op.b), Side::Body), kind: to.kind });
            }
            if receivers.is_empty() && self.op.care != 7 {
                receivers.push(Receiver { to: self.side(self.op.b), kind: kind(self.op.b / 8) });
            }
        }
        receivers
    }

    fn dated(&self) -> Dated {
        if self.op.b.is_multiple_of(3) {
            Dated::HandOff(self.hand_off_with(|hand| hand.answer_due.is_some() && hand.settled_at.is_none()))
        } else {
            Dated::Task(self.task_with(|task| task.due.is_some() && task.state == TaskState::Open))
        }
    }

    fn command(&self) -> Command {
        let Op { kind, a, b, care, .. } = self.op;
        match kind % KINDS {
            0 => {
                let task = self.task();
                let lane = self.case.tasks[&task].lane;
                let holder = match lane {
                    Lane::Body(body) if care != 8 => {
                        let members: Vec<PersonId> =
                            self.world.members.iter().filter(|(of, _)| *of == Unit::Body(body)).map(|(_, one)| *one).collect();
                        Holder { unit: Unit::Body(body), person: pick(&members, a).filter(|_| b % 2 == 0) }
                    }
                    _ => self.holder(b),
                };
                Command::Assign { task, holder, limit: self.world.limit(a / 4) }
            }
            1 => Command::SetLimit { task: self.task(), limit: self.world.limit(b) },
            2 => {
                let mut units: Vec<Unit> = (0..=b % 2).map(|at| self.unit(b / 2 + at)).collect();
                if care == 6 {
                    units.push(units[0]);
                }
                let task = self.task_with(|task| task.state == TaskState::Open && task.lane == Lane::Town && task.parent.is_none());
                Command::Distribute { task, units, limit: self.world.limit(a) }
            }
            3 => Command::Take {
                task: self.task_with(|task| task.state == TaskState::Open && task.holder.is_some_and(|one| one.person.is_none())),
            },
            4 => Command::GiveBack {
                task: self.task_with(|task| task.state == TaskState::Open && task.holder.is_some_and(|one| one.person.is_some())),
            },
            5 => {
                let task = self.task_with(|task| task.state == TaskState::Open && task.receivers.is_empty());
                let (lane, holder) = (self.case.tasks[&task].lane, self.case.tasks[&task].holder);
                let village = holder.is_some_and(|holder| matches!(holder.unit, Unit::Village(_)));
                let on_behalf =
                    if lane == Lane::Town { (village && b % 2 == 0).then(|| self.told()) } else { self.on_behalf_of(Some(lane.into())) };
                let result = Report {
                    expected: self.count(),
                    done: Some(u32::from(a % 5)).filter(|_| care > 8),
                    nil: care == 9,
                    ..Report::default()
                };
                Command::Complete { task, result, on_behalf }
            }
            6 => {
                let waiting: Vec<_> = self.case.waits.values().filter(|wait| wait.met.is_none() || care == 6).map(|wait| wait.id).collect();
                let step = self.task_with(|task| task.state == TaskState::Open && task.lane != Lane::Town);
                let wait = pick(&waiting, self.op.at).filter(|_| b % 4 != 0).map_or(WaitRef::Step(step), WaitRef::External);
                Command::RecordReceived { wait, on: self.day(), document_no: None, note: None }
            }
            7 => {
                let task = self.task();
                let lane = self.case.tasks[&task].lane;
                let on_behalf = if lane == Lane::Town { (care == 5).then(|| self.told()) } else { self.on_behalf_of(Some(lane.into())) };
                Command::HandOff { task, receivers: self.receivers(task), note: None, document_no: None, count: self.count(), on_behalf }
            }
            8 => Command::TakeBack { hand_off: self.hand_off(), reason: self.words() },
            9 => {
                let hand_off = self.hand_off();
                Command::Sign { hand_off, on_behalf: self.of_hand_off(hand_off) }
            }
            10 => {
                let hand_off = self.hand_off();
                Command::Return { hand_off, reason: self.words(), count: self.count(), on_behalf: self.of_hand_off(hand_off) }
            }
            11 => {
                let hand_off = self.hand_off();
                let answer = Answered { approved: a % 4 != 1, note: Some(self.words()), document_no: None };
                Command::Answer { hand_off, answer, on_behalf: self.of_hand_off(hand_off) }
            }
            12 => Command::LeaveOut { task: self.task(), reason: self.words() },
            13 => Command::Suspend { reason: self.words() },
            14 => Command::Resume,
            15 => Command::Cancel { reason: self.words() },
            16 => {
                let done: Vec<TaskId> =
                    self.case.tasks.values().filter(|task| task.state == TaskState::Done || care == 6).map(|task| task.id).collect();
                let tasks: BTreeSet<TaskId> = [pick(&done, a), pick(&done, b)].into_iter().flatten().collect();
                Command::Reopen { tasks: tasks.into_iter().collect(), reason: self.words() }
            }
            17 => Command::PassOn { task: self.task(), holder: self.holder(b), reason: self.words() },
            18 => Command::Lend { task: self.task(), holder: self.holder(b), what: self.words() },
            19 => Command::HandBack { task: self.task_with(|task| task.lent.is_some()), note: None },
            20 => {
                let mut to = vec![CopyTo::Unit(self.unit(a))];
                if b % 2 == 0 {
                    to.push(CopyTo::Person(self.person(b)));
                }
                Command::Copy { to: if care == 0 { Vec::new() } else { to }, note: None }
            }
            21 => Command::AgreeSignOff { task: self.task_with(|task| task.signing.is_some()), note: None },
            22 => Command::RefuseSignOff { task: self.task_with(|task| task.signing.is_some()), reason: self.words() },
            23 => Command::WithdrawSignOff { task: self.task_with(|task| task.signing.is_some()) },
            24 => {
                let task = self.task_with(|task| task.signing.is_some());
                let meeting = self.case.tasks[&task].sign_off == workflow::case::SignOff::Meeting;
                let signer = Some(self.person([1, 2, 6, a][usize::from(b) % 4])).filter(|_| meeting == (care == 6));
                let document_no = (care != 0).then(|| "纪要〔2026〕3号".to_owned());
                Command::RecordSignOff { task, paper: OnPaper { signer, on: self.day(), document_no } }
            }
            25 => {
                let by = self.person(if care == 6 { a } else { 1 + a % 2 });
                Command::Note { text: self.words(), by, on: self.day(), on_paper: b % 2 == 0 }
            }
            26 => {
                let hours = if care == 6 { -24 } else { 24 * i64::from(a % 40) };
                Command::AskExtension { of: self.dated(), until: self.world.now + TimeDelta::hours(hours), reason: self.words() }
            }
            27 => {
                let asked: Vec<Dated> = self
                    .case
                    .tasks
                    .values()
                    .filter(|task| task.extension.is_some())
                    .map(|task| Dated::Task(task.id))
                    .chain(self.case.hand_offs.values().filter(|hand| hand.extension.is_some()).map(|hand| Dated::HandOff(hand.id)))
                    .collect();
                let of = pick(&asked, self.op.at).unwrap_or_else(|| self.dated());
                Command::AnswerExtension { of, grant: b % 2 == 0, reason: Some(self.words()) }
            }
            28 => Command::Nudge { task: self.task(), by_phone: b % 4 == 0 },
            29 => Command::Remind { hand_off: self.hand_off(), by_phone: b % 4 == 0 },
            30 => {
                let mut task =
                    blank(self.world.ids.next(self.world.now), if care == 6 { Lane::Body(self.world.bodies[0]) } else { Lane::Town });
                task.holder = Some(self.holder(a));
                task.text = if care == 0 { String::new() } else { "增加的一步".to_owned() };
                if care == 7 {
                    task.after = vec![self.world.ids.next(self.world.now)];
                }
                let wait =
                    Wait { id: self.world.ids.next(self.world.now), task: task.id, body: None, text: "通知".to_owned(), met: None };
                Command::StartStep { task: Box::new(task), waits: if b % 4 == 0 { vec![wait] } else { Vec::new() } }
            }
            31 => {
                let hand_off = self.hand_off();
                Command::Object { hand_off, reason: self.words(), row: self.row(), on_behalf: self.of_hand_off(hand_off) }
            }
            32 => {
                let hand_off = self.hand_off_with(|hand| hand.state == workflow::case::HandOffState::Objected);
                let same = self.case.hand_offs.get(&hand_off).map(|hand| hand.receiver).filter(|_| a % 2 == 0);
                Command::AnswerObjection { hand_off, to: same.unwrap_or_else(|| self.side(b)), answer: self.words() }
            }
            33 => {
                let scope = CoordinationScope::ALL[usize::from(a) % 2];
                let in_dispute = |hand: &workflow::case::HandOff| hand.state == workflow::case::HandOffState::InCoordination;
                let hand_off = if scope == CoordinationScope::Duty { self.hand_off_with(in_dispute) } else { self.hand_off() };
                Command::AskCounty { hand_off, scope, reason: self.words() }
            }
            34 => {
                let hand_off = self.hand_off_with(|hand| hand.coordination.is_some());
                let progress = self.case.hand_offs.get(&hand_off).is_some_and(|hand| hand.state.with_receiver());
                let outcome = match b % 4 {
                    _ if progress != (care == 6) => Outcome::GoesOn,
                    0 => Outcome::Cancel,
                    1 if care == 7 => Outcome::Give { holder: self.holder(a) },
                    _ => Outcome::Offer { to: self.side(a) },
                };
                let on_behalf = (a % 2 == 0).then(|| self.told());
                Command::Conclude { hand_off, outcome, reason: self.words(), document_no: None, on_behalf }
            }
            35 => Command::ObjectTask { task: self.task(), reason: self.words(), row: self.row() },
            36 => {
                let task = self.task_with(|task| task.objection.is_some());
                Command::AnswerTaskObjection { task, holder: self.holder(b), answer: self.words(), document_no: None, on_paper: a % 2 == 0 }
            }
            37 => {
                let body = self.world.bodies[usize::from(a) % 3];
                let (step_key, clause) = (format!("k{}", b % 2), "部门的一步".to_owned());
                let limit = self.world.limit(b / 2);
                Command::Request { asked: Box::new(Asked { body, step_key, clause, ask: self.words(), limit, document_no: None }) }
            }
            38 => {
                let hand_off = self.hand_off();
                let side = self.case.hand_offs.get(&hand_off).map(|hand| hand.receiver.unit(self.case.town));
                let members: Vec<PersonId> = self.world.members.iter().filter(|(of, _)| Some(*of) == side).map(|(_, one)| *one).collect();
                let person = if care == 6 { Some(self.person(a)) } else { pick(&members, a).filter(|_| b % 3 != 0) };
                Command::ShareOut { hand_off, person }
            }
            39 => Command::Remark { task: self.task(), text: self.words() },
            _ => Command::CorrectRecord { seq: i64::from(a) % (self.case.seq + 2), on_behalf: self.told(), reason: self.words() },
        }
    }
}

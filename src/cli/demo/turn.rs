//! What happens next in a story: who does what, from nothing but the present state of its workflow.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::Rng;
use workflow::case::{
    Answered, Case, CaseState, Command, HandKind, HandOff, HandOffState, Lane, OnBehalf, Receiver, Result as Report, Task, TaskState,
    WaitRef,
};
use workflow::ids::BodyId;
use workflow::people::{Unit, Viewer};

use super::place::Town;
use super::stories::{Stop, Story};
use crate::service::act::Of;

/// An act to come.
pub(super) struct Next<'a> {
    pub(super) viewer: &'a Viewer,
    pub(super) of: Of,
    pub(super) command: Command,
}

/// The people around a workflow, and the day.
struct Scene<'a> {
    story: &'a Story,
    case: &'a Case,
    town: &'a Town,
    liaisons: &'a BTreeMap<BodyId, Viewer>,
    today: NaiveDate,
}

/// The next act; none when the story stands still or has ended.
pub(super) fn next<'a>(
    story: &'a Story,
    case: &'a Case,
    town: &'a Town,
    liaisons: &'a BTreeMap<BodyId, Viewer>,
    today: NaiveDate,
    rng: &mut ChaCha20Rng,
) -> Option<Next<'a>> {
    if case.state != CaseState::Running {
        return None;
    }
    let scene = Scene { story, case, town, liaisons, today };
    let acts = [Scene::body_step, Scene::wait, Scene::hand_off];
    let by_others = acts.into_iter().find_map(|act| act(&scene));
    match by_others {
        Some(Step::Act(next)) => Some(*next),
        Some(Step::Halt) => None,
        None => scene.town_step(rng),
    }
}

/// What another side does: an act, or nothing for ever.
enum Step<'a> {
    Act(Box<Next<'a>>),
    Halt,
}

impl<'a> Scene<'a> {
    /// A body's step that stands by itself: a list of names is sent, a plan is issued.
    fn body_step(&self) -> Option<Step<'a>> {
        let task = self.case.tasks.values().find(|task| {
            let approval =
                self.case.hand_offs.values().any(|hand_off| hand_off.feeds == Some(task.id) && hand_off.kind == HandKind::Approval);
            task.state == TaskState::Open && matches!(task.lane, Lane::Body(_)) && !approval
        })?;
        if self.story.stop == Stop::Waiting {
            return self.town_is_busy().then_some(()).map_or(Some(Step::Halt), |()| None);
        }
        let Lane::Body(body) = task.lane else { return None };
        let (viewer, command) = match self.liaisons.get(&body) {
            Some(liaison) => (liaison, Command::Complete { task: task.id, result: Report::default(), on_behalf: None }),
            None => {
                let note = Some("收到纸质件".to_owned());
                (&self.town.coordinator, Command::RecordReceived { wait: WaitRef::Step(task.id), on: self.today, document_no: None, note })
            }
        };
        Some(Step::Act(Box::new(Next { viewer, of: Of::Task(task.id), command })))
    }

    /// Something from outside that a step waits for.
    fn wait(&self) -> Option<Step<'a>> {
        let over = |id| self.case.tasks.get(id).is_none_or(Task::is_over);
        let wait = self.case.waits.values().find(|wait| {
            let task = self.case.tasks.get(&wait.task);
            wait.met.is_none() && task.is_some_and(|task| task.state == TaskState::Blocked && task.after.iter().all(over))
        })?;
        if self.story.stop == Stop::Waiting {
            return self.town_is_busy().then_some(()).map_or(Some(Step::Halt), |()| None);
        }
        let command = Command::RecordReceived { wait: WaitRef::External(wait.id), on: self.today, document_no: None, note: None };
        Some(Step::Act(Box::new(Next { viewer: &self.town.coordinator, of: Of::Workflow(self.case.id), command })))
    }

    fn town_is_busy(&self) -> bool {
        self.case.tasks.values().any(|task| task.lane == Lane::Town && matches!(task.state, TaskState::Open | TaskState::Handed))
    }

    /// What was sent: signed for, returned once where the story says so, answered.
    fn hand_off(&self) -> Option<Step<'a>> {
        let hand_off = self.case.hand_offs.values().find(|hand_off| match hand_off.state {
            HandOffState::Offered => true,
            HandOffState::Signed => hand_off.kind == HandKind::Approval,
            _ => false,
        })?;
        let halts = match hand_off.state {
            HandOffState::Offered => self.story.stop == Stop::Unsigned,
            _ => self.story.stop == Stop::Unanswered,
        };
        if halts {
            return Some(Step::Halt);
        }
        let (viewer, on_behalf) = self.receiver(hand_off);
        let returns =
            self.story.returned && hand_off.round == 1 && (hand_off.kind != HandKind::Approval || hand_off.state == HandOffState::Signed);
        let id = hand_off.id;
        let command = match hand_off.state {
            _ if returns => {
                let reason = "汇总表与名单人数不一致，请核对后重新报送".to_owned();
                Command::Return { hand_off: id, reason, count: None, on_behalf }
            }
            HandOffState::Offered => Command::Sign { hand_off: id, on_behalf },
            _ => {
                let answer = Answered { approved: true, note: Some("同意".to_owned()), document_no: None };
                Command::Answer { hand_off: id, answer, on_behalf }
            }
        };
        Some(Step::Act(Box::new(Next { viewer, of: Of::HandOff(id), command })))
    }

    /// Who acts for the receiver: its own liaison, or the town's coordinator who records it.
    fn receiver(&self, hand_off: &HandOff) -> (&'a Viewer, Option<OnBehalf>) {
        match hand_off.receiver.body().and_then(|body| self.liaisons.get(&body)) {
            Some(liaison) => (liaison, None),
            None => {
                let on_behalf =
                    OnBehalf { on: self.today, office: Some("办公室".to_owned()), channel: "paper".to_owned(), document_no: None };
                (&self.town.coordinator, Some(on_behalf))
            }
        }
    }

    /// The town's own work, in printed order.
    fn town_step(&self, rng: &mut ChaCha20Rng) -> Option<Next<'a>> {
        let over = self.case.tasks.values().filter(|task| task.lane == Lane::Town && task.parent.is_none() && task.is_over()).count();
        let mut open: Vec<&Task> =
            self.case.tasks.values().filter(|task| task.lane == Lane::Town && task.state == TaskState::Open).collect();
        open.sort_by_key(|task| (task.position, task.parent.is_none()));
        let task = *open.first()?;
        let coordinator = &self.town.coordinator;
        let of = Of::Task(task.id);
        match self.story.stop {
            Stop::Step(number) if over + 1 >= number => return None,
            Stop::Rework if task.round > 1 => return None,
            Stop::Suspended if over > 0 || task.round > 1 => {
                return Some(Next { viewer: coordinator, of, command: Command::Suspend { reason: "上级通知时间另定".to_owned() } });
            }
            Stop::Cancelled if over > 0 => {
                return Some(Next {
                    viewer: coordinator,
                    of,
                    command: Command::Cancel { reason: "与县局联合开展，不再单独办理".to_owned() },
                });
            }
            _ => {}
        }
        if task.parent.is_some() {
            return self.part(task, rng);
        }
        if self.story.villages > 0 && task.receivers.is_empty() && !self.case.tasks.values().any(|part| part.parent.is_some()) {
            let units: Vec<Unit> = self.town.villages.iter().take(self.story.villages).map(|(id, _)| Unit::Village(*id)).collect();
            return Some(Next { viewer: coordinator, of, command: Command::Distribute { task: task.id, units, limit: None } });
        }
        let viewer = task.holder.and_then(|holder| self.town.worker(holder.unit)).unwrap_or(coordinator);
        if task.receivers.is_empty() {
            let note = ["已办理完毕", "已按要求完成", "已核实，情况属实"].get(rng.next_u32() as usize % 3).map(|&note| note.to_owned());
            let result = Report { note, ..Report::default() };
            return Some(Next { viewer, of, command: Command::Complete { task: task.id, result, on_behalf: None } });
        }
        let mut receivers: Vec<Receiver> = Vec::new();
        for planned in &task.receivers {
            let chosen = planned
                .body
                .or_else(|| self.case.tasks.values().find_map(|other| if let Lane::Body(body) = other.lane { Some(body) } else { None }));
            let body = chosen.or_else(|| self.liaisons.keys().next().copied())?;
            if !receivers.iter().any(|receiver| receiver.to.is_body(body)) {
                receivers.push(Receiver::body(body, planned.kind));
            }
        }
        let note = Some(if task.round > 1 { "已按退回意见核对补正" } else { "材料已齐，请审阅" }.to_owned());
        Some(Next {
            viewer,
            of,
            command: Command::HandOff { task: task.id, receivers, note, document_no: None, count: None, on_behalf: None },
        })
    }

    /// A village's part: reported by its liaison, or recorded by the office for a village without one.
    fn part(&self, task: &Task, rng: &mut ChaCha20Rng) -> Option<Next<'a>> {
        let reported = self.case.tasks.values().filter(|part| part.parent == task.parent && part.is_over()).count();
        if matches!(self.story.stop, Stop::Parts(number) if reported >= number) {
            return None;
        }
        let count = 3 + rng.next_u32() % 20;
        let result = Report { expected: Some(count), done: Some(count), nil: false, ..Report::default() };
        let liaison = task.holder.and_then(|holder| self.town.worker(holder.unit));
        let (viewer, on_behalf) = match liaison {
            Some(liaison) => (liaison, None),
            None => {
                let clerk = self.town.offices.get(self.story.office).map_or(&self.town.coordinator, |office| &office.lead);
                (clerk, Some(OnBehalf { on: self.today, office: None, channel: "phone".to_owned(), document_no: None }))
            }
        };
        Some(Next { viewer, of: Of::Task(task.id), command: Command::Complete { task: task.id, result, on_behalf } })
    }
}

//! Whom a change concerns at once. Single notices are only for a new assignment or hand-off and a return; everything else is a line of today's list.

use crate::case::{Case, Fact, Lane, Task, TaskState};
use crate::ids::{HandOffId, PersonId, TaskId};
use crate::people::{Holder, Unit};

/// A notice to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Notice {
    pub kind: NoticeKind,
    pub to: Recipient,
    pub task: TaskId,
    pub hand_off: Option<HandOffId>,
    /// The round of the task or hand-off: part of what makes the notice unique.
    pub round: u32,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// A task was given and can be done now.
    Assigned,
    /// Something was sent to a body.
    HandedOff,
    /// A hand-off was returned for correction.
    Returned,
}

impl NoticeKind {
    /// The code of the message kind.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::HandedOff => "handed-off",
            Self::Returned => "returned",
        }
    }
}

/// To whom a notice goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Recipient {
    /// One person.
    Person(PersonId),
    /// Whoever answers for a unit's in-box.
    Unit(Unit),
}

impl From<Holder> for Recipient {
    fn from(holder: Holder) -> Self {
        holder.person.map_or(Self::Unit(holder.unit), Self::Person)
    }
}

/// The notices that follow from what one command did.
#[must_use]
pub fn notices(after: &Case, facts: &[Fact]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    for fact in facts {
        let notice = match fact {
            Fact::TaskOpened { task, .. } | Fact::TaskReopened { task, .. } | Fact::TaskAssigned { task, .. } => {
                after.tasks.get(task).and_then(assigned)
            }
            Fact::HandOffOffered { hand_off } => handed_off(after, hand_off.id),
            Fact::HandOffOfferedAgain { hand_off, .. } => handed_off(after, *hand_off),
            Fact::HandOffReturned { hand_off, .. } => returned(after, *hand_off),
            _ => None,
        };
        if let Some(notice) = notice.filter(|notice| !notices.contains(notice)) {
            notices.push(notice);
        }
    }
    notices
}

/// A body's step that a hand-off feeds has been announced by that hand-off already.
fn assigned(task: &Task) -> Option<Notice> {
    (task.state == TaskState::Open && task.lane == Lane::Town).then_some(())?;
    let to = task.holder?.into();
    Some(Notice { kind: NoticeKind::Assigned, to, task: task.id, hand_off: None, round: task.holding })
}

fn handed_off(after: &Case, id: HandOffId) -> Option<Notice> {
    let hand_off = after.hand_offs.get(&id)?;
    let unit = hand_off.receiver.unit(after.town);
    let to = hand_off.person.map_or(Recipient::Unit(unit), Recipient::Person);
    Some(Notice { kind: NoticeKind::HandedOff, to, task: hand_off.task, hand_off: Some(id), round: hand_off.round })
}

fn returned(after: &Case, id: HandOffId) -> Option<Notice> {
    let hand_off = after.hand_offs.get(&id)?;
    let task = after.tasks.get(&hand_off.task)?;
    let to = task.holder.map_or(Recipient::Person(hand_off.offered_by), Recipient::from);
    Some(Notice { kind: NoticeKind::Returned, to, task: task.id, hand_off: Some(id), round: hand_off.round })
}

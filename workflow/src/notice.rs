//! Whom a change concerns at once. Single notices are only for a new assignment or hand-off, a return and a reminder by hand;
//! everything else is a line of the day's list.

use std::collections::BTreeSet;

use crate::case::{Case, CopyTo, Dated, Fact, Lane, Leaders, Task, TaskState};
use crate::ids::{HandOffId, NoteId, PersonId, TaskId};
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
    /// 催办 by hand, inside the town.
    Nudged,
    /// 提醒 by hand, of a body.
    Reminded,
    /// The signer gave back what was submitted.
    SignOffRefused,
    /// Urgent work waits for a signature; other work is a line of the day's list.
    SignOff,
}

impl NoticeKind {
    /// The code of the message kind.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::HandedOff => "handed-off",
            Self::Returned => "returned",
            Self::Nudged => "nudged",
            Self::Reminded => "reminded",
            Self::SignOffRefused => "sign-off-refused",
            Self::SignOff => "sign-off",
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

/// What a line of the next day's list tells.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Tiding {
    pub of: TidingOf,
    /// To whom; each once.
    pub to: BTreeSet<Recipient>,
}

/// What a tiding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum TidingOf {
    /// Something waits for the recipient's signature.
    SignOff { task: TaskId, holding: u32 },
    /// More time is asked for.
    ExtensionAsked { of: Dated },
    /// It was granted or refused.
    ExtensionAnswered { of: Dated, granted: bool },
    /// A copy for information.
    Copied,
    /// A leader's note on work that the recipient holds.
    Noted { note: NoteId },
}

/// The tidings that follow from what one command did: what is worth a line of the day's list and no message of its own.
#[must_use]
pub fn tidings(after: &Case, facts: &[Fact], leaders: &Leaders) -> Vec<Tiding> {
    let town = || BTreeSet::from([Recipient::Unit(Unit::Town(after.town))]);
    let tiding = |fact: &Fact| match fact {
        Fact::SignOffAsked { task, .. } => {
            let task = after.tasks.get(task)?;
            let to = signers(task, leaders).map(|people| people.into_iter().map(Recipient::Person).collect());
            Some(Tiding { of: TidingOf::SignOff { task: task.id, holding: task.holding }, to: to.unwrap_or_else(town) })
        }
        Fact::ExtensionAsked { of, .. } => Some(Tiding { of: TidingOf::ExtensionAsked { of: *of }, to: town() }),
        Fact::ExtensionGranted { of, .. } => answered(after, *of, true),
        Fact::ExtensionRefused { of, .. } => answered(after, *of, false),
        Fact::Copied { to, .. } => {
            let to = to.iter().map(|to| match to {
                CopyTo::Unit(unit) => Recipient::Unit(*unit),
                CopyTo::Person(person) => Recipient::Person(*person),
            });
            Some(Tiding { of: TidingOf::Copied, to: to.collect() })
        }
        Fact::LeaderNoted { note } => {
            let held = after.tasks.values().filter(|task| task.lane == Lane::Town && task.state == TaskState::Open);
            let to = held.filter_map(|task| task.holder).map(Recipient::from).chain(town()).collect();
            Some(Tiding { of: TidingOf::Noted { note: note.id }, to })
        }
        _ => None,
    };
    facts.iter().filter_map(tiding).collect()
}

/// Who is to sign; `None` where a meeting decides and the town's office enters it.
fn signers(task: &Task, leaders: &Leaders) -> Option<BTreeSet<PersonId>> {
    let level = task.signing.as_ref()?.level;
    Some(leaders.asked(level, task.holder.map(|holder| holder.unit))).filter(|people| !people.is_empty())
}

fn answered(after: &Case, of: Dated, granted: bool) -> Option<Tiding> {
    let to = match of {
        Dated::Task(id) => after.tasks.get(&id)?.holder?.into(),
        Dated::HandOff(id) => {
            let hand_off = after.hand_offs.get(&id)?;
            hand_off.person.map_or(Recipient::Unit(hand_off.receiver.unit(after.town)), Recipient::Person)
        }
    };
    Some(Tiding { of: TidingOf::ExtensionAnswered { of, granted }, to: BTreeSet::from([to]) })
}

/// The notices that follow from what one command did.
#[must_use]
pub fn notices(after: &Case, facts: &[Fact], leaders: &Leaders) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    for fact in facts {
        if let Fact::SignOffAsked { task, .. } = fact
            && let Some(task) = after.tasks.get(task).filter(|_| after.urgent)
        {
            let people = signers(task, leaders).into_iter().flatten();
            notices.extend(people.map(|person| of_task(NoticeKind::SignOff, task, Recipient::Person(person))));
        }
        let notice = match fact {
            Fact::TaskOpened { task, .. } | Fact::TaskReopened { task, .. } | Fact::TaskAssigned { task, .. } => {
                after.tasks.get(task).and_then(assigned)
            }
            Fact::TaskPassedOn { task, .. } | Fact::TaskLent { task, .. } | Fact::TaskHandedBack { task, .. } => {
                after.tasks.get(task).and_then(assigned)
            }
            Fact::TaskNudged { task, by_phone: false, .. } => after.tasks.get(task).and_then(nudged),
            Fact::HandOffReminded { hand_off, by_phone: false, .. } => reminded(after, *hand_off),
            Fact::SignOffRefused { task, .. } => {
                after.tasks.get(task).and_then(|task| Some(of_task(NoticeKind::SignOffRefused, task, task.holder?.into())))
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

fn of_task(kind: NoticeKind, task: &Task, to: Recipient) -> Notice {
    Notice { kind, to, task: task.id, hand_off: None, round: task.holding }
}

fn nudged(task: &Task) -> Option<Notice> {
    Some(match task.lane {
        Lane::Town => of_task(NoticeKind::Nudged, task, task.holder?.into()),
        Lane::Body(body) => {
            let to = task.holder.map_or(Recipient::Unit(Unit::Body(body)), Recipient::from);
            of_task(NoticeKind::Reminded, task, to)
        }
    })
}

fn reminded(after: &Case, id: HandOffId) -> Option<Notice> {
    let notice = handed_off(after, id)?;
    Some(Notice { kind: NoticeKind::Reminded, ..notice })
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

//! What a message says at the moment at which it leaves, or why it says nothing any more.

use std::collections::BTreeMap;

use workflow::calendar::local_date;
use workflow::case::{self, Case, CaseState, Due, HandOff, HandOffState, Lane, Task, TaskState};
use workflow::ids::{HandOffId, TaskId, WorkflowId};
use workflow::people::{Role, Unit, Viewer};
use workflow::reminder::{UNSIGNED_LETTER, UNSIGNED_LIAISON, UNSIGNED_SENDER};

use super::{inside, lead, weekly};
use crate::mail::{
    Assigned, Digest, DigestLine, DueDate, HandedOff, Notice, Returned, Unsigned, UnsignedLetter, UnsignedLiaison, UnsignedSender, Weekly,
};
use crate::service::digest::{self, Gathered, Line};
use crate::service::substitutes;
use crate::service::tools::Tools;
use crate::store::messages::Message;
use crate::store::names::{Names, Wanted};
use crate::store::{StoreError, Tx, cases, names, org, work};

/// What a message says now.
pub(super) enum Said {
    /// A notice.
    Notice(Box<Notice>),
    /// A digest.
    Digest(Digest),
    /// The overdue report of a week.
    Weekly(Box<Weekly>),
    /// Nothing any more: a code of the reason.
    Nothing(&'static str),
}

/// A reason to say nothing, as a code.
type Silence = &'static str;

pub(super) const GONE: Silence = "gone";
pub(super) const ENDED: Silence = "ended";
pub(super) const SUSPENDED: Silence = "suspended";
pub(super) const MOVED_ON: Silence = "moved-on";
pub(super) const NOT_ENTITLED: Silence = "not-entitled";
pub(super) const NO_LINE: Silence = "no-line";

/// Reads messages for one person; each workflow is loaded once.
pub(super) struct Reader<'a> {
    tx: &'a Tx,
    tools: &'a Tools,
    viewer: &'a Viewer,
    language: &'a str,
    cases: BTreeMap<WorkflowId, Option<(Case, Names)>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tx: &'a Tx, tools: &'a Tools, viewer: &'a Viewer, language: &'a str) -> Self {
        Self { tx, tools, viewer, language, cases: BTreeMap::new() }
    }

    /// What the message says now.
    pub(super) async fn read(&mut self, message: &Message) -> Result<Said, StoreError> {
        if message.kind == digest::KIND {
            return self.digest(&Gathered::read(&message.params)?).await;
        }
        if message.kind == substitutes::KIND {
            return inside::stand_in(self.tx, self.tools, self.viewer, message).await;
        }
        if message.kind.starts_with("lead-") {
            return lead::read(self.tx, self.viewer, message).await;
        }
        if message.kind == crate::service::weekly::KIND {
            return weekly::read(self.tx, self.tools, self.viewer, self.language).await;
        }
        let missing = || StoreError::Inconsistent(format!("message {}: it is about nothing", message.id));
        let workflow = message.subject.workflow.ok_or_else(missing)?;
        let round = message.params.get("round").and_then(serde_json::Value::as_u64).ok_or_else(missing)?;
        let round = u32::try_from(round).map_err(|_| missing())?;
        let (tx, viewer) = (self.tx, self.viewer);
        let Some((case, names)) = self.case(workflow).await? else { return Ok(Said::Nothing(GONE)) };
        let said = match message.kind.as_str() {
            "assigned" => {
                let task = message.subject.task.ok_or_else(missing)?;
                assigned(viewer, case, names, task, round)
            }
            "nudged" | "sign-off" | "sign-off-refused" | "reminded" => {
                let task = message.subject.task.ok_or_else(missing)?;
                inside::read(viewer, case, names, (message.kind.as_str(), task, message.subject.hand_off), round)
            }
            kind => {
                let hand_off = message.subject.hand_off.ok_or_else(missing)?;
                match kind {
                    "handed-off" => handed_off(viewer, case, names, hand_off, round),
                    "returned" => returned(viewer, case, names, hand_off, round),
                    UNSIGNED_SENDER | UNSIGNED_LIAISON | UNSIGNED_LETTER => match unsigned(viewer, case, kind, hand_off, round) {
                        Ok(hand_off) => Ok(about_unsigned(case, names, kind, hand_off, phone(tx, hand_off).await?)),
                        Err(silence) => Err(silence),
                    },
                    other => return Err(StoreError::Inconsistent(format!("message.kind {other}"))),
                }
            }
        };
        Ok(match said {
            Ok(notice) => Said::Notice(Box::new(notice)),
            Err(silence) => Said::Nothing(silence),
        })
    }

    async fn case(&mut self, id: WorkflowId) -> Result<Option<&(Case, Names)>, StoreError> {
        if !self.cases.contains_key(&id) {
            let loaded = match cases::load_unscoped(self.tx, id).await? {
                Some(stored) => {
                    let mut wanted = Wanted::default();
                    wanted.case(&stored.case);
                    Some((stored.case, names::load(self.tx, &wanted).await?))
                }
                None => None,
            };
            self.cases.insert(id, loaded);
        }
        Ok(self.cases.get(&id).and_then(Option::as_ref))
    }

    async fn digest(&mut self, gathered: &Gathered) -> Result<Said, StoreError> {
        let now = self.tools.now();
        let mut lines = Vec::new();
        for line in &gathered.lines {
            let (viewer, tools) = (self.viewer, self.tools);
            let Some((case, names)) = self.case(line.workflow()).await? else { continue };
            lines.extend(digest_line(viewer, tools, case, names, *line));
        }
        if lines.is_empty() {
            return Ok(Said::Nothing(NO_LINE));
        }
        let (open, to_sign) = self.everything_else(&lines).await?;
        Ok(Said::Digest(Digest { day: now, lines, open, to_sign }))
    }

    /// What the person has beside the lines, in numbers.
    async fn everything_else(&self, lines: &[DigestLine]) -> Result<(u64, u64), StoreError> {
        let of_task = |id: TaskId| lines.iter().any(|line| matches!(line, DigestLine::Task { task, .. } if *task == id));
        let of_hand_off = |id: HandOffId| {
            lines
                .iter()
                .any(|line| matches!(line, DigestLine::Sign { hand_off, .. } | DigestLine::Answer { hand_off, .. } if *hand_off == id))
        };
        let mine = work::mine(self.viewer, self.tx).await?;
        let steps = work::body_steps(self.viewer, self.tx).await?;
        let received = work::received(self.viewer, self.tx, false).await?;
        let open = mine.iter().chain(&steps).filter(|row| row.state == TaskState::Open && !of_task(row.id)).count();
        let rest = |state: HandOffState| received.iter().filter(|row| row.state == state && !of_hand_off(row.id)).count();
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Ok((number(open + rest(HandOffState::Signed)), number(rest(HandOffState::Offered))))
    }
}

/// Nothing is said about work that has ended or stands still.
pub(super) fn runs(case: &Case) -> Result<(), Silence> {
    match case.state {
        CaseState::Running => Ok(()),
        CaseState::Suspended => Err(SUSPENDED),
        CaseState::Completed | CaseState::Cancelled => Err(ENDED),
    }
}

/// Whether the task lies with the person, or in a shared in-box of the person's.
pub(super) fn holds(viewer: &Viewer, task: &Task) -> bool {
    match (task.holder, task.lane) {
        (Some(holder), _) => holder.person.map_or_else(|| viewer.in_unit(holder.unit), |person| viewer.is_person(person)),
        (None, Lane::Body(body)) => viewer.in_body(body),
        (None, Lane::Town) => false,
    }
}

fn assigned(viewer: &Viewer, case: &Case, names: &Names, task: TaskId, round: u32) -> Result<Notice, Silence> {
    runs(case)?;
    let task = case.tasks.get(&task).ok_or(GONE)?;
    let parts_open = case.tasks.values().any(|part| part.parent == Some(task.id) && !part.is_over());
    if task.state != TaskState::Open || task.holding != round || parts_open {
        return Err(MOVED_ON);
    }
    if !holds(viewer, task) {
        return Err(NOT_ENTITLED);
    }
    let in_box = task.holder.filter(|holder| holder.person.is_none()).map(|holder| names.unit(holder.unit).to_owned());
    Ok(Notice::Assigned(Assigned {
        task: task.id,
        title: case.title.clone(),
        text: task.text.clone(),
        unit: in_box,
        due: task.due.as_ref().map(due_date),
        urgent: case.urgent,
    }))
}

/// The hand-off in the state and round that the message is about.
fn in_state(case: &Case, id: HandOffId, state: HandOffState, round: u32) -> Result<&HandOff, Silence> {
    runs(case)?;
    let hand_off = case.hand_offs.get(&id).ok_or(GONE)?;
    if hand_off.state == state && hand_off.round == round { Ok(hand_off) } else { Err(MOVED_ON) }
}

fn handed_off(viewer: &Viewer, case: &Case, names: &Names, id: HandOffId, round: u32) -> Result<Notice, Silence> {
    let hand_off = in_state(case, id, HandOffState::Offered, round)?;
    if !case::receives(viewer, case, hand_off) {
        return Err(NOT_ENTITLED);
    }
    Ok(Notice::HandedOff(HandedOff {
        hand_off: hand_off.id,
        title: case.title.clone(),
        text: case.tasks.get(&hand_off.task).map(|task| task.text.clone()).unwrap_or_default(),
        town: names.town(case.town).to_owned(),
        body: names.unit(hand_off.receiver.unit(case.town)).to_owned(),
        kind: hand_off.kind,
        note: hand_off.note.clone(),
        document_no: hand_off.document_no.clone(),
        sign_due: hand_off.sign_due.as_ref().map(due_date),
        again: hand_off.round > 1,
        urgent: case.urgent,
    }))
}

fn returned(viewer: &Viewer, case: &Case, names: &Names, id: HandOffId, round: u32) -> Result<Notice, Silence> {
    let hand_off = in_state(case, id, HandOffState::Returned, round)?;
    let task = case.tasks.get(&hand_off.task).ok_or(GONE)?;
    if task.state != TaskState::Open {
        return Err(MOVED_ON);
    }
    let sent_it = viewer.is_person(hand_off.offered_by) && case::sees_inside(viewer, case);
    if !holds(viewer, task) && !sent_it {
        return Err(NOT_ENTITLED);
    }
    Ok(Notice::Returned(Returned {
        hand_off: hand_off.id,
        title: case.title.clone(),
        body: names.unit(hand_off.receiver.unit(case.town)).to_owned(),
        kind: hand_off.kind,
        reason: hand_off.reason.clone(),
        count: hand_off.returned_count,
        urgent: case.urgent,
    }))
}

fn unsigned<'a>(viewer: &Viewer, case: &'a Case, rule: &str, id: HandOffId, round: u32) -> Result<&'a HandOff, Silence> {
    let hand_off = in_state(case, id, HandOffState::Offered, round)?;
    let entitled = match rule {
        UNSIGNED_SENDER => case::sees_inside(viewer, case),
        UNSIGNED_LETTER => viewer.in_town(&[Role::Coordinator], case.town),
        _ => case::receives(viewer, case, hand_off),
    };
    if entitled { Ok(hand_off) } else { Err(NOT_ENTITLED) }
}

fn about_unsigned(case: &Case, names: &Names, rule: &str, hand_off: &HandOff, phone: Option<String>) -> Notice {
    let unsigned = Unsigned {
        hand_off: hand_off.id,
        title: case.title.clone(),
        town: names.unit(Unit::Town(case.town)).to_owned(),
        body: names.unit(hand_off.receiver.unit(case.town)).to_owned(),
        kind: hand_off.kind,
        offered_at: hand_off.offered_at,
        document_no: hand_off.document_no.clone(),
        phone,
    };
    match rule {
        UNSIGNED_SENDER => Notice::UnsignedSender(UnsignedSender(unsigned)),
        UNSIGNED_LETTER => Notice::UnsignedLetter(UnsignedLetter(unsigned)),
        _ => Notice::UnsignedLiaison(UnsignedLiaison(unsigned)),
    }
}

async fn phone(tx: &Tx, hand_off: &HandOff) -> Result<Option<String>, StoreError> {
    let Some(body) = hand_off.receiver.body() else { return Ok(None) };
    Ok(org::body(tx, body).await?.and_then(|body| body.phone))
}

fn digest_line(viewer: &Viewer, tools: &Tools, case: &Case, names: &Names, line: Line) -> Option<DigestLine> {
    runs(case).ok()?;
    let calendar = tools.calendar.of(case.town);
    let days = |due: &Due| calendar.working_days_between(local_date(due.at), local_date(tools.now()));
    match line {
        Line::Task { task, holding, .. } => {
            let task = case.tasks.get(&task)?;
            let due = task.due.as_ref()?;
            let same = task.state == TaskState::Open && task.holding == holding && holds(viewer, task);
            same.then(|| DigestLine::Task {
                task: task.id,
                title: case.title.clone(),
                text: task.text.clone(),
                due: due.at,
                days: days(due),
            })
        }
        Line::Answer { hand_off, round, .. } => {
            let hand_off =
                in_state(case, hand_off, HandOffState::Signed, round).ok().filter(|hand_off| case::receives(viewer, case, hand_off))?;
            let due = hand_off.answer_due.as_ref()?;
            Some(DigestLine::Answer {
                hand_off: hand_off.id,
                town: names.town(case.town).to_owned(),
                kind: hand_off.kind,
                title: case.title.clone(),
                due: due.at,
                days: days(due),
            })
        }
        Line::Sign { hand_off, round, .. } => {
            let hand_off =
                in_state(case, hand_off, HandOffState::Offered, round).ok().filter(|hand_off| case::receives(viewer, case, hand_off))?;
            let town = names.town(case.town).to_owned();
            Some(DigestLine::Sign { hand_off: hand_off.id, town, kind: hand_off.kind, title: case.title.clone() })
        }
        other => inside::line(viewer, case, other),
    }
}

pub(super) fn due_date(due: &Due) -> DueDate {
    DueDate { at: due.at, source: due.source.clone(), provisional: due.provisional }
}

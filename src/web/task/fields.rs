//! Reading the forms of a task: each answers the command, or notes what is wrong beside the field.

use std::str::FromStr;

use chrono::NaiveDate;
use workflow::case::{Command, OnBehalf, Receiver, Result as Report, WaitRef};
use workflow::ids::{OfficeId, PersonId, TaskId, VillageId, WaitId};
use workflow::people::{Holder, Unit};

use super::{limit, receivers};
use crate::service::office::UnitChoice;
use crate::text::Texts;
use crate::web::Typed;

/// The longest note or reason.
pub(super) const NOTE: usize = 2_000;
/// The longest name or document number.
pub(super) const SHORT: usize = 100;

/// A holder as a select sends it: `office:ID`, `village:ID`, with `:PERSON` when it is given to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) struct HolderCode(pub(in crate::web) Holder);

impl FromStr for HolderCode {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split(':');
        let unit = unit(parts.next().unwrap_or_default(), parts.next().unwrap_or_default()).ok_or(())?;
        let person = parts.next().map(|id| id.parse::<PersonId>().map_err(|_| ())).transpose()?;
        Ok(Self(Holder { unit, person }))
    }
}

impl std::fmt::Display for HolderCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.unit {
            Unit::Town(id) => write!(f, "town:{id}"),
            Unit::Office(id) => write!(f, "office:{id}"),
            Unit::Village(id) => write!(f, "village:{id}"),
            Unit::Body(id) => write!(f, "body:{id}"),
        }?;
        self.0.person.map_or(Ok(()), |person| write!(f, ":{person}"))
    }
}

fn unit(kind: &str, id: &str) -> Option<Unit> {
    match kind {
        "office" => id.parse::<OfficeId>().ok().map(Unit::Office),
        "village" => id.parse::<VillageId>().ok().map(Unit::Village),
        _ => None,
    }
}

/// 交办.
pub(super) fn assign(t: &Texts, form: &mut Typed, task: TaskId) -> Option<Command> {
    let holder = form.pick::<HolderCode>(t, "holder");
    let limit = limit::read(t, form);
    if form.has_errors() {
        return None;
    }
    holder.map(|HolderCode(holder)| Command::Assign { task, holder, limit })
}

/// 分发: the ticked units, and all villages when that is ticked.
pub(super) fn distribute(t: &Texts, form: &mut Typed, task: TaskId, units: &[UnitChoice], given: &[Unit]) -> Option<Command> {
    let all = form.ticked("all_villages");
    let ticked: Vec<Unit> = form.picks::<HolderCode>("units").into_iter().map(|HolderCode(holder)| holder.unit).collect();
    let wanted = |choice: &&UnitChoice| ticked.contains(&choice.unit) || (all && choice.village);
    let chosen: Vec<Unit> = units.iter().filter(wanted).map(|choice| choice.unit).collect();
    let without: Vec<Unit> = chosen.iter().copied().filter(|unit| !given.contains(unit)).collect();
    // All given already: the same form once more, or somebody was quicker. The rules tell the two apart.
    let units = if without.is_empty() { chosen } else { without };
    let limit = limit::read(t, form);
    if units.is_empty() {
        form.wrong("units", t.refusal.units_unclear);
    }
    (!form.has_errors()).then_some(Command::Distribute { task, units, limit })
}

/// 办理完成; with the fields of the other side when it is recorded on behalf.
pub(super) fn complete(t: &Texts, form: &mut Typed, task: TaskId, on_behalf: bool) -> Option<Command> {
    let result = Report {
        note: form.optional(t, "note", NOTE),
        expected: form.number(t, "expected"),
        done: form.number(t, "done"),
        document_no: form.optional(t, "document_no", SHORT),
        nil: form.ticked("nil"),
    };
    let on_behalf = if on_behalf { Some(self::on_behalf(t, form)) } else { None };
    if form.has_errors() {
        return None;
    }
    Some(Command::Complete { task, result, on_behalf: on_behalf.flatten() })
}

/// 代录: when the other side acted, which office of it, how it was told, its document number.
pub(in crate::web) fn on_behalf(t: &Texts, form: &mut Typed) -> Option<OnBehalf> {
    let on = date(t, form, "behalf_on");
    let office = form.optional(t, "behalf_office", SHORT);
    let document_no = form.optional(t, "behalf_document_no", SHORT);
    let channel = form.pick::<String>(t, "behalf_channel").filter(|channel| !channel.is_empty());
    if channel.is_none() {
        form.wrong("behalf_channel", t.common.pick_one);
    }
    on.zip(channel).map(|(on, channel)| OnBehalf { on, office, channel, document_no })
}

pub(super) fn date(t: &Texts, form: &mut Typed, name: &'static str) -> Option<NaiveDate> {
    let on = form.date(t, name);
    if on.is_none() {
        form.wrong(name, t.common.required);
    }
    on
}

/// 送出; with the fields of the other side when a body's hand-off is recorded on its behalf.
pub(super) fn hand_off(t: &Texts, form: &mut Typed, task: TaskId, on_behalf: bool) -> Option<Command> {
    let receivers: Vec<Receiver> = receivers::read(t, form);
    let note = form.optional(t, "note", NOTE);
    let document_no = form.optional(t, "document_no", SHORT);
    let count = form.number(t, "count");
    let on_behalf = if on_behalf { Some(self::on_behalf(t, form)) } else { None };
    if receivers.is_empty() {
        form.wrong("to", t.refusal.receiver_missing);
    }
    (!form.has_errors()).then_some(Command::HandOff { task, receivers, note, document_no, count, on_behalf: on_behalf.flatten() })
}

/// 登记已收到: of what is waited for from outside, or of what a body's step sends.
pub(super) fn received(t: &Texts, form: &mut Typed, task: TaskId) -> Option<Command> {
    let wait = match form.value("wait") {
        "" => Some(WaitRef::Step(task)),
        id => id.parse::<WaitId>().ok().map(WaitRef::External),
    };
    if wait.is_none() {
        form.wrong("wait", t.common.pick_one);
    }
    let on = date(t, form, "on");
    let document_no = form.optional(t, "document_no", SHORT);
    let note = form.optional(t, "note", NOTE);
    if form.has_errors() {
        return None;
    }
    wait.zip(on).map(|(wait, on)| Command::RecordReceived { wait, on, document_no, note })
}

/// 本次不涉及.
pub(super) fn leave_out(t: &Texts, form: &mut Typed, task: TaskId) -> Option<Command> {
    form.required(t, "reason", NOTE).map(|reason| Command::LeaveOut { task, reason })
}

/// The limit; nothing chosen takes the town's default.
pub(super) fn limit(t: &Texts, form: &mut Typed, task: TaskId) -> Option<Command> {
    let limit = limit::read(t, form);
    (!form.has_errors()).then_some(Command::SetLimit { task, limit })
}

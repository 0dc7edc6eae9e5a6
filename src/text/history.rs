//! Texts: the history of a workflow in plain sentences. Who did it and when stand beside the sentence; `Told` lends it the names.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use workflow::case::history::Entry;
use workflow::case::{Due, Fact, HandKind, OnBehalf, RECALCULATE, Result, Side};
use workflow::ids::{HandOffId, PersonId, TaskId, WaitId};
use workflow::people::Unit;

use super::{Language, Texts, date, fill, texts};

texts! {
    /// The history in plain sentences.
    pub struct History {
        title: "办理经过", "History";
        system: "系统", "System";
        on_behalf: "代录：{office}{date}{channel}{document}", "Recorded on behalf: {office}{date}{channel}{document}";
        on_behalf_office: "{office}于", "{office}, ";
        on_behalf_document: "，文号 {number}", ", document no. {number}";
        channel_paper: "以纸质件告知", ", on paper";
        channel_phone: "以电话告知", ", by phone";
        channel_visit: "当面告知", ", in person";

        started: "启动办理“{title}”", "Started “{title}”";
        started_official: "启动办理“{title}”，上级要求{due}前完成", "Started “{title}”, officially due {due}";
        task_opened: "“{task}”可以办理，{due}", "“{task}” can be done now, {due}";
        task_blocked: "“{task}”等待重新送来", "“{task}” waits until it is sent again";
        task_assigned: "将“{task}”交办给{holder}", "Assigned “{task}” to {holder}";
        task_taken: "领取“{task}”", "Took “{task}”";
        task_given_back: "将“{task}”放回{holder}收件箱", "Put “{task}” back into the in-box of {holder}";
        task_unassigned: "“{task}”暂未交办", "“{task}” is given to nobody";
        limit_set: "“{task}”的时限定为{limit}（{source}）", "Set the limit of “{task}”: {limit} ({source})";
        limit_removed: "“{task}”的时限按本镇默认执行", "“{task}” follows the town's default limit";
        limit_none: "“{task}”不设时限", "“{task}” has no limit";
        distributed: "将“{task}”分发给{count}个单位：{units}", "Gave “{task}” to {count} units: {units}";
        distributed_due: "将“{task}”分发给{count}个单位：{units}，{due}", "Gave “{task}” to {count} units: {units}, {due}";
        came_back: "“{task}”重新办理，{due}", "“{task}” is to be done again, {due}";
        task_done: "完成“{task}”{result}", "Finished “{task}”{result}";
        task_done_after: "“{task}”完成", "“{task}” is finished";
        left_out: "“{task}”本次不涉及，原因：{reason}", "Left out “{task}”: {reason}";
        task_cancelled: "“{task}”随之取消", "“{task}” was cancelled with it";
        task_reopened: "重新办理“{task}”，{due}", "Took up “{task}” again, {due}";
        offered: "向{body}{kind}“{task}”{result}", "{kind} to {body}: “{task}”{result}";
        offered_again: "补正后再次向{body}{kind}“{task}”{result}", "Corrected and sent again, {kind} to {body}: “{task}”{result}";
        signed: "{body}签收{kind}件“{task}”", "{body} signed for “{task}” ({kind})";
        signed_settled: "{body}签收{kind}件“{task}”，办妥", "{body} signed for “{task}” ({kind}); settled";
        returned: "{body}退回补正“{task}”，原因：{reason}", "{body} returned “{task}” for correction: {reason}";
        returned_count: "{body}退回补正“{task}”{count}份，原因：{reason}", "{body} returned {count} of “{task}” for correction: {reason}";
        approved: "{body}答复同意“{task}”{result}", "{body} approved “{task}”{result}";
        declined: "{body}答复不同意“{task}”{result}", "{body} did not approve “{task}”{result}";
        settled: "“{task}”（{body}）办妥", "“{task}” ({body}) is settled";
        taken_back: "撤回送{body}的“{task}”，原因：{reason}", "Took “{task}” back from {body}: {reason}";
        hand_off_reopened: "送{body}的“{task}”须重新送出", "“{task}” to {body} is to be sent once more";
        hand_off_cancelled: "送{body}的“{task}”取消", "“{task}” to {body} was cancelled";
        hand_off_moved: "“{task}”（{body}）的时限因暂缓顺延", "The dates of “{task}” ({body}) move on by the suspension";
        official_recounted: "上级要求的时限因工作日历调整重新计算，{due}", "The date that is reported upward was counted anew after a change of the calendar: {due}";
        task_recounted: "“{task}”的时限因工作日历调整重新计算，{due}", "The date of “{task}” was counted anew after a change of the calendar: {due}";
        hand_off_recounted: "“{task}”（{body}）的时限因工作日历调整重新计算", "The dates of “{task}” ({body}) were counted anew after a change of the calendar";
        task_moved: "“{task}”的时限因暂缓顺延，{due}", "The date of “{task}” moves on by the suspension: {due}";
        wait_met: "登记已收到“{wait}”，收到日期{date}{result}", "Recorded as received on {date}: “{wait}”{result}";
        suspended: "暂缓办理（停止计时），原因：{reason}", "Suspended (clock stopped): {reason}";
        resumed: "恢复办理", "Resumed";
        completed: "全部环节完成，办结", "All steps are finished; completed";
        cancelled: "取消办理，原因：{reason}", "Cancelled: {reason}";
        reopened: "重新打开办理，原因：{reason}", "Reopened: {reason}";

        due_by_source: "时限{due}（{source}）", "due {due} ({source})";
        due_none: "无时限", "no limit";
        counts: "，应办{expected}、已办{done}", ", {done} of {expected}";
        count_done: "，已办{done}", ", {done} done";
        nil: "，零报告", ", nil report";
        document: "，文号 {number}", ", document no. {number}";
        note: "，说明：{note}", ", note: {note}";
    }
}

/// Whether a sentence is of something finished, of something that came back, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Neither.
    Plain,
    /// Finished.
    Good,
    /// Came back, late or ended.
    Back,
}

/// A sentence of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its words.
    pub words: String,
    /// Its tone.
    pub tone: Tone,
}

/// The names that sentences need.
pub trait Told {
    /// A person's name.
    fn person(&self, id: PersonId) -> String;
    /// A unit's name.
    fn unit(&self, unit: Unit) -> String;
    /// The words of a task, short.
    fn task(&self, id: TaskId) -> String;
    /// Whether a task is the town's.
    fn of_town(&self, id: TaskId) -> bool;
    /// The side whose task it is: the body's name, or the town's.
    fn side(&self, id: TaskId) -> String;
    /// A hand-off's kind, receiver and task.
    fn hand_off(&self, id: HandOffId) -> Option<(HandKind, Unit, TaskId)>;
    /// The name of a side that receives.
    fn receiver(&self, side: Side) -> String;
    /// What is waited for, short.
    fn wait(&self, id: WaitId) -> String;
    /// The present, for writing dates.
    fn now(&self) -> DateTime<Utc>;
}

impl Texts {
    /// The sentence of a fact; `None` where another fact of the same entry says it already.
    #[must_use]
    pub fn fact(&self, entry: &Entry, fact: &Fact, told: &dyn Told) -> Option<Sentence> {
        let h = &self.history;
        let task = |id: &TaskId| told.task(*id);
        let by_other_side = ["sign", "return", "answer", "take_back"].contains(&entry.kind.as_str());
        let (words, tone) = match fact {
            Fact::Started { title, official_due: Some(due), .. } => {
                (fill(h.started_official, &[("title", title), ("due", &self.on(due.at, told))]), Tone::Plain)
            }
            Fact::Started { title, official_due: None, .. } => (fill(h.started, &[("title", title)]), Tone::Plain),
            // What the signature or the answer says of the other side's step is not said twice.
            Fact::TaskOpened { task: id, .. } | Fact::TaskBlocked { task: id } | Fact::TaskDone { task: id, .. }
                if by_other_side && !told.of_town(*id) =>
            {
                return None;
            }
            // That the parts can be done stands with their distribution.
            Fact::TaskOpened { task: id, .. } if distributed(entry, *id) => return None,
            Fact::TaskOpened { task: id, due } => {
                (fill(h.task_opened, &[("task", &task(id)), ("due", &self.by_when(due.as_ref(), told))]), Tone::Plain)
            }
            Fact::TaskBlocked { task: id } => (fill(h.task_blocked, &[("task", &task(id))]), Tone::Plain),
            Fact::TaskAssigned { task: id, holder: Some(holder) } => {
                let unit = told.unit(holder.unit);
                let words = match (entry.kind.as_str(), holder.person) {
                    ("take", _) => fill(h.task_taken, &[("task", &task(id))]),
                    ("give_back", _) => fill(h.task_given_back, &[("task", &task(id)), ("holder", &unit)]),
                    (_, Some(person)) => {
                        fill(h.task_assigned, &[("task", &task(id)), ("holder", &format!("{unit} {}", told.person(person)))])
                    }
                    (_, None) => fill(h.task_assigned, &[("task", &task(id)), ("holder", &unit)]),
                };
                (words, Tone::Plain)
            }
            Fact::TaskAssigned { task: id, holder: None } => (fill(h.task_unassigned, &[("task", &task(id))]), Tone::Plain),
            Fact::TaskLimitSet { task: id, limit, .. } => (self.limit_set(&task(id), limit.as_ref(), told), Tone::Plain),
            Fact::TaskDistributed { task: id, parts } => {
                let units: Vec<String> = parts.iter().filter_map(|part| part.holder).map(|holder| told.unit(holder.unit)).collect();
                let between = if self.language == Language::Zh { "、" } else { ", " };
                let opened = entry.facts.iter().find_map(|other| match other {
                    Fact::TaskOpened { task, due } if parts.iter().any(|part| part.id == *task) => Some(self.by_when(due.as_ref(), told)),
                    _ => None,
                });
                let (count, units) = (units.len(), units.join(between));
                let words = match opened {
                    Some(due) => fill(h.distributed_due, &[("task", &task(id)), ("count", &count), ("units", &units), ("due", &due)]),
                    None => fill(h.distributed, &[("task", &task(id)), ("count", &count), ("units", &units)]),
                };
                (words, Tone::Plain)
            }
            Fact::TaskHanded { .. } => return None,
            Fact::TaskCameBack { task: id, due, .. } => {
                (fill(h.came_back, &[("task", &task(id)), ("due", &self.by_when(due.as_ref(), told))]), Tone::Plain)
            }
            Fact::TaskDone { task: id, result } if ["complete", "record_received"].contains(&entry.kind.as_str()) => {
                (fill(h.task_done, &[("task", &task(id)), ("result", &self.result(result))]), Tone::Good)
            }
            Fact::TaskDone { task: id, .. } => (fill(h.task_done_after, &[("task", &task(id))]), Tone::Good),
            Fact::TaskLeftOut { task: id, reason } => (fill(h.left_out, &[("task", &task(id)), ("reason", reason)]), Tone::Plain),
            Fact::TaskCancelled { task: id } => (fill(h.task_cancelled, &[("task", &task(id))]), Tone::Plain),
            Fact::TaskReopened { task: id, due, .. } => {
                (fill(h.task_reopened, &[("task", &task(id)), ("due", &self.by_when(due.as_ref(), told))]), Tone::Back)
            }
            Fact::WaitMet { wait, on, document_no, note, .. } => {
                let rest = self.document_and_note(document_no.as_deref(), note.as_deref());
                let on = date::date(self.language, *on, date::local_date(told.now()));
                (fill(h.wait_met, &[("wait", &told.wait(*wait)), ("date", &on), ("result", &rest)]), Tone::Good)
            }
            Fact::OfficialDateMoved { due } => (fill(h.official_recounted, &[("due", &self.by_when(due.as_ref(), told))]), Tone::Plain),
            Fact::TaskDateMoved { task: id, due } => {
                let text = if entry.kind == RECALCULATE { h.task_recounted } else { h.task_moved };
                (fill(text, &[("task", &task(id)), ("due", &self.by_when(due.as_ref(), told))]), Tone::Plain)
            }
            Fact::Suspended { reason } => (fill(h.suspended, &[("reason", reason)]), Tone::Back),
            Fact::Resumed => (h.resumed.to_owned(), Tone::Plain),
            Fact::Completed => (h.completed.to_owned(), Tone::Good),
            Fact::Cancelled { reason } => (fill(h.cancelled, &[("reason", reason)]), Tone::Back),
            Fact::Reopened { reason } => (fill(h.reopened, &[("reason", reason)]), Tone::Back),
            Fact::HandOffOffered { .. }
            | Fact::HandOffOfferedAgain { .. }
            | Fact::HandOffSigned { .. }
            | Fact::HandOffReturned { .. }
            | Fact::HandOffSettled { .. }
            | Fact::HandOffTakenBack { .. }
            | Fact::HandOffCancelled { .. }
            | Fact::HandOffReopened { .. }
            | Fact::HandOffDatesMoved { .. } => return self.between_sides(entry, fact, told),
            Fact::TaskPassedOn { .. }
            | Fact::TaskLent { .. }
            | Fact::TaskHandedBack { .. }
            | Fact::Copied { .. }
            | Fact::SignOffAsked { .. }
            | Fact::SignOffGiven { .. }
            | Fact::SignOffRefused { .. }
            | Fact::SignOffWithdrawn { .. }
            | Fact::LeaderNoted { .. }
            | Fact::ExtensionAsked { .. }
            | Fact::ExtensionGranted { .. }
            | Fact::ExtensionRefused { .. }
            | Fact::TaskNudged { .. }
            | Fact::TaskRemarked { .. }
            | Fact::HandOffReminded { .. }
            | Fact::StepStarted { .. } => return self.inside(fact, told),
            Fact::HandOffObjected { .. }
            | Fact::CoordinationOpened { .. }
            | Fact::CoordinationConcluded { .. }
            | Fact::HandOffNotNeeded { .. }
            | Fact::HandOffShared { .. }
            | Fact::TaskObjected { .. }
            | Fact::TaskObjectionAnswered { .. }
            | Fact::StepRequired { .. }
            | Fact::RecordCorrected { .. } => return self.dispute(fact, told),
        };
        Some(Sentence { words, tone })
    }

    /// What passed between the town and a body. A body reads these.
    fn between_sides(&self, entry: &Entry, fact: &Fact, told: &dyn Told) -> Option<Sentence> {
        let h = &self.history;
        let (id, text, tone, rest) = match fact {
            Fact::HandOffOffered { hand_off } => {
                (hand_off.id, h.offered, Tone::Plain, self.document_and_note(hand_off.document_no.as_deref(), hand_off.note.as_deref()))
            }
            Fact::HandOffOfferedAgain { hand_off, note, document_no, .. } => {
                (*hand_off, h.offered_again, Tone::Plain, self.document_and_note(document_no.as_deref(), note.as_deref()))
            }
            Fact::HandOffSigned { hand_off, .. } => {
                let at_once =
                    entry.facts.iter().any(|other| matches!(other, Fact::HandOffSettled { hand_off: settled, .. } if settled == hand_off));
                let (text, tone) = if at_once { (h.signed_settled, Tone::Good) } else { (h.signed, Tone::Plain) };
                (*hand_off, text, tone, String::new())
            }
            Fact::HandOffReturned { hand_off, reason, count } => {
                let text = if count.is_some() { h.returned_count } else { h.returned };
                let words = self.of_hand_off(text, *hand_off, told, &[("reason", reason), ("count", &count.unwrap_or_default())])?;
                return Some(Sentence { words, tone: Tone::Back });
            }
            Fact::HandOffSettled { hand_off, answer: Some(answer) } => {
                let (text, tone) = if answer.approved { (h.approved, Tone::Good) } else { (h.declined, Tone::Back) };
                (*hand_off, text, tone, self.document_and_note(answer.document_no.as_deref(), answer.note.as_deref()))
            }
            Fact::HandOffSettled { hand_off, answer: None } => {
                let signed_now =
                    entry.facts.iter().any(|other| matches!(other, Fact::HandOffSigned { hand_off: signed, .. } if signed == hand_off));
                if signed_now {
                    return None;
                }
                (*hand_off, h.settled, Tone::Good, String::new())
            }
            Fact::HandOffTakenBack { hand_off, reason } => {
                return Some(Sentence { words: self.of_hand_off(h.taken_back, *hand_off, told, &[("reason", reason)])?, tone: Tone::Back });
            }
            Fact::HandOffCancelled { hand_off } => (*hand_off, h.hand_off_cancelled, Tone::Plain, String::new()),
            Fact::HandOffReopened { hand_off, .. } => (*hand_off, h.hand_off_reopened, Tone::Back, String::new()),
            Fact::HandOffDatesMoved { hand_off, .. } => {
                let text = if entry.kind == RECALCULATE { h.hand_off_recounted } else { h.hand_off_moved };
                (*hand_off, text, Tone::Plain, String::new())
            }
            _ => return None,
        };
        Some(Sentence { words: self.of_hand_off(text, id, told, &[("result", &rest)])?, tone })
    }

    pub(super) fn of_hand_off(&self, text: &str, id: HandOffId, told: &dyn Told, more: &[(&str, &dyn Display)]) -> Option<String> {
        let (kind, unit, task) = told.hand_off(id)?;
        let (body, task, kind) = (told.unit(unit), told.task(task), self.hand_kind(kind));
        let mut values: Vec<(&str, &dyn Display)> = vec![("body", &body), ("kind", &kind), ("task", &task)];
        values.extend_from_slice(more);
        Some(fill(text, &values))
    }

    fn limit_set(&self, task: &str, limit: Option<&workflow::case::LimitSpec>, told: &dyn Told) -> String {
        let h = &self.history;
        match limit {
            None => fill(h.limit_removed, &[("task", &task)]),
            Some(spec) if spec.source == workflow::calendar::LimitSource::None => fill(h.limit_none, &[("task", &task)]),
            Some(spec) => {
                let limit = self.limit_words(&spec.limit, told.now());
                fill(h.limit_set, &[("task", &task), ("limit", &limit), ("source", &self.limit_source(&spec.source))])
            }
        }
    }

    /// 时限11月25日 周三（通知要求）, 无时限.
    pub(super) fn by_when(&self, due: Option<&Due>, told: &dyn Told) -> String {
        let h = &self.history;
        due.map_or_else(
            || h.due_none.to_owned(),
            |due| fill(h.due_by_source, &[("due", &self.on(due.at, told)), ("source", &self.limit_source(&due.source))]),
        )
    }

    fn on(&self, at: DateTime<Utc>, told: &dyn Told) -> String {
        date::day(self.language, at, told.now())
    }

    /// What was reported: ，应办12、已办10，文号 …，说明：….
    #[must_use]
    pub fn result(&self, result: &Result) -> String {
        let h = &self.history;
        let mut out = String::new();
        if result.nil {
            out.push_str(h.nil);
        }
        match (result.expected, result.done) {
            (Some(expected), done) => out.push_str(&fill(h.counts, &[("expected", &expected), ("done", &done.unwrap_or_default())])),
            (None, Some(done)) => out.push_str(&fill(h.count_done, &[("done", &done)])),
            (None, None) => {}
        }
        out.push_str(&self.document_and_note(result.document_no.as_deref(), result.note.as_deref()));
        out
    }

    fn document_and_note(&self, document_no: Option<&str>, note: Option<&str>) -> String {
        let h = &self.history;
        let mut out = String::new();
        if let Some(number) = document_no {
            out.push_str(&fill(h.document, &[("number", &number)]));
        }
        if let Some(note) = note {
            out.push_str(&fill(h.note, &[("note", &note)]));
        }
        out
    }

    /// 代录：社会事务股于11月20日 周五以电话告知，文号 ….
    #[must_use]
    pub fn recorded(&self, on_behalf: &OnBehalf, now: DateTime<Utc>) -> String {
        let h = &self.history;
        let office = on_behalf.office.as_deref().map(|office| fill(h.on_behalf_office, &[("office", &office)])).unwrap_or_default();
        let number = on_behalf.document_no.as_deref().map(|number| fill(h.on_behalf_document, &[("number", &number)])).unwrap_or_default();
        let on = date::date(self.language, on_behalf.on, date::local_date(now));
        fill(h.on_behalf, &[("office", &office), ("date", &on), ("channel", &self.channel(&on_behalf.channel)), ("document", &number)])
    }

    /// How an act of the other side was told.
    #[must_use]
    pub fn channel(&self, code: &str) -> &'static str {
        let h = &self.history;
        match code {
            "phone" => h.channel_phone,
            "visit" => h.channel_visit,
            _ => h.channel_paper,
        }
    }
}

/// Whether this entry made the task as a part of another.
fn distributed(entry: &Entry, id: TaskId) -> bool {
    entry.facts.iter().any(|fact| matches!(fact, Fact::TaskDistributed { parts, .. } if parts.iter().any(|part| part.id == id)))
}

#[cfg(test)]
mod tests;

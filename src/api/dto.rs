//! The shapes that the API speaks: ids as UUIDs, codes as in the vocabulary, instants in RFC 3339 (UTC).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use workflow::calendar::{Limit, LimitSource, LimitUnit};
use workflow::case::{self, LimitSpec};
use workflow::ids::{BodyId, PersonId};
use workflow::people::{Holder, Unit};

use crate::service::duties::{DutyRow, Proposed};
use crate::service::incoming as items;
use crate::service::work::{HandOffRow, TaskRow, WorkflowRow};

/// A date and where it comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Due {
    /// The instant after which it is overdue.
    pub at: DateTime<Utc>,
    /// `list`, `law`, `notice`, `platform`, `leader_note`, `meeting`, `phone`, `town_setting`.
    pub source: String,
    /// The document number of a notice.
    pub source_number: Option<String>,
    /// Whether it lies beyond the last official calendar year.
    pub provisional: bool,
}

impl From<&case::Due> for Due {
    fn from(due: &case::Due) -> Self {
        Self {
            at: due.at,
            source: due.source.code().to_owned(),
            source_number: due.source.number().map(str::to_owned),
            provisional: due.provisional,
        }
    }
}

/// A limit to be set: an amount of a unit, or a fixed instant.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewLimit {
    /// `working_days`, `natural_days`, `hours`, `working_hours` or `date`.
    pub unit: String,
    /// How many; not for `date`.
    pub amount: Option<u32>,
    /// The instant, for `date`.
    pub at: Option<DateTime<Utc>>,
    /// Where it comes from; see [`Due`].
    pub source: String,
    /// The document number of a notice.
    pub source_number: Option<String>,
}

impl NewLimit {
    /// As the rules take it; `None` when unit, amount or source do not fit together.
    #[must_use]
    pub fn to_spec(&self) -> Option<LimitSpec> {
        let unit = match self.unit.as_str() {
            "working_days" => LimitUnit::WorkingDays,
            "natural_days" => LimitUnit::NaturalDays,
            "hours" => LimitUnit::Hours,
            "working_hours" => LimitUnit::WorkingHours,
            "date" => LimitUnit::Date(self.at?),
            _ => return None,
        };
        let amount = if matches!(unit, LimitUnit::Date(_)) { 0 } else { self.amount? };
        let limit = Limit { amount, unit };
        limit.check().ok()?;
        Some(LimitSpec { limit, source: LimitSource::from_code(&self.source, self.source_number.as_deref())? })
    }
}

/// Who holds a task.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct HolderDto {
    /// `town`, `office`, `village` or `body`.
    pub unit_kind: String,
    /// The unit's id.
    pub unit: Uuid,
    /// The person in it, when one has it.
    pub person: Option<Uuid>,
}

impl From<Holder> for HolderDto {
    fn from(holder: Holder) -> Self {
        let unit = match holder.unit {
            Unit::Town(id) => id.uuid(),
            Unit::Office(id) => id.uuid(),
            Unit::Village(id) => id.uuid(),
            Unit::Body(id) => id.uuid(),
        };
        Self { unit_kind: holder.unit.code().to_owned(), unit, person: holder.person.map(Into::into) }
    }
}

/// A unit from its kind and id.
#[must_use]
pub fn unit(kind: &str, id: Uuid) -> Option<Unit> {
    Some(match kind {
        "town" => Unit::Town(id.into()),
        "office" => Unit::Office(id.into()),
        "village" => Unit::Village(id.into()),
        "body" => Unit::Body(id.into()),
        _ => return None,
    })
}

impl HolderDto {
    /// As the rules take it; `None` for an unknown kind.
    #[must_use]
    pub fn to_holder(&self) -> Option<Holder> {
        Some(Holder { unit: unit(&self.unit_kind, self.unit)?, person: self.person.map(Into::into) })
    }
}

/// A row of the list.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct DutyDto {
    pub id: Uuid,
    pub town: Uuid,
    /// `basic`, `cooperative`, `withdrawn`.
    pub kind: String,
    pub no: u32,
    pub category: Option<String>,
    pub title: String,
    pub departments: Vec<String>,
}

impl From<&DutyRow> for DutyDto {
    fn from(row: &DutyRow) -> Self {
        Self {
            id: row.duty.uuid(),
            town: row.town.uuid(),
            kind: row.kind.code().to_owned(),
            no: row.no,
            category: row.category.clone(),
            title: row.title.clone(),
            departments: row.departments.clone(),
        }
    }
}

/// A row that fits a sentence.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct ProposalDto {
    pub duty: DutyDto,
    /// The clause that fits best, verbatim.
    pub clause: String,
    /// Higher is better; comparable only within one answer.
    pub fit: f64,
}

impl From<&Proposed> for ProposalDto {
    fn from(proposed: &Proposed) -> Self {
        Self { duty: (&proposed.row).into(), clause: proposed.clause.clone(), fit: proposed.fit }
    }
}

/// Something that came in.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct IncomingDto {
    pub id: Uuid,
    pub town: Uuid,
    pub year: i32,
    pub number: i32,
    pub source: String,
    pub summary: String,
    pub document_no: Option<String>,
    pub from: Option<String>,
    pub limit_at: Option<DateTime<Utc>>,
    pub limit_source: String,
    pub received_at: DateTime<Utc>,
    pub duty: Option<Uuid>,
    pub workflow: Option<Uuid>,
    /// `registered`, `matched`, `started`, `closed`.
    pub state: String,
    pub closing_note: Option<String>,
    /// To be sent back when the item is changed.
    pub version: i64,
}

impl From<&items::Incoming> for IncomingDto {
    fn from(item: &items::Incoming) -> Self {
        Self {
            id: item.id.uuid(),
            town: item.town.uuid(),
            year: item.year,
            number: item.number,
            source: item.source.clone(),
            summary: item.summary.clone(),
            document_no: item.document_no.clone(),
            from: item.from_text.clone(),
            limit_at: item.limit_at,
            limit_source: item.limit_source.code().to_owned(),
            received_at: item.received_at,
            duty: item.duty.map(Into::into),
            workflow: item.workflow.map(Into::into),
            state: item.state.code().to_owned(),
            closing_note: item.closing_note.clone(),
            version: item.version,
        }
    }
}

/// A workflow in a list.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct WorkflowRowDto {
    pub id: Uuid,
    pub town: Uuid,
    pub duty: Uuid,
    pub duty_kind: String,
    pub duty_no: u32,
    pub title: String,
    /// `running`, `suspended`, `completed`, `cancelled`.
    pub state: String,
    pub urgent: bool,
    pub official_due: Option<Due>,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub tasks: u32,
    pub tasks_over: u32,
}

impl From<&WorkflowRow> for WorkflowRowDto {
    fn from(row: &WorkflowRow) -> Self {
        Self {
            id: row.id.uuid(),
            town: row.town.uuid(),
            duty: row.duty.uuid(),
            duty_kind: row.duty_kind.code().to_owned(),
            duty_no: row.duty_no,
            title: row.title.clone(),
            state: row.state.code().to_owned(),
            urgent: row.urgent,
            official_due: row.official_due.as_ref().map(Into::into),
            started_at: row.started_at,
            ended_at: row.ended_at,
            tasks: row.tasks,
            tasks_over: row.tasks_over,
        }
    }
}

/// A task in a list.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct TaskRowDto {
    pub id: Uuid,
    pub workflow: Uuid,
    pub workflow_title: String,
    pub town: Uuid,
    pub text: String,
    pub state: String,
    pub holder: Option<HolderDto>,
    pub due: Option<Due>,
    pub opened_at: Option<DateTime<Utc>>,
    pub round: u32,
    pub urgent: bool,
    pub parts: Option<u32>,
    pub parts_over: Option<u32>,
    pub duty_kind: String,
    pub duty_no: u32,
}

impl From<&TaskRow> for TaskRowDto {
    fn from(row: &TaskRow) -> Self {
        Self {
            id: row.id.uuid(),
            workflow: row.workflow.uuid(),
            workflow_title: row.title.clone(),
            town: row.town.uuid(),
            text: row.text.clone(),
            state: row.state.code().to_owned(),
            holder: row.holder.map(Into::into),
            due: row.due.as_ref().map(Into::into),
            opened_at: row.opened_at,
            round: row.round,
            urgent: row.urgent,
            parts: row.parts.map(|(all, _)| all),
            parts_over: row.parts.map(|(_, over)| over),
            duty_kind: row.duty.code().to_owned(),
            duty_no: row.duty_no,
        }
    }
}

/// A hand-off in a list.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct HandOffRowDto {
    pub id: Uuid,
    pub workflow: Uuid,
    pub workflow_title: String,
    pub town: Uuid,
    pub task: Uuid,
    pub text: String,
    /// The receiving body; none where a body sends to the town.
    pub receiver: Option<Uuid>,
    pub kind: String,
    pub state: String,
    pub round: u32,
    pub offered_at: DateTime<Utc>,
    pub signed_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
    pub sign_due: Option<Due>,
    pub answer_due: Option<Due>,
    pub reason: Option<String>,
}

impl From<&HandOffRow> for HandOffRowDto {
    fn from(row: &HandOffRow) -> Self {
        Self {
            id: row.id.uuid(),
            workflow: row.workflow.uuid(),
            workflow_title: row.title.clone(),
            town: row.town.uuid(),
            task: row.task.uuid(),
            text: row.text.clone(),
            receiver: row.receiver.body().map(BodyId::uuid),
            kind: row.kind.code().to_owned(),
            state: row.state.code().to_owned(),
            round: row.round,
            offered_at: row.offered_at,
            signed_at: row.signed_at,
            settled_at: row.settled_at,
            sign_due: row.sign_due.as_ref().map(Into::into),
            answer_due: row.answer_due.as_ref().map(Into::into),
            reason: row.reason.clone(),
        }
    }
}

/// A task of a workflow.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct TaskDto {
    pub id: Uuid,
    pub parent: Option<Uuid>,
    /// The body of the lane; none: the town's.
    pub body: Option<Uuid>,
    pub text: String,
    pub nature: Option<String>,
    pub state: String,
    pub round: u32,
    pub holder: Option<HolderDto>,
    pub due: Option<Due>,
    pub after: Vec<Uuid>,
    pub opened_at: Option<DateTime<Utc>>,
    pub done_at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    pub result: Option<ResultDto>,
}

/// What was reported at completion.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[allow(missing_docs)]
pub struct ResultDto {
    pub note: Option<String>,
    /// How many were to be dealt with.
    pub expected: Option<u32>,
    /// How many were.
    pub done: Option<u32>,
    pub document_no: Option<String>,
    /// A nil report.
    pub nil: bool,
}

impl From<&case::Result> for ResultDto {
    fn from(result: &case::Result) -> Self {
        let case::Result { note, expected, done, document_no, nil } = result.clone();
        Self { note, expected, done, document_no, nil }
    }
}

impl From<ResultDto> for case::Result {
    fn from(result: ResultDto) -> Self {
        let ResultDto { note, expected, done, document_no, nil } = result;
        Self { note, expected, done, document_no, nil }
    }
}

impl From<&case::Task> for TaskDto {
    fn from(task: &case::Task) -> Self {
        Self {
            id: task.id.uuid(),
            parent: task.parent.map(Into::into),
            body: match task.lane {
                case::Lane::Town => None,
                case::Lane::Body(body) => Some(body.uuid()),
            },
            text: task.text.clone(),
            nature: task.nature.map(|nature| nature.code().to_owned()),
            state: task.state.code().to_owned(),
            round: task.round,
            holder: task.holder.map(Into::into),
            due: task.due.as_ref().map(Into::into),
            after: task.after.iter().map(|id| id.uuid()).collect(),
            opened_at: task.opened_at,
            done_at: task.done_at,
            reason: task.reason.clone(),
            result: task.result.as_ref().map(Into::into),
        }
    }
}

/// A hand-off of a workflow.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct HandOffDto {
    pub id: Uuid,
    pub task: Uuid,
    /// The receiving body; none where a body sends to the town.
    pub receiver: Option<Uuid>,
    pub kind: String,
    pub state: String,
    pub round: u32,
    pub offered_at: DateTime<Utc>,
    pub signed_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
    pub sign_due: Option<Due>,
    pub answer_due: Option<Due>,
    pub note: Option<String>,
    pub document_no: Option<String>,
    pub reason: Option<String>,
    pub returned_count: Option<u32>,
    /// How many are in this round, where they are counted, and how many were kept in earlier rounds.
    pub count: Option<u32>,
    pub kept: u32,
    /// Whether the town asks for something that no step of its own feeds (商请).
    pub request: bool,
    /// Who at the receiving body was given it.
    pub person: Option<Uuid>,
    /// Why its receiver says that it is not its duty, and how often it did.
    pub objection: Option<String>,
    pub objections: u32,
    /// Who is to decide: `leader`, `duty` or `progress` (the county).
    pub coordination: Option<String>,
    /// Whether an approval was given, once answered.
    pub approved: Option<bool>,
    pub answer_note: Option<String>,
    pub answer_document_no: Option<String>,
}

impl From<&case::HandOff> for HandOffDto {
    fn from(hand_off: &case::HandOff) -> Self {
        let answer = hand_off.answer.as_ref();
        Self {
            id: hand_off.id.uuid(),
            task: hand_off.task.uuid(),
            receiver: hand_off.receiver.body().map(BodyId::uuid),
            kind: hand_off.kind.code().to_owned(),
            state: hand_off.state.code().to_owned(),
            round: hand_off.round,
            offered_at: hand_off.offered_at,
            signed_at: hand_off.signed_at,
            settled_at: hand_off.settled_at,
            sign_due: hand_off.sign_due.as_ref().map(Into::into),
            answer_due: hand_off.answer_due.as_ref().map(Into::into),
            note: hand_off.note.clone(),
            document_no: hand_off.document_no.clone(),
            reason: hand_off.reason.clone(),
            returned_count: hand_off.returned_count,
            count: hand_off.count,
            kept: hand_off.kept,
            request: hand_off.request,
            person: hand_off.person.map(PersonId::uuid),
            objection: hand_off.objection.as_ref().map(|objection| objection.reason.clone()),
            objections: hand_off.objections,
            coordination: hand_off.coordination.as_ref().map(|open| open.level.code().to_owned()),
            approved: answer.map(|answer| answer.approved),
            answer_note: answer.and_then(|answer| answer.note.clone()),
            answer_document_no: answer.and_then(|answer| answer.document_no.clone()),
        }
    }
}

/// A wait for something from outside.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct WaitDto {
    pub id: Uuid,
    pub task: Uuid,
    pub body: Option<Uuid>,
    pub text: String,
    pub received_on: Option<NaiveDate>,
}

/// A workflow with everything in it that the person may see.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct WorkflowDto {
    pub id: Uuid,
    pub town: Uuid,
    pub duty: DutyDto,
    pub title: String,
    pub state: String,
    pub urgent: bool,
    pub official_due: Option<Due>,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The number of its events.
    pub version: i64,
    pub tasks: Vec<TaskDto>,
    pub hand_offs: Vec<HandOffDto>,
    pub waits: Vec<WaitDto>,
}

impl WorkflowDto {
    /// From a state and its duty.
    #[must_use]
    pub fn of(case: &case::Case, duty: &DutyRow) -> Self {
        let mut tasks: Vec<&case::Task> = case.tasks.values().collect();
        tasks.sort_by_key(|task| (task.position, task.parent.is_some(), task.id));
        Self {
            id: case.id.uuid(),
            town: case.town.uuid(),
            duty: duty.into(),
            title: case.title.clone(),
            state: case.state.code().to_owned(),
            urgent: case.urgent,
            official_due: case.official_due.as_ref().map(Into::into),
            started_at: case.started_at,
            ended_at: case.ended_at,
            version: case.seq,
            tasks: tasks.into_iter().map(Into::into).collect(),
            hand_offs: case.hand_offs.values().map(Into::into).collect(),
            waits: case
                .waits
                .values()
                .map(|wait| WaitDto {
                    id: wait.id.uuid(),
                    task: wait.task.uuid(),
                    body: wait.body.map(Into::into),
                    text: wait.text.clone(),
                    received_on: wait.met.as_ref().map(|met| met.on),
                })
                .collect(),
        }
    }
}

/// 代录: how the act of a side that is not in the system was told.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[allow(missing_docs)]
pub struct OnBehalfDto {
    pub on: NaiveDate,
    pub office: Option<String>,
    /// `paper`, `phone` or `visit`.
    pub channel: String,
    pub document_no: Option<String>,
}

impl From<OnBehalfDto> for case::OnBehalf {
    fn from(dto: OnBehalfDto) -> Self {
        Self { on: dto.on, office: dto.office, channel: dto.channel, document_no: dto.document_no }
    }
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// Whether there is a next page.
    pub more: bool,
}

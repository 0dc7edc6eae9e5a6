//! A hand-off of a task's output to one receiver.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hand_off")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workflow_id: Uuid,
    pub task_id: Uuid,
    pub town_id: Uuid,
    /// The receiving body; none where a body sends to the town.
    pub receiver_body_id: Option<Uuid>,
    /// `approval`, `record`, `report`, `transfer`.
    pub kind: String,
    pub feeds_task_id: Option<Uuid>,
    /// `offered`, `signed`, `settled`, `returned`, `objected`, `in_coordination`, `taken_back`, `cancelled`.
    pub state: String,
    pub round: i32,
    pub offered_at: DateTimeUtc,
    pub offered_by: Uuid,
    pub signed_at: Option<DateTimeUtc>,
    pub settled_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub sign_due: Option<Json>,
    pub sign_due_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub answer_due: Option<Json>,
    pub answer_due_at: Option<DateTimeUtc>,
    /// Who at the body holds it.
    pub person_id: Option<Uuid>,
    /// How an approval was answered.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub answer: Option<Json>,
    pub note: Option<String>,
    pub reason: Option<String>,
    pub returned_count: Option<i32>,
    pub document_no: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub extension: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub nudge: Option<Json>,
    /// 商请
    pub request: bool,
    pub sent_count: Option<i32>,
    pub kept_count: i32,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub objection: Option<Json>,
    pub objections: i32,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub coordination: Option<Json>,
    /// `leader`, `duty`, `progress`: who is to decide.
    pub coordination_level: Option<String>,
    pub next_check_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::workflow::Entity", from = "Column::WorkflowId", to = "super::workflow::Column::Id")]
    Workflow,
    #[sea_orm(belongs_to = "super::task::Entity", from = "Column::TaskId", to = "super::task::Column::Id")]
    Task,
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::ReceiverBodyId", to = "super::body::Column::Id")]
    ReceiverBody,
    #[sea_orm(belongs_to = "super::task::Entity", from = "Column::FeedsTaskId", to = "super::task::Column::Id")]
    FeedsTask,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::OfferedBy", to = "super::person::Column::Id")]
    OfferedBy,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::PersonId", to = "super::person::Column::Id")]
    Person,
}

impl ActiveModelBehavior for ActiveModel {}

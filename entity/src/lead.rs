//! A lead on a problem (问题线索); its version is the number of its last event.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lead")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub town_id: Uuid,
    /// Per town and year.
    pub year: i32,
    pub number: i32,
    /// `town`, `office`, `village`: the unit that found it.
    pub unit_kind: String,
    pub unit_id: Uuid,
    /// `noted`, `offered`, `signed`, `returned`, `objected`, `in_coordination`, `answered`, `closed`, `cancelled`.
    pub state: String,
    pub urgent: bool,
    pub receiver_body_id: Option<Uuid>,
    pub duty_id: Option<Uuid>,
    pub workflow_id: Option<Uuid>,
    pub reported_by: Uuid,
    pub reported_at: DateTimeUtc,
    pub sign_due_at: Option<DateTimeUtc>,
    pub answer_due_at: Option<DateTimeUtc>,
    /// The whole state; the columns beside it are for finding.
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    /// The request that reported it.
    pub command_id: Uuid,
    pub next_check_at: Option<DateTimeUtc>,
    pub head_hash: String,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::ReceiverBodyId", to = "super::body::Column::Id")]
    ReceiverBody,
    #[sea_orm(belongs_to = "super::duty::Entity", from = "Column::DutyId", to = "super::duty::Column::Id")]
    Duty,
    #[sea_orm(belongs_to = "super::workflow::Entity", from = "Column::WorkflowId", to = "super::workflow::Column::Id")]
    Workflow,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::ReportedBy", to = "super::person::Column::Id")]
    ReportedBy,
}

impl ActiveModelBehavior for ActiveModel {}

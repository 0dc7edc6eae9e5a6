//! 处理口径: what a coordination led to, kept on the duty until it is changed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "precedent")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub duty_id: Uuid,
    pub town_id: Uuid,
    pub workflow_id: Uuid,
    /// The step of the template about which it was.
    pub step_key: String,
    pub clause: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub outcome: Json,
    pub reason: String,
    pub document_no: Option<String>,
    /// `leader`, `duty`, `progress`: who decided.
    pub level: String,
    pub decided_on: Date,
    pub entered_by_id: Uuid,
    pub entered_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    pub ended_by_id: Option<Uuid>,
    pub ended_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::duty::Entity", from = "Column::DutyId", to = "super::duty::Column::Id")]
    Duty,
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::workflow::Entity", from = "Column::WorkflowId", to = "super::workflow::Column::Id")]
    Workflow,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::EnteredById", to = "super::person::Column::Id")]
    EnteredBy,
}

impl ActiveModelBehavior for ActiveModel {}

//! One time that recurring work came round, and what was started.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recurrence_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub recurrence_id: Uuid,
    /// The day, or the report of the event: with the recurrence it is why nothing is started twice.
    #[sea_orm(primary_key, auto_increment = false)]
    pub occurrence: String,
    pub due_at: Option<DateTimeUtc>,
    /// Whether it was started on a later day than it should have been.
    pub late: bool,
    /// Times before it that were left out.
    pub missed: i32,
    pub workflow_id: Option<Uuid>,
    /// Why nothing was started.
    pub problem: Option<String>,
    /// Who reported the event.
    pub reported_by: Option<Uuid>,
    pub note: Option<String>,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::recurrence::Entity", from = "Column::RecurrenceId", to = "super::recurrence::Column::Id")]
    Recurrence,
    #[sea_orm(belongs_to = "super::workflow::Entity", from = "Column::WorkflowId", to = "super::workflow::Column::Id")]
    Workflow,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::ReportedBy", to = "super::person::Column::Id")]
    ReportedBy,
}

impl ActiveModelBehavior for ActiveModel {}

//! Something that a task waits for and that no task of the system brings.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "external_wait")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workflow_id: Uuid,
    pub task_id: Uuid,
    pub body_id: Option<Uuid>,
    pub party_text: String,
    pub text: String,
    pub met_at: Option<DateTimeUtc>,
    pub met_on: Option<Date>,
    pub document_no: Option<String>,
    pub note: Option<String>,
    pub met_by: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::workflow::Entity", from = "Column::WorkflowId", to = "super::workflow::Column::Id")]
    Workflow,
    #[sea_orm(belongs_to = "super::task::Entity", from = "Column::TaskId", to = "super::task::Column::Id")]
    Task,
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::BodyId", to = "super::body::Column::Id")]
    Body,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::MetBy", to = "super::person::Column::Id")]
    MetBy,
}

impl ActiveModelBehavior for ActiveModel {}

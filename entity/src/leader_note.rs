//! A note of a leader (批示) on a workflow.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leader_note")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workflow_id: Uuid,
    pub text: String,
    pub by_id: Uuid,
    pub written_on: Date,
    pub on_paper: bool,
    pub entered_by_id: Uuid,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::workflow::Entity", from = "Column::WorkflowId", to = "super::workflow::Column::Id")]
    Workflow,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::ById", to = "super::person::Column::Id")]
    By,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::EnteredById", to = "super::person::Column::Id")]
    EnteredBy,
}

impl ActiveModelBehavior for ActiveModel {}

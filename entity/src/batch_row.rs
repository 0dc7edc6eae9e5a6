//! One piece of work of a batch, and what became of it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "batch_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: Uuid,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub work: Json,
    /// The request under which the row is carried out: repeating it starts nothing twice.
    #[sea_orm(unique)]
    pub command_id: Uuid,
    /// `waiting`, `started`, `registered`, `refused`.
    pub state: String,
    pub workflow_id: Option<Uuid>,
    pub problem_code: Option<String>,
    pub problem_words: Option<String>,
    pub done_at: Option<DateTimeUtc>,
    /// No foreign key: the column came later, and SQLite adds none to a table.
    pub incoming_item_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::batch::Entity", from = "Column::BatchId", to = "super::batch::Column::Id")]
    Batch,
    #[sea_orm(belongs_to = "super::workflow::Entity", from = "Column::WorkflowId", to = "super::workflow::Column::Id")]
    Workflow,
}

impl ActiveModelBehavior for ActiveModel {}

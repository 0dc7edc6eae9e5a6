//! What people are changing of a template before it is published.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_id: Uuid,
    /// The version that it was begun from.
    pub base_version_id: Uuid,
    pub duty_text_id: Uuid,
    /// Workflow::template::Template.
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    /// Counts its changes: who changes an older one is told.
    pub revision: i32,
    /// The request that made the latest change.
    pub command_id: Uuid,
    pub changed_at: DateTimeUtc,
    pub changed_by: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::template::Entity", from = "Column::TemplateId", to = "super::template::Column::Id")]
    Template,
}

impl ActiveModelBehavior for ActiveModel {}

//! A version of a template; a published one is never changed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub template_id: Uuid,
    pub number: i32,
    /// `draft`, `published`, `retired`.
    pub state: String,
    pub duty_text_id: Uuid,
    /// Workflow::template::Template.
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    pub created_at: DateTimeUtc,
    pub created_by: Option<Uuid>,
    pub published_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::template::Entity", from = "Column::TemplateId", to = "super::template::Column::Id")]
    Template,
    #[sea_orm(belongs_to = "super::duty_text::Entity", from = "Column::DutyTextId", to = "super::duty_text::Column::Id")]
    DutyText,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::CreatedBy", to = "super::person::Column::Id")]
    CreatedBy,
}

impl ActiveModelBehavior for ActiveModel {}

//! A workflow (办理单); its version is the number of its last event.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "workflow")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub town_id: Uuid,
    pub duty_id: Uuid,
    pub duty_text_id: Uuid,
    pub template_version_id: Uuid,
    pub track_index: i32,
    pub title: String,
    pub incoming_item_id: Option<Uuid>,
    /// `running`, `suspended`, `completed`, `cancelled`.
    pub state: String,
    pub urgent: bool,
    pub official_due_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub official_due: Option<Json>,
    pub started_by: Uuid,
    pub started_at: DateTimeUtc,
    pub suspended_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub head_hash: String,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::duty::Entity", from = "Column::DutyId", to = "super::duty::Column::Id")]
    Duty,
    #[sea_orm(belongs_to = "super::duty_text::Entity", from = "Column::DutyTextId", to = "super::duty_text::Column::Id")]
    DutyText,
    #[sea_orm(
        belongs_to = "super::template_version::Entity",
        from = "Column::TemplateVersionId",
        to = "super::template_version::Column::Id"
    )]
    TemplateVersion,
    #[sea_orm(belongs_to = "super::incoming_item::Entity", from = "Column::IncomingItemId", to = "super::incoming_item::Column::Id")]
    IncomingItem,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::StartedBy", to = "super::person::Column::Id")]
    StartedBy,
}

impl ActiveModelBehavior for ActiveModel {}

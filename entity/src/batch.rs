//! Several pieces of work that were asked for in one go: a meeting's decisions, what an event starts.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub town_id: Uuid,
    /// `meeting`, `event`.
    pub kind: String,
    pub title: String,
    /// The day of the meeting or event.
    pub held_on: Option<Date>,
    pub document_no: Option<String>,
    pub created_by: Uuid,
    pub command_id: Uuid,
    pub created_at: DateTimeUtc,
    /// When the last row was dealt with.
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::CreatedBy", to = "super::person::Column::Id")]
    CreatedBy,
}

impl ActiveModelBehavior for ActiveModel {}

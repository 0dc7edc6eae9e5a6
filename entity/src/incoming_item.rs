//! Something that came in (来件).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incoming_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub town_id: Uuid,
    /// Per town and year.
    pub number: i32,
    pub year: i32,
    pub source: String,
    pub summary: String,
    pub document_no: Option<String>,
    pub from_body_id: Option<Uuid>,
    pub from_text: Option<String>,
    pub limit_at: Option<DateTimeUtc>,
    pub limit_source: String,
    pub received_at: DateTimeUtc,
    pub registered_by: Uuid,
    pub duty_id: Option<Uuid>,
    /// No foreign key: the workflow refers to the item.
    pub workflow_id: Option<Uuid>,
    /// `registered`, `matched`, `started`, `closed`.
    pub state: String,
    pub closing_note: Option<String>,
    pub command_id: Uuid,
    pub created_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::FromBodyId", to = "super::body::Column::Id")]
    FromBody,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::RegisteredBy", to = "super::person::Column::Id")]
    RegisteredBy,
    #[sea_orm(belongs_to = "super::duty::Entity", from = "Column::DutyId", to = "super::duty::Column::Id")]
    Duty,
}

impl ActiveModelBehavior for ActiveModel {}

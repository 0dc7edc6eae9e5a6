//! An imported edition of a town's duty list, with the document itself.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub town_id: Uuid,
    pub sequence: i32,
    /// The month, 2025-07.
    pub label: Option<String>,
    pub file_name: String,
    pub sha256: String,
    pub source: Vec<u8>,
    #[sea_orm(column_type = "JsonBinary")]
    pub declared: Json,
    /// `in_force`, `superseded`.
    pub state: String,
    pub imported_by: Option<Uuid>,
    pub imported_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::ImportedBy", to = "super::person::Column::Id")]
    ImportedBy,
}

impl ActiveModelBehavior for ActiveModel {}

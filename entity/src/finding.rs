//! What the reader noticed in an edition.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub edition_id: Uuid,
    pub severity: String,
    pub code: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub params: Json,
    pub message: String,
    pub line: Option<i32>,
    pub duty_kind: Option<String>,
    pub duty_no: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::edition::Entity", from = "Column::EditionId", to = "super::edition::Column::Id")]
    Edition,
}

impl ActiveModelBehavior for ActiveModel {}

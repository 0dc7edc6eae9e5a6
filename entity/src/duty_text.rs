//! The wording of a duty in one edition.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub duty_id: Uuid,
    pub edition_id: Uuid,
    pub kind: String,
    pub no: i32,
    pub category: Option<String>,
    pub title: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub departments: Json,
    pub outcome: Option<String>,
    pub handling: Option<String>,
    pub line: Option<i32>,
    /// The whole duty_list::Duty.
    #[sea_orm(column_type = "JsonBinary")]
    pub body: Json,
    /// All its words, lower case, without white space.
    pub search: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::duty::Entity", from = "Column::DutyId", to = "super::duty::Column::Id")]
    Duty,
    #[sea_orm(belongs_to = "super::edition::Entity", from = "Column::EditionId", to = "super::edition::Column::Id")]
    Edition,
}

impl ActiveModelBehavior for ActiveModel {}

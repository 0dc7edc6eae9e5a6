//! The working hours that were entered for a county, a town or a body.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_hours")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub level: String,
    /// The town or the body; all zeros for the county.
    pub owner_id: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub seasons: Json,
    pub document_no: String,
    pub entered_by_id: Option<Uuid>,
    pub entered_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

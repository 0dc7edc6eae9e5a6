//! Days that a notice after this program's own data, a county, a town or a body has made working days or days off.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub level: String,
    /// The town or the body; all zeros for the levels that have one owner only.
    pub owner_id: Uuid,
    pub date: Date,
    pub working: bool,
    pub name: String,
    pub document_no: String,
    pub entered_by_id: Option<Uuid>,
    pub entered_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A line of an office's ledger from before the system, kept as it was written.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub town_id: Uuid,
    pub year: i32,
    pub entered_on: Option<Date>,
    pub matter: String,
    pub origin: String,
    pub leader: String,
    pub main_unit: String,
    pub other_units: String,
    pub handler: String,
    pub due: String,
    pub progress: String,
    pub problems: String,
    pub finished: Option<bool>,
    pub remark: String,
    /// Of what makes it the same line: an import that brings it again adds nothing.
    pub fingerprint: String,
    pub imported_by_id: Option<Uuid>,
    pub imported_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::ImportedById", to = "super::person::Column::Id")]
    ImportedBy,
}

impl ActiveModelBehavior for ActiveModel {}

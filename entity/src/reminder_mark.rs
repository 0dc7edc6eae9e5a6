//! That a reminder rule has fired for a subject, so that it never fires twice.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder_mark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub rule: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub occurrence: String,
    pub at: DateTimeUtc,
    /// Workflow::reminder::ReminderMark: how far the reminders of a holding period have gone.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub mark: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

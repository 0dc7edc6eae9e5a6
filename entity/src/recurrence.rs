//! Work of an office that comes round.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recurrence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub town_id: Uuid,
    /// The office that owns it; none: the town's coordinators.
    pub office_id: Option<Uuid>,
    pub duty_id: Uuid,
    pub track_index: i32,
    /// Words of the town steps that are started; empty: all that make a task each time.
    #[sea_orm(column_type = "JsonBinary")]
    pub steps: Json,
    pub title: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub arrangement: Json,
    /// `fixed`, `after`, `event`.
    pub kind: String,
    /// The event by which it is started.
    pub trigger_name: Option<String>,
    /// For an event: how many working days there are.
    pub limit_days: Option<i32>,
    pub limit_source: String,
    pub urgent: bool,
    /// `active`, `paused`, `ended`.
    pub state: String,
    /// Since when it has been at work: what lies before is not late.
    pub since: DateTimeUtc,
    pub next_on: Option<Date>,
    pub next_start_at: Option<DateTimeUtc>,
    pub arranged_by: Uuid,
    #[sea_orm(unique)]
    pub command_id: Uuid,
    pub created_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::office::Entity", from = "Column::OfficeId", to = "super::office::Column::Id")]
    Office,
    #[sea_orm(belongs_to = "super::duty::Entity", from = "Column::DutyId", to = "super::duty::Column::Id")]
    Duty,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::ArrangedBy", to = "super::person::Column::Id")]
    ArrangedBy,
}

impl ActiveModelBehavior for ActiveModel {}

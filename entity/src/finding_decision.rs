//! What was decided about a finding of a town's list, over all editions in which it comes again.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub town_id: Uuid,
    /// A hash of code, parameters, lasting duty and words.
    pub identity: String,
    pub code: String,
    /// `seen`, `put_right`, `no_problem`.
    pub decision: String,
    pub note: Option<String>,
    pub decided_by: Option<Uuid>,
    pub decided_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::DecidedBy", to = "super::person::Column::Id")]
    DecidedBy,
}

impl ActiveModelBehavior for ActiveModel {}

//! About what a person wants messages by a channel, and about what not.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_choice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    /// `workflow::topic::Topic`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic: String,
    /// `mail`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel: String,
    pub wanted: bool,
    pub since: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::PersonId", to = "super::person::Column::Id")]
    Person,
}

impl ActiveModelBehavior for ActiveModel {}

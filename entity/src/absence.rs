//! A time for which somebody is absent, and who acts meanwhile (AB岗代办).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "absence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub substitute_id: Option<Uuid>,
    /// The first day.
    pub from_on: Date,
    /// The last day.
    pub until_on: Date,
    pub named_by_id: Uuid,
    pub created_at: DateTimeUtc,
    pub withdrawn_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::PersonId", to = "super::person::Column::Id")]
    Person,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::SubstituteId", to = "super::person::Column::Id")]
    Substitute,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::NamedById", to = "super::person::Column::Id")]
    NamedBy,
}

impl ActiveModelBehavior for ActiveModel {}

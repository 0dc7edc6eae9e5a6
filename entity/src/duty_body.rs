//! The bodies that a duty names.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_body")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub duty_text_id: Uuid,
    pub body_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub spelling: String,
    pub position: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::duty_text::Entity", from = "Column::DutyTextId", to = "super::duty_text::Column::Id")]
    DutyText,
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::BodyId", to = "super::body::Column::Id")]
    Body,
}

impl ActiveModelBehavior for ActiveModel {}

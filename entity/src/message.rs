//! What is to be told to whom; the record of what was sent.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub recipient_id: Uuid,
    pub kind: String,
    pub town_id: Option<Uuid>,
    pub workflow_id: Option<Uuid>,
    pub task_id: Option<Uuid>,
    pub hand_off_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary")]
    pub params: Json,
    pub due_at: DateTimeUtc,
    pub immediate: bool,
    /// `pending`, `sent`, `kept`, `failed`, `dropped`.
    pub state: String,
    /// `mail`, `page`.
    pub channel: String,
    #[sea_orm(unique)]
    pub dedupe_key: String,
    pub attempts: i32,
    /// The message whose mail carries this one: several that leave together share it.
    pub mail_id: Option<Uuid>,
    /// When its delivery was first begun.
    pub tried_at: Option<DateTimeUtc>,
    /// Since when an attempt runs whose end is not recorded yet.
    pub sending_since: Option<DateTimeUtc>,
    pub last_error: Option<String>,
    pub sent_at: Option<DateTimeUtc>,
    pub subject: Option<String>,
    pub body_text: Option<String>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::RecipientId", to = "super::person::Column::Id")]
    Recipient,
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "super::workflow::Entity", from = "Column::WorkflowId", to = "super::workflow::Column::Id")]
    Workflow,
    #[sea_orm(belongs_to = "super::task::Entity", from = "Column::TaskId", to = "super::task::Column::Id")]
    Task,
    #[sea_orm(belongs_to = "super::hand_off::Entity", from = "Column::HandOffId", to = "super::hand_off::Column::Id")]
    HandOff,
}

impl ActiveModelBehavior for ActiveModel {}

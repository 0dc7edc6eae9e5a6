//! A step of a workflow in the hands of somebody.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workflow_id: Uuid,
    pub town_id: Uuid,
    pub parent_id: Option<Uuid>,
    pub position: i32,
    pub step_key: String,
    /// `town`, `body`.
    pub lane: String,
    pub body_id: Option<Uuid>,
    pub text: String,
    pub nature: Option<String>,
    pub required: bool,
    /// `blocked`, `open`, `handed`, `done`, `left_out`, `cancelled`.
    pub state: String,
    pub round: i32,
    pub holding_period: i32,
    /// `office`, `village`, `body`, `town`.
    pub unit_kind: Option<String>,
    pub unit_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub limit_spec: Option<Json>,
    pub due_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub due: Option<Json>,
    pub any_receiver: bool,
    #[sea_orm(column_type = "JsonBinary")]
    pub plan: Json,
    pub opened_at: Option<DateTimeUtc>,
    pub done_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub result: Option<Json>,
    pub reason: Option<String>,
    /// `none`, `office_lead`, `leader_in_charge`, `first_leader`, `meeting`.
    pub sign_off: String,
    /// What waits for its sign-off.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub signing: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub lent: Option<Json>,
    pub lender_unit_kind: Option<String>,
    pub lender_unit_id: Option<Uuid>,
    pub lender_person_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub extension: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub nudge: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub objection: Option<Json>,
    pub objections: i32,
    pub next_check_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::workflow::Entity", from = "Column::WorkflowId", to = "super::workflow::Column::Id")]
    Workflow,
    #[sea_orm(belongs_to = "super::town::Entity", from = "Column::TownId", to = "super::town::Column::Id")]
    Town,
    #[sea_orm(belongs_to = "Entity", from = "Column::ParentId", to = "Column::Id")]
    Parent,
    #[sea_orm(belongs_to = "super::body::Entity", from = "Column::BodyId", to = "super::body::Column::Id")]
    Body,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::PersonId", to = "super::person::Column::Id")]
    Person,
}

impl ActiveModelBehavior for ActiveModel {}

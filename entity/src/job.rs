//! A unit of work for the queue; who holds it, until when, and how its attempts ended.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    /// `queued`, `running`, `done`, `dead`.
    pub state: String,
    /// Higher goes first.
    pub priority: i32,
    pub run_at: DateTimeUtc,
    /// Attempts that count: a snooze gives its attempt back.
    pub attempts: i32,
    pub max_attempts: i32,
    /// Unique per kind among the queued and running jobs.
    pub dedupe_key: Option<String>,
    /// How often the job was ever claimed; the fence against a holder that lost its lease.
    pub claims: i64,
    pub locked_by: Option<String>,
    pub lease_until: Option<DateTimeUtc>,
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

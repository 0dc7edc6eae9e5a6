//! The statements on `job` and `schedule_tick`, the same for both engines.
//!
//! States are written as literals, since a partial index is not used for a bound parameter.

pub mod claim;
pub mod enqueue;
pub mod lease;
pub mod look;
pub mod settle;
pub mod tend;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sea_query::{Expr, ExprTrait},
};

/// On which PostgreSQL tells of new jobs: the name stands in a migration.
pub(crate) const CHANNEL: &str = "dutyflow_job";

pub(crate) const QUEUED: &str = "queued";
pub(crate) const RUNNING: &str = "running";
pub(crate) const DONE: &str = "done";
pub(crate) const DEAD: &str = "dead";

/// On SQLite the write lock is taken at the start: a read that turns into a write later could not wait for it.
pub(crate) async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let immediate = Some(SqliteTransactionMode::Immediate);
    db.begin_with_options(TransactionOptions { sqlite_transaction_mode: immediate, ..Default::default() }).await
}

/// Only for the constants above.
pub(crate) fn state_is(state: &'static str) -> Expr {
    Expr::col(entity::job::Column::State).eq(Expr::cust(format!("'{state}'")))
}

//! Taking due jobs under a lease; two claimers never get the same one.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement};
use serde_json::Value;

use crate::{
    outcome::Run,
    time::{lease_clock, to_millis},
};

/// A row that this process holds.
#[derive(Clone, Debug)]
pub(crate) struct Claimed {
    pub run: Run,
    pub kind: String,
    /// Unreadable text is the job's fault, not the batch's.
    pub payload: Result<Value, String>,
    /// The fence: the row's count of claims at the time of this one.
    pub claim: i64,
    order: (std::cmp::Reverse<i32>, DateTime<Utc>, i64),
}

/// The table is reached through one statement, so that the choice and the lease are one step on both engines.
const CLAIM: &str = "WITH due AS (\
    SELECT id FROM job WHERE state = 'queued' AND run_at <= $1 ORDER BY priority DESC, run_at, id LIMIT $2{lock}) \
    UPDATE job SET state = 'running', locked_by = $3, lease_until = $4, attempts = attempts + 1, claims = claims + 1 \
    WHERE id IN (SELECT id FROM due) \
    RETURNING id, kind, payload, priority, run_at, attempts, max_attempts, claims";

/// Claims up to `most` jobs that are due at `now`, in their order.
pub(crate) async fn claim(
    db: &impl ConnectionTrait,
    holder: &str,
    now: DateTime<Utc>,
    most: u32,
    lease: Duration,
) -> Result<Vec<Claimed>, DbErr> {
    let engine = db.get_database_backend();
    let lock = if engine == DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    let until = lease_clock() + lease;
    let values = [to_millis(now).into(), i64::from(most).into(), holder.into(), until.into()];
    let statement = Statement::from_sql_and_values(engine, CLAIM.replace("{lock}", lock), values);
    let rows = db.query_all_raw(statement).await?;
    let mut jobs = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    jobs.sort_by_key(|job| job.order);
    Ok(jobs)
}

fn read(row: &QueryResult) -> Result<Claimed, DbErr> {
    let id = row.try_get("", "id")?;
    let count = |column: &str| row.try_get::<i32>("", column).map(|count| count.try_into().unwrap_or(0));
    Ok(Claimed {
        run: Run { id, attempt: count("attempts")?, max_attempts: count("max_attempts")? },
        kind: row.try_get("", "kind")?,
        payload: row.try_get("", "payload").map_err(|error| error.to_string()),
        claim: row.try_get("", "claims")?,
        order: (std::cmp::Reverse(row.try_get("", "priority")?), row.try_get("", "run_at")?, id),
    })
}

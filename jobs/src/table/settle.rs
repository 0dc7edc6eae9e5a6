//! Writing down how attempts ended; a holder that lost its lease changes nothing.

use chrono::{DateTime, Utc};
use entity::job::{Column, Entity};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement,
    sea_query::{Expr, ExprTrait, Query, UpdateStatement},
};
use tracing::{info, warn};

use crate::{
    outcome::{Ending, Outcome, ending},
    table::{DEAD, DONE, QUEUED, RUNNING, begin, claim::Claimed, state_is},
    time::to_millis,
};

/// Errors are for people; a stack of causes longer than this helps nobody.
const LONGEST_ERROR: usize = 2_000;

/// One statement for all that are done: each pair is a job and the claim under which it was done. A list in the text would be planned anew for each length.
const ALL_DONE: &str = "UPDATE job SET state = 'done', finished_at = $1, lease_until = NULL FROM ({pairs}) AS ended \
    WHERE job.id = ended.id AND job.claims = ended.claim AND job.state = 'running'";
const PAIRS_SQLITE: &str = "SELECT value ->> 0 AS id, value ->> 1 AS claim FROM json_each($2)";
const PAIRS_POSTGRES: &str = "SELECT (pair ->> 0)::bigint AS id, (pair ->> 1)::bigint AS claim FROM jsonb_array_elements($2) AS pair";

/// Settles several attempts in one transaction.
pub(crate) async fn settle(db: &DatabaseConnection, now: DateTime<Utc>, ended: &[(Claimed, Outcome)]) -> Result<(), DbErr> {
    let mut done = Vec::new();
    let mut others = Vec::new();
    for (claimed, outcome) in ended {
        match ending(claimed, outcome.clone(), now) {
            Ending::Done => done.push((claimed.run.id, claimed.claim)),
            end => others.push((claimed, end)),
        }
    }
    if others.is_empty() {
        all_done(db, &done, now).await?;
    } else {
        let tx = begin(db).await?;
        for (claimed, end) in &others {
            if tx.execute(&update(claimed, end, now)).await?.rows_affected() == 0 {
                warn!(job = claimed.run.id, kind = claimed.kind, "an attempt ended after its lease was lost; its end is not recorded");
            }
        }
        all_done(&tx, &done, now).await?;
        tx.commit().await?;
    }
    for (claimed, outcome) in ended {
        log(claimed, &ending(claimed, outcome.clone(), now));
    }
    Ok(())
}

async fn all_done(db: &impl ConnectionTrait, jobs: &[(i64, i64)], now: DateTime<Utc>) -> Result<(), DbErr> {
    if jobs.is_empty() {
        return Ok(());
    }
    let engine = db.get_database_backend();
    let pairs = if engine == DbBackend::Postgres { PAIRS_POSTGRES } else { PAIRS_SQLITE };
    let values = [to_millis(now).into(), serde_json::json!(jobs).into()];
    let statement = Statement::from_sql_and_values(engine, ALL_DONE.replace("{pairs}", pairs), values);
    let recorded = db.execute_raw(statement).await?.rows_affected();
    if recorded < jobs.len() as u64 {
        warn!(lost = jobs.len() as u64 - recorded, "attempts ended after their leases were lost; their ends are not recorded");
    }
    Ok(())
}

fn update(claimed: &Claimed, end: &Ending, now: DateTime<Utc>) -> UpdateStatement {
    let mut update = Query::update();
    update.table(Entity).value(Column::LeaseUntil, None::<DateTime<Utc>>);
    match end {
        Ending::Done => update.value(Column::State, DONE).value(Column::FinishedAt, to_millis(now)),
        Ending::Dead { error } => {
            update.value(Column::State, DEAD).value(Column::FinishedAt, to_millis(now)).value(Column::LastError, shortened(error))
        }
        Ending::Again { run_at, error, counted } => {
            update.value(Column::State, QUEUED).value(Column::RunAt, *run_at).value(Column::LockedBy, None::<String>);
            if let Some(error) = error {
                update.value(Column::LastError, shortened(error));
            }
            if !counted {
                update.value(Column::Attempts, Expr::col(Column::Attempts).sub(1));
            }
            &mut update
        }
    };
    update.and_where(Column::Id.eq(claimed.run.id)).and_where(Column::Claims.eq(claimed.claim)).and_where(state_is(RUNNING));
    update.take()
}

fn shortened(error: &str) -> String {
    error.chars().take(LONGEST_ERROR).collect()
}

fn log(claimed: &Claimed, end: &Ending) {
    let (job, kind, attempt) = (claimed.run.id, claimed.kind.as_str(), claimed.run.attempt);
    match end {
        Ending::Done => info!(job, kind, attempt, "job done"),
        Ending::Dead { error } => warn!(job, kind, attempt, error, "job dead"),
        Ending::Again { run_at, error: Some(error), .. } => {
            warn!(job, kind, attempt, error, again_at = %run_at, "job failed, will be retried");
        }
        Ending::Again { run_at, error: None, .. } => info!(job, kind, attempt, again_at = %run_at, "job snoozed"),
    }
}

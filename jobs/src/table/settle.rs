//! Writing down how attempts ended; a holder that lost its lease changes nothing.

use chrono::{DateTime, Utc};
use entity::job::{Column, Entity};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr,
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

/// Settles several attempts in one transaction.
pub(crate) async fn settle(db: &DatabaseConnection, now: DateTime<Utc>, ended: &[(Claimed, Outcome)]) -> Result<(), DbErr> {
    let tx = begin(db).await?;
    let mut done = Vec::new();
    for (claimed, outcome) in ended {
        let end = ending(claimed, outcome.clone(), now);
        if end == Ending::Done {
            done.push((claimed.run.id, claimed.claim));
        } else if tx.execute(&update(claimed, &end, now)).await?.rows_affected() == 0 {
            warn!(job = claimed.run.id, kind = claimed.kind, "an attempt ended after its lease was lost; its end is not recorded");
        }
        log(claimed, &end);
    }
    if !done.is_empty() {
        let recorded = tx.execute(&all_done(&done, now)).await?.rows_affected();
        if recorded < done.len() as u64 {
            warn!(lost = done.len() as u64 - recorded, "attempts ended after their leases were lost; their ends are not recorded");
        }
    }
    tx.commit().await
}

fn all_done(jobs: &[(i64, i64)], now: DateTime<Utc>) -> UpdateStatement {
    let fence = Expr::tuple([Expr::col(Column::Id), Expr::col(Column::Claims)]).in_tuples(jobs.iter().copied());
    Query::update()
        .table(Entity)
        .value(Column::State, DONE)
        .value(Column::FinishedAt, to_millis(now))
        .value(Column::LeaseUntil, None::<DateTime<Utc>>)
        .and_where(state_is(RUNNING))
        .and_where(fence)
        .to_owned()
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

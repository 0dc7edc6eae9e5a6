//! Keeping, losing and giving back leases.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use entity::job::{Column, Entity};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};
use tracing::warn;

use crate::{
    table::{DEAD, QUEUED, RUNNING, state_is},
    time::{lease_clock, to_millis},
};

/// Prolongs the leases of these jobs; gives back the (id, claim) pairs that are still the holder's.
pub(crate) async fn renew(db: &impl ConnectionTrait, holder: &str, ids: &[i64], lease: Duration) -> Result<HashSet<(i64, i64)>, DbErr> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let update = Query::update()
        .table(Entity)
        .value(Column::LeaseUntil, lease_clock() + lease)
        .and_where(state_is(RUNNING))
        .and_where(Column::LockedBy.eq(holder))
        .and_where(Column::Id.is_in(ids.iter().copied()))
        .returning(Query::returning().columns([Column::Id, Column::Claims]))
        .to_owned();
    let rows = db.query_all(&update).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "claims")?))).collect()
}

/// Takes jobs from holders whose lease has run out: queued again at once, or dead at the cap, since a crash is an attempt.
pub(crate) async fn take_over(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, DbErr> {
    let late = lease_clock();
    let expired: Vec<(i64, i64, String, i32, i32, Option<String>)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Claims, Column::Kind, Column::Attempts, Column::MaxAttempts, Column::LockedBy])
        .filter(state_is(RUNNING))
        .filter(Column::LeaseUntil.lt(late))
        .into_tuple()
        .all(db)
        .await?;
    let mut taken = 0;
    for (id, claim, kind, attempts, cap, holder) in expired {
        let dead = attempts >= cap;
        let holder = holder.unwrap_or_default();
        let update = Query::update()
            .table(Entity)
            .value(Column::State, if dead { DEAD } else { QUEUED })
            .value(Column::LockedBy, None::<String>)
            .value(Column::LeaseUntil, None::<DateTime<Utc>>)
            .value(Column::FinishedAt, dead.then(|| to_millis(now)))
            .value(Column::LastError, format!("the lease of {holder} ran out: its process died or lost the database"))
            .and_where(Column::Id.eq(id))
            .and_where(Column::Claims.eq(claim))
            .and_where(state_is(RUNNING))
            .and_where(Column::LeaseUntil.lt(late))
            .to_owned();
        let rows = db.execute(&update).await?.rows_affected();
        if rows == 1 {
            warn!(job = id, kind, attempt = attempts, holder, dead, "took a job over: its lease had run out");
        }
        taken += rows;
    }
    Ok(taken)
}

/// Gives back what was claimed but never begun; the attempt does not count.
pub(crate) async fn release(db: &impl ConnectionTrait, holder: &str, begun: &[i64]) -> Result<u64, DbErr> {
    let mut update = Entity::update_many()
        .col_expr(Column::State, Expr::value(QUEUED))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1))
        .col_expr(Column::LockedBy, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(state_is(RUNNING))
        .filter(Column::LockedBy.eq(holder));
    if !begun.is_empty() {
        update = update.filter(Column::Id.is_not_in(begun.iter().copied()));
    }
    Ok(update.exec(db).await?.rows_affected)
}

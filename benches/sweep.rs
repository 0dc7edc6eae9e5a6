//! What a sweep costs: 1,000 tasks whose reminder day it is, out of ten thousand, a hundred thousand and a million open tasks; and a sweep that finds nothing.
//!
//! ```text
//! cargo bench -p dutyflow --bench sweep -- [TASKS]...                            on SQLite
//! scripts/with-postgres cargo bench -p dutyflow --bench sweep -- [TASKS]...      on PostgreSQL
//! ```
//!
//! The tasks are copies of those of one workflow that was started by the program, two in each, held by 200 people. Each measured sweep is the whole one: it
//! holds each workflow, reads it, asks the policy, and writes mark, digest and next check, a transaction a task.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a program for the console of whoever measures"
)]
#![allow(dead_code, unused_imports, reason = "the stage of the tests can do more")]

#[path = "../tests/harness"]
mod harness {
    #[path = "db.rs"]
    pub mod db;
    #[path = "ids.rs"]
    pub mod ids;
    #[path = "smtp.rs"]
    pub mod smtp;
}
#[path = "../tests/jobs/stage.rs"]
mod stage;

use std::time::{Duration, Instant};

use dutyflow::service::sweep::{Swept, sweep};
use dutyflow::store::ConnectionTrait;
use entity::{task, workflow};
use sea_orm::sea_query::{Expr, Iden};
use sea_orm::{DbBackend, EntityTrait, Iterable, QueryFilter, Statement};
use stage::{DOES, Stage, at};

/// Reminder days at a time.
const DUE: usize = 1_000;
/// People who hold the tasks.
const CLERKS: u128 = 200;
/// Measured sweeps of each kind; the middle one counts.
const ROUNDS: usize = 5;
/// Copies a statement.
const CHUNK: usize = 25_000;
const ORIGINAL: &str = "高龄津贴";

fn main() {
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(measure(&sizes));
}

async fn measure(sizes: &[usize]) {
    let stage = Stage::without_server().await;
    for number in 0..CLERKS {
        stage.add_clerk(1_000 + number).await;
    }
    stage.clock.set(at("2026-01-05 10:30"));
    stage.begin_for(1_000, ORIGINAL, false, Some(7)).await;
    // The third working day before the date of the second step.
    let now = at("2026-01-09 10:05");
    stage.clock.set(now);
    sweep(&stage.tools, now).await.unwrap();
    let db = stage.db.store.write();
    let engine = db.get_database_backend();
    println!("{:<10} {:>10} {:>8} {:>12} {:>14} {:>12}", "engine", "open", "due", "sweep ms", "ms a due task", "nothing ms");
    let (mut copied, mut used) = (0, 0);
    for size in sizes {
        let wanted = size / 2;
        while copied < wanted {
            let next = (copied + CHUNK).min(wanted);
            copy(db, copied, next).await;
            copied = next;
        }
        if engine == DbBackend::Postgres {
            // As its housekeeping would in an hour.
            db.execute_unprepared("VACUUM ANALYZE task").await.unwrap();
            db.execute_unprepared("VACUUM ANALYZE workflow").await.unwrap();
        }
        let (mut full, mut idle) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            make_due(db, used, now).await;
            used += DUE;
            let (took, swept) = timed(&stage).await;
            assert_eq!((swept.looked_at, swept.reminders, swept.failed), (DUE, DUE, 0));
            full.push(took);
            let (took, swept) = timed(&stage).await;
            assert_eq!(swept.looked_at, 0);
            idle.push(took);
        }
        let (full, idle) = (middle(full), middle(idle));
        let name = if engine == DbBackend::Postgres { "postgresql" } else { "sqlite" };
        println!("{name:<10} {:>10} {DUE:>8} {full:>12.0} {:>14.2} {idle:>12.1}", copied * 2, full / DUE as f64);
    }
}

async fn timed(stage: &Stage) -> (Duration, Swept) {
    let started = Instant::now();
    let swept = sweep(&stage.tools, stage.tools.now()).await.unwrap();
    (started.elapsed(), swept)
}

/// In milliseconds.
fn middle(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1_000.0
}

/// Copies the workflow with its tasks; none of the copies is due. Their numbers and ids stay in `copies`.
async fn copy(db: &impl ConnectionTrait, from: usize, to: usize) {
    let engine = db.get_database_backend();
    let uuid = if engine == DbBackend::Postgres { "gen_random_uuid()" } else { "randomblob(16)" };
    if from == 0 {
        db.execute_unprepared(
            "CREATE TABLE clerks AS SELECT row_number() OVER () - 1 AS k, person_id AS id FROM role_grant WHERE role = 'staff'",
        )
        .await
        .unwrap();
        let empty = format!("CREATE TABLE copies AS SELECT 0 AS n, {uuid} AS w, {uuid} AS sends, {uuid} AS does WHERE 1 = 0");
        db.execute_unprepared(&empty).await.unwrap();
        db.execute_unprepared("CREATE INDEX ix_copies ON copies (n)").await.unwrap();
    }
    let numbers = format!(
        "INSERT INTO copies WITH RECURSIVE numbers(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {to}) \
         SELECT n, {uuid}, {uuid}, {uuid} FROM numbers"
    );
    db.execute_unprepared(&numbers).await.unwrap();
    let (columns, values) = listed(workflow::Column::iter(), |column| match column {
        "id" => Some("copies.w"),
        "title" => Some("'a copy'"),
        _ => None,
    });
    let workflows = format!(
        "INSERT INTO workflow ({columns}) SELECT {values} FROM copies CROSS JOIN workflow AS original \
         WHERE original.title = '{ORIGINAL}' AND copies.n >= {from} AND copies.n < {to}"
    );
    db.execute_unprepared(&workflows).await.unwrap();
    let own = format!("CASE WHEN original.step_key = '{DOES}' THEN copies.does ELSE copies.sends END");
    let (columns, values) = listed(task::Column::iter(), |column| match column {
        "id" => Some(own.as_str()),
        "workflow_id" => Some("copies.w"),
        "person_id" => Some("clerks.id"),
        "next_check_at" => Some("$1"),
        _ => None,
    });
    let tasks = format!(
        "INSERT INTO task ({columns}) SELECT {values} FROM copies JOIN clerks ON clerks.k = copies.n % {CLERKS} CROSS JOIN task AS original \
         WHERE original.workflow_id = (SELECT id FROM workflow WHERE title = '{ORIGINAL}') AND copies.n >= {from} AND copies.n < {to}"
    );
    db.execute_raw(Statement::from_sql_and_values(engine, tasks, [at("2026-03-02 10:00").into()])).await.unwrap();
}

/// The columns, and what is copied into each.
fn listed<'a, C: Iden>(columns: impl Iterator<Item = C>, own: impl Fn(&str) -> Option<&'a str>) -> (String, String) {
    let names: Vec<String> = columns.map(|column| column.to_string()).collect();
    let values: Vec<String> = names.iter().map(|name| own(name).map_or_else(|| format!("original.{name}"), str::to_owned)).collect();
    (names.join(", "), values.join(", "))
}

/// The reminder day of the next copies has come.
async fn make_due(db: &impl ConnectionTrait, from: usize, now: chrono::DateTime<chrono::Utc>) {
    let due = format!("id IN (SELECT does FROM copies WHERE n >= {from} AND n < {})", from + DUE);
    let update = task::Entity::update_many().col_expr(task::Column::NextCheckAt, Expr::value(now)).filter(Expr::cust(due));
    assert_eq!(update.exec(db).await.unwrap().rows_affected, DUE as u64);
}

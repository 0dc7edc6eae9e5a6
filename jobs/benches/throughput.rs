//! How many jobs a second are enqueued and executed, beside the same row changes through the bare driver in the same run.
//!
//! ```text
//! cargo bench -p jobs --bench throughput -- [JOBS]      on SQLite, and on the server that DUTYFLOW_TEST_POSTGRES names
//! ```
//!
//! `enqueue` is one job a transaction, from eight tasks at once. `execute` is claim, run and record, with 24 attempts at a time of a job that does
//! nothing. The bare driver does the same inserts, and claims and settles as many rows at a time as the worker may, one batch after the other.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a program for the console of whoever measures")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeZone, Utc};
use jobs::{Config, Context, DeliverMessage, Outcome, PruneOld, RecountDates, Run, RunBatch, SweepDue, Wake};
use migration::Migrator;
use sea_orm::sqlx::{self, AssertSqlSafe, Executor, PgPool, SqlitePool};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use sea_orm_migration::MigratorTrait;
use tokio::sync::Notify;
use uuid::Uuid;

/// Attempts at a time, the same for every queue that is measured.
const CONCURRENCY: usize = 24;
/// Tasks that enqueue at a time.
const CLIENTS: u64 = 8;

fn main() {
    let jobs = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(20_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        println!("{:<12} {:<10} {:>12} {:>14} {:>8}", "engine", "what", "jobs/s", "bare driver/s", "ratio");
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("queue.sqlite").display());
        measure("sqlite", &url, jobs).await;
        if let Some(server) = server() {
            let admin = Database::connect(&server).await.unwrap();
            let name = format!("dutyflow_bench_{}", std::process::id());
            admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
            measure("postgresql", &on_database(&server, &name), jobs).await;
            admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
        }
    });
}

#[expect(clippy::disallowed_methods, reason = "the server to measure on is named from outside")]
fn server() -> Option<String> {
    std::env::var("DUTYFLOW_TEST_POSTGRES").ok()
}

fn on_database(server: &str, name: &str) -> String {
    let start = server.find("://").map_or(0, |at| at + 3);
    let end = server[start..].find('/').map_or(server.len(), |at| start + at);
    format!("{}/{name}", &server[..end])
}

async fn measure(engine: &str, url: &str, jobs: u64) {
    let db = connect(url).await;
    Migrator::up(&db, None).await.unwrap();
    let bare = bare_enqueue(&db, jobs).await;
    let ours = enqueue(&db, jobs).await;
    tell(engine, "enqueue", jobs, ours, bare);
    let ours = execute(&db, jobs).await;
    reset(&db).await;
    let bare = bare_execute(&db, jobs).await;
    tell(engine, "execute", jobs, ours, bare);
    db.close().await.unwrap();
}

fn tell(engine: &str, what: &str, jobs: u64, ours: Duration, bare: Duration) {
    let rate = |took: Duration| jobs as f64 / took.as_secs_f64();
    println!("{engine:<12} {what:<10} {:>12.0} {:>14.0} {:>8.2}", rate(ours), rate(bare), rate(ours) / rate(bare));
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false);
    if url.starts_with("sqlite") {
        options.max_connections(1).map_sqlx_sqlite_opts(|sqlite| sqlite.pragma("journal_mode", "WAL").pragma("synchronous", "FULL"));
    } else {
        options.max_connections(10);
    }
    Database::connect(options).await.unwrap()
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 1, 0, 0).unwrap()
}

/// Runs `one` for each number, from several tasks at once.
async fn from_clients<F, W>(jobs: u64, one: F) -> Duration
where
    F: Fn(u64) -> W + Clone + Send + 'static,
    W: Future<Output = ()> + Send,
{
    let started = Instant::now();
    let next = Arc::new(AtomicU64::new(0));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (next, one) = (Arc::clone(&next), one.clone());
            tokio::spawn(async move {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= jobs {
                        return;
                    }
                    one(n).await;
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    started.elapsed()
}

async fn enqueue(db: &DatabaseConnection, jobs: u64) -> Duration {
    let db = db.clone();
    from_clients(jobs, move |n| {
        let db = db.clone();
        async move {
            let immediate = Some(SqliteTransactionMode::Immediate);
            let options = TransactionOptions { sqlite_transaction_mode: immediate, ..Default::default() };
            let tx = db.begin_with_options(options).await.unwrap();
            let id = Uuid::from_u128(u128::from(n));
            jobs::enqueue(&tx, now(), &DeliverMessage { message_id: id }, now(), Some(&id.to_string())).await.unwrap();
            tx.commit().await.unwrap();
        }
    })
    .await
}

/// The columns that the queue fills, by hand.
const INSERT: &str = "INSERT INTO job (kind, payload, state, priority, run_at, attempts, max_attempts, dedupe_key, claims, created_at) \
    VALUES ('deliver-message', $1, 'queued', 0, $2, 0, 19, $3, 0, $2) \
    ON CONFLICT (kind, dedupe_key) WHERE state IN ('queued', 'running') DO NOTHING RETURNING id";

async fn bare_enqueue(db: &DatabaseConnection, jobs: u64) -> Duration {
    let took = if db.get_database_backend() == sea_orm::DbBackend::Sqlite {
        let pool: SqlitePool = db.get_sqlite_connection_pool().clone();
        from_clients(jobs, move |n| {
            let pool = pool.clone();
            async move {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
                let id = Uuid::from_u128(u128::from(n)).to_string();
                let payload = serde_json::json!({ "message_id": id });
                sqlx::query(INSERT).bind(payload).bind(now()).bind(id).fetch_optional(&mut *tx).await.unwrap();
                tx.commit().await.unwrap();
            }
        })
        .await
    } else {
        let pool: PgPool = db.get_postgres_connection_pool().clone();
        from_clients(jobs, move |n| {
            let pool = pool.clone();
            async move {
                let mut tx = pool.begin().await.unwrap();
                let id = Uuid::from_u128(u128::from(n)).to_string();
                let payload = serde_json::json!({ "message_id": id });
                sqlx::query(INSERT).bind(payload).bind(now()).bind(id).fetch_optional(&mut *tx).await.unwrap();
                tx.commit().await.unwrap();
            }
        })
        .await
    };
    db.execute_unprepared("DELETE FROM job").await.unwrap();
    took
}

async fn reset(db: &DatabaseConnection) {
    let again = "UPDATE job SET state = 'queued', attempts = 0, claims = 0, locked_by = NULL, lease_until = NULL, finished_at = NULL";
    db.execute_unprepared(again).await.unwrap();
    if db.get_database_backend() == sea_orm::DbBackend::Postgres {
        db.execute_unprepared("VACUUM ANALYZE job").await.unwrap();
    }
}

/// A program whose jobs do nothing.
#[derive(Clone)]
struct Nothing {
    db: DatabaseConnection,
    wake: Wake,
    left: Arc<AtomicU64>,
    all_done: Arc<Notify>,
}

impl Context for Nothing {
    fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    fn now(&self) -> DateTime<Utc> {
        now()
    }

    fn wake(&self) -> &Wake {
        &self.wake
    }

    async fn sweep_due(&self, _job: SweepDue, _run: Run) -> Outcome {
        Outcome::Done
    }

    async fn deliver_message(&self, _job: DeliverMessage, _run: Run) -> Outcome {
        if self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.all_done.notify_one();
        }
        Outcome::Done
    }

    async fn prune_old(&self, _job: PruneOld, _run: Run) -> Outcome {
        Outcome::Done
    }

    async fn recount_dates(&self, _job: RecountDates, _run: Run) -> Outcome {
        Outcome::Done
    }

    async fn run_batch(&self, _job: RunBatch, _run: Run) -> Outcome {
        Outcome::Done
    }
}

async fn execute(db: &DatabaseConnection, jobs: u64) -> Duration {
    let ctx = Nothing { db: db.clone(), wake: Wake::new(), left: Arc::new(AtomicU64::new(jobs)), all_done: Arc::default() };
    let all_done = Arc::clone(&ctx.all_done);
    let config = Config { concurrency: CONCURRENCY, schedules: &[], ..Config::default() };
    let started = Instant::now();
    // The worker returns when every end is recorded.
    jobs::run_workers(ctx, config, async move { all_done.notified().await }).await.unwrap();
    let took = started.elapsed();
    let left =
        db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), "SELECT COUNT(*) AS n FROM job WHERE state <> 'done'"));
    assert_eq!(left.await.unwrap().unwrap().try_get::<i64>("", "n").unwrap(), 0, "every job is done");
    took
}

async fn bare_execute(db: &DatabaseConnection, jobs: u64) -> Duration {
    let lock = if db.get_database_backend() == sea_orm::DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    let claim = format!(
        "WITH due AS (SELECT id FROM job WHERE state = 'queued' AND run_at <= $1 ORDER BY priority DESC, run_at, id LIMIT {CONCURRENCY}{lock}) \
         UPDATE job SET state = 'running', locked_by = 'bench', lease_until = $1, attempts = attempts + 1, claims = claims + 1 \
         WHERE id IN (SELECT id FROM due) RETURNING id, payload"
    );
    let mut done = 0;
    let started = Instant::now();
    while done < jobs {
        let ids: Vec<i64> = if db.get_database_backend() == sea_orm::DbBackend::Sqlite {
            let pool = db.get_sqlite_connection_pool();
            sqlx::query_as::<_, (i64, serde_json::Value)>(AssertSqlSafe(claim.clone()))
                .bind(now())
                .fetch_all(pool)
                .await
                .unwrap()
                .into_iter()
                .map(|row| row.0)
                .collect()
        } else {
            let pool = db.get_postgres_connection_pool();
            sqlx::query_as::<_, (i64, serde_json::Value)>(AssertSqlSafe(claim.clone()))
                .bind(now())
                .fetch_all(pool)
                .await
                .unwrap()
                .into_iter()
                .map(|row| row.0)
                .collect()
        };
        let list = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let settle =
            format!("UPDATE job SET state = 'done', finished_at = $1, lease_until = NULL WHERE state = 'running' AND id IN ({list})");
        if db.get_database_backend() == sea_orm::DbBackend::Sqlite {
            db.get_sqlite_connection_pool().execute(sqlx::query(AssertSqlSafe(settle)).bind(now())).await.unwrap();
        } else {
            db.get_postgres_connection_pool().execute(sqlx::query(AssertSqlSafe(settle)).bind(now())).await.unwrap();
        }
        done += ids.len() as u64;
    }
    started.elapsed()
}

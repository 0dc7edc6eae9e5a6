//! What the program adds to its own SQL when a workflow of 30 steps is started in one transaction: beside the same statements and the same commit
//! through the bare driver, in the same run, on SQLite and, where a server is given, on PostgreSQL.
//!
//! ```text
//! scripts/with-postgres cargo bench --bench start
//! ```
//!
//! The duty is made up: 24 steps of the town, every fourth of which asks a department for approval, and six of the department. Two databases are made
//! alike, with the same clock and seed. In one, workflows are started by the program; in the other, the bare driver repeats each start's statements.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a program for the console of whoever measures; criterion's macros make items without words"
)]

#[macro_use]
mod bare;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeZone, Utc};
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use duty_list::{DutyKind, DutyRef};
use dutyflow::service::import::{NewList, import_list};
use dutyflow::service::start::{NewWorkflow, start};
use dutyflow::service::{self, Actor, Tools, duties, towns};
use dutyflow::store::{Location, Store, grants, migrate, people};
use sea_orm::sqlx::postgres::{PgArguments, PgConnection};
use sea_orm::sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Arguments, AssertSqlSafe, Connection, Executor};
use sea_orm::{Statement, Value};
use tokio::runtime::Runtime;
use workflow::calendar::Calendar;
use workflow::clock::SteppedClock;
use workflow::ids::{DutyId, IdGen};
use workflow::people::{Grant, Role, Scope, Viewer};
use workflow::settings::TownLimits;

/// Steps of the workflow that is started.
const STEPS: usize = 30;

fn list() -> String {
    let mut town = String::new();
    let mut department = String::new();
    for n in 1..=24 {
        if n % 4 == 0 {
            write!(town, "{n}. 将第{n}类对象的申请材料报县民政局审批；").unwrap();
            write!(department, "{}. 对镇上报的第{n}类对象的申请材料进行审批；", n / 4).unwrap();
        } else {
            write!(town, "{n}. 对第{n}类对象逐户核实并填写登记表；").unwrap();
        }
    }
    format!(
        "配合履职事项清单\n序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n1\t民生服务\t三十个环节的事项\t县民政局\t{department}\t{town}\n"
    )
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 2, 2, 0, 0).unwrap()
}

/// A town with the one duty, and its coordinator.
struct Town {
    tools: Tools,
    coordinator: Viewer,
    duty: DutyId,
    seen: Arc<Mutex<Vec<Statement>>>,
}

/// The same in every database: clock and seed are.
async fn town(location: Location, folder: &Path) -> Town {
    let mut store = Store::connect(location).await.unwrap();
    migrate::migrate(&store, folder, now()).await.unwrap();
    let seen: Arc<Mutex<Vec<Statement>>> = Arc::default();
    let told = Arc::clone(&seen);
    store.observe(move |_, statement| told.lock().unwrap().push(statement.clone()));
    let calendar = Calendar::xinjiang().unwrap().into();
    let clock = Arc::new(SteppedClock::new(now()));
    let tools = Tools { store, clock, ids: Arc::new(IdGen::new([30; 32])), calendar, wake: jobs::Wake::new() };
    let by = Actor::Console;
    towns::create_county(&tools, by, "示例县", "xinjiang").await.unwrap();
    let town = towns::add_town(&tools, by, "示例镇").await.unwrap();
    let limits = TownLimits { sign: Some(2), answer: Some(5), step: Some(5) };
    let new =
        NewList { town, file_name: "清单.txt".to_owned(), bytes: list().into_bytes(), limits: Some(limits), allow_other_town: true };
    import_list(&tools, by, new, |_| {}).await.unwrap();
    let id = tools.ids.next(now());
    let person = people::NewPerson { id, name: "示例一".to_owned(), phone: None, login: None, mail: None, language: "zh".to_owned() };
    let tx = tools.store.begin().await.unwrap();
    people::create(&tx, &person, now()).await.unwrap();
    grants::give(&tx, tools.ids.next(now()), id, Grant { role: Role::Coordinator, scope: Scope::town(town) }, now()).await.unwrap();
    tx.commit().await.unwrap();
    let coordinator = grants::viewer(tools.store.read(), id, now()).await.unwrap().unwrap();
    let duty = duties::by_ref(&tools, town, DutyRef { kind: DutyKind::Cooperative, no: 1 }).await.unwrap().row.duty;
    let version = duties::show(&tools, &coordinator, duty).await.unwrap().version.unwrap();
    let steps = version.content.tracks[0].steps.iter().filter(|step| step.required).count();
    assert_eq!(steps, STEPS, "the made-up duty has other steps than it was made for");
    Town { tools, coordinator, duty, seen }
}

enum Bare {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Both sides on one engine.
struct Pair {
    ours: Town,
    bare: Bare,
    started: usize,
}

impl Pair {
    /// Starts so many workflows, each repeated by the bare driver: what either took.
    async fn both(&mut self, n: u64) -> (Duration, Duration) {
        let mut took = (Duration::ZERO, Duration::ZERO);
        for _ in 0..n {
            self.started += 1;
            let wanted = NewWorkflow {
                duty: self.ours.duty,
                track: 0,
                title: format!("第{}项工作", self.started),
                urgent: false,
                incoming: None,
                official: None,
                holders: BTreeMap::new(),
                limits: BTreeMap::new(),
            };
            self.ours.seen.lock().unwrap().clear();
            let request = service::Request { viewer: &self.ours.coordinator, command: self.ours.tools.command() };
            let began = Instant::now();
            start(&self.ours.tools, request, wanted).await.unwrap();
            took.0 += began.elapsed();
            let statements = std::mem::take(&mut *self.ours.seen.lock().unwrap());
            took.1 += self.bare.repeat(&statements).await;
        }
        took
    }
}

impl Bare {
    async fn repeat(&mut self, statements: &[Statement]) -> Duration {
        /// The same on either driver, whose types have nothing in common.
        macro_rules! repeat {
            ($connection:expr, $arguments:ty, $begin:literal) => {{
                let bound: Vec<_> = statements.iter().map(|s| (s.sql.clone(), bind!($arguments, s))).collect();
                let began = Instant::now();
                $connection.execute($begin).await.unwrap();
                for (sql, arguments) in bound {
                    sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_all(&mut *$connection).await.unwrap();
                }
                $connection.execute("COMMIT").await.unwrap();
                began.elapsed()
            }};
        }
        match self {
            Self::Sqlite(connection) => repeat!(connection, SqliteArguments, "BEGIN IMMEDIATE"),
            Self::Postgres(connection) => repeat!(connection, PgArguments, "BEGIN"),
        }
    }
}

fn measure(c: &mut Criterion, engine: &str, runtime: &Runtime, pair: Pair) {
    let pair = RefCell::new(pair);
    let mut group = c.benchmark_group(format!("start {STEPS} steps, {engine}"));
    group.sampling_mode(SamplingMode::Flat).sample_size(20);
    group.bench_function("Dutyflow", |b| b.iter_custom(|n| runtime.block_on(pair.borrow_mut().both(n)).0));
    group.bench_function("the same statements, bare driver", |b| b.iter_custom(|n| runtime.block_on(pair.borrow_mut().both(n)).1));
    group.finish();
}

fn sqlite(c: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let pair = runtime.block_on(async {
        let [ours, copy] = ["ours.sqlite", "copy.sqlite"].map(|name| folder.path().join(name));
        let ours = town(Location::Sqlite(ours), folder.path()).await;
        drop(town(Location::Sqlite(copy.clone()), folder.path()).await);
        let options = SqliteConnectOptions::new().filename(copy).journal_mode(SqliteJournalMode::Wal).foreign_keys(true);
        let bare = SqliteConnection::connect_with(&options.synchronous(SqliteSynchronous::Full)).await.unwrap();
        Pair { ours, bare: Bare::Sqlite(bare), started: 0 }
    });
    measure(c, "SQLite", &runtime, pair);
}

fn postgres(c: &mut Criterion) {
    let Ok(server) = std::env::var("DUTYFLOW_TEST_POSTGRES") else {
        println!("PostgreSQL is left out: run under scripts/with-postgres");
        return;
    };
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let pair = runtime.block_on(async {
        let mut admin = PgConnection::connect(&server).await.unwrap();
        let base = server.rsplit_once('/').unwrap().0.to_owned();
        for name in ["start_ours", "start_copy"] {
            admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        }
        let ours = town(Location::Postgres(format!("{base}/start_ours")), folder.path()).await;
        let copy = format!("{base}/start_copy");
        drop(town(Location::Postgres(copy.clone()), folder.path()).await);
        Pair { ours, bare: Bare::Postgres(PgConnection::connect(&copy).await.unwrap()), started: 0 }
    });
    measure(c, "PostgreSQL", &runtime, pair);
}

criterion_group!(benches, sqlite, postgres);
criterion_main!(benches);

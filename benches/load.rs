//! What the program adds to its own SQL on SQLite: 我的工作, the overdue page and a state change, beside the same statements and the same commit through the
//! bare driver in the same run, with ten thousand and a hundred thousand open tasks.
//!
//! ```text
//! cargo bench --bench load -- [OPEN TASKS]…
//! ```
//!
//! A county of ten towns; every clerk has about 25 open tasks, so ten times the work is done by ten times the people; in each town the first tasks are late,
//! as many in the small county as in the big one. Pages are asked of the whole router, with a session, as HTML; the state change is a task that is reported
//! done through the API. Each request's statements are kept with their values. The bare driver then repeats them, request by request, on a copy of the file
//! taken before the first one: reads one after the other on one connection, writes in one transaction with its commit.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a program for the console of whoever measures"
)]

#[macro_use]
mod bare;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use chrono::{DateTime, TimeZone, Utc};
use duty_list::{DutyKind, DutyRef};
use dutyflow::app;
use dutyflow::auth::{cookie, session, token};
use dutyflow::config::Config;
use dutyflow::service::import::{NewList, import_list};
use dutyflow::service::start::{NewWorkflow, start};
use dutyflow::service::{self, Actor, Tools, duties, towns};
use dutyflow::state::AppState;
use dutyflow::store::{Location, Store, grants, migrate, people, work};
use sea_orm::sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Arguments, AssertSqlSafe, Connection, Executor};
use sea_orm::{ConnectionTrait, Statement, Value};
use tower::ServiceExt;
use workflow::calendar::Calendar;
use workflow::case::TaskState;
use workflow::clock::SteppedClock;
use workflow::ids::{DutyId, IdGen, OfficeId, PersonId, TaskId, TownId};
use workflow::people::{Grant, Holder, Role, Scope, Unit, Viewer};
use workflow::settings::TownLimits;
use workflow::template::Party;

const LIST: &[u8] = include_bytes!("../data/aheqi-zhen-2025-07.txt");
const TOWNS: usize = 10;
/// Open tasks that a clerk has, about.
const EACH: usize = 25;
/// Open tasks of a town that are late.
const LATE: usize = 100;
/// Requests of a kind that are measured, and those before that are not.
const REQUESTS: usize = 200;
const BEFORE: usize = 20;

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 100_000] } else { sizes };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        println!(
            "{:>9} {:<14} {:>10} {:>10} {:>12} {:>10} {:>8} {:>8} {:>11}",
            "open", "request", "median ms", "p95 ms", "bare p95 ms", "ratio p95", "SQL", "bytes", "CPU ms each"
        );
        let mut smallest: BTreeMap<&str, f64> = BTreeMap::new();
        for size in sizes {
            for (name, p95) in measure(size).await {
                match smallest.get(name) {
                    Some(first) => println!("          {name}: grows {:.2} times", p95 / first),
                    None => drop(smallest.insert(name, p95)),
                }
            }
        }
    });
}

/// The statements of a request in their order; true: on the connection that writes.
type Statements = Vec<(bool, Statement)>;

/// A county with its work.
struct County {
    tools: Tools,
    clock: Arc<SteppedClock>,
    clerks: Vec<Clerk>,
    supervisors: Vec<PersonId>,
    seen: Arc<Mutex<Statements>>,
}

struct Clerk {
    person: PersonId,
    town: TownId,
    office: OfficeId,
}

/// One kind of request as it was measured.
struct Measured {
    took: Vec<Duration>,
    statements: Vec<Statements>,
    bytes: usize,
    cpu: Duration,
}

async fn measure(size: usize) -> Vec<(&'static str, f64)> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("county.sqlite");
    let county = build(&file, size).await;
    let open = count(&county.tools.store, "SELECT count(*) FROM task WHERE state = 'open'").await;
    let copy = folder.path().join("copy.sqlite");
    let sql = format!("VACUUM INTO '{}'", copy.display());
    county.tools.store.write().execute_unprepared(&sql).await.unwrap();

    let mut config = Config::default();
    config.database.data_dir = folder.path().to_owned();
    let mailer = dutyflow::worker::mailer(&config).unwrap();
    let router = app::router(AppState { tools: county.tools.clone(), mailer, config: Arc::new(config) });

    let mut pages = Vec::new();
    for clerk in county.clerks.iter().step_by((county.clerks.len() / (REQUESTS + BEFORE)).max(1)) {
        pages.push(page("/work", &cookie_of(&county.tools, clerk.person).await));
    }
    let mine = ask(&router, &county, (0..REQUESTS + BEFORE).map(|n| pages[n % pages.len()].clone())).await;
    let mut pages = Vec::new();
    for person in &county.supervisors {
        pages.push(page("/overdue", &cookie_of(&county.tools, *person).await));
    }
    let late = ask(&router, &county, (0..REQUESTS + BEFORE).map(|n| pages[n % pages.len()].clone())).await;
    let changes = ask(&router, &county, completions(&county).await.into_iter()).await;

    let mut told = Vec::new();
    for (name, ours) in [("my work", mine), ("overdue", late), ("state change", changes)] {
        let bare = repeat(&copy, &ours.statements).await;
        let (p95, bare) = (share(&ours.took, 95), share(&bare, 95));
        let sql = ours.statements.iter().map(Vec::len).sum::<usize>() / ours.statements.len();
        let cpu = ours.cpu.as_secs_f64() * 1000.0 / ours.took.len() as f64;
        println!(
            "{open:>9} {name:<14} {:>10.2} {p95:>10.2} {bare:>12.2} {:>10.2} {sql:>8} {:>8} {cpu:>11.2}",
            share(&ours.took, 50),
            p95 / bare,
            ours.bytes
        );
        told.push((name, p95));
    }
    drop(router);
    told
}

/// The value below which so many of a hundred lie, in milliseconds.
fn share(took: &[Duration], percent: usize) -> f64 {
    let mut took = took.to_vec();
    took.sort();
    took[(took.len() * percent / 100).min(took.len() - 1)].as_secs_f64() * 1000.0
}

async fn count(store: &Store, sql: &str) -> i64 {
    let row = store.read().query_one_raw(Statement::from_string(sea_orm::DbBackend::Sqlite, sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

// ---- the county ----

fn day(day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, day, 2, 0, 0).unwrap()
}

async fn build(file: &Path, size: usize) -> County {
    let seen: Arc<Mutex<Statements>> = Arc::default();
    let mut store = Store::connect(Location::Sqlite(file.to_owned())).await.unwrap();
    migrate::migrate(&store, &file.with_extension("backups"), day(2)).await.unwrap();
    let told = Arc::clone(&seen);
    store.observe(move |writes, statement| told.lock().unwrap().push((writes, statement.clone())));
    // What is built here may be lost; what is measured may not.
    store.write().execute_unprepared("PRAGMA synchronous = OFF").await.unwrap();
    let clock = Arc::new(SteppedClock::new(day(2)));
    let calendar = Calendar::xinjiang().unwrap().into();
    let tools = Tools { store, clock: clock.clone(), ids: Arc::new(IdGen::new([11; 32])), calendar, wake: jobs::Wake::new() };
    let by = Actor::Console;
    towns::create_county(&tools, by, "阿合奇县", "xinjiang").await.unwrap();
    let mut county = County { tools, clock, clerks: Vec::new(), supervisors: Vec::new(), seen };
    let mut plans: Vec<TownPlan> = Vec::new();
    for at in 0..TOWNS {
        plans.push(town(&mut county, at, size / TOWNS / EACH).await);
    }
    let rounds = (TOWNS * LATE, size);
    for (until, today) in [(rounds.0, day(2)), (rounds.1, day(23))] {
        county.clock.set(today);
        let mut at = 0;
        while count(&county.tools.store, "SELECT count(*) FROM task WHERE state = 'open'").await < i64::try_from(until).unwrap() {
            for plan in &mut plans {
                for _ in 0..if until > 5_000 { 20 } else { 2 } {
                    plan.start_next(&county, at).await;
                    at += 1;
                }
            }
            county.seen.lock().unwrap().clear();
        }
    }
    county.tools.store.write().execute_unprepared("PRAGMA synchronous = FULL").await.unwrap();
    county.tools.store.write().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    county
}

/// A town whose work is started: its coordinator, its clerks by their place in the county, and the duties with their steps.
struct TownPlan {
    coordinator: Viewer,
    clerks: Vec<(OfficeId, PersonId)>,
    duties: Vec<(DutyId, usize, Vec<String>)>,
}

async fn town(county: &mut County, at: usize, clerks: usize) -> TownPlan {
    let tools = &county.tools;
    let by = Actor::Console;
    let name = format!("第{}镇", at + 1);
    let town = towns::add_town(tools, by, &name).await.unwrap();
    let limits = TownLimits { sign: Some(2), answer: Some(5), step: Some(5) };
    let new = NewList { town, file_name: "清单.txt".to_owned(), bytes: LIST.to_vec(), limits: Some(limits), allow_other_town: true };
    import_list(tools, by, new, |_| {}).await.unwrap();
    let mut offices = Vec::new();
    for name in ["党政办公室", "民生服务办", "农业农村办", "村镇建设办", "综治办"] {
        offices.push(towns::add_office(tools, by, town, name).await.unwrap());
    }
    let coordinator = person(tools, Role::Coordinator, Scope::town(town)).await;
    county.supervisors.push(person(tools, Role::Supervisor, Scope::town(town)).await);
    let mut own = Vec::new();
    for n in 0..clerks.max(1) {
        let office = offices[n % offices.len()];
        let person = person(tools, Role::Staff, Scope::Office { town, office }).await;
        county.clerks.push(Clerk { person, town, office });
        own.push((office, person));
    }
    let coordinator = grants::viewer(tools.store.read(), coordinator, tools.now()).await.unwrap().unwrap();
    let mut duties = Vec::new();
    for no in 1..=127 {
        let duty = duties::by_ref(tools, town, DutyRef { kind: DutyKind::Cooperative, no }).await.unwrap().row.duty;
        let Some(version) = duties::show(tools, &coordinator, duty).await.unwrap().version else { continue };
        // the first part that has something to start
        let starts = |step: &workflow::template::Step| step.required && step.party == Party::Town;
        let Some(track) = version.content.tracks.iter().position(|track| track.steps.iter().any(starts)) else { continue };
        let steps = version.content.tracks[track].steps.iter().filter(|step| starts(step)).map(|step| step.key.clone()).collect();
        duties.push((duty, track, steps));
    }
    TownPlan { coordinator, clerks: own, duties }
}

async fn person(tools: &Tools, role: Role, scope: Scope) -> PersonId {
    let now = tools.now();
    let id: PersonId = tools.ids.next(now);
    let new = people::NewPerson {
        id,
        name: format!("示例{}", id.uuid().simple()),
        phone: None,
        login: Some(id.uuid().simple().to_string()),
        mail: None,
        language: "zh".to_owned(),
    };
    let tx = tools.store.begin().await.unwrap();
    people::create(&tx, &new, now).await.unwrap();
    people::set_password(&tx, id, "none", false).await.unwrap();
    grants::give(&tx, tools.ids.next(now), id, Grant { role, scope }, now).await.unwrap();
    tx.commit().await.unwrap();
    id
}

impl TownPlan {
    async fn start_next(&self, county: &County, at: usize) {
        let (duty, track, steps) = &self.duties[at % self.duties.len()];
        let (office, person) = self.clerks[at % self.clerks.len()];
        let holder = Holder { unit: Unit::Office(office), person: Some(person) };
        let wanted = NewWorkflow {
            duty: *duty,
            track: *track,
            title: format!("第{at}项工作"),
            urgent: false,
            incoming: None,
            official: None,
            holders: steps.iter().map(|step| (step.clone(), holder)).collect(),
            limits: BTreeMap::new(),
        };
        let request = service::Request { viewer: &self.coordinator, command: county.tools.command() };
        start(&county.tools, request, wanted).await.unwrap();
    }
}

// ---- the requests ----

#[derive(Clone)]
struct Asked {
    method: Method,
    path: String,
    name: header::HeaderName,
    value: String,
    key: Option<String>,
}

impl Asked {
    fn request(&self) -> Request<Body> {
        let mut request = Request::builder().method(self.method.clone()).uri(&self.path).header(header::HOST, "dutyflow.example");
        request = request.header(self.name.clone(), &self.value);
        let mut body = Body::empty();
        if let Some(key) = &self.key {
            request = request.header("idempotency-key", key).header(header::CONTENT_TYPE, "application/json");
            body = Body::from("{}");
        }
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40000))));
        request
    }
}

fn page(path: &str, cookie: &str) -> Asked {
    Asked { method: Method::GET, path: path.to_owned(), name: header::COOKIE, value: cookie.to_owned(), key: None }
}

async fn cookie_of(tools: &Tools, id: PersonId) -> String {
    let person = people::find(tools.store.read(), id).await.unwrap().unwrap();
    let (secret, _) = session::open(&tools.store, &tools.ids, &person, tools.now()).await.unwrap();
    format!("{}={secret}", cookie::name(false))
}

/// Tasks that their clerk can report done, one of each clerk, as requests.
async fn completions(county: &County) -> Vec<Asked> {
    let tools = &county.tools;
    let mut asked = Vec::new();
    for clerk in county.clerks.iter().cycle().take(county.clerks.len() * EACH) {
        let viewer = grants::viewer(tools.store.read(), clerk.person, tools.now()).await.unwrap().unwrap();
        debug_assert!(viewer.towns().contains(&clerk.town) && viewer.units().contains(&Unit::Office(clerk.office)));
        let mine = work::mine(&viewer, tools.store.read()).await.unwrap();
        let (_, secret) = token::create(&tools.store, &tools.ids, clerk.person, "load", None, tools.now()).await.unwrap();
        let open = mine.into_iter().filter(|task| task.state == TaskState::Open).map(|task| task.id);
        for task in open.skip(asked.len() % 3).take(4).collect::<Vec<TaskId>>() {
            let key = tools.command().uuid().to_string();
            let path = format!("/api/v1/tasks/{task}/complete");
            let value = format!("Bearer {secret}");
            asked.push(Asked { method: Method::POST, path, name: header::AUTHORIZATION, value, key: Some(key) });
        }
        if asked.len() >= 4 * (REQUESTS + BEFORE) {
            break;
        }
    }
    asked
}

/// Asks one after the other, until so many were answered well; a task that goes to a body cannot be simply done and does not count.
async fn ask(router: &Router, county: &County, requests: impl Iterator<Item = Asked>) -> Measured {
    let mut measured = Measured { took: Vec::new(), statements: Vec::new(), bytes: 0, cpu: Duration::ZERO };
    let mut good = 0;
    for asked in requests {
        if good == BEFORE + REQUESTS {
            break;
        }
        county.seen.lock().unwrap().clear();
        let (cpu, started) = (cpu(), Instant::now());
        let response = router.clone().oneshot(asked.request()).await.unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let took = started.elapsed();
        if status == StatusCode::CONFLICT {
            continue;
        }
        assert_eq!(status, StatusCode::OK, "{}: {}", asked.path, String::from_utf8_lossy(&bytes));
        good += 1;
        // Also the warm-up changed something that the bare driver has to repeat.
        measured.statements.push(std::mem::take(&mut *county.seen.lock().unwrap()));
        if good > BEFORE {
            measured.took.push(took);
            measured.cpu += self::cpu().saturating_sub(cpu);
            measured.bytes = bytes.len();
        }
    }
    assert_eq!(good, BEFORE + REQUESTS, "too few requests");
    measured
}

/// The processor's time that this process has used.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let own = |text: &str| text.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<u64>().ok()).unwrap_or_default();
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else { return Duration::from_nanos(own(&stat)) };
    let used = threads.filter_map(|thread| std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok());
    Duration::from_nanos(used.map(|text| own(&text)).sum())
}

// ---- the bare driver ----

/// Repeats what was asked on the copy, as it was before; those of the warm-up are not counted.
async fn repeat(copy: &Path, requests: &[Statements]) -> Vec<Duration> {
    let options = SqliteConnectOptions::new().filename(copy).journal_mode(SqliteJournalMode::Wal).foreign_keys(true);
    let mut writer = SqliteConnection::connect_with(&options.clone().synchronous(SqliteSynchronous::Full)).await.unwrap();
    let mut reader = SqliteConnection::connect_with(&options.read_only(true)).await.unwrap();
    let mut took = Vec::new();
    for (at, request) in requests.iter().enumerate() {
        let bound: Vec<(bool, &str, SqliteArguments)> =
            request.iter().map(|(writes, statement)| (*writes, statement.sql.as_str(), bind!(SqliteArguments, statement))).collect();
        let started = Instant::now();
        let mut begun = false;
        for (writes, sql, arguments) in bound {
            if writes && !begun {
                writer.execute("BEGIN IMMEDIATE").await.unwrap();
                begun = true;
            }
            let on = if writes { &mut writer } else { &mut reader };
            let rows = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments).fetch_all(on).await;
            rows.unwrap_or_else(|error| panic!("{error}: {sql}"));
        }
        if begun {
            writer.execute("COMMIT").await.unwrap();
        }
        if at >= BEFORE {
            took.push(started.elapsed());
        }
    }
    took
}

//! The processes of a run: this test's own program, started again as a worker, killed and replaced.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use dutyflow::mail::Mailer;
use dutyflow::mail::transport::{Protection, Server, Transport};
use dutyflow::service::Tools;
use dutyflow::store::{Location, Store};
use dutyflow::worker::Worker;
use serde_json::{Value, json};
use tokio::process::{Child, Command};
use workflow::calendar::Calendar;
use workflow::clock::Clock;
use workflow::ids::IdGen;

use super::super::stage::{Stage, URL};
use super::seed_bytes;
use crate::harness::program::until;
use crate::harness::smtp::SmtpServer;

/// In the environment of a worker: where it works.
const PLACE: &str = "DUTYFLOW_TEST_WORKER";

/// The clock that all processes share: a file that is replaced as a whole.
#[derive(Debug)]
struct FileClock(PathBuf);

impl Clock for FileClock {
    fn now(&self) -> DateTime<Utc> {
        std::fs::read_to_string(&self.0).unwrap().parse().unwrap()
    }
}

/// No test: what a worker process does, which a run starts and kills. Started without a place it has nothing to do.
#[tokio::test]
async fn a_worker_of_a_run_works_until_it_is_killed() {
    let Some(place) = place() else { return };
    let text = |key: &str| place[key].as_str().unwrap().to_owned();
    let location = match text("engine").as_str() {
        "sqlite" => Location::Sqlite(PathBuf::from(text("database"))),
        _ => text("database").parse().unwrap(),
    };
    let tools = Tools {
        store: Store::connect(location).await.unwrap(),
        clock: Arc::new(FileClock(PathBuf::from(text("clock")))),
        ids: Arc::new(IdGen::new(seed_bytes(place["seed"].as_u64().unwrap(), 9))),
        calendar: Calendar::xinjiang().unwrap().into(),
        wake: jobs::Wake::new(),
    };
    let transport = Transport::smtp(Server {
        host: "127.0.0.1".to_owned(),
        port: u16::try_from(place["port"].as_u64().unwrap()).unwrap(),
        protection: Protection::None,
        login: None,
        ca: None,
        from: "履职流转 <dutyflow@example.test>".parse().unwrap(),
    });
    let worker = Worker::new(tools, Mailer::new(transport.unwrap(), URL));
    let config =
        jobs::Config { concurrency: 4, lease: Duration::from_millis(1_200), poll: Duration::from_millis(40), ..jobs::Config::default() };
    let work = || jobs::run_workers(worker.clone(), config, std::future::pending());
    let (one, two) = tokio::join!(work(), work());
    panic!("a worker died by itself: {one:?} {two:?}");
}

#[expect(clippy::disallowed_methods, reason = "the tests' own switch is not part of the configuration")]
fn place() -> Option<Value> {
    std::env::var(PLACE).ok().map(|text| serde_json::from_str(&text).unwrap())
}

#[expect(clippy::disallowed_methods, reason = "the tests' own switch is not part of the configuration")]
fn postmaster() -> PathBuf {
    std::env::var("DUTYFLOW_TEST_POSTGRES_PID").expect("scripts/with-postgres runs with DUTYFLOW_POSTGRES_RESTARTS").into()
}

/// The processes: on SQLite one with two workers, on PostgreSQL two of them.
pub(super) struct Crew {
    place: Value,
    clock: PathBuf,
    processes: Vec<Child>,
    started: u64,
    on_postgres: bool,
    pub(super) kills: usize,
    pub(super) restarts: usize,
}

impl Crew {
    pub(super) fn hire(stage: &Stage, server: &SmtpServer, seed: u64) -> Self {
        let clock = stage.db.place.dir().join("clock");
        let (engine, database) = match stage.tools.store.location() {
            Location::Sqlite(file) => ("sqlite", file.to_str().unwrap().to_owned()),
            Location::Postgres(url) => ("postgres", url.clone()),
        };
        let place = json!({ "engine": engine, "database": database, "clock": clock, "port": server.address.port(), "seed": seed });
        let on_postgres = engine == "postgres";
        let mut crew = Self { place, clock, processes: Vec::new(), started: 0, on_postgres, kills: 0, restarts: 0 };
        crew.tell_the_time(stage.clock.now());
        for _ in 0..if on_postgres { 2 } else { 1 } {
            let child = crew.start();
            crew.processes.push(child);
        }
        crew
    }

    pub(super) fn tell_the_time(&self, now: DateTime<Utc>) {
        let half = self.clock.with_extension("part");
        std::fs::write(&half, now.to_rfc3339()).unwrap();
        std::fs::rename(&half, &self.clock).unwrap();
    }

    fn start(&mut self) -> Child {
        self.started += 1;
        self.place["seed"] = json!(self.place["seed"].as_u64().unwrap().wrapping_add(1_000_003 * self.started));
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "jobs::fault_run::process::a_worker_of_a_run_works_until_it_is_killed", "--nocapture"]);
        command.env(PLACE, self.place.to_string()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.kill_on_drop(true).spawn().unwrap()
    }

    /// kill -9 after a while of work: one process, or on PostgreSQL sometimes both; others take their place.
    pub(super) async fn kill(&mut self, after: Duration, which: usize) {
        let _ = tokio::time::timeout(after, std::future::pending::<()>()).await;
        let victims: Vec<usize> = if self.on_postgres && which < 2 { vec![which] } else { (0..self.processes.len()).collect() };
        for victim in victims {
            self.processes[victim].kill().await.unwrap();
            self.processes[victim] = self.start();
        }
        self.kills += 1;
    }

    /// The server of the database stops as after a loss of power, and is started again.
    pub(super) async fn restart_database(&mut self, after: Duration) {
        if !self.on_postgres || !can_restart() {
            return;
        }
        let _ = tokio::time::timeout(after, std::future::pending::<()>()).await;
        let number = |file: &Path| std::fs::read_to_string(file).ok()?.lines().next()?.trim().parse::<u32>().ok();
        let before = number(&postmaster()).expect("the server runs");
        assert!(Command::new("kill").args(["-QUIT", &before.to_string()]).status().await.unwrap().success());
        until("the database is there again", async || number(&postmaster()).filter(|after| *after != before)).await;
        self.restarts += 1;
    }

    /// Waits until the workers have done what is due: the minute's sweep, and every job.
    pub(super) async fn until_all_is_done(&mut self, stage: &Stage, now: DateTime<Utc>) {
        until("the workers have done what is due", async || {
            // While the database is away there is nothing to be seen.
            let seen = jobs::overview(stage.tools.store.read(), now).await.ok()?;
            let swept = seen.ticks.iter().any(|tick| tick.schedule == "sweep-due" && tick.last == Some(now));
            (swept && seen.waiting == 0 && seen.running == 0).then_some(())
        })
        .await;
        for process in &mut self.processes {
            assert!(process.try_wait().unwrap().is_none(), "a worker died by itself");
        }
    }

    pub(super) async fn dismiss(&mut self) {
        for process in &mut self.processes {
            process.kill().await.unwrap();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the tests' own switch is not part of the configuration")]
fn can_restart() -> bool {
    std::env::var_os("DUTYFLOW_TEST_POSTGRES_PID").is_some()
}

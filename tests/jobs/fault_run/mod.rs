//! Weeks of reminders with everything going wrong: processes killed, the database restarted, a mail server that refuses every third recipient. Afterwards
//! the policy, the messages and the server's own log must agree.
//!
//! The clock is stepped and shared by all processes through a file. `scripts/fault-run` is the long form; every run prints its seed.

mod judge;
mod process;

use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use dutyflow::service::act::Of;
use workflow::calendar::local_date;
use workflow::case::{Command, Result};
use workflow::clock::Clock;
use workflow::ids::{HandOffId, IdGen, TaskId, WorkflowId};

use super::stage::{DOES, LIAISON, SENDS, Stage, at, task};
use crate::harness::db::start;
use crate::harness::smtp::SmtpServer;
use process::Crew;

/// The first of the clerks that are added; the numbers below belong to the stage.
const FIRST_CLERK: u128 = 1_000;

/// How large a run is.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// Workflows, each with two open tasks.
    workflows: usize,
    clerks: usize,
    /// Its last day.
    until: &'static str,
    kills: usize,
    /// On PostgreSQL.
    restarts: usize,
}

const SHORT: Size = Size { workflows: 24, clerks: 6, until: "2026-01-13", kills: 3, restarts: 1 };
const LONG: Size = Size { workflows: 1_000, clerks: 197, until: "2026-01-26", kills: 100, restarts: 10 };

/// What happens to a workflow, by the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Its second step is done on the evening of this day, or never.
    Done(Option<NaiveDate>),
    /// It rests from the evening of one day to that of another.
    Rests(NaiveDate, NaiveDate),
    /// Its first step is sent to the body, and signed for on a later evening, or never.
    Sent(NaiveDate, Option<NaiveDate>),
    /// It was begun in the night and is urgent.
    Urgent,
}

/// A workflow of the run.
#[derive(Debug, Clone)]
struct Work {
    title: String,
    workflow: WorkflowId,
    clerk: u128,
    fate: Fate,
    does: TaskId,
    sends: TaskId,
    /// Of the step in the office.
    due: Option<NaiveDate>,
    hand_off: Option<HandOffId>,
    begun: DateTime<Utc>,
    /// When the step in the office was done.
    done: Option<DateTime<Utc>>,
    /// From when to when it rested.
    rest: Option<(DateTime<Utc>, DateTime<Utc>)>,
    handed: Option<DateTime<Utc>>,
    signed: Option<DateTime<Utc>>,
}

/// Numbers from a seed.
struct Chance(IdGen);

impl Chance {
    fn below(&self, most: usize) -> usize {
        let number = u64::from_le_bytes(self.0.bytes::<8>());
        usize::try_from(number % u64::try_from(most.max(1)).unwrap()).unwrap()
    }
}

fn seed_bytes(seed: u64, salt: u8) -> [u8; 32] {
    let mut bytes = [salt; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes
}

#[tokio::test]
async fn nothing_is_lost_sent_twice_or_sent_at_the_wrong_time_whatever_fails() {
    let (size, seed) = asked().map_or((SHORT, 7), |seed| (LONG, seed));
    println!("seed {seed}, {size:?}");
    let began = Instant::now();
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let chance = Chance(IdGen::new(seed_bytes(seed, 1)));
    server.make_weather(seed_bytes(seed, 2), stage.clock.clone());
    let mut crew = Crew::hire(&stage, &server, seed);
    let works = run(&stage, &mut crew, &chance, size).await;
    let figures = judge::judge(&stage, &server, &works, size).await;
    crew.dismiss().await;
    println!(
        "{} mails taken by the server, {} times trouble, {} of these the receipt of a mail it had taken; messages: {figures}; {} kills, {} restarts of the database, {} s",
        server.mails().len(),
        server.refused(),
        server.receipts_lost(),
        crew.kills,
        crew.restarts,
        began.elapsed().as_secs()
    );
    assert_eq!(crew.kills, size.kills, "all of them happened");
}

/// The seed of a long run, as scripts/fault-run gives it.
#[expect(clippy::disallowed_methods, reason = "the tests' own switch is not part of the configuration")]
pub(super) fn asked() -> Option<u64> {
    std::env::var("DUTYFLOW_TEST_FAULTS").ok().map(|seed| seed.parse().expect("a number"))
}

/// The moments at which the clock stands, in working time every quarter of an hour.
fn steps(size: Size) -> Vec<DateTime<Utc>> {
    let last = size.until.parse::<NaiveDate>().unwrap();
    let mut steps = Vec::new();
    for day in monday().iter_days().take_while(|day| *day <= last) {
        let on = |time: &str| at(&format!("{day} {time}"));
        steps.extend(["02:10", "08:30", "09:59"].map(on));
        let mut time = on("10:00");
        while time <= on("19:30") {
            steps.push(time);
            time += TimeDelta::minutes(15);
        }
        steps.extend(["19:40", "23:00"].map(on));
    }
    steps.retain(|step| *step > start());
    steps
}

/// The first day.
fn monday() -> NaiveDate {
    local_date(start())
}

async fn run(stage: &Stage, crew: &mut Crew, chance: &Chance, size: Size) -> Vec<Work> {
    for clerk in 0..size.clerks {
        stage.add_clerk(FIRST_CLERK + u128::try_from(clerk).unwrap()).await;
    }
    let mut works = Vec::new();
    for number in 0..size.workflows {
        works.push(begin(stage, chance, size, number).await);
    }
    let steps = steps(size);
    // Half of the kills fall on the busy moments of a morning, the others anywhere.
    let busy: Vec<usize> = (0..steps.len()).filter(|at| is_busy(stage, steps[*at])).collect();
    let mut kills: Vec<usize> =
        (0..size.kills).map(|number| if number % 2 == 0 { busy[chance.below(busy.len())] } else { chance.below(steps.len()) }).collect();
    kills.sort_unstable();
    let mut restarts: Vec<usize> = (0..size.restarts).map(|_| busy[chance.below(busy.len())]).collect();
    restarts.sort_unstable();
    for (number, now) in steps.into_iter().enumerate() {
        stage.clock.set(now);
        crew.tell_the_time(now);
        for _ in kills.iter().filter(|kill| **kill == number) {
            crew.kill(Duration::from_micros(u64::try_from(chance.below(600_000)).unwrap()), chance.below(3)).await;
        }
        for _ in restarts.iter().filter(|restart| **restart == number) {
            crew.restart_database(Duration::from_micros(u64::try_from(chance.below(300_000)).unwrap())).await;
        }
        crew.until_all_is_done(stage, now).await;
        if now == at(&format!("{} 19:40", local_date(now))) {
            evening(stage, &mut works, local_date(now)).await;
        }
        if now == at(&format!("{} 02:10", local_date(now))) && number < 150 {
            works.push(urgent(stage, chance, size, works.len()).await);
            crew.until_all_is_done(stage, now).await;
        }
    }
    works
}

fn is_busy(stage: &Stage, now: DateTime<Utc>) -> bool {
    let day = local_date(now);
    stage.tools.calendar.county().is_working_day(day) && [at(&format!("{day} 10:00")), at(&format!("{day} 10:15"))].contains(&now)
}

/// A clerk's number. The last eighth of them have the workflows that rest.
fn clerk(chance: &Chance, size: Size, rests: bool) -> u128 {
    let resting = (size.clerks / 8).max(1);
    let number = if rests { size.clerks - 1 - chance.below(resting) } else { chance.below(size.clerks - resting) };
    FIRST_CLERK + u128::try_from(number).unwrap()
}

async fn begin(stage: &Stage, chance: &Chance, size: Size, number: usize) -> Work {
    let day = |from: usize, most: usize| monday() + TimeDelta::days(i64::try_from(from + chance.below(most)).unwrap());
    let fate = match number % 8 {
        0 => {
            let from = day(0, 4);
            Fate::Rests(from, from + TimeDelta::days(3 + i64::try_from(chance.below(5)).unwrap()))
        }
        1 => Fate::Sent(day(0, 3), Some(day(3, 4))),
        2 => Fate::Sent(day(0, 3), None),
        3 | 4 => Fate::Done(None),
        _ => Fate::Done(Some(day(0, 18))),
    };
    let clerk = clerk(chance, size, matches!(fate, Fate::Rests(..)));
    let days = u32::try_from(5 + chance.below(7)).unwrap();
    work(stage, format!("第{number}件事"), clerk, fate, Some(days)).await
}

async fn urgent(stage: &Stage, chance: &Chance, size: Size, number: usize) -> Work {
    let clerk = clerk(chance, size, false);
    work(stage, format!("第{number}件急事"), clerk, Fate::Urgent, None).await
}

async fn work(stage: &Stage, title: String, clerk: u128, fate: Fate, days: Option<u32>) -> Work {
    let case = stage.begin_for(clerk, &title, fate == Fate::Urgent, days).await;
    let does = task(&case, DOES);
    Work {
        title,
        workflow: case.id,
        clerk,
        fate,
        due: does.due.as_ref().map(|due| local_date(due.at)),
        does: does.id,
        sends: task(&case, SENDS).id,
        hand_off: None,
        begun: stage.clock.now(),
        done: None,
        rest: None,
        handed: None,
        signed: None,
    }
}

/// What people do after the working hours of a day, so that it is clear what a mail of that day may still say.
async fn evening(stage: &Stage, works: &mut [Work], day: NaiveDate) {
    let now = stage.clock.now();
    for work in works {
        match work.fate {
            Fate::Done(Some(on)) if on == day => {
                let result = Result { note: Some("已核实".to_owned()), ..Result::default() };
                stage.act(work.clerk, Of::Task(work.does), Command::Complete { task: work.does, result, on_behalf: None }).await;
                work.done = Some(now);
            }
            Fate::Rests(from, _) if from == day => {
                let reason = "等待上级文件".to_owned();
                stage.act(super::stage::COORDINATOR, Of::Workflow(work.workflow), Command::Suspend { reason }).await;
                work.rest = Some((now, at("2030-01-01 00:00")));
            }
            Fate::Rests(_, until) if until == day => {
                stage.act(super::stage::COORDINATOR, Of::Workflow(work.workflow), Command::Resume).await;
                work.rest = work.rest.map(|(from, _)| (from, now));
            }
            Fate::Sent(on, _) if on == day => {
                let case = stage.case(work.workflow).await;
                let case = stage.hand_off_by(work.clerk, &case).await;
                work.hand_off = case.hand_offs.keys().next().copied();
                work.handed = Some(now);
            }
            Fate::Sent(_, Some(on)) if on == day => {
                let hand_off = work.hand_off.unwrap();
                stage.act(LIAISON, Of::HandOff(hand_off), Command::Sign { hand_off, on_behalf: None }).await;
                work.signed = Some(now);
            }
            _ => {}
        }
    }
}

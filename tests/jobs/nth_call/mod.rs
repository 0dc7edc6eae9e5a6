//! Faults at the n-th call, for n = 1, 2, 3 … until a course passes without one: a call to the database, or an answer of the mail server. Whoever is told
//! that something failed does it again; afterwards nothing is lost, nothing is there twice, and the history agrees with the rows and with the server's log.

mod interrupt;
mod proxy;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use duty_list::HandKind;
use dutyflow::service::act::{self, Of};
use dutyflow::service::start::{self, NewWorkflow};
use dutyflow::service::{Request, ServiceError};
use dutyflow::store::messages::{self, MessageState};
use dutyflow::store::{ConnectionTrait, Store, cases, grants};
use workflow::calendar::{Limit, LimitSource};
use workflow::case::history::{check_chain, rebuild};
use workflow::case::{Command, LimitSpec, Receiver};
use workflow::clock::Clock;
use workflow::ids::{CommandId, PersonId, WorkflowId};
use workflow::people::{Holder, Unit};

use super::fault_run::asked;
use super::stage::{CLERK, COORDINATOR, DOES, SENDS, Stage, at, task};
use crate::harness::db::{Place, server};
use crate::harness::ids::id;
use crate::harness::smtp::{SmtpServer, Trouble};
use interrupt::Interrupt;
use proxy::{Loss, Proxy};

/// When the workers work: after the change, when the burst leaves, on a reminder day, when the time for signing is over, and when
/// that is told. A row at which a sweep failed is met by the next one.
const STOPS: [&str; 7] = [
    "2026-01-05 11:00",
    "2026-01-05 11:15",
    "2026-01-06 10:00",
    "2026-01-08 10:00",
    "2026-01-08 10:15",
    "2026-01-09 10:00",
    "2026-01-09 10:05",
];
/// So many courses at a time.
const AT_A_TIME: usize = 6;

/// What fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Database(Loss),
    Mail(u16),
    MailLine,
    MailReceipt,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_call_that_does_not_arrive_loses_nothing_and_doubles_nothing() {
    each(Fault::Database(Loss::Call)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_call_whose_answer_is_lost_loses_nothing_and_doubles_nothing() {
    if server().is_some() {
        each(Fault::Database(Loss::Answer)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_of_the_mail_server_that_says_no_or_is_lost_loses_nothing_and_doubles_nothing() {
    for fault in [Fault::Mail(450), Fault::Mail(554), Fault::MailLine, Fault::MailReceipt] {
        each(fault).await;
    }
}

/// Courses with the fault at the first call, the second, and so on, until one has fewer calls. With the other tests it is every so many calls only;
/// `scripts/fault-run calls` takes each.
#[expect(clippy::print_stdout, reason = "what the run found is for whoever started it")]
async fn each(fault: Fault) {
    let every = match fault {
        _ if asked().is_some() => 1,
        Fault::Database(_) => 11,
        _ => 4,
    };
    let template = template().await;
    let (_, expected) = course(&template, fault, usize::MAX).await;
    assert!(expected.len() >= 7, "the course has something to tell: {expected:#?}");
    let (mut nth, mut fired, mut at_the_end) = (1, 0, 0);
    loop {
        let courses = (0..AT_A_TIME).map(|number| course(&template, fault, nth + every * number));
        let ended = futures_util::future::join_all(courses).await;
        for (_, told) in &ended {
            assert_eq!(*told, expected, "{fault:?} around call {nth}");
        }
        let hit = ended.iter().filter(|(hit, _)| *hit).count();
        fired += hit;
        if hit == 0 {
            break;
        }
        // Courses are not equally long: how often a pool looks after its connections depends on the moment.
        at_the_end += usize::from(hit < AT_A_TIME);
        assert!(at_the_end <= 2, "{fault:?} around call {nth}: each of them fires, until the course has no such call");
        nth += every * AT_A_TIME;
    }
    println!("{fault:?}: {fired} courses, each with one fault, at every {every}. call until there is none");
    assert!(nth > 20, "{nth} calls are too few to be true");
}

/// The town with its people, closed.
async fn template() -> Place {
    let server = SmtpServer::start().await;
    let Stage { db, tools, worker, .. } = Stage::with_server(&server).await;
    drop((tools, worker));
    db.into_template().await
}

/// Messages by kind, recipient, step and day, and whether they left.
type Told = BTreeSet<(String, PersonId, Option<String>, String, bool)>;

/// One course; whether the fault happened, and what was told in the end.
async fn course(template: &Place, fault: Fault, nth: usize) -> (bool, Told) {
    let mails = SmtpServer::start().await;
    let proxy = match (server(), fault) {
        (Some(server), Fault::Database(_)) => Some(Proxy::before(&server).await),
        _ => None,
    };
    let stage = Stage::copy_of(template, proxy.as_ref().map(|proxy| proxy.port), at("2026-01-05 10:30"), &mails).await;
    let beside = stage.db.beside().await;
    let interrupt = Interrupt::default();
    match (fault, &proxy) {
        (Fault::Database(what), Some(proxy)) => proxy.lose(nth, what),
        (Fault::Database(_), None) => {
            interrupt.watch(&stage.db.store).await;
            interrupt.at(nth);
        }
        (Fault::Mail(code), _) => mails.strike(nth, Trouble::Say(code, "not now")),
        (Fault::MailLine, _) => mails.strike(nth, Trouble::Drop),
        (Fault::MailReceipt, _) => mails.strike(nth, Trouble::TakeAndDrop),
    }
    let workflow = act_out(&stage, &beside).await;
    let hit = match (fault, &proxy) {
        (Fault::Database(_), Some(proxy)) => proxy.lost(),
        (Fault::Database(_), None) => interrupt.happened(),
        _ => mails.struck(),
    };
    let told = judge(&stage, &mails, workflow, fault, nth).await;
    beside.close().await.unwrap();
    (hit, told)
}

/// A workflow is begun and its first step sent to the body; nobody signs, and the days pass.
async fn act_out(stage: &Stage, beside: &Store) -> WorkflowId {
    let begun = stage.tools.command();
    let workflow = again(async || begin(stage, begun).await).await;
    let sent = stage.tools.command();
    again(async || hand_off(stage, workflow, sent).await).await;
    for stop in STOPS {
        stage.clock.set(at(stop).max(stage.clock.now()));
        all_done(stage, beside).await;
    }
    workflow
}

/// What a person does whose click failed: clicks again. The command is the same.
async fn again<T>(action: impl AsyncFn() -> Result<T, ServiceError>) -> T {
    let mut failed = Vec::new();
    for _ in 0..3 {
        match action().await {
            Ok(done) => return done,
            Err(error) => failed.push(error),
        }
    }
    panic!("one fault, and it fails for ever: {failed:#?}");
}

async fn begin(stage: &Stage, command: CommandId) -> Result<WorkflowId, ServiceError> {
    let viewer = grants::viewer(stage.tools.store.read(), id(COORDINATOR), stage.clock.now()).await?.ok_or(ServiceError::NotFound)?;
    let clerk = Holder { unit: Unit::Office(id(2)), person: Some(id(CLERK)) };
    let limit = LimitSpec { limit: Limit::working_days(7), source: LimitSource::TownSetting };
    let new = NewWorkflow {
        duty: id(30),
        track: 0,
        title: "高龄津贴".to_owned(),
        urgent: false,
        incoming: None,
        official: None,
        holders: BTreeMap::from([(SENDS.to_owned(), clerk), (DOES.to_owned(), clerk)]),
        limits: BTreeMap::from([(DOES.to_owned(), limit)]),
    };
    start::start(&stage.tools, Request { viewer: &viewer, command }, new).await
}

async fn hand_off(stage: &Stage, workflow: WorkflowId, command: CommandId) -> Result<(), ServiceError> {
    let viewer = grants::viewer(stage.tools.store.read(), id(CLERK), stage.clock.now()).await?.ok_or(ServiceError::NotFound)?;
    let case = cases::load_unscoped(stage.tools.store.read(), workflow).await?.ok_or(ServiceError::NotFound)?.case;
    let task = task(&case, SENDS).id;
    let receivers = vec![Receiver::body(id(3), HandKind::Report)];
    let what = Command::HandOff { task, receivers, note: None, document_no: None, count: None, on_behalf: None };
    act::act(&stage.tools, Request { viewer: &viewer, command }, Of::Task(task), &what).await.map(drop)
}

/// Lets the worker work, minute by minute, until it has done what is due. What a failed attempt left behind under a lease is free when the lease runs out,
/// which is not waited for.
async fn all_done(stage: &Stage, beside: &Store) {
    for _ in 0..15 {
        let ran = jobs::run_due(&stage.worker).await;
        beside
            .write()
            .execute_unprepared("UPDATE job SET lease_until = '2001-01-01 00:00:00.000+00:00' WHERE state = 'running'")
            .await
            .unwrap();
        let seen = jobs::overview(beside.read(), stage.clock.now()).await.unwrap();
        if ran.is_ok() && seen.waiting + seen.running + seen.failed == 0 {
            return;
        }
        stage.clock.advance(TimeDelta::minutes(1));
    }
    panic!("one fault, and the queue does not come to rest: {:#?}", jobs::live_jobs(beside.read()).await);
}

/// What must hold whatever failed.
async fn judge(stage: &Stage, mails: &SmtpServer, workflow: WorkflowId, fault: Fault, nth: usize) -> Told {
    let db = stage.db.store.read();
    assert_eq!(cases::all_ids_unscoped(db).await.unwrap(), [workflow], "begun once");
    let stored = cases::load_unscoped(db, workflow).await.unwrap().unwrap();
    assert_eq!(stored.case.hand_offs.len(), 1, "sent once");
    let history = cases::history(db, workflow).await.unwrap();
    check_chain(workflow, &history).unwrap();
    assert_eq!(rebuild(workflow, &history).unwrap(), stored.case, "{fault:?} at {nth}: the rows follow from the history");
    assert!(jobs::dead_jobs(db, 10).await.unwrap().is_empty());
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for mail in mails.mails() {
        let id = mail.header("message-id").unwrap();
        *taken.entry(id.trim_start_matches('<').split('@').next().unwrap().to_owned()).or_default() += 1;
    }
    let mut carriers = BTreeSet::new();
    let mut told = Told::new();
    for message in stage.messages().await {
        let carrier = messages::carrier(db, message.id).await.unwrap().map(|carrier| carrier.to_string());
        let times = carrier.as_ref().and_then(|carrier| taken.get(carrier)).copied().unwrap_or_default();
        // A receipt that was lost, or an attempt whose end was: SMTP cannot tell a repeated mail from a new one.
        let may_repeat = fault == Fault::MailReceipt || fault == Fault::MailLine;
        match message.state {
            MessageState::Sent => {
                assert!(times == 1 || (times == 2 && may_repeat), "{fault:?} at {nth}: taken {times} times: {message:#?}");
            }
            MessageState::Failed => {
                assert!(fault == Fault::Mail(554) && times == 0 && message.last_error.is_some(), "{fault:?} at {nth}: {message:#?}");
            }
            MessageState::Dropped => assert!(times == 0, "{fault:?} at {nth}: {message:#?}"),
            MessageState::Pending | MessageState::Kept => panic!("{fault:?} at {nth}: left lying: {message:#?}"),
        }
        carriers.extend(carrier);
        let day = message.params["date"].as_str().unwrap_or_default().to_owned();
        let step = message.subject.task.map(|task| stored.case.tasks[&task].step_key.clone());
        let left = message.state != MessageState::Dropped;
        assert!(told.insert((message.kind, message.recipient, step, day, left)), "{fault:?} at {nth}: told twice");
    }
    assert!(taken.keys().all(|mail| carriers.contains(mail)), "the server took what no message knows of");
    told
}

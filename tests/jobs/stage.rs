//! A town with a duty of two steps, a body that receives the first, people on both sides, and a worker.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use duty_list::{BasicDuty, Declared, Duty, DutyKind, DutyRef, HandKind, Nature};
use dutyflow::mail::Mailer;
use dutyflow::mail::transport::{Protection, Server, Transport};
use dutyflow::service::act::{self, Of};
use dutyflow::service::start::{self, NewWorkflow};
use dutyflow::service::{Request, Tools};
use dutyflow::store::editions::{self, NewEdition, NewText};
use dutyflow::store::messages::{self, Message, MessageState};
use dutyflow::store::templates::{self, NewTemplate};
use dutyflow::store::{Store, Tx, cases, grants, org, people};
use dutyflow::worker::Worker;
use workflow::calendar::{Calendar, Limit, LimitSource, instant};
use workflow::case::{Case, Command, LimitSpec, Receiver, Task};
use workflow::clock::{Clock, SteppedClock};
use workflow::ids::{BodyId, DutyId, IdGen, OfficeId, PersonId, TownId, WorkflowId};
use workflow::people::{Grant, Holder, Role, Scope, Unit};
use workflow::template::{Cell, ClauseRef, Party, PlannedHandOff, Step, Template, Track};

use crate::harness::db::{Place, TestDb, start};
use crate::harness::ids::id;
use crate::harness::smtp::SmtpServer;

pub const CLERK: u128 = 10;
pub const COORDINATOR: u128 = 11;
pub const LIAISON: u128 = 12;
pub const LEAD: u128 = 13;
pub const SECOND_CLERK: u128 = 14;

/// The step that is sent to the body, and the one that is done in the office.
pub const SENDS: &str = "t1-town-1";
pub const DOES: &str = "t1-town-2";

pub const URL: &str = "https://dutyflow.example.test";

/// "2026-01-05 10:00" on the clocks of the county.
pub fn at(text: &str) -> DateTime<Utc> {
    let (day, time) = text.split_once(' ').unwrap();
    instant(day.parse().unwrap(), NaiveTime::parse_from_str(time, "%H:%M").unwrap())
}

pub struct Stage {
    pub db: TestDb,
    pub clock: Arc<SteppedClock>,
    pub tools: Tools,
    pub worker: Worker,
}

impl Stage {
    /// The stage on the morning of Monday, 5 January 2026, an hour before work begins, with mails going to the server.
    pub async fn with_server(server: &SmtpServer) -> Self {
        Self::set(|_| to(server)).await
    }

    /// A copy of a stage that was closed, at a time, with mails going to the server.
    pub async fn copy_of(template: &Place, through: Option<u16>, now: DateTime<Utc>, server: &SmtpServer) -> Self {
        Self::on(TestDb::copy_of(template, through).await, now, to(server))
    }

    /// The same with mails being kept in the test's folder.
    pub async fn without_server() -> Self {
        Self::set(|db| Transport::Kept(db.place.dir().join("mail"))).await
    }

    async fn set(transport: impl FnOnce(&TestDb) -> Transport) -> Self {
        let db = TestDb::migrated().await;
        furnish(&db.store).await;
        let transport = transport(&db);
        Self::on(db, start(), transport)
    }

    fn on(db: TestDb, now: DateTime<Utc>, transport: Transport) -> Self {
        let clock = Arc::new(SteppedClock::new(now));
        let tools = Tools {
            store: db.store.clone(),
            clock: clock.clone(),
            ids: Arc::new(IdGen::new([3; 32])),
            calendar: Calendar::xinjiang().unwrap().into(),
            wake: jobs::Wake::new(),
        };
        let worker = Worker::new(tools.clone(), Mailer::new(transport, URL));
        Self { db, clock, tools, worker }
    }

    /// A worker of another process on the same database.
    pub async fn another_worker(&self, transport: Transport) -> Worker {
        let tools = Tools { store: self.db.another().await, ..self.tools.clone() };
        Worker::new(tools, Mailer::new(transport, URL))
    }

    /// Does everything that is due now.
    pub async fn run(&self) {
        jobs::run_due(&self.worker).await.unwrap();
    }

    /// Moves the clock there and does everything that is due.
    pub async fn run_at(&self, text: &str) {
        self.clock.set(at(text));
        self.run().await;
    }

    /// Lets time pass in steps, doing what is due at each.
    pub async fn run_until(&self, text: &str, step: TimeDelta) {
        while self.clock.now() < at(text) {
            self.clock.set((self.clock.now() + step).min(at(text)));
            self.run().await;
        }
    }

    /// Starts a workflow; the clerk holds both steps. `days`: the limit of the step in the office.
    pub async fn begin(&self, title: &str, urgent: bool, days: Option<u32>) -> Case {
        self.begin_for(CLERK, title, urgent, days).await
    }

    /// The same with another clerk.
    pub async fn begin_for(&self, clerk: u128, title: &str, urgent: bool, days: Option<u32>) -> Case {
        let viewer = grants::viewer(self.db.store.read(), id(COORDINATOR), self.clock.now()).await.unwrap().unwrap();
        let clerk = Holder { unit: Unit::Office(id(2)), person: Some(id(clerk)) };
        let limit = |days| LimitSpec { limit: Limit::working_days(days), source: LimitSource::TownSetting };
        let new = NewWorkflow {
            duty: id(30),
            track: 0,
            title: title.to_owned(),
            urgent,
            incoming: None,
            official: None,
            holders: BTreeMap::from([(SENDS.to_owned(), clerk), (DOES.to_owned(), clerk)]),
            limits: days.map(|days| (DOES.to_owned(), limit(days))).into_iter().collect(),
        };
        let request = Request { viewer: &viewer, command: self.tools.command() };
        let workflow = start::start(&self.tools, request, new).await.unwrap();
        self.case(workflow).await
    }

    /// Lets a person do something.
    pub async fn act(&self, person: u128, of: Of, command: Command) -> Case {
        let viewer = grants::viewer(self.db.store.read(), id(person), self.clock.now()).await.unwrap().unwrap();
        let request = Request { viewer: &viewer, command: self.tools.command() };
        act::act(&self.tools, request, of, &command).await.unwrap().case
    }

    /// Adds a clerk to the office.
    pub async fn add_clerk(&self, number: u128) {
        let tx = self.tools.store.begin().await.unwrap();
        add_person(&tx, number, &format!("clerk{number}"), Role::Staff, Scope::Office { town: id(1), office: id(2) }).await;
        tx.commit().await.unwrap();
    }

    /// The clerk sends the first step to the body.
    pub async fn hand_off(&self, case: &Case) -> Case {
        self.hand_off_by(CLERK, case).await
    }

    /// The same by another clerk.
    pub async fn hand_off_by(&self, clerk: u128, case: &Case) -> Case {
        let task = task(case, SENDS).id;
        let receivers = vec![Receiver::body(id(3), HandKind::Report)];
        let command = Command::HandOff {
            task,
            receivers,
            note: None,
            document_no: Some("清政函〔2026〕1号".to_owned()),
            count: None,
            on_behalf: None,
        };
        self.act(clerk, Of::Task(task), command).await
    }

    pub async fn case(&self, workflow: WorkflowId) -> Case {
        cases::load_unscoped(self.db.store.read(), workflow).await.unwrap().unwrap().case
    }

    /// All messages, oldest first.
    pub async fn messages(&self) -> Vec<Message> {
        let mut all = messages::latest(self.db.store.read(), &[], 10_000).await.unwrap();
        all.reverse();
        all
    }

    /// The messages of a kind to a person.
    pub async fn of_kind(&self, kind: &str, person: u128) -> Vec<Message> {
        let recipient: PersonId = id(person);
        self.messages().await.into_iter().filter(|message| message.kind == kind && message.recipient == recipient).collect()
    }

    /// The states of the messages of a kind to a person.
    pub async fn states(&self, kind: &str, person: u128) -> Vec<MessageState> {
        self.of_kind(kind, person).await.into_iter().map(|message| message.state).collect()
    }
}

/// The way to a server of the tests.
pub fn to(server: &SmtpServer) -> Transport {
    Transport::smtp(Server {
        host: "127.0.0.1".to_owned(),
        port: server.address.port(),
        protection: Protection::None,
        login: None,
        ca: None,
        from: "履职流转 <dutyflow@example.test>".parse().unwrap(),
    })
    .unwrap()
}

pub fn task<'a>(case: &'a Case, key: &str) -> &'a Task {
    case.tasks.values().find(|task| task.step_key == key).unwrap()
}

async fn furnish(store: &Store) {
    let (town, office, body): (TownId, OfficeId, BodyId) = (id(1), id(2), id(3));
    let tx = store.begin().await.unwrap();
    org::create_town(&tx, town, "清泉镇", start()).await.unwrap();
    org::create_office(&tx, office, town, "社会事务办公室").await.unwrap();
    org::create_body(&tx, body, "阳光县民政局", Some("0000-1234567")).await.unwrap();
    let people = [
        (CLERK, "clerk", Role::Staff, Scope::Office { town, office }),
        (SECOND_CLERK, "second", Role::Staff, Scope::Office { town, office }),
        (COORDINATOR, "coordinator", Role::Coordinator, Scope::town(town)),
        (LIAISON, "liaison", Role::Liaison, Scope::body(body)),
        (LEAD, "lead", Role::BodyLead, Scope::body(body)),
    ];
    for (number, login, role, scope) in people {
        add_person(&tx, number, login, role, scope).await;
    }
    let new = NewEdition {
        id: id(20),
        town,
        label: None,
        file_name: "清单.txt".to_owned(),
        sha256: "a".to_owned(),
        source: Vec::new(),
        declared: Declared::default(),
        imported_by: None,
    };
    editions::create(&tx, new, start()).await.unwrap();
    let duty: DutyId = id(30);
    editions::add_duties(&tx, town, &[(duty, DutyKind::Basic)], start()).await.unwrap();
    let content = Duty::Basic(BasicDuty { no: 1, category: None, title: "高龄津贴".to_owned(), line: None });
    editions::add_texts(&tx, id(20), &[NewText { id: id(31), duty, content, bodies: Vec::new() }]).await.unwrap();
    let template = NewTemplate { template: id(32), version: id(33), duty, town, text: id(31), content: template() };
    templates::create_published(&tx, &[template], None, start()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn add_person(tx: &Tx, number: u128, login: &str, role: Role, scope: Scope) {
    let new = people::NewPerson {
        id: id(number),
        name: format!("测试{login}"),
        phone: None,
        login: Some(login.to_owned()),
        mail: Some(format!("{login}@example.test")),
        language: "zh".to_owned(),
    };
    people::create(tx, &new, start()).await.unwrap();
    grants::give(tx, id(100_000 + number), id(number), Grant { role, scope }, start()).await.unwrap();
}

fn template() -> Template {
    let step = |key: &str, i: u32, text: &str, hands_to: Vec<PlannedHandOff>| Step {
        key: key.to_owned(),
        party: Party::Town,
        clause: ClauseRef { cell: Cell::Town, i },
        text: text.to_owned(),
        nature: Some(Nature::Step),
        required: true,
        hands_to,
        ..Step::default()
    };
    let receiver = PlannedHandOff { receiver: "阳光县民政局".to_owned(), listed: true, kind: HandKind::Report, feeds: Vec::new() };
    let steps = vec![step(SENDS, 1, "将核实后的名单报送县民政局", vec![receiver]), step(DOES, 2, "入户核实", Vec::new())];
    let body = Party::Body { name: "阳光县民政局".to_owned() };
    Template { duty: DutyRef { kind: DutyKind::Basic, no: 1 }, tracks: vec![Track { title: None, lanes: vec![Party::Town, body], steps }] }
}

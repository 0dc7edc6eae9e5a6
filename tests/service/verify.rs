//! Whatever is changed behind the program's back, in a history or in a row, is found; and nothing else is.

use dutyflow::service::verify::{self, Wrong};
use entity::{event, external_wait, hand_off, lead, lead_event, leader_note, task, task_dependency, workflow as workflow_row};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflow::case::{Command, OnBehalf, Receiver};
use workflow::ids::{LeadId, WorkflowId};

use dutyflow::service::Request;
use dutyflow::service::act::Of;
use dutyflow::service::lead::{Found, report};

use crate::harness::county::{County, step};

/// What is changed behind the program's back.
type Tampering = (&'static str, Row, SimpleExpr);

enum Row {
    Workflow(workflow_row::Column),
    Task(task::Column),
    HandOff(hand_off::Column),
    Wait(external_wait::Column),
    Note(leader_note::Column),
    /// An entry of the history, by number.
    Event(event::Column, i64),
    /// An entry that is removed.
    Missing(i64),
    /// The order of the tasks that is removed.
    Order,
}

fn json(text: &str) -> SimpleExpr {
    Expr::value(serde_json::from_str::<serde_json::Value>(text).unwrap())
}

/// Each changes one thing of what anybody could read or act by.
fn tamperings() -> Vec<Tampering> {
    let text = |text: &str| Expr::value(text);
    let due = r#"{"at":"2027-01-01T00:00:00Z","from":"2026-01-05T01:00:00Z","limit":{"amount":5,"unit":"working_days"},"source":{"code":"phone"},"provisional":false}"#;
    vec![
        ("facts of an entry", Row::Event(event::Column::Facts, 2), json("[]")),
        ("the kind of an entry", Row::Event(event::Column::Kind, 2), text("assign")),
        (
            "the instant of an entry",
            Row::Event(event::Column::At, 2),
            Expr::value("2026-01-04T01:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap()),
        ),
        ("who acted", Row::Event(event::Column::ActorId, 2), Expr::value(Option::<Uuid>::None)),
        (
            "for whom it was recorded",
            Row::Event(event::Column::OnBehalf, 4),
            json(r#"{"on":"2026-01-01","office":null,"channel":"paper","document_no":null}"#),
        ),
        ("the hash of an entry", Row::Event(event::Column::Hash, 2), text("00")),
        ("the hash before an entry", Row::Event(event::Column::PrevHash, 2), text("00")),
        ("an entry in the middle", Row::Missing(2), text("")),
        ("the last entry", Row::Missing(4), text("")),
        ("the state of the workflow", Row::Workflow(workflow_row::Column::State), text("suspended")),
        ("an unknown state", Row::Workflow(workflow_row::Column::State), text("gone")),
        ("its title", Row::Workflow(workflow_row::Column::Title), text("另一件事")),
        ("its version", Row::Workflow(workflow_row::Column::Version), Expr::value(9_i64)),
        ("the head of its history", Row::Workflow(workflow_row::Column::HeadHash), text("00")),
        ("the state of its tasks", Row::Task(task::Column::State), text("done")),
        ("the words of its tasks", Row::Task(task::Column::Text), text("别的条目")),
        ("the holder of its tasks", Row::Task(task::Column::PersonId), Expr::value(Option::<Uuid>::None)),
        ("the round of its tasks", Row::Task(task::Column::Round), Expr::value(7)),
        ("the dates of its tasks", Row::Task(task::Column::Due), json(due)),
        ("an unreadable date", Row::Task(task::Column::Due), json("{}")),
        ("the order of its tasks", Row::Order, text("")),
        ("the state of a hand-off", Row::HandOff(hand_off::Column::State), text("signed")),
        ("the count of a hand-off", Row::HandOff(hand_off::Column::SentCount), Expr::value(99)),
        (
            "when it was sent",
            Row::HandOff(hand_off::Column::OfferedAt),
            Expr::value("2026-01-04T01:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap()),
        ),
        ("what is waited for", Row::Wait(external_wait::Column::Text), text("别的通知")),
        ("a leader's note", Row::Note(leader_note::Column::Text), text("别的批示")),
    ]
}

/// A workflow with an entry of every sort: started, a note, something recorded on behalf, a hand-off.
async fn worked_on(county: &County) -> WorkflowId {
    let id = county.start(28, "高龄津贴").await;
    let of = Of::Workflow(id);
    let (by, on) = (county.leader.person, workflow::calendar::local_date(county.now()));
    let note = Command::Note { text: "抓紧办理".to_owned(), by, on, on_paper: true };
    county.does(&county.coordinator, of, note).await;
    let case = county.case(id).await;
    let open = step(&case, |task| task.state == workflow::case::TaskState::Open);
    let body = county.body("阿合奇县民政局").await;
    let receivers = vec![Receiver::body(body, duty_list::HandKind::Report)];
    let send = Command::HandOff { task: open.id, receivers, note: None, document_no: None, count: Some(54), on_behalf: None };
    let sent = county.does(&county.coordinator, of, send).await;
    let told = OnBehalf { on, office: None, channel: "phone".to_owned(), document_no: None };
    let hand_off = *sent.hand_offs.keys().next().unwrap();
    county.does(&county.coordinator, of, Command::Sign { hand_off, on_behalf: Some(told) }).await;
    id
}

async fn tamper(county: &County, id: WorkflowId, (_, row, value): &Tampering) -> u64 {
    let (db, id, value) = (county.tools().store.write(), id.uuid(), value.clone());
    macro_rules! change {
        ($entity:ident, $column:expr) => {
            $entity::Entity::update_many()
                .col_expr($column, value)
                .filter($entity::Column::WorkflowId.eq(id))
                .exec(db)
                .await
                .unwrap()
                .rows_affected
        };
    }
    match *row {
        Row::Workflow(column) => {
            let all = workflow_row::Entity::update_many().col_expr(column, value).filter(workflow_row::Column::Id.eq(id));
            all.exec(db).await.unwrap().rows_affected
        }
        Row::Task(task::Column::PersonId) => {
            let somebody = Expr::value(Some(county.clerk.person.uuid()));
            let all = task::Entity::update_many().col_expr(task::Column::PersonId, somebody).filter(task::Column::WorkflowId.eq(id));
            all.exec(db).await.unwrap().rows_affected
        }
        Row::Task(column) => change!(task, column),
        Row::HandOff(column) => change!(hand_off, column),
        Row::Wait(column) => change!(external_wait, column),
        Row::Note(column) => change!(leader_note, column),
        Row::Event(column, seq) => {
            let all = event::Entity::update_many().col_expr(column, value).filter(event::Column::WorkflowId.eq(id));
            all.filter(event::Column::Seq.eq(seq)).exec(db).await.unwrap().rows_affected
        }
        Row::Missing(seq) => {
            let one = event::Entity::delete_many().filter(event::Column::WorkflowId.eq(id)).filter(event::Column::Seq.eq(seq));
            one.exec(db).await.unwrap().rows_affected
        }
        Row::Order => {
            let tasks: Vec<Uuid> = county.case(id.into()).await.tasks.keys().map(|task| task.uuid()).collect();
            let order = task_dependency::Entity::delete_many().filter(task_dependency::Column::TaskId.is_in(tasks));
            order.exec(db).await.unwrap().rows_affected
        }
    }
}

#[tokio::test]
async fn whatever_is_changed_behind_the_programs_back_is_found_and_nothing_else() {
    let county = County::open().await;
    let sound = worked_on(&county).await;
    assert_eq!(verify::workflow(county.tools(), sound).await.unwrap(), None);
    for tampering in tamperings() {
        let id = worked_on(&county).await;
        let changed = tamper(&county, id, &tampering).await;
        let (what, row, _) = &tampering;
        if matches!(row, Row::Wait(_)) && changed == 0 {
            // This duty waits for nothing from outside.
            continue;
        }
        assert!(changed > 0, "{what}: nothing was changed");
        let wrong = verify::workflow(county.tools(), id).await.unwrap().unwrap_or_else(|| panic!("{what} was changed, and nobody saw it"));
        match row {
            Row::Event(..) | Row::Missing(2) => assert!(matches!(wrong, Wrong::History(_)), "{what}: {wrong:?}"),
            _ => {}
        }
    }
    assert_eq!(verify::workflow(county.tools(), sound).await.unwrap(), None, "the others are as they were");
}

#[tokio::test]
async fn a_lead_that_was_changed_is_found() {
    let county = County::open().await;
    let found = || Found {
        place: "一村".to_owned(),
        matter: "倾倒建筑垃圾".to_owned(),
        spot: Some(workflow::lead::Spot::Stopped),
        ..Found::default()
    };
    let mut ids: Vec<LeadId> = Vec::new();
    for _ in 0..4 {
        let request = Request { viewer: &county.in_villages[0], command: county.command() };
        ids.push(report(county.tools(), request, found()).await.unwrap().lead.id);
        county.pass(chrono::Duration::minutes(5));
    }
    let db = county.tools().store.write();
    let words = |words: &str| Expr::value(words);
    let changed = lead::Entity::update_many().col_expr(lead::Column::Urgent, Expr::value(true)).filter(lead::Column::Id.eq(ids[0].uuid()));
    assert_eq!(changed.exec(db).await.unwrap().rows_affected, 1);
    let changed = lead::Entity::update_many().col_expr(lead::Column::State, words("closed")).filter(lead::Column::Id.eq(ids[1].uuid()));
    assert_eq!(changed.exec(db).await.unwrap().rows_affected, 1);
    let changed = lead_event::Entity::update_many()
        .col_expr(lead_event::Column::Hash, words("00"))
        .filter(lead_event::Column::LeadId.eq(ids[2].uuid()));
    assert_eq!(changed.exec(db).await.unwrap().rows_affected, 1);
    for id in &ids[..3] {
        assert!(verify::lead(county.tools(), *id).await.unwrap().is_some(), "{id}");
    }
    assert_eq!(verify::lead(county.tools(), ids[3]).await.unwrap(), None);
}

//! Messages and reminder marks: each reason once, each state once.

use chrono::TimeDelta;
use dutyflow::store::messages::{self, About, Channel, MessageState, NewMessage, Rendered};
use dutyflow::store::{people, reminder_marks};
use workflow::ids::MessageId;
use workflow::reminder::{Occurrence, REMINDER_DAY, ReminderMark, UNSIGNED_SENDER};

use crate::harness::db::{TestDb, start};
use crate::harness::ids::id;

fn message(number: u128, key: &str, minutes: i64) -> NewMessage {
    NewMessage {
        id: id(number),
        recipient: id(100),
        kind: "assigned".to_owned(),
        subject: About::default(),
        params: serde_json::json!({ "title": "甲事" }),
        due_at: start() + TimeDelta::minutes(minutes),
        immediate: false,
        channel: Channel::Mail,
        dedupe_key: key.to_owned(),
    }
}

async fn with_person() -> TestDb {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    let new = people::NewPerson {
        id: id(100),
        name: "收件人".to_owned(),
        phone: None,
        login: Some("a".to_owned()),
        mail: None,
        language: "zh".to_owned(),
    };
    people::create(&tx, &new, start()).await.unwrap();
    tx.commit().await.unwrap();
    db
}

fn text() -> Rendered {
    Rendered { subject: "题目".to_owned(), body: "正文".to_owned() }
}

#[tokio::test]
async fn a_reason_makes_one_message() {
    let db = with_person().await;
    let tx = db.store.begin().await.unwrap();
    assert!(messages::insert(&tx, &message(1, "task/1", 0), start()).await.unwrap());
    assert!(!messages::insert(&tx, &message(2, "task/1", 5), start()).await.unwrap());
    assert!(messages::insert(&tx, &message(3, "task/2", 5), start()).await.unwrap(), "the transaction goes on");
    tx.commit().await.unwrap();
    assert_eq!(messages::latest(db.store.read(), &[], 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn messages_are_due_in_order_and_not_before_their_time() {
    let db = with_person().await;
    let tx = db.store.begin().await.unwrap();
    for (number, minutes) in [(1, 30), (2, 10), (3, 20)] {
        messages::insert(&tx, &message(number, &number.to_string(), minutes), start()).await.unwrap();
    }
    let at = |minutes| start() + TimeDelta::minutes(minutes);
    let due = async |minutes, limit| messages::due(&tx, at(minutes), limit).await.unwrap();
    assert!(due(9, 10).await.is_empty());
    let order: Vec<MessageId> = vec![id(2), id(3)];
    assert_eq!(due(20, 10).await, order);
    assert_eq!(due(60, 1).await.len(), 1);
    assert_eq!(messages::next_due(&tx).await.unwrap(), Some(at(10)));
    assert_eq!(messages::pending_of(&tx, id(100), at(20)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_was_sent_is_not_claimed_again() {
    let db = with_person().await;
    let tx = db.store.begin().await.unwrap();
    messages::insert(&tx, &message(1, "a", 0), start()).await.unwrap();
    assert_eq!(messages::claim(&tx, id(1)).await.unwrap().unwrap().attempts, 1);
    messages::note_failure(&tx, id(1), "451").await.unwrap();
    let again = messages::claim(&tx, id(1)).await.unwrap().unwrap();
    assert_eq!((again.attempts, again.last_error.as_deref(), again.state), (2, Some("451"), MessageState::Pending));
    assert!(messages::mark_sent(&tx, id(1), &text(), start()).await.unwrap());
    assert!(messages::claim(&tx, id(1)).await.unwrap().is_none());
    assert!(!messages::mark_failed(&tx, id(1), "late").await.unwrap(), "what is over stays as it is");
    let sent = messages::find(&tx, id(1)).await.unwrap().unwrap();
    assert_eq!((sent.state, sent.rendered, sent.sent_at), (MessageState::Sent, Some(text()), Some(start())));
    assert!(messages::due(&tx, start(), 10).await.unwrap().is_empty());
    assert_eq!(messages::to_person(&tx, id(100), 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn of_many_workers_one_begins_a_delivery() {
    let db = with_person().await;
    let tx = db.store.begin().await.unwrap();
    messages::insert(&tx, &message(1, "a", 0), start()).await.unwrap();
    messages::claim(&tx, id(1)).await.unwrap();
    messages::mark_kept(&tx, id(1), &text(), start()).await.unwrap();
    tx.commit().await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = db.store.clone();
        tasks.spawn(async move { messages::claim(store.write(), id(1)).await.unwrap().is_some() });
    }
    assert!(tasks.join_all().await.into_iter().all(|claimed| !claimed), "it is kept already");
    let kept = messages::latest(db.store.read(), &[MessageState::Kept], 10).await.unwrap();
    assert_eq!(kept.into_iter().map(|message| message.id).collect::<Vec<_>>(), [id::<MessageId>(1)]);
}

#[tokio::test]
async fn what_is_not_needed_any_more_is_not_due() {
    let db = with_person().await;
    let tx = db.store.begin().await.unwrap();
    messages::insert(&tx, &message(1, "a", 0), start()).await.unwrap();
    assert!(messages::mark_dropped(&tx, id(1), "收件人已停用").await.unwrap());
    assert!(messages::due(&tx, start(), 10).await.unwrap().is_empty());
    assert!(messages::claim(&tx, id(1)).await.unwrap().is_none());
    assert!(messages::to_person(&tx, id(100), 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_occurrence_is_marked_once_and_the_last_one_is_known() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    let subject = uuid::Uuid::from_u128(1);
    let occurrence = |period: u32, day: i32, count: u32| Occurrence {
        rule: REMINDER_DAY,
        key: format!("{period}/2026-01-09/{day:+}"),
        at: start(),
        mark: ReminderMark { due_at: start(), day, count },
    };
    assert!(reminder_marks::mark(&tx, subject, &occurrence(9, -3, 1), start()).await.unwrap());
    assert!(!reminder_marks::mark(&tx, subject, &occurrence(9, -3, 1), start()).await.unwrap());
    assert!(reminder_marks::mark(&tx, subject, &occurrence(9, -1, 2), start()).await.unwrap());
    assert!(reminder_marks::mark(&tx, subject, &occurrence(10, -3, 1), start()).await.unwrap());
    let last = async |rule, period| reminder_marks::last(&tx, subject, rule, period).await.unwrap().map(|mark| mark.day);
    assert_eq!((last(REMINDER_DAY, 9).await, last(REMINDER_DAY, 10).await), (Some(-1), Some(-3)));
    assert_eq!((last(REMINDER_DAY, 1).await, last(UNSIGNED_SENDER, 9).await), (None, None));
}

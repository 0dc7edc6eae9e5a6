//! Messages and reminder marks: each reason once, each state once.

use chrono::TimeDelta;
use dutyflow::store::messages::{self, About, Channel, MessageState, NewMessage, Rendered};
use dutyflow::store::{outbox, people, reminder_marks};
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
    let due = async |minutes, after, limit| outbox::due(&tx, at(minutes), after, limit).await.unwrap();
    let ids = |due: &[(outbox::Place, MessageId)]| due.iter().map(|(_, id)| *id).collect::<Vec<_>>();
    assert!(due(9, None, 10).await.is_empty());
    assert_eq!(ids(&due(20, None, 10).await), [id::<MessageId>(2), id(3)]);
    let first = due(60, None, 1).await;
    let rest = due(60, Some(first[0].0), 10).await;
    assert_eq!((ids(&first), ids(&rest)), (vec![id(2)], vec![id(3), id(1)]));
}

#[tokio::test]
async fn messages_of_one_mail_are_begun_fail_and_arrive_together() {
    let db = with_person().await;
    let tx = db.store.begin().await.unwrap();
    for number in [1, 2, 3] {
        messages::insert(&tx, &message(number, &number.to_string(), 0), start()).await.unwrap();
    }
    let (mail, both): (MessageId, [MessageId; 2]) = (id(1), [id(1), id(2)]);
    let later = start() + TimeDelta::minutes(5);
    outbox::begin(&tx, mail, &both, start()).await.unwrap();
    outbox::again(&tx, &both, "451", later).await.unwrap();
    outbox::begin(&tx, mail, &both, later).await.unwrap();
    let open = outbox::open_of(&tx, id(100)).await.unwrap();
    let seen: Vec<_> = open.iter().map(|open| (open.mail, open.message.attempts, open.tried_at, open.sending_since)).collect();
    let carried = (Some(mail), 2, Some(start()), Some(later));
    assert_eq!(seen, [carried, carried, (None, 0, None, None)], "the first attempt is remembered, the running one is seen");
    assert_eq!(outbox::due(&tx, later, None, 10).await.unwrap().iter().map(|(_, id)| *id).collect::<Vec<_>>(), [id(3), mail, mail]);
    let kept = (MessageState::Kept, Channel::Mail);
    outbox::delivered(&tx, &both, kept, &text(), None, later).await.unwrap();
    let told = messages::to_person(&tx, id(100), 10).await.unwrap();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|told| told.rendered == Some(text()) && told.sent_at == Some(later) && told.last_error.is_none()));
}

#[tokio::test]
async fn what_is_over_stays_as_it_is() {
    let db = with_person().await;
    let tx = db.store.begin().await.unwrap();
    for (number, key) in [(1, "a"), (2, "b"), (3, "c")] {
        messages::insert(&tx, &message(number, key, 0), start()).await.unwrap();
    }
    outbox::delivered(&tx, &[id(1)], (MessageState::Sent, Channel::Page), &text(), None, start()).await.unwrap();
    outbox::failed(&tx, &[id(2)], "550").await.unwrap();
    outbox::dropped(&tx, &[id(3)], "ended").await.unwrap();
    let all: [MessageId; 3] = [id(1), id(2), id(3)];
    outbox::dropped(&tx, &all, "late").await.unwrap();
    outbox::failed(&tx, &all, "late").await.unwrap();
    outbox::again(&tx, &all, "late", start()).await.unwrap();
    outbox::begin(&tx, id(1), &all, start()).await.unwrap();
    let mut seen = Vec::new();
    for one in all {
        let message = messages::find(&tx, one).await.unwrap().unwrap();
        seen.push((message.state, message.attempts, message.last_error));
    }
    let over = |state, why: Option<&str>| (state, 0, why.map(str::to_owned));
    let sent = over(MessageState::Sent, None);
    assert_eq!(seen, [sent, over(MessageState::Failed, Some("550")), over(MessageState::Dropped, Some("ended"))]);
    assert!(outbox::open_of(&tx, id(100)).await.unwrap().is_empty());
    assert!(!outbox::by_key(&tx, "a").await.unwrap().unwrap().1, "nothing is added to it");
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

//! What came in: numbers, repeated requests, and who sees it.

use chrono::TimeDelta;
use dutyflow::store::incoming::{self, IncomingFilter, IncomingState, NewIncoming};
use dutyflow::store::{StoreError, org, people};
use workflow::calendar::LimitSource;
use workflow::ids::{PersonId, TownId};
use workflow::people::{Grant, Role, Scope, Viewer};

use crate::harness::db::{TestDb, start};
use crate::harness::ids::id;

fn item(number: u128, town: u128, year: i32) -> NewIncoming {
    NewIncoming {
        id: id(number),
        town: id(town),
        year,
        source: "letter".to_owned(),
        summary: "报送高龄津贴名单".to_owned(),
        document_no: None,
        from_body: None,
        from_text: Some("县民政局".to_owned()),
        limit_at: Some(start() + TimeDelta::days(9)),
        limit_source: LimitSource::Notice { number: "甲民〔2026〕3号:附件".to_owned() },
        received_at: start(),
        registered_by: id(100),
        command: id(number + 1000),
    }
}

async fn two_towns() -> TestDb {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    for (town, name) in [(1, "甲镇"), (2, "乙镇")] {
        org::create_town(&tx, id(town), name, start()).await.unwrap();
    }
    let new = people::NewPerson {
        id: id(100),
        name: "登记人".to_owned(),
        phone: None,
        login: Some("a".to_owned()),
        mail: None,
        language: "zh".to_owned(),
    };
    people::create(&tx, &new, start()).await.unwrap();
    tx.commit().await.unwrap();
    db
}

fn viewer(person: u128, grants: &[(Role, Scope)]) -> Viewer {
    let grants = grants.iter().map(|(role, scope)| Grant { role: *role, scope: *scope }).collect();
    Viewer::new(PersonId::from(uuid::Uuid::from_u128(person)), grants)
}

#[tokio::test]
async fn items_are_numbered_by_town_and_year() {
    let db = two_towns().await;
    let tx = db.store.begin().await.unwrap();
    let mut numbers = Vec::new();
    for new in [item(1, 1, 2026), item(2, 1, 2026), item(3, 2, 2026), item(4, 1, 2027)] {
        let registered = incoming::register(&tx, &new, start()).await.unwrap();
        assert_eq!(registered.limit_source, new.limit_source);
        numbers.push((registered.year, registered.number));
    }
    assert_eq!(numbers, [(2026, 1), (2026, 2), (2026, 1), (2027, 1)]);
}

#[tokio::test]
async fn items_registered_at_the_same_moment_get_different_numbers() {
    let db = two_towns().await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 1..=12 {
        let store = db.store.clone();
        tasks.spawn(async move {
            let tx = store.begin().await.unwrap();
            let registered = incoming::register(&tx, &item(number, 1, 2026), start()).await.unwrap();
            tx.commit().await.unwrap();
            registered.number
        });
    }
    let mut numbers = tasks.join_all().await;
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_request_sent_twice_registers_once() {
    let db = two_towns().await;
    let tx = db.store.begin().await.unwrap();
    let first = incoming::register(&tx, &item(1, 1, 2026), start()).await.unwrap();
    let again = incoming::register(&tx, &NewIncoming { id: id(9), ..item(1, 1, 2026) }, start()).await.unwrap();
    assert_eq!(again, first);
    tx.commit().await.unwrap();
    let all = viewer(1, &[(Role::Supervisor, Scope::County)]);
    assert_eq!(incoming::list(&all, db.store.read(), &IncomingFilter::default(), 10, 0).await.unwrap().len(), 1);
}

#[tokio::test]
async fn only_those_of_the_town_who_answer_for_it_see_its_items() {
    let db = two_towns().await;
    let tx = db.store.begin().await.unwrap();
    incoming::register(&tx, &item(1, 1, 2026), start()).await.unwrap();
    tx.commit().await.unwrap();
    let (one, two): (TownId, TownId) = (id(1), id(2));
    let office = Scope::Office { town: one, office: id(5) };
    for (who, sees) in [
        (viewer(1, &[(Role::Coordinator, Scope::town(one))]), true),
        (viewer(1, &[(Role::Leader, Scope::town(one))]), true),
        (viewer(1, &[(Role::Supervisor, Scope::town(one))]), true),
        (viewer(1, &[(Role::CountyCoordinator, Scope::County)]), true),
        (viewer(100, &[(Role::Staff, office)]), true),
        (viewer(100, &[]), false),
        (viewer(1, &[(Role::Staff, office)]), false),
        (viewer(1, &[(Role::Coordinator, Scope::town(two))]), false),
        (viewer(1, &[(Role::Admin, Scope::County)]), false),
        (viewer(1, &[(Role::Liaison, Scope::body(id(7)))]), false),
        (viewer(1, &[]), false),
    ] {
        assert_eq!(incoming::find(&who, db.store.read(), id(1)).await.unwrap().is_some(), sees, "{who:?}");
        let listed = incoming::list(&who, db.store.read(), &IncomingFilter::default(), 10, 0).await.unwrap();
        assert_eq!(!listed.is_empty(), sees, "{who:?}");
    }
}

#[tokio::test]
async fn of_two_changes_to_an_item_one_wins() {
    let db = two_towns().await;
    let tx = db.store.begin().await.unwrap();
    let mut read = incoming::register(&tx, &item(1, 1, 2026), start()).await.unwrap();
    read.state = IncomingState::Closed;
    read.closing_note = Some("已电话答复".to_owned());
    incoming::update(&tx, &read).await.unwrap();
    assert!(matches!(incoming::update(&tx, &read).await, Err(StoreError::Conflict(_))));
    let who = viewer(1, &[(Role::Coordinator, Scope::town(id(1)))]);
    let now = incoming::find(&who, &tx, id(1)).await.unwrap().unwrap();
    assert_eq!((now.state, now.closing_note.as_deref(), now.version), (IncomingState::Closed, Some("已电话答复"), 2));
    let open = IncomingFilter { states: vec![IncomingState::Registered, IncomingState::Matched], ..Default::default() };
    assert!(incoming::list(&who, &tx, &open, 10, 0).await.unwrap().is_empty());
}

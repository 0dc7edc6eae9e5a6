//! Persons, grants, sessions, tokens.

use chrono::TimeDelta;
use dutyflow::store::sessions::Session;
use dutyflow::store::tokens::Token;
use dutyflow::store::{StoreError, grants, org, people, sessions, tokens};
use sea_orm::ConnectionTrait;
use workflow::ids::{BodyId, OfficeId, PersonId, TownId};
use workflow::people::{Grant, Role, Scope, Unit};

use crate::harness::db::{TestDb, start};
use crate::harness::ids::id;

async fn person(db: &impl ConnectionTrait, number: u128, login: &str, phone: &str) -> PersonId {
    let new = people::NewPerson {
        id: id(number),
        name: format!("人员{number}"),
        phone: (!phone.is_empty()).then(|| phone.to_owned()),
        login: (!login.is_empty()).then(|| login.to_owned()),
        mail: None,
        language: "zh".to_owned(),
    };
    people::create(db, &new, start()).await.unwrap();
    new.id
}

async fn town_with_office(db: &impl ConnectionTrait) -> (TownId, OfficeId) {
    org::create_town(db, id(1), "甲镇", start()).await.unwrap();
    org::create_office(db, id(2), id(1), "民政办").await.unwrap();
    (id(1), id(2))
}

#[tokio::test]
async fn people_log_in_by_name_or_phone_however_they_write_it() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    let one = person(&tx, 1, "Zhang", "138 0000-0001").await;
    let found = async |text: &str| people::find_account(&tx, text).await.unwrap().map(|account| account.person.id);
    assert_eq!(found(" zhang ").await, Some(one));
    assert_eq!(found("13800000001").await, Some(one));
    assert_eq!(found("138-0000-0001").await, Some(one));
    assert_eq!(found("").await, None);
    let two = person(&tx, 2, "13800000001", "").await;
    assert_eq!(found("13800000001").await, Some(two), "a log-in name goes before a phone number");
}

#[tokio::test]
async fn a_password_is_kept_apart_and_never_printed() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    let one = person(&tx, 1, "zhang", "").await;
    people::set_password(&tx, one, "$argon2id$hidden", false).await.unwrap();
    let account = people::account(&tx, one).await.unwrap().unwrap();
    assert_eq!(account.password_hash.as_deref(), Some("$argon2id$hidden"));
    assert!(!account.person.password_temporary);
    assert!(!format!("{account:?}").contains("hidden"));
}

#[tokio::test]
async fn of_two_changes_to_a_person_one_wins() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    let one = person(&tx, 1, "zhang", "").await;
    let read = people::find(&tx, one).await.unwrap().unwrap();
    people::update(&tx, &people::Person { mail: Some("a@example.com".to_owned()), ..read.clone() }).await.unwrap();
    let late = people::update(&tx, &people::Person { name: "改名".to_owned(), ..read }).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))));
    let now = people::find(&tx, one).await.unwrap().unwrap();
    assert_eq!((now.name.as_str(), now.mail.as_deref(), now.version), ("人员1", Some("a@example.com"), 2));
}

#[tokio::test]
async fn a_viewer_has_the_grants_that_hold_at_the_moment() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    let (town, office) = town_with_office(&tx).await;
    org::create_body(&tx, id(3), "甲县民政局", None).await.unwrap();
    let one = person(&tx, 1, "zhang", "").await;
    let all = [
        Grant { role: Role::Staff, scope: Scope::Office { town, office } },
        Grant { role: Role::Supervisor, scope: Scope::County },
        Grant { role: Role::Liaison, scope: Scope::body(BodyId::from(uuid::Uuid::from_u128(3))) },
        Grant { role: Role::Coordinator, scope: Scope::town(town) },
    ];
    for (number, grant) in all.into_iter().enumerate() {
        grants::give(&tx, id(10 + number as u128), one, grant, start()).await.unwrap();
    }
    let before = start() - TimeDelta::milliseconds(1);
    assert!(grants::viewer(&tx, one, before).await.unwrap().unwrap().grants.is_empty());
    assert_eq!(grants::viewer(&tx, one, start()).await.unwrap().unwrap().grants, all);
    let later = start() + TimeDelta::days(1);
    grants::end(&tx, id(11), later).await.unwrap();
    assert_eq!(grants::viewer(&tx, one, start()).await.unwrap().unwrap().grants.len(), 4);
    assert_eq!(grants::viewer(&tx, one, later).await.unwrap().unwrap().grants, [all[0], all[2], all[3]]);
    grants::give(&tx, id(20), one, all[1], later).await.expect("what ended can be given again");
}

#[tokio::test]
async fn a_role_is_given_once_and_only_over_what_it_fits() {
    let db = TestDb::migrated().await;
    let one = {
        let tx = db.store.begin().await.unwrap();
        let one = person(&tx, 1, "zhang", "").await;
        town_with_office(&tx).await;
        grants::give(&tx, id(10), one, Grant { role: Role::Admin, scope: Scope::County }, start()).await.unwrap();
        tx.commit().await.unwrap();
        one
    };
    for (number, role, scope) in [(11, Role::Admin, Scope::County), (12, Role::Staff, Scope::town(id(1)))] {
        let tx = db.store.begin().await.unwrap();
        let refused = grants::give(&tx, id(number), one, Grant { role, scope }, start()).await;
        assert!(matches!(refused, Err(StoreError::Unique(_) | StoreError::Inconsistent(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn the_people_of_a_unit_are_those_with_a_role_in_it() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    let (town, office) = town_with_office(&tx).await;
    let (one, two, three) = (person(&tx, 1, "a", "").await, person(&tx, 2, "b", "").await, person(&tx, 3, "c", "").await);
    let staff = Grant { role: Role::Staff, scope: Scope::Office { town, office } };
    grants::give(&tx, id(11), one, staff, start()).await.unwrap();
    grants::give(&tx, id(12), two, Grant { role: Role::OfficeLead, ..staff }, start()).await.unwrap();
    grants::give(&tx, id(13), three, staff, start()).await.unwrap();
    grants::give(&tx, id(14), three, Grant { role: Role::Coordinator, scope: Scope::town(town) }, start()).await.unwrap();
    people::deactivate(&tx, one, start()).await.unwrap();
    let ids = |members: Vec<grants::Member>| members.into_iter().map(|member| member.person.id).collect::<Vec<_>>();
    assert_eq!(ids(grants::in_unit(&tx, Unit::Office(office), start()).await.unwrap()), [two, three]);
    assert_eq!(ids(grants::in_unit(&tx, Unit::Town(town), start()).await.unwrap()), [three]);
    assert_eq!(ids(grants::in_town(&tx, town, start()).await.unwrap()), [two, three, three]);
    assert_eq!(ids(grants::with_role(&tx, Role::Coordinator, start()).await.unwrap()), [three]);
}

#[tokio::test]
async fn who_is_deactivated_has_nothing_left_but_the_name() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    let one = person(&tx, 1, "zhang", "").await;
    grants::give(&tx, id(10), one, Grant { role: Role::Admin, scope: Scope::County }, start()).await.unwrap();
    let day = start() + TimeDelta::days(1);
    let session = Session {
        hash: "session".to_owned(),
        person: one,
        csrf: "csrf".to_owned(),
        created_at: start(),
        seen_at: start(),
        expires_at: day,
    };
    sessions::open(&tx, &session).await.unwrap();
    let token = Token { id: id(30), person: one, name: "脚本".to_owned(), created_at: start(), expires_at: None, revoked_at: None };
    tokens::create(&tx, &token, "token").await.unwrap();
    assert!(sessions::find(&tx, "session", start()).await.unwrap().is_some());
    assert_eq!(tokens::find(&tx, "token", start()).await.unwrap(), Some(token));
    people::deactivate(&tx, one, start()).await.unwrap();
    assert_eq!(grants::viewer(&tx, one, start()).await.unwrap(), None);
    assert_eq!(sessions::find(&tx, "session", start()).await.unwrap(), None);
    assert_eq!(tokens::find(&tx, "token", start()).await.unwrap(), None);
    assert_eq!(people::find(&tx, one).await.unwrap().unwrap().name, "人员1");
}

#[tokio::test]
async fn sessions_and_tokens_end_at_their_time() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    let one = person(&tx, 1, "zhang", "").await;
    let end = start() + TimeDelta::hours(1);
    for hash in ["a", "b"] {
        let csrf = String::new();
        let session = Session { hash: hash.to_owned(), person: one, csrf, created_at: start(), seen_at: start(), expires_at: end };
        sessions::open(&tx, &session).await.unwrap();
    }
    sessions::touch(&tx, "b", start(), end + TimeDelta::hours(1)).await.unwrap();
    assert!(sessions::find(&tx, "a", end - TimeDelta::milliseconds(1)).await.unwrap().is_some());
    assert!(sessions::find(&tx, "a", end).await.unwrap().is_none());
    assert_eq!(sessions::remove_expired(&tx, end).await.unwrap(), 1);
    assert!(sessions::find(&tx, "b", end).await.unwrap().is_some());
    let token = Token { id: id(30), person: one, name: String::new(), created_at: start(), expires_at: Some(end), revoked_at: None };
    tokens::create(&tx, &token, "t").await.unwrap();
    assert!(tokens::find(&tx, "t", end).await.unwrap().is_none());
    let other = person(&tx, 2, "li", "").await;
    assert!(!tokens::revoke(&tx, other, token.id, start()).await.unwrap(), "only one's own");
    assert!(tokens::revoke(&tx, one, token.id, start()).await.unwrap());
    assert!(tokens::find(&tx, "t", start()).await.unwrap().is_none());
}

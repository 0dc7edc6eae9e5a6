//! Somebody leaves: the work goes on with somebody else, and the history says so.

use duty_list::DutyKind;
use dutyflow::service::act::{Of, act};
use dutyflow::service::people::{self, NewAccount};
use dutyflow::service::{Actor, Request, ServiceError};
use dutyflow::store::{cases, grants};
use workflow::case::history::{check_chain, rebuild};
use workflow::case::{Command, Lane, RELIEVE};
use workflow::people::{Grant, Holder, Role, Scope, Unit, Viewer};
use workflow::refusal::Refusal;

use crate::harness::county::County;

/// A workflow all of whose town tasks the clerk holds in person.
async fn held_by_clerk(county: &County) -> workflow::ids::WorkflowId {
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    let new = county.wanted(duty, "高龄津贴核查").await;
    let request = Request { viewer: &county.coordinator, command: county.command() };
    let id = dutyflow::service::start::start(county.tools(), request, new).await.unwrap();
    let case = cases::load_unscoped(county.tools().store.read(), id).await.unwrap().unwrap().case;
    let holder = Holder { unit: Unit::Office(county.office), person: Some(county.clerk.person) };
    for task in case.tasks.values().filter(|task| task.lane == Lane::Town) {
        let request = Request { viewer: &county.coordinator, command: county.command() };
        act(county.tools(), request, Of::Task(task.id), &Command::Assign { task: task.id, holder, limit: None }).await.unwrap();
    }
    id
}

/// Who holds the town's tasks of a workflow; fails unless its state follows from its history.
async fn holders(county: &County, id: workflow::ids::WorkflowId) -> Vec<Holder> {
    let db = county.tools().store.read();
    let stored = cases::load_unscoped(db, id).await.unwrap().unwrap();
    let history = cases::history(db, id).await.unwrap();
    check_chain(id, &history).unwrap();
    assert_eq!(rebuild(id, &history).unwrap(), stored.case);
    stored.case.tasks.values().filter(|task| task.lane == Lane::Town).map(|task| task.holder.unwrap()).collect()
}

async fn colleague(county: &County, login: &str, scope: Scope) -> Viewer {
    let role = if matches!(scope, Scope::Office { .. }) { Role::Staff } else { Role::VillageLiaison };
    let new =
        NewAccount { name: login.to_owned(), login: Some(login.to_owned()), grants: vec![Grant { role, scope }], ..NewAccount::default() };
    let opened = people::add(county.tools(), Actor::Console, &new).await.unwrap();
    grants::viewer(county.tools().store.read(), opened.person, county.now()).await.unwrap().unwrap()
}

#[tokio::test]
async fn what_somebody_held_goes_to_the_successor_of_the_same_office() {
    let county = County::open().await;
    let id = held_by_clerk(&county).await;
    let successor = colleague(&county, "successor", Scope::Office { town: county.town, office: county.office }).await;
    let left = people::deactivate(county.tools(), Actor::Console, county.clerk.person, Some(people::NewHolder::Person(successor.person)))
        .await
        .unwrap();
    assert!(left.to_successor >= 4 && left.to_inbox == 0, "{left:?}");
    let moved = Holder { unit: Unit::Office(county.office), person: Some(successor.person) };
    assert!(holders(&county, id).await.iter().all(|holder| *holder == moved));
    let history = cases::history(county.tools().store.read(), id).await.unwrap();
    let last = history.last().unwrap();
    assert_eq!((last.kind.as_str(), last.actor), (RELIEVE, None), "the command line has no name in the history");
    assert!(grants::viewer(county.tools().store.read(), county.clerk.person, county.now()).await.unwrap().is_none());
}

#[tokio::test]
async fn without_a_fitting_successor_it_lies_in_the_in_box() {
    let county = County::open().await;
    let id = held_by_clerk(&county).await;
    // Somebody is left in the office who opens its in-box.
    colleague(&county, "stays", Scope::Office { town: county.town, office: county.office }).await;
    let elsewhere = colleague(&county, "elsewhere", Scope::Village { town: county.town, village: county.villages[0] }).await;
    let left = people::deactivate(county.tools(), Actor::Console, county.clerk.person, Some(people::NewHolder::Person(elsewhere.person)))
        .await
        .unwrap();
    assert!(left.to_successor == 0 && left.to_inbox >= 4, "{left:?}");
    let inbox = Holder { unit: Unit::Office(county.office), person: None };
    assert!(holders(&county, id).await.iter().all(|holder| *holder == inbox));
}

#[tokio::test]
async fn a_role_that_ends_takes_its_work_along_and_leaves_the_rest() {
    let county = County::open().await;
    let id = held_by_clerk(&county).await;
    let tools = county.tools();
    colleague(&county, "stays", Scope::Office { town: county.town, office: county.office }).await;
    let lead = Grant { role: Role::OfficeLead, scope: Scope::Office { town: county.town, office: county.office } };
    let given = people::grant(tools, Actor::Person(&county.coordinator), county.clerk.person, lead).await.unwrap();
    let staff = grants::of_person(tools.store.read(), county.clerk.person, county.now()).await.unwrap();
    let staff = staff.into_iter().find(|held| held.grant.role == Role::Staff).unwrap().id;
    // Still in the office as its lead: nothing moves.
    let left = people::end_grant(tools, Actor::Person(&county.coordinator), county.clerk.person, staff).await.unwrap();
    assert_eq!((left.to_inbox, left.to_successor), (0, 0));
    let left = people::end_grant(tools, Actor::Person(&county.coordinator), county.clerk.person, given).await.unwrap();
    assert!(left.to_inbox >= 4);
    let inbox = Holder { unit: Unit::Office(county.office), person: None };
    assert!(holders(&county, id).await.iter().all(|holder| *holder == inbox));
    let history = cases::history(tools.store.read(), id).await.unwrap();
    assert_eq!(history.last().unwrap().actor, Some(county.coordinator.person));
}

#[tokio::test]
async fn a_coordinator_has_no_say_over_people_of_the_county() {
    let county = County::open().await;
    let tools = county.tools();
    let by = Actor::Person(&county.coordinator);
    let admin = Grant { role: Role::Admin, scope: Scope::County };
    let new =
        |grant: Grant| NewAccount { name: "甲".to_owned(), login: Some("jia".to_owned()), grants: vec![grant], ..NewAccount::default() };
    let refused = |result: Result<_, ServiceError>| matches!(result, Err(ServiceError::Refused(Refusal::NotPermitted)));
    assert!(refused(people::add(tools, by, &new(admin)).await.map(drop)));
    assert!(refused(people::grant(tools, by, county.coordinator.person, admin).await.map(drop)), "nobody makes oneself an admin");
    let boss = people::add(tools, Actor::Console, &new(admin)).await.unwrap().person;
    assert!(refused(people::reset(tools, by, boss).await.map(drop)), "else the coordinator could log in as the admin");
    assert!(refused(people::deactivate(tools, by, boss, None).await.map(drop)));
    assert!(people::reset(tools, by, county.clerk.person).await.is_ok());
    assert!(refused(people::add(tools, Actor::Person(&county.clerk), &new(county.clerk.grants[0])).await.map(drop)));
}

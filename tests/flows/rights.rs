//! Who may see and do what.

use duty_list::DutyKind;
use dutyflow::service::act::Of;
use dutyflow::service::actor::Actor;
use dutyflow::service::start::{receive_and_transfer, start};
use dutyflow::service::{Request, ServiceError, towns, work};
use workflow::case::{Command, Result as Report};
use workflow::people::{Role, Scope};
use workflow::refusal::Refusal;

use crate::harness::county::{County, body_step, step, viewer};

#[tokio::test]
async fn work_of_one_town_does_not_exist_for_another_and_a_body_sees_what_was_handed_to_it() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴").await;
    let other_town = towns::add_town(county.tools(), Actor::Console, "库兰萨日克乡").await.unwrap();
    let stranger = county.site.person("stranger", Role::Coordinator, Scope::town(other_town)).await;
    let stranger = viewer(county.tools(), stranger).await;
    assert!(matches!(county.sees(&stranger, id).await, Err(ServiceError::NotFound)));
    let task = step(&county.case(id).await, |_| true).id;
    let done = county.tries(&stranger, Of::Task(task), Command::Complete { task, result: Report::default(), on_behalf: None }).await;
    assert!(matches!(done, Err(ServiceError::NotFound)), "its address does not exist for them");
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    let wanted = county.wanted(duty, "高龄津贴").await;
    let started = start(county.tools(), Request { viewer: &stranger, command: county.command() }, wanted).await;
    assert!(matches!(started, Err(ServiceError::NotFound)));

    // A bureau that nothing was handed to sees nothing; the one whose step is waited for sees that step alone.
    let finance = county.body("阿合奇县财政局").await;
    let finance = county.liaison("finance", finance).await;
    assert!(matches!(county.sees(&finance, id).await, Err(ServiceError::NotFound)));
    let civil = county.body("阿合奇县民政局").await;
    let civil = county.liaison("civil", civil).await;
    let seen = county.sees(&civil, id).await.unwrap();
    assert!(seen.case.tasks.values().all(|task| task.lane != workflow::case::Lane::Town));
    let wrong = body_step(&seen.case, |task| task.text.contains("名单推送")).id;
    let leave = county.tries(&civil, Of::Task(wrong), Command::LeaveOut { task: wrong, reason: "不办".to_owned() }).await;
    assert!(matches!(leave, Err(ServiceError::Refused(Refusal::NotPermitted))));
}

#[tokio::test]
async fn a_withdrawn_duty_cannot_be_started_as_the_towns_work_but_received_and_transferred() {
    let county = County::open().await;
    let duty = county.duty(DutyKind::Withdrawn, 1).await;
    let wanted = county.wanted(duty, "群众要求追缴").await;
    let request = || Request { viewer: &county.coordinator, command: county.command() };
    let started = start(county.tools(), request(), wanted.clone()).await;
    assert!(matches!(&started, Err(ServiceError::Invalid(problems)) if problems[0].code == "withdrawn"), "{started:?}");
    let id = receive_and_transfer(county.tools(), request(), wanted).await.unwrap();
    let case = county.case(id).await;
    assert!(case.tasks.values().any(|task| task.receivers.len() == 1), "something is transferred");
    let mine = work::mine(county.tools(), &county.clerk).await.unwrap();
    assert!(mine.tasks.iter().all(|task| task.workflow == id) && !mine.tasks.is_empty());
}

#[tokio::test]
async fn residents_numbers_are_refused_wherever_they_are_typed() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴").await;
    let push = body_step(&county.case(id).await, |task| task.text.contains("名单推送")).id;
    let today = workflow::calendar::local_date(county.now());
    let note = Some("户主卡号 4111 1111 1111 1111".to_owned());
    let receipt = Command::RecordReceived { wait: workflow::case::WaitRef::Step(push), on: today, document_no: None, note };
    let refused = county.tries(&county.coordinator, Of::Task(push), receipt).await;
    assert!(matches!(&refused, Err(ServiceError::Invalid(problems)) if problems[0].code == "bank-card"), "{refused:?}");
}

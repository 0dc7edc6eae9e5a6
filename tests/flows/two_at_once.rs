//! Two people, or one person twice, at the same moment.

use dutyflow::service::act::{Of, act};
use dutyflow::service::{Request, ServiceError};
use workflow::case::{Command, Result as Report, TaskState};
use workflow::refusal::Refusal;

use crate::harness::county::{County, body_step, doable, step, viewer};

#[tokio::test]
async fn of_two_people_completing_one_task_one_wins_and_the_other_is_told() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴").await;
    let push = body_step(&county.case(id).await, |task| task.text.contains("名单推送")).id;
    let today = workflow::calendar::local_date(county.now());
    let receipt = Command::RecordReceived { wait: workflow::case::WaitRef::Step(push), on: today, document_no: None, note: None };
    let case = county.does(&county.coordinator, Of::Task(push), receipt).await;
    let task = step(&case, doable).id;
    let office = workflow::people::Scope::Office { town: county.town, office: county.office };
    let colleague = county.site.person("colleague", workflow::people::Role::Staff, office).await;
    let colleague = viewer(county.tools(), colleague).await;
    let done = || Command::Complete { task, result: Report::default(), on_behalf: None };
    let (one, other) = tokio::join!(county.tries(&county.clerk, Of::Task(task), done()), county.tries(&colleague, Of::Task(task), done()));
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!(won.unwrap().case.tasks[&task].state, TaskState::Done);
    assert!(
        matches!(lost, Err(ServiceError::Conflict | ServiceError::Refused(Refusal::TaskState(TaskState::Done)))),
        "the other is told: {lost:?}"
    );
}

#[tokio::test]
async fn the_same_request_twice_changes_nothing_the_second_time() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴").await;
    let push = body_step(&county.case(id).await, |task| task.text.contains("名单推送")).id;
    let today = workflow::calendar::local_date(county.now());
    let receipt = Command::RecordReceived { wait: workflow::case::WaitRef::Step(push), on: today, document_no: None, note: None };
    let request = Request { viewer: &county.coordinator, command: county.command() };
    let first = act(county.tools(), request, Of::Task(push), &receipt).await.unwrap();
    let second = act(county.tools(), request, Of::Task(push), &receipt).await.unwrap();
    assert!(!first.repeated && second.repeated);
    assert_eq!(first.case, second.case);
}

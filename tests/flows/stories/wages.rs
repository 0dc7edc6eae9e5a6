//! Withdrawn 7: somebody comes to the town with unpaid wages. The town receives and transfers; it does not take the work back.

use duty_list::DutyKind;
use dutyflow::service::act::Of;
use dutyflow::service::incoming::{self, IncomingState, Registration};
use dutyflow::service::start::{receive_and_transfer, start};
use dutyflow::service::{Request, ServiceError, work};
use workflow::case::{CaseState, Command, HandOffState, Result as Report, TaskState};

use super::{completes, history_holds, registered, sends, signs};
use crate::harness::county::{County, body_step, step};

#[tokio::test]
async fn what_was_taken_back_is_received_and_transferred_and_never_started_as_the_towns_work() {
    let county = County::open().await;
    let bureau = county.body("阿合奇县人力资源和社会保障局").await;
    let liaison = county.liaison("wages", bureau).await;
    let call =
        Registration {
            source: "call".to_owned(), summary: "来电反映工地拖欠农民工工资，要求支付".to_owned(), ..Registration::default()
        };
    let item = registered(&county, call, DutyKind::Withdrawn, 7).await;

    let duty = county.duty(DutyKind::Withdrawn, 7).await;
    let mut wanted = county.wanted(duty, "工地拖欠农民工工资").await;
    wanted.incoming = Some(item.id);
    let request = || Request { viewer: &county.coordinator, command: county.command() };
    let refused = start(county.tools(), request(), wanted.clone()).await;
    let Err(ServiceError::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert!(problems[0].message.contains("已由上级部门收回") && problems[0].message.contains("接收并移送"), "{}", problems[0].message);
    let id = receive_and_transfer(county.tools(), request(), wanted).await.unwrap();
    let shown = incoming::show(county.tools(), &county.coordinator, item.id).await.unwrap();
    assert_eq!((shown.item.state, shown.item.workflow), (IncomingState::Started, Some(id)));

    // Told who does it now; nothing had to be done at once.
    let case = county.case(id).await;
    let inform = step(&case, |task| task.text.contains("告知对方该事项现由阿合奇县人力资源和社会保障局办理"));
    completes(&county, &county.clerk, inform.id, Report::default()).await;
    let first = step(&case, |task| task.text.contains("先期处置"));
    let leave = Command::LeaveOut { task: first.id, reason: "不需要先期处置".to_owned() };
    let case = county.does(&county.coordinator, Of::Task(first.id), leave).await;

    // Transferred, signed for, reported back; then the caller is told.
    let send = step(&case, |task| task.text.contains("移送") && !task.receivers.is_empty());
    let (hand_off, case) = sends(&county, &send, "来电记录1份").await;
    let tell = step(&case, |task| task.text.contains("告知来件人"));
    assert_eq!(tell.state, TaskState::Blocked);
    assert_eq!(work::received(county.tools(), &liaison).await.unwrap().open.len(), 1);
    let case = signs(&county, &liaison, hand_off).await;
    assert_eq!((case.hand_offs[&hand_off].state, case.state), (HandOffState::Settled, CaseState::Running), "signed is not yet answered");
    let handling = body_step(&case, |task| task.text.contains("二次调解"));
    let result = Report { note: Some("已调解，工资已支付".to_owned()), ..Report::default() };
    let case = completes(&county, &liaison, handling.id, result).await;
    assert_eq!(case.tasks[&tell.id].state, TaskState::Open);
    let case = completes(&county, &county.clerk, tell.id, Report::default()).await;
    assert_eq!(case.state, CaseState::Completed);
    history_holds(&county, id).await;

    // Whose clock: the days at the bureau are the bureau's.
    let outside = county.sees(&liaison, id).await.unwrap();
    assert!(!outside.inside);
}

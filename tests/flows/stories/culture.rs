//! Cooperative 97: one of its three activities by itself. Each village has its line, a nil report counts, and the report goes to the county.

use duty_list::DutyKind;
use dutyflow::service::ServiceError;
use workflow::case::{CaseState, Command, HandOffState, Result as Report, TaskState};
use workflow::refusal::Refusal;

use super::{begins, completes, counts, history_holds, of_village, sends, signs, to_all_villages, track};
use crate::harness::county::{County, doable, step};
use dutyflow::service::act::Of;

#[tokio::test]
async fn one_activity_is_started_by_itself_and_each_village_has_its_line() {
    let county = County::open().await;
    let publicity = county.body("阿合奇县委宣传部").await;
    let liaison = county.liaison("publicity", publicity).await;

    // Only 三下乡 is started: nothing of the two other activities comes with it.
    let wanted = track(&county, DutyKind::Cooperative, 97, "三下乡", "2026年春节前三下乡").await;
    let id = begins(&county, wanted).await;
    let case = county.case(id).await;
    assert!(case.tasks.values().all(|task| !task.text.contains("春联") && !task.text.contains("中国梦")));
    let own = case.tasks.values().filter(|task| task.is_towns()).count();
    assert_eq!(own, 3, "place, people, report");

    // The office sets up the place. The villages call their people together, a line each.
    let place = step(&case, |task| task.text.contains("布置场地"));
    completes(&county, &county.clerk, place.id, Report { note: Some("文化广场".to_owned()), ..Report::default() }).await;
    let people = step(&case, |task| task.text.contains("组织群众"));
    let mut case = to_all_villages(&county, people.id).await;
    for (at, village) in county.in_villages.iter().enumerate() {
        let line = of_village(&county, village).await;
        let result = if at == 5 { Report { nil: true, ..Report::default() } } else { counts(40, 35) };
        case = completes(&county, village, line, result).await;
        let reported = case.tasks.values().filter(|task| task.parent == Some(people.id) && task.state == TaskState::Done).count();
        assert_eq!(reported, at + 1, "the summary counts the lines that are in");
        assert_eq!(case.tasks[&people.id].state == TaskState::Done, at == 5, "the last line completes it");
    }
    let summary = case.tasks[&people.id].result.clone().unwrap();
    assert_eq!((summary.expected, summary.done), (Some(200), Some(175)), "the nil line counts as in and adds nothing");

    // The report opens only now; there is nothing to be uploaded for it.
    let report = step(&case, |task| task.text.contains("上报活动开展情况"));
    assert_eq!(report.state, TaskState::Open);
    let early =
        county.tries(&county.clerk, Of::Task(report.id), Command::Complete { task: report.id, result: Report::default(), on_behalf: None });
    assert!(matches!(early.await, Err(ServiceError::Refused(Refusal::NeedsHandOff))), "it is sent, not ticked off");
    let (hand_off, _) = sends(&county, &report, "开展活动1场，参加175人").await;
    let case = signs(&county, &liaison, hand_off).await;
    assert_eq!((case.state, case.hand_offs[&hand_off].state), (CaseState::Completed, HandOffState::Settled));
    assert!(!case.tasks.values().any(doable));
    history_holds(&county, id).await;
}

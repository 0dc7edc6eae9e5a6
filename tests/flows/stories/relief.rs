//! Cooperative 109: relief after a disaster, from the villages to the town to the bureau.

use chrono::Duration;
use dutyflow::service::ServiceError;
use dutyflow::service::act::Of;
use workflow::case::{Answered, CaseState, Command, HandOffState, TaskState};
use workflow::refusal::Refusal;

use super::{completes, counts, history_holds, of_village, sends, signs, to_all_villages};
use crate::harness::county::{County, body_step, step};

#[tokio::test]
async fn villages_nominate_review_and_submit_then_the_town_reports_and_the_bureau_approves() {
    let county = County::open().await;
    let bureau = county.body("阿合奇县应急管理局").await;
    let liaison = county.liaison("relief", bureau).await;
    let id = county.start(109, "雪灾救助").await;
    let case = county.case(id).await;
    let report = step(&case, |task| task.text.contains("上报县应急管理局审批"));

    // Three steps of the villages: nominated, reviewed and shown publicly, submitted. The town's step opens with the last line of the last.
    for (words, expected, done) in [("提名", 5, 5), ("民主评议，符合救助条件", 5, 4), ("提交审核", 4, 4)] {
        let case = county.case(id).await;
        let whole = step(&case, |task| task.text.contains(words));
        assert_eq!(case.tasks[&report.id].state, TaskState::Blocked, "before {words}");
        to_all_villages(&county, whole.id).await;
        for village in &county.in_villages {
            let line = of_village(&county, village).await;
            completes(&county, village, line, counts(expected, done)).await;
        }
        let sum = county.case(id).await.tasks[&whole.id].result.clone().unwrap();
        assert_eq!((sum.expected, sum.done), (Some(6 * expected), Some(6 * done)));
        // A day of public notice passes between them.
        county.pass(Duration::days(1));
    }

    // To the bureau for approval. Two do not meet the conditions: a partial return, in counts. The second list is approved.
    let case = county.case(id).await;
    assert_eq!(case.tasks[&report.id].state, TaskState::Open);
    let (hand_off, _) = sends(&county, &report, "共24户").await;
    signs(&county, &liaison, hand_off).await;
    let no = Command::Return { hand_off, reason: " ".to_owned(), count: Some(2), on_behalf: None };
    assert!(county.tries(&liaison, Of::HandOff(hand_off), no).await.is_err(), "a return says why");
    let back = Command::Return { hand_off, reason: "2户入户核查不符合条件".to_owned(), count: Some(2), on_behalf: None };
    let case = county.does(&liaison, Of::HandOff(hand_off), back).await;
    let again = &case.tasks[&report.id];
    assert_eq!((again.state, again.round, case.hand_offs[&hand_off].state), (TaskState::Open, 2, HandOffState::Returned));
    let (same, _) = sends(&county, &report, "共22户").await;
    assert_eq!(same, hand_off, "the same hand-off, one round on");
    signs(&county, &liaison, hand_off).await;
    let early = county.tries(&county.clerk, Of::HandOff(hand_off), Command::TakeBack { hand_off, reason: "再核".to_owned() }).await;
    assert!(matches!(early, Err(ServiceError::Refused(Refusal::HandOffState(HandOffState::Signed)))), "{early:?}");
    let answer = Answered { approved: true, note: Some("审定22户".to_owned()), document_no: None };
    let case = county.does(&liaison, Of::HandOff(hand_off), Command::Answer { hand_off, answer, on_behalf: None }).await;
    assert_eq!(case.state, CaseState::Completed);
    let checks = body_step(&case, |task| task.text.contains("入户核查"));
    assert_eq!(checks.state, TaskState::Done, "the answer is the bureau's step, no second button");
    assert!(!case.tasks.values().any(|task| task.text.contains("发放救灾资金")), "the bureau's own duty is nobody's task here");
    history_holds(&county, id).await;
}

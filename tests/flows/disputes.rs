//! A bureau says that it is not its duty: the sender answers, the leader talks, the county decides, and what was decided stands on the duty's page.

use duty_list::{DutyKind, DutyRef, HandKind};
use dutyflow::service::act::Of;
use dutyflow::service::{ServiceError, duties};
use dutyflow::store::cases;
use workflow::case::history::{check_chain, rebuild};
use workflow::case::{CaseState, Command, CoordinationScope, HandOffState, OnBehalf, Outcome, Receiver, Side, TaskState};
use workflow::people::{Role, Scope};
use workflow::refusal::Refusal;

use crate::harness::county::{County, step, viewer};

const BUREAU: &str = "阿合奇县民政局";
const OTHER: &str = "阿合奇县财政局";

fn row() -> DutyRef {
    DutyRef { kind: DutyKind::Cooperative, no: 28 }
}

#[tokio::test]
async fn the_second_objection_goes_to_the_county_and_its_result_stands_on_the_duty() {
    let county = County::open().await;
    let (bureau, other) = (county.body(BUREAU).await, county.body(OTHER).await);
    let liaison = county.liaison("civil", bureau).await;
    let finance = county.liaison("finance", other).await;
    let decider = county.site.person("county", Role::CountyCoordinator, Scope::County).await;
    let decider = viewer(county.tools(), decider).await;
    let id = county.start(28, "高龄津贴资金").await;
    let task = step(&county.case(id).await, workflow::case::Task::is_towns);
    // The office sends the first step it can to the bureau: any open step may be handed on.
    let case = county.case(id).await;
    let wait = case.tasks.values().find(|task| !task.is_towns() && task.state == TaskState::Open).unwrap().id;
    let today = workflow::calendar::local_date(county.now());
    county
        .does(&liaison, Of::Task(wait), Command::Complete { task: wait, result: workflow::case::Result::default(), on_behalf: None })
        .await;
    let case = county.case(id).await;
    let task = case.tasks.values().find(|one| one.is_towns() && one.state == TaskState::Open).map_or(task.id, |one| one.id);
    let receivers = vec![Receiver::body(bureau, HandKind::Transfer)];
    let send = Command::HandOff { task, receivers, note: None, document_no: None, count: Some(54), on_behalf: None };
    let case = county.does(&county.clerk, Of::Task(task), send).await;
    let hand_off = case.hand_offs.values().find(|known| known.task == task).unwrap().id;

    let object = || Command::Object { hand_off, reason: "资金由财政局安排".to_owned(), row: row(), on_behalf: None };
    let case = county.does(&liaison, Of::HandOff(hand_off), object()).await;
    assert_eq!((case.hand_offs[&hand_off].state, case.tasks[&task].state), (HandOffState::Objected, TaskState::Open));
    let answer = Command::AnswerObjection { hand_off, to: Side::Body(bureau), answer: "清单写明由民政局承办".to_owned() };
    county.does(&county.clerk, Of::HandOff(hand_off), answer).await;
    let case = county.does(&liaison, Of::HandOff(hand_off), object()).await;
    assert_eq!(case.hand_offs[&hand_off].state, HandOffState::InCoordination);

    let ask = Command::AskCounty { hand_off, scope: CoordinationScope::Duty, reason: "协商未果".to_owned() };
    county.does(&county.leader, Of::HandOff(hand_off), ask).await;
    let conclude = |on_behalf| Command::Conclude {
        hand_off,
        outcome: Outcome::Offer { to: Side::Body(other) },
        reason: "按三定方案由财政局办理".to_owned(),
        document_no: Some("县编办〔2026〕2号".to_owned()),
        on_behalf,
    };
    let told = OnBehalf { on: today, office: None, channel: "paper".to_owned(), document_no: None };
    let recorded = county.tries(&county.coordinator, Of::HandOff(hand_off), conclude(Some(told))).await;
    assert!(matches!(recorded, Err(ServiceError::Refused(Refusal::CountyInSystem))), "{recorded:?}");
    let case = county.does(&decider, Of::HandOff(hand_off), conclude(None)).await;
    let new = case.hand_offs.values().find(|known| known.receiver == Side::Body(other)).unwrap();
    assert_eq!((new.state, new.count), (HandOffState::Offered, Some(54)));
    let new = new.id;
    county.does(&finance, Of::HandOff(new), Command::Sign { hand_off: new, on_behalf: None }).await;

    // The result stands on the duty, with its reason, for the town and the bodies.
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    for reader in [&county.clerk, &liaison] {
        let view = duties::show(county.tools(), reader, duty).await.unwrap();
        let [held] = view.precedents.as_slice() else { panic!("{:?}", view.precedents) };
        assert_eq!((held.outcome, held.reason.as_str()), (Outcome::Offer { to: Side::Body(other) }, "按三定方案由财政局办理"));
        assert!(held.ended_at.is_none());
    }
    // The rows are what the history says.
    let db = county.tools().store.read();
    let entries = cases::history(db, id).await.unwrap();
    check_chain(id, &entries).unwrap();
    assert_eq!(rebuild(id, &entries).unwrap(), cases::load_unscoped(db, id).await.unwrap().unwrap().case);
}

#[tokio::test]
async fn a_body_sends_its_step_to_the_town_and_a_record_is_corrected() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴名单").await;
    let push = county.case(id).await.tasks.values().find(|task| !task.is_towns() && task.state == TaskState::Open).unwrap().id;
    let today = workflow::calendar::local_date(county.now());
    let told = |number: &str| OnBehalf { on: today, office: None, channel: "paper".to_owned(), document_no: Some(number.to_owned()) };
    // Nobody of the bureau is in the system: the coordinator records what it sent, then signs for the town.
    let receivers = vec![Receiver { to: Side::Town, kind: HandKind::Report }];
    let send = Command::HandOff { task: push, receivers, note: None, document_no: None, count: None, on_behalf: Some(told("5号")) };
    let case = county.does(&county.coordinator, Of::Task(push), send).await;
    let seq = case.seq;
    let hand_off = case.hand_offs.values().next().unwrap().id;
    let case = county.does(&county.coordinator, Of::HandOff(hand_off), Command::Sign { hand_off, on_behalf: None }).await;
    assert_eq!(case.tasks[&push].state, TaskState::Done);

    let right = |seq| Command::CorrectRecord { seq, on_behalf: told("6号"), reason: "文号写错".to_owned() };
    let unrecorded = county.tries(&county.coordinator, Of::Workflow(id), right(seq + 1)).await;
    assert!(matches!(unrecorded, Err(ServiceError::Refused(Refusal::NotRecorded))), "{unrecorded:?}");
    let case = county.does(&county.coordinator, Of::Workflow(id), right(seq)).await;
    assert_eq!(case.state, CaseState::Running);
    let db = county.tools().store.read();
    let entries = cases::history(db, id).await.unwrap();
    assert_eq!(
        entries[usize::try_from(seq).unwrap() - 1].on_behalf.as_ref().and_then(|told| told.document_no.as_deref()),
        Some("5号"),
        "the record itself stays"
    );
    assert_eq!(rebuild(id, &entries).unwrap(), cases::load_unscoped(db, id).await.unwrap().unwrap().case);
}

//! 老年人高龄津贴的发放管理 (cooperative 28), from the letter to 办结.

use chrono::Duration;
use duty_list::{DutyKind, HandKind};
use dutyflow::report::overdue::{self, Rows, Side, Waiting};
use dutyflow::service::act::Of;
use dutyflow::service::incoming::{self, IncomingState, Registration};
use dutyflow::service::start::start;
use dutyflow::service::templates;
use dutyflow::service::work;
use dutyflow::service::{Request, ServiceError};
use dutyflow::store::{cases, messages};
use dutyflow::text::{Language, Texts};
use workflow::case::history::{check_chain, rebuild};
use workflow::case::{Answered, CaseState, Command, HandOffState, Receiver, Result as Report, TaskState};
use workflow::people::{Role, Scope, Unit};
use workflow::refusal::Refusal;
use workflow::template::edit::Edit;
use workflow::template::{Party, SignOff};

use crate::harness::county::{County, body_step, doable, step, viewer};

const BUREAU: &str = "阿合奇县民政局";

#[tokio::test]
async fn a_letter_becomes_a_workflow_and_is_approved_after_one_return() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    let liaison = county.liaison("liaison", bureau).await;
    let request = || Request { viewer: &county.coordinator, command: county.command() };

    // The letter is registered; the list proposes, a person confirms.
    let letter = Registration {
        source: "letter".to_owned(),
        summary: "请于本月底前核查80周岁以上老年人高龄津贴信息并报送".to_owned(),
        from: Some("县民政局".to_owned()),
        ..Registration::default()
    };
    let item = incoming::register(county.tools(), request(), letter).await.unwrap();
    let shown = incoming::show(county.tools(), &county.coordinator, item.id).await.unwrap();
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    assert_eq!(shown.proposals.first().map(|best| best.row.duty), Some(duty), "the row that fits comes first");
    let item = incoming::confirm_duty(county.tools(), request(), item.id, duty, item.version).await.unwrap();
    assert_eq!(item.state, IncomingState::Matched);

    // In this town the list of names leaves with the signature of the office's head.
    let lead = county.site.person("lead", Role::OfficeLead, Scope::Office { town: county.town, office: county.office }).await;
    let lead = viewer(county.tools(), lead).await;
    let editor = templates::editor(county.tools(), &county.coordinator, duty).await.unwrap();
    let steps = &editor.content().tracks[0].steps;
    let leaves = steps.iter().find(|step| step.party == Party::Town && !step.hands_to.is_empty()).unwrap().key.clone();
    let edit = Edit::SetSignOff { step: leaves, sign_off: SignOff::OfficeLead };
    templates::change(county.tools(), request(), duty, editor.seen(), &[edit]).await.unwrap();
    let draft = templates::editor(county.tools(), &county.coordinator, duty).await.unwrap();
    templates::publish(county.tools(), request(), duty, draft.seen()).await.unwrap();

    // It is started once, also when the form is sent twice.
    let mut wanted = county.wanted(duty, "2026年高龄津贴核查").await;
    wanted.incoming = Some(item.id);
    let twice = request();
    let id = start(county.tools(), twice, wanted.clone()).await.unwrap();
    assert_eq!(start(county.tools(), twice, wanted.clone()).await.unwrap(), id);
    let other = start(county.tools(), request(), wanted).await;
    assert!(matches!(other, Err(ServiceError::Conflict)), "one item starts one workflow: {other:?}");

    // The bureau sends the names; six villages check; the summary is done with the last.
    let case = county.case(id).await;
    let push = body_step(&case, |task| task.text.contains("名单推送"));
    let case =
        county.does(&liaison, Of::Task(push.id), Command::Complete { task: push.id, result: Report::default(), on_behalf: None }).await;
    let check = step(&case, |task| doable(task) && task.after.contains(&push.id));
    let units: Vec<Unit> = county.villages.iter().map(|village| Unit::Village(*village)).collect();
    let mut case = county.does(&county.coordinator, Of::Task(check.id), Command::Distribute { task: check.id, units, limit: None }).await;
    for village in &county.in_villages {
        let mine = work::mine(county.tools(), village).await.unwrap();
        let [task] = mine.tasks.as_slice() else { panic!("one task a village: {:?}", mine.tasks) };
        let result = Report { expected: Some(5), done: Some(5), ..Report::default() };
        case = county.does(village, Of::Task(task.id), Command::Complete { task: task.id, result, on_behalf: None }).await;
    }
    assert_eq!(case.tasks[&check.id].result.as_ref().and_then(|result| result.done), Some(30));
    while let Some(next) = case.tasks.values().find(|task| task.is_towns() && doable(task)).map(|task| task.id) {
        case =
            county.does(&county.clerk, Of::Task(next), Command::Complete { task: next, result: Report::default(), on_behalf: None }).await;
    }

    // 报审, signed, returned, reworked, approved.
    let handing = step(&case, |task| task.state == TaskState::Open && !task.receivers.is_empty());
    let receivers = vec![Receiver::body(bureau, HandKind::Approval)];
    let send =
        Command::HandOff {
            task: handing.id, receivers, note: Some("共30人".to_owned()), document_no: None, count: None, on_behalf: None
        };
    let case = county.does(&county.clerk, Of::Task(handing.id), send.clone()).await;
    assert!(case.hand_offs.is_empty(), "it waits for the signature");
    assert!(work::received(county.tools(), &liaison).await.unwrap().open.is_empty());
    let agree = Command::AgreeSignOff { task: handing.id, note: None };
    let own = county.tries(&county.clerk, Of::Task(handing.id), agree.clone()).await;
    assert!(matches!(own, Err(ServiceError::Refused(Refusal::NotPermitted))), "{own:?}");
    let case = county.does(&lead, Of::Task(handing.id), agree.clone()).await;
    let hand_off = *case.hand_offs.keys().next().unwrap();
    let received = work::received(county.tools(), &liaison).await.unwrap();
    assert_eq!(received.open.len(), 1);
    county.does(&liaison, Of::HandOff(hand_off), Command::Sign { hand_off, on_behalf: None }).await;
    let back = Command::Return { hand_off, reason: "3人年龄不符，请核减".to_owned(), count: Some(3), on_behalf: None };
    county.does(&liaison, Of::HandOff(hand_off), back).await;
    county.does(&county.clerk, Of::Task(handing.id), send).await;
    county.does(&lead, Of::Task(handing.id), agree).await;
    county.does(&liaison, Of::HandOff(hand_off), Command::Sign { hand_off, on_behalf: None }).await;
    let answer = Answered { approved: true, note: None, document_no: None };
    let case = county.does(&liaison, Of::HandOff(hand_off), Command::Answer { hand_off, answer, on_behalf: None }).await;
    assert_eq!((case.state, case.hand_offs[&hand_off].state), (CaseState::Completed, HandOffState::Settled));

    // The rows are what the history says.
    let db = county.tools().store.read();
    let entries = cases::history(db, id).await.unwrap();
    check_chain(id, &entries).unwrap();
    assert_eq!(rebuild(id, &entries).unwrap(), cases::load_unscoped(db, id).await.unwrap().unwrap().case);

    // The bureau's history has what passed between the sides, and nothing of the town's inside.
    let outside = county.sees(&liaison, id).await.unwrap();
    assert!(!outside.inside && outside.case.tasks.values().all(|task| task.parent.is_none()));
    assert!(outside.case.tasks.values().filter(|task| task.is_towns()).all(|task| task.holder.is_none() && task.result.is_none()));
    assert!(outside.history.iter().all(|entry| entry.facts.iter().all(|fact| !format!("{fact:?}").contains("Distributed"))));

    // Each hand-over was told once: the bureau of both rounds, the clerk of the return.
    let told = messages::of_workflow(db, id).await.unwrap();
    let count = |kind: &str| told.iter().filter(|message| message.kind == kind).count();
    assert_eq!((count("handed-off"), count("returned")), (2, 1));
}

#[tokio::test]
async fn the_report_says_on_which_side_it_is_late_and_since_when() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    let id = county.start(28, "高龄津贴").await;
    let case = county.case(id).await;
    let push = body_step(&case, |task| task.text.contains("名单推送"));
    let today = workflow::calendar::local_date(county.now());
    let receipt = Command::RecordReceived { wait: workflow::case::WaitRef::Step(push.id), on: today, document_no: None, note: None };
    county.does(&county.coordinator, Of::Task(push.id), receipt).await;
    let report = async || {
        let late = work::late(county.tools(), &county.supervisor).await.unwrap();
        let rows = Rows {
            at: late.at,
            tasks: &late.tasks,
            hand_offs: &late.hand_offs,
            undated_tasks: &late.undated_tasks,
            undated_hand_offs: &late.undated_hand_offs,
            official: &late.official,
            turns: &late.turns,
            names: &late.names,
        };
        overdue::build(Texts::of(Language::Zh), rows, &|town| county.tools().calendar.of(town))
    };
    assert!(report().await.late.is_empty());

    // Five working days on, and one more: the town's office is late by its own date, which nobody reports upward.
    county.pass(Duration::days(8));
    let late = report().await.late;
    assert!(!late.is_empty());
    for line in &late {
        assert_eq!((line.side, line.unit.as_str(), line.waiting, line.days), (Side::Town, "民生服务办", Waiting::Work, 1), "{line:#?}");
        assert!(!line.official(), "a date that the town set for itself");
    }

    // Done and handed on: now an unsigned hand-off is late, at the bureau.
    let mut case = county.case(id).await;
    while let Some(next) = case.tasks.values().find(|task| task.is_towns() && doable(task)).map(|task| task.id) {
        case =
            county.does(&county.clerk, Of::Task(next), Command::Complete { task: next, result: Report::default(), on_behalf: None }).await;
    }
    let handing = step(&case, |task| task.state == TaskState::Open && !task.receivers.is_empty());
    let receivers = vec![Receiver::body(bureau, HandKind::Approval)];
    county
        .does(
            &county.clerk,
            Of::Task(handing.id),
            Command::HandOff { task: handing.id, receivers, note: None, document_no: None, count: None, on_behalf: None },
        )
        .await;
    assert!(report().await.late.is_empty());
    county.pass(Duration::days(7));
    let late = report().await.late;
    let [line] = late.as_slice() else { panic!("{late:#?}") };
    assert_eq!((line.side, line.unit.as_str(), line.waiting), (Side::Body, BUREAU, Waiting::Signature));
}

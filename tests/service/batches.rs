//! Batches: one transaction a row, a result a row, nothing lost by a crash and nothing done twice.

use chrono::NaiveDate;
use duty_list::DutyKind;
use dutyflow::service::batch::{self, NewBatch, RowState, StartRow, Work};
use dutyflow::service::{Request, ServiceError};
use dutyflow::store::batches;
use workflow::calendar::{Limit, LimitSource};
use workflow::case::{Lane, LimitSpec};
use workflow::ids::DutyId;
use workflow::people::{Holder, Unit};
use workflow::refusal::Refusal;

use crate::harness::county::County;

fn start(county: &County, duty: DutyId, title: &str) -> Work {
    let holder = Some(Holder { unit: Unit::Office(county.office), person: None });
    let official = Some(LimitSpec { limit: Limit::working_days(5), source: LimitSource::Meeting });
    Work::Start(StartRow {
        title: title.to_owned(),
        duty,
        track: 0,
        urgent: false,
        incoming: None,
        official,
        holder,
        leader: Some(county.leader.person),
    })
}

async fn meeting(county: &County) -> NewBatch {
    let allowance = county.duty(DutyKind::Cooperative, 28).await;
    let withdrawn = county.duty(DutyKind::Withdrawn, 7).await;
    let rows =
        vec![start(county, allowance, "核实高龄津贴名单"), start(county, withdrawn, "收回事项"), start(county, allowance, "第二季度核实")];
    NewBatch {
        town: county.town,
        kind: "meeting",
        title: "第3次党政联席会议".to_owned(),
        held_on: NaiveDate::from_ymd_opt(2026, 1, 5),
        document_no: None,
        rows,
    }
}

#[tokio::test]
async fn each_row_has_its_own_result_and_the_same_request_starts_nothing_twice() {
    let county = County::open().await;
    let request = Request { viewer: &county.coordinator, command: county.command() };
    let id = batch::create(county.tools(), request, meeting(&county).await).await.unwrap();
    let view = batch::show(county.tools(), &county.leader, id).await.unwrap();
    assert_eq!(view.progress(), (0, 2, 1));
    assert!(view.batch.finished_at.is_some());
    let RowState::Refused { code, words } = &view.rows[1].state else { panic!("{:?}", view.rows[1].state) };
    assert_eq!(code, "withdrawn");
    assert!(words.contains("接收并移送"), "{words}");
    let RowState::Started(workflow) = view.rows[0].state else { panic!() };
    let case = county.case(workflow).await;
    assert_eq!(case.official_due.unwrap().source, LimitSource::Meeting);
    assert!(
        case.tasks.values().filter(|task| task.lane == Lane::Town).all(|task| task.holder.unwrap().unit == Unit::Office(county.office))
    );

    let again = batch::create(county.tools(), request, meeting(&county).await).await.unwrap();
    assert_eq!(again, id);
    batch::run(county.tools(), id).await.unwrap();
    assert_eq!(batch::show(county.tools(), &county.coordinator, id).await.unwrap().rows, view.rows);
    let all = dutyflow::store::cases::all_ids_unscoped(county.tools().store.read()).await.unwrap();
    assert_eq!(all.len(), 2);
}

#[tokio::test]
async fn what_a_crash_left_over_is_done_by_the_job_and_only_that() {
    let county = County::open().await;
    let tools = county.tools();
    let request = Request { viewer: &county.coordinator, command: county.command() };
    // Written and not carried out: the process ended between the two.
    let tx = tools.store.begin().await.unwrap();
    let id = batch::create_in(&tx, tools, request, meeting(&county).await).await.unwrap();
    tx.commit().await.unwrap();
    let view = batch::show(tools, &county.coordinator, id).await.unwrap();
    assert_eq!((view.progress(), view.batch.finished_at), ((3, 0, 0), None));
    // Two workers at once.
    let (one, other) = tokio::join!(batch::run(tools, id), batch::run(tools, id));
    one.unwrap();
    other.unwrap();
    assert_eq!(batch::show(tools, &county.coordinator, id).await.unwrap().progress(), (0, 2, 1));
    let all = dutyflow::store::cases::all_ids_unscoped(tools.store.read()).await.unwrap();
    assert_eq!(all.len(), 2);
}

#[tokio::test]
async fn rows_of_somebody_who_has_left_are_refused_in_words_and_other_towns_see_nothing() {
    let county = County::open().await;
    let tools = county.tools();
    let request = Request { viewer: &county.coordinator, command: county.command() };
    let tx = tools.store.begin().await.unwrap();
    let id = batch::create_in(&tx, tools, request, meeting(&county).await).await.unwrap();
    tx.commit().await.unwrap();
    dutyflow::service::people::deactivate(tools, dutyflow::service::Actor::Console, county.coordinator.person, None).await.unwrap();
    batch::run(tools, id).await.unwrap();
    let rows = batches::rows(tools.store.read(), id).await.unwrap();
    assert!(rows.iter().all(|row| matches!(&row.state, RowState::Refused { code, .. } if code == "not-permitted")), "{rows:?}");
    let elsewhere = county.site.coordinator("elsewhere").await;
    let elsewhere = crate::harness::county::viewer(tools, elsewhere).await;
    assert!(matches!(batch::show(tools, &elsewhere, id).await, Err(ServiceError::NotFound)));
    assert!(matches!(batch::show(tools, &county.clerk, id).await, Err(ServiceError::NotFound)));
    let refused = batch::create(tools, Request { viewer: &county.clerk, command: county.command() }, meeting(&county).await).await;
    assert!(matches!(refused, Err(ServiceError::Refused(Refusal::NotPermitted))));
    let none = NewBatch { rows: Vec::new(), ..meeting(&county).await };
    let refused = batch::create(tools, request, none).await;
    assert!(matches!(refused, Err(ServiceError::Invalid(_))));
}

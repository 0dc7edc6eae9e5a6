//! Basic 119: an order of the hotline's platform, with the platform's own number and limit.

use chrono::Duration;
use duty_list::DutyKind;
use dutyflow::report::overdue::{self, Overdue, Rows, Side};
use dutyflow::service::incoming::Registration;
use dutyflow::service::work;
use dutyflow::text::{Language, Texts};
use workflow::calendar::{Limit, LimitSource};
use workflow::case::{CaseState, LimitSpec, Result as Report};

use super::{begins, completes, history_holds, registered};
use crate::harness::county::{County, doable, step};

#[tokio::test]
async fn an_order_keeps_the_platforms_limit_and_only_that_is_reported_upward() {
    let county = County::open().await;
    let platform = county.now() + Duration::days(1);
    let order = Registration {
        source: "hotline".to_owned(),
        summary: "12345政务服务便民热线转办：一村路灯不亮，请办理并反馈".to_owned(),
        limit: Some(platform),
        ..Registration::default()
    };
    let item = registered(&county, order, DutyKind::Basic, 119).await;
    assert_eq!((item.limit_at, item.limit_source.clone()), (Some(platform), LimitSource::Platform));

    // One step; the town's own date is five working days, the platform's stands beside it.
    let duty = county.duty(DutyKind::Basic, 119).await;
    let mut wanted = county.wanted(duty, "一村路灯不亮").await;
    wanted.incoming = Some(item.id);
    wanted.official = Some(LimitSpec { limit: Limit::date(platform), source: item.limit_source });
    let id = begins(&county, wanted).await;
    let case = county.case(id).await;
    let work = step(&case, doable);
    assert_eq!((case.tasks.len(), work.due.as_ref().unwrap().source.clone()), (1, LimitSource::TownSetting));
    let official = case.official_due.clone().unwrap();
    assert_eq!((official.at, official.source), (platform, LimitSource::Platform), "the platform's hour, not rounded to the end of a day");

    // An hour before: nothing. An hour after: late upward, though the town's own date has not come.
    county.pass(Duration::hours(23));
    assert!(late(&county).await.late.is_empty());
    county.pass(Duration::hours(2));
    let report = late(&county).await;
    let [line] = report.late.as_slice() else { panic!("{:#?}", report.late) };
    assert_eq!((line.side, line.official()), (Side::Town, true));

    // It was answered on the platform: that is noted, not entered a second time.
    let result = Report {
        note: Some("已在12345平台办结并回访".to_owned()),
        document_no: Some("12345-20260105-0017".to_owned()),
        ..Report::default()
    };
    let case = completes(&county, &county.clerk, work.id, result).await;
    assert_eq!(case.state, CaseState::Completed);
    assert!(late(&county).await.late.is_empty());
    history_holds(&county, id).await;
}

async fn late(county: &County) -> Overdue {
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
}

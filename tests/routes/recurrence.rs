//! 周期性工作: arranged with a preview, seen by its office, paused; an event is reported once.

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use duty_list::DutyKind;
use dutyflow::service::actor::Actor;
use dutyflow::service::people;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::harness::county::County;

#[tokio::test]
async fn words_are_read_back_with_the_next_ten_dates_before_anything_is_arranged() {
    let county = County::open().await;
    let duty = county.duty(DutyKind::Cooperative, 25).await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    coordinator.get(&format!("/duties/{duty}")).await.says("安排周期性工作");
    let form = coordinator.get(&format!("/recurrences/new?duty={duty}")).await;
    let office = county.office.to_string();
    let typed = |rhythm: &'static str, what: &'static str| {
        [("title", "公益性岗位考勤"), ("rhythm", rhythm), ("office", office.as_str()), ("source", "town_setting"), ("do", what)]
    };
    let unread = coordinator.submit(&form, "/recurrences", &typed("有空的时候", "arrange")).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    unread.says("没有读懂这个周期");
    assert!(unread.markup().contains("有空的时候"), "nothing typed is lost");
    let shown = coordinator.submit(&form, "/recurrences", &typed("每季度末月20日前", "preview")).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.says("读作：每季度末月20日前");
    shown.says("暂按周末推算");
    coordinator.get("/recurrences").await.says("还没有安排周期性工作");
    let arranged = coordinator.submit(&shown, "/recurrences", &typed("每季度末月20日前", "arrange")).await;
    assert_eq!(arranged.status, StatusCode::SEE_OTHER, "{}", arranged.text());
    let address = arranged.location().to_owned();
    let twice = coordinator.submit(&shown, "/recurrences", &typed("每季度末月20日前", "arrange")).await;
    assert_eq!(twice.location(), address, "sent twice, it is arranged once");

    let mut clerk = county.site.logged_in("clerk").await;
    clerk.get("/recurrences").await.says("公益性岗位考勤");
    assert!(!clerk.get(&address).await.markup().contains("/pause"), "who does not keep it has no button");
    assert_eq!(county.site.logged_in("village0").await.get(&address).await.status, StatusCode::FORBIDDEN);
    let page = coordinator.get(&address).await;
    page.says("配合履职事项第25项 公益性岗位");
    let paused = coordinator.submit(&page, &format!("{address}/pause"), &[]).await;
    assert_eq!(paused.status, StatusCode::SEE_OTHER);
    coordinator.get(&address).await.says("已暂停");
}

#[tokio::test]
async fn an_event_starts_its_work_and_says_what_it_started() {
    let county = County::open().await;
    let duty = county.duty(DutyKind::Cooperative, 106).await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    let form = coordinator.get(&format!("/recurrences/new?duty={duty}")).await;
    let typed = [("title", "汛期隐患排查"), ("rhythm", "发生“暴雨预警”时"), ("source", "town_setting"), ("do", "arrange")];
    let arranged = coordinator.submit(&form, "/recurrences", &typed).await;
    assert_eq!(arranged.status, StatusCode::SEE_OTHER, "{}", arranged.text());
    let mut clerk = county.site.logged_in("clerk").await;
    let form = clerk.get("/events").await;
    let nothing = clerk.submit(&form, "/events", &[("event", "蝗灾")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    nothing.says("没有安排由这一事件启动的工作");
    let reported = clerk.submit(&form, "/events", &[("event", "暴雨预警")]).await;
    assert_eq!(reported.status, StatusCode::OK, "{}", reported.text());
    reported.says("汛期隐患排查");
    reported.says("已启动");
    let again = clerk.submit(&reported, "/events", &[("event", "暴雨预警")]).await;
    again.says("上次启动的仍在办理");
}

/// Reports an event through the API under a key.
async fn report(county: &County, token: &str, key: &str, event: &Value) -> (StatusCode, Value) {
    let mut request = Request::post("/api/v1/events")
        .header(header::HOST, "dutyflow.test")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key)
        .body(Body::from(event.to_string()))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::from(([10, 0, 0, 1], 40000))));
    let response = county.site.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    (status, serde_json::from_slice(&to_bytes(response.into_body(), usize::MAX).await.unwrap()).unwrap())
}

#[tokio::test]
async fn a_program_reports_an_event_once_and_who_may_not_is_refused() {
    let county = County::open().await;
    let duty = county.duty(DutyKind::Cooperative, 106).await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    let form = coordinator.get(&format!("/recurrences/new?duty={duty}")).await;
    let typed = [("title", "汛期隐患排查"), ("rhythm", "发生“暴雨预警”时"), ("source", "town_setting"), ("do", "arrange")];
    coordinator.submit(&form, "/recurrences", &typed).await;
    let token = |person| people::token(county.tools(), Actor::Console, person, "气象台", None);
    let clerk = token(county.clerk.person).await.unwrap();
    let storm = json!({ "event": "暴雨预警", "note": "橙色" });
    let key = county.command().to_string();
    let (status, fired) = report(&county, &clerk, &key, &storm).await;
    assert_eq!(status, StatusCode::OK, "{fired}");
    assert_eq!((fired[0]["title"].as_str(), fired[0]["outcome"].as_str()), (Some("汛期隐患排查"), Some("started")));
    assert_eq!(report(&county, &clerk, &key, &storm).await.1, fired, "the same key again starts nothing");
    let (_, second) = report(&county, &clerk, &county.command().to_string(), &storm).await;
    assert_eq!((&second[0]["outcome"], &second[0]["workflow"]), (&json!("goes_on"), &fired[0]["workflow"]));
    let village = token(county.in_villages[0].person).await.unwrap();
    assert_eq!(report(&county, &village, &county.command().to_string(), &storm).await.0, StatusCode::FORBIDDEN);
    let unknown = json!({ "event": "蝗灾" });
    assert_eq!(report(&county, &clerk, &county.command().to_string(), &unknown).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

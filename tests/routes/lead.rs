//! 问题线索: one screen, the lists, and what each side can do.

use axum::http::StatusCode;
use dutyflow::service::towns;

use crate::harness::county::County;

const TYPED: [(&str, &str); 3] = [("place", "一村三组河道南侧"), ("matter", "河道内倾倒建筑垃圾"), ("spot", "stopped")];

#[tokio::test]
async fn three_fields_send_it_and_the_body_signs_and_answers_on_its_pages() {
    let county = County::open().await;
    let body = towns::bodies(county.tools()).await.unwrap().remove(0);
    county.liaison("bureau", body.id).await;
    let mut village = county.site.logged_in("village0").await;
    let form = village.get("/leads/new").await;
    form.says("不要求照片和定位");
    let sent = village.submit(&form, "/leads", &[TYPED.as_slice(), &[("body", body.name.as_str())]].concat()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let address = sent.location().to_owned();
    let page = village.get(&address).await;
    page.says("2026-1 号问题线索");
    page.says("待签收");
    page.says(&format!("等待{}签收", body.name));

    let mut bureau = county.site.logged_in("bureau").await;
    let work = bureau.get("/work").await;
    work.says("待签收的问题线索");
    work.says("河道内倾倒建筑垃圾");
    let signed = bureau.submit(&work, &format!("{address}/sign"), &[]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    let page = bureau.get(&address).await;
    page.says("处理中");
    assert!(!page.text().contains("测试village0"), "who in the village it was stays in the town");
    assert!(!page.text().contains("核实销号："));
    let action = format!("{address}/answer");
    let refused = bureau.submit(&page, &action, &[("note", "已责令清运")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("已责令清运");
    let answered = bureau.submit(&page, &action, &[("mended", "yes"), ("note", "已责令清运")]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());

    let page = village.get(&address).await;
    page.says("待核实销号");
    let closed = village.submit(&page, &format!("{address}/close"), &[("note", "现场已恢复")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    village.get("/leads?show=ended").await.says("河道内倾倒建筑垃圾");
    village.get(&address).await.says("核实销号：现场已恢复");
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() {
    let county = County::open().await;
    let mut village = county.site.logged_in("village0").await;
    let form = village.get("/leads/new").await;
    let typed = [
        ("place", "一村"),
        ("matter", "核实 11010519491231002X 的情况"),
        ("body", "不存在的单位"),
        ("spot", "not_stopped"),
        ("urgent", "1"),
    ];
    let refused = village.submit(&form, "/leads", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("请不要填写身份证号或银行卡号");
    refused.says("核实 11010519491231002X 的情况");
    assert!(refused.markup().contains("value=\"不存在的单位\"") && refused.markup().contains("value=\"not_stopped\" checked"));
    let empty = village.submit(&form, "/leads", &[("place", "一村")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.says("有 2 处需要改正");
    village.get("/leads").await.says("没有问题线索");
}

#[tokio::test]
async fn the_office_sends_on_what_a_village_could_not_place() {
    let county = County::open().await;
    let mut village = county.site.logged_in("village0").await;
    let form = village.get("/leads/new").await;
    let sent = village.submit(&form, "/leads", &TYPED).await;
    let address = sent.location().to_owned();
    village.get(&address).await.says("由党政办确定送给哪个单位");
    let mut coordinator = county.site.logged_in("coordinator").await;
    coordinator.get("/work").await.says("问题线索待处理");
    let page = coordinator.get(&address).await;
    page.says("按清单，可能由这些单位办理");
    let body = towns::bodies(county.tools()).await.unwrap().remove(0);
    let offered = coordinator.submit(&page, &format!("{address}/offer"), &[("body", &body.id.to_string())]).await;
    assert_eq!(offered.status, StatusCode::SEE_OTHER, "{}", offered.text());
    // The body has nobody in the system: whoever sent it records its answer.
    let page = coordinator.get(&address).await;
    page.says("代录签收");
    let typed = [("behalf_channel", "phone"), ("behalf_on", "2026-01-05")];
    let signed = coordinator.submit(&page, &format!("{address}/sign"), &typed).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    coordinator.get(&address).await.says("代录：");
    let mut clerk = county.site.logged_in("clerk").await;
    assert_eq!(clerk.get(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.post(&format!("{address}/cancel"), &[]).await.status, StatusCode::FORBIDDEN, "no token");
    let mut supervisor = county.site.logged_in("supervisor").await;
    supervisor.get(&address).await.says("处理中");
    assert_eq!(supervisor.get("/leads/new").await.status, StatusCode::FORBIDDEN);
}

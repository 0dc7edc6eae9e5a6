//! 会议议定事项: one table, a result a row, nothing typed lost.

use axum::http::StatusCode;
use dutyflow::service::incoming;

use crate::harness::county::County;

#[tokio::test]
async fn a_meetings_decisions_are_started_registered_or_refused_row_by_row() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    let form = browser.get("/meetings/new").await;
    let who = format!("office:{}", county.office);
    let leader = county.leader.person.to_string();
    let typed = [
        ("title", "第3次党政联席会议"),
        ("held_on", "2026-01-05"),
        ("decision-1", "核实高龄津贴名单"),
        ("duty-1", "配合28 老年人高龄津贴的发放管理"),
        ("who-1", &who),
        ("limit-1", "2026-01-20"),
        ("leader-1", &leader),
        ("decision-2", "整修镇政府大院"),
        ("duty-2", "清单外"),
        ("limit-2", "2026-02-10"),
        ("decision-3", "追缴违规领取的津贴"),
        ("duty-3", "收回1"),
    ];
    let saved = browser.submit(&form, "/meetings", &typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = browser.get(saved.location()).await;
    page.says("共 3 项：已启动 1，登记为来件 1，未启动 1，等待 0");
    page.says("接收并移送");
    page.says("测试leader");
    let again = browser.submit(&form, "/meetings", &typed).await;
    assert_eq!(again.location(), saved.location(), "sent twice, entered once");
    let (items, ..) = incoming::list(county.tools(), &county.coordinator, Vec::new(), 0).await.unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!((items[0].source.as_str(), items[0].summary.as_str(), items[0].duty), ("meeting", "整修镇政府大院", None));
    browser.get("/workflows").await.says("核实高龄津贴名单");
    let mut leader = county.site.logged_in("leader").await;
    leader.get("/meetings").await.says("第3次党政联席会议");
    assert_eq!(leader.get("/meetings/new").await.status, StatusCode::FORBIDDEN);
    assert_eq!(county.site.logged_in("clerk").await.get(saved.location()).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whether_a_row_is_on_the_list_a_person_says_and_nothing_typed_is_lost() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    let form = browser.get("/meetings/new").await;
    let typed =
        [("title", "会议"), ("decision-1", "核实高龄津贴名单"), ("decision-2", "修路"), ("duty-2", "第几项"), ("limit-3", "2026-01-20")];
    let refused = browser.submit(&form, "/meetings", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("文字相近的：配合28");
    refused.says("请写成“配合28”的样子");
    refused.says("有 3 处需要改正");
    for kept in ["核实高龄津贴名单", "修路", "第几项", "2026-01-20"] {
        assert!(refused.markup().contains(&format!("value=\"{kept}\"")), "{kept}");
    }
    let nothing = browser.submit(&form, "/meetings", &[("title", "会议")]).await;
    nothing.says("请至少填写一项");
    browser.get("/meetings/new?rows=30").await.says("第 30 项");
}

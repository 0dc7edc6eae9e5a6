//! 来件: registering, finding the row, closing.

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use dutyflow::service::actor::Actor;
use dutyflow::service::incoming;
use dutyflow::service::people;
use serde_json::{Value, json};
use tower::ServiceExt;
use workflow::people::{Role, Scope};

use crate::harness::county::County;
use crate::harness::site::{Answer, Visitor};

const SENTENCE: &str = "请各乡镇核实高龄老年人信息，报送第一季度高龄津贴发放名单";

/// Registers a letter and opens its page.
async fn registered(browser: &mut Visitor<'_>, summary: &str) -> (String, Answer) {
    let form = browser.get("/incoming/new").await;
    let answer = browser.submit(&form, "/incoming", &[("source", "letter"), ("summary", summary)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let address = answer.location().to_owned();
    let page = browser.get(&address).await;
    (address, page)
}

/// Confirms the first duty of the page.
async fn confirmed(browser: &mut Visitor<'_>, address: &str, page: &Answer) -> Answer {
    let answer = browser.submit(page, &format!("{address}/duty"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    browser.get(address).await
}

#[tokio::test]
async fn three_fields_are_enough_and_a_person_confirms_the_row() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    let (address, page) = registered(&mut browser, SENTENCE).await;
    page.says("已登记为 2026-1 号来件");
    page.says("来件未规定时限");
    page.says("配合履职事项第28项");
    page.says("系统不自动判定");
    assert!(!page.markup().contains("/start?"), "nothing is decided before somebody confirms");
    let (items, ..) = incoming::list(county.tools(), &county.coordinator, Vec::new(), 0).await.unwrap();
    assert_eq!(items[0].duty, None);

    let page = confirmed(&mut browser, &address, &page).await;
    page.says("已对应到清单事项");
    page.says("《阿合奇镇履职事项清单》（2025年7月）配合履职事项第28项");
    let (items, ..) = incoming::list(county.tools(), &county.coordinator, Vec::new(), 0).await.unwrap();
    let duty = items[0].duty.unwrap();
    assert!(page.markup().contains(&format!("/duties/{duty}/start?incoming={}", items[0].id)), "{}", page.markup());
    browser.get("/incoming").await.says("已对应事项");
}

#[tokio::test]
async fn who_confirms_from_an_old_page_is_told_so() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    let (address, page) = registered(&mut browser, SENTENCE).await;
    let now = confirmed(&mut browser, &address, &page).await;
    // The same button again changes nothing; another duty from the old page is refused.
    let again = browser.submit(&page, &format!("{address}/duty"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let other = now.hidden(&format!("{address}/duty")).into_iter().find(|(name, _)| name == "duty").unwrap().1;
    let mut fields: Vec<(String, String)> = page.hidden(&format!("{address}/duty"));
    fields.iter_mut().filter(|(name, _)| name == "duty").for_each(|(_, value)| value.clone_from(&other));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = browser.post(&format!("{address}/duty"), &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    let form = browser.get("/incoming/new").await;
    let typed = [
        ("source", "hotline"),
        ("summary", "核实 11010519491231002X 的津贴"),
        ("limit_time", "10:30"),
        ("from", "县民政局"),
        ("document_no", "阿民发〔2026〕3号"),
    ];
    let answer = browser.submit(&form, "/incoming", &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says("请填写这一项");
    answer.says("核实 11010519491231002X 的津贴");
    assert!(answer.markup().contains("value=\"10:30\"") && answer.markup().contains("value=\"县民政局\""));
    assert!(answer.markup().contains("value=\"hotline\" checked"));

    let typed = [("source", "letter"), ("summary", "核实 11010519491231002X 的津贴"), ("limit", "2026-01-20")];
    let answer = browser.submit(&form, "/incoming", &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says("请不要填写身份证号或银行卡号");
    let (items, ..) = incoming::list(county.tools(), &county.coordinator, Vec::new(), 0).await.unwrap();
    assert!(items.is_empty(), "nothing was registered");
}

#[tokio::test]
async fn a_date_without_time_is_the_end_of_that_working_day_and_its_source_follows_from_how_it_came() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    let form = browser.get("/incoming/new").await;
    let typed = [("source", "leader_note"), ("summary", SENTENCE), ("limit", "2026-01-20")];
    let answer = browser.submit(&form, "/incoming", &typed).await;
    let page = browser.get(answer.location()).await;
    page.says("1月20日 周二 19:30 · 领导批示要求");
    let (items, ..) = incoming::list(county.tools(), &county.coordinator, Vec::new(), 0).await.unwrap();
    assert_eq!(items[0].limit_at.unwrap().to_rfc3339(), "2026-01-20T11:30:00+00:00");
}

#[tokio::test]
async fn the_same_form_twice_registers_once() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    let form = browser.get("/incoming/new").await;
    let typed = [("source", "call"), ("summary", SENTENCE)];
    let first = browser.submit(&form, "/incoming", &typed).await;
    let second = browser.submit(&form, "/incoming", &typed).await;
    assert_eq!((second.status, second.location()), (StatusCode::SEE_OTHER, first.location()));
    let (items, ..) = incoming::list(county.tools(), &county.coordinator, Vec::new(), 0).await.unwrap();
    assert_eq!(items.len(), 1);
}

#[tokio::test]
async fn another_row_is_found_by_its_words() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    let (address, _) = registered(&mut browser, SENTENCE).await;
    let found = browser.get(&format!("{address}?q=地名管理")).await;
    found.says("地名管理工作");
    found.says("配合履职事项第53项");
    browser.get(&format!("{address}?q=没有这样的字词")).await.says("没有找到");
}

#[tokio::test]
async fn an_item_is_closed_with_a_note_only() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    let (address, page) = registered(&mut browser, "有人咨询快递代收点").await;
    let close = format!("{address}/close");
    let refused = browser.submit(&page, &close, &[("note", "  ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("请填写这一项");
    let done = browser.submit(&refused, &close, &[("note", "已电话答复，不属于本镇事项")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = browser.get(&address).await;
    page.says("已了结");
    page.says("已电话答复，不属于本镇事项");
    assert!(!page.markup().contains(&format!("action=\"{close}\"")), "a closed item offers nothing more");
    browser.get("/incoming").await.says("没有待处理的来件");
    browser.get("/incoming?state=closed").await.says("有人咨询快递代收点");
}

#[tokio::test]
async fn a_withdrawn_row_is_received_and_transferred_or_only_answered() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    let (address, page) = registered(&mut browser, "对违规领取高龄津贴的追缴").await;
    let page = confirmed(&mut browser, &address, &page).await;
    page.says("接收并移送");
    assert!(!page.markup().contains("/start?"), "what was taken back is not started");
    let (address, page) = registered(&mut browser, "出具婚姻状况证明（婚姻关系证明、分居证明）").await;
    let page = confirmed(&mut browser, &address, &page).await;
    page.says("没有可移送的单位");
    assert!(!page.markup().contains("receive-and-transfer"));
}

#[tokio::test]
async fn others_read_it_or_do_not_know_of_it() {
    let county = County::open().await;
    let (address, _) = registered(&mut county.site.logged_in("coordinator").await, SENTENCE).await;
    let page = county.site.logged_in("supervisor").await.get(&address).await;
    page.says(SENTENCE);
    assert!(!page.text().contains("确认对应"));
    assert_eq!(county.site.logged_in("clerk").await.get(&address).await.status, StatusCode::FORBIDDEN);
    let elsewhere = county.site.town;
    county.site.person("neighbour", Role::Coordinator, Scope::town(elsewhere)).await;
    assert_eq!(county.site.logged_in("neighbour").await.get(&address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_long_list_goes_on_to_a_next_page() {
    let county = County::open().await;
    for at in 0..=incoming::PER_PAGE {
        let typed =
            incoming::Registration { source: "call".to_owned(), summary: format!("第{at}件"), ..incoming::Registration::default() };
        let request = dutyflow::service::Request { viewer: &county.coordinator, command: county.command() };
        incoming::register(county.tools(), request, typed).await.unwrap();
        county.pass(chrono::Duration::minutes(1));
    }
    let mut browser = county.site.logged_in("coordinator").await;
    let first = browser.get("/incoming").await;
    first.says("第50件");
    assert!(!first.text().contains("第0件") && first.text().contains("下一页"));
    let second = browser.get("/incoming?state=&page=1").await;
    second.says("第0件");
    second.says("上一页");
}

/// Registers something with a document number.
async fn numbered(county: &County, summary: &str, number: Option<&str>) -> incoming::Incoming {
    let typed = incoming::Registration {
        source: "letter".to_owned(),
        summary: summary.to_owned(),
        document_no: number.map(str::to_owned),
        ..incoming::Registration::default()
    };
    let request = dutyflow::service::Request { viewer: &county.coordinator, command: county.command() };
    incoming::register(county.tools(), request, typed).await.unwrap()
}

#[tokio::test]
async fn what_may_have_been_registered_before_is_hinted_at_and_a_person_judges() {
    let county = County::open().await;
    let quarter = numbered(&county, SENTENCE, None).await;
    county.pass(chrono::Duration::days(90));
    let letter = numbered(&county, "请开展冬季防火检查", Some("阿应急〔2026〕2号")).await;
    let call = numbered(&county, "一村路灯不亮，请办理并反馈", None).await;
    numbered(&county, "三社区垃圾清运不及时，请核实", None).await;
    let mut browser = county.site.logged_in("coordinator").await;
    let hint = "可能与已有来件重复";

    // The same sentence a quarter later is the next quarter's work.
    let again = numbered(&county, SENTENCE, None).await;
    assert!(!browser.get(&format!("/incoming/{}", again.id)).await.text().contains(hint));
    // The same number, however its brackets are written; and nearly the same words.
    let copy = numbered(&county, "转发关于防火工作的通知", Some("阿应急[2026] 2号")).await;
    let page = browser.get(&format!("/incoming/{}", copy.id)).await;
    page.says(hint);
    page.says("文号相同");
    assert!(page.markup().contains(&letter.id.to_string()) && !page.markup().contains(&call.id.to_string()));
    let second = numbered(&county, "一村路灯不亮请尽快办理并反馈", None).await;
    let page = browser.get(&format!("/incoming/{}", second.id)).await;
    page.says("文字相近");
    assert!(page.markup().contains(&call.id.to_string()) && !page.markup().contains(&quarter.id.to_string()));

    // The API says the same.
    let token = people::token(county.tools(), Actor::Console, county.coordinator.person, "登记", None).await.unwrap();
    let mut request = Request::get(format!("/api/v1/incoming-items/{}", copy.id))
        .header(header::HOST, "dutyflow.test")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::from(([10, 0, 0, 1], 40000))));
    let response = county.site.router.clone().oneshot(request).await.unwrap();
    let answer: Value = serde_json::from_slice(&to_bytes(response.into_body(), usize::MAX).await.unwrap()).unwrap();
    let alike = answer["alike"].as_array().unwrap();
    assert_eq!((alike.len(), &alike[0]["same_number"], &alike[0]["item"]["id"]), (1, &json!(true), &json!(letter.id.to_string())));

    // Once it is closed as the same, nothing is hinted at there any more.
    let request = dutyflow::service::Request { viewer: &county.coordinator, command: county.command() };
    incoming::close(county.tools(), request, copy.id, "与2026-2号为同一件", copy.version).await.unwrap();
    assert!(!browser.get(&format!("/incoming/{}", copy.id)).await.text().contains(hint));
}

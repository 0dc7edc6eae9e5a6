//! 事项目录: finding a duty, reading it, starting from it.

use axum::http::StatusCode;
use duty_list::DutyKind::{Basic, Cooperative, Withdrawn};
use workflow::calendar::{Limit, LimitSource};
use workflow::case::{Case, LimitSpec, Task};
use workflow::ids::WorkflowId;
use workflow::people::{Role, Scope, Unit};

use crate::harness::county::County;
use crate::harness::site::Answer;

fn started(answer: &Answer) -> WorkflowId {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location().strip_prefix("/workflows/").expect("a workflow's page").parse().unwrap()
}

fn task<'a>(case: &'a Case, key: &str) -> &'a Task {
    case.tasks.values().find(|task| task.step_key == key).unwrap()
}

#[tokio::test]
async fn the_catalogue_is_filtered_by_table_category_body_and_words() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("clerk").await;
    let all = browser.get("/duties").await;
    for words in ["《阿合奇镇履职事项清单》（2025年7月）", "共 309 项", "基本履职事项 119", "配合履职事项 127", "上级部门收回事项 63"]
    {
        all.says(words);
    }
    let found = browser.get("/duties?q=高龄").await;
    found.says("共 2 项");
    found.says("老年人高龄津贴的发放管理");
    found.says("对违规领取高龄津贴的追缴");
    let withdrawn = browser.get("/duties?q=高龄&table=withdrawn").await;
    withdrawn.says("共 1 项");
    withdrawn.says("配合履职事项 1");
    browser.get("/duties?category=党的建设&table=basic").await.says("共 25 项");
    let body = county.body("阿合奇县民政局").await;
    let of_body = browser.get(&format!("/duties?body={body}&q=高龄")).await;
    of_body.says("共 2 项");
    let nothing = browser.get("/duties?q=没有这样的字词").await;
    nothing.says("没有符合条件的事项");
    nothing.says("清除筛选");
    browser.get("/duties?body=nonsense&table=nonsense&town=nonsense").await.says("共 309 项");
}

#[tokio::test]
async fn who_belongs_to_no_town_chooses_one() {
    let county = County::open().await;
    county.site.person("county", Role::CountyCoordinator, Scope::County).await;
    let mut browser = county.site.logged_in("county").await;
    let page = browser.get(&format!("/duties?town={}", county.town)).await;
    page.says("共 309 项");
    assert!(page.markup().contains("<select class=\"input\" id=\"town\""));
    browser.get(&format!("/duties?town={}", county.site.town)).await.says("还没有导入履职事项清单");
    assert!(!county.site.logged_in("clerk").await.get("/duties").await.markup().contains("id=\"town\""));
}

#[tokio::test]
async fn a_cooperative_duty_shows_its_steps_in_order_with_the_words_they_rest_on() {
    let county = County::open().await;
    let duty = county.duty(Cooperative, 28).await;
    let page = county.site.logged_in("clerk").await.get(&format!("/duties/{duty}")).await;
    page.says("《阿合奇镇履职事项清单》（2025年7月）配合履职事项第28项");
    page.says("等阿合奇县民政局完成第 1 步 （依据“根据高龄系统推送的”）");
    page.says("第 2、3、4 步完成后开始");
    page.says("报审 → 阿合奇县民政局 （依据“提交县民政局审核”）");
    page.says("收到第 5 步送出的材料后办理");
    page.says("部门职责（对照） 2");
    page.says("待核对 属部门之间的交接");
    // The wording stands there once more, as printed.
    page.says("1. 将老龄人员名单推送至各乡镇");
    page.says("4. 在高龄系统内将村（社区）核实无误后的老年人信息生成拟发放名单");
    assert!(!page.text().contains("启动办理"), "only the coordinator starts");
    county.site.logged_in("coordinator").await.get(&format!("/duties/{duty}")).await.says("启动办理");
}

#[tokio::test]
async fn a_responsibility_has_nothing_to_start() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    for (kind, no) in [(Basic, 1), (Cooperative, 18)] {
        let duty = county.duty(kind, no).await;
        let page = browser.get(&format!("/duties/{duty}")).await;
        page.says("没有需要启动的办理");
        assert!(!page.markup().contains(&format!("/duties/{duty}/start")));
        let refused = browser.get(&format!("/duties/{duty}/start")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn every_duty_of_the_list_has_a_page_in_both_languages() {
    let county = County::open().await;
    let rows = dutyflow::service::duties::catalogue(county.tools(), county.town, &Default::default()).await.unwrap().rows;
    let mut browser = county.site.logged_in("coordinator").await;
    for language in ["zh", "en"] {
        let page = browser.get("/password").await;
        browser.submit(&page, "/language", &[("language", language)]).await;
        for row in &rows {
            let page = browser.get(&format!("/duties/{}", row.duty)).await;
            assert_eq!(page.status, StatusCode::OK, "{:?} {}", row.kind, row.no);
            page.says(&row.title);
        }
    }
}

#[tokio::test]
async fn everything_goes_to_one_office_but_what_is_chosen_row_by_row() {
    let county = County::open().await;
    let duty = county.duty(Cooperative, 28).await;
    let mut browser = county.site.logged_in("coordinator").await;
    let address = format!("/duties/{duty}/start");
    let form = browser.get(&address).await;
    form.says("清单未规定时限，本镇设定：5 个工作日");
    let office = format!("office:{}", county.office);
    let clerk = format!("office:{}:{}", county.office, county.clerk.person);
    let village = format!("village:{}", county.villages[1]);
    let typed = [
        ("title", "第一季度高龄津贴"),
        ("urgent", "1"),
        ("official", "2026-03-31"),
        ("official_source", "notice"),
        ("official_number", "阿民发〔2026〕3号"),
        ("everyone", office.as_str()),
        ("who-t1-town-2", &village),
        ("amount-t1-town-2", "3"),
        ("unit-t1-town-2", "natural_days"),
        ("source-t1-town-2", "meeting"),
        ("unit-t1-town-3", "none"),
        ("who-t1-town-4", &clerk),
    ];
    let answer = browser.submit(&form, &address, &typed).await;
    let id = started(&answer);
    let case = county.case(id).await;
    assert_eq!((case.title.as_str(), case.urgent), ("第一季度高龄津贴", true));
    let official = case.official_due.as_ref().unwrap();
    assert_eq!(official.source, LimitSource::Notice { number: "阿民发〔2026〕3号".to_owned() });
    assert_eq!(official.at.to_rfc3339(), "2026-03-31T11:30:00+00:00");
    let holder = |key: &str| task(&case, key).holder.map(|holder| (holder.unit, holder.person));
    assert_eq!(holder("t1-town-1"), Some((Unit::Office(county.office), None)));
    assert_eq!(holder("t1-town-2"), Some((Unit::Village(county.villages[1]), None)));
    assert_eq!(holder("t1-town-4"), Some((Unit::Office(county.office), Some(county.clerk.person))));
    let limit = |key: &str| task(&case, key).limit.clone();
    assert_eq!(limit("t1-town-1"), None);
    assert_eq!(limit("t1-town-2"), Some(LimitSpec { limit: Limit::natural_days(3), source: LimitSource::Meeting }));
    assert_eq!(task(&case, "t1-town-3").due, None, "no limit, chosen knowingly");

    let again = browser.submit(&form, &address, &typed).await;
    assert_eq!(started(&again), id, "sent twice, started once");
}

#[tokio::test]
async fn a_start_that_is_refused_keeps_what_was_typed() {
    let county = County::open().await;
    let duty = county.duty(Cooperative, 28).await;
    let mut browser = county.site.logged_in("coordinator").await;
    let address = format!("/duties/{duty}/start");
    let form = browser.get(&address).await;
    let office = format!("office:{}", county.office);
    let stranger = format!("office:{}:{}", county.office, county.coordinator.person);
    let typed = [
        ("title", ""),
        ("official", "2026-03-31"),
        ("everyone", office.as_str()),
        ("who-t1-town-1", &stranger),
        ("amount-t1-town-2", "很快"),
        ("unit-t1-town-2", "hours"),
        ("source-t1-town-2", "phone"),
    ];
    let answer = browser.submit(&form, &address, &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says("有 4 处需要改正");
    answer.says("填了时限，请选择依据");
    answer.says("请填写大于 0 的数字");
    for kept in [
        "value=\"很快\"",
        "value=\"hours\" selected",
        "value=\"phone\" selected",
        "value=\"2026-03-31\"",
        &format!("value=\"{office}\" selected"),
    ] {
        assert!(answer.markup().contains(kept), "{kept} is lost:\n{}", answer.markup());
    }
    let view = dutyflow::service::duties::show(county.tools(), &county.coordinator, duty).await.unwrap();
    assert!(view.workflows.is_empty());
}

#[tokio::test]
async fn what_came_in_fills_the_form_and_is_noted_as_started() {
    let county = County::open().await;
    let duty = county.duty(Cooperative, 28).await;
    let mut browser = county.site.logged_in("coordinator").await;
    let form = browser.get("/incoming/new").await;
    let typed = [
        ("source", "letter"),
        ("summary", "报送高龄津贴名单"),
        ("limit", "2026-02-10"),
        ("limit_time", "12:00"),
        ("document_no", "阿民发〔2026〕3号"),
    ];
    let item = browser.submit(&form, "/incoming", &typed).await.location().to_owned();
    let id = item.strip_prefix("/incoming/").unwrap();
    let form = browser.get(&format!("/duties/{duty}/start?incoming={id}")).await;
    for filled in [
        "value=\"报送高龄津贴名单\"",
        "value=\"2026-02-10\"",
        "value=\"12:00\"",
        "value=\"notice\" selected",
        "value=\"阿民发〔2026〕3号\"",
    ] {
        assert!(form.markup().contains(filled), "{filled}:\n{}", form.markup());
    }
    let address = format!("/duties/{duty}/start");
    let typed = [("title", "高龄津贴"), ("official", "2026-02-10"), ("official_time", "12:00"), ("official_source", "notice")];
    let workflow = started(&browser.submit(&form, &address, &typed).await);
    let page = browser.get(&item).await;
    page.says("已启动办理");
    assert!(page.markup().contains(&format!("/workflows/{workflow}")));
    // A second workflow from the same item is refused, and the form stays.
    let second = browser.get(&format!("{address}?incoming={id}")).await;
    let answer = browser.submit(&second, &address, &[("title", "再来一次")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.markup().contains("value=\"再来一次\""));
}

#[tokio::test]
async fn a_track_is_started_by_itself() {
    let county = County::open().await;
    let rows = dutyflow::service::duties::catalogue(county.tools(), county.town, &Default::default()).await.unwrap().rows;
    let mut browser = county.site.logged_in("coordinator").await;
    let mut seen = 0;
    for row in rows.into_iter().filter(|row| row.kind == Cooperative) {
        let view = dutyflow::service::duties::show(county.tools(), &county.coordinator, row.duty).await.unwrap();
        let tracks = view.version.unwrap().content.tracks;
        let startable: Vec<usize> = (0..tracks.len())
            .filter(|at| tracks[*at].steps.iter().any(|step| step.required && step.party == workflow::template::Party::Town))
            .collect();
        let (true, Some(last)) = (tracks.len() > 1, startable.last()) else { continue };
        seen += 1;
        let form = browser.get(&format!("/duties/{}/start?track={last}", row.duty)).await;
        let address = format!("/duties/{}/start", row.duty);
        let case = county.case(started(&browser.submit(&form, &address, &[("title", "分项")]).await)).await;
        let steps: Vec<&str> = tracks[*last].steps.iter().map(|step| step.key.as_str()).collect();
        assert!(case.tasks.values().all(|task| steps.contains(&task.step_key.as_str())), "{} {last}", row.no);
    }
    assert!(seen > 1, "duties with several parts: {seen}");
}

#[tokio::test]
async fn a_withdrawn_duty_is_not_started_but_received_and_transferred() {
    let county = County::open().await;
    let duty = county.duty(Withdrawn, 1).await;
    let mut browser = county.site.logged_in("coordinator").await;
    let page = browser.get(&format!("/duties/{duty}")).await;
    page.says("不能作为本镇工作启动");
    page.says("现由阿合奇县民政局承接");
    page.says("负责违规领取高龄津贴的追缴工作");
    page.says("老年人高龄津贴的发放管理");
    let start = format!("/duties/{duty}/start");
    assert_eq!(browser.get(&start).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let transfer = format!("/duties/{duty}/receive-and-transfer");
    let form = browser.get(&transfer).await;
    form.says("移送给 阿合奇县民政局");
    // The token and the command of a form that exists, sent to the address that does not start it.
    let hidden = form.hidden(&transfer);
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("title", "追缴"));
    let refused = browser.post(&start, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("请使用“接收并移送”");

    let office = format!("office:{}", county.office);
    let answer = browser.submit(&form, &transfer, &[("title", "追缴一笔高龄津贴"), ("office", &office)]).await;
    let case = county.case(started(&answer)).await;
    assert_eq!(case.title, "追缴一笔高龄津贴");
    let own = case.tasks.values().filter(|task| task.lane == workflow::case::Lane::Town);
    assert!(
        own.clone().count() == 4
            && own.into_iter().all(|task| task.holder.is_some_and(|holder| holder.unit == Unit::Office(county.office)))
    );
}

#[tokio::test]
async fn what_nobody_does_any_more_is_not_transferred() {
    let county = County::open().await;
    let mut browser = county.site.logged_in("coordinator").await;
    for (no, words) in [(8, "各单位都不再开展"), (3, "不得再就此考核乡镇")] {
        let duty = county.duty(Withdrawn, no).await;
        let page = browser.get(&format!("/duties/{duty}")).await;
        page.says(words);
        assert!(!page.text().contains("接收并移送"));
        let answer = browser.get(&format!("/duties/{duty}/receive-and-transfer")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn only_the_towns_own_coordinator_starts() {
    let county = County::open().await;
    county.site.person("neighbour", Role::Coordinator, Scope::town(county.site.town)).await;
    let duty = county.duty(Cooperative, 28).await;
    let mut neighbour = county.site.logged_in("neighbour").await;
    assert!(!neighbour.get(&format!("/duties/{duty}")).await.text().contains("启动办理"));
    assert_eq!(neighbour.get(&format!("/duties/{duty}/start")).await.status, StatusCode::NOT_FOUND);
    let clerk = county.site.logged_in("clerk").await.get(&format!("/duties/{duty}/start")).await;
    assert_eq!(clerk.status, StatusCode::FORBIDDEN);
}

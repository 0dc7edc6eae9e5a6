//! My work: what is whose turn, in the browser.

use axum::http::{StatusCode, header};
use chrono::Duration;
use duty_list::DutyKind;
use dutyflow::service::Request;
use dutyflow::service::act::Of;
use dutyflow::service::start::start;
use dutyflow::urls::Url;
use workflow::case::{Command, HandKind, Receiver, Result as Report, TaskState};

use crate::harness::county::{County, body_step, doable, step};

const BUREAU: &str = "阿合奇县民政局";

#[tokio::test]
async fn the_first_page_is_where_the_day_begins() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    county.liaison("liaison", bureau).await;
    for (login, first) in
        [("coordinator", "/incoming"), ("clerk", "/work"), ("village0", "/work"), ("liaison", "/work"), ("supervisor", "/overdue")]
    {
        let answer = county.site.logged_in(login).await.get("/").await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, first), "{login}");
    }
}

#[tokio::test]
async fn an_empty_desk_says_what_to_do_next() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    county.liaison("liaison", bureau).await;
    for (login, words) in [("coordinator", "来件登记"), ("clerk", "查看办理单"), ("liaison", "查看签收与送出")] {
        let page = county.site.logged_in(login).await.get("/work").await;
        page.says("现在没有待办");
        page.says(words);
    }
}

#[tokio::test]
async fn a_task_in_the_shared_in_box_is_taken_with_one_click_and_shows_its_date() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    let mut clerk = county.site.logged_in("clerk").await;
    let page = clerk.get("/work").await;
    // Five working days from Monday, 5 January: Monday, 12 January.
    page.says("1月12日 周一 · 还有 5 个工作日");
    page.says("清单未规定时限，本镇设定");
    page.says("民生服务办收件箱，尚无人领取");
    let take = Url::TaskTake(task.id).to_string();
    let done = clerk.submit(&page, &take, &[]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, Url::TaskShow(task.id).to_string().as_str()));
    clerk.get(done.location()).await.says("已领取，现在由您办理");
    // The same click once more changes nothing and is no error.
    assert_eq!(clerk.submit(&page, &take, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(county.case(id).await.tasks[&task.id].holder.unwrap().person, Some(county.clerk.person));
    assert!(!clerk.get("/work").await.markup().contains(&take));
}

#[tokio::test]
async fn what_is_late_stands_before_what_is_due_soon() {
    let county = County::open().await;
    let first = county.start(62, "先启动的事").await;
    county.pass(Duration::days(4));
    county.start(62, "后启动的事").await;
    county.pass(Duration::days(4));
    let text = county.site.logged_in("clerk").await.get("/work").await.text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("逾期 1 先启动的事") < at("快到期 1"), "{text}");
    assert!(at("快到期 1") < at("后启动的事"), "{text}");
    assert!(text.contains("逾期 1 个工作日"));
    assert_eq!(step(&county.case(first).await, doable).state, TaskState::Open);
}

#[tokio::test]
async fn what_nobody_was_given_lies_with_the_coordinator() {
    let county = County::open().await;
    let duty = county.duty(DutyKind::Cooperative, 62).await;
    let mut wanted = county.wanted(duty, "还没交办的事").await;
    wanted.holders.clear();
    let request = Request { viewer: &county.coordinator, command: county.command() };
    start(county.tools(), request, wanted).await.unwrap();
    let page = county.site.logged_in("coordinator").await.get("/work").await;
    page.says("未交办 1");
    page.says("还没交办的事");
    assert!(page.markup().contains("?do=assign"), "one click leads to the form");
    assert!(!county.site.logged_in("clerk").await.get("/work").await.text().contains("还没交办的事"));
}

#[tokio::test]
async fn a_distributed_step_is_one_row_and_each_village_has_its_own_task() {
    let county = County::open().await;
    let id = county.start(62, "入户核查").await;
    let task = step(&county.case(id).await, doable);
    let units = county.villages.iter().map(|village| workflow::people::Unit::Village(*village)).collect();
    let case = county.does(&county.coordinator, Of::Task(task.id), Command::Distribute { task: task.id, units, limit: None }).await;
    let first = workflow::people::Unit::Village(county.villages[0]);
    let of_first = |part: &&workflow::case::Task| part.parent == Some(task.id) && part.holder.is_some_and(|holder| holder.unit == first);
    let part = case.tasks.values().find(of_first).unwrap().id;
    let nil = Command::Complete { task: part, result: Report { nil: true, ..Report::default() }, on_behalf: None };
    county.does(&county.in_villages[0], Of::Task(part), nil).await;
    let page = county.site.logged_in("clerk").await.get("/work").await;
    page.says("等待他人");
    page.says("6个单位已报1个");
    let whole = county.site.logged_in("clerk").await.get(&Url::TaskShow(task.id).to_string()).await;
    whole.says("6个村（社区）已报1个");
    whole.says("零报告");
    county.site.logged_in("village1").await.get("/work").await.says("入户核查");
}

#[tokio::test]
async fn a_task_that_waits_says_for_what_and_leads_to_recording_it() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴").await;
    let mut clerk = county.site.logged_in("clerk").await;
    let page = clerk.get("/work").await;
    page.says("等前面的环节办完");
    // The bureau has nobody in the system: the clerk records that the names have come.
    let push = body_step(&county.case(id).await, |task| task.text.contains("名单推送"));
    let address = Url::TaskShow(push.id).to_string();
    let shown = clerk.get(&address).await;
    let recorded =
        clerk.submit(&shown, &Url::TaskReceived(push.id).to_string(), &[("on", "2026-01-05"), ("document_no", "阿民〔2026〕1号")]).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text());
    assert!(!clerk.get("/work").await.text().contains("指导各村（社区）根据高龄系统推送的数据信息，对享受社保待遇的高龄老年人 等前面"));
    clerk.get(&Url::WorkflowShow(id).to_string()).await.says("文号 阿民〔2026〕1号");
}

#[tokio::test]
async fn a_body_signs_from_the_list_and_goes_on_there() {
    let county = County::open().await;
    let bureau = county.body("阿合奇县自然资源局").await;
    county.liaison("liaison", bureau).await;
    let id = county.start(62, "草原确权备案").await;
    let task = step(&county.case(id).await, doable);
    county.does(&county.clerk, Of::Task(task.id), Command::Complete { task: task.id, result: Report::default(), on_behalf: None }).await;
    let handing = step(&county.case(id).await, |task| task.state == TaskState::Open);
    let receivers = vec![Receiver::body(bureau, HandKind::Record)];
    let send = Command::HandOff { task: handing.id, receivers, note: None, document_no: None, count: None, on_behalf: None };
    let case = county.does(&county.clerk, Of::Task(handing.id), send).await;
    let hand_off = *case.hand_offs.keys().next().unwrap();

    county.site.logged_in("clerk").await.get("/work").await.says("阿合奇县自然资源局，1月5日 周一起待签收（0个工作日）");
    let mut liaison = county.site.logged_in("liaison").await;
    let page = liaison.get("/work").await;
    page.says("待我签收 1");
    page.says("报备 阿合奇镇 1月5日 周一");
    assert!(!page.text().contains("民生服务办"), "which office it was is the town's inside");
    let sign = Url::HandOffSign(hand_off).with([("from", "work")]);
    let done = liaison.submit(&page, &sign, &[]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/work"));
    let after = liaison.get("/work").await;
    after.says("已签收，办妥。");
    after.says("现在没有待办");
    liaison.get("/hand-offs").await.says("近期办过的");
}

#[tokio::test]
async fn todays_list_is_text_to_copy_and_names_nobody() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    county.does(&county.clerk, Of::Task(task.id), Command::Take { task: task.id }).await;
    let mut clerk = county.site.logged_in("clerk").await;
    let page = clerk.get("/work/today").await;
    page.says("1月5日 周一 阿合奇镇今日待办");
    let text = clerk.get("/work/today?format=text").await;
    assert!(text.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/plain"));
    let lines: Vec<&str> = text.markup().lines().collect();
    assert_eq!(lines.len(), 2, "a heading and one task: {lines:?}");
    assert!(lines[1].starts_with("1. 〔待办〕草原确权：") && lines[1].contains("1月12日 周一"), "{}", lines[1]);
    assert!(lines[1].ends_with(&Url::TaskShow(task.id).to_string()));
    assert!(!text.markup().contains("测试"), "no name of a person");
    assert!(clerk.get("/work/today").await.markup().contains("data-print"));
}

//! The page of a task: its clause, its date, its forms; what is refused and what happens to two people at once.

use axum::http::StatusCode;
use duty_list::DutyKind;
use dutyflow::service::Request;
use dutyflow::service::act::Of;
use dutyflow::service::start::start;
use dutyflow::urls::Url;
use workflow::case::{Command, Result as Report, Task, TaskState};
use workflow::ids::WorkflowId;
use workflow::people::Unit;

use crate::harness::county::{County, body_step, doable, step};

/// A workflow whose steps nobody was given.
async fn unassigned(county: &County) -> (WorkflowId, Task) {
    let duty = county.duty(DutyKind::Cooperative, 62).await;
    let mut wanted = county.wanted(duty, "草原确权").await;
    wanted.holders.clear();
    let id = start(county.tools(), Request { viewer: &county.coordinator, command: county.command() }, wanted).await.unwrap();
    let task = step(&county.case(id).await, doable);
    (id, task)
}

#[tokio::test]
async fn the_page_shows_the_clause_where_it_stands_and_how_its_date_was_counted() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    let page = county.site.logged_in("clerk").await.get(&Url::TaskShow(task.id).to_string()).await;
    page.says(&task.text);
    page.says("来自配合履职事项第 62 项");
    page.says("本镇的第 1 条职责");
    page.says("5个工作日");
    page.says("计入 5 天：1月6日 周二、1月7日 周三、1月8日 周四、1月9日 周五、1月12日 周一");
    page.says("跳过 2 天：1月10日 周六 周末、1月11日 周日 周末");
    page.says("清单未规定时限，本镇设定");
    for field in ["name=\"phone\"", "name=\"id_number\"", "type=\"file\""] {
        assert!(!page.markup().contains(field), "no field for a resident's data: {field}");
    }
}

#[tokio::test]
async fn assigning_gives_it_to_a_person_with_a_limit_and_its_source() {
    let county = County::open().await;
    let (id, task) = unassigned(&county).await;
    let address = Url::TaskAssign(task.id).to_string();
    let mut coordinator = county.site.logged_in("coordinator").await;
    let page = coordinator.get(&Url::TaskShow(task.id).to_string()).await;
    page.says("民生服务办（收件箱，由本单位领取）");
    let holder = format!("office:{}:{}", county.office, county.clerk.person);

    // A half-filled limit: the reason beside the field, everything typed kept, nothing done.
    let half =
        [("holder", holder.as_str()), ("limit_kind", "working_days"), ("limit_source", "notice"), ("limit_number", "阿民发〔2026〕3号")];
    let refused = coordinator.submit(&page, &address, &half).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("请填写多少天或多少小时");
    assert!(refused.markup().contains("阿民发〔2026〕3号") && refused.markup().contains(&format!("value=\"{holder}\" selected")));
    assert_eq!(county.case(id).await.tasks[&task.id].holder, None);

    let whole: Vec<(&str, &str)> = half.iter().copied().chain([("limit_amount", "3")]).collect();
    let done = coordinator.submit(&refused, &address, &whole).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let after = coordinator.get(done.location()).await;
    after.says("已交办给民生服务办 测试clerk。");
    after.says("1月8日 周四 还有 3 个工作日 通知要求（阿民发〔2026〕3号）");
    after.says("将“入户核查户主基本信息，摸排草原确权情况”交办给民生服务办 测试clerk");
    // The form sent twice is one assignment.
    assert_eq!(coordinator.submit(&refused, &address, &whole).await.status, StatusCode::SEE_OTHER);
    assert_eq!(county.case(id).await.tasks[&task.id].holding, 2);
}

#[tokio::test]
async fn one_tick_gives_it_out_to_all_villages() {
    let county = County::open().await;
    let (id, task) = unassigned(&county).await;
    let address = Url::TaskDistribute(task.id).to_string();
    let mut coordinator = county.site.logged_in("coordinator").await;
    let page = coordinator.get(&Url::TaskShow(task.id).to_string()).await;
    let none = coordinator.submit(&page, &address, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.says("请选择要分发的站所或村（社区）");
    let fields = [("all_villages", "1"), ("limit_kind", "date"), ("limit_at", "2026-01-09"), ("limit_source", "phone")];
    let done = coordinator.submit(&page, &address, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    coordinator.get(done.location()).await.says("已分发给 6 个单位。");
    assert_eq!(coordinator.submit(&page, &address, &fields).await.status, StatusCode::SEE_OTHER, "sent twice");
    let parts: Vec<Task> = county.case(id).await.tasks.into_values().filter(|part| part.parent == Some(task.id)).collect();
    assert_eq!(parts.len(), 6);
    assert!(parts.iter().all(|part| matches!(part.holder.unwrap().unit, Unit::Village(_)) && part.due.is_some()));
    county.site.logged_in("village3").await.get("/work").await.says("1月9日 周五");
}

#[tokio::test]
async fn reporting_done_keeps_counts_and_refuses_a_residents_number() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    let address = Url::TaskComplete(task.id).to_string();
    let mut clerk = county.site.logged_in("clerk").await;
    let page = clerk.get(&Url::TaskShow(task.id).to_string()).await;
    // Made up: the region 000000 does not exist.
    let number = with_check_digit("00000019500101001");
    let typed = [("note", format!("已核查 {number}")), ("expected", "12".to_owned()), ("done", "10".to_owned())];
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = clerk.submit(&page, &address, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("本系统只记工作");
    assert!(refused.markup().contains("value=\"12\""), "what was typed stays");
    assert_eq!(county.case(id).await.tasks[&task.id].state, TaskState::Open);

    let done = clerk.submit(&refused, &address, &[("note", "已核查12户"), ("expected", "12"), ("done", "10")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let after = clerk.get(done.location()).await;
    after.says("已办理完成。");
    after.says("应办12、已办10");
}

fn with_check_digit(seventeen: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = seventeen.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize];
    format!("{seventeen}{check}")
}

#[tokio::test]
async fn of_two_people_the_second_is_told_what_happened_and_loses_nothing() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    let address = Url::TaskComplete(task.id).to_string();
    let mut clerk = county.site.logged_in("clerk").await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    let of_clerk = clerk.get(&Url::TaskShow(task.id).to_string()).await;
    let of_coordinator = coordinator.get(&Url::TaskShow(task.id).to_string()).await;
    assert_eq!(clerk.submit(&of_clerk, &address, &[("note", "我先办完")]).await.status, StatusCode::SEE_OTHER);
    let second = coordinator.submit(&of_coordinator, &address, &[("note", "我写了很久的说明")]).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    second.says("这项任务现在是“完成”");
    second.says("最新情况：");
    second.says("测试clerk 完成");
    second.says("我先办完");
    assert!(second.markup().contains("我写了很久的说明"), "what was typed is still there");
    // Once more the first's own form: it is the same request.
    assert_eq!(clerk.submit(&of_clerk, &address, &[("note", "我先办完")]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_has_no_part_in_it_does_not_find_it() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    let bureau = county.body("阿合奇县民政局").await;
    county.liaison("other-bureau", bureau).await;
    for login in ["village0", "other-bureau"] {
        let mut stranger = county.site.logged_in(login).await;
        for address in [Url::TaskShow(task.id), Url::WorkflowShow(id)] {
            assert_eq!(stranger.get(&address.to_string()).await.status, StatusCode::NOT_FOUND, "{login} {address}");
        }
        let own = stranger.get("/work").await;
        let form = own.hidden("/logout");
        let csrf = form.iter().find(|(name, _)| name == "csrf").unwrap();
        let fields = [("csrf", csrf.1.as_str()), ("command_id", "018f0000-0000-7000-8000-000000000009"), ("note", "x")];
        let answer = stranger.post(&Url::TaskComplete(task.id).to_string(), &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login}");
    }
    assert_eq!(county.case(id).await.tasks[&task.id].state, TaskState::Open);
}

#[tokio::test]
async fn a_villages_part_is_recorded_for_it_with_date_and_channel() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    let units = vec![Unit::Village(county.villages[0])];
    let case = county.does(&county.coordinator, Of::Task(task.id), Command::Distribute { task: task.id, units, limit: None }).await;
    let part = case.tasks.values().find(|part| part.parent == Some(task.id)).unwrap().id;
    let mut clerk = county.site.logged_in("clerk").await;
    let page = clerk.get(&Url::TaskShow(part).to_string()).await;
    page.says("由包村干部代录");
    let address = Url::TaskComplete(part).to_string();
    let fields = [("behalf_on", "2026-01-06"), ("behalf_channel", "phone"), ("done", "4")];
    let tomorrow = clerk.submit(&page, &address, &fields).await;
    assert_eq!(tomorrow.status, StatusCode::UNPROCESSABLE_ENTITY);
    tomorrow.says("日期不能晚于今天");
    let fields = [("behalf_on", "2026-01-05"), ("behalf_channel", "phone"), ("done", "4")];
    assert_eq!(clerk.submit(&page, &address, &fields).await.status, StatusCode::SEE_OTHER);
    let after = clerk.get(&Url::TaskShow(part).to_string()).await;
    after.says("代录：1月5日 周一以电话告知");
    after.says("已办4");
}

#[tokio::test]
async fn leaving_out_needs_a_reason_and_stands_in_the_history() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴").await;
    let push = body_step(&county.case(id).await, |task| task.text.contains("名单推送"));
    let mut leader = county.site.logged_in("leader").await;
    let page = leader.get(&Url::TaskShow(push.id).to_string()).await;
    let address = Url::TaskLeaveOut(push.id).to_string();
    assert_eq!(leader.submit(&page, &address, &[("reason", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(leader.submit(&page, &address, &[("reason", "名单已由系统直接推送")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(county.case(id).await.tasks[&push.id].state, TaskState::LeftOut);
    leader.get(&Url::WorkflowShow(id).to_string()).await.says("本次不涉及，原因：名单已由系统直接推送");
}

#[tokio::test]
async fn a_limit_can_be_set_and_taken_away_again() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    let mut coordinator = county.site.logged_in("coordinator").await;
    let address = Url::TaskLimit(task.id).to_string();
    let page = coordinator.get(&Url::TaskShow(task.id).to_string()).await;
    assert_eq!(coordinator.submit(&page, &address, &[("limit_kind", "none")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(county.case(id).await.tasks[&task.id].due, None);
    coordinator.get(&Url::TaskShow(task.id).to_string()).await.says("不设时限");
    let fields = [("limit_kind", "hours"), ("limit_amount", "24"), ("limit_source", "leader_note")];
    let page = coordinator.get(&Url::TaskShow(task.id).to_string()).await;
    assert_eq!(coordinator.submit(&page, &address, &fields).await.status, StatusCode::SEE_OTHER);
    let after = coordinator.get(&Url::TaskShow(task.id).to_string()).await;
    after.says("领导批示要求");
    after.says("24小时");
    let mut clerk = county.site.logged_in("clerk").await;
    let own = clerk.get(&Url::TaskShow(task.id).to_string()).await;
    assert!(!own.markup().contains(&address), "a clerk sets no limits");
    let result = Command::Complete { task: task.id, result: Report::default(), on_behalf: None };
    county.does(&county.clerk, Of::Task(task.id), result).await;
}

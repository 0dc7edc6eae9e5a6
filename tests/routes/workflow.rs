//! The page of a workflow: its lanes, what stands beside them, and what is done with the whole of it.

use axum::http::StatusCode;
use chrono::Duration;
use dutyflow::service::act::Of;
use dutyflow::urls::Url;
use workflow::case::{CaseState, Command, Result as Report};

use crate::harness::county::{County, doable, step};

#[tokio::test]
async fn steps_stand_in_their_lanes_and_the_departments_other_duties_beside_them() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴").await;
    let page = county.site.logged_in("clerk").await.get(&Url::WorkflowShow(id).to_string()).await;
    let text = page.text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("指导各村（社区）") < at("将老龄人员名单推送至各乡镇"), "the town's lane comes first");
    assert!(at("将老龄人员名单推送至各乡镇") < at("部门职责（对照）"));
    assert!(at("部门职责（对照）") < at("通过“一卡通”发放高龄津贴"), "a duty of the finance bureau, for reference only");
    page.says("测试coordinator于1月5日 周一启动");
    page.says("老年人高龄津贴的发放管理");
}

#[tokio::test]
async fn a_body_sees_its_own_lane_and_not_the_towns_inside() {
    let county = County::open().await;
    let bureau = county.body("阿合奇县民政局").await;
    county.liaison("liaison", bureau).await;
    let id = county.start(28, "高龄津贴").await;
    let page = county.site.logged_in("liaison").await.get(&Url::WorkflowShow(id).to_string()).await;
    page.says("将老龄人员名单推送至各乡镇");
    page.says("（贵单位）");
    for words in ["民生服务办", "测试coordinator", "交办", "暂缓"] {
        assert!(!page.text().contains(words), "{words}: {}", page.text());
    }
}

#[tokio::test]
async fn a_suspension_stops_the_clock_and_resuming_moves_the_dates() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    let shown = Url::WorkflowShow(id).to_string();
    let mut coordinator = county.site.logged_in("coordinator").await;
    let page = coordinator.get(&shown).await;
    let suspend = Url::WorkflowSuspend(id).to_string();
    let refused = coordinator.submit(&page, &suspend, &[("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("请填写这一项");
    assert_eq!(coordinator.submit(&page, &suspend, &[("reason", "等省里通知")]).await.status, StatusCode::SEE_OTHER);
    coordinator.get(&shown).await.says("1月5日 周一起暂缓，时限停止计算。");
    let on_task = county.site.logged_in("clerk").await.get(&Url::TaskShow(task.id).to_string()).await;
    on_task.says("办理单已暂缓");
    assert!(!on_task.markup().contains(&Url::TaskComplete(task.id).to_string()));
    county.pass(Duration::days(8));
    let own = county.site.logged_in("clerk").await.get("/work").await;
    assert!(!own.text().contains("逾期"), "no clock runs: {}", own.text());
    let mut coordinator = county.site.logged_in("coordinator").await;
    let page = coordinator.get(&shown).await;
    assert_eq!(coordinator.submit(&page, &Url::WorkflowResume(id).to_string(), &[]).await.status, StatusCode::SEE_OTHER);
    coordinator.get(&shown).await.says("已恢复办理，时限已顺延");
    // The six working days that were left on the 5th are left again on the 13th.
    let moved = county.case(id).await.tasks[&task.id].due.clone().unwrap().at;
    assert!(moved >= "2026-01-20T10:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap(), "{moved}");
    county.site.logged_in("clerk").await.get(&Url::TaskShow(task.id).to_string()).await.says("停止计时");
}

#[tokio::test]
async fn a_completed_workflow_is_reopened_with_the_tasks_to_be_done_again() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    county.does(&county.clerk, Of::Task(task.id), Command::Complete { task: task.id, result: Report::default(), on_behalf: None }).await;
    let rest: Vec<_> = county.case(id).await.tasks.values().filter(|task| !task.is_over()).map(|task| task.id).collect();
    for left in rest {
        county.does(&county.coordinator, Of::Task(left), Command::LeaveOut { task: left, reason: "无合同".to_owned() }).await;
    }
    assert_eq!(county.case(id).await.state, CaseState::Completed);
    let shown = Url::WorkflowShow(id).to_string();
    let mut leader = county.site.logged_in("leader").await;
    let page = leader.get(&shown).await;
    page.says("办结");
    let reopen = Url::WorkflowReopen(id).to_string();
    let refused = leader.submit(&page, &reopen, &[("reason", "核查有误")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("请至少选择一项要重新办理的任务");
    assert!(refused.markup().contains("核查有误"));
    let which = task.id.to_string();
    assert_eq!(leader.submit(&page, &reopen, &[("reason", "核查有误"), ("tasks", &which)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(county.case(id).await.state, CaseState::Running);
    leader.get(&shown).await.says("重新打开办理，原因：核查有误");
    county.site.logged_in("clerk").await.get("/work").await.says("第2次办理，退回原因：核查有误");
}

#[tokio::test]
async fn cancelling_ends_everything_and_only_who_decides_may() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let cancel = Url::WorkflowCancel(id).to_string();
    let shown = Url::WorkflowShow(id).to_string();
    assert!(!county.site.logged_in("clerk").await.get(&shown).await.markup().contains(&cancel));
    assert!(!county.site.logged_in("supervisor").await.get(&shown).await.markup().contains(&cancel));
    let mut coordinator = county.site.logged_in("coordinator").await;
    let page = coordinator.get(&shown).await;
    assert_eq!(coordinator.submit(&page, &cancel, &[("reason", "重复登记")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(county.case(id).await.state, CaseState::Cancelled);
    coordinator.get(&shown).await.says("取消办理，原因：重复登记");
}

#[tokio::test]
async fn the_list_is_narrowed_by_words_and_state() {
    let county = County::open().await;
    county.start(62, "草原确权登记").await;
    let other = county.start(62, "牧场界线核对").await;
    county.does(&county.coordinator, Of::Workflow(other), Command::Suspend { reason: "等通知".to_owned() }).await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    let all = coordinator.get("/workflows").await;
    all.says("草原确权登记");
    all.says("牧场界线核对");
    all.says("0/2 个环节");
    let found = coordinator.get(&Url::Workflows.with([("q", "牧场")])).await;
    found.says("牧场界线核对");
    assert!(!found.text().contains("草原确权登记"));
    let running = coordinator.get(&Url::Workflows.with([("state", "running")])).await;
    assert!(!running.text().contains("牧场界线核对"));
    coordinator.get(&Url::Workflows.with([("q", "没有这样的字")])).await.says("没有符合条件的办理单");
    county.site.logged_in("village0").await.get("/workflows").await.says("还没有办理单");
}

//! A hand-off between the town and a body, on both sides' screens.

use axum::http::StatusCode;
use dutyflow::service::act::Of;
use dutyflow::urls::Url;
use workflow::case::{CaseState, Command, HandOffState, Result as Report, TaskState, WaitRef};
use workflow::ids::{HandOffId, TaskId, WorkflowId};

use crate::harness::county::{County, body_step, doable, step};
use crate::harness::site::Visitor;

const BUREAU: &str = "阿合奇县民政局";

/// 高龄津贴, with everything before 报审 done: the workflow and the task that hands off.
async fn before_approval(county: &County) -> (WorkflowId, TaskId) {
    let id = county.start(28, "2026年高龄津贴核查").await;
    let push = body_step(&county.case(id).await, |task| task.text.contains("名单推送"));
    let today = workflow::calendar::local_date(county.now());
    let receipt = Command::RecordReceived { wait: WaitRef::Step(push.id), on: today, document_no: None, note: None };
    // With people in the system the bureau does it itself; in both cases the step is done.
    county.does(&county.coordinator, Of::Task(push.id), receipt).await;
    while let Some(next) = county.case(id).await.tasks.values().find(|task| task.is_towns() && doable(task)).map(|task| task.id) {
        county.does(&county.clerk, Of::Task(next), Command::Complete { task: next, result: Report::default(), on_behalf: None }).await;
    }
    let handing = step(&county.case(id).await, |task| task.state == TaskState::Open && !task.receivers.is_empty());
    (id, handing.id)
}

/// Sends it as the page proposes it.
async fn send(clerk: &mut Visitor<'_>, county: &County, id: WorkflowId, task: TaskId, note: &str) -> HandOffId {
    let page = clerk.get(&Url::TaskShow(task).to_string()).await;
    let proposed = page.markup().split("name=\"to\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(page.markup().contains(&format!("value=\"{proposed}\" checked")), "the receiver is chosen beforehand");
    let address = Url::TaskHandOff(task).to_string();
    let done = clerk.submit(&page, &address, &[("to", &proposed), ("note", note), ("document_no", "阿镇报〔2026〕5号")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let again = clerk.submit(&page, &address, &[("to", &proposed), ("note", note), ("document_no", "阿镇报〔2026〕5号")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "the same form twice is one hand-off");
    *county.case(id).await.hand_offs.keys().next().unwrap()
}

#[tokio::test]
async fn it_is_signed_returned_corrected_approved_and_the_workflow_is_complete() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    county.liaison("liaison", bureau).await;
    let (id, task) = before_approval(&county).await;
    let mut clerk = county.site.logged_in("clerk").await;
    let hand_off = send(&mut clerk, &county, id, task, "共30人").await;
    let shown = Url::HandOffShow(hand_off).to_string();
    clerk.get(&shown).await.says("等待阿合奇县民政局签收。");

    let mut liaison = county.site.logged_in("liaison").await;
    let page = liaison.get(&shown).await;
    page.says("阿合奇镇报审：2026年高龄津贴核查");
    page.says("共30人");
    page.says("阿镇报〔2026〕5号");
    page.says("对乡镇核查报送的高龄老年人信息进行审核");
    for word in ["派单", "交办", "催办", "督办"] {
        assert!(!page.text().contains(word), "towards a body the screen does not say {word}");
    }
    assert_eq!(liaison.submit(&page, &Url::HandOffSign(hand_off).to_string(), &[]).await.status, StatusCode::SEE_OTHER);

    // Returned once; without a reason it is not.
    let page = liaison.get(&shown).await;
    let back = Url::HandOffReturn(hand_off).to_string();
    let refused = liaison.submit(&page, &back, &[("reason", ""), ("count", "3")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.markup().contains("value=\"3\""), "the count stays");
    let done = liaison.submit(&page, &back, &[("reason", "3人年龄不符，请核减"), ("count", "3")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    liaison.get(&shown).await.says("已退回补正，等镇里补正后再送。");

    // The clerk sees why, and sends it again.
    let own = clerk.get("/work").await;
    own.says("第2次办理，退回原因：3人年龄不符，请核减");
    clerk.get(&Url::TaskShow(task).to_string()).await.says("补正后再送");
    assert_eq!(send(&mut clerk, &county, id, task, "已核减，共27人").await, hand_off, "the same hand-off in its second round");
    let page = liaison.get(&shown).await;
    page.says("第 2 次送");
    page.says("退回3份：3人年龄不符，请核减");
    liaison.submit(&page, &Url::HandOffSign(hand_off).to_string(), &[]).await;

    let page = liaison.get(&shown).await;
    let answer = Url::HandOffAnswer(hand_off).to_string();
    let without_reason = liaison.submit(&page, &answer, &[("decision", "no"), ("document_no", "阿民批〔2026〕9号")]).await;
    assert_eq!(without_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    without_reason.says("请写明原因");
    assert!(without_reason.markup().contains("阿民批〔2026〕9号"));
    let done = liaison.submit(&page, &answer, &[("decision", "yes"), ("document_no", "阿民批〔2026〕9号")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let case = county.case(id).await;
    assert_eq!((case.state, case.hand_offs[&hand_off].state), (CaseState::Completed, HandOffState::Settled));

    // The history tells both sides the same story; the bureau hears nothing of the town's inside.
    let of_town = clerk.get(&Url::WorkflowShow(id).to_string()).await;
    let of_bureau = liaison.get(&Url::WorkflowShow(id).to_string()).await;
    for words in ["签收报审件", "退回补正", "补正后再次向阿合奇县民政局报审", "答复同意", "全部环节完成，办结"]
    {
        of_town.says(words);
        of_bureau.says(words);
    }
    of_town.says("完成“对未办理社保卡或未开通金融功能的老年人");
    assert!(!of_bureau.text().contains("完成“对未办理社保卡"), "{}", of_bureau.text());
    for word in ["派单", "交办", "催办", "督办", "民生服务办"] {
        assert!(!of_bureau.text().contains(word), "{word}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_in_the_system_is_recorded_on_behalf() {
    let county = County::open().await;
    let (id, task) = before_approval(&county).await;
    let mut clerk = county.site.logged_in("clerk").await;
    let hand_off = send(&mut clerk, &county, id, task, "共30人").await;
    let shown = Url::HandOffShow(hand_off).to_string();
    let page = clerk.get(&shown).await;
    page.says("阿合奇县民政局没有在系统中办理");
    let sign = Url::HandOffSign(hand_off).to_string();
    let refused = clerk.submit(&page, &sign, &[("behalf_on", "2026-01-05"), ("behalf_office", "社会事务股")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "how it was told is missing");
    assert!(refused.markup().contains("社会事务股"));
    let behalf = [("behalf_on", "2026-01-05"), ("behalf_office", "社会事务股"), ("behalf_channel", "paper")];
    let done = clerk.submit(&page, &sign, &behalf).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = clerk.get(&shown).await;
    page.says("代录：社会事务股于1月5日 周一以纸质件告知");
    let answer: Vec<(&str, &str)> = behalf.into_iter().chain([("decision", "yes"), ("behalf_document_no", "阿民批〔2026〕9号")]).collect();
    let done = clerk.submit(&page, &Url::HandOffAnswer(hand_off).to_string(), &answer).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(county.case(id).await.state, CaseState::Completed);
    clerk.get(&shown).await.says("文号 阿民批〔2026〕9号");
}

#[tokio::test]
async fn a_body_with_people_signs_for_itself() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    county.liaison("liaison", bureau).await;
    let (id, task) = before_approval(&county).await;
    let mut clerk = county.site.logged_in("clerk").await;
    let hand_off = send(&mut clerk, &county, id, task, "共30人").await;
    let page = clerk.get(&Url::HandOffShow(hand_off).to_string()).await;
    assert!(!page.markup().contains(&Url::HandOffSign(hand_off).to_string()), "no button to record for it");
    let csrf = page.hidden("/logout").into_iter().find(|(name, _)| name == "csrf").unwrap().1;
    let fields = [
        ("csrf", csrf.as_str()),
        ("command_id", "018f0000-0000-7000-8000-000000000009"),
        ("behalf", "1"),
        ("behalf_on", "2026-01-05"),
        ("behalf_channel", "phone"),
    ];
    let refused = clerk.post(&Url::HandOffSign(hand_off).to_string(), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("该单位已在系统中办理");
    assert_eq!(county.case(id).await.hand_offs[&hand_off].state, HandOffState::Offered);
}

#[tokio::test]
async fn it_is_taken_back_before_the_signature_and_not_after() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    county.liaison("liaison", bureau).await;
    let (id, task) = before_approval(&county).await;
    let mut clerk = county.site.logged_in("clerk").await;
    let hand_off = send(&mut clerk, &county, id, task, "共30人").await;
    let shown = Url::HandOffShow(hand_off).to_string();
    let take_back = Url::HandOffTakeBack(hand_off).to_string();
    let page = clerk.get(&shown).await;
    let mut liaison = county.site.logged_in("liaison").await;
    let of_liaison = liaison.get(&shown).await;
    assert_eq!(clerk.submit(&page, &take_back, &[("reason", "人数有误")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(county.case(id).await.hand_offs[&hand_off].state, HandOffState::TakenBack);

    // The liaison's page was a moment old: what happened is said.
    let late = liaison.submit(&of_liaison, &Url::HandOffSign(hand_off).to_string(), &[]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    late.says("这份送件现在是“已撤回”");
    late.says("撤回送阿合奇县民政局的");

    send(&mut clerk, &county, id, task, "改正后").await;
    let page = clerk.get(&shown).await;
    let fresh = liaison.get(&shown).await;
    liaison.submit(&fresh, &Url::HandOffSign(hand_off).to_string(), &[]).await;
    let refused = clerk.submit(&page, &take_back, &[("reason", "又想改")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("已签收");
    assert!(refused.markup().contains("又想改"));
}

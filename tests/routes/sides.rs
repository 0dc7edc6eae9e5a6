//! Between the town and the bodies on screen: requests, objections, coordination, sharing out, signing for several, corrections, whose clock it is.

use axum::http::StatusCode;
use chrono::Duration;
use duty_list::{DutyKind, HandKind};
use dutyflow::service::act::Of;
use dutyflow::urls::Url;
use workflow::case::{Case, Command, HandOffState, Lane, Receiver, Side, Task, TaskState};
use workflow::ids::{BodyId, HandOffId, TaskId, WorkflowId};
use workflow::people::{Role, Scope, Unit};

use crate::harness::county::{County, body_step, doable, step, viewer};
use crate::harness::site::Answer;

const BUREAU: &str = "阿合奇县民政局";
const OTHER: &str = "阿合奇县财政局";
/// Words that are not said to a body.
const NEVER: [&str; 4] = ["派单", "交办", "催办", "督办"];

fn says_no_command(page: &Answer) {
    for word in NEVER {
        assert!(!page.text().contains(word), "towards a body the screen does not say {word}");
    }
}

/// A town's step that the office can do.
async fn own_step(county: &County, id: WorkflowId) -> TaskId {
    let push = body_step(&county.case(id).await, |task| task.state == TaskState::Open);
    let today = workflow::calendar::local_date(county.now());
    let wait = workflow::case::WaitRef::Step(push.id);
    let receipt = Command::RecordReceived { wait, on: today, document_no: None, note: None };
    county.does(&county.coordinator, Of::Task(push.id), receipt).await;
    step(&county.case(id).await, doable).id
}

/// Sends a step of the office to a body.
async fn sent(county: &County, task: TaskId, body: BodyId, kind: HandKind, count: Option<u32>) -> HandOffId {
    let receivers = vec![Receiver::body(body, kind)];
    let send = Command::HandOff { task, receivers, note: None, document_no: None, count, on_behalf: None };
    let case = county.does(&county.clerk, Of::Task(task), send).await;
    case.hand_offs.values().find(|known| known.task == task && known.receiver == Side::Body(body)).unwrap().id
}

async fn state(county: &County, id: WorkflowId, hand_off: HandOffId) -> HandOffState {
    county.case(id).await.hand_offs[&hand_off].state
}

#[tokio::test]
async fn an_objection_is_answered_the_second_is_coordinated_and_the_county_concludes() {
    let county = County::open().await;
    let (bureau, other) = (county.body(BUREAU).await, county.body(OTHER).await);
    county.liaison("civil", bureau).await;
    county.liaison("finance", other).await;
    county.site.person("county", Role::CountyCoordinator, Scope::County).await;
    let id = county.start(28, "高龄津贴资金").await;
    let task = own_step(&county, id).await;
    let hand_off = sent(&county, task, bureau, HandKind::Transfer, Some(54)).await;
    let shown = Url::HandOffShow(hand_off).to_string();
    let (mut civil, mut clerk) = (county.site.logged_in("civil").await, county.site.logged_in("clerk").await);
    let mut coordinator = county.site.logged_in("coordinator").await;

    // Without a row of the list there is no objection; what was typed stays.
    let page = civil.get(&shown).await;
    says_no_command(&page);
    page.says("本次 54 份");
    let object = Url::HandOffObject(hand_off).to_string();
    let refused = civil.submit(&page, &object, &[("reason", "资金由财政局安排"), ("row_no", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("资金由财政局安排");
    let fields = [("reason", "资金由财政局安排"), ("row_kind", "cooperative"), ("row_no", "28")];
    assert_eq!(civil.submit(&page, &object, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&county, id, hand_off).await, HandOffState::Objected);

    // It waits for its answer: on the coordinator's list and among what the clerk sent.
    let list = coordinator.get(&Url::Coordination.to_string()).await;
    list.says("职责异议待答复");
    list.says("资金由财政局安排");
    clerk.get("/hand-offs").await.says("答复异议");
    let page = clerk.get(&shown).await;
    let answer = Url::HandOffAnswerObjection(hand_off).to_string();
    let refused = clerk.submit(&page, &answer, &[("to", &bureau.to_string()), ("answer", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("请填写");
    let done = clerk.submit(&page, &answer, &[("to", &bureau.to_string()), ("answer", "清单写明由民政局承办")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    county.pass(Duration::minutes(10));

    let page = civil.get(&shown).await;
    page.says("清单写明由民政局承办");
    assert_eq!(civil.submit(&page, &object, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&county, id, hand_off).await, HandOffState::InCoordination);
    let list = coordinator.get(&Url::Coordination.to_string()).await;
    list.says("由镇分管领导协商");
    list.says("高龄津贴资金");

    // Talks lead to nothing: the county is asked, and only the county concludes.
    let page = coordinator.get(&shown).await;
    let ask = Url::HandOffAskCounty(hand_off).to_string();
    assert_eq!(coordinator.submit(&page, &ask, &[("reason", "协商未果")]).await.status, StatusCode::SEE_OTHER);
    let late = coordinator.submit(&page, &ask, &[("reason", "再催一次")]).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER, "the same form again is the same request");
    let mut decider = county.site.logged_in("county").await;
    let home = decider.get("/").await;
    assert_eq!(home.headers["location"], Url::Coordination.to_string());
    let list = decider.get(&Url::Coordination.to_string()).await;
    list.says("提请县级协调");
    list.says("协商未果");
    list.says("登记协调意见");
    let progress = decider.get(&Url::Coordination.with([("scope", "progress")])).await;
    progress.says("没有待协调的事项");
    let conclude = Url::HandOffConclude(hand_off).to_string();
    let page = coordinator.get(&shown).await;
    let fields =
        [("outcome", "offer"), ("to", &other.to_string()), ("reason", "按三定方案由财政局办理"), ("document_no", "县编办〔2026〕2号")];
    let told = [("behalf", "1"), ("behalf_on", "2026-01-05"), ("behalf_channel", "paper")];
    let recorded: Vec<(&str, &str)> = fields.into_iter().chain(told).collect();
    let refused = coordinator.submit(&page, &conclude, &recorded).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("县级协调人员已在系统中办理，请等待协调意见，不需要代录。");
    refused.says("按三定方案由财政局办理");
    let page = decider.get(&shown).await;
    let unfit = decider.submit(&page, &conclude, &[("outcome", "goes_on"), ("reason", "继续")]).await;
    assert_eq!(unfit.status, StatusCode::UNPROCESSABLE_ENTITY);
    unfit.says("协调意见与提请的事项不符");
    let page = decider.get(&shown).await;
    let done = decider.submit(&page, &conclude, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let new = county.case(id).await.hand_offs.values().find(|known| known.receiver == Side::Body(other)).unwrap().id;
    let mut finance = county.site.logged_in("finance").await;
    let page = finance.get(&Url::HandOffShow(new).to_string()).await;
    page.says("处理口径");
    page.says("按三定方案由财政局办理");
    decider.get(&Url::Coordination.to_string()).await.says("没有待协调的事项");

    // The result stands on the duty as what holds.
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    let page = clerk.get(&Url::DutyShow(duty).to_string()).await;
    page.says("处理口径");
    page.says("按三定方案由财政局办理");
    page.says("县编办〔2026〕2号");
}

#[tokio::test]
async fn progress_is_coordinated_only_when_the_other_side_is_late() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    county.liaison("civil", bureau).await;
    let id = county.start(28, "高龄津贴核查").await;
    let task = own_step(&county, id).await;
    let hand_off = sent(&county, task, bureau, HandKind::Approval, None).await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    let shown = Url::HandOffShow(hand_off).to_string();
    let ask = Url::HandOffAskCounty(hand_off).to_string();
    let page = coordinator.get(&shown).await;
    let early = coordinator.submit(&page, &ask, &[("reason", "急需签收")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    early.says("对方的时限未到，暂不能就进度提请协调；可以先提醒对方。");
    early.says("急需签收");
    county.pass(Duration::days(10));
    let mut coordinator = county.site.logged_in("coordinator").await;
    let page = coordinator.get(&shown).await;
    assert_eq!(coordinator.submit(&page, &ask, &[("reason", "急需签收")]).await.status, StatusCode::SEE_OTHER);
    let page = coordinator.get(&shown).await;
    page.says("由县级协调（办理进度）协调");
    // The county has nobody in the system: what it said is entered on its behalf.
    let conclude = Url::HandOffConclude(hand_off).to_string();
    let fields =
        [("outcome", "goes_on"), ("reason", "三日内签收"), ("behalf", "1"), ("behalf_on", "2026-01-15"), ("behalf_channel", "phone")];
    let done = coordinator.submit(&page, &conclude, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    coordinator.get(&shown).await.says("三日内签收");
    assert_eq!(state(&county, id, hand_off).await, HandOffState::Offered);
}

#[tokio::test]
async fn a_part_comes_back_in_counts() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    county.liaison("civil", bureau).await;
    let id = county.start(28, "高龄津贴核查").await;
    let task = own_step(&county, id).await;
    let mut clerk = county.site.logged_in("clerk").await;
    let page = clerk.get(&Url::TaskShow(task).with([("do", "hand-off")])).await;
    let to = format!("{bureau}:report");
    let send = Url::TaskHandOff(task).to_string();
    let done = clerk.submit(&page, &send, &[("to", &to), ("count", "54"), ("note", "共54份")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let hand_off = *county.case(id).await.hand_offs.keys().next().unwrap();
    let mut civil = county.site.logged_in("civil").await;
    let shown = Url::HandOffShow(hand_off).to_string();
    let page = civil.get(&shown).await;
    let back = Url::HandOffReturn(hand_off).to_string();
    let refused = civil.submit(&page, &back, &[("reason", "缺公示表"), ("count", "60")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("退回份数应在 1 到 54 之间。");
    refused.says("缺公示表");
    assert_eq!(civil.submit(&page, &back, &[("reason", "缺公示表"), ("count", "3")]).await.status, StatusCode::SEE_OTHER);
    let page = clerk.get(&Url::TaskShow(task).with([("do", "hand-off")])).await;
    let refused = clerk.submit(&page, &send, &[("to", &to), ("count", "5"), ("note", "已补")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("再次送出的份数不能多于退回的 3 份。");
    assert!(refused.markup().contains("value=\"5\""), "the count stays");
    let page = clerk.get(&Url::TaskShow(task).with([("do", "hand-off")])).await;
    assert_eq!(clerk.submit(&page, &send, &[("to", &to), ("count", "3"), ("note", "已补")]).await.status, StatusCode::SEE_OTHER);
    civil.get(&shown).await.says("本次 3 份，前几次已收下 51 份");
}

#[tokio::test]
async fn a_department_is_asked_for_what_no_step_needs() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴核查").await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    let address = Url::WorkflowAsk(id).to_string();
    assert!(coordinator.get(&Url::WorkflowShow(id).to_string()).await.markup().contains(&address), "a way to the form");
    let page = coordinator.get(&address).await;
    page.says("商请部门办理");
    let chosen = page.markup().split("<optgroup").nth(1).unwrap().split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let refused = coordinator.submit(&page, &address, &[("step", &chosen), ("ask", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.markup().contains(&format!("value=\"{chosen}\" selected")), "the choice stays");
    let done = coordinator.submit(&page, &address, &[("step", &chosen), ("ask", "请在月底前会同核查")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let case = county.case(id).await;
    let asked = case.hand_offs.values().find(|known| known.request).expect("a request");
    assert_eq!(asked.state, HandOffState::Offered);
    let again = coordinator.get(&address).await;
    assert!(!again.markup().contains(&format!("value=\"{chosen}\"")), "what was asked is not offered again");
    let csrf = again.hidden("/logout").into_iter().find(|(name, _)| name == "csrf").unwrap().1;
    let fields = [
        ("csrf", csrf.as_str()),
        ("command_id", "018f0000-0000-7000-8000-000000000077"),
        ("step", &chosen),
        ("ask", "再请一次"),
        ("limit_source", "town_setting"),
    ];
    let twice = coordinator.post(&address, &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    twice.says("已经商请过这一项");
    twice.says("再请一次");
    let mut clerk = county.site.logged_in("clerk").await;
    assert_eq!(clerk.get(&address).await.status, StatusCode::FORBIDDEN, "only the coordinator asks");
}

#[tokio::test]
async fn an_office_objects_to_a_task_and_the_second_time_the_leader_decides() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴核查").await;
    let task = own_step(&county, id).await;
    let mut clerk = county.site.logged_in("clerk").await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    let shown = Url::TaskShow(task).to_string();
    let office = format!("office:{}", county.office);
    let object = Url::TaskObject(task).to_string();
    let answer = Url::TaskAnswerObjection(task).to_string();
    let page = clerk.get(&shown).await;
    let refused = clerk.submit(&page, &object, &[("reason", "应由村里核查"), ("row_no", "x")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("应由村里核查");
    assert_eq!(
        clerk.submit(&page, &object, &[("reason", "应由村里核查"), ("row_kind", "cooperative"), ("row_no", "28")]).await.status,
        StatusCode::SEE_OTHER
    );
    let list = coordinator.get(&Url::Coordination.to_string()).await;
    list.says("镇内职责异议");
    list.says("应由村里核查");
    let page = coordinator.get(&shown).await;
    page.says("应由村里核查");
    assert_eq!(
        coordinator.submit(&page, &answer, &[("holder", &office), ("answer", "清单列在民生服务办")]).await.status,
        StatusCode::SEE_OTHER
    );
    county.pass(Duration::minutes(10));
    let page = clerk.get(&shown).await;
    assert_eq!(
        clerk.submit(&page, &object, &[("reason", "人手不足，不属职责"), ("row_kind", "cooperative"), ("row_no", "28")]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = coordinator.get(&shown).await;
    page.says("这是第二次提出，由分管领导决定");
    let refused = coordinator.submit(&page, &answer, &[("holder", &office), ("answer", "仍请办理")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("第二次提出职责异议，由分管领导决定");
    refused.says("仍请办理");
    let mut leader = county.site.logged_in("leader").await;
    let page = leader.get(&shown).await;
    assert_eq!(leader.submit(&page, &answer, &[("holder", &office), ("answer", "由民生服务办办理")]).await.status, StatusCode::SEE_OTHER);
    let held = county.case(id).await.tasks[&task].holder.map(|holder| holder.unit);
    assert_eq!(held, Some(Unit::Office(county.office)));
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    clerk.get(&Url::DutyShow(duty).to_string()).await.says("由民生服务办办理");
}

/// Two hand-offs to the bureau, of two workflows.
async fn two_received(county: &County, bureau: BodyId) -> [(WorkflowId, HandOffId); 2] {
    let mut sent_off = Vec::new();
    for title in ["高龄津贴一", "高龄津贴二"] {
        let id = county.start(28, title).await;
        let task = own_step(county, id).await;
        sent_off.push((id, sent(county, task, bureau, HandKind::Report, None).await));
    }
    sent_off.try_into().unwrap()
}

#[tokio::test]
async fn a_body_shares_out_and_signs_for_several_at_once() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    let one = county.liaison("one", bureau).await;
    county.liaison("two", bureau).await;
    let [(first, a), (second, b)] = two_received(&county, bureau).await;
    let (mut liaison, mut colleague) = (county.site.logged_in("one").await, county.site.logged_in("two").await);

    // Given to one of them, the other cannot sign for it, and is told who has it.
    let shown = Url::HandOffShow(a).to_string();
    let page = liaison.get(&shown).await;
    says_no_command(&page);
    page.says("由我承办");
    let share = Url::HandOffShare(a).to_string();
    let done = liaison.submit(&page, &share, &[("person", &one.person.to_string())]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = colleague.get("/hand-offs").await;
    page.says("批量签收");
    let picks: Vec<String> = boxes(&page);
    assert_eq!(picks.len(), 2);
    let bulk = Url::HandOffsSign.to_string();
    let none = colleague.submit(&page, &bulk, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.says("请至少勾选一件。");
    let fields: Vec<(&str, &str)> = picks.iter().map(|pick| ("pick", pick.as_str())).collect();
    let some = colleague.submit(&page, &bulk, &fields).await;
    assert_eq!(some.status, StatusCode::UNPROCESSABLE_ENTITY);
    some.says("已签收 1 件，1 件没有签收");
    some.says("这项任务同事已经在办");
    assert_eq!((state(&county, first, a).await, state(&county, second, b).await), (HandOffState::Offered, HandOffState::Settled));
    // Put back, it is anybody's again.
    let page = liaison.get(&shown).await;
    page.says("放回收件箱");
    assert_eq!(liaison.submit(&page, &share, &[("person", "")]).await.status, StatusCode::SEE_OTHER);
    let page = colleague.get(&shown).await;
    assert_eq!(colleague.submit(&page, &Url::HandOffSign(a).to_string(), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&county, first, a).await, HandOffState::Settled);
}

/// The values of the boxes of the form for several.
fn boxes(page: &Answer) -> Vec<String> {
    page.markup().split("name=\"pick\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// The bureau's own step of a fresh workflow.
async fn push(county: &County, id: WorkflowId) -> Task {
    body_step(&county.case(id).await, |task| task.state == TaskState::Open)
}

#[tokio::test]
async fn a_body_takes_its_own_step_gives_it_to_a_colleague_and_sends_it_to_the_town() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴名单").await;
    let step = push(&county, id).await;
    let Lane::Body(bureau) = step.lane else { panic!("a body's step") };
    let one = county.liaison("one", bureau).await;
    let two = county.liaison("two", bureau).await;
    let mut liaison = county.site.logged_in("one").await;
    let shown = Url::TaskShow(step.id).to_string();
    let page = liaison.get(&shown).await;
    says_no_command(&page);
    assert_eq!(liaison.submit(&page, &Url::TaskTake(step.id).to_string(), &[]).await.status, StatusCode::SEE_OTHER);
    let holder = |case: &Case| case.tasks[&step.id].holder.and_then(|holder| holder.person);
    assert_eq!(holder(&county.case(id).await), Some(one.person));
    let share = Url::TaskShare(step.id).to_string();
    let page = liaison.get(&shown).await;
    let stranger = liaison.submit(&page, &share, &[("person", &county.clerk.person.to_string())]).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    stranger.says("只能交给本单位的人员，请另选。");
    let page = liaison.get(&shown).await;
    assert_eq!(liaison.submit(&page, &share, &[("person", &two.person.to_string())]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(holder(&county.case(id).await), Some(two.person));

    // It sends the list to the town; the coordinator signs for it.
    let mut colleague = county.site.logged_in("two").await;
    let page = colleague.get(&Url::TaskShow(step.id).with([("do", "hand-off")])).await;
    let done = colleague.submit(&page, &Url::TaskHandOff(step.id).to_string(), &[("to", "town:report"), ("note", "名单已核")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let hand_off = *county.case(id).await.hand_offs.keys().next().unwrap();
    let mut coordinator = county.site.logged_in("coordinator").await;
    let list = coordinator.get(&Url::HandOffs.with([("side", "received")])).await;
    list.says("高龄津贴名单");
    list.says(BUREAU);
    let page = coordinator.get(&Url::HandOffShow(hand_off).to_string()).await;
    assert_eq!(coordinator.submit(&page, &Url::HandOffSign(hand_off).to_string(), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(county.case(id).await.tasks[&step.id].state, TaskState::Done);
}

#[tokio::test]
async fn a_bodys_sending_is_recorded_and_the_record_put_right() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴名单").await;
    let step = push(&county, id).await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    let page = coordinator.get(&Url::TaskShow(step.id).with([("do", "hand-off")])).await;
    page.says("按对方送来的文件登记");
    let send = Url::TaskHandOff(step.id).to_string();
    let refused = coordinator.submit(&page, &send, &[("to", "town:report"), ("note", "名单"), ("behalf_document_no", "5号")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "how it was told is missing");
    assert!(refused.markup().contains("value=\"5号\""));
    let page = coordinator.get(&Url::TaskShow(step.id).with([("do", "hand-off")])).await;
    let told = [("behalf_on", "2026-01-05"), ("behalf_document_no", "5号"), ("behalf_channel", "paper")];
    let fields: Vec<(&str, &str)> = [("to", "town:report"), ("note", "名单")].into_iter().chain(told).collect();
    let done = coordinator.submit(&page, &send, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let seq = county.case(id).await.seq;
    let workflow = Url::WorkflowShow(id).to_string();
    let correct = Url::WorkflowCorrect(id).with([("entry", seq.to_string().as_str())]);
    assert!(coordinator.get(&workflow).await.markup().contains(&correct), "a way to put it right");
    let page = coordinator.get(&correct).await;
    page.says("原来的记录保留不动");
    assert!(page.markup().contains("value=\"5号\""), "filled with what was entered");
    let address = Url::WorkflowCorrect(id).to_string();
    let fields = [("behalf_on", "2026-01-05"), ("behalf_document_no", "6号"), ("behalf_channel", "paper")];
    let refused = coordinator.submit(&page, &address, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "the reason is missing");
    assert!(refused.markup().contains("value=\"6号\""));
    let page = coordinator.get(&correct).await;
    let fields: Vec<(&str, &str)> = fields.into_iter().chain([("reason", "文号写错")]).collect();
    assert_eq!(coordinator.submit(&page, &address, &fields).await.status, StatusCode::SEE_OTHER);
    let page = coordinator.get(&workflow).await;
    page.says("更正第");
    page.says("文号 6号");
    page.says("文号写错");
    assert_eq!(coordinator.get(&Url::WorkflowCorrect(id).with([("entry", "1")])).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whose_clock_it_is_is_told_to_each_side_as_far_as_it_concerns_it() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    county.liaison("civil", bureau).await;
    let other = county.body(OTHER).await;
    county.liaison("finance", other).await;
    let id = county.start(28, "高龄津贴核查").await;
    let task = own_step(&county, id).await;
    let receivers = vec![Receiver::body(bureau, HandKind::Approval), Receiver::body(other, HandKind::Approval)];
    let send = Command::HandOff { task, receivers, note: None, document_no: None, count: None, on_behalf: None };
    let case = county.does(&county.clerk, Of::Task(task), send).await;
    let to_civil = case.hand_offs.values().find(|known| known.receiver == Side::Body(bureau)).unwrap().id;
    county.pass(Duration::days(1));
    let civil = viewer(county.tools(), of(&county, "civil", bureau).await).await;
    county.does(&civil, Of::HandOff(to_civil), Command::Sign { hand_off: to_civil, on_behalf: None }).await;
    county.pass(Duration::hours(2));
    let mut coordinator = county.site.logged_in("coordinator").await;
    let shown = Url::WorkflowShow(id).to_string();
    let page = coordinator.get(&shown).await;
    page.says("各方用时");
    page.says("阿合奇县民政局办理");
    page.says("等待阿合奇县财政局签收");
    page.says("等待阿合奇县民政局签收");
    let mut liaison = county.site.logged_in("civil").await;
    let page = liaison.get(&shown).await;
    page.says("各方用时");
    page.says("阿合奇县民政局办理");
    assert!(!page.text().contains("等待阿合奇县财政局签收"), "another body's time is not its business");
    says_no_command(&page);
    // Suspended, no clock runs.
    county.does(&county.coordinator, Of::Workflow(id), Command::Suspend { reason: "等政策".to_owned() }).await;
    coordinator.get(&shown).await.says("已暂缓，停止计时。");
}

/// The person who logs in as this.
async fn of(county: &County, login: &str, body: BodyId) -> workflow::ids::PersonId {
    let people = dutyflow::service::office::people_of_body(county.tools(), body).await.unwrap();
    people.into_iter().find(|(_, name)| name.ends_with(login)).unwrap().0
}

#[tokio::test]
async fn the_overdue_report_says_with_whom_a_workflow_past_its_official_date_is() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    county.liaison("civil", bureau).await;
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    let mut wanted = county.wanted(duty, "高龄津贴核查").await;
    let limit = workflow::calendar::Limit::working_days(3);
    let source = workflow::calendar::LimitSource::Platform;
    wanted.official = Some(workflow::case::LimitSpec { limit, source });
    let request = dutyflow::service::Request { viewer: &county.coordinator, command: county.command() };
    let id = dutyflow::service::start::start(county.tools(), request, wanted).await.unwrap();
    county.pass(Duration::days(20));
    let mut supervisor = county.site.logged_in("supervisor").await;
    let page = supervisor.get(&Url::Overdue.to_string()).await;
    page.says("整件工作超过对上时限");
    page.says("现在：阿合奇镇办理、阿合奇县民政局办理");
    let csv = supervisor.get(&Url::OverdueCsv.to_string()).await;
    csv.says("已停留（工作日）");
    // Once nothing of it lies in the town it is late at the body.
    let open = county
        .case(id)
        .await
        .tasks
        .values()
        .filter(|task| task.is_towns() && task.state == TaskState::Open)
        .map(|task| task.id)
        .collect::<Vec<_>>();
    for task in open {
        county.does(&county.coordinator, Of::Task(task), Command::LeaveOut { task, reason: "本次不涉及".to_owned() }).await;
    }
    let at_bodies = supervisor.get(&Url::Overdue.with([("side", "body")])).await;
    at_bodies.says("现在：阿合奇县民政局办理");
    assert!(at_bodies.markup().contains(&Url::WorkflowShow(id).to_string()));
}

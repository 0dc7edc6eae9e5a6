//! A body without an account: the town records what it did, and the history says so.

use crate::harness::browser::{Screen, Scripts};

use super::desk::{BUREAU, OFFICE, Office};

/// Cooperative duty 27.
const HOMES: &str = "协助做好老年人家庭适老化改造工作";

#[tokio::test]
async fn the_clerk_records_signature_and_answer_of_a_body_without_an_account() {
    let office = Office::open().await;
    let desk = office.desk(Screen::Desktop, Scripts::On).await;
    let duty = office.county.duty(duty_list::DutyKind::Cooperative, 27).await;

    desk.sits_down("coordinator").await;
    desk.opens(&format!("/duties/{duty}")).await;
    desk.reads(HOMES).await;
    desk.presses("启动办理").await;
    desk.page().writes("办理事项名称", "2026年第一批适老化改造").await;
    desk.page().picks("未逐条选择的环节都交给", OFFICE).await;
    desk.presses("启动办理").await;
    desk.reads("已启动办理").await;
    let workflow = desk.place().await;

    desk.sits_down("clerk").await;
    desk.opens(&workflow).await;
    desk.step("初审后报县民政局审批").follows("初审").await;
    let form = desk.unfolds("报审").await;
    form.writes("说明", "共4户").await;
    form.presses("送出").await;
    desk.reads("已送出，等待对方签收").await;
    desk.page().follows(BUREAU).await;

    let form = desk.unfolds("代录签收").await;
    form.writes("对方办理日期", "2026-01-05").await;
    form.writes("对方股室", "养老服务股").await;
    form.ticks("电话").await;
    form.presses("代录签收").await;
    desk.reads("代录：养老服务股于1月5日 周一以电话告知").await;
    let form = desk.unfolds("代录答复").await;
    form.ticks("同意").await;
    form.writes("答复意见", "4户均符合条件").await;
    form.writes("对方办理日期", "2026-01-05").await;
    form.writes("对方文号", "阿民复〔2026〕9号").await;
    form.ticks("纸质件").await;
    desk.picture("on-behalf").await;
    form.presses("代录答复").await;
    desk.reads("已答复同意。").await;
    desk.reads("4户均符合条件").await;
    desk.reads("阿民复〔2026〕9号").await;

    desk.opens(&workflow).await;
    desk.reads("办结").await;
    desk.reads("代录：养老服务股于1月5日 周一以电话告知").await;
}

//! Every essential act works in a browser that runs no scripts.

use crate::harness::browser::{Screen, Scripts};

use super::desk::{ALLOWANCE, OFFICE, Office};

#[tokio::test]
async fn without_scripts_a_letter_is_registered_started_worked_and_handed_off() {
    let office = Office::open().await;
    office.has_liaison().await;
    let desk = office.desk(Screen::Phone, Scripts::Off).await;

    desk.sits_down("coordinator").await;
    desk.opens("/incoming/new").await;
    desk.page().ticks("来电").await;
    desk.page().writes("一句话事项", "核查老年人高龄津贴发放信息").await;
    desk.presses("登记").await;
    desk.row(ALLOWANCE).presses("确认对应").await;
    desk.presses("启动办理").await;
    desk.page().writes("办理事项名称", "高龄津贴核查").await;
    desk.page().picks("未逐条选择的环节都交给", OFFICE).await;
    desk.presses("启动办理").await;
    desk.reads("已启动办理").await;
    let workflow = desk.place().await;

    desk.step("信息核实").follows("指导各村").await;
    let form = desk.unfolds("分发").await;
    form.ticks("一村").await;
    form.presses("分发").await;
    desk.reads("已分发给 1 个单位").await;

    desk.sits_down("liaison").await;
    desk.opens("/work").await;
    desk.page().follows("高龄津贴核查").await;
    desk.unfolds("办理完成").await.presses("办理完成").await;
    desk.reads("已办理完成").await;
    desk.sits_down("village0").await;
    desk.opens("/work").await;
    desk.page().follows("高龄津贴核查").await;
    let form = desk.unfolds("办理完成").await;
    form.ticks("零报告").await;
    form.presses("办理完成").await;
    desk.reads("已办理完成").await;

    desk.sits_down("clerk").await;
    for words in ["各村（社区）核实完信息后", "对未办理社保卡"] {
        desk.opens(&workflow).await;
        desk.step(words).follows(words).await;
        desk.unfolds("办理完成").await.presses("办理完成").await;
        desk.reads("已办理完成").await;
    }
    desk.opens(&workflow).await;
    desk.step("在高龄系统内").follows("在高龄系统内").await;
    desk.unfolds("报审").await.presses("送出").await;
    desk.reads("已送出，等待对方签收").await;

    desk.sits_down("liaison").await;
    desk.opens("/hand-offs").await;
    desk.page().follows("高龄津贴核查").await;
    desk.presses("签收").await;
    desk.reads("已签收。").await;
    desk.page().ticks("同意").await;
    desk.presses("答复").await;
    desk.reads("已答复同意。").await;
    desk.opens("/hand-offs").await;
    desk.reads("近期办过的").await;

    desk.sits_down("supervisor").await;
    desk.opens("/overdue").await;
    desk.reads("逾期与在办").await;
    desk.unfolds("菜单").await.presses("退出").await;
    desk.reads("您已退出").await;
}

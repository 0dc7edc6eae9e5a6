//! The coordinator corrects a template in a browser without scripts; what is started afterwards follows it.

use crate::harness::browser::{Screen, Scripts};

use super::desk::{OFFICE, Office};

#[tokio::test]
async fn the_coordinator_corrects_a_template_and_the_next_workflow_follows_it() {
    let office = Office::open().await;
    let duty = office.county.duty(duty_list::DutyKind::Cooperative, 28).await;
    let desk = office.desk(Screen::Phone, Scripts::Off).await;
    desk.sits_down("coordinator").await;
    desk.opens(&format!("/duties/{duty}")).await;
    desk.presses("编辑流程模板").await;
    desk.reads("没有未发布的修改").await;
    desk.picture("template").await;

    desk.page().writes("环节内容", "通知各村（社区）开会").await;
    desk.presses("加一个环节").await;
    desk.reads("已存入草稿").await;
    desk.step("将老龄人员名单推送至各乡镇").reads("阿合奇县民政局").await;
    desk.opens(&format!("/duties/{duty}/template?step=t1-town-1")).await;
    desk.page().writes("数量", "3").await;
    desk.picture("template-clause").await;
    desk.page().presses("存入草稿").await;
    desk.reads("3个工作日").await;

    desk.presses("查看修改并发布").await;
    desk.reads("新增“通知各村（社区）开会”").await;
    desk.presses("发布为新版本").await;
    desk.reads("使用中：第 2 版").await;

    desk.opens(&format!("/duties/{duty}/start")).await;
    desk.page().writes("办理事项名称", "第一季度高龄津贴").await;
    desk.page().picks("未逐条选择的环节都交给", OFFICE).await;
    desk.presses("启动办理").await;
    desk.reads("通知各村（社区）开会").await;
}

//! A withdrawn duty is nobody's work in the town: its page says what the list says, and offers to receive and transfer it.

use crate::harness::browser::{Screen, Scripts};

use super::desk::{BUREAU, OFFICE, Office};

#[tokio::test]
async fn a_withdrawn_duty_cannot_be_started_but_received_and_transferred() {
    let office = Office::open().await;
    let duty = office.county.duty(duty_list::DutyKind::Withdrawn, 1).await;
    let desk = office.desk(Screen::Desktop, Scripts::On).await;

    desk.sits_down("coordinator").await;
    desk.opens(&format!("/duties/{duty}")).await;
    desk.reads("对违规领取高龄津贴的追缴").await;
    desk.reads("《阿合奇镇履职事项清单》（2025年7月）上级部门收回事项第1项").await;
    desk.reads("已由上级部门收回，不能作为本镇工作启动").await;
    desk.reads("负责违规领取高龄津贴的追缴工作。").await;
    desk.reads(BUREAU).await;
    desk.misses("启动办理").await;
    desk.picture("withdrawn").await;

    desk.presses("接收并移送").await;
    desk.page().writes("办理事项名称", "群众来访反映高龄津贴追缴").await;
    desk.page().picks("由谁办理", OFFICE).await;
    desk.presses("接收").await;
    desk.reads("已接收，请按步骤告知并移送").await;
    desk.reads("移送").await;

    // Its own address does not start it either.
    desk.opens(&format!("/duties/{duty}/start")).await;
    desk.misses("未逐条选择的环节都交给").await;
}

//! 老年人高龄津贴的发放管理, from the letter to 办结, by everyone who has a part in it.

use crate::harness::browser::{Screen, Scripts};

use super::desk::{ALLOWANCE, BUREAU, OFFICE, Office};

const MATTER: &str = "请于本月底前核查80周岁以上老年人高龄津贴信息并报送";
const TITLE: &str = "2026年1月高龄津贴核查";

#[tokio::test]
async fn a_letter_is_registered_worked_handed_off_returned_reworked_and_approved() {
    let office = Office::open().await;
    office.has_liaison().await;
    let desk = office.desk(Screen::Desktop, Scripts::On).await;
    let phone = office.desk(Screen::Phone, Scripts::On).await;

    // The coordinator registers what came in; the list proposes, a person confirms.
    desk.sits_down("coordinator").await;
    desk.presses("来件登记").await;
    desk.page().ticks("来文").await;
    desk.page().writes("一句话事项", MATTER).await;
    desk.page().writes("日期", "2026-01-30").await;
    let more = desk.unfolds("来文单位、文号").await;
    more.writes("来文单位", BUREAU).await;
    more.writes("文号", "阿民函〔2026〕3号").await;
    desk.picture("registration").await;
    desk.presses("登记").await;
    desk.reads("请确认它对应的清单事项").await;
    desk.row(ALLOWANCE).reads("对乡镇核查报送的高龄老年人信息进行审核").await;
    desk.picture("proposals").await;
    desk.row(ALLOWANCE).presses("确认对应").await;
    desk.reads("已对应到清单事项").await;
    let item = desk.place().await;

    // The catalogue has it too, by table, category, body and words; and its template.
    desk.presses("事项目录").await;
    desk.reads("共 309 项").await;
    desk.page().follows("配合履职事项").await;
    desk.reads("共 127 项").await;
    desk.picture("catalogue").await;
    desk.page().picks("事项类别", "民生服务").await;
    desk.page().picks("涉及单位", BUREAU).await;
    desk.page().writes("字词", "高龄").await;
    desk.presses("查找").await;
    desk.reads("清除筛选").await;
    desk.misses("征兵").await;
    desk.presses(ALLOWANCE).await;
    desk.reads("《阿合奇镇履职事项清单》（2025年7月）配合履职事项第28项").await;
    desk.reads("部门职责（对照）").await;
    desk.reads("报审 → 阿合奇县民政局").await;
    desk.picture("template").await;
    let duty = desk.place().await;

    // She starts it with everything given to the office; the dates say where they come from.
    desk.opens(&item).await;
    desk.presses("启动办理").await;
    desk.page().writes("办理事项名称", TITLE).await;
    desk.page().picks("未逐条选择的环节都交给", OFFICE).await;
    desk.picture("start").await;
    desk.presses("启动办理").await;
    desk.reads("已启动办理").await;
    let workflow = desk.place().await;
    desk.step("报送至镇复核").reads("清单未规定时限，本镇设定").await;
    desk.reads("通知要求（阿民函〔2026〕3号）").await;

    // One step goes to six villages, by a date of their own.
    desk.step("信息核实").follows("指导各村").await;
    let check = desk.place().await;
    let form = desk.unfolds("分发").await;
    form.ticks("全部村（社区）").await;
    form.presses("分发").await;
    desk.reads("已分发给 6 个单位").await;

    // The bureau's liaison marks the list of names as sent.
    desk.sits_down("liaison").await;
    desk.presses("我的工作").await;
    desk.reads("将老龄人员名单推送至各乡镇").await;
    desk.page().follows(TITLE).await;
    desk.unfolds("办理完成").await.presses("办理完成").await;
    desk.reads("已办理完成").await;

    // Each village reports its part on a phone.
    for (number, login) in ["village0", "village1", "village2", "village3", "village4", "village5"].into_iter().enumerate() {
        phone.sits_down(login).await;
        phone.opens("/work").await;
        if number == 0 {
            phone.picture("my-work").await;
        }
        phone.page().follows(TITLE).await;
        let form = phone.unfolds("办理完成").await;
        form.writes("应办数", "5").await;
        form.writes("已办数", "5").await;
        form.presses("办理完成").await;
        phone.reads("已办理完成").await;
    }

    // The clerk does the rest and hands off.
    desk.sits_down("clerk").await;
    desk.opens("/work").await;
    desk.reads("报送至镇复核").await;
    desk.picture("my-work").await;
    desk.opens(&check).await;
    desk.reads("6个村（社区）已报6个").await;
    for words in ["各村（社区）核实完信息后", "对未办理社保卡"] {
        desk.opens(&workflow).await;
        desk.step(words).follows(words).await;
        desk.unfolds("办理完成").await.presses("办理完成").await;
        desk.reads("已办理完成").await;
    }
    desk.opens(&workflow).await;
    desk.step("在高龄系统内").follows("在高龄系统内").await;
    let handing = desk.place().await;
    let form = desk.unfolds("报审").await;
    form.writes("说明", "共30人，增2人，减1人").await;
    form.writes("文号", "阿镇报〔2026〕5号").await;
    desk.picture("handing-off").await;
    form.presses("送出").await;
    desk.reads("已送出，等待对方签收").await;

    // The liaison signs for it, and returns it with a reason.
    for screen in [&phone, &desk] {
        screen.sits_down("liaison").await;
        screen.opens("/hand-offs").await;
        screen.reads("待签收").await;
        screen.page().follows(TITLE).await;
        screen.reads("共30人，增2人，减1人").await;
        screen.picture("hand-off").await;
    }
    let hand_off = desk.place().await;
    desk.presses("签收").await;
    desk.reads("已签收。").await;
    let form = desk.unfolds("退回补正").await;
    form.writes("退回原因", "3人年龄不符，请核减").await;
    form.writes("退回份数", "3").await;
    form.presses("退回补正").await;
    desk.reads("已退回补正。").await;

    // The clerk sees why, reworks it and sends it again.
    desk.sits_down("clerk").await;
    desk.opens("/work").await;
    desk.reads("3人年龄不符，请核减").await;
    desk.picture("my-work-returned").await;
    desk.opens(&handing).await;
    let form = desk.unfolds("报审").await;
    form.writes("说明", "已核减，共27人").await;
    form.presses("送出").await;
    desk.reads("已送出，等待对方签收").await;

    // The liaison signs and approves: done on both sides, and nothing else is required.
    desk.sits_down("liaison").await;
    desk.opens(&hand_off).await;
    desk.reads("第 2 次送").await;
    desk.presses("签收").await;
    desk.reads("已签收。").await;
    desk.page().ticks("同意").await;
    desk.page().writes("答复意见", "同意按27人发放").await;
    desk.page().presses("答复").await;
    desk.reads("已答复同意。").await;
    // What the town did inside is not the bureau's to see.
    desk.opens(&workflow).await;
    desk.reads("办结").await;
    desk.misses("一社区").await;
    desk.misses(OFFICE).await;

    desk.sits_down("coordinator").await;
    desk.opens(&workflow).await;
    desk.reads("办结").await;
    desk.reads("3人年龄不符，请核减").await;
    desk.picture("workflow-completed").await;

    // What people look at on a phone as well.
    phone.sits_down("coordinator").await;
    for (path, name) in [
        ("/incoming/new", "registration"),
        ("/duties?table=cooperative", "catalogue"),
        (&duty, "template"),
        (&workflow, "workflow-completed"),
    ] {
        phone.opens(path).await;
        phone.picture(name).await;
    }
}

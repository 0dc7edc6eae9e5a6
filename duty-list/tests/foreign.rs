//! Lists of places that do not exist, as other counties lay theirs out (`tests/fixtures/elsewhere`): what a careful clerk reads in each.
#![cfg(feature = "formats")]
#![allow(clippy::unwrap_used)]

use duty_list::{Duty, DutyList, read};

#[path = "common/laws.rs"]
mod laws;

fn list(name: &str) -> DutyList {
    let file = std::fs::read(format!("{}/../tests/fixtures/elsewhere/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let list = read(&file).unwrap();
    laws::nothing_is_unaccounted(&list);
    laws::findings_are_as_declared(&list);
    list
}

/// A code as it stands in JSON.
fn code(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap_or("-").to_owned()
}

/// The whole reading, a line for each duty and clause: 部 with owner, number and text, 镇 with number, nature, text, receivers and kind; 候 where it waits.
fn said(list: &DutyList) -> Vec<String> {
    let number = |n: Option<u32>| n.map_or("-".to_owned(), |n| n.to_string());
    let mut out = Vec::new();
    for duty in &list.duties {
        let category = duty.category().unwrap_or("-");
        let head = format!("{} {} {category} {}", code(duty.kind()), duty.no(), duty.title());
        match duty {
            Duty::Basic(_) => out.push(head),
            Duty::Withdrawn(duty) => {
                out.push(format!(
                    "{head} [{}] {} {}",
                    duty.departments.join(" "),
                    code(duty.outcome),
                    duty.handling.as_deref().unwrap_or("-")
                ));
            }
            Duty::Cooperative(duty) => {
                out.push(format!("{head} [{}]", duty.departments.join(" ")));
                for clause in &duty.department_clauses {
                    let waits = if clause.waits_for_town { " 候" } else { "" };
                    out.push(format!("部 {} {} {}{waits}", clause.department.as_deref().unwrap_or("-"), number(clause.n), clause.text));
                }
                for clause in &duty.town_clauses {
                    let to = if clause.hands_to.is_empty() {
                        String::new()
                    } else {
                        format!(" → {} {}", clause.hands_to.join(" "), code(clause.hand_kind))
                    };
                    let waits = if clause.waits_for_department { " 候" } else { "" };
                    out.push(format!("镇 {} {} {}{to}{waits}", number(clause.n), code(clause.nature), clause.text));
                }
            }
        }
    }
    out
}

#[track_caller]
fn reads(name: &str, wanted: &[&str]) {
    let found = said(&list(name));
    assert!(found == wanted, "{name}:\n{}", found.join("\n"));
}

#[test]
fn without_categories_in_full_width_digits_and_the_towns_column_first() {
    let list = list("full-width.txt");
    assert_eq!((list.county.as_deref(), list.town.as_deref()), (Some("云岭市"), Some("石桥镇")));
    reads(
        "full-width.txt",
        &[
            "cooperative 1 - 山塘水库安全度汛 [云岭市水利局]",
            "部 云岭市水利局 1 制定山塘水库度汛方案",
            "部 云岭市水利局 2 对镇街上报的险情组织专家现场处置 候",
            "镇 1 periodic 每年汛期前对辖区山塘坝体进行一次排查",
            "镇 2 on_event 发现渗漏、滑坡等险情立即报市水利局 → 云岭市水利局 report",
            "镇 3 step 根据市水利局下发的整改通知，督促管护人整改 候",
            "cooperative 2 - 零散烟花售卖点清理 [云岭市应急管理局 云岭市公安局]",
            "部 云岭市应急管理局 1 对零散售卖点进行执法检查",
            "部 云岭市应急管理局 2 受理镇街移送的线索并依法查处 候",
            "部 云岭市公安局 - 负责查处非法储存行为",
            "镇 1 standing 开展安全宣传",
            "镇 2 step 将违规售卖线索移送市应急局、市公安局 → 云岭市应急管理局 云岭市公安局 transfer",
            "withdrawn 1 - 对山塘管护人的行政处罚 [云岭市水利局] taken_over 由市水利局负责，不再委托镇实施。",
        ],
    );
}

#[test]
fn a_web_page_with_real_lists_and_a_department_a_row() {
    reads(
        "department-rows.html",
        &[
            "cooperative 1 城市管理 老旧电梯更新 [青山区住房和城乡建设局 青山区市场监督管理局]",
            "部 青山区住房和城乡建设局 1 制定更新改造计划并下达街道",
            "部 青山区住房和城乡建设局 2 对街道报送的意愿征集结果进行复核 候",
            "部 青山区市场监督管理局 1 负责电梯检验和使用登记",
            "镇 1 step 组织业主开展意愿征集",
            "镇 2 step 汇总征集结果，报区住建局审核 → 青山区住房和城乡建设局 approval",
            "镇 3 step 按照区住建局下达的改造计划，协助施工单位进场 候",
            "cooperative 2 城市管理 占道堆物整治 [青山区城市管理局]",
            "部 青山区城市管理局 - 依法查处占道堆物行为",
            "部 青山区城市管理局 - 指导街道开展巡查",
            "镇 - standing 做好日常巡查",
            "镇 - on_event 对拒不清理的，移交区城管局处理 → 青山区城市管理局 transfer",
        ],
    );
}

#[test]
fn markdown_with_heading_rows_and_departments_joined_with_the_handling() {
    reads(
        "joined.md",
        &[
            "basic 1 乡村建设 负责村内公共晾晒场的建设和管理",
            "basic 2 乡村建设 组织实施村庄清洁行动",
            "basic 3 民生服务 做好独居老人日常探访",
            "cooperative 1 乡村建设 农用无人机作业补助 [柳河县农业农村局 柳河县财政局]",
            "部 柳河县农业农村局 1 审核各乡镇提交的作业面积 候",
            "部 柳河县农业农村局 2 提出补助分配方案",
            "部 柳河县财政局 - 拨付补助资金",
            "镇 1 step 组织农户填报作业面积并现场核实",
            "镇 2 step 公示核实结果，无异议后报县农业农村局审核 → 柳河县农业农村局 approval",
            "镇 3 step 根据县农业农村局审核结果发放补助 候",
            "withdrawn 1 - 农药经营许可现场核查 [柳河县农业农村局] taken_over 由县农业农村局组织核查。",
            "withdrawn 2 - 乡镇秸秆利用率考核 [柳河县农业农村局] no_longer_assessed 取消对乡镇的秸秆利用率考核。",
        ],
    );
}

#[test]
fn a_spreadsheet_in_another_order_with_departments_and_handling_apart() {
    reads(
        "apart.csv",
        &[
            "cooperative 1 平安法治 群租房安全整治 [望江区消防救援大队 望江区公安分局]",
            "部 望江区消防救援大队 1 对街道上报的房屋开展检查 候",
            "部 望江区消防救援大队 2 责令限期整改",
            "部 望江区公安分局 - 依法处置拒不整改的出租人",
            "镇 1 periodic 每季度对群租房登记造册",
            "镇 2 on_event 接到居民投诉后，会同社区现场核查",
            "镇 3 on_event 将存在重大隐患的房屋报区消防救援大队 → 望江区消防救援大队 report",
            "cooperative 2 民生服务 社区助餐点补贴 [望江区民政局]",
            "部 望江区民政局 - 根据街道初审意见审批并拨付补贴 候",
            "镇 - step 做好助餐点推荐申报，初审后报区民政局审批 → 望江区民政局 approval",
            "withdrawn 1 民生服务 助餐点食品抽检 [望江区市场监督管理局] taken_over 由区市场监管局按年度计划开展抽检。",
        ],
    );
}

#[test]
fn cells_broken_over_pages_in_mid_sentence() {
    reads(
        "broken-pages.txt",
        &[
            "cooperative 1 自然资源 草原禁牧巡护 [巴音旗林业和草原局]",
            "部 巴音旗林业和草原局 1 划定禁牧区并向苏木镇下发图件",
            "部 巴音旗林业和草原局 2 依法查处苏木镇移送的偷牧行为 候",
            "部 巴音旗林业和草原局 3 组织年度验收",
            "镇 1 step 按照旗林草局下发的图件设置界桩 候",
            "镇 2 on_event 对禁牧区进行日常巡护，发现偷牧行为及时制止并移送旗林草局 → 巴音旗林业和草原局 transfer",
            "镇 3 step 协助做好年度验收",
            "cooperative 2 自然资源 饲草料储备调剂 [巴音旗农牧局 巴音旗供销合作社联合社]",
            "部 巴音旗农牧局 1 制定储备计划",
            "部 巴音旗农牧局 2 汇总苏木镇上报的需求 候",
            "部 巴音旗供销合作社联合社 - 组织调运",
            "镇 1 step 摸底牧户饲草料缺口，报旗农牧局 → 巴音旗农牧局 report",
            "镇 2 step 组织牧户领取调剂草料",
        ],
    );
}

//! Cells as different counties write them: who owns the clauses, where they begin, and which names mean one body.
#![allow(clippy::unwrap_used, clippy::panic)]

use duty_list::{CooperativeDuty, Duty, DutyList, read};

#[path = "common/laws.rs"]
mod laws;

fn list(departments: &str, department: &str, town: &str) -> DutyList {
    let text = format!(
        "柳河县大湾镇履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责\n1\t一件事\t{departments}\t{department}\t{town}\n"
    );
    let list = read(text.as_bytes()).unwrap();
    laws::nothing_is_unaccounted(&list);
    laws::findings_are_as_declared(&list);
    list
}

fn duty(departments: &str, department: &str, town: &str) -> CooperativeDuty {
    match list(departments, department, town).duties.remove(0) {
        Duty::Cooperative(duty) => duty,
        other => panic!("{other:?}"),
    }
}

/// Each clause as `section / owner / number / text`, what is not there left out.
fn department(departments: &str, cell: &str) -> Vec<String> {
    let clauses = duty(departments, cell, "初审。").department_clauses;
    clauses
        .into_iter()
        .map(|clause| {
            let parts = [clause.section, clause.department, clause.n.map(|n| n.to_string()), Some(clause.text)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" / ")
        })
        .collect()
}

fn town(cell: &str) -> Vec<String> {
    let clauses = duty("柳河县民政局", "审核。", cell).town_clauses;
    clauses
        .into_iter()
        .map(|clause| {
            [clause.section, clause.n.map(|n| n.to_string()), Some(clause.text)].into_iter().flatten().collect::<Vec<_>>().join(" / ")
        })
        .collect()
}

const TWO: &str = "柳河县民政局、柳河县财政局";

#[test]
fn headers_of_many_kinds_name_the_owner() {
    let wanted = ["柳河县民政局 / 1 / 审核材料", "柳河县民政局 / 2 / 发放补助", "柳河县财政局 / 1 / 拨付资金"];
    for cell in [
        "柳河县民政局：1.审核材料；2.发放补助。柳河县财政局：1.拨付资金。",
        "县民政局（牵头）：1.审核材料；2.发放补助。县财政局（配合）：1.拨付资金。",
        "柳河县民政局职责：1.审核材料；2.发放补助。柳河县财政局职责：1.拨付资金。",
        "县民政局主要职责：1.审核材料；2.发放补助。县财政局主要职责：1.拨付资金。",
        "县民政局负责：1.审核材料；2.发放补助。县财政局负责：1.拨付资金。",
        "【县民政局】1.审核材料；2.发放补助。【县财政局】1.拨付资金。",
        "牵头单位：县民政局。1.审核材料；2.发放补助。配合单位：县财政局。1.拨付资金。",
        "牵头单位：县民政局 1.审核材料；2.发放补助。 配合单位：县财政局 1.拨付资金。",
        "县民政局<br>1.审核材料；<br>2.发放补助。<br>县财政局<br>1.拨付资金。",
        "<p>柳河县民政局</p><p>1.审核材料；</p><p>2.发放补助。</p><p>柳河县财政局</p><p>1.拨付资金。</p>",
        "一、县民政局：1.审核材料；2.发放补助。二、县财政局：1.拨付资金。",
        "一、县民政局<br>1.审核材料；<br>2.发放补助。<br>二、县财政局<br>1.拨付资金。",
        "（一）柳河县民政局<br>1.审核材料；<br>2.发放补助。<br>（二）柳河县财政局<br>1.拨付资金。",
        "一、柳河县民政局职责<br>1.审核材料；<br>2.发放补助。<br>二、柳河县财政局职责<br>1.拨付资金。",
    ] {
        assert_eq!(department(TWO, cell), wanted, "{cell}");
    }
}

#[test]
fn where_nobody_heads_a_clause_its_subject_owns_it() {
    let subjects =
        "1.县民政局负责审核材料；2.县财政局牵头拨付资金；3.县民政局会同县财政局制定办法；4.做好宣传；5.县财政局下达的指标由镇分解。";
    assert_eq!(
        department(TWO, subjects),
        [
            "柳河县民政局 / 1 / 县民政局负责审核材料",
            "柳河县财政局 / 2 / 县财政局牵头拨付资金",
            "柳河县民政局 / 3 / 县民政局会同县财政局制定办法",
            "4 / 做好宣传",
            "5 / 县财政局下达的指标由镇分解"
        ]
    );
    let both = &duty(TWO, "县民政局、县财政局按照职责分工做好补助发放。", "初审。").department_clauses[0];
    assert_eq!(both.department.as_deref(), Some("柳河县民政局"));
    assert_eq!((both.also.as_slice(), both.header.as_deref()), (["柳河县财政局".to_owned()].as_slice(), Some("县民政局、县财政局")));
    // a header decides, whoever is named behind it
    assert_eq!(department(TWO, "县民政局：县财政局拨付后发放。"), ["柳河县民政局 / 县财政局拨付后发放"]);
}

#[test]
fn headings_without_anything_below_are_work() {
    for cell in
        ["一、初审材料 二、公示名单 三、上报", "一、初审材料<br>二、公示名单<br>三、上报", "（一）初审材料<br>（二）公示名单<br>（三）上报"]
    {
        assert_eq!(town(cell), ["1 / 初审材料", "2 / 公示名单", "3 / 上报"], "{cell}");
    }
    assert_eq!(
        town("一、救助管理<br>1.初审；<br>2.公示。<br>二、做好宣传<br>三、日常监管<br>1.巡查。"),
        ["救助管理 / 1 / 初审", "救助管理 / 2 / 公示", "2 / 做好宣传", "日常监管 / 1 / 巡查"]
    );
}

#[test]
fn headings_stand_under_headings() {
    let cell = "一、救助管理<br>（一）申请受理<br>1.初审；2.公示。<br>（二）资金发放<br>1.登记。<br>二、日常监管<br>1.巡查。";
    assert_eq!(
        town(cell),
        ["救助管理：申请受理 / 1 / 初审", "救助管理：申请受理 / 2 / 公示", "救助管理：资金发放 / 1 / 登记", "日常监管 / 1 / 巡查"]
    );
}

#[test]
fn words_that_only_open_a_list_are_no_section() {
    for cell in ["主要职责：1.初审；2.上报。", "配合做好以下工作：<br>1.初审；<br>2.上报。", "工作内容如下：1.初审；2.上报。"]
    {
        assert_eq!(town(cell), ["1 / 初审", "2 / 上报"], "{cell}");
    }
}

#[test]
fn items_may_have_bullets_or_no_separators() {
    assert_eq!(town("• 初审材料<br>• 公示名单<br>• 上报"), ["初审材料", "公示名单", "上报"]);
    assert_eq!(town("- 初审材料\u{3000}<br>- 上报"), ["初审材料", "上报"]);
    assert_eq!(town("●初审材料；●公示名单；●上报。"), ["初审材料", "公示名单", "上报"]);
    assert_eq!(town("1.初审材料2.公示名单3.上报"), ["1 / 初审材料", "2 / 公示名单", "3 / 上报"]);
    assert_eq!(town("1.按附件2.的要求初审；2.公示。"), ["1 / 按附件2.的要求初审", "2 / 公示"]);
    assert_eq!(town("1.奖补每亩2.5元；2.不超过3.5万元。"), ["1 / 奖补每亩2.5元", "2 / 不超过3.5万元"]);
}

#[test]
fn the_cell_of_departments_is_cut_into_names() {
    let names = |cell: &str| duty(cell, "审核。", "初审。").departments;
    for cell in [
        "县民政局、县财政局",
        "县民政局，县财政局",
        "县民政局；县财政局。",
        "县民政局 县财政局",
        "县民政局<br>县财政局",
        "<p>1.县民政局</p><p>2.县财政局</p>",
        "牵头单位：县民政局；配合单位：县财政局",
        "牵头部门：县民政局<br>配合部门：县财政局",
        "县民政局（牵头）、县财政局（配合）",
        "县民政局、县财政局等部门",
    ] {
        assert_eq!(names(cell), ["县民政局", "县财政局"], "{cell}");
    }
    // a second name-plate is part of the name, and a line may break inside a name
    assert_eq!(names("县自然资源局（林业和草原局、水利局）、县公安局"), ["县自然资源局（林业和草原局、水利局）", "县公安局"]);
    assert_eq!(names("县文化体育广播<br>电视和旅游局"), ["县文化体育广播电视和旅游局"]);
    assert_eq!(names("县委<br>组织部"), ["县委组织部"]);
}

#[test]
fn names_mean_one_body_whichever_is_the_longer() {
    for (one, other) in [
        ("县民政局", "柳河县民政局"),
        ("县残联", "柳河县残疾人联合会"),
        ("县文旅局", "柳河县文化体育广播电视和旅游局"),
        ("县住建局", "县住房和城乡建设局"),
        ("县发改委", "柳河县发展和改革委员会"),
        ("县市场监管局", "县市场监督管理局"),
        ("县林草局", "柳河县自然资源局（林业和草原局）"),
        ("县乡村振兴局", "柳河县农业农村局(乡村振兴局)"),
        ("县法院", "柳河县人民法院"),
        ("县农行", "柳河县农业银行"),
        ("人保财险柳河支公司", "中国人民财产保险股份有限公司柳河支公司"),
        ("供电公司", "国网柳河县供电公司"),
        ("县政协", "中国人民政治协商会议柳河县委员会"),
        ("团县委", "共青团柳河县委员会"),
    ] {
        for (listed, named) in [(one, other), (other, one)] {
            let clause = &duty(&format!("{listed}、柳河县应急管理局"), &format!("{named}：审核。"), "初审。").department_clauses[0];
            assert_eq!(clause.department.as_deref(), Some(listed), "{named}");
        }
    }
}

#[test]
fn merges_that_the_words_do_not_prove_are_only_proposed() {
    let text = "柳河县大湾镇履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责\n\
        1\t甲\t国网柳河县供电公司\t审核。\t初审。\n2\t乙\t县供电公司\t审核。\t初审。\n\
        3\t丙\t县防汛抗旱指挥部\t审核。\t初审。\n4\t丁\t县防汛抗旱指挥部办公室\t审核。\t初审。\n\
        5\t戊\t县便民服务中心\t审核。\t初审。\n6\t己\t县养老服务中心\t审核。\t初审。\n";
    let list = read(text.as_bytes()).unwrap();
    assert_eq!(list.bodies.len(), 6);
    let proposed: Vec<_> = list
        .findings
        .iter()
        .filter(|finding| finding.code == "body-merge-proposed")
        .map(|finding| (finding.params["a"].as_str().unwrap(), finding.params["b"].as_str().unwrap()))
        .collect();
    assert_eq!(proposed, [("国网柳河县供电公司", "县供电公司"), ("县防汛抗旱指挥部", "县防汛抗旱指挥部办公室")]);
}

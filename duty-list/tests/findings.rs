//! The reader argues back: each code comes out of a list that has the defect, with its parameters, line and duty, and stays away without it.
#![allow(clippy::unwrap_used, clippy::panic)]

use duty_list::{DutyKind, FINDING_CODES, Finding, Severity, read};
use serde_json::{Value, json};

#[path = "common/laws.rs"]
mod laws;

const HEAD: &str = "青山县河口镇履职事项清单\n";
const COOPERATIVE: &str = "序号\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n";

/// One cooperative duty; it stands in line 3.
fn duty(departments: &str, department: &str, town: &str) -> String {
    format!("{HEAD}{COOPERATIVE}1\t一件事\t{departments}\t{department}\t{town}\n")
}

fn findings(text: &str) -> Vec<Finding> {
    let list = read(text.as_bytes()).unwrap();
    laws::findings_are_as_declared(&list);
    list.findings
}

struct Case {
    code: &'static str,
    text: String,
    params: Value,
    line: Option<u32>,
    duty: Option<u32>,
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case> {
    let case = |code, text: String, params, line: u32, duty: u32| Case {
        code,
        text,
        params,
        line: Some(line).filter(|line| *line > 0),
        duty: Some(duty).filter(|no| *no > 0),
    };
    let rows = |rows: &str| format!("{HEAD}{COOPERATIVE}{rows}");
    let good = "青山县民政局\t审核。\t初审。\n";
    vec![
        case(
            "declared-count",
            format!("{HEAD}共梳理配合履职事项2项，涉及1个部门。\n{COOPERATIVE}1\t一件事\t{good}"),
            json!({ "what": "cooperative", "declared": 2, "found": 1 }),
            2,
            0,
        ),
        case("number-repeated", rows(&format!("1\t甲事\t{good}2\t乙事\t{good}2\t丙事\t{good}")), json!({ "no": 2, "first_line": 4 }), 5, 2),
        case("number-gap", rows(&format!("1\t甲事\t{good}4\t乙事\t{good}")), json!({ "from": 2, "to": 3 }), 4, 4),
        case(
            "number-out-of-order",
            rows(&format!("1\t甲事\t{good}3\t乙事\t{good}2\t丙事\t{good}4\t丁事\t{good}")),
            json!({ "no": 2, "after": 3 }),
            5,
            2,
        ),
        case(
            "number-missing",
            format!("{HEAD}事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n甲事\t{good}乙事\t{good}"),
            json!({ "count": 2 }),
            3,
            1,
        ),
        case(
            "row-border-guessed",
            format!(
                "{HEAD}序号    事项名称    对应上级部门    上级部门职责    镇配合职责\n\
                 \x20                       1. 审核一；   1. 初审一；\n\
                 1     甲事      青山县民政局\n\
                 \x20                       2. 拨付一。   2. 上报一。\n\
                 \x20                       1. 审核二；   1. 初审二；\n\
                 2     乙事      青山县民政局\n\
                 \x20                       2. 拨付二。   2. 上报二。\n"
            ),
            json!({ "count": 1, "numbers": "2" }),
            6,
            2,
        ),
        case("empty-cell", duty("青山县民政局", "审核。", ""), json!({ "cell": "town_duties" }), 3, 1),
        case("owner-unknown", duty("青山县民政局、青山县财政局", "1.审核；2.拨付资金。", "初审。"), json!({ "clauses": 2 }), 3, 1),
        case(
            "department-without-clause",
            duty("青山县民政局、青山县财政局", "青山县民政局：审核。", "初审。"),
            json!({ "department": "青山县财政局" }),
            3,
            1,
        ),
        case(
            "owner-not-listed",
            duty("青山县民政局", "青山县民政局：审核。青山县财政局：拨付资金。", "初审。"),
            json!({ "body": "青山县财政局", "listed_elsewhere": false }),
            3,
            1,
        ),
        case(
            "section-without-counterpart",
            duty(
                "青山县民政局",
                "<p>一、救助管理</p><p>1.审核。</p><p>二、资金监管</p><p>1.检查。</p>",
                "<p>一、救助管理</p><p>1.初审。</p>",
            ),
            json!({ "side": "department", "sections": ["资金监管"] }),
            3,
            1,
        ),
        case(
            "town-duty-in-department-cell",
            duty("青山县民政局", "1.组织评审；2.负责审核，乡镇负责入户核查。", "初审。"),
            json!({ "clause": 2, "passage": "乡镇负责入户核查" }),
            3,
            1,
        ),
        case(
            "hand-off-to-town",
            duty("青山县民政局", "审核名单，并将结果反馈至各乡镇。", "初审。"),
            json!({ "clause": 1, "passage": "并将结果反馈至各乡镇" }),
            3,
            1,
        ),
        case(
            "hand-off-between-bodies",
            duty("青山县民政局、青山县财政局", "青山县民政局：审核后将名单报县财政局。青山县财政局：拨付资金。", "初审。"),
            json!({ "clause": 1, "passage": "报县财政局", "from": "青山县民政局", "to": "青山县财政局" }),
            3,
            1,
        ),
        case(
            "receiver-open",
            duty("青山县民政局、青山县财政局", "青山县民政局：审核。青山县财政局：拨付。", "1.宣传；2.汇总后上报。"),
            json!({ "clause": 2, "passage": "汇总后上报" }),
            3,
            1,
        ),
        case(
            "receiver-not-listed",
            duty("青山县民政局", "审核。", "汇总后上报县防汛抗旱指挥部。"),
            json!({ "clause": 1, "passage": "汇总后上报县防汛抗旱指挥部", "body": "县防汛抗旱指挥部" }),
            3,
            1,
        ),
        case(
            "unsure-inference",
            duty("青山县民政局", "审核。", "做好低保对象的申报工作。"),
            json!({ "clause": 1, "passage": "做好低保对象的申报工作" }),
            3,
            1,
        ),
        case("nature-guessed", duty("青山县民政局", "审核。", "兼顾其他。"), json!({ "clause": 1, "passage": "兼顾其他" }), 3, 1),
        case(
            "body-slip",
            rows("1\t甲事\t青山县文化体育广播电视和旅游局\t审核。\t初审。\n2\t乙事\t青山县文化体育广播电视台和旅游局\t审核。\t初审。\n"),
            json!({ "name": "青山县文化体育广播电视和旅游局", "spelling": "青山县文化体育广播电视台和旅游局" }),
            4,
            2,
        ),
        case(
            "body-merge-proposed",
            rows("1\t甲事\t青山县防汛抗旱指挥部\t审核。\t初审。\n2\t乙事\t青山县防汛抗旱指挥部办公室\t审核。\t初审。\n"),
            json!({ "a": "青山县防汛抗旱指挥部", "b": "青山县防汛抗旱指挥部办公室" }),
            4,
            2,
        ),
        case("column-guessed", rows(&format!("1\t甲事\t{good}\t并做好宣传。\n")), json!({ "text": "并做好宣传。" }), 4, 1),
        case("row-without-duty", rows(&format!("\t\t\t\t并做好宣传。\n1\t甲事\t{good}")), json!({ "text": "并做好宣传。" }), 3, 0),
        case(
            "text-between-rows",
            rows(&format!("1\t甲事\t{good}\n以下各项由各镇另行安排。\n2\t乙事\t{good}")),
            json!({ "text": "以下各项由各镇另行安排。" }),
            5,
            0,
        ),
        case("extra-cells", rows("1\t甲事\t青山县民政局\t审核。\t初审。\t并宣传。\n"), json!({ "text": "并宣传。" }), 3, 0),
    ]
}

#[test]
fn each_code_comes_out_of_a_list_with_the_defect() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = findings(&case.text);
        let same: Vec<_> = found.iter().filter(|finding| finding.code == case.code).collect();
        let whole = same.iter().any(|finding| {
            Value::Object(finding.params.clone()) == case.params
                && finding.line == case.line
                && finding.duty.map(|duty| duty.no) == case.duty
        });
        if !whole {
            wrong.push(format!("{}:\n  found {same:?}\n  of {:?}", case.code, found.iter().map(|f| &f.code).collect::<Vec<_>>()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Titles, and each finding as `code line text`.
fn told(text: &str) -> (Vec<String>, Vec<String>) {
    let list = read(text.as_bytes()).unwrap();
    laws::findings_are_as_declared(&list);
    let text = |finding: &Finding| finding.params.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
    let said = |finding: &Finding| format!("{} {} {}", finding.code, finding.line.unwrap_or_default(), text(finding));
    (list.duties.iter().map(|duty| duty.title().to_owned()).collect(), list.findings.iter().map(said).collect())
}

#[test]
fn a_whole_row_without_a_number_is_a_duty_and_half_a_row_is_not() {
    let good = "青山县民政局\t审核。\t初审。\n";
    let (titles, findings) = told(&format!("{HEAD}{COOPERATIVE}1\t甲事\t{good}\t乙事\t{good}3\t丙事\t{good}"));
    assert_eq!((titles, findings), (vec!["甲事".into(), "乙事".into(), "丙事".into()], vec!["number-missing 4 ".to_owned()]));
    // its number is taken: the next that has it is told
    let (titles, findings) = told(&format!("{HEAD}{COOPERATIVE}1\t甲事\t{good}\t乙事\t{good}2\t丙事\t{good}"));
    assert_eq!((titles.len(), findings), (3, vec!["number-repeated 5 ".to_owned(), "number-missing 4 ".to_owned()]));
    // broken off in mid-sentence, and so the rest of the row before
    let broken = "1\t甲事\t青山县民政局\t审核材料\t初审。\n\t的办理\t青山县财政局\t并上报。\t并宣传。\n";
    let (titles, findings) = told(&format!("{HEAD}{COOPERATIVE}{broken}"));
    assert_eq!(titles, ["甲事的办理"]);
    assert!(findings.contains(&"column-guessed 4 的办理".to_owned()), "{findings:?}");
}

#[test]
fn what_stands_behind_the_table_is_told() {
    let good = "青山县民政局\t审核。\t初审。\n";
    let behind = "未列事项由县里另行通知。\n序号\t姓名\t窗口\n1\t服务窗口\t大厅\n";
    let (titles, findings) = told(&format!("{HEAD}{COOPERATIVE}1\t甲事\t{good}{behind}"));
    assert_eq!(titles, ["甲事"]);
    let wanted = ["column-guessed 4 未列事项由县里另行通知。", "text-between-rows 5 序号 姓名 窗口", "text-between-rows 6 1 服务窗口 大厅"];
    assert_eq!(findings, wanted);
}

#[test]
fn every_code_but_the_readers_own_fault_is_among_the_cases() {
    let cases = cases();
    let untried: Vec<_> =
        FINDING_CODES.iter().map(|known| known.code).filter(|code| !cases.iter().any(|case| case.code == *code)).collect();
    assert_eq!(untried, ["text-unaccounted"]);
}

#[test]
fn a_list_without_a_defect_is_silent() {
    let text = format!(
        "{HEAD}共梳理履职事项1项，其中配合履职事项1项，涉及2个部门。\n{COOPERATIVE}\
         1\t临时救助\t青山县民政局、青山县财政局\t青山县民政局：对乡镇上报的材料进行审核。青山县财政局：拨付资金。\t1.受理申请并初审，报县民政局审核；2.宣传救助政策。\n"
    );
    assert_eq!(findings(&text), []);
}

#[test]
fn the_bundled_list_is_told_what_a_clerk_would_ask() {
    let file = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/aheqi-zhen-2025-07.txt")).unwrap();
    let list = read(&file).unwrap();
    laws::findings_are_as_declared(&list);
    let of = |code: &str| list.findings.iter().filter(|finding| finding.code == code).collect::<Vec<_>>();
    let nos = |code: &str| of(code).iter().filter_map(|finding| finding.duty.map(|duty| duty.no)).collect::<Vec<_>>();
    let [count] = of("declared-count")[..] else { panic!("only the 38 departments do not come out") };
    assert_eq!((&count.params["declared"], count.line.is_some()), (&json!(38), true));
    assert!(nos("town-duty-in-department-cell").contains(&22));
    assert!(nos("hand-off-between-bodies").contains(&28));
    assert!(nos("hand-off-to-town").contains(&22) && nos("hand-off-to-town").contains(&28));
    assert_eq!(nos("column-guessed"), [78]);
    assert_eq!(of("body-slip")[0].duty.map(|duty| duty.kind), Some(DutyKind::Cooperative));
    assert!(list.findings.iter().all(|finding| finding.severity != Severity::Error), "a published list imports without an error");
    assert!(list.findings.len() < 100, "a person reads them all");
}

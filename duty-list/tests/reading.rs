//! What a user of the crate sees: the real list, other encodings and layouts, and documents that are no duty list.
#![allow(clippy::unwrap_used)]

use duty_list::{CooperativeDuty, Duty, DutyKind, DutyList, Foreign, HandKind, MAX_BYTES, Nature, Outcome, ReadError, read};

fn real() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/aheqi-zhen-2025-07.txt")).unwrap()
}

fn count(list: &DutyList, kind: DutyKind) -> usize {
    list.duties.iter().filter(|d| d.kind() == kind).count()
}

fn cooperative(list: &DutyList, no: u32) -> &CooperativeDuty {
    list.duties
        .iter()
        .find_map(|d| match d {
            Duty::Cooperative(d) if d.no == no => Some(d),
            _ => None,
        })
        .unwrap()
}

fn codes(list: &DutyList) -> Vec<&str> {
    list.findings.iter().map(|f| f.code.as_str()).collect()
}

#[test]
fn the_real_list_has_its_309_duties_and_its_preface() {
    let list = read(&real()).unwrap();
    assert_eq!([DutyKind::Basic, DutyKind::Cooperative, DutyKind::Withdrawn].map(|k| count(&list, k)), [119, 127, 63]);
    assert_eq!(
        (list.town.as_deref(), list.county.as_deref(), list.edition.as_deref()),
        (Some("阿合奇镇"), Some("阿合奇县"), Some("2025-07"))
    );
    let d = &list.declared;
    assert_eq!([d.total, d.basic, d.cooperative, d.withdrawn].map(Option::unwrap), [309, 119, 127, 63]);
    assert_eq!([d.basic_categories, d.cooperative_categories, d.withdrawn_categories].map(Option::unwrap), [20, 18, 11]);
    assert_eq!([d.cooperative_departments, d.withdrawn_departments].map(Option::unwrap), [38, 14]);
    let mismatches: Vec<_> = list.findings.iter().filter(|f| f.code == "declared-count").collect();
    assert_eq!(mismatches.len(), 1, "only the 38 departments do not come out");
    assert_eq!(mismatches[0].params["what"], "cooperative_departments");
}

#[test]
fn a_cell_broken_over_pages_keeps_its_headings_and_owners() {
    let list = read(&real()).unwrap();
    let duty = cooperative(&list, 78);
    let sections: Vec<&str> = {
        let mut seen: Vec<&str> = duty.department_clauses.iter().filter_map(|c| c.section.as_deref()).collect();
        seen.dedup();
        seen
    };
    assert_eq!(sections.len(), 7);
    assert_eq!(duty.department_clauses.last().unwrap().department.as_deref(), Some("克州生态环境局阿合奇县分局"));
    assert!(codes(&list).contains(&"column-guessed"));
}

#[test]
fn hand_offs_waits_and_natures_carry_their_words() {
    let list = read(&real()).unwrap();
    let duty = cooperative(&list, 28);
    let last = duty.town_clauses.last().unwrap();
    assert_eq!(
        (last.hands_to.as_slice(), last.hand_kind, last.nature),
        (["阿合奇县民政局".to_owned()].as_slice(), Some(HandKind::Approval), Nature::Step)
    );
    assert!(last.text.contains(last.cue_hand.as_deref().unwrap()));
    assert!(duty.department_clauses[1].waits_for_town);
    for duty in &list.duties {
        if let Duty::Cooperative(duty) = duty {
            for clause in &duty.town_clauses {
                assert_eq!(clause.hands_to.is_empty(), clause.hand_kind.is_none() && clause.cue_hand.is_none());
                assert_eq!(clause.waits_for_department, clause.cue_wait.is_some());
            }
        }
    }
}

#[test]
fn findings_name_the_places_that_need_a_person() {
    let list = read(&real()).unwrap();
    let at = |code: &str, no: u32| {
        list.findings.iter().any(|f| f.code == code && f.duty.is_some_and(|d| d.kind == DutyKind::Cooperative && d.no == no))
    };
    assert!(at("town-duty-in-department-cell", 22));
    assert!(at("hand-off-between-bodies", 28));
    assert!(at("hand-off-to-town", 22));
    assert!(at("owner-not-listed", 83));
    assert!(at("department-without-clause", 83));
    assert!(!list.findings.iter().any(|f| f.code.starts_with("number-")));
}

#[test]
fn bodies_are_grouped_with_their_abbreviations() {
    let list = read(&real()).unwrap();
    let body = |name: &str| list.bodies.iter().find(|b| b.name == name).unwrap();
    assert!(body("阿合奇县民政局").aliases.contains(&"县民政局".to_owned()));
    assert!(body("阿合奇县残疾人联合会").aliases.contains(&"县残联".to_owned()));
    assert!(body("阿合奇县自然资源局").aliases.contains(&"阿合奇县自然资源局(林业和草原局)".to_owned()));
    let tourism = body("阿合奇县文化体育广播电视和旅游局");
    assert!(tourism.aliases.contains(&"阿合奇县文化体育广播电视台和旅游局".to_owned()) && tourism.aliases.contains(&"县文旅局".to_owned()));
    assert!(!body("县选举委员会").listed);
    assert!(codes(&list).contains(&"body-merge-proposed"));
}

#[test]
fn withdrawn_duties_say_what_became_of_them() {
    let list = read(&real()).unwrap();
    let outcome = |no: u32| {
        list.duties
            .iter()
            .find_map(|d| match d {
                Duty::Withdrawn(d) if d.no == no => Some((d.outcome, d.departments.clone())),
                _ => None,
            })
            .unwrap()
    };
    assert_eq!(outcome(3).0, Outcome::NoLongerAssessed);
    assert_eq!(outcome(8), (Outcome::NoLongerDone, vec![]));
    assert_eq!(outcome(17).0, Outcome::TakenOver);
    assert_eq!(outcome(24).1.len(), 2);
    assert_eq!(outcome(35), (Outcome::TakenOver, vec!["阿合奇县自然资源局".to_owned()]));
}

#[test]
fn encodings_and_line_ends_make_no_difference() {
    let text = String::from_utf8(real()).unwrap();
    let expected = read(text.as_bytes()).unwrap();
    let utf16 = |little: bool, mark: bool| -> Vec<u8> {
        let units = mark.then_some(0xFEFF_u16).into_iter().chain(text.encode_utf16());
        units.flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
    };
    let bom = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
    let crlf = text.replace('\n', "\r\n").into_bytes();
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    for bytes in [bom, crlf, gb, utf16(true, true), utf16(false, true), utf16(true, false), utf16(false, false)] {
        assert_eq!(read(&bytes).unwrap(), expected);
    }
}

#[test]
fn a_markdown_table_reads_like_the_real_one() {
    let text = String::from_utf8(real()).unwrap();
    let expected = read(text.as_bytes()).unwrap();
    let markdown: String = text
        .lines()
        .map(|line| {
            if line.contains('\t') && !line.contains("....") {
                format!("| {} |\n", line.replace('|', "\\|").replace('\t', " | "))
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    let found = read(markdown.as_bytes()).unwrap();
    assert_eq!(found.duties, expected.duties);
}

#[test]
fn columns_are_found_by_their_names_in_any_order() {
    let text = "乡镇（街道）配合职责\t牵头部门\t县级部门职责\t事项名称\t序号\n收集材料，报县民政局审批。\t县民政局\t审核发放。\t高龄津贴发放\t１\n";
    let list = read(text.as_bytes()).unwrap();
    let duty = cooperative(&list, 1);
    assert_eq!((duty.title.as_str(), duty.departments.as_slice()), ("高龄津贴发放", ["县民政局".to_owned()].as_slice()));
    assert_eq!(duty.town_clauses[0].hands_to, ["县民政局"]);
    assert_eq!(duty.category, None);
}

#[test]
fn one_department_a_row_and_heading_rows_are_put_together() {
    let text = "序号\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n\
        一、民生服务（2项）\t\t\t\t\n\
        1\t养老机构监管\t柳河县民政局\t1. 制定方案；2. 检查运营。\t1. 宣传政策；2. 提供场地。\n\
        1\t养老机构监管\t柳河县消防救援局\t监管消防设施。\t1. 宣传政策；2. 提供场地。\n\
        2\t临时救助\t柳河县民政局\t审批。\t初审后报县民政\n\
        序号\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n\
        \t\t\t\t局审批。\n";
    let list = read(text.as_bytes()).unwrap();
    assert_eq!(list.duties.len(), 2);
    let first = cooperative(&list, 1);
    assert_eq!(first.category.as_deref(), Some("民生服务"));
    let owners: Vec<_> = first.department_clauses.iter().map(|c| c.department.as_deref().unwrap()).collect();
    assert_eq!(owners, ["柳河县民政局", "柳河县民政局", "柳河县消防救援局"]);
    assert_eq!(first.town_clauses.len(), 2);
    let second = cooperative(&list, 2);
    assert_eq!(second.town_clauses[0].text, "初审后报县民政局审批");
    assert_eq!(second.town_clauses[0].hands_to, ["柳河县民政局"]);
}

#[test]
fn prefaces_of_other_towns_are_understood() {
    let table = "序号\t事项名称\n1\t做好宣传\n";
    let read = |preface: &str| read(format!("{preface}\n{table}").as_bytes()).unwrap();
    let list = read(
        "青山区城关街道办事处履职事项清单\n二〇二五年十月\n共梳理履职事项２３０项，其中基本履职事项清单共13类98项、配合履职事项清单共12类72项、上级部门收回事项清单共9类60项。",
    );
    assert_eq!(
        (list.county.as_deref(), list.town.as_deref(), list.edition.as_deref()),
        (Some("青山区"), Some("城关街道"), Some("2025-10"))
    );
    let d = &list.declared;
    assert_eq!([d.total, d.basic, d.cooperative, d.withdrawn], [Some(230), Some(98), Some(72), Some(60)]);
    assert_eq!([d.basic_categories, d.cooperative_categories, d.withdrawn_categories], [Some(13), Some(12), Some(9)]);
    let list = read("吉林省通化市柳河县圣水镇\n履职事项清单");
    assert_eq!((list.county.as_deref(), list.town.as_deref()), (Some("柳河县"), Some("圣水镇")));
    assert_eq!(list.declared, duty_list::Declared::default());
}

#[test]
fn handling_and_departments_may_have_columns_of_their_own() {
    let text = "上级部门收回事项清单\n序号\t事项名称\t承接部门\t工作方式\n1\t工伤认定调查\t柳河县人社局、柳河县医保局\t由县人社局负责。\n2\t排名\t\t不再开展。\n";
    let list = read(text.as_bytes()).unwrap();
    let [Duty::Withdrawn(first), Duty::Withdrawn(second)] = list.duties.as_slice() else { panic!("two withdrawn duties") };
    assert_eq!(first.departments, ["柳河县人社局", "柳河县医保局"]);
    assert_eq!((first.outcome, first.handling.as_deref()), (Outcome::TakenOver, Some("由县人社局负责。")));
    assert_eq!(second.outcome, Outcome::NoLongerDone);
}

#[test]
fn departments_may_be_named_only_by_the_headers_of_their_cell() {
    let text = "序号\t事项名称\t县级部门及其职责\t乡镇配合职责\n1\t校园周边治理\t柳河县公安局：维护治安。\n2\t甲\t审核。\t上报。\n";
    let list = read(text.as_bytes()).unwrap();
    assert_eq!(cooperative(&list, 1).departments, ["柳河县公安局"]);
    assert_eq!(cooperative(&list, 1).department_clauses[0].text, "维护治安");
    assert_eq!(cooperative(&list, 2).town_clauses[0].hands_to, ["*"]);
}

#[test]
fn gaps_repeats_and_empty_cells_are_found() {
    let text = "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n\
        1\t民生\t甲\t青山县民政局\t审核。\t初审。\n\
        3\t民生\t乙\t青山县民政局\t\t初审。\n\
        3\t民生\t丙\t青山县民政局\t审核。\t初审。\n";
    let list = read(text.as_bytes()).unwrap();
    let codes = codes(&list);
    assert_eq!(list.duties.len(), 3);
    assert!(codes.contains(&"number-gap") && codes.contains(&"number-repeated") && codes.contains(&"empty-cell"));
}

#[test]
fn what_is_no_duty_list_is_one_clear_error() {
    assert_eq!(read(b" \n\t "), Err(ReadError::Empty));
    assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(ReadError::Foreign(Foreign::Picture)));
    assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), Err(ReadError::Foreign(Foreign::OldOffice)));
    assert_eq!(read(b"%PDF-1.7\n%"), Err(ReadError::Foreign(Foreign::Pdf)));
    assert_eq!(read(b"\x01\x02\0\0\0\x7f\0\0\x01"), Err(ReadError::NotText));
    assert_eq!(read("一篇普通的文章。\n没有表格。".as_bytes()), Err(ReadError::NoDutyTable));
    assert_eq!(read(&vec![b'a'; MAX_BYTES + 1]), Err(ReadError::TooLarge { bytes: MAX_BYTES + 1, limit: MAX_BYTES }));
}

#[test]
fn the_json_has_exactly_the_promised_keys() {
    let json = serde_json::to_value(read(&real()).unwrap()).unwrap();
    let keys = |v: &serde_json::Value| v.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&json), "town county edition declared bodies findings duties");
    let duty = |kind: &str| json["duties"].as_array().unwrap().iter().find(|d| d["kind"] == kind).unwrap();
    assert_eq!(keys(duty("basic")), "kind no category title line");
    assert_eq!(keys(duty("cooperative")), "kind no category title line departments department_clauses town_clauses");
    assert_eq!(keys(duty("withdrawn")), "kind no category title line departments outcome handling");
    assert_eq!(keys(&duty("cooperative")["department_clauses"][0]), "i section department also header n text waits_for_town cue_wait");
    assert_eq!(
        keys(&duty("cooperative")["town_clauses"][0]),
        "i section n text nature hands_to hand_kind cue_hand waits_for_department cue_wait joint_with"
    );
}

#[test]
fn columns_kept_apart_by_spaces_are_read_whole_or_not_at_all() {
    let head = "序号    事项名称        对应上级部门      上级部门职责            镇配合职责\n\n";
    let list = |last: &str| read(format!("{head}1     老年人高龄津贴    青山县民政局      审核材料。              {last}\n").as_bytes());
    let read_whole = list("核实信息，报县民政局审批。").unwrap();
    assert_eq!(read_whole.duties.len(), 1);
    let long = "核实信息；".repeat(300);
    assert!(serde_json::to_string(&list(&long).unwrap().duties).unwrap().matches("核实信息").count() == 300);
    // wider than any page: refused, never cut
    assert!(list(&"核实信息；".repeat(500)).is_err());
}

//! What holds of every input: shared by the property tests, the replay of the committed inputs, and the fuzz targets.
#![allow(dead_code, clippy::panic)] // each user takes the laws that it needs

use duty_list::{About, Duty, DutyList, finding_code, read};

/// Bytes are read or refused, never a panic; what was read is accounted for.
pub fn of_bytes(bytes: &[u8]) {
    if let Ok(list) = read(bytes) {
        nothing_is_unaccounted(&list);
        cues_are_quotations(&list);
        findings_are_as_declared(&list);
    }
}

/// The reader's own account of each cell comes out.
pub fn nothing_is_unaccounted(list: &DutyList) {
    if let Some(finding) = list.findings.iter().find(|finding| finding.code == "text-unaccounted") {
        panic!("{}", finding.message);
    }
}

/// Each finding has a known code, with the severity, place and parameters that the code stands for.
pub fn findings_are_as_declared(list: &DutyList) {
    for finding in &list.findings {
        let known = finding_code(&finding.code).unwrap_or_else(|| panic!("{} is not known", finding.code));
        assert!(known.severities.contains(&finding.severity), "{finding:?}");
        let mut params: Vec<&str> = finding.params.keys().map(String::as_str).collect();
        let mut declared = known.params.to_vec();
        params.sort_unstable();
        declared.sort_unstable();
        assert_eq!(params, declared, "{finding:?}");
        let needs_duty = matches!(known.about, About::Duty | About::Clause);
        assert!(finding.duty.is_some() || !needs_duty, "{finding:?}");
        assert!(finding.duty.is_none() || known.about != About::List, "{finding:?}");
        assert!(!finding.message.is_empty(), "{finding:?}");
    }
}

/// An inference is never without its words, and the words stand in the clause.
pub fn cues_are_quotations(list: &DutyList) {
    for duty in &list.duties {
        let Duty::Cooperative(duty) = duty else { continue };
        for clause in &duty.town_clauses {
            assert_eq!(clause.hands_to.is_empty(), clause.cue_hand.is_none(), "{}", clause.text);
            assert_eq!(clause.hands_to.is_empty(), clause.hand_kind.is_none(), "{}", clause.text);
            assert_eq!(clause.waits_for_department, clause.cue_wait.is_some(), "{}", clause.text);
            for cue in clause.cue_hand.iter().chain(&clause.cue_wait) {
                assert!(clause.text.contains(cue.as_str()), "{cue:?} is not in {:?}", clause.text);
            }
        }
        for clause in &duty.department_clauses {
            assert_eq!(clause.waits_for_town, clause.cue_wait.is_some(), "{}", clause.text);
            if let Some(cue) = &clause.cue_wait {
                assert!(clause.text.contains(cue.as_str()), "{cue:?} is not in {:?}", clause.text);
            }
        }
    }
}

/// The clauses of a cell stand in it, in their order, none twice.
pub fn stand_in_order<'c>(cell: &str, clauses: impl Iterator<Item = &'c str>) {
    let plain = squeeze(cell);
    let mut rest = plain.as_str();
    for clause in clauses {
        let text = squeeze(clause);
        let at = rest.find(&text).unwrap_or_else(|| panic!("{text:?} is not left in {rest:?}"));
        rest = &rest[at + text.len()..];
    }
}

/// A list of one duty whose cells are spelled by the bytes: each byte a word or mark of real lists, 0 the end of a cell.
///
/// Returns the departments' cell and the town's as they stand in the list, without mark-up, beside the list.
pub fn spelled(bytes: &[u8]) -> (String, [String; 2]) {
    let mut cells = bytes.splitn(3, |byte| *byte == 0);
    let listed = cells.next().and_then(|cell| cell.first()).map_or(0, |byte| usize::from(*byte) % (DEPARTMENTS.len() + 1));
    let mut marked = [String::new(), String::new()];
    let mut plain = [String::new(), String::new()];
    for (at, cell) in cells.take(2).enumerate() {
        for byte in cell {
            let (raw, shown) = WORDS[usize::from(*byte) % WORDS.len()];
            marked[at].push_str(raw);
            plain[at].push_str(shown);
        }
    }
    let [department, town] = &marked;
    let list = format!(
        "阿合奇县\n序号\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n1\t一件事\t{}\t{department}\t{town}\n2\t又一件事\t阿合奇县民政局\t审核。\t上报。\n",
        DEPARTMENTS[..listed].join("、")
    );
    (list, plain)
}

/// Cells of words and marks lose nothing.
pub fn of_cells(bytes: &[u8]) {
    if bytes.len() > 400 {
        return;
    }
    let (text, [department, town]) = spelled(bytes);
    let list = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    nothing_is_unaccounted(&list);
    cues_are_quotations(&list);
    findings_are_as_declared(&list);
    assert_eq!(list.duties.len(), 2, "{text}");
    let Duty::Cooperative(duty) = &list.duties[0] else { panic!("{text}") };
    stand_in_order(&department, duty.department_clauses.iter().map(|clause| clause.text.as_str()));
    stand_in_order(&town, duty.town_clauses.iter().map(|clause| clause.text.as_str()));
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}')).collect()
}

const DEPARTMENTS: [&str; 4] = ["阿合奇县民政局", "阿合奇县财政局", "阿合奇县自然资源局（林业和草原局）", "阿合奇县消防救援大队"];

/// Words and marks as they stand in a list, and what they are without mark-up.
pub const WORDS: [(&str, &str); 112] = [
    ("；", "；"),
    ("。", "。"),
    ("，", "，"),
    ("、", "、"),
    ("：", "："),
    (":", ":"),
    (";", ";"),
    (" ", " "),
    ("\u{3000}", "\u{3000}"),
    ("； ", "； "),
    ("。 ", "。 "),
    ("（", "（"),
    ("）", "）"),
    ("(", "("),
    (")", ")"),
    ("“", "“"),
    ("”", "”"),
    ("《", "《"),
    ("》", "》"),
    ("！", "！"),
    ("？", "？"),
    ("1.", "1."),
    ("2.", "2."),
    ("3.", "3."),
    ("4. ", "4. "),
    ("1、", "1、"),
    ("2、", "2、"),
    ("１．", "１．"),
    ("２．", "２．"),
    ("（1）", "（1）"),
    ("（2）", "（2）"),
    ("(3)", "(3)"),
    ("1）", "1）"),
    ("①", "①"),
    ("②", "②"),
    ("③", "③"),
    ("一、", "一、"),
    ("二、", "二、"),
    ("三、", "三、"),
    ("十一、", "十一、"),
    ("（一）", "（一）"),
    ("（二）", "（二）"),
    ("一是", "一是"),
    ("二是", "二是"),
    ("一、扬尘综合治理 ", "一、扬尘综合治理 "),
    ("二、日常管理<br>", "二、日常管理"),
    ("县级人大代表选举：", "县级人大代表选举："),
    ("做好以下工作：", "做好以下工作："),
    ("政策宣传：", "政策宣传："),
    ("阿合奇县民政局：", "阿合奇县民政局："),
    ("阿合奇县财政局:", "阿合奇县财政局:"),
    ("县民政局：", "县民政局："),
    ("县林草局：", "县林草局："),
    ("阿合奇县安委会：", "阿合奇县安委会："),
    ("阿合奇县应急管理局及负有安全生产监督管理职责的部门：", "阿合奇县应急管理局及负有安全生产监督管理职责的部门："),
    ("阿合奇县自然资源局(林业和草原局)：", "阿合奇县自然资源局(林业和草原局)："),
    ("牵头部门：", "牵头部门："),
    ("阿合奇县民政局", "阿合奇县民政局"),
    ("县财政局", "县财政局"),
    ("县防汛抗旱指挥部", "县防汛抗旱指挥部"),
    ("有关部门", "有关部门"),
    ("上级", "上级"),
    ("中国农业银行阿合奇县支行", "中国农业银行阿合奇县支行"),
    ("乡镇", "乡镇"),
    ("各村", "各村"),
    ("群众", "群众"),
    ("初审", "初审"),
    ("审批", "审批"),
    ("审核", "审核"),
    ("备案", "备案"),
    ("上报", "上报"),
    ("报送至", "报送至"),
    ("报", "报"),
    ("移交", "移交"),
    ("提交", "提交"),
    ("反馈", "反馈"),
    ("向", "向"),
    ("由", "由"),
    ("根据", "根据"),
    ("按照", "按照"),
    ("审批意见", "审批意见"),
    ("下达的", "下达的"),
    ("推送的", "推送的"),
    ("发现", "发现"),
    ("及时", "及时"),
    ("问题线索", "问题线索"),
    ("开展宣传", "开展宣传"),
    ("日常巡查", "日常巡查"),
    ("定期", "定期"),
    ("每季度", "每季度"),
    ("会同", "会同"),
    ("和", "和"),
    ("2024年", "2024年"),
    ("1.5万元", "1.5万元"),
    ("200米", "200米"),
    ("A4", "A4"),
    ("<p>", ""),
    ("</p>", ""),
    ("<ol style=\"list-style-type: none\">", ""),
    ("</ol>", ""),
    ("<li>", ""),
    ("</li>", ""),
    ("<br/>", ""),
    ("<span>", ""),
    ("</strong>", ""),
    ("&nbsp;", " "),
    ("&lt;站&gt;", "<站>"),
    ("&amp;", "&"),
    ("便民服务中心<站>", "便民服务中心<站>"),
    ("\u{200b}", ""),
    ("\u{feff}", ""),
    ("𠮷", "𠮷"),
];

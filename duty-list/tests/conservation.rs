//! Conservation: nothing of a cell is lost or doubled, whatever stands in it; and cells written from known clauses are cut into just these.
//!
//! `DUTY_LIST_CASES` asks for more cases, `DUTY_LIST_SEED` for others (scripts/long sets both).
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::panic)]

use duty_list::{CooperativeDuty, Duty, read};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};

#[path = "common/laws.rs"]
mod laws;

const SEED: u64 = 20_250_703;
const CASES: u32 = 5_000;

fn number(name: &str, otherwise: u64) -> u64 {
    option_env_now(name).and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

#[allow(clippy::disallowed_methods)] // a test's knob, not the program's configuration
fn option_env_now(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn check<S: Strategy>(cases: &S, law: impl Fn(S::Value) -> TestCaseResult) {
    let seed = number("DUTY_LIST_SEED", SEED);
    let count = u32::try_from(number("DUTY_LIST_CASES", u64::from(CASES))).unwrap();
    eprintln!("seed {seed}, {count} cases");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(
        Config { cases: count, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() },
        TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
    );
    runner.run(cases, law).unwrap();
}

/// Two cells spelled by words and marks of lists, and odd characters.
#[test]
fn cells_of_words_and_marks_lose_nothing() {
    let words = prop::collection::vec(1_u8.., 0..60);
    check(&(0_u8..5, words.clone(), words), |(departments, department, town)| {
        let bytes = [&[departments, 0], department.as_slice(), &[0], town.as_slice()].concat();
        laws::of_cells(&bytes);
        Ok(())
    });
}

/// One item of work: its words, and whether they hold a comma, brackets, or an inner enumeration.
fn work() -> impl Strategy<Value = String> {
    let verb = prop_oneof![
        Just("开展"),
        Just("初审"),
        Just("配合做好"),
        Just("组织"),
        Just("复核后报县民政局审批"),
        Just("发现问题及时上报"),
        Just("制定"),
        Just("对上报的"),
        Just("根据审批意见"),
        Just("会同有关部门"),
        Just("将2024年"),
        Just("为60周岁以上"),
    ];
    let object = prop_oneof![
        Just("政策宣传"),
        Just("材料收集"),
        Just("信息核实，建立台账"),
        Just("名单（含低保、特困人员）的登记"),
        Just("“四議两公开”工作"),
        Just("《办法》的落实"),
        Just("日常巡查：看现场、看记录"),
        Just("1.5万元以上补助的申领"),
        Just("3个工作日内答复"),
        Just("①受理；②登记；③归档"),
        Just("A4纸、U盘及CT片管理"),
        Just("辖区内养老机构(含日间照料中心)安全管理"),
        Just("𠮷林街道的摸排"),
        Just("每季度一次的调度"),
    ];
    (verb, object).prop_map(|(verb, object)| format!("{verb}{object}"))
}

/// How items are numbered.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Marks {
    Dot,
    DotSpace,
    Comma,
    Wide,
    Brackets,
    HalfBracket,
    Circled,
    ListItems,
    LostList,
    None,
}

/// How the headings of sections are written.
#[derive(Debug, Clone, Copy)]
enum Headings {
    Numeral,
    Bracketed,
    Colon,
}

#[derive(Debug, Clone)]
struct Style {
    marks: Marks,
    headings: Headings,
    /// 。 or ； behind the last item of a group.
    last: char,
    /// Behind each separator.
    space: bool,
    ascii: bool,
    short: bool,
}

fn style() -> impl Strategy<Value = Style> {
    use Marks::{Brackets, Circled, Comma, Dot, DotSpace, HalfBracket, ListItems, LostList, None, Wide};
    let marks = prop::sample::select(vec![Dot, DotSpace, Comma, Wide, Brackets, HalfBracket, Circled, ListItems, LostList, None]);
    let headings = prop::sample::select(vec![Headings::Numeral, Headings::Bracketed, Headings::Colon]);
    (marks, headings, prop::sample::select(vec!['。', '；']), any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(marks, headings, last, space, ascii, short)| Style { marks, headings, last, space, ascii, short })
}

impl Style {
    fn numbered(&self) -> bool {
        !matches!(self.marks, Marks::ListItems | Marks::LostList | Marks::None)
    }

    fn items(&self, items: &[String]) -> String {
        let mut out = String::new();
        for (at, item) in (1_u32..).zip(items) {
            let mark = match self.marks {
                Marks::Dot => format!("{at}."),
                Marks::DotSpace => format!("{at}. "),
                Marks::Comma => format!("{at}、"),
                Marks::Wide => format!("{}．", char::from_u32(0xFF10 + at).unwrap()),
                Marks::Brackets => format!("（{at}）"),
                Marks::HalfBracket => format!("{at}）"),
                Marks::Circled => char::from_u32('①' as u32 + at - 1).unwrap().to_string(),
                Marks::ListItems => "<li>".to_owned(),
                Marks::LostList | Marks::None => String::new(),
            };
            let end = if at as usize == items.len() { self.last } else { '；' };
            let close = if self.marks == Marks::ListItems { "</li>" } else { "" };
            let space = if self.space || self.marks == Marks::LostList { " " } else { "" };
            out.push_str(&format!("{mark}{item}{end}{close}{space}"));
        }
        match self.marks {
            Marks::ListItems => format!("<ol>{out}</ol>"),
            Marks::LostList => format!("<ol style=\"list-style-type: none\"> {out}</ol>"),
            _ => format!("<p>{out}</p>"),
        }
    }

    fn heading(&self, at: usize, title: &str) -> String {
        let numeral = ["一", "二", "三", "四"][at];
        match self.headings {
            Headings::Numeral => format!("<p>{numeral}、{title}</p>"),
            Headings::Bracketed => format!("<p>（{numeral}）{title}</p>"),
            Headings::Colon => format!("<p>{title}：</p>"),
        }
    }
}

const TITLES: [&str; 4] = ["扬尘综合治理", "人大代表选举", "农用机械的日常管理", "（试点）“一卡通”管理"];
const OWNERS: [(&str, &str); 3] = [
    ("阿合奇县民政局", "县民政局"),
    ("阿合奇县残疾人联合会", "县残联"),
    ("阿合奇县自然资源局（林业和草原局）", "阿合奇县自然资源局(林业和草原局)"),
];

fn duty_of(departments: &str, department: &str, town: &str) -> CooperativeDuty {
    let text =
        format!("阿合奇县\n序号\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n1\t一件事\t{departments}\t{department}\t{town}\n");
    match read(text.as_bytes()).unwrap().duties.remove(0) {
        Duty::Cooperative(duty) => duty,
        other => panic!("{other:?}"),
    }
}

/// A town's cell is cut into the clauses and sections that it was written from.
#[test]
fn a_towns_cell_is_cut_into_what_it_was_written_from() {
    let groups = prop::collection::vec(prop::collection::vec(work(), 1..6), 1..4);
    check(&(style(), groups, any::<bool>()), |(style, groups, headed)| {
        let headed = headed || groups.len() > 1;
        let mut cell = String::new();
        let mut wanted = Vec::new();
        for (at, items) in groups.iter().enumerate() {
            if headed {
                cell.push_str(&style.heading(at, TITLES[at]));
            }
            cell.push_str(&style.items(items));
            for (n, item) in (1_u32..).zip(items) {
                wanted.push((headed.then(|| TITLES[at].to_owned()), style.numbered().then_some(n), item.clone()));
            }
        }
        if !told_apart(&style, &groups) {
            return Ok(());
        }
        let read = duty_of("阿合奇县民政局", "审核。", &cell).town_clauses;
        let found: Vec<_> = read.into_iter().map(|clause| (clause.section, clause.n, clause.text)).collect();
        prop_assert_eq!(found, wanted, "{}", cell);
        Ok(())
    });
}

/// A departments' cell is cut into the clauses, owners and sections that it was written from.
#[test]
fn a_departments_cell_is_cut_into_what_it_was_written_from() {
    let groups = prop::collection::vec(prop::collection::vec(work(), 1..5), 1..4);
    check(&(style(), groups, any::<bool>(), any::<bool>()), |(style, groups, headed, inline)| {
        let mut cell = String::new();
        let mut wanted = Vec::new();
        for (at, (items, (name, short))) in groups.iter().zip(OWNERS).enumerate() {
            if headed {
                cell.push_str(&style.heading(at, TITLES[at]));
            }
            let header = format!("{}{}", if style.short { short } else { name }, if style.ascii { ':' } else { '：' });
            let items_text = style.items(items);
            match items_text.strip_prefix("<p>") {
                Some(rest) if inline => cell.push_str(&format!("<p>{header}{rest}")),
                _ => cell.push_str(&format!("<p>{header}</p>{items_text}")),
            }
            for (n, item) in (1_u32..).zip(items) {
                let section = headed.then(|| TITLES[at].to_owned());
                wanted.push((section, Some(name.to_owned()), style.numbered().then_some(n), item.clone()));
            }
        }
        if !told_apart(&style, &groups) {
            return Ok(());
        }
        let listed = OWNERS.map(|(name, _)| name).join("、");
        let read = duty_of(&listed, &cell, "上报。").department_clauses;
        let found: Vec<_> = read.into_iter().map(|clause| (clause.section, clause.department, clause.n, clause.text)).collect();
        prop_assert_eq!(found, wanted, "{}", cell);
        Ok(())
    });
}

/// An inner enumeration in the very style of the items leaves more than one reading.
fn told_apart(style: &Style, groups: &[Vec<String>]) -> bool {
    style.marks != Marks::Circled || !groups.iter().flatten().any(|item| item.contains('①'))
}

//! The ledger: made from the work, filtered, taken away; and a former year's comes in once, without residents' numbers.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use chrono::{Duration, NaiveDate};
use dutyflow::service::act::Of;
use dutyflow::service::ledger::{self, Filter, Period, Sent};
use rust_xlsxwriter::Workbook;
use workflow::case::Command;
use workflow::people::{Holder, Role, Scope, Unit};

use crate::harness::county::{County, doable, step, viewer};

/// A workbook of a title, a heading and rows, as offices keep it.
fn workbook(heading: &[&str], rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "2025年工作台账").unwrap();
    for (at, row) in (1_u32..).zip(std::iter::once(heading).chain(rows.iter().copied())) {
        for (column, cell) in (0_u16..).zip(row.iter()) {
            page.write_string(at, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

const HEADING: [&str; 13] = [
    "序号",
    "登记日期",
    "事项",
    "来源及文号",
    "批示（交办）领导",
    "主办",
    "协办",
    "经办人",
    "时限",
    "进展情况",
    "存在问题",
    "是否办结",
    "备注",
];

#[tokio::test]
async fn the_ledger_is_made_from_the_work_and_narrowed_by_office_leader_and_month() {
    let county = County::open().await;
    let id = county.start(62, "草原确权").await;
    let task = step(&county.case(id).await, doable);
    county.does(&county.clerk, Of::Task(task.id), Command::Take { task: task.id }).await;
    let note = Command::Note {
        text: "请抓紧".to_owned(),
        by: county.leader.person,
        on: workflow::calendar::local_date(county.now()),
        on_paper: false,
    };
    county.does(&county.leader, Of::Workflow(id), note).await;
    county.pass(Duration::days(40));
    county.start(28, "二月高龄津贴").await;

    let mut coordinator = county.site.logged_in("coordinator").await;
    let page = coordinator.get("/ledger").await;
    page.says("阿合奇镇2026年工作台账");
    page.says("草原确权 履职清单配合 62 测试leader 民生服务办");
    page.says("超过时限");
    page.says("二月高龄津贴");
    let january = coordinator.get("/ledger?period=2026-01").await;
    january.says("草原确权");
    assert!(!january.text().contains("二月高龄津贴"), "{}", january.text());
    let by_leader = coordinator.get(&format!("/ledger?leader={}", county.leader.person)).await;
    by_leader.says("草原确权");
    assert!(!by_leader.text().contains("二月高龄津贴"));
    assert!(coordinator.get(&format!("/ledger?office={}", county.office)).await.text().contains("二月高龄津贴"));

    let file = ledger::ledger(county.tools(), &county.coordinator, Filter::default()).await.unwrap();
    assert_eq!(file.rows.works.len(), 2);
    let answer = coordinator.get("/ledger.xlsx").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    // A village's liaison has no ledger; another town's people have their own.
    assert_eq!(county.site.logged_in("village0").await.get("/ledger").await.status, StatusCode::FORBIDDEN);
    let other = county.site.another_town("清泉镇二").await;
    county.site.person("other", Role::Coordinator, Scope::town(other)).await;
    let theirs = county.site.logged_in("other").await.get(&format!("/ledger?town={}", county.town)).await;
    assert!(!theirs.text().contains("草原确权"), "{}", theirs.text());
}

#[tokio::test]
async fn a_clerk_of_another_office_has_only_that_offices_lines() {
    let county = County::open().await;
    county.start(62, "草原确权").await;
    let office =
        dutyflow::service::towns::add_office(county.tools(), dutyflow::service::Actor::Console, county.town, "农业办").await.unwrap();
    let scope = Scope::Office { town: county.town, office };
    let person = county.site.person("farmer", Role::Staff, scope).await;
    let farmer = viewer(county.tools(), person).await;
    let none = ledger::ledger(county.tools(), &farmer, Filter::default()).await.unwrap();
    assert!(none.rows.works.is_empty() && none.rows.items.is_empty());
    let id = county.start(28, "高龄津贴").await;
    let task = step(&county.case(id).await, |task| task.state == workflow::case::TaskState::Open);
    let holder = Holder { unit: Unit::Office(office), person: None };
    county.does(&county.coordinator, Of::Task(task.id), Command::Assign { task: task.id, holder, limit: None }).await;
    let one = ledger::ledger(county.tools(), &farmer, Filter { office: Some(office), ..Filter::default() }).await.unwrap();
    assert_eq!(one.rows.works.iter().map(|work| work.title.as_str()).collect::<Vec<_>>(), ["高龄津贴"]);
}

#[tokio::test]
async fn last_years_ledger_is_looked_at_with_its_faults_and_imported_once() {
    let county = County::open().await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    let form = coordinator.get("/ledger/import").await;
    form.says("台账年份");
    let good =
        ["1", "2025-03-05", "春季防火检查", "来文 县应急〔2025〕3号", "王镇长", "应急办", "各村", "李某", "3月底", "已检查", "", "是", ""];
    let rows: [&[&str]; 4] = [
        &good,
        &["2", "2025/4/1", "人居环境整治", "会议", "王镇长", "城建办", "", "", "4月", "推进中", "缺经费", "否", "转下年"],
        &["3", "去年", "", "电话", "", "民政办", "", "", "", "", "", "大概", ""],
        &good,
    ];
    let file = workbook(&HEADING, &rows);
    let sent = coordinator.upload(&form, "/ledger/import", &[("year", "2025")], ("file", "台账.xlsx", &file)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let address = sent.location().to_owned();
    let preview = coordinator.get(&address).await;
    preview.says("共 4 行：可导入 2 行，已有 1 行，要改 1 行。");
    preview.says("缺少“事项”");
    preview.says("“是否办结”请写“是”或“否”");
    preview.says("“登记日期”认不出");
    preview.says("与第 3 行相同");
    let done = coordinator.submit(&preview, &address, &[]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/ledger?period=2025"));
    let page = coordinator.get("/ledger?period=2025").await;
    page.says("已导入 2 行");
    page.says("春季防火检查 来文 县应急〔2025〕3号 王镇长 应急办 各村 李某 3月底 已检查 是");
    // Sent again, by the same form or as the same file, nothing is there twice.
    coordinator.submit(&preview, &address, &[]).await;
    coordinator.get("/ledger?period=2025").await.says("已导入 0 行");
    let form = coordinator.get("/ledger/import").await;
    let again = coordinator.upload(&form, "/ledger/import", &[("year", "2025")], ("file", "台账.xlsx", &file)).await;
    coordinator.get(again.location()).await.says("没有可以导入的新行");
    let past = |period| Filter { period: Some(period), ..Filter::default() };
    let all = ledger::ledger(county.tools(), &county.coordinator, past(Period::Year(2025))).await.unwrap();
    assert_eq!(all.rows.past.len(), 2);
    let march = ledger::ledger(county.tools(), &county.coordinator, past(Period::Month(2025, 3))).await.unwrap();
    assert_eq!(march.rows.past[0].entered_on, NaiveDate::from_ymd_opt(2025, 3, 5));
    assert_eq!(march.rows.past.len(), 1);
    // Nobody else can look at what the coordinator sent, and a clerk cannot import.
    let clerk = county.site.logged_in("clerk").await.get(&address).await;
    assert_eq!(clerk.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_ledger_with_residents_numbers_is_refused_and_not_kept() {
    let county = County::open().await;
    let mut coordinator = county.site.logged_in("coordinator").await;
    let form = coordinator.get("/ledger/import").await;
    let card = "卡号4111-1111-1111-1111";
    let file = workbook(&["事项", "主办", "备注"], &[&["发放补助", "民政办", card], &["防火检查", "应急办", ""]]);
    let refused = coordinator.upload(&form, "/ledger/import", &[("year", "2025")], ("file", "台账.xlsx", &file)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("文件没有保存");
    refused.says("3 “备注”含有银行卡号");
    assert!(!refused.markup().contains("4111"));
    let kept = ledger::send(county.tools(), &county.coordinator, county.town, 2025, "a.xlsx", file).await.unwrap();
    assert!(matches!(kept, Sent::Personal(_)));
    let wrong = coordinator.upload(&form, "/ledger/import", &[("year", "2027")], ("file", "台账.xlsx", b"no sheet")).await;
    wrong.says("不晚于今年的年份");
    let wrong = coordinator.upload(&form, "/ledger/import", &[("year", "2025")], ("file", "台账.xlsx", b"no sheet")).await;
    wrong.says("请另存为 .xlsx");
    let bare = workbook(&["事项", "时间"], &[&["防火检查", "三月"]]);
    coordinator.upload(&form, "/ledger/import", &[("year", "2025")], ("file", "a.xlsx", &bare)).await.says("没有找到表头");
}

#[tokio::test]
async fn the_workbook_goes_out_and_can_come_in_as_a_former_year() {
    let county = County::open().await;
    county.start(62, "=草原确权").await;
    county.pass(Duration::days(400));
    let filter = Filter { period: Some(Period::Year(2026)), ..Filter::default() };
    let file = ledger::ledger(county.tools(), &county.coordinator, filter).await.unwrap();
    let t = dutyflow::text::Texts::of(dutyflow::text::Language::Zh);
    let lines = dutyflow::report::ledger::build(t, &file.rows);
    let bytes = dutyflow::report::sheet::xlsx(&[dutyflow::report::ledger::sheet(t, "台账".to_owned(), &lines)]).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    let range = book.worksheet_range("台账").unwrap();
    let heads: Vec<String> = (0..12).filter_map(|at| range.get_value((1, at)).map(Data::to_string)).collect();
    let wanted = "序号,事项,来源及文号,批示（交办）领导,主办,协办,经办人,时限,进展情况,存在问题,是否办结,备注";
    assert_eq!(heads.join(","), wanted);
    assert_eq!(range.get_value((2, 1)), Some(&Data::String("=草原确权".to_owned())), "text, never a formula");
    // The town's own line is not taken a second time.
    let sent = ledger::send(county.tools(), &county.coordinator, county.town, 2026, "台账.xlsx", bytes).await.unwrap();
    let Sent::Waits(id) = sent else { panic!("{sent:?}") };
    assert_eq!(ledger::import(county.tools(), &county.coordinator, id, 2026).await.unwrap(), 0);
}

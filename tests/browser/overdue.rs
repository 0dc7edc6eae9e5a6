//! Days pass, and the supervisor sees what is late, on which side and since when.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use chrono::Duration;
use duty_list::HandKind;
use dutyflow::service::act::Of;
use workflow::case::{Command, Receiver, TaskState};

use crate::harness::browser::{Screen, Scripts};
use crate::harness::county::{County, step};

use super::desk::{BUREAU, OFFICE, Office};

#[tokio::test]
async fn the_supervisor_sees_what_is_late_on_which_side_and_takes_it_away() {
    let office = Office::open().await;
    office.has_liaison().await;
    office.county.start(28, "2026年1月高龄津贴核查").await;
    hands_off(&office.county, "2026年第一批适老化改造").await;
    let desk = office.desk(Screen::Desktop, Scripts::On).await;

    desk.sits_down("supervisor").await;
    desk.opens("/overdue").await;
    desk.reads("目前没有逾期的工作").await;

    office.county.pass(Duration::days(8));
    for screen in [Screen::Desktop, Screen::Phone] {
        let desk = office.desk(screen, Scripts::On).await;
        desk.sits_down("supervisor").await;
        desk.opens("/overdue").await;
        desk.reads(OFFICE).await;
        desk.reads(BUREAU).await;
        desk.reads("清单未规定时限，本镇设定").await;
        desk.misses("经办人乙").await;
        desk.picture("overdue").await;
    }

    // It shows one side alone, and leaves as table and text.
    desk.sits_down("supervisor").await;
    desk.opens("/overdue").await;
    let csv = String::from_utf8(desk.downloads("导出 csv", "csv").await).unwrap();
    assert!(csv.contains(BUREAU) && csv.contains("2026年第一批适老化改造") && !csv.contains("经办人乙"), "{csv}");
    let mut book = Xlsx::new(Cursor::new(desk.downloads("导出 xlsx", "xlsx").await)).unwrap();
    let cells: Vec<String> = book
        .worksheets()
        .into_iter()
        .flat_map(|(_, sheet)| sheet.cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>())
        .collect();
    assert!(cells.iter().any(|cell| cell == BUREAU) && cells.iter().any(|cell| cell == OFFICE), "{cells:?}");
    desk.opens("/overdue?side=body").await;
    desk.reads("2026年第一批适老化改造").await;
    desk.misses("报送至镇复核").await;
}

/// The clerk sends the first list of cooperative duty 27 to the bureau.
async fn hands_off(county: &County, title: &str) {
    let id = county.start(27, title).await;
    let task = step(&county.case(id).await, |task| task.state == TaskState::Open && !task.receivers.is_empty()).id;
    let receivers = vec![Receiver::body(county.body(BUREAU).await, HandKind::Approval)];
    let command = Command::HandOff { task, receivers, note: Some("共4户".to_owned()), document_no: None, count: None, on_behalf: None };
    county.does(&county.clerk, Of::Task(task), command).await;
}

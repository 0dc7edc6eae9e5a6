//! Cooperative 25: posts for the public good. People are recruited once a year; their attendance goes to the bureau every month.

use chrono::{DateTime, NaiveTime, Utc};
use duty_list::DutyKind;
use dutyflow::service::Request;
use dutyflow::service::act::Of;
use dutyflow::service::duties;
use dutyflow::service::recurrence::{self, NewRecurrence, arrange};
use dutyflow::service::sweep::sweep;
use workflow::calendar::{LimitSource, instant, local_date};
use workflow::case::{Answered, Case, CaseState, Command, HandOffState, Result as Report, TaskState, WaitRef};
use workflow::ids::{RecurrenceId, WorkflowId};
use workflow::recurrence::read_code;

use super::{completes, counts, history_holds, of_village, sends, signs, to_all_villages};
use crate::harness::county::{County, body_step, step};

const BUREAU: &str = "阿合奇县人力资源和社会保障局";

/// Arranges the steps with these words to come round, and answers with the arrangement.
async fn comes_round(county: &County, rhythm: &str, title: &str, words: &[&str]) -> RecurrenceId {
    let duty = county.duty(DutyKind::Cooperative, 25).await;
    let track = duties::show(county.tools(), &county.coordinator, duty).await.unwrap().version.unwrap().content.tracks.remove(0);
    let texts = track.steps.into_iter().map(|step| step.text);
    let steps: Vec<String> = texts.filter(|text| words.iter().any(|word| text.contains(word))).collect();
    assert_eq!(steps.len(), words.len(), "{steps:?}");
    let new = NewRecurrence {
        duty,
        track: 0,
        steps,
        title: title.to_owned(),
        office: Some(county.office),
        arrangement: read_code(rhythm).unwrap(),
        first: None,
        limit_days: None,
        source: LimitSource::TownSetting,
        urgent: false,
    };
    arrange(county.tools(), Request { viewer: &county.coordinator, command: county.command() }, new).await.unwrap()
}

/// In the morning of a day, what is due is started.
async fn morning(county: &County, day: chrono::NaiveDate) -> usize {
    let at: DateTime<Utc> = instant(day, NaiveTime::from_hms_opt(10, 30, 0).unwrap());
    county.site.clock.set(at);
    sweep(county.tools(), at).await.unwrap().started
}

/// The day on which the next one is started.
async fn next_start(county: &County, id: RecurrenceId) -> chrono::NaiveDate {
    local_date(recurrence::show(county.tools(), &county.coordinator, id).await.unwrap().coming[0].start)
}

async fn workflows(county: &County, id: RecurrenceId) -> Vec<WorkflowId> {
    let runs = recurrence::show(county.tools(), &county.coordinator, id).await.unwrap().runs;
    runs.into_iter().filter_map(|run| run.workflow).collect()
}

fn towns(case: &Case) -> usize {
    case.tasks.values().filter(|task| task.is_towns() && task.parent.is_none()).count()
}

#[tokio::test]
async fn people_are_recruited_once_a_year_on_the_bureaus_plan() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    let liaison = county.liaison("posts", bureau).await;
    let words = ["引导符合条件人员", "身份认定", "复核后报县人社局审批", "签订劳动合同"];
    let yearly = comes_round(&county, "每年4月10日前", "公益性岗位招聘", &words).await;
    let day = next_start(&county, yearly).await;
    assert_eq!(morning(&county, day).await, 1);
    let [id] = workflows(&county, yearly).await[..] else { panic!("one") };
    let case = county.case(id).await;
    assert_eq!(towns(&case), 4, "nothing of attendance and subsidies comes with it");

    // Nobody is called up before the bureau's plan is there; the villages say who is eligible meanwhile.
    let call = step(&case, |task| task.text.contains("引导符合条件人员"));
    assert_eq!(call.state, TaskState::Blocked);
    let check = step(&case, |task| task.text.contains("身份认定"));
    to_all_villages(&county, check.id).await;
    for (at, village) in county.in_villages.iter().enumerate() {
        let line = of_village(&county, village).await;
        let result = if at == 0 { Report { nil: true, ..Report::default() } } else { counts(3, 2) };
        completes(&county, village, line, result).await;
    }
    let plan = case.waits.values().find(|wait| wait.task == call.id).expect("it waits for the plan").id;
    let came = Command::RecordReceived {
        wait: WaitRef::External(plan),
        on: local_date(county.now()),
        document_no: Some("阿人社〔2026〕9号".to_owned()),
        note: None,
    };
    county.does(&county.coordinator, Of::Workflow(id), came).await;
    let case = completes(&county, &county.clerk, call.id, Report::default()).await;

    // Ten go for approval, and only who is approved gets a contract.
    let report = step(&case, |task| task.text.contains("复核后报"));
    assert_eq!((report.state, case.tasks[&check.id].result.clone().unwrap().done), (TaskState::Open, Some(10)));
    let contract = step(&case, |task| task.text.contains("签订劳动合同"));
    assert_eq!(contract.state, TaskState::Blocked);
    let (hand_off, _) = sends(&county, &report, "共10人").await;
    signs(&county, &liaison, hand_off).await;
    let answer = Answered { approved: true, note: Some("同意10人".to_owned()), document_no: None };
    let case = county.does(&liaison, Of::HandOff(hand_off), Command::Answer { hand_off, answer, on_behalf: None }).await;
    assert_eq!(body_step(&case, |task| task.text.contains("人员审批")).state, TaskState::Done);
    assert_eq!(case.tasks[&contract.id].state, TaskState::Open);
    let case = completes(&county, &county.clerk, contract.id, counts(10, 10)).await;
    assert_eq!(case.state, CaseState::Completed);
    history_holds(&county, id).await;

    // A year passes before the next.
    let next = next_start(&county, yearly).await;
    assert!((next - day).num_days() > 350, "{day} and {next}");
    assert_eq!(morning(&county, day + chrono::Days::new(200)).await, 0);
}

#[tokio::test]
async fn attendance_goes_to_the_bureau_every_month_and_its_signature_is_the_end() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    let liaison = county.liaison("posts", bureau).await;
    let monthly = comes_round(&county, "每月5日前", "公益性岗位考勤", &["做好公益性岗位人员考勤"]).await;
    for month in 1..=3 {
        let day = next_start(&county, monthly).await;
        assert_eq!(morning(&county, day).await, 1, "month {month}");
        assert_eq!(morning(&county, day).await, 0, "once a month");
        let mut all = workflows(&county, monthly).await;
        assert_eq!(all.len(), month);
        // The one that is not finished yet is this month's.
        let mut open = Vec::new();
        for id in all.drain(..) {
            if county.case(id).await.state == CaseState::Running {
                open.push(id);
            }
        }
        let [id] = open[..] else { panic!("{open:?}") };
        let case = county.case(id).await;
        assert_eq!(towns(&case), 1, "the recruitment does not come round with it");
        let sheet = step(&case, |task| task.text.contains("考勤"));
        assert_eq!(sheet.state, TaskState::Open, "it waits for no recruitment of this year");
        let (hand_off, _) = sends(&county, &sheet, "考勤表1份").await;
        let case = signs(&county, &liaison, hand_off).await;
        assert_eq!((case.hand_offs[&hand_off].state, case.state), (HandOffState::Settled, CaseState::Completed));
        history_holds(&county, id).await;
    }
}

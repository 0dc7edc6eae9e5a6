//! Work that comes round: by the quarter, after the last was finished, on an event; once, whatever the workers do, and never a heap.

use chrono::{DateTime, NaiveTime, Utc};
use duty_list::DutyKind;
use dutyflow::service::recurrence::{self, Change, Fired, NewRecurrence, Outcome, Report, arrange, change, fire};
use dutyflow::service::sweep::sweep;
use dutyflow::service::{Request, ServiceError, Tools};
use dutyflow::store::grants;
use workflow::calendar::{LimitSource, instant};
use workflow::case::{Case, CaseState, Command, LimitSpec};
use workflow::ids::{RecurrenceId, WorkflowId};
use workflow::people::{Holder, Unit};
use workflow::recurrence::read_code;
use workflow::refusal::Refusal;

use crate::harness::county::{County, viewer};

fn at(day: &str) -> DateTime<Utc> {
    instant(day.parse().unwrap(), NaiveTime::from_hms_opt(10, 30, 0).unwrap())
}

async fn wanted(county: &County, no: u32, rhythm: &str) -> NewRecurrence {
    NewRecurrence {
        duty: county.duty(DutyKind::Cooperative, no).await,
        track: 0,
        steps: Vec::new(),
        title: "公益性岗位考勤报审".to_owned(),
        office: Some(county.office),
        arrangement: read_code(rhythm).unwrap(),
        first: None,
        limit_days: None,
        source: LimitSource::TownSetting,
        urgent: false,
    }
}

async fn arranged(county: &County, new: NewRecurrence) -> RecurrenceId {
    arrange(county.tools(), Request { viewer: &county.coordinator, command: county.command() }, new).await.unwrap()
}

async fn runs(county: &County, id: RecurrenceId) -> Vec<recurrence::Run> {
    recurrence::show(county.tools(), &county.coordinator, id).await.unwrap().runs
}

async fn sweeps_at(county: &County, day: &str) -> usize {
    county.site.clock.set(at(day));
    sweep(county.tools(), at(day)).await.unwrap().started
}

async fn cancel(county: &County, id: WorkflowId) -> Case {
    let command = Command::Cancel { reason: "本月无人在岗".to_owned() };
    county.does(&county.coordinator, dutyflow::service::act::Of::Workflow(id), command).await
}

#[tokio::test]
async fn every_quarter_the_office_finds_it_in_its_in_box_five_working_days_ahead() {
    let county = County::open().await;
    let id = arranged(&county, wanted(&county, 25, "每季度末月20日前").await).await;
    let view = recurrence::show(county.tools(), &county.coordinator, id).await.unwrap();
    assert_eq!(view.coming.len(), 10, "the next ten are shown");
    assert_eq!(view.coming[0].day, "2026-03-20".parse().unwrap());
    // 20 and 21 March 2026 are Friday and Saturday, the 20th is Xinjiang's 肉孜节: it moves before the days off.
    assert!(view.coming[0].due <= at("2026-03-20"), "{:?}", view.coming[0]);
    assert_eq!(sweeps_at(&county, "2026-03-02").await, 0, "not before its time");
    let start = workflow::calendar::local_date(view.coming[0].start).to_string();
    assert_eq!(sweeps_at(&county, &start).await, 1);
    assert_eq!(sweeps_at(&county, &start).await, 0, "once");
    let runs = runs(&county, id).await;
    assert_eq!((runs.len(), runs[0].late, runs[0].missed), (1, false, 0));
    let case = county.case(runs[0].workflow.unwrap()).await;
    assert_eq!(case.title, "公益性岗位考勤报审（2026-03-20）");
    let mine = case.tasks.values().filter(|task| task.lane == workflow::case::Lane::Town);
    for task in mine {
        assert_eq!(task.holder, Some(Holder { unit: Unit::Office(county.office), person: None }), "the office has it");
        assert!(matches!(&task.limit, Some(LimitSpec { source: LimitSource::TownSetting, .. })));
    }
    assert!(case.official_due.is_none(), "the town's own date is not reported upward");
    let history = county.sees(&county.coordinator, case.id).await.unwrap().history;
    assert_eq!(history[0].actor, None, "nobody's hand started it");
}

#[tokio::test]
async fn after_a_year_without_workers_one_is_started_and_marked_late() {
    let county = County::open().await;
    let id = arranged(&county, wanted(&county, 25, "每月5日前").await).await;
    assert_eq!(sweeps_at(&county, "2026-12-10").await, 1, "never a heap");
    let runs = runs(&county, id).await;
    assert_eq!(runs.len(), 1);
    assert!(runs[0].late);
    assert_eq!(runs[0].occurrence, "2026-12-05");
    assert_eq!(runs[0].missed, 11, "the months that nobody will ever start");
    let next = recurrence::show(county.tools(), &county.coordinator, id).await.unwrap().row.next_on;
    assert_eq!(next, Some("2027-01-05".parse().unwrap()));
}

#[tokio::test]
async fn two_workers_at_the_same_moment_start_it_once() {
    let county = County::open().await;
    let id = arranged(&county, wanted(&county, 25, "每月5日前").await).await;
    let later = at("2026-02-02");
    county.site.clock.set(later);
    let other = Tools { store: county.site.db.another().await, ..county.tools().clone() };
    let (one, two, three) =
        tokio::join!(recurrence::sweep(county.tools(), later), recurrence::sweep(&other, later), recurrence::sweep(&other, later));
    assert_eq!(one.unwrap() + two.unwrap() + three.unwrap(), 1);
    assert_eq!(runs(&county, id).await.len(), 1);
}

#[tokio::test]
async fn it_is_the_office_s_and_goes_on_when_who_arranged_it_has_left() {
    let county = County::open().await;
    let id = arranged(&county, wanted(&county, 25, "每月5日前").await).await;
    let tx = county.tools().store.begin().await.unwrap();
    grants::end_all(&tx, county.coordinator.person, county.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(sweeps_at(&county, "2026-02-02").await, 1);
    let clerk = viewer(county.tools(), county.clerk.person).await;
    let seen = recurrence::show(county.tools(), &clerk, id).await.unwrap();
    assert!(seen.runs[0].workflow.is_some(), "the office sees its own");
    assert!(!seen.keeps);
}

#[tokio::test]
async fn after_completion_it_comes_round_when_the_last_one_has_ended_and_not_before() {
    let county = County::open().await;
    let id = arranged(&county, wanted(&county, 25, "完成后30天").await).await;
    assert_eq!(sweeps_at(&county, "2026-01-05").await, 1);
    assert_eq!(sweeps_at(&county, "2026-03-05").await, 0, "the last one is still at work");
    let first = runs(&county, id).await[0].workflow.unwrap();
    county.site.clock.set(at("2026-03-10"));
    assert_eq!(cancel(&county, first).await.state, CaseState::Cancelled);
    assert_eq!(sweeps_at(&county, "2026-03-11").await, 0);
    let next = recurrence::show(county.tools(), &county.coordinator, id).await.unwrap().row.next_on;
    assert_eq!(next, Some("2026-04-09".parse().unwrap()));
    assert_eq!(sweeps_at(&county, "2026-04-09").await, 1);
    assert_eq!(runs(&county, id).await.len(), 2);
}

#[tokio::test]
async fn a_paused_one_leaves_out_what_comes_meanwhile_and_an_ended_one_stays_ended() {
    let county = County::open().await;
    let id = arranged(&county, wanted(&county, 25, "每月5日前").await).await;
    let (tools, coordinator) = (county.tools(), &county.coordinator);
    change(tools, coordinator, id, Change::Pause).await.unwrap();
    change(tools, coordinator, id, Change::Pause).await.unwrap();
    assert_eq!(sweeps_at(&county, "2026-04-20").await, 0);
    change(tools, coordinator, id, Change::Resume).await.unwrap();
    assert_eq!(sweeps_at(&county, "2026-04-21").await, 0, "what came meanwhile is not made up for");
    let refused = change(tools, &county.clerk, id, Change::End).await;
    assert!(matches!(refused, Err(ServiceError::Refused(Refusal::NotPermitted))), "{refused:?}");
    change(tools, coordinator, id, Change::End).await.unwrap();
    let refused = change(tools, coordinator, id, Change::Resume).await;
    assert!(matches!(&refused, Err(ServiceError::Invalid(problems)) if problems[0].code == "ended"), "{refused:?}");
    assert_eq!(sweeps_at(&county, "2027-04-21").await, 0);
}

fn storm(county: &County) -> Report {
    Report { town: county.town, event: "暴雨预警".to_owned(), note: Some("县气象台橙色预警".to_owned()), again: false }
}

#[tokio::test]
async fn a_reported_event_starts_what_waits_for_it_once() {
    let county = County::open().await;
    let mut new = wanted(&county, 106, "event 暴雨预警").await;
    "汛期隐患排查".clone_into(&mut new.title);
    (new.limit_days, new.urgent) = (Some(1), true);
    let id = arranged(&county, new).await;
    assert_eq!(sweeps_at(&county, "2026-06-01").await, 0, "no date of its own");
    let request = Request { viewer: &county.clerk, command: county.command() };
    let fired = fire(county.tools(), request, storm(&county)).await.unwrap();
    let [Fired { outcome: Outcome::Started(workflow), .. }] = fired.as_slice() else { panic!("{fired:?}") };
    assert_eq!(fire(county.tools(), request, storm(&county)).await.unwrap(), fired, "sent twice, it is one report");
    let case = county.case(*workflow).await;
    assert!(case.urgent);
    assert_eq!(case.title, "汛期隐患排查（暴雨预警，2026-06-01）");
    assert_eq!(runs(&county, id).await[0].reported_by, Some(county.clerk.person));
    // A second report while the first goes on is told so; it may be started once more knowingly.
    let leader = Request { viewer: &county.leader, command: county.command() };
    let second = fire(county.tools(), leader, storm(&county)).await.unwrap();
    assert_eq!(second[0].outcome, Outcome::GoesOn(*workflow));
    let again = fire(county.tools(), leader, Report { again: true, ..storm(&county) }).await.unwrap();
    assert!(matches!(again[0].outcome, Outcome::Started(other) if other != *workflow));
    let nothing = fire(county.tools(), request, Report { event: "地震".to_owned(), ..storm(&county) }).await;
    assert!(matches!(&nothing, Err(ServiceError::Invalid(problems)) if problems[0].code == "nothing-waits"), "{nothing:?}");
    let stranger = fire(county.tools(), Request { viewer: &county.in_villages[0], command: county.command() }, storm(&county)).await;
    assert!(matches!(stranger, Err(ServiceError::Refused(Refusal::NotPermitted))));
}

#[tokio::test]
async fn two_reports_of_one_storm_at_the_same_moment_start_one_piece_of_work() {
    let county = County::open().await;
    let id = arranged(&county, wanted(&county, 106, "event 暴雨预警").await).await;
    let report = |viewer| fire(county.tools(), Request { viewer, command: county.command() }, storm(&county));
    let (one, other) = tokio::join!(report(&county.clerk), report(&county.leader));
    let outcomes = [one.unwrap().remove(0).outcome, other.unwrap().remove(0).outcome];
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Started(_))).count(), 1, "{outcomes:?}");
    assert_eq!(runs(&county, id).await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_started_says_why_and_is_not_tried_for_ever() {
    let county = County::open().await;
    let id = arranged(&county, wanted(&county, 25, "每月5日前").await).await;
    let tx = county.tools().store.begin().await.unwrap();
    dutyflow::store::org::archive_office(&tx, county.office, county.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(sweeps_at(&county, "2026-02-02").await, 0);
    assert_eq!(sweeps_at(&county, "2026-02-02").await, 0);
    let runs = runs(&county, id).await;
    assert_eq!(runs.len(), 1);
    assert!(runs[0].workflow.is_none() && runs[0].problem.as_ref().is_some_and(|why| !why.is_empty()), "{runs:?}");
}

#[tokio::test]
async fn what_is_arranged_is_checked_and_the_same_request_arranges_once() {
    let county = County::open().await;
    let request = Request { viewer: &county.coordinator, command: county.command() };
    let new = wanted(&county, 25, "每月5日前").await;
    let id = arrange(county.tools(), request, new.clone()).await.unwrap();
    assert_eq!(arrange(county.tools(), request, new.clone()).await.unwrap(), id);
    let fresh = || Request { viewer: &county.coordinator, command: county.command() };
    let untitled = arrange(county.tools(), fresh(), NewRecurrence { title: " ".to_owned(), ..new.clone() }).await;
    assert!(matches!(&untitled, Err(ServiceError::Invalid(problems)) if problems[0].field == "title"));
    let withdrawn = county.duty(DutyKind::Withdrawn, 7).await;
    let refused = arrange(county.tools(), fresh(), NewRecurrence { duty: withdrawn, ..new.clone() }).await;
    assert!(matches!(&refused, Err(ServiceError::Invalid(problems)) if problems.iter().any(|p| p.code == "withdrawn")), "{refused:?}");
    let clerk = arrange(county.tools(), Request { viewer: &county.clerk, command: county.command() }, new.clone()).await;
    assert!(matches!(clerk, Err(ServiceError::Refused(Refusal::NotPermitted))));
    let steps = vec!["没有这句话".to_owned()];
    let unknown = arrange(county.tools(), fresh(), NewRecurrence { steps, ..new }).await;
    assert!(matches!(&unknown, Err(ServiceError::Invalid(problems)) if problems[0].field == "steps"), "{unknown:?}");
}

#[tokio::test]
async fn monthly_attendance_starts_only_the_clause_that_comes_every_month() {
    let county = County::open().await;
    let mut new = wanted(&county, 25, "每月5日前").await;
    let view = dutyflow::service::duties::show(county.tools(), &county.coordinator, new.duty).await.unwrap();
    let step = view.version.unwrap().content.tracks[0].steps.iter().find(|step| step.text.contains("考勤")).unwrap().text.clone();
    new.steps = vec![step.clone()];
    let id = arranged(&county, new).await;
    assert_eq!(sweeps_at(&county, "2026-02-02").await, 1);
    let case = county.case(runs(&county, id).await[0].workflow.unwrap()).await;
    let town: Vec<_> = case.tasks.values().filter(|task| task.lane == workflow::case::Lane::Town).collect();
    assert_eq!(town.len(), 1);
    assert_eq!(town[0].text, step);
}

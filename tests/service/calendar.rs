//! Days that a town, a body or the county enters: by their document they decide over the program's own, and dates that were counted are counted anew.

use chrono::{NaiveDate, NaiveTime};
use duty_list::DutyKind;
use dutyflow::config::Config;
use dutyflow::service::act::Of;
use dutyflow::service::actor::Actor;
use dutyflow::service::calendar::{
    Calendars, Changed, Whose, enter, enter_year, entered, last_change, recount, remove, remove_hours, remove_year, set_hours,
};
use dutyflow::service::start::{NewWorkflow, start};
use dutyflow::service::{Request, ServiceError, Tools, towns, verify};
use dutyflow::worker::Worker;
use workflow::calendar::{DayKind, DayRule, DaySource, Level, Limit, LimitSource, WorkingHours, instant, local_date};
use workflow::case::{Case, Command, LimitSpec, TaskState};
use workflow::refusal::Refusal;

use crate::harness::county::County;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn off(date: &str) -> DayRule {
    DayRule { date: day(date), kind: DayKind::Off, name: "镇庆".to_owned(), document_no: "镇政发〔2026〕3号".to_owned() }
}

/// Lets the queue count the dates anew, and says how many workflows and leads moved.
async fn moved(county: &County, changed: Changed) -> usize {
    let mut config = Config::default();
    config.database.data_dir = county.site.db.place.dir().to_owned();
    jobs::run_due(&Worker::from_config(county.tools().clone(), &config).unwrap()).await.unwrap();
    let last = last_change(county.tools()).await.unwrap().unwrap();
    assert_eq!((Some(last.id), last.finished_at.is_some()), (changed.change, true));
    last.moved
}

fn due_days(case: &Case) -> Vec<NaiveDate> {
    let open = case.tasks.values().filter(|task| task.state == TaskState::Open);
    open.filter_map(|task| task.due.as_ref()).map(|due| workflow::calendar::local_date(due.at)).collect()
}

#[tokio::test]
async fn a_day_off_of_the_town_moves_its_dates_and_says_so_in_the_history() {
    let county = County::open().await;
    let tools = county.tools();
    let id = county.start(28, "高龄津贴").await;
    // Five working days from Monday, 5 January 2026.
    assert!(due_days(&county.case(id).await).contains(&day("2026-01-12")));
    let whose = Whose::Town(county.town);
    assert_eq!(moved(&county, enter(tools, Actor::Console, whose, vec![off("2026-01-08")]).await.unwrap()).await, 1);
    let case = county.case(id).await;
    assert!(due_days(&case).contains(&day("2026-01-13")), "{:?}", due_days(&case));
    let history = county.sees(&county.coordinator, id).await.unwrap().history;
    assert_eq!(history.last().unwrap().kind, "recalculate");
    assert_eq!(verify::workflow(tools, id).await.unwrap(), None);
    // New work is counted by it too, and it names its document.
    let other = county.start(28, "高龄津贴二").await;
    assert!(due_days(&county.case(other).await).contains(&day("2026-01-13")));
    let calendar = tools.calendar.of(county.town);
    let source = DaySource::Document { level: Level::Town, document_no: "镇政发〔2026〕3号".to_owned() };
    assert_eq!(calendar.day_kind(day("2026-01-08")).source, source);
    // The same again changes nothing; taken out, the dates are as they were.
    let again = enter(tools, Actor::Console, whose, vec![off("2026-01-08")]).await.unwrap();
    assert_eq!(again.change, None);
    assert_eq!(moved(&county, remove(tools, Actor::Console, whose, day("2026-01-08")).await.unwrap()).await, 2);
    assert!(due_days(&county.case(id).await).contains(&day("2026-01-12")));
    assert!(entered(tools).await.unwrap().days.is_empty());
}

#[tokio::test]
async fn a_town_s_day_is_no_other_town_s_and_no_body_s_and_the_county_s_is_everybody_s() {
    let county = County::open().await;
    let tools = county.tools();
    let other = towns::add_town(tools, Actor::Console, "库兰萨日克乡").await.unwrap();
    let body = county.body("阿合奇县民政局").await;
    enter(tools, Actor::Console, Whose::Town(county.town), vec![off("2026-01-08")]).await.unwrap();
    enter(tools, Actor::Console, Whose::Body(body), vec![off("2026-01-09")]).await.unwrap();
    enter(tools, Actor::Console, Whose::County, vec![DayRule { kind: DayKind::Work, ..off("2026-01-10") }]).await.unwrap();
    let own = tools.calendar.of(county.town);
    let others = tools.calendar.of(other);
    let works =
        |calendar: &workflow::calendar::Calendar| ["2026-01-08", "2026-01-09", "2026-01-10"].map(|date| calendar.is_working_day(day(date)));
    assert_eq!(works(&own), [false, true, true], "the town");
    assert_eq!(works(&others), [true, true, true], "another town");
    assert_eq!(works(own.of_body(body)), [true, false, true], "the body");
    assert_eq!(works(&tools.calendar.county()), [true, true, true], "the county");
}

#[tokio::test]
async fn what_is_entered_has_a_document_and_only_an_admin_enters_it() {
    let county = County::open().await;
    let tools = county.tools();
    let nameless = DayRule { document_no: " ".to_owned(), ..off("2026-01-08") };
    let refused = enter(tools, Actor::Console, Whose::County, vec![nameless]).await;
    assert!(matches!(&refused, Err(ServiceError::Invalid(problems)) if problems[0].field == "document_no"), "{refused:?}");
    let none = enter(tools, Actor::Console, Whose::County, Vec::new()).await;
    assert!(matches!(none, Err(ServiceError::Invalid(_))));
    let coordinator = enter(tools, Actor::Person(&county.coordinator), Whose::Town(county.town), vec![off("2026-01-08")]).await;
    assert!(matches!(coordinator, Err(ServiceError::Refused(Refusal::NotPermitted))));
    let missing = remove(tools, Actor::Console, Whose::County, day("2026-01-08")).await;
    assert!(matches!(missing, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn a_date_that_has_passed_stays_as_it_was() {
    let county = County::open().await;
    let id = county.start(28, "高龄津贴").await;
    let before = due_days(&county.case(id).await);
    county.site.clock.set(instant(day("2026-02-02"), NaiveTime::from_hms_opt(11, 0, 0).unwrap()));
    let done = enter(county.tools(), Actor::Console, Whose::County, vec![off("2026-01-08")]).await.unwrap();
    assert_eq!(moved(&county, done).await, 0);
    assert_eq!(due_days(&county.case(id).await), before);
}

#[tokio::test]
async fn working_hours_that_are_entered_hold_for_their_town_with_dates_and_mails() {
    let county = County::open().await;
    let tools = county.tools();
    let id = county.start(28, "高龄津贴").await;
    let due = |case: &Case| case.tasks.values().filter(|task| task.state == TaskState::Open).find_map(|task| task.due.clone()).unwrap().at;
    let before = due(&county.case(id).await);
    let hours = WorkingHours::read("1月1日起 09:00-13:00 15:00-18:00").unwrap();
    let whose = Whose::Town(county.town);
    let done = set_hours(tools, Actor::Console, whose, hours.clone(), "镇政发〔2026〕4号").await.unwrap();
    assert_eq!(moved(&county, done).await, 1);
    let after = due(&county.case(id).await);
    assert_eq!(after, instant(local_date(before), NaiveTime::from_hms_opt(18, 0, 0).unwrap()), "the day ends earlier");
    assert_eq!(set_hours(tools, Actor::Console, whose, hours, "镇政发〔2026〕4号").await.unwrap().change, None, "the same again");
    assert_ne!(tools.calendar.of(county.town).hours(), tools.calendar.county().hours());
    let early = instant(day("2026-01-06"), NaiveTime::from_hms_opt(9, 30, 0).unwrap());
    let own = tools.calendar.of_person(tools.store.read(), county.coordinator.person, early).await.unwrap();
    assert!(own.is_working_time(early), "a person works by the town's");
    assert!(!tools.calendar.county().is_working_time(early));
    assert_eq!(moved(&county, remove_hours(tools, Actor::Console, whose).await.unwrap()).await, 1);
    assert_eq!(due(&county.case(id).await), before);
    let nation = set_hours(tools, Actor::Console, Whose::Nation, WorkingHours::read("1-1 9:00-12:00").unwrap(), "文").await;
    assert!(matches!(&nation, Err(ServiceError::Invalid(problems)) if problems[0].code == "no-hours"), "{nation:?}");
}

#[tokio::test]
async fn a_year_whose_notices_were_entered_is_no_longer_provisional() {
    let county = County::open().await;
    let tools = county.tools();
    let last = tools.calendar.county().official_through().unwrap();
    let mut next = None;
    for level in [Level::Nation, Level::Region] {
        for year in last + 1..last + 9 {
            match enter_year(tools, Actor::Console, level, year, "国办发明电〔2026〕1号").await {
                Ok(_) => {
                    next = Some(year);
                    break;
                }
                Err(ServiceError::Invalid(problems)) => assert_eq!(problems[0].code, "known", "{level:?} {year}"),
                Err(other) => panic!("{other}"),
            }
        }
    }
    let calendar = tools.calendar.county();
    let through = calendar.official_through().unwrap();
    assert!(through > last, "{through}");
    let day = NaiveDate::from_ymd_opt(through, 3, 2).unwrap();
    assert!(!calendar.day_kind(day).provisional);
    let gap = enter_year(tools, Actor::Console, Level::Nation, through + 20, "文").await;
    assert!(matches!(&gap, Err(ServiceError::Invalid(problems)) if problems[0].code == "gap"), "{gap:?}");
    remove_year(tools, Actor::Console, Level::Region, next.unwrap()).await.unwrap();
    assert_eq!(tools.calendar.county().official_through(), Some(last));
}

#[tokio::test]
async fn a_suspension_is_left_out_again_and_a_second_count_changes_nothing() {
    let county = County::open().await;
    let tools = county.tools();
    let id = county.start(28, "高龄津贴").await;
    county.does(&county.coordinator, Of::Workflow(id), Command::Suspend { reason: "道路中断".to_owned() }).await;
    county.site.clock.set(instant(day("2026-01-07"), NaiveTime::from_hms_opt(11, 0, 0).unwrap()));
    county.does(&county.coordinator, Of::Workflow(id), Command::Resume).await;
    let resumed = due_days(&county.case(id).await);
    let done = enter(tools, Actor::Console, Whose::County, vec![off("2026-01-09")]).await.unwrap();
    assert_eq!(moved(&county, done).await, 1);
    let later = due_days(&county.case(id).await);
    assert!(later.iter().zip(&resumed).all(|(later, resumed)| later > resumed), "{resumed:?} {later:?}");
    assert_eq!(recount(tools, done.change.unwrap(), |_, _| {}).await.unwrap(), 0);
    assert_eq!(verify::workflow(tools, id).await.unwrap(), None);
    assert_eq!(moved(&county, remove(tools, Actor::Console, Whose::County, day("2026-01-09")).await.unwrap()).await, 1);
    assert_eq!(due_days(&county.case(id).await), resumed);
}

#[tokio::test]
async fn another_process_works_by_a_change_from_its_next_act_on() {
    let county = County::open().await;
    let other = Tools { calendar: Calendars::load(&county.tools().store).await.unwrap(), ..county.tools().clone() };
    enter(county.tools(), Actor::Console, Whose::County, vec![off("2026-01-08")]).await.unwrap();
    assert!(other.calendar.county().is_working_day(day("2026-01-08")), "it has not looked yet");
    other.calendar.refresh(other.store.read()).await.unwrap();
    assert!(!other.calendar.county().is_working_day(day("2026-01-08")));
    remove(county.tools(), Actor::Console, Whose::County, day("2026-01-08")).await.unwrap();
    other.calendar.refresh(other.store.read()).await.unwrap();
    assert!(other.calendar.county().is_working_day(day("2026-01-08")), "the last day taken out");
}

#[tokio::test]
async fn the_date_that_is_reported_upward_is_counted_anew_unless_it_was_set_as_a_date() {
    let county = County::open().await;
    let tools = county.tools();
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    let mut ids = Vec::new();
    for limit in [Limit::working_days(10), Limit::date(instant(day("2026-01-19"), NaiveTime::from_hms_opt(19, 30, 0).unwrap()))] {
        let official = Some(LimitSpec { limit, source: LimitSource::Notice { number: "县民发〔2026〕1号".to_owned() } });
        let new = NewWorkflow { official, ..county.wanted(duty, "高龄津贴").await };
        ids.push(start(tools, Request { viewer: &county.coordinator, command: county.command() }, new).await.unwrap());
    }
    county.does(&county.coordinator, Of::Workflow(ids[0]), Command::Suspend { reason: "道路中断".to_owned() }).await;
    county.site.clock.set(instant(day("2026-01-07"), NaiveTime::from_hms_opt(11, 0, 0).unwrap()));
    county.does(&county.coordinator, Of::Workflow(ids[0]), Command::Resume).await;
    let official = |case: Case| local_date(case.official_due.unwrap().at);
    let before = [official(county.case(ids[0]).await), official(county.case(ids[1]).await)];
    moved(&county, enter(tools, Actor::Console, Whose::County, vec![off("2026-01-09")]).await.unwrap()).await;
    let after = [official(county.case(ids[0]).await), official(county.case(ids[1]).await)];
    assert_eq!(before, [day("2026-01-19"); 2]);
    assert_eq!(after, [day("2026-01-20"), day("2026-01-19")]);
    assert_eq!(verify::workflow(tools, ids[0]).await.unwrap(), None);
}

//! Days that a town, a body or the county enters: by their document they decide over the program's own, and dates that were counted are counted anew.

use chrono::{NaiveDate, NaiveTime};
use dutyflow::service::actor::Actor;
use dutyflow::service::calendar::{Entered, Whose, enter, entered, of_county, of_town, remove};
use dutyflow::service::{ServiceError, towns, verify};
use workflow::calendar::{DayKind, DayRule, DaySource, Level, instant};
use workflow::case::{Case, TaskState};
use workflow::refusal::Refusal;

use crate::harness::county::County;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn off(date: &str) -> DayRule {
    DayRule { date: day(date), kind: DayKind::Off, name: "镇庆".to_owned(), document_no: "镇政发〔2026〕3号".to_owned() }
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
    let done = enter(tools, Actor::Console, whose, vec![off("2026-01-08")]).await.unwrap();
    assert_eq!(done, Entered { days: 1, recalculated: 1 });
    let case = county.case(id).await;
    assert!(due_days(&case).contains(&day("2026-01-13")), "{:?}", due_days(&case));
    let history = county.sees(&county.coordinator, id).await.unwrap().history;
    assert_eq!(history.last().unwrap().kind, "recalculate");
    assert_eq!(verify::workflow(tools, id).await.unwrap(), None);
    // New work is counted by it too, and it names its document.
    let other = county.start(28, "高龄津贴二").await;
    assert!(due_days(&county.case(other).await).contains(&day("2026-01-13")));
    let calendar = of_town(tools.store.read(), county.town).await.unwrap();
    let source = DaySource::Document { level: Level::Town, document_no: "镇政发〔2026〕3号".to_owned() };
    assert_eq!(calendar.day_kind(day("2026-01-08")).source, source);
    // The same again changes nothing; taken out, the dates are as they were.
    let again = enter(tools, Actor::Console, whose, vec![off("2026-01-08")]).await.unwrap();
    assert_eq!(again.recalculated, 0);
    assert_eq!(remove(tools, Actor::Console, whose, day("2026-01-08")).await.unwrap().recalculated, 2);
    assert!(due_days(&county.case(id).await).contains(&day("2026-01-12")));
    assert!(entered(tools).await.unwrap().is_empty());
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
    let own = of_town(tools.store.read(), county.town).await.unwrap();
    let others = of_town(tools.store.read(), other).await.unwrap();
    let works =
        |calendar: &workflow::calendar::Calendar| ["2026-01-08", "2026-01-09", "2026-01-10"].map(|date| calendar.is_working_day(day(date)));
    assert_eq!(works(&own), [false, true, true], "the town");
    assert_eq!(works(&others), [true, true, true], "another town");
    assert_eq!(works(own.of_body(body)), [true, false, true], "the body");
    assert_eq!(works(&of_county(&tools.store).await.unwrap()), [true, true, true], "the county");
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
    assert_eq!(done.recalculated, 0);
    assert_eq!(due_days(&county.case(id).await), before);
}

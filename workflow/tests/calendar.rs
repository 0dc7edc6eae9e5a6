//! The working calendar against its notices, an independent vector and its own laws.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail loudly and print their seed")]

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use workflow::calendar::{
    Calendar, DayKind, DayReason, DayRule, DaySource, HORIZON, HoursError, Layer, Level, Limit, LimitError, LimitSource, LimitUnit,
    MonthDay, Season, Shift, WorkingHours, instant, local_date,
};

const SEED: u64 = 20_260_214;

fn config() -> Config {
    println!("seed {SEED}");
    Config { rng_seed: RngSeed::Fixed(SEED), failure_persistence: None, cases: 400, ..Config::default() }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// "2026-03-02 10:00" in Asia/Shanghai.
fn at(text: &str) -> DateTime<Utc> {
    let (day, time) = text.split_once(' ').unwrap();
    instant(date(day), NaiveTime::parse_from_str(time, "%H:%M").unwrap())
}

fn nation() -> Calendar {
    Calendar::new(vec![Layer::nation()], WorkingHours::bundled("xinjiang").unwrap())
}

fn xinjiang() -> Calendar {
    Calendar::xinjiang().unwrap()
}

fn rule(day: &str, kind: DayKind, name: &str, document_no: &str) -> DayRule {
    DayRule { date: date(day), kind, name: name.to_owned(), document_no: document_no.to_owned() }
}

#[test]
fn every_day_of_the_official_years_agrees_with_the_independent_vector() {
    let calendar = nation();
    let vector = include_str!("data/chinesecalendar-2019-2026.csv");
    let rows: Vec<_> = vector.lines().filter(|line| !line.starts_with('#')).collect();
    let different: Vec<_> = rows
        .iter()
        .filter(|row| {
            let (day, kind) = row.split_once(',').unwrap();
            calendar.is_working_day(date(day)) != (kind == "work")
        })
        .collect();
    assert!(different.is_empty(), "{different:?}");
    assert_eq!(rows.len(), 3 + 8 * 365 + 2, "29 December 2018 to 31 December 2026");
}

#[test]
fn make_up_days_are_worked_and_name_their_notice() {
    for (day, name, notice) in [
        ("2026-02-14", "春节", "国办发明电〔2025〕7号"),
        ("2026-09-20", "国庆节", "国办发明电〔2025〕7号"),
        ("2018-12-29", "元旦", "国办发明电〔2018〕15号"),
        ("2019-04-28", "劳动节", "国办发明电〔2019〕3号"),
    ] {
        let info = nation().day_kind(date(day));
        assert!(info.working && !info.provisional, "{day}");
        assert_eq!(info.reason, DayReason::MadeUp { name: name.to_owned() }, "{day}");
        assert_eq!(info.source, DaySource::Document { level: Level::Nation, document_no: notice.to_owned() }, "{day}");
    }
}

#[test]
fn the_region_is_off_when_the_nation_works() {
    for day in ["2025-06-06", "2025-06-07", "2025-06-08", "2025-06-09", "2025-06-10"] {
        let info = xinjiang().day_kind(date(day));
        assert!(!info.working && !info.provisional, "{day}");
        assert_eq!(info.reason, DayReason::Holiday { name: "古尔邦节".to_owned() }, "{day}");
        assert!(matches!(info.source, DaySource::Document { level: Level::Region, .. }), "{day}");
    }
    for day in ["2025-06-06", "2025-06-09", "2025-06-10"] {
        assert!(nation().is_working_day(date(day)), "{day}");
    }
    for day in ["2025-06-05", "2025-06-11", "2025-04-01"] {
        assert!(xinjiang().is_working_day(date(day)), "{day}");
    }
    assert!(!xinjiang().is_working_day(date("2025-03-31")));
}

/// A release of the bundled crate that has lost a year, or a row that cannot be read, fails here.
#[test]
fn the_bundled_layers_are_complete_for_their_official_years() {
    let nation = Layer::nation();
    assert_eq!(nation.official, Some((2019, 2026)));
    for year in 2019..=2026 {
        let off = nation.rules.iter().filter(|rule| rule.kind == DayKind::Off && rule.date.year() == year).count();
        let worked = nation.rules.iter().filter(|rule| rule.kind == DayKind::Work && rule.date.year() == year).count();
        assert!((22..=35).contains(&off) && (4..=9).contains(&worked), "{year}: {off} off, {worked} made up");
    }
    for rule in nation.rules.iter().filter(|rule| rule.kind == DayKind::Work) {
        assert!(rule.date.weekday().number_from_monday() > 5, "{rule:?} makes up on a weekday");
    }
    let ours = include_str!("../data/calendar/nation.csv").lines().skip(1);
    for line in ours {
        let cells: Vec<_> = line.split(',').collect();
        assert!(nation.rules.iter().any(|rule| rule.date == date(cells[0]) && rule.name == cells[2]), "{line}");
    }
    let region = Layer::xinjiang();
    assert_eq!(region.rules.len(), include_str!("../data/calendar/xinjiang.csv").lines().count() - 1);
    assert_eq!(region.official, Some((2022, 2026)));
    for year in 2022..=2026 {
        for name in ["肉孜节", "古尔邦节"] {
            assert!(region.rules.iter().any(|rule| rule.date.year() == year && rule.name == name), "{year} {name}");
        }
    }
    assert!(nation.rules.iter().chain(&region.rules).all(|rule| !rule.document_no.is_empty()));
}

#[test]
fn the_nearer_layer_decides_whatever_the_order_of_the_layers() {
    let town = Layer::new(Level::Town, vec![rule("2026-05-08", DayKind::Off, "镇防汛补休", "阿镇政发〔2026〕9号")]);
    let county = Layer::new(
        Level::County,
        vec![
            rule("2026-05-08", DayKind::Work, "全县防汛", "阿县政办〔2026〕3号"),
            rule("2026-05-10", DayKind::Work, "全县防汛", "阿县政办〔2026〕3号"),
        ],
    );
    let body = Layer::new(Level::Body, vec![rule("2026-05-01", DayKind::Work, "值守", "阿水字〔2026〕1号")]);
    let hours = WorkingHours::bundled("aheqi").unwrap();
    let calendar = Calendar::new(vec![body.clone(), town.clone(), Layer::nation(), county.clone()], hours.clone());
    let ordered = Calendar::new(vec![Layer::nation(), county, town, body], hours);
    assert_eq!(calendar, ordered);
    let friday = calendar.day_kind(date("2026-05-08"));
    assert!(!friday.working);
    assert_eq!(friday.source, DaySource::Document { level: Level::Town, document_no: "阿镇政发〔2026〕9号".to_owned() });
    assert!(calendar.is_working_day(date("2026-05-10")), "the county makes up on a Sunday");
    assert!(calendar.is_working_day(date("2026-05-01")), "the body works on Labour Day");
    assert!(!calendar.is_working_day(date("2026-05-04")));
}

#[test]
fn beyond_the_last_official_year_a_day_is_worked_out_from_weekends_and_marked() {
    let calendar = xinjiang();
    assert_eq!(calendar.official_through(), Some(2026));
    for (day, working) in [("2027-01-01", true), ("2027-02-06", false), ("2100-03-01", true), ("2018-12-28", true)] {
        let info = calendar.day_kind(date(day));
        assert_eq!((info.working, info.provisional, info.source), (working, true, DaySource::WeekRule), "{day}");
    }
    assert!(!calendar.day_kind(date("2026-12-31")).provisional);
    assert!(!nation().day_kind(date("2021-05-13")).provisional);
    assert!(calendar.day_kind(date("2021-05-13")).provisional, "no notice of the region is known for 2021");
}

#[test]
fn an_administrator_can_enter_the_notice_of_a_new_year() {
    let spring = rule("2027-02-08", DayKind::Off, "春节", "国办发明电〔2026〕1号");
    let entered = Layer::new(Level::Nation, vec![spring]).official_for(2027, 2027);
    let calendar = Calendar::new(vec![Layer::nation(), entered], WorkingHours::bundled("xinjiang").unwrap());
    assert_eq!(calendar.official_through(), Some(2027));
    assert!(!calendar.is_working_day(date("2027-02-08")));
    assert!(!calendar.day_kind(date("2027-03-01")).provisional);
    assert!(!calendar.is_working_day(date("2026-10-01")), "the bundled years stay");
    assert_ne!(calendar.version(), nation().version());
}

#[test]
fn the_version_changes_with_every_rule_and_with_the_hours() {
    let base = nation();
    let town = Layer::new(Level::Town, vec![rule("2026-05-08", DayKind::Off, "补休", "1号")]);
    let other = Layer::new(Level::Town, vec![rule("2026-05-08", DayKind::Off, "补休", "2号")]);
    let hours = WorkingHours::bundled("xinjiang").unwrap();
    let versions = [
        base.version().to_owned(),
        xinjiang().version().to_owned(),
        Calendar::new(vec![Layer::nation(), town], hours.clone()).version().to_owned(),
        Calendar::new(vec![Layer::nation(), other], hours).version().to_owned(),
        Calendar::new(vec![Layer::nation()], WorkingHours::bundled("aheqi").unwrap()).version().to_owned(),
    ];
    let distinct: std::collections::BTreeSet<_> = versions.iter().collect();
    assert_eq!(distinct.len(), versions.len(), "{versions:?}");
    assert!(base.version().starts_with("2026-"));
    assert_eq!(base.version(), nation().version());
}

#[test]
fn shifts_follow_the_season() {
    let calendar = xinjiang();
    for (instant, working) in [
        ("2026-03-02 09:59", false),
        ("2026-03-02 10:00", true),
        ("2026-03-02 13:59", true),
        ("2026-03-02 14:00", false),
        ("2026-03-02 15:30", true),
        ("2026-03-02 19:30", false),
        ("2026-04-30 15:45", true),
        ("2026-05-06 15:45", false),
        ("2026-05-06 19:45", true),
        ("2026-09-30 19:45", true),
        ("2026-10-08 19:45", false),
        ("2026-02-17 11:00", false),
        ("2026-02-14 11:00", true),
    ] {
        assert_eq!(calendar.is_working_time(at(instant)), working, "{instant}");
    }
    let county = Calendar::new(vec![Layer::nation(), Layer::xinjiang()], WorkingHours::bundled("aheqi").unwrap());
    assert!(!county.is_working_time(at("2026-07-01 13:45")) && county.is_working_time(at("2026-07-01 16:30")));
}

#[test]
fn hours_that_cannot_be_are_refused_by_name() {
    let shift = |start: &str, end: &str| Shift { start: start.parse().unwrap(), end: end.parse().unwrap() };
    let season = |month, day, shifts: &[Shift]| Season { from: MonthDay { month, day }, shifts: shifts.to_vec() };
    let morning = shift("10:00:00", "14:00:00");
    assert_eq!(WorkingHours::new(vec![]), Err(HoursError::NoSeason));
    assert_eq!(WorkingHours::new(vec![season(2, 29, &[morning])]), Err(HoursError::BadDay { month: 2, day: 29 }));
    assert_eq!(WorkingHours::new(vec![season(13, 1, &[morning])]), Err(HoursError::BadDay { month: 13, day: 1 }));
    assert_eq!(WorkingHours::new(vec![season(5, 1, &[])]), Err(HoursError::NoShift { month: 5, day: 1 }));
    let twice = vec![season(5, 1, &[morning]), season(5, 1, &[morning])];
    assert_eq!(WorkingHours::new(twice), Err(HoursError::SameStart { month: 5, day: 1 }));
    let backwards = shift("14:00:00", "10:00:00");
    assert_eq!(
        WorkingHours::new(vec![season(5, 1, &[backwards])]),
        Err(HoursError::EmptyShift { start: backwards.start, end: backwards.end })
    );
    let early = shift("13:00:00", "15:00:00");
    assert_eq!(
        WorkingHours::new(vec![season(5, 1, &[morning, early])]),
        Err(HoursError::Overlap { previous_end: morning.end, start: early.start })
    );
    assert_eq!(WorkingHours::bundled("nowhere"), Err(HoursError::Unknown("nowhere".to_owned())));

    let hours = WorkingHours::bundled("aheqi").unwrap();
    let json = serde_json::to_string(&hours).unwrap();
    assert_eq!(serde_json::from_str::<WorkingHours>(&json).unwrap(), hours);
    let refused = serde_json::from_str::<WorkingHours>(r#"{"seasons":[]}"#).unwrap_err().to_string();
    assert!(refused.contains("没有任何季节"), "{refused}");
}

#[test]
fn working_days_end_with_the_last_shift_of_their_last_day() {
    let calendar = xinjiang();
    for (from, n, due) in [
        ("2026-03-02 11:00", 1, "2026-03-03 19:30"),
        ("2026-03-02 23:50", 1, "2026-03-03 19:30"),
        ("2026-03-06 19:00", 1, "2026-03-09 19:30"),
        // Spring Festival: Saturday 14 worked, 15-23 off, Saturday 28 worked.
        ("2026-02-13 11:00", 1, "2026-02-14 19:30"),
        ("2026-02-13 11:00", 2, "2026-02-24 19:30"),
        ("2026-02-15 11:00", 5, "2026-02-28 19:30"),
        // The season changes on the way.
        ("2026-04-29 11:00", 2, "2026-05-06 20:00"),
        ("2025-06-05 11:00", 1, "2025-06-11 20:00"),
        ("2026-03-02 11:00", 0, "2026-03-02 19:30"),
        ("2026-03-02 19:30", 0, "2026-03-03 19:30"),
        ("2026-03-07 11:00", 0, "2026-03-09 19:30"),
    ] {
        assert_eq!(calendar.add_working_days(at(from), n), at(due), "{from} + {n}");
    }
}

#[test]
fn natural_days_that_end_on_a_day_off_move_to_the_next_working_day() {
    let calendar = xinjiang();
    for (from, n, due) in [
        ("2026-03-02 11:00", 3, "2026-03-05 19:30"),
        ("2026-03-02 11:00", 5, "2026-03-09 19:30"),
        ("2026-02-10 11:00", 10, "2026-02-24 19:30"),
        ("2026-02-26 11:00", 2, "2026-02-28 19:30"),
        ("2026-03-02 11:00", 0, "2026-03-02 19:30"),
        ("2026-03-07 11:00", 0, "2026-03-09 19:30"),
    ] {
        assert_eq!(calendar.add_natural_days(at(from), n), at(due), "{from} + {n}");
    }
}

#[test]
fn hours_run_by_the_clock_or_by_working_time() {
    let calendar = xinjiang();
    assert_eq!(calendar.add_hours(at("2026-03-06 18:00"), 24, false), at("2026-03-07 18:00"));
    assert_eq!(calendar.add_hours(at("2026-03-06 18:00"), 2, true), at("2026-03-09 10:30"));
    assert_eq!(calendar.add_hours(at("2026-03-02 10:00"), 4, true), at("2026-03-02 15:30"), "later form");
    assert_eq!(calendar.add_working_time(at("2026-03-02 15:30"), TimeDelta::hours(-3)), at("2026-03-02 11:00"));
    assert_eq!(calendar.subtract_working_time(at("2026-03-02 15:30"), TimeDelta::hours(4)), at("2026-02-28 19:30"), "earlier form");
    assert_eq!(calendar.subtract_working_time(at("2026-03-03 10:00"), TimeDelta::zero()), at("2026-03-02 19:30"), "earlier form");
    assert_eq!(calendar.next_working_start(at("2026-03-02 14:00")), at("2026-03-02 15:30"));
    assert_eq!(calendar.next_working_start(at("2026-02-14 19:30")), at("2026-02-24 10:00"));
    assert_eq!(calendar.next_day_start(at("2026-03-02 10:00")), at("2026-03-02 10:00"));
    assert_eq!(calendar.next_day_start(at("2026-03-02 10:01")), at("2026-03-03 10:00"));
    assert_eq!(calendar.working_time_between(at("2026-02-14 18:30"), at("2026-02-24 11:00")), TimeDelta::hours(2));
}

#[test]
fn working_days_between_has_a_sign() {
    let calendar = xinjiang();
    let between = |a: &str, b: &str| calendar.working_days_between(date(a), date(b));
    assert_eq!(between("2026-03-02", "2026-03-05"), 3);
    assert_eq!(between("2026-03-05", "2026-03-02"), -3);
    assert_eq!(between("2026-03-06", "2026-03-08"), 0);
    assert_eq!(between("2026-02-13", "2026-02-24"), 2);
    assert_eq!(between("2026-03-02", "2026-03-02"), 0);
}

#[test]
fn an_explanation_lists_what_was_counted_and_what_was_passed_over() {
    let calendar = xinjiang();
    let explained = calendar.explain(at("2026-02-13 11:00"), Limit::working_days(2));
    assert_eq!(explained.due, at("2026-02-24 19:30"));
    assert_eq!(explained.counted, [date("2026-02-14"), date("2026-02-24")]);
    assert_eq!(explained.skipped.len(), 9);
    assert_eq!(explained.skipped[0], (date("2026-02-15"), DayReason::Holiday { name: "春节".to_owned() }));
    assert!(!explained.provisional);
    assert_eq!(explained.calendar_version, calendar.version());

    let natural = calendar.explain(at("2026-03-02 11:00"), Limit::natural_days(5));
    assert_eq!(natural.counted.len(), 5);
    assert_eq!(natural.counted.last(), Some(&date("2026-03-09")));
    assert_eq!(natural.skipped, [(date("2026-03-07"), DayReason::Weekend), (date("2026-03-08"), DayReason::Weekend)]);
    assert_eq!(
        natural.to_string(),
        "2026年3月2日11:00起，5日，计入5天（3月3日至3月9日），跳过2天（3月7日周末、3月8日周末），到期2026年3月9日19:30"
    );

    let hours = calendar.explain(at("2026-03-06 18:00"), Limit { amount: 2, unit: LimitUnit::WorkingHours });
    assert_eq!((hours.counted, hours.skipped.len()), (vec![date("2026-03-06"), date("2026-03-09")], 2));
    let whole_day = calendar.explain(at("2026-03-02 10:00"), Limit { amount: 8, unit: LimitUnit::WorkingHours });
    assert_eq!(whole_day.counted, [date("2026-03-02")], "no working time passes on the day of the later form");

    let fixed = calendar.explain(at("2026-03-06 18:00"), Limit::date(at("2027-10-01 12:00")));
    assert_eq!((fixed.due, fixed.provisional, fixed.counted.len()), (at("2027-10-01 12:00"), false, 0));
}

#[test]
fn a_date_beyond_the_official_year_says_so() {
    let calendar = xinjiang();
    let explained = calendar.explain(at("2026-12-30 11:00"), Limit::working_days(2));
    assert_eq!(explained.due, at("2027-01-01 19:30"));
    assert!(explained.provisional);
    assert!(explained.to_string().ends_with("（暂按周末推算）"));
    assert!(!calendar.explain(at("2026-12-30 11:00"), Limit::working_days(1)).provisional);
}

#[test]
fn limits_and_sources_keep_their_codes() {
    let json = |limit: Limit| serde_json::to_string(&limit).unwrap();
    assert_eq!(json(Limit::working_days(3)), r#"{"amount":3,"unit":"working_days"}"#);
    assert_eq!(json(Limit::hours(24)), r#"{"amount":24,"unit":"hours"}"#);
    for limit in [Limit::working_days(3), Limit::natural_days(5), Limit::hours(1), Limit::date(at("2026-03-20 12:00"))] {
        assert_eq!(serde_json::from_str::<Limit>(&json(limit)).unwrap(), limit);
    }
    let notice = LimitSource::Notice { number: "阿党办〔2026〕5号".to_owned() };
    let codes = ["list", "law", "notice", "platform", "leader_note", "meeting", "phone", "town_setting", "none"];
    for code in codes {
        let source = LimitSource::from_code(code, Some("阿党办〔2026〕5号")).unwrap();
        assert_eq!(source.code(), code);
        assert_eq!(source.number().is_some(), code == "notice");
        assert_eq!(serde_json::to_value(&source).unwrap()["code"], code);
    }
    assert_eq!(LimitSource::from_code("guess", None), None);
    assert_eq!(notice.to_string(), "通知要求（阿党办〔2026〕5号）");
    assert_eq!(LimitSource::TownSetting.to_string(), "清单未规定时限，本镇设定");
    assert!(!LimitSource::TownSetting.is_official() && LimitSource::Platform.is_official());
    let due = xinjiang().due(at("2026-03-02 11:00"), Limit::working_days(1), notice.clone());
    assert_eq!((due.at, due.source), (at("2026-03-03 19:30"), notice));
}

#[test]
fn a_limit_longer_than_ten_years_or_out_of_range_is_refused() {
    assert_eq!(Limit::natural_days(3_650).check(), Ok(()));
    assert_eq!(Limit::natural_days(3_651).check(), Err(LimitError::TooLong { max: 3_650 }));
    let outside = Limit::date(DateTime::<Utc>::MAX_UTC).check();
    assert_eq!(outside, Err(LimitError::OutOfRange { first: HORIZON.0, last: HORIZON.1 }));
}

#[test]
fn no_instant_and_no_amount_makes_it_panic() {
    let calendar = xinjiang();
    let instants =
        [DateTime::<Utc>::MIN_UTC, at("1949-01-01 00:00"), at("1986-05-04 00:30"), at("2200-12-31 23:00"), DateTime::<Utc>::MAX_UTC];
    for from in instants {
        for n in [0, 1, u32::MAX] {
            for unit in [LimitUnit::WorkingDays, LimitUnit::NaturalDays, LimitUnit::Hours, LimitUnit::WorkingHours, LimitUnit::Date(from)] {
                let explained = calendar.explain(from, Limit { amount: n, unit });
                let _ = explained.to_string();
            }
        }
        for time in [TimeDelta::MIN, TimeDelta::zero(), TimeDelta::MAX] {
            let _ = calendar.add_working_time(from, time);
            let _ = calendar.subtract_working_time(from, time);
        }
        let _ = (calendar.next_day_start(from), calendar.is_working_time(from), local_date(from));
        let _ =
            (calendar.working_time_between(from, DateTime::<Utc>::MAX_UTC), calendar.working_time_between(from, DateTime::<Utc>::MIN_UTC));
    }
    for day in [NaiveDate::MIN, NaiveDate::MAX, date("1948-06-01"), date("2201-06-01")] {
        assert!(calendar.day_kind(day).provisional);
        let _ = (calendar.shift_working_days(day, i32::MIN), calendar.shift_working_days(day, i32::MAX));
        let _ = (calendar.working_days_between(day, NaiveDate::MAX), calendar.working_days_between(day, NaiveDate::MIN));
    }
    assert!(calendar.explain(at("2026-03-02 11:00"), Limit::working_days(u32::MAX)).provisional);
}

/// Any minute of 2024 to 2026.
fn minute() -> impl Strategy<Value = DateTime<Utc>> {
    (0..3 * 365 * 1440_i64).prop_map(|minutes| at("2024-01-01 00:00") + TimeDelta::minutes(minutes))
}

/// A minute inside working time.
fn working_minute() -> impl Strategy<Value = DateTime<Utc>> {
    minute()
        .prop_map(|at| xinjiang().next_working_start(at))
        .prop_flat_map(|start| (0..90_i64).prop_map(move |minutes| xinjiang().add_working_time(start, TimeDelta::minutes(minutes))))
}

fn span() -> impl Strategy<Value = TimeDelta> {
    (0..120 * 60_i64).prop_map(TimeDelta::minutes)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn adding_and_taking_away_comes_back(start in working_minute(), time in span()) {
        let calendar = xinjiang();
        let there = calendar.add_working_time(start, time);
        prop_assert_eq!(calendar.working_time_between(start, there), time);
        let back = calendar.subtract_working_time(there, time);
        // A start of a shift comes back as the end of the shift before it: the same instant of working time.
        prop_assert_eq!(calendar.next_working_start(back), start);
        prop_assert_eq!(calendar.working_time_between(back, start), TimeDelta::zero());
        let inside = calendar.is_working_time(start - TimeDelta::milliseconds(1));
        prop_assert_eq!(back == start, inside);
        prop_assert!(calendar.is_working_time(there), "adding ends inside a shift, never at its end");
    }

    #[test]
    fn order_is_kept(a in minute(), b in minute(), time in span(), n in 0..40_u32) {
        let calendar = xinjiang();
        let (a, b) = (a.min(b), a.max(b));
        prop_assert!(calendar.add_working_time(a, time) <= calendar.add_working_time(b, time));
        prop_assert!(calendar.subtract_working_time(a, time) <= calendar.subtract_working_time(b, time));
        prop_assert!(calendar.add_working_days(a, n) <= calendar.add_working_days(b, n));
        prop_assert!(calendar.add_natural_days(a, n) <= calendar.add_natural_days(b, n));
        prop_assert!(calendar.add_working_days(a, n + 1) < calendar.add_working_days(a, n + 2));
        prop_assert!(calendar.add_working_days(a, n) >= a && calendar.add_natural_days(a, n) >= a);
    }

    #[test]
    fn the_end_of_a_shift_is_the_start_of_the_next(from in minute(), time in (1..6000_i64).prop_map(TimeDelta::minutes)) {
        let calendar = xinjiang();
        let start = calendar.next_working_start(from);
        let end = calendar.subtract_working_time(start, TimeDelta::zero());
        prop_assert_eq!(calendar.add_working_time(end, time), calendar.add_working_time(start, time));
        prop_assert_eq!(calendar.subtract_working_time(end, time), calendar.subtract_working_time(start, time));
        prop_assert!(!calendar.is_working_time(end) || end == start);
    }

    #[test]
    fn working_time_adds_up(a in minute(), b in minute(), c in minute()) {
        let calendar = xinjiang();
        let between = |a, b| calendar.working_time_between(a, b);
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
        prop_assert_eq!(between(a, b), -between(b, a));
    }

    #[test]
    fn working_time_is_what_a_stop_watch_shows(a in minute(), minutes in 0..4000_i64) {
        let calendar = xinjiang();
        let ticks = (0..minutes).filter(|minute| calendar.is_working_time(a + TimeDelta::minutes(*minute))).count();
        let b = a + TimeDelta::minutes(minutes);
        prop_assert_eq!(calendar.working_time_between(a, b).num_minutes(), i64::try_from(ticks).unwrap());
    }

    #[test]
    fn working_days_there_and_back(from in minute(), n in -300..300_i32) {
        let calendar = xinjiang();
        let day = calendar.shift_working_days(local_date(from), 1);
        let other = calendar.shift_working_days(day, n);
        prop_assert!(calendar.is_working_day(other));
        prop_assert_eq!(calendar.working_days_between(day, other), n);
        prop_assert_eq!(calendar.shift_working_days(other, -n), day);
    }

    #[test]
    fn an_explanation_accounts_for_every_day(from in minute(), n in 1..60_u32) {
        let calendar = xinjiang();
        let explained = calendar.explain(from, Limit::working_days(n));
        prop_assert_eq!(explained.counted.len(), usize::try_from(n).unwrap());
        prop_assert_eq!(explained.counted.last().copied(), Some(local_date(explained.due)));
        let days = (local_date(explained.due) - local_date(from)).num_days();
        prop_assert_eq!(i64::try_from(explained.counted.len() + explained.skipped.len()).unwrap(), days);
        prop_assert!(explained.skipped.iter().all(|(day, _)| !calendar.is_working_day(*day)));
        let natural = calendar.explain(from, Limit::natural_days(n));
        prop_assert_eq!(natural.counted.len(), usize::try_from(n).unwrap());
        prop_assert!(calendar.is_working_day(local_date(natural.due)));
    }
}

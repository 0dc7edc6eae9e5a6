//! `dutyflow calendar`: what kind of day a date is and why, the days that were entered, and entering more from a table.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime};
use workflow::calendar::{Calendar, DayKind, DayReason, DayRule, DaySource, Level, Limit, WorkingHours, instant};

use super::args::{
    CalendarArgs, CalendarCommand, CalendarCount, CalendarExplain, CalendarHours, CalendarImport, CalendarRemove, CalendarShow,
    CalendarYear, DayOf,
};
use super::out::Out;
use super::progress::Bar;
use super::{Exit, WrongUsage, open};
use crate::service::calendar::{self, Changed, Whose};
use crate::service::{Actor, Tools, towns};
use crate::text::fill;

pub(super) fn run(args: &CalendarArgs, out: &Out) -> anyhow::Result<Exit> {
    open::block_on(async {
        match &args.command {
            CalendarCommand::Show(args) => show(args, out).await,
            CalendarCommand::Explain(args) => explain(args, out).await,
            CalendarCommand::Import(args) => import(args, out).await,
            CalendarCommand::Remove(args) => remove(args, out).await,
            CalendarCommand::Count(args) => count(args, out).await,
            CalendarCommand::Hours(args) => hours(args, out).await,
            CalendarCommand::Year(args) => year(args, out).await,
        }
    })
}

/// Whose calendar is meant: a town's, a body's, or the county's.
async fn whose(tools: &Tools, of: &DayOf) -> anyhow::Result<Whose> {
    Ok(match (&of.town, &of.body) {
        (Some(town), _) => Whose::Town(towns::town_named(tools, town).await?.id),
        (None, Some(name)) => {
            let bodies = towns::bodies(tools).await?;
            let body = bodies.into_iter().find(|body| body.name == name.trim());
            Whose::Body(body.ok_or(crate::service::ServiceError::NotFound)?.id)
        }
        (None, None) if of.nation => Whose::Nation,
        (None, None) if of.region => Whose::Region,
        (None, None) => Whose::County,
    })
}

fn laid(tools: &Tools, whose: Whose) -> Arc<Calendar> {
    match whose {
        Whose::Town(town) => tools.calendar.of(town),
        Whose::Body(body) => tools.calendar.of_body(body),
        Whose::Nation | Whose::Region | Whose::County => tools.calendar.county(),
    }
}

fn source(of: &DaySource) -> String {
    match of {
        DaySource::WeekRule => String::new(),
        DaySource::Document { document_no, .. } => document_no.clone(),
    }
}

fn row(calendar: &Calendar, date: NaiveDate, out: &Out) -> Vec<String> {
    let t = &out.t.cli;
    let info = calendar.day_kind(date);
    let kind = if info.working { t.calendar_working } else { t.calendar_off };
    let provisional = if info.provisional { t.calendar_provisional } else { "" };
    vec![date.to_string(), kind.to_owned(), info.reason.to_string(), source(&info.source), provisional.to_owned()]
}

/// The days of a year that differ from the week, by whose word.
async fn show(args: &CalendarShow, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let calendar = laid(&tools, whose(&tools, &args.of).await?);
    let first = NaiveDate::from_ymd_opt(args.year, 1, 1).ok_or_else(|| WrongUsage(out.t.cli.calendar_no_year.to_owned()))?;
    let year = (0..366)
        .filter_map(|day| first.checked_add_days(Days::new(day)))
        .take_while(|day| day.to_string().starts_with(&format!("{:04}-", args.year)));
    let special = year.filter(|day| calendar.day_kind(*day).source != DaySource::WeekRule);
    let rows: Vec<Vec<String>> = special.map(|day| row(&calendar, day, out)).collect();
    let t = &out.t.cli;
    out.table(&[t.calendar_date, t.calendar_kind, t.calendar_reason, t.calendar_document, ""], &rows)?;
    out.line(fill(t.calendar_version, &[("version", &calendar.version())]))?;
    Ok(Exit::Done)
}

/// Why a day is worked or off, and in which hours.
async fn explain(args: &CalendarExplain, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let calendar = laid(&tools, whose(&tools, &args.of).await?);
    out.line(row(&calendar, args.date, out).into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("  "))?;
    if calendar.is_working_day(args.date) {
        let shifts = calendar.hours().shifts_on(args.date).iter();
        let hours: Vec<String> = shifts.map(|shift| format!("{}-{}", shift.start.format("%H:%M"), shift.end.format("%H:%M"))).collect();
        out.line(fill(out.t.cli.calendar_hours, &[("hours", &hours.join(" "))]))?;
    }
    out.line(fill(out.t.cli.calendar_version, &[("version", &calendar.version())]))?;
    Ok(Exit::Done)
}

/// Enters the days of a table `date,kind,name`; one that cannot be read keeps all others out.
async fn import(args: &CalendarImport, out: &Out) -> anyhow::Result<Exit> {
    let table = read(&args.file)?;
    let mut days = Vec::new();
    for (at, line) in table.trim_start_matches('\u{feff}').lines().enumerate() {
        let cells: Vec<&str> = line.split([',', '，']).map(str::trim).collect();
        if line.trim().is_empty() || (at == 0 && cells.first().is_some_and(|cell| cell.parse::<NaiveDate>().is_err())) {
            continue;
        }
        let [date, kind, name] = cells.as_slice() else { return Err(unreadable(at, out)) };
        let kind = match *kind {
            "off" | "放假" | "休" => DayKind::Off,
            "work" | "上班" | "班" => DayKind::Work,
            _ => return Err(unreadable(at, out)),
        };
        let date = date.parse().map_err(|_| unreadable(at, out))?;
        days.push(DayRule { date, kind, name: (*name).to_owned(), document_no: args.document.trim().to_owned() });
    }
    let tools = open::tools(&args.place, out).await?;
    let whose = whose(&tools, &args.of).await?;
    let entered = calendar::enter(&tools, Actor::Console, whose, days).await?;
    follow(&tools, entered, out.t.cli.calendar_entered, out).await
}

fn unreadable(at: usize, out: &Out) -> anyhow::Error {
    WrongUsage(fill(out.t.cli.calendar_unreadable, &[("line", &(at + 1))])).into()
}

async fn remove(args: &CalendarRemove, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let whose = whose(&tools, &args.of).await?;
    let removed = calendar::remove(&tools, Actor::Console, whose, args.date).await?;
    follow(&tools, removed, out.t.cli.calendar_removed, out).await
}

/// Counts the dates anew at once, with a bar, and says how many moved. A running program finds nothing left to do then.
async fn follow(tools: &Tools, changed: Changed, words: &str, out: &Out) -> anyhow::Result<Exit> {
    let Some(change) = changed.change else {
        out.line(out.t.cli.calendar_same)?;
        return Ok(Exit::Done);
    };
    let bar = Bar::new();
    let moved = calendar::recount(tools, change, |done, all| bar.at(out.t.admin.job_recount_dates, done, all)).await?;
    drop(bar);
    out.line(fill(words, &[("count", &changed.count), ("workflows", &moved)]))?;
    Ok(Exit::Done)
}

fn read(file: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    std::fs::File::open(file)?.take(1 << 20).read_to_string(&mut text)?;
    Ok(text)
}

/// How a limit is counted from a moment on.
async fn count(args: &CalendarCount, out: &Out) -> anyhow::Result<Exit> {
    let t = &out.t.cli;
    let start = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"].iter().find_map(|form| NaiveDateTime::parse_from_str(args.start.trim(), form).ok());
    let start = start.ok_or_else(|| WrongUsage(t.calendar_start.to_owned()))?;
    let limit = match (args.limit.days, args.limit.natural_days, args.limit.hours) {
        (Some(days), _, _) => Limit::working_days(days),
        (_, Some(days), _) => Limit::natural_days(days),
        (_, _, hours) => Limit::hours(hours.unwrap_or_default()),
    };
    limit.check().map_err(|error| WrongUsage(error.to_string()))?;
    let tools = open::tools(&args.place, out).await?;
    let calendar = laid(&tools, whose(&tools, &args.of).await?);
    let how = calendar.explain(instant(start.date(), start.time()), limit);
    if !how.counted.is_empty() {
        let days: Vec<String> = how.counted.iter().map(ToString::to_string).collect();
        out.line(fill(t.calendar_counted, &[("count", &days.len()), ("days", &days.join(" "))]))?;
    }
    if !how.skipped.is_empty() {
        let why = |reason: &DayReason| if *reason == DayReason::Weekend { out.t.task.weekend.to_owned() } else { reason.to_string() };
        let days: Vec<String> = how.skipped.iter().map(|(date, reason)| format!("{date} {}", why(reason))).collect();
        out.line(fill(t.calendar_skipped, &[("count", &days.len()), ("days", &days.join(out.t.between()))]))?;
    }
    let due = how.due.with_timezone(&chrono_tz::Asia::Shanghai).format("%Y-%m-%d %H:%M");
    let provisional = if how.provisional { format!("  {}", t.calendar_provisional) } else { String::new() };
    out.line(format!("{}{provisional}", fill(t.calendar_due, &[("due", &due)])))?;
    out.line(fill(t.calendar_version, &[("version", &how.calendar_version)]))?;
    Ok(Exit::Done)
}

/// Enters working hours from a file, or takes them out again.
async fn hours(args: &CalendarHours, out: &Out) -> anyhow::Result<Exit> {
    let t = &out.t.cli;
    if args.remove {
        let tools = open::tools(&args.place, out).await?;
        let whose = whose(&tools, &args.of).await?;
        let removed = calendar::remove_hours(&tools, Actor::Console, whose).await?;
        return follow(&tools, removed, t.calendar_changed, out).await;
    }
    let (Some(file), Some(document)) = (&args.file, &args.document) else { return Err(WrongUsage(t.calendar_need_file.to_owned()).into()) };
    let hours = WorkingHours::read(&read(file)?).map_err(|error| WrongUsage(out.t.hours_refused(&error)))?;
    let tools = open::tools(&args.place, out).await?;
    let whose = whose(&tools, &args.of).await?;
    let entered = calendar::set_hours(&tools, Actor::Console, whose, hours, document).await?;
    follow(&tools, entered, t.calendar_changed, out).await
}

/// Notes that a year's notice is known in full, or takes that back.
async fn year(args: &CalendarYear, out: &Out) -> anyhow::Result<Exit> {
    let t = &out.t.cli;
    let level = match (args.of.nation, args.of.region) {
        (true, _) => Level::Nation,
        (_, true) => Level::Region,
        _ => return Err(WrongUsage(t.calendar_need_level.to_owned()).into()),
    };
    let tools = open::tools(&args.place, out).await?;
    let changed = match (args.remove, &args.document) {
        (true, _) => calendar::remove_year(&tools, Actor::Console, level, args.year).await?,
        (false, Some(document)) => calendar::enter_year(&tools, Actor::Console, level, args.year, document).await?,
        (false, None) => return Err(WrongUsage(t.calendar_need_level.to_owned()).into()),
    };
    follow(&tools, changed, t.calendar_changed, out).await
}

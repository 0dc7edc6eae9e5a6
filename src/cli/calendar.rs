//! `dutyflow calendar`: what kind of day a date is and why, the days that were entered, and entering more from a table.

use std::io::Read;

use chrono::{Days, NaiveDate};
use workflow::calendar::{Calendar, DayKind, DayRule, DaySource};

use super::args::{CalendarArgs, CalendarCommand, CalendarExplain, CalendarImport, CalendarRemove, CalendarShow, DayOf};
use super::out::Out;
use super::{Exit, WrongUsage, open};
use crate::service::calendar::{self, Whose};
use crate::service::{Actor, Tools, towns};
use crate::text::fill;

pub(super) fn run(args: &CalendarArgs, out: &Out) -> anyhow::Result<Exit> {
    open::block_on(async {
        match &args.command {
            CalendarCommand::Show(args) => show(args, out).await,
            CalendarCommand::Explain(args) => explain(args, out).await,
            CalendarCommand::Import(args) => import(args, out).await,
            CalendarCommand::Remove(args) => remove(args, out).await,
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

async fn laid(tools: &Tools, whose: Whose) -> anyhow::Result<Calendar> {
    Ok(match whose {
        Whose::Town(town) => calendar::of_town(tools.store.read(), town).await?,
        Whose::Body(body) => calendar::of_county(&tools.store).await?.of_body(body).clone(),
        Whose::Nation | Whose::Region | Whose::County => calendar::of_county(&tools.store).await?,
    })
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
    let calendar = laid(&tools, whose(&tools, &args.of).await?).await?;
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
    let calendar = laid(&tools, whose(&tools, &args.of).await?).await?;
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
    let mut table = String::new();
    std::fs::File::open(&args.file)?.take(1 << 20).read_to_string(&mut table)?;
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
    out.line(fill(out.t.cli.calendar_entered, &[("days", &entered.days), ("workflows", &entered.recalculated)]))?;
    Ok(Exit::Done)
}

fn unreadable(at: usize, out: &Out) -> anyhow::Error {
    WrongUsage(fill(out.t.cli.calendar_unreadable, &[("line", &(at + 1))])).into()
}

async fn remove(args: &CalendarRemove, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let whose = whose(&tools, &args.of).await?;
    let removed = calendar::remove(&tools, Actor::Console, whose, args.date).await?;
    out.line(fill(out.t.cli.calendar_removed, &[("days", &removed.days), ("workflows", &removed.recalculated)]))?;
    Ok(Exit::Done)
}

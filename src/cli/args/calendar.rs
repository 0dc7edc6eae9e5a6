//! What `dutyflow calendar` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Place;
use crate::cli::usage::{both, line, zh};

/// `calendar show`, `calendar explain DATE`, `calendar import FILE`, `calendar remove DATE`.
#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: CalendarCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CalendarCommand {
    #[command(about = zh(|t| t.calendar_show), long_about = both(|t| t.calendar_show))]
    Show(CalendarShow),
    #[command(about = zh(|t| t.calendar_explain), long_about = both(|t| t.calendar_explain))]
    Explain(CalendarExplain),
    #[command(about = zh(|t| t.calendar_import), long_about = both(|t| t.calendar_import))]
    Import(CalendarImport),
    #[command(about = zh(|t| t.calendar_remove), long_about = both(|t| t.calendar_remove))]
    Remove(CalendarRemove),
    #[command(about = zh(|t| t.calendar_count), long_about = both(|t| t.calendar_count))]
    Count(CalendarCount),
    #[command(about = zh(|t| t.calendar_hours_about), long_about = both(|t| t.calendar_hours_about))]
    Hours(CalendarHours),
    #[command(about = zh(|t| t.calendar_year_about), long_about = both(|t| t.calendar_year_about))]
    Year(CalendarYear),
}

/// Whose calendar; none: the county's.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(in crate::cli) struct DayOf {
    #[arg(long, value_name = "NAME", help = line(|t| t.town_name))]
    pub(in crate::cli) town: Option<String>,
    #[arg(long, value_name = "NAME", help = line(|t| t.calendar_body))]
    pub(in crate::cli) body: Option<String>,
    #[arg(long, help = line(|t| t.calendar_nation))]
    pub(in crate::cli) nation: bool,
    #[arg(long, help = line(|t| t.calendar_region))]
    pub(in crate::cli) region: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarShow {
    #[arg(value_name = "YEAR", help = line(|t| t.calendar_year))]
    pub(in crate::cli) year: i32,
    #[command(flatten)]
    pub(in crate::cli) of: DayOf,
    #[command(flatten)]
    pub(in crate::cli) place: Place,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarExplain {
    #[arg(value_name = "DATE", help = line(|t| t.calendar_day))]
    pub(in crate::cli) date: chrono::NaiveDate,
    #[command(flatten)]
    pub(in crate::cli) of: DayOf,
    #[command(flatten)]
    pub(in crate::cli) place: Place,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarImport {
    #[arg(value_name = "FILE", help = line(|t| t.calendar_file))]
    pub(in crate::cli) file: PathBuf,
    #[arg(long, value_name = "NUMBER", help = line(|t| t.calendar_number))]
    pub(in crate::cli) document: String,
    #[command(flatten)]
    pub(in crate::cli) of: DayOf,
    #[command(flatten)]
    pub(in crate::cli) place: Place,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarRemove {
    #[arg(value_name = "DATE", help = line(|t| t.calendar_day))]
    pub(in crate::cli) date: chrono::NaiveDate,
    #[command(flatten)]
    pub(in crate::cli) of: DayOf,
    #[command(flatten)]
    pub(in crate::cli) place: Place,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarCount {
    #[arg(value_name = "TIME", help = line(|t| t.calendar_start))]
    pub(in crate::cli) start: String,
    #[command(flatten)]
    pub(in crate::cli) limit: LimitOf,
    #[command(flatten)]
    pub(in crate::cli) of: DayOf,
    #[command(flatten)]
    pub(in crate::cli) place: Place,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(in crate::cli) struct LimitOf {
    #[arg(long, value_name = "N", help = line(|t| t.calendar_days))]
    pub(in crate::cli) days: Option<u32>,
    #[arg(long, value_name = "N", help = line(|t| t.calendar_natural))]
    pub(in crate::cli) natural_days: Option<u32>,
    #[arg(long, value_name = "N", help = line(|t| t.calendar_in_hours))]
    pub(in crate::cli) hours: Option<u32>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarHours {
    #[arg(value_name = "FILE", help = line(|t| t.calendar_hours_file))]
    pub(in crate::cli) file: Option<PathBuf>,
    #[arg(long, value_name = "NUMBER", help = line(|t| t.calendar_number))]
    pub(in crate::cli) document: Option<String>,
    #[arg(long, conflicts_with = "file", help = line(|t| t.calendar_hours_remove))]
    pub(in crate::cli) remove: bool,
    #[command(flatten)]
    pub(in crate::cli) of: DayOf,
    #[command(flatten)]
    pub(in crate::cli) place: Place,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarYear {
    #[arg(value_name = "YEAR", help = line(|t| t.calendar_year))]
    pub(in crate::cli) year: i32,
    #[arg(long, value_name = "NUMBER", help = line(|t| t.calendar_number))]
    pub(in crate::cli) document: Option<String>,
    #[arg(long, help = line(|t| t.calendar_year_remove))]
    pub(in crate::cli) remove: bool,
    #[command(flatten)]
    pub(in crate::cli) of: DayOf,
    #[command(flatten)]
    pub(in crate::cli) place: Place,
}

//! `dutyflow report overdue`: the report of the page, for the whole county, without a browser.

use std::path::Path;

use anyhow::anyhow;
use workflow::ids::PersonId;
use workflow::people::{Grant, Role, Scope, Viewer};

use super::args::{Overdue, Report, ReportCommand, ReportFormat};
use super::out::Out;
use super::{Exit, open};
use crate::api::dto::{HandOffRowDto, TaskRowDto};
use crate::report::overdue::{self, Rows};
use crate::report::sheet::{self, Sheet};
use crate::service::work::{self, Late};
use crate::service::{Tools, towns};
use crate::text::fill;

pub(super) fn run(args: &Report, out: &Out) -> anyhow::Result<Exit> {
    let ReportCommand::Overdue(args) = &args.command;
    open::block_on(async {
        let tools = open::tools(&args.place, out).await?;
        let late = late(&tools, args).await?;
        match args.format {
            ReportFormat::Json => {
                let json = serde_json::json!({
                    "at": late.at,
                    "tasks": late.tasks.iter().map(TaskRowDto::from).collect::<Vec<_>>(),
                    "hand_offs": late.hand_offs.iter().map(HandOffRowDto::from).collect::<Vec<_>>(),
                    "undated_tasks": late.undated_tasks.iter().map(TaskRowDto::from).collect::<Vec<_>>(),
                    "undated_hand_offs": late.undated_hand_offs.iter().map(HandOffRowDto::from).collect::<Vec<_>>(),
                });
                give(args.output.as_deref(), &[serde_json::to_vec_pretty(&json)?, vec![b'\n']].concat(), out)?;
            }
            ReportFormat::Csv => give(args.output.as_deref(), &sheet::csv(out.t.report.sheet_column, &sheets(&tools, &late, out))?, out)?,
            ReportFormat::Xlsx => give(args.output.as_deref(), &sheet::xlsx(&sheets(&tools, &late, out))?, out)?,
            ReportFormat::Table => table(&sheets(&tools, &late, out), out)?,
        }
        Ok(Exit::Done)
    })
}

/// What the supervisors of all towns see, or of the one that is named: whoever runs the command line owns the data.
async fn late(tools: &Tools, args: &Overdue) -> anyhow::Result<Late> {
    let chosen = match &args.town {
        Some(name) => vec![towns::town_named(tools, name).await?.id],
        None => towns::towns(tools).await?.into_iter().map(|row| row.town.id).collect(),
    };
    let grants = chosen.into_iter().map(|town| Grant { role: Role::Supervisor, scope: Scope::town(town) }).collect();
    Ok(work::late(tools, &Viewer::new(PersonId::from(uuid::Uuid::nil()), grants)).await?)
}

fn sheets(tools: &Tools, late: &Late, out: &Out) -> Vec<Sheet> {
    let rows = Rows {
        at: late.at,
        tasks: &late.tasks,
        hand_offs: &late.hand_offs,
        undated_tasks: &late.undated_tasks,
        undated_hand_offs: &late.undated_hand_offs,
        official: &late.official,
        turns: &late.turns,
        names: &late.names,
    };
    overdue::build(out.t, rows, &|town| tools.calendar.of(town)).sheets(out.t)
}

fn table(sheets: &[Sheet], out: &Out) -> anyhow::Result<()> {
    for (at, sheet) in sheets.iter().enumerate() {
        if at > 0 {
            out.line("")?;
        }
        out.line(format_args!("{} {}", sheet.name, sheet.rows.len()))?;
        if at == 0 && sheet.rows.is_empty() {
            out.line(out.t.cli.overdue_none)?;
        } else if !sheet.rows.is_empty() {
            let headers: Vec<&str> = sheet.headers.iter().map(String::as_str).collect();
            let rows: Vec<Vec<String>> = sheet.rows.iter().map(|row| row.iter().map(sheet::Cell::text).collect()).collect();
            out.table(&headers, &rows)?;
        }
    }
    Ok(())
}

fn give(file: Option<&Path>, bytes: &[u8], out: &Out) -> anyhow::Result<()> {
    match file {
        None => Ok(out.bytes(bytes)?),
        Some(file) => std::fs::write(file, bytes)
            .map_err(|error| anyhow!(fill(out.t.cli.not_stored, &[("file", &file.display()), ("reason", &error)]))),
    }
}

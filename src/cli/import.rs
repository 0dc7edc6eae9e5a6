//! `dutyflow import`: a town's list into the database.

use super::args::{Import, Unsure};
use super::out::Out;
use super::progress::Bar;
use super::{Exit, compare, list, open};
use crate::service::import::{Accepted, Imported, NewList, Stage, Summary, accept_list, preview};
use crate::service::{Actor, ServiceError, towns};
use crate::text::{Texts, fill};
use workflow::ids::DutyId;

pub(super) fn run(args: &Import, out: &Out) -> anyhow::Result<Exit> {
    let bytes = list::bytes(&args.file, out)?;
    open::block_on(async {
        let tools = open::tools(&args.place, out).await?;
        let town = towns::town_named(&tools, &args.town).await?;
        let file_name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let seen = preview(&tools, Actor::Console, town.id, bytes.clone()).await?;
        let mut accepted = Accepted::default();
        if let (None, Some(in_force)) = (&seen.known, &seen.in_force) {
            // What was shown is what is accepted: the list in force, and the answer to all that is not certain.
            accepted.seen = Some(in_force.id);
            let asked: Vec<DutyId> = seen.comparison.questions().filter_map(|change| seen.duty(change)).collect();
            accepted.answers =
                args.unsure.map(|unsure| asked.iter().map(|duty| (*duty, unsure == Unsure::Same)).collect()).unwrap_or_default();
            if !args.accept {
                compare::tell(&seen.comparison, out)?;
                out.line("")?;
                out.line(out.t.cli.import_not_yet)?;
                return Ok(Exit::Done);
            }
        }
        let new = NewList { town: town.id, file_name, bytes, limits: args.limits.chosen(), allow_other_town: args.allow_other_town };
        let bar = Bar::new();
        let imported =
            accept_list(&tools, Actor::Console, new, accepted, |stage| at(&bar, out.t, stage)).await.map_err(|error| hinted(error, out))?;
        drop(bar);
        match imported {
            Imported::Unchanged(edition) => out.line(fill(out.t.cli.import_unchanged, &[("sequence", &edition.sequence)]))?,
            Imported::Done(summary) => tell(&town.name, &summary, out)?,
        }
        Ok(Exit::Done)
    })
}

/// What was refused, with the option that lets it pass.
fn hinted(error: ServiceError, out: &Out) -> anyhow::Error {
    let t = &out.t.cli;
    let field = if let ServiceError::Invalid(problems) = &error { problems.first().map(|problem| problem.field) } else { None };
    let hint = match field {
        Some("limits") => t.hint_limits,
        Some("town") => t.hint_other_town,
        Some("questions") => t.hint_unsure,
        _ => return error.into(),
    };
    let ServiceError::Invalid(mut problems) = error else { return error.into() };
    if let Some(problem) = problems.first_mut() {
        problem.message.push_str(hint);
    }
    ServiceError::Invalid(problems).into()
}

/// Moves the bar to a stage.
pub(super) fn at(bar: &Bar, t: &Texts, stage: Stage) {
    let label = match stage {
        Stage::Reading => t.cli.stage_reading,
        Stage::Bodies => t.cli.stage_bodies,
        Stage::Duties => t.cli.stage_duties,
        Stage::Templates => t.cli.stage_templates,
        Stage::Saving => t.cli.stage_saving,
    };
    let done = Stage::ALL.iter().position(|other| *other == stage).unwrap_or(0);
    bar.at(label, done, Stage::ALL.len());
}

fn tell(town: &str, summary: &Summary, out: &Out) -> std::io::Result<()> {
    let t = &out.t.cli;
    let counts = summary.counts;
    let label = summary.label.as_ref().map(|label| fill(t.import_label, &[("label", label)])).unwrap_or_default();
    out.line(fill(
        t.import_done,
        &[
            ("town", &town),
            ("sequence", &summary.sequence),
            ("label", &label),
            ("basic", &counts.basic),
            ("cooperative", &counts.cooperative),
            ("withdrawn", &counts.withdrawn),
        ],
    ))?;
    out.line(fill(t.import_bodies, &[("bodies", &summary.new_bodies), ("spellings", &summary.new_spellings)]))?;
    let duties: [(&str, &dyn std::fmt::Display); 3] =
        [("new", &summary.new_duties), ("reworded", &summary.reworded), ("closed", &summary.closed)];
    out.line(fill(t.import_duties, &duties))?;
    out.line(fill(t.import_templates, &[("templates", &summary.new_templates), ("drafts", &summary.new_drafts)]))?;
    if counts.errors + counts.warnings > 0 {
        out.line(fill(t.import_findings, &[("warnings", &counts.warnings), ("errors", &counts.errors)]))?;
    }
    Ok(())
}

//! `dutyflow town`: towns, their limits, offices and villages.

use workflow::settings::TownLimits;

use super::args::{Place, Region, Town, TownAdd, TownCommand, TownLimitsArgs, UnitAdd, UnitCommand, Units};
use super::out::Out;
use super::{Exit, WrongUsage, open};
use crate::service::Actor;
use crate::service::towns::{self, VillageKind};
use crate::text::fill;

pub(super) fn run(args: &Town, out: &Out) -> anyhow::Result<Exit> {
    open::block_on(async {
        match &args.command {
            TownCommand::Add(args) => add(args, out).await,
            TownCommand::List(place) => list(place, out).await,
            TownCommand::Limits(args) => limits(args, out).await,
            TownCommand::Office(Units { command: UnitCommand::Add(args) }) => add_units(args, false, out).await,
            TownCommand::Village(Units { command: UnitCommand::Add(args) }) => add_units(args, true, out).await,
        }
    })
}

async fn add(args: &TownAdd, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    match (towns::county(&tools).await?, &args.county) {
        (None, None) => return Err(WrongUsage(out.t.cli.county_needed.to_owned()).into()),
        (None, Some(name)) => {
            let region = match args.region {
                Region::Xinjiang => "xinjiang",
                Region::None => "",
            };
            let county = towns::create_county(&tools, Actor::Console, name, region).await?;
            out.line(fill(out.t.cli.county_set, &[("county", &county.name)]))?;
        }
        // Saying it again is no contradiction; another county is.
        (Some(county), Some(name)) if county.name != name.trim() => {
            towns::create_county(&tools, Actor::Console, name, "").await?;
        }
        (Some(_), _) => {}
    }
    towns::add_town(&tools, Actor::Console, &args.name).await?;
    out.line(fill(out.t.cli.town_added, &[("town", &args.name.trim())]))?;
    Ok(Exit::Done)
}

async fn list(place: &Place, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(place, out).await?;
    let t = &out.t.cli;
    let towns = towns::towns(&tools).await?;
    if towns.is_empty() {
        out.line(t.no_towns)?;
        return Ok(Exit::Done);
    }
    let rows = towns.iter().map(|row| {
        let edition = row.edition.as_ref().map(|edition| edition.label.clone().unwrap_or_else(|| edition.sequence.to_string()));
        vec![
            row.town.name.clone(),
            edition.unwrap_or_else(|| t.not_imported.to_owned()),
            row.town.limits.map_or_else(|| t.limit_not_chosen.to_owned(), |limits| limits_text(limits, out)),
            row.offices.iter().map(|office| office.name.as_str()).collect::<Vec<_>>().join("、"),
            row.villages.iter().map(|village| village.name.as_str()).collect::<Vec<_>>().join("、"),
        ]
    });
    out.table(&[t.col_town, t.col_edition, t.col_limits, t.col_offices, t.col_villages], &rows.collect::<Vec<_>>())?;
    Ok(Exit::Done)
}

fn limits_text(limits: TownLimits, out: &Out) -> String {
    let days = |days: Option<u32>| days.map_or_else(|| out.t.cli.limit_is_none.to_owned(), |days| days.to_string());
    [limits.sign, limits.answer, limits.step].map(days).join("/")
}

async fn limits(args: &TownLimitsArgs, out: &Out) -> anyhow::Result<Exit> {
    let Some(limits) = args.limits.chosen() else {
        return Err(WrongUsage(fill(out.t.cli.usage_missing, &[("what", &"--sign --answer --step | --no-limits")])).into());
    };
    let tools = open::tools(&args.place, out).await?;
    let town = towns::town_named(&tools, &args.name).await?;
    towns::set_limits(&tools, Actor::Console, town.id, limits).await?;
    out.line(fill(out.t.cli.limits_set, &[("town", &town.name)]))?;
    Ok(Exit::Done)
}

async fn add_units(args: &UnitAdd, villages: bool, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let town = towns::town_named(&tools, &args.town).await?;
    for name in &args.names {
        let added = if villages {
            let kind = if name.trim().ends_with("社区") { VillageKind::Community } else { VillageKind::Village };
            towns::add_village(&tools, Actor::Console, town.id, name, kind).await.map(|_| ())
        } else {
            towns::add_office(&tools, Actor::Console, town.id, name).await.map(|_| ())
        };
        added?;
        out.line(fill(out.t.cli.unit_added, &[("name", &name.trim())]))?;
    }
    Ok(Exit::Done)
}

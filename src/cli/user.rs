//! `dutyflow user`: accounts, one-time passwords, roles, tokens.

use workflow::ids::TownId;
use workflow::people::Grant;

use super::args::{Place, User, UserAdd, UserCommand, UserDeactivate, UserImport, UserRole, UserToken, Who};
use super::out::Out;
use super::{Exit, WrongUsage, list, open};
use crate::service::people::{self, Everybody, NewAccount, Opened, RowOutcome};
use crate::service::{Actor, Tools, towns};
use crate::store::grants;
use crate::text::fill;

pub(super) fn run(args: &User, out: &Out) -> anyhow::Result<Exit> {
    open::block_on(async {
        match &args.command {
            UserCommand::Add(args) => add(args, out).await,
            UserCommand::List(place) => list_all(place, out).await,
            UserCommand::Reset(args) => reset(args, out).await,
            UserCommand::Import(args) => import(args, out).await,
            UserCommand::Grant(args) => grant(args, out).await,
            UserCommand::End(args) => end(args, out).await,
            UserCommand::Deactivate(args) => deactivate(args, out).await,
            UserCommand::Token(args) => token(args, out).await,
        }
    })
}

async fn add(args: &UserAdd, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let town = town(&tools, args.town.as_deref()).await?;
    let mut new = NewAccount {
        name: args.name.clone(),
        login: args.login.clone(),
        phone: args.phone.clone(),
        mail: args.mail.clone(),
        ..NewAccount::default()
    };
    for role in &args.roles {
        new.grants.push(role_of(&tools, town, role, out).await?);
    }
    let opened = people::add(&tools, Actor::Console, &new).await?;
    show_password(&opened, out)
}

async fn reset(args: &Who, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let person = people::find(&tools, &args.who).await?;
    let opened = people::reset(&tools, Actor::Console, person.id).await?;
    show_password(&opened, out)
}

fn show_password(opened: &Opened, out: &Out) -> anyhow::Result<Exit> {
    out.line(fill(out.t.cli.one_time, &[("name", &opened.name), ("login", &opened.login), ("password", &opened.password)]))?;
    out.note(out.t.cli.one_time_note);
    Ok(Exit::Done)
}

async fn list_all(place: &Place, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(place, out).await?;
    let t = &out.t.cli;
    let everybody = people::list(&tools, Actor::Console).await?;
    if everybody.rows.is_empty() {
        out.line(t.no_people)?;
        return Ok(Exit::Done);
    }
    let rows = everybody.rows.iter().map(|row| {
        let left = if row.person.deactivated_at.is_some() { t.deactivated } else { "" };
        let login = [row.person.login.as_deref(), row.person.phone.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("/");
        let roles = row.grants.iter().map(|held| role_text(held.grant, &everybody, out)).collect::<Vec<_>>().join("、");
        vec![format!("{}{left}", row.person.name), login, roles]
    });
    out.table(&[t.col_name, t.col_login, t.col_roles], &rows.collect::<Vec<_>>())?;
    Ok(Exit::Done)
}

/// 经办人（党政办公室）
fn role_text(grant: Grant, everybody: &Everybody, out: &Out) -> String {
    let place = people::unit_of(grant.scope).map_or(out.t.cli.whole_county, |unit| everybody.names.unit(unit));
    format!("{}（{place}）", out.t.role(grant.role))
}

async fn import(args: &UserImport, out: &Out) -> anyhow::Result<Exit> {
    let bytes = list::bytes(&args.file, out)?;
    let tools = open::tools(&args.place, out).await?;
    let town = town(&tools, args.town.as_deref()).await?;
    let t = &out.t.cli;
    let report = people::import_sheet(&tools, Actor::Console, town, bytes, args.dry_run).await?;
    let rows = report.rows.iter().map(|row| {
        let outcome = match &row.outcome {
            RowOutcome::Opens => t.row_opens.to_owned(),
            RowOutcome::Grants => t.row_grants.to_owned(),
            RowOutcome::Nothing => t.row_nothing.to_owned(),
            RowOutcome::Wrong(problems) => problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("；"),
        };
        vec![row.row.to_string(), row.name.clone(), outcome]
    });
    out.table(&[t.col_row, t.col_name, t.col_outcome], &rows.collect::<Vec<_>>())?;
    if report.has_problems() {
        let wrong = report.rows.iter().filter(|row| matches!(row.outcome, RowOutcome::Wrong(_))).count();
        anyhow::bail!(fill(t.rows_wrong, &[("count", &wrong)]));
    }
    if args.dry_run {
        out.note(t.dry_run);
    } else if !report.opened.is_empty() {
        out.line("")?;
        let rows: Vec<_> =
            report.opened.iter().map(|opened| vec![opened.name.clone(), opened.login.clone(), opened.password.clone()]).collect();
        out.table(&[t.col_name, t.col_login, t.col_password], &rows)?;
        out.note(t.one_time_note);
    }
    Ok(Exit::Done)
}

async fn grant(args: &UserRole, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let (person, grant) = person_and_role(&tools, args, out).await?;
    people::grant(&tools, Actor::Console, person.id, grant).await?;
    out.line(fill(out.t.cli.role_given, &[("name", &person.name), ("role", &out.t.role(grant.role))]))?;
    Ok(Exit::Done)
}

async fn end(args: &UserRole, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let t = &out.t.cli;
    let (person, grant) = person_and_role(&tools, args, out).await?;
    let held = grants::of_person(tools.store.read(), person.id, tools.now()).await?;
    let Some(held) = held.into_iter().find(|held| held.grant == grant) else {
        anyhow::bail!(fill(t.role_not_held, &[("name", &person.name)]));
    };
    let left = people::end_grant(&tools, Actor::Console, person.id, held.id).await?;
    out.line(fill(t.role_ended, &[("name", &person.name), ("role", &out.t.role(grant.role))]))?;
    if left.to_inbox > 0 {
        out.line(fill(t.inbox, &[("inbox", &left.to_inbox)]))?;
    }
    Ok(Exit::Done)
}

async fn deactivate(args: &UserDeactivate, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let person = people::find(&tools, &args.who).await?;
    let successor = match &args.to {
        Some(who) => Some(people::NewHolder::Person(people::find(&tools, who).await?.id)),
        None if args.in_box => Some(people::NewHolder::InBox),
        None => None,
    };
    let left = people::deactivate(&tools, Actor::Console, person.id, successor).await?;
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("name", &person.name), ("successor", &left.to_successor), ("inbox", &left.to_inbox)];
    out.line(fill(out.t.cli.left, &values))?;
    Ok(Exit::Done)
}

async fn token(args: &UserToken, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let person = people::find(&tools, &args.who).await?;
    let secret = people::token(&tools, Actor::Console, person.id, &args.name, Some(args.days)).await?;
    out.note(out.t.cli.token);
    out.line(secret)?;
    Ok(Exit::Done)
}

async fn person_and_role(tools: &Tools, args: &UserRole, out: &Out) -> anyhow::Result<(people::Person, Grant)> {
    let town = town(tools, args.town.as_deref()).await?;
    let person = people::find(tools, &args.who).await?;
    Ok((person, role_of(tools, town, &args.role, out).await?))
}

async fn town(tools: &Tools, name: Option<&str>) -> anyhow::Result<Option<TownId>> {
    match name {
        Some(name) => Ok(Some(towns::town_named(tools, name).await?.id)),
        None => Ok(None),
    }
}

/// `经办人:党政办公室` or `staff:党政办公室`, with either colon.
async fn role_of(tools: &Tools, town: Option<TownId>, text: &str, out: &Out) -> anyhow::Result<Grant> {
    let (name, unit) = text.split_once([':', '：']).unwrap_or((text, ""));
    let Some(role) = people::role_named(name) else {
        let roles = people::role_names();
        return Err(WrongUsage(fill(out.t.cli.role_unknown, &[("role", &name), ("roles", &roles)])).into());
    };
    Ok(Grant { role, scope: people::scope_named(tools, town, role, unit).await? })
}

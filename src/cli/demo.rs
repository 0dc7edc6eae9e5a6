//! `dutyflow demo`: a made-up county with a few weeks of work, on this machine only. Sets it up at the first run, keeps it afterwards, and gives everybody
//! a fresh one-time password at each start.

mod asides;
mod place;
mod play;
mod stories;
mod turn;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use chrono::Duration;
use tokio::net::TcpListener;
use workflow::calendar::Calendar;
use workflow::clock::{Clock, SteppedClock};

use super::args::Demo;
use super::log::log;
use super::out::Out;
use super::progress::Bar;
use super::serve::{self, listen};
use super::{Exit, open};
use crate::config::database::SQLITE_FILE;
use crate::config::{Config, Overrides};
use crate::service::calendar::Calendars;
use crate::service::people::{self, Opened};
use crate::service::{Actor, Tools};
use crate::state::{SystemClock, system_ids};
use crate::store::migrate::migrate;
use crate::store::people::find_account;
use crate::store::{Location, Store, lock_file};
use crate::text::fill;
use crate::worker::{KEPT_MAILS, Worker};

/// The folder of the demonstration when none is given.
const FOLDER: &str = "./dutyflow-demo";
/// Says that the data of the folder are a demonstration's, and complete; holds the log-in names of its people, in order.
const READY: &str = "demo-ready";
/// Says that the data of the folder are a demonstration's, but not complete.
const UNFINISHED: &str = "demo-unfinished";
/// How long before the present the county is set up.
const SET_UP: Duration = Duration::days(40);
/// The usual port, and how many after it are tried when it is taken.
const PORT: u16 = 8080;
const PORTS: u16 = 10;

pub(super) fn run(args: &Demo, out: &Out) -> anyhow::Result<Exit> {
    let folder = args.data.clone().unwrap_or_else(|| PathBuf::from(FOLDER));
    let overrides = Overrides { file: None, data_dir: Some(folder.clone()) };
    // The environment of a real installation must not lead a demonstration to its database.
    let mut config = Config::load(&overrides, [])?;
    "warn".clone_into(&mut config.log.filter);
    log(&config)?;
    open::block_on(async {
        let listener = bind(args.port, out).await?;
        config.server.listen = listener.local_addr()?;
        let store = prepare(&folder, args.reset, out)?;
        let (tools, accounts) = match store {
            Kept::Ready(location) => again(location, &folder).await?,
            Kept::Nothing(location) => first(location, &folder, &config, out).await?,
        };
        tell(&config, &accounts, out)?;
        serve::serve(tools, config, listener, out).await?;
        Ok(Exit::Done)
    })
}

/// A listener on this machine only.
async fn bind(port: Option<u16>, out: &Out) -> anyhow::Result<TcpListener> {
    let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = port {
        return listen(at(port), out).await;
    }
    for port in PORT..PORT + PORTS {
        if let Ok(listener) = TcpListener::bind(at(port)).await {
            return Ok(listener);
        }
    }
    listen(at(PORT), out).await
}

/// What is in the folder.
enum Kept {
    /// A complete demonstration.
    Ready(Location),
    /// Nothing any more.
    Nothing(Location),
}

/// Looks at the folder, and clears away a demonstration that is to start over or was never finished. Data of any other kind are not touched.
fn prepare(folder: &Path, reset: bool, out: &Out) -> anyhow::Result<Kept> {
    let file = folder.join(SQLITE_FILE);
    let location = Location::Sqlite(file.clone());
    let (ready, unfinished) = (folder.join(READY), folder.join(UNFINISHED));
    if file.exists() {
        // Both are there when it stopped between the last two steps: then it is complete.
        if !ready.exists() && !unfinished.exists() {
            bail!(fill(out.t.cli.demo_not_ours, &[("folder", &folder.display())]));
        }
        if ready.exists() && !reset {
            return Ok(Kept::Ready(location));
        }
        let lock = lock_file(&file, ".in-use")?;
        if lock.try_lock().is_err() {
            bail!(fill(out.t.cli.demo_in_use, &[("folder", &folder.display())]));
        }
        for name in ["", "-wal", "-shm"] {
            remove(&folder.join(format!("{SQLITE_FILE}{name}")))?;
        }
        let mails = folder.join(KEPT_MAILS);
        if mails.exists() {
            std::fs::remove_dir_all(mails)?;
        }
        remove(&ready)?;
    }
    crate::store::make_folder(folder)?;
    std::fs::write(unfinished, "")?;
    Ok(Kept::Nothing(location))
}

fn remove(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Sets everything up, plays the past weeks, and leaves the present.
async fn first(location: Location, folder: &Path, config: &Config, out: &Out) -> anyhow::Result<(Tools, Vec<Opened>)> {
    let now = SystemClock.now();
    let store = Store::connect(location).await?;
    migrate(&store, &folder.join(open::BACKUPS), now).await?;
    let clock = Arc::new(SteppedClock::new(now - SET_UP));
    let calendar = Calendars::from(Calendar::xinjiang()?);
    let past = Tools { store: store.clone(), clock: clock.clone(), ids: Arc::new(system_ids()?), calendar, wake: jobs::Wake::new() };
    let bar = Bar::new();
    bar.at(out.t.cli.demo_setting_up, 0, 1);
    let world = place::build(&past).await?;
    // With the county its own working hours hold.
    let past = Tools { calendar: Calendars::load(&store).await?, ..past };
    let worker = Worker::from_config(past.clone(), config)?;
    let play = play::Play { tools: &past, clock: &clock, worker: &worker, world: &world, now };
    play.run(|done, all| bar.at(out.t.cli.demo_setting_up, done, all)).await?;
    let logins: Vec<&str> = world.accounts.iter().map(|account| account.login.as_str()).collect();
    std::fs::write(folder.join(READY), logins.join("\n"))?;
    std::fs::remove_file(folder.join(UNFINISHED))?;
    Ok((Tools { clock: Arc::new(SystemClock), ..past }, world.accounts))
}

/// Opens what is there and gives everybody of the demonstration a fresh password.
async fn again(location: Location, folder: &Path) -> anyhow::Result<(Tools, Vec<Opened>)> {
    let store = Store::connect(location).await?;
    migrate(&store, &folder.join(open::BACKUPS), SystemClock.now()).await?;
    let tools = open::on(store).await?;
    let mut ids = Vec::new();
    for login in std::fs::read_to_string(folder.join(READY))?.lines() {
        let account = find_account(tools.store.read(), login).await?;
        ids.extend(account.filter(|account| account.person.deactivated_at.is_none()).map(|account| account.person.id));
    }
    let accounts = people::reset_all(&tools, Actor::Console, &ids).await?;
    Ok((tools, accounts))
}

fn tell(config: &Config, accounts: &[Opened], out: &Out) -> anyhow::Result<()> {
    let t = &out.t.cli;
    let rows: Vec<Vec<String>> =
        accounts.iter().map(|account| vec![account.name.clone(), account.login.clone(), account.password.clone()]).collect();
    out.table(&[t.col_name, t.col_login, t.col_password], &rows)?;
    out.line("")?;
    out.line(fill(t.listening, &[("url", &config.server.public_url())]))?;
    out.line(t.demo_note)?;
    Ok(())
}

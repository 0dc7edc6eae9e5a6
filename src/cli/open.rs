//! Opening the data that a command works on: configuration, database, calendar, clock.

use std::sync::Arc;

use anyhow::anyhow;
use workflow::clock::Clock;

use super::args::Place;
use super::out::Out;
use crate::config::{Config, Overrides};
use crate::service::Tools;
use crate::service::calendar::Calendars;
use crate::state::{SystemClock, system_ids};
use crate::store::migrate::{self, Migrated};
use crate::store::{Location, Store};
use crate::text::fill;

/// The folder for copies in the data folder.
pub(super) const BACKUPS: &str = "backups";

/// The present, for what needs no database.
pub(super) fn now() -> chrono::DateTime<chrono::Utc> {
    SystemClock.now()
}

/// The configuration of this run.
pub(super) fn config(place: &Place) -> anyhow::Result<Config> {
    Ok(Config::from_process(&Overrides { file: place.config.clone(), data_dir: place.data.clone() })?)
}

/// Where the configured database is.
pub(super) fn location(config: &Config) -> anyhow::Result<Location> {
    Ok(config.database.location().expose().parse()?)
}

/// Opens the database and brings its schema up to date, under a lock and with a copy first.
pub(super) async fn migrated(config: &Config) -> anyhow::Result<(Store, Migrated)> {
    let store = Store::connect(location(config)?).await?;
    let done = migrate::migrate(&store, &config.database.data_dir.join(BACKUPS), SystemClock.now()).await?;
    Ok((store, done))
}

/// What use cases need. A new database is set up; an older schema is left to `serve` and `migrate`, which people run knowingly.
pub(super) async fn tools(place: &Place, out: &Out) -> anyhow::Result<Tools> {
    let config = config(place)?;
    let store = Store::connect(location(&config)?).await?;
    if !migrate::is_current(&store).await? {
        if !migrate::is_new(&store).await? {
            return Err(anyhow!(fill(out.t.cli.schema_is_older, &[("location", store.location())])));
        }
        migrate::migrate(&store, &config.database.data_dir.join(BACKUPS), SystemClock.now()).await?;
    }
    on(store).await
}

/// What use cases need, on an open database.
pub(super) async fn on(store: Store) -> anyhow::Result<Tools> {
    let calendar = Calendars::load(&store).await?;
    Ok(Tools { store, clock: Arc::new(SystemClock), ids: Arc::new(system_ids()?), calendar, wake: jobs::Wake::new() })
}

/// Runs a command that needs a run-time.
pub(super) fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

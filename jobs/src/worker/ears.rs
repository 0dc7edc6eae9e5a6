//! On PostgreSQL, hears what other processes enqueue and rings this process's bell; a notice that is missed costs one poll.

use std::{future::pending, time::Duration};

use sea_orm::{DbBackend, sqlx::postgres::PgListener};
use tracing::warn;

use crate::{context::Context, table::CHANNEL, worker::backend::Store};

/// The database may be restarting; meanwhile the poll finds the work.
const PAUSE: Duration = Duration::from_secs(2);

/// Runs until it is dropped. On SQLite the bell of the process has to do, and the poll for others.
pub(super) async fn listen<C: Context>(store: Store<C>) {
    if store.ctx.db().get_database_backend() != DbBackend::Postgres {
        return pending().await;
    }
    loop {
        if let Err(error) = hear(&store).await {
            warn!(%error, "notices of new jobs are not heard; they are found by polling meanwhile");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn hear<C: Context>(store: &Store<C>) -> Result<(), sea_orm::sqlx::Error> {
    let mut listener = PgListener::connect_with(store.ctx.db().get_postgres_connection_pool()).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // What came before the line stood, or while it was broken, was not heard.
        store.ctx.wake().ring();
        while listener.try_recv().await?.is_some() {
            store.ctx.wake().ring();
        }
    }
}

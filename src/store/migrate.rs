//! Brings the schema up to date: one process at a time, all or nothing, never over data of a newer program, and with a copy of the SQLite file first.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use migration::{Migrator, MigratorTrait, seaql_migrations};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryOrder};

use super::backup::{BackupError, copy_sqlite};
use super::{Store, StoreError, lock_file};

/// The advisory lock of PostgreSQL under which one process migrates.
const POSTGRES_LOCK: i64 = 0x6475_7479_666c_6f77;

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The migrations that were applied, in order; empty when there was nothing to do.
    pub applied: Vec<String>,
    /// The copy of the SQLite file as it was before.
    pub copy: Option<PathBuf>,
}

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer program has been here.
    #[error("数据库已由更新的版本升级过（本程序不认识 {unknown}），请换用同样或更新的版本，或者恢复升级前的备份")]
    Newer {
        /// The first migration that this program does not know.
        unknown: String,
    },
    /// The lock file could not be used.
    #[error("无法为升级数据库加锁：{0}")]
    Lock(#[source] std::io::Error),
    /// The copy before could not be made; nothing was changed.
    #[error("升级前备份失败，数据库未改动：{0}")]
    Copy(#[source] BackupError),
    /// The database refuses; nothing was changed.
    #[error("升级数据库失败，数据库未改动：{0}")]
    Store(#[from] StoreError),
}

impl From<DbErr> for MigrateError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// Brings the schema up to date; a second process waits for the first. A SQLite file that holds a schema already is copied into `backups` first.
///
/// # Errors
/// When a newer program has migrated the database, or when lock, copy or database fail; in each case nothing was changed.
pub async fn migrate(store: &Store, backups: &Path, now: DateTime<Utc>) -> Result<Migrated, MigrateError> {
    // Two processes could copy at the same time, and a copy cannot be made inside the transaction: hence the file beside the transaction.
    let _lock = match store.location().file() {
        Some(file) => Some(wait_for_lock(file).await?),
        None => None,
    };
    let before = applied(store.read()).await?;
    let mut copy = None;
    if let Some(next) = pending(&before)?.first()
        && let Some(file) = store.location().file()
        && !before.is_empty()
    {
        let path = backups.join(format!("before-{next}-{}.sqlite", now.format("%Y%m%d-%H%M%S")));
        copy_sqlite(file, &path).await.map_err(MigrateError::Copy)?;
        copy = Some(path);
    }
    let tx = store.begin().await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({POSTGRES_LOCK})")).await?;
    }
    let pending = pending(&applied(&tx).await?)?;
    if !pending.is_empty() {
        Migrator::up(tx.as_ref(), None).await?;
    }
    tx.commit().await?;
    Ok(Migrated { applied: pending, copy })
}

/// Says whether the schema is exactly this program's, without changing anything.
///
/// # Errors
/// When a newer program has migrated the database, or when it cannot be read.
pub async fn is_current(store: &Store) -> Result<bool, MigrateError> {
    Ok(pending(&applied(store.read()).await?)?.is_empty())
}

async fn wait_for_lock(file: &Path) -> Result<std::fs::File, MigrateError> {
    let lock = lock_file(file, ".migrating").map_err(MigrateError::Lock)?;
    let waited = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await;
    waited.map_err(|error| MigrateError::Lock(std::io::Error::other(error)))?.map_err(MigrateError::Lock)
}

/// The migrations that the database has had, in order; none when it is empty.
pub(super) async fn applied(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    if !has_history(db).await? {
        return Ok(Vec::new());
    }
    let rows = seaql_migrations::Entity::find().order_by_asc(seaql_migrations::Column::Version).all(db).await?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

async fn has_history(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'seaql_migrations'",
        _ => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
    };
    let found = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(found.is_some())
}

/// The migrations still to come, in order.
pub(super) fn pending(applied: &[String]) -> Result<Vec<String>, MigrateError> {
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    if let Some(unknown) = applied.iter().find(|name| !known.contains(name)) {
        return Err(MigrateError::Newer { unknown: unknown.clone() });
    }
    Ok(known.into_iter().filter(|name| !applied.contains(name)).collect())
}

/// Whether nothing has ever been migrated into the database.
///
/// # Errors
/// When it cannot be read.
pub async fn is_new(store: &Store) -> Result<bool, MigrateError> {
    Ok(applied(store.read()).await?.is_empty())
}

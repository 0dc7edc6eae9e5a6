//! All SQL but the queue's own: a file per aggregate, rows in, domain types out. Finders that show work take the viewer first.
//!
//! Functions are concrete and take `&impl ConnectionTrait`: [`Store::read`] for pages, a [`Tx`] inside a use case.

pub mod absences;
pub mod audit;
pub mod backup;
pub mod batches;
pub mod calendar_changes;
pub mod calendar_days;
pub mod calendar_rules;
pub mod cases;
pub mod due_checks;
pub mod duties;
pub mod editions;
mod error;
pub mod finding_decisions;
pub mod grants;
pub mod in_system;
pub mod incoming;
pub mod lasting;
pub mod leaders;
pub mod leads;
pub mod ledger_rows;
mod location;
pub mod mail_choices;
pub mod messages;
pub mod migrate;
pub mod names;
pub mod org;
pub mod outbox;
pub mod people;
pub mod precedents;
pub mod recurrences;
pub mod reminder_marks;
pub mod sessions;
pub mod template_drafts;
pub mod templates;
pub mod tokens;
pub mod uploads;
pub mod work;

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::Connection;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

pub use error::StoreError;
pub use location::{Location, UnknownLocation};
/// What every finder takes: [`Store::read`] and [`Tx`] are ones.
pub use sea_orm::ConnectionTrait;
/// For the queue, which has its own statements.
pub use sea_orm::DatabaseConnection;

/// How many connections read at the same time.
const READERS: u32 = 8;
/// How many connections a PostgreSQL server is asked for.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long to wait for another process's transaction, or for a connection.
const PATIENCE: Duration = Duration::from_secs(15);

/// The open database.
///
/// On SQLite there is one connection that writes, so that a transaction never fails for having begun as a reader, and several that only read; on
/// PostgreSQL one pool does both.
#[derive(Debug, Clone)]
pub struct Store {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    location: Location,
    /// Held as long as the SQLite file is open, so that nobody puts a backup in its place meanwhile.
    _in_use: Option<Arc<File>>,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The folder or the lock file could not be made.
    #[error("无法使用数据文件夹：{0}")]
    Folder(#[source] std::io::Error),
    /// A backup is being put in its place.
    #[error("数据库正在恢复备份，请稍后再试")]
    Restoring,
    /// The driver refuses.
    #[error("无法打开数据库 {location}：{source}")]
    Driver {
        /// Which database.
        location: Location,
        /// The driver's reason.
        source: DbErr,
    },
}

impl Store {
    /// Opens the database; a missing SQLite file is made. The schema is another matter: see [`migrate::migrate`].
    ///
    /// # Errors
    /// When the folder cannot be used or the driver refuses.
    pub async fn connect(location: Location) -> Result<Self, ConnectError> {
        let opened = match &location {
            Location::Sqlite(file) => {
                let in_use = hold(file)?;
                let pools = sqlite(file).await;
                pools.map(|(writer, reader)| (writer, reader, Some(Arc::new(in_use))))
            }
            Location::Postgres(url) => postgres(url).await.map(|pool| (pool.clone(), pool, None)),
        };
        match opened {
            Ok((writer, reader, in_use)) => Ok(Self { writer, reader, location, _in_use: in_use }),
            Err(source) => Err(ConnectError::Driver { location, source }),
        }
    }

    /// Begins a transaction that may write. On SQLite it waits for the one before; never begin a second one while holding the first.
    ///
    /// # Errors
    /// When the database cannot be reached or stays busy.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let mode = (self.writer.get_database_backend() == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() };
        Ok(Tx(self.writer.begin_with_options(options).await?))
    }

    /// The connections for reading; on SQLite they cannot write.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// The connection for writing outside a transaction, for the queue, which commits statement by statement.
    #[must_use]
    pub fn write(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Tells every statement to `seen`, with whether it went to the connection that writes; for measuring. Holds for what is cloned from it afterwards.
    pub fn observe(&mut self, seen: impl Fn(bool, &Statement) + Clone + Send + Sync + 'static) {
        let written = seen.clone();
        self.writer.set_metric_callback(move |done| written(true, done.statement));
        self.reader.set_metric_callback(move |done| seen(false, done.statement));
    }

    /// Where the database is.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Closes all connections; on SQLite the write-ahead log is folded into the file.
    ///
    /// # Errors
    /// When the driver reports one.
    pub async fn close(self) -> Result<(), StoreError> {
        self.reader.close_by_ref().await?;
        self.writer.close_by_ref().await?;
        Ok(())
    }
}

/// A transaction that may write; dropped without [`Tx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub struct Tx(DatabaseTransaction);

impl Tx {
    /// Makes everything done in it last.
    ///
    /// # Errors
    /// When the database refuses; then nothing of it remains.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }
}

impl AsRef<DatabaseTransaction> for Tx {
    fn as_ref(&self) -> &DatabaseTransaction {
        &self.0
    }
}

#[sea_orm::entity::prelude::async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(statement).await
    }
}

async fn sqlite(file: &Path) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let writer = sqlite_pool(file, 1, |options| {
        let options = options.create_if_missing(true).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
        options.foreign_keys(true)
    });
    let writer = writer.await?;
    let reader = sqlite_pool(file, READERS, |options| options.read_only(true)).await?;
    Ok((writer, reader))
}

pub(crate) async fn sqlite_pool(
    file: &Path,
    connections: u32,
    set: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions + Send + Sync + 'static,
) -> Result<DatabaseConnection, DbErr> {
    // The path is set on the options: in an address its odd characters would have a meaning.
    let path = file.to_owned();
    let mut options = ConnectOptions::new("sqlite:");
    options.max_connections(connections).min_connections(1).acquire_timeout(PATIENCE).sqlx_logging(false);
    options.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>).test_before_acquire(false);
    options.map_sqlx_sqlite_opts(move |options| set(options.filename(&path).busy_timeout(PATIENCE)));
    options.map_sqlx_sqlite_pool_opts(|pool| pool.after_release(|connection, _| Box::pin(is_out_of_transaction(connection))));
    Database::connect(options).await
}

/// Whether a connection that comes back can be given out again. SQLite ends a transaction by itself when the disk is full or cannot be read; the driver, which
/// counts transactions, then takes the next one for a nested one, whose commit says yes and keeps nothing. Such a connection is closed, and another opened.
async fn is_out_of_transaction(connection: &mut SqliteConnection) -> Result<bool, sea_orm::sqlx::Error> {
    // Behind the rollback of a transaction that was dropped.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

async fn postgres(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(POSTGRES_CONNECTIONS).acquire_timeout(PATIENCE).sqlx_logging(false);
    options.set_application_name("dutyflow");
    Database::connect(options).await
}

/// Makes the folder and takes the shared lock that says "open".
fn hold(file: &Path) -> Result<File, ConnectError> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder).map_err(ConnectError::Folder)?;
    }
    let lock = lock_file(file, ".in-use").map_err(ConnectError::Folder)?;
    match lock.try_lock_shared() {
        Ok(()) => Ok(lock),
        Err(std::fs::TryLockError::WouldBlock) => Err(ConnectError::Restoring),
        Err(std::fs::TryLockError::Error(error)) => Err(ConnectError::Folder(error)),
    }
}

pub(crate) fn lock_file(file: &Path, suffix: &str) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(location::beside(file, suffix))
}

/// A folder that only its owner may read: it holds the town's work.
pub(crate) fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Holds the town's row until the transaction ends, so that numbers counted in it are given one after the other. SQLite has one writer anyway.
pub(crate) async fn lock_town(db: &impl ConnectionTrait, town: workflow::ids::TownId) -> Result<(), StoreError> {
    use sea_orm::{EntityTrait, QuerySelect};
    entity::town::Entity::find_by_id(town.uuid()).lock_exclusive().one(db).await?;
    Ok(())
}

pub(crate) fn to_i32(column: &str, number: u32) -> Result<i32, StoreError> {
    i32::try_from(number).map_err(|_| StoreError::Inconsistent(format!("{column}: {number}")))
}

pub(crate) fn to_u32(column: &str, number: i32) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Inconsistent(format!("{column}: {number}")))
}

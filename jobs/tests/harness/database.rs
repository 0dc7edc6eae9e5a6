//! A fresh, migrated database on each engine.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use migration::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend};
use sea_orm_migration::MigratorTrait;
use tempfile::TempDir;

/// A database that lives as long as the test.
pub struct TestDb {
    url: String,
    /// The pool of the test itself.
    pub db: DatabaseConnection,
    _folder: Option<Arc<TempDir>>,
}

impl TestDb {
    /// Another pool, as another process has it.
    pub async fn connect(&self) -> DatabaseConnection {
        connect(&self.url).await
    }

    /// Whether this is SQLite.
    pub fn is_sqlite(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Sqlite
    }

    /// A statement in passing.
    pub async fn sql(&self, sql: &str) {
        self.db.execute_unprepared(sql).await.unwrap();
    }
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false);
    if url.starts_with("sqlite") {
        options.max_connections(1).map_sqlx_sqlite_opts(|sqlite| sqlite.pragma("journal_mode", "WAL"));
    } else {
        options.max_connections(4);
    }
    Database::connect(options).await.unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the server to test on is named from outside")]
fn postgres() -> Option<String> {
    std::env::var("DUTYFLOW_TEST_POSTGRES").ok()
}

/// Runs the test on SQLite and, if there is one, on PostgreSQL.
pub async fn on_each_engine(test: impl AsyncFn(&TestDb)) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("jobs.sqlite").display());
    let fresh = fresh(url, Some(Arc::new(folder))).await;
    test(&fresh).await;
    fresh.db.close().await.unwrap();

    let Some(server) = postgres() else { return };
    static DATABASES: AtomicU32 = AtomicU32::new(0);
    let name = format!("dutyflow_jobs_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
    let admin = connect(&server).await;
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let fresh = self::fresh(on_database(&server, &name), None).await;
    test(&fresh).await;
    fresh.db.close().await.unwrap();
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    admin.close().await.unwrap();
}

async fn fresh(url: String, folder: Option<Arc<TempDir>>) -> TestDb {
    let db = connect(&url).await;
    Migrator::up(&db, None).await.unwrap();
    TestDb { url, db, _folder: folder }
}

/// The server's address with another database at its end.
fn on_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, None), |(address, query)| (address, Some(query)));
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address[start..].find('/').map_or(address.len(), |at| start + at);
    query.map_or_else(|| format!("{}/{name}", &address[..end]), |query| format!("{}/{name}?{query}", &address[..end]))
}

//! A database of its own for each test: a SQLite file in a temporary folder, or a database made on the PostgreSQL server that
//! `DUTYFLOW_TEST_POSTGRES` names and dropped afterwards.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use dutyflow::store::{Location, Store, migrate};
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

/// The day on which tests begin: Monday, 5 January 2026, nine in the morning in Beijing.
pub fn start() -> DateTime<Utc> {
    "2026-01-05T01:00:00Z".parse().unwrap()
}

/// An open database and where it lies; both are gone when it is dropped.
pub struct TestDb {
    pub store: Store,
    pub place: Place,
}

/// The folder of a test, and its database on the server.
pub struct Place {
    dir: TempDir,
    made: Option<Made>,
}

/// A database made on a server.
struct Made {
    server: String,
    name: String,
}

impl TestDb {
    /// A new database with the present schema.
    pub async fn migrated() -> Self {
        let db = Self::empty().await;
        migrate::migrate(&db.store, &db.place.backups(), start()).await.unwrap();
        db
    }

    /// A new database without a schema.
    pub async fn empty() -> Self {
        match server() {
            None => Self::empty_sqlite().await,
            Some(server) => {
                let made = Made { server, name: new_name() };
                made.execute(&[format!("DROP DATABASE IF EXISTS {}", made.name), format!("CREATE DATABASE {}", made.name)]).await;
                let store = Store::connect(made.address().parse().unwrap()).await.unwrap();
                Self { store, place: Place { dir: tempfile::tempdir().unwrap(), made: Some(made) } }
            }
        }
    }

    /// A new SQLite database without a schema, for what concerns SQLite only.
    pub async fn empty_sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::connect(Location::Sqlite(dir.path().join("dutyflow.sqlite"))).await.unwrap();
        Self { store, place: Place { dir, made: None } }
    }

    /// Closes the database, so that it can be copied.
    pub async fn into_template(self) -> Place {
        self.store.close().await.unwrap();
        self.place
    }

    /// A copy of a closed database, spoken to through a port when one is given (PostgreSQL).
    pub async fn copy_of(template: &Place, through: Option<u16>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let Some(made) = &template.made else {
            let file = dir.path().join("dutyflow.sqlite");
            std::fs::copy(template.dir().join("dutyflow.sqlite"), &file).unwrap();
            return Self { store: Store::connect(Location::Sqlite(file)).await.unwrap(), place: Place { dir, made: None } };
        };
        let copy = Made { server: made.server.clone(), name: new_name() };
        copy.execute(&[format!("CREATE DATABASE {} TEMPLATE {}", copy.name, made.name)]).await;
        let mut url = url::Url::parse(&copy.address()).unwrap();
        if through.is_some() {
            url.set_port(through).unwrap();
        }
        Self { store: Store::connect(url.as_str().parse().unwrap()).await.unwrap(), place: Place { dir, made: Some(copy) } }
    }

    /// Another view of the same database, never through a given port.
    pub async fn beside(&self) -> Store {
        match &self.place.made {
            None => self.another().await,
            Some(made) => Store::connect(made.address().parse().unwrap()).await.unwrap(),
        }
    }

    /// A second process's view of the same database.
    pub async fn another(&self) -> Store {
        Store::connect(self.store.location().clone()).await.unwrap()
    }
}

impl Place {
    /// The folder beside the database.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The folder for copies.
    pub fn backups(&self) -> PathBuf {
        self.dir().join("backups")
    }
}

/// The name of a database that no other test has.
fn new_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("dutyflow_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Made {
    fn address(&self) -> String {
        let mut url = url::Url::parse(&self.server).unwrap();
        url.set_path(&self.name);
        url.to_string()
    }

    async fn execute(&self, statements: &[String]) {
        let server = Database::connect(&self.server).await.unwrap();
        for statement in statements {
            server.execute_unprepared(statement).await.unwrap();
        }
        server.close().await.unwrap();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(made) = self.made.take() else { return };
        // A runtime of its own: the test's may be the one that is unwinding.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(made.execute(&[format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", made.name)]));
        });
        if dropped.join().is_err() && !std::thread::panicking() {
            panic!("the test's database could not be dropped");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the tests' own switch is not part of the configuration")]
pub fn server() -> Option<String> {
    std::env::var("DUTYFLOW_TEST_POSTGRES").ok().filter(|text| !text.is_empty())
}

//! `[database]`: the data folder with its SQLite file, or a PostgreSQL server.

use std::path::PathBuf;

use serde::Deserialize;

use super::{ConfigError, Secret};

/// The data folder when none is given.
pub const DEFAULT_DATA_DIR: &str = "./dutyflow-data";
/// The name of the SQLite file in the data folder.
pub const SQLITE_FILE: &str = "dutyflow.sqlite";

/// `[database]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// A PostgreSQL or SQLite address; it may hold a password. Without it the SQLite file in the data folder is used.
    pub url: Option<Secret>,
    /// The folder of the SQLite file, backups and kept mails.
    pub data_dir: PathBuf,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: None, data_dir: PathBuf::from(DEFAULT_DATA_DIR) }
    }
}

impl Database {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let known = ["postgres://", "postgresql://", "sqlite:"];
        match &self.url {
            Some(url) if !known.iter().any(|scheme| url.expose().starts_with(scheme)) => {
                let reason = "只支持 postgres://… 和 sqlite:…".to_owned();
                Err(ConfigError::Value { key: "database.url（DATABASE_URL）", reason })
            }
            _ => Ok(()),
        }
    }

    /// The address of the database: the configured one, else `sqlite:` and the file in the data folder.
    #[must_use]
    pub fn location(&self) -> Secret {
        self.url.clone().unwrap_or_else(|| Secret::new(format!("sqlite:{}", self.data_dir.join(SQLITE_FILE).display())))
    }
}

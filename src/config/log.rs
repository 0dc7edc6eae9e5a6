//! `[log]`: what is logged and in which form.

use serde::Deserialize;

use super::ConfigError;

/// `[log]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// Directives of `tracing`, like `info,dutyflow=debug`.
    pub filter: String,
    /// The form of a line.
    pub format: Format,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people.
    Text,
    /// For machines, one JSON object a line.
    Json,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info,sqlx=warn,sea_orm_migration=warn".to_owned(), format: Format::Text }
    }
}

impl Log {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        match tracing_subscriber::EnvFilter::try_new(&self.filter) {
            Ok(_) => Ok(()),
            Err(error) => Err(ConfigError::Value { key: "log.filter", reason: error.to_string() }),
        }
    }
}

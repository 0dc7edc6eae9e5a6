//! The configuration: `dutyflow.toml`, then the environment's `DUTYFLOW_*` variables over it. Unknown keys and variables are refused, so that a
//! misspelt one is never silently without effect. Nothing else in the program reads the environment.

pub mod database;
pub mod log;
pub mod mail;
pub mod metrics;
pub mod secret;
pub mod server;

use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use database::Database;
pub use log::Log;
pub use mail::Mail;
pub use metrics::Metrics;
pub use secret::Secret;
pub use server::Server;

/// The name of the configuration file in the data folder.
pub const FILE_NAME: &str = "dutyflow.toml";

/// Everything that can be configured.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the program listens and under which address it is known.
    pub server: Server,
    /// Where the data lie.
    pub database: Database,
    /// How mail leaves.
    pub mail: Mail,
    /// Where metrics are told.
    pub metrics: Metrics,
    /// What is logged and how.
    pub log: Log,
}

/// What the command line says before the configuration is read.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--config`: this file, which must exist, instead of the one in the data folder.
    pub file: Option<PathBuf>,
    /// `--data`: this data folder, before file and environment.
    pub data_dir: Option<PathBuf>,
}

/// Why the configuration cannot be used. The sentences name keys and places, never values that may be secret.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("无法读取配置文件 {}：{source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// The file is not TOML, or has a key that does not exist or a value that does not fit.
    #[error("配置文件 {} 有误（{place}）：{reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The line.
        place: String,
        /// The reason.
        reason: String,
    },
    /// A variable that does not exist.
    #[error("环境变量 {name} 不存在；可用的有：{known}")]
    UnknownVariable {
        /// Its name.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// A variable whose value does not fit.
    #[error("环境变量 {name} 的值有误：{reason}")]
    Variable {
        /// Its name.
        name: &'static str,
        /// What it must be.
        reason: String,
    },
    /// A value that does not fit, or two that contradict each other.
    #[error("配置项 {key} 有误：{reason}")]
    Value {
        /// The key.
        key: &'static str,
        /// The reason.
        reason: String,
    },
}

/// How the text of a variable becomes a TOML value.
#[derive(Debug, Clone, Copy)]
enum Shape {
    Text,
    Number,
    List,
}

/// A variable of the environment and the key that it sets.
struct Variable {
    name: &'static str,
    section: &'static str,
    key: &'static str,
    shape: Shape,
}

const fn variable(name: &'static str, section: &'static str, key: &'static str, shape: Shape) -> Variable {
    Variable { name, section, key, shape }
}

/// Every variable. Of two that set the same key the later wins.
const VARIABLES: &[Variable] = &[
    variable("DUTYFLOW_LISTEN", "server", "listen", Shape::Text),
    variable("DUTYFLOW_PUBLIC_URL", "server", "public_url", Shape::Text),
    variable("DUTYFLOW_TRUSTED_PROXY", "server", "trusted_proxy", Shape::List),
    variable("DATABASE_URL", "database", "url", Shape::Text),
    variable("DUTYFLOW_DATABASE_URL", "database", "url", Shape::Text),
    variable("DUTYFLOW_DATA_DIR", "database", "data_dir", Shape::Text),
    variable("DUTYFLOW_SMTP_URL", "mail", "smtp_url", Shape::Text),
    variable("DUTYFLOW_SMTP_HOST", "mail", "smtp_host", Shape::Text),
    variable("DUTYFLOW_SMTP_PORT", "mail", "smtp_port", Shape::Number),
    variable("DUTYFLOW_SMTP_TLS", "mail", "smtp_tls", Shape::Text),
    variable("DUTYFLOW_SMTP_USER", "mail", "smtp_user", Shape::Text),
    variable("DUTYFLOW_SMTP_PASSWORD", "mail", "smtp_password", Shape::Text),
    variable("DUTYFLOW_SMTP_CA", "mail", "smtp_ca", Shape::Text),
    variable("DUTYFLOW_MAIL_FROM", "mail", "from", Shape::Text),
    variable("DUTYFLOW_METRICS_LISTEN", "metrics", "listen", Shape::Text),
    variable("DUTYFLOW_LOG", "log", "filter", Shape::Text),
    variable("DUTYFLOW_LOG_FORMAT", "log", "format", Shape::Text),
];

/// The prefix of variables that belong to the tests.
const TEST_PREFIX: &str = "DUTYFLOW_TEST_";

impl Config {
    /// Reads the file, lays the variables over it and checks the whole.
    ///
    /// # Errors
    /// With one sentence that says which file, key or variable is wrong and why.
    pub fn load(overrides: &Overrides, environment: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let variables = known(environment)?;
        let mut tree = read_file(overrides, &variables)?;
        for (variable, text) in &variables {
            let section = tree.entry(variable.section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            let Some(section) = section.as_table_mut() else {
                return Err(ConfigError::Value { key: variable.section, reason: "必须是一节（[…]）".to_owned() });
            };
            section.insert(variable.key.to_owned(), shaped(variable, text)?);
        }
        // The file and each variable fit by themselves: they have been parsed alone.
        let mut config: Self = tree.try_into().map_err(|error: toml::de::Error| whole(&error))?;
        if let Some(dir) = &overrides.data_dir {
            config.database.data_dir.clone_from(dir);
        }
        config.server.check()?;
        config.database.check()?;
        config.mail.check()?;
        config.log.check()?;
        Ok(config)
    }

    /// [`Config::load`] with the environment of this process.
    ///
    /// # Errors
    /// As [`Config::load`]; also when a variable of ours is not UTF-8.
    pub fn from_process(overrides: &Overrides) -> Result<Self, ConfigError> {
        let mut environment = Vec::new();
        for (name, value) in std::env::vars_os() {
            let Some(name) = name.to_str().filter(|name| name.starts_with("DUTYFLOW_") || *name == "DATABASE_URL") else {
                continue;
            };
            match value.into_string() {
                Ok(value) => environment.push((name.to_owned(), value)),
                Err(_) => return Err(ConfigError::UnknownVariable { name: format!("{name}（值不是 UTF-8）"), known: names() }),
            }
        }
        Self::load(overrides, environment)
    }
}

/// The variables that are ours, in the order of [`VARIABLES`]; empty ones count as not set.
fn known(environment: impl IntoIterator<Item = (String, String)>) -> Result<Vec<(&'static Variable, String)>, ConfigError> {
    let mut found = Vec::new();
    for (name, text) in environment {
        match VARIABLES.iter().position(|variable| variable.name == name) {
            Some(at) if !text.trim().is_empty() => found.push((at, text)),
            Some(_) => {}
            None if name.starts_with("DUTYFLOW_") && !name.starts_with(TEST_PREFIX) => {
                return Err(ConfigError::UnknownVariable { name, known: names() });
            }
            None => {}
        }
    }
    found.sort_by_key(|(at, _)| *at);
    Ok(found.into_iter().filter_map(|(at, text)| VARIABLES.get(at).map(|variable| (variable, text))).collect())
}

fn names() -> String {
    VARIABLES.iter().map(|variable| variable.name).collect::<Vec<_>>().join("、")
}

fn shaped(variable: &Variable, text: &str) -> Result<toml::Value, ConfigError> {
    let text = text.trim();
    let wrong = |reason: String| ConfigError::Variable { name: variable.name, reason };
    let value = match variable.shape {
        Shape::Text => toml::Value::String(text.to_owned()),
        Shape::Number => toml::Value::Integer(text.parse().map_err(|_| wrong("必须是一个整数".to_owned()))?),
        Shape::List => toml::Value::Array(
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| toml::Value::String(part.to_owned())).collect(),
        ),
    };
    let section = toml::Table::from_iter([(variable.key.to_owned(), value.clone())]);
    let alone = toml::Table::from_iter([(variable.section.to_owned(), toml::Value::Table(section))]);
    alone.try_into::<Config>().map_err(|error| wrong(error.message().replace('\n', " ")))?;
    Ok(value)
}

fn whole(error: &toml::de::Error) -> ConfigError {
    ConfigError::Value { key: FILE_NAME, reason: error.message().replace('\n', " ") }
}

/// The file named on the command line, which must exist, else the one in the data folder, which may be missing.
fn read_file(overrides: &Overrides, variables: &[(&'static Variable, String)]) -> Result<toml::Table, ConfigError> {
    let path = overrides.file.clone().unwrap_or_else(|| {
        let from_environment =
            || variables.iter().find(|(variable, _)| variable.key == "data_dir").map(|(_, text)| PathBuf::from(text.trim()));
        let dir = overrides.data_dir.clone().or_else(from_environment);
        dir.unwrap_or_else(|| PathBuf::from(database::DEFAULT_DATA_DIR)).join(FILE_NAME)
    });
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && overrides.file.is_none() => return Ok(toml::Table::new()),
        Err(source) => return Err(ConfigError::Unreadable { path, source }),
    };
    // Parsed once into the sections for messages with line numbers, and once into a table that the variables are laid over.
    toml::from_str::<Config>(&text).map_err(|error| in_file(&path, &text, &error))?;
    toml::from_str(&text).map_err(|error| in_file(&path, &text, &error))
}

/// The parser's own rendering quotes the faulty line, which may hold a password: only its message and the line number are kept.
fn in_file(path: &Path, text: &str, error: &toml::de::Error) -> ConfigError {
    let line = error.span().and_then(|span| text.get(..span.start)).map_or(1, |before| before.matches('\n').count() + 1);
    ConfigError::File { path: path.to_owned(), place: format!("第 {line} 行"), reason: error.message().replace('\n', " ") }
}

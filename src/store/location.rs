//! Where a database is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A SQLite file or a PostgreSQL server. Never printed with its password.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file; it and its folder are made when missing.
    Sqlite(PathBuf),
    /// An address for the driver; it may hold a password.
    Postgres(String),
}

/// An address of neither kind.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("不是数据库地址，只支持 postgres://… 和 sqlite:…")]
pub struct UnknownLocation;

impl FromStr for Location {
    type Err = UnknownLocation;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:").ok_or(UnknownLocation)?;
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        if path.is_empty() || path == ":memory:" { Err(UnknownLocation) } else { Ok(Self::Sqlite(PathBuf::from(path))) }
    }
}

impl Location {
    /// The SQLite file, if it is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "SQLite {}", path.display()),
            Self::Postgres(text) => match url::Url::parse(text) {
                Ok(url) => write!(f, "PostgreSQL {}{}", url.host_str().unwrap_or_default(), url.path()),
                Err(_) => f.write_str("PostgreSQL"),
            },
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A path with something appended to its last part.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

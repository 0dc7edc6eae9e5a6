//! What can go wrong between rows and domain types.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database or the way to it failed; nothing of the transaction remains.
    #[error("database: {0}")]
    Driver(#[source] DbErr),
    /// A row that the domain cannot have: an unknown code, JSON of another shape, a reference into nothing.
    #[error("inconsistent data: {0}")]
    Inconsistent(String),
    /// Somebody else changed it in the meantime.
    #[error("changed by somebody else: {0}")]
    Conflict(&'static str),
    /// A unique value is taken; the text is the database's own and names the columns.
    #[error("already there: {0}")]
    Unique(String),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(detail)) => return Self::Unique(detail),
            Some(SqlErr::ForeignKeyConstraintViolation(detail)) => return Self::Inconsistent(detail),
            _ => {}
        }
        match state(&error).as_deref() {
            Some("40001" | "40P01") => Self::Conflict("transaction"),
            _ => Self::Driver(error),
        }
    }
}

/// The driver's own code, for the failures that PostgreSQL asks to repeat.
fn state(error: &DbErr) -> Option<String> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner)) => {
            inner.as_database_error()?.code().map(std::borrow::Cow::into_owned)
        }
        _ => None,
    }
}

/// For a row whose code or JSON the domain does not know.
pub(crate) fn inconsistent(table: &str, column: &str, value: impl std::fmt::Display) -> StoreError {
    StoreError::Inconsistent(format!("{table}.{column}: {value}"))
}

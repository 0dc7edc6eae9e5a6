//! Whether the program can work: its database answers and has its schema.

use std::time::Duration;

use super::tools::Tools;
use crate::store::migrate;

/// Whoever asks wants to know soon.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether the database answers in time and its schema is this program's. The reason for a no goes to the log.
pub async fn ready(tools: &Tools) -> bool {
    match tokio::time::timeout(PATIENCE, migrate::is_current(&tools.store)).await {
        Ok(Ok(current)) => {
            if !current {
                tracing::warn!("not ready: the database is older than this program");
            }
            current
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            false
        }
        Err(_) => {
            tracing::warn!("not ready: the database does not answer");
            false
        }
    }
}

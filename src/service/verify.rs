//! Whether the record holds: every history is unbroken, and every state in the rows follows from its history.

use workflow::case::history::{Broken, check_chain, rebuild};
use workflow::ids::{LeadId, WorkflowId};
use workflow::lead::history as lead;

use super::error::ServiceError;
use super::tools::Tools;
use crate::store::{StoreError, cases, leads};

/// What is wrong with a workflow or a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The history has a gap, or an entry was changed; in words.
    History(String),
    /// The rows say something else than the history.
    Differs,
    /// A row cannot be read at all; in words.
    Unreadable(String),
}

impl Wrong {
    fn of(error: StoreError) -> Result<Self, ServiceError> {
        match error {
            StoreError::Inconsistent(what) => Ok(Self::Unreadable(what)),
            other => Err(other.into()),
        }
    }
}

impl From<Broken> for Wrong {
    fn from(broken: Broken) -> Self {
        Self::History(broken.to_string())
    }
}

/// What is wrong with a workflow; nothing, or it is gone.
///
/// # Errors
/// When the database cannot be read.
pub async fn workflow(tools: &Tools, id: WorkflowId) -> Result<Option<Wrong>, ServiceError> {
    // State and history of one moment: work goes on meanwhile.
    let tx = tools.store.begin().await?;
    let (stored, history) = (cases::load_unscoped(&tx, id).await, cases::history(&tx, id).await);
    drop(tx);
    let (stored, history) = match (stored, history) {
        (Ok(Some(stored)), Ok(history)) => (stored, history),
        (Ok(None), _) => return Ok(None),
        (Err(error), _) | (_, Err(error)) => return Wrong::of(error).map(Some),
    };
    let rebuilt = match check_chain(id, &history).and_then(|()| rebuild(id, &history)) {
        Ok(rebuilt) => rebuilt,
        Err(broken) => return Ok(Some(broken.into())),
    };
    let head = history.last().map(|entry| entry.hash.as_str());
    let fits = rebuilt == stored.case && head == Some(stored.head_hash.as_str());
    Ok((!fits).then_some(Wrong::Differs))
}

/// What is wrong with a lead; nothing, or it is gone.
///
/// # Errors
/// When the database cannot be read.
pub async fn lead(tools: &Tools, id: LeadId) -> Result<Option<Wrong>, ServiceError> {
    let tx = tools.store.begin().await?;
    let (stored, history) = (leads::load_unscoped(&tx, id).await, leads::history(&tx, id).await);
    drop(tx);
    let (stored, history) = match (stored, history) {
        (Ok(Some(stored)), Ok(history)) => (stored, history),
        (Ok(None), _) => return Ok(None),
        (Err(error), _) | (_, Err(error)) => return Wrong::of(error).map(Some),
    };
    let rebuilt = match lead::check_chain(id, &history).and_then(|()| lead::rebuild(id, &history)) {
        Ok(rebuilt) => rebuilt,
        Err(broken) => return Ok(Some(Wrong::History(broken.to_string()))),
    };
    let head = history.last().map(|entry| entry.hash.as_str());
    let fits = rebuilt == stored.lead && head == Some(stored.head_hash.as_str());
    Ok((!fits).then_some(Wrong::Differs))
}

//! Why a use case was not carried out.

use workflow::case::PlanError;
use workflow::refusal::Refusal;

use crate::store::StoreError;

/// Why a use case was not carried out; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such thing, or the person may not know of it.
    #[error("没有找到，或者您无权查看")]
    NotFound,
    /// Somebody else was quicker; what they did is on the page now.
    #[error("其他人刚刚更新了这项工作，请查看最新情况后再办理")]
    Conflict,
    /// What was typed cannot be taken: one entry a field.
    #[error("填写有误：{}", .0.first().map(|problem| problem.message.as_str()).unwrap_or_default())]
    Invalid(Vec<Problem>),
    /// The track cannot be started.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The change of a template is refused.
    #[error(transparent)]
    Edit(#[from] workflow::template::edit::EditError),
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
    /// The queue failed.
    #[error(transparent)]
    Queue(#[from] jobs::Error),
    /// Something that should not happen; the sentence is for the log.
    #[error("内部错误：{0}")]
    Internal(String),
}

/// What is wrong with a field, as a code that `text` renders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of the field in forms and in the API.
    pub field: &'static str,
    /// The code of what is wrong (`missing`, `too-long`, `unknown`, `taken`, …).
    pub code: &'static str,
    /// A Chinese sentence for the command line and the API.
    pub message: String,
}

impl Problem {
    /// A problem of one field.
    #[must_use]
    pub fn new(field: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self { field, code, message: message.into() }
    }
}

impl ServiceError {
    /// One field's problem as an error.
    #[must_use]
    pub fn invalid(field: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem::new(field, code, message)])
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(_) => Self::Conflict,
            other => Self::Store(other),
        }
    }
}

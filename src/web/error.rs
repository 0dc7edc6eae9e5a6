//! Why a page cannot be shown or an act not be done: a small set of problems, each with its status. The words are put to them in [`super::visit`],
//! where the language is known.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use workflow::refusal::Refusal;

use crate::auth::Failed;
use crate::service::ServiceError;

/// A problem that ends a request.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// What the browser sent cannot be read.
    #[error("malformed request")]
    Malformed,
    /// The role does not do this.
    #[error("not permitted")]
    Forbidden,
    /// The form did not come from a page of ours.
    #[error("foreign origin")]
    Origin,
    /// The form's token is missing or old.
    #[error("stale form")]
    Stale,
    /// It does not exist, or not for this person.
    #[error("not found")]
    NotFound,
    /// Somebody else was faster; what to say about it, when there is more to say than that.
    #[error("conflict")]
    Conflict(Option<String>),
    /// Larger than allowed.
    #[error("too large")]
    TooLarge,
    /// It is understood and not acceptable; the reason in the person's language.
    #[error("refused: {0}")]
    Refused(String),
    /// The rules refuse it, and there is no form to say so beside.
    #[error(transparent)]
    Rule(Refusal),
    /// Too many attempts.
    #[error("too many attempts")]
    TooMany,
    /// The fault is ours.
    #[error(transparent)]
    Internal(anyhow::Error),
}

impl WebError {
    /// The status that says it.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::Forbidden | Self::Origin | Self::Stale => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused(_) | Self::Rule(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<Failed> for WebError {
    fn from(error: Failed) -> Self {
        if error.is_conflict() { Self::Conflict(None) } else { Self::Internal(error.into()) }
    }
}

impl From<ServiceError> for WebError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Refused(Refusal::NotPermitted) => Self::Forbidden,
            ServiceError::Refused(reason) => Self::Rule(reason),
            ServiceError::NotFound => Self::NotFound,
            ServiceError::Conflict => Self::Conflict(None),
            ServiceError::Invalid(_) | ServiceError::Plan(_) | ServiceError::Edit(_) => Self::Refused(error.to_string()),
            ServiceError::Store(_) | ServiceError::Queue(_) | ServiceError::Internal(_) => Self::Internal(error.into()),
        }
    }
}

/// What a response carries until its page is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// The status says it all.
    Plain,
    /// [`WebError::Origin`].
    Origin,
    /// [`WebError::Stale`].
    Stale,
    /// A sentence for the person.
    Words(String),
    /// [`WebError::Rule`].
    Rule(Refusal),
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let status = self.status();
        let problem = match self {
            Self::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "a request failed");
                Problem::Plain
            }
            Self::Origin => Problem::Origin,
            Self::Stale => Problem::Stale,
            Self::Rule(reason) => Problem::Rule(reason),
            Self::Conflict(Some(words)) | Self::Refused(words) => Problem::Words(words),
            Self::Malformed | Self::Forbidden | Self::NotFound | Self::Conflict(None) | Self::TooLarge | Self::TooMany => Problem::Plain,
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(problem);
        response
    }
}

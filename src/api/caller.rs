//! Who calls, and under which request id.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use workflow::ids::CommandId;
use workflow::people::Viewer;

use super::error::ApiError;
use crate::auth::token;
use crate::service::Request;
use crate::state::AppState;
use crate::text::{Language, Texts};

/// A person's program.
pub struct Caller {
    /// With the grants that hold now.
    pub viewer: Viewer,
    /// The person's texts.
    pub t: &'static Texts,
    /// The id of this request: the key that was sent, or a fresh one.
    command: CommandId,
}

impl Caller {
    /// As a service takes it.
    pub fn request(&self) -> Request<'_> {
        Request { viewer: &self.viewer, command: self.command }
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let text = token::bearer(&parts.headers).ok_or(ApiError::Unauthorized)?;
        let found = token::find(&state.tools.store, text, state.now()).await.map_err(|error| ApiError::Internal(error.to_string()))?;
        let caller = found.ok_or(ApiError::Unauthorized)?;
        let command = match parts.headers.get("idempotency-key") {
            None => state.tools.command(),
            Some(key) => {
                let key = key.to_str().ok().and_then(|key| key.trim().parse::<CommandId>().ok());
                key.ok_or_else(|| ApiError::malformed("Idempotency-Key is not a UUID"))?
            }
        };
        let t = Texts::of(Language::from_code(&caller.language).unwrap_or_default());
        Ok(Self { viewer: caller.viewer, t, command })
    }
}

//! Who the token belongs to.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::Caller;
use super::error::{ApiError, ErrorBody};

/// The person and the roles.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The person.
    pub person: Uuid,
    /// The roles that hold now.
    pub grants: Vec<GrantDto>,
}

/// A role over a scope.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantDto {
    /// The role's code.
    pub role: String,
    /// `county`, `town`, `office`, `village`, `body`.
    pub scope: String,
    /// The town, where the scope belongs to one.
    pub town: Option<Uuid>,
}

/// Who the token belongs to, and that person's roles.
#[utoipa::path(get, path = "/api/v1/me", tag = "account", responses((status = 200, body = Me), (status = 401, body = ErrorBody)), security(("token" = [])))]
pub async fn show(caller: Caller) -> Result<Json<Me>, ApiError> {
    let grants = caller.viewer.grants.iter().map(|grant| GrantDto {
        role: grant.role.code().to_owned(),
        scope: grant.scope.code().to_owned(),
        town: grant.scope.town_id().map(Into::into),
    });
    Ok(Json(Me { person: caller.viewer.person.uuid(), grants: grants.collect() }))
}

//! Giving and ending a person's roles.

use axum::extract::State;
use axum::response::Response;
use workflow::ids::{GrantId, PersonId};

use super::person::Show;
use super::place::Offer;
use super::refused;
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::people;
use crate::state::AppState;
use crate::urls::Url;
use crate::web::{Id, Page, Posted, Typed, WebError, html_refused, notice};

/// Gives a role.
pub async fn give(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<PersonId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let actor = Actor::Person(&signed.viewer);
    // Only people whom the actor keeps: somebody new to the town is added, or given a role by the admin.
    people::card(&state.tools, actor, id).await?;
    let mut form = posted.typed("");
    let offer = Offer::load(&state, t, actor).await?;
    if let Some(grant) = offer.read(t, &mut form) {
        match people::grant(&state.tools, actor, id, grant).await {
            Ok(_) => return Ok(notice::done(&Url::PersonShow(id), t.admin.role_added)),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    let leave = Typed::new("leave", state.command());
    html_refused(&Show::load(&state, page, &signed, id, (form, leave)).await?)
}

/// Ends a role.
pub async fn end(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<PersonId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let actor = Actor::Person(&signed.viewer);
    people::card(&state.tools, actor, id).await?;
    let mut form = Typed::new("", state.command());
    let grant: GrantId = posted.value("grant").parse().map_err(|_| WebError::Malformed)?;
    match people::end_grant(&state.tools, actor, id, grant).await {
        Ok(left) => {
            // A coordinator may have ended the last role by which this person was theirs to see.
            let seen = people::card(&state.tools, actor, id).await.is_ok();
            let url = if seen { Url::PersonShow(id) } else { Url::People };
            Ok(notice::done(&url, t.counted(t.admin.role_ended, left.to_inbox)))
        }
        Err(error) => {
            refused(t, &mut form, error)?;
            let leave = Typed::new("leave", state.command());
            html_refused(&Show::load(&state, page, &signed, id, (form, leave)).await?)
        }
    }
}

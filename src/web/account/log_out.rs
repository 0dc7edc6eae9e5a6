//! Log-out.

use axum::extract::State;
use axum::response::Response;

use crate::auth::{SignedIn, cookie, session};
use crate::state::AppState;
use crate::text::{Language, Texts};
use crate::urls::Url;
use crate::web::{WebError, notice, visit};

/// Ends the session.
pub async fn log_out(State(state): State<AppState>, signed: SignedIn) -> Result<Response, WebError> {
    session::close(&state.tools.store, &signed.session).await?;
    let t = Texts::of(Language::from_code(&signed.language).unwrap_or_default());
    let mut response = notice::done(&Url::Login, t.account.logged_out);
    visit::set_cookie(&mut response, &cookie::clear(state.config.server.secure_cookies()));
    Ok(response)
}

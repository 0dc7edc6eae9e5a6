//! Changing one's password.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use super::log_in::minutes;
use crate::auth::log_in::{ChangeError, change_password};
use crate::auth::password::{MAX, MIN, Weak};
use crate::auth::{SignedIn, Throttle};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::visit::Visit;
use crate::web::{Page, Posted, Typed, WebError, html, html_refused, notice};

#[derive(Template)]
#[template(path = "pages/account/password.html")]
struct Show {
    page: Page,
    form: Typed,
    first: bool,
    rule: String,
}

impl Show {
    fn new(page: Page, form: Typed, signed: &SignedIn) -> Self {
        let rule = fill(page.t.account.password_rule, &[("min", &MIN)]);
        Self { page, form, first: signed.must_change_password, rule }
    }
}

/// The form.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let form = Typed::new("", state.command());
    html(&Show::new(page, form, &signed))
}

/// Changes it.
pub async fn change(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    Extension(throttle): Extension<Arc<Throttle>>,
    page: Page,
    signed: SignedIn,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    // Passwords are taken as typed: white space may belong to them.
    let raw = |name: &str| posted.pairs().iter().find(|(own, _)| own == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let (current, new, again) = (raw("current_password"), raw("new_password"), raw("new_password_again"));
    let mut form = posted.typed("");
    if new != again {
        form.wrong("new_password_again", t.account.password_differs);
        return html_refused(&Show::new(page, form, &signed));
    }
    match change_password(&state.tools.store, &state.tools.ids, &throttle, &signed, (current, new), visit.address, visit.now).await {
        Ok(()) => Ok(notice::done(&Url::Home, t.account.password_changed)),
        Err(error) => {
            say(t, &mut form, error)?;
            html_refused(&Show::new(page, form, &signed))
        }
    }
}

fn say(t: &Texts, form: &mut Typed, error: ChangeError) -> Result<(), WebError> {
    let a = &t.account;
    match error {
        ChangeError::Wrong => form.wrong("current_password", a.password_wrong),
        ChangeError::Same => form.wrong("new_password", a.password_same),
        ChangeError::Weak(Weak::Short) => form.wrong("new_password", fill(a.password_short, &[("min", &MIN)])),
        ChangeError::Weak(Weak::Long) => form.wrong("new_password", fill(a.password_long, &[("max", &MAX)])),
        ChangeError::Weak(Weak::IsName) => form.wrong("new_password", a.password_is_name),
        ChangeError::Wait(wait) => form.refuse(fill(a.throttled, &[("minutes", &minutes(wait))])),
        ChangeError::Failed(error) => return Err(error.into()),
        ChangeError::Hash(_) | ChangeError::Interrupted => return Err(WebError::Internal(error.into())),
    }
    Ok(())
}

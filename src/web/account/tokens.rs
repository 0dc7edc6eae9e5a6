//! One's tokens for the API.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Duration, Utc};

use crate::auth::SignedIn;
use crate::auth::token::{self, Token};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::{Choice, Id, Page, Posted, Typed, WebError, html, html_refused, notice};
use workflow::ids::TokenId;

/// For how many days a token may be made.
const DAYS: [i64; 3] = [30, 90, 365];
/// The longest name.
const NAME: usize = 60;

struct Row {
    token: Token,
    badge: Badge,
    active: bool,
}

#[derive(Template)]
#[template(path = "pages/account/tokens.html")]
struct List {
    page: Page,
    form: Typed,
    rows: Vec<Row>,
    days: Vec<Choice>,
    made: Option<String>,
}

impl List {
    async fn load(state: &AppState, page: Page, signed: &SignedIn, form: Typed, made: Option<String>) -> Result<Self, WebError> {
        let now = page.now;
        let a = &page.t.account;
        let rows = token::list(&state.tools.store, signed.person()).await?.into_iter().map(|token| {
            let ended = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at <= now);
            let (active, badge) = match (token.revoked_at, ended(token.expires_at)) {
                (Some(_), _) => (false, Badge::other("off", "cross", a.tokens_state_revoked)),
                (None, true) => (false, Badge::other("off", "clock", a.tokens_state_expired)),
                (None, false) => (true, Badge::other("done", "done", a.tokens_state_active)),
            };
            Row { token, badge, active }
        });
        let days = DAYS.iter().map(|days| Choice::new(days, fill(a.tokens_days, &[("days", days)]))).collect();
        Ok(Self { rows: rows.collect(), days, page, form, made })
    }
}

/// The tokens.
pub async fn list(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let form = Typed::new("", state.command()).with("days", DAYS[1]);
    html(&List::load(&state, page, &signed, form, None).await?)
}

/// Makes one and shows its secret, this once.
pub async fn create(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let mut form = posted.typed("");
    let name = form.required(page.t, "name", NAME);
    let days = form.pick::<i64>(page.t, "days").filter(|days| DAYS.contains(days));
    if days.is_none() {
        form.wrong("days", page.t.common.pick_one);
    }
    let (Some(name), Some(days)) = (name, days) else {
        return html_refused(&List::load(&state, page, &signed, form, None).await?);
    };
    let (_, secret) =
        token::create(&state.tools.store, &state.tools.ids, signed.person(), &name, Some(Duration::days(days)), page.now).await?;
    let form = Typed::new("", state.command()).with("days", DAYS[1]);
    html(&List::load(&state, page, &signed, form, Some(secret)).await?)
}

/// Revokes one.
pub async fn revoke(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<TokenId>) -> Result<Response, WebError> {
    // A second press finds it revoked already: that is what was wanted.
    if !token::revoke(&state.tools.store, signed.person(), id, page.now).await? {
        return Err(WebError::NotFound);
    }
    Ok(notice::done(&Url::Tokens, page.t.account.tokens_revoked))
}

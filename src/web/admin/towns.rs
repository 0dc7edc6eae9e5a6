//! The county and its towns.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::refused;
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::towns::{self, County, TownRow};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::{Choice, Page, Posted, Typed, WebError, html, html_refused, notice};

#[derive(Template)]
#[template(path = "pages/admin/towns.html")]
struct List {
    page: Page,
    form: Typed,
    /// The form for the county.
    set_up: Typed,
    county: Option<County>,
    regions: Vec<Choice>,
    rows: Vec<TownRow>,
}

impl List {
    async fn load(state: &AppState, page: Page, form: Typed, set_up: Typed) -> Result<Self, WebError> {
        let name = |code: &str| if code == "xinjiang" { page.t.admin.region_xinjiang } else { page.t.admin.region_nation };
        Ok(Self {
            county: towns::county(&state.tools).await?,
            regions: towns::REGIONS.into_iter().map(|code| Choice::new(code, name(code))).collect(),
            rows: towns::towns(&state.tools).await?,
            form,
            set_up,
            page,
        })
    }
}

fn set_up_form(state: &AppState) -> Typed {
    Typed::new("county", state.command()).with("region", towns::REGIONS[0])
}

/// The list.
pub async fn list(State(state): State<AppState>, page: Page) -> Result<Response, WebError> {
    html(&List::load(&state, page, Typed::new("", state.command()), set_up_form(&state)).await?)
}

/// Adds a town.
pub async fn add(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("");
    if let Some(name) = form.required(t, "name", 100) {
        match towns::add_town(&state.tools, Actor::Person(&signed.viewer), &name).await {
            Ok(id) => return Ok(notice::done(&Url::TownShow(id), fill(t.admin.town_added, &[("name", &name)]))),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&List::load(&state, page, form, set_up_form(&state)).await?)
}

/// Sets the county up.
pub async fn set_up(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("county");
    let region = form.value("region").to_owned();
    if let Some(name) = form.required(t, "county_name", 100) {
        match towns::create_county(&state.tools, Actor::Person(&signed.viewer), &name, &region).await {
            Ok(_) => return Ok(notice::done(&Url::Towns, t.admin.county_set)),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&List::load(&state, page, Typed::new("", state.command()), form).await?)
}

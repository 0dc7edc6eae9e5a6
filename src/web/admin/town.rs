//! One town: its offices, its villages and communities.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::ids::TownId;

use super::refused;
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::towns::{self, TownRow, VillageKind};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::{Choice, Id, Page, Posted, Typed, WebError, html, html_refused, notice};

struct Village {
    name: String,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "pages/admin/town.html")]
struct Show {
    page: Page,
    office: Typed,
    village: Typed,
    row: TownRow,
    villages: Vec<Village>,
    kinds: Vec<Choice>,
    administers: bool,
}

fn kind(t: &Texts, kind: VillageKind) -> &'static str {
    match kind {
        VillageKind::Village => t.admin.village,
        VillageKind::Community => t.admin.community,
    }
}

fn forms(state: &AppState) -> (Typed, Typed) {
    let village = Typed::new("village", state.command()).with("kind", VillageKind::Village.code());
    (Typed::new("office", state.command()), village)
}

impl Show {
    async fn load(
        state: &AppState,
        page: Page,
        signed: &SignedIn,
        id: TownId,
        (office, village): (Typed, Typed),
    ) -> Result<Self, WebError> {
        let actor = Actor::Person(&signed.viewer);
        let row = towns::town(&state.tools, actor, id).await?;
        let kinds = [VillageKind::Village, VillageKind::Community].map(|own| Choice::new(own.code(), kind(page.t, own)));
        Ok(Self {
            villages: row.villages.iter().map(|village| Village { name: village.name.clone(), kind: kind(page.t, village.kind) }).collect(),
            kinds: kinds.into(),
            administers: actor.administers(),
            row,
            office,
            village,
            page,
        })
    }
}

/// The town.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<TownId>) -> Result<Response, WebError> {
    html(&Show::load(&state, page, &signed, id, forms(&state)).await?)
}

/// Adds an office.
pub async fn add_office(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TownId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let actor = Actor::Person(&signed.viewer);
    towns::town(&state.tools, actor, id).await?;
    let mut form = posted.typed("office");
    if let Some(name) = form.required(t, "name", 100) {
        match towns::add_office(&state.tools, actor, id, &name).await {
            Ok(_) => return Ok(notice::done(&Url::TownShow(id), fill(t.admin.added, &[("name", &name)]))),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    let (_, village) = forms(&state);
    html_refused(&Show::load(&state, page, &signed, id, (form, village)).await?)
}

/// Adds a village or community.
pub async fn add_village(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TownId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let actor = Actor::Person(&signed.viewer);
    towns::town(&state.tools, actor, id).await?;
    let mut form = posted.typed("village");
    let kind = VillageKind::from_code(form.value("kind"));
    if kind.is_none() {
        form.wrong("kind", t.common.pick_one);
    }
    let name = form.required(t, "name", 100);
    if let (Some(name), Some(kind)) = (name, kind) {
        match towns::add_village(&state.tools, actor, id, &name, kind).await {
            Ok(_) => return Ok(notice::done(&Url::TownShow(id), fill(t.admin.added, &[("name", &name)]))),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    let (office, _) = forms(&state);
    html_refused(&Show::load(&state, page, &signed, id, (office, form)).await?)
}

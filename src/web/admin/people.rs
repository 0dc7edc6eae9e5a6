//! The people, and adding one. No log-ins are counted here, and nothing else about a person's use of the system.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::ids::PersonId;

use super::place::{Offer, said};
use super::refused;
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::people::{self, NewAccount, Opened};
use crate::state::AppState;
use crate::text::{Language, fill};
use crate::web::badge::Badge;
use crate::web::{Choice, Page, Posted, Typed, WebError, html, html_refused};

/// What narrows the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    state: String,
}

struct Row {
    id: PersonId,
    name: String,
    login: String,
    roles: Vec<String>,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "pages/admin/people.html")]
struct List {
    page: Page,
    filter: Filter,
    rows: Vec<Row>,
    /// Whether the actor keeps towns and bodies, too.
    administers: bool,
    towns: Vec<Choice>,
}

/// The list.
pub async fn list(State(state): State<AppState>, page: Page, signed: SignedIn, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    let t = page.t;
    let actor = Actor::Person(&signed.viewer);
    let everybody = people::list(&state.tools, actor).await?;
    let words = filter.q.trim().to_lowercase();
    let rows = everybody.rows.into_iter().map(|row| {
        let active = row.person.deactivated_at.is_none();
        let login: Vec<String> = row.person.login.into_iter().chain(row.person.phone).collect();
        Row {
            id: row.person.id,
            name: row.person.name,
            login: login.join(" / "),
            roles: row.grants.iter().map(|held| said(t, &everybody.names, held.grant)).collect(),
            badge: if active { Badge::other("done", "done", t.admin.active) } else { Badge::other("off", "off", t.admin.inactive) },
        }
        .with(active)
    });
    let wanted = |(row, active): &(Row, bool)| {
        let text = format!("{} {} {}", row.name, row.login, row.roles.join(" ")).to_lowercase();
        let state = match filter.state.as_str() {
            "active" => *active,
            "inactive" => !*active,
            _ => true,
        };
        state && words.split_whitespace().all(|word| text.contains(word))
    };
    let rows = rows.filter(wanted).map(|(row, _)| row).collect();
    let towns = crate::web::import::kept(&state.tools, &signed.viewer).await?;
    let towns = towns.iter().map(|town| Choice::new(town.id, town.name.clone())).collect();
    html(&List { rows, towns, administers: actor.administers(), filter, page })
}

impl Row {
    fn with(self, active: bool) -> (Self, bool) {
        (self, active)
    }
}

#[derive(Template)]
#[template(path = "pages/admin/person_new.html")]
struct New {
    page: Page,
    form: Typed,
    offer: Offer,
    languages: Vec<Choice>,
}

impl New {
    fn of(page: Page, form: Typed, offer: Offer) -> Self {
        let languages = Language::ALL.into_iter().map(|language| Choice::new(language.code(), language.name())).collect();
        Self { languages, offer, form, page }
    }
}

/// An account with its one-time password, shown this once.
#[derive(Template)]
#[template(path = "pages/admin/opened.html")]
pub(super) struct Shown {
    pub(super) page: Page,
    pub(super) title: String,
    pub(super) opened: Opened,
    /// Whether it was just added, so that another one may follow.
    pub(super) added: bool,
}

/// The form for a new person.
pub async fn new(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let offer = Offer::load(&state, page.t, Actor::Person(&signed.viewer)).await?;
    let form = Typed::new("", state.command()).with("language", Language::Zh.code());
    html(&New::of(page, form, offer))
}

/// Opens the account.
pub async fn add(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let actor = Actor::Person(&signed.viewer);
    let offer = Offer::load(&state, t, actor).await?;
    let mut form = posted.typed("");
    let name = form.required(t, "name", 40);
    let (login, phone, mail) = (form.optional(t, "login", 40), form.optional(t, "phone", 20), form.optional(t, "mail", 200));
    let grant = offer.read(t, &mut form);
    if let (Some(name), Some(grant), false) = (name, grant, form.has_errors()) {
        let language = Some(form.value("language").to_owned()).filter(|code| !code.is_empty());
        let account = NewAccount { name, login, phone, mail, language, grants: vec![grant] };
        match people::add(&state.tools, actor, &account).await {
            Ok(opened) => {
                let title = fill(t.admin.person_added, &[("name", &opened.name)]);
                return html(&Shown { page, title, opened, added: true });
            }
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&New::of(page, form, offer))
}

//! 上报问题线索: one screen, made for a phone.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::lead::Spot;
use workflow::people::{Unit, Viewer};

use crate::auth::SignedIn;
use crate::service::lead::{self, Found};
use crate::service::{Request, Tools, towns, work};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::refused::refused;
use crate::web::{Choice, Page, Posted, Typed, WebError, html, html_refused, notice};

/// The longest matter.
const MATTER: usize = 500;
/// The longest name of a body.
const SHORT: usize = 100;

/// In what it was found.
#[derive(Debug, Default, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    workflow: String,
    #[serde(default)]
    duty: String,
}

#[derive(Template)]
#[template(path = "pages/lead/new.html")]
struct New {
    page: Page,
    form: Typed,
    /// In whose name; empty when there is only one unit.
    units: Vec<Choice>,
    spots: Vec<Choice>,
    bodies: Vec<String>,
}

impl New {
    async fn load(tools: &Tools, page: Page, viewer: &Viewer, form: Typed) -> Result<Self, WebError> {
        let units = lead::own_units(viewer);
        let units = if units.len() > 1 {
            let names = work::unit_names(tools, units.iter().map(|(_, unit)| *unit)).await?;
            units.iter().map(|(_, unit)| Choice::new(code(*unit), names.unit(*unit))).collect()
        } else {
            Vec::new()
        };
        let spots = Spot::ALL.into_iter().map(|spot| Choice::new(spot.code(), page.t.spot(spot))).collect();
        let bodies = towns::bodies(tools).await?.into_iter().filter(|body| !body.archived).map(|body| body.name).collect();
        Ok(Self { page, form, units, spots, bodies })
    }
}

fn code(unit: Unit) -> String {
    match unit {
        Unit::Town(id) => format!("town:{id}"),
        Unit::Office(id) => format!("office:{id}"),
        Unit::Village(id) => format!("village:{id}"),
        Unit::Body(id) => format!("body:{id}"),
    }
}

/// The empty form.
pub(super) async fn new(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Query(from): Query<From>,
) -> Result<Response, WebError> {
    let form = Typed::new("", state.command()).with("workflow", from.workflow).with("duty", from.duty);
    html(&New::load(&state.tools, page, &signed.viewer, form).await?)
}

/// Reports it. Sent twice, it is reported once.
pub(super) async fn create(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let command = posted.command;
    let mut form = posted.typed("");
    let units = lead::own_units(&signed.viewer);
    let unit = units.iter().map(|(_, unit)| *unit).find(|unit| form.value("unit") == code(*unit));
    if unit.is_none() && units.len() > 1 {
        form.wrong("unit", t.common.pick_one);
    }
    let spot = Spot::from_code(form.value("spot"));
    if spot.is_none() {
        form.wrong("spot", t.common.pick_one);
    }
    let found = Found {
        unit,
        place: form.required(t, "place", lead::PLACE).unwrap_or_default(),
        matter: form.required(t, "matter", MATTER).unwrap_or_default(),
        spot,
        urgent: form.ticked("urgent"),
        body: form.optional(t, "body", SHORT),
        duty: form.value("duty").parse().ok(),
        workflow: form.value("workflow").parse().ok(),
    };
    if !form.has_errors() {
        match lead::report(&state.tools, Request { viewer: &signed.viewer, command }, found).await {
            Ok(stored) => {
                let number = super::show::number(stored.year, stored.number);
                let body = match stored.lead.receiver {
                    Some(body) => work::unit_names(&state.tools, [Unit::Body(body)]).await?.body(body).to_owned(),
                    None => String::new(),
                };
                let words = if body.is_empty() { t.lead.reported_noted } else { t.lead.reported };
                return Ok(notice::done(&Url::LeadShow(stored.lead.id), fill(words, &[("number", &number), ("body", &body)])));
            }
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&New::load(&state.tools, page, &signed.viewer, form).await?)
}

//! The town's default limits, or none chosen knowingly.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::ids::TownId;
use workflow::settings::TownLimits;

use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::towns::{self, Town};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::import::{choices, chosen, kept};
use crate::web::{Choice, Page, Posted, Typed, WebError, html, html_refused, notice, refused};

/// The most working days that can be chosen.
const MOST: u32 = 3650;

/// A limit as a form asks for it.
pub struct Asked {
    /// The field with the number of days.
    pub name: &'static str,
    /// The check box for none.
    pub none: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What it counts.
    pub hint: &'static str,
}

/// The three limits.
pub fn asked(t: &Texts) -> [Asked; 3] {
    let i = &t.import;
    [
        Asked { name: "sign", none: "sign_none", label: i.limit_sign, hint: i.limit_sign_hint },
        Asked { name: "answer", none: "answer_none", label: i.limit_answer, hint: i.limit_answer_hint },
        Asked { name: "step", none: "step_none", label: i.limit_step, hint: i.limit_step_hint },
    ]
}

/// A form with the limits that hold now; nothing is chosen beforehand for a town that has not.
pub fn filled(mut form: Typed, limits: Option<TownLimits>) -> Typed {
    let Some(limits) = limits else { return form };
    for (name, none, days) in
        [("sign", "sign_none", limits.sign), ("answer", "answer_none", limits.answer), ("step", "step_none", limits.step)]
    {
        form = match days {
            Some(days) => form.with(name, days),
            None => form.with(none, "yes"),
        };
    }
    form
}

/// Reads the three limits: each a number of days, or none ticked.
pub fn read(t: &Texts, form: &mut Typed) -> Option<TownLimits> {
    let mut one = |name: &'static str, none: &'static str| -> Option<Option<u32>> {
        let typed = form.value(name).trim().to_owned();
        let problem = match (typed.is_empty(), form.ticked(none)) {
            (true, true) => return Some(None),
            (true, false) => t.import.limit_which,
            (false, true) => t.import.limit_both,
            (false, false) => match typed.parse::<u32>() {
                Ok(days) if (1..=MOST).contains(&days) => return Some(Some(days)),
                _ => t.import.limit_range,
            },
        };
        form.wrong(name, problem);
        None
    };
    // All three are read, so that every mistake is said at once.
    let (sign, answer, step) = (one("sign", "sign_none"), one("answer", "answer_none"), one("step", "step_none"));
    Some(TownLimits { sign: sign?, answer: answer?, step: step? })
}

/// Which town, when several are kept.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asking {
    town: String,
}

#[derive(Template)]
#[template(path = "pages/town/limits.html")]
struct Show {
    page: Page,
    form: Typed,
    limits: [Asked; 3],
    towns: Vec<Choice>,
    town: Option<Town>,
    now: String,
}

impl Show {
    fn new(page: Page, towns: &[Town], town: Option<Town>, form: Typed) -> Self {
        let now = town.as_ref().map(|town| said(page.t, town.limits)).unwrap_or_default();
        Self { limits: asked(page.t), towns: choices(towns), town, now, form, page }
    }
}

/// The limits in words.
fn said(t: &Texts, limits: Option<TownLimits>) -> String {
    let Some(limits) = limits else { return t.import.limits_not_chosen.to_owned() };
    let days =
        |days: Option<u32>| days.map_or_else(|| t.import.limit_none.to_owned(), |days| fill(t.import.limit_days, &[("days", &days)]));
    fill(t.import.limits_now, &[("sign", &days(limits.sign)), ("answer", &days(limits.answer)), ("step", &days(limits.step))])
}

/// The form.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Query(asking): Query<Asking>) -> Result<Response, WebError> {
    let towns = kept(&state.tools, &signed.viewer).await?;
    let asked: Option<TownId> = asking.town.parse().ok();
    let town = towns.iter().find(|town| Some(town.id) == asked).or(towns.first()).cloned();
    let form = filled(Typed::new("", state.command()), town.as_ref().and_then(|town| town.limits));
    let form = town.iter().fold(form, |form, town| form.with("town", town.id));
    html(&Show::new(page, &towns, town, form))
}

/// Keeps them.
pub async fn save(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let towns = kept(&state.tools, &signed.viewer).await?;
    let mut form = posted.typed("");
    let town = chosen(t, &mut form, &towns);
    let limits = read(t, &mut form);
    if let (Some(town), Some(limits)) = (&town, limits) {
        match towns::set_limits(&state.tools, Actor::Person(&signed.viewer), town.id, limits).await {
            Ok(()) => {
                let id = town.id.to_string();
                return Ok(notice::done_at(&Url::TownLimits.with([("town", id.as_str())].as_slice()), t.import.limits_saved));
            }
            Err(error) => refused::refused(t, &mut form, error)?,
        }
    }
    html_refused(&Show::new(page, &towns, town, form))
}

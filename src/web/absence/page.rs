//! The page: who is away and who acts, the form, and withdrawing.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::ids::{AbsenceId, PersonId};

use crate::auth::SignedIn;
use crate::service::Request;
use crate::service::substitutes::{self, AbsenceRow, NewAbsence, Overview};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::refused::{refusal_page, refused};
use crate::web::{Choice, Id, Page, Posted, Typed, WebError, html, html_refused, notice};

struct Row {
    name: String,
    days: String,
    acts: String,
    nobody: bool,
    now: bool,
    entered: Option<String>,
    withdraw: Option<(String, Typed)>,
}

struct Section {
    id: &'static str,
    title: &'static str,
    none: &'static str,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "pages/absence/show.html")]
struct Show {
    page: Page,
    sections: Vec<Section>,
    form: Typed,
    people: Vec<Choice>,
    substitutes: Vec<Choice>,
}

/// The page.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let form = Typed::new("", state.command()).with("person", signed.person());
    html(&load(&state, page, &signed, form).await?)
}

async fn load(state: &AppState, page: Page, signed: &SignedIn, form: Typed) -> Result<Show, WebError> {
    let a = &page.t.absence;
    let Overview { own, acting, others, people, substitutes, names } = substitutes::overview(&state.tools, &signed.viewer).await?;
    let row = |row: &AbsenceRow| {
        let absence = &row.absence;
        let name = names.person(absence.person);
        Row {
            name: name.to_owned(),
            days: fill(a.days, &[("from", &page.date(&absence.from)), ("until", &page.date(&absence.until))]),
            acts: absence.substitute.map_or_else(|| a.nobody.to_owned(), |person| fill(a.by, &[("person", &names.person(person))])),
            nobody: absence.substitute.is_none(),
            now: row.now,
            entered: (absence.named_by != absence.person).then(|| fill(a.named_by, &[("person", &names.person(absence.named_by))])),
            withdraw: row.may_withdraw.then(|| (Url::AbsenceWithdraw(absence.id).to_string(), Typed::new("", state.command()))),
        }
    };
    let section = |id, title, none, rows: &[AbsenceRow]| Section { id, title, none, rows: rows.iter().map(row).collect() };
    let sections =
        vec![section("own", a.own, a.own_none, &own), section("acting", a.acting, "", &acting), section("others", a.others, "", &others)];
    let choices = |people: Vec<(PersonId, String)>| people.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
    Ok(Show { sections, form, people: choices(people), substitutes: choices(substitutes), page })
}

/// Enters an absence.
pub async fn add(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("");
    let person = form.pick::<PersonId>(t, "person");
    let substitute = form.pick_or_none::<PersonId>(t, "substitute");
    let [from, until] = ["from", "until"].map(|name| {
        let on = form.date(t, name);
        if on.is_none() {
            form.wrong(name, t.common.required);
        }
        on
    });
    let dates = from.zip(until).filter(|_| !form.has_errors());
    if let Some((person, (from, until))) = person.zip(dates) {
        let request = Request { viewer: &signed.viewer, command: form.command() };
        match substitutes::set(&state.tools, request, NewAbsence { person, substitute, from, until }).await {
            Ok(_) => {
                let said = if substitute.is_some() { t.absence.added } else { t.absence.added_alone };
                return Ok(notice::done(&Url::Absences, said));
            }
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&load(&state, page, &signed, form).await?)
}

/// Withdraws one.
pub async fn withdraw(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<AbsenceId>,
    _: Posted,
) -> Result<Response, WebError> {
    substitutes::withdraw(&state.tools, &signed.viewer, id).await.map_err(|error| refusal_page(page.t, error))?;
    Ok(notice::done(&Url::Absences, page.t.absence.withdrawn))
}

//! A ledger of a former year comes in: chosen, looked at with what is wrong beside each row, imported.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::Datelike;
use serde::Deserialize;
use uuid::Uuid;
use workflow::calendar::local_date;

use super::LARGEST;
use crate::auth::SignedIn;
use crate::service::ServiceError;
use crate::service::ledger::{self, Fault, Outcome, Period, ReadRow, Sent};
use crate::service::towns::Town;
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::import::{choices, chosen, kept};
use crate::web::{Choice, Id, Page, Posted, Typed, Upload, WebError, html, html_refused, notice, to_address};

#[derive(Template)]
#[template(path = "pages/ledger/import.html")]
struct Choose {
    page: Page,
    form: Typed,
    towns: Vec<Choice>,
    /// What is wrong with the rows of a file that was not kept.
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "pages/ledger/preview.html")]
struct Show {
    page: Page,
    form: Typed,
    action: String,
    file: String,
    summary: String,
    rows: Vec<Row>,
    /// The button's words.
    imports: String,
    good: usize,
    wrong: usize,
}

struct Row {
    number: usize,
    matter: String,
    origin: String,
    unit: String,
    badge: Badge,
    faults: Vec<String>,
}

/// Choosing the year and the file.
pub async fn choose(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let towns = own(&state, &signed).await?;
    let last_year = local_date(page.now).year() - 1;
    let form = Typed::new("", state.command()).with("year", last_year);
    html(&Choose { form, towns: choices(&towns), rows: Vec::new(), page })
}

/// Reads the file and keeps it for looking at.
pub async fn send(State(state): State<AppState>, page: Page, signed: SignedIn, upload: Upload) -> Result<Response, WebError> {
    let t = page.t;
    let towns = own(&state, &signed).await?;
    let mut form = upload.typed("");
    let town = chosen(t, &mut form, &towns).map(|town| town.id);
    let year: Option<i32> = form.value("year").trim().parse().ok();
    if year.is_none() {
        form.wrong("year", t.ledger.import_bad_year);
    }
    let file = upload.file("file").filter(|file| file.bytes.len() <= LARGEST);
    if file.is_none() {
        form.wrong("file", t.ledger.import_missing);
    }
    let mut rows = Vec::new();
    if let (Some(town), Some(year), Some(file)) = (town, year, file) {
        match ledger::send(&state.tools, &signed.viewer, town, year, &file.name, file.bytes.clone()).await {
            Ok(Sent::Waits(id)) => return Ok(to_address(&Url::LedgerImportShow(id).with([("year", year.to_string())]))),
            Ok(Sent::Personal(read)) => {
                form.wrong("file", t.ledger.import_personal);
                rows = read.into_iter().filter(|row| row.outcome.is_personal()).map(|row| shown(t, row, true)).collect();
            }
            Err(ServiceError::Invalid(problems)) => {
                for problem in problems {
                    form.wrong(problem.field, said(t, problem.code));
                }
            }
            Err(error) => crate::web::refused::refused(t, &mut form, error)?,
        }
    }
    html_refused(&Choose { form, towns: choices(&towns), rows, page })
}

/// The year of the ledger, in the address.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Of {
    year: i32,
}

/// What was read, row by row.
pub async fn show(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<Uuid>,
    Query(of): Query<Of>,
) -> Result<Response, WebError> {
    let preview = ledger::preview(&state.tools, &signed.viewer, id, of.year).await?;
    let t = page.t;
    let good = preview.rows.iter().filter(|row| row.outcome == Outcome::Takes).count();
    let wrong = preview.rows.iter().filter(|row| matches!(row.outcome, Outcome::Wrong(_))).count();
    let total = preview.rows.len();
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("total", &total), ("good", &good), ("known", &(total - good - wrong)), ("wrong", &wrong)];
    html(&Show {
        form: Typed::new("", state.command()),
        action: Url::LedgerImportShow(id).with([("year", of.year.to_string())]),
        file: preview.file_name,
        summary: fill(t.ledger.import_summary, &counts),
        rows: preview.rows.into_iter().map(|row| shown(t, row, false)).collect(),
        imports: fill(t.ledger.import_do, &[("count", &good)]),
        good,
        wrong,
        page,
    })
}

/// Imports what can be taken.
pub async fn import(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<Uuid>,
    Query(of): Query<Of>,
    _: Posted,
) -> Result<Response, WebError> {
    let count = ledger::import(&state.tools, &signed.viewer, id, of.year).await?;
    let to = Url::Ledger.with([("period", Period::Year(of.year).to_string())]);
    Ok(notice::done_at(&to, fill(page.t.ledger.import_done, &[("count", &count), ("year", &of.year)])))
}

/// The towns whose work the viewer coordinates.
async fn own(state: &AppState, signed: &SignedIn) -> Result<Vec<Town>, WebError> {
    let coordinates = |town: &Town| signed.viewer.in_town(&[workflow::people::Role::Coordinator], town.id);
    Ok(kept(&state.tools, &signed.viewer).await?.into_iter().filter(coordinates).collect())
}

/// A row for the page; of a file that was not kept, nothing of its words.
fn shown(t: &Texts, row: ReadRow, hide: bool) -> Row {
    let l = &t.ledger;
    let (badge, faults) = match row.outcome {
        Outcome::Takes => (Badge::other("done", "plus", l.takes), Vec::new()),
        Outcome::Known => (Badge::other("off", "off", l.known), Vec::new()),
        Outcome::Twice(earlier) => (Badge::other("off", "off", &fill(l.twice, &[("row", &earlier)])), Vec::new()),
        Outcome::Running => (Badge::other("off", "off", l.running), Vec::new()),
        Outcome::Wrong(faults) => {
            let said = faults.into_iter().map(|fault| fault_words(t, fault, row.line.year)).collect();
            (Badge::other("bad", "cross", t.common.no), said)
        }
    };
    let words = |text: String| if hide { String::new() } else { text };
    let (matter, origin, unit) = (words(row.line.matter), words(row.line.origin), words(row.line.main_unit));
    Row { number: row.row, matter, origin, unit, badge, faults }
}

fn fault_words(t: &Texts, fault: Fault, year: i32) -> String {
    let l = &t.ledger;
    let (text, column) = match fault {
        Fault::Missing => (l.wrong_missing, ""),
        Fault::TooLong(column) => (l.wrong_too_long, column),
        Fault::Control(column) => (l.wrong_control, column),
        Fault::Identity(column) => (l.wrong_identity, column),
        Fault::Bank(column) => (l.wrong_bank, column),
        Fault::Finished => (l.wrong_finished, ""),
        Fault::Date => (l.wrong_date, ""),
        Fault::OtherYear => (l.wrong_year, ""),
    };
    fill(text, &[("column", &column), ("year", &year)])
}

fn said(t: &Texts, code: &str) -> &'static str {
    let l = &t.ledger;
    match code {
        "out-of-range" => l.import_bad_year,
        "too-large" => l.file_too_large,
        "no-heading" => l.file_no_heading,
        "empty" => l.file_empty,
        "too-long" => l.file_too_long,
        _ => l.file_not_xlsx,
    }
}

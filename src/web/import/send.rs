//! The first page of an import: the file is sent here, and the editions are listed.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{choices, chosen, kept};
use crate::auth::SignedIn;
use crate::service::ServiceError;
use crate::service::import::editions::{self, Edition};
use crate::service::import::pending::{self, Sent};
use crate::service::towns::Town;
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::{Choice, Page, Typed, Upload, WebError, html, html_refused, notice, to};

/// An edition in the list of editions.
struct Row {
    town: String,
    edition: Edition,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "pages/import/send.html")]
struct Show {
    page: Page,
    form: Typed,
    towns: Vec<Choice>,
    several: bool,
    none: bool,
    rows: Vec<Row>,
}

impl Show {
    async fn load(state: &AppState, page: Page, towns: &[Town], form: Typed) -> Result<Self, WebError> {
        let mut rows = Vec::new();
        for town in towns {
            for edition in editions::of_town(&state.tools, town.id).await? {
                let badge = if edition.in_force {
                    Badge::other("done", "done", page.t.import.in_force)
                } else {
                    Badge::other("off", "off", page.t.import.superseded)
                };
                rows.push(Row { town: town.name.clone(), edition, badge });
            }
        }
        Ok(Self { towns: choices(towns), several: towns.len() > 1, none: towns.is_empty(), rows, form, page })
    }
}

/// The form and the editions.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let towns = kept(&state.tools, &signed.viewer).await?;
    let form = Typed::new("", state.command());
    html(&Show::load(&state, page, &towns, form).await?)
}

/// Takes the file, reads it and leads to what was read.
pub async fn send(State(state): State<AppState>, page: Page, signed: SignedIn, upload: Upload) -> Result<Response, WebError> {
    let t = page.t;
    let towns = kept(&state.tools, &signed.viewer).await?;
    let mut form = upload.typed("");
    let town = chosen(t, &mut form, &towns);
    let file = upload.file("file");
    if file.is_none() {
        form.wrong("file", t.import.file_missing);
    }
    if let (Some(town), Some(file)) = (town, file) {
        match pending::send(&state.tools, &signed.viewer, town.id, &file.name, file.bytes.clone()).await {
            Ok(Sent::Waits(id)) => return Ok(to(&Url::ImportShow(id))),
            Ok(Sent::Known(preview)) => {
                if let Some(edition) = preview.known {
                    return Ok(notice::done(&Url::EditionShow(edition.id), t.import.same_again));
                }
            }
            Ok(Sent::OtherTown(preview)) => {
                let printed: String = preview.list.county.into_iter().chain(preview.list.town).collect();
                form.wrong("file", fill(t.import.other_town, &[("printed", &printed), ("town", &town.name)]));
            }
            Err(error) => not_taken(t, &mut form, error)?,
        }
    }
    html_refused(&Show::load(&state, page, &towns, form).await?)
}

/// Says beside the file what is wrong with it and what to do.
pub(super) fn not_taken(t: &Texts, form: &mut Typed, error: ServiceError) -> Result<(), WebError> {
    match error {
        ServiceError::Invalid(problems) => {
            for problem in problems {
                match problem.field {
                    "file" => form.wrong("file", t.file_problem(problem.code)),
                    field => form.wrong(field, t.problem(problem.code)),
                }
            }
            Ok(())
        }
        other => crate::web::refused::refused(t, form, other),
    }
}

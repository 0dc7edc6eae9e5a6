//! What an admin decides about the working calendar beside single days: working hours, and the years whose notices are known.

use axum::extract::State;
use axum::response::Response;
use workflow::calendar::{Level, WorkingHours};

use super::calendar::{Forms, List, changed, removed, whose};
use super::refused;
use crate::auth::SignedIn;
use crate::service::ServiceError;
use crate::service::actor::Actor;
use crate::service::calendar;
use crate::state::AppState;
use crate::web::{Page, Posted, WebError, html_refused};

/// The longest table of working hours, in characters.
const TABLE: usize = 1000;

/// Enters working hours.
pub async fn enter(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("hours-");
    let of = whose(form.value("whose"));
    if of.is_none() {
        form.wrong("whose", t.common.pick_one);
    }
    let document_no = form.required(t, "document_no", 100);
    let hours = form.required(t, "seasons", TABLE).and_then(|typed| match WorkingHours::read(&typed) {
        Ok(hours) => Some(hours),
        Err(error) => {
            form.wrong("seasons", t.hours_refused(&error));
            None
        }
    });
    if let (Some(of), Some(document_no), Some(hours)) = (of, document_no, hours) {
        match calendar::set_hours(&state.tools, Actor::Person(&signed.viewer), of, hours, &document_no).await {
            Ok(done) => return Ok(changed(t, done)),
            Err(ServiceError::Conflict) => form.refuse(t.admin.days_conflict),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    let forms = Forms { hours: form, ..Forms::empty(&state) };
    html_refused(&List::load(&state, page, forms).await?)
}

/// Takes working hours out again.
pub async fn remove(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let of = whose(posted.value("whose")).ok_or(WebError::Malformed)?;
    removed(&state, page, calendar::remove_hours(&state.tools, Actor::Person(&signed.viewer), of).await).await
}

/// Notes a year whose whole notice was entered.
pub async fn enter_year(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("year-");
    let level = Level::from_code(form.value("level")).filter(|level| level.is_yearly());
    if level.is_none() {
        form.wrong("level", t.common.pick_one);
    }
    let document_no = form.required(t, "document_no", 100);
    form.required(t, "year", 4);
    let year = form.number(t, "year").and_then(|year| i32::try_from(year).ok());
    if let (Some(level), Some(year), Some(document_no)) = (level, year, document_no) {
        match calendar::enter_year(&state.tools, Actor::Person(&signed.viewer), level, year, &document_no).await {
            Ok(done) => return Ok(changed(t, done)),
            Err(ServiceError::Conflict) => form.refuse(t.admin.days_conflict),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    let forms = Forms { year: form, ..Forms::empty(&state) };
    html_refused(&List::load(&state, page, forms).await?)
}

/// Takes a year out again.
pub async fn remove_year(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let level = Level::from_code(posted.value("level")).ok_or(WebError::Malformed)?;
    let year: i32 = posted.value("year").parse().map_err(|_| WebError::Malformed)?;
    removed(&state, page, calendar::remove_year(&state.tools, Actor::Person(&signed.viewer), level, year).await).await
}

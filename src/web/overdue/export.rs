//! The report to take away.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::{Filter, report};
use crate::auth::SignedIn;
use crate::report::sheet;
use crate::state::AppState;
use crate::text::date;
use crate::web::{Page, WebError};

/// As xlsx.
pub async fn xlsx(State(state): State<AppState>, page: Page, signed: SignedIn, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    let mut overdue = report(&state, &signed, page.t).await?;
    overdue.keep(filter.side(), filter.town(), filter.unit());
    let bytes = sheet::xlsx(&overdue.sheets(page.t)).map_err(|error| WebError::Internal(error.into()))?;
    Ok(file(&page, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

/// As csv.
pub async fn csv(State(state): State<AppState>, page: Page, signed: SignedIn, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    let mut overdue = report(&state, &signed, page.t).await?;
    overdue.keep(filter.side(), filter.town(), filter.unit());
    let bytes = sheet::csv(page.t.report.sheet_column, &overdue.sheets(page.t)).map_err(|error| WebError::Internal(error.into()))?;
    Ok(file(&page, "csv", "text/csv; charset=utf-8", bytes))
}

fn file(page: &Page, ending: &str, kind: &str, bytes: Vec<u8>) -> Response {
    let day = date::local_date(page.now);
    let name: String = format!("{}-{day}.{ending}", page.t.report.file_name);
    let encoded: String = name
        .bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect();
    let disposition = format!("attachment; filename=\"overdue-{day}.{ending}\"; filename*=UTF-8''{encoded}");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

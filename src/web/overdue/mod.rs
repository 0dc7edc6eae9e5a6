//! The overdue report as page, xlsx and csv.

mod export;
mod list;

use serde::Deserialize;
use workflow::ids::TownId;

use super::{Routes, WebError};
use crate::auth::SignedIn;
use crate::report::overdue::{self, Overdue, Rows, Side};
use crate::service::work;
use crate::state::AppState;
use crate::text::Texts;
use crate::urls::Route;

/// The routes of the report.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Route::Overdue, list::list).get(Route::OverdueXlsx, export::xlsx).get(Route::OverdueCsv, export::csv)
}

/// What narrows the report; what cannot be read narrows nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Filter {
    side: String,
    town: String,
    unit: String,
}

impl Filter {
    fn side(&self) -> Option<Side> {
        [Side::Town, Side::Body].into_iter().find(|side| side.code() == self.side)
    }

    fn town(&self) -> Option<TownId> {
        self.town.parse().ok()
    }

    fn unit(&self) -> Option<&str> {
        Some(self.unit.as_str()).filter(|unit| !unit.is_empty())
    }
}

/// The report before it is narrowed.
async fn report(state: &AppState, signed: &SignedIn, t: &Texts) -> Result<Overdue, WebError> {
    let late = work::late(&state.tools, &signed.viewer).await?;
    let rows = Rows {
        at: late.at,
        tasks: &late.tasks,
        hand_offs: &late.hand_offs,
        undated_tasks: &late.undated_tasks,
        undated_hand_offs: &late.undated_hand_offs,
        official: &late.official,
        turns: &late.turns,
        names: &late.names,
    };
    Ok(overdue::build(t, rows, &|town| state.tools.calendar.of(town)))
}

//! 台账: the page, the workbook, and ledgers of former years coming in.

mod import;
mod list;

use serde::Deserialize;

use super::{Routes, WebError};
use crate::auth::SignedIn;
use crate::service::ledger::{self, Ledger, Period};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Route;

/// The largest workbook that is taken, in bytes.
const LARGEST: usize = 6 << 20;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::Ledger, list::list)
        .get(Route::LedgerXlsx, list::xlsx)
        .get(Route::LedgerImport, import::choose)
        .upload(Route::LedgerImport, LARGEST, import::send)
        .get(Route::LedgerImportShow, import::show)
        .post(Route::LedgerImportShow, import::import)
}

/// What narrows the ledger; what cannot be read narrows nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Filter {
    town: String,
    period: String,
    office: String,
    leader: String,
}

async fn load(state: &AppState, signed: &SignedIn, filter: &Filter) -> Result<Ledger, WebError> {
    let wanted = ledger::Filter {
        town: filter.town.parse().ok(),
        period: filter.period.parse().ok(),
        office: filter.office.parse().ok(),
        leader: filter.leader.parse().ok(),
    };
    Ok(ledger::ledger(&state.tools, &signed.viewer, wanted).await?)
}

/// 2026年11月.
fn period(t: &Texts, period: Period) -> String {
    match period {
        Period::Year(year) => fill(t.ledger.year, &[("year", &year)]),
        Period::Month(year, month) => fill(t.ledger.month, &[("year", &year), ("month", &month)]),
    }
}

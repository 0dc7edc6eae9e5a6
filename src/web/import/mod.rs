//! 清单导入: sending a list, looking at what was read, accepting it; and the editions that there are.
//!
//! What was sent is kept in the database for its sender for a day, so that accepting needs neither the file again nor a script.

mod changes;
mod compare;
mod edition;
mod findings;
mod preview;
mod review;
mod send;

use workflow::ids::TownId;
use workflow::people::Viewer;

use super::{Choice, Routes, Typed, WebError};
use crate::service::Tools;
use crate::service::actor::Actor;
use crate::service::towns::{self, Town};
use crate::text::Texts;
use crate::urls::Route;

/// The largest file that is taken, in bytes.
const LARGEST: usize = 30 << 20;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::Import, send::show)
        .upload(Route::Import, LARGEST, send::send)
        .get(Route::ImportShow, preview::show)
        .post(Route::ImportShow, preview::accept)
        .post(Route::ImportDiscard, preview::discard)
        .get(Route::EditionShow, edition::show)
        .get(Route::EditionChanges, compare::show)
        .get(Route::EditionChangesXlsx, compare::xlsx)
        .get(Route::EditionChangesCsv, compare::csv)
        .post(Route::EditionFinding, review::decide)
        .get(Route::EditionDocument, edition::document)
}

/// The towns that the viewer keeps.
pub(super) async fn kept(tools: &Tools, viewer: &Viewer) -> Result<Vec<Town>, WebError> {
    Ok(towns::kept(tools, Actor::Person(viewer)).await?)
}

/// The towns as choices; none where there is nothing to choose.
pub(super) fn choices(towns: &[Town]) -> Vec<Choice> {
    if towns.len() < 2 { Vec::new() } else { towns.iter().map(|town| Choice::new(town.id, town.name.clone())).collect() }
}

/// The town that a form means: the chosen one of those that are kept, or the only one.
pub(super) fn chosen(t: &Texts, form: &mut Typed, towns: &[Town]) -> Option<Town> {
    if let [town] = towns {
        return Some(town.clone());
    }
    let id = form.pick::<TownId>(t, "town")?;
    let town = towns.iter().find(|town| town.id == id).cloned();
    if town.is_none() {
        form.wrong("town", t.common.pick_one);
    }
    town
}

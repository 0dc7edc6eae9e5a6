//! The editor of a duty's template: the list of its clauses with their picture, changes kept in a draft, and its versions. It works without scripts.

mod change;
mod fields;
mod rows;
mod show;
mod versions;

use crate::urls::Route;
use crate::web::Routes;

/// The routes with their handlers.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get(Route::DutyTemplate, show::show)
        .post(Route::DutyTemplate, change::change)
        .get(Route::TemplateChanges, versions::changes)
        .post(Route::TemplatePublish, versions::publish)
        .post(Route::TemplateDiscard, versions::discard)
        .get(Route::TemplateVersions, versions::versions)
        .post(Route::TemplateRestore, versions::restore)
        .post(Route::TemplateOffice, versions::office)
}

//! 会议议定事项: entering a meeting's decisions in one table, and a batch with the result of each row.

mod list;
mod new;
mod show;

use super::Routes;
use crate::urls::Route;

/// The routes with their handlers.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::Batches, list::list)
        .post(Route::Batches, new::create)
        .get(Route::BatchNew, new::new)
        .get(Route::BatchShow, show::show)
}

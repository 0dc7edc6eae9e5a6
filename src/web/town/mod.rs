//! What a town chooses for itself: its default limits.

pub(super) mod limits;

use super::Routes;
use crate::urls::Route;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Route::TownLimits, limits::show).post(Route::TownLimits, limits::save)
}

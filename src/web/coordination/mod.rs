//! 待协调: what the sides disagree on and what somebody is to decide.

mod list;

use super::Routes;
use crate::urls::Route;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Route::Coordination, list::list)
}

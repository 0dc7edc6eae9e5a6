//! 我的工作: what is a person's turn, what that person waits for; and the same as a sheet of paper and as text to copy.

pub mod due;
pub mod item;
mod list;
mod today;

use super::Routes;
use crate::urls::Route;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Route::Work, list::list).get(Route::Today, today::show)
}

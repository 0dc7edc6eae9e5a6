//! 报审, 报备, 报送, 移送: what was received and sent, and one hand-off as either side sees it.

mod act;
mod list;
mod show;

use super::Routes;
use crate::urls::Route;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::HandOffs, list::list)
        .get(Route::HandOffShow, show::show)
        .post(Route::HandOffSign, act::sign)
        .post(Route::HandOffReturn, act::send_back)
        .post(Route::HandOffAnswer, act::answer)
        .post(Route::HandOffTakeBack, act::take_back)
}

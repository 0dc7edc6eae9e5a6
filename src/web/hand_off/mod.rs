//! 报审, 报备, 报送, 移送: what was received and sent, and one hand-off as either side sees it.

mod act;
mod bulk;
pub(in crate::web) mod dispute;
mod inside;
mod list;
mod show;

use super::Routes;
use crate::urls::Route;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::HandOffs, list::list)
        .post(Route::HandOffsSign, bulk::sign)
        .get(Route::HandOffShow, show::show)
        .post(Route::HandOffSign, act::sign)
        .post(Route::HandOffReturn, act::send_back)
        .post(Route::HandOffAnswer, act::answer)
        .post(Route::HandOffTakeBack, act::take_back)
        .post(Route::HandOffObject, dispute::object)
        .post(Route::HandOffAnswerObjection, dispute::answer)
        .post(Route::HandOffAskCounty, dispute::ask_county)
        .post(Route::HandOffConclude, dispute::conclude)
        .post(Route::HandOffShare, dispute::share)
        .post(Route::HandOffRemind, inside::remind)
        .post(Route::HandOffExtension, inside::extend)
        .post(Route::HandOffExtensionAnswer, inside::answer_extension)
}

//! 任务: one task with its clause, its date and everything that can be done with it.

mod act;
mod fields;
mod forms;
pub(in crate::web) mod inside;
pub mod limit;
mod pass;
mod receivers;
mod show;
mod sides;

pub(in crate::web) use fields::{HolderCode, on_behalf};

use super::Routes;
use crate::urls::Route;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::TaskShow, show::show)
        .post(Route::TaskAssign, act::assign)
        .post(Route::TaskDistribute, act::distribute)
        .post(Route::TaskTake, pass::take)
        .post(Route::TaskGiveBack, pass::give_back)
        .post(Route::TaskComplete, act::complete)
        .post(Route::TaskHandOff, act::hand_off)
        .post(Route::TaskLeaveOut, act::leave_out)
        .post(Route::TaskReceived, act::received)
        .post(Route::TaskLimit, act::limit)
        .post(Route::TaskPassOn, inside::pass_on)
        .post(Route::TaskLend, inside::lend)
        .post(Route::TaskHandBack, inside::hand_back)
        .post(Route::TaskSignOff, inside::agree)
        .post(Route::TaskSignOffRefuse, inside::refuse)
        .post(Route::TaskSignOffWithdraw, inside::withdraw)
        .post(Route::TaskSignOffRecord, inside::paper)
        .post(Route::TaskExtension, inside::extend)
        .post(Route::TaskExtensionAnswer, inside::answer_extension)
        .post(Route::TaskNudge, inside::nudge)
        .post(Route::TaskRemark, inside::remark)
        .post(Route::TaskObject, sides::object)
        .post(Route::TaskAnswerObjection, sides::answer)
        .post(Route::TaskShare, sides::share)
}

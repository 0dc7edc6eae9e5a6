//! 任务: one task with its clause, its date and everything that can be done with it.

mod act;
mod explain;
mod fields;
mod forms;
pub mod limit;
mod pass;
mod receivers;
mod show;

pub(in crate::web) use fields::on_behalf;

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
}

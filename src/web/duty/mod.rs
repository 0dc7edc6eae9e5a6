//! 事项目录: the duties of a town's list, each with its template; starting from it, and 接收并移送 for what was taken back.

mod flow;
pub(in crate::web) mod give;
mod list;
mod show;
mod start;
mod template;
mod transfer;
mod wording;

use chrono::{NaiveDate, NaiveTime};
use duty_list::DutyKind;
use workflow::template::{Party, Track};

pub(super) use give::step_sources;

use super::Routes;
use crate::service::Tools;
use crate::text::{Texts, fill};
use crate::urls::Route;

/// The routes with their handlers.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::Duties, list::list)
        .get(Route::DutyShow, show::show)
        .get(Route::DutyStart, start::new)
        .post(Route::DutyStart, start::create)
        .get(Route::DutyTransfer, transfer::new)
        .post(Route::DutyTransfer, transfer::create)
        .and(template::routes())
}

/// 配合履职事项第28项.
pub(super) fn place(t: &Texts, kind: DutyKind, no: u32) -> String {
    fill(t.duty.number_in_table, &[("table", &t.duty_kind(kind)), ("no", &no)])
}

/// Whether a track has a step of the town's to start with.
pub(super) fn startable(track: &Track) -> bool {
    track.steps.iter().any(|step| step.required && step.party == Party::Town)
}

/// The end of a day's work, for dates without a time.
pub(in crate::web) fn end_of_day(tools: &Tools, day: NaiveDate) -> NaiveTime {
    let last = tools.calendar.county().hours().shifts_on(day).last().map(|shift| shift.end);
    last.unwrap_or_else(|| NaiveTime::from_hms_opt(18, 0, 0).unwrap_or_default())
}

//! 各方用时 on the page of a workflow: with whom it is, since when, and how long each side has had it in all.

use workflow::case::CaseState;

use crate::service::clock::WhoseClock;
use crate::service::view::WorkflowView;
use crate::text::fill;
use crate::web::Page;

/// The minutes of a day's work, by which long times are told.
const A_DAY: i64 = 8 * 60;

/// A side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) turn: String,
    pub(super) total: String,
    /// Since when it is there, where it is there now.
    pub(super) now: Option<String>,
}

/// The clock, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClockView {
    pub(super) lines: Vec<Line>,
    /// Why no clock runs.
    pub(super) stands: Option<&'static str>,
}

pub(super) fn view(page: &Page, view: &WorkflowView, names: impl Fn(workflow::case::Side) -> String, clock: &WhoseClock) -> ClockView {
    let w = &page.t.sides;
    let lines = clock.lines.iter().map(|line| Line {
        turn: page.t.turn(line.turn, &names),
        total: page.t.working_time(line.time, A_DAY),
        now: line.since.as_ref().map(|at| fill(w.clock_since, &[("date", &page.day(at))])),
    });
    let stands = match view.case.state {
        CaseState::Running => None,
        CaseState::Suspended => Some(w.clock_stopped),
        CaseState::Completed | CaseState::Cancelled => Some(w.clock_ended),
    };
    ClockView { lines: lines.collect(), stands }
}

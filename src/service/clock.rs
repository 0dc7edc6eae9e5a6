//! 各方用时: with whom a workflow is, since when, and how long each side has had it in all. From its history alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use workflow::case::turn::{self, Turn};
use workflow::case::{self, Case, CaseState, HandOffState, Side};
use workflow::ids::WorkflowId;
use workflow::people::Viewer;

use super::error::ServiceError;
use super::tools::Tools;
use crate::store::work::WorkflowRow;
use crate::store::{self, ConnectionTrait, StoreError};

/// With whom a workflow is or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockLine {
    /// With whom.
    pub turn: Turn,
    /// The working time in all.
    pub time: TimeDelta,
    /// Since when it is there now, where it is: the oldest part that lies there.
    pub since: Option<DateTime<Utc>>,
}

/// The clock of a workflow at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoseClock {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// The workflow's state: a clock runs only while it is running.
    pub state: CaseState,
    /// With whom it is now first, then by name of the turn.
    pub lines: Vec<ClockLine>,
}

/// The clock of a workflow, as far as the viewer may see it. A body reads the town's and its own time; what the town does inside, and how long
/// another body takes, is not its business.
///
/// # Errors
/// [`ServiceError::NotFound`] when the viewer may not know of the workflow.
pub async fn of_workflow(tools: &Tools, viewer: &Viewer, id: WorkflowId) -> Result<WhoseClock, ServiceError> {
    let db = tools.store.read();
    let stored = store::cases::find(viewer, db, id).await?.ok_or(ServiceError::NotFound)?;
    let case = stored.case;
    let calendar = tools.calendar.of(case.town);
    let history = store::cases::history(db, id).await?;
    let at = tools.now();
    let totals = turn::totals(id, &history, at, &calendar);
    let since = since(&case);
    let inside = case::sees_inside(viewer, &case);
    let turns: BTreeSet<Turn> = totals.keys().chain(since.keys()).copied().filter(|turn| inside || outside(viewer, *turn)).collect();
    let mut lines: Vec<ClockLine> = turns
        .into_iter()
        .map(|turn| ClockLine { turn, time: totals.get(&turn).copied().unwrap_or_default(), since: since.get(&turn).copied() })
        .filter(|line| line.since.is_some() || line.time > TimeDelta::zero())
        .collect();
    lines.sort_by_key(|line| (line.since.is_none(), line.since));
    Ok(WhoseClock { at, state: case.state, lines })
}

/// What a body reads.
fn outside(viewer: &Viewer, turn: Turn) -> bool {
    let side = |side: Side| side.body().is_none_or(|body| viewer.in_body(body));
    match turn {
        Turn::With(of) | Turn::Signature(of) => side(of),
        Turn::Coordination => true,
        Turn::SignOff => false,
    }
}

/// Since when the oldest part of the workflow lies with each.
fn since(case: &Case) -> BTreeMap<Turn, DateTime<Utc>> {
    let tasks = case.tasks.values().filter_map(|task| {
        let at = task.signing.as_ref().map_or(task.opened_at, |signing| Some(signing.at));
        turn::of_task(case, task).zip(at)
    });
    let hand_offs = case.hand_offs.values().filter_map(|hand_off| {
        let at = match hand_off.state {
            HandOffState::Signed => hand_off.signed_at.unwrap_or(hand_off.offered_at),
            HandOffState::InCoordination => hand_off.coordination.as_ref().map_or(hand_off.offered_at, |open| open.since),
            _ => hand_off.offered_at,
        };
        turn::of_hand_off(case, hand_off).map(|turn| (turn, at))
    });
    let mut since: BTreeMap<Turn, DateTime<Utc>> = BTreeMap::new();
    for (turn, at) in tasks.chain(hand_offs) {
        let first = since.entry(turn).or_insert(at);
        *first = (*first).min(at);
    }
    since
}

/// With whom these workflows are now.
pub(super) async fn turns(db: &impl ConnectionTrait, rows: &[WorkflowRow]) -> Result<BTreeMap<WorkflowId, BTreeSet<Turn>>, StoreError> {
    let mut turns = BTreeMap::new();
    for row in rows {
        if let Some(stored) = store::cases::load_unscoped(db, row.id).await? {
            turns.insert(row.id, turn::turns(&stored.case));
        }
    }
    Ok(turns)
}

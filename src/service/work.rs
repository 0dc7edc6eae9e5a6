//! Lists of work for a person: what lies here, what was sent, what came, what is late.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use workflow::case::turn::Turn;
use workflow::case::{CaseState, Leaders, SignOff, TaskState};
use workflow::ids::{BodyId, TaskId, TownId, WorkflowId};
use workflow::people::{Role, Scope, Unit, Viewer};

use super::clock;
use super::error::ServiceError;
use super::tools::Tools;
use crate::store::names::Wanted;
use crate::store::{ConnectionTrait, StoreError, leaders, names, work};

pub use crate::store::names::Names;
pub use crate::store::work::{HandOffRow, TaskRow, WorkflowRow};

/// Everything that is a person's turn, and what that person waits for.
#[derive(Debug, Clone)]
pub struct MyWork {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// Town tasks: given to the person or lying in a shared in-box.
    pub tasks: Vec<TaskRow>,
    /// Open town tasks that nobody was given, for coordinators.
    pub unassigned: Vec<TaskRow>,
    /// 待我签收 and 待答复, for bodies; for a town's coordinator what bodies sent to the town.
    pub received: Vec<HandOffRow>,
    /// Required steps of the person's bodies that stand by themselves.
    pub body_steps: Vec<TaskRow>,
    /// 我送出的, not settled yet.
    pub sent: Vec<HandOffRow>,
    /// 待我审签: what waits for the person's signature, or, where a meeting decides, for its entry by the coordinator.
    pub to_sign_off: Vec<TaskRow>,
    /// What the person or the person's units lent to a helper.
    pub lent_out: Vec<TaskRow>,
    /// Extensions of the town's tasks that the person answers.
    pub extensions: Vec<TaskRow>,
    /// Extensions of answers by bodies that the person answers.
    pub hand_off_extensions: Vec<HandOffRow>,
    /// What the blocked tasks wait for from outside: from whom, where a body is named, and the words of the list.
    pub waits: BTreeMap<TaskId, Vec<(Option<BodyId>, String)>>,
    /// The names in it.
    pub names: Names,
}

/// The person's work.
///
/// # Errors
/// See [`ServiceError`].
pub async fn mine(tools: &Tools, viewer: &Viewer) -> Result<MyWork, ServiceError> {
    let db = tools.store.read();
    let tasks = work::mine(viewer, db).await?;
    let unassigned = work::unassigned(viewer, db).await?;
    let mut received = as_received(work::received(viewer, db, false).await?);
    received.extend(work::received_by_town(viewer, db).await?);
    let body_steps = work::body_steps(viewer, db).await?;
    let sent = work::sent(viewer, db).await?;
    let to_sign_off = to_sign_off(tools, viewer, db).await?;
    let lent_out = work::lent_out(viewer, db).await?;
    let (extensions, hand_off_extensions) = work::extensions(viewer, db).await?;
    let blocked: Vec<TaskId> = tasks.iter().filter(|task| task.state == TaskState::Blocked).map(|task| task.id).collect();
    let waits = work::open_waits(db, &blocked).await?;
    let mut wanted = Wanted::default();
    for body in waits.values().flatten().filter_map(|(body, _)| *body) {
        wanted.unit(Unit::Body(body));
    }
    want_tasks(&mut wanted, tasks.iter().chain(&unassigned).chain(&body_steps).chain(&to_sign_off).chain(&lent_out).chain(&extensions));
    want_hand_offs(&mut wanted, received.iter().chain(&sent).chain(&hand_off_extensions));
    let names = names::load(db, &wanted).await?;
    Ok(MyWork {
        at: tools.now(),
        tasks,
        unassigned,
        received,
        body_steps,
        sent,
        to_sign_off,
        lent_out,
        extensions,
        hand_off_extensions,
        waits,
        names,
    })
}

/// What is the viewer's to sign: the one in charge is told and shown; who stands higher may sign as well and finds it in the workflow.
async fn to_sign_off(tools: &Tools, viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    let mut rows = work::with_signers(viewer, db).await?;
    let mut towns: BTreeMap<TownId, Leaders> = BTreeMap::new();
    for row in &rows {
        if let std::collections::btree_map::Entry::Vacant(free) = towns.entry(row.town) {
            free.insert(leaders::of_town(db, row.town, tools.now()).await?);
        }
    }
    rows.retain(|row| {
        let Some(level) = row.signing.as_ref().map(|signing| signing.level) else { return false };
        let asked = towns.get(&row.town).map(|leaders| leaders.asked(level, row.holder.map(|holder| holder.unit))).unwrap_or_default();
        let by_meeting = level == SignOff::Meeting && viewer.in_town(&[Role::Coordinator], row.town);
        by_meeting || viewer.persons().any(|person| asked.contains(&person))
    });
    Ok(rows)
}

/// What a body received: open, and lately settled or returned.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Received {
    pub at: DateTime<Utc>,
    pub open: Vec<HandOffRow>,
    pub closed: Vec<HandOffRow>,
    pub names: Names,
}

/// The hand-offs to the viewer's bodies; for a town's coordinator those to the town.
///
/// # Errors
/// See [`ServiceError`].
pub async fn received(tools: &Tools, viewer: &Viewer) -> Result<Received, ServiceError> {
    let db = tools.store.read();
    let mut open = as_received(work::received(viewer, db, false).await?);
    open.extend(work::received_by_town(viewer, db).await?);
    let closed = as_received(work::received(viewer, db, true).await?);
    let mut wanted = Wanted::default();
    want_hand_offs(&mut wanted, open.iter().chain(&closed));
    Ok(Received { at: tools.now(), open, closed, names: names::load(db, &wanted).await? })
}

/// What narrows the list of workflows.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct WorkflowFilter {
    pub town: Option<TownId>,
    pub state: Option<CaseState>,
    pub words: Option<String>,
    /// From 0.
    pub page: u64,
}

/// Workflows on a page.
pub const PER_PAGE: u64 = 50;
/// The last page that is asked for; beyond it nothing is.
const LAST_PAGE: u64 = 1_000_000;

/// A page of workflows.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct WorkflowPage {
    pub rows: Vec<WorkflowRow>,
    pub more: bool,
    pub names: Names,
}

/// The workflows that the viewer may see, newest first.
///
/// # Errors
/// See [`ServiceError`].
pub async fn workflows(tools: &Tools, viewer: &Viewer, filter: &WorkflowFilter) -> Result<WorkflowPage, ServiceError> {
    let db = tools.store.read();
    let state = filter.state.map(CaseState::code);
    let mut rows = work::workflows(viewer, db, filter.town, state, filter.words.as_deref(), filter.page.min(LAST_PAGE), PER_PAGE).await?;
    let more = rows.len() > usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    let mut wanted = Wanted::default();
    let inside = |row: &WorkflowRow| {
        viewer.towns().contains(&row.town)
            || viewer.has(Role::Supervisor, Scope::County)
            || viewer.has(Role::CountyCoordinator, Scope::County)
    };
    for row in &mut rows {
        wanted.unit(Unit::Town(row.town));
        // How many steps the town has in it is the town's inside.
        if !inside(row) {
            (row.tasks, row.tasks_over) = (0, 0);
        }
    }
    Ok(WorkflowPage { rows, more, names: names::load(db, &wanted).await? })
}

/// The overdue report's raw rows: what is late at `at`, and open work without a date.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Late {
    pub at: DateTime<Utc>,
    pub tasks: Vec<TaskRow>,
    pub hand_offs: Vec<HandOffRow>,
    pub undated_tasks: Vec<TaskRow>,
    pub undated_hand_offs: Vec<HandOffRow>,
    /// Running workflows past the date that is reported upward.
    pub official: Vec<WorkflowRow>,
    /// With whom each of these is now.
    pub turns: BTreeMap<WorkflowId, BTreeSet<Turn>>,
    pub names: Names,
}

/// What is late in the viewer's towns, and what is open without a date.
///
/// # Errors
/// See [`ServiceError`].
pub async fn late(tools: &Tools, viewer: &Viewer) -> Result<Late, ServiceError> {
    Ok(late_at(tools.store.read(), viewer, tools.now()).await?)
}

/// As [`late`], at `at`, wherever one reads.
///
/// # Errors
/// See [`StoreError`].
pub(super) async fn late_at(db: &impl ConnectionTrait, viewer: &Viewer, at: DateTime<Utc>) -> Result<Late, StoreError> {
    let (mut tasks, mut hand_offs) = work::late(viewer, db, at, false).await?;
    let (mut undated_tasks, mut undated_hand_offs) = work::late(viewer, db, at, true).await?;
    let official = work::late_officially(viewer, db, at).await?;
    // A town's own dates are its own business: only official ones are reported as overdue upward.
    if viewer.towns().is_empty() {
        tasks.retain(|row| row.due.as_ref().is_some_and(|due| due.source.is_official()));
        hand_offs.retain(|row| row.due().is_some_and(|due| due.source.is_official()));
        undated_tasks.clear();
        undated_hand_offs.clear();
    }
    let mut wanted = Wanted::default();
    want_tasks(&mut wanted, tasks.iter().chain(&undated_tasks));
    want_hand_offs(&mut wanted, hand_offs.iter().chain(&undated_hand_offs));
    let turns = clock::turns(db, &official).await?;
    for row in &official {
        wanted.unit(Unit::Town(row.town));
        for turn in turns.get(&row.id).into_iter().flatten() {
            if let Turn::With(side) | Turn::Signature(side) = turn {
                wanted.unit(side.unit(row.town));
            }
        }
    }
    let names = names::load(db, &wanted).await?;
    Ok(Late { at, tasks, hand_offs, undated_tasks, undated_hand_offs, official, turns, names })
}

/// What a receiver reads: from which town, not which office or person holds the sending task now.
fn as_received(mut rows: Vec<HandOffRow>) -> Vec<HandOffRow> {
    for row in &mut rows {
        row.sender = None;
    }
    rows
}

fn want_tasks<'a>(wanted: &mut Wanted, rows: impl Iterator<Item = &'a TaskRow>) {
    for row in rows {
        wanted.unit(Unit::Town(row.town));
        if let Some(holder) = row.holder {
            wanted.holder(holder);
        }
        if let Some(lent) = &row.lent {
            wanted.holder(lent.from);
        }
        for person in row.signing.as_ref().map(|signing| signing.by).into_iter().chain(row.extension.as_ref().map(|asked| asked.by)) {
            wanted.person(person);
        }
    }
}

fn want_hand_offs<'a>(wanted: &mut Wanted, rows: impl Iterator<Item = &'a HandOffRow>) {
    for row in rows {
        wanted.unit(Unit::Town(row.town));
        wanted.unit(row.receiver.unit(row.town));
        wanted.person(row.offered_by);
        if let Some(holder) = row.sender {
            wanted.holder(holder);
        }
    }
}

/// The names of some units.
///
/// # Errors
/// See [`ServiceError`].
pub async fn unit_names(tools: &Tools, units: impl IntoIterator<Item = Unit>) -> Result<Names, ServiceError> {
    let mut wanted = Wanted::default();
    units.into_iter().for_each(|unit| wanted.unit(unit));
    Ok(names::load(tools.store.read(), &wanted).await?)
}

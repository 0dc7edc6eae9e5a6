//! Lists of work: what lies with whom, what was sent, what is late. Each finder takes the viewer and answers only with what that person may see.

mod disputes;
pub mod ledger;
mod query;
mod rows;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{external_wait, hand_off, task, workflow as workflow_row};
use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflow::case::TaskState;
use workflow::ids::{BodyId, DutyId, TaskId, TownId, WorkflowId};
use workflow::people::{Role, Viewer};

use super::StoreError;
use query::{
    Supervised, coordinated, fed_by_approval, hand_offs, lent_by, open_parts, supervised, tasks, town_wide, visible, with_viewer,
    workflow_list,
};
use rows::{hand_off_rows, rows, workflow_rows};

pub use disputes::{Dispute, TaskDispute, disputed, disputed_tasks};
pub use rows::{HandOffRow, TaskRow, WorkflowRow};

/// The most rows that a list answers with.
pub const LIST_LIMIT: u64 = 500;

/// What lies with the viewer: tasks given to the person, and those in the shared in-boxes of the person's units; open first, then what waits for others.
///
/// # Errors
/// See [`StoreError`].
pub async fn mine(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    let states = [TaskState::Open.code(), TaskState::Handed.code(), TaskState::Blocked.code()];
    let query = tasks().filter(task::Column::State.is_in(states)).filter(workflow_row::Column::State.is_in(["running", "suspended"]));
    let query = query.filter(with_viewer(viewer));
    rows(query.order_by_asc(task::Column::DueAt).order_by_asc(task::Column::Id).limit(LIST_LIMIT), db).await
}

/// What was sent to the viewer's bodies: open ones first by age, then those settled lately.
///
/// # Errors
/// See [`StoreError`].
pub async fn received(viewer: &Viewer, db: &impl ConnectionTrait, settled: bool) -> Result<Vec<HandOffRow>, StoreError> {
    let bodies: Vec<Uuid> = viewer.bodies().into_iter().map(Into::into).collect();
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let states: &[&str] = if settled { &["settled", "returned"] } else { &["offered", "signed"] };
    let query =
        hand_offs().filter(hand_off::Column::ReceiverBodyId.is_in(bodies)).filter(hand_off::Column::State.is_in(states.iter().copied()));
    let query = if settled {
        query.order_by_desc(hand_off::Column::SettledAt).order_by_desc(hand_off::Column::Id).limit(50)
    } else {
        query
            .filter(workflow_row::Column::State.is_in(["running", "suspended"]))
            .order_by_asc(hand_off::Column::OfferedAt)
            .limit(LIST_LIMIT)
    };
    hand_off_rows(query, db).await
}

/// What bodies sent to the towns that the viewer coordinates and what is not settled yet, the oldest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn received_by_town(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<HandOffRow>, StoreError> {
    let towns: Vec<Uuid> = coordinated(viewer).into_iter().map(Into::into).collect();
    if towns.is_empty() {
        return Ok(Vec::new());
    }
    let query = hand_offs()
        .filter(hand_off::Column::ReceiverBodyId.is_null())
        .filter(hand_off::Column::TownId.is_in(towns))
        .filter(hand_off::Column::State.is_in(["offered", "signed"]))
        .filter(workflow_row::Column::State.is_in(["running", "suspended"]));
    hand_off_rows(query.order_by_asc(hand_off::Column::OfferedAt).limit(LIST_LIMIT), db).await
}

/// What the viewer, or the viewer's units, sent and what is not settled yet.
///
/// # Errors
/// See [`StoreError`].
pub async fn sent(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<HandOffRow>, StoreError> {
    let towns: Vec<Uuid> = coordinated(viewer).into_iter().map(Into::into).collect();
    let whose = Condition::any()
        .add(
            Condition::all()
                .add(hand_off::Column::OfferedBy.is_in(viewer.persons().map(Uuid::from)))
                .add(hand_off::Column::TownId.is_in(viewer.towns().into_iter().map(Uuid::from))),
        )
        .add(with_viewer(viewer))
        .add_option((!towns.is_empty()).then(|| hand_off::Column::TownId.is_in(towns)));
    let query = hand_offs()
        .filter(hand_off::Column::State.is_in(["offered", "signed", "returned", "objected", "in_coordination"]))
        .filter(workflow_row::Column::State.is_in(["running", "suspended"]))
        .filter(whose);
    hand_off_rows(query.order_by_asc(hand_off::Column::OfferedAt).limit(LIST_LIMIT), db).await
}

/// Required steps of the viewer's bodies that are open and stand by themselves.
///
/// # Errors
/// See [`StoreError`].
pub async fn body_steps(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    let bodies: Vec<Uuid> = viewer.bodies().into_iter().map(Into::into).collect();
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let query = tasks()
        .filter(task::Column::BodyId.is_in(bodies))
        .filter(task::Column::State.eq("open"))
        .filter(workflow_row::Column::State.eq("running"))
        .filter(fed_by_approval().not());
    rows(query.order_by_asc(task::Column::OpenedAt).limit(LIST_LIMIT), db).await
}

/// What tasks that the viewer has found wait for from outside and has not come: from whom, where a body is named, and the words of the list.
///
/// # Errors
/// See [`StoreError`].
pub async fn open_waits(
    db: &impl ConnectionTrait,
    tasks: &[TaskId],
) -> Result<BTreeMap<TaskId, Vec<(Option<BodyId>, String)>>, StoreError> {
    let mut waits: BTreeMap<TaskId, Vec<(Option<BodyId>, String)>> = BTreeMap::new();
    if tasks.is_empty() {
        return Ok(waits);
    }
    let rows = external_wait::Entity::find()
        .filter(external_wait::Column::TaskId.is_in(tasks.iter().map(|id| id.uuid())))
        .filter(external_wait::Column::MetAt.is_null())
        .order_by_asc(external_wait::Column::Id);
    for row in rows.all(db).await? {
        waits.entry(row.task_id.into()).or_default().push((row.body_id.map(Into::into), row.text));
    }
    Ok(waits)
}

/// Tasks that are open in the viewer's towns and given to no one.
///
/// # Errors
/// See [`StoreError`].
pub async fn unassigned(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    let towns: Vec<Uuid> = coordinated(viewer).into_iter().map(Into::into).collect();
    if towns.is_empty() {
        return Ok(Vec::new());
    }
    let query = tasks()
        .filter(task::Column::TownId.is_in(towns))
        .filter(task::Column::Lane.eq("town"))
        .filter(task::Column::State.eq("open"))
        .filter(task::Column::UnitKind.is_null())
        .filter(workflow_row::Column::State.eq("running"));
    rows(query.order_by_asc(task::Column::OpenedAt).limit(LIST_LIMIT), db).await
}

/// What waits for a sign-off in the towns where the viewer leads, leads an office or coordinates, the oldest first. Whose turn it is at which level is
/// for the rules to say.
///
/// # Errors
/// See [`StoreError`].
pub async fn with_signers(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    let signs = [Role::Leader, Role::OfficeLead, Role::Coordinator];
    let towns = viewer.grants.iter().filter(|grant| signs.contains(&grant.role)).filter_map(|grant| grant.scope.town_id());
    let towns: Vec<Uuid> = towns.map(Uuid::from).collect();
    if towns.is_empty() {
        return Ok(Vec::new());
    }
    let query = tasks()
        .filter(task::Column::TownId.is_in(towns))
        .filter(task::Column::Signing.is_not_null())
        .filter(task::Column::State.eq("open"))
        .filter(workflow_row::Column::State.eq("running"));
    rows(query.order_by_asc(task::Column::OpenedAt).order_by_asc(task::Column::Id).limit(LIST_LIMIT), db).await
}

/// What the viewer, or the viewer's units, lent to a helper (请协办) and what has not come back.
///
/// # Errors
/// See [`StoreError`].
pub async fn lent_out(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    let towns: Vec<Uuid> = viewer.towns().into_iter().map(Into::into).collect();
    let query = tasks()
        .filter(task::Column::Lent.is_not_null())
        .filter(task::Column::TownId.is_in(towns))
        .filter(task::Column::State.is_in(["blocked", "open"]))
        .filter(workflow_row::Column::State.is_in(["running", "suspended"]))
        .filter(lent_by(viewer));
    rows(query.order_by_asc(task::Column::DueAt).order_by_asc(task::Column::Id).limit(LIST_LIMIT), db).await
}

/// The extensions that are asked for and that the viewer answers: of the town's tasks by who decides in it, of hand-offs by its coordinator.
///
/// # Errors
/// See [`StoreError`].
pub async fn extensions(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<(Vec<TaskRow>, Vec<HandOffRow>), StoreError> {
    let decided: Vec<Uuid> = town_wide(viewer, &[Role::Coordinator, Role::Leader]).into_iter().map(Into::into).collect();
    if decided.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let of_tasks = tasks()
        .filter(task::Column::TownId.is_in(decided))
        .filter(task::Column::Extension.is_not_null())
        .filter(workflow_row::Column::State.eq("running"));
    let of_hand_offs = hand_offs()
        .filter(hand_off::Column::TownId.is_in(coordinated(viewer).into_iter().map(Uuid::from)))
        .filter(hand_off::Column::Extension.is_not_null())
        .filter(workflow_row::Column::State.eq("running"));
    let tasks = rows(of_tasks.order_by_asc(task::Column::DueAt).order_by_asc(task::Column::Id).limit(LIST_LIMIT), db).await?;
    let hand_offs = hand_off_rows(of_hand_offs.order_by_asc(hand_off::Column::OfferedAt).limit(LIST_LIMIT), db).await?;
    Ok((tasks, hand_offs))
}

/// The workflows that the viewer may see, newest first; `state` narrows to one state, `words` to titles that contain them, `town` to one town.
/// Answers with one row more than a page when there is a next page.
///
/// # Errors
/// See [`StoreError`].
pub async fn workflows(
    viewer: &Viewer,
    db: &impl ConnectionTrait,
    town: Option<TownId>,
    state: Option<&str>,
    words: Option<&str>,
    page: u64,
    per_page: u64,
) -> Result<Vec<WorkflowRow>, StoreError> {
    let mut query = workflow_list().filter(visible(viewer));
    if let Some(town) = town {
        query = query.filter(workflow_row::Column::TownId.eq(town.uuid()));
    }
    if let Some(state) = state {
        query = query.filter(workflow_row::Column::State.eq(state));
    }
    if let Some(words) = words.map(str::trim).filter(|words| !words.is_empty()) {
        query = query.filter(workflow_row::Column::Title.contains(words));
    }
    let query = query.order_by_desc(workflow_row::Column::StartedAt).order_by_desc(workflow_row::Column::Id);
    workflow_rows(query.limit(per_page.saturating_add(1)).offset(page.saturating_mul(per_page)), db).await
}

/// The workflows of a duty that the viewer may see, newest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn workflows_of_duty(
    viewer: &Viewer,
    db: &impl ConnectionTrait,
    duty: DutyId,
) -> Result<Vec<(WorkflowId, String, String, DateTime<Utc>)>, StoreError> {
    let found: Vec<(Uuid, String, String, DateTime<Utc>)> = workflow_row::Entity::find()
        .select_only()
        .columns([workflow_row::Column::Id, workflow_row::Column::Title, workflow_row::Column::State, workflow_row::Column::StartedAt])
        .filter(workflow_row::Column::DutyId.eq(duty.uuid()))
        .filter(visible(viewer))
        .order_by_desc(workflow_row::Column::StartedAt)
        .limit(20)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(id, title, state, at)| (id.into(), title, state, at)).collect())
}

/// The open work that a supervisor may see: tasks and hand-offs that are late at `now`, and, with `undated`, those without any date.
///
/// # Errors
/// See [`StoreError`].
pub async fn late(
    viewer: &Viewer,
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    undated: bool,
) -> Result<(Vec<TaskRow>, Vec<HandOffRow>), StoreError> {
    let Some(towns) = supervised(viewer) else { return Ok((Vec::new(), Vec::new())) };
    let late_task = if undated { task::Column::DueAt.is_null() } else { task::Column::DueAt.lt(now) };
    let mut of_tasks = tasks()
        .filter(task::Column::State.eq("open"))
        .filter(workflow_row::Column::State.eq("running"))
        .filter(late_task)
        // A summary waits for its parts, an approval's step is its hand-off: neither is late by itself.
        .filter(open_parts().eq(0))
        .filter(fed_by_approval().not())
        // Time with a leader is 待审签.
        .filter(task::Column::Signing.is_null());
    let late_sign = if undated { hand_off::Column::SignDueAt.is_null() } else { hand_off::Column::SignDueAt.lt(now) };
    let late_answer = if undated { hand_off::Column::AnswerDueAt.is_null() } else { hand_off::Column::AnswerDueAt.lt(now) };
    let mut of_hand_offs = hand_offs().filter(workflow_row::Column::State.eq("running")).filter(
        Condition::any()
            .add(hand_off::Column::State.eq("offered").and(late_sign))
            .add(hand_off::Column::State.eq("signed").and(late_answer)),
    );
    if let Supervised::Towns(towns) = towns {
        let towns: Vec<Uuid> = towns.into_iter().map(Into::into).collect();
        of_tasks = of_tasks.filter(task::Column::TownId.is_in(towns.clone()));
        of_hand_offs = of_hand_offs.filter(hand_off::Column::TownId.is_in(towns));
    }
    let tasks = rows(of_tasks.order_by_asc(task::Column::DueAt).order_by_asc(task::Column::OpenedAt), db).await?;
    let hand_offs = hand_off_rows(of_hand_offs.order_by_asc(hand_off::Column::OfferedAt), db).await?;
    Ok((tasks, hand_offs))
}

/// Running workflows of the viewer's towns that are past the date which is reported upward, the longest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn late_officially(viewer: &Viewer, db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<WorkflowRow>, StoreError> {
    let Some(towns) = supervised(viewer) else { return Ok(Vec::new()) };
    let mut query = workflow_list().filter(workflow_row::Column::State.eq("running")).filter(workflow_row::Column::OfficialDueAt.lt(now));
    if let Supervised::Towns(towns) = towns {
        query = query.filter(workflow_row::Column::TownId.is_in(towns.into_iter().map(Uuid::from)));
    }
    workflow_rows(query.order_by_asc(workflow_row::Column::OfficialDueAt), db).await
}

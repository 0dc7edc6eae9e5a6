//! Which rows a viewer may have, and the queries that lists begin with.

use duty_list::HandKind;
use entity::{duty_text, event, hand_off, task, workflow as workflow_row, workflow_copy};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QuerySelect, RelationTrait, Select};
use uuid::Uuid;
use workflow::case::history::BY_RECEIVERS;
use workflow::ids::TownId;
use workflow::people::{BodyScope, Role, Scope, TownScope, Unit, Viewer};

use crate::store::cases::unit_id;

pub(super) enum Supervised {
    Everywhere,
    Towns(Vec<TownId>),
}

/// Over which towns the viewer has the overdue report: coordinators, leaders and supervisors of a town; supervisors and coordinators of the county.
pub(super) fn supervised(viewer: &Viewer) -> Option<Supervised> {
    if viewer.has(Role::Supervisor, Scope::County) || viewer.has(Role::CountyCoordinator, Scope::County) {
        return Some(Supervised::Everywhere);
    }
    let towns: Vec<TownId> = town_wide(viewer, &[Role::Coordinator, Role::Leader, Role::Supervisor]);
    (!towns.is_empty()).then_some(Supervised::Towns(towns))
}

pub(super) fn coordinated(viewer: &Viewer) -> Vec<TownId> {
    town_wide(viewer, &[Role::Coordinator])
}

pub(super) fn town_wide(viewer: &Viewer, roles: &[Role]) -> Vec<TownId> {
    let grants = viewer.grants.iter().filter(|grant| roles.contains(&grant.role));
    grants
        .filter_map(|grant| match grant.scope {
            Scope::Town(TownScope { town }) => Some(town),
            _ => None,
        })
        .collect()
}

/// Workflows that the viewer may see; the same rule as [`workflow::case::sees`], as a condition.
pub(super) fn visible(viewer: &Viewer) -> Condition {
    let mut any = Condition::any();
    if viewer.has(Role::Supervisor, Scope::County) || viewer.has(Role::CountyCoordinator, Scope::County) {
        return any.add(Expr::val(1).eq(1));
    }
    let towns: Vec<Uuid> = town_wide(viewer, &[Role::Coordinator, Role::Leader, Role::Supervisor]).into_iter().map(Into::into).collect();
    if !towns.is_empty() {
        any = any.add(workflow_row::Column::TownId.is_in(towns));
    }
    let held = Query::select()
        .column(task::Column::WorkflowId)
        .from(task::Entity)
        .and_where(task::Column::Lane.eq("town"))
        .cond_where(holds(viewer))
        .take();
    any = any.add(workflow_row::Column::Id.in_subquery(held));
    any = any.add(acted(viewer)).add(copied(viewer));
    let bodies: Vec<Uuid> = viewer
        .grants
        .iter()
        .filter_map(|grant| match grant.scope {
            Scope::Body(BodyScope { body }) => Some(body.uuid()),
            _ => None,
        })
        .collect();
    if !bodies.is_empty() {
        let handed = Query::select()
            .column(hand_off::Column::WorkflowId)
            .from(hand_off::Entity)
            .and_where(hand_off::Column::ReceiverBodyId.is_in(bodies.clone()))
            .take();
        let required = Query::select()
            .column(task::Column::WorkflowId)
            .from(task::Entity)
            .and_where(task::Column::BodyId.is_in(bodies))
            .and_where(task::Column::State.ne("blocked"))
            .take();
        any = any.add(workflow_row::Column::Id.in_subquery(handed)).add(workflow_row::Column::Id.in_subquery(required));
    }
    any
}

/// Tasks that the person holds, in a town in which that person still has a part.
fn own(viewer: &Viewer) -> Condition {
    let towns: Vec<Uuid> = viewer.towns().into_iter().map(Into::into).collect();
    Condition::all().add(task::Column::PersonId.is_in(viewer.persons().map(Uuid::from))).add(task::Column::TownId.is_in(towns))
}

/// Tasks that are the viewer's turn: given to the person, or in a shared in-box of the person's units and taken by no one.
pub(super) fn with_viewer(viewer: &Viewer) -> Condition {
    let mut any = Condition::any().add(own(viewer));
    for unit in viewer.units().into_iter().filter(|unit| !matches!(unit, Unit::Body(_))) {
        any = any.add(
            Condition::all()
                .add(task::Column::UnitKind.eq(unit.code()))
                .add(task::Column::UnitId.eq(unit_id(unit)))
                .add(task::Column::PersonId.is_null()),
        );
    }
    any
}

/// Tasks that the viewer, or a unit whose in-box is the viewer's, lent to their present holder.
pub(super) fn lent_by(viewer: &Viewer) -> Condition {
    let mut any = Condition::any().add(task::Column::LenderPersonId.is_in(viewer.persons().map(Uuid::from)));
    for unit in viewer.units().into_iter().filter(|unit| !matches!(unit, Unit::Body(_))) {
        any = any.add(
            Condition::all()
                .add(task::Column::LenderUnitKind.eq(unit.code()))
                .add(task::Column::LenderUnitId.eq(unit_id(unit)))
                .add(task::Column::LenderPersonId.is_null()),
        );
    }
    any
}

/// Workflows in which the person did something inside the town; readable as long as the person has a part in that town.
fn acted(viewer: &Viewer) -> Condition {
    let persons: Vec<Uuid> = viewer.persons().map(Into::into).collect();
    let towns = viewer.towns().into_iter().map(Uuid::from);
    let by = Condition::any()
        .add(event::Column::ActorId.is_in(persons.iter().copied()))
        .add(event::Column::InPlaceOfId.is_in(persons.iter().copied()));
    let acted = Query::select()
        .column(event::Column::WorkflowId)
        .from(event::Entity)
        .cond_where(by)
        .and_where(event::Column::Kind.is_not_in(BY_RECEIVERS))
        .take();
    Condition::all().add(workflow_row::Column::TownId.is_in(towns)).add(workflow_row::Column::Id.in_subquery(acted))
}

/// Workflows of which the person or one of the person's units was given a copy, while they run.
fn copied(viewer: &Viewer) -> Condition {
    let towns: Vec<Uuid> = viewer.towns().into_iter().map(Uuid::from).collect();
    let mut to = Condition::any().add(
        Condition::all()
            .add(workflow_copy::Column::Kind.eq("person"))
            .add(workflow_copy::Column::ToId.is_in(viewer.persons().map(Uuid::from))),
    );
    for unit in viewer.units().into_iter().filter(|unit| !matches!(unit, Unit::Body(_))) {
        to = to.add(Condition::all().add(workflow_copy::Column::Kind.eq(unit.code())).add(workflow_copy::Column::ToId.eq(unit_id(unit))));
    }
    let copied = Query::select().column(workflow_copy::Column::WorkflowId).from(workflow_copy::Entity).cond_where(to).take();
    Condition::all()
        .add(workflow_row::Column::TownId.is_in(towns))
        .add(workflow_row::Column::State.is_in(["running", "suspended"]))
        .add(workflow_row::Column::Id.in_subquery(copied))
}

/// Tasks that the viewer or the viewer's units hold, held last, or have lent.
fn holds(viewer: &Viewer) -> Condition {
    let lent = Condition::all()
        .add(task::Column::LenderPersonId.is_in(viewer.persons().map(Uuid::from)))
        .add(task::Column::TownId.is_in(viewer.towns().into_iter().map(Uuid::from)));
    let mut any = Condition::any().add(own(viewer)).add(lent);
    for unit in viewer.units().into_iter().filter(|unit| !matches!(unit, Unit::Body(_))) {
        any = any.add(Condition::all().add(task::Column::UnitKind.eq(unit.code())).add(task::Column::UnitId.eq(unit_id(unit))));
        any = any.add(Condition::all().add(task::Column::LenderUnitKind.eq(unit.code())).add(task::Column::LenderUnitId.eq(unit_id(unit))));
    }
    any
}

pub(super) fn tasks() -> Select<task::Entity> {
    task::Entity::find()
        .select_only()
        .columns([
            task::Column::Id,
            task::Column::WorkflowId,
            task::Column::TownId,
            task::Column::Text,
            task::Column::State,
            task::Column::Lane,
            task::Column::UnitKind,
            task::Column::UnitId,
            task::Column::PersonId,
            task::Column::Due,
            task::Column::OpenedAt,
            task::Column::Reason,
            task::Column::Round,
            task::Column::Signing,
            task::Column::Lent,
            task::Column::Extension,
        ])
        .column(workflow_row::Column::Title)
        .column_as(workflow_row::Column::State, "workflow_state")
        .column(workflow_row::Column::Urgent)
        .column_as(duty_text::Column::Kind, "duty_kind")
        .column_as(duty_text::Column::No, "duty_no")
        .column_as(parts(false), "parts")
        .column_as(parts(true), "parts_over")
        .join(JoinType::InnerJoin, task::Relation::Workflow.def())
        .join(JoinType::InnerJoin, workflow_row::Relation::DutyText.def())
}

pub(super) fn hand_offs() -> Select<hand_off::Entity> {
    hand_off::Entity::find()
        .select_only()
        .columns([
            hand_off::Column::Id,
            hand_off::Column::WorkflowId,
            hand_off::Column::TownId,
            hand_off::Column::TaskId,
            hand_off::Column::ReceiverBodyId,
            hand_off::Column::Kind,
            hand_off::Column::State,
            hand_off::Column::Round,
            hand_off::Column::OfferedBy,
            hand_off::Column::OfferedAt,
            hand_off::Column::SignedAt,
            hand_off::Column::SettledAt,
            hand_off::Column::SignDue,
            hand_off::Column::AnswerDue,
            hand_off::Column::Reason,
            hand_off::Column::Extension,
        ])
        .column(workflow_row::Column::Title)
        .column_as(workflow_row::Column::State, "workflow_state")
        .column(workflow_row::Column::Urgent)
        .column(task::Column::Text)
        .columns([task::Column::UnitKind, task::Column::UnitId, task::Column::PersonId])
        .column_as(duty_text::Column::Kind, "duty_kind")
        .column_as(duty_text::Column::No, "duty_no")
        .join(JoinType::InnerJoin, hand_off::Relation::Workflow.def())
        .join(JoinType::InnerJoin, hand_off::Relation::Task.def())
        .join(JoinType::InnerJoin, workflow_row::Relation::DutyText.def())
}

/// The columns of a workflow in a list.
pub(super) fn workflow_list() -> Select<workflow_row::Entity> {
    workflow_row::Entity::find()
        .select_only()
        .columns([
            workflow_row::Column::Id,
            workflow_row::Column::Title,
            workflow_row::Column::TownId,
            workflow_row::Column::DutyId,
            workflow_row::Column::State,
            workflow_row::Column::Urgent,
            workflow_row::Column::OfficialDue,
            workflow_row::Column::StartedAt,
            workflow_row::Column::EndedAt,
        ])
        .column_as(duty_text::Column::Kind, "duty_kind")
        .column_as(duty_text::Column::No, "duty_no")
        .column_as(steps(false), "tasks")
        .column_as(steps(true), "tasks_over")
        .join(JoinType::InnerJoin, workflow_row::Relation::DutyText.def())
}

const OVER: [&str; 3] = ["done", "left_out", "cancelled"];

/// How many parts a step was distributed into; with `over`, how many of them are over.
fn parts(over: bool) -> SimpleExpr {
    count_parts(over.then(|| Expr::col((Alias::new("part"), task::Column::State)).is_in(OVER)))
}

pub(super) fn open_parts() -> SimpleExpr {
    count_parts(Some(Expr::col((Alias::new("part"), task::Column::State)).is_not_in(OVER)))
}

fn count_parts(which: Option<SimpleExpr>) -> SimpleExpr {
    let part = Alias::new("part");
    let mut query = Query::select();
    query.expr(Expr::col((part.clone(), task::Column::Id)).count()).from_as(task::Entity, part.clone());
    query.and_where(Expr::col((part, task::Column::ParentId)).equals((task::Entity, task::Column::Id)));
    if let Some(which) = which {
        query.and_where(which);
    }
    SimpleExpr::SubQuery(None, Box::new(query.take().into()))
}

/// How many steps a workflow has, parts not counted; with `over`, how many are over.
pub(super) fn steps(over: bool) -> SimpleExpr {
    let step = Alias::new("step");
    let mut query = Query::select();
    query.expr(Expr::col((step.clone(), task::Column::Id)).count()).from_as(task::Entity, step.clone());
    query.and_where(Expr::col((step.clone(), task::Column::WorkflowId)).equals((workflow_row::Entity, workflow_row::Column::Id)));
    query.and_where(Expr::col((step.clone(), task::Column::ParentId)).is_null());
    if over {
        query.and_where(Expr::col((step, task::Column::State)).is_in(OVER));
    }
    SimpleExpr::SubQuery(None, Box::new(query.take().into()))
}

/// Whether an approval feeds the step: then the hand-off is what is late.
pub(super) fn fed_by_approval() -> SimpleExpr {
    let fed = Query::select()
        .column(hand_off::Column::FeedsTaskId)
        .from(hand_off::Entity)
        .and_where(hand_off::Column::Kind.eq(HandKind::Approval.code()))
        .and_where(hand_off::Column::FeedsTaskId.is_not_null())
        .take();
    task::Column::Id.in_subquery(fed)
}

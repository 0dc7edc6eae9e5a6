//! Starting a workflow from a duty's template, from the catalogue or from something that came in.

use std::collections::BTreeMap;

use workflow::case::history::{Entry, ORIGIN};
use workflow::case::{self, Fact, LimitSpec};
use workflow::ids::{BodyId, CommandId, DutyId, IncomingId, PersonId, WorkflowId};
use workflow::people::{Holder, Role};

use super::act::{as_somebody, chained};
use super::checks::Policy;
use super::error::ServiceError;
use super::tools::{Request, Tools};
use super::{circumstances, notify, typed, words};
use crate::store::cases::Origin;
use crate::store::duties::DutyText;
use crate::store::templates::Version;
use crate::store::{self, duties, org, templates};

use super::incoming;

/// What a coordinator decides at the start.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct NewWorkflow {
    pub duty: DutyId,
    /// Which track, from 0.
    pub track: usize,
    pub title: String,
    pub urgent: bool,
    pub incoming: Option<IncomingId>,
    /// The date that is reported upward.
    pub official: Option<LimitSpec>,
    /// Who holds which step, by step key.
    pub holders: BTreeMap<String, Holder>,
    /// Which limit which step has, by step key.
    pub limits: BTreeMap<String, LimitSpec>,
}

/// The longest title of a workflow, in characters.
pub const TITLE_LIMIT: usize = 200;

/// Starts a workflow. The same request again answers with the workflow that it started.
///
/// # Errors
/// [`ServiceError::NotFound`] for a duty of another town; [`ServiceError::Invalid`] for a withdrawn duty, a closed one, an unknown track or a title
/// that is missing or too long; [`ServiceError::Refused`] when the person does not coordinate the town.
pub async fn start(tools: &Tools, request: Request<'_>, new: NewWorkflow) -> Result<WorkflowId, ServiceError> {
    let tx = tools.store.begin().await?;
    let id = start_in(&tx, tools, request, new).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(id)
}

/// [`start`] in the caller's transaction, who commits and rings the bell.
pub(super) async fn start_in(tx: &store::Tx, tools: &Tools, request: Request<'_>, new: NewWorkflow) -> Result<WorkflowId, ServiceError> {
    let duty = in_force(tx, request, new.duty).await?;
    if let Some(started) = store::cases::started_by_command(tx, request.command, request.viewer.person).await? {
        return Ok(started);
    }
    if duty.row.kind == duty_list::DutyKind::Withdrawn {
        return Err(ServiceError::invalid("duty", "withdrawn", "该事项已由上级部门收回，不能作为本镇工作启动；请使用“接收并移送”"));
    }
    let version = templates::published(tx, new.duty).await?.ok_or(ServiceError::NotFound)?;
    begin(tx, tools, request, Some(request.viewer.person), &duty, &version, new).await
}

/// What comes round is started by nobody's hand: by the clock, or by who reported the event. `request.viewer` stands for the town. Of a track whose
/// periodic or on-event clauses are wanted only those are started.
pub(super) async fn start_recurring(
    tx: &store::Tx,
    tools: &Tools,
    request: Request<'_>,
    actor: Option<PersonId>,
    steps: &[String],
    new: NewWorkflow,
) -> Result<WorkflowId, ServiceError> {
    let duty = in_force(tx, request, new.duty).await?;
    if duty.row.kind == duty_list::DutyKind::Withdrawn {
        return Err(ServiceError::invalid("duty", "withdrawn", "该事项已由上级部门收回，不能作为本镇工作启动；请使用“接收并移送”"));
    }
    let mut version = templates::published(tx, new.duty).await?.ok_or(ServiceError::NotFound)?;
    if let Some(track) = version.content.tracks.get_mut(new.track).filter(|_| !steps.is_empty()) {
        *track = track.only(steps).ok_or_else(changed)?;
    }
    begin(tx, tools, request, actor, &duty, &version, new).await
}

pub(super) fn changed() -> ServiceError {
    ServiceError::invalid("steps", "unknown", "流程模板已变更，所选环节不再存在，请重新安排")
}

/// 接收并移送 of a withdrawn duty: register, inform, first handling if needed, transfer, signed for, reported back.
///
/// # Errors
/// As [`start`]; [`ServiceError::Invalid`] when the duty is not a withdrawn one or nobody does it any more.
pub async fn receive_and_transfer(tools: &Tools, request: Request<'_>, new: NewWorkflow) -> Result<WorkflowId, ServiceError> {
    let tx = tools.store.begin().await?;
    let duty = in_force(&tx, request, new.duty).await?;
    if let Some(started) = store::cases::started_by_command(&tx, request.command, request.viewer.person).await? {
        return Ok(started);
    }
    let version = templates::published(&tx, new.duty)
        .await?
        .filter(|_| duty.row.kind == duty_list::DutyKind::Withdrawn)
        .ok_or_else(|| ServiceError::invalid("duty", "no-receiver", "该事项不再有承接部门，没有可移送的单位"))?;
    let id = begin(&tx, tools, request, Some(request.viewer.person), &duty, &version, new).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(id)
}

/// The wording in force of a duty of a town in which the person has a part.
async fn in_force(tx: &store::Tx, request: Request<'_>, id: DutyId) -> Result<DutyText, ServiceError> {
    let (town, _) = duties::town_and_kind(tx, id).await?.ok_or(ServiceError::NotFound)?;
    if !request.viewer.towns().contains(&town) {
        return Err(ServiceError::NotFound);
    }
    // Starts in one town come one after the other, so that the same request at the same moment finds what it started.
    store::lock_town(tx, town).await?;
    let text = duties::current_text(tx, town, id).await?;
    text.ok_or_else(|| ServiceError::invalid("duty", "closed", "该事项已不在现行清单中，不能启动新的办理"))
}

async fn begin(
    tx: &store::Tx,
    tools: &Tools,
    request: Request<'_>,
    actor: Option<PersonId>,
    duty: &DutyText,
    version: &Version,
    new: NewWorkflow,
) -> Result<WorkflowId, ServiceError> {
    let town = duty.row.town;
    if !request.viewer.in_town(&[Role::Coordinator], town) {
        return Err(workflow::refusal::Refusal::NotPermitted.into());
    }
    let mut problems = Vec::new();
    let title = words::required("title", &new.title, TITLE_LIMIT, &mut problems);
    for spec in new.limits.values().chain(&new.official) {
        typed::check_limit(spec, &mut problems);
    }
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let track = version.content.tracks.get(new.track).ok_or_else(|| ServiceError::invalid("track", "unknown", "请选择要启动的分项"))?;
    let now = tools.now();
    let known = circumstances::load(tx, tools, town, now).await?;
    let is_step = |key: &String| track.steps.iter().any(|step| step.key == *key);
    if !new.holders.keys().all(is_step) || !new.limits.keys().all(is_step) {
        return Err(ServiceError::invalid("track", "unknown", "环节与所选分项不符，请重新选择"));
    }
    let bodies = spellings(tx, track).await?;
    let plan = case::plan(track, &bodies, &new.limits, &new.holders, &tools.ids, now)?;
    let id: WorkflowId = tools.ids.next(now);
    let about = case::Start { title, urgent: new.urgent, official: new.official.clone() };
    let (mut case, facts, in_place_of) =
        as_somebody(request.viewer, |face| case::start(id, town, plan.clone(), about.clone(), &known.around(tools, now, face)))?;
    case.acted.extend(actor);
    let entry = first_entry(id, actor, request.command, (facts, in_place_of), now)?;
    let origin = Origin {
        duty: new.duty,
        duty_text: duty.row.text,
        template_version: version.id,
        track_index: i32::try_from(new.track).unwrap_or(0),
        incoming: new.incoming,
    };
    let policy = Policy { now, calendar: &known.calendar, limits: known.limits };
    store::cases::create(tx, &case, origin, &entry, tools.ids.next(now), &policy).await?;
    if let Some(item) = new.incoming {
        incoming::started(request.viewer, tx, item, (town, new.duty), id).await?;
    }
    notify::tell(tx, tools, actor, &case, &entry.facts, &known.leaders).await?;
    Ok(id)
}

fn first_entry(
    id: WorkflowId,
    actor: Option<PersonId>,
    command: CommandId,
    (facts, in_place_of): (Vec<Fact>, Option<PersonId>),
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Entry, ServiceError> {
    let entry = Entry {
        seq: 1,
        at: now,
        actor,
        command_id: command,
        kind: "start".to_owned(),
        facts,
        on_behalf: None,
        in_place_of,
        prev_hash: ORIGIN.to_owned(),
        hash: String::new(),
    };
    chained(entry, id)
}

/// The bodies that the track names, by their spelling.
pub(super) async fn spellings(
    tx: &impl store::ConnectionTrait,
    track: &workflow::template::Track,
) -> Result<BTreeMap<String, BodyId>, ServiceError> {
    let mut names: Vec<&str> = track
        .steps
        .iter()
        .flat_map(|step| {
            let parties = std::iter::once(&step.party).chain(step.waits_for.iter().map(|wait| &wait.party));
            let named = parties.filter_map(|party| match party {
                workflow::template::Party::Body { name } => Some(name.as_str()),
                workflow::template::Party::Town => None,
            });
            named.chain(step.hands_to.iter().map(|planned| planned.receiver.as_str()).filter(|name| *name != "*"))
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut bodies = BTreeMap::new();
    for name in names {
        if let Some(body) = org::find_body_by_name(tx, name).await? {
            bodies.insert(name.to_owned(), body.id);
        }
    }
    Ok(bodies)
}

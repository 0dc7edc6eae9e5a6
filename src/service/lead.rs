//! 问题线索: reporting a lead, everything that happens to it, and what each side sees of it.

mod sweep;
mod tell;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use chrono_tz::Asia::Shanghai;
use workflow::calendar::Calendar;
use workflow::case::RECALCULATE;
use workflow::ids::{BodyId, DutyId, LeadId, TownId, WorkflowId};
use workflow::lead::history::{self, Entry, ORIGIN};
use workflow::lead::{self, Circumstances, Command, Fact, Lead, LeadOffers, LeadState, NewLead, Side, Spot};
use workflow::people::{Role, Scope, TownScope, Unit, Viewer};
use workflow::refusal::Refusal;
use workflow::reminder::{self, UnsignedState};
use workflow::settings::TownLimits;

use super::duties::{DutyRow, Proposed, propose};
use super::error::{Problem, ServiceError};
use super::tools::{Request, Tools};
use super::typed::CHANNELS;
use super::words;
use crate::store::leads::{self as rows, LeadFilter};
use crate::store::names::{self, Names, Wanted};
use crate::store::{self, ConnectionTrait, StoreError, duties, in_system, org};

pub use crate::store::leads::Stored;
pub(super) use sweep::sweep;

/// What is typed on the one screen.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Found {
    /// In whose name; the only unit of the reporter's when left out.
    pub unit: Option<Unit>,
    pub place: String,
    pub matter: String,
    pub spot: Option<Spot>,
    pub urgent: bool,
    /// The body by any spelling; without one the town's office decides.
    pub body: Option<String>,
    pub duty: Option<DutyId>,
    pub workflow: Option<WorkflowId>,
}

/// The longest place, in characters.
pub const PLACE: usize = 100;

/// The units in whose name the person may report, with their towns.
#[must_use]
pub fn own_units(viewer: &Viewer) -> Vec<(TownId, Unit)> {
    let mut units: Vec<(TownId, Unit)> = viewer
        .grants
        .iter()
        .filter_map(|grant| match (grant.role, grant.scope) {
            (Role::Coordinator | Role::Leader, Scope::Town(TownScope { town })) => Some((town, Unit::Town(town))),
            (Role::OfficeLead | Role::Staff, Scope::Office { town, office }) => Some((town, Unit::Office(office))),
            (Role::VillageLiaison, Scope::Village { town, village }) => Some((town, Unit::Village(village))),
            _ => None,
        })
        .collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// Reports a lead; with a body named it is sent at once. The same request again answers with the same lead.
///
/// # Errors
/// [`ServiceError::Invalid`] with a problem a field; [`Refusal::NotPermitted`] for who has no unit in a town; [`ServiceError::NotFound`] for a duty or
/// workflow of another town.
pub async fn report(tools: &Tools, request: Request<'_>, found: Found) -> Result<Stored, ServiceError> {
    let units = own_units(request.viewer);
    let (town, unit) = match (found.unit, units.as_slice()) {
        (Some(unit), all) => *all.iter().find(|(_, own)| *own == unit).ok_or(Refusal::NotPermitted)?,
        (None, [only]) => *only,
        (None, []) => return Err(Refusal::NotPermitted.into()),
        (None, _) => return Err(ServiceError::invalid("unit", "missing", "请选择上报单位")),
    };
    let mut problems = Vec::new();
    let place = words::required("place", &found.place, PLACE, &mut problems);
    let matter = words::required("matter", &found.matter, words::SUMMARY, &mut problems);
    if found.spot.is_none() {
        problems.push(Problem::new("spot", "missing", "请选择现场处置情况"));
    }
    let name = words::optional("body", found.body.as_deref(), words::SHORT, &mut problems);
    let tx = tools.store.begin().await?;
    store::lock_town(&tx, town).await?;
    if let Some(before) = rows::by_command(&tx, town, request.command, request.viewer.person).await? {
        return rows::load_unscoped(&tx, before).await?.ok_or(ServiceError::NotFound);
    }
    let body = match name {
        Some(name) => {
            let body = org::find_body_by_name(&tx, &name).await?.filter(|body| !body.archived);
            if body.is_none() {
                problems.push(Problem::new("body", "unknown", "没有登记这个单位，请从列表中选择；不清楚可以不填"));
            }
            body.map(|body| body.id)
        }
        None => None,
    };
    let (true, Some(spot)) = (problems.is_empty(), found.spot) else { return Err(ServiceError::Invalid(problems)) };
    of_town(&tx, request.viewer, town, found.duty, found.workflow).await?;
    let new = NewLead { town, unit, place, matter, spot, urgent: found.urgent, body, duty: found.duty, workflow: found.workflow };
    let now = tools.now();
    let known = Known::load(&tx, tools, town, now).await?;
    let id: LeadId = tools.ids.next(now);
    let (lead, facts) = lead::report(id, &new, &known.circumstances(request.viewer, now))?;
    let entry = entry(&lead, request, "report", facts, None, ORIGIN, now)?;
    let year = now.with_timezone(&Shanghai).year();
    let number = rows::create(&tx, &lead, year, request.command, &entry, next_check(tools, &lead, known.limits)).await?;
    tell::tell(&tx, tools, request.viewer.person, &lead).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(Stored { lead, year, number, head_hash: entry.hash })
}

/// Carries out a command. The same request again changes nothing and is no error.
///
/// # Errors
/// [`ServiceError::NotFound`] when the viewer may not know of the lead, [`ServiceError::Refused`] when the rules refuse, [`ServiceError::Conflict`] when
/// somebody else was quicker.
pub async fn act(tools: &Tools, request: Request<'_>, id: LeadId, command: &Command) -> Result<Lead, ServiceError> {
    check(command)?;
    let tx = tools.store.begin().await?;
    rows::hold(&tx, id).await?;
    let stored = rows::find(request.viewer, &tx, id).await?.ok_or(ServiceError::NotFound)?;
    match rows::answer_to(&tx, id, request.command).await? {
        Some((kind, actor)) if kind == command.code() && actor == Some(request.viewer.person) => return Ok(stored.lead),
        Some(_) => return Err(ServiceError::invalid("command_id", "reused", "这个请求编号已用于另一项操作，请刷新页面后重试")),
        None => {}
    }
    match command {
        Command::Offer { body, .. } | Command::RecordCoordination { body, .. } => {
            let known = org::body(&tx, *body).await?;
            if known.is_none_or(|body| body.archived) {
                return Err(ServiceError::invalid("body", "unknown", "接收单位不存在或已停用，请重新选择"));
            }
        }
        Command::Link { duty, workflow } => of_town(&tx, request.viewer, stored.lead.town, *duty, *workflow).await?,
        _ => {}
    }
    let now = tools.now();
    let known = Known::load(&tx, tools, stored.lead.town, now).await?;
    let (after, facts) = lead::apply(&stored.lead, command, &known.circumstances(request.viewer, now))?;
    let entry = entry(&after, request, command.code(), facts, command.on_behalf().cloned(), &stored.head_hash, now)?;
    match rows::save(&tx, &stored, &after, &entry, next_check(tools, &after, known.limits)).await {
        Err(StoreError::Unique(_)) => return Err(ServiceError::Conflict),
        other => other?,
    }
    tell::tell(&tx, tools, request.viewer.person, &after).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(after)
}

/// The texts in a command: bounded, and without a resident's numbers.
fn check(command: &Command) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    let mut long: Vec<(&'static str, Option<&str>)> = Vec::new();
    let mut short: Vec<(&'static str, Option<&str>)> = Vec::new();
    match command {
        Command::Offer { note, document_no, .. } => {
            long.push(("note", note.as_deref()));
            short.push(("document_no", document_no.as_deref()));
        }
        Command::TakeBack { reason }
        | Command::Return { reason, .. }
        | Command::AskCoordination { reason }
        | Command::Reopen { reason }
        | Command::Cancel { reason } => long.push(("reason", Some(reason))),
        Command::Object { reason, row, .. } => {
            long.push(("reason", Some(reason)));
            short.push(("row", row.as_deref()));
        }
        Command::RecordCoordination { outcome, document_no, .. } => {
            long.push(("outcome", Some(outcome)));
            short.push(("document_no", document_no.as_deref()));
        }
        Command::Answer { answer, .. } => {
            long.push(("note", Some(&answer.note)));
            short.push(("document_no", answer.document_no.as_deref()));
        }
        Command::Close { note } | Command::Settle { note } => long.push(("note", Some(note))),
        Command::Sign { .. } | Command::Link { .. } => {}
    }
    if let Some(behalf) = command.on_behalf() {
        short.push(("behalf_office", behalf.office.as_deref()));
        short.push(("behalf_document_no", behalf.document_no.as_deref()));
        if !CHANNELS.contains(&behalf.channel.as_str()) {
            problems.push(Problem::new("behalf_channel", "unknown", "请选择对方告知的方式：纸质、电话或当面"));
        }
    }
    for (field, text) in long {
        drop(words::optional(field, text, words::NOTE, &mut problems));
    }
    for (field, text) in short {
        drop(words::optional(field, text, words::SHORT, &mut problems));
    }
    if problems.is_empty() { Ok(()) } else { Err(ServiceError::Invalid(problems)) }
}

/// A lead is joined only with a duty and a workflow of its own town, the latter one that the person sees.
async fn of_town(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    town: TownId,
    duty: Option<DutyId>,
    workflow: Option<WorkflowId>,
) -> Result<(), ServiceError> {
    if let Some(duty) = duty
        && duties::town_and_kind(db, duty).await?.is_none_or(|(of, _)| of != town)
    {
        return Err(ServiceError::NotFound);
    }
    if let Some(workflow) = workflow
        && store::cases::find(viewer, db, workflow).await?.is_none_or(|stored| stored.case.town != town)
    {
        return Err(ServiceError::NotFound);
    }
    Ok(())
}

/// What a decision must know beside the lead.
struct Known {
    limits: TownLimits,
    bodies_in_system: BTreeSet<BodyId>,
    calendar: Arc<Calendar>,
}

impl Known {
    async fn load(db: &impl ConnectionTrait, tools: &Tools, town: TownId, now: DateTime<Utc>) -> Result<Self, StoreError> {
        tools.calendar.refresh(db).await?;
        let limits = org::town(db, town).await?.and_then(|town| town.limits).unwrap_or_default();
        Ok(Self { limits, bodies_in_system: in_system::bodies(db, now).await?, calendar: tools.calendar.of(town) })
    }

    fn circumstances<'a>(&'a self, actor: &'a Viewer, now: DateTime<Utc>) -> Circumstances<'a> {
        Circumstances { now, actor, calendar: &self.calendar, limits: self.limits, bodies_in_system: &self.bodies_in_system }
    }
}

fn entry(
    lead: &Lead,
    request: Request<'_>,
    kind: &str,
    facts: Vec<Fact>,
    on_behalf: Option<workflow::case::OnBehalf>,
    prev_hash: &str,
    now: DateTime<Utc>,
) -> Result<Entry, ServiceError> {
    let mut entry = Entry {
        seq: lead.seq,
        at: now,
        actor: Some(request.viewer.person),
        command_id: request.command,
        kind: kind.to_owned(),
        facts,
        on_behalf,
        prev_hash: prev_hash.to_owned(),
        hash: String::new(),
    };
    entry.hash = entry.expected_hash(lead.id).map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(entry)
}

/// What the policy must know of a lead that nobody has signed for.
fn unsigned(lead: &Lead, limits: TownLimits, sent: bool) -> Option<UnsignedState> {
    let offered_at = lead.offered_at.filter(|_| lead.state == LeadState::Offered)?;
    Some(UnsignedState { offered_at, round: lead.round, sign_within: limits.sign.unwrap_or(reminder::SIGN_WITHIN), paused: false, sent })
}

fn next_check(tools: &Tools, lead: &Lead, limits: TownLimits) -> Option<DateTime<Utc>> {
    let calendar = lead.receiver.map_or_else(|| tools.calendar.of(lead.town), |body| tools.calendar.of_body(body));
    reminder::unsigned_next_check(&unsigned(lead, limits, false)?, &calendar)
}

/// Writes dates that were counted anew (after [`lead::recalculate`]).
pub(super) async fn save_recounted(
    db: &impl ConnectionTrait,
    tools: &Tools,
    stored: &Stored,
    after: &Lead,
    facts: Vec<Fact>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let limits = org::town(db, after.town).await?.and_then(|town| town.limits).unwrap_or_default();
    let mut entry = Entry {
        seq: after.seq,
        at: now,
        actor: None,
        command_id: tools.command(),
        kind: RECALCULATE.to_owned(),
        facts,
        on_behalf: None,
        prev_hash: stored.head_hash.clone(),
        hash: String::new(),
    };
    entry.hash = entry.expected_hash(after.id).map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(rows::save(db, stored, after, &entry, next_check(tools, after, limits)).await?)
}

/// A lead as one person may see it.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct LeadView {
    pub lead: Lead,
    pub year: i32,
    pub number: i32,
    /// The history, oldest first.
    pub history: Vec<Entry>,
    /// Whether the viewer sees the town's side.
    pub inside: bool,
    pub offers: LeadOffers,
    /// Working time by side, for the town's side and for the body itself.
    pub clock: Vec<(Side, TimeDelta)>,
    /// The confirmed duty.
    pub duty: Option<DutyRow>,
    /// Rows that fit, while the town decides to whom it goes; each with its bodies.
    pub proposals: Vec<(Proposed, Vec<(BodyId, String)>)>,
    pub names: Names,
}

/// One lead.
///
/// # Errors
/// [`ServiceError::NotFound`] when the viewer may not know of it.
pub async fn show(tools: &Tools, viewer: &Viewer, id: LeadId) -> Result<LeadView, ServiceError> {
    let db = tools.store.read();
    let stored = rows::find(viewer, db, id).await?.ok_or(ServiceError::NotFound)?;
    let all = rows::history(db, id).await?;
    let Stored { mut lead, year, number, .. } = stored;
    let inside = lead::sees_inside(viewer, &lead);
    let now = tools.now();
    let offers = lead::offers(viewer, &lead, &in_system::bodies(db, now).await?);
    let spans = lead::spans(id, &all);
    let mut clock = lead::totals(&spans, now, &tools.calendar.of(lead.town));
    let history = if inside { all } else { history::of_bodies(id, &all, |body| viewer.in_body(body)) };
    if !inside {
        clock.retain(|(side, _)| match side {
            Side::Signature(body) | Side::Body(body) => viewer.in_body(*body),
            Side::Town | Side::Coordination => true,
        });
        lead.workflow = None;
        if !lead.receiver.is_some_and(|body| viewer.in_body(body)) {
            forget(&mut lead);
        }
    }
    let duty = match lead.duty {
        Some(duty) => duties::current_text(db, lead.town, duty).await?.map(|text| text.row),
        None => None,
    };
    let proposals = if offers.offer { proposed(tools, &lead).await? } else { Vec::new() };
    let mut wanted = Wanted::default();
    want(&mut wanted, &lead);
    for entry in &history {
        if let Some(actor) = entry.actor {
            wanted.person(actor);
        }
        for fact in &entry.facts {
            if let Fact::Offered { body, .. } | Fact::Coordinated { body, .. } = fact {
                wanted.unit(Unit::Body(*body));
            }
        }
    }
    for (side, _) in &clock {
        if let Side::Signature(body) | Side::Body(body) = side {
            wanted.unit(Unit::Body(*body));
        }
    }
    Ok(LeadView { year, number, inside, offers, clock, duty, proposals, names: names::load(db, &wanted).await?, lead, history })
}

/// What a body that once had it no longer learns: with whom it is now, and what was said there.
fn forget(lead: &mut Lead) {
    (lead.receiver, lead.offered_by, lead.offered_at, lead.signed_at) = (None, None, None, None);
    (lead.note, lead.document_no, lead.answer, lead.reason, lead.closing_note) = (None, None, None, None, None);
    (lead.sign_due, lead.answer_due) = (None, None);
}

/// The rows of the list that fit, with the bodies that they name: the confirmed duty first.
async fn proposed(tools: &Tools, lead: &Lead) -> Result<Vec<(Proposed, Vec<(BodyId, String)>)>, ServiceError> {
    let db = tools.store.read();
    let mut found = propose(tools, lead.town, &lead.matter, None).await?;
    found.retain(|proposed| proposed.row.kind != duty_list::DutyKind::Basic);
    found.sort_by_key(|proposed| Some(proposed.row.duty) != lead.duty);
    found.truncate(3);
    let mut out = Vec::new();
    for proposed in found {
        let bodies = duties::current_text(db, lead.town, proposed.row.duty).await?.map(|text| text.bodies).unwrap_or_default();
        out.push((proposed, bodies));
    }
    Ok(out)
}

fn want(wanted: &mut Wanted, lead: &Lead) {
    wanted.unit(Unit::Town(lead.town));
    wanted.unit(lead.unit);
    wanted.person(lead.reported_by);
    if let Some(body) = lead.receiver {
        wanted.unit(Unit::Body(body));
    }
}

/// Which leads a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// Not ended.
    #[default]
    Open,
    /// The viewer's turn: the body's to sign for and to answer, the town's to send and to verify.
    Turn,
    /// Reported by the viewer.
    Mine,
    /// Struck off or cancelled.
    Ended,
}

/// Leads on a page.
pub const PER_PAGE: u64 = 50;

/// The leads that the viewer may see, urgent ones first, then the latest; the flag says that there are more.
///
/// # Errors
/// See [`ServiceError`].
pub async fn list(tools: &Tools, viewer: &Viewer, which: Which, page: u64) -> Result<(Vec<Stored>, bool, Names), ServiceError> {
    let open = || LeadState::ALL.into_iter().filter(|state| !state.ended()).collect::<Vec<_>>();
    let filter = match which {
        Which::Open => LeadFilter { states: open(), ..LeadFilter::default() },
        Which::Ended => LeadFilter { states: vec![LeadState::Closed, LeadState::Cancelled], ..LeadFilter::default() },
        Which::Mine => LeadFilter { mine: true, ..LeadFilter::default() },
        Which::Turn if !viewer.bodies().is_empty() => {
            LeadFilter { states: vec![LeadState::Offered, LeadState::Signed], with_bodies: true, ..LeadFilter::default() }
        }
        Which::Turn => {
            let states = vec![LeadState::Noted, LeadState::Returned, LeadState::Objected, LeadState::InCoordination, LeadState::Answered];
            LeadFilter { states, ..LeadFilter::default() }
        }
    };
    listed(tools, viewer, &filter, page).await
}

/// The leads found in a workflow, as far as the viewer may see them.
///
/// # Errors
/// See [`ServiceError`].
pub async fn of_workflow(tools: &Tools, viewer: &Viewer, workflow: WorkflowId) -> Result<Vec<Stored>, ServiceError> {
    let filter = LeadFilter { workflow: Some(workflow), ..LeadFilter::default() };
    Ok(listed(tools, viewer, &filter, 0).await?.0)
}

async fn listed(tools: &Tools, viewer: &Viewer, filter: &LeadFilter, page: u64) -> Result<(Vec<Stored>, bool, Names), ServiceError> {
    let db = tools.store.read();
    let mut found = rows::list(viewer, db, filter, PER_PAGE + 1, page.min(1_000_000) * PER_PAGE).await?;
    let per_page = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let more = found.len() > per_page;
    found.truncate(per_page);
    let mut wanted = Wanted::default();
    found.iter().for_each(|stored| want(&mut wanted, &stored.lead));
    Ok((found, more, names::load(db, &wanted).await?))
}

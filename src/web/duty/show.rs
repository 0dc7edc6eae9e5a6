//! One duty: its citation, how it is done, its wording, the workflows under it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use duty_list::{Duty, DutyKind, Outcome};
use workflow::calendar::local_date;
use workflow::case::CaseState;
use workflow::ids::DutyId;

use super::flow::{Flow, flow};
use super::wording::{Side, sides};
use super::{place, startable};
use crate::auth::SignedIn;
use crate::service::duties::{self, DutyView, Precedent};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::{Id, Page, WebError, html};

struct Workflow {
    title: String,
    url: String,
    badge: Option<Badge>,
    started: String,
}

/// Who has a withdrawn duty now.
struct Withdrawn {
    outcome: String,
    handling: Option<String>,
    /// The departments with their telephone numbers.
    bodies: Vec<(String, Option<String>)>,
    /// Duties nearby that remain the town's.
    beside: Vec<Beside>,
}

/// A duty nearby.
struct Beside {
    title: String,
    place: String,
    url: String,
}

#[derive(Template)]
#[template(path = "pages/duty/show.html")]
struct Show {
    page: Page,
    title: String,
    badge: Badge,
    citation: String,
    place: String,
    kind_url: String,
    category: Option<String>,
    departments: Vec<String>,
    departments_label: &'static str,
    cooperative: bool,
    flows: Vec<Flow>,
    /// The address at which a track is started; its number is added.
    start: Option<String>,
    /// Where recurring work is arranged.
    arrange: Option<String>,
    several: bool,
    transfer: Option<String>,
    /// The address at which its template is changed.
    edit: Option<String>,
    /// Why there is nothing to start.
    nothing: Option<(&'static str, &'static str)>,
    withdrawn: Option<Withdrawn>,
    sides: Vec<Side>,
    workflows: Vec<Workflow>,
    precedents: Vec<Held>,
}

/// What a coordination led to.
struct Held {
    outcome: String,
    reason: String,
    clause: String,
    by: String,
    url: String,
    ended: bool,
}

/// The duty.
pub(super) async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<DutyId>) -> Result<Response, WebError> {
    let view = duties::show(&state.tools, &signed.viewer, id).await?;
    let t = page.t;
    let row = &view.text.row;
    let edition = view.edition.as_ref().and_then(|edition| edition.label.as_deref());
    let tracks = view.version.as_ref().map(|version| version.content.tracks.as_slice()).unwrap_or_default();
    let can_start = row.kind != DutyKind::Withdrawn && tracks.iter().any(startable);
    let can_arrange = view.may_start && row.kind != DutyKind::Withdrawn;
    let can_transfer = row.kind == DutyKind::Withdrawn && !tracks.is_empty();
    let flows = if row.kind == DutyKind::Cooperative {
        tracks.iter().enumerate().map(|(index, track)| flow(t, index, track, &view.town.name)).collect()
    } else {
        Vec::new()
    };
    let nothing = match row.kind {
        DutyKind::Basic if !can_start => Some((t.duty.responsibility, t.duty.responsibility_what)),
        DutyKind::Cooperative if !can_start => Some((t.duty.nothing_to_start, t.duty.nothing_to_start_what)),
        _ => None,
    };
    let sides = match &view.text.content {
        Duty::Cooperative(duty) => sides(duty, (t.duty.department_side, t.duty.town_side)),
        Duty::Basic(_) | Duty::Withdrawn(_) => Vec::new(),
    };
    html(&Show {
        title: row.title.clone(),
        badge: Badge::duty(t, row.kind),
        citation: t.citation(&view.town.name, edition, row.kind, row.no),
        place: place(t, row.kind, row.no),
        kind_url: Url::Duties.with([("table", row.kind.code()), ("town", &view.town.id.to_string())]),
        category: row.category.clone(),
        departments: row.departments.clone(),
        departments_label: if row.kind == DutyKind::Withdrawn { t.duty.taken_by } else { t.duty.departments },
        cooperative: row.kind == DutyKind::Cooperative,
        several: tracks.len() > 1,
        start: (view.may_start && can_start).then(|| Url::DutyStart(id).to_string()),
        arrange: (can_arrange && !tracks.is_empty()).then(|| Url::RecurrenceNew.with([("duty", id.to_string())])),
        transfer: (view.may_start && can_transfer).then(|| Url::DutyTransfer(id).to_string()),
        edit: (view.version.is_some() && view.may_edit).then(|| Url::DutyTemplate(id).to_string()),
        nothing,
        withdrawn: withdrawn(&page, &view),
        workflows: workflows(&page, &view),
        precedents: precedents(&page, &view),
        flows,
        sides,
        page,
    })
}

fn withdrawn(page: &Page, view: &DutyView) -> Option<Withdrawn> {
    let Duty::Withdrawn(duty) = &view.text.content else { return None };
    let bodies: Vec<(String, Option<String>)> = if duty.outcome == Outcome::TakenOver {
        duty.departments.iter().map(|name| (name.clone(), phone_of(view, name))).collect()
    } else {
        Vec::new()
    };
    let beside = view.beside.iter().map(|row| Beside {
        title: row.title.clone(),
        place: place(page.t, row.kind, row.no),
        url: Url::DutyShow(row.duty).to_string(),
    });
    Some(Withdrawn {
        outcome: page.t.outcome(duty.outcome, &duty.departments.join(page.t.duty.between)),
        handling: duty.handling.clone(),
        bodies,
        beside: beside.collect(),
    })
}

fn precedents(page: &Page, view: &DutyView) -> Vec<Held> {
    let t = page.t;
    let held = |precedent: &Precedent| {
        let document = precedent.document_no.as_ref().map(|number| format!(" · {number}")).unwrap_or_default();
        let on = crate::text::date::date(t.language, precedent.decided_on, local_date(page.now));
        Held {
            outcome: t.coordination_outcome(&precedent.outcome, precedent.town, |unit| view.names.unit(unit).to_owned()),
            reason: precedent.reason.clone(),
            clause: precedent.clause.clone(),
            by: fill(t.dispute.precedent_by, &[("level", &t.coordination_level(precedent.level)), ("date", &on), ("document", &document)]),
            url: Url::WorkflowShow(precedent.workflow).to_string(),
            ended: precedent.ended_at.is_some(),
        }
    };
    view.precedents.iter().map(held).collect()
}

fn phone_of(view: &DutyView, name: &str) -> Option<String> {
    view.phones.iter().find(|(own, _)| own == name).map(|(_, phone)| phone.clone())
}

fn workflows(page: &Page, view: &DutyView) -> Vec<Workflow> {
    let row = |(id, title, state, at): &(workflow::ids::WorkflowId, String, String, chrono::DateTime<chrono::Utc>)| Workflow {
        title: title.clone(),
        url: Url::WorkflowShow(*id).to_string(),
        badge: CaseState::from_code(state).map(|state| Badge::workflow(page.t, state)),
        started: fill(page.t.duty.started_on, &[("day", &page.day(at))]),
    };
    view.workflows.iter().map(row).collect()
}

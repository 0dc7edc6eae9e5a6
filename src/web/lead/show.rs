//! One lead: what, where, with whom; what can be done with it; whose clock; its history.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use workflow::calendar::local_date;
use workflow::ids::{LeadId, PersonId};
use workflow::lead::{LeadState, Side};
use workflow::people::Unit;

use super::badge;
use super::form::{Act, Form};
use crate::auth::SignedIn;
use crate::service::lead::{self, LeadView};
use crate::service::towns;
use crate::service::work::Names;
use crate::state::AppState;
use crate::text::{LeadNames, Tone, fill};
use crate::urls::{Url, Verb};
use crate::web::badge::Badge;
use crate::web::workflow::duty_ref;
use crate::web::workflow::history::Row;
use crate::web::{Choice, Id, Page, Typed, WebError, html};

/// Minutes of a working day, where the town's hours are not asked.
const A_DAY: i64 = 8 * 60;

/// A proposed row of the list with its bodies, each with a button.
struct Proposal {
    duty: String,
    title: String,
    url: String,
    clause: String,
    bodies: Vec<(String, String)>,
    /// The duty, to be confirmed; none when it is the confirmed one.
    link: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/lead/show.html")]
pub(super) struct Show {
    page: Page,
    id: LeadId,
    number: String,
    matter: String,
    badge: Badge,
    urgent: bool,
    facts: Vec<(&'static str, String)>,
    links: Vec<(&'static str, String, String)>,
    forms: Vec<Form>,
    decisions: Vec<Choice>,
    channels: Vec<Choice>,
    proposals: Vec<Proposal>,
    /// For the one-click buttons beside the proposals.
    once: Typed,
    workflow: String,
    clock: Vec<(String, String)>,
    history: Vec<Row>,
}

/// 2026-3.
pub(super) fn number(year: i32, number: i32) -> String {
    format!("{year}-{number}")
}

/// The page.
pub(super) async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<LeadId>) -> Result<Response, WebError> {
    html(&load(&state, page, &signed, id, None).await?)
}

/// The page, with the refused form as it was typed.
pub(super) async fn load(
    state: &AppState,
    page: Page,
    signed: &SignedIn,
    id: LeadId,
    refused: Option<(Act, Typed)>,
) -> Result<Show, WebError> {
    let view = lead::show(&state.tools, &signed.viewer, id).await?;
    let (t, l) = (page.t, &page.t.lead);
    let lead = &view.lead;
    let forms = forms(state, &page, &view, refused).await?;
    let may = |url: &Url| url.route().right(Verb::Get).is_some_and(|right| right.allows(&signed.viewer));
    let mut links = Vec::new();
    if let Some(row) = &view.duty {
        let words = format!("{} {}", duty_ref(t, row.kind, row.no), row.title);
        links.push((l.duty, Url::DutyShow(row.duty).to_string(), words));
    }
    if let Some(workflow) = lead.workflow.filter(|id| may(&Url::WorkflowShow(*id))) {
        links.push((l.workflow, Url::WorkflowShow(workflow).to_string(), l.act_open.to_owned()));
    }
    let channels = [("paper", t.task.channel_paper), ("phone", t.task.channel_phone), ("visit", t.task.channel_visit)];
    Ok(Show {
        id,
        number: fill(l.heading, &[("number", &number(view.year, view.number))]),
        matter: lead.matter.clone(),
        badge: badge(t, lead.state),
        urgent: lead.urgent,
        facts: facts(&page, &view),
        links,
        forms,
        decisions: vec![Choice::new("yes", l.answer_mended), Choice::new("no", l.answer_not_mended)],
        channels: channels.into_iter().map(|(code, label)| Choice::new(code, label)).collect(),
        proposals: proposals(&page, &view),
        once: Typed::new("once", state.command()),
        workflow: lead.workflow.map(|id| id.to_string()).unwrap_or_default(),
        clock: clock(&page, &view),
        history: history(&page, &view),
        page,
    })
}

async fn forms(state: &AppState, page: &Page, view: &LeadView, refused: Option<(Act, Typed)>) -> Result<Vec<Form>, WebError> {
    let lead = &view.lead;
    let today = local_date(page.now).format("%Y-%m-%d").to_string();
    let refused_act = refused.as_ref().map(|(act, _)| *act);
    let mut refused = refused;
    let mut forms = Vec::new();
    for act in Act::SHOWN {
        if !act.offered(&view.offers) && refused_act != Some(act) {
            continue;
        }
        let typed = match refused.take_if(|(of, _)| *of == act) {
            Some((_, typed)) => typed,
            None => {
                let typed = Typed::new(act.prefix(), state.command()).with("behalf_on", &today);
                match lead.receiver.filter(|_| act == Act::Offer) {
                    Some(body) => typed.with("body", body),
                    None => typed,
                }
            }
        };
        let mut form = Form::new(page.t, act, lead.id, lead.round > 0, view.offers.on_behalf, typed, refused_act == Some(act));
        if act == Act::Offer && lead.state == LeadState::Objected {
            form.hint = page.t.lead.offer_note_objected;
        }
        if let Some(bodies) = &mut form.bodies {
            let all = towns::bodies(&state.tools).await?.into_iter().filter(|body| !body.archived);
            bodies.extend(all.map(|body| Choice::new(body.id, body.name)));
        }
        forms.push(form);
    }
    Ok(forms)
}

fn facts(page: &Page, view: &LeadView) -> Vec<(&'static str, String)> {
    let (t, l, lead) = (page.t, &page.t.lead, &view.lead);
    let date = page.day_time(&lead.reported_at);
    let by = if view.inside {
        let (unit, person) = (view.names.unit(lead.unit), view.names.person(lead.reported_by));
        fill(l.found_value, &[("unit", &unit), ("person", &person), ("date", &date)])
    } else {
        fill(l.found_value_body, &[("town", &view.names.town(lead.town)), ("date", &date)])
    };
    let mut facts = vec![(l.place, lead.place.clone()), (l.spot, t.spot(lead.spot).to_owned()), (l.found_by, by)];
    if let Some(body) = lead.receiver {
        facts.push((l.receiver, view.names.body(body).to_owned()));
    }
    let due = |due: &workflow::case::Due| format!("{} · {}", page.day_time(&due.at), t.limit_source(&due.source));
    facts.extend(lead.sign_due.as_ref().map(|at| (l.sign_due, due(at))));
    facts.extend(lead.answer_due.as_ref().map(|at| (l.answer_due, due(at))));
    facts.extend(lead.note.clone().map(|note| (l.note, note)));
    facts.extend(lead.document_no.clone().map(|number| (l.document_no, number)));
    facts.extend(lead.reason.clone().map(|reason| (l.reason, reason)));
    if let Some(answer) = &lead.answer {
        let word = if answer.mended { l.answer_mended } else { l.answer_not_mended };
        facts.push((l.answer, format!("{word} · {}", answer.note)));
        facts.extend(answer.document_no.clone().map(|number| (l.document_no, number)));
    }
    facts.extend(lead.closing_note.clone().map(|note| (l.closing, note)));
    facts
}

fn proposals(page: &Page, view: &LeadView) -> Vec<Proposal> {
    let t = page.t;
    let proposal = |(found, bodies): &(crate::service::duties::Proposed, Vec<(workflow::ids::BodyId, String)>)| Proposal {
        duty: duty_ref(t, found.row.kind, found.row.no),
        title: found.row.title.clone(),
        url: Url::DutyShow(found.row.duty).to_string(),
        clause: found.clause.clone(),
        bodies: bodies.iter().map(|(id, name)| (id.to_string(), fill(t.lead.proposed_send, &[("body", name)]))).collect(),
        link: (view.offers.link && view.lead.duty != Some(found.row.duty)).then(|| found.row.duty.to_string()),
    };
    view.proposals.iter().map(proposal).collect()
}

fn clock(page: &Page, view: &LeadView) -> Vec<(String, String)> {
    let (t, l) = (page.t, &page.t.lead);
    let side = |side: Side| match side {
        Side::Town => l.clock_town.to_owned(),
        Side::Signature(body) => fill(l.clock_signature, &[("body", &view.names.body(body))]),
        Side::Body(body) => fill(l.clock_body, &[("body", &view.names.body(body))]),
        Side::Coordination => l.clock_coordination.to_owned(),
    };
    view.clock.iter().map(|(of, time)| (side(*of), t.working_time(*time, A_DAY))).collect()
}

struct Told<'a> {
    names: &'a Names,
    now: DateTime<Utc>,
}

impl LeadNames for Told<'_> {
    fn person(&self, id: PersonId) -> String {
        self.names.person(id).to_owned()
    }

    fn unit(&self, unit: Unit) -> String {
        self.names.unit(unit).to_owned()
    }

    fn now(&self) -> DateTime<Utc> {
        self.now
    }
}

/// The history, latest first. Outside the town its people are the town.
fn history(page: &Page, view: &LeadView) -> Vec<Row> {
    let told = Told { names: &view.names, now: page.now };
    let of_body = |kind: &str| ["sign", "return", "object", "answer"].contains(&kind);
    let rows = view.history.iter().rev().map(|entry| {
        let sentences: Vec<_> = entry.facts.iter().map(|fact| page.t.lead_fact(fact, &told)).collect();
        let has = |tone: Tone| sentences.iter().any(|sentence| sentence.tone == tone);
        let class = match (has(Tone::Back), has(Tone::Good)) {
            (true, _) => "back",
            (false, true) => "good",
            (false, false) => "",
        };
        let who = match entry.actor {
            Some(_) if !view.inside && (!of_body(&entry.kind) || entry.on_behalf.is_some()) => view.names.town(view.lead.town).to_owned(),
            Some(actor) => view.names.person(actor).to_owned(),
            None => page.t.history.system.to_owned(),
        };
        Row {
            when: page.day_time(&entry.at),
            who,
            on_behalf: entry.on_behalf.as_ref().map(|on_behalf| page.t.recorded(on_behalf, page.now)),
            correct: None,
            lines: sentences.into_iter().map(|sentence| sentence.words).collect(),
            class,
        }
    });
    rows.collect()
}

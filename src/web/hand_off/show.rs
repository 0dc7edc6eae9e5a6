//! One hand-off, as the receiver and the sender see it: what, from whom, the clauses of both sides, and what can be done with it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use duty_list::{DutyKind, DutyRef};
use workflow::calendar::local_date;
use workflow::case::{
    self, CaseState, CoordinationLevel, CoordinationScope, Due, Fact, HandKind, HandOff, HandOffOffers, HandOffState, Side,
};
use workflow::ids::{HandOffId, PersonId};
use workflow::people::Unit;
use workflow::template::Party;

use super::inside::Deeds;
use crate::auth::SignedIn;
use crate::service::act::Of;
use crate::service::coordination::{self, Precedent};
use crate::service::office;
use crate::service::towns;
use crate::service::view::{self, WorkflowView};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::explain::{self, Line};
use crate::web::work::due::DueView;
use crate::web::workflow::duty_ref;
use crate::web::workflow::history::{self, Row};
use crate::web::{Choice, Id, Page, Typed, WebError, html};

/// The forms of the page, and which of them was refused.
#[derive(Debug)]
pub(super) struct Forms {
    open: &'static str,
    sign: Typed,
    send_back: Typed,
    answer: Typed,
    take_back: Typed,
    object: Typed,
    answer_objection: Typed,
    county: Typed,
    conclude: Typed,
    share: Typed,
}

/// What the forms of objections and coordination offer.
#[derive(Debug, Default)]
pub(super) struct Sides {
    kinds: Vec<Choice>,
    sides: Vec<Choice>,
    outcomes: Vec<Choice>,
    people: Vec<Choice>,
    /// The viewer, where it is with somebody else or in the in-box.
    take: Option<(PersonId, Typed)>,
    /// Where somebody has it: back into the in-box.
    back: Option<Typed>,
}

impl Forms {
    fn fresh(state: &AppState, page: &Page, hand_off: &HandOff, own: DutyRef) -> Self {
        let today = local_date(page.now).format("%Y-%m-%d").to_string();
        let form = |prefix| Typed::new(prefix, state.command()).with("behalf_on", &today);
        Self {
            open: "",
            sign: form("sign"),
            send_back: form("return"),
            answer: form("answer"),
            take_back: form("take-back"),
            object: form("object").with("row_kind", own.kind.code()).with("row_no", own.no),
            answer_objection: form("answer-objection").with("to", hand_off.receiver),
            county: form("county"),
            conclude: form("conclude"),
            share: form("share").with("person", hand_off.person.map(|person| person.to_string()).unwrap_or_default()),
        }
    }

    fn with(mut self, name: &'static str, typed: Typed) -> Self {
        self.open = name;
        match name {
            "sign" => self.sign = typed,
            "return" => self.send_back = typed,
            "answer" => self.answer = typed,
            "object" => self.object = typed,
            "answer-objection" => self.answer_objection = typed,
            "county" => self.county = typed,
            "conclude" => self.conclude = typed,
            "share" => self.share = typed,
            "take-back" => self.take_back = typed,
            // Reminding and more time have forms of their own.
            _ => {}
        }
        self
    }
}

#[derive(Template)]
#[template(path = "pages/hand_off/show.html")]
pub(super) struct Show {
    page: Page,
    id: HandOffId,
    heading: String,
    badge: Badge,
    urgent: bool,
    body: String,
    from: String,
    sent_on: String,
    kind: &'static str,
    settles_at_once: bool,
    round: Option<String>,
    note: Option<String>,
    document_no: Option<String>,
    due: Option<(&'static str, DueView)>,
    /// How it was counted.
    explanation: Vec<Line>,
    signed: Option<String>,
    answer: Option<(&'static str, String)>,
    duty: String,
    duty_title: String,
    workflow_href: String,
    workflow_title: String,
    clause_town: String,
    clause_body: String,
    clauses_body: Vec<String>,
    earlier: Vec<String>,
    says: Option<String>,
    phone: Option<String>,
    to_task: Option<String>,
    offers: HandOffOffers,
    /// Counts, who deals with it, an objection, a coordination.
    lines: Vec<String>,
    /// What holds about this step since it was coordinated.
    held: Vec<String>,
    side: Sides,
    /// Reminding by hand, and more time.
    deeds: Deeds,
    forms: Forms,
    decisions: Vec<Choice>,
    channels: Vec<Choice>,
    latest: Option<String>,
    history: Vec<Row>,
}

/// The page.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<HandOffId>) -> Result<Response, WebError> {
    html(&load(&state, page, &signed, id, None).await?)
}

/// The page, with the refused form as it was typed.
pub(super) async fn load(
    state: &AppState,
    page: Page,
    signed: &SignedIn,
    id: HandOffId,
    refused: Option<(&'static str, Typed)>,
) -> Result<Show, WebError> {
    let view = view::workflow(&state.tools, &signed.viewer, Of::HandOff(id)).await?;
    let (t, h) = (page.t, &page.t.hand_off);
    let case = &view.case;
    let hand_off = case.hand_offs.get(&id).ok_or(WebError::NotFound)?;
    let offers = case::hand_off_offers(&signed.viewer, case, hand_off, &view.bodies_in_system);
    let receives = case::receives(&signed.viewer, case, hand_off);
    let (town, body) = (view.names.town(case.town).to_owned(), view.names.unit(hand_off.receiver.unit(case.town)).to_owned());
    let kind = t.hand_kind(hand_off.kind);
    let heading = if receives { h.heading } else { h.heading_sent };
    let was_refused = refused.is_some();
    let fresh = Forms::fresh(state, &page, hand_off, DutyRef { kind: view.duty.row.kind, no: view.duty.row.no });
    let mut deeds = Deeds::of(state, &page, signed, &view, hand_off);
    if let Some((name, typed)) = &refused {
        deeds.put(name, typed);
    }
    let side = offered_sides(state, &page, &view, hand_off, offers, signed.viewer.person).await?;
    let channels = [("paper", t.task.channel_paper), ("phone", t.task.channel_phone), ("visit", t.task.channel_visit)];
    let waiting = hand_off.state.with_receiver() && !receives;
    let held = held(state, &page, &view, hand_off).await?;
    let phone = if waiting {
        towns::bodies(&state.tools).await?.into_iter().find(|known| hand_off.receiver.is_body(known.id)).and_then(|known| known.phone)
    } else {
        None
    };
    Ok(Show {
        id,
        heading: fill(heading, &[("town", &town), ("body", &body), ("kind", &kind), ("title", &case.title)]),
        badge: Badge::hand_off(t, hand_off.state),
        urgent: case.urgent,
        from: from(&view, hand_off, &town),
        sent_on: if view.inside {
            fill(h.sent_by, &[("person", &view.names.person(hand_off.offered_by)), ("date", &page.day_time(&hand_off.offered_at))])
        } else {
            fill(h.sent_on, &[("date", &page.day_time(&hand_off.offered_at))])
        },
        kind,
        settles_at_once: hand_off.kind != HandKind::Approval,
        round: (hand_off.round > 1).then(|| fill(h.round, &[("round", &hand_off.round)])),
        note: hand_off.note.clone(),
        document_no: hand_off.document_no.clone(),
        due: due(state, &page, &view, hand_off),
        explanation: running_due(hand_off)
            .map(|due| explain::lines(&page, &state.tools.calendar.of_side(view.case.town, hand_off.receiver), due))
            .unwrap_or_default(),
        signed: hand_off.signed_at.as_ref().map(|at| fill(h.signed_on, &[("date", &page.day_time(at))])),
        answer: hand_off.answer.as_ref().map(|answer| {
            let decision = if answer.approved { h.answer_yes } else { h.answer_no };
            let rest: Vec<&str> = [answer.note.as_deref(), answer.document_no.as_deref()].into_iter().flatten().collect();
            (decision, rest.join(" · "))
        }),
        duty: duty_ref(t, view.duty.row.kind, view.duty.row.no),
        duty_title: view.duty.row.title.clone(),
        workflow_href: Url::WorkflowShow(case.id).to_string(),
        workflow_title: case.title.clone(),
        clause_town: case.tasks.get(&hand_off.task).map(|task| task.text.clone()).unwrap_or_default(),
        clause_body: fill(h.clause_body, &[("body", &body)]),
        clauses_body: clauses_of_body(&view, hand_off),
        earlier: earlier(&page, &view, id),
        says: says(&page, hand_off, &body, receives, offers.on_behalf),
        phone: phone.filter(|_| !offers.on_behalf).map(|phone| fill(h.call, &[("phone", &phone)])),
        to_task: (hand_off.state == HandOffState::Returned && view.inside).then(|| Url::TaskShow(hand_off.task).to_string()),
        offers,
        lines: lines(&page, &view, hand_off, receives),
        held,
        side,
        deeds,
        decisions: vec![Choice::new("yes", h.answer_yes), Choice::new("no", h.answer_no)],
        channels: channels.into_iter().map(|(code, label)| Choice::new(code, label)).collect(),
        latest: history::latest(&page, &view).filter(|_| was_refused).map(|what| fill(t.task.latest, &[("what", &what)])),
        history: history::of_hand_off(&page, &view, id),
        forms: match refused {
            Some((name, typed)) => fresh.with(name, typed),
            None => fresh,
        },
        body,
        page,
    })
}

/// What else is to be said of it: counts, who deals with it, an objection, a coordination.
fn lines(page: &Page, view: &WorkflowView, hand_off: &HandOff, receives: bool) -> Vec<String> {
    let w = &page.t.dispute;
    let mut lines = Vec::new();
    if let Some(count) = hand_off.count {
        lines.push(fill(w.counted, &[("count", &count), ("kept", &hand_off.kept)]));
    }
    if let Some(person) = hand_off.person.filter(|_| receives) {
        lines.push(fill(w.held_by, &[("person", &view.names.person(person))]));
    }
    if let Some(objection) = &hand_off.objection {
        let row = page.t.list_row(objection.row);
        lines.push(format!("{} · {row} · {}", fill(w.objections, &[("count", &hand_off.objections)]), objection.reason));
    }
    if let Some(open) = &hand_off.coordination {
        let level = page.t.coordination_level(open.level);
        lines.push(fill(w.now_with, &[("level", &level), ("date", &page.day(&open.since)), ("reason", &open.reason)]));
    }
    lines
}

/// 处理口径 about the step that it carries.
async fn held(state: &AppState, page: &Page, view: &WorkflowView, hand_off: &HandOff) -> Result<Vec<String>, WebError> {
    let w = &page.t.dispute;
    let Some(task) = view.case.tasks.get(&hand_off.task) else { return Ok(Vec::new()) };
    let (found, names) = coordination::that_hold(&state.tools, view.origin.duty, &task.text).await?;
    let line = |precedent: &Precedent| {
        let outcome = page.t.coordination_outcome(&precedent.outcome, precedent.town, |unit| names.unit(unit).to_owned());
        let document = precedent.document_no.as_ref().map(|number| format!(" · {number}")).unwrap_or_default();
        let level = page.t.coordination_level(precedent.level);
        let by = fill(w.precedent_by, &[("level", &level), ("date", &page.date(&precedent.decided_on)), ("document", &document)]);
        format!("{outcome} · {} · {by}", precedent.reason)
    };
    Ok(found.iter().map(line).collect())
}

/// The choices of the forms that are offered.
async fn offered_sides(
    state: &AppState,
    page: &Page,
    view: &WorkflowView,
    hand_off: &HandOff,
    offers: HandOffOffers,
    viewer: PersonId,
) -> Result<Sides, WebError> {
    let t = page.t;
    let kinds = [DutyKind::Basic, DutyKind::Cooperative, DutyKind::Withdrawn]
        .into_iter()
        .map(|kind| Choice::new(kind.code(), t.duty_kind_short(kind)))
        .collect();
    let mut choices = Sides { kinds, ..Sides::default() };
    if offers.answer_objection || offers.conclude {
        let sender = view.case.tasks.get(&hand_off.task).map(|task| Side::from(task.lane));
        let bodies = towns::bodies(&state.tools).await?.into_iter().filter(|body| sender.is_none_or(|side| !side.is_body(body.id)));
        let bodies = bodies.filter(|body| !body.archived).map(|body| Choice::new(body.id, body.name));
        // What a body sends may be the town's.
        let town = sender.filter(|side| *side != Side::Town);
        let town = town.map(|_| Choice::new(Side::Town, fill(t.sides.to_town, &[("town", &view.names.town(view.case.town))])));
        choices.sides = town.into_iter().chain(bodies).collect();
    }
    let progress = hand_off.coordination.as_ref().is_some_and(|open| open.level == CoordinationLevel::County(CoordinationScope::Progress));
    choices.outcomes = if progress {
        vec![Choice::new("goes_on", t.dispute.decide_goes_on)]
    } else {
        vec![Choice::new("offer", t.dispute.decide_offer), Choice::new("cancel", t.dispute.decide_cancel)]
    };
    if let (true, Some(body)) = (offers.share, hand_off.receiver.body()) {
        let people = office::people_of_body(&state.tools, body).await?;
        choices.people = people.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
        let quick = || Typed::new("quick", state.command());
        let member = choices.people.iter().any(|one| one.value == viewer.to_string());
        choices.take = (hand_off.person.is_none() && member).then(|| (viewer, quick()));
        choices.back = hand_off.person.map(|_| quick());
    }
    Ok(choices)
}

/// The town and, where it is known to the viewer, the office that sent it.
fn from(view: &WorkflowView, hand_off: &HandOff, town: &str) -> String {
    let holder = view.case.tasks.get(&hand_off.task).and_then(|task| task.holder);
    match holder {
        Some(holder) if !matches!(holder.unit, Unit::Town(_)) => format!("{town} {}", view.names.unit(holder.unit)),
        _ => town.to_owned(),
    }
}

/// The date that runs now.
fn running_due(hand_off: &HandOff) -> Option<&Due> {
    match hand_off.state {
        HandOffState::Offered => hand_off.sign_due.as_ref(),
        HandOffState::Signed => hand_off.answer_due.as_ref(),
        _ => None,
    }
}

/// The same with its label, as it is shown.
fn due(state: &AppState, page: &Page, view: &WorkflowView, hand_off: &HandOff) -> Option<(&'static str, DueView)> {
    let h = &page.t.hand_off;
    let due = running_due(hand_off)?;
    let label = if hand_off.state == HandOffState::Offered { h.sign_due } else { h.answer_due };
    Some((
        label,
        DueView::of(page, &state.tools.calendar.of_side(view.case.town, hand_off.receiver), due)
            .stopped(page, view.case.state == CaseState::Suspended),
    ))
}

/// The clause of the receiver that this feeds, else all its clauses of the track.
fn clauses_of_body(view: &WorkflowView, hand_off: &HandOff) -> Vec<String> {
    if let Some(fed) = hand_off.feeds.and_then(|id| view.case.tasks.get(&id)) {
        return vec![fed.text.clone()];
    }
    let spellings: Vec<&str> =
        view.duty.bodies.iter().filter(|(id, _)| hand_off.receiver.is_body(*id)).map(|(_, name)| name.as_str()).collect();
    let official = view.names.unit(hand_off.receiver.unit(view.case.town));
    let named = |party: &Party| matches!(party, Party::Body { name } if spellings.contains(&name.as_str()) || name == official);
    let steps = view.track.iter().flat_map(|track| &track.steps);
    steps.filter(|step| named(&step.party)).map(|step| step.text.clone()).collect()
}

/// When and why it was returned before.
fn earlier(page: &Page, view: &WorkflowView, id: HandOffId) -> Vec<String> {
    let h = &page.t.hand_off;
    let returns = view.history.iter().flat_map(|entry| entry.facts.iter().map(move |fact| (entry.at, fact)));
    returns
        .filter_map(|(at, fact)| match fact {
            Fact::HandOffReturned { hand_off, reason, count } if *hand_off == id => {
                let text = if count.is_some() { h.returned_count } else { h.returned_on };
                Some(fill(text, &[("date", &page.day(&at)), ("reason", reason), ("count", &count.unwrap_or_default())]))
            }
            _ => None,
        })
        .collect()
}

/// What is the case now, for who has no button.
fn says(page: &Page, hand_off: &HandOff, body: &str, receives: bool, on_behalf: bool) -> Option<String> {
    let h = &page.t.hand_off;
    let text = match (hand_off.state, receives) {
        (HandOffState::Offered | HandOffState::Signed, false) if on_behalf => h.on_behalf_lead,
        (HandOffState::Offered, false) => h.waiting_sign,
        (HandOffState::Signed, false) => h.waiting_answer,
        (HandOffState::Returned, true) => h.returned_now,
        (HandOffState::Returned, false) => h.returned_to_us,
        _ => return None,
    };
    Some(fill(text, &[("body", &body)]))
}

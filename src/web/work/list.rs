//! My work, in sections by what to do.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::case::{HandOffState, TaskState};
use workflow::people::Role;

use super::item::{self, Item, Maker};
use crate::auth::SignedIn;
use crate::service::substitutes;
use crate::service::work::{self, HandOffRow, MyWork, TaskRow};
use crate::state::AppState;
use crate::text::fill;
use crate::web::{Page, WebError, html};

/// A part of the page: what to do, with its rows.
#[derive(Debug)]
pub(super) struct Section {
    /// The id of its heading.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// What it means.
    pub(super) hint: &'static str,
    /// Whether it is past its date.
    pub(super) alert: bool,
    /// Whether it is the person's turn.
    pub(super) turn: bool,
    /// Its rows.
    pub(super) items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "pages/work/list.html")]
struct List {
    page: Page,
    lead: String,
    sections: Vec<Section>,
    nothing_to_do: bool,
    coordinates: bool,
    receives: bool,
    /// For whom the person acts today.
    acting: Option<String>,
}

/// My work.
pub async fn list(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let work = work::mine(&state.tools, &signed.viewer).await?;
    let mut sections = sections(&state, &page, &work);
    let l = &page.t.lead;
    let [to_sign, to_answer, to_place] = crate::web::lead::items(&state, &page, &signed).await?;
    let of_leads = [
        ("leads-to-sign", l.to_sign, l.to_sign_hint, to_sign),
        ("leads-to-answer", l.to_answer, "", to_answer),
        ("leads-to-place", l.to_place, l.to_place_hint, to_place),
    ];
    for (at, (id, title, hint, items)) in of_leads.into_iter().filter(|(.., items)| !items.is_empty()).enumerate() {
        sections.insert(at, Section { id, title, hint, alert: false, turn: true, items });
    }
    let receives = !signed.viewer.bodies().is_empty();
    let acting = acting(&state, &page, &signed).await?;
    html(&List {
        lead: fill(page.t.task.work_lead, &[("date", &page.today())]),
        nothing_to_do: !sections.iter().any(|section| section.turn),
        sections,
        coordinates: signed.viewer.is(Role::Coordinator),
        acting,
        receives: receives && signed.viewer.towns().is_empty(),
        page,
    })
}

/// 您正在代办: for whom the person acts today, and until when.
async fn acting(state: &AppState, page: &Page, signed: &SignedIn) -> Result<Option<String>, WebError> {
    let a = &page.t.absence;
    let acting = substitutes::acting_now(&state.tools, &signed.viewer).await?;
    let one = |(name, until): &(String, chrono::NaiveDate)| fill(a.acting_name, &[("person", name), ("until", &page.date(until))]);
    let names: Vec<String> = acting.iter().map(one).collect();
    Ok((!names.is_empty()).then(|| fill(a.acting_now, &[("names", &names.join(page.t.between()))])))
}

/// The sections that have rows, the most pressing first.
pub(super) fn sections(state: &AppState, page: &Page, work: &MyWork) -> Vec<Section> {
    let w = &page.t.task;
    let maker = Maker { state, page, work };
    let names = &work.names;
    let in_state = |wanted: HandOffState| {
        work.received.iter().filter(move |row| row.state == wanted).map(|row| item::received(state, page, names, row, "work")).collect()
    };
    let turn = |row: &&TaskRow| {
        row.state == TaskState::Open && !row.suspended && row.signing.is_none() && row.parts.is_none_or(|(total, over)| total == over)
    };
    // Where the person helps, the work is another's: it has a place of its own.
    let (lent, own): (Vec<&TaskRow>, Vec<&TaskRow>) = work.tasks.iter().filter(turn).partition(|row| row.lent.is_some());
    let mut own: Vec<Item> = own.into_iter().map(|row| maker.task(row)).collect();
    // Immediate work first; the rest keeps the order of its dates.
    own.sort_by_key(|item| !item.urgent);
    let (late, rest): (Vec<Item>, Vec<Item>) = own.into_iter().partition(Item::late);
    let (soon, to_do): (Vec<Item>, Vec<Item>) = rest.into_iter().partition(Item::soon);
    // What is with a receiver stands under what was sent, not twice.
    let sent_on = |row: &&TaskRow| work.sent.iter().any(|hand_off| hand_off.task == row.id);
    let waiting = work.tasks.iter().filter(|row| !turn(row)).filter(|row| row.state != TaskState::Handed || !sent_on(row));
    let waiting = waiting.map(|row| maker.waiting(row)).collect();
    let body_steps = work.body_steps.iter().map(|row| maker.task(row)).collect();
    let d = &page.t.deed;
    let extensions = work.extensions.iter().map(|row| maker.extension(row));
    let extensions = extensions.chain(work.hand_off_extensions.iter().map(|row| maker.hand_off_extension(row))).collect();
    let unassigned = work.unassigned.iter().map(|row| maker.task(row)).collect();
    // What came back to the person stands among the person's own tasks.
    let came_back = |row: &&HandOffRow| row.state == HandOffState::Returned && work.tasks.iter().any(|task| task.id == row.task);
    let sent = work.sent.iter().filter(|row| !came_back(row)).map(|row| item::sent(state, page, names, row)).collect();
    let section = |id, title, hint, items| Section { id, title, hint, alert: false, turn: true, items };
    let sections = [
        section("to-sign-off", d.to_sign_off, d.to_sign_off_hint, work.to_sign_off.iter().map(|row| maker.for_signature(row)).collect()),
        section("extensions", d.extensions, "", extensions),
        section("to-sign", w.to_sign, w.to_sign_hint, in_state(HandOffState::Offered)),
        section("to-answer", w.to_answer, w.to_answer_hint, in_state(HandOffState::Signed)),
        section("own-steps", w.own_steps, w.own_steps_hint, body_steps),
        Section { alert: true, ..section("late", w.late, "", late) },
        section("soon", w.soon, w.soon_hint, soon),
        section("to-do", w.to_do, "", to_do),
        section("lent-to-me", d.lent_to_me, d.lent_to_me_hint, lent.into_iter().map(|row| maker.lent_to_me(row)).collect()),
        section("unassigned", w.unassigned, w.unassigned_hint, unassigned),
        Section { turn: false, ..section("waiting", w.waiting, w.waiting_hint, waiting) },
        Section {
            turn: false,
            ..section("lent-out", d.lent_out, d.lent_out_hint, work.lent_out.iter().map(|row| maker.waiting(row)).collect())
        },
        Section { turn: false, ..section("sent", w.sent, w.sent_hint, sent) },
    ];
    sections.into_iter().filter(|section| !section.items.is_empty()).collect()
}

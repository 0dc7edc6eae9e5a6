//! What a person's bodies received, and what was sent and where it is.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::case::HandOffState;
use workflow::people::{Role, Unit};

use super::bulk::Pick;
use crate::auth::SignedIn;
use crate::service::work;
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::work::item::{self, Item};
use crate::web::{Choice, Page, Typed, WebError, html};

/// Which side is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    side: String,
}

/// Something that was dealt with lately.
struct Closed {
    href: String,
    title: String,
    kind: &'static str,
    town: String,
    badge: Badge,
    when: String,
    reason: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/hand_off/list.html")]
pub(super) struct List {
    page: Page,
    lead: &'static str,
    /// Both sides' tabs, for who is on both.
    tabs: Option<[(String, &'static str, bool); 2]>,
    received: bool,
    to_sign: Vec<Item>,
    to_answer: Vec<Item>,
    sent: Vec<Item>,
    closed: Vec<Closed>,
    /// Signing for several at once; what can be ticked.
    bulk: Typed,
    picks: Vec<Choice>,
}

/// The list.
pub async fn list(State(state): State<AppState>, Query(asked): Query<Asked>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let in_body = !signed.viewer.bodies().is_empty();
    // In a town most is sent; what bodies send to it is signed for by its coordinator.
    let received = if in_body { asked.side != "sent" } else { asked.side == "received" && signed.viewer.is(Role::Coordinator) };
    let bulk = Typed::new("bulk", state.command());
    html(&load(&state, page, &signed, received, bulk).await?)
}

/// The list with the form for several, as it was typed.
pub(super) async fn load(state: &AppState, page: Page, signed: &SignedIn, received: bool, bulk: Typed) -> Result<List, WebError> {
    let h = &page.t.hand_off;
    let receives = !signed.viewer.bodies().is_empty() || signed.viewer.is(Role::Coordinator);
    let in_town = !signed.viewer.towns().is_empty();
    let tabs = (receives && in_town).then(|| {
        [(Url::HandOffs.with([("side", "received")]), h.received, received), (Url::HandOffs.with([("side", "sent")]), h.sent, !received)]
    });
    let mut list = List {
        lead: if received { h.lead_body } else { h.lead_town },
        tabs,
        received,
        to_sign: Vec::new(),
        to_answer: Vec::new(),
        sent: Vec::new(),
        closed: Vec::new(),
        bulk,
        picks: Vec::new(),
        page,
    };
    if received {
        let found = work::received(&state.tools, &signed.viewer).await?;
        let rows = |wanted: HandOffState| {
            let of_state = found.open.iter().filter(move |row| row.state == wanted);
            of_state.map(|row| item::received(state, &list.page, &found.names, row, "hand-offs")).collect()
        };
        let (to_sign, to_answer) = (rows(HandOffState::Offered), rows(HandOffState::Signed));
        let t = list.page.t;
        let open = found.open.iter().filter(|row| row.state == HandOffState::Offered);
        let pick = |row: &work::HandOffRow| {
            let body = row.sender.map(|holder| holder.unit).filter(|unit| matches!(unit, Unit::Body(_)));
            let town = body.map_or_else(|| found.names.town(row.town), |unit| found.names.unit(unit));
            let words = fill(t.sides.bulk_line, &[("town", &town), ("kind", &t.hand_kind(row.kind)), ("title", &row.title)]);
            let kept = list.bulk.values_of("pick").find(|value| value.starts_with(&row.id.to_string())).map(str::to_owned);
            Choice { value: kept.unwrap_or_else(|| Pick { hand_off: row.id, command: state.command() }.to_string()), label: words }
        };
        let picks: Vec<Choice> = open.map(pick).collect();
        let closed = found.closed.iter().map(|row| Closed {
            href: Url::HandOffShow(row.id).to_string(),
            title: row.title.clone(),
            kind: t.hand_kind(row.kind),
            town: found.names.town(row.town).to_owned(),
            badge: Badge::hand_off(t, row.state),
            when: list.page.day(row.settled_at.as_ref().or(row.signed_at.as_ref()).unwrap_or(&row.offered_at)),
            reason: row.reason.clone().filter(|_| row.state == HandOffState::Returned),
        });
        list.closed = closed.collect();
        list.picks = picks;
        (list.to_sign, list.to_answer) = (to_sign, to_answer);
    } else {
        let found = work::mine(&state.tools, &signed.viewer).await?;
        list.sent = found.sent.iter().map(|row| item::sent(state, &list.page, &found.names, row)).collect();
    }
    Ok(list)
}

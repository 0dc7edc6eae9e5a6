//! The list of matters that wait for coordination, the longest waiting first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use workflow::case::{CoordinationLevel, CoordinationScope};
use workflow::ids::TownId;
use workflow::people::{Role, Unit};

use crate::auth::SignedIn;
use crate::service::coordination::{self, Dispute, Disputes, TaskDispute};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::work::due::days_since;
use crate::web::workflow::{duty_ref, short};
use crate::web::{Page, WebError, html};

/// How much of a clause a line shows, in characters.
const CLAUSE: usize = 60;

/// For what the county was asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    scope: String,
}

/// A matter.
struct Row {
    href: String,
    title: String,
    urgent: bool,
    words: String,
    level: Option<&'static str>,
    between: String,
    stands: String,
    objection: Option<String>,
    since: String,
    badge: Badge,
    act: Option<&'static str>,
}

/// A list under its heading.
struct Section {
    id: &'static str,
    title: &'static str,
    turn: bool,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "pages/coordination/list.html")]
struct List {
    page: Page,
    lead: &'static str,
    /// For the county's people: what they are asked for, to narrow the list.
    scopes: Vec<(String, &'static str, bool)>,
    sections: Vec<Section>,
}

struct Maker<'a> {
    state: &'a AppState,
    page: &'a Page,
    found: &'a Disputes,
}

impl Maker<'_> {
    fn since(&self, town: TownId, at: &DateTime<Utc>) -> String {
        let days = days_since(self.page, &self.state.tools.calendar.of(town), at);
        fill(self.page.t.sides.since_days, &[("date", &self.page.day(at)), ("days", &days)])
    }

    fn row(&self, dispute: &Dispute, act: Option<&'static str>) -> Row {
        let (t, w) = (self.page.t, &self.page.t.sides);
        let row = &dispute.row;
        let names = &self.found.names;
        let town = names.town(row.town);
        // Of what a body sends, the sending task is the body's.
        let from = row.sender.map(|holder| holder.unit).filter(|unit| matches!(unit, Unit::Body(_)));
        let from = from.map_or(town, |unit| names.unit(unit));
        let to = names.unit(row.receiver.unit(row.town));
        let objection = dispute.objection.as_ref();
        let (stands, since) = match (&dispute.coordination, objection) {
            (Some(open), _) => (open.reason.clone(), open.since),
            (None, Some(objection)) => (objection.reason.clone(), objection.at),
            (None, None) => (row.reason.clone().unwrap_or_default(), row.offered_at),
        };
        let said =
            |objection: &workflow::case::Objection| fill(w.own_open, &[("row", &t.list_row(objection.row)), ("reason", &objection.reason)]);
        Row {
            href: Url::HandOffShow(row.id).to_string(),
            title: row.title.clone(),
            urgent: row.urgent,
            words: format!("{} · {}", duty_ref(t, row.duty, row.duty_no), short(&row.text, CLAUSE)),
            level: dispute.coordination.as_ref().map(|open| t.coordination_level(open.level)),
            between: fill(w.from_to, &[("from", &from), ("to", &to)]),
            stands,
            objection: objection.filter(|_| dispute.coordination.is_some()).map(said),
            since: self.since(row.town, &since),
            badge: Badge::hand_off(t, row.state),
            act,
        }
    }

    fn task(&self, dispute: &TaskDispute, act: Option<&'static str>) -> Row {
        let t = self.page.t;
        let row = &dispute.row;
        Row {
            href: Url::TaskShow(row.id).to_string(),
            title: row.title.clone(),
            urgent: row.urgent,
            words: format!("{} · {}", duty_ref(t, row.duty, row.duty_no), short(&row.text, CLAUSE)),
            level: None,
            between: self.found.names.town(row.town).to_owned(),
            stands: dispute.objection.reason.clone(),
            objection: None,
            since: self.since(row.town, &dispute.objection.at),
            badge: Badge::task(t, row.state),
            act,
        }
    }
}

/// The list.
pub async fn list(State(state): State<AppState>, page: Page, signed: SignedIn, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    let found = coordination::list(&state.tools, &signed.viewer).await?;
    let w = &page.t.sides;
    let viewer = &signed.viewer;
    let county = viewer.is(Role::CountyCoordinator);
    let (leads, coordinates) = (viewer.is(Role::Leader), viewer.is(Role::Coordinator));
    let maker = Maker { state: &state, page: &page, found: &found };
    let scope = CoordinationScope::from_code(&filter.scope).filter(|_| county);
    let asked = |dispute: &&Dispute| {
        let level = dispute.coordination.as_ref().map(|open| open.level);
        scope.is_none_or(|scope| level == Some(CoordinationLevel::County(scope)))
    };
    let conclude = |may: bool| may.then_some(w.act_conclude);
    let answer = |may: bool| may.then_some(w.act_answer);
    let decides = leads || coordinates;
    let sections = vec![
        Section {
            id: "county",
            title: w.list_county,
            turn: county,
            rows: found.county.iter().filter(asked).map(|dispute| maker.row(dispute, conclude(county))).collect(),
        },
        Section {
            id: "leader",
            title: w.list_leader,
            turn: decides,
            rows: found.leader.iter().map(|dispute| maker.row(dispute, conclude(decides))).collect(),
        },
        Section {
            id: "objected",
            title: w.list_objected,
            turn: coordinates,
            rows: found.objected.iter().map(|dispute| maker.row(dispute, answer(coordinates))).collect(),
        },
        Section {
            id: "inside",
            title: w.list_tasks,
            turn: decides,
            rows: found.tasks.iter().map(|dispute| maker.task(dispute, answer(decides))).collect(),
        },
    ];
    let scopes = [
        (Url::Coordination.to_string(), w.scope_all, scope.is_none()),
        (Url::Coordination.with([("scope", "duty")]), page.t.dispute.level_duty, scope == Some(CoordinationScope::Duty)),
        (Url::Coordination.with([("scope", "progress")]), page.t.dispute.level_progress, scope == Some(CoordinationScope::Progress)),
    ];
    html(&List {
        lead: if county { w.county_lead } else { w.coordination_lead },
        scopes: if county { scopes.into() } else { Vec::new() },
        sections: sections.into_iter().filter(|section| !section.rows.is_empty()).collect(),
        page,
    })
}

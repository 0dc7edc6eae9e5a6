//! The workflows that a person may see, newest first, filtered by words, state and town.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::case::CaseState;
use workflow::ids::TownId;
use workflow::people::Role;

use super::duty_ref;
use crate::auth::SignedIn;
use crate::service::duties;
use crate::service::work::{self, WorkflowFilter};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::work::due::DueView;
use crate::web::{Choice, Page, WebError, html};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    town: String,
    #[serde(default)]
    page: u64,
}

struct Row {
    href: String,
    title: String,
    urgent: bool,
    duty: String,
    town: String,
    badge: Badge,
    progress: String,
    official: Option<DueView>,
    started: String,
    ended: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/workflow/list.html")]
struct List {
    page: Page,
    asked: Asked,
    states: Vec<Choice>,
    towns: Vec<Choice>,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
    coordinates: bool,
    filtered: bool,
}

/// The list.
pub async fn list(State(state): State<AppState>, Query(asked): Query<Asked>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let t = page.t;
    let filter = WorkflowFilter {
        town: asked.town.parse::<TownId>().ok(),
        state: CaseState::from_code(&asked.state),
        words: Some(asked.q.trim().to_owned()).filter(|words| !words.is_empty()),
        page: asked.page,
    };
    let found = work::workflows(&state.tools, &signed.viewer, &filter).await?;
    let rows = found.rows.iter().map(|row| Row {
        href: Url::WorkflowShow(row.id).to_string(),
        title: row.title.clone(),
        urgent: row.urgent,
        duty: duty_ref(t, row.duty_kind, row.duty_no),
        town: found.names.town(row.town).to_owned(),
        badge: Badge::workflow(t, row.state),
        // How much of it is done says nothing of what was cancelled, and is not for who sees a part only.
        progress: if row.tasks == 0 || row.state == CaseState::Cancelled {
            t.common.none.to_owned()
        } else {
            fill(t.workflow.progress_of, &[("over", &row.tasks_over), ("total", &row.tasks)])
        },
        official: row
            .official_due
            .as_ref()
            .map(|due| DueView::of(&page, &state.tools.calendar.of(row.town), due))
            .map(|due| if row.state.ended() { DueView { late: false, soon: false, left: String::new(), ..due } } else { due }),
        started: page.day(&row.started_at),
        ended: row.ended_at.as_ref().map(|at| page.day(at)),
    });
    let rows: Vec<Row> = rows.collect();
    let to = |number: u64| {
        let number = number.to_string();
        Url::Workflows.with([("q", &asked.q), ("state", &asked.state), ("town", &asked.town), ("page", &number)])
    };
    html(&List {
        states: CaseState::ALL.into_iter().map(|state| Choice::new(state.code(), t.workflow_state(state))).collect(),
        towns: towns(&state, &signed).await?,
        previous: asked.page.checked_sub(1).map(to),
        next: found.more.then(|| to(asked.page + 1)),
        coordinates: signed.viewer.is(Role::Coordinator),
        filtered: filter.town.is_some() || filter.state.is_some() || filter.words.is_some() || asked.page > 0,
        rows,
        asked,
        page,
    })
}

/// The towns to choose from: for who sees more than one.
async fn towns(state: &AppState, signed: &SignedIn) -> Result<Vec<Choice>, WebError> {
    let several = signed.viewer.towns().len() != 1 || !signed.viewer.bodies().is_empty();
    if !several {
        return Ok(Vec::new());
    }
    let towns = duties::towns(&state.tools).await?;
    Ok(towns.into_iter().map(|town| Choice::new(town.id, town.name)).collect())
}

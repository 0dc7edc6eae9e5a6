//! 今日待办: one sheet to print, and the same as plain text to copy into a group chat. It names work, never a person.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::item::Item;
use super::list::{Section, sections};
use crate::auth::SignedIn;
use crate::service::work;
use crate::state::AppState;
use crate::text::fill;
use crate::web::{Page, WebError, html};

/// How the list is wanted.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    format: String,
}

struct Line {
    no: usize,
    section: &'static str,
    item: Item,
}

#[derive(Template)]
#[template(path = "pages/work/today.html")]
struct Today {
    page: Page,
    heading: String,
    lines: Vec<Line>,
    text: String,
}

/// Today's list; as plain text with `?format=text`.
pub async fn show(State(state): State<AppState>, Query(asked): Query<Asked>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let work = work::mine(&state.tools, &signed.viewer).await?;
    let turn = sections(&state, &page, &work).into_iter().filter(|section| section.turn);
    let all = turn.flat_map(|Section { title, items, .. }| items.into_iter().map(move |item| (title, item)));
    let lines: Vec<Line> = (1..).zip(all).map(|(no, (section, item))| Line { no, section, item }).collect();
    let place = signed.place.clone().unwrap_or_default();
    let heading = fill(page.t.task.today_sheet, &[("date", &page.today()), ("place", &place)]);
    let text = plain(&page, &heading, &lines, &state.config.server.public_url());
    if asked.format == "text" {
        return Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], text).into_response());
    }
    html(&Today { page, heading, lines, text })
}

fn plain(page: &Page, heading: &str, lines: &[Line], base: &str) -> String {
    let w = &page.t.task;
    let mut out = format!("{heading}\n");
    if lines.is_empty() {
        out.push_str(w.today_none);
        out.push('\n');
    }
    for Line { no, section, item } in lines {
        let due = item.due.as_ref().map_or_else(|| page.t.common.no_limit.to_owned(), |due| format!("{} {}", due.day, due.left));
        let link = format!("{base}{}", item.href);
        let values: [(&str, &dyn std::fmt::Display); 6] =
            [("no", no), ("section", section), ("title", &item.title), ("task", &item.words), ("due", &due), ("link", &link)];
        out.push_str(&fill(w.today_line, &values));
        out.push('\n');
    }
    out
}

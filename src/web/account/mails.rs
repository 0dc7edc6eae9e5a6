//! About what one gets mails.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::topic::Topic;

use crate::auth::SignedIn;
use crate::service::mail_choices;
use crate::state::AppState;
use crate::urls::Url;
use crate::web::{Choice, Page, Posted, Typed, WebError, html, notice};

#[derive(Template)]
#[template(path = "pages/account/mails.html")]
struct Show {
    page: Page,
    form: Typed,
    topics: Vec<Choice>,
}

/// The topics, each with whether mails are sent.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let chosen = mail_choices::of(&state.tools, &signed.viewer).await?;
    let ticked = chosen.iter().filter(|(_, wanted)| *wanted);
    let form = ticked.fold(Typed::new("", state.command()), |form, (topic, _)| form.with("topic", topic.code()));
    let topics = chosen.iter().map(|(topic, _)| Choice::new(topic.code(), page.t.topic(*topic).to_owned())).collect();
    html(&Show { topics, form, page })
}

/// Keeps the choice.
pub async fn save(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let chosen: BTreeSet<Topic> = posted.typed("").picks("topic").into_iter().collect();
    mail_choices::set(&state.tools, &signed.viewer, &chosen).await?;
    Ok(notice::done(&Url::MailSettings, page.t.account.mails_saved))
}

//! A change of the draft, from one of the forms of the editor's page.

use axum::extract::State;
use axum::response::Response;
use workflow::ids::DutyId;
use workflow::template::edit::{Edit, TEXT_LIMIT};
use workflow::template::{Party, Template};

use super::fields;
use super::show::{Place, view};
use crate::auth::SignedIn;
use crate::service::templates::{self, Seen};
use crate::service::{Request, ServiceError};
use crate::state::AppState;
use crate::text::Texts;
use crate::urls::Url;
use crate::web::refused::refused;
use crate::web::{Id, Page, Posted, Typed, WebError, html_refused, notice};

/// Makes the change; refused, the page comes back with what was typed.
pub(super) async fn change(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let command = posted.command;
    let editor = templates::editor(&state.tools, &signed.viewer, id).await?;
    let seen: Seen = posted.value("seen").parse().map_err(|()| WebError::Malformed)?;
    let place = place(&posted);
    let anchor = match &place {
        Place::Step(key) | Place::Split(key) => format!("#s-{key}"),
        Place::Track(at) => format!("#t-{at}"),
        Place::Top => String::new(),
    };
    let mut form = posted.typed(match place {
        Place::Step(_) => "step",
        Place::Split(_) => "split",
        Place::Track(_) => "track",
        Place::Top => "once",
    });
    if let Some(edits) = edits(t, &mut form, editor.content()) {
        let request = Request { viewer: &signed.viewer, command };
        match templates::change(&state.tools, request, id, seen, &edits).await {
            Ok(()) => return Ok(notice::done_at(&format!("{}{anchor}", Url::DutyTemplate(id)), t.template.saved)),
            Err(ServiceError::Conflict) => form.refuse(t.template.conflict),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    let editor = templates::editor(&state.tools, &signed.viewer, id).await?;
    let page = view(&state.tools, page, &editor, place, Some(form), state.command()).await?;
    html_refused(&page)
}

fn place(posted: &Posted) -> Place {
    let step = posted.value("step").to_owned();
    match posted.value("act") {
        "step" => Place::Step(step),
        "split" => Place::Split(step),
        "merge" | "make_track" | "add" | "rename" | "join" => Place::Track(posted.value("track").parse().unwrap_or(usize::MAX)),
        _ => Place::Top,
    }
}

/// The changes that a form asks for; none when a field cannot be read.
fn edits(t: &Texts, form: &mut Typed, content: &Template) -> Option<Vec<Edit>> {
    let step = form.value("step").to_owned();
    let mark = form.value("mark").to_owned();
    let track = form.value("track").parse().unwrap_or(usize::MAX);
    let steps: Vec<String> = form.values_of("steps").map(str::to_owned).collect();
    let edit = match form.value("act") {
        "step" => {
            let found = content.tracks.iter().find_map(|track| Some((track, track.steps.iter().find(|own| own.key == step)?)));
            let Some((track, step)) = found else {
                form.refuse(t.template.no_step);
                return None;
            };
            return fields::edits(t, form, track, step);
        }
        "split" => Edit::Split { step, texts: form.value("texts").lines().map(str::to_owned).collect() },
        "merge" => Edit::Merge { steps },
        "make_track" => Edit::MakeTrack { track, title: form.required(t, "title", TEXT_LIMIT)?, steps },
        "rename" => Edit::RenameTrack { track, title: form.required(t, "name", TEXT_LIMIT)? },
        "join" => Edit::JoinTracks { track, into: form.value("into").parse().unwrap_or(usize::MAX) },
        "add" => {
            let text = form.required(t, "text", TEXT_LIMIT)?;
            let party = match form.value("party") {
                "town" | "" => Party::Town,
                name => Party::Body { name: name.to_owned() },
            };
            Edit::AddStep { track, party, text }
        }
        "move" => Edit::Move { step, before: Some(form.value("before").to_owned()).filter(|before| !before.is_empty()) },
        "remove" => Edit::RemoveStep { step },
        "resolve" => Edit::Resolve { step, mark },
        "reopen" => Edit::Reopen { step, mark },
        _ => {
            form.refuse(t.refusal.unknown);
            return None;
        }
    };
    Some(vec![edit])
}

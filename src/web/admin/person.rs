//! One person: roles, a new password, leaving.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::ids::{GrantId, PersonId};

use super::people::Shown;
use super::place::{Offer, said};
use super::refused;
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::people::{self, NewHolder, Person};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::workflow::short;
use crate::web::{Choice, Id, Page, Posted, Typed, WebError, html, html_refused, notice};

/// How much of a clause the list of work shows, in characters.
const CLAUSE: usize = 40;
/// The in-boxes, as the form sends them.
const IN_BOX: &str = "in-box";

struct Role {
    id: GrantId,
    said: String,
    since: String,
    may_end: bool,
}

#[derive(Template)]
#[template(path = "pages/admin/person.html")]
pub(super) struct Show {
    page: Page,
    /// The form for one more role.
    form: Typed,
    /// The form for leaving.
    leave: Typed,
    person: Person,
    roles: Vec<Role>,
    offer: Offer,
    may_change: bool,
    myself: bool,
    holds: String,
    /// What the person holds.
    work: Vec<String>,
    successors: Vec<Choice>,
}

impl Show {
    pub(super) async fn load(
        state: &AppState,
        page: Page,
        signed: &SignedIn,
        id: PersonId,
        (form, leave): (Typed, Typed),
    ) -> Result<Self, WebError> {
        let t = page.t;
        let actor = Actor::Person(&signed.viewer);
        let card = people::card(&state.tools, actor, id).await?;
        let role = |held: &people::Held| Role {
            id: held.id,
            said: said(t, &card.names, held.grant),
            since: fill(t.admin.since, &[("date", &page.day(&held.from))]),
            may_end: actor.may_grant(held.grant),
        };
        Ok(Self {
            roles: card.grants.iter().map(role).collect(),
            offer: Offer::load(state, t, actor).await?,
            may_change: card.may_change,
            myself: signed.person() == id,
            holds: match card.holds.len() {
                0 => t.admin.holds_none.to_owned(),
                count => fill(t.admin.holds, &[("count", &count)]),
            },
            successors: if card.holds.is_empty() { Vec::new() } else { new_holders(t, card.successors) },
            work: card.holds.iter().map(|held| holding(t, &card.names, held)).collect(),
            person: card.person,
            form,
            leave,
            page,
        })
    }
}

/// The in-box, and who can take over.
fn new_holders(t: &Texts, people: Vec<(PersonId, String)>) -> Vec<Choice> {
    let in_box = Choice::new(IN_BOX, t.admin.to_unit);
    std::iter::once(in_box).chain(people.into_iter().map(|(id, name)| Choice::new(id, name))).collect()
}

fn holding(t: &Texts, names: &people::Names, held: &people::Holding) -> String {
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("title", &held.title), ("text", &short(&held.text, CLAUSE)), ("unit", &names.unit(held.unit))];
    fill(t.admin.held_in, &values)
}

/// The person.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<PersonId>) -> Result<Response, WebError> {
    let forms = (Typed::new("", state.command()), Typed::new("leave", state.command()));
    html(&Show::load(&state, page, &signed, id, forms).await?)
}

/// A new one-time password, shown this once.
pub async fn reset(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<PersonId>) -> Result<Response, WebError> {
    let actor = Actor::Person(&signed.viewer);
    people::card(&state.tools, actor, id).await?;
    let opened = people::reset(&state.tools, actor, id).await?;
    let title = fill(page.t.admin.password_reset, &[("name", &opened.name)]);
    html(&Shown { page, title, opened, added: false })
}

/// Closes the account; what the person holds goes on.
pub async fn deactivate(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<PersonId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let actor = Actor::Person(&signed.viewer);
    // The page offers it for others only, so there is no form to say this above.
    if signed.person() == id {
        return Err(WebError::Refused(t.admin.myself.to_owned()));
    }
    let name = people::card(&state.tools, actor, id).await?.person.name;
    let mut leave = posted.typed("leave");
    let successor = match leave.value("successor") {
        IN_BOX => Some(NewHolder::InBox),
        _ => leave.pick_or_none::<PersonId>(t, "successor").map(NewHolder::Person),
    };
    if !leave.has_errors() {
        match people::deactivate(&state.tools, actor, id, successor).await {
            Ok(left) => {
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("name", &name), ("successor", &left.to_successor), ("inbox", &left.to_inbox)];
                return Ok(notice::done(&Url::People, fill(t.admin.deactivated, &values)));
            }
            Err(error) => refused(t, &mut leave, error)?,
        }
    }
    let form = Typed::new("", state.command());
    html_refused(&Show::load(&state, page, &signed, id, (form, leave)).await?)
}

//! 批量签收: several hand-offs signed for at once. Each is an act of its own: one that is refused keeps none of the others back.

use std::str::FromStr;

use axum::extract::State;
use axum::response::Response;
use workflow::case::Command;
use workflow::ids::{CommandId, HandOffId};

use super::list;
use crate::auth::SignedIn;
use crate::service::act::{self, Of};
use crate::service::{Request, ServiceError};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::refused::refused;
use crate::web::{Page, Posted, WebError, html_refused, notice};

/// A box of the form: the hand-off, and the id that makes its signature safe to repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pick {
    pub(super) hand_off: HandOffId,
    pub(super) command: CommandId,
}

impl FromStr for Pick {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (hand_off, command) = text.split_once(':').ok_or(())?;
        Ok(Self { hand_off: hand_off.parse().map_err(|_| ())?, command: command.parse().map_err(|_| ())? })
    }
}

impl std::fmt::Display for Pick {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.hand_off, self.command)
    }
}

/// Signs for what is ticked.
pub async fn sign(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("bulk");
    let picks: Vec<Pick> = form.picks("pick");
    if picks.is_empty() {
        form.wrong("pick", t.sides.bulk_none);
        return html_refused(&list::load(&state, page, &signed, true, form).await?);
    }
    let (mut done, mut left) = (0_usize, 0_usize);
    for Pick { hand_off, command } in picks {
        let request = Request { viewer: &signed.viewer, command };
        match act::act(&state.tools, request, Of::HandOff(hand_off), &Command::Sign { hand_off, on_behalf: None }).await {
            Ok(_) => done += 1,
            // The first reason stands for the others: each row still shows its own state.
            Err(error @ (ServiceError::Refused(_) | ServiceError::Conflict | ServiceError::Invalid(_))) => {
                left += 1;
                if !form.has_errors() {
                    refused(t, &mut form, error)?;
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    if left == 0 {
        return Ok(notice::done(&Url::HandOffs, fill(t.sides.bulk_done, &[("count", &done)])));
    }
    let why = form.refusal().unwrap_or(t.refusal.unknown).to_owned();
    form.refuse(fill(t.sides.bulk_some, &[("count", &done), ("left", &left), ("why", &why)]));
    html_refused(&list::load(&state, page, &signed, true, form).await?)
}

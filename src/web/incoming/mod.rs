//! 来件: registering what comes in, finding its duty, closing it.

mod close;
mod confirm;
mod create;
mod list;
mod show;

use workflow::people::Viewer;

use super::Routes;
use super::badge::Badge;
use crate::service::incoming::{Incoming, IncomingState};
use crate::text::Texts;
use crate::urls::Route;

/// The routes with their handlers.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::Incoming, list::list)
        .post(Route::Incoming, create::create)
        .get(Route::IncomingNew, create::new)
        .get(Route::IncomingShow, show::show)
        .post(Route::IncomingDuty, confirm::confirm)
        .post(Route::IncomingClose, close::close)
}

/// 2026-15.
fn number(item: &Incoming) -> String {
    format!("{}-{}", item.year, item.number)
}

fn badge(t: &Texts, state: IncomingState) -> Badge {
    let c = &t.common;
    match state {
        IncomingState::Registered => Badge::other("go", "open", c.incoming_registered),
        IncomingState::Matched => Badge::other("sent", "signed", c.incoming_matched),
        IncomingState::Started => Badge::other("done", "sent", c.incoming_started),
        IncomingState::Closed => Badge::other("off", "done", c.incoming_closed),
    }
}

/// Whether somebody still has to deal with it.
fn is_open(state: IncomingState) -> bool {
    matches!(state, IncomingState::Registered | IncomingState::Matched)
}

/// Whether the viewer may deal with it.
fn may_deal(viewer: &Viewer, item: &Incoming) -> bool {
    is_open(item.state) && viewer.in_town(&[workflow::people::Role::Coordinator], item.town)
}

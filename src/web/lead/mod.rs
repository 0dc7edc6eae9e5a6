//! 问题线索: reporting on one screen, the lists, one lead and everything that can be done with it.

mod act;
mod form;
mod list;
mod new;
mod show;

use axum::extract::State;
use workflow::ids::LeadId;
use workflow::lead::LeadState;

pub(super) use list::items;

use self::form::Act;
use super::badge::Badge;
use super::{Id, Page, Posted, Routes};
use crate::auth::SignedIn;
use crate::state::AppState;
use crate::text::Texts;
use crate::urls::Route;

/// The routes with their handlers.
#[must_use]
pub fn routes() -> Routes {
    macro_rules! acts {
        ($routes:expr, $($route:ident => $act:ident),+) => {
            $routes$(.post(Route::$route, |state: State<AppState>, page: Page, signed: SignedIn, id: Id<LeadId>, posted: Posted| {
                act::act(state, page, signed, id, posted, Act::$act)
            }))+
        };
    }
    let routes = Routes::new()
        .get(Route::Leads, list::list)
        .post(Route::Leads, new::create)
        .get(Route::LeadNew, new::new)
        .get(Route::LeadShow, show::show);
    acts!(
        routes,
        LeadOffer => Offer,
        LeadTakeBack => TakeBack,
        LeadSign => Sign,
        LeadReturn => Return,
        LeadObject => Object,
        LeadAsk => Ask,
        LeadCoordinate => Coordinate,
        LeadAnswer => Answer,
        LeadClose => Close,
        LeadSettle => Settle,
        LeadReopen => Reopen,
        LeadCancel => Cancel,
        LeadLink => Link
    )
}

/// The badge of a state.
fn badge(t: &Texts, state: LeadState) -> Badge {
    let (tone, shape) = match state {
        LeadState::Noted => ("wait", "wait"),
        LeadState::Offered => ("sent", "sent"),
        LeadState::Signed => ("go", "signed"),
        LeadState::Returned | LeadState::Objected => ("bad", "back"),
        LeadState::InCoordination => ("wait", "talk"),
        LeadState::Answered => ("go", "open"),
        LeadState::Closed => ("done", "done"),
        LeadState::Cancelled => ("off", "cross"),
    };
    Badge::other(tone, shape, t.lead_state(state))
}

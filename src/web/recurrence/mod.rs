//! 周期性工作: the list, arranging with a preview, pausing, and reporting an event.

mod event;
mod list;
mod new;
mod show;

use axum::extract::State;
use workflow::ids::RecurrenceId;

use super::badge::Badge;
use super::{Id, Page, Posted, Routes};
use crate::auth::SignedIn;
use crate::service::recurrence::{Change, State as Condition};
use crate::state::AppState;
use crate::text::Texts;
use crate::urls::Route;

/// The routes with their handlers.
#[must_use]
pub fn routes() -> Routes {
    macro_rules! changes {
        ($routes:expr, $($route:ident => $change:ident),+) => {
            $routes$(.post(Route::$route, |state: State<AppState>, page: Page, signed: SignedIn, id: Id<RecurrenceId>, _: Posted| {
                show::change(state, page, signed, id, Change::$change)
            }))+
        };
    }
    let routes = Routes::new()
        .get(Route::Recurrences, list::list)
        .post(Route::Recurrences, new::create)
        .get(Route::RecurrenceNew, new::new)
        .get(Route::RecurrenceShow, show::show)
        .get(Route::Events, event::new)
        .post(Route::Events, event::create);
    changes!(routes, RecurrencePause => Pause, RecurrenceResume => Resume, RecurrenceEnd => End)
}

/// The badge of a state.
fn badge(t: &Texts, state: Condition) -> Badge {
    match state {
        Condition::Active => Badge::other("go", "open", t.recurrence.active),
        Condition::Paused => Badge::other("wait", "pause", t.recurrence.paused),
        Condition::Ended => Badge::other("off", "off", t.recurrence.ended),
    }
}

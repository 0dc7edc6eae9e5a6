//! 外出与代办: absences with their substitutes, one's own and those of people for whom one may enter them.

mod page;

use chrono::{DateTime, Utc};
use workflow::calendar::local_date;

use super::Routes;
use crate::service::office::Taker;
use crate::text::{Texts, date, fill};
use crate::urls::Route;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Route::Absences, page::show).post(Route::Absences, page::add).post(Route::AbsenceWithdraw, page::withdraw)
}

/// A person's name in a list of those to whom work can be given: with the absence of today, and who acts meanwhile.
#[must_use]
pub fn taker_name(t: &Texts, now: DateTime<Utc>, taker: &Taker) -> String {
    let Some(away) = &taker.away else { return taker.name.clone() };
    let until = date::date(t.language, away.until, local_date(now));
    match &away.acting {
        Some(acting) => fill(t.absence.away_acting, &[("name", &taker.name), ("until", &until), ("acting", acting)]),
        None => fill(t.absence.away, &[("name", &taker.name), ("until", &until)]),
    }
}

//! The way in and out, the password, the language, one's tokens, and the page that says why something was not done.

mod home;
mod language;
pub(super) mod log_in;
mod log_out;
mod mails;
mod password;
pub(super) mod problem;
mod tokens;

use super::{Routes, assets};
use crate::urls::Route;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::Home, home::home)
        .get(Route::Login, log_in::show)
        .post(Route::Login, log_in::log_in)
        .post(Route::Logout, log_out::log_out)
        .get(Route::Password, password::show)
        .post(Route::Password, password::change)
        .post(Route::Language, language::choose)
        .get(Route::MailSettings, mails::show)
        .post(Route::MailSettings, mails::save)
        .get(Route::Tokens, tokens::list)
        .post(Route::Tokens, tokens::create)
        .post(Route::TokenRevoke, tokens::revoke)
        .get(Route::Static, assets::show)
        .get(Route::Health, home::health)
        .get(Route::Ready, home::ready)
}

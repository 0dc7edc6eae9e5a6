//! What every page has: texts, navigation, who is logged in, the form's token, the present for writing dates.

use std::convert::Infallible;

use askama::filters::Safe;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::{DateTime, NaiveDate, Utc};
use workflow::calendar::local_date;

use super::form::hidden;
use super::nav::{self, Link};
use super::visit::Visit;
use crate::text::{Language, Texts, date};

/// The field with the form's token.
pub const TOKEN: &str = "csrf";

/// The frame of a page; handlers take it as an argument and put it into their template as `page`.
#[derive(Debug, Clone)]
pub struct Page {
    /// The texts in the person's language.
    pub t: &'static Texts,
    /// The address, to come back to.
    pub path: String,
    /// The navigation.
    pub nav: Vec<Link>,
    /// The name of who is logged in.
    pub person: Option<String>,
    /// Where this is: the town, the body.
    pub place: Option<String>,
    /// What was just done.
    pub notice: Option<String>,
    /// The present.
    pub now: DateTime<Utc>,
    token: Option<String>,
}

impl Page {
    /// The frame for a visit.
    #[must_use]
    pub fn of(visit: &Visit) -> Self {
        let t = Texts::of(visit.language);
        let signed = visit.signed.as_ref();
        Self {
            t,
            path: visit.back.clone(),
            nav: signed.map(|signed| nav::of(t, &signed.viewer, &visit.path)).unwrap_or_default(),
            person: signed.map(|signed| signed.name.clone()),
            place: signed.and_then(|signed| signed.place.clone()),
            notice: visit.notice.clone(),
            now: visit.now,
            token: signed.map(|signed| signed.csrf.clone()),
        }
    }

    /// The hidden field with the form's token, for every form that changes something.
    #[must_use]
    pub fn csrf(&self) -> Safe<String> {
        self.token.as_ref().map_or_else(|| Safe(String::new()), |token| hidden(TOKEN, token))
    }

    /// The language that is not the present one.
    #[must_use]
    pub fn other_language(&self) -> Language {
        match self.t.language {
            Language::Zh => Language::En,
            Language::En => Language::Zh,
        }
    }

    /// 11月23日 周一.
    #[must_use]
    pub fn day(&self, at: &DateTime<Utc>) -> String {
        date::day(self.t.language, *at, self.now)
    }

    /// 11月23日 周一 14:05.
    #[must_use]
    pub fn day_time(&self, at: &DateTime<Utc>) -> String {
        date::day_and_time(self.t.language, *at, self.now)
    }

    /// 11月23日 周一, for a date without time.
    #[must_use]
    pub fn date(&self, day: &NaiveDate) -> String {
        date::date(self.t.language, *day, local_date(self.now))
    }

    /// Today's date, for sheets and copies.
    #[must_use]
    pub fn today(&self) -> String {
        self.day(&self.now)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&Visit::of(&parts.extensions)))
    }
}

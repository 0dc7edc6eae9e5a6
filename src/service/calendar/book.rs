//! The calendars of a process: the county's and those of its towns and bodies, as last read, with the number of the change that they include.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use workflow::calendar::Calendar;
use workflow::case::Side;
use workflow::ids::{BodyId, PersonId, TownId};
use workflow::people::Scope;

use super::layers::{Rules, lay};
use crate::service::error::ServiceError;
use crate::store::{ConnectionTrait, Store, StoreError, calendar_changes, grants, org};

/// Shared by all use cases of a process; cheap to clone, and always of one mind.
#[derive(Debug, Clone)]
pub struct Calendars(Arc<watch::Sender<Arc<Book>>>);

#[derive(Debug)]
struct Book {
    /// The number of the last change that it includes.
    change: i64,
    county: Arc<Calendar>,
    /// Towns with rules of their own.
    towns: BTreeMap<TownId, Arc<Calendar>>,
    /// Bodies with rules of their own.
    bodies: BTreeMap<BodyId, Arc<Calendar>>,
}

impl From<Calendar> for Calendars {
    /// A county's calendar, until the first change is entered.
    fn from(county: Calendar) -> Self {
        let book = Book { change: 0, county: Arc::new(county), towns: BTreeMap::new(), bodies: BTreeMap::new() };
        Self(Arc::new(watch::Sender::new(Arc::new(book))))
    }
}

impl Calendars {
    /// Reads the calendars of the county, or of the nation while none has been set up.
    ///
    /// # Errors
    /// See [`ServiceError`].
    pub async fn load(store: &Store) -> Result<Self, ServiceError> {
        let book = read(store.read()).await?;
        Ok(Self(Arc::new(watch::Sender::new(Arc::new(book)))))
    }

    /// Reads them again where the calendar has changed since.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn refresh(&self, db: &impl ConnectionTrait) -> Result<(), StoreError> {
        if calendar_changes::last_number(db).await? != self.now().change {
            self.0.send_replace(Arc::new(read(db).await?));
        }
        Ok(())
    }

    /// The county's.
    #[must_use]
    pub fn county(&self) -> Arc<Calendar> {
        Arc::clone(&self.now().county)
    }

    /// A town's, which knows those of the bodies.
    #[must_use]
    pub fn of(&self, town: TownId) -> Arc<Calendar> {
        let book = self.now();
        Arc::clone(book.towns.get(&town).unwrap_or(&book.county))
    }

    /// A body's.
    #[must_use]
    pub fn of_body(&self, body: BodyId) -> Arc<Calendar> {
        let book = self.now();
        Arc::clone(book.bodies.get(&body).unwrap_or(&book.county))
    }

    /// Of the side that has a piece of a town's work.
    #[must_use]
    pub fn of_side(&self, town: TownId, side: Side) -> Arc<Calendar> {
        side.body().map_or_else(|| self.of(town), |body| self.of_body(body))
    }

    /// That of a person's organisation: of the town, else of the body where the person works; the county's for everybody else.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn of_person(&self, db: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<Arc<Calendar>, StoreError> {
        let book = self.now();
        if book.towns.is_empty() && book.bodies.is_empty() {
            return Ok(Arc::clone(&book.county));
        }
        let Some(viewer) = grants::viewer(db, person, now).await? else { return Ok(Arc::clone(&book.county)) };
        let body = viewer.grants.iter().find_map(|grant| if let Scope::Body(scope) = grant.scope { Some(scope.body) } else { None });
        Ok(match (viewer.towns().first(), body) {
            (Some(town), _) => self.of(*town),
            (None, Some(body)) => self.of_body(body),
            (None, None) => Arc::clone(&book.county),
        })
    }

    fn now(&self) -> Arc<Book> {
        Arc::clone(&self.0.borrow())
    }
}

async fn read(db: &impl ConnectionTrait) -> Result<Book, StoreError> {
    // The number first: a change that comes while the rules are read is read once more.
    let change = calendar_changes::last_number(db).await?;
    let (county, rules) = (org::county(db).await?, Rules::load(db).await?);
    let lay = |whose| lay(county.as_ref(), &rules, whose).map(Arc::new).map_err(|error| StoreError::Inconsistent(error.to_string()));
    let mut book = Book { change, county: lay(None)?, towns: BTreeMap::new(), bodies: BTreeMap::new() };
    for town in rules.towns() {
        book.towns.insert(town, lay(Some(super::Whose::Town(town)))?);
    }
    for body in rules.bodies() {
        book.bodies.insert(body, lay(Some(super::Whose::Body(body)))?);
    }
    Ok(book)
}

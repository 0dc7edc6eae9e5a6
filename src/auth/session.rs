//! Sessions: from the cookie's secret to who it is. The table holds the secret's hash only.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use chrono::{DateTime, Duration, Utc};
use workflow::ids::{IdGen, PersonId};
use workflow::people::{Scope, Unit, Viewer};

use super::{Failed, secret};
use crate::store::names::{self, Wanted};
use crate::store::people::Person;
use crate::store::sessions::Session;
use crate::store::{Store, grants, people, sessions};

/// A session that nobody uses ends after this.
const IDLE: Duration = Duration::hours(12);
/// Any session ends after this.
const LONGEST: Duration = Duration::days(7);
/// Use is noted at most this often: noting it is a write.
const NOTED_EVERY: Duration = Duration::minutes(10);

/// Who is logged in, with the grants that hold now. As an argument of a handler it is there whenever the route asks for more than
/// [`Public`](crate::urls::Right::Public).
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who looks or acts.
    pub viewer: Viewer,
    /// The person's name.
    pub name: String,
    /// The code of the screen's language.
    pub language: String,
    /// What every form must bring back.
    pub csrf: String,
    /// Where the person works: the town, the body, the county.
    pub place: Option<String>,
    /// Whether a one-time password must be changed first.
    pub must_change_password: bool,
    /// The hash of the session's secret.
    pub session: String,
}

impl SignedIn {
    /// Who it is.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.viewer.person
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::UNAUTHORIZED)
    }
}

/// Opens a session for a person and answers its secret with who it is.
///
/// # Errors
/// When the database fails.
pub async fn open(store: &Store, ids: &IdGen, person: &Person, now: DateTime<Utc>) -> Result<(String, SignedIn), Failed> {
    let cookie = secret::new(ids);
    let expires_at = now + IDLE;
    let session =
        Session { hash: secret::hash(&cookie), person: person.id, csrf: secret::new(ids), created_at: now, seen_at: now, expires_at };
    let tx = store.begin().await?;
    sessions::open(&tx, &session).await?;
    tx.commit().await?;
    let signed = signed_in(store, &session, person, now).await?;
    Ok((cookie, signed))
}

/// Who the secret of a cookie belongs to, as long as the session lasts and the person is active.
///
/// # Errors
/// When the database fails.
pub async fn find(store: &Store, cookie: &str, now: DateTime<Utc>) -> Result<Option<SignedIn>, Failed> {
    let Some(session) = sessions::find(store.read(), &secret::hash(cookie), now).await? else { return Ok(None) };
    let Some(person) = people::find(store.read(), session.person).await?.filter(|person| person.deactivated_at.is_none()) else {
        return Ok(None);
    };
    if now - session.seen_at >= NOTED_EVERY {
        let expires_at = (now + IDLE).min(session.created_at + LONGEST);
        let tx = store.begin().await?;
        sessions::touch(&tx, &session.hash, now, expires_at).await?;
        tx.commit().await?;
    }
    signed_in(store, &session, &person, now).await.map(Some)
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn close(store: &Store, hash: &str) -> Result<(), Failed> {
    let tx = store.begin().await?;
    sessions::close(&tx, hash).await?;
    Ok(tx.commit().await?)
}

async fn signed_in(store: &Store, session: &Session, person: &Person, now: DateTime<Utc>) -> Result<SignedIn, Failed> {
    let viewer = grants::viewer(store.read(), person.id, now).await?.unwrap_or_else(|| Viewer::new(person.id, Vec::new()));
    Ok(SignedIn {
        place: place(store, &viewer).await?,
        viewer,
        name: person.name.clone(),
        language: person.language.clone(),
        csrf: session.csrf.clone(),
        must_change_password: person.password_temporary,
        session: session.hash.clone(),
    })
}

/// The name of the town or body to which all of a person's grants belong; with several it would be a guess.
async fn place(store: &Store, viewer: &Viewer) -> Result<Option<String>, Failed> {
    let towns = viewer.towns().into_iter().map(Unit::Town);
    let mut places: Vec<Unit> = towns.chain(viewer.bodies().into_iter().map(Unit::Body)).collect();
    let county = viewer.grants.iter().any(|grant| grant.scope == Scope::County);
    match (places.pop(), places.is_empty(), county) {
        (Some(only), true, false) => {
            let mut wanted = Wanted::default();
            wanted.unit(only);
            let names = names::load(store.read(), &wanted).await?;
            Ok(Some(names.unit(only).to_owned()))
        }
        (None, _, true) => Ok(crate::store::org::county(store.read()).await?.map(|county| county.name)),
        _ => Ok(None),
    }
}

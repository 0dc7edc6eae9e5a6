//! Bearer tokens of the API: made once, stored as a hash, revocable.

use axum::http::{HeaderMap, header};
use chrono::{DateTime, Duration, Utc};
use workflow::ids::{IdGen, PersonId, TokenId};
use workflow::people::Viewer;

use super::{Failed, secret};
use crate::store::{Store, grants, people, tokens};

pub use crate::store::tokens::Token;

/// What a token begins with, so that a leaked one is recognised.
const PREFIX: &str = "dfl_";

/// Who calls the API, with the grants that hold now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who acts.
    pub viewer: Viewer,
    /// The code of the language for sentences.
    pub language: String,
}

/// Makes a token that lasts `lasts`; its secret is answered once.
///
/// # Errors
/// When the database fails.
pub async fn create(
    store: &Store,
    ids: &IdGen,
    person: PersonId,
    name: &str,
    lasts: Option<Duration>,
    now: DateTime<Utc>,
) -> Result<(Token, String), Failed> {
    let text = format!("{PREFIX}{}", secret::new(ids));
    let expires_at = lasts.map(|lasts| now + lasts);
    let token = Token { id: ids.next(now), person, name: name.to_owned(), created_at: now, expires_at, revoked_at: None };
    let tx = store.begin().await?;
    tokens::create(&tx, &token, &secret::hash(&text)).await?;
    tx.commit().await?;
    Ok((token, text))
}

/// A person's tokens, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(store: &Store, person: PersonId) -> Result<Vec<Token>, Failed> {
    Ok(tokens::of_person(store.read(), person).await?)
}

/// Revokes a token of this person; false when the person has no such token. One that is revoked already stays so.
///
/// # Errors
/// When the database fails.
pub async fn revoke(store: &Store, person: PersonId, id: TokenId, now: DateTime<Utc>) -> Result<bool, Failed> {
    let tx = store.begin().await?;
    let known = tokens::of_person(&tx, person).await?.iter().any(|token| token.id == id);
    tokens::revoke(&tx, person, id, now).await?;
    tx.commit().await?;
    Ok(known)
}

/// The token of an `Authorization: Bearer` header.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim()).filter(|token| !token.is_empty())
}

/// Who a token belongs to: as long as it lasts and the person is active.
///
/// # Errors
/// When the database fails.
pub async fn find(store: &Store, text: &str, now: DateTime<Utc>) -> Result<Option<Caller>, Failed> {
    let Some(token) = tokens::find(store.read(), &secret::hash(text), now).await? else { return Ok(None) };
    let Some(viewer) = grants::viewer(store.read(), token.person, now).await? else { return Ok(None) };
    let person = people::find(store.read(), token.person).await?;
    Ok(person.map(|person| Caller { viewer, language: person.language }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_from_its_header() {
        let with = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().expect("a value"));
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(with("Bearer dfl_x").as_deref(), Some("dfl_x"));
        assert_eq!(with("bearer  dfl_x ").as_deref(), Some("dfl_x"));
        assert_eq!(with("Basic abc"), None);
        assert_eq!(with("Bearer "), None);
    }
}

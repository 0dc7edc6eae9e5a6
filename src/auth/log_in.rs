//! Logging in, changing the password.

use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use workflow::ids::{IdGen, PersonId};

use super::password::{self, HashError, Weak};
use super::throttle::Throttle;
use super::{Failed, SignedIn, session};
use crate::store::people::Account;
use crate::store::{Store, StoreError, people, sessions};

/// Why somebody was not logged in.
#[derive(Debug, thiserror::Error)]
pub enum LogInError {
    /// The name or the password is wrong; which of them is not said.
    #[error("name or password is wrong")]
    Wrong,
    /// Right, but the account has been deactivated.
    #[error("deactivated")]
    Deactivated,
    /// Too many failures; how long to wait.
    #[error("too many failed attempts")]
    Wait(Duration),
    /// The database.
    #[error(transparent)]
    Failed(#[from] Failed),
    /// The thread that hashes did not answer.
    #[error("hashing was interrupted")]
    Interrupted,
}

impl From<StoreError> for LogInError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Logs a person in by name or phone number; a new session with a new secret, whatever the browser had before.
///
/// # Errors
/// See [`LogInError`].
pub async fn log_in(
    store: &Store,
    ids: &IdGen,
    throttle: &Throttle,
    (name, typed): (&str, String),
    address: IpAddr,
    now: DateTime<Utc>,
) -> Result<(String, SignedIn), LogInError> {
    // One account, however its name or number is typed: else variants of it would each have attempts of their own.
    let key = people::login_key(&people::phone_key(name));
    throttle.attempt(&key, address, now).map_err(LogInError::Wait)?;
    let account = people::find_account(store.read(), name).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = verify(typed, hash).await.ok_or(LogInError::Interrupted)?;
    let Some(Account { person, .. }) = account.filter(|_| right) else { return Err(LogInError::Wrong) };
    throttle.forget(&key, address);
    if person.deactivated_at.is_some() {
        return Err(LogInError::Deactivated);
    }
    Ok(session::open(store, ids, &person, now).await?)
}

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The current password is wrong.
    #[error("the current password is wrong")]
    Wrong,
    /// The new one is the current one.
    #[error("the same as before")]
    Same,
    /// The new one is not acceptable.
    #[error(transparent)]
    Weak(#[from] Weak),
    /// Too many failures; how long to wait.
    #[error("too many failed attempts")]
    Wait(Duration),
    /// The database.
    #[error(transparent)]
    Failed(#[from] Failed),
    /// The hasher.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The thread that hashes did not answer, or the person is gone.
    #[error("hashing was interrupted")]
    Interrupted,
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Changes the password of who is logged in, who proves it with the current one; every other session of the person ends.
///
/// # Errors
/// See [`ChangeError`].
pub async fn change_password(
    store: &Store,
    ids: &Arc<IdGen>,
    throttle: &Throttle,
    signed: &SignedIn,
    (current, new): (String, String),
    address: IpAddr,
    now: DateTime<Utc>,
) -> Result<(), ChangeError> {
    let account = people::account(store.read(), signed.person()).await?.ok_or(ChangeError::Interrupted)?;
    let key = signed.person().to_string();
    throttle.attempt(&key, address, now).map_err(ChangeError::Wait)?;
    if !verify(current.clone(), account.password_hash).await.ok_or(ChangeError::Interrupted)? {
        return Err(ChangeError::Wrong);
    }
    throttle.forget(&key, address);
    let names = [account.person.login.as_deref(), account.person.phone.as_deref()];
    password::check(&new, &names.into_iter().flatten().collect::<Vec<_>>())?;
    if current == new {
        return Err(ChangeError::Same);
    }
    let hash = hash(new, ids).await.ok_or(ChangeError::Interrupted)??;
    let tx = store.begin().await?;
    people::set_password(&tx, signed.person(), &hash, false).await?;
    sessions::close_all(&tx, signed.person(), Some(&signed.session)).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a person a one-time password and ends the sessions that the old one opened; answers the password, which is stored nowhere.
///
/// # Errors
/// See [`ChangeError`].
pub async fn give_one_time_password(store: &Store, ids: &Arc<IdGen>, person: PersonId) -> Result<String, ChangeError> {
    let password = password::one_time(ids);
    let hash = hash(password.clone(), ids).await.ok_or(ChangeError::Interrupted)??;
    let tx = store.begin().await?;
    people::set_password(&tx, person, &hash, true).await?;
    sessions::close_all(&tx, person, None).await?;
    tx.commit().await?;
    Ok(password)
}

/// Off the threads that serve requests: it computes for tens of milliseconds.
async fn verify(password: String, hash: Option<String>) -> Option<bool> {
    tokio::task::spawn_blocking(move || password::verify(&password, hash.as_deref())).await.ok()
}

async fn hash(password: String, ids: &Arc<IdGen>) -> Option<Result<String, HashError>> {
    let ids = Arc::clone(ids);
    tokio::task::spawn_blocking(move || password::hash(&password, &ids)).await.ok()
}

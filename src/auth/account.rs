//! What people change about their own account besides the password.

use workflow::ids::PersonId;

use super::Failed;
use crate::store::{Store, people};

/// Whether there is anybody who could log in.
///
/// # Errors
/// When the database fails.
pub async fn anybody(store: &Store) -> Result<bool, Failed> {
    Ok(people::any(store.read()).await?)
}

/// Keeps the language in which a person reads pages and mails.
///
/// # Errors
/// When the database fails, or somebody changes the person at the same moment.
pub async fn set_language(store: &Store, person: PersonId, language: &str) -> Result<(), Failed> {
    let tx = store.begin().await?;
    if let Some(mut person) = people::find(&tx, person).await? {
        language.clone_into(&mut person.language);
        people::update(&tx, &person).await?;
    }
    Ok(tx.commit().await?)
}

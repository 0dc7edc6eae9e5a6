//! About what a person gets mails. What is switched off still stands on the person's page, and what is immediate is mailed all the same.

use std::collections::BTreeSet;

use workflow::people::{Role, Viewer};
use workflow::topic::Topic;

use super::error::ServiceError;
use super::tools::Tools;
use crate::store::mail_choices;
use crate::store::messages::Channel;

/// Who sees the overdue report beyond their own work, and may have it by mail once a week.
pub(super) const SUPERVISE: [Role; 4] = [Role::Coordinator, Role::Leader, Role::Supervisor, Role::CountyCoordinator];

/// A topic and whether the person gets mails about it.
pub type Choice = (Topic, bool);

/// The topics that concern a person, with what is chosen.
///
/// # Errors
/// See [`ServiceError`].
pub async fn of(tools: &Tools, viewer: &Viewer) -> Result<Vec<Choice>, ServiceError> {
    let wanted = mail_choices::wanted(tools.store.read(), viewer.person, Channel::Mail).await?;
    Ok(topics(viewer).map(|topic| (topic, wanted.contains(&topic))).collect())
}

/// Keeps about what a person wants mails; topics that do not concern the person stay as they are.
///
/// # Errors
/// See [`ServiceError`].
pub async fn set(tools: &Tools, viewer: &Viewer, chosen: &BTreeSet<Topic>) -> Result<(), ServiceError> {
    let tx = tools.store.begin().await?;
    let mut wanted = mail_choices::wanted(&tx, viewer.person, Channel::Mail).await?;
    for topic in topics(viewer) {
        if chosen.contains(&topic) {
            wanted.insert(topic)
        } else {
            wanted.remove(&topic)
        };
    }
    mail_choices::set(&tx, viewer.person, Channel::Mail, &wanted, tools.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The weekly overview is for who sees the overdue report.
fn topics(viewer: &Viewer) -> impl Iterator<Item = Topic> {
    let supervises = SUPERVISE.iter().any(|role| viewer.is(*role));
    Topic::ALL.into_iter().filter(move |topic| *topic != Topic::Weekly || supervises)
}

//! What waits for coordination: objections that are not answered, talks of a town's leader, what the county was asked, the longest waiting first.

use chrono::{DateTime, Utc};
use workflow::case::{CoordinationLevel, Outcome};
use workflow::ids::DutyId;
use workflow::people::{Unit, Viewer};

use super::error::ServiceError;
use super::tools::Tools;
use crate::store::names::{self, Names, Wanted};
use crate::store::{precedents, work};

pub use crate::store::precedents::Precedent;
pub use crate::store::work::{Dispute, TaskDispute};

/// The matters that wait for a decision, as far as they are the viewer's to see.
#[derive(Debug, Clone)]
pub struct Disputes {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// The county was asked.
    pub county: Vec<Dispute>,
    /// The town's leader in charge talks with the other side.
    pub leader: Vec<Dispute>,
    /// Objected to, to be answered by the sender.
    pub objected: Vec<Dispute>,
    /// Objections inside a town.
    pub tasks: Vec<TaskDispute>,
    /// The names in it.
    pub names: Names,
}

/// The list. Of a town its coordinators, leaders and supervisors see everything; the county's people what the county was asked.
///
/// # Errors
/// See [`ServiceError`].
pub async fn list(tools: &Tools, viewer: &Viewer) -> Result<Disputes, ServiceError> {
    let db = tools.store.read();
    let found = work::disputed(viewer, db).await?;
    let tasks = work::disputed_tasks(viewer, db).await?;
    let mut wanted = Wanted::default();
    for dispute in &found {
        wanted.unit(Unit::Town(dispute.row.town));
        wanted.unit(dispute.row.receiver.unit(dispute.row.town));
        dispute.row.sender.into_iter().for_each(|holder| wanted.holder(holder));
    }
    for dispute in &tasks {
        wanted.unit(Unit::Town(dispute.row.town));
        dispute.row.holder.into_iter().for_each(|holder| wanted.holder(holder));
    }
    let names = names::load(db, &wanted).await?;
    let (mut county, mut leader, mut objected) = (Vec::new(), Vec::new(), Vec::new());
    // Before the county is asked it is the town's own business.
    let in_town = !viewer.towns().is_empty();
    for dispute in found {
        match dispute.coordination.as_ref().map(|open| open.level) {
            Some(CoordinationLevel::County(_)) => county.push(dispute),
            Some(CoordinationLevel::Leader) if in_town => leader.push(dispute),
            None if in_town => objected.push(dispute),
            _ => {}
        }
    }
    let since = |dispute: &Dispute| {
        let objected = dispute.objection.as_ref().map(|objection| objection.at);
        dispute.coordination.as_ref().map(|open| open.since).or(objected).unwrap_or(dispute.row.offered_at)
    };
    county.sort_by_key(since);
    leader.sort_by_key(since);
    objected.sort_by_key(since);
    Ok(Disputes { at: tools.now(), county, leader, objected, tasks, names })
}

/// 处理口径 that hold about a clause of a duty, the latest first, with the names in them. Everybody who works on the duty reads them.
///
/// # Errors
/// See [`ServiceError`].
pub async fn that_hold(tools: &Tools, duty: DutyId, clause: &str) -> Result<(Vec<Precedent>, Names), ServiceError> {
    let db = tools.store.read();
    let mut found = precedents::of_duty(db, duty).await?;
    found.retain(|precedent| precedent.ended_at.is_none() && precedent.clause == clause);
    let mut wanted = Wanted::default();
    for precedent in &found {
        match precedent.outcome {
            Outcome::Offer { to } => wanted.unit(to.unit(precedent.town)),
            Outcome::Give { holder } => wanted.unit(holder.unit),
            Outcome::Cancel | Outcome::GoesOn => {}
        }
    }
    Ok((found, names::load(db, &wanted).await?))
}

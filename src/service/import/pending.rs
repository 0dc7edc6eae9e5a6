//! A list between sending and accepting: kept for its sender for a day, so that a person sees what was read before anything changes.

use uuid::Uuid;
use workflow::ids::TownId;
use workflow::people::Viewer;

use super::super::actor::{Actor, permit};
use super::super::error::ServiceError;
use super::super::tools::Tools;
use super::{Preview, file_name, preview};
use crate::store::{org, uploads};

pub use crate::store::uploads::Upload;

/// What became of a list that was sent.
#[derive(Debug, Clone)]
pub enum Sent {
    /// It can be looked at and accepted.
    Waits(Uuid),
    /// The town has imported this very document before; nothing is kept.
    Known(Box<Preview>),
    /// It is the list of another town, or of another county; nothing is kept.
    OtherTown(Box<Preview>),
}

/// Reads a list and keeps it until its sender accepts it. What the same person sent before is dropped.
///
/// # Errors
/// [`ServiceError::Invalid`] (field `file`) when it is no duty list; [`ServiceError::NotFound`] for an unknown town.
pub async fn send(tools: &Tools, viewer: &Viewer, town: TownId, name: &str, source: Vec<u8>) -> Result<Sent, ServiceError> {
    let actor = Actor::Person(viewer);
    permit(actor.keeps(town))?;
    let name = file_name(name)?;
    let preview = preview(tools, actor, town, source.clone()).await?;
    if preview.known.is_some() {
        return Ok(Sent::Known(Box::new(preview)));
    }
    if preview.other_town.is_some() {
        return Ok(Sent::OtherTown(Box::new(preview)));
    }
    let now = tools.now();
    let upload = Upload { id: tools.ids.next(now), town, person: viewer.person, file_name: name, source, at: now };
    let id = upload.id;
    let tx = tools.store.begin().await?;
    uploads::remove(&tx, Some(viewer.person), now - uploads::WAITS).await?;
    uploads::create(&tx, upload).await?;
    tx.commit().await?;
    Ok(Sent::Waits(id))
}

/// A list that the viewer sent, with its town.
///
/// # Errors
/// [`ServiceError::NotFound`] when it is somebody else's, was dropped or has waited too long.
pub async fn find(tools: &Tools, viewer: &Viewer, id: Uuid) -> Result<(Upload, org::Town), ServiceError> {
    let db = tools.store.read();
    let upload = uploads::of_person(db, viewer.person, id, tools.now() - uploads::WAITS).await?.ok_or(ServiceError::NotFound)?;
    permit(Actor::Person(viewer).keeps(upload.town))?;
    let town = org::town(db, upload.town).await?.ok_or(ServiceError::NotFound)?;
    Ok((upload, town))
}

/// Drops what the viewer sent.
///
/// # Errors
/// See [`ServiceError`].
pub async fn discard(tools: &Tools, viewer: &Viewer) -> Result<(), ServiceError> {
    let tx = tools.store.begin().await?;
    uploads::remove(&tx, Some(viewer.person), tools.now() - uploads::WAITS).await?;
    tx.commit().await?;
    Ok(())
}

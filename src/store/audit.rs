//! The log of administrative acts: towns, bodies, people, grants, imports. Work itself is recorded in the workflows' own history.

use chrono::{DateTime, Utc};
use entity::audit;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use uuid::Uuid;
use workflow::ids::{AuditId, PersonId};

use super::StoreError;

/// One act.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Act {
    pub id: AuditId,
    pub at: DateTime<Utc>,
    /// Who; `None` for the command line.
    pub actor: Option<PersonId>,
    /// What was done, a code: `user-added`.
    pub action: String,
    /// To what kind of thing: `person`, `town`, `body`, …
    pub object_kind: String,
    pub object: Option<Uuid>,
    /// What changed; never a secret.
    pub detail: Value,
}

/// Records an act, in the transaction that does it.
///
/// # Errors
/// See [`StoreError`].
pub async fn record(db: &impl ConnectionTrait, act: &Act) -> Result<(), StoreError> {
    let row = audit::ActiveModel {
        id: Set(act.id.uuid()),
        at: Set(act.at),
        actor_id: Set(act.actor.map(PersonId::uuid)),
        action: Set(act.action.clone()),
        object_kind: Set(act.object_kind.clone()),
        object_id: Set(act.object),
        detail: Set(act.detail.clone()),
    };
    row.insert(db).await?;
    Ok(())
}

/// The latest acts, the newest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn latest(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Act>, StoreError> {
    let query = audit::Entity::find().order_by_desc(audit::Column::At).order_by_desc(audit::Column::Id);
    Ok(query.limit(limit).all(db).await?.into_iter().map(to_act).collect())
}

/// What was done to one thing, the newest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_object(db: &impl ConnectionTrait, kind: &str, object: Uuid) -> Result<Vec<Act>, StoreError> {
    let query = audit::Entity::find().filter(audit::Column::ObjectKind.eq(kind)).filter(audit::Column::ObjectId.eq(object));
    Ok(query.order_by_desc(audit::Column::At).order_by_desc(audit::Column::Id).all(db).await?.into_iter().map(to_act).collect())
}

fn to_act(row: audit::Model) -> Act {
    Act {
        id: row.id.into(),
        at: row.at,
        actor: row.actor_id.map(Into::into),
        action: row.action,
        object_kind: row.object_kind,
        object: row.object_id,
        detail: row.detail,
    }
}

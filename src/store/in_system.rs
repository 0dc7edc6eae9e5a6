//! Which bodies have people in the system. For the others every act is recorded on behalf.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{person, role_grant};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};
use uuid::Uuid;
use workflow::ids::BodyId;

use super::StoreError;

/// The bodies in which at least one active person holds a grant at `now`.
///
/// # Errors
/// See [`StoreError`].
pub async fn bodies(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<BTreeSet<BodyId>, StoreError> {
    let until = role_grant::Column::ValidUntil;
    let ids: Vec<Option<Uuid>> = role_grant::Entity::find()
        .join(JoinType::InnerJoin, role_grant::Relation::Person.def())
        .filter(role_grant::Column::ScopeKind.eq("body"))
        .filter(role_grant::Column::ValidFrom.lte(now))
        .filter(Condition::any().add(until.is_null()).add(until.gt(now)))
        .filter(person::Column::DeactivatedAt.is_null())
        .select_only()
        .column(role_grant::Column::ScopeId)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().flatten().map(BodyId::from).collect())
}

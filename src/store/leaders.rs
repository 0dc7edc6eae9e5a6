//! Who leads in a town: its leaders, those of them who are 主要领导, who is in charge of which office, and the leads of the offices.

use chrono::{DateTime, Utc};
use entity::{office, role_grant};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use workflow::case::Leaders;
use workflow::ids::{GrantId, OfficeId, PersonId, TownId};
use workflow::people::{Role, Scope};

use super::{StoreError, grants};

/// Who leads in the town at `now`.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_town(db: &impl ConnectionTrait, town: TownId, now: DateTime<Utc>) -> Result<Leaders, StoreError> {
    let mut leaders = Leaders::default();
    for member in grants::in_town(db, town, now).await? {
        match (member.role, member.scope) {
            (Role::Leader, Scope::Town(_)) => drop(leaders.leaders.insert(member.person.id)),
            (Role::OfficeLead, Scope::Office { office, .. }) => drop(leaders.leads.insert((office, member.person.id))),
            _ => {}
        }
    }
    let marked = role_grant::Entity::find()
        .filter(role_grant::Column::TownId.eq(town.uuid()))
        .filter(role_grant::Column::Role.eq(Role::Leader.code()))
        .filter(role_grant::Column::FirstLeader.eq(true))
        .filter(Condition::any().add(role_grant::Column::ValidUntil.is_null()).add(role_grant::Column::ValidUntil.gt(now)));
    let marked = marked.all(db).await?.into_iter().map(|row| PersonId::from(row.person_id));
    leaders.first = marked.filter(|person| leaders.leaders.contains(person)).collect();
    let offices = office::Entity::find().filter(office::Column::TownId.eq(town.uuid())).filter(office::Column::LeaderId.is_not_null());
    let offices = offices.all(db).await?.into_iter().filter_map(|row| Some((OfficeId::from(row.id), PersonId::from(row.leader_id?))));
    leaders.in_charge = offices.collect();
    Ok(leaders)
}

/// Marks a leader's grant as that of a 主要领导, or unmarks it.
///
/// # Errors
/// See [`StoreError`].
pub async fn mark_first(db: &impl ConnectionTrait, grant: GrantId, first: bool) -> Result<(), StoreError> {
    let query = role_grant::Entity::update_many().col_expr(role_grant::Column::FirstLeader, Expr::value(first));
    query.filter(role_grant::Column::Id.eq(grant.uuid())).exec(db).await?;
    Ok(())
}

/// Names the leader in charge of an office, or nobody.
///
/// # Errors
/// See [`StoreError`].
pub async fn put_in_charge(db: &impl ConnectionTrait, office: OfficeId, leader: Option<PersonId>) -> Result<(), StoreError> {
    let leader = leader.map(uuid::Uuid::from);
    let query = office::Entity::update_many().col_expr(office::Column::LeaderId, Expr::value(leader));
    query.filter(office::Column::Id.eq(office.uuid())).exec(db).await?;
    Ok(())
}

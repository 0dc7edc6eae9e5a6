//! Leaving: a role ends, or an account is closed. What the person holds goes on to somebody else, and the workflow's history says so.

use serde_json::json;
use workflow::case::history::Entry;
use workflow::case::{RELIEVE, relieve};
use workflow::ids::{GrantId, PersonId};
use workflow::people::{Grant, Role, Unit, Viewer};

use super::super::act::chained;
use super::super::actor::{Actor, permit};
use super::super::checks::Policy;
use super::super::error::ServiceError;
use super::super::record::record;
use super::super::tools::Tools;
use super::super::{circumstances, notify};
use super::kept;
use crate::store::{self, Tx, grants, lasting, people};

/// What became of the work of somebody who left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// Tasks that the successor holds now.
    pub to_successor: usize,
    /// Tasks that lie in the unit's in-box again.
    pub to_inbox: usize,
}

/// Closes a person's account: roles, log-ins and tokens end. The work that the person holds goes to `successor` where that person belongs to the same
/// unit, else back into the unit's in-box.
///
/// # Errors
/// [`ServiceError::Invalid`] for oneself, the last admin, or a successor who cannot take over; [`ServiceError::NotFound`] for nobody.
pub async fn deactivate(tools: &Tools, actor: Actor<'_>, person: PersonId, successor: Option<PersonId>) -> Result<Left, ServiceError> {
    if actor.person() == Some(person) {
        return Err(ServiceError::invalid("person", "self", "不能停用自己的账号"));
    }
    if successor == Some(person) {
        return Err(ServiceError::invalid("successor", "self", "接手人不能是本人"));
    }
    let now = tools.now();
    let tx = tools.store.begin().await?;
    kept(&tx, tools, actor, person).await?;
    let admin = Grant { role: Role::Admin, scope: workflow::people::Scope::County };
    keep_an_admin(&tx, tools, person, admin).await?;
    let successor = match successor {
        None => None,
        Some(id) => {
            let viewer = grants::viewer(&tx, id, now).await?;
            Some(viewer.ok_or_else(|| ServiceError::invalid("successor", "unknown", "接手人没有有效的账号"))?.alone())
        }
    };
    let left = hand_on(&tx, tools, actor, person, |_| false, successor.as_ref()).await?;
    people::deactivate(&tx, person, now).await?;
    let successor = successor.map(|viewer| viewer.person);
    let detail = json!({ "successor": successor, "to_successor": left.to_successor, "to_inbox": left.to_inbox });
    record(&tx, tools, actor, "person-deactivated", ("person", person.uuid()), detail).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(left)
}

/// Ends a role. Work that the person holds only by it goes back into the unit's in-box.
///
/// # Errors
/// [`ServiceError::NotFound`] when the person does not have it; [`ServiceError::Invalid`] for the last admin.
pub async fn end_grant(tools: &Tools, actor: Actor<'_>, person: PersonId, id: GrantId) -> Result<Left, ServiceError> {
    let now = tools.now();
    let tx = tools.store.begin().await?;
    let held = grants::of_person(&tx, person, now).await?;
    let (ended, stays): (Vec<_>, Vec<_>) = held.into_iter().partition(|held| held.id == id);
    let ended = ended.into_iter().next().ok_or(ServiceError::NotFound)?.grant;
    permit(actor.may_grant(ended))?;
    keep_an_admin(&tx, tools, person, ended).await?;
    let stays = Viewer::new(person, stays.into_iter().map(|held| held.grant).collect());
    let left = hand_on(&tx, tools, actor, person, |unit| stays.in_unit(unit), None).await?;
    grants::end(&tx, id, now).await?;
    let detail = json!({ "role": ended.role.code(), "scope": ended.scope, "to_inbox": left.to_inbox });
    record(&tx, tools, actor, "role-ended", ("person", person.uuid()), detail).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(left)
}

/// Refuses when without this role of this person nobody would administer.
async fn keep_an_admin(tx: &Tx, tools: &Tools, person: PersonId, lost: Grant) -> Result<(), ServiceError> {
    if lost.role != Role::Admin {
        return Ok(());
    }
    let admins = grants::with_role(tx, Role::Admin, tools.now()).await?;
    let is_last = admins.iter().any(|member| member.person.id == person) && admins.iter().all(|member| member.person.id == person);
    if is_last {
        return Err(ServiceError::invalid("person", "last-admin", "这是唯一的系统管理员，请先添加另一位"));
    }
    Ok(())
}

/// Moves what a person holds, workflow by workflow.
async fn hand_on(
    tx: &Tx,
    tools: &Tools,
    actor: Actor<'_>,
    person: PersonId,
    keeps: impl Fn(Unit) -> bool,
    successor: Option<&Viewer>,
) -> Result<Left, ServiceError> {
    let now = tools.now();
    let mut left = Left::default();
    for id in lasting::workflows_held_by_unscoped(tx, person).await? {
        let Some(stored) = store::cases::load_unscoped(tx, id).await? else { continue };
        let Some((mut after, facts)) = relieve(&stored.case, person, &keeps, successor, now) else { continue };
        after.acted.extend(actor.person());
        for task in stored.case.tasks.values().filter(|task| task.holder.is_some_and(|holder| holder.person == Some(person))) {
            match after.tasks.get(&task.id).and_then(|task| task.holder).map(|holder| holder.person) {
                Some(None) => left.to_inbox += 1,
                Some(Some(holder)) if holder != person => left.to_successor += 1,
                _ => {}
            }
        }
        let entry = Entry {
            seq: after.seq,
            at: now,
            actor: actor.person(),
            command_id: tools.command(),
            kind: RELIEVE.to_owned(),
            facts,
            on_behalf: None,
            in_place_of: None,
            prev_hash: stored.head_hash.clone(),
            hash: String::new(),
        };
        let entry = chained(entry, after.id)?;
        let limits = circumstances::load(tx, after.town, now).await?.limits;
        store::cases::save(tx, &stored, &after, &entry, tools.ids.next(now), &Policy { now, calendar: &tools.calendar, limits }).await?;
        notify::tell(tx, tools, Some(actor.person().unwrap_or(person)), &after, &entry.facts).await?;
    }
    Ok(left)
}

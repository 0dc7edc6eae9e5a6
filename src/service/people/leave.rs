//! Leaving: a role ends, or an account is closed. What the person holds goes on to somebody else, and the workflow's history says so.

use serde_json::json;
use workflow::case::history::Entry;
use workflow::case::{Fact, RELIEVE, relieve};
use workflow::ids::{GrantId, PersonId};
use workflow::people::{Grant, Holder, Role, Unit, Viewer};

use super::super::act::chained;
use super::super::actor::{Actor, permit};
use super::super::checks::Policy;
use super::super::error::ServiceError;
use super::super::record::record;
use super::super::tools::Tools;
use super::super::{circumstances, notify};
use super::{holding, kept};
use crate::store::{self, Tx, absences, grants, lasting, people};

/// What became of the work of somebody who left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// Tasks that the successor holds now.
    pub to_successor: usize,
    /// Tasks that lie in the unit's in-box again.
    pub to_inbox: usize,
}

/// Who takes over what somebody holds who leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewHolder {
    /// The in-box of the unit in which it was held; where nobody is left in that unit, the in-box of the town's office.
    InBox,
    /// This person, as far as he or she belongs to the same unit; else as [`Self::InBox`].
    Person(PersonId),
}

/// Closes a person's account: roles, log-ins and tokens end. What the person holds goes to the new holder in the same transaction; whoever holds open
/// work leaves only when one is named.
///
/// # Errors
/// [`ServiceError::Invalid`] for oneself, the last admin, work without a new holder, or one who cannot take over; [`ServiceError::NotFound`] for nobody.
pub async fn deactivate(tools: &Tools, actor: Actor<'_>, person: PersonId, to: Option<NewHolder>) -> Result<Left, ServiceError> {
    if actor.person() == Some(person) {
        return Err(ServiceError::invalid("person", "self", "不能停用自己的账号"));
    }
    if to == Some(NewHolder::Person(person)) {
        return Err(ServiceError::invalid("successor", "self", "接手人不能是本人"));
    }
    let now = tools.now();
    let tx = tools.store.begin().await?;
    kept(&tx, tools, actor, person).await?;
    let admin = Grant { role: Role::Admin, scope: workflow::people::Scope::County };
    keep_an_admin(&tx, tools, person, admin).await?;
    let successor = match to {
        None if !holding::of(&tx, person).await?.is_empty() => {
            return Err(ServiceError::invalid("successor", "work-left", "这个人还有在办工作，请先选择接手人，或放回各单位收件箱"));
        }
        None | Some(NewHolder::InBox) => None,
        Some(NewHolder::Person(id)) => {
            let viewer = grants::viewer(&tx, id, now).await?;
            Some(viewer.ok_or_else(|| ServiceError::invalid("successor", "unknown", "接手人没有有效的账号"))?.alone())
        }
    };
    let left = hand_on(&tx, tools, actor, person, |_| false, successor.as_ref()).await?;
    people::deactivate(&tx, person, now).await?;
    absences::end_of_person(&tx, person, now).await?;
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
        let known = circumstances::load(tx, tools, stored.case.town, now).await?;
        // An in-box that nobody opens is no holder.
        let peopled = |unit: Unit| match unit {
            Unit::Body(_) | Unit::Town(_) => true,
            _ => known.members.iter().any(|(own, member)| *own == unit && *member != person),
        };
        let to = |unit: Unit| {
            let by_successor = successor.filter(|successor| successor.person != person && successor.in_unit(unit));
            let unit = if by_successor.is_some() || peopled(unit) { unit } else { Unit::Town(stored.case.town) };
            Holder { unit, person: by_successor.map(|successor| successor.person) }
        };
        let Some((mut after, facts)) = relieve(&stored.case, person, &keeps, to, now) else { continue };
        after.acted.extend(actor.person());
        for fact in &facts {
            match fact {
                Fact::TaskAssigned { holder: Some(Holder { person: Some(_), .. }), .. } | Fact::HandOffShared { person: Some(_), .. } => {
                    left.to_successor += 1;
                }
                _ => left.to_inbox += 1,
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
        let policy = Policy { now, calendar: &known.calendar, limits: known.limits };
        store::cases::save(tx, &stored, &after, &entry, tools.ids.next(now), &policy).await?;
        notify::tell(tx, tools, Some(actor.person().unwrap_or(person)), &after, &entry.facts, &known.leaders).await?;
    }
    Ok(left)
}

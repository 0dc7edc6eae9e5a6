//! The county, its towns with offices and villages, limits, and the bodies with their spellings.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;
use workflow::ids::{BodyId, OfficeId, TownId, VillageId};
use workflow::people::{Role, Scope};
use workflow::settings::TownLimits;

use super::actor::{Actor, permit};
use super::error::{Problem, ServiceError};
use super::import::check_limits;
use super::record::record;
use super::tools::Tools;
use super::words;
use crate::store::editions::{self, Edition};
use crate::store::{StoreError, calendar_changes, grants, org};

pub use crate::store::org::{Body, County, Office, Town, Village, VillageKind};

/// The regions whose holidays and hours are known; nothing means the nation's only.
pub const REGIONS: [&str; 2] = ["xinjiang", ""];

/// A town as the list of towns shows it.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct TownRow {
    pub town: Town,
    pub edition: Option<Edition>,
    pub offices: Vec<Office>,
    pub villages: Vec<Village>,
}

/// The county, once it has been set up.
///
/// # Errors
/// See [`ServiceError`].
pub async fn county(tools: &Tools) -> Result<Option<County>, ServiceError> {
    Ok(org::county(tools.store.read()).await?)
}

/// Sets the county up; one installation serves one county.
///
/// # Errors
/// [`ServiceError::Invalid`] when there is one already, the name is missing or the region unknown.
pub async fn create_county(tools: &Tools, actor: Actor<'_>, name: &str, region: &str) -> Result<County, ServiceError> {
    permit(actor.administers())?;
    let name = name_of("county", name)?;
    if !REGIONS.contains(&region) {
        return Err(ServiceError::invalid("region", "unknown", format!("没有“{region}”的节假日和作息数据，可选 xinjiang 或留空")));
    }
    let now = tools.now();
    let tx = tools.store.begin().await?;
    if let Some(county) = org::county(&tx).await? {
        return Err(ServiceError::invalid("county", "taken", format!("已设置为{}，一套系统服务一个县", county.name)));
    }
    let county = County { id: tools.ids.next::<Uuid>(now), name, default_region: region.to_owned() };
    org::create_county(&tx, &county, now).await?;
    record(&tx, tools, actor, "county-set-up", ("county", county.id), json!({ "name": county.name, "region": region })).await?;
    // From now on its days and hours hold, in every process; nothing has been counted yet.
    let change = calendar_changes::note(&tx, actor.person(), now).await?;
    calendar_changes::finish(&tx, change, now).await?;
    tx.commit().await?;
    tools.calendar.refresh(tools.store.read()).await?;
    Ok(county)
}

/// All towns, in the order in which they were added, archived units left out.
///
/// # Errors
/// See [`ServiceError`].
pub async fn towns(tools: &Tools) -> Result<Vec<TownRow>, ServiceError> {
    let db = tools.store.read();
    let mut rows = Vec::new();
    for town in org::towns(db).await? {
        let edition = editions::in_force(db, town.id).await?;
        let offices = org::offices(db, town.id).await?.into_iter().filter(|office| !office.archived).collect();
        let villages = org::villages(db, town.id).await?.into_iter().filter(|village| !village.archived).collect();
        rows.push(TownRow { town, edition, offices, villages });
    }
    Ok(rows)
}

/// The towns that the actor keeps: all of them for an admin.
///
/// # Errors
/// See [`ServiceError`].
pub async fn kept(tools: &Tools, actor: Actor<'_>) -> Result<Vec<Town>, ServiceError> {
    Ok(org::towns(tools.store.read()).await?.into_iter().filter(|town| actor.keeps(town.id)).collect())
}

/// One town that the actor keeps, with its units in use.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none, or it is not the actor's to keep.
pub async fn town(tools: &Tools, actor: Actor<'_>, id: TownId) -> Result<TownRow, ServiceError> {
    let rows = towns(tools).await?;
    rows.into_iter().find(|row| row.town.id == id && actor.keeps(id)).ok_or(ServiceError::NotFound)
}

/// The town of a name.
///
/// # Errors
/// [`ServiceError::Invalid`] with the towns that there are, when there is none of this name.
pub async fn town_named(tools: &Tools, name: &str) -> Result<Town, ServiceError> {
    let db = tools.store.read();
    if let Some(town) = org::town_by_name(db, name).await? {
        return Ok(town);
    }
    let known: Vec<String> = org::towns(db).await?.into_iter().map(|town| town.name).collect();
    let message = match known.as_slice() {
        [] => "还没有乡镇，请先添加：dutyflow town add 名称 --county 县名".to_owned(),
        known => format!("没有名为“{}”的乡镇，现有：{}", name.trim(), known.join("、")),
    };
    Err(ServiceError::invalid("town", "unknown", message))
}

/// Adds a town.
///
/// # Errors
/// [`ServiceError::Invalid`] when the name is missing or taken.
pub async fn add_town(tools: &Tools, actor: Actor<'_>, name: &str) -> Result<TownId, ServiceError> {
    permit(actor.administers())?;
    let name = name_of("name", name)?;
    let now = tools.now();
    let id: TownId = tools.ids.next(now);
    let tx = tools.store.begin().await?;
    taken(org::create_town(&tx, id, &name, now).await, &name)?;
    record(&tx, tools, actor, "town-added", ("town", id.uuid()), json!({ "name": name })).await?;
    tx.commit().await?;
    Ok(id)
}

/// Sets a town's default limits; what runs already keeps its dates.
///
/// # Errors
/// [`ServiceError::Invalid`] for a limit of nothing or of more than ten years; [`ServiceError::Conflict`] when somebody else was quicker.
pub async fn set_limits(tools: &Tools, actor: Actor<'_>, town: TownId, limits: TownLimits) -> Result<(), ServiceError> {
    permit(actor.keeps(town))?;
    check_limits(limits)?;
    let tx = tools.store.begin().await?;
    let town = org::town(&tx, town).await?.ok_or(ServiceError::NotFound)?;
    org::set_town_limits(&tx, &town, limits, tools.now()).await?;
    let detail = json!({ "sign": limits.sign, "answer": limits.answer, "step": limits.step });
    record(&tx, tools, actor, "limits-set", ("town", town.id.uuid()), detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Adds an office to a town.
///
/// # Errors
/// [`ServiceError::Invalid`] when the name is missing or taken.
pub async fn add_office(tools: &Tools, actor: Actor<'_>, town: TownId, name: &str) -> Result<OfficeId, ServiceError> {
    permit(actor.keeps(town))?;
    let name = name_of("name", name)?;
    let id: OfficeId = tools.ids.next(tools.now());
    let tx = tools.store.begin().await?;
    org::town(&tx, town).await?.ok_or(ServiceError::NotFound)?;
    taken(org::create_office(&tx, id, town, &name).await, &name)?;
    record(&tx, tools, actor, "office-added", ("office", id.uuid()), json!({ "town": town, "name": name })).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds a village or community to a town.
///
/// # Errors
/// [`ServiceError::Invalid`] when the name is missing or taken.
pub async fn add_village(tools: &Tools, actor: Actor<'_>, town: TownId, name: &str, kind: VillageKind) -> Result<VillageId, ServiceError> {
    permit(actor.keeps(town))?;
    let name = name_of("name", name)?;
    let id: VillageId = tools.ids.next(tools.now());
    let tx = tools.store.begin().await?;
    org::town(&tx, town).await?.ok_or(ServiceError::NotFound)?;
    taken(org::create_village(&tx, id, town, &name, kind).await, &name)?;
    record(&tx, tools, actor, "village-added", ("village", id.uuid()), json!({ "town": town, "name": name, "kind": kind.code() })).await?;
    tx.commit().await?;
    Ok(id)
}

/// All bodies, by name.
///
/// # Errors
/// See [`ServiceError`].
pub async fn bodies(tools: &Tools) -> Result<Vec<Body>, ServiceError> {
    Ok(org::bodies(tools.store.read()).await?)
}

/// A body with its spellings and its people.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct BodyRow {
    pub body: Body,
    /// Its other spellings.
    pub spellings: Vec<String>,
    /// Who works for it in the system, each once; nobody when it is worked by recording.
    pub people: Vec<String>,
}

/// All bodies in use, by name, with their spellings and people.
///
/// # Errors
/// See [`ServiceError`].
pub async fn body_rows(tools: &Tools) -> Result<Vec<BodyRow>, ServiceError> {
    let db = tools.store.read();
    let mut spellings = org::all_aliases(db).await?;
    let mut people: BTreeMap<BodyId, Vec<String>> = BTreeMap::new();
    for role in [Role::Liaison, Role::BodyLead] {
        for member in grants::with_role(db, role, tools.now()).await? {
            let Scope::Body(scope) = member.scope else { continue };
            let names = people.entry(scope.body).or_default();
            if !names.contains(&member.person.name) {
                names.push(member.person.name);
            }
        }
    }
    let row = |body: Body| BodyRow {
        spellings: spellings.remove(&body.id).unwrap_or_default(),
        people: people.remove(&body.id).unwrap_or_default(),
        body,
    };
    Ok(org::bodies(db).await?.into_iter().filter(|body| !body.archived).map(row).collect())
}

/// The other spellings of a body.
///
/// # Errors
/// See [`ServiceError`].
pub async fn spellings(tools: &Tools, body: BodyId) -> Result<Vec<String>, ServiceError> {
    Ok(org::aliases(tools.store.read(), body).await?)
}

/// Adds a body.
///
/// # Errors
/// [`ServiceError::Invalid`] when the name is missing, or a name or spelling of one that is there.
pub async fn add_body(tools: &Tools, actor: Actor<'_>, name: &str, phone: Option<&str>) -> Result<BodyId, ServiceError> {
    permit(actor.administers())?;
    let name = name_of("name", name)?;
    let phone = phone_of(phone)?;
    let id: BodyId = tools.ids.next(tools.now());
    let tx = tools.store.begin().await?;
    taken(org::create_body(&tx, id, &name, phone.as_deref()).await, &name)?;
    record(&tx, tools, actor, "body-added", ("body", id.uuid()), json!({ "name": name })).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds a spelling of a body.
///
/// # Errors
/// [`ServiceError::Invalid`] when it is the spelling of a body already; the sentence says of which.
pub async fn add_spelling(tools: &Tools, actor: Actor<'_>, body: BodyId, spelling: &str) -> Result<(), ServiceError> {
    permit(actor.administers())?;
    let spelling = name_of("spelling", spelling)?;
    let tx = tools.store.begin().await?;
    org::body(&tx, body).await?.ok_or(ServiceError::NotFound)?;
    if !org::add_alias(&tx, tools.ids.next::<Uuid>(tools.now()), body, &spelling).await? {
        let owner = org::find_body_by_name(&tx, &spelling).await?.map(|body| body.name).unwrap_or_default();
        return Err(ServiceError::invalid("spelling", "taken", format!("“{spelling}”已是{owner}的写法")));
    }
    record(&tx, tools, actor, "spelling-added", ("body", body.uuid()), json!({ "spelling": spelling })).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes how a body can be reached.
///
/// # Errors
/// [`ServiceError::Invalid`] when it is no phone number.
pub async fn set_body_phone(tools: &Tools, actor: Actor<'_>, body: BodyId, phone: Option<&str>) -> Result<(), ServiceError> {
    permit(actor.administers())?;
    let phone = phone_of(phone)?;
    let tx = tools.store.begin().await?;
    org::body(&tx, body).await?.ok_or(ServiceError::NotFound)?;
    org::set_body_phone(&tx, body, phone.as_deref()).await?;
    record(&tx, tools, actor, "body-phone-set", ("body", body.uuid()), json!({ "phone": phone })).await?;
    tx.commit().await?;
    Ok(())
}

fn name_of(field: &'static str, text: &str) -> Result<String, ServiceError> {
    let mut problems = Vec::new();
    let name = words::required(field, text, words::SHORT, &mut problems);
    if problems.is_empty() { Ok(name) } else { Err(ServiceError::Invalid(problems)) }
}

/// A phone number as people write it; nothing when left out.
pub(super) fn phone_of(text: Option<&str>) -> Result<Option<String>, ServiceError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let fits = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ')) && (5..=15).contains(&digits);
    if fits {
        Ok(Some(text.to_owned()))
    } else {
        Err(ServiceError::Invalid(vec![Problem::new("phone", "malformed", "电话号码应为 5 至 15 位数字")]))
    }
}

fn taken(done: Result<(), StoreError>, name: &str) -> Result<(), ServiceError> {
    match done {
        Err(StoreError::Unique(_)) => Err(ServiceError::invalid("name", "taken", format!("“{name}”已存在"))),
        other => Ok(other?),
    }
}

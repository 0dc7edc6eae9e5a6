//! People and what they may do: accounts, one-time passwords, roles.

mod card;
mod holding;
mod leave;
mod sheet;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use workflow::ids::{GrantId, PersonId};
use workflow::people::{BodyScope, Grant, Role, Scope, TownScope, Unit};

use super::actor::{Actor, permit};
use super::error::{Problem, ServiceError};
use super::record::record;
use super::tools::Tools;
use super::towns::phone_of;
use super::words;
use crate::auth::password;
use crate::mail::Address;
use crate::store::names::{self, Wanted};
use crate::store::people::{self, NewPerson};
use crate::store::{StoreError, Tx, grants, org, sessions};

pub use crate::store::grants::Held;
pub use crate::store::names::Names;
pub use crate::store::people::Person;
pub use card::{Card, Place, card, places};
pub use holding::Holding;
pub use leave::{Left, NewHolder, deactivate, end_grant};
pub use sheet::{COLUMNS, RowOutcome, SheetReport, SheetRow, import_sheet, role_named, role_names, scope_named};

/// The longest name of a person, in characters.
const NAME: usize = 40;

/// An account to be opened. Whoever has it logs in by `login` or by phone number; at least one of them is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NewAccount {
    pub name: String,
    pub login: Option<String>,
    pub phone: Option<String>,
    pub mail: Option<String>,
    /// `zh` or `en`; Chinese when missing.
    pub language: Option<String>,
    pub grants: Vec<Grant>,
}

/// An account that was opened. Not printed by accident: it holds the password, which is stored nowhere else.
#[derive(Clone)]
#[allow(missing_docs)]
pub struct Opened {
    pub person: PersonId,
    pub name: String,
    /// By what the person logs in.
    pub login: String,
    /// To be changed at the first log-in.
    pub password: String,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("person", &self.person).finish_non_exhaustive()
    }
}

/// A person with the roles that hold now.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// Who.
    pub person: Person,
    /// The roles, the oldest first.
    pub grants: Vec<Held>,
}

/// Who there is.
#[derive(Debug, Clone)]
pub struct Everybody {
    /// By name; deactivated people, too.
    pub rows: Vec<PersonRow>,
    /// The names of units in it.
    pub names: Names,
}

/// The people whom the actor keeps: all of them for an admin, for a coordinator those with a role in the town.
///
/// # Errors
/// See [`ServiceError`].
pub async fn list(tools: &Tools, actor: Actor<'_>) -> Result<Everybody, ServiceError> {
    let db = tools.store.read();
    let mut held: BTreeMap<PersonId, Vec<Held>> = BTreeMap::new();
    let mut wanted = Wanted::default();
    for grant in grants::all(db, tools.now()).await? {
        wanted_unit(&mut wanted, grant.grant.scope);
        held.entry(grant.person).or_default().push(grant);
    }
    let rows = people::all(db).await?.into_iter().map(|person| PersonRow { grants: held.remove(&person.id).unwrap_or_default(), person });
    let shown = |row: &PersonRow| {
        actor.administers() || row.grants.iter().any(|held| held.grant.scope.town_id().is_some_and(|town| actor.keeps(town)))
    };
    Ok(Everybody { rows: rows.filter(shown).collect(), names: names::load(db, &wanted).await? })
}

fn wanted_unit(wanted: &mut Wanted, scope: Scope) {
    if let Some(unit) = unit_of(scope) {
        wanted.unit(unit);
    }
}

/// The unit over which a role is held; none for the county.
#[must_use]
pub fn unit_of(scope: Scope) -> Option<Unit> {
    match scope {
        Scope::County => None,
        Scope::Town(TownScope { town }) => Some(Unit::Town(town)),
        Scope::Office { office, .. } => Some(Unit::Office(office)),
        Scope::Village { village, .. } => Some(Unit::Village(village)),
        Scope::Body(BodyScope { body }) => Some(Unit::Body(body)),
    }
}

/// The person of a log-in name, a phone number or, where only one has it, a name.
///
/// # Errors
/// [`ServiceError::Invalid`] when nobody or more than one is meant.
pub async fn find(tools: &Tools, who: &str) -> Result<Person, ServiceError> {
    let db = tools.store.read();
    if let Some(account) = people::find_account(db, who).await? {
        return Ok(account.person);
    }
    let mut named: Vec<Person> = people::all(db).await?.into_iter().filter(|person| person.name == who.trim()).collect();
    match (named.pop(), named.len()) {
        (Some(person), 0) => Ok(person),
        (None, _) => Err(ServiceError::invalid("person", "unknown", format!("没有找到“{}”", who.trim()))),
        (Some(_), _) => Err(ServiceError::invalid("person", "several", format!("有多人名为“{}”，请用登录名或手机号", who.trim()))),
    }
}

/// Whether there is an admin who can log in.
///
/// # Errors
/// See [`ServiceError`].
pub async fn has_admin(tools: &Tools) -> Result<bool, ServiceError> {
    Ok(!grants::with_role(tools.store.read(), Role::Admin, tools.now()).await?.is_empty())
}

/// Opens an account with a one-time password.
///
/// # Errors
/// [`ServiceError::Invalid`] with a problem a field; [`ServiceError::Refused`] for a role that the actor may not give.
pub async fn add(tools: &Tools, actor: Actor<'_>, new: &NewAccount) -> Result<Opened, ServiceError> {
    let mut opened = add_all(tools, actor, std::slice::from_ref(new)).await?;
    opened.pop().ok_or_else(|| ServiceError::Internal("no account was opened".to_owned()))
}

/// Opens several accounts, all or none.
///
/// # Errors
/// As [`add`]; the problems of the first account that cannot be opened.
pub async fn add_all(tools: &Tools, actor: Actor<'_>, new: &[NewAccount]) -> Result<Vec<Opened>, ServiceError> {
    for account in new {
        let problems = problems(account);
        if !problems.is_empty() {
            return Err(ServiceError::Invalid(problems));
        }
        permit(account.grants.iter().all(|grant| actor.may_grant(*grant)) && (actor.administers() || !account.grants.is_empty()))?;
    }
    let passwords = one_time(tools, new.len()).await?;
    let tx = tools.store.begin().await?;
    let mut opened = Vec::with_capacity(new.len());
    for (account, password) in new.iter().zip(passwords) {
        opened.push(open(&tx, tools, actor, account, password).await?);
    }
    tx.commit().await?;
    Ok(opened)
}

/// What is wrong with an account by itself.
fn problems(new: &NewAccount) -> Vec<Problem> {
    let mut problems = Vec::new();
    words::required("name", &new.name, NAME, &mut problems);
    match phone_of(new.phone.as_deref()) {
        Err(ServiceError::Invalid(found)) => problems.extend(found),
        Ok(None) if blank(new.login.as_deref()) => problems.push(Problem::new("phone", "missing", "手机号和登录名至少填一项，用来登录")),
        _ => {}
    }
    if let Some(login) = new.login.as_deref().map(people::login_key).filter(|login| !login.is_empty())
        && !(login.chars().count() <= 40 && login.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '·')))
    {
        problems.push(Problem::new("login", "malformed", "登录名只能用汉字、字母、数字和 . - _ @，最多 40 个字"));
    }
    if let Some(mail) = new.mail.as_deref().filter(|mail| !mail.trim().is_empty())
        && mail.parse::<Address>().is_err()
    {
        problems.push(Problem::new("mail", "malformed", "邮箱地址不正确"));
    }
    if new.language.as_deref().is_some_and(|language| !["zh", "en"].contains(&language)) {
        problems.push(Problem::new("language", "unknown", "语言只能是 zh 或 en"));
    }
    if new.grants.iter().any(|grant| !grant.role.fits(grant.scope)) {
        problems.push(Problem::new("role", "unfit", "角色与范围不相配"));
    }
    problems
}

fn blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// A one-time password and its hash.
struct OneTime {
    password: String,
    hash: String,
}

/// Hashes off the threads that serve requests. As many at a time as there are processors: each takes 19 MiB while it runs.
async fn one_time(tools: &Tools, count: usize) -> Result<Vec<OneTime>, ServiceError> {
    let at_a_time = std::thread::available_parallelism().map_or(1, usize::from).min(count.max(1));
    let share = count.div_ceil(at_a_time);
    let hashing: Vec<_> = (0..at_a_time)
        .map(|at| {
            let ids = Arc::clone(&tools.ids);
            let own = share.min(count.saturating_sub(at * share));
            tokio::task::spawn_blocking(move || {
                let one = |_| {
                    let password = password::one_time(&ids);
                    password::hash(&password, &ids).map(|hash| OneTime { password, hash })
                };
                (0..own).map(one).collect::<Result<Vec<_>, _>>()
            })
        })
        .collect();
    let mut made = Vec::with_capacity(count);
    for task in hashing {
        let hashed = task.await.map_err(|error| ServiceError::Internal(error.to_string()))?;
        made.extend(hashed.map_err(|error| ServiceError::Internal(error.to_string()))?);
    }
    Ok(made)
}

async fn open(tx: &Tx, tools: &Tools, actor: Actor<'_>, new: &NewAccount, password: OneTime) -> Result<Opened, ServiceError> {
    let now = tools.now();
    let text = |field: &Option<String>| field.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let row = NewPerson {
        id: tools.ids.next(now),
        name: new.name.trim().to_owned(),
        phone: text(&new.phone),
        login: text(&new.login),
        mail: text(&new.mail),
        language: new.language.clone().unwrap_or_else(|| "zh".to_owned()),
    };
    for (field, value) in [("login", &row.login), ("phone", &row.phone)] {
        if let Some(value) = value
            && people::find_account(tx, value).await?.is_some()
        {
            return Err(taken(field, value));
        }
    }
    match people::create(tx, &row, now).await {
        Err(StoreError::Unique(_)) => return Err(taken("login", row.login.as_deref().or(row.phone.as_deref()).unwrap_or_default())),
        other => other?,
    }
    people::set_password(tx, row.id, &password.hash, true).await?;
    for grant in &new.grants {
        give(tx, tools, row.id, *grant).await?;
    }
    let roles: Vec<&str> = new.grants.iter().map(|grant| grant.role.code()).collect();
    record(tx, tools, actor, "person-added", ("person", row.id.uuid()), json!({ "name": row.name, "roles": roles })).await?;
    let login = row.login.or(row.phone).unwrap_or_default();
    Ok(Opened { person: row.id, name: row.name, login, password: password.password })
}

fn taken(field: &'static str, value: &str) -> ServiceError {
    ServiceError::invalid(field, "taken", format!("“{value}”已有人使用"))
}

/// Gives a role over something that exists and is in use.
async fn give(tx: &Tx, tools: &Tools, person: PersonId, grant: Grant) -> Result<GrantId, ServiceError> {
    let there = match grant.scope {
        Scope::County => true,
        Scope::Town(TownScope { town }) => org::town(tx, town).await?.is_some(),
        Scope::Office { town, office } => org::office(tx, office).await?.is_some_and(|office| office.town == town && !office.archived),
        Scope::Village { town, village } => {
            org::village(tx, village).await?.is_some_and(|village| village.town == town && !village.archived)
        }
        Scope::Body(BodyScope { body }) => org::body(tx, body).await?.is_some_and(|body| !body.archived),
    };
    if !there {
        return Err(ServiceError::NotFound);
    }
    let now = tools.now();
    let id: GrantId = tools.ids.next(now);
    match grants::give(tx, id, person, grant, now).await {
        Err(StoreError::Unique(_)) => Err(ServiceError::invalid("role", "taken", "这个人已有这个角色")),
        other => Ok(other.map(|()| id)?),
    }
}

/// Gives a person a role.
///
/// # Errors
/// [`ServiceError::Invalid`] when it does not fit or is held already; [`ServiceError::NotFound`] for nobody, or a unit that is not there.
pub async fn grant(tools: &Tools, actor: Actor<'_>, person: PersonId, grant: Grant) -> Result<GrantId, ServiceError> {
    permit(actor.may_grant(grant))?;
    if !grant.role.fits(grant.scope) {
        return Err(ServiceError::invalid("role", "unfit", "角色与范围不相配"));
    }
    let tx = tools.store.begin().await?;
    let active = people::find(&tx, person).await?.filter(|person| person.deactivated_at.is_none());
    active.ok_or(ServiceError::NotFound)?;
    if grants::of_person(&tx, person, tools.now()).await?.iter().any(|held| held.grant == grant) {
        return Err(ServiceError::invalid("role", "taken", "这个人已有这个角色"));
    }
    let id = give_recorded(&tx, tools, actor, person, grant).await?;
    tx.commit().await?;
    Ok(id)
}

async fn give_recorded(tx: &Tx, tools: &Tools, actor: Actor<'_>, person: PersonId, grant: Grant) -> Result<GrantId, ServiceError> {
    let id = give(tx, tools, person, grant).await?;
    let detail = json!({ "role": grant.role.code(), "scope": grant.scope });
    record(tx, tools, actor, "role-given", ("person", person.uuid()), detail).await?;
    Ok(id)
}

/// Gives a person a new one-time password; whoever is logged in with the old one is logged out.
///
/// # Errors
/// [`ServiceError::NotFound`] for nobody or a deactivated person; [`ServiceError::Refused`] for somebody whom the actor does not keep.
pub async fn reset(tools: &Tools, actor: Actor<'_>, person: PersonId) -> Result<Opened, ServiceError> {
    let mut opened = reset_all(tools, actor, &[person]).await?;
    opened.pop().ok_or(ServiceError::NotFound)
}

/// As [`reset`], for several people, all or none.
///
/// # Errors
/// As [`reset`].
pub async fn reset_all(tools: &Tools, actor: Actor<'_>, whom: &[PersonId]) -> Result<Vec<Opened>, ServiceError> {
    let passwords = one_time(tools, whom.len()).await?;
    let tx = tools.store.begin().await?;
    let mut opened = Vec::with_capacity(whom.len());
    for (id, password) in whom.iter().zip(passwords) {
        let person = kept(&tx, tools, actor, *id).await?;
        people::set_password(&tx, *id, &password.hash, true).await?;
        sessions::close_all(&tx, *id, None).await?;
        record(&tx, tools, actor, "password-reset", ("person", id.uuid()), json!({})).await?;
        let login = person.login.or(person.phone).unwrap_or_default();
        opened.push(Opened { person: *id, name: person.name, login, password: password.password });
    }
    tx.commit().await?;
    Ok(opened)
}

/// Makes a token of the API for a person; its secret is answered once.
///
/// # Errors
/// [`ServiceError::Invalid`] without a name; [`ServiceError::NotFound`] for nobody; [`ServiceError::Refused`] for somebody whom the actor does not keep.
pub async fn token(tools: &Tools, actor: Actor<'_>, person: PersonId, name: &str, days: Option<u32>) -> Result<String, ServiceError> {
    let mut problems = Vec::new();
    let name = words::required("name", name, words::SHORT, &mut problems);
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let tx = tools.store.begin().await?;
    kept(&tx, tools, actor, person).await?;
    record(&tx, tools, actor, "token-made", ("person", person.uuid()), json!({ "name": name, "days": days })).await?;
    tx.commit().await?;
    let lasts = days.map(|days| chrono::Duration::days(i64::from(days)));
    let (_, secret) = crate::auth::token::create(&tools.store, &tools.ids, person, &name, lasts, tools.now())
        .await
        .map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(secret)
}

/// An active person over whom the actor has a say: all of whose roles the actor could give.
async fn kept(tx: &Tx, tools: &Tools, actor: Actor<'_>, id: PersonId) -> Result<Person, ServiceError> {
    let person = people::find(tx, id).await?.filter(|person| person.deactivated_at.is_none()).ok_or(ServiceError::NotFound)?;
    let held = grants::of_person(tx, id, tools.now()).await?;
    permit(actor.administers() || (!held.is_empty() && held.iter().all(|held| actor.may_grant(held.grant))))?;
    Ok(person)
}

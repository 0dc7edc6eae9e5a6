//! People from a spreadsheet: one row a person and role, checked as a whole before anything is done.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use workflow::ids::{BodyId, PersonId, TownId};
use workflow::people::{Grant, Role, Scope};

use super::super::actor::{Actor, permit};
use super::super::error::{Problem, ServiceError};
use super::super::tools::Tools;
use super::{NewAccount, Opened, give_recorded, one_time, open, problems};
use crate::store::org::spelling_key;
use crate::store::{grants, org, people};

/// The columns, by their heading: name, phone number, mail, role, office or village or body, and optionally a log-in name.
pub const COLUMNS: [&str; 6] = ["姓名", "手机号", "邮箱", "角色", "站所/村/单位", "登录名"];
/// The largest file, in bytes.
const LARGEST: usize = 5 * 1024 * 1024;
/// The most rows.
const MOST_ROWS: usize = 2_000;

/// The roles by the names that people write; the first is the one that screens show.
const ROLES: [(Role, &[&str]); 10] = [
    (Role::Coordinator, &["党政办综合岗", "综合岗"]),
    (Role::OfficeLead, &["站所负责人"]),
    (Role::Staff, &["经办人"]),
    (Role::VillageLiaison, &["村（社区）联络员", "村联络员", "社区联络员"]),
    (Role::Leader, &["镇领导", "主要领导", "分管领导", "乡领导", "街道领导"]),
    (Role::Supervisor, &["督办岗"]),
    (Role::Liaison, &["部门联络员"]),
    (Role::BodyLead, &["部门负责人"]),
    (Role::CountyCoordinator, &["县级统筹"]),
    (Role::Admin, &["系统管理员", "管理员"]),
];

/// The role of a name as people write it, or of a code.
#[must_use]
pub fn role_named(name: &str) -> Option<Role> {
    let key = spelling_key(name);
    let named = ROLES.iter().find(|(_, names)| names.iter().any(|name| spelling_key(name) == key));
    named.map(|(role, _)| *role).or_else(|| Role::from_code(&key))
}

/// A row and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SheetRow {
    /// Its number in the sheet, from 1; the heading is row 1.
    pub row: usize,
    pub name: String,
    pub outcome: RowOutcome,
}

/// What a row leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// A new account.
    Opens,
    /// One more role for somebody of an earlier row or with an account.
    Grants,
    /// Nothing: the person has the role already.
    Nothing,
    /// It cannot be taken.
    Wrong(Vec<Problem>),
}

/// What a sheet leads to.
#[derive(Debug, Clone, Default)]
pub struct SheetReport {
    /// Row by row.
    pub rows: Vec<SheetRow>,
    /// The accounts opened, with their passwords; none after a dry run or when a row is wrong.
    pub opened: Vec<Opened>,
}

impl SheetReport {
    /// Whether a row cannot be taken; then nothing was done.
    #[must_use]
    pub fn has_problems(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.outcome, RowOutcome::Wrong(_)))
    }
}

/// Imports the people of an xlsx sheet; `town` is that of the offices, villages and town roles in it. A dry run only says what would happen; one wrong
/// row keeps all others out.
///
/// # Errors
/// [`ServiceError::Invalid`] (field `file`) when it is no such sheet.
pub async fn import_sheet(
    tools: &Tools,
    actor: Actor<'_>,
    town: Option<TownId>,
    bytes: Vec<u8>,
    dry_run: bool,
) -> Result<SheetReport, ServiceError> {
    permit(actor.administers() || town.is_some_and(|town| actor.keeps(town)))?;
    let lines = tokio::task::spawn_blocking(move || lines(bytes)).await.map_err(|error| ServiceError::Internal(error.to_string()))??;
    let places = Places::load(tools, town).await?;
    let mut report = SheetReport::default();
    let mut new: Vec<NewAccount> = Vec::new();
    let mut more: Vec<(PersonId, Grant)> = Vec::new();
    for line in lines {
        let (account, mut wrong) = account(&line, &places);
        if let Some(grant) = account.grants.first()
            && !actor.may_grant(*grant)
        {
            wrong.push(Problem::new("role", "not-permitted", "您不能授予这个角色"));
        }
        if !wrong.is_empty() {
            report.rows.push(SheetRow { row: line.row, name: line.name, outcome: RowOutcome::Wrong(wrong) });
            continue;
        }
        let outcome = sort(tools, account, &mut new, &mut more).await?;
        report.rows.push(SheetRow { row: line.row, name: line.name, outcome });
    }
    if report.rows.is_empty() {
        return Err(ServiceError::invalid("file", "empty", "表中没有人员"));
    }
    if dry_run || report.has_problems() {
        return Ok(report);
    }
    let passwords = one_time(tools, new.len()).await?;
    let tx = tools.store.begin().await?;
    for (account, password) in new.iter().zip(passwords) {
        report.opened.push(open(&tx, tools, actor, account, password).await?);
    }
    for (person, role) in more {
        give_recorded(&tx, tools, actor, person, role).await?;
    }
    tx.commit().await?;
    Ok(report)
}

/// Where a checked row belongs: a new account, one more role, or nothing.
async fn sort(
    tools: &Tools,
    account: NewAccount,
    new: &mut Vec<NewAccount>,
    more: &mut Vec<(PersonId, Grant)>,
) -> Result<RowOutcome, ServiceError> {
    let db = tools.store.read();
    let by =
        |account: &NewAccount| account.phone.as_deref().map(people::phone_key).or_else(|| account.login.as_deref().map(people::login_key));
    let other = |field| RowOutcome::Wrong(vec![Problem::new(field, "taken", "手机号或登录名已属于另一人")]);
    if let Some(earlier) = new.iter_mut().find(|earlier| by(earlier) == by(&account)) {
        if earlier.name != account.name {
            return Ok(other("phone"));
        }
        let fresh: Vec<Grant> = account.grants.into_iter().filter(|grant| !earlier.grants.contains(grant)).collect();
        let outcome = if fresh.is_empty() { RowOutcome::Nothing } else { RowOutcome::Grants };
        earlier.grants.extend(fresh);
        return Ok(outcome);
    }
    let key = by(&account).unwrap_or_default();
    match people::find_account(db, &key).await? {
        None => {
            new.push(account);
            Ok(RowOutcome::Opens)
        }
        Some(known) if known.person.name != account.name => Ok(other("phone")),
        Some(known) if known.person.deactivated_at.is_some() => {
            Ok(RowOutcome::Wrong(vec![Problem::new("phone", "deactivated", "这个人的账号已停用")]))
        }
        Some(known) => {
            let held = grants::of_person(db, known.person.id, tools.now()).await?;
            let fresh = account.grants.into_iter().filter(|grant| !held.iter().any(|held| held.grant == *grant));
            let fresh: Vec<_> = fresh.map(|grant| (known.person.id, grant)).filter(|pair| !more.contains(pair)).collect();
            let outcome = if fresh.is_empty() { RowOutcome::Nothing } else { RowOutcome::Grants };
            more.extend(fresh);
            Ok(outcome)
        }
    }
}

/// A row as it stands there.
#[derive(Debug, Default)]
struct Line {
    row: usize,
    name: String,
    phone: String,
    mail: String,
    role: String,
    unit: String,
    login: String,
}

fn lines(bytes: Vec<u8>) -> Result<Vec<Line>, ServiceError> {
    let wrong = |code, message: String| ServiceError::invalid("file", code, message);
    if bytes.len() > LARGEST {
        return Err(wrong("too-large", format!("文件太大，最多 {} MB", LARGEST / 1024 / 1024)));
    }
    let mut book: Xlsx<_> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| wrong("not-xlsx", "不是 xlsx 表格，请另存为 .xlsx 后再导入".to_owned()))?;
    let sheet = book.worksheet_range_at(0).and_then(Result::ok).ok_or_else(|| wrong("not-xlsx", "表格中没有可读的工作表".to_owned()))?;
    let mut rows = sheet.rows();
    let heads: Vec<String> = rows.next().map(|row| row.iter().map(|cell| spelling_key(&text(cell))).collect()).unwrap_or_default();
    let at = |name: &str| heads.iter().position(|head| *head == spelling_key(name));
    let place = |names: &[&str]| names.iter().find_map(|name| at(name));
    let (Some(name), Some(role)) = (at("姓名"), at("角色")) else {
        return Err(wrong("no-heading", format!("第一行应为表头：{}", COLUMNS.join("、"))));
    };
    let (phone, mail, login) = (place(&["手机号", "电话", "手机"]), place(&["邮箱", "邮件"]), at("登录名"));
    let unit = place(&["站所/村/单位", "站所", "村", "单位", "村（社区）"]);
    let first = sheet.start().map_or(0, |(row, _)| usize::try_from(row).unwrap_or(0));
    let mut lines = Vec::new();
    for (index, row) in rows.enumerate() {
        let cell = |column: Option<usize>| column.and_then(|column| row.get(column)).map(text).unwrap_or_default();
        let line = Line {
            row: first + index + 2,
            name: cell(Some(name)),
            phone: cell(phone),
            mail: cell(mail),
            role: cell(Some(role)),
            unit: cell(unit),
            login: cell(login),
        };
        if [&line.name, &line.phone, &line.role].iter().all(|cell| cell.is_empty()) {
            continue;
        }
        lines.push(line);
        if lines.len() > MOST_ROWS {
            return Err(wrong("too-long", format!("一次最多导入 {MOST_ROWS} 行")));
        }
    }
    Ok(lines)
}

/// A cell as text; a phone number that was typed as a number keeps its digits.
fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string().trim().to_owned(),
    }
}

/// The places that a row may name.
struct Places {
    town: Option<TownId>,
    offices: BTreeMap<String, org::Office>,
    villages: BTreeMap<String, org::Village>,
    bodies: BTreeMap<String, BodyId>,
}

impl Places {
    async fn load(tools: &Tools, town: Option<TownId>) -> Result<Self, ServiceError> {
        let db = tools.store.read();
        let mut places = Self { town, offices: BTreeMap::new(), villages: BTreeMap::new(), bodies: org::body_keys(db).await? };
        if let Some(town) = town {
            let offices = org::offices(db, town).await?.into_iter().filter(|office| !office.archived);
            places.offices = offices.map(|office| (spelling_key(&office.name), office)).collect();
            let villages = org::villages(db, town).await?.into_iter().filter(|village| !village.archived);
            places.villages = villages.map(|village| (spelling_key(&village.name), village)).collect();
        }
        Ok(places)
    }

    fn scope(&self, role: Role, unit: &str) -> Result<Scope, Problem> {
        let key = spelling_key(unit);
        let town = || self.town.ok_or_else(|| Problem::new("town", "missing", "这个角色属于乡镇，请写明乡镇（--town）"));
        let unknown = |kind: &str, known: Vec<&str>| {
            let message = if unit.is_empty() { format!("请填写{kind}") } else { format!("没有名为“{unit}”的{kind}") };
            let message = if known.is_empty() { message } else { format!("{message}，现有：{}", known.join("、")) };
            Problem::new("unit", "unknown", message)
        };
        match role {
            Role::Admin | Role::CountyCoordinator => Ok(Scope::County),
            Role::Supervisor if key == "全县" => Ok(Scope::County),
            Role::Coordinator | Role::Leader | Role::Supervisor => town().map(Scope::town),
            Role::OfficeLead | Role::Staff => {
                let town = town()?;
                let office = self.offices.get(&key).map(|office| Scope::Office { town, office: office.id });
                office.ok_or_else(|| unknown("站所", self.offices.values().map(|office| office.name.as_str()).collect()))
            }
            Role::VillageLiaison => {
                let town = town()?;
                let village = self.villages.get(&key).map(|village| Scope::Village { town, village: village.id });
                village.ok_or_else(|| unknown("村（社区）", self.villages.values().map(|village| village.name.as_str()).collect()))
            }
            Role::Liaison | Role::BodyLead => {
                self.bodies.get(&key).map(|body| Scope::body(*body)).ok_or_else(|| unknown("单位", Vec::new()))
            }
        }
    }
}

/// The scope of a role by the name of an office, village or body; empty for roles over the town or the county.
///
/// # Errors
/// [`ServiceError::Invalid`] when there is none of that name, or the role needs a town.
pub async fn scope_named(tools: &Tools, town: Option<TownId>, role: Role, unit: &str) -> Result<Scope, ServiceError> {
    let places = Places::load(tools, town).await?;
    places.scope(role, unit.trim()).map_err(|problem| ServiceError::Invalid(vec![problem]))
}

/// A row as an account with one role, and what is wrong with it.
fn account(line: &Line, places: &Places) -> (NewAccount, Vec<Problem>) {
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    let mut account = NewAccount {
        name: line.name.clone(),
        login: some(&line.login),
        phone: some(&line.phone),
        mail: some(&line.mail),
        language: None,
        grants: Vec::new(),
    };
    let mut wrong = problems(&account);
    match role_named(&line.role) {
        None => wrong.push(Problem::new("role", "unknown", format!("不认识角色“{}”，可选：{}", line.role, role_names()))),
        Some(role) => match places.scope(role, &line.unit) {
            Ok(scope) => account.grants.push(Grant { role, scope }),
            Err(problem) => wrong.push(problem),
        },
    }
    (account, wrong)
}

/// The names of all roles, for a sentence.
#[must_use]
pub fn role_names() -> String {
    ROLES.iter().filter_map(|(_, names)| names.first().copied()).collect::<Vec<_>>().join("、")
}

//! Imported editions of a town's duty list: the document itself, what was read from it, and what the reader noticed. Reading duties back is in
//! [`duties`](super::duties).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use duty_list::{Declared, Duty, DutyKind, DutyRef, Finding, Severity};
use entity::{duty, duty_body, duty_text, edition, finding};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflow::ids::{BodyId, DutyId, DutyTextId, EditionId, FindingId, PersonId, TownId};

use super::StoreError;
use super::duties::search_text;
use super::error::inconsistent;

/// How many rows go into one statement.
const CHUNK: usize = 400;

/// An edition, without the document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Edition {
    pub id: EditionId,
    pub town: TownId,
    /// Counts up from 1 in each town.
    pub sequence: i32,
    /// The month of the edition, `2025-07`.
    pub label: Option<String>,
    pub file_name: String,
    pub sha256: String,
    pub declared: Declared,
    pub in_force: bool,
    pub imported_by: Option<PersonId>,
    pub imported_at: DateTime<Utc>,
}

/// An edition to be imported.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct NewEdition {
    pub id: EditionId,
    pub town: TownId,
    pub label: Option<String>,
    pub file_name: String,
    pub sha256: String,
    pub source: Vec<u8>,
    pub declared: Declared,
    pub imported_by: Option<PersonId>,
}

/// A duty's wording in an edition, to be stored.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct NewText {
    pub id: DutyTextId,
    pub duty: DutyId,
    pub content: Duty,
    /// The bodies that it names, each with the spelling used, in order.
    pub bodies: Vec<(BodyId, String)>,
}

/// Adds an edition and puts it in force; the one before is superseded. Returns its number.
///
/// # Errors
/// [`StoreError::Unique`] when the town has this document already.
pub async fn create(db: &impl ConnectionTrait, new: NewEdition, now: DateTime<Utc>) -> Result<i32, StoreError> {
    super::lock_town(db, new.town).await?;
    let last: Option<Option<i32>> = edition::Entity::find()
        .select_only()
        .column_as(edition::Column::Sequence.max(), "last")
        .filter(edition::Column::TownId.eq(new.town.uuid()))
        .into_tuple()
        .one(db)
        .await?;
    let sequence = last.flatten().unwrap_or(0) + 1;
    let superseded = edition::ActiveModel { state: Set("superseded".to_owned()), ..Default::default() };
    let before = edition::Entity::update_many().set(superseded).filter(edition::Column::TownId.eq(new.town.uuid()));
    before.filter(edition::Column::State.eq("in_force")).exec(db).await?;
    let declared = serde_json::to_value(&new.declared).map_err(|error| inconsistent("edition", "declared", error))?;
    let row = edition::ActiveModel {
        id: Set(new.id.uuid()),
        town_id: Set(new.town.uuid()),
        sequence: Set(sequence),
        label: Set(new.label),
        file_name: Set(new.file_name),
        sha256: Set(new.sha256),
        source: Set(new.source),
        declared: Set(declared),
        state: Set("in_force".to_owned()),
        imported_by: Set(new.imported_by.map(PersonId::uuid)),
        imported_at: Set(now),
    };
    edition::Entity::insert(row).exec_without_returning(db).await?;
    Ok(sequence)
}

/// Adds what the reader noticed.
///
/// # Errors
/// See [`StoreError`].
pub async fn add_findings(db: &impl ConnectionTrait, edition: EditionId, findings: &[(FindingId, Finding)]) -> Result<(), StoreError> {
    for chunk in findings.chunks(CHUNK) {
        let rows = chunk.iter().map(|(id, finding)| finding_row(edition, *id, finding)).collect::<Result<Vec<_>, _>>()?;
        finding::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Adds lasting duties of a town.
///
/// # Errors
/// See [`StoreError`].
pub async fn add_duties(
    db: &impl ConnectionTrait,
    town: TownId,
    duties: &[(DutyId, DutyKind)],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for chunk in duties.chunks(CHUNK) {
        let rows = chunk.iter().map(|(id, kind)| duty::ActiveModel {
            id: Set(id.uuid()),
            town_id: Set(town.uuid()),
            kind: Set(kind.code().to_owned()),
            created_at: Set(now),
            closed_at: Set(None),
        });
        duty::Entity::insert_many(rows.collect::<Vec<_>>()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Closes a duty that the new edition no longer has.
///
/// # Errors
/// See [`StoreError`].
pub async fn close_duty(db: &impl ConnectionTrait, id: DutyId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = duty::ActiveModel { closed_at: Set(Some(now)), ..Default::default() };
    let query = duty::Entity::update_many().set(row).filter(duty::Column::Id.eq(id.uuid()));
    query.filter(duty::Column::ClosedAt.is_null()).exec(db).await?;
    Ok(())
}

/// Adds the wordings of an edition, with the bodies that they name.
///
/// # Errors
/// [`StoreError::Unique`] when two have the same table and number.
pub async fn add_texts(db: &impl ConnectionTrait, edition: EditionId, texts: &[NewText]) -> Result<(), StoreError> {
    for chunk in texts.chunks(CHUNK) {
        let rows = chunk.iter().map(|text| text_row(edition, text)).collect::<Result<Vec<_>, _>>()?;
        duty_text::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    let bodies: Vec<duty_body::ActiveModel> = texts.iter().flat_map(body_rows).collect();
    for chunk in bodies.chunks(CHUNK) {
        duty_body::Entity::insert_many(chunk.to_vec()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The duties of an edition with their lasting ids, in printed order.
///
/// # Errors
/// See [`StoreError`].
pub async fn duties(db: &impl ConnectionTrait, id: EditionId) -> Result<Vec<(DutyId, Duty)>, StoreError> {
    let query = duty_text::Entity::find().select_only().column(duty_text::Column::DutyId).column(duty_text::Column::Body);
    let rows: Vec<(Uuid, serde_json::Value)> = query.filter(duty_text::Column::EditionId.eq(id.uuid())).into_tuple().all(db).await?;
    let to_duty = |(id, body): (Uuid, serde_json::Value)| {
        let duty: Duty = serde_json::from_value(body).map_err(|error| inconsistent("duty_text", "body", error))?;
        Ok((DutyId::from(id), duty))
    };
    let mut duties = rows.into_iter().map(to_duty).collect::<Result<Vec<_>, StoreError>>()?;
    duties.sort_by_key(|(_, duty)| (duty.kind(), duty.no()));
    Ok(duties)
}

/// The edition in force, if the town has imported one.
///
/// # Errors
/// See [`StoreError`].
pub async fn in_force(db: &impl ConnectionTrait, town: TownId) -> Result<Option<Edition>, StoreError> {
    let query = without_source().filter(edition::Column::TownId.eq(town.uuid())).filter(edition::Column::State.eq("in_force"));
    query.into_model::<Row>().one(db).await?.map(to_edition).transpose()
}

/// All editions of a town, the newest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_town(db: &impl ConnectionTrait, town: TownId) -> Result<Vec<Edition>, StoreError> {
    let query = without_source().filter(edition::Column::TownId.eq(town.uuid())).order_by_desc(edition::Column::Sequence);
    query.into_model::<Row>().all(db).await?.into_iter().map(to_edition).collect()
}

/// An edition.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(db: &impl ConnectionTrait, id: EditionId) -> Result<Option<Edition>, StoreError> {
    without_source().filter(edition::Column::Id.eq(id.uuid())).into_model::<Row>().one(db).await?.map(to_edition).transpose()
}

/// How many duties an edition has in each table.
///
/// # Errors
/// See [`StoreError`].
pub async fn count_texts(db: &impl ConnectionTrait, id: EditionId) -> Result<BTreeMap<DutyKind, usize>, StoreError> {
    let query = duty_text::Entity::find().select_only().column(duty_text::Column::Kind);
    let kinds: Vec<String> = query.filter(duty_text::Column::EditionId.eq(id.uuid())).into_tuple().all(db).await?;
    let mut counts = BTreeMap::new();
    for code in kinds {
        let kind = DutyKind::from_code(&code).ok_or_else(|| inconsistent("duty_text", "kind", &code))?;
        *counts.entry(kind).or_default() += 1;
    }
    Ok(counts)
}

/// The edition of this document, if the town has imported it before.
///
/// # Errors
/// See [`StoreError`].
pub async fn find_by_hash(db: &impl ConnectionTrait, town: TownId, sha256: &str) -> Result<Option<Edition>, StoreError> {
    let query = without_source().filter(edition::Column::TownId.eq(town.uuid())).filter(edition::Column::Sha256.eq(sha256));
    query.into_model::<Row>().one(db).await?.map(to_edition).transpose()
}

/// The document of an edition, as imported.
///
/// # Errors
/// See [`StoreError`].
pub async fn source(db: &impl ConnectionTrait, id: EditionId) -> Result<Option<Vec<u8>>, StoreError> {
    let query = edition::Entity::find_by_id(id.uuid()).select_only().column(edition::Column::Source);
    Ok(query.into_tuple().one(db).await?)
}

/// What the reader noticed in an edition, in the order of the document; what speaks of no line comes last.
///
/// # Errors
/// See [`StoreError`].
pub async fn findings(db: &impl ConnectionTrait, edition: EditionId) -> Result<Vec<Finding>, StoreError> {
    let query = finding::Entity::find().filter(finding::Column::EditionId.eq(edition.uuid())).order_by_asc(finding::Column::Id);
    let mut findings = query.all(db).await?.into_iter().map(to_finding).collect::<Result<Vec<_>, _>>()?;
    findings.sort_by_key(|finding| (finding.line.is_none(), finding.line));
    Ok(findings)
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    town_id: Uuid,
    sequence: i32,
    label: Option<String>,
    file_name: String,
    sha256: String,
    declared: serde_json::Value,
    state: String,
    imported_by: Option<Uuid>,
    imported_at: DateTime<Utc>,
}

/// A document may have megabytes: lists of editions leave it where it is.
fn without_source() -> sea_orm::Select<edition::Entity> {
    edition::Entity::find().select_only().columns([
        edition::Column::Id,
        edition::Column::TownId,
        edition::Column::Sequence,
        edition::Column::Label,
        edition::Column::FileName,
        edition::Column::Sha256,
        edition::Column::Declared,
        edition::Column::State,
        edition::Column::ImportedBy,
        edition::Column::ImportedAt,
    ])
}

fn to_edition(row: Row) -> Result<Edition, StoreError> {
    Ok(Edition {
        id: row.id.into(),
        town: row.town_id.into(),
        sequence: row.sequence,
        label: row.label,
        file_name: row.file_name,
        sha256: row.sha256,
        declared: serde_json::from_value(row.declared).map_err(|error| inconsistent("edition", "declared", error))?,
        in_force: row.state == "in_force",
        imported_by: row.imported_by.map(Into::into),
        imported_at: row.imported_at,
    })
}

fn finding_row(edition: EditionId, id: FindingId, finding: &Finding) -> Result<finding::ActiveModel, StoreError> {
    Ok(finding::ActiveModel {
        id: Set(id.uuid()),
        edition_id: Set(edition.uuid()),
        severity: Set(severity_code(finding.severity).to_owned()),
        code: Set(finding.code.clone()),
        params: Set(serde_json::Value::Object(finding.params.clone())),
        message: Set(finding.message.clone()),
        line: Set(finding.line.map(|line| super::to_i32("finding.line", line)).transpose()?),
        duty_kind: Set(finding.duty.map(|duty| duty.kind.code().to_owned())),
        duty_no: Set(finding.duty.map(|duty| super::to_i32("finding.duty_no", duty.no)).transpose()?),
    })
}

fn to_finding(row: finding::Model) -> Result<Finding, StoreError> {
    let severity =
        [Severity::Error, Severity::Warning, Severity::Info].into_iter().find(|severity| severity_code(*severity) == row.severity);
    let duty = match (row.duty_kind.as_deref(), row.duty_no) {
        (Some(kind), Some(no)) => {
            let kind = DutyKind::from_code(kind).ok_or_else(|| inconsistent("finding", "duty_kind", kind))?;
            Some(DutyRef { kind, no: super::to_u32("finding.duty_no", no)? })
        }
        _ => None,
    };
    let serde_json::Value::Object(params) = row.params else { return Err(inconsistent("finding", "params", row.params)) };
    Ok(Finding {
        severity: severity.ok_or_else(|| inconsistent("finding", "severity", &row.severity))?,
        code: row.code,
        params,
        message: row.message,
        line: row.line.map(|line| super::to_u32("finding.line", line)).transpose()?,
        duty,
    })
}

fn severity_code(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn text_row(edition: EditionId, text: &NewText) -> Result<duty_text::ActiveModel, StoreError> {
    let content = &text.content;
    let (outcome, handling) = match content {
        Duty::Withdrawn(duty) => (Some(super::duties::outcome_code(duty.outcome).to_owned()), duty.handling.clone()),
        Duty::Basic(_) | Duty::Cooperative(_) => (None, None),
    };
    Ok(duty_text::ActiveModel {
        id: Set(text.id.uuid()),
        duty_id: Set(text.duty.uuid()),
        edition_id: Set(edition.uuid()),
        kind: Set(content.kind().code().to_owned()),
        no: Set(super::to_i32("duty_text.no", content.no())?),
        category: Set(content.category().map(str::to_owned)),
        title: Set(content.title().to_owned()),
        departments: Set(serde_json::Value::from(content.departments().to_vec())),
        outcome: Set(outcome),
        handling: Set(handling),
        line: Set(content.line().map(|line| super::to_i32("duty_text.line", line)).transpose()?),
        body: Set(serde_json::to_value(content).map_err(|error| inconsistent("duty_text", "body", error))?),
        search: Set(search_text(content)),
    })
}

/// A spelling that occurs twice in a duty stands once.
fn body_rows(text: &NewText) -> Vec<duty_body::ActiveModel> {
    let mut rows: Vec<(&str, duty_body::ActiveModel)> = Vec::new();
    for (body, spelling) in &text.bodies {
        if rows.iter().any(|(there, _)| there == spelling) {
            continue;
        }
        let row = duty_body::ActiveModel {
            duty_text_id: Set(text.id.uuid()),
            body_id: Set(body.uuid()),
            spelling: Set(spelling.clone()),
            position: Set(i32::try_from(rows.len()).unwrap_or(i32::MAX)),
        };
        rows.push((spelling, row));
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

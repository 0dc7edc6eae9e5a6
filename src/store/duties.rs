//! Duties of the edition in force: listed, filtered, searched, and read in full.

use duty_list::{Duty, DutyKind, DutyRef, Outcome};
use entity::{duty, duty_body, duty_text, edition};
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationTrait, Select};
use uuid::Uuid;
use workflow::ids::{BodyId, DutyId, DutyTextId, EditionId, TownId};

use super::StoreError;
use super::error::inconsistent;

/// A row of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DutyRow {
    pub duty: DutyId,
    pub text: DutyTextId,
    pub edition: EditionId,
    pub town: TownId,
    pub kind: DutyKind,
    pub no: u32,
    pub category: Option<String>,
    pub title: String,
    /// As printed in the department column.
    pub departments: Vec<String>,
    /// What became of a withdrawn duty.
    pub outcome: Option<Outcome>,
}

/// A row with its words, for ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searchable {
    /// The row.
    pub row: DutyRow,
    /// All its words as [`search_key`] writes them.
    pub words: String,
}

/// A duty's wording in full.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DutyText {
    pub row: DutyRow,
    pub content: Duty,
    /// The bodies that it names, each with the spelling used, in order.
    pub bodies: Vec<(BodyId, String)>,
    /// Whether its edition is the one in force.
    pub in_force: bool,
}

/// What of the catalogue is wanted; everything by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DutyFilter {
    pub kind: Option<DutyKind>,
    pub category: Option<String>,
    /// Duties that name this body anywhere.
    pub body: Option<BodyId>,
    /// Words, separated by white space, all of which must occur.
    pub words: String,
}

/// The duties in force that fit, in printed order.
///
/// # Errors
/// See [`StoreError`].
pub async fn list(db: &impl ConnectionTrait, town: TownId, filter: &DutyFilter) -> Result<Vec<DutyRow>, StoreError> {
    let mut query = in_force(town);
    if let Some(kind) = filter.kind {
        query = query.filter(duty_text::Column::Kind.eq(kind.code()));
    }
    if let Some(category) = &filter.category {
        query = query.filter(duty_text::Column::Category.eq(category.as_str()));
    }
    if let Some(body) = filter.body {
        let named = Query::select()
            .column(duty_body::Column::DutyTextId)
            .from(duty_body::Entity)
            .and_where(duty_body::Column::BodyId.eq(body.uuid()))
            .take();
        query = query.filter(duty_text::Column::Id.in_subquery(named));
    }
    for word in filter.words.split_whitespace().map(search_key).filter(|word| !word.is_empty()) {
        query = query.filter(duty_text::Column::Search.like(LikeExpr::new(format!("%{}%", escaped(&word))).escape('\\')));
    }
    let rows = with_columns(query).into_model::<Row>().all(db).await?;
    let mut rows = rows.into_iter().map(to_row).collect::<Result<Vec<_>, _>>()?;
    rows.sort_unstable_by_key(|row| (row.kind, row.no));
    Ok(rows)
}

/// All duties in force with their words, in printed order, for whoever ranks them by a sentence.
///
/// # Errors
/// See [`StoreError`].
pub async fn searchable(db: &impl ConnectionTrait, town: TownId) -> Result<Vec<Searchable>, StoreError> {
    #[derive(FromQueryResult)]
    struct WithWords {
        #[sea_orm(nested)]
        row: Row,
        search: String,
    }
    let rows = with_columns(in_force(town)).column(duty_text::Column::Search).into_model::<WithWords>().all(db).await?;
    let to_searchable = |found: WithWords| Ok::<_, StoreError>(Searchable { row: to_row(found.row)?, words: found.search });
    let mut rows = rows.into_iter().map(to_searchable).collect::<Result<Vec<_>, _>>()?;
    rows.sort_unstable_by_key(|found| (found.row.kind, found.row.no));
    Ok(rows)
}

/// The categories of the duties in force, each with its table, in printed order.
///
/// # Errors
/// See [`StoreError`].
pub async fn categories(db: &impl ConnectionTrait, town: TownId) -> Result<Vec<(DutyKind, String)>, StoreError> {
    let mut categories: Vec<(DutyKind, String)> = Vec::new();
    for row in list(db, town, &DutyFilter::default()).await? {
        if let Some(category) = row.category.map(|category| (row.kind, category)).filter(|pair| !categories.contains(pair)) {
            categories.push(category);
        }
    }
    Ok(categories)
}

/// The bodies that the duties in force name, each once.
///
/// # Errors
/// See [`StoreError`].
pub async fn named_bodies(db: &impl ConnectionTrait, town: TownId) -> Result<Vec<BodyId>, StoreError> {
    let texts = Query::select()
        .column((duty_text::Entity, duty_text::Column::Id))
        .from(duty_text::Entity)
        .inner_join(
            edition::Entity,
            Expr::col((edition::Entity, edition::Column::Id)).equals((duty_text::Entity, duty_text::Column::EditionId)),
        )
        .and_where(edition::Column::TownId.eq(town.uuid()))
        .and_where(edition::Column::State.eq("in_force"))
        .take();
    let query = duty_body::Entity::find().select_only().column(duty_body::Column::BodyId).distinct();
    let ids: Vec<Uuid> = query.filter(duty_body::Column::DutyTextId.in_subquery(texts)).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(BodyId::from).collect())
}

/// The wording in force of a duty of this town; `None` when the town has no such duty or the edition in force no longer has it.
///
/// # Errors
/// See [`StoreError`].
pub async fn current_text(db: &impl ConnectionTrait, town: TownId, id: DutyId) -> Result<Option<DutyText>, StoreError> {
    full(db, in_force(town).filter(duty_text::Column::DutyId.eq(id.uuid()))).await
}

/// The wording in force of a duty by table and number.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_ref(db: &impl ConnectionTrait, town: TownId, at: DutyRef) -> Result<Option<DutyText>, StoreError> {
    let no = super::to_i32("duty_text.no", at.no)?;
    full(db, in_force(town).filter(duty_text::Column::Kind.eq(at.kind.code())).filter(duty_text::Column::No.eq(no))).await
}

/// A wording of whatever edition, as a workflow or template refers to it.
///
/// # Errors
/// See [`StoreError`].
pub async fn text(db: &impl ConnectionTrait, id: DutyTextId) -> Result<Option<DutyText>, StoreError> {
    full(db, joined().filter(duty_text::Column::Id.eq(id.uuid()))).await
}

/// The town and table of a lasting duty.
///
/// # Errors
/// See [`StoreError`].
pub async fn town_and_kind(db: &impl ConnectionTrait, id: DutyId) -> Result<Option<(TownId, DutyKind)>, StoreError> {
    let Some(row) = duty::Entity::find_by_id(id.uuid()).one(db).await? else { return Ok(None) };
    let kind = DutyKind::from_code(&row.kind).ok_or_else(|| inconsistent("duty", "kind", &row.kind))?;
    Ok(Some((row.town_id.into(), kind)))
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    duty_id: Uuid,
    edition_id: Uuid,
    town_id: Uuid,
    kind: String,
    no: i32,
    category: Option<String>,
    title: String,
    departments: serde_json::Value,
    outcome: Option<String>,
}

#[derive(FromQueryResult)]
struct FullRow {
    #[sea_orm(nested)]
    row: Row,
    body: serde_json::Value,
    state: String,
}

fn joined() -> Select<duty_text::Entity> {
    duty_text::Entity::find().join(JoinType::InnerJoin, duty_text::Relation::Edition.def())
}

fn in_force(town: TownId) -> Select<duty_text::Entity> {
    joined().filter(edition::Column::TownId.eq(town.uuid())).filter(edition::Column::State.eq("in_force"))
}

fn with_columns(query: Select<duty_text::Entity>) -> Select<duty_text::Entity> {
    let columns = [
        duty_text::Column::Id,
        duty_text::Column::DutyId,
        duty_text::Column::EditionId,
        duty_text::Column::Kind,
        duty_text::Column::No,
        duty_text::Column::Category,
        duty_text::Column::Title,
        duty_text::Column::Departments,
        duty_text::Column::Outcome,
    ];
    query.select_only().columns(columns).column(edition::Column::TownId)
}

async fn full(db: &impl ConnectionTrait, query: Select<duty_text::Entity>) -> Result<Option<DutyText>, StoreError> {
    let query = with_columns(query).column(duty_text::Column::Body).column(edition::Column::State);
    let Some(found) = query.into_model::<FullRow>().one(db).await? else { return Ok(None) };
    let bodies = duty_body::Entity::find().filter(duty_body::Column::DutyTextId.eq(found.row.id)).all(db).await?;
    let mut bodies: Vec<duty_body::Model> = bodies;
    bodies.sort_unstable_by_key(|row| row.position);
    Ok(Some(DutyText {
        row: to_row(found.row)?,
        content: serde_json::from_value(found.body).map_err(|error| inconsistent("duty_text", "body", error))?,
        bodies: bodies.into_iter().map(|row| (row.body_id.into(), row.spelling)).collect(),
        in_force: found.state == "in_force",
    }))
}

fn to_row(row: Row) -> Result<DutyRow, StoreError> {
    Ok(DutyRow {
        duty: row.duty_id.into(),
        text: row.id.into(),
        edition: row.edition_id.into(),
        town: row.town_id.into(),
        kind: DutyKind::from_code(&row.kind).ok_or_else(|| inconsistent("duty_text", "kind", &row.kind))?,
        no: super::to_u32("duty_text.no", row.no)?,
        category: row.category,
        title: row.title,
        departments: serde_json::from_value(row.departments).map_err(|error| inconsistent("duty_text", "departments", error))?,
        outcome: row.outcome.map(|code| outcome(&code)).transpose()?,
    })
}

const OUTCOMES: [Outcome; 3] = [Outcome::TakenOver, Outcome::NoLongerDone, Outcome::NoLongerAssessed];

pub(super) fn outcome_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::TakenOver => "taken_over",
        Outcome::NoLongerDone => "no_longer_done",
        Outcome::NoLongerAssessed => "no_longer_assessed",
    }
}

fn outcome(code: &str) -> Result<Outcome, StoreError> {
    OUTCOMES.into_iter().find(|outcome| outcome_code(*outcome) == code).ok_or_else(|| inconsistent("duty_text", "outcome", code))
}

/// The one form of words that are searched and searched for: small letters, no white space, brackets of one width.
#[must_use]
pub fn search_key(text: &str) -> String {
    super::org::spelling_key(&text.to_lowercase())
}

/// All words of a duty. Its parts are kept apart, so that no word is found across two of them.
pub(super) fn search_text(duty: &Duty) -> String {
    let mut parts: Vec<&str> = vec![duty.title()];
    parts.extend(duty.category());
    parts.extend(duty.departments().iter().map(String::as_str));
    match duty {
        Duty::Basic(_) => {}
        Duty::Cooperative(duty) => {
            for clause in &duty.department_clauses {
                parts.extend(clause.section.as_deref().into_iter().chain(clause.department.as_deref()).chain([clause.text.as_str()]));
            }
            for clause in &duty.town_clauses {
                parts.extend(clause.section.as_deref().into_iter().chain([clause.text.as_str()]));
            }
        }
        Duty::Withdrawn(duty) => parts.extend(duty.handling.as_deref()),
    }
    parts.into_iter().map(search_key).collect::<Vec<_>>().join("\n")
}

/// A word without meaning for `LIKE`.
fn escaped(word: &str) -> String {
    word.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect()
}

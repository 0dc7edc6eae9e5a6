//! 处理口径: what coordinations led to, on the duty that they were about.

use chrono::{DateTime, NaiveDate, Utc};
use entity::precedent;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use workflow::case::{Conclusion, CoordinationLevel, Outcome};
use workflow::ids::{DutyId, PersonId, PrecedentId, TownId, WorkflowId};

use super::StoreError;

/// A result that holds until it is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Precedent {
    pub town: TownId,
    pub workflow: WorkflowId,
    /// The clause about which it was.
    pub clause: String,
    pub outcome: Outcome,
    pub reason: String,
    pub document_no: Option<String>,
    pub level: CoordinationLevel,
    pub decided_on: NaiveDate,
    /// When a later result took its place.
    pub ended_at: Option<DateTime<Utc>>,
}

/// About what a result is.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct AboutStep<'a> {
    pub duty: DutyId,
    pub town: TownId,
    pub workflow: WorkflowId,
    pub step_key: &'a str,
    pub clause: &'a str,
}

/// Keeps a result; an earlier one about the same step of the duty ends with it.
///
/// # Errors
/// See [`StoreError`].
pub async fn keep(
    db: &impl ConnectionTrait,
    id: PrecedentId,
    about: AboutStep<'_>,
    conclusion: &Conclusion,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    precedent::Entity::update_many()
        .col_expr(precedent::Column::EndedAt, sea_orm::sea_query::Expr::value(Some(now)))
        .col_expr(precedent::Column::EndedById, sea_orm::sea_query::Expr::value(Some(by.uuid())))
        .filter(precedent::Column::DutyId.eq(about.duty.uuid()))
        .filter(precedent::Column::StepKey.eq(about.step_key))
        .filter(precedent::Column::EndedAt.is_null())
        .exec(db)
        .await?;
    let row = precedent::ActiveModel {
        id: Set(id.uuid()),
        duty_id: Set(about.duty.uuid()),
        town_id: Set(about.town.uuid()),
        workflow_id: Set(about.workflow.uuid()),
        step_key: Set(about.step_key.to_owned()),
        clause: Set(about.clause.to_owned()),
        outcome: Set(serde_json::to_value(conclusion.outcome).map_err(|error| StoreError::Inconsistent(error.to_string()))?),
        reason: Set(conclusion.reason.clone()),
        document_no: Set(conclusion.document_no.clone()),
        level: Set(conclusion.level.code().to_owned()),
        decided_on: Set(conclusion.on),
        entered_by_id: Set(by.uuid()),
        entered_at: Set(now),
        ended_at: Set(None),
        ended_by_id: Set(None),
        ended_reason: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// The results about a duty, those that hold first, then the latest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_duty(db: &impl ConnectionTrait, duty: DutyId) -> Result<Vec<Precedent>, StoreError> {
    let query = precedent::Entity::find().filter(precedent::Column::DutyId.eq(duty.uuid())).order_by_desc(precedent::Column::EnteredAt);
    let mut found: Vec<Precedent> = query.all(db).await?.into_iter().map(read).collect::<Result<_, _>>()?;
    found.sort_by_key(|precedent| precedent.ended_at.is_some());
    Ok(found)
}

fn read(row: precedent::Model) -> Result<Precedent, StoreError> {
    let level =
        CoordinationLevel::from_code(&row.level).ok_or_else(|| StoreError::Inconsistent(format!("precedent.level {}", row.level)))?;
    Ok(Precedent {
        town: row.town_id.into(),
        workflow: row.workflow_id.into(),
        clause: row.clause,
        outcome: serde_json::from_value(row.outcome).map_err(|error| StoreError::Inconsistent(error.to_string()))?,
        reason: row.reason,
        document_no: row.document_no,
        level,
        decided_on: row.decided_on,
        ended_at: row.ended_at,
    })
}

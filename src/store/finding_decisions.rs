//! What was decided about the findings of a town's list, by the identity that a finding keeps over editions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::finding_decision as row;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflow::ids::{PersonId, TownId};

use super::StoreError;
use super::error::inconsistent;

/// What a person says about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// 已看过
    Seen,
    /// 已在模板中更正
    PutRight,
    /// 没有问题, for a reason
    NoProblem,
}

impl Verdict {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Seen, Self::PutRight, Self::NoProblem];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::PutRight => "put_right",
            Self::NoProblem => "no_problem",
        }
    }

    /// The verdict of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Decision {
    pub verdict: Verdict,
    pub note: Option<String>,
    pub by: Option<PersonId>,
    pub at: DateTime<Utc>,
    pub version: i64,
}

/// The decisions of a town, by the identity of the finding.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_town(db: &impl ConnectionTrait, town: TownId) -> Result<BTreeMap<String, Decision>, StoreError> {
    let rows = row::Entity::find().filter(row::Column::TownId.eq(town.uuid())).all(db).await?;
    rows.into_iter()
        .map(|row| {
            let verdict = Verdict::from_code(&row.decision).ok_or_else(|| inconsistent("finding_decision", "decision", &row.decision))?;
            let by = row.decided_by.map(Into::into);
            Ok((row.identity, Decision { verdict, note: row.note, by, at: row.decided_at, version: row.version }))
        })
        .collect()
}

/// Keeps a decision in the place of the one that the person saw: `decision.version` is that one's, 0 where there was none.
///
/// # Errors
/// [`StoreError::Conflict`] or [`StoreError::Unique`] when somebody decided meanwhile.
pub async fn save(
    db: &impl ConnectionTrait,
    id: Uuid,
    town: TownId,
    (identity, code): (&str, &str),
    decision: &Decision,
) -> Result<(), StoreError> {
    let values = row::ActiveModel {
        decision: Set(decision.verdict.code().to_owned()),
        note: Set(decision.note.clone()),
        decided_by: Set(decision.by.map(PersonId::uuid)),
        decided_at: Set(decision.at),
        version: Set(decision.version + 1),
        ..Default::default()
    };
    if decision.version == 0 {
        let new = row::ActiveModel {
            id: Set(id),
            town_id: Set(town.uuid()),
            identity: Set(identity.to_owned()),
            code: Set(code.to_owned()),
            ..values
        };
        row::Entity::insert(new).exec_without_returning(db).await?;
        return Ok(());
    }
    let done = row::Entity::update_many()
        .set(values)
        .filter(row::Column::TownId.eq(town.uuid()))
        .filter(row::Column::Identity.eq(identity))
        .filter(row::Column::Version.eq(decision.version))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Conflict("finding decision")) }
}

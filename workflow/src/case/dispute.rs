//! What the sides disagree on: objections (职责异议), coordination (提请协调) and its results.

use chrono::{DateTime, NaiveDate, Utc};
use duty_list::DutyRef;
use serde::{Deserialize, Serialize};

use super::side::Side;
use crate::ids::PersonId;
use crate::people::Holder;

/// An objection: this is not our duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Why.
    pub reason: String,
    /// The row of the list that it rests on.
    pub row: DutyRef,
    /// Who objected or recorded it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// For what the county is asked to coordinate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoordinationScope {
    /// 职责边界: whose duty it is (编办).
    Duty,
    /// 办理进度: that it moves on (督查室).
    Progress,
}

impl CoordinationScope {
    /// All scopes.
    pub const ALL: [Self; 2] = [Self::Duty, Self::Progress];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Progress => "progress",
        }
    }

    /// The scope of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// A coordination that has no result yet: the town's leader in charge talks with the other side, or the county was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coordination {
    /// Who is to decide.
    pub level: CoordinationLevel,
    /// Since when on this level.
    pub since: DateTime<Utc>,
    /// Who brought it there.
    pub by: PersonId,
    /// What is asked, in words.
    pub reason: String,
}

/// Who is to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "level", content = "scope", rename_all = "snake_case")]
pub enum CoordinationLevel {
    /// The leader in charge, with the other side.
    Leader,
    /// The county: 提请县级协调.
    County(CoordinationScope),
}

impl CoordinationLevel {
    /// The code as stored: `leader`, or for the county what it is asked for.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Leader => "leader",
            Self::County(scope) => scope.code(),
        }
    }

    /// The level of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if code == "leader" { Some(Self::Leader) } else { CoordinationScope::from_code(code).map(Self::County) }
    }
}

/// A result (协调意见): kept on the duty as what holds until it is changed (处理口径).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// What was decided.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// The document that says it.
    pub document_no: Option<String>,
    /// Who decided.
    pub level: CoordinationLevel,
    /// Who entered it.
    pub by: PersonId,
    /// When it was decided.
    pub on: NaiveDate,
}

/// What a coordination led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Outcome {
    /// It is this side's: it is offered to it.
    Offer { to: Side },
    /// It is nobody's here: the hand-off is cancelled.
    Cancel,
    /// It stays where it is and moves on (progress).
    GoesOn,
    /// Inside the town: this unit's.
    Give { holder: Holder },
}

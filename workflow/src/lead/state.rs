//! The state of a lead, as one value.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::case::Due;
use crate::ids::{BodyId, DutyId, LeadId, PersonId, TownId, WorkflowId};
use crate::people::Unit;

/// A lead on a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// Its id.
    pub id: LeadId,
    /// The town in which it was found.
    pub town: TownId,
    /// The unit that found it.
    pub unit: Unit,
    /// Where, in words.
    pub place: String,
    /// What, in one or two sentences.
    pub matter: String,
    /// What was done on the spot.
    pub spot: Spot,
    /// Whether it goes at once, at any hour.
    pub urgent: bool,
    /// The duty to which it belongs, where a person has said so.
    pub duty: Option<DutyId>,
    /// The workflow in which it was found.
    pub workflow: Option<WorkflowId>,
    /// Who reported it.
    pub reported_by: PersonId,
    /// When.
    pub reported_at: DateTime<Utc>,
    /// Its state.
    pub state: LeadState,
    /// How often it was sent to a body; 0 before the first time.
    pub round: u32,
    /// How often a body objected.
    pub objections: u32,
    /// The body that has it, or had it last.
    pub receiver: Option<BodyId>,
    /// Every body that ever had it: what one did oneself stays readable.
    pub receivers: BTreeSet<BodyId>,
    /// Who sent it last.
    pub offered_by: Option<PersonId>,
    /// When.
    pub offered_at: Option<DateTime<Utc>>,
    /// When it was signed for in this round.
    pub signed_at: Option<DateTime<Utc>>,
    /// By when it is to be signed for.
    pub sign_due: Option<Due>,
    /// By when its result is to be fed back.
    pub answer_due: Option<Due>,
    /// What the sender wrote.
    pub note: Option<String>,
    /// The sender's document number.
    pub document_no: Option<String>,
    /// The result that was fed back.
    pub answer: Option<Answer>,
    /// Why it was returned, objected to, taken back, sent again or cancelled.
    pub reason: Option<String>,
    /// What the town found when it struck it off.
    pub closing_note: Option<String>,
    /// When it was struck off or cancelled.
    pub ended_at: Option<DateTime<Utc>>,
    /// The number of its events: the optimistic version.
    pub seq: i64,
}

/// What was done on the spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    /// 已现场制止
    Stopped,
    /// 未能制止
    NotStopped,
    /// 不涉及制止
    NothingToStop,
}

impl Spot {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Stopped, Self::NotStopped, Self::NothingToStop];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::NotStopped => "not_stopped",
            Self::NothingToStop => "nothing_to_stop",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|spot| spot.code() == code)
    }
}

/// The result that a body feeds back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was done, or why nothing.
    pub note: String,
    /// Whether the body holds it to be mended.
    pub mended: bool,
    /// Its document number.
    pub document_no: Option<String>,
}

/// The state of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadState {
    /// 待移送: no body has it; the town's turn.
    Noted,
    /// 待签收
    Offered,
    /// 处理中: signed for, the body's turn.
    Signed,
    /// 已退回: the body asks for more; the town's turn.
    Returned,
    /// 职责异议: the body holds it not to be its duty; the town's turn.
    Objected,
    /// 提请协调: after the second objection.
    InCoordination,
    /// 已反馈: the town verifies.
    Answered,
    /// 已销号
    Closed,
    /// 已撤销: reported by mistake or twice.
    Cancelled,
}

impl LeadState {
    /// All states.
    pub const ALL: [Self; 9] = [
        Self::Noted,
        Self::Offered,
        Self::Signed,
        Self::Returned,
        Self::Objected,
        Self::InCoordination,
        Self::Answered,
        Self::Closed,
        Self::Cancelled,
    ];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Noted => "noted",
            Self::Offered => "offered",
            Self::Signed => "signed",
            Self::Returned => "returned",
            Self::Objected => "objected",
            Self::InCoordination => "in_coordination",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing more happens in it unless it is taken up again.
    #[must_use]
    pub fn ended(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }

    /// Whether the body has it.
    #[must_use]
    pub fn with_body(self) -> bool {
        matches!(self, Self::Offered | Self::Signed)
    }
}

//! What can be asked of a lead.

use serde::{Deserialize, Serialize};

use super::state::{Answer, Spot};
use crate::case::OnBehalf;
use crate::ids::{BodyId, DutyId, TownId, WorkflowId};
use crate::people::Unit;

/// A lead to be reported.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NewLead {
    pub town: TownId,
    /// The unit in whose name it is reported; one of the reporter's own.
    pub unit: Unit,
    pub place: String,
    pub matter: String,
    pub spot: Spot,
    pub urgent: bool,
    /// To which body it goes; without one the town's office decides.
    pub body: Option<BodyId>,
    pub duty: Option<DutyId>,
    pub workflow: Option<WorkflowId>,
}

/// A command to a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Command {
    /// 移送: sends it to a body, for the first time or again.
    Offer {
        body: BodyId,
        #[serde(default)]
        note: Option<String>,
        #[serde(default)]
        document_no: Option<String>,
    },
    /// 撤回, before it is signed for.
    TakeBack { reason: String },
    /// 签收
    Sign {
        #[serde(default)]
        on_behalf: Option<OnBehalf>,
    },
    /// 退回: something is missing or wrong.
    Return {
        reason: String,
        #[serde(default)]
        on_behalf: Option<OnBehalf>,
    },
    /// 职责异议, with the row of the list on which it rests.
    Object {
        reason: String,
        #[serde(default)]
        row: Option<String>,
        #[serde(default)]
        on_behalf: Option<OnBehalf>,
    },
    /// 提请协调, before a second objection makes it so.
    AskCoordination { reason: String },
    /// The result of a coordination (协调意见): to which body it goes.
    RecordCoordination {
        body: BodyId,
        outcome: String,
        #[serde(default)]
        document_no: Option<String>,
    },
    /// Feeds the result back.
    Answer {
        answer: Answer,
        #[serde(default)]
        on_behalf: Option<OnBehalf>,
    },
    /// 销号: the town has verified it.
    Close { note: String },
    /// 就地办结: the town dealt with it itself.
    Settle { note: String },
    /// It is not mended, or has come back: to the same body once more, or to the town where none had it.
    Reopen { reason: String },
    /// 撤销: reported by mistake or twice.
    Cancel { reason: String },
    /// The duty and the workflow to which it belongs.
    Link {
        #[serde(default)]
        duty: Option<DutyId>,
        #[serde(default)]
        workflow: Option<WorkflowId>,
    },
}

/// The codes of all commands, in the order of the table.
pub const ALL_COMMANDS: [&str; 13] = [
    "offer",
    "take-back",
    "sign",
    "return",
    "object",
    "ask-coordination",
    "record-coordination",
    "answer",
    "close",
    "settle",
    "reopen",
    "cancel",
    "link",
];

impl Command {
    /// The code as stored in the history.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offer { .. } => "offer",
            Self::TakeBack { .. } => "take-back",
            Self::Sign { .. } => "sign",
            Self::Return { .. } => "return",
            Self::Object { .. } => "object",
            Self::AskCoordination { .. } => "ask-coordination",
            Self::RecordCoordination { .. } => "record-coordination",
            Self::Answer { .. } => "answer",
            Self::Close { .. } => "close",
            Self::Settle { .. } => "settle",
            Self::Reopen { .. } => "reopen",
            Self::Cancel { .. } => "cancel",
            Self::Link { .. } => "link",
        }
    }

    /// For whom it is recorded.
    #[must_use]
    pub fn on_behalf(&self) -> Option<&OnBehalf> {
        match self {
            Self::Sign { on_behalf } | Self::Return { on_behalf, .. } | Self::Object { on_behalf, .. } | Self::Answer { on_behalf, .. } => {
                on_behalf.as_ref()
            }
            _ => None,
        }
    }
}

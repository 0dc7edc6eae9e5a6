//! What happened to a lead. A recorded fact keeps its meaning for ever; new ones may be added, none is changed.

use serde::{Deserialize, Serialize};

use super::state::{Answer, Spot};
use crate::case::Due;
use crate::ids::{BodyId, DutyId, PersonId, TownId, WorkflowId};
use crate::people::Unit;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Fact {
    Reported {
        town: TownId,
        unit: Unit,
        place: String,
        matter: String,
        spot: Spot,
        urgent: bool,
        duty: Option<DutyId>,
        workflow: Option<WorkflowId>,
        by: PersonId,
    },
    Offered {
        body: BodyId,
        by: PersonId,
        note: Option<String>,
        document_no: Option<String>,
        sign_due: Option<Due>,
    },
    TakenBack {
        reason: String,
    },
    Signed {
        answer_due: Option<Due>,
    },
    Returned {
        reason: String,
    },
    Objected {
        reason: String,
        row: Option<String>,
    },
    CoordinationAsked {
        reason: Option<String>,
    },
    Coordinated {
        body: BodyId,
        outcome: String,
        document_no: Option<String>,
    },
    Answered {
        answer: Answer,
    },
    Closed {
        note: String,
    },
    /// Dealt with by the town itself.
    Settled {
        note: String,
    },
    Reopened {
        reason: String,
    },
    Cancelled {
        reason: String,
    },
    Linked {
        duty: Option<DutyId>,
        workflow: Option<WorkflowId>,
    },
    /// The calendar changed, and with it the dates.
    DatesMoved {
        sign_due: Option<Due>,
        answer_due: Option<Due>,
    },
}

//! Workflow templates: what a duty becomes. The types serialise to the JSON of `docs/duty-list-format.md`; how they are derived is in [`derive`].

pub mod derive;
mod transfer;

use duty_list::{DutyRef, HandKind, Nature};
use serde::{Deserialize, Serialize};

pub use derive::derive;
pub use transfer::transfer;

/// What one duty becomes: one or more tracks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// The duty, by table and printed number.
    pub duty: DutyRef,
    /// Its tracks (分项); a duty without section headings has one.
    pub tracks: Vec<Track>,
}

/// A part of a duty that can be started by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    /// The section heading, or none.
    pub title: Option<String>,
    /// The parties, the town first.
    pub lanes: Vec<Party>,
    /// Every clause of the track, in lane order.
    pub steps: Vec<Step>,
}

/// A side of a track.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Party {
    /// The town.
    Town,
    /// A body, by the spelling that stands for it.
    Body {
        /// The spelling.
        name: String,
    },
}

/// A clause as a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// `t1-town-4`: track, lane, place; it means something only inside one template version.
    pub key: String,
    /// Whose step it is.
    pub party: Party,
    /// Where the clause stands.
    pub clause: ClauseRef,
    /// The clause, verbatim.
    pub text: String,
    /// The nature of a town's clause; `None` for a body's.
    pub nature: Option<Nature>,
    /// Whether it makes a task each time (see the product rules on required steps).
    pub required: bool,
    /// Steps that come first.
    pub after: Vec<String>,
    /// What it waits for from other sides.
    pub waits_for: Vec<WaitFor>,
    /// To whom its output goes.
    pub hands_to: Vec<PlannedHandOff>,
    /// The words that each inference rests on.
    pub why: Vec<Why>,
    /// Codes of what a person should look at.
    pub review: Vec<String>,
}

/// A clause by cell and place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ClauseRef {
    pub cell: Cell,
    pub i: u32,
}

/// In which cell of the list a clause stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Cell {
    Town,
    Department,
    /// The title of a basic duty.
    Title,
}

/// Something from another side that a step waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitFor {
    /// Who sends it.
    pub party: Party,
    /// The step that it comes from; `None`: an external wait, met when its receipt is recorded.
    pub step: Option<String>,
}

/// A hand-off that a step's words ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedHandOff {
    /// The receiver's name; `*`: chosen by the person who hands off.
    pub receiver: String,
    /// Whether the duty's department column names the receiver.
    pub listed: bool,
    /// What is asked of it.
    pub kind: HandKind,
    /// The receiver's steps that this feeds.
    pub feeds: Vec<String>,
}

/// An inference and the words that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Why {
    pub what: String,
    pub words: String,
}

//! Workflow templates: what a duty becomes. The types serialise to the JSON of `docs/duty-list-format.md`; how they are derived is in [`derive`].

pub mod derive;
pub mod diff;
pub mod edit;
mod only;
mod sign_off;
mod transfer;

use duty_list::{DutyRef, HandKind, Nature};
use serde::{Deserialize, Serialize};

use crate::case::LimitSpec;

pub use derive::derive;
pub use sign_off::SignOff;
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
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Party {
    /// The town.
    #[default]
    Town,
    /// A body, by the spelling that stands for it.
    Body {
        /// The spelling.
        name: String,
    },
}

/// A clause as a step. What only a person sets is left out of the JSON where it is not set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// `t1-town-4`: track, lane, place; it means something only inside one template version.
    pub key: String,
    /// Whose step it is.
    pub party: Party,
    /// Where the clause stands.
    pub clause: ClauseRef,
    /// The clause, verbatim; of a merged step its clauses, joined.
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
    /// Codes of what a person has looked at and settled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolved: Vec<String>,
    /// Who signs before a hand-off leaves the town.
    #[serde(default, skip_serializing_if = "SignOff::is_none")]
    pub sign_off: SignOff,
    /// How long it may take, with its source; none: the town's setting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<LimitSpec>,
    /// Whether one settled hand-off is enough where there are several receivers.
    #[serde(default, skip_serializing_if = "is_false")]
    pub any_receiver: bool,
    /// The words that it is made of, where it is not exactly one whole clause: several merged, or a part of one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

impl Step {
    /// The keys of other steps that it names: what comes before it, what it waits for, what its hand-offs feed.
    pub(super) fn edges_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let waits = self.waits_for.iter_mut().filter_map(|wait| wait.step.as_mut());
        self.after.iter_mut().chain(waits).chain(self.hands_to.iter_mut().flat_map(|hand| &mut hand.feeds))
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Words of a clause that stand in a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The clause.
    pub clause: ClauseRef,
    /// Where its words begin in the clause, in characters.
    #[serde(default)]
    pub from: usize,
    /// The words, verbatim.
    pub text: String,
}

/// A clause by cell and place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ClauseRef {
    pub cell: Cell,
    pub i: u32,
}

/// In which cell of the list a clause stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Cell {
    #[default]
    Town,
    Department,
    /// The title of a basic duty.
    Title,
    /// In none: a step that the town added.
    Own,
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

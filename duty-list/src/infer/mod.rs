//! What the words of a clause say beyond themselves: hand-offs, waits, joint work and nature, each with its cue.

pub(crate) mod hand;
pub(crate) mod joint;
pub(crate) mod mention;
pub(crate) mod nature;
pub(crate) mod segments;
pub(crate) mod wait;

use crate::chars::head;

/// The most of a clause that is read for inferences, in characters; the longest real one has 600.
const MOST_READ: usize = 1500;

/// The part of a clause that is read for inferences.
pub(crate) fn readable(text: &str) -> &str {
    head(text, MOST_READ)
}

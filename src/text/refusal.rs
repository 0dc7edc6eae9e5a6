//! Texts: Why something is not possible, and what can be done instead.

use super::texts;

texts! {
    /// Why something is not possible, and what can be done instead.
    pub struct Refusal {
    }
}

//! Texts: Hand-offs between the sides.

use super::texts;

texts! {
    /// Hand-offs between the sides.
    pub struct HandOff {
    }
}

//! Texts: What the reader of lists noticed.

use super::texts;

texts! {
    /// What the reader of lists noticed.
    pub struct Finding {
    }
}

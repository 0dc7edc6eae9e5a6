//! Texts: The overdue report.

use super::texts;

texts! {
    /// The overdue report.
    pub struct Report {
    }
}

//! Texts: Import of a list, its findings and editions.

use super::texts;

texts! {
    /// Import of a list, its findings and editions.
    pub struct Import {
    }
}

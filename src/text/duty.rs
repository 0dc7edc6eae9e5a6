//! Texts: The catalogue of duties and their templates.

use super::texts;

texts! {
    /// The catalogue of duties and their templates.
    pub struct Duty {
    }
}

//! Texts: Towns, people, mail.

use super::texts;

texts! {
    /// Towns, people, mail.
    pub struct Admin {
    }
}

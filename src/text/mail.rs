//! Texts: Mails and messages.

use super::texts;

texts! {
    /// Mails and messages.
    pub struct Mail {
    }
}

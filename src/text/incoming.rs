//! Texts: 来件.

use super::texts;

texts! {
    /// 来件.
    pub struct Incoming {
    }
}

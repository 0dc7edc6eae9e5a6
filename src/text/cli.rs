//! Texts: The command line.

use super::texts;

texts! {
    /// The command line.
    pub struct Cli {
    }
}

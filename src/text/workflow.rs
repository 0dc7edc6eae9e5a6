//! Texts: 办理单.

use super::texts;

texts! {
    /// 办理单.
    pub struct Workflow {
    }
}

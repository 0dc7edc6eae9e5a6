//! Texts: 任务 and my work.

use super::texts;

texts! {
    /// 任务 and my work.
    pub struct Task {
    }
}

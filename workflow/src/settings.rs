//! What a town chooses for itself: its default limits.

use serde::{Deserialize, Serialize};

/// A town's default limits in working days, or `None` chosen knowingly. The list prints almost no dates, so every default date carries the source
/// "town setting" (清单未规定时限，本镇设定).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownLimits {
    /// To sign for a hand-off.
    pub sign: Option<u32>,
    /// To answer one that was signed for.
    pub answer: Option<u32>,
    /// To do a step once it is open.
    pub step: Option<u32>,
}

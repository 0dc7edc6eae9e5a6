//! Who signs before a hand-off leaves the town.

use serde::{Deserialize, Serialize};

/// The level of sign-off (审签) that a step asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignOff {
    /// None: whoever holds the task sends.
    #[default]
    None,
    /// 站所负责人.
    OfficeLead,
    /// 分管领导.
    LeaderInCharge,
    /// 主要领导.
    FirstLeader,
    /// 会议.
    Meeting,
}

impl SignOff {
    /// All levels, the lowest first.
    pub const ALL: [Self; 5] = [Self::None, Self::OfficeLead, Self::LeaderInCharge, Self::FirstLeader, Self::Meeting];

    /// The code as serialised.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::OfficeLead => "office_lead",
            Self::LeaderInCharge => "leader_in_charge",
            Self::FirstLeader => "first_leader",
            Self::Meeting => "meeting",
        }
    }

    /// The level of a code; `None` for an unknown one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }

    /// Whether nobody signs.
    #[must_use]
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }
}

//! The sides between which work passes: the town, and bodies.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::state::Lane;
use crate::ids::{BodyId, TownId};
use crate::people::Unit;

/// A side of a hand-off. In JSON a body is its plain id, as it was before towns could receive, and the town is the word `town`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The town whose workflow it is.
    Town,
    /// A body.
    Body(BodyId),
}

impl Side {
    /// The body, if it is one.
    #[must_use]
    pub fn body(self) -> Option<BodyId> {
        match self {
            Self::Town => None,
            Self::Body(body) => Some(body),
        }
    }

    /// Whether it is this body.
    #[must_use]
    pub fn is_body(self, body: BodyId) -> bool {
        self == Self::Body(body)
    }

    /// The side's own in-box, in the workflow of a town.
    #[must_use]
    pub fn unit(self, town: TownId) -> Unit {
        match self {
            Self::Town => Unit::Town(town),
            Self::Body(body) => Unit::Body(body),
        }
    }
}

impl From<BodyId> for Side {
    fn from(body: BodyId) -> Self {
        Self::Body(body)
    }
}

impl From<Lane> for Side {
    fn from(lane: Lane) -> Self {
        match lane {
            Lane::Town => Self::Town,
            Lane::Body(body) => Self::Body(body),
        }
    }
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Town => f.write_str("town"),
            Self::Body(body) => write!(f, "{body}"),
        }
    }
}

impl std::str::FromStr for Side {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "town" { Ok(Self::Town) } else { text.parse::<uuid::Uuid>().map(|id| Self::Body(id.into())) }
    }
}

impl Serialize for Side {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Side {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

//! Ids: a newtype per entity over a time-ordered UUID, and the generator that makes them from an injected clock reading and a seeded generator.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The bare UUID, for a database column.
            #[must_use]
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A town (乡镇).
    TownId,
    /// An office of a town (站所).
    OfficeId,
    /// A village or community (村、社区).
    VillageId,
    /// A body of the county (单位).
    BodyId,
    /// A person with an account.
    PersonId,
    /// A grant of a role.
    GrantId,
    /// A personal access token of the API.
    TokenId,
    /// An accepted import of a duty list.
    EditionId,
    /// A finding of an import.
    FindingId,
    /// A duty, lasting over editions.
    DutyId,
    /// A duty's wording in one edition.
    DutyTextId,
    /// A workflow template.
    TemplateId,
    /// A version of a template.
    TemplateVersionId,
    /// Something that came in (来件).
    IncomingId,
    /// A workflow (办理单).
    WorkflowId,
    /// A task (任务).
    TaskId,
    /// A hand-off to one receiver.
    HandOffId,
    /// A wait for something from outside.
    WaitId,
    /// An event of a workflow's history.
    EventId,
    /// A message to a person.
    MessageId,
    /// An entry of the administrative log.
    AuditId,
    /// One request of a person to change something; repeating it changes nothing.
    CommandId,
}

/// Makes ids and secrets from a seeded, cryptographically strong generator. One per process; seeded from the operating system in production and
/// with a printed seed in tests.
pub struct IdGen(Mutex<ChaCha20Rng>);

impl IdGen {
    /// A generator from a seed.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        Self(Mutex::new(ChaCha20Rng::from_seed(seed)))
    }

    /// The next id, ordered by `now` to the millisecond.
    pub fn next<T: From<Uuid>>(&self, now: DateTime<Utc>) -> T {
        let mut random = [0_u8; 10];
        self.lock().fill_bytes(&mut random);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        T::from(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// Random bytes for tokens, passwords and salts.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0_u8; N];
        self.lock().fill_bytes(&mut bytes);
        bytes
    }

    fn lock(&self) -> MutexGuard<'_, ChaCha20Rng> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for IdGen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdGen")
    }
}

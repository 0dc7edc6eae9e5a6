//! Ids: a newtype per entity over a time-ordered UUID, and the generator that makes them from an injected clock reading and a seeded generator.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The bits of a version 7 UUID behind its time: 12 and 62.
const TAIL_BITS: u32 = 74;

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
    /// What a coordination led to (处理口径).
    PrecedentId,
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
    /// Several pieces of work asked for in one go.
    BatchId,
    /// A lead on a problem (问题线索).
    LeadId,
    /// Recurring work (周期性工作).
    RecurrenceId,
    /// A workflow (办理单).
    WorkflowId,
    /// A task (任务).
    TaskId,
    /// A hand-off to one receiver.
    HandOffId,
    /// A wait for something from outside.
    WaitId,
    /// A note of a leader.
    NoteId,
    /// A time for which somebody is absent.
    AbsenceId,
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
pub struct IdGen(Mutex<State>);

/// The generator, and the last id that it made.
struct State {
    random: ChaCha20Rng,
    millis: u64,
    tail: u128,
}

/// Ids made in one millisecond count up by at most this, so that they neither collide with those of another process nor can be guessed from one
/// another.
const STEP: u32 = 1 << 20;

impl IdGen {
    /// A generator from a seed.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        Self(Mutex::new(State { random: ChaCha20Rng::from_seed(seed), millis: 0, tail: 0 }))
    }

    /// The next id, ordered by `now`, and within one millisecond in the order in which they are made.
    pub fn next<T: From<Uuid>>(&self, now: DateTime<Utc>) -> T {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        let mut state = self.lock();
        let next = u128::from(state.random.next_u32() % STEP) + 1;
        let tail = if millis == state.millis { state.tail.checked_add(next).filter(|tail| tail >> TAIL_BITS == 0) } else { None };
        let tail = tail.unwrap_or_else(|| {
            let high = u128::from(state.random.next_u64()) << 10;
            // The highest bit is left free to count into.
            (high | u128::from(state.random.next_u32() >> 22)) & ((1 << (TAIL_BITS - 1)) - 1)
        });
        (state.millis, state.tail) = (millis, tail);
        drop(state);
        // 12 bits before the variant and 62 after it, so that the order of tails is the order of ids.
        let mut bytes = [0_u8; 10];
        let (upper, lower) = (tail >> 62, tail & ((1 << 62) - 1));
        let (upper, lower) = (u16::try_from(upper).unwrap_or(u16::MAX), u64::try_from(lower).unwrap_or(u64::MAX));
        bytes[..2].copy_from_slice(&upper.to_be_bytes());
        bytes[2..].copy_from_slice(&lower.to_be_bytes());
        T::from(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }

    /// Random bytes for tokens, passwords and salts.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0_u8; N];
        self.lock().random.fill_bytes(&mut bytes);
        bytes
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for IdGen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdGen")
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone};

    use super::*;

    #[test]
    fn ids_are_ordered_as_they_are_made_and_never_the_same() {
        let ids = IdGen::new([9; 32]);
        let mut now = Utc.with_ymd_and_hms(2026, 11, 23, 10, 0, 0).unwrap();
        let mut made: Vec<TaskId> = Vec::new();
        for at in 0..5_000 {
            made.push(ids.next(now));
            if at % 1_000 == 0 {
                now += Duration::milliseconds(1);
            }
        }
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(made.iter().all(|id| id.uuid().get_version_num() == 7));
    }
}

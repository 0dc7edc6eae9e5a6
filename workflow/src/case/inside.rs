//! What the town keeps about its own work beside the machine: sign-offs, lent tasks, extensions, reminders by hand, notes of leaders, copies.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::command::Receiver;
use crate::ids::{HandOffId, NoteId, OfficeId, PersonId, TaskId};
use crate::people::{Holder, Unit};
use crate::template::SignOff;

/// Who leads in a town now: what decides who may sign off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaders {
    /// The town's leaders (主要领导 and 分管领导).
    pub leaders: BTreeSet<PersonId>,
    /// Those who are 主要领导. Where none is marked, every leader counts as one.
    pub first: BTreeSet<PersonId>,
    /// The leader in charge of an office (分管领导). Where none is named, every leader is.
    pub in_charge: BTreeMap<OfficeId, PersonId>,
    /// The leads of the offices.
    pub leads: BTreeSet<(OfficeId, PersonId)>,
}

impl Leaders {
    /// Whether the person may sign off, at this level, what this unit sends. Who stands higher may sign for who stands lower; a meeting signs nothing itself.
    #[must_use]
    pub fn may_sign(&self, level: SignOff, unit: Option<Unit>, person: PersonId) -> bool {
        let office = match unit {
            Some(Unit::Office(office)) => Some(office),
            _ => None,
        };
        let leader = self.leaders.contains(&person);
        let first = leader && (self.first.is_empty() || self.first.contains(&person));
        let in_charge = || {
            leader
                && office
                    .and_then(|office| self.in_charge.get(&office))
                    .filter(|named| self.leaders.contains(named))
                    .is_none_or(|named| *named == person)
        };
        let leads = || office.is_some_and(|office| self.leads.contains(&(office, person)));
        match level {
            SignOff::OfficeLead => leads() || leader,
            SignOff::LeaderInCharge => in_charge() || (leader && self.first.contains(&person)),
            SignOff::FirstLeader => first,
            SignOff::None | SignOff::Meeting => false,
        }
    }

    /// Who is told that something of this unit waits for a signature at this level: of those who may sign, the one whose turn it is. Nobody for a
    /// meeting, whose decision is entered.
    #[must_use]
    pub fn asked(&self, level: SignOff, unit: Option<Unit>) -> BTreeSet<PersonId> {
        let named = match (level, unit) {
            (SignOff::None | SignOff::Meeting, _) => return BTreeSet::new(),
            (SignOff::OfficeLead, Some(Unit::Office(office))) => {
                self.leads.iter().filter(|(led, _)| *led == office).map(|(_, person)| *person).collect()
            }
            (SignOff::LeaderInCharge, Some(Unit::Office(office))) => {
                self.in_charge.get(&office).filter(|named| self.leaders.contains(named)).copied().into_iter().collect()
            }
            (SignOff::FirstLeader, _) => self.first.clone(),
            _ => BTreeSet::new(),
        };
        if named.is_empty() { self.leaders.clone() } else { named }
    }
}

/// A hand-off that waits for its sign-off (待审签): what leaves once it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Signing {
    pub level: SignOff,
    pub receivers: Vec<Receiver>,
    pub note: Option<String>,
    pub document_no: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Who submitted it: in this person's name it leaves.
    pub by: PersonId,
    pub at: DateTime<Utc>,
}

/// 线下已审签: a signature on paper, or a decision of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnPaper {
    /// Who signed; nobody for a meeting.
    pub signer: Option<PersonId>,
    /// When.
    pub on: NaiveDate,
    /// The number of the document or of the meeting's minutes.
    pub document_no: Option<String>,
}

/// A task that is with a helper (请协办) and comes back to its lender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lent {
    /// Who lent it and answers for it.
    pub from: Holder,
    /// Who asked for help.
    pub by: PersonId,
    /// Since when.
    pub at: DateTime<Utc>,
    /// What the helper is asked to do.
    pub what: String,
}

/// More time that was asked for (延期).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Extension {
    pub until: DateTime<Utc>,
    pub reason: String,
    pub by: PersonId,
    pub at: DateTime<Utc>,
}

/// Of what more time is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "id", rename_all = "snake_case")]
pub enum Dated {
    /// The date of a task.
    Task(TaskId),
    /// The date by which a hand-off is to be answered.
    HandOff(HandOffId),
}

/// The last reminder by hand (催办, towards a body 提醒).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Nudge {
    pub by: PersonId,
    pub at: DateTime<Utc>,
    /// By telephone; otherwise a message was sent.
    pub by_phone: bool,
}

/// A note of a leader (批示).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct LeaderNote {
    pub id: NoteId,
    pub text: String,
    /// The leader.
    pub by: PersonId,
    pub on: NaiveDate,
    /// Written on paper and entered by somebody else.
    pub on_paper: bool,
    pub entered_by: PersonId,
    pub at: DateTime<Utc>,
}

/// Who was given a copy for information (抄告).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum CopyTo {
    /// A unit of the town.
    Unit(Unit),
    /// A person of the town.
    Person(PersonId),
}

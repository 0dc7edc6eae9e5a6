//! The history of a lead: one entry a command, chained by hash like that of a workflow, from which the state can be rebuilt.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::evolve::{begin, evolve};
use super::fact::Fact;
use super::state::Lead;
use crate::case::OnBehalf;
use crate::case::history::sorted;
use crate::ids::{CommandId, LeadId, PersonId};

pub use crate::case::history::ORIGIN;

/// An entry of the history: what one command did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, from 1.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the system itself.
    pub actor: Option<PersonId>,
    /// The request that it answers: unique in the lead.
    pub command_id: CommandId,
    /// The code of the command.
    pub kind: String,
    /// What happened.
    pub facts: Vec<Fact>,
    /// For whom it was recorded.
    pub on_behalf: Option<OnBehalf>,
    /// The hash of the entry before.
    pub prev_hash: String,
    /// The hash of this entry.
    pub hash: String,
}

impl Entry {
    /// The hash that this entry should have: SHA-256, in hex, over the entry before and everything in this one.
    ///
    /// # Errors
    /// When the facts cannot be serialised.
    pub fn expected_hash(&self, lead: LeadId) -> Result<String, serde_json::Error> {
        let content = serde_json::json!({
            "lead": lead,
            "seq": self.seq,
            "at": self.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            "actor": self.actor,
            "command": self.command_id,
            "kind": self.kind,
            "facts": self.facts,
            "on_behalf": self.on_behalf,
        });
        let mut hash = Sha256::new();
        hash.update(self.prev_hash.as_bytes());
        hash.update(serde_json::to_vec(&sorted(&content))?);
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// What is wrong with a history.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum Broken {
    #[error("问题线索 {lead} 的历史为空或没有开头")]
    NoStart { lead: LeadId },
    #[error("问题线索 {lead} 第 {seq} 条历史缺失")]
    Gap { lead: LeadId, seq: i64 },
    #[error("问题线索 {lead} 第 {seq} 条历史与前一条不衔接或内容被改动")]
    Hash { lead: LeadId, seq: i64 },
}

/// Rebuilds the state from the history.
///
/// # Errors
/// When the history does not begin with a report or leaves out a number.
pub fn rebuild<'a>(lead: LeadId, entries: impl IntoIterator<Item = &'a Entry>) -> Result<Lead, Broken> {
    let mut state: Option<Lead> = None;
    for (at, entry) in (1_i64..).zip(entries) {
        if entry.seq != at {
            return Err(Broken::Gap { lead, seq: at });
        }
        for fact in &entry.facts {
            match &mut state {
                None => state = Some(begin(lead, fact, entry.at).ok_or(Broken::NoStart { lead })?),
                Some(state) => evolve(state, fact, entry.at),
            }
        }
        if let Some(state) = &mut state {
            state.seq = entry.seq;
        }
    }
    state.ok_or(Broken::NoStart { lead })
}

/// Checks numbers and hashes of a history.
///
/// # Errors
/// The first entry that does not fit.
pub fn check_chain(lead: LeadId, entries: &[Entry]) -> Result<(), Broken> {
    let mut before = ORIGIN;
    for (seq, entry) in (1_i64..).zip(entries) {
        if entry.seq != seq {
            return Err(Broken::Gap { lead, seq });
        }
        let fits = entry.prev_hash == before && entry.expected_hash(lead).is_ok_and(|hash| hash == entry.hash);
        if !fits {
            return Err(Broken::Hash { lead, seq });
        }
        before = &entry.hash;
    }
    Ok(())
}

/// What a body may read: the entries of the time in which one of these bodies had the lead, and how it ended.
#[must_use]
pub fn of_bodies(lead: LeadId, entries: &[Entry], own: impl Fn(crate::ids::BodyId) -> bool) -> Vec<Entry> {
    let mut state: Option<Lead> = None;
    let mut kept = Vec::new();
    for entry in entries {
        let before = state.as_ref().and_then(|lead| lead.receiver);
        for fact in &entry.facts {
            match &mut state {
                None => state = begin(lead, fact, entry.at),
                Some(state) => evolve(state, fact, entry.at),
            }
        }
        let after = state.as_ref().and_then(|lead| lead.receiver);
        if !before.is_some_and(&own) && !after.is_some_and(&own) {
            continue;
        }
        let mut entry = entry.clone();
        // Which duty and workflow of the town it belongs to, and to whom else it went, stays inside.
        entry.facts.retain(|fact| match fact {
            Fact::Linked { .. } => false,
            Fact::Offered { body, .. } | Fact::Coordinated { body, .. } => own(*body),
            _ => true,
        });
        if !entry.facts.is_empty() {
            kept.push(entry);
        }
    }
    kept
}

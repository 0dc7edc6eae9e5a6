//! The history of a workflow: one entry a command, chained by hash, from which the state can be rebuilt.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::command::OnBehalf;
use super::evolve::{begin, evolve};
use super::fact::Fact;
use super::state::Case;
use crate::ids::{CommandId, PersonId, WorkflowId};

/// The hash before the first entry.
pub const ORIGIN: &str = "";

/// Commands of a receiving body: doing these gives no sight of the town's inside.
pub const BY_RECEIVERS: [&str; 5] = ["sign", "return", "answer", "object", "share_out"];

/// Whether who does this acts inside the town, and so may go on reading it.
#[must_use]
pub fn acts_inside(kind: &str) -> bool {
    !BY_RECEIVERS.contains(&kind)
}

/// An entry of the history: what one command did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, from 1.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the system itself.
    pub actor: Option<PersonId>,
    /// The request that it answers: unique in the workflow.
    pub command_id: CommandId,
    /// The code of the command.
    pub kind: String,
    /// What happened.
    pub facts: Vec<Fact>,
    /// For whom it was recorded.
    pub on_behalf: Option<OnBehalf>,
    /// In whose place the actor acted (AB岗代办).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<PersonId>,
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
    pub fn expected_hash(&self, workflow: WorkflowId) -> Result<String, serde_json::Error> {
        let mut content = serde_json::json!({
            "workflow": workflow,
            "seq": self.seq,
            "at": self.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            "actor": self.actor,
            "command": self.command_id,
            "kind": self.kind,
            "facts": self.facts,
            "on_behalf": self.on_behalf,
        });
        // Named only where there is one: entries from before substitutes keep their hash.
        if let (Some(person), Some(content)) = (self.in_place_of, content.as_object_mut()) {
            content.insert("in_place_of".to_owned(), serde_json::json!(person));
        }
        let mut hash = Sha256::new();
        hash.update(self.prev_hash.as_bytes());
        hash.update(serde_json::to_vec(&sorted(&content))?);
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// The same value with the keys of every object in order: databases do not keep the order in which they were written.
pub(crate) fn sorted(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(map) => {
            let ordered: std::collections::BTreeMap<&String, Value> = map.iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(ordered.into_iter().map(|(key, value)| (key.clone(), value)).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

/// What is wrong with a history.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum Broken {
    #[error("办理单 {workflow} 的历史为空或没有开头")]
    NoStart { workflow: WorkflowId },
    #[error("办理单 {workflow} 第 {seq} 条历史缺失")]
    Gap { workflow: WorkflowId, seq: i64 },
    #[error("办理单 {workflow} 第 {seq} 条历史与前一条不衔接或内容被改动")]
    Hash { workflow: WorkflowId, seq: i64 },
}

/// Rebuilds the state from the history.
///
/// # Errors
/// When the history does not begin with a start or leaves out a number.
pub fn rebuild<'a>(workflow: WorkflowId, entries: impl IntoIterator<Item = &'a Entry>) -> Result<Case, Broken> {
    let mut case: Option<Case> = None;
    for (at, entry) in (1_i64..).zip(entries) {
        if entry.seq != at {
            return Err(Broken::Gap { workflow, seq: at });
        }
        for fact in &entry.facts {
            match &mut case {
                None => case = Some(begin(workflow, fact, entry.at).ok_or(Broken::NoStart { workflow })?),
                Some(case) => evolve(case, fact, entry.at),
            }
        }
        if let Some(case) = &mut case {
            case.seq = entry.seq;
            if acts_inside(&entry.kind) {
                case.acted.extend(entry.actor.into_iter().chain(entry.in_place_of));
            }
        }
    }
    case.ok_or(Broken::NoStart { workflow })
}

/// Checks numbers and hashes of a history.
///
/// # Errors
/// The first entry that does not fit.
pub fn check_chain(workflow: WorkflowId, entries: &[Entry]) -> Result<(), Broken> {
    let mut before = ORIGIN;
    for (seq, entry) in (1_i64..).zip(entries) {
        if entry.seq != seq {
            return Err(Broken::Gap { workflow, seq });
        }
        let fits = entry.prev_hash == before && entry.expected_hash(workflow).is_ok_and(|hash| hash == entry.hash);
        if !fits {
            return Err(Broken::Hash { workflow, seq });
        }
        before = &entry.hash;
    }
    Ok(())
}

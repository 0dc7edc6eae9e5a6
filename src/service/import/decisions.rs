//! Decisions about findings: which finding of one edition is which of another, what was decided about it, and deciding.
//!
//! The identity of a finding is its code, its parameters without numbers of rows, the lasting duty and the words that it speaks of. So a decision holds
//! for the next edition as long as those words stay, wherever in the list they stand. What is said of a body has no duty: it holds wherever it is named.

use std::collections::{BTreeMap, BTreeSet};

use duty_list::compare::wording;
use duty_list::{About, Duty, DutyRef, Finding, finding_code};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use workflow::ids::{DutyId, EditionId};
use workflow::people::Viewer;

use super::super::actor::{Actor, permit};
use super::super::error::{Problem, ServiceError};
use super::super::record::record;
use super::super::tools::Tools;
use super::super::words;
use crate::store::{ConnectionTrait, StoreError, editions, finding_decisions as rows};

pub use crate::store::finding_decisions::{Decision, Verdict};

/// Parameters that say where something stands, not what it is.
const PLACES: [&str; 4] = ["no", "clause", "first_line", "line"];

/// What is known of a finding beyond itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remark {
    /// Its identity over editions; nothing for a duty that has no lasting id yet.
    pub identity: Option<String>,
    /// What was decided about it, in this edition or in one before.
    pub decision: Option<Decision>,
    /// Whether the edition before had no such finding.
    pub new: bool,
}

/// The duties of a list by table and number, with their lasting ids.
pub(super) type Known<'a> = BTreeMap<DutyRef, (DutyId, &'a Duty)>;

fn identity(finding: &Finding, known: &Known<'_>) -> Option<String> {
    let of_body = finding_code(&finding.code).is_some_and(|code| code.about == About::Body);
    let duty = match finding.duty.filter(|_| !of_body) {
        Some(at) => Some(known.get(&at)?),
        None => None,
    };
    let params: BTreeMap<&String, &Value> = finding.params.iter().filter(|(name, _)| !PLACES.contains(&name.as_str())).collect();
    let words = match (finding.params.get("passage").and_then(Value::as_str), duty) {
        (Some(passage), _) => passage.to_owned(),
        (None, Some((_, duty))) => wording(duty),
        (None, None) => String::new(),
    };
    let parts = json!([finding.code, params, duty.map(|(id, _)| id.to_string()), words]).to_string();
    Some(Sha256::digest(parts.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What is known of the findings of a list, in their order. `before` is the edition that it follows.
pub(super) async fn remarks(
    db: &impl ConnectionTrait,
    town: workflow::ids::TownId,
    before: Option<EditionId>,
    findings: &[Finding],
    known: &Known<'_>,
) -> Result<Vec<Remark>, StoreError> {
    let decided = rows::of_town(db, town).await?;
    let earlier: Option<BTreeSet<String>> = match before {
        Some(before) => {
            let duties = editions::duties(db, before).await?;
            Some(editions::findings(db, before).await?.iter().filter_map(|finding| identity(finding, &by_place(&duties))).collect())
        }
        None => None,
    };
    let remark = |finding: &Finding| {
        let identity = identity(finding, known);
        let there = |earlier: &BTreeSet<String>| identity.as_ref().is_some_and(|identity| earlier.contains(identity));
        Remark {
            decision: identity.as_ref().and_then(|identity| decided.get(identity).cloned()),
            new: earlier.as_ref().is_some_and(|earlier| !there(earlier)),
            identity,
        }
    };
    Ok(findings.iter().map(remark).collect())
}

/// The duties of an edition by table and number.
pub(super) fn by_place(duties: &[(DutyId, Duty)]) -> Known<'_> {
    duties.iter().map(|(id, duty)| (DutyRef { kind: duty.kind(), no: duty.no() }, (*id, duty))).collect()
}

/// What a person decides about a finding.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// The finding's identity.
    pub identity: String,
    /// What is decided.
    pub verdict: Verdict,
    /// Why; must be given for [`Verdict::NoProblem`].
    pub note: String,
    /// The version of the decision that the person saw; 0 for none.
    pub version: i64,
}

/// Keeps a decision. The same decision again changes nothing.
///
/// # Errors
/// [`ServiceError::NotFound`] when the edition has no such finding; [`ServiceError::Invalid`] (field `note`) without the reason that is asked for;
/// [`ServiceError::Conflict`] when somebody else decided otherwise meanwhile.
pub async fn decide(tools: &Tools, viewer: &Viewer, edition: EditionId, new: NewDecision) -> Result<(), ServiceError> {
    let actor = Actor::Person(viewer);
    let tx = tools.store.begin().await?;
    let edition = editions::find(&tx, edition).await?.ok_or(ServiceError::NotFound)?;
    permit(actor.keeps(edition.town))?;
    let mut problems: Vec<Problem> = Vec::new();
    let note = match new.verdict {
        Verdict::NoProblem => Some(words::required("note", &new.note, words::SUMMARY, &mut problems)),
        Verdict::Seen | Verdict::PutRight => words::optional("note", Some(&new.note), words::SUMMARY, &mut problems),
    };
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let duties = editions::duties(&tx, edition.id).await?;
    let known = by_place(&duties);
    let findings = editions::findings(&tx, edition.id).await?;
    let finding = findings.iter().find(|finding| identity(finding, &known).as_ref() == Some(&new.identity));
    let finding = finding.ok_or(ServiceError::NotFound)?;
    if let Some(there) = rows::of_town(&tx, edition.town).await?.get(&new.identity) {
        if there.verdict == new.verdict && there.note == note {
            return Ok(());
        }
        if there.version != new.version {
            return Err(ServiceError::Conflict);
        }
    }
    let now = tools.now();
    let decision = Decision { verdict: new.verdict, note, by: Some(viewer.person), at: now, version: new.version };
    match rows::save(&tx, tools.ids.next::<Uuid>(now), edition.town, (&new.identity, &finding.code), &decision).await {
        Err(StoreError::Unique(_) | StoreError::Conflict(_)) => return Err(ServiceError::Conflict),
        other => other?,
    }
    let detail = json!({ "finding": finding.code, "decision": new.verdict.code() });
    record(&tx, tools, actor, "finding-decided", ("edition", edition.id.uuid()), detail).await?;
    tx.commit().await?;
    Ok(())
}

//! Histories that earlier versions recorded. Every later version accepts them: facts keep their meaning and their JSON, so that hashes still fit
//! and the state comes out as it was. A file in `histories/` is never edited and never made anew; new kinds of facts come with new files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed expectation is how a test fails")]

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;
use workflow::case::Fact;
use workflow::case::history::{Entry, check_chain, rebuild};
use workflow::ids::WorkflowId;

/// A recorded history with the state that it led to.
#[derive(Deserialize)]
struct Recorded {
    workflow: WorkflowId,
    entries: Vec<Entry>,
    /// As the version that recorded it wrote it.
    state: Value,
}

fn all() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/histories");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut found: Vec<(String, String)> =
        files.map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap())).collect();
    found.sort();
    found
}

/// Whether everything that was recorded is still said; what a later version says beside it is its own.
fn still_says(now: &Value, then: &Value, at: &str) {
    match (now, then) {
        (Value::Object(now), Value::Object(then)) => {
            for (key, value) in then {
                // A field that is left out when it holds nothing says the same as one that holds nothing.
                still_says(now.get(key).unwrap_or(&Value::Null), value, &format!("{at}.{key}"));
            }
        }
        (Value::Array(now), Value::Array(then)) => {
            assert_eq!(now.len(), then.len(), "{at}");
            for (place, (now, then)) in now.iter().zip(then).enumerate() {
                still_says(now, then, &format!("{at}[{place}]"));
            }
        }
        _ => assert_eq!(now, then, "{at}"),
    }
}

#[test]
fn recorded_histories_still_fit_their_hashes_and_rebuild_the_recorded_state() {
    let recorded = all();
    assert!(recorded.len() >= 8, "{} histories", recorded.len());
    for (name, text) in recorded {
        let Recorded { workflow, entries, state } = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        check_chain(workflow, &entries).unwrap_or_else(|error| panic!("{name}: {error}"));
        let rebuilt = rebuild(workflow, &entries).unwrap_or_else(|error| panic!("{name}: {error}"));
        still_says(&serde_json::to_value(rebuilt).unwrap(), &state, &name);
    }
}

/// Every kind of fact with its code; a new one does not compile until it stands here, and fails until a history holds it.
macro_rules! kinds {
    ($($kind:ident => $code:literal,)+) => {
        const KINDS: &[&str] = &[$($code),+];

        fn code(fact: &Fact) -> &'static str {
            match fact {
                $(Fact::$kind { .. } => $code,)+
            }
        }
    };
}

kinds! {
    Started => "started",
    TaskOpened => "task_opened",
    TaskBlocked => "task_blocked",
    TaskAssigned => "task_assigned",
    TaskLimitSet => "task_limit_set",
    TaskDistributed => "task_distributed",
    TaskHanded => "task_handed",
    TaskCameBack => "task_came_back",
    TaskDone => "task_done",
    TaskLeftOut => "task_left_out",
    TaskCancelled => "task_cancelled",
    TaskReopened => "task_reopened",
    HandOffOffered => "hand_off_offered",
    HandOffOfferedAgain => "hand_off_offered_again",
    HandOffSigned => "hand_off_signed",
    HandOffReturned => "hand_off_returned",
    HandOffSettled => "hand_off_settled",
    HandOffTakenBack => "hand_off_taken_back",
    HandOffCancelled => "hand_off_cancelled",
    HandOffReopened => "hand_off_reopened",
    HandOffDatesMoved => "hand_off_dates_moved",
    TaskDateMoved => "task_date_moved",
    OfficialDateMoved => "official_date_moved",
    WaitMet => "wait_met",
    Suspended => "suspended",
    Resumed => "resumed",
    Completed => "completed",
    Cancelled => "cancelled",
    Reopened => "reopened",
    TaskPassedOn => "task_passed_on",
    TaskLent => "task_lent",
    TaskHandedBack => "task_handed_back",
    Copied => "copied",
    SignOffAsked => "sign_off_asked",
    SignOffGiven => "sign_off_given",
    SignOffRefused => "sign_off_refused",
    SignOffWithdrawn => "sign_off_withdrawn",
    LeaderNoted => "leader_noted",
    ExtensionAsked => "extension_asked",
    ExtensionGranted => "extension_granted",
    ExtensionRefused => "extension_refused",
    TaskNudged => "task_nudged",
    HandOffReminded => "hand_off_reminded",
    StepStarted => "step_started",
    HandOffObjected => "hand_off_objected",
    CoordinationOpened => "coordination_opened",
    CoordinationConcluded => "coordination_concluded",
    HandOffNotNeeded => "hand_off_not_needed",
    HandOffShared => "hand_off_shared",
    TaskObjected => "task_objected",
    TaskObjectionAnswered => "task_objection_answered",
    StepRequired => "step_required",
    RecordCorrected => "record_corrected",
    TaskRemarked => "task_remarked",
}

#[test]
fn the_recorded_histories_hold_every_kind_of_fact() {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for (name, text) in all() {
        let value: Value = serde_json::from_str(&text).unwrap();
        let Recorded { entries, .. } = serde_json::from_str(&text).unwrap();
        for (entry, written) in entries.iter().zip(value["entries"].as_array().unwrap()) {
            for (fact, written) in entry.facts.iter().zip(written["facts"].as_array().unwrap()) {
                assert_eq!(written["fact"], code(fact), "{name}");
                found.insert(code(fact));
            }
        }
    }
    let missing: Vec<&&str> = KINDS.iter().filter(|kind| !found.contains(**kind)).collect();
    assert!(missing.is_empty(), "in no recorded history: {missing:?}");
}

//! Histories that earlier versions recorded. Every later version accepts them: facts keep their meaning and their JSON, so that hashes still fit
//! and the state comes out as it was. A file in `histories/` is never edited and never made anew; new kinds of facts come with new files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed expectation is how a test fails")]

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;
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

#[test]
fn the_recorded_histories_hold_every_fact_that_has_been_recorded() {
    let mut facts: BTreeSet<String> = BTreeSet::new();
    for (_, text) in all() {
        let value: Value = serde_json::from_str(&text).unwrap();
        for fact in value["entries"].as_array().unwrap().iter().flat_map(|entry| entry["facts"].as_array().unwrap()) {
            facts.insert(fact["fact"].as_str().unwrap().to_owned());
        }
    }
    let first = [
        "cancelled",
        "completed",
        "hand_off_cancelled",
        "hand_off_dates_moved",
        "hand_off_offered",
        "hand_off_offered_again",
        "hand_off_reopened",
        "hand_off_returned",
        "hand_off_settled",
        "hand_off_signed",
        "hand_off_taken_back",
        "reopened",
        "resumed",
        "started",
        "suspended",
        "task_assigned",
        "task_blocked",
        "task_came_back",
        "task_cancelled",
        "task_date_moved",
        "task_distributed",
        "task_done",
        "task_handed",
        "task_left_out",
        "task_limit_set",
        "task_opened",
        "task_reopened",
        "wait_met",
    ];
    let between_sides = [
        "coordination_concluded",
        "coordination_opened",
        "hand_off_not_needed",
        "hand_off_objected",
        "hand_off_shared",
        "record_corrected",
        "step_required",
        "step_started",
        "task_objected",
        "task_objection_answered",
    ];
    for fact in first.into_iter().chain(between_sides) {
        assert!(facts.contains(fact), "{fact} is in no recorded history");
    }
}

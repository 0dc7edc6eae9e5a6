//! The annotated cooperative duties as the reader would give them.

use std::path::Path;

use duty_list::{CooperativeDuty, DepartmentClause, Duty, TownClause};
use serde_json::Value;

/// Every annotated duty.
pub fn duties() -> Vec<Duty> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/gold/dev.jsonl");
    let text = std::fs::read_to_string(path).expect("the annotated duties");
    text.lines().map(|line| duty(&serde_json::from_str(line).expect("a JSON object a line"))).collect()
}

fn duty(row: &Value) -> Duty {
    let departments = strings(&row["departments"]);
    let department_clauses = list(&row["department_clauses"]).enumerate().map(|(at, c)| department_clause(at, c)).collect();
    let town_clauses = list(&row["town_clauses"]).enumerate().map(|(at, c)| town_clause(at, c)).collect();
    let no = number(&row["no"]).expect("a number");
    Duty::Cooperative(CooperativeDuty {
        no,
        category: None,
        title: format!("事项{no}"),
        line: None,
        departments,
        department_clauses,
        town_clauses,
    })
}

fn department_clause(at: usize, c: &Value) -> DepartmentClause {
    DepartmentClause {
        i: u32::try_from(at).expect("small") + 1,
        section: string(&c["section"]),
        department: string(&c["department"]),
        also: Vec::new(),
        header: string(&c["header"]),
        n: number(&c["n"]),
        text: string(&c["text"]).expect("a text"),
        waits_for_town: c["waits_for_town"] == true,
        cue_wait: string(&c["cue"]),
    }
}

fn town_clause(at: usize, c: &Value) -> TownClause {
    let hands_to = strings(&c["hands_to"]);
    let waits_for_department = c["waits_for_department"] == true;
    let cues = strings(&c["cues"]);
    let (first, last) = (cues.first().cloned(), cues.last().cloned());
    let cue = string(&c["cue"]);
    let cue_wait = string(&c["cue_wait"]).or(first).or_else(|| cue.clone());
    let cue_hand = last.or(cue);
    TownClause {
        i: u32::try_from(at).expect("small") + 1,
        section: string(&c["section"]),
        n: number(&c["n"]),
        text: string(&c["text"]).expect("a text"),
        nature: serde_json::from_value(c["nature"].clone()).expect("a nature"),
        cue_hand: cue_hand.filter(|_| !hands_to.is_empty()),
        hands_to,
        hand_kind: serde_json::from_value(c["hand_kind"].clone()).expect("a kind of hand-off"),
        waits_for_department,
        cue_wait: cue_wait.filter(|_| waits_for_department),
        joint_with: strings(&c["joint_with"]),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn strings(value: &Value) -> Vec<String> {
    list(value).filter_map(string).collect()
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|n| u32::try_from(n).ok())
}

//! 接收并移送: what a town does when somebody comes to it with a duty that a department has taken back.
//!
//! Source: the product rule on withdrawn duties (register → inform → first handling if needed → transfer → signed for → reported back). The words
//! of the steps are the product's own; the list prints none for the town.

use duty_list::{DutyKind, DutyRef, HandKind, Nature, Outcome, WithdrawnDuty};

use super::{Cell, ClauseRef, Party, PlannedHandOff, Step, Template, Track, WaitFor};

/// The template of 接收并移送; `None` when nobody does the duty any more, or it merely may not be assessed: then there is nobody to transfer to.
#[must_use]
pub fn transfer(duty: &WithdrawnDuty) -> Option<Template> {
    if duty.outcome != Outcome::TakenOver || duty.departments.is_empty() {
        return None;
    }
    let names = duty.departments.join("、");
    let bodies: Vec<Party> = duty.departments.iter().map(|name| Party::Body { name: name.clone() }).collect();
    let inform = town(1, format!("登记来件，告知对方该事项现由{names}办理"), &[]);
    let first = town(2, "如情况紧急，先期处置并做好记录；不需要时选“本次不涉及”".to_owned(), &[]);
    let mut send = town(3, format!("将来件及有关材料移送{names}"), &["t1-town-1", "t1-town-2"]);
    let answers: Vec<String> = (1..=bodies.len()).map(|at| format!("t1-b{at}-1")).collect();
    // With one department the receiver is clear; with several the person who transfers chooses.
    let receiver = match duty.departments.as_slice() {
        [one] => one.clone(),
        _ => "*".to_owned(),
    };
    send.hands_to = vec![PlannedHandOff { receiver, listed: true, kind: HandKind::Transfer, feeds: answers.clone() }];
    let mut tell = town(4, "收到办理结果后告知来件人".to_owned(), &["t1-town-3"]);
    tell.waits_for = bodies.iter().zip(&answers).map(|(party, key)| WaitFor { party: party.clone(), step: Some(key.clone()) }).collect();
    let mut steps = vec![inform, first, send, tell];
    steps.extend(bodies.iter().zip(&answers).zip(1..).map(|((party, key), i)| {
        Step {
            key: key.clone(),
            party: party.clone(),
            clause: ClauseRef { cell: Cell::Department, i },
            text: duty
                .handling
                .clone()
                .map_or_else(|| "办理并向镇反馈结果".to_owned(), |handling| format!("{}（办理后向镇反馈结果）", trimmed(&handling))),
            nature: None,
            required: true,
            waits_for: vec![WaitFor { party: Party::Town, step: Some("t1-town-3".to_owned()) }],
            ..Step::default()
        }
    }));
    let lanes = std::iter::once(Party::Town).chain(bodies).collect();
    let track = Track { title: None, lanes, steps };
    Some(Template { duty: DutyRef { kind: DutyKind::Withdrawn, no: duty.no }, tracks: vec![track] })
}

fn trimmed(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '；'])
}

fn town(place: u32, text: String, after: &[&str]) -> Step {
    Step {
        key: format!("t1-town-{place}"),
        party: Party::Town,
        clause: ClauseRef { cell: Cell::Title, i: place },
        text,
        nature: Some(Nature::Step),
        required: true,
        after: after.iter().map(|key| (*key).to_owned()).collect(),
        ..Step::default()
    }
}

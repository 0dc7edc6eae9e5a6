//! Derives the template of a duty: tracks, lanes, hand-offs, waits and order, from the words of its clauses alone. What the words do not
//! settle carries a review code for a person ([`review`]); what they settle carries those words ([`Why`](super::Why)).

mod draft;
mod feeds;
mod order;
mod parties;
pub mod review;
mod sections;
mod waits;
mod words;

use duty_list::{BasicDuty, Body, CooperativeDuty, Duty, DutyList, DutyRef, Nature};

use super::{Cell, ClauseRef, Party, Step, Template, Track};

/// Derives the template of a duty, with no knowledge of the list's bodies beyond the duty itself.
#[must_use]
pub fn derive(duty: &Duty) -> Template {
    derive_with(duty, &[])
}

/// Derives the template of a duty; `bodies` says which spellings mean the same body.
#[must_use]
pub fn derive_with(duty: &Duty, bodies: &[Body]) -> Template {
    let tracks = match duty {
        Duty::Basic(basic) => vec![basic_track(basic)],
        Duty::Cooperative(cooperative) => cooperative_tracks(cooperative, bodies),
        // Withdrawn work is not the town's: there is nothing to start.
        Duty::Withdrawn(_) => Vec::new(),
    };
    Template { duty: DutyRef { kind: duty.kind(), no: duty.no() }, tracks }
}

/// Derives the templates of a whole list, in its order.
#[must_use]
pub fn derive_all(list: &DutyList) -> Vec<Template> {
    list.duties.iter().map(|duty| derive_with(duty, &list.bodies)).collect()
}

fn cooperative_tracks(duty: &CooperativeDuty, bodies: &[Body]) -> Vec<Track> {
    let parties = parties::Parties::of(duty, bodies);
    let parts = sections::split(duty);
    let mut drafts: Vec<draft::Draft<'_>> =
        parts.into_iter().enumerate().map(|(at, part)| draft::Draft::of(at + 1, part, &parties)).collect();
    draft::give_every_listed_body_a_lane(&mut drafts, &parties);
    drafts.into_iter().map(|draft| order::finish(draft, &parties)).collect()
}

/// One step: the title itself, which the office may split.
fn basic_track(duty: &BasicDuty) -> Track {
    let responsibility = duty.category.as_deref().is_some_and(words::is_responsibility);
    let mut review = Vec::new();
    if duty.category.is_none() {
        review.push(review::NATURE_UNSURE.to_owned());
    }
    let step = Step {
        key: "t1-town-1".to_owned(),
        party: Party::Town,
        clause: ClauseRef { cell: Cell::Title, i: 1 },
        text: duty.title.clone(),
        nature: Some(if responsibility { Nature::Standing } else { Nature::Step }),
        required: !responsibility,
        review,
        ..Step::default()
    };
    Track { title: None, lanes: vec![Party::Town], steps: vec![step] }
}

//! From the duties of a reading to lasting duties: matched by their words with those of earlier editions.

use std::collections::{BTreeMap, BTreeSet};

use duty_list::compare::{self, Certainty, Comparison};
use duty_list::{Duty, DutyList};
use workflow::ids::{BodyId, DutyId, DutyTextId, EditionId, TownId};

use super::super::error::ServiceError;
use super::super::tools::Tools;
use super::bodies::Keys;
use super::{Answers, Summary};
use crate::store::editions::{self, NewText};
use crate::store::lasting::{self, Lasting};
use crate::store::{Tx, org};

/// What a duty of the new list is to the duties of before.
#[derive(Debug)]
pub(super) enum Matched<'a> {
    /// No edition had it.
    New,
    /// An edition before had it.
    Kept {
        lasting: &'a Lasting,
        /// Whether its words differ.
        reworded: bool,
    },
}

/// A list matched with the duties of before.
#[derive(Debug)]
pub(super) struct Matching<'a> {
    /// One for each duty of the list, in its order.
    pub(super) duties: Vec<Matched<'a>>,
    /// Open duties that the list does not have.
    pub(super) gone: Vec<&'a Lasting>,
    /// The duties in force, against which the list is compared, in the order in which the comparison counts them.
    pub(super) open: Vec<&'a Lasting>,
    /// What differs.
    pub(super) comparison: Comparison,
}

/// The wording of a duty in the new edition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    pub(super) duty: DutyId,
    pub(super) text: DutyTextId,
    pub(super) reworded: bool,
    /// It stood in another table.
    pub(super) moved: bool,
}

/// Matches by words, with what a person answered about the duties of which it is not sure. A duty that an earlier edition had is opened again.
pub(super) fn matched<'a>(before: &'a [Lasting], duties: &[Duty], answers: &Answers) -> Matching<'a> {
    let open: Vec<&Lasting> = before.iter().filter(|lasting| !lasting.closed).collect();
    let old: Vec<Duty> = open.iter().map(|lasting| lasting.content.clone()).collect();
    let mut matches = compare::matched(&old, duties);
    matches.retain_mut(|found| {
        if found.certainty != Certainty::Unsure {
            return true;
        }
        match open.get(found.old).and_then(|lasting| answers.get(&lasting.id)) {
            Some(true) => found.certainty = Certainty::Sure,
            Some(false) => return false,
            None => {}
        }
        true
    });
    let comparison = compare::describe(&old, duties, &matches);
    let mut kept: BTreeMap<usize, &Lasting> = matches.iter().filter_map(|found| Some((found.new, *open.get(found.old)?))).collect();
    let stays: BTreeSet<DutyId> = kept.values().map(|lasting| lasting.id).collect();
    let closed: Vec<&Lasting> = before.iter().filter(|lasting| lasting.closed).collect();
    let ended: Vec<Duty> = closed.iter().map(|lasting| lasting.content.clone()).collect();
    let come: Vec<usize> = (0..duties.len()).filter(|at| !kept.contains_key(at)).collect();
    let rest: Vec<Duty> = come.iter().filter_map(|at| duties.get(*at).cloned()).collect();
    for found in compare::matched(&ended, &rest) {
        if let (true, Some(lasting), Some(at)) = (found.certainty != Certainty::Unsure, closed.get(found.old), come.get(found.new)) {
            kept.insert(*at, lasting);
        }
    }
    let of = |(at, duty): (usize, &Duty)| match kept.get(&at) {
        None => Matched::New,
        Some(lasting) => Matched::Kept { lasting, reworded: compare::wording(&lasting.content) != compare::wording(duty) },
    };
    Matching {
        duties: duties.iter().enumerate().map(of).collect(),
        gone: open.iter().filter(|lasting| !stays.contains(&lasting.id)).copied().collect(),
        open,
        comparison,
    }
}

/// Stores duties and wordings of the edition; answers with one for each duty of the list, in its order.
pub(super) async fn store(
    tx: &Tx,
    tools: &Tools,
    (town, edition): (TownId, EditionId),
    list: &DutyList,
    matching: &Matching<'_>,
    keys: &Keys,
    summary: &mut Summary,
) -> Result<Vec<Text>, ServiceError> {
    let now = tools.now();
    let mut added = Vec::new();
    let mut texts = Vec::with_capacity(list.duties.len());
    for (duty, matched) in list.duties.iter().zip(&matching.duties) {
        let text = tools.ids.next(now);
        texts.push(match matched {
            Matched::New => {
                let id: DutyId = tools.ids.next(now);
                added.push((id, duty.kind()));
                Text { duty: id, text, reworded: false, moved: false }
            }
            Matched::Kept { lasting, reworded } => {
                if lasting.closed {
                    lasting::reopen(tx, lasting.id).await?;
                }
                let moved = lasting.kind != duty.kind();
                if moved {
                    lasting::set_kind(tx, lasting.id, duty.kind()).await?;
                }
                Text { duty: lasting.id, text, reworded: *reworded, moved }
            }
        });
    }
    editions::add_duties(tx, town, &added, now).await?;
    for gone in &matching.gone {
        editions::close_duty(tx, gone.id, now).await?;
    }
    let rows: Vec<NewText> = texts
        .iter()
        .zip(&list.duties)
        .map(|(text, duty)| NewText { id: text.text, duty: text.duty, content: duty.clone(), bodies: bodies(duty, keys) })
        .collect();
    match editions::add_texts(tx, edition, &rows).await {
        Err(crate::store::StoreError::Unique(_)) => {
            return Err(ServiceError::invalid("file", "number-repeated", "清单中有两项的表别和序号相同，请先用 check 查看并更正清单"));
        }
        other => other?,
    }
    summary.new_duties = added.len();
    summary.closed = matching.gone.len();
    summary.moved = texts.iter().filter(|text| text.moved).count();
    summary.reworded = texts.iter().filter(|text| text.reworded).count();
    Ok(texts)
}

/// The bodies that a duty names, each spelling once, departments first.
fn bodies(duty: &Duty, keys: &Keys) -> Vec<(BodyId, String)> {
    let mut names: Vec<&str> = duty.departments().iter().map(String::as_str).collect();
    if let Duty::Cooperative(duty) = duty {
        let owners = duty.department_clauses.iter().flat_map(|clause| clause.department.iter().chain(&clause.also));
        let receivers = duty.town_clauses.iter().flat_map(|clause| clause.hands_to.iter().chain(&clause.joint_with));
        names.extend(owners.chain(receivers).map(String::as_str));
    }
    let mut bodies: Vec<(BodyId, String)> = Vec::new();
    for name in names {
        if let Some(body) = keys.get(&org::spelling_key(name))
            && !bodies.iter().any(|(_, spelling)| spelling == name)
        {
            bodies.push((*body, name.to_owned()));
        }
    }
    bodies
}

//! From the duties of a reading to lasting duties: matched by table and title with those of earlier editions.

use std::collections::{BTreeMap, VecDeque};

use duty_list::{Duty, DutyKind, DutyList};
use workflow::ids::{BodyId, DutyId, DutyTextId, EditionId, TownId};

use super::super::error::ServiceError;
use super::super::tools::Tools;
use super::Summary;
use super::bodies::Keys;
use crate::store::editions::{self, NewText};
use crate::store::lasting::{self, Lasting};
use crate::store::{Tx, org};

/// What a duty of the new list is to the duties of before.
#[derive(Debug)]
pub(super) enum Matched<'a> {
    /// No edition had it.
    New,
    /// The same words.
    Same(&'a Lasting),
    /// The same title, other words below it.
    Reworded(&'a Lasting),
}

/// A list matched with the duties of before.
#[derive(Debug)]
pub(super) struct Matching<'a> {
    /// One for each duty of the list, in its order.
    pub(super) duties: Vec<Matched<'a>>,
    /// Open duties that the list does not have.
    pub(super) gone: Vec<&'a Lasting>,
}

/// The wording of a duty in the new edition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    pub(super) duty: DutyId,
    pub(super) text: DutyTextId,
    pub(super) reworded: bool,
}

/// Matches by table and title. Where a title occurs twice in a table, first goes with first.
pub(super) fn matched<'a>(before: &'a [Lasting], duties: &[Duty]) -> Matching<'a> {
    let mut open: BTreeMap<(DutyKind, String), VecDeque<&Lasting>> = BTreeMap::new();
    for lasting in before {
        open.entry((lasting.kind, title_key(&lasting.content))).or_default().push_back(lasting);
    }
    let duties = duties
        .iter()
        .map(|duty| {
            let found = open.get_mut(&(duty.kind(), title_key(duty))).and_then(VecDeque::pop_front);
            match found {
                None => Matched::New,
                Some(lasting) if same_words(&lasting.content, duty) => Matched::Same(lasting),
                Some(lasting) => Matched::Reworded(lasting),
            }
        })
        .collect();
    let gone = open.into_values().flatten().filter(|lasting| !lasting.closed).collect();
    Matching { duties, gone }
}

/// A title without white space, brackets of one width, without a final stop.
fn title_key(duty: &Duty) -> String {
    org::spelling_key(duty.title()).trim_end_matches(['。', '；', '.', ';']).to_owned()
}

/// Whether two wordings differ in nothing but number and line.
fn same_words(one: &Duty, other: &Duty) -> bool {
    let neutral = |duty: &Duty| {
        let mut duty = duty.clone();
        let (no, line) = match &mut duty {
            Duty::Basic(duty) => (&mut duty.no, &mut duty.line),
            Duty::Cooperative(duty) => (&mut duty.no, &mut duty.line),
            Duty::Withdrawn(duty) => (&mut duty.no, &mut duty.line),
        };
        (*no, *line) = (0, None);
        duty
    };
    neutral(one) == neutral(other)
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
        let id = match matched {
            Matched::New => {
                let id: DutyId = tools.ids.next(now);
                added.push((id, duty.kind()));
                id
            }
            Matched::Same(lasting) | Matched::Reworded(lasting) => {
                if lasting.closed {
                    lasting::reopen(tx, lasting.id).await?;
                }
                lasting.id
            }
        };
        texts.push(Text { duty: id, text: tools.ids.next(now), reworded: matches!(matched, Matched::Reworded(_)) });
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

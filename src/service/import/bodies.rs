//! The bodies of a list: known ones by any of their spellings, the others are added to the county.

use std::collections::{BTreeMap, BTreeSet};

use duty_list::DutyList;
use uuid::Uuid;
use workflow::ids::BodyId;
use workflow::template::{Party, Template};

use super::super::error::ServiceError;
use super::super::tools::Tools;
use super::Summary;
use crate::store::{Tx, org};

/// Spellings, in their one form, and the bodies that they mean.
pub(super) type Keys = BTreeMap<String, BodyId>;

/// Makes every body of the list known, with all its spellings.
pub(super) async fn known(
    tx: &Tx,
    tools: &Tools,
    list: &DutyList,
    templates: &[Option<Template>],
    summary: &mut Summary,
) -> Result<Keys, ServiceError> {
    let mut keys = org::body_keys(tx).await?;
    for body in &list.bodies {
        let spellings: Vec<&str> = std::iter::once(&body.name).chain(&body.aliases).map(String::as_str).collect();
        group(tx, tools, &spellings, &mut keys, summary).await?;
    }
    // What a template names must be known, or its track could never be started.
    for name in named_by(templates) {
        group(tx, tools, &[&name], &mut keys, summary).await?;
    }
    Ok(keys)
}

/// The spellings of one body. Where some of them are known already, the first known one says which body it is; a spelling that another body has stays
/// that body's.
async fn group(tx: &Tx, tools: &Tools, spellings: &[&str], keys: &mut Keys, summary: &mut Summary) -> Result<(), ServiceError> {
    let Some(first) = spellings.first() else { return Ok(()) };
    let now = tools.now();
    let body = match spellings.iter().find_map(|spelling| keys.get(&org::spelling_key(spelling))) {
        Some(body) => *body,
        None => {
            let id: BodyId = tools.ids.next(now);
            org::create_body(tx, id, first, None).await?;
            keys.insert(org::spelling_key(first), id);
            summary.new_bodies += 1;
            id
        }
    };
    for spelling in spellings {
        let key = org::spelling_key(spelling);
        if !keys.contains_key(&key) && org::add_alias(tx, tools.ids.next::<Uuid>(now), body, spelling).await? {
            keys.insert(key, body);
            summary.new_spellings += 1;
        }
    }
    Ok(())
}

fn named_by(templates: &[Option<Template>]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut party = |party: &Party| {
        if let Party::Body { name } = party {
            names.insert(name.clone());
        }
    };
    let steps = || templates.iter().flatten().flat_map(|template| &template.tracks).flat_map(|track| &track.steps);
    for step in steps() {
        party(&step.party);
        step.waits_for.iter().for_each(|wait| party(&wait.party));
    }
    names.extend(steps().flat_map(|step| &step.hands_to).map(|planned| planned.receiver.clone()).filter(|name| name != "*"));
    names
}

//! The templates of an edition: new duties get one that is in use at once; a reworded duty gets a draft, and what is in use stays in use.

use duty_list::{Duty, DutyList};
use workflow::ids::{PersonId, TownId};
use workflow::template::derive::derive_with;
use workflow::template::{Template, transfer};

use super::super::error::ServiceError;
use super::super::tools::Tools;
use super::Summary;
use super::matching::Text;
use crate::store::Tx;
use crate::store::templates::{self, NewTemplate};

/// What each duty becomes, in the order of the list; nothing for a withdrawn one that has nobody to whom it could be transferred.
pub(super) fn derived(list: &DutyList) -> Vec<Option<Template>> {
    let of = |duty: &Duty| match duty {
        Duty::Basic(_) | Duty::Cooperative(_) => Some(derive_with(duty, &list.bodies)),
        Duty::Withdrawn(withdrawn) => transfer(withdrawn),
    };
    list.duties.iter().map(of).collect()
}

/// Stores what the duties become; `texts` holds the wording of each, in the same order.
pub(super) async fn store(
    tx: &Tx,
    tools: &Tools,
    (town, by): (TownId, Option<PersonId>),
    derived: Vec<Option<Template>>,
    texts: &[Text],
    summary: &mut Summary,
) -> Result<(), ServiceError> {
    let now = tools.now();
    let in_use = templates::published_of_town(tx, town).await?;
    let mut new = Vec::new();
    for (content, text) in derived.into_iter().zip(texts) {
        let Some(content) = content else { continue };
        match in_use.get(&text.duty) {
            None => {
                let (template, version) = (tools.ids.next(now), tools.ids.next(now));
                new.push(NewTemplate { template, version, duty: text.duty, town, text: text.text, content });
            }
            Some(used) if text.reworded && used.content.tracks != content.tracks => {
                templates::add_draft(tx, tools.ids.next(now), used.template, text.text, &content, by, now).await?;
                summary.new_drafts += 1;
            }
            Some(_) => {}
        }
    }
    templates::create_published(tx, &new, by, now).await?;
    summary.new_templates = new.len();
    Ok(())
}

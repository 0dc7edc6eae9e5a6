//! The templates of an edition: new duties get one that is in use at once; a reworded duty gets a draft, and what is in use stays in use.

use duty_list::{Duty, DutyList};
use workflow::ids::{PersonId, TemplateId, TownId};
use workflow::template::derive::derive_with;
use workflow::template::edit::carry;
use workflow::template::{Template, transfer};

use super::super::error::ServiceError;
use super::super::tools::Tools;
use super::Summary;
use super::matching::Text;
use crate::store::Tx;
use crate::store::template_drafts as drafts;
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
        let used = in_use.get(&text.duty);
        if text.moved {
            // The template of the other table cannot be used any more: the one of this table takes its place at once.
            if let Some(used) = used {
                templates::retire(tx, used.template).await?;
                drafts::clear(tx, used.template).await?;
            }
            let there = templates::of_duty(tx, text.duty).await?;
            if let (Some(template), Some(content)) = (there, &content) {
                put_in_use(tx, tools, (template, by), text, content).await?;
                summary.new_templates += 1;
                continue;
            }
        }
        let Some(content) = content else { continue };
        match used {
            None => {
                let (template, version) = (tools.ids.next(now), tools.ids.next(now));
                new.push(NewTemplate { template, version, duty: text.duty, town, text: text.text, content });
            }
            // What people decided on clauses that read as before is kept in what is proposed.
            Some(used) if text.reworded => {
                let content = carry(&used.content, content);
                if used.content.tracks != content.tracks {
                    templates::add_draft(tx, tools.ids.next(now), used.template, text.text, &content, by, now).await?;
                    summary.new_drafts += 1;
                }
            }
            Some(_) => {}
        }
    }
    templates::create_published(tx, &new, by, now).await?;
    summary.new_templates += new.len();
    Ok(())
}

async fn put_in_use(
    tx: &Tx,
    tools: &Tools,
    (template, by): (TemplateId, Option<PersonId>),
    text: &Text,
    content: &Template,
) -> Result<(), ServiceError> {
    let (id, now) = (tools.ids.next(tools.now()), tools.now());
    templates::add_draft(tx, id, template, text.text, content, by, now).await?;
    if let Some(version) = templates::version(tx, id).await? {
        templates::publish(tx, &version, now).await?;
    }
    Ok(())
}

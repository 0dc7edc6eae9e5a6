//! About what a person wants messages by a channel. Only what departs from the default is stored.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::mail_choice;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use workflow::ids::PersonId;
use workflow::topic::Topic;

use super::StoreError;
use super::messages::Channel;

/// About what a person wants messages by the channel. A topic that this version does not know is left out.
///
/// # Errors
/// See [`StoreError`].
pub async fn wanted(db: &impl ConnectionTrait, person: PersonId, channel: Channel) -> Result<BTreeSet<Topic>, StoreError> {
    let query = mail_choice::Entity::find().filter(mail_choice::Column::PersonId.eq(person.uuid()));
    let rows = query.filter(mail_choice::Column::Channel.eq(channel.code())).all(db).await?;
    let mut wanted: BTreeSet<Topic> = Topic::ALL.into_iter().filter(|topic| topic.is_on_by_default()).collect();
    for row in rows {
        match Topic::from_code(&row.topic) {
            Some(topic) if row.wanted => wanted.insert(topic),
            Some(topic) => wanted.remove(&topic),
            None => false,
        };
    }
    Ok(wanted)
}

/// Who asked for a topic that is off by default, with since when.
///
/// # Errors
/// See [`StoreError`].
pub async fn asked_for(db: &impl ConnectionTrait, topic: Topic, channel: Channel) -> Result<Vec<(PersonId, DateTime<Utc>)>, StoreError> {
    let query = mail_choice::Entity::find().filter(mail_choice::Column::Topic.eq(topic.code()));
    let query = query.filter(mail_choice::Column::Channel.eq(channel.code())).filter(mail_choice::Column::Wanted.eq(true));
    Ok(query.all(db).await?.into_iter().map(|row| (row.person_id.into(), row.since)).collect())
}

/// Keeps what a person wants by the channel. What was chosen before keeps its date.
///
/// # Errors
/// See [`StoreError`].
pub async fn set(
    db: &impl ConnectionTrait,
    person: PersonId,
    channel: Channel,
    wanted: &BTreeSet<Topic>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let of_person = mail_choice::Column::PersonId.eq(person.uuid()).and(mail_choice::Column::Channel.eq(channel.code()));
    let before = mail_choice::Entity::find().filter(of_person.clone()).all(db).await?;
    let since = |topic: Topic, is: bool| {
        let same = before.iter().find(|row| row.topic == topic.code() && row.wanted == is);
        same.map_or(now, |row| row.since)
    };
    mail_choice::Entity::delete_many().filter(of_person).exec(db).await?;
    let chosen = Topic::ALL.into_iter().filter(|topic| wanted.contains(topic) != topic.is_on_by_default());
    let rows: Vec<mail_choice::ActiveModel> = chosen
        .map(|topic| {
            let is = wanted.contains(&topic);
            mail_choice::ActiveModel {
                person_id: Set(person.uuid()),
                topic: Set(topic.code().to_owned()),
                channel: Set(channel.code().to_owned()),
                wanted: Set(is),
                since: Set(since(topic, is)),
            }
        })
        .collect();
    if !rows.is_empty() {
        mail_choice::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

//! The overdue report by mail, once a week, for who asked for it. It is due when the first working day of the week begins; what it says is read when it leaves.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use workflow::calendar::local_date;
use workflow::ids::MessageId;
use workflow::topic::Topic;

use super::error::ServiceError;
use super::tools::Tools;
use crate::store::mail_choices;
use crate::store::messages::{self, About, Channel, NewMessage};

/// The kind of the message.
pub(super) const KIND: &str = "weekly-overdue";

/// Queues this week's report for everybody who asked for it before the week's work began, once. After a downtime it is made up for on the same day, not later.
pub(super) async fn sweep(tools: &Tools, now: DateTime<Utc>) -> Result<usize, ServiceError> {
    let today = local_date(now);
    let monday = today - TimeDelta::days(i64::from(today.weekday().num_days_from_monday()));
    let calendar = tools.calendar.county();
    let first = local_date(calendar.next_working_start(workflow::calendar::instant(monday, chrono::NaiveTime::MIN)));
    let Some(begins) = calendar.day_start(first).filter(|begins| first == today && *begins <= now) else { return Ok(0) };
    let asked = mail_choices::asked_for(tools.store.read(), Topic::Weekly, Channel::Mail).await?;
    let mut queued = 0;
    for (recipient, _) in asked.into_iter().filter(|(_, since)| *since < begins) {
        let key = format!("{KIND}:{recipient}:{first}");
        if messages::is_known(tools.store.read(), &key).await? {
            continue;
        }
        let tx = tools.store.begin().await?;
        let message = NewMessage {
            id: tools.ids.next::<MessageId>(now),
            recipient,
            kind: KIND.to_owned(),
            subject: About::default(),
            params: serde_json::json!({}),
            due_at: begins,
            immediate: false,
            channel: Channel::Mail,
            dedupe_key: key,
        };
        if messages::insert(&tx, &message, now).await? {
            let job = jobs::DeliverMessage { message_id: message.id.uuid() };
            jobs::enqueue(&tx, now, &job, begins, Some(&message.id.to_string())).await?;
            queued += 1;
        }
        tx.commit().await?;
    }
    Ok(queued)
}

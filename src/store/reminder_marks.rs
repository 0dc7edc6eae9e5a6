//! Which occurrences of a reminder rule have been acted on. The key makes sure that none is acted on twice, whatever crashes or runs beside.

use chrono::{DateTime, Utc};
use entity::reminder_mark;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflow::reminder::{Occurrence, ReminderMark};

use super::StoreError;
use super::error::inconsistent;

/// Marks an occurrence for a task or hand-off; false when it was marked before.
///
/// # Errors
/// See [`StoreError`].
pub async fn mark(db: &impl ConnectionTrait, subject: Uuid, occurrence: &Occurrence, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let mark = serde_json::to_value(occurrence.mark).map_err(|error| inconsistent("reminder_mark", "mark", error))?;
    let row = reminder_mark::ActiveModel {
        subject_id: Set(subject),
        rule: Set(occurrence.rule.to_owned()),
        occurrence: Set(occurrence.key.clone()),
        at: Set(now),
        mark: Set(Some(mark)),
    };
    let key = [reminder_mark::Column::SubjectId, reminder_mark::Column::Rule, reminder_mark::Column::Occurrence];
    let known = OnConflict::columns(key).do_nothing().to_owned();
    Ok(reminder_mark::Entity::insert(row).on_conflict(known).exec_without_returning(db).await? > 0)
}

/// How far the reminders of a rule have gone for a task or hand-off in a holding period or round.
///
/// # Errors
/// See [`StoreError`].
pub async fn last(db: &impl ConnectionTrait, subject: Uuid, rule: &str, period: u32) -> Result<Option<ReminderMark>, StoreError> {
    let query = reminder_mark::Entity::find().filter(reminder_mark::Column::SubjectId.eq(subject));
    let rows = query.filter(reminder_mark::Column::Rule.eq(rule)).all(db).await?;
    let period = period.to_string();
    let mut last: Option<ReminderMark> = None;
    for row in rows.into_iter().filter(|row| row.occurrence.split('/').next() == Some(period.as_str())) {
        let Some(value) = row.mark else { continue };
        let mark: ReminderMark = serde_json::from_value(value).map_err(|error| inconsistent("reminder_mark", "mark", error))?;
        if last.is_none_or(|last| last.count < mark.count) {
            last = Some(mark);
        }
    }
    Ok(last)
}

//! What a person holds: shown before an account is closed, so that it finds a new holder.

use workflow::case::HandOffState;
use workflow::ids::PersonId;
use workflow::people::Unit;

use crate::store::{ConnectionTrait, StoreError, cases, lasting};

/// Something that a person holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The workflow's title.
    pub title: String,
    /// The clause.
    pub text: String,
    /// In which unit it is held.
    pub unit: Unit,
}

/// The open tasks that the person holds, and the hand-offs to a body that the person was given.
pub(super) async fn of(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Holding>, StoreError> {
    let mut held = Vec::new();
    for workflow in lasting::workflows_held_by_unscoped(db, person).await? {
        let Some(stored) = cases::load_unscoped(db, workflow).await? else { continue };
        let case = stored.case;
        for task in case.tasks.values().filter(|task| !task.is_over()) {
            if let Some(holder) = task.holder.filter(|holder| holder.person == Some(person)) {
                held.push(Holding { title: case.title.clone(), text: task.text.clone(), unit: holder.unit });
            }
        }
        for hand_off in case.hand_offs.values().filter(|hand_off| hand_off.person == Some(person)) {
            if hand_off.state != HandOffState::Settled && !hand_off.state.is_void() {
                let text = case.tasks.get(&hand_off.task).map(|task| task.text.clone()).unwrap_or_default();
                held.push(Holding { title: case.title.clone(), text, unit: hand_off.receiver.unit(case.town) });
            }
        }
    }
    Ok(held)
}

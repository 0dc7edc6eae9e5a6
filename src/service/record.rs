//! The log of administrative acts, written in the transaction of the act.

use serde_json::Value;
use uuid::Uuid;

use super::actor::Actor;
use super::tools::Tools;
use crate::store::audit::{self, Act};
use crate::store::{StoreError, Tx};

/// Records an act. `detail` never holds a secret.
pub(super) async fn record(
    tx: &Tx,
    tools: &Tools,
    actor: Actor<'_>,
    action: &str,
    (object_kind, object): (&str, Uuid),
    detail: Value,
) -> Result<(), StoreError> {
    let now = tools.now();
    let act = Act {
        id: tools.ids.next(now),
        at: now,
        actor: actor.person(),
        action: action.to_owned(),
        object_kind: object_kind.to_owned(),
        object: Some(object),
        detail,
    };
    audit::record(tx, &act).await
}

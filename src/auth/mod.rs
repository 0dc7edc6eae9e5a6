//! Who it is: passwords, log-in, sessions, tokens, and the protection of forms. What a person may do with one object is not decided here but where
//! the object is loaded.

pub mod account;
pub mod address;
pub mod cookie;
pub mod log_in;
pub mod origin;
pub mod password;
pub mod secret;
pub mod session;
pub mod throttle;
pub mod token;

pub use session::SignedIn;
pub use throttle::Throttle;

use crate::store::StoreError;

/// The database failed, or somebody else changed the same thing at the same moment.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Failed(#[from] StoreError);

impl Failed {
    /// Whether trying again may succeed: somebody else was at it.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(self.0, StoreError::Conflict(_))
    }
}

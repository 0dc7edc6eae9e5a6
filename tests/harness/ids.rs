//! Ids for tests that need them without a generator: the same number gives the same id.

use uuid::Uuid;

/// The id of a number.
pub fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

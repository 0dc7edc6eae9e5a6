//! Use cases of administration on a real database.

mod editions;
mod leaving;

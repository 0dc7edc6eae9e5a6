//! Use cases of administration on a real database.

mod batches;
mod calendar;
mod editions;
mod leaving;
mod templates;
mod verify;

//! Use cases, verb first: load, ask the rules, save, append the event, queue the messages; one transaction each. Owns no rule and no SQL.

pub mod act;
mod checks;
mod circumstances;
pub mod error;
mod notify;
pub mod start;
pub mod tools;

pub use error::{Problem, ServiceError};
pub use tools::{Request, Tools};

//! Use cases, verb first: load, ask the rules, save, append the event, queue the messages; one transaction each. Owns no rule and no SQL.

pub mod act;
mod checks;
mod circumstances;
pub mod duties;
pub mod error;
pub mod incoming;
mod notify;
pub mod office;
pub mod start;
pub mod tools;
mod typed;
pub mod view;
mod words;
pub mod work;

pub use error::{Problem, ServiceError};
pub use tools::{Request, Tools};
pub use typed::CHANNELS;

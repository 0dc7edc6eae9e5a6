//! Use cases, verb first: load, ask the rules, save, append the event, queue the messages; one transaction each. Owns no rule and no SQL.

pub mod act;
pub mod actor;
pub mod batch;
pub mod calendar;
mod checks;
mod circumstances;
pub mod deliver;
mod digest;
pub mod duties;
pub mod error;
pub mod import;
pub mod incoming;
pub mod lead;
pub mod mail_choices;
pub mod mails;
mod notify;
pub mod office;
pub mod people;
pub mod queue;
pub mod ready;
mod record;
pub mod recurrence;
pub mod start;
pub mod sweep;
pub mod templates;
pub mod tools;
pub mod towns;
mod typed;
pub mod view;
mod weekly;
mod words;
pub mod work;

pub use actor::Actor;
pub use error::{Problem, ServiceError};
pub use tools::{Request, Tools};
pub use typed::CHANNELS;

//! The rules of Dutyflow, pure: from a duty to its template, the machines of task, hand-off and workflow, the working-day calendar, recurring
//! work and the reminder policy. Time and randomness are arguments; nothing here reads a clock, a file or a database.

pub mod calendar;
pub mod case;
pub mod clock;
pub mod ids;
pub mod intake;
pub mod lead;
pub mod notice;
pub mod people;
pub mod personal;
pub mod recurrence;
pub mod refusal;
pub mod reminder;
pub mod settings;
pub mod substitute;
pub mod template;
pub mod topic;

//! The tables as SeaORM models, a file per table. No queries, no rules: what the columns mean is said by the domain types that `store` makes of them.
//!
//! Ids are UUIDs made by `workflow::ids`; times are UTC to the millisecond; codes are text; `version` is the optimistic lock of a mutable aggregate.
#![allow(missing_docs, reason = "columns carry the names of the domain's fields")]

pub mod absence;
pub mod api_token;
pub mod audit;
pub mod batch;
pub mod batch_row;
pub mod body;
pub mod body_alias;
pub mod calendar_change;
pub mod calendar_day;
pub mod calendar_hours;
pub mod calendar_year;
pub mod county;
pub mod duty;
pub mod duty_body;
pub mod duty_text;
pub mod edition;
pub mod event;
pub mod external_wait;
pub mod finding;
pub mod finding_decision;
pub mod hand_off;
pub mod incoming_item;
pub mod job;
pub mod lead;
pub mod lead_event;
pub mod leader_note;
pub mod ledger_row;
pub mod list_upload;
pub mod mail_choice;
pub mod message;
pub mod office;
pub mod person;
pub mod precedent;
pub mod recurrence;
pub mod recurrence_run;
pub mod reminder_mark;
pub mod role_grant;
pub mod schedule_tick;
pub mod session;
pub mod task;
pub mod task_dependency;
pub mod template;
pub mod template_draft;
pub mod template_version;
pub mod town;
pub mod village;
pub mod workflow;
pub mod workflow_copy;

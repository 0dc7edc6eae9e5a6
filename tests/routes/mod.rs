//! The pages by their addresses: what a person sees and what a form does.

mod account;
mod admin;
mod batch;
mod duty;
mod frame;
mod hand_off;
mod import;
mod incoming;
mod lead;
mod ledger;
mod recurrence;
mod sides;
mod task;
mod template;
mod work;
mod workflow;

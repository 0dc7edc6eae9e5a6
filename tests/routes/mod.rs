//! The pages by their addresses: what a person sees and what a form does.

mod account;
mod admin;
mod duty;
mod frame;
mod import;
mod incoming;
mod hand_off;
mod task;
mod work;
mod workflow;

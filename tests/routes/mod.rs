//! The pages by their addresses: what a person sees and what a form does.

mod account;
mod frame;

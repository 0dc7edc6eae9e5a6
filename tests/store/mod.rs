//! The store on a real database.

mod catalogue;
mod connect;
mod incoming;
mod maintenance;
mod messages;
mod org;
mod people;
mod upgrade;

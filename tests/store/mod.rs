//! The store on a real database.

mod connect;
mod maintenance;

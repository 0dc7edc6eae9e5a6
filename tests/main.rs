//! The integration tests, one binary. They run on SQLite, or on PostgreSQL when `DUTYFLOW_TEST_POSTGRES` holds the address of a server.

mod config;
mod harness;
mod store;

//! The integration tests, one binary. They run on SQLite, or on PostgreSQL when `DUTYFLOW_TEST_POSTGRES` holds the address of a server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed expectation is how a test fails")]

mod browser;
mod cli;
mod config;
mod flows;
mod harness;
mod jobs;
mod routes;
mod service;
mod store;

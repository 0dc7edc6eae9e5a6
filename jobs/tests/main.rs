//! The queue on real databases: SQLite always, PostgreSQL when `DUTYFLOW_TEST_POSTGRES` names a server on which databases may be created.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the harness is part of the tests")]

mod attempts;
mod enqueue;
mod harness;
mod kinds;
mod leases;
mod life_cycle;
mod looking;
mod ticks;
mod workers;

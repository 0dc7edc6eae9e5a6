//! The queue on real databases: SQLite always, PostgreSQL when `DUTYFLOW_TEST_POSTGRES` names a server on which databases may be created.

mod attempts;
mod enqueue;
mod harness;
mod kinds;
mod leases;
mod looking;
mod ticks;
mod workers;

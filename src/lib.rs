//! Dutyflow.

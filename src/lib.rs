//! Dutyflow.

pub mod api;
pub mod app;
pub mod auth;
pub mod cli;
pub mod config;
pub mod extract;
pub mod mail;
pub mod report;
pub mod service;
pub mod state;
pub mod store;
pub mod text;
pub mod urls;
pub mod watch;
pub mod web;
pub mod worker;

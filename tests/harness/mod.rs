//! What tests stand on.

pub mod browser;
pub mod county;
pub mod db;
pub mod ids;
pub mod program;
pub mod site;
pub mod smtp;

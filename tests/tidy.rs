//! Reads the sources, the manifests and the papers, and fails when they break a rule of this project. Runs no code of ours.
//!
//! Each check returns what it found as lines `file:line: what is wrong and what to do`; a test fails when there is any.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed expectation is how a test fails")]

#[path = "tidy/arrows.rs"]
mod arrows;
#[path = "tidy/css.rs"]
mod css;
#[path = "tidy/dependencies.rs"]
mod dependencies;
#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/never.rs"]
mod never;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/templates.rs"]
mod templates;

/// Fails with all findings at once.
#[track_caller]
fn assert_none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

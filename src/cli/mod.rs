//! The command line: one file a command. Owns arguments, exit status and what is printed; the work is done by `service`.

mod args;
mod backup;
mod calendar;
mod check;
mod compare;
mod demo;
mod import;
mod jobs;
mod list;
mod log;
mod mail;
mod migrate;
mod open;
mod out;
mod parse;
mod progress;
mod report;
mod serve;
mod templates;
mod town;
mod usage;
mod user;
mod verify;

use std::process::ExitCode;

use clap::FromArgMatches;

use crate::text::{Language, Texts};
use args::{Cli, Command};
use out::Out;

/// How a command ended, as the exit status says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Everything was done.
    Done,
    /// A check found an error in what it looked at.
    Found,
}

/// A mistake in the arguments that only the command itself can see.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct WrongUsage(String);

/// Parses the command line and runs the command.
#[must_use]
pub fn main() -> ExitCode {
    let matches = match usage::command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return usage::explain(&error),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return usage::explain(&error),
    };
    let out = Out::new(Texts::of(cli.language.map_or(Language::Zh, Language::from)));
    match run(cli.command, &out) {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Found) => ExitCode::from(3),
        // Whoever reads our output has seen enough.
        Err(error) if out::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            out.complain(&error);
            ExitCode::from(if error.is::<WrongUsage>() { 2 } else { 1 })
        }
    }
}

fn run(command: Command, out: &Out) -> anyhow::Result<Exit> {
    match command {
        Command::Parse(args) => parse::run(&args, out),
        Command::Check(args) => check::run(&args, out),
        Command::Templates(args) => templates::run(&args, out),
        Command::Compare(args) => compare::run(&args, out),
        Command::Import(args) => import::run(&args, out),
        Command::Town(args) => town::run(&args, out),
        Command::Calendar(args) => calendar::run(&args, out),
        Command::User(args) => user::run(&args, out),
        Command::Report(args) => report::run(&args, out),
        Command::Mail(args) => mail::run(&args, out),
        Command::Jobs(args) => jobs::run(&args, out),
        Command::Serve(args) => serve::run(&args, out),
        Command::Worker(place) => serve::run_worker(&place, out),
        Command::Migrate(place) => migrate::run(&place, out),
        Command::Backup(args) => backup::back_up(&args, out),
        Command::Restore(args) => backup::restore(&args, out),
        Command::Demo(args) => demo::run(&args, out),
        Command::Verify(place) => verify::run(&place, out),
    }
}

//! Help and complaints about usage: clap's, in our words.

use std::process::ExitCode;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, CommandFactory};

use super::args::Cli;
use super::out::Out;
use crate::text::{self, Language, Texts, fill};

/// The words in Chinese.
pub(super) fn zh(pick: fn(&text::Cli) -> &'static str) -> &'static str {
    pick(&Texts::of(Language::Zh).cli)
}

fn en(pick: fn(&text::Cli) -> &'static str) -> &'static str {
    pick(&Texts::of(Language::En).cli)
}

/// Chinese, and English on a line of its own.
pub(super) fn both(pick: fn(&text::Cli) -> &'static str) -> String {
    format!("{}\n{}", zh(pick), en(pick))
}

/// Chinese and English on one line.
pub(super) fn line(pick: fn(&text::Cli) -> &'static str) -> String {
    format!("{} · {}", zh(pick), en(pick))
}

/// The command line with headings, help and version in our words.
pub(super) fn command() -> clap::Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help(line(|t| t.version));
    dressed(Cli::command().disable_help_subcommand(true).disable_version_flag(true).arg(version))
}

fn dressed(command: clap::Command) -> clap::Command {
    let template = format!("{{about-with-newline}}\n{}：{{usage}}\n\n{{all-args}}{{after-help}}", line(|t| t.usage));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(line(|t| t.help));
    let command = command
        .help_template(template)
        .subcommand_help_heading(zh(|t| t.commands))
        .subcommand_value_name(zh(|t| t.command_name))
        .disable_help_flag(true)
        .arg(help)
        .mut_args(|arg| {
            let heading = if arg.is_positional() { zh(|t| t.arguments) } else { zh(|t| t.options) };
            arg.help_heading(heading)
        });
    command.mut_subcommands(dressed)
}

/// Prints help where it was asked for, else one line about what is wrong.
pub(super) fn explain(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // Nothing is left to be told when even this cannot be printed.
            let _ = error.print();
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            ExitCode::from(2)
        }
        _ => {
            let out = Out::new(Texts::of(Language::Zh));
            let reason = reason(error);
            out.complain_about(&fill(zh(|t| t.wrong_usage), &[("reason", &reason), ("command", &command_of(error))]));
            ExitCode::from(2)
        }
    }
}

fn reason(error: &clap::Error) -> String {
    let what = words(error, ContextKind::InvalidArg);
    // `--format`, not `--format <FORMAT>`; a missing argument keeps its name.
    let what = if what.starts_with("--") { what.split(' ').next().unwrap_or_default().to_owned() } else { what };
    let value = words(error, ContextKind::InvalidValue);
    let choices = words(error, ContextKind::ValidValue);
    match error.kind() {
        ErrorKind::MissingRequiredArgument => fill(zh(|t| t.usage_missing), &[("what", &what)]),
        ErrorKind::MissingSubcommand => zh(|t| t.usage_command).to_owned(),
        ErrorKind::UnknownArgument => fill(zh(|t| t.usage_unknown), &[("what", &what)]),
        ErrorKind::InvalidSubcommand => fill(zh(|t| t.usage_unknown), &[("what", &words(error, ContextKind::InvalidSubcommand))]),
        ErrorKind::ArgumentConflict => {
            let other = words(error, ContextKind::PriorArg);
            if what == other {
                fill(zh(|t| t.usage_twice), &[("what", &what)])
            } else {
                fill(zh(|t| t.usage_conflict), &[("what", &what), ("other", &other)])
            }
        }
        _ if value.is_empty() && !what.is_empty() => fill(zh(|t| t.usage_missing), &[("what", &what)]),
        _ if !choices.is_empty() => fill(zh(|t| t.usage_value_choices), &[("value", &value), ("what", &what), ("choices", &choices)]),
        _ if !what.is_empty() => fill(zh(|t| t.usage_value), &[("value", &value), ("what", &what)]),
        _ => error.kind().to_string(),
    }
}

fn words(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => plain(text),
        _ => String::new(),
    }
}

/// `dutyflow parse` of the usage line that clap would print.
fn command_of(error: &clap::Error) -> String {
    let usage = words(error, ContextKind::Usage);
    let names =
        usage.split_whitespace().skip_while(|word| *word != "dutyflow").take_while(|word| word.chars().all(|c| c.is_ascii_lowercase()));
    let named = names.collect::<Vec<_>>().join(" ");
    if named.is_empty() { "dutyflow".to_owned() } else { named }
}

/// Without the escape sequences of a terminal.
fn plain(text: &StyledStr) -> String {
    text.to_string()
}

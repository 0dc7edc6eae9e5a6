//! The arguments of every command. Their words come from the catalogue: Chinese in short help, both languages in `--help`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::usage::{both, line, zh};
use crate::text::Language;

#[derive(Debug, Parser)]
#[command(name = "dutyflow", version, about = zh(|t| t.about), long_about = both(|t| t.about), after_help = zh(|t| t.after_help), after_long_help = both(|t| t.after_help))]
pub(super) struct Cli {
    #[arg(long = "lang", value_name = "LANG", value_enum, global = true, help = line(|t| t.language))]
    pub(super) language: Option<LanguageArg>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LanguageArg {
    Zh,
    En,
}

impl From<LanguageArg> for Language {
    fn from(language: LanguageArg) -> Self {
        match language {
            LanguageArg::Zh => Self::Zh,
            LanguageArg::En => Self::En,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(about = zh(|t| t.parse), long_about = both(|t| t.parse), after_long_help = both(|t| t.parse_more))]
    Parse(ListFile),
    #[command(about = zh(|t| t.check), long_about = both(|t| t.check), after_long_help = both(|t| t.check_more))]
    Check(CheckFile),
    #[command(about = zh(|t| t.templates), long_about = both(|t| t.templates), after_long_help = both(|t| t.parse_more))]
    Templates(ListFile),
}

#[derive(Debug, Args)]
pub(super) struct ListFile {
    #[arg(value_name = "FILE", help = line(|t| t.list_file))]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "json", help = line(|t| t.format))]
    pub(super) format: JsonOnly,
    #[arg(long, short, help = line(|t| t.quiet))]
    pub(super) quiet: bool,
}

/// The one format of a reading so far; the option leaves room for others.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum JsonOnly {
    Json,
}

#[derive(Debug, Args)]
pub(super) struct CheckFile {
    #[arg(value_name = "FILE", help = line(|t| t.list_file))]
    pub(super) file: PathBuf,
}

//! The arguments of every command. Their words come from the catalogue: Chinese in short help, both languages in `--help`.

mod calendar;

use std::net::SocketAddr;
use std::num::ParseIntError;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use duty_list::{DutyKind, DutyRef};
use workflow::settings::TownLimits;

pub(super) use calendar::{
    CalendarArgs, CalendarCommand, CalendarCount, CalendarExplain, CalendarHours, CalendarImport, CalendarRemove, CalendarShow,
    CalendarYear, DayOf,
};

use super::usage::{both, line, zh};
use crate::text::{Language, Texts};

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
    #[command(about = zh(|t| t.templates), long_about = both(|t| t.templates), after_long_help = both(|t| t.templates_more))]
    Templates(Templates),
    #[command(about = zh(|t| t.compare), long_about = both(|t| t.compare), after_long_help = both(|t| t.compare_more))]
    Compare(Compare),
    #[command(about = zh(|t| t.import), long_about = both(|t| t.import), after_long_help = both(|t| t.import_more))]
    Import(Import),
    #[command(about = zh(|t| t.town), long_about = both(|t| t.town))]
    Town(Town),
    #[command(about = zh(|t| t.calendar), long_about = both(|t| t.calendar), after_long_help = both(|t| t.calendar_more))]
    Calendar(CalendarArgs),
    #[command(about = zh(|t| t.user), long_about = both(|t| t.user))]
    User(User),
    #[command(about = zh(|t| t.report), long_about = both(|t| t.report))]
    Report(Report),
    #[command(about = zh(|t| t.mail), long_about = both(|t| t.mail))]
    Mail(Mail),
    #[command(about = zh(|t| t.jobs), long_about = both(|t| t.jobs), args_conflicts_with_subcommands = true)]
    Jobs(Jobs),
    #[command(about = zh(|t| t.serve), long_about = both(|t| t.serve), after_long_help = both(|t| t.serve_more))]
    Serve(Serve),
    #[command(about = zh(|t| t.worker), long_about = both(|t| t.worker))]
    Worker(Place),
    #[command(about = zh(|t| t.migrate), long_about = both(|t| t.migrate))]
    Migrate(Place),
    #[command(about = zh(|t| t.backup), long_about = both(|t| t.backup))]
    Backup(Backup),
    #[command(about = zh(|t| t.restore), long_about = both(|t| t.restore))]
    Restore(Restore),
    #[command(about = zh(|t| t.demo), long_about = both(|t| t.demo), after_long_help = both(|t| t.demo_more))]
    Demo(Demo),
    #[command(about = zh(|t| t.verify), long_about = both(|t| t.verify), after_long_help = both(|t| t.verify_more))]
    Verify(Place),
}

/// `mail preview [KIND]`, `mail test ADDRESS`.
#[derive(Debug, Args)]
pub(super) struct Mail {
    #[command(subcommand)]
    pub(super) command: MailCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum MailCommand {
    #[command(about = zh(|t| t.mail_preview), long_about = both(|t| t.mail_preview))]
    Preview(MailPreview),
    #[command(about = zh(|t| t.mail_test), long_about = both(|t| t.mail_test), after_long_help = both(|t| t.mail_test_more))]
    Test(MailTest),
}

#[derive(Debug, Args)]
pub(super) struct MailPreview {
    #[arg(value_name = "KIND", help = line(|t| t.mail_kind))]
    pub(super) kind: Option<String>,
    #[arg(long, help = line(|t| t.mail_html))]
    pub(super) html: bool,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct MailTest {
    #[arg(value_name = "ADDRESS", help = line(|t| t.mail_address))]
    pub(super) address: String,
    #[command(flatten)]
    pub(super) place: Place,
}

/// `jobs`, `jobs retry ID`.
#[derive(Debug, Args)]
pub(super) struct Jobs {
    #[command(subcommand)]
    pub(super) command: Option<JobsCommand>,
    #[arg(long, help = line(|t| t.jobs_json))]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Subcommand)]
pub(super) enum JobsCommand {
    #[command(about = zh(|t| t.jobs_retry), long_about = both(|t| t.jobs_retry))]
    Retry(JobsRetry),
}

#[derive(Debug, Args)]
pub(super) struct JobsRetry {
    #[arg(value_name = "ID", help = line(|t| t.jobs_id))]
    pub(super) id: i64,
    #[command(flatten)]
    pub(super) place: Place,
}

/// Where the data lie.
#[derive(Debug, Args)]
pub(super) struct Place {
    #[arg(long = "data", value_name = "DIR", help = line(|t| t.place_data))]
    pub(super) data: Option<PathBuf>,
    #[arg(long = "config", value_name = "FILE", help = line(|t| t.place_config))]
    pub(super) config: Option<PathBuf>,
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

/// `templates FILE`, as JSON, or as a clerk would read them.
#[derive(Debug, Args)]
pub(super) struct Templates {
    #[arg(value_name = "FILE", help = line(|t| t.list_file))]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "json", help = line(|t| t.format))]
    pub(super) format: TextOrJson,
    #[arg(long, value_name = "DUTY", help = line(|t| t.templates_duty))]
    pub(super) duty: Option<DutyName>,
    #[arg(long, short, help = line(|t| t.quiet))]
    pub(super) quiet: bool,
}

/// A duty by table and number: `28`, `配合28`, `basic119`; without a table the cooperative one.
#[derive(Debug, Clone, Copy)]
pub(super) struct DutyName(pub(super) DutyRef);

impl FromStr for DutyName {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let tables = [
            (DutyKind::Basic, ["basic", Texts::of(Language::Zh).duty_kind_short(DutyKind::Basic)]),
            (DutyKind::Cooperative, ["cooperative", Texts::of(Language::Zh).duty_kind_short(DutyKind::Cooperative)]),
            (DutyKind::Withdrawn, ["withdrawn", Texts::of(Language::Zh).duty_kind_short(DutyKind::Withdrawn)]),
        ];
        let text = text.trim();
        let named = tables.iter().find_map(|(kind, names)| names.iter().find_map(|name| Some((*kind, text.strip_prefix(name)?))));
        let (kind, no) = named.unwrap_or((DutyKind::Cooperative, text));
        Ok(Self(DutyRef { kind, no: no.trim().parse()? }))
    }
}

#[derive(Debug, Args)]
pub(super) struct CheckFile {
    #[arg(value_name = "FILE", help = line(|t| t.list_file))]
    pub(super) file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Compare {
    #[arg(value_name = "OLD", help = line(|t| t.compare_old))]
    pub(super) old: PathBuf,
    #[arg(value_name = "NEW", help = line(|t| t.compare_new))]
    pub(super) new: PathBuf,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text", help = line(|t| t.format))]
    pub(super) format: TextOrJson,
}

/// For people or for programs.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum TextOrJson {
    Text,
    Json,
}

/// What duties are whose words changed so much that it is not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Unsure {
    Same,
    Different,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    #[arg(value_name = "FILE", help = line(|t| t.list_file))]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "NAME", help = line(|t| t.import_town))]
    pub(super) town: String,
    #[command(flatten)]
    pub(super) limits: Limits,
    #[arg(long, help = line(|t| t.import_accept))]
    pub(super) accept: bool,
    #[arg(long, value_name = "ANSWER", value_enum, help = line(|t| t.import_unsure))]
    pub(super) unsure: Option<Unsure>,
    #[arg(long = "allow-other-town", help = line(|t| t.import_other))]
    pub(super) allow_other_town: bool,
    #[command(flatten)]
    pub(super) place: Place,
}

/// A town's default limits: all three, or none at all.
#[derive(Debug, Args)]
pub(super) struct Limits {
    #[arg(long = "sign", value_name = "DAYS", help = line(|t| t.limit_sign), requires = "answer", requires = "step", conflicts_with = "none")]
    pub(super) sign: Option<Days>,
    #[arg(long = "answer", value_name = "DAYS", help = line(|t| t.limit_answer), requires = "sign", requires = "step", conflicts_with = "none")]
    pub(super) answer: Option<Days>,
    #[arg(long = "step", value_name = "DAYS", help = line(|t| t.limit_step), requires = "sign", requires = "answer", conflicts_with = "none")]
    pub(super) step: Option<Days>,
    #[arg(id = "none", long = "no-limits", help = line(|t| t.limit_none))]
    pub(super) none: bool,
}

impl Limits {
    /// What was chosen; nothing when no limit is mentioned.
    pub(super) fn chosen(&self) -> Option<TownLimits> {
        match (self.sign, self.answer, self.step) {
            _ if self.none => Some(TownLimits::default()),
            (Some(sign), Some(answer), Some(step)) => Some(TownLimits { sign: sign.0, answer: answer.0, step: step.0 }),
            _ => None,
        }
    }
}

/// Working days, or none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days(Option<u32>);

impl FromStr for Days {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "none" { Ok(Self(None)) } else { text.parse().map(|days| Self(Some(days))) }
    }
}

#[derive(Debug, Args)]
pub(super) struct Town {
    #[command(subcommand)]
    pub(super) command: TownCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum TownCommand {
    #[command(about = zh(|t| t.town_add), long_about = both(|t| t.town_add))]
    Add(TownAdd),
    #[command(about = zh(|t| t.town_list), long_about = both(|t| t.town_list))]
    List(Place),
    #[command(about = zh(|t| t.town_limits), long_about = both(|t| t.town_limits))]
    Limits(TownLimitsArgs),
    #[command(about = zh(|t| t.town_office), long_about = both(|t| t.town_office))]
    Office(Units),
    #[command(about = zh(|t| t.town_village), long_about = both(|t| t.town_village))]
    Village(Units),
}

#[derive(Debug, Args)]
pub(super) struct TownAdd {
    #[arg(value_name = "NAME", help = line(|t| t.town_name))]
    pub(super) name: String,
    #[arg(long, value_name = "NAME", help = line(|t| t.town_county))]
    pub(super) county: Option<String>,
    #[arg(long, value_name = "REGION", value_enum, default_value = "xinjiang", help = line(|t| t.town_region))]
    pub(super) region: Region,
    #[command(flatten)]
    pub(super) place: Place,
}

/// Whose holidays and working hours hold.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Region {
    Xinjiang,
    None,
}

#[derive(Debug, Args)]
pub(super) struct TownLimitsArgs {
    #[arg(value_name = "NAME", help = line(|t| t.town_name))]
    pub(super) name: String,
    #[command(flatten)]
    pub(super) limits: Limits,
    #[command(flatten)]
    pub(super) place: Place,
}

/// `office add NAME… --town TOWN`, `village add NAME… --town TOWN`.
#[derive(Debug, Args)]
pub(super) struct Units {
    #[command(subcommand)]
    pub(super) command: UnitCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum UnitCommand {
    #[command(about = zh(|t| t.unit_add), long_about = both(|t| t.unit_add))]
    Add(UnitAdd),
}

#[derive(Debug, Args)]
pub(super) struct UnitAdd {
    #[arg(value_name = "NAME", required = true, help = line(|t| t.unit_names))]
    pub(super) names: Vec<String>,
    #[arg(long, value_name = "NAME", help = line(|t| t.town_name))]
    pub(super) town: String,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct User {
    #[command(subcommand)]
    pub(super) command: UserCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    #[command(about = zh(|t| t.user_add), long_about = both(|t| t.user_add), after_long_help = both(|t| t.user_add_more))]
    Add(UserAdd),
    #[command(about = zh(|t| t.user_list), long_about = both(|t| t.user_list))]
    List(Place),
    #[command(about = zh(|t| t.user_reset), long_about = both(|t| t.user_reset))]
    Reset(Who),
    #[command(about = zh(|t| t.user_import), long_about = both(|t| t.user_import), after_long_help = both(|t| t.user_import_more))]
    Import(UserImport),
    #[command(about = zh(|t| t.user_grant), long_about = both(|t| t.user_grant))]
    Grant(UserRole),
    #[command(about = zh(|t| t.user_end), long_about = both(|t| t.user_end))]
    End(UserRole),
    #[command(about = zh(|t| t.user_deactivate), long_about = both(|t| t.user_deactivate), after_long_help = both(|t| t.user_deactivate_more))]
    Deactivate(UserDeactivate),
    #[command(about = zh(|t| t.user_token), long_about = both(|t| t.user_token))]
    Token(UserToken),
}

#[derive(Debug, Args)]
pub(super) struct UserAdd {
    #[arg(value_name = "NAME", help = line(|t| t.user_name))]
    pub(super) name: String,
    #[arg(long = "role", value_name = "ROLE[:UNIT]", required = true, help = line(|t| t.user_role))]
    pub(super) roles: Vec<String>,
    #[arg(long, value_name = "NAME", help = line(|t| t.user_town))]
    pub(super) town: Option<String>,
    #[arg(long, value_name = "LOGIN", help = line(|t| t.user_login))]
    pub(super) login: Option<String>,
    #[arg(long, value_name = "PHONE", help = line(|t| t.user_phone))]
    pub(super) phone: Option<String>,
    #[arg(long, value_name = "MAIL", help = line(|t| t.user_mail))]
    pub(super) mail: Option<String>,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct Who {
    #[arg(value_name = "WHO", help = line(|t| t.user_who))]
    pub(super) who: String,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct UserImport {
    #[arg(value_name = "FILE", help = line(|t| t.user_file))]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "NAME", help = line(|t| t.user_town))]
    pub(super) town: Option<String>,
    #[arg(long = "dry-run", help = line(|t| t.user_dry_run))]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct UserRole {
    #[arg(value_name = "WHO", help = line(|t| t.user_who))]
    pub(super) who: String,
    #[arg(long = "role", value_name = "ROLE[:UNIT]", help = line(|t| t.user_role))]
    pub(super) role: String,
    #[arg(long, value_name = "NAME", help = line(|t| t.user_town))]
    pub(super) town: Option<String>,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct UserDeactivate {
    #[arg(value_name = "WHO", help = line(|t| t.user_who))]
    pub(super) who: String,
    #[arg(long = "to", value_name = "WHO", help = line(|t| t.user_to))]
    pub(super) to: Option<String>,
    #[arg(long = "in-box", conflicts_with = "to", help = line(|t| t.user_in_box))]
    pub(super) in_box: bool,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct UserToken {
    #[arg(value_name = "WHO", help = line(|t| t.user_who))]
    pub(super) who: String,
    #[arg(long, value_name = "NAME", help = line(|t| t.token_name))]
    pub(super) name: String,
    #[arg(long, value_name = "DAYS", default_value_t = 90, help = line(|t| t.token_days))]
    pub(super) days: u32,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct Report {
    #[command(subcommand)]
    pub(super) command: ReportCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ReportCommand {
    #[command(about = zh(|t| t.report_overdue), long_about = both(|t| t.report_overdue))]
    Overdue(Overdue),
}

#[derive(Debug, Args)]
pub(super) struct Overdue {
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "table", help = line(|t| t.format))]
    pub(super) format: ReportFormat,
    #[arg(long, value_name = "NAME", help = line(|t| t.report_town))]
    pub(super) town: Option<String>,
    #[arg(long, short, value_name = "FILE", help = line(|t| t.report_output))]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Table,
    Csv,
    Xlsx,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[arg(long, value_name = "ADDRESS", help = line(|t| t.serve_listen))]
    pub(super) listen: Option<SocketAddr>,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct Backup {
    #[arg(value_name = "FILE", help = line(|t| t.backup_file))]
    pub(super) file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[arg(value_name = "FILE", help = line(|t| t.restore_file))]
    pub(super) file: PathBuf,
    #[arg(long, help = line(|t| t.restore_yes))]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
pub(super) struct Demo {
    #[arg(long, help = line(|t| t.demo_reset))]
    pub(super) reset: bool,
    #[arg(long, value_name = "PORT", help = line(|t| t.demo_port))]
    pub(super) port: Option<u16>,
    #[arg(long = "data", value_name = "DIR", help = line(|t| t.demo_data))]
    pub(super) data: Option<PathBuf>,
}

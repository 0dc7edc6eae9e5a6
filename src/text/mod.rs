//! The one catalogue of texts, Chinese and English: what pages, mails, refusals and findings say. One file an area; a text that lacks one of the
//! two languages does not compile. Owns the wording and the writing of dates, not where they are shown.

mod common;
pub mod date;
mod fill;

mod absence;
mod account;
mod admin;
mod cli;
mod deed;
mod dispute;
mod duty;
mod finding;
mod hand_off;
mod history;
mod import;
mod incoming;
mod inside;
mod lead;
mod ledger;
mod mail;
mod meeting;
mod names;
mod nav;
mod recurrence;
mod refusal;
mod report;
mod sides;
mod task;
mod template;
mod workflow;

pub use self::workflow::Workflow;
pub use absence::Absence;
pub use account::Account;
pub use admin::Admin;
pub use cli::Cli;
pub use common::Common;
pub use deed::Deed;
pub use dispute::Dispute;
pub use duty::Duty;
pub use fill::fill;
pub use finding::Finding;
pub use hand_off::HandOff;
pub use history::{History, Sentence, Told, Tone};
pub use import::Import;
pub use incoming::Incoming;
pub use inside::Inside;
pub use lead::{Lead, LeadNames};
pub use ledger::Ledger;
pub use mail::Mail;
pub use meeting::Meeting;
pub use nav::Nav;
pub use recurrence::Recurrence;
pub use refusal::Refusal;
pub use report::Report;
pub use sides::Sides;
pub use task::Task;
pub use template::{Template, short};

/// A language of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// Both, in the order in which screens list them.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The code as stored: `zh`, `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The language of a code; `None` for an unknown one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The value of the `lang` attribute.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Its own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Zh => "中文",
            Self::En => "English",
        }
    }

    /// The first language of an `Accept-Language` header that there is a catalogue for; Chinese without one.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        header
            .split(',')
            .find_map(|part| {
                let tag = part.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
                match tag.split('-').next() {
                    Some("zh") => Some(Self::Zh),
                    Some("en") => Some(Self::En),
                    _ => None,
                }
            })
            .unwrap_or_default()
    }
}

/// Makes the struct of an area: every text with its Chinese and its English wording. Placeholders are `{name}`, filled by [`fill`].
macro_rules! texts {
    ($(#[$doc:meta])* pub struct $area:ident { $($key:ident: $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $area {
            $(#[doc = $zh] pub $key: &'static str,)*
        }

        impl $area {
            pub(super) const ZH: Self = Self { $($key: $zh,)* };
            pub(super) const EN: Self = Self { $($key: $en,)* };

            #[cfg(test)]
            pub(super) const PAIRS: &'static [(&'static str, &'static str, &'static str)] = &[$((stringify!($key), $zh, $en),)*];
        }
    };
}
pub(crate) use texts;

macro_rules! catalogue {
    ($($(#[$doc:meta])* $field:ident: $area:ident,)*) => {
        /// Every text in one language.
        #[derive(Debug)]
        pub struct Texts {
            /// Which language this is.
            pub language: Language,
            $($(#[$doc])* pub $field: $area,)*
        }

        impl Texts {
            const ZH: Self = Self { language: Language::Zh, $($field: $area::ZH,)* };
            const EN: Self = Self { language: Language::En, $($field: $area::EN,)* };

            /// The texts of a language.
            #[must_use]
            pub fn of(language: Language) -> &'static Self {
                static ZH: Texts = Texts::ZH;
                static EN: Texts = Texts::EN;
                match language {
                    Language::Zh => &ZH,
                    Language::En => &EN,
                }
            }
        }

        #[cfg(test)]
        const AREAS: &[(&str, &[(&str, &str, &str)])] = &[$((stringify!($field), $area::PAIRS),)*];
    };
}

catalogue! {
    /// Words that every page uses.
    common: Common,
    /// The navigation.
    nav: Nav,
    /// Log-in, password, language, tokens.
    account: Account,
    /// 来件.
    incoming: Incoming,
    /// The catalogue of duties and their templates.
    duty: Duty,
    /// 办理单.
    workflow: Workflow,
    /// 任务, and my work.
    task: Task,
    /// 报审, 报备, 报送, 移送.
    hand_off: HandOff,
    /// Changing templates.
    template: Template,
    /// What happened, in sentences.
    history: History,
    /// 问题线索.
    lead: Lead,
    /// 台账.
    ledger: Ledger,
    /// 会议议定事项.
    meeting: Meeting,
    /// 周期性工作.
    recurrence: Recurrence,
    /// The town's inside: passing on, sign-off, notes, extensions, substitutes.
    inside: Inside,
    /// What is done inside the town.
    deed: Deed,
    /// Absences and substitutes.
    absence: Absence,
    /// Objections, coordination, requests.
    dispute: Dispute,
    /// Whose turn it is, and what is between the sides.
    sides: Sides,
    /// The overdue report.
    report: Report,
    /// Import of a list and its editions.
    import: Import,
    /// Towns, people, mail.
    admin: Admin,
    /// Mails and messages.
    mail: Mail,
    /// Why something is not possible, and what is.
    refusal: Refusal,
    /// What the reader of lists noticed.
    finding: Finding,
    /// The command line.
    cli: Cli,
}

#[cfg(test)]
mod tests {
    use super::fill::placeholders;
    use super::*;

    #[test]
    fn every_text_stands_in_both_languages_with_the_same_placeholders() {
        for (area, pairs) in AREAS {
            for (key, zh, en) in *pairs {
                assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{area}.{key} is empty");
                assert_eq!(placeholders(zh), placeholders(en), "{area}.{key}: the placeholders differ");
                // The command line quotes what is to be typed: names, column heads.
                let chinese = en.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert!(*area == "cli" || !chinese, "{area}.{key}: Chinese in the English text");
            }
        }
    }

    #[test]
    fn towards_a_body_the_words_of_command_are_not_used() {
        for (key, zh, _) in HandOff::PAIRS.iter().chain(Lead::PAIRS).chain(Sides::PAIRS) {
            for word in ["派单", "交办", "催办", "督办"] {
                assert!(!zh.contains(word), "hand_off.{key} says {word}");
            }
        }
    }

    #[test]
    fn the_browsers_language_is_taken_when_there_is_a_catalogue_for_it() {
        assert_eq!(Language::accepted("en-GB,en;q=0.9,zh;q=0.8"), Language::En);
        assert_eq!(Language::accepted("ug-CN,zh-CN;q=0.9"), Language::Zh);
        assert_eq!(Language::accepted(""), Language::Zh);
    }
}

//! Typed mail to words: the templates, each a subject and a body in two forms, and the frame around the bodies.

use askama::Template;
use chrono::{DateTime, Utc};

use super::address::{DisplayName, Subject};
use super::notice::{
    Assigned, Digest, HandedOff, InsideNews, LeadNews, Mail, Notice, Returned, StandIn, Test, UnsignedLetter, UnsignedLiaison,
    UnsignedSender, Weekly,
};
use super::view::{Link, Style, View, short};
use crate::text::{Language, Texts, fill};
use crate::urls::Url;

/// A mail in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Its subject.
    pub subject: Subject,
    /// Its body as plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The plain text for the record, with `[link]` for each link.
    pub stored: String,
}

/// A mail that has no words: a template failed, or there is nothing in it.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template failed.
    #[error("a mail's template failed: {0}")]
    Template(#[from] askama::Error),
    /// The mail has neither notice nor line.
    #[error("a mail without content")]
    Empty,
}

macro_rules! mails {
    ($($module:ident: $notice:ty, $subject:literal, $text:literal, $html:literal;)*) => {$(
        mod $module {
            use askama::Template;

            use super::super::view::View;

            #[derive(Template)]
            #[template(path = $subject)]
            pub(super) struct Subject<'a> {
                pub(super) v: View<'a, $notice>,
            }

            #[derive(Template)]
            #[template(path = $text)]
            pub(super) struct Text<'a> {
                pub(super) v: View<'a, $notice>,
            }

            #[derive(Template)]
            #[template(path = $html)]
            pub(super) struct Html<'a> {
                pub(super) v: View<'a, $notice>,
            }
        }

        impl View<'_, $notice> {
            fn section(self) -> Result<Section, askama::Error> {
                Ok(Section {
                    subject: $module::Subject { v: self }.render()?,
                    text: $module::Text { v: self }.render()?,
                    html: $module::Html { v: self }.render()?,
                })
            }
        }
    )*};
}

mails! {
    assigned: super::Assigned, "mails/assigned/subject.txt", "mails/assigned/body.txt", "mails/assigned/body.html";
    handed_off: super::HandedOff, "mails/handed-off/subject.txt", "mails/handed-off/body.txt", "mails/handed-off/body.html";
    returned: super::Returned, "mails/returned/subject.txt", "mails/returned/body.txt", "mails/returned/body.html";
    unsigned_sender: super::UnsignedSender, "mails/unsigned-sender/subject.txt", "mails/unsigned-sender/body.txt", "mails/unsigned-sender/body.html";
    unsigned_liaison: super::UnsignedLiaison, "mails/unsigned-liaison/subject.txt", "mails/unsigned-liaison/body.txt", "mails/unsigned-liaison/body.html";
    unsigned_letter: super::UnsignedLetter, "mails/unsigned-letter/subject.txt", "mails/unsigned-letter/body.txt", "mails/unsigned-letter/body.html";
    inside: super::InsideNews, "mails/inside/subject.txt", "mails/inside/body.txt", "mails/inside/body.html";
    stand_in: super::StandIn, "mails/stand-in/subject.txt", "mails/stand-in/body.txt", "mails/stand-in/body.html";
    lead: super::LeadNews, "mails/lead/subject.txt", "mails/lead/body.txt", "mails/lead/body.html";
    test: super::Test, "mails/test/subject.txt", "mails/test/body.txt", "mails/test/body.html";
    weekly: super::Weekly, "mails/weekly/subject.txt", "mails/weekly/body.txt", "mails/weekly/body.html";
    digest: super::Digest, "mails/digest/subject.txt", "mails/digest/body.txt", "mails/digest/body.html";
}

/// One notice, or the digest, in words.
struct Section {
    subject: String,
    text: String,
    html: String,
}

#[derive(Template)]
#[template(path = "mails/frame/subject.txt")]
struct FrameSubject<'a> {
    subject: &'a str,
}

#[derive(Template)]
#[template(path = "mails/frame/body.txt")]
struct FrameText<'a> {
    t: &'static Texts,
    greeting: &'a str,
    lead: Option<&'a str>,
    several: bool,
    sections: &'a [String],
    settings: &'a Link,
}

#[derive(Template)]
#[template(path = "mails/frame/body.html")]
struct FrameHtml<'a> {
    t: &'static Texts,
    subject: &'a str,
    greeting: &'a str,
    lead: Option<&'a str>,
    sections: &'a [String],
    settings: &'a Link,
}

/// Renders a mail to a person of this name and language, with links under `base`.
///
/// # Errors
/// When the mail is empty or a template fails.
pub fn render(mail: &Mail, name: &DisplayName, language: Language, base: &str, now: DateTime<Utc>) -> Result<Rendered, RenderError> {
    let t = Texts::of(language);
    let sent = sections(mail, Style { t, base: Some(base), now })?;
    let kept = sections(mail, Style { t, base: None, now })?;
    let greeting = match name.as_str() {
        "" => t.mail.greeting_plain.to_owned(),
        name => fill(t.mail.greeting, &[("name", &name)]),
    };
    let (subject, lead) = match (mail, sent.as_slice()) {
        (_, []) => return Err(RenderError::Empty),
        (_, [only]) => (only.subject.clone(), None),
        (Mail::Notices(notices), several) => {
            let count = several.len();
            let title = notices.first().map(|notice| short(notice.title())).unwrap_or_default();
            let subject = fill(t.mail.several_subject, &[("title", &title), ("count", &count)]);
            (subject, Some(fill(t.mail.several, &[("count", &count)])))
        }
        (Mail::Digest(_) | Mail::Weekly(_) | Mail::Test(_), [first, ..]) => (first.subject.clone(), None),
    };
    let subject = Subject::new(&FrameSubject { subject: &subject }.render()?);
    let (lead, several) = (lead.as_deref(), sent.len() > 1);
    let settings = |base| Style { t, base, now }.link(t.mail.settings, &Url::MailSettings);
    let text = |sections: &[Section], settings: &Link| -> Result<String, askama::Error> {
        let sections: Vec<String> = sections.iter().map(|section| section.text.trim().to_owned()).collect();
        Ok(clean(&FrameText { t, greeting: &greeting, lead, several, sections: &sections, settings }.render()?))
    };
    let bodies: Vec<String> = sent.iter().map(|section| section.html.trim().to_owned()).collect();
    let links = settings(Some(base));
    let html = FrameHtml { t, subject: subject.as_str(), greeting: &greeting, lead, sections: &bodies, settings: &links }.render()?;
    Ok(Rendered { text: text(&sent, &links)?, stored: text(&kept, &settings(None))?, html, subject })
}

fn sections(mail: &Mail, style: Style<'_>) -> Result<Vec<Section>, RenderError> {
    let sections = match mail {
        Mail::Notices(notices) => notices.iter().map(|notice| section(notice, style)).collect::<Result<_, _>>()?,
        Mail::Digest(digest) if digest.lines.is_empty() => Vec::new(),
        Mail::Digest(digest) => vec![View { notice: digest, style }.section()?],
        Mail::Test(test) => vec![View { notice: test, style }.section()?],
        Mail::Weekly(weekly) => vec![View { notice: weekly.as_ref(), style }.section()?],
    };
    Ok(sections)
}

fn section(notice: &Notice, style: Style<'_>) -> Result<Section, askama::Error> {
    match notice {
        Notice::Assigned(notice) => View { notice, style }.section(),
        Notice::HandedOff(notice) => View { notice, style }.section(),
        Notice::Returned(notice) => View { notice, style }.section(),
        Notice::UnsignedSender(notice) => View { notice, style }.section(),
        Notice::UnsignedLiaison(notice) => View { notice, style }.section(),
        Notice::Lead(notice) => View { notice, style }.section(),
        Notice::Inside(notice) => View { notice, style }.section(),
        Notice::StandIn(notice) => View { notice, style }.section(),
        Notice::UnsignedLetter(notice) => View { notice, style }.section(),
    }
}

/// Without blanks at the ends of lines and without more than one empty line in a row.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines() {
        // The mark of a signature keeps its blank.
        let line = if line == "-- " { line } else { line.trim_end() };
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

//! What the templates ask of a notice: its words in the recipient's language, with every value filled in.

use std::fmt::Display;

use chrono::{DateTime, Datelike, Utc};

use super::address::one_line;
use super::notice::{
    Assigned, Digest, DigestLine, DueDate, HandedOff, InsideNews, InsideTold, LeadNews, LeadTold, NewsTold, Place, Returned, StandIn, Test,
    Unsigned, UnsignedLetter, UnsignedLiaison, UnsignedSender, Weekly,
};
use crate::text::{Language, Texts, date, fill};
use crate::urls::Url;

/// The longest title in a subject and the longest clause in a line, in characters.
const TITLE_LIMIT: usize = 40;
const CLAUSE_LIMIT: usize = 60;

/// In which words and with which addresses a mail is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style<'a> {
    pub(super) t: &'static Texts,
    /// The address before each link; `None` for a stored copy, which shows `[link]`.
    pub(super) base: Option<&'a str>,
    pub(super) now: DateTime<Utc>,
}

/// A notice in a style.
#[derive(Debug)]
pub(super) struct View<'a, N> {
    pub(super) notice: &'a N,
    pub(super) style: Style<'a>,
}

impl<N> Clone for View<'_, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for View<'_, N> {}

/// A label and its value.
pub(super) struct Row {
    pub(super) label: &'static str,
    pub(super) value: String,
}

/// A link with what it says.
pub(super) struct Link {
    pub(super) label: &'static str,
    pub(super) href: String,
}

impl Style<'_> {
    pub(super) fn link(self, label: &'static str, url: &Url) -> Link {
        Link { label, href: self.base.map_or_else(|| "[link]".to_owned(), |base| format!("{base}{url}")) }
    }

    fn words(self, text: &str, values: &[(&str, &dyn Display)]) -> String {
        fill(text, values)
    }

    fn day(self, at: DateTime<Utc>) -> String {
        date::day(self.t.language, at, self.now)
    }

    fn due(self, due: Option<&DueDate>) -> String {
        let m = &self.t.mail;
        let Some(due) = due else { return m.no_limit.to_owned() };
        let text = if due.provisional { m.due_provisional } else { m.due };
        self.words(text, &[("date", &self.day(due.at)), ("source", &self.t.limit_source(&due.source))])
    }

    /// A subject begins with the mark of urgency.
    fn subject(self, urgent: bool, text: &str, values: &[(&str, &dyn Display)]) -> String {
        let mark = if urgent { self.t.mail.urgent } else { "" };
        format!("{mark}{}", self.words(text, values))
    }

    /// English names of kinds stand inside sentences.
    fn kind(self, kind: workflow::case::HandKind) -> String {
        let name = self.t.hand_kind(kind);
        if self.t.language == Language::En { name.to_lowercase() } else { name.to_owned() }
    }
}

/// A title as it stands in a subject.
pub(super) fn short(title: &str) -> String {
    one_line(title, TITLE_LIMIT)
}

impl View<'_, Assigned> {
    pub(super) fn subject(&self) -> String {
        self.style.subject(self.notice.urgent, self.style.t.mail.assigned_subject, &[("title", &short(&self.notice.title))])
    }

    pub(super) fn lead(&self) -> String {
        let m = &self.style.t.mail;
        match &self.notice.unit {
            Some(unit) => self.style.words(m.assigned_unit, &[("title", &self.notice.title), ("unit", unit)]),
            None => self.style.words(m.assigned_person, &[("title", &self.notice.title)]),
        }
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let m = &self.style.t.mail;
        vec![
            Row { label: m.label_step, value: self.notice.text.clone() },
            Row { label: m.label_due, value: self.style.due(self.notice.due.as_ref()) },
        ]
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_task, &Url::TaskShow(self.notice.task))
    }
}

impl View<'_, HandedOff> {
    pub(super) fn subject(&self) -> String {
        let (n, s) = (self.notice, self.style);
        let values: [(&str, &dyn Display); 3] = [("town", &n.town), ("kind", &s.kind(n.kind)), ("title", &short(&n.title))];
        s.subject(n.urgent, s.t.mail.handed_off_subject, &values)
    }

    pub(super) fn lead(&self) -> String {
        let (n, s) = (self.notice, self.style);
        let text = if n.again { s.t.mail.handed_off_again } else { s.t.mail.handed_off };
        s.words(text, &[("town", &n.town), ("body", &n.body), ("kind", &s.kind(n.kind)), ("title", &n.title)])
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let (n, m) = (self.notice, &self.style.t.mail);
        let mut rows = vec![Row { label: m.label_content, value: n.text.clone() }];
        rows.extend(n.document_no.clone().map(|value| Row { label: m.label_document, value }));
        rows.extend(n.note.clone().map(|value| Row { label: m.label_note, value }));
        rows.extend(n.sign_due.as_ref().map(|due| Row { label: m.label_sign_due, value: self.style.due(Some(due)) }));
        rows
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_hand_off, &Url::HandOffShow(self.notice.hand_off))
    }
}

impl View<'_, Returned> {
    pub(super) fn subject(&self) -> String {
        self.style.subject(self.notice.urgent, self.style.t.mail.returned_subject, &[("title", &short(&self.notice.title))])
    }

    pub(super) fn lead(&self) -> String {
        let (n, s) = (self.notice, self.style);
        s.words(s.t.mail.returned, &[("body", &n.body), ("title", &n.title), ("kind", &s.kind(n.kind))])
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let (n, m) = (self.notice, &self.style.t.mail);
        let mut rows: Vec<Row> = n.reason.clone().map(|value| Row { label: m.label_reason, value }).into_iter().collect();
        rows.extend(n.count.map(|count| Row { label: m.label_count, value: fill(m.count, &[("count", &count)]) }));
        rows
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_sent, &Url::HandOffShow(self.notice.hand_off))
    }
}

impl View<'_, LeadNews> {
    pub(super) fn subject(&self) -> String {
        let m = &self.style.t.mail;
        let text = match self.notice.told {
            LeadTold::Offered => m.lead_offered_subject,
            LeadTold::ToPlace => m.lead_to_place_subject,
            LeadTold::Returned => m.lead_returned_subject,
            LeadTold::Answered => m.lead_answered_subject,
            LeadTold::Unsigned | LeadTold::UnsignedBody => m.lead_unsigned_subject,
        };
        self.style.subject(self.notice.urgent, text, &[("town", &self.notice.town), ("matter", &short(&self.notice.matter))])
    }

    pub(super) fn lead(&self) -> String {
        let (n, m) = (self.notice, &self.style.t.mail);
        let text = match n.told {
            LeadTold::Offered => m.lead_offered,
            LeadTold::ToPlace => m.lead_to_place,
            LeadTold::Returned => m.lead_returned,
            LeadTold::Answered => m.lead_answered,
            LeadTold::Unsigned => m.lead_unsigned,
            LeadTold::UnsignedBody => m.lead_unsigned_body,
        };
        self.style.words(text, &[("town", &n.town), ("body", &n.body), ("matter", &n.matter)])
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let (n, l) = (self.notice, &self.style.t.lead);
        let mut rows = vec![Row { label: l.place, value: n.place.clone() }, Row { label: l.matter, value: n.matter.clone() }];
        rows.extend(n.words.clone().map(|value| Row { label: self.style.t.mail.label_note, value }));
        rows
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_sent, &Url::LeadShow(self.notice.lead))
    }
}

impl Place {
    fn url(self) -> Url {
        match self {
            Self::Task(id) => Url::TaskShow(id),
            Self::HandOff(id) => Url::HandOffShow(id),
            Self::Workflow(id) => Url::WorkflowShow(id),
        }
    }
}

impl View<'_, InsideNews> {
    fn texts(&self) -> (&'static str, &'static str) {
        let m = &self.style.t.mail;
        match self.notice.told {
            InsideTold::Nudged => (m.nudged_subject, m.nudged),
            InsideTold::Reminded => (m.reminded_subject, m.reminded),
            InsideTold::SignOff => (m.sign_off_subject, m.sign_off),
            InsideTold::SignOffRefused => (m.sign_off_refused_subject, m.sign_off_refused),
        }
    }

    pub(super) fn subject(&self) -> String {
        let n = self.notice;
        self.style.subject(n.urgent, self.texts().0, &[("town", &n.town), ("title", &short(&n.title))])
    }

    pub(super) fn lead(&self) -> String {
        let n = self.notice;
        self.style.words(self.texts().1, &[("town", &n.town), ("title", &n.title)])
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let (n, m) = (self.notice, &self.style.t.mail);
        let mut rows = vec![Row { label: m.label_step, value: n.text.clone() }];
        rows.extend(n.words.clone().map(|value| Row { label: m.label_reason, value }));
        rows.extend(n.due.as_ref().map(|due| Row { label: m.label_due, value: self.style.due(Some(due)) }));
        rows
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_sent, &self.notice.at.url())
    }
}

impl View<'_, StandIn> {
    fn filled(&self, text: &str) -> String {
        let n = self.notice;
        let day = |on| date::date(self.style.t.language, on, date::local_date(self.style.now));
        self.style.words(text, &[("absent", &n.absent), ("from", &day(n.from)), ("until", &day(n.until))])
    }

    pub(super) fn subject(&self) -> String {
        self.filled(self.style.t.mail.stand_in_subject)
    }

    pub(super) fn lead(&self) -> String {
        self.filled(self.style.t.mail.stand_in)
    }

    #[allow(clippy::unused_self, reason = "the templates ask every notice for its rows")]
    pub(super) fn rows(&self) -> Vec<Row> {
        Vec::new()
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_sent, &Url::Absences)
    }
}

impl Style<'_> {
    fn of_unsigned(self, text: &str, unsigned: &Unsigned, title: &str) -> String {
        self.about(text, unsigned, title, &self.day(unsigned.offered_at))
    }

    fn about(self, text: &str, unsigned: &Unsigned, title: &str, date: &str) -> String {
        let Unsigned { town, body, document_no, .. } = unsigned;
        let document = document_no.as_deref().unwrap_or_default();
        let kind = self.kind(unsigned.kind);
        self.words(text, &[("town", town), ("body", body), ("kind", &kind), ("date", &date), ("title", &title), ("document", &document)])
    }

    fn phone(self, unsigned: &Unsigned) -> Row {
        let m = &self.t.mail;
        Row { label: m.label_phone, value: unsigned.phone.clone().unwrap_or_else(|| m.no_phone.to_owned()) }
    }
}

impl View<'_, UnsignedSender> {
    pub(super) fn subject(&self) -> String {
        let unsigned = &self.notice.0;
        self.style.of_unsigned(self.style.t.mail.unsigned_sender_subject, unsigned, &short(&unsigned.title))
    }

    pub(super) fn lead(&self) -> String {
        self.style.of_unsigned(self.style.t.mail.unsigned_sender, &self.notice.0, &self.notice.0.title)
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        vec![self.style.phone(&self.notice.0)]
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_sent, &Url::HandOffShow(self.notice.0.hand_off))
    }
}

impl View<'_, UnsignedLiaison> {
    pub(super) fn subject(&self) -> String {
        let unsigned = &self.notice.0;
        self.style.of_unsigned(self.style.t.mail.unsigned_liaison_subject, unsigned, &short(&unsigned.title))
    }

    pub(super) fn lead(&self) -> String {
        self.style.of_unsigned(self.style.t.mail.unsigned_liaison, &self.notice.0, &self.notice.0.title)
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let label = self.style.t.mail.label_document;
        self.notice.0.document_no.clone().map(|value| Row { label, value }).into_iter().collect()
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_hand_off, &Url::HandOffShow(self.notice.0.hand_off))
    }
}

impl View<'_, UnsignedLetter> {
    pub(super) fn subject(&self) -> String {
        let unsigned = &self.notice.0;
        self.style.of_unsigned(self.style.t.mail.unsigned_letter_subject, unsigned, &short(&unsigned.title))
    }

    pub(super) fn lead(&self) -> String {
        self.style.of_unsigned(self.style.t.mail.unsigned_letter, &self.notice.0, &self.notice.0.title)
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        vec![self.style.phone(&self.notice.0)]
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_sent, &Url::HandOffShow(self.notice.0.hand_off))
    }

    pub(super) fn letter_title(&self) -> String {
        self.style.of_unsigned(self.style.t.mail.letter_title, &self.notice.0, &self.notice.0.title)
    }

    pub(super) fn letter_to(&self) -> String {
        self.style.of_unsigned(self.style.t.mail.letter_to, &self.notice.0, "")
    }

    pub(super) fn letter_body(&self) -> String {
        let (unsigned, m) = (&self.notice.0, &self.style.t.mail);
        let text = if unsigned.document_no.is_some() { m.letter_body_document } else { m.letter_body };
        self.style.about(text, unsigned, &unsigned.title, &self.formal(unsigned.offered_at))
    }

    pub(super) fn letter_date(&self) -> String {
        self.formal(self.style.now)
    }

    /// A date as a letter writes it, without the day of the week.
    fn formal(&self, at: DateTime<Utc>) -> String {
        let date = workflow::calendar::local_date(at);
        self.style.words(self.style.t.mail.letter_date, &[("year", &date.year()), ("month", &date.month()), ("day", &date.day())])
    }
}

/// A line of the digest as it is read.
pub(super) struct Line {
    pub(super) what: String,
    pub(super) when: Option<String>,
    pub(super) href: String,
    t: &'static Texts,
}

impl Line {
    /// When it is due, behind the line.
    pub(super) fn aside(&self) -> String {
        self.when.as_ref().map_or_else(String::new, |when| fill(self.t.mail.digest_aside, &[("when", when)]))
    }
}

impl View<'_, Digest> {
    pub(super) fn subject(&self) -> String {
        let count = self.notice.lines.len();
        self.style.words(self.style.t.mail.digest_subject, &[("date", &self.style.day(self.notice.day)), ("count", &count)])
    }

    pub(super) fn lead(&self) -> String {
        self.style.words(self.style.t.mail.digest, &[("count", &self.notice.lines.len())])
    }

    pub(super) fn lines(&self) -> Vec<Line> {
        let (s, m) = (self.style, &self.style.t.mail);
        let line = |line: &DigestLine| match line {
            DigestLine::Task { task, title, text, due, days } => Line {
                what: s.words(m.digest_task, &[("title", title), ("text", &one_line(text, CLAUSE_LIMIT))]),
                when: Some(self.when(*due, *days)),
                href: s.link("", &Url::TaskShow(*task)).href,
                t: s.t,
            },
            DigestLine::Sign { hand_off, town, kind, title } => Line {
                what: s.words(m.digest_sign, &[("town", town), ("kind", &s.kind(*kind)), ("title", title)]),
                when: None,
                href: s.link("", &Url::HandOffShow(*hand_off)).href,
                t: s.t,
            },
            DigestLine::Answer { hand_off, town, kind, title, due, days } => Line {
                what: s.words(m.digest_answer, &[("town", town), ("kind", &s.kind(*kind)), ("title", title)]),
                when: Some(self.when(*due, *days)),
                href: s.link("", &Url::HandOffShow(*hand_off)).href,
                t: s.t,
            },
            DigestLine::News { told, at, title, text } => {
                let words = match told {
                    NewsTold::SignOff => m.news_sign_off,
                    NewsTold::ExtensionAsked => m.news_extension_asked,
                    NewsTold::ExtensionGranted => m.news_extension_granted,
                    NewsTold::ExtensionRefused => m.news_extension_refused,
                    NewsTold::Copied => m.news_copied,
                    NewsTold::Noted => m.news_noted,
                };
                let what = s.words(words, &[("title", title), ("text", &one_line(text, CLAUSE_LIMIT))]);
                Line { what, when: None, href: s.link("", &at.url()).href, t: s.t }
            }
        };
        self.notice.lines.iter().map(line).collect()
    }

    fn when(&self, due: DateTime<Utc>, days: i32) -> String {
        let m = &self.style.t.mail;
        let text = match days {
            ..0 => m.digest_ahead,
            0 => m.digest_today,
            1.. => m.digest_late,
        };
        self.style.words(text, &[("date", &self.style.day(due)), ("days", &days.unsigned_abs())])
    }

    pub(super) fn rest(&self) -> Option<String> {
        let m = &self.style.t.mail;
        let (open, sign) = (self.notice.open, self.notice.to_sign);
        let text = match (open, sign) {
            (0, 0) => return None,
            (_, 0) => m.digest_rest_open,
            (0, _) => m.digest_rest_sign,
            _ => m.digest_rest_both,
        };
        Some(self.style.words(text, &[("open", &open), ("sign", &sign)]))
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_today, &Url::Today)
    }
}

impl View<'_, Weekly> {
    pub(super) fn subject(&self) -> String {
        let count = self.notice.town + self.notice.body;
        self.style.words(self.style.t.mail.weekly_subject, &[("date", &self.style.day(self.notice.day)), ("count", &count)])
    }

    pub(super) fn lead(&self) -> String {
        self.style.words(self.style.t.mail.weekly, &[("date", &self.style.day(self.notice.day))])
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let (n, m) = (self.notice, &self.style.t.mail);
        let row = |label: &'static str, count: usize| Row { label, value: count.to_string() };
        vec![
            row(m.label_late_town, n.town),
            row(m.label_late_body, n.body),
            row(m.label_late_official, n.official),
            row(m.label_undated, n.undated),
        ]
    }

    /// Each unit with how much is late there.
    pub(super) fn units(&self) -> Vec<String> {
        let of = |(unit, count): &(String, usize)| self.style.words(self.style.t.mail.weekly_unit, &[("unit", unit), ("count", count)]);
        self.notice.units.iter().map(of).collect()
    }

    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.mail.open_overdue, &Url::Overdue)
    }
}

impl View<'_, Test> {
    pub(super) fn link(&self) -> Link {
        self.style.link(self.style.t.common.app, &Url::Home)
    }
}

//! What goes into the headers of a mail. Each is a type that cannot hold a line break, so that nothing typed by a person becomes a header.

use std::fmt;
use std::str::FromStr;

/// The longest subject, in characters.
const SUBJECT_LIMIT: usize = 120;
/// The longest name of a person in a header, in characters.
const NAME_LIMIT: usize = 60;

/// A mail address. Never logged as it is: see [`Address::masked`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address(lettre::Address);

/// A text that is no mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address")]
pub struct NoAddress;

impl FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        // A quoted local part may hold blanks and more; nobody has one.
        if !text.is_ascii() || text.contains(|c: char| c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | ',' | ';')) {
            return Err(NoAddress);
        }
        text.parse().map(Self).map_err(|_| NoAddress)
    }
}

impl Address {
    /// For a log: the first letter and the domain.
    #[must_use]
    pub fn masked(&self) -> String {
        let first = self.0.user().chars().next().unwrap_or('*');
        format!("{first}***@{}", self.0.domain())
    }

    pub(super) fn inner(&self) -> lettre::Address {
        self.0.clone()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// A text with every address in it masked: what a server answers often repeats the address.
#[must_use]
pub fn masked(text: &str) -> String {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+' | '%' | '=');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(part) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let end = from.find(|c| !part(c)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        match word.split_once('@') {
            Some((user, domain)) => {
                out.extend(user.chars().next());
                out.push_str("***@");
                out.push_str(domain);
            }
            None => out.push_str(word),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The subject of a mail: one line, not too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject(String);

impl Subject {
    /// The text as one line.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(one_line(text, SUBJECT_LIMIT))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A name in a header: one line, not too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// The text as one line.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(one_line(text, NAME_LIMIT))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Without control characters and runs of white space, cut with an ellipsis.
pub(super) fn one_line(text: &str, limit: usize) -> String {
    // Line and paragraph separators and marks of direction are no control characters, and have no place in a line either.
    let odd = |c: char| {
        c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let spaced: String = text.chars().map(|c| if odd(c) { ' ' } else { c }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= limit {
        return line;
    }
    line.chars().take(limit.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_never_gets_into_a_header() {
        let subject = Subject::new("高龄津贴\r\nBcc: all@example.org\u{2028}X: y");
        assert_eq!(subject.as_str(), "高龄津贴 Bcc: all@example.org X: y");
        assert_eq!(Subject::new(&"长".repeat(500)).as_str().chars().count(), SUBJECT_LIMIT);
        for text in [
            "a@example.org\r\nBcc: b@example.org",
            "a@example.org, b@example.org",
            "a b@example.org",
            "\"a\\\r\nb\"@example.org",
            "张三",
            "",
        ] {
            assert_eq!(text.parse::<Address>(), Err(NoAddress), "{text:?}");
        }
    }

    #[test]
    fn addresses_are_masked_wherever_they_stand() {
        let address: Address = "clerk@example.gov.cn".parse().unwrap();
        assert_eq!(address.masked(), "c***@example.gov.cn");
        assert_eq!(format!("{address:?}"), "c***@example.gov.cn");
        assert_eq!(masked("550 5.1.1 <clerk@example.gov.cn>: unknown"), "550 5.1.1 <c***@example.gov.cn>: unknown");
    }
}

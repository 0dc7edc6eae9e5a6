//! Every code that a finding can have: how much it matters, what it is about, and the names of its parameters. `docs/findings.md` is made from it.

use crate::model::Severity::{self, Error, Info, Warning};

/// What a code means to those who read findings by program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingCode {
    /// The code, in kebab-case; it keeps its meaning from edition to edition.
    pub code: &'static str,
    /// The severities that it comes with.
    pub severities: &'static [Severity],
    /// What it is about, and so what places it.
    pub about: About,
    /// The names of its parameters, all of which are always there.
    pub params: &'static [&'static str],
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The whole list: it has a line at most.
    List,
    /// A row or text that is no duty: a line, where the document has lines, and the duty that it was joined to, where there is one.
    Row,
    /// A duty: always with its table and number.
    Duty,
    /// A clause of a duty; the parameter `clause` is its place in its cell, from 1, and `passage` the words.
    Clause,
    /// A body: the duty and line are where it is first named.
    Body,
}

impl About {
    /// The word for it in documents.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Row => "row",
            Self::Duty => "duty",
            Self::Clause => "clause",
            Self::Body => "body",
        }
    }
}

const fn code(code: &'static str, severities: &'static [Severity], about: About, params: &'static [&'static str]) -> FindingCode {
    FindingCode { code, severities, about, params }
}

/// All codes, in the order in which [`crate::read`] reports them.
pub const FINDING_CODES: [FindingCode; 25] = [
    code("text-unaccounted", &[Error], About::Duty, &["cell", "passage"]),
    code("declared-count", &[Error, Warning], About::List, &["what", "declared", "found"]),
    code("number-repeated", &[Error], About::Duty, &["no", "first_line"]),
    code("number-gap", &[Error], About::Duty, &["from", "to"]),
    code("number-out-of-order", &[Warning], About::Duty, &["no", "after"]),
    code("number-missing", &[Info], About::Duty, &["count"]),
    code("row-border-guessed", &[Warning], About::Duty, &["count", "numbers"]),
    code("column-guessed", &[Warning], About::Row, &["text"]),
    code("row-without-duty", &[Error], About::Row, &["text"]),
    code("text-between-rows", &[Warning], About::Row, &["text"]),
    code("extra-cells", &[Warning], About::Row, &["text"]),
    code("body-slip", &[Info], About::Body, &["name", "spelling"]),
    code("body-merge-proposed", &[Info], About::Body, &["a", "b"]),
    code("empty-cell", &[Warning], About::Duty, &["cell"]),
    code("owner-unknown", &[Warning], About::Duty, &["clauses"]),
    code("department-without-clause", &[Warning], About::Duty, &["department"]),
    code("owner-not-listed", &[Warning], About::Duty, &["body", "listed_elsewhere"]),
    code("section-without-counterpart", &[Info], About::Duty, &["side", "sections"]),
    code("town-duty-in-department-cell", &[Warning], About::Clause, &["clause", "passage"]),
    code("hand-off-to-town", &[Info], About::Clause, &["clause", "passage"]),
    code("hand-off-between-bodies", &[Warning], About::Clause, &["clause", "passage", "from", "to"]),
    code("receiver-open", &[Info], About::Clause, &["clause", "passage"]),
    code("receiver-not-listed", &[Info], About::Clause, &["clause", "passage", "body"]),
    code("unsure-inference", &[Info], About::Clause, &["clause", "passage"]),
    code("nature-guessed", &[Info], About::Clause, &["clause", "passage"]),
];

/// What is known of a code.
#[must_use]
pub fn finding_code(code: &str) -> Option<&'static FindingCode> {
    FINDING_CODES.iter().find(|known| known.code == code)
}

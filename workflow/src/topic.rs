//! What a message to a person is about, as that person sees it: the headings under which mails can be switched off.

/// A heading of messages. Every kind of message falls under one; a new kind falls under [`Topic::Other`] until it has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// The day's list: `digest`.
    Digest,
    /// A task was given: `assigned`.
    Assigned,
    /// Something arrived to be signed for: `handed-off`.
    HandedOff,
    /// A hand-off was returned for correction: `returned`.
    Returned,
    /// Nobody signed for a hand-off: `unsigned-…`.
    Unsigned,
    /// A lead on a problem: `lead-…`.
    Lead,
    /// Overdue work, once a week: `weekly-…`.
    Weekly,
    /// Everything else: reminders by hand, results of coordination, extensions.
    Other,
}

impl Topic {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 8] =
        [Self::Digest, Self::Assigned, Self::HandedOff, Self::Returned, Self::Unsigned, Self::Lead, Self::Other, Self::Weekly];

    /// The topic of a kind of message.
    #[must_use]
    pub fn of_kind(kind: &str) -> Self {
        match kind {
            "digest" => Self::Digest,
            "assigned" => Self::Assigned,
            "handed-off" => Self::HandedOff,
            "returned" => Self::Returned,
            kind if kind.starts_with("unsigned-") => Self::Unsigned,
            kind if kind.starts_with("lead-") => Self::Lead,
            kind if kind.starts_with("weekly-") => Self::Weekly,
            _ => Self::Other,
        }
    }

    /// Whether mails about it are sent unless the person says otherwise.
    #[must_use]
    pub fn is_on_by_default(self) -> bool {
        self != Self::Weekly
    }

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::Assigned => "assigned",
            Self::HandedOff => "handed-off",
            Self::Returned => "returned",
            Self::Unsigned => "unsigned",
            Self::Lead => "lead",
            Self::Weekly => "weekly",
            Self::Other => "other",
        }
    }

    /// The topic of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }
}

impl std::str::FromStr for Topic {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::from_code(code).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::Topic;

    #[test]
    fn every_kind_has_a_topic_and_every_topic_its_code() {
        for topic in Topic::ALL {
            assert_eq!(Topic::from_code(topic.code()), Some(topic));
        }
        assert_eq!(Topic::of_kind("unsigned-letter"), Topic::Unsigned);
        assert_eq!(Topic::of_kind("lead-offered"), Topic::Lead);
        assert_eq!(Topic::of_kind("what comes next year"), Topic::Other);
        assert_eq!(Topic::from_code("everything"), None);
    }
}

//! What mails are about, as types: every value that a template shows, and the samples by which each is tried out.

use chrono::{DateTime, NaiveDate, Utc};

use workflow::calendar::LimitSource;
use workflow::case::HandKind;
use workflow::ids::{HandOffId, LeadId, TaskId, WorkflowId};

use crate::text::{Language, Texts};

/// A date and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DueDate {
    pub at: DateTime<Utc>,
    pub source: LimitSource,
    /// Whether the year's holidays were not known when it was counted.
    pub provisional: bool,
}

/// A task was given, or opened in somebody's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Assigned {
    pub task: TaskId,
    pub title: String,
    /// The clause.
    pub text: String,
    /// The unit in whose in-box it lies; `None` when it was given to the person.
    pub unit: Option<String>,
    pub due: Option<DueDate>,
    pub urgent: bool,
}

/// Something was sent to a body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct HandedOff {
    pub hand_off: HandOffId,
    pub title: String,
    /// The clause of the step that sends it.
    pub text: String,
    pub town: String,
    pub body: String,
    pub kind: HandKind,
    pub note: Option<String>,
    pub document_no: Option<String>,
    pub sign_due: Option<DueDate>,
    /// Whether it was returned for correction before.
    pub again: bool,
    pub urgent: bool,
}

/// A hand-off came back for correction.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Returned {
    pub hand_off: HandOffId,
    pub title: String,
    pub body: String,
    pub kind: HandKind,
    pub reason: Option<String>,
    /// The part that was returned.
    pub count: Option<u32>,
    pub urgent: bool,
}

/// A hand-off that nobody has signed for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Unsigned {
    pub hand_off: HandOffId,
    pub title: String,
    pub town: String,
    pub body: String,
    pub kind: HandKind,
    pub offered_at: DateTime<Utc>,
    pub document_no: Option<String>,
    /// The body's phone number.
    pub phone: Option<String>,
}

/// [`Unsigned`], to who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsignedSender(pub Unsigned);
/// [`Unsigned`], to the receiver's liaison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsignedLiaison(pub Unsigned);
/// [`Unsigned`], to the town's office, with a draft letter (提醒函).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsignedLetter(pub Unsigned);

/// What is told of a lead on a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadTold {
    /// It is to be signed for by a body.
    Offered,
    /// It is urgent, and the town's office decides to whom it goes.
    ToPlace,
    /// It came back, with a reason.
    Returned,
    /// Its result was fed back.
    Answered,
    /// A body has not signed for it; told to the town.
    Unsigned,
    /// The same, told to the body.
    UnsignedBody,
}

/// News of a lead on a problem (问题线索).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct LeadNews {
    pub lead: LeadId,
    pub told: LeadTold,
    pub place: String,
    pub matter: String,
    pub town: String,
    pub body: String,
    /// The reason or the result.
    pub words: Option<String>,
    pub urgent: bool,
}

/// What news is about: where its link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Place {
    Task(TaskId),
    HandOff(HandOffId),
    Workflow(WorkflowId),
}

/// What is told of work inside the town, or by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsideTold {
    /// 催办: the holder is reminded.
    Nudged,
    /// 提醒: a body is reminded of what it received.
    Reminded,
    /// Urgent work waits for a signature.
    SignOff,
    /// The signer gave it back.
    SignOffRefused,
}

/// News of a task inside the town, or a reminder by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct InsideNews {
    pub told: InsideTold,
    /// Where it is opened.
    pub at: Place,
    pub title: String,
    /// The clause.
    pub text: String,
    pub town: String,
    /// The reason, where there is one.
    pub words: Option<String>,
    pub due: Option<DueDate>,
    pub urgent: bool,
}

/// Somebody is to act for an absent person (AB岗代办).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    /// The absent person's name.
    pub absent: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

/// A notice that leaves by itself, or with others of the same ten minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Notice {
    Assigned(Assigned),
    HandedOff(HandedOff),
    Returned(Returned),
    UnsignedSender(UnsignedSender),
    UnsignedLiaison(UnsignedLiaison),
    UnsignedLetter(UnsignedLetter),
    Lead(LeadNews),
    Inside(InsideNews),
    StandIn(StandIn),
}

impl Notice {
    /// The name of the workflow that it is about.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Assigned(notice) => &notice.title,
            Self::HandedOff(notice) => &notice.title,
            Self::Returned(notice) => &notice.title,
            Self::Lead(notice) => &notice.matter,
            Self::Inside(notice) => &notice.title,
            Self::StandIn(notice) => &notice.absent,
            Self::UnsignedSender(UnsignedSender(notice))
            | Self::UnsignedLiaison(UnsignedLiaison(notice))
            | Self::UnsignedLetter(UnsignedLetter(notice)) => &notice.title,
        }
    }

    /// What it is, as a code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Assigned(_) => "assigned",
            Self::HandedOff(_) => "handed-off",
            Self::Returned(_) => "returned",
            Self::UnsignedSender(_) => "unsigned-sender",
            Self::UnsignedLiaison(_) => "unsigned-liaison",
            Self::UnsignedLetter(_) => "unsigned-letter",
            Self::Lead(_) => "lead",
            Self::Inside(_) => "inside",
            Self::StandIn(_) => "stand-in",
        }
    }

    /// Whether it goes to a body, or holds words that go to one.
    #[must_use]
    pub fn is_read_by_a_body(&self) -> bool {
        matches!(self, Self::HandedOff(_) | Self::UnsignedLiaison(_) | Self::UnsignedLetter(_) | Self::Lead(_))
            || matches!(self, Self::Inside(InsideNews { told: InsideTold::Reminded, .. }))
    }
}

/// One line of a day's digest.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum DigestLine {
    /// A task whose reminder day it is. `days`: working days from the due date to the digest's day.
    Task { task: TaskId, title: String, text: String, due: DateTime<Utc>, days: i32 },
    /// Something new to be signed for.
    Sign { hand_off: HandOffId, town: String, kind: HandKind, title: String },
    /// An approval that waits for its answer and whose reminder day it is.
    Answer { hand_off: HandOffId, town: String, kind: HandKind, title: String, due: DateTime<Utc>, days: i32 },
    /// What happened inside the town, or to a date.
    News { told: NewsTold, at: Place, title: String, text: String },
}

/// What a line of a digest tells beside what is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsTold {
    /// It waits for the recipient's signature.
    SignOff,
    /// More time is asked for.
    ExtensionAsked,
    /// It was granted.
    ExtensionGranted,
    /// It was refused.
    ExtensionRefused,
    /// A copy for information.
    Copied,
    /// A leader's note.
    Noted,
}

/// A day's digest: its lines, and everything else in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Its day.
    pub day: DateTime<Utc>,
    /// Its lines; never none.
    pub lines: Vec<DigestLine>,
    /// Open work beside the lines.
    pub open: u64,
    /// Hand-offs to be signed for beside the lines.
    pub to_sign: u64,
}

/// What is overdue, once a week, to who supervises: figures of offices and bodies, and the report as a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekly {
    /// The day on which it is read.
    pub day: DateTime<Utc>,
    /// Late on the town's side.
    pub town: usize,
    /// Late on a body's side.
    pub body: usize,
    /// How many of both have a date that is reported upward.
    pub official: usize,
    /// Open without a date.
    pub undated: usize,
    /// Offices, villages and bodies with something late, in the order of their names.
    pub units: Vec<(String, usize)>,
    /// The workbook.
    pub sheet: Attachment,
}

/// A file that a mail carries.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name with its ending.
    pub name: String,
    /// Its bytes: an xlsx workbook.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.bytes.len())
    }
}

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mail {
    /// One notice, or those of a burst; never none.
    Notices(Vec<Notice>),
    /// The digest of a day.
    Digest(Digest),
    /// What is overdue, once a week.
    Weekly(Box<Weekly>),
    /// Only that mails arrive.
    Test(Test),
}

/// A mail that says nothing but that it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Test;

impl Mail {
    /// The files that it carries.
    #[must_use]
    pub fn attachments(&self) -> &[Attachment] {
        match self {
            Self::Notices(_) | Self::Digest(_) | Self::Test(_) => &[],
            Self::Weekly(weekly) => std::slice::from_ref(&weekly.sheet),
        }
    }

    /// What it is, as a code: that of its notice, or `several`, `digest`, `weekly`, `test`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Notices(notices) => match notices.as_slice() {
                [only] => only.code(),
                _ => "several",
            },
            Self::Digest(_) => "digest",
            Self::Weekly(_) => "weekly",
            Self::Test(_) => "test",
        }
    }

    /// Mails of every kind, with and without what is optional, in the words of a language.
    #[must_use]
    pub fn samples(language: Language, now: DateTime<Utc>) -> Vec<Self> {
        super::samples::all(Texts::of(language), now)
    }
}

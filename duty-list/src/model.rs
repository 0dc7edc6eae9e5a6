//! What a reading consists of: the list, its bodies, duties, clauses and findings.
//!
//! The types serialise to the JSON of `docs/duty-list-format.md`: every key is always printed, an unknown value is `null` or `[]`.

use serde::{Deserialize, Serialize};

/// One reading of a document: what `dutyflow parse FILE --format json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyList {
    /// The town or street whose list it is, as printed (阿合奇镇).
    pub town: Option<String>,
    /// Its county, city or district (阿合奇县).
    pub county: Option<String>,
    /// The month of the edition, `2025-07`.
    pub edition: Option<String>,
    /// The figures that the preface declares.
    pub declared: Declared,
    /// Every body that the list names, spellings grouped.
    pub bodies: Vec<Body>,
    /// What the reader noticed; never a reason to lose a duty.
    pub findings: Vec<Finding>,
    /// The duties, in printed order.
    pub duties: Vec<Duty>,
}

/// The counts of the preface; `None` where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Declared {
    pub total: Option<u32>,
    pub basic: Option<u32>,
    pub cooperative: Option<u32>,
    pub withdrawn: Option<u32>,
    pub basic_categories: Option<u32>,
    pub cooperative_categories: Option<u32>,
    pub withdrawn_categories: Option<u32>,
    pub cooperative_departments: Option<u32>,
    pub withdrawn_departments: Option<u32>,
}

/// A body (单位): a department, and the banks, companies and headquarters that the list names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The spelling that stands for it.
    pub name: String,
    /// Its other spellings in this list, in order of appearance.
    pub aliases: Vec<String>,
    /// Whether a department column names it; false for bodies that only the text names.
    pub listed: bool,
}

/// Which of the three tables a duty stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// 基本履职事项: the town must do it.
    Basic,
    /// 配合履职事项: a department leads, the town assists.
    Cooperative,
    /// 上级部门收回事项: the department has taken it back.
    Withdrawn,
}

impl DutyKind {
    /// The code as serialised: `basic`, `cooperative`, `withdrawn`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Cooperative => "cooperative",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The kind of a code; `None` for an unknown one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "basic" => Some(Self::Basic),
            "cooperative" => Some(Self::Cooperative),
            "withdrawn" => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Duty {
    /// A row of the first table.
    Basic(BasicDuty),
    /// A row of the second table.
    Cooperative(CooperativeDuty),
    /// A row of the third table.
    Withdrawn(WithdrawnDuty),
}

impl Duty {
    /// Its table.
    #[must_use]
    pub fn kind(&self) -> DutyKind {
        match self {
            Self::Basic(_) => DutyKind::Basic,
            Self::Cooperative(_) => DutyKind::Cooperative,
            Self::Withdrawn(_) => DutyKind::Withdrawn,
        }
    }

    /// Its printed number within the table.
    #[must_use]
    pub fn no(&self) -> u32 {
        match self {
            Self::Basic(d) => d.no,
            Self::Cooperative(d) => d.no,
            Self::Withdrawn(d) => d.no,
        }
    }

    /// Its title (事项名称), verbatim.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Basic(d) => &d.title,
            Self::Cooperative(d) => &d.title,
            Self::Withdrawn(d) => &d.title,
        }
    }

    /// Its category (事项类别), where the list gives one.
    #[must_use]
    pub fn category(&self) -> Option<&str> {
        match self {
            Self::Basic(d) => d.category.as_deref(),
            Self::Cooperative(d) => d.category.as_deref(),
            Self::Withdrawn(d) => d.category.as_deref(),
        }
    }

    /// The departments of its column, as printed; empty for a basic duty.
    #[must_use]
    pub fn departments(&self) -> &[String] {
        match self {
            Self::Basic(_) => &[],
            Self::Cooperative(d) => &d.departments,
            Self::Withdrawn(d) => &d.departments,
        }
    }

    /// The source line, where the format has lines.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        match self {
            Self::Basic(d) => d.line,
            Self::Cooperative(d) => d.line,
            Self::Withdrawn(d) => d.line,
        }
    }
}

/// A basic duty (基本履职事项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct BasicDuty {
    pub no: u32,
    pub category: Option<String>,
    pub title: String,
    pub line: Option<u32>,
}

/// A cooperative duty (配合履职事项): both sides' parts, cut into clauses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct CooperativeDuty {
    pub no: u32,
    pub category: Option<String>,
    pub title: String,
    pub line: Option<u32>,
    pub departments: Vec<String>,
    pub department_clauses: Vec<DepartmentClause>,
    pub town_clauses: Vec<TownClause>,
}

/// A withdrawn duty (上级部门收回事项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct WithdrawnDuty {
    pub no: u32,
    pub category: Option<String>,
    pub title: String,
    pub line: Option<u32>,
    pub departments: Vec<String>,
    pub outcome: Outcome,
    /// How the department handles it now (承接方式), verbatim.
    pub handling: Option<String>,
}

/// What became of a withdrawn duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A department does it now.
    TakenOver,
    /// Nobody does it any more.
    NoLongerDone,
    /// It may not be assessed any more.
    NoLongerAssessed,
}

/// A clause of the department's cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentClause {
    /// Its place in the cell, from 1.
    pub i: u32,
    /// The heading it stands under, without its numeral.
    pub section: Option<String>,
    /// The owner.
    pub department: Option<String>,
    /// Further bodies of its header.
    pub also: Vec<String>,
    /// The header verbatim, where it names several bodies.
    pub header: Option<String>,
    /// The printed number.
    pub n: Option<u32>,
    /// Verbatim, without number, mark-up and the final separator.
    pub text: String,
    /// Whether it acts on what the town sent first.
    pub waits_for_town: bool,
    /// The words that this rests on.
    pub cue_wait: Option<String>,
}

/// A clause of the town's cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownClause {
    /// Its place in the cell, from 1.
    pub i: u32,
    /// The heading it stands under, without its numeral.
    pub section: Option<String>,
    /// The printed number.
    pub n: Option<u32>,
    /// Verbatim, without number, mark-up and the final separator.
    pub text: String,
    /// What kind of work it is.
    pub nature: Nature,
    /// Receivers of its output; `*` where the words name no one and several departments are listed.
    pub hands_to: Vec<String>,
    /// What the hand-off asks for.
    pub hand_kind: Option<HandKind>,
    /// The words that the hand-off rests on.
    pub cue_hand: Option<String>,
    /// Whether it acts on what the department issued first.
    pub waits_for_department: bool,
    /// The words that the wait rests on.
    pub cue_wait: Option<String>,
    /// Bodies it works with side by side (会同), no hand-off.
    pub joint_with: Vec<String>,
}

/// The nature of a town clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// 办理环节: a bounded act; makes a task each time.
    Step,
    /// 定期工作: recurs by the calendar.
    Periodic,
    /// 触发职责: done when something happens or is found.
    OnEvent,
    /// 日常职责: continuing, never overdue.
    Standing,
    /// 工作要求: how other work is to be done.
    Requirement,
}

impl Nature {
    /// All natures, in the order in which screens list them.
    pub const ALL: [Self; 5] = [Self::Step, Self::Periodic, Self::OnEvent, Self::Standing, Self::Requirement];

    /// The code as serialised.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Periodic => "periodic",
            Self::OnEvent => "on_event",
            Self::Standing => "standing",
            Self::Requirement => "requirement",
        }
    }
}

/// What a hand-off asks of its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandKind {
    /// 报审: an answer is asked for.
    Approval,
    /// 报备: for the record.
    Record,
    /// 报送: information.
    Report,
    /// 移送: material, money, goods or people.
    Transfer,
}

impl HandKind {
    /// The code as serialised.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Record => "record",
            Self::Report => "report",
            Self::Transfer => "transfer",
        }
    }

    /// The kind of a code; `None` for an unknown one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "approval" => Some(Self::Approval),
            "record" => Some(Self::Record),
            "report" => Some(Self::Report),
            "transfer" => Some(Self::Transfer),
            _ => None,
        }
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something is missing or contradictory.
    Error,
    /// Somebody should look.
    Warning,
    /// Good to know.
    Info,
}

/// Something that the reader noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What it is, a stable code in kebab-case (`declared-count`).
    pub code: String,
    /// Its parameters, by name.
    pub params: serde_json::Map<String, serde_json::Value>,
    /// The Chinese sentence for the command line.
    pub message: String,
    /// The source line.
    pub line: Option<u32>,
    /// The duty that it concerns.
    pub duty: Option<DutyRef>,
}

/// A duty by table and printed number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DutyRef {
    pub kind: DutyKind,
    pub no: u32,
}

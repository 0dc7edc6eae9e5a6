//! Compares two readings of a town's list: what was added, removed, reworded, moved to another table, given another category or another number.
//!
//! Duties are matched by their words, never by their numbers. White space and the width of brackets and digits do not count; what the reader infers
//! from the words does not count either, so the same document read by a later version of the reader is the same.
//!
//! ```
//! let header = "序号\t事项类别\t事项名称\n";
//! let old = duty_list::read(format!("{header}1\t党的建设\t抓好党建工作\n2\t民生服务\t做好老年人服务工作\n").as_bytes())?;
//! let new = duty_list::read(format!("{header}1\t民生服务\t做好高龄老年人服务工作\n2\t党的建设\t抓好党建工作\n").as_bytes())?;
//! let comparison = duty_list::compare::compare(&old.duties, &new.duties);
//! assert_eq!(comparison.count(duty_list::compare::ChangeKind::Reworded), 1);
//! assert_eq!(comparison.count(duty_list::compare::ChangeKind::Renumbered), 2);
//! assert_eq!(comparison.changes[0].words[0].new_words(), "做好高龄老年人服务工作");
//! assert_eq!(comparison.changes[0].words[0].added(), ["高龄"]);
//! # Ok::<(), duty_list::ReadError>(())
//! ```

mod grams;
mod matching;
mod words;

use serde::{Deserialize, Serialize};

use crate::chars::identity;
use crate::model::{Duty, DutyKind};

pub use matching::{Certainty, Match, matched};
pub use words::{Mark, Part, Reworded, Span};

/// A kind of change. A duty that stayed can have several at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Only the new list has it.
    Added,
    /// Only the old list has it.
    Removed,
    /// It stands in another table.
    Moved,
    /// Its words differ.
    Reworded,
    /// It stands under another category.
    Recategorised,
    /// It has another number in its table.
    Renumbered,
}

impl ChangeKind {
    /// All kinds, in the order in which screens list them.
    pub const ALL: [Self; 6] = [Self::Added, Self::Removed, Self::Moved, Self::Reworded, Self::Recategorised, Self::Renumbered];

    /// The code as serialised.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Reworded => "reworded",
            Self::Recategorised => "recategorised",
            Self::Renumbered => "renumbered",
        }
    }
}

/// Where a duty stands in one of the two lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Its place among the duties of the list, from 0.
    pub at: usize,
    /// Its table.
    pub kind: DutyKind,
    /// Its number in the table.
    pub no: u32,
    /// Its category.
    pub category: Option<String>,
    /// Its title.
    pub title: String,
}

impl Standing {
    fn of(at: usize, duty: &Duty) -> Self {
        Self { at, kind: duty.kind(), no: duty.no(), category: duty.category().map(str::to_owned), title: duty.title().to_owned() }
    }
}

/// A duty that is not the same in both lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What changed, in the order of [`ChangeKind::ALL`]; never empty.
    pub kinds: Vec<ChangeKind>,
    /// Where the old list has it.
    pub old: Option<Standing>,
    /// Where the new list has it.
    pub new: Option<Standing>,
    /// How sure it is that both are one duty; nothing where only one list has it.
    pub certainty: Option<Certainty>,
    /// The parts whose words differ.
    pub words: Vec<Reworded>,
}

impl Change {
    /// Whether this kind is among what changed.
    #[must_use]
    pub fn is(&self, kind: ChangeKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// The kind under which it is listed when it is listed once.
    #[must_use]
    pub fn main(&self) -> ChangeKind {
        self.kinds.first().copied().unwrap_or(ChangeKind::Renumbered)
    }
}

/// Two lists compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// What differs: in the order of the new list, then what only the old one has, in its order.
    pub changes: Vec<Change>,
    /// How many duties are the same in everything, number included.
    pub unchanged: usize,
}

impl Comparison {
    /// How many duties have a change of this kind.
    #[must_use]
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.is(kind)).count()
    }

    /// The pairs of which a person has to say whether they are one duty.
    pub fn questions(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.certainty == Some(Certainty::Unsure))
    }

    /// Whether the lists have the same duties with the same words, categories and numbers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Compares two lists, matching their duties by their words.
#[must_use]
pub fn compare(old: &[Duty], new: &[Duty]) -> Comparison {
    describe(old, new, &matched(old, new))
}

/// Compares two lists whose duties were matched before. Pairs that point outside of the lists are left out.
#[must_use]
pub fn describe(old: &[Duty], new: &[Duty], matches: &[Match]) -> Comparison {
    let mut found: Vec<Option<Match>> = vec![None; new.len()];
    let mut kept = vec![false; old.len()];
    for one in matches {
        if let (Some(found), Some(kept)) = (found.get_mut(one.new), kept.get_mut(one.old))
            && found.is_none()
            && !*kept
        {
            (*found, *kept) = (Some(*one), true);
        }
    }
    let mut comparison = Comparison::default();
    for (at, (duty, found)) in new.iter().zip(found).enumerate() {
        let change = match found.and_then(|found| old.get(found.old).map(|before| (found, before))) {
            None => Some(Change {
                kinds: vec![ChangeKind::Added],
                old: None,
                new: Some(Standing::of(at, duty)),
                certainty: None,
                words: Vec::new(),
            }),
            Some((found, before)) => kept_duty(&found, before, duty),
        };
        match change {
            Some(change) => comparison.changes.push(change),
            None => comparison.unchanged += 1,
        }
    }
    let gone = old.iter().enumerate().zip(kept).filter(|(_, kept)| !kept).map(|((at, duty), _)| Change {
        kinds: vec![ChangeKind::Removed],
        old: Some(Standing::of(at, duty)),
        new: None,
        certainty: None,
        words: Vec::new(),
    });
    comparison.changes.extend(gone);
    comparison
}

/// What changed about a duty that both lists have.
fn kept_duty(found: &Match, before: &Duty, duty: &Duty) -> Option<Change> {
    let words = words::reworded(before, duty);
    let moved = before.kind() != duty.kind();
    let category = |duty: &Duty| identity(duty.category().unwrap_or_default());
    let flags = [
        (ChangeKind::Moved, moved),
        (ChangeKind::Reworded, !words.is_empty()),
        (ChangeKind::Recategorised, category(before) != category(duty)),
        // Another table has numbers of its own.
        (ChangeKind::Renumbered, !moved && before.no() != duty.no()),
    ];
    let kinds: Vec<ChangeKind> = flags.into_iter().filter(|(_, changed)| *changed).map(|(kind, _)| kind).collect();
    (!kinds.is_empty()).then(|| Change {
        kinds,
        old: Some(Standing::of(found.old, before)),
        new: Some(Standing::of(found.new, duty)),
        certainty: Some(found.certainty),
        words,
    })
}

/// The words of a duty in one string, to tell whether two wordings are the same: title, departments, clauses with their owners and headings, handling.
/// White space and widths do not count, nor do numbers, lines and what was inferred.
#[must_use]
pub fn wording(duty: &Duty) -> String {
    words::wording(duty)
}

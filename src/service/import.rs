//! Importing a town's duty list: read, look at, put in force. Owns the order of an import and what is compared; the reading is `duty-list`'s, the
//! derivation `workflow`'s.

mod bodies;
pub mod decisions;
pub mod document;
pub mod editions;
mod matching;
pub mod pending;
mod templates;

use std::collections::BTreeMap;

use duty_list::compare::{Change, ChangeKind, Comparison};
use duty_list::{DutyKind, DutyList, DutyRef, Severity};
use serde_json::json;
use sha2::{Digest, Sha256};
use workflow::calendar::Limit;
use workflow::ids::{DutyId, EditionId, FindingId, TownId};
use workflow::personal;
use workflow::settings::TownLimits;
use workflow::template::Template;

use super::actor::{Actor, permit};
use super::error::ServiceError;
use super::record::record;
use super::tools::Tools;
use super::words;
use crate::store::editions::{self as rows, Edition, NewEdition};
use crate::store::org::{self, County, Town};
use crate::store::{self, StoreError, Tx, lasting};

use decisions::Remark;
use matching::Matched;

pub use crate::store::lasting::Running;

/// A list to be imported.
#[derive(Debug, Clone)]
pub struct NewList {
    /// Whose list it is to be.
    pub town: TownId,
    /// The name of the file, as a label.
    pub file_name: String,
    /// The document.
    pub bytes: Vec<u8>,
    /// The town's default limits; asked for at the first import, where "none" is a choice too.
    pub limits: Option<TownLimits>,
    /// Whether a list that names another town is taken all the same.
    pub allow_other_town: bool,
}

/// What a person said of duties of which it was not sure: whether the duty in force is the one of the new list.
pub type Answers = BTreeMap<DutyId, bool>;

/// What a person saw and answered before accepting a list.
#[derive(Debug, Clone, Default)]
pub struct Accepted {
    /// The edition with which the list was compared on the screen. Another one in force now is a conflict; nothing skips the check.
    pub seen: Option<EditionId>,
    /// The answers to all questions of the comparison.
    pub answers: Answers,
}

/// What an import led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// The town has imported this very document before; nothing was changed.
    Unchanged(Edition),
    /// It is in force now.
    Done(Summary),
}

/// What an import changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Summary {
    pub edition: Option<EditionId>,
    /// The edition's number in the town.
    pub sequence: i32,
    pub label: Option<String>,
    pub counts: Counts,
    /// Bodies that were not known in the county.
    pub new_bodies: usize,
    /// Spellings of bodies that were not known.
    pub new_spellings: usize,
    pub new_duties: usize,
    /// Duties of the edition before with another wording now.
    pub reworded: usize,
    /// Duties of the edition before that stand in another table now.
    pub moved: usize,
    /// Duties of the edition before that this one does not have.
    pub closed: usize,
    /// Templates in use from now on.
    pub new_templates: usize,
    /// Drafts for duties that were reworded; their templates in use stay.
    pub new_drafts: usize,
}

/// How many there are of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Counts {
    pub basic: usize,
    pub cooperative: usize,
    pub withdrawn: usize,
    pub bodies: usize,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

impl Counts {
    /// The counts of a reading.
    #[must_use]
    pub fn of(list: &DutyList) -> Self {
        let duties = |kind: DutyKind| list.duties.iter().filter(|duty| duty.kind() == kind).count();
        let findings = |severity: Severity| list.findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            basic: duties(DutyKind::Basic),
            cooperative: duties(DutyKind::Cooperative),
            withdrawn: duties(DutyKind::Withdrawn),
            bodies: list.bodies.len(),
            errors: findings(Severity::Error),
            warnings: findings(Severity::Warning),
            infos: findings(Severity::Info),
        }
    }

    /// All duties.
    #[must_use]
    pub fn duties(&self) -> usize {
        self.basic + self.cooperative + self.withdrawn
    }
}

/// The part of an import that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The document is read.
    Reading,
    /// Bodies and their spellings.
    Bodies,
    /// Duties and their wordings.
    Duties,
    /// Templates.
    Templates,
    /// Everything is made to last.
    Saving,
}

impl Stage {
    /// All stages, in their order.
    pub const ALL: [Self; 5] = [Self::Reading, Self::Bodies, Self::Duties, Self::Templates, Self::Saving];
}

/// What an import of this document would do, without doing it.
#[derive(Debug, Clone)]
pub struct Preview {
    /// What was read.
    pub list: DutyList,
    /// Its counts.
    pub counts: Counts,
    /// The edition, when the town has imported this very document before.
    pub known: Option<Edition>,
    /// The sentence that refuses a list of another town or county.
    pub other_town: Option<String>,
    /// Whether the town must choose its default limits first.
    pub needs_limits: bool,
    /// The edition in force now.
    pub in_force: Option<Edition>,
    /// What differs from the edition in force; all is added at the first import.
    pub comparison: Comparison,
    /// The lasting ids of the duties in force, by their place in the comparison.
    pub before: Vec<DutyId>,
    /// What is known of the findings, in their order.
    pub remarks: Vec<Remark>,
    /// The workflows that have not ended, of duties that change.
    pub running: BTreeMap<DutyId, Vec<Running>>,
}

impl Preview {
    /// The lasting id of the duty that a change is about, unless it is new.
    #[must_use]
    pub fn duty(&self, change: &Change) -> Option<DutyId> {
        self.before.get(change.old.as_ref()?.at).copied()
    }
}

/// Reads a document and says what importing it would do.
///
/// # Errors
/// [`ServiceError::Invalid`] when it is no duty list; [`ServiceError::NotFound`] for an unknown town.
pub async fn preview(tools: &Tools, actor: Actor<'_>, town: TownId, bytes: Vec<u8>) -> Result<Preview, ServiceError> {
    permit(actor.keeps(town))?;
    let Reading { list, sha256, .. } = read(bytes).await?;
    let db = tools.store.read();
    let town = org::town(db, town).await?.ok_or(ServiceError::NotFound)?;
    let county = org::county(db).await?;
    let before = lasting::of_town(db, town.id).await?;
    let matched = matching::matched(&before, &list.duties, &Answers::new());
    let open: Vec<DutyId> = matched.open.iter().map(|lasting| lasting.id).collect();
    let changed = |change: &&Change| change.main() < ChangeKind::Recategorised;
    let affected: Vec<DutyId> =
        matched.comparison.changes.iter().filter(changed).filter_map(|change| open.get(change.old.as_ref()?.at).copied()).collect();
    let running = lasting::running_unscoped(db, &affected).await?;
    let in_force = rows::in_force(db, town.id).await?;
    let kept = list.duties.iter().zip(&matched.duties).filter_map(|(duty, found)| match found {
        Matched::Kept { lasting, .. } => Some((DutyRef { kind: duty.kind(), no: duty.no() }, (lasting.id, duty))),
        Matched::New => None,
    });
    let before = in_force.as_ref().map(|edition| edition.id);
    let remarks = decisions::remarks(db, town.id, before, &list.findings, &kept.collect()).await?;
    Ok(Preview {
        counts: Counts::of(&list),
        known: rows::find_by_hash(db, town.id, &sha256).await?,
        other_town: other_town(&list, &town, county.as_ref()),
        needs_limits: town.limits.is_none(),
        in_force,
        remarks,
        list,
        comparison: matched.comparison,
        before: open,
        running,
    })
}

/// Imports a list without a look at what changes: a first one, or where nobody asks. See [`accept_list`].
///
/// # Errors
/// As [`accept_list`].
pub async fn import_list(
    tools: &Tools,
    actor: Actor<'_>,
    new: NewList,
    progress: impl Fn(Stage) + Send + Sync,
) -> Result<Imported, ServiceError> {
    accept_list(tools, actor, new, Accepted::default(), progress).await
}

/// Imports a list and puts it in force; one transaction. `progress` hears of each stage as it begins. The same document again changes nothing.
///
/// # Errors
/// [`ServiceError::Invalid`] (field `questions`) while a question of the comparison has no answer; [`ServiceError::Conflict`] when another edition is
/// in force than the one that was compared.
/// [`ServiceError::Invalid`] when it is no duty list (field `file`), the list of another town (`town`), or the first list of a town without limits
/// (`limits`); [`ServiceError::Conflict`] when somebody else imports at the same moment. Nothing was changed then.
pub async fn accept_list(
    tools: &Tools,
    actor: Actor<'_>,
    new: NewList,
    accepted: Accepted,
    progress: impl Fn(Stage) + Send + Sync,
) -> Result<Imported, ServiceError> {
    permit(actor.keeps(new.town))?;
    let file_name = file_name(&new.file_name)?;
    if let Some(limits) = new.limits {
        check_limits(limits)?;
    }
    progress(Stage::Reading);
    let Reading { list, templates, sha256, source } = read(new.bytes).await?;
    let now = tools.now();
    let tx = tools.store.begin().await?;
    let town = org::town(&tx, new.town).await?.ok_or(ServiceError::NotFound)?;
    // One import after the other: who comes second finds what the first one did.
    store::lock_town(&tx, town.id).await?;
    if let Some(known) = rows::find_by_hash(&tx, town.id, &sha256).await? {
        return Ok(Imported::Unchanged(known));
    }
    if !new.allow_other_town
        && let Some(refusal) = other_town(&list, &town, org::county(&tx).await?.as_ref())
    {
        return Err(ServiceError::invalid("town", "other-town", refusal));
    }
    if accepted.seen.is_some() && rows::in_force(&tx, town.id).await?.map(|edition| edition.id) != accepted.seen {
        return Err(ServiceError::Conflict);
    }
    let before = lasting::of_town(&tx, town.id).await?;
    let matched = matching::matched(&before, &list.duties, &accepted.answers);
    if matched.comparison.questions().next().is_some() {
        return Err(ServiceError::invalid("questions", "unanswered", "有的事项不能确定是否与现行清单中的同一项，请逐项选定后再导入"));
    }
    choose_limits(&tx, tools, &town, new.limits).await?;
    let mut summary = Summary { counts: Counts::of(&list), label: list.edition.clone(), ..Summary::default() };
    progress(Stage::Bodies);
    let keys = bodies::known(&tx, tools, &list, &templates, &mut summary).await?;
    progress(Stage::Duties);
    let edition: EditionId = tools.ids.next(now);
    let row = NewEdition {
        id: edition,
        town: town.id,
        label: list.edition.clone(),
        file_name,
        sha256,
        source,
        declared: list.declared.clone(),
        imported_by: actor.person(),
    };
    summary.sequence = match rows::create(&tx, row, now).await {
        Err(StoreError::Unique(_)) => return Err(ServiceError::Conflict),
        other => other?,
    };
    summary.edition = Some(edition);
    let findings: Vec<_> = list.findings.iter().map(|finding| (tools.ids.next::<FindingId>(now), finding.clone())).collect();
    rows::add_findings(&tx, edition, &findings).await?;
    let texts = matching::store(&tx, tools, (town.id, edition), &list, &matched, &keys, &mut summary).await?;
    progress(Stage::Templates);
    templates::store(&tx, tools, (town.id, actor.person()), templates, &texts, &mut summary).await?;
    let detail =
        json!({ "edition": edition, "sequence": summary.sequence, "duties": summary.counts.duties(), "other_town": new.allow_other_town });
    record(&tx, tools, actor, "list-imported", ("town", town.id.uuid()), detail).await?;
    progress(Stage::Saving);
    tx.commit().await?;
    Ok(Imported::Done(summary))
}

/// A document, read.
struct Reading {
    list: DutyList,
    /// What each duty becomes, in the order of the list.
    templates: Vec<Option<Template>>,
    sha256: String,
    source: Vec<u8>,
}

/// Reads the document off the threads that serve requests.
async fn read(source: Vec<u8>) -> Result<Reading, ServiceError> {
    let reading = tokio::task::spawn_blocking(move || {
        let list = document::read(&source)?;
        let sha256 = Sha256::digest(&source).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Reading { templates: templates::derived(&list), list, sha256, source })
    });
    let read = reading.await.map_err(|error| ServiceError::Internal(error.to_string()))?;
    read.map_err(|error: document::Unreadable| ServiceError::invalid("file", error.code(), error.to_string()))
}

/// Why this is not the town's list; `None` when it is, or does not say whose it is.
fn other_town(list: &DutyList, town: &Town, county: Option<&County>) -> Option<String> {
    let own = org::spelling_key(&town.name);
    let differs = |printed: &str| !own.ends_with(&org::spelling_key(printed));
    if let Some(printed) = list.town.as_deref().filter(|printed| differs(printed)) {
        return Some(format!("这是{printed}的履职事项清单，不是{}的", town.name));
    }
    let (printed, county) = (list.county.as_deref()?, county?);
    (org::spelling_key(printed) != org::spelling_key(&county.name))
        .then(|| format!("这是{printed}的履职事项清单，本系统服务的是{}", county.name))
}

/// Keeps the limits that came with the list; the first list of a town needs some.
async fn choose_limits(tx: &Tx, tools: &Tools, town: &Town, limits: Option<TownLimits>) -> Result<(), ServiceError> {
    match limits {
        Some(limits) => Ok(org::set_town_limits(tx, town, limits, tools.now()).await?),
        None if town.limits.is_none() => Err(ServiceError::invalid(
            "limits",
            "missing",
            format!("首次导入前请为{}选定默认时限：签收、答复、办理各几个工作日，或明确选择不设时限", town.name),
        )),
        None => Ok(()),
    }
}

/// Checks limits that were chosen.
pub(super) fn check_limits(limits: TownLimits) -> Result<(), ServiceError> {
    for (field, days) in [("sign", limits.sign), ("answer", limits.answer), ("step", limits.step)] {
        let Some(days) = days else { continue };
        if days == 0 {
            return Err(ServiceError::invalid(field, "out-of-range", "时限至少为 1 个工作日；不设时限请选“不设”"));
        }
        Limit::working_days(days).check().map_err(|error| ServiceError::invalid(field, "out-of-range", error.to_string()))?;
    }
    Ok(())
}

/// A file name as a label: without folders, bounded, without a resident's numbers.
fn file_name(name: &str) -> Result<String, ServiceError> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let label: String = name.chars().filter(|c| !c.is_control()).take(words::SHORT).collect();
    if personal::find(&label).is_some() {
        return Err(ServiceError::invalid("file", "personal", "文件名中有身份证号码或银行卡号，请改名后再导入"));
    }
    Ok(label)
}

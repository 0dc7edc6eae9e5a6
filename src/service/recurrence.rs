//! Recurring work: an office's arrangement of what comes round on fixed days, after completion or on an event. It belongs to the office, not to who arranged
//! it: it goes on when that person leaves.

mod run;

use chrono::{DateTime, NaiveDate, Utc};
use workflow::calendar::{Calendar, LimitSource};
use workflow::ids::{DutyId, OfficeId, RecurrenceId, TownId};
use workflow::people::{Role, Scope, Unit, Viewer};
use workflow::recurrence::{Arrangement, Occurrence, RecurrenceError, Rhythm, TRIGGERS};
use workflow::refusal::Refusal;

use super::error::{Problem, ServiceError};
use super::tools::{Request, Tools};
use super::{start, words};
use crate::store::duties::DutyText;
use crate::store::names::{self, Names, Wanted};
use crate::store::recurrences::{self as rows, Recurrence, RecurrenceState, RunRow};
use crate::store::{StoreError, Tx, duties, org, templates};

pub use crate::store::recurrences::{RecurrenceState as State, RunRow as Run};
pub use run::{Fired, Outcome, Report, fire, reckon_again, sweep};

/// How many occurrences a preview shows.
pub const PREVIEW: usize = 10;
/// How many past runs a page shows.
const RUNS: u64 = 20;
/// The longest limit of an event, in working days.
const LONGEST_LIMIT: u32 = 250;

/// What is to be arranged.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NewRecurrence {
    pub duty: DutyId,
    /// Which track, from 0.
    pub track: usize,
    /// Words of the steps that are started; empty: all that make a task each time.
    pub steps: Vec<String>,
    pub title: String,
    /// The office that owns it; none: the town's coordinators.
    pub office: Option<OfficeId>,
    pub arrangement: Arrangement,
    /// The first day, for work that comes round after completion; none: today.
    pub first: Option<NaiveDate>,
    /// For an event: how many working days there are; none: the town's setting.
    pub limit_days: Option<u32>,
    pub source: LimitSource,
    pub urgent: bool,
}

/// Arranges it. The same request again answers with the same arrangement.
///
/// # Errors
/// [`ServiceError::NotFound`] for a duty of a town in which the person has no part; [`Refusal::NotPermitted`] for who neither coordinates the town nor leads
/// the office; [`ServiceError::Invalid`] for what cannot be.
pub async fn arrange(tools: &Tools, request: Request<'_>, new: NewRecurrence) -> Result<RecurrenceId, ServiceError> {
    let tx = tools.store.begin().await?;
    let (town, kind) = duties::town_and_kind(&tx, new.duty).await?.ok_or(ServiceError::NotFound)?;
    if !request.viewer.towns().contains(&town) {
        return Err(ServiceError::NotFound);
    }
    if !keeps(request.viewer, town, new.office) {
        return Err(Refusal::NotPermitted.into());
    }
    crate::store::lock_town(&tx, town).await?;
    if let Some(before) = rows::by_command(&tx, request.command, request.viewer.person).await? {
        return Ok(before);
    }
    let mut problems = Vec::new();
    let title = words::required("title", &new.title, start::TITLE_LIMIT, &mut problems);
    drop(words::optional("source_number", new.source.number(), words::SHORT, &mut problems));
    if let Rhythm::OnEvent { trigger } = &new.arrangement.rhythm {
        drop(words::required("rhythm", trigger, words::SHORT, &mut problems));
    }
    if let Err(error) = new.arrangement.check() {
        problems.push(rhythm_problem(&error));
    }
    if new.limit_days.is_some_and(|days| days == 0 || days > LONGEST_LIMIT) {
        problems.push(Problem::new("limit_days", "out-of-range", format!("应为 1 至 {LONGEST_LIMIT} 个工作日")));
    }
    if kind == duty_list::DutyKind::Withdrawn {
        problems.push(Problem::new("duty", "withdrawn", "该事项已由上级部门收回，不能安排为本镇的周期性工作"));
    }
    if let Some(office) = new.office
        && !org::offices(&tx, town).await?.iter().any(|known| known.id == office && !known.archived)
    {
        problems.push(Problem::new("office", "unknown", "请选择本镇的站所"));
    }
    let version = templates::published(&tx, new.duty).await?;
    match version.and_then(|version| version.content.tracks.into_iter().nth(new.track)) {
        None => problems.push(Problem::new("track", "unknown", "请选择要启动的分项")),
        Some(track) if !new.steps.is_empty() && track.only(&new.steps).is_none() => {
            return Err(start::changed());
        }
        Some(_) => {}
    }
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let now = tools.now();
    let mut row = Recurrence {
        id: tools.ids.next(now),
        town,
        office: new.office,
        duty: new.duty,
        track: new.track,
        steps: new.steps,
        title,
        arrangement: new.arrangement,
        limit_days: new.limit_days,
        source: new.source,
        urgent: new.urgent,
        state: RecurrenceState::Active,
        since: now,
        next_on: None,
        next_start_at: None,
        arranged_by: request.viewer.person,
        command: request.command,
        created_at: now,
        version: 1,
    };
    let first = if row.arrangement.is_fixed() {
        row.arrangement.first(now, &tools.calendar.of(row.town))
    } else if matches!(row.arrangement.rhythm, Rhythm::AfterCompletion { .. }) {
        let today = workflow::calendar::local_date(now);
        Some(new.first.map_or(today, |first| first.max(today)))
    } else {
        None
    };
    row.set_next(first, &tools.calendar.of(row.town));
    rows::create(&tx, &row).await?;
    tx.commit().await?;
    Ok(row.id)
}

/// A rhythm's problem as one of the form's field.
#[must_use]
pub fn rhythm_problem(error: &RecurrenceError) -> Problem {
    Problem::new("rhythm", error.code(), error.to_string())
}

impl Recurrence {
    /// Sets the day of the next time and when it is to be started.
    fn set_next(&mut self, on: Option<NaiveDate>, calendar: &Calendar) {
        self.next_on = on;
        self.next_start_at = on.map(|day| self.arrangement.on(day, calendar).start);
    }
}

/// Whether the person may arrange, stop and end the recurring work of the office (none: of the town).
#[must_use]
pub fn keeps(viewer: &Viewer, town: TownId, office: Option<OfficeId>) -> bool {
    viewer.in_town(&[Role::Coordinator], town) || office.is_some_and(|office| viewer.has(Role::OfficeLead, Scope::Office { town, office }))
}

/// What may be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// 暂停: what comes round meanwhile is left out.
    Pause,
    /// 恢复
    Resume,
    /// 停用, for good.
    End,
}

/// Pauses, resumes or ends it. Asked for what is so already, it changes nothing.
///
/// # Errors
/// [`ServiceError::NotFound`], [`Refusal::NotPermitted`]; [`ServiceError::Invalid`] for one that has ended; [`ServiceError::Conflict`] when somebody was quicker.
pub async fn change(tools: &Tools, viewer: &Viewer, id: RecurrenceId, change: Change) -> Result<(), ServiceError> {
    let tx = tools.store.begin().await?;
    rows::find(viewer, &tx, id).await?.ok_or(ServiceError::NotFound)?;
    let mut row = rows::hold_unscoped(&tx, id).await?.ok_or(ServiceError::NotFound)?;
    if !keeps(viewer, row.town, row.office) {
        return Err(Refusal::NotPermitted.into());
    }
    let to = match change {
        Change::Pause => RecurrenceState::Paused,
        Change::Resume => RecurrenceState::Active,
        Change::End => RecurrenceState::Ended,
    };
    if row.state == to {
        return Ok(());
    }
    if row.state == RecurrenceState::Ended {
        return Err(ServiceError::invalid("state", "ended", "该周期性工作已停用，请重新安排"));
    }
    row.state = to;
    if change == Change::Resume {
        let now = tools.now();
        row.since = now;
        let next = match row.arrangement.is_fixed() {
            true => row.arrangement.first(now, &tools.calendar.of(row.town)),
            false => row.next_on.map(|day| day.max(workflow::calendar::local_date(now))),
        };
        row.set_next(next, &tools.calendar.of(row.town));
    }
    rows::update(&tx, &row).await?;
    tx.commit().await?;
    Ok(())
}

/// Recurring work as it is shown.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RecurrenceView {
    pub row: Recurrence,
    /// The duty as the list in force words it; none when it is not in it any more.
    pub duty: Option<DutyText>,
    /// Whether the viewer may stop it.
    pub keeps: bool,
    /// What comes next, while it is at work and the calendar tells.
    pub coming: Vec<Occurrence>,
    /// What came, the last first.
    pub runs: Vec<RunRow>,
    pub names: Names,
}

/// One, with what comes next and what came.
///
/// # Errors
/// [`ServiceError::NotFound`] when the viewer may not know of it.
pub async fn show(tools: &Tools, viewer: &Viewer, id: RecurrenceId) -> Result<RecurrenceView, ServiceError> {
    let db = tools.store.read();
    let row = rows::find(viewer, db, id).await?.ok_or(ServiceError::NotFound)?;
    let runs = rows::runs(db, id, RUNS).await?;
    let mut wanted = wanted(std::slice::from_ref(&row));
    for person in runs.iter().filter_map(|run| run.reported_by) {
        wanted.person(person);
    }
    wanted.person(row.arranged_by);
    let names = names::load(db, &wanted).await?;
    let coming = coming(&row, &tools.calendar.of(row.town), PREVIEW);
    let duty = duties::current_text(db, row.town, row.duty).await?;
    Ok(RecurrenceView { duty, keeps: keeps(viewer, row.town, row.office), coming, row, runs, names })
}

/// All that the viewer may see.
///
/// # Errors
/// See [`ServiceError`].
pub async fn list(tools: &Tools, viewer: &Viewer) -> Result<(Vec<Recurrence>, Names), ServiceError> {
    let db = tools.store.read();
    let found = rows::list(viewer, db).await?;
    let names = names::load(db, &wanted(&found)).await?;
    Ok((found, names))
}

fn wanted(found: &[Recurrence]) -> Wanted {
    let mut wanted = Wanted::default();
    for row in found {
        wanted.unit(row.office.map_or(Unit::Town(row.town), Unit::Office));
        wanted.unit(Unit::Town(row.town));
    }
    wanted
}

/// The occurrences that come next.
#[must_use]
pub fn coming(row: &Recurrence, calendar: &Calendar, most: usize) -> Vec<Occurrence> {
    match row.next_on.filter(|_| row.state == RecurrenceState::Active) {
        None => Vec::new(),
        Some(next) if row.arrangement.is_fixed() => row.arrangement.from(next, calendar).take(most).collect(),
        Some(next) => vec![row.arrangement.on(next, calendar)],
    }
}

/// Reads what a person typed and shows what would come of it.
///
/// # Errors
/// When it cannot be read.
pub fn preview(typed: &str, now: DateTime<Utc>, calendar: &Calendar) -> Result<(Arrangement, Vec<Occurrence>), RecurrenceError> {
    let arrangement = workflow::recurrence::read_code(typed)?;
    let coming = if arrangement.is_fixed() { arrangement.preview(now, calendar, PREVIEW) } else { Vec::new() };
    Ok((arrangement, coming))
}

/// The events that may be reported in a town: the usual ones, and those that something waits for; with how many things each starts.
///
/// # Errors
/// See [`ServiceError`].
pub async fn triggers(tools: &Tools, viewer: &Viewer) -> Result<Vec<(String, usize)>, ServiceError> {
    let mut known: Vec<(String, usize)> = TRIGGERS.iter().map(|trigger| (trigger.name.to_owned(), 0)).collect();
    for row in rows::list(viewer, tools.store.read()).await? {
        if let (RecurrenceState::Active, Rhythm::OnEvent { trigger }) = (row.state, &row.arrangement.rhythm) {
            match known.iter_mut().find(|(name, _)| *name == trigger.trim()) {
                Some((_, count)) => *count += 1,
                None => known.push((trigger.trim().to_owned(), 1)),
            }
        }
    }
    known.sort_by_key(|(_, count)| *count == 0);
    Ok(known)
}

/// The words of why something was not started, for the page; an error that trying again may mend stays one.
fn refused(error: ServiceError) -> Result<String, ServiceError> {
    match error {
        ServiceError::Conflict | ServiceError::Store(_) | ServiceError::Queue(_) | ServiceError::Internal(_) => Err(error),
        ServiceError::Invalid(problems) => Ok(problems.into_iter().next().map(|problem| problem.message).unwrap_or_default()),
        error => Ok(error.to_string()),
    }
}

/// Holds one for a change.
async fn hold(tx: &Tx, id: RecurrenceId) -> Result<Recurrence, StoreError> {
    rows::hold_unscoped(tx, id).await?.ok_or_else(|| StoreError::Inconsistent(format!("recurrence {id} is gone")))
}

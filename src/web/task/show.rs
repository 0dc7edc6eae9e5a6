//! One task: the clause, why it is here, what it waits for, its date and how that was counted, and the forms.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use duty_list::Nature;
use serde::Deserialize;
use workflow::calendar::{Limit, LimitSource};
use workflow::case::{self, CaseState, Fact, HandOffState, Lane, LimitSpec, Task, TaskState};
use workflow::ids::TaskId;
use workflow::people::Holder;
use workflow::settings::TownLimits;
use workflow::template::{Cell, Step};

use super::act::given;
use super::fields::HolderCode;
use super::forms::{Form, Forms, Ground};
use super::inside::{Deeds, Inside};
use super::limit::LimitChoices;
use super::receivers::{self, KINDS, Offered};
use super::sides::Deeds as SideDeeds;
use crate::auth::SignedIn;
use crate::service::act::Of;
use crate::service::view::{self, WorkflowView};
use crate::service::{office, towns};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::absence::taker_name;
use crate::web::badge::Badge;
use crate::web::explain::{self, Line};
use crate::web::work::due::DueView;
use crate::web::workflow::history::{self, Row};
use crate::web::workflow::lanes::{holder_words, lies_with, parts_words};
use crate::web::workflow::{duty_ref, short};
use crate::web::{Choice, Id, Page, Typed, WebError, html};

/// How much of another task's clause is shown, in characters.
const OTHER: usize = 40;
/// How much of the clause stands in the heading, above the whole of it, in characters.
const HEADING: usize = 24;

/// What is asked for: a form to be open.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default, rename = "do")]
    form: String,
}

/// A group of choices under a heading.
#[derive(Debug)]
pub(super) struct Group {
    label: &'static str,
    choices: Vec<Choice>,
}

/// A part of a distributed step.
#[derive(Debug)]
struct Part {
    unit: String,
    href: String,
    badge: Badge,
    report: String,
    due: Option<DueView>,
}

/// A hand-off of the task.
#[derive(Debug)]
struct Sent {
    words: String,
    href: String,
    badge: Badge,
    reason: Option<String>,
}

/// What the forms choose from.
#[derive(Debug, Default)]
struct Choices {
    holders: Vec<Group>,
    units: Vec<Choice>,
    has_villages: bool,
    bodies: Vec<Choice>,
    kinds: Vec<Choice>,
    waits: Vec<Choice>,
    channels: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/task/show.html")]
pub(super) struct Show {
    page: Page,
    id: TaskId,
    workflow_href: String,
    workflow_title: String,
    heading: String,
    duty: String,
    clause: String,
    parent: Option<(String, String)>,
    badge: Badge,
    urgent: bool,
    suspended: bool,
    why: Vec<String>,
    requirements: Vec<String>,
    waits: Vec<String>,
    met: Vec<String>,
    holder: Option<String>,
    opened: Option<String>,
    done: Option<String>,
    round: Option<String>,
    reason: Option<(&'static str, String)>,
    result: Option<String>,
    due: Option<DueView>,
    /// What stands there without a date.
    due_else: String,
    explanation: Vec<Line>,
    parts: Vec<Part>,
    parts_words: String,
    parts_left: Option<String>,
    sent: Vec<Sent>,
    inside: bool,
    forms: Forms,
    choices: Choices,
    limits: LimitChoices,
    receivers: Offered,
    within: Inside,
    submits: bool,
    record_hint: &'static str,
    latest: Option<String>,
    history: Vec<Row>,
    /// Objections, and sharing out inside a body.
    sides: SideDeeds,
}

impl Show {
    /// Takes in a refused form of the sides, and says what happened last.
    pub(super) fn refuse(&mut self, form: &'static str, typed: Typed) {
        self.sides.put(form, typed);
        let said = |row: &Row| format!("{} {} {}", row.when, row.who, row.lines.join(self.page.t.between()));
        self.latest = self.history.first().map(|row| fill(self.page.t.task.latest, &[("what", &said(row))]));
    }
}

/// The page.
pub async fn show(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
) -> Result<Response, WebError> {
    html(&load(&state, page, &signed, id, Form::from_name(&asked.form), None).await?)
}

/// The page with this form open, and the refused one as it was typed.
pub(super) async fn load(
    state: &AppState,
    page: Page,
    signed: &SignedIn,
    id: TaskId,
    asked: Option<Form>,
    refused: Option<(Form, Typed)>,
) -> Result<Show, WebError> {
    let view = view::workflow(&state.tools, &signed.viewer, Of::Task(id)).await?;
    let t = page.t;
    let case = &view.case;
    let task = case.tasks.get(&id).ok_or(WebError::NotFound)?;
    let seen = Seen { page: &page, view: &view, task };
    let offers = case::task_offers(&signed.viewer, case, task, &view.bodies_in_system);
    let receivers = receivers::offered(t, &view, task);
    let sides = SideDeeds::of(state, &page, &view, task, offers).await?;
    let waits = seen.open_waits(case::may_act_for(&signed.viewer, case, task).is_ok());
    let was_refused = refused.is_some();
    let within = Inside::load(state, &page, signed, &view, task).await?;
    let open_parts = seen.part_tasks().iter().filter(|part| !part.is_over()).count();
    let ground = Ground {
        offers,
        receivers: &receivers,
        limit: task.limit.as_ref(),
        waits: waits.len(),
        only_wait: waits.first().filter(|_| waits.len() == 1).map(|choice| choice.value.clone()),
        holder: task.holder.map(|holder| HolderCode(holder).to_string()),
        planned_hand_off: !task.receivers.is_empty(),
        unheld: task.holder.is_none(),
        own: lies_with(&signed.viewer, task.holder),
        lent: task.lent.is_some() && lies_with(&signed.viewer, task.holder),
        parts_open: open_parts > 0,
    };
    let deeds = Deeds::of(state, &page, task, &within.offers);
    let forms = Forms::of(state, &page, &ground, deeds, asked, refused);
    let choices = choices(state, &page, &view, task, &forms, waits).await?;
    let calendar = state.tools.calendar.of_side(case.town, task.lane.into());
    let due = task.due.as_ref().filter(|_| !matches!(task.state, TaskState::Blocked | TaskState::Cancelled));
    let suspended = case.state == CaseState::Suspended;
    let due_view = due.map(|due| DueView::of(&page, &calendar, due).stopped(&page, suspended)).map(|due| match task.state {
        // Time with a signer is nobody's delay.
        TaskState::Handed => DueView { late: false, soon: false, ..due },
        TaskState::Open if task.signing.is_some() => DueView { late: false, soon: false, ..due },
        // It is over: the date it had, and no clock.
        TaskState::Done | TaskState::LeftOut => DueView { late: false, soon: false, left: String::new(), ..due },
        _ => due,
    });
    let inside = view.inside || task.lane != Lane::Town;
    let parts = seen.parts(state);
    Ok(Show {
        id,
        workflow_href: Url::WorkflowShow(case.id).to_string(),
        workflow_title: case.title.clone(),
        heading: short(&task.text, HEADING),
        duty: duty_ref(t, view.duty.row.kind, view.duty.row.no),
        clause: task.text.clone(),
        parent: task
            .parent
            .and_then(|id| case.tasks.get(&id))
            .map(|parent| (short(&parent.text, OTHER), Url::TaskShow(parent.id).to_string())),
        badge: Badge::task(t, task.state),
        urgent: case.urgent,
        suspended,
        why: seen.why(),
        requirements: seen.requirements(),
        waits: seen.waits(),
        met: seen.met(),
        holder: inside.then(|| holder_words(&page, &view, task.holder)),
        opened: task.opened_at.as_ref().filter(|_| inside).map(|at| page.day(at)),
        done: task.done_at.as_ref().filter(|_| inside).map(|at| page.day(at)),
        round: (task.round > 1).then(|| fill(t.task.round, &[("round", &task.round)])),
        reason: seen.reason(),
        result: task.result.as_ref().map(|result| t.result(result)).map(|words| trimmed(&words)).filter(|words| !words.is_empty()),
        explanation: due.map(|due| explain::lines(&page, &calendar, due)).unwrap_or_default(),
        due: due_view,
        due_else: due_else(&page, &view.limits, task),
        parts_words: parts_words(&page, &seen.part_tasks()),
        parts_left: (open_parts > 0 && !task.is_over()).then(|| fill(t.task.parts_open, &[("open", &open_parts)])),
        parts,
        sent: seen.sent(),
        inside,
        choices,
        limits: LimitChoices::of(t, view.limits.step),
        receivers,
        submits: within.submits(task),
        within,
        record_hint: if task.lane == Lane::Town { t.task.record_hint_village } else { t.task.record_hint_body },
        latest: history::latest(&page, &view).filter(|_| was_refused).map(|what| fill(t.task.latest, &[("what", &what)])),
        history: history::of_task(&page, &view, id),
        sides,
        forms,
        page,
    })
}

/// A sentence's continuation as a sentence of its own.
fn trimmed(words: &str) -> String {
    words.trim_start_matches(['，', ',', ' ']).to_owned()
}

/// What the forms that are there choose from.
async fn choices(
    state: &AppState,
    page: &Page,
    view: &WorkflowView,
    task: &Task,
    forms: &Forms,
    waits: Vec<Choice>,
) -> Result<Choices, WebError> {
    let (t, w) = (page.t, &page.t.task);
    let channels = [("paper", w.channel_paper), ("phone", w.channel_phone), ("visit", w.channel_visit)];
    let mut choices = Choices {
        waits,
        kinds: KINDS.into_iter().map(|kind| Choice::new(kind.code(), t.hand_kind(kind))).collect(),
        channels: channels.into_iter().map(|(code, label)| Choice::new(code, label)).collect(),
        ..Choices::default()
    };
    let moves = ["pass-on", "lend"].into_iter().any(|name| forms.inside.get(name).is_some());
    if forms.assign.is_some() || forms.distribute.is_some() || moves {
        let units = office::units(&state.tools, view.case.town).await?;
        let given = given(&view.case, task.id);
        let holders = |village: bool| {
            let of_kind = units.iter().filter(move |choice| choice.village == village);
            of_kind.flat_map(|choice| holders_of(page, choice)).collect::<Vec<_>>()
        };
        choices.holders = vec![Group { label: w.offices, choices: holders(false) }, Group { label: w.villages, choices: holders(true) }];
        let left: Vec<_> = units.iter().filter(|choice| !given.contains(&choice.unit)).collect();
        choices.has_villages = left.iter().any(|choice| choice.village);
        // Villages first: they are what is mostly given out to.
        let (villages, offices): (Vec<_>, Vec<_>) = left.into_iter().partition(|choice| choice.village);
        let unit = |choice: &office::UnitChoice| Choice::new(HolderCode(Holder { unit: choice.unit, person: None }), &choice.name);
        choices.units = villages.into_iter().chain(offices).map(unit).collect();
    }
    if forms.hand_off.is_some() {
        let bodies = towns::bodies(&state.tools).await?;
        choices.bodies = bodies.into_iter().filter(|body| !body.archived).map(|body| Choice::new(body.id, body.name)).collect();
    }
    Ok(choices)
}

/// The unit's in-box and its people.
fn holders_of(page: &Page, choice: &office::UnitChoice) -> Vec<Choice> {
    let w = &page.t.task;
    let code = |person| HolderCode(Holder { unit: choice.unit, person });
    let in_box = Choice::new(code(None), fill(w.assign_in_box, &[("unit", &choice.name)]));
    let people = choice.people.iter().map(|taker| {
        let text = if taker.leads { w.assign_lead } else { w.assign_person };
        let name = taker_name(page.t, page.now, taker);
        Choice::new(code(Some(taker.id)), fill(text, &[("unit", &choice.name), ("person", &name)]))
    });
    std::iter::once(in_box).chain(people).collect()
}

/// A task as its page tells it.
struct Seen<'a> {
    page: &'a Page,
    view: &'a WorkflowView,
    task: &'a Task,
}

impl<'a> Seen<'a> {
    fn step(&self) -> Option<&'a Step> {
        self.view.track.as_ref()?.steps.iter().find(|step| step.key == self.task.step_key)
    }

    /// Where the clause stands, and the words that make it a hand-off or a wait.
    fn why(&self) -> Vec<String> {
        let (t, w) = (self.page.t, &self.page.t.task);
        let row = &self.view.duty.row;
        let duty = t.duty_kind(row.kind);
        let mut why = Vec::new();
        let step = self.step();
        let place = match (step, self.task.lane) {
            (_, Lane::Body(body)) => {
                fill(w.why_body, &[("duty", &duty), ("no", &row.no), ("title", &row.title), ("body", &self.view.names.body(body))])
            }
            (Some(step), Lane::Town) if step.clause.cell == Cell::Town => {
                fill(w.why_clause, &[("duty", &duty), ("no", &row.no), ("title", &row.title), ("i", &step.clause.i)])
            }
            _ => fill(w.why_title, &[("duty", &duty), ("no", &row.no), ("title", &row.title)]),
        };
        why.push(place);
        if let Some(parent) = self.task.parent.and_then(|id| self.view.case.tasks.get(&id)) {
            why.push(fill(w.why_part, &[("step", &short(&parent.text, OTHER))]));
            return why;
        }
        for reason in step.map(|step| step.why.as_slice()).unwrap_or_default() {
            let text = match reason.what.as_str() {
                "handoff" => w.why_handoff,
                "wait" => w.why_wait,
                "joint" => w.why_joint,
                _ => continue,
            };
            why.push(fill(text, &[("words", &reason.words)]));
        }
        why
    }

    /// The requirements of the track, beside a town's step.
    fn requirements(&self) -> Vec<String> {
        if self.task.lane != Lane::Town || !self.view.inside {
            return Vec::new();
        }
        let steps = self.view.track.iter().flat_map(|track| &track.steps);
        steps.filter(|step| step.nature == Some(Nature::Requirement)).map(|step| step.text.clone()).collect()
    }

    fn waits(&self) -> Vec<String> {
        let w = &self.page.t.task;
        if self.task.state != TaskState::Blocked {
            return Vec::new();
        }
        let case = &self.view.case;
        let before = self.task.after.iter().filter_map(|id| case.tasks.get(id)).filter(|task| !task.is_over());
        let mut waits: Vec<String> = before
            .map(|before| {
                let who = match before.lane {
                    Lane::Body(body) => self.view.names.body(body).to_owned(),
                    Lane::Town => holder_words(self.page, self.view, before.holder),
                };
                fill(w.wait_task, &[("task", &short(&before.text, OTHER)), ("who", &who), ("state", &self.page.t.task_state(before.state))])
            })
            .collect();
        for wait in case.waits.values().filter(|wait| wait.task == self.task.id && wait.met.is_none()) {
            let from = wait.body.map_or(w.outside, |body| self.view.names.body(body));
            waits.push(fill(w.wait_external, &[("from", &from), ("what", &wait.text)]));
        }
        waits
    }

    /// What has come.
    fn met(&self) -> Vec<String> {
        let w = &self.page.t.workflow;
        let of_task = self.view.case.waits.values().filter(|wait| wait.task == self.task.id);
        of_task
            .filter_map(|wait| wait.met.as_ref().map(|met| fill(w.wait_met, &[("what", &wait.text), ("date", &self.page.date(&met.on))])))
            .collect()
    }

    /// What is waited for from outside and has not come, for who may record it.
    fn open_waits(&self, may: bool) -> Vec<Choice> {
        let case = &self.view.case;
        if !may || case.state.ended() || self.task.is_over() {
            return Vec::new();
        }
        let w = &self.page.t.task;
        let open = case.waits.values().filter(|wait| wait.task == self.task.id && wait.met.is_none());
        open.map(|wait| {
            let from = wait.body.map_or(w.outside, |body| self.view.names.body(body));
            Choice::new(wait.id, fill(w.wait_external, &[("from", &from), ("what", &wait.text)]))
        })
        .collect()
    }

    fn reason(&self) -> Option<(&'static str, String)> {
        let w = &self.page.t.task;
        let reason = self.task.reason.clone()?;
        match self.task.state {
            TaskState::LeftOut => Some((w.left_out_because, reason)),
            TaskState::Open | TaskState::Blocked if self.task.round > 1 => Some((w.returned_because, reason)),
            _ => None,
        }
    }

    /// Its parts in the order in which they were given out.
    fn part_tasks(&self) -> Vec<&'a Task> {
        let given = self.view.history.iter().flat_map(|entry| &entry.facts).filter_map(|fact| match fact {
            Fact::TaskDistributed { task, parts } if *task == self.task.id => Some(parts),
            _ => None,
        });
        given.flatten().filter_map(|part| self.view.case.tasks.get(&part.id)).collect()
    }

    fn parts(&self, state: &AppState) -> Vec<Part> {
        let (t, w) = (self.page.t, &self.page.t.task);
        let part = |part: &Task| {
            let unit = part.holder.map(|holder| self.view.names.unit(holder.unit).to_owned()).unwrap_or_default();
            let report = match (&part.result, part.state) {
                (Some(result), _) => trimmed(&t.result(result)),
                (None, TaskState::LeftOut) => part.reason.clone().unwrap_or_default(),
                (None, _) => w.part_none.to_owned(),
            };
            let due = part.due.as_ref().filter(|_| part.state == TaskState::Open);
            Part {
                unit,
                href: Url::TaskShow(part.id).to_string(),
                badge: Badge::task(t, part.state),
                report,
                due: due.map(|due| {
                    DueView::of(self.page, &state.tools.calendar.of_side(self.view.case.town, part.lane.into()), due)
                        .stopped(self.page, self.view.case.state == CaseState::Suspended)
                }),
            }
        };
        self.part_tasks().into_iter().map(part).collect()
    }

    fn sent(&self) -> Vec<Sent> {
        let t = self.page.t;
        let of_task = self.view.case.hand_offs.values().filter(|hand_off| hand_off.task == self.task.id);
        let sent = |hand_off: &case::HandOff| Sent {
            words: format!(
                "{} {} · {}",
                t.hand_kind(hand_off.kind),
                self.view.names.unit(hand_off.receiver.unit(self.view.case.town)),
                self.page.day(&hand_off.offered_at)
            ),
            href: Url::HandOffShow(hand_off.id).to_string(),
            badge: Badge::hand_off(t, hand_off.state),
            reason: hand_off
                .reason
                .as_ref()
                .filter(|_| hand_off.state == HandOffState::Returned)
                .map(|reason| fill(t.task.returned_reason, &[("reason", reason)])),
        };
        of_task.map(sent).collect()
    }
}

/// Instead of a date: the limit that will count once the task opens, or that there is none.
fn due_else(page: &Page, limits: &TownLimits, task: &Task) -> String {
    let t = page.t;
    let spec = match &task.limit {
        Some(spec) => Some(spec.clone()),
        None => limits.step.map(|days| LimitSpec { limit: Limit::working_days(days), source: LimitSource::TownSetting }),
    };
    let spec = spec.filter(|spec| spec.source != LimitSource::None && task.is_towns() && task.state == TaskState::Blocked);
    spec.map_or_else(
        || t.common.no_limit.to_owned(),
        |spec| {
            let limit = t.limit_words(&spec.limit, page.now);
            fill(t.task.limit_once_open, &[("limit", &limit), ("source", &t.limit_source(&spec.source))])
        },
    )
}

//! The lanes of a workflow: the town's beside each body's, its steps with state, holder and date; and beside them what the list says without making a
//! task of it.

use duty_list::Nature;
use workflow::case::{self, CaseState, HandOff, HandOffState, Lane, Task, TaskState};
use workflow::people::{Holder, Unit, Viewer};
use workflow::template::Party;

use super::short;
use crate::service::view::WorkflowView;
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::Page;
use crate::web::badge::Badge;
use crate::web::work::due::{DueView, days_since};

/// How much of what is waited for a line shows, in characters.
const WAIT: usize = 40;

/// A side with its steps.
#[derive(Debug)]
pub(super) struct LaneView {
    /// The town or the body.
    pub(super) name: String,
    /// Whether it is the town's.
    pub(super) town: bool,
    /// Whether the viewer belongs to it.
    pub(super) yours: bool,
    /// Its steps.
    pub(super) steps: Vec<StepView>,
    /// What stands beside them, by heading.
    pub(super) beside: Vec<Clauses>,
}

/// A heading with clauses of the list.
#[derive(Debug)]
pub(super) struct Clauses {
    /// The heading.
    pub(super) title: String,
    /// The clauses, verbatim.
    pub(super) clauses: Vec<String>,
}

/// A step.
#[derive(Debug)]
pub(super) struct StepView {
    pub(super) words: String,
    pub(super) href: Option<String>,
    pub(super) class: &'static str,
    pub(super) badge: Badge,
    pub(super) facts: Vec<String>,
    pub(super) due: Option<DueView>,
    pub(super) reason: Option<String>,
    pub(super) hand_offs: Vec<HandOffLine>,
    pub(super) waits: Vec<WaitLine>,
    pub(super) act: Option<(&'static str, String)>,
}

/// A hand-off in a line.
#[derive(Debug)]
pub(super) struct HandOffLine {
    pub(super) words: String,
    pub(super) href: String,
    pub(super) badge: Badge,
    pub(super) since: String,
    pub(super) reason: Option<String>,
    pub(super) due: Option<DueView>,
    /// What the viewer can do with it.
    pub(super) act: Option<&'static str>,
}

impl HandOffLine {
    /// Whether it is past its date.
    pub(super) fn late(&self) -> bool {
        self.due.as_ref().is_some_and(|due| due.late)
    }
}

/// What a step waits for from outside.
#[derive(Debug)]
pub(super) struct WaitLine {
    pub(super) words: String,
    pub(super) met: bool,
    /// Where its receipt is recorded, for who may.
    pub(super) record: Option<String>,
}

/// What lanes are made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) state: &'a AppState,
    pub(super) page: &'a Page,
    pub(super) view: &'a WorkflowView,
    pub(super) viewer: &'a Viewer,
}

impl Maker<'_> {
    /// The lanes with steps, the town's first.
    pub(super) fn lanes(&self) -> Vec<LaneView> {
        let case = &self.view.case;
        let mut tasks: Vec<&Task> = case.tasks.values().filter(|task| task.parent.is_none()).collect();
        tasks.sort_by_key(|task| (task.position, task.id));
        let mut order = vec![Lane::Town];
        for task in &tasks {
            if !order.contains(&task.lane) {
                order.push(task.lane);
            }
        }
        let lane = |lane: Lane| LaneView {
            name: match lane {
                Lane::Town => self.view.names.town(case.town).to_owned(),
                Lane::Body(body) => self.view.names.body(body).to_owned(),
            },
            town: lane == Lane::Town,
            yours: matches!(lane, Lane::Body(body) if self.viewer.in_body(body)),
            steps: tasks.iter().filter(|task| task.lane == lane).map(|task| self.step(task)).collect(),
            beside: if lane == Lane::Town && self.view.inside { self.beside() } else { Vec::new() },
        };
        order.into_iter().map(lane).collect()
    }

    fn due(&self, side: case::Side, due: &case::Due) -> DueView {
        let suspended = self.view.case.state == CaseState::Suspended;
        DueView::of(self.page, &self.state.tools.calendar.of_side(self.view.case.town, side), due).stopped(self.page, suspended)
    }

    fn step(&self, task: &Task) -> StepView {
        let (case, page) = (&self.view.case, self.page);
        let offers = case::task_offers(self.viewer, case, task, &self.view.bodies_in_system);
        let due = task
            .due
            .as_ref()
            .filter(|_| task.state == TaskState::Open && task.signing.is_none())
            .map(|due| self.due(task.lane.into(), due));
        let class = match (task.state, &due) {
            (TaskState::Open, Some(due)) if due.late => "step-now step-late",
            (TaskState::Open | TaskState::Handed, _) => "step-now",
            (TaskState::Done, _) => "step-done",
            _ => "",
        };
        // The town's own task is the town's inside: a body opens its hand-off instead.
        let opened = self.view.inside || task.lane != Lane::Town;
        let url = Url::TaskShow(task.id).to_string();
        let label =
            if task.lane == Lane::Town && task.holder.is_none() && offers.assign { page.t.task.act_assign } else { page.t.task.act_do };
        let own = lies_with(self.viewer, task.holder);
        let waits_for_parts = case.tasks.values().any(|part| part.parent == Some(task.id) && !part.is_over());
        let turn = match (task.lane, task.holder) {
            (Lane::Town, None) => offers.assign,
            (Lane::Town, Some(_)) => own && (offers.complete || offers.hand_off) && !waits_for_parts,
            (Lane::Body(_), _) => offers.complete || offers.receive || offers.record,
        };
        let label = if offers.receive { page.t.task.act_receive } else { label };
        StepView {
            words: task.text.clone(),
            href: opened.then(|| url.clone()),
            class,
            badge: if self.view.inside || task.lane != Lane::Town { Badge::task(page.t, task.state) } else { self.seen_from_outside(task) },
            facts: self.facts(task),
            due,
            reason: task.reason.clone().filter(|_| task.round > 1 || task.state == TaskState::LeftOut),
            hand_offs: case.hand_offs.values().filter(|hand_off| hand_off.task == task.id).map(|hand_off| self.line(hand_off)).collect(),
            waits: self.waits(task),
            act: (turn && task.state == TaskState::Open).then_some((label, url)),
        }
    }

    /// A body sees of a town's step only whether it has been sent.
    fn seen_from_outside(&self, task: &Task) -> Badge {
        let done = matches!(task.state, TaskState::Done | TaskState::Handed);
        Badge::task(self.page.t, if done { task.state } else { TaskState::Open })
    }

    fn facts(&self, task: &Task) -> Vec<String> {
        let w = &self.page.t.task;
        let mut facts = Vec::new();
        let parts: Vec<&Task> = self.view.case.tasks.values().filter(|part| part.parent == Some(task.id)).collect();
        if !parts.is_empty() {
            facts.push(parts_words(self.page, &parts));
        }
        if self.view.inside && task.lane == Lane::Town {
            facts.push(holder_words(self.page, self.view, task.holder));
            let d = &self.page.t.deed;
            if let Some(signing) = &task.signing {
                facts.push(fill(d.fact_signing, &[("level", &self.page.t.sign_off_level(signing.level))]));
            }
            if let Some(lent) = &task.lent {
                let from = holder_words(self.page, self.view, Some(lent.from));
                facts.push(fill(d.fact_lent, &[("from", &from), ("what", &lent.what)]));
            }
            if task.extension.is_some() {
                facts.push(d.asked.to_owned());
            }
        }
        if let Some(at) = task.done_at.as_ref().filter(|_| self.view.inside || task.lane != Lane::Town) {
            facts.push(self.page.day(at));
        }
        if task.round > 1 {
            facts.push(fill(w.round, &[("round", &task.round)]));
        }
        facts
    }

    fn waits(&self, task: &Task) -> Vec<WaitLine> {
        let (w, tw) = (&self.page.t.workflow, &self.page.t.task);
        let case = &self.view.case;
        let may = !case.state.ended() && case::may_act_for(self.viewer, case, task).is_ok();
        let of_task = case.waits.values().filter(|wait| wait.task == task.id);
        of_task
            .map(|wait| {
                let what = short(&wait.text, WAIT);
                let what = match wait.body {
                    Some(body) => fill(w.wait_from, &[("body", &self.view.names.body(body)), ("what", &what)]),
                    None => fill(w.wait_from, &[("body", &tw.outside), ("what", &what)]),
                };
                let words = match &wait.met {
                    Some(met) => fill(w.wait_met, &[("what", &what), ("date", &self.page.date(&met.on))]),
                    None => fill(w.wait_open, &[("what", &what)]),
                };
                let record = (may && wait.met.is_none()).then(|| Url::TaskShow(task.id).with([("do", "received")]));
                WaitLine { words, met: wait.met.is_some(), record }
            })
            .collect()
    }

    /// The hand-offs that are between the sides now.
    pub(super) fn on_their_way(&self) -> Vec<HandOffLine> {
        let states =
            [HandOffState::Offered, HandOffState::Signed, HandOffState::Returned, HandOffState::Objected, HandOffState::InCoordination];
        let mut now: Vec<&HandOff> = self.view.case.hand_offs.values().filter(|hand_off| states.contains(&hand_off.state)).collect();
        now.sort_by_key(|hand_off| hand_off.offered_at);
        now.into_iter().map(|hand_off| self.line(hand_off)).collect()
    }

    fn line(&self, hand_off: &HandOff) -> HandOffLine {
        let (page, t) = (self.page, self.page.t);
        let offers = case::hand_off_offers(self.viewer, &self.view.case, hand_off, &self.view.bodies_in_system);
        let act = match (offers.sign, offers.answer, offers.on_behalf) {
            (true, _, true) => Some(t.hand_off.record_sign),
            (true, _, false) => Some(t.hand_off.sign),
            (_, true, true) => Some(t.hand_off.record_answer),
            (_, true, false) => Some(t.hand_off.give_answer),
            _ => None,
        };
        let due = match hand_off.state {
            HandOffState::Offered => hand_off.sign_due.as_ref(),
            HandOffState::Signed => hand_off.answer_due.as_ref(),
            _ => None,
        };
        let since = match hand_off.state {
            HandOffState::Signed => hand_off.signed_at.unwrap_or(hand_off.offered_at),
            HandOffState::Settled => hand_off.settled_at.unwrap_or(hand_off.offered_at),
            _ => hand_off.offered_at,
        };
        let waiting = hand_off.state.with_receiver();
        let calendar = self.state.tools.calendar.of_side(self.view.case.town, hand_off.receiver);
        let where_now = match hand_off.state {
            HandOffState::Offered => t.task.where_offered,
            _ => t.task.where_signed,
        };
        let body = self.view.names.unit(hand_off.receiver.unit(self.view.case.town));
        let since = if waiting {
            fill(where_now, &[("body", &body), ("since", &page.day(&since)), ("days", &days_since(page, &calendar, &since))])
        } else {
            page.day(&since)
        };
        HandOffLine {
            words: format!("{} {body}", t.hand_kind(hand_off.kind)),
            href: Url::HandOffShow(hand_off.id).to_string(),
            badge: Badge::hand_off(t, hand_off.state),
            since,
            reason: hand_off
                .reason
                .as_ref()
                .filter(|_| hand_off.state == HandOffState::Returned)
                .map(|reason| fill(t.task.returned_reason, &[("reason", reason)])),
            due: due.map(|due| self.due(hand_off.receiver, due)),
            act,
        }
    }

    /// The town's clauses that make no task here, by nature.
    fn beside(&self) -> Vec<Clauses> {
        let w = &self.page.t.workflow;
        let headings = [
            (Nature::Standing, w.standing),
            (Nature::Requirement, w.requirement),
            (Nature::Periodic, w.periodic),
            (Nature::OnEvent, w.on_event),
        ];
        let Some(track) = &self.view.track else { return Vec::new() };
        let of = |nature: Nature| {
            track.steps.iter().filter(move |step| !step.required && step.party == Party::Town && step.nature == Some(nature))
        };
        let groups = headings
            .into_iter()
            .map(|(nature, title)| Clauses { title: title.to_owned(), clauses: of(nature).map(|step| step.text.clone()).collect() });
        groups.filter(|group| !group.clauses.is_empty()).collect()
    }

    /// What the list says of the other side, for reference: of the departments for the town, of the town for a department.
    pub(super) fn reference(&self) -> Vec<Clauses> {
        let mut groups: Vec<Clauses> = Vec::new();
        let Some(track) = &self.view.track else { return groups };
        for step in &track.steps {
            let title = match (&step.party, self.view.inside) {
                (Party::Body { name }, true) if !step.required => name.clone(),
                (Party::Town, false) => self.view.names.town(self.view.case.town).to_owned(),
                (Party::Body { name }, false) if !step.required => name.clone(),
                _ => continue,
            };
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.clauses.push(step.text.clone()),
                None => groups.push(Clauses { title, clauses: vec![step.text.clone()] }),
            }
        }
        groups
    }
}

/// 6个村（社区）已报4个.
#[must_use]
pub(in crate::web) fn parts_words(page: &Page, parts: &[&Task]) -> String {
    let w = &page.t.task;
    let villages = parts.iter().all(|part| part.holder.is_some_and(|holder| matches!(holder.unit, Unit::Village(_))));
    let over = parts.iter().filter(|part| part.is_over()).count();
    fill(if villages { w.parts_villages } else { w.parts }, &[("total", &parts.len()), ("over", &over)])
}

/// Who holds it, in words.
#[must_use]
pub(in crate::web) fn holder_words(page: &Page, view: &WorkflowView, holder: Option<Holder>) -> String {
    let w = &page.t.task;
    match holder {
        None => w.nobody.to_owned(),
        Some(Holder { unit, person: None }) if matches!(unit, Unit::Body(_)) => view.names.unit(unit).to_owned(),
        Some(Holder { unit, person: None }) => fill(w.with_unit, &[("unit", &view.names.unit(unit))]),
        Some(Holder { unit, person: Some(person) }) => {
            fill(w.held_by, &[("unit", &view.names.unit(unit)), ("person", &view.names.person(person))])
        }
    }
}

/// Whether a task lies with the viewer: given to the person, or in a shared in-box of the person's units.
#[must_use]
pub(in crate::web) fn lies_with(viewer: &Viewer, holder: Option<Holder>) -> bool {
    holder.is_some_and(|holder| holder.person.map_or_else(|| viewer.in_unit(holder.unit), |person| viewer.is_person(person)))
}

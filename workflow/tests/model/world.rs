//! The county in which the model plays: a town with two offices and two villages, three bodies of which one has nobody in the system, and a workflow
//! laid out from a recipe.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use duty_list::{HandKind, Nature};
use workflow::calendar::{BodyCalendars, Calendar, DayKind, DayRule, Layer, Level, Limit, LimitSource, WorkingHours};
use workflow::case::history::{Entry, ORIGIN};
use workflow::case::{
    Case, Circumstances, Fact, Lane, Leaders, LimitSpec, OnBehalf, Plan, PlannedReceiver, SignOff, Start, Task, TaskState, Wait, start,
};
use workflow::ids::{BodyId, CommandId, IdGen, OfficeId, PersonId, TaskId, TownId, VillageId, WaitId};
use workflow::people::{Holder, Unit};
use workflow::settings::TownLimits;

use super::people::{Part, Person};

/// One step of a recipe; all numbers are read modulo what there is.
#[derive(Debug, Clone, Copy)]
pub struct StepRecipe {
    /// 0: the town's; else a body's.
    pub lane: u8,
    /// Bits: which of the earlier steps come before it.
    pub after: u8,
    /// Receivers of its output: none, one body, two bodies, `*`, the town (for a body's).
    pub to: u8,
    pub any: bool,
    pub sign_off: u8,
    pub limit: u8,
    pub wait: bool,
}

/// A workflow to be laid out.
#[derive(Debug, Clone)]
pub struct Recipe {
    pub steps: Vec<StepRecipe>,
    pub urgent: bool,
    /// Whether the county's coordinator works in the system.
    pub county: bool,
    /// Whether the town has default limits.
    pub defaults: bool,
}

pub struct World {
    pub ids: IdGen,
    pub calendar: Calendar,
    pub now: DateTime<Utc>,
    pub town: TownId,
    pub offices: [OfficeId; 2],
    pub villages: [VillageId; 2],
    pub bodies: [BodyId; 3],
    pub people: Vec<Person>,
    pub in_system: BTreeSet<BodyId>,
    pub units: BTreeSet<Unit>,
    pub members: BTreeSet<(Unit, PersonId)>,
    pub leaders: Leaders,
    pub limits: TownLimits,
    pub county_in_system: bool,
    pub entries: Vec<Entry>,
}

impl World {
    /// Lays the workflow out and starts it.
    pub fn start(recipe: &Recipe) -> (Self, Case) {
        let ids = IdGen::new([3; 32]);
        let now = Utc.with_ymd_and_hms(2026, 3, 2, 3, 0, 0).unwrap();
        let town: TownId = ids.next(now);
        let offices: [OfficeId; 2] = [ids.next(now), ids.next(now)];
        let villages: [VillageId; 2] = [ids.next(now), ids.next(now)];
        let bodies: [BodyId; 3] = [ids.next(now), ids.next(now), ids.next(now)];
        let people = people(&ids, now, offices, villages, bodies);
        let mut units: BTreeSet<Unit> = BTreeSet::from([Unit::Town(town)]);
        units.extend(offices.map(Unit::Office));
        units.extend(villages.map(Unit::Village));
        let leaders = Leaders {
            leaders: BTreeSet::from([people[1].id, people[2].id]),
            first: BTreeSet::from([people[1].id]),
            in_charge: BTreeMap::from([(offices[0], people[2].id)]),
            leads: BTreeSet::from([(offices[0], people[6].id), (offices[1], people[9].id)]),
        };
        let limits = if recipe.defaults { TownLimits { sign: Some(2), answer: Some(5), step: Some(5) } } else { TownLimits::default() };
        let mut world = Self {
            calendar: calendar(bodies[2]),
            now,
            town,
            offices,
            villages,
            bodies,
            in_system: BTreeSet::from([bodies[0], bodies[2]]),
            units,
            members: people.iter().flat_map(|person| person.memberships(town)).collect(),
            people,
            leaders,
            limits,
            county_in_system: recipe.county,
            entries: Vec::new(),
            ids,
        };
        let plan = world.plan(recipe);
        let about = Start { title: "工作".to_owned(), urgent: recipe.urgent, official: None };
        let coordinator = world.people[0].viewer(town);
        let (case, facts) = start(world.ids.next(now), town, plan, about, &world.circumstances(&coordinator)).unwrap();
        world.enter(&case, Some(coordinator.person), "start", facts, None);
        (world, case)
    }

    pub fn circumstances<'a>(&'a self, actor: &'a workflow::people::Viewer) -> Circumstances<'a> {
        Circumstances {
            now: self.now,
            actor,
            calendar: &self.calendar,
            limits: self.limits,
            ids: &self.ids,
            bodies_in_system: &self.in_system,
            town_units: &self.units,
            members: &self.members,
            leaders: &self.leaders,
            county_in_system: self.county_in_system,
        }
    }

    /// Writes an entry of the history.
    pub fn enter(&mut self, case: &Case, actor: Option<PersonId>, kind: &str, facts: Vec<Fact>, on_behalf: Option<OnBehalf>) {
        let mut entry = Entry {
            seq: case.seq,
            at: self.now,
            actor,
            command_id: self.ids.next::<CommandId>(self.now),
            kind: kind.to_owned(),
            facts,
            on_behalf,
            in_place_of: None,
            prev_hash: self.entries.last().map_or_else(|| ORIGIN.to_owned(), |entry| entry.hash.clone()),
            hash: String::new(),
        };
        entry.hash = entry.expected_hash(case.id).unwrap();
        self.entries.push(entry);
    }

    pub fn can_hold(&self, holder: Holder) -> bool {
        self.units.contains(&holder.unit) && holder.person.is_none_or(|person| self.members.contains(&(holder.unit, person)))
    }

    pub fn limit(&self, kind: u8) -> Option<LimitSpec> {
        let limit = match kind % 6 {
            0 => Limit::working_days(3),
            1 => Limit::natural_days(6),
            2 => Limit::hours(30),
            3 => Limit::date(self.now + TimeDelta::days(9)),
            4 => return Some(LimitSpec { limit: Limit::working_days(1), source: LimitSource::None }),
            _ => return None,
        };
        Some(LimitSpec { limit, source: LimitSource::Phone })
    }

    fn plan(&self, recipe: &Recipe) -> Plan {
        let ids: Vec<TaskId> = recipe.steps.iter().map(|_| self.ids.next(self.now)).collect();
        let mut tasks: Vec<Task> = Vec::new();
        for (place, step) in recipe.steps.iter().enumerate() {
            let lane = match step.lane % 5 {
                // The first step is the town's: a workflow without work of the town's is not started.
                _ if place == 0 => Lane::Town,
                3 => Lane::Body(self.bodies[usize::from(step.after) % 3]),
                4 => Lane::Body(self.bodies[0]),
                _ => Lane::Town,
            };
            let mut task = blank(ids[place], lane);
            task.position = u32::try_from(place).unwrap();
            task.after = (0..place).filter(|before| step.after & (1 << before) != 0).map(|before| ids[before]).collect();
            task.any_receiver = step.any;
            task.limit = self.limit(step.limit);
            let unit = match (lane, step.limit % 4) {
                (Lane::Body(body), _) => Unit::Body(body),
                (Lane::Town, 0 | 1) => Unit::Office(self.offices[0]),
                (Lane::Town, 2) => Unit::Village(self.villages[0]),
                (Lane::Town, _) => Unit::Town(self.town),
            };
            task.holder = Some(Holder { unit, person: None });
            if lane == Lane::Town {
                task.sign_off =
                    [SignOff::None, SignOff::None, SignOff::OfficeLead, SignOff::LeaderInCharge, SignOff::FirstLeader, SignOff::Meeting]
                        [usize::from(step.sign_off) % 6];
            }
            tasks.push(task);
        }
        let lanes: Vec<(TaskId, Lane)> = tasks.iter().map(|task| (task.id, task.lane)).collect();
        for (place, step) in recipe.steps.iter().enumerate() {
            let own = lanes[place].1;
            let kind = [HandKind::Approval, HandKind::Report, HandKind::Transfer][usize::from(step.to / 8) % 3];
            // A step feeds those of the receiver that come later and do not wait for it anyway.
            let feeds = |lane: Lane| {
                let later = lanes[place + 1..].iter().zip(&recipe.steps[place + 1..]);
                let free = later.filter(|((_, other), step)| *other == lane && lane != own && step.after & (1 << place) == 0);
                free.map(|((id, _), _)| *id).collect::<Vec<TaskId>>()
            };
            let body = |at: usize| self.bodies[(usize::from(step.to) + at) % 3];
            let to_body = |at: usize| PlannedReceiver { body: Some(body(at)), kind, feeds: feeds(Lane::Body(body(at))) };
            tasks[place].receivers = match (step.to % 7, own) {
                (0 | 1, _) => Vec::new(),
                (2 | 3, Lane::Town) => vec![to_body(0)],
                (4, Lane::Town) => vec![to_body(0), to_body(1)],
                (_, Lane::Town) => vec![PlannedReceiver { body: None, kind, feeds: feeds(Lane::Body(self.bodies[0])) }],
                (2..=4, Lane::Body(_)) => vec![PlannedReceiver { body: None, kind, feeds: feeds(Lane::Town) }],
                (_, Lane::Body(_)) => Vec::new(),
            };
        }
        // Some of what a body is fed with is only asked of it once that is handed on.
        let fed: BTreeSet<TaskId> = tasks.iter().flat_map(|task| &task.receivers).flat_map(|to| to.feeds.iter().copied()).collect();
        for (task, step) in tasks.iter_mut().zip(&recipe.steps) {
            task.required = !(task.lane != Lane::Town && step.any && fed.contains(&task.id));
        }
        let waits = recipe.steps.iter().enumerate().filter(|(_, step)| step.wait).map(|(place, _)| {
            let text = "上级通知".to_owned();
            Wait { id: self.ids.next::<WaitId>(self.now), task: ids[place], body: None, text, met: None }
        });
        Plan { waits: waits.collect(), tasks }
    }
}

/// A task with nothing in it.
pub fn blank(id: TaskId, lane: Lane) -> Task {
    let town = lane == Lane::Town;
    Task {
        id,
        position: 0,
        step_key: id.to_string(),
        parent: None,
        lane,
        text: "一项工作".to_owned(),
        nature: town.then_some(Nature::Step),
        required: true,
        state: TaskState::Blocked,
        round: 1,
        holding: 1,
        holder: None,
        limit: None,
        due: None,
        after: Vec::new(),
        receivers: Vec::new(),
        any_receiver: false,
        opened_at: None,
        done_at: None,
        result: None,
        reason: None,
        sign_off: SignOff::None,
        signing: None,
        lent: None,
        extension: None,
        nudge: None,
        objection: None,
        objections: 0,
    }
}

/// The nation's and Xinjiang's days; the last body is off for a week in March 2026 by a rule of its own.
fn calendar(body: BodyId) -> Calendar {
    let hours = || WorkingHours::bundled("xinjiang").unwrap();
    let layers = || vec![Layer::nation(), Layer::xinjiang()];
    let off = |day: u32| DayRule {
        date: NaiveDate::from_ymd_opt(2026, 3, day).unwrap(),
        kind: DayKind::Off,
        name: "搬迁".to_owned(),
        document_no: "局〔2026〕1号".to_owned(),
    };
    let mut own = layers();
    own.push(Layer::new(Level::Body, (9..=13).map(off).collect()));
    let bodies = BodyCalendars { others: Calendar::new(layers(), hours()), own: BTreeMap::from([(body, Calendar::new(own, hours()))]) };
    Calendar::new(layers(), hours()).with_bodies(std::sync::Arc::new(bodies))
}

fn people(ids: &IdGen, now: DateTime<Utc>, offices: [OfficeId; 2], villages: [VillageId; 2], bodies: [BodyId; 3]) -> Vec<Person> {
    let elsewhere: TownId = ids.next(now);
    let stranger: BodyId = ids.next(now);
    let person = |name: &'static str, own: &[Part]| Person { name, id: ids.next(now), own: own.to_vec(), stands_for: None };
    let mut people = vec![
        person("coordinator", &[Part::Coordinator]),
        person("first leader", &[Part::Leader]),
        person("leader in charge", &[Part::Leader]),
        person("supervisor", &[Part::Supervisor]),
        person("county supervisor", &[Part::CountySupervisor]),
        person("county coordinator", &[Part::CountyCoordinator]),
        person("office lead", &[Part::OfficeLead(offices[0])]),
        person("clerk", &[Part::Staff(offices[0])]),
        person("other clerk", &[Part::Staff(offices[0])]),
        person("lead of the other office", &[Part::OfficeLead(offices[1])]),
        person("clerk of the other office", &[Part::Staff(offices[1])]),
        person("village liaison", &[Part::Village(villages[0])]),
        person("liaison of the other village", &[Part::Village(villages[1])]),
        person("liaison", &[Part::Liaison(bodies[0])]),
        person("body lead", &[Part::BodyLead(bodies[0])]),
        person("other liaison", &[Part::Liaison(bodies[0])]),
        person("liaison without lead", &[Part::Liaison(bodies[2])]),
        person("colleague without lead", &[Part::Liaison(bodies[2])]),
        person("coordinator elsewhere", &[Part::Elsewhere(elsewhere)]),
        person("liaison elsewhere", &[Part::Liaison(stranger)]),
    ];
    let absent = (people[7].id, people[7].own.clone());
    people.push(Person { stands_for: Some(absent), ..person("substitute of the clerk", &[Part::Staff(offices[1])]) });
    people
}

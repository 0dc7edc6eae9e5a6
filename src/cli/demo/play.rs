//! Plays the stories: a clock that is stepped through the past weeks, and at each turn one act of one person through the real use cases.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use workflow::calendar::{Limit, LimitSource, local_date};
use workflow::case::{Case, LimitSpec};
use workflow::clock::SteppedClock;
use workflow::ids::{IncomingId, WorkflowId};
use workflow::people::{Holder, Unit};
use workflow::template::Party;

use super::asides::ASIDES;
use super::place::{Town, World};
use super::stories::{Came, LOOSE, Loose, STORIES, Story};
use super::turn::{Next, next};
use crate::service::incoming::{self, Registration};
use crate::service::start::{NewWorkflow, receive_and_transfer, start};
use crate::service::{Request, Tools, duties};
use crate::store::{cases, templates};
use crate::worker::Worker;

/// The demonstration is the same each time.
const SEED: u64 = 20_250_700;

/// What is to be done at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    /// The queue does what is due: mails and reminders.
    Queue,
    /// Something beside the workflows.
    Aside(usize),
    /// Something comes in that leads nowhere yet.
    Loose(usize),
    /// A story begins.
    Begin(usize),
    /// A story goes on.
    Go(usize, WorkflowId),
}

/// The stage.
pub(super) struct Play<'a> {
    pub(super) tools: &'a Tools,
    pub(super) clock: &'a Arc<SteppedClock>,
    pub(super) worker: &'a Worker,
    pub(super) world: &'a World,
    /// The present, where the play ends.
    pub(super) now: DateTime<Utc>,
}

impl Play<'_> {
    /// Plays everything up to the present. `progress` hears how many of how many turns are done.
    pub(super) async fn run(&self, progress: impl Fn(usize, usize)) -> anyhow::Result<()> {
        let mut rng = ChaCha20Rng::seed_from_u64(SEED);
        let mut agenda: BinaryHeap<Reverse<(DateTime<Utc>, Item)>> = BinaryHeap::new();
        for (at, story) in STORIES.iter().enumerate() {
            agenda.push(Reverse((self.morning(story.ago, &mut rng), Item::Begin(at))));
        }
        for (at, loose) in LOOSE.iter().enumerate() {
            agenda.push(Reverse((self.morning(loose.ago, &mut rng), Item::Loose(at))));
        }
        for (at, (ago, _)) in ASIDES.iter().enumerate() {
            agenda.push(Reverse((self.day_start(*ago) + Duration::minutes(45), Item::Aside(at))));
        }
        let longest = STORIES.iter().map(|story| story.ago).max().unwrap_or(0);
        for ago in 0..=longest {
            let start = self.day_start(ago);
            agenda.extend([Duration::minutes(20), Duration::hours(6)].map(|later| Reverse((start + later, Item::Queue))));
        }
        let mut done = 0;
        while let Some(Reverse((at, item))) = agenda.pop() {
            if at >= self.now {
                continue;
            }
            self.clock.set(at);
            let go_on = match item {
                Item::Queue => jobs::run_due(self.worker).await.map(|_| None)?,
                Item::Aside(index) => {
                    let (_, aside) = ASIDES.get(index).context("no such thing")?;
                    self.aside(*aside).await.map(|()| None).with_context(|| format!("{aside:?}"))?
                }
                Item::Loose(index) => LOOSE.get(index).map(|loose| self.loose(loose)).context("no such item")?.await.map(|()| None)?,
                Item::Begin(index) => {
                    let story = STORIES.get(index).context("no such story")?;
                    Some((index, self.begin(story).await.with_context(|| story.title.to_owned())?))
                }
                Item::Go(index, id) => {
                    let story = STORIES.get(index).context("no such story")?;
                    let went = self.go(story, id, &mut rng).await.with_context(|| story.title.to_owned())?;
                    went.then_some((index, id))
                }
            };
            if let Some((index, id)) = go_on {
                let pace = Duration::minutes(i64::from(120 + rng.next_u32() % 420));
                agenda.push(Reverse((self.tools.calendar.county().add_working_time(self.clock_now(), pace), Item::Go(index, id))));
            }
            done += 1;
            progress(done, done + agenda.len());
        }
        self.clock.set(self.now);
        Ok(())
    }

    fn clock_now(&self) -> DateTime<Utc> {
        self.tools.now()
    }

    /// The first working moment, so many working days ago.
    fn day_start(&self, ago: i32) -> DateTime<Utc> {
        let day = self.tools.calendar.county().shift_working_days(local_date(self.now), -ago);
        self.tools.calendar.county().day_start(day).unwrap_or(self.now)
    }

    fn morning(&self, ago: i32, rng: &mut ChaCha20Rng) -> DateTime<Utc> {
        self.day_start(ago) + Duration::minutes(i64::from(5 + rng.next_u32() % 150))
    }

    pub(super) fn town(&self, at: usize) -> anyhow::Result<&Town> {
        self.world.towns.get(at).context("no such town")
    }

    /// Registers what came in; some minutes pass.
    async fn register(&self, town: &Town, came: &Came) -> anyhow::Result<incoming::Incoming> {
        let tools = self.tools;
        let limit = came.within.map(|days| tools.calendar.county().explain(tools.now(), Limit::working_days(days)).due);
        let typed = Registration {
            town: Some(town.id),
            source: came.source.to_owned(),
            summary: came.summary.to_owned(),
            limit,
            from: came.from.map(str::to_owned),
            document_no: came.document_no.map(str::to_owned),
            ..Registration::default()
        };
        let request = Request { viewer: &town.coordinator, command: tools.command() };
        let item = incoming::register(tools, request, typed).await?;
        self.clock.advance(Duration::minutes(7));
        Ok(item)
    }

    async fn loose(&self, loose: &Loose) -> anyhow::Result<()> {
        let tools = self.tools;
        let town = self.town(loose.town)?;
        let item = self.register(town, &loose.came).await?;
        let request = Request { viewer: &town.coordinator, command: tools.command() };
        if let Some((kind, no)) = loose.matched {
            let duty = duties::by_ref(tools, town.id, duty_list::DutyRef { kind, no }).await?;
            incoming::confirm_duty(tools, request, item.id, duty.row.duty, item.version).await?;
        } else if let Some(note) = loose.closed {
            incoming::close(tools, request, item.id, note, item.version).await?;
        }
        Ok(())
    }

    async fn begin(&self, story: &Story) -> anyhow::Result<WorkflowId> {
        let tools = self.tools;
        let town = self.town(story.town)?;
        let (kind, no) = story.duty;
        let duty = duties::by_ref(tools, town.id, duty_list::DutyRef { kind, no }).await?.row.duty;
        let mut official = None;
        let mut from: Option<IncomingId> = None;
        if let Some(came) = &story.came {
            let item = self.register(town, came).await?;
            official = item.limit_at.map(|at| LimitSpec { limit: Limit::date(at), source: item.limit_source.clone() });
            let request = Request { viewer: &town.coordinator, command: tools.command() };
            from = Some(incoming::confirm_duty(tools, request, item.id, duty, item.version).await?.id);
            self.clock.advance(Duration::minutes(11));
        }
        let version = templates::published(tools.store.read(), duty).await?.context("the duty has no template")?;
        // The first part in which there is something to do.
        let is_work = |track: &workflow::template::Track| track.steps.iter().any(|step| step.required && step.party == Party::Town);
        let track = version.content.tracks.iter().position(is_work).context("the duty has nothing to be done")?;
        let office = town.offices.get(story.office).context("no such office")?;
        let holder = Holder { unit: Unit::Office(office.id), person: Some(office.staff.person) };
        let steps = version.content.tracks.get(track).map(|track| track.steps.as_slice()).unwrap_or_default();
        let town_steps = steps.iter().filter(|step| step.required && step.party == Party::Town);
        let holders: BTreeMap<String, Holder> = town_steps.map(|step| (step.key.clone(), holder)).collect();
        let new = NewWorkflow {
            duty,
            track,
            title: story.title.to_owned(),
            urgent: story.urgent,
            incoming: from,
            official: official.filter(|spec| spec.source != LimitSource::None),
            holders,
            limits: BTreeMap::new(),
        };
        let request = Request { viewer: &town.coordinator, command: tools.command() };
        let started = match kind {
            duty_list::DutyKind::Withdrawn => receive_and_transfer(tools, request, new).await?,
            duty_list::DutyKind::Basic | duty_list::DutyKind::Cooperative => start(tools, request, new).await?,
        };
        Ok(started)
    }

    /// One act of the story; false when nothing more happens in it.
    async fn go(&self, story: &Story, id: WorkflowId, rng: &mut ChaCha20Rng) -> anyhow::Result<bool> {
        let town = self.town(story.town)?;
        let case: Case = cases::load_unscoped(self.tools.store.read(), id).await?.context("the workflow is gone")?.case;
        let Some(Next { viewer, of, command }) = next(story, &case, town, &self.world.liaisons, local_date(self.clock_now()), rng) else {
            return Ok(false);
        };
        let request = Request { viewer, command: self.tools.command() };
        crate::service::act::act(self.tools, request, of, &command).await?;
        Ok(true)
    }
}

//! The machine of a lead on a problem: its table, every pair of state and command, and its stories.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed expectation is how a test fails")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc};
use proptest::prelude::*;
use workflow::calendar::Calendar;
use workflow::case::OnBehalf;
use workflow::ids::{BodyId, CommandId, IdGen, LeadId, OfficeId, PersonId, TownId, VillageId};
use workflow::lead::history::{Entry, ORIGIN, check_chain, of_bodies, rebuild};
use workflow::lead::{
    ALL_COMMANDS, Answer, Circumstances, Command, Fact, Lead, LeadState, NewLead, Side, Spot, apply, offers, report, sees, sees_inside,
    spans, takes, totals,
};
use workflow::people::{Grant, Role, Scope, Unit, Viewer};
use workflow::refusal::Refusal;
use workflow::settings::TownLimits;

struct World {
    ids: IdGen,
    calendar: Calendar,
    now: DateTime<Utc>,
    town: TownId,
    village: VillageId,
    bureau: BodyId,
    other: BodyId,
    in_system: BTreeSet<BodyId>,
    coordinator: Viewer,
    liaison: Viewer,
    at_bureau: Viewer,
    at_other: Viewer,
    entries: Vec<Entry>,
    lead: Option<Lead>,
}

fn viewer(ids: &IdGen, now: DateTime<Utc>, role: Role, scope: Scope) -> Viewer {
    Viewer::new(ids.next::<PersonId>(now), vec![Grant { role, scope }])
}

impl World {
    fn new() -> Self {
        let ids = IdGen::new([11; 32]);
        let now = Utc.with_ymd_and_hms(2026, 3, 2, 3, 0, 0).unwrap();
        let (town, village): (TownId, VillageId) = (ids.next(now), ids.next(now));
        let (bureau, other): (BodyId, BodyId) = (ids.next(now), ids.next(now));
        Self {
            coordinator: viewer(&ids, now, Role::Coordinator, Scope::town(town)),
            liaison: viewer(&ids, now, Role::VillageLiaison, Scope::Village { town, village }),
            at_bureau: viewer(&ids, now, Role::Liaison, Scope::body(bureau)),
            at_other: viewer(&ids, now, Role::Liaison, Scope::body(other)),
            in_system: BTreeSet::from([bureau, other]),
            calendar: Calendar::xinjiang().unwrap(),
            ids,
            now,
            town,
            village,
            bureau,
            other,
            entries: Vec::new(),
            lead: None,
        }
    }

    fn circumstances<'a>(&'a self, actor: &'a Viewer) -> Circumstances<'a> {
        let limits = TownLimits { sign: Some(2), answer: Some(5), step: None };
        Circumstances { now: self.now, actor, calendar: &self.calendar, limits, bodies_in_system: &self.in_system }
    }

    fn found(&self, body: Option<BodyId>) -> NewLead {
        NewLead {
            town: self.town,
            unit: Unit::Village(self.village),
            place: "一村三组河道南侧".to_owned(),
            matter: "有人在河道内倾倒建筑垃圾".to_owned(),
            spot: Spot::Stopped,
            urgent: false,
            body,
            duty: None,
            workflow: None,
        }
    }

    fn record(&mut self, actor: PersonId, kind: &str, lead: Lead, facts: Vec<Fact>, on_behalf: Option<OnBehalf>) {
        let prev_hash = self.entries.last().map_or(ORIGIN.to_owned(), |entry| entry.hash.clone());
        let command_id: CommandId = self.ids.next(self.now);
        let mut entry = Entry {
            seq: lead.seq,
            at: self.now,
            actor: Some(actor),
            command_id,
            kind: kind.to_owned(),
            facts,
            on_behalf,
            prev_hash,
            hash: String::new(),
        };
        entry.hash = entry.expected_hash(lead.id).unwrap();
        self.entries.push(entry);
        self.lead = Some(lead);
        self.now += Duration::hours(2);
    }

    fn reports(&mut self, body: Option<BodyId>) {
        let id: LeadId = self.ids.next(self.now);
        let actor = self.liaison.clone();
        let (lead, facts) = report(id, &self.found(body), &self.circumstances(&actor)).unwrap();
        self.record(actor.person, "report", lead, facts, None);
    }

    fn tries(&mut self, actor: &Viewer, command: &Command) -> Result<LeadState, Refusal> {
        let before = self.lead.clone().unwrap();
        let (lead, facts) = apply(&before, command, &self.circumstances(actor))?;
        let state = lead.state;
        self.record(actor.person, command.code(), lead, facts, command.on_behalf().cloned());
        Ok(state)
    }

    #[track_caller]
    fn does(&mut self, actor: &Viewer, command: Command, expected: LeadState) {
        assert_eq!(self.tries(actor, &command), Ok(expected), "{command:?}");
        let lead = self.lead.as_ref().unwrap();
        check_chain(lead.id, &self.entries).unwrap();
        assert_eq!(&rebuild(lead.id, &self.entries).unwrap(), lead, "the state follows from the facts");
    }

    fn lead(&self) -> &Lead {
        self.lead.as_ref().unwrap()
    }

    fn offer(&self, body: BodyId) -> Command {
        Command::Offer { body, note: Some("请核实处理".to_owned()), document_no: None }
    }
}

fn answer(note: &str) -> Command {
    Command::Answer { answer: Answer { note: note.to_owned(), mended: true, document_no: None }, on_behalf: None }
}

const REASON: &str = "缺少具体位置";

/// A command of every kind.
fn commands(world: &World) -> Vec<Command> {
    let reason = || REASON.to_owned();
    vec![
        world.offer(world.bureau),
        Command::TakeBack { reason: reason() },
        Command::Sign { on_behalf: None },
        Command::Return { reason: reason(), on_behalf: None },
        Command::Object { reason: reason(), row: Some("收回第7项".to_owned()), on_behalf: None },
        Command::AskCoordination { reason: reason() },
        Command::RecordCoordination { body: world.other, outcome: reason(), document_no: None },
        answer("已清运"),
        Command::Close { note: reason() },
        Command::Settle { note: reason() },
        Command::Reopen { reason: reason() },
        Command::Cancel { reason: reason() },
        Command::Link { duty: None, workflow: None },
    ]
}

/// A lead in a state, by the shortest way.
fn in_state(state: LeadState) -> World {
    let mut world = World::new();
    let (town, bureau) = (world.coordinator.clone(), world.at_bureau.clone());
    let body = world.bureau;
    world.reports((state != LeadState::Noted).then_some(body));
    let object = || Command::Object { reason: REASON.to_owned(), row: None, on_behalf: None };
    match state {
        LeadState::Noted | LeadState::Offered => {}
        LeadState::Signed => world.does(&bureau, Command::Sign { on_behalf: None }, LeadState::Signed),
        LeadState::Returned => world.does(&bureau, Command::Return { reason: REASON.to_owned(), on_behalf: None }, LeadState::Returned),
        LeadState::Objected => world.does(&bureau, object(), LeadState::Objected),
        LeadState::InCoordination => {
            world.does(&bureau, object(), LeadState::Objected);
            world.does(&town, world.offer(body), LeadState::Offered);
            world.does(&bureau, object(), LeadState::InCoordination);
        }
        LeadState::Answered | LeadState::Closed => {
            world.does(&bureau, Command::Sign { on_behalf: None }, LeadState::Signed);
            world.does(&bureau, answer("已清运"), LeadState::Answered);
            if state == LeadState::Closed {
                world.does(&town, Command::Close { note: "现场已恢复".to_owned() }, LeadState::Closed);
            }
        }
        LeadState::Cancelled => world.does(&town, Command::Cancel { reason: REASON.to_owned() }, LeadState::Cancelled),
    }
    assert_eq!(world.lead().state, state);
    world
}

#[test]
fn every_state_takes_exactly_the_commands_of_the_table() {
    for state in LeadState::ALL {
        for command in commands(&in_state(state)) {
            let mut world = in_state(state);
            // Whoever has the right to it asks, so that only the state decides.
            let of_body = ["sign", "return", "object", "answer"].contains(&command.code());
            let actor = if of_body { world.at_bureau.clone() } else { world.coordinator.clone() };
            let before = world.lead().clone();
            let done = world.tries(&actor, &command);
            if takes(state, command.code()) {
                assert!(done.is_ok(), "{state:?} {}: {done:?}", command.code());
            } else {
                // Without a receiver there is nobody of a body who could ask.
                let refused = matches!(done, Err(Refusal::LeadState(found)) if found == state)
                    || (of_body && before.receiver.is_none() && done == Err(Refusal::NotPermitted));
                assert!(refused, "{state:?} {}: {done:?}", command.code());
                assert_eq!(world.lead(), &before);
            }
        }
    }
}

#[test]
fn what_is_offered_on_the_page_is_what_the_machine_takes() {
    for state in LeadState::ALL {
        let world = in_state(state);
        let shown = offers(&world.coordinator, world.lead(), &world.in_system);
        let flags = [
            ("offer", shown.offer),
            ("take-back", shown.take_back),
            ("ask-coordination", shown.ask_coordination),
            ("record-coordination", shown.record_coordination),
            ("close", shown.close),
            ("settle", shown.settle),
            ("reopen", shown.reopen),
            ("cancel", shown.cancel),
            ("link", shown.link),
        ];
        for (command, shown) in flags {
            assert_eq!(shown, takes(state, command), "{state:?} {command}");
        }
        assert!(!shown.sign && !shown.answer, "the bureau works in the system itself");
        let bureau = offers(&world.at_bureau, world.lead(), &world.in_system);
        assert_eq!((bureau.sign, bureau.answer), (takes(state, "sign"), takes(state, "answer")), "{state:?}");
        assert_eq!(offers(&world.at_other, world.lead(), &world.in_system), workflow::lead::LeadOffers::default());
    }
}

#[test]
fn the_table_in_the_documentation_is_the_tables() {
    let mut out = String::from(
        "# A lead on a problem: which state takes which command\n\nMade from `workflow/src/lead/decide.rs` by a test; do not edit.\n\n| state |",
    );
    ALL_COMMANDS.iter().for_each(|command| write!(out, " {command} |").unwrap());
    out.push_str("\n|---|");
    ALL_COMMANDS.iter().for_each(|_| out.push_str(":-:|"));
    out.push('\n');
    for state in LeadState::ALL {
        write!(out, "| {} |", state.code()).unwrap();
        ALL_COMMANDS.iter().for_each(|command| out.push_str(if takes(state, command) { " ● |" } else { " |" }));
        out.push('\n');
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/lead.md");
    if std::fs::read_to_string(&file).unwrap_or_default() != out {
        std::fs::write(&file, out).unwrap();
        panic!("docs/lead.md was out of date; it has been written anew, look at it and commit it");
    }
}

#[test]
fn from_every_state_but_the_ends_a_lead_can_still_be_struck_off_or_cancelled() {
    for state in LeadState::ALL.into_iter().filter(|state| !state.ended()) {
        let mut world = in_state(state);
        let town = world.coordinator.clone();
        world.does(&town, Command::Cancel { reason: "重复登记".to_owned() }, LeadState::Cancelled);
        let mut seen = BTreeSet::from([state]);
        let mut open = vec![state];
        while let Some(at) = open.pop() {
            for command in commands(&in_state(at)) {
                let mut world = in_state(at);
                let of_body = ["sign", "return", "object", "answer"].contains(&command.code());
                let actor = if of_body { world.at_bureau.clone() } else { world.coordinator.clone() };
                if let Ok(next) = world.tries(&actor, &command)
                    && seen.insert(next)
                {
                    open.push(next);
                }
            }
        }
        assert!(seen.contains(&LeadState::Closed), "{state:?}");
    }
}

#[test]
fn a_find_goes_to_the_bureau_comes_back_and_is_struck_off() {
    let mut world = World::new();
    let (village, bureau) = (world.liaison.clone(), world.at_bureau.clone());
    let body = world.bureau;
    world.reports(Some(body));
    assert_eq!(world.lead().state, LeadState::Offered);
    assert!(world.lead().sign_due.is_some());
    world.does(&bureau, Command::Return { reason: REASON.to_owned(), on_behalf: None }, LeadState::Returned);
    world.does(&village, world.offer(body), LeadState::Offered);
    assert_eq!(world.lead().round, 2);
    world.does(&bureau, Command::Sign { on_behalf: None }, LeadState::Signed);
    assert!(world.lead().answer_due.is_some() && world.lead().sign_due.is_none());
    world.does(&bureau, answer("已责令清运"), LeadState::Answered);
    world.does(&village, Command::Reopen { reason: "垃圾仍在".to_owned() }, LeadState::Offered);
    world.does(&bureau, Command::Sign { on_behalf: None }, LeadState::Signed);
    world.does(&bureau, answer("已清运完毕"), LeadState::Answered);
    world.does(&village, Command::Close { note: "到场查看，河道已恢复".to_owned() }, LeadState::Closed);
    assert!(world.lead().ended_at.is_some());

    let spans = spans(world.lead().id, &world.entries);
    assert!(spans.iter().all(|span| span.to.is_some()), "struck off, nobody's clock runs");
    let sides: Vec<Side> = spans.iter().map(|span| span.side).collect();
    let (sign, works) = (Side::Signature(body), Side::Body(body));
    assert_eq!(sides, [sign, Side::Town, sign, works, Side::Town, sign, works, Side::Town]);
    let whole: Duration = totals(&spans, world.now, &world.calendar).iter().map(|(_, time)| *time).sum();
    let (first, last) = (world.entries[0].at, world.entries.last().unwrap().at);
    assert_eq!(whole, world.calendar.working_time_between(first, last), "no time is lost and none counted twice");
}

#[test]
fn a_second_objection_leads_to_coordination_and_its_result_says_where_it_goes() {
    let mut world = in_state(LeadState::Objected);
    let (town, bureau, other) = (world.coordinator.clone(), world.at_bureau.clone(), world.at_other.clone());
    let (body, elsewhere) = (world.bureau, world.other);
    let silent = Command::Offer { body, note: None, document_no: None };
    assert_eq!(world.tries(&town, &silent), Err(Refusal::ReasonMissing), "an objection is answered");
    world.does(&town, world.offer(body), LeadState::Offered);
    let object = Command::Object {
        reason: "清单配合第78项由另一部门牵头".to_owned(), row: Some("配合第78项".to_owned()), on_behalf: None
    };
    world.does(&bureau, object, LeadState::InCoordination);
    assert_eq!(world.tries(&town, &world.offer(body)), Err(Refusal::LeadState(LeadState::InCoordination)));
    let result =
        Command::RecordCoordination {
            body: elsewhere, outcome: "由另一部门办理".to_owned(), document_no: Some("编办函1号".to_owned())
        };
    world.does(&town, result, LeadState::Offered);
    assert_eq!(world.lead().receiver, Some(elsewhere));
    assert_eq!(world.lead().objections, 0);
    world.does(&other, Command::Sign { on_behalf: None }, LeadState::Signed);

    assert!(sees(&bureau, world.lead()) && !sees_inside(&bureau, world.lead()), "what one did oneself stays readable");
    let own = of_bodies(world.lead().id, &world.entries, |id| id == body);
    assert!(own.iter().all(|entry| !entry.facts.iter().any(|fact| matches!(fact, Fact::Offered { body, .. } if *body == elsewhere))));
    assert!(own.iter().all(|entry| entry.kind != "sign"), "what the next body does is not the first one's");
}

#[test]
fn a_body_outside_the_system_is_recorded_for_and_no_other() {
    let mut world = World::new();
    let (village, body) = (world.liaison.clone(), world.bureau);
    world.reports(Some(body));
    let on = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let behalf = |on| Some(OnBehalf { on, office: Some("执法股".to_owned()), channel: "phone".to_owned(), document_no: None });
    assert_eq!(world.tries(&village, &Command::Sign { on_behalf: behalf(on) }), Err(Refusal::BodyInSystem));
    world.in_system.clear();
    assert_eq!(world.tries(&village, &Command::Sign { on_behalf: behalf(on.succ_opt().unwrap()) }), Err(Refusal::DateInFuture));
    assert_eq!(world.tries(&village, &Command::Sign { on_behalf: behalf(on.pred_opt().unwrap()) }), Err(Refusal::DateBeforeSending));
    assert_eq!(world.tries(&village, &Command::Sign { on_behalf: None }), Err(Refusal::NotPermitted));
    assert!(offers(&village, world.lead(), &world.in_system).on_behalf);
    world.does(&village, Command::Sign { on_behalf: behalf(on) }, LeadState::Signed);
    assert_eq!(world.entries.last().unwrap().on_behalf.as_ref().unwrap().channel, "phone");
}

#[test]
fn strangers_may_neither_see_nor_touch_it() {
    let mut world = in_state(LeadState::Offered);
    let now = world.now;
    let (elsewhere, office): (TownId, OfficeId) = (world.ids.next(now), world.ids.next(now));
    let strangers = [
        world.at_other.clone(),
        viewer(&world.ids, now, Role::Coordinator, Scope::town(elsewhere)),
        viewer(&world.ids, now, Role::Staff, Scope::Office { town: world.town, office }),
        viewer(&world.ids, now, Role::Admin, Scope::County),
    ];
    for stranger in strangers {
        assert!(!sees(&stranger, world.lead()), "{stranger:?}");
        for command in commands(&world) {
            assert_eq!(world.tries(&stranger, &command), Err(Refusal::NotPermitted), "{stranger:?} {}", command.code());
        }
        let id: LeadId = world.ids.next(now);
        let refused = report(id, &world.found(None), &world.circumstances(&stranger));
        assert!(matches!(refused, Err(Refusal::NotPermitted)));
    }
    // The bureau answers; it does not strike off its own.
    let bureau = world.at_bureau.clone();
    assert_eq!(world.tries(&bureau, &Command::Close { note: "好".to_owned() }), Err(Refusal::NotPermitted));
}

#[test]
fn empty_words_are_refused() {
    let world = World::new();
    let id: LeadId = world.ids.next(world.now);
    for new in [NewLead { place: "  ".to_owned(), ..world.found(None) }, NewLead { matter: String::new(), ..world.found(None) }] {
        assert!(matches!(report(id, &new, &world.circumstances(&world.liaison)), Err(Refusal::ReasonMissing)));
    }
    let mut world = in_state(LeadState::Answered);
    let town = world.coordinator.clone();
    assert_eq!(world.tries(&town, &Command::Close { note: " ".to_owned() }), Err(Refusal::ReasonMissing));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever anybody asks, in whichever order: the history rebuilds the state, its chain holds, and a body never has what was not sent to it.
    #[test]
    fn any_sequence_of_commands_keeps_history_and_state_together(steps in proptest::collection::vec((0_usize..13, 0_usize..4), 0..30), to_body: bool) {
        let mut world = World::new();
        let body = world.bureau;
        world.reports(to_body.then_some(body));
        for (which, who) in steps {
            let actor = [&world.coordinator, &world.liaison, &world.at_bureau, &world.at_other][who].clone();
            let command = commands(&world)[which].clone();
            let before = world.lead().clone();
            if world.tries(&actor, &command).is_err() {
                prop_assert_eq!(world.lead(), &before);
            }
        }
        let lead = world.lead().clone();
        prop_assert!(check_chain(lead.id, &world.entries).is_ok());
        prop_assert_eq!(rebuild(lead.id, &world.entries).unwrap(), lead.clone());
        prop_assert!(!lead.state.with_body() || lead.receiver.is_some_and(|body| lead.receivers.contains(&body)));
        prop_assert_eq!(lead.state.ended(), lead.ended_at.is_some());
    }
}

//! A row of a list of work: what it is, its date, and the one thing to do with it.

use workflow::case::{Extension, HandKind, HandOffState, TaskState};
use workflow::ids::{CommandId, TaskId};
use workflow::people::{Holder, Unit};

use super::due::{DueView, days_since};
use crate::service::work::{HandOffRow, MyWork, Names, TaskRow};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::Page;
use crate::web::workflow::{duty_ref, short};

/// How much of a clause a row shows, in characters.
const CLAUSE: usize = 60;

/// A row of a list of work.
#[derive(Debug, Clone)]
pub struct Item {
    /// The workflow's title.
    pub title: String,
    /// Where it is opened.
    pub href: String,
    /// What is to be done: the clause, cut.
    pub words: String,
    /// Smaller facts.
    pub facts: Vec<String>,
    /// Why it came back.
    pub reason: Option<String>,
    /// Its date; none is said in words.
    pub due: Option<DueView>,
    /// Whether its missing date is said.
    pub says_undated: bool,
    /// Whether it is immediate.
    pub urgent: bool,
    /// The one thing to do.
    pub act: Act,
}

/// The button of a row.
#[derive(Debug, Clone)]
pub struct Act {
    /// Its word.
    pub label: &'static str,
    /// Where it leads, or what it posts to.
    pub href: String,
    /// The id of the request that it makes; none: it only leads there.
    pub command: Option<CommandId>,
    /// Whether it is the thing to do next.
    pub primary: bool,
}

impl Act {
    fn open(label: &'static str, href: String, primary: bool) -> Self {
        Self { label, href, command: None, primary }
    }
}

impl Item {
    /// Whether it is past its date.
    #[must_use]
    pub fn late(&self) -> bool {
        self.due.as_ref().is_some_and(|due| due.late)
    }

    /// Whether its date comes soon.
    #[must_use]
    pub fn soon(&self) -> bool {
        self.due.as_ref().is_some_and(|due| due.soon)
    }
}

/// What rows are made from.
#[derive(Debug, Clone, Copy)]
pub struct Maker<'a> {
    pub(super) state: &'a AppState,
    pub(super) page: &'a Page,
    pub(super) work: &'a MyWork,
}

impl Maker<'_> {
    /// A task that is somebody's turn.
    pub(super) fn task(&self, row: &TaskRow) -> Item {
        let w = &self.page.t.task;
        let href = Url::TaskShow(row.id).to_string();
        let in_box = row.holder.is_some_and(|holder| holder.person.is_none() && !matches!(holder.unit, Unit::Town(_)));
        let act = match (row.body_lane, row.holder) {
            (false, None) => Act::open(w.act_assign, Url::TaskShow(row.id).with([("do", "assign")]), true),
            (false, Some(_)) if in_box => {
                Act { label: w.act_take, href: Url::TaskTake(row.id).to_string(), command: Some(self.state.command()), primary: false }
            }
            _ => Act::open(w.act_do, href.clone(), true),
        };
        self.task_item(row, act)
    }

    /// A task that waits: for its parts, for what comes before it, for something from outside.
    pub(super) fn waiting(&self, row: &TaskRow) -> Item {
        let w = &self.page.t.task;
        let waits = self.work.waits.get(&row.id);
        let act = if waits.is_some() && row.state == TaskState::Blocked {
            Act::open(w.act_receive, Url::TaskShow(row.id).with([("do", "received")]), false)
        } else {
            Act::open(w.act_open, Url::TaskShow(row.id).to_string(), false)
        };
        let mut item = self.task_item(row, act);
        item.says_undated = false;
        if row.state == TaskState::Blocked && waits.is_none() {
            item.facts.push(w.not_yet.to_owned());
        }
        for (body, what) in waits.into_iter().flatten() {
            let what = short(what, CLAUSE);
            item.facts.push(match body {
                Some(body) => fill(w.waits_for_from, &[("body", &self.work.names.body(*body)), ("what", &what)]),
                None => fill(w.waits_for, &[("what", &what)]),
            });
        }
        item
    }

    /// What waits for the person's signature.
    pub(super) fn for_signature(&self, row: &TaskRow) -> Item {
        let d = &self.page.t.deed;
        let mut item = self.task_item(row, Act::open(d.act_sign_off, Url::TaskShow(row.id).with([("do", "agree")]), true));
        if let Some(signing) = &row.signing {
            item.facts.push(fill(d.fact_submitted, &[("person", &self.work.names.person(signing.by))]));
        }
        item
    }

    /// What the person was asked to help with.
    pub(super) fn lent_to_me(&self, row: &TaskRow) -> Item {
        let d = &self.page.t.deed;
        self.task_item(row, Act::open(d.act_hand_back, Url::TaskShow(row.id).with([("do", "hand-back")]), true))
    }

    /// A request for more time that the person answers.
    pub(super) fn extension(&self, row: &TaskRow) -> Item {
        let d = &self.page.t.deed;
        self.task_item(row, Act::open(d.act_answer, Url::TaskShow(row.id).with([("do", "answer-extension")]), true))
    }

    /// The same of a body's answer.
    pub(super) fn hand_off_extension(&self, row: &HandOffRow) -> Item {
        let d = &self.page.t.deed;
        let mut item = sent(self.state, self.page, &self.work.names, row);
        item.act = Act::open(d.act_answer, Url::HandOffShow(row.id).to_string(), true);
        item.facts.extend(row.extension.as_ref().map(|asked| self.asked(asked)));
        item
    }

    fn asked(&self, asked: &Extension) -> String {
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("person", &self.work.names.person(asked.by)), ("date", &self.page.day_time(&asked.until)), ("reason", &asked.reason)];
        fill(self.page.t.deed.fact_extension, &values)
    }

    fn task_item(&self, row: &TaskRow, act: Act) -> Item {
        let t = self.page.t;
        let mut facts = vec![duty_ref(t, row.duty, row.duty_no), self.holder(row.holder)];
        if let Some((total, over)) = row.parts {
            facts.push(fill(t.task.parts, &[("total", &total), ("over", &over)]));
        }
        let d = &t.deed;
        if let Some(signing) = &row.signing {
            facts.push(fill(d.fact_signing, &[("level", &t.sign_off_level(signing.level))]));
        }
        if let Some(lent) = &row.lent {
            facts.push(fill(d.fact_lent, &[("from", &self.holder(Some(lent.from))), ("what", &lent.what)]));
        }
        facts.extend(row.extension.as_ref().map(|asked| self.asked(asked)));
        let came_back = row.reason.as_ref().filter(|_| row.round > 1 && row.state == TaskState::Open);
        Item {
            title: row.title.clone(),
            href: Url::TaskShow(row.id).to_string(),
            words: short(&row.text, CLAUSE),
            facts,
            reason: came_back.map(|reason| fill(t.task.came_back, &[("round", &row.round), ("reason", reason)])),
            due: row
                .due
                .as_ref()
                // Time with a signer is nobody's delay.
                .filter(|_| row.state == TaskState::Open && row.signing.is_none())
                .map(|due| {
                    DueView::of(self.page, &self.state.tools.calendar.of_side(row.town, row.side()), due).stopped(self.page, row.suspended)
                }),
            says_undated: row.state == TaskState::Open && row.signing.is_none(),
            urgent: row.urgent,
            act,
        }
    }

    fn holder(&self, holder: Option<Holder>) -> String {
        let w = &self.page.t.task;
        let names = &self.work.names;
        match holder {
            None => w.nobody.to_owned(),
            Some(Holder { unit, person: None }) if matches!(unit, Unit::Body(_)) => names.unit(unit).to_owned(),
            Some(Holder { unit, person: None }) => fill(w.in_box, &[("unit", &names.unit(unit))]),
            Some(Holder { unit, person: Some(person) }) => {
                fill(w.held_by, &[("unit", &names.unit(unit)), ("person", &names.person(person))])
            }
        }
    }
}

/// A row of what a body received: signed for at once, or answered on its page. `from`: to which list a signature comes back.
#[must_use]
pub fn received(state: &AppState, page: &Page, names: &Names, row: &HandOffRow, from: &str) -> Item {
    let t = page.t;
    let w = &t.task;
    let href = Url::HandOffShow(row.id).to_string();
    let act = match row.state {
        HandOffState::Offered => {
            Act { label: w.act_sign, href: Url::HandOffSign(row.id).with([("from", from)]), command: Some(state.command()), primary: true }
        }
        HandOffState::Signed if row.kind == HandKind::Approval => Act::open(w.act_answer, href.clone(), true),
        _ => Act::open(w.act_open, href.clone(), false),
    };
    let town = names.town(row.town);
    let from = row.sender.map_or_else(
        || town.to_owned(),
        |sender| match sender.unit {
            Unit::Town(_) => town.to_owned(),
            // What a body sends to the town comes from the body.
            unit @ Unit::Body(_) => names.unit(unit).to_owned(),
            unit => fill(w.from_town, &[("town", &town), ("unit", &names.unit(unit))]),
        },
    );
    let mut facts = vec![t.hand_kind(row.kind).to_owned(), from, page.day_time(&row.offered_at), duty_ref(t, row.duty, row.duty_no)];
    if row.round > 1 && row.state.with_receiver() {
        facts.push(fill(w.again, &[("round", &row.round)]));
    }
    Item {
        title: row.title.clone(),
        href,
        words: short(&row.text, CLAUSE),
        facts,
        reason: None,
        due: row
            .due()
            .map(|due| DueView::of(page, &state.tools.calendar.of_side(row.town, row.receiver), due).stopped(page, row.suspended)),
        says_undated: false,
        urgent: row.urgent,
        act,
    }
}

/// A row of what was sent: where it is now, since when.
#[must_use]
pub fn sent(state: &AppState, page: &Page, names: &Names, row: &HandOffRow) -> Item {
    let t = page.t;
    let w = &t.task;
    let calendar = state.tools.calendar.of_side(row.town, row.receiver);
    let body = names.unit(row.receiver.unit(row.town));
    let place =
        |text: &str, since| fill(text, &[("body", &body), ("since", &page.day(since)), ("days", &days_since(page, &calendar, since))]);
    let reason = (row.state == HandOffState::Returned)
        .then(|| fill(w.where_returned, &[("body", &body), ("reason", &row.reason.as_deref().unwrap_or_default())]));
    let where_now = match row.state {
        HandOffState::Offered => place(w.where_offered, &row.offered_at),
        HandOffState::Signed => place(w.where_signed, row.signed_at.as_ref().unwrap_or(&row.offered_at)),
        _ => format!("{body} {}", t.hand_off_state(row.state)),
    };
    let act = if row.state == HandOffState::Returned {
        Act::open(w.act_do, task(row.task), true)
    } else if row.state == HandOffState::Objected {
        Act::open(t.sides.act_answer, Url::HandOffShow(row.id).to_string(), true)
    } else {
        Act::open(w.act_open, Url::HandOffShow(row.id).to_string(), false)
    };
    Item {
        title: row.title.clone(),
        href: Url::HandOffShow(row.id).to_string(),
        words: short(&row.text, CLAUSE),
        facts: vec![t.hand_kind(row.kind).to_owned(), where_now],
        reason,
        due: row.due().map(|due| DueView::of(page, &calendar, due).stopped(page, row.suspended)),
        says_undated: false,
        urgent: row.urgent,
        act,
    }
}

fn task(id: TaskId) -> String {
    Url::TaskShow(id).to_string()
}

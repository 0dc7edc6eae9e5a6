//! What is done with a task inside the town: the forms, how they are read, and what the page says of it. Passing on, lending, signing off, more time,
//! reminding, how it stands.

use axum::extract::State;
use axum::response::Response;
use workflow::calendar::local_date;
use workflow::case::{self, Case, Command, Dated, OnPaper, SignOff, Task, TaskInside};
use workflow::ids::{PersonId, TaskId};
use workflow::people::Unit;

use super::act::Came;
use super::fields::{HolderCode, NOTE, SHORT, date};
use super::forms::Form;
use crate::auth::SignedIn;
use crate::service::office::{self, UnitChoice};
use crate::service::view::WorkflowView;
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::web::duty::end_of_day;
use crate::web::workflow::lanes::holder_words;
use crate::web::{Choice, Id, Page, Posted, Typed, WebError};

/// A form of the town's inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    PassOn,
    Lend,
    HandBack,
    Agree,
    Refuse,
    Withdraw,
    Paper,
    Extend,
    AnswerExtension,
    Nudge,
    Remark,
}

impl Deed {
    pub(super) const ALL: [Self; 11] = [
        Self::PassOn,
        Self::Lend,
        Self::HandBack,
        Self::Agree,
        Self::Refuse,
        Self::Withdraw,
        Self::Paper,
        Self::Extend,
        Self::AnswerExtension,
        Self::Nudge,
        Self::Remark,
    ];

    /// Its name: the prefix of its fields' ids, and how an address asks for it to be open.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::PassOn => "pass-on",
            Self::Lend => "lend",
            Self::HandBack => "hand-back",
            Self::Agree => "agree",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
            Self::Paper => "paper",
            Self::Extend => "extend",
            Self::AnswerExtension => "answer-extension",
            Self::Nudge => "nudge",
            Self::Remark => "remark",
        }
    }

    fn at(self) -> usize {
        Self::ALL.iter().position(|deed| *deed == self).unwrap_or_default()
    }

    fn offered(self, offers: &TaskInside) -> bool {
        match self {
            Self::PassOn => offers.pass_on,
            Self::Lend => offers.lend,
            Self::HandBack => offers.hand_back,
            Self::Agree => offers.agree,
            Self::Refuse => offers.refuse,
            Self::Withdraw => offers.withdraw,
            Self::Paper => offers.record_sign_off,
            Self::Extend => offers.ask_extension,
            Self::AnswerExtension => offers.answer_extension,
            Self::Nudge => offers.nudge_by_phone,
            Self::Remark => offers.remark,
        }
    }

    /// What the form asks for; else what is wrong stands beside its fields.
    fn read(self, state: &AppState, t: &Texts, form: &mut Typed, task: TaskId) -> Option<Command> {
        let of = Dated::Task(task);
        let command = match self {
            Self::PassOn => {
                let to = form.pick::<HolderCode>(t, "holder");
                to.zip(form.required(t, "reason", NOTE)).map(|(HolderCode(holder), reason)| Command::PassOn { task, holder, reason })
            }
            Self::Lend => {
                let to = form.pick::<HolderCode>(t, "holder");
                to.zip(form.required(t, "what", NOTE)).map(|(HolderCode(holder), what)| Command::Lend { task, holder, what })
            }
            Self::HandBack => Some(Command::HandBack { task, note: form.optional(t, "note", NOTE) }),
            Self::Agree => Some(Command::AgreeSignOff { task, note: form.optional(t, "note", NOTE) }),
            Self::Refuse => form.required(t, "reason", NOTE).map(|reason| Command::RefuseSignOff { task, reason }),
            Self::Withdraw => Some(Command::WithdrawSignOff { task }),
            Self::Paper => {
                let signer = form.pick_or_none::<PersonId>(t, "signer");
                let document_no = form.optional(t, "document_no", SHORT);
                date(t, form, "on").map(|on| Command::RecordSignOff { task, paper: OnPaper { signer, on, document_no } })
            }
            Self::Extend => extension(state, t, form, of),
            Self::AnswerExtension => answer(t, form, of),
            Self::Nudge => by_phone(t, form).map(|by_phone| Command::Nudge { task, by_phone }),
            Self::Remark => form.required(t, "text", NOTE).map(|text| Command::Remark { task, text }),
        };
        command.filter(|_| !form.has_errors())
    }

    fn said(self, t: &Texts, command: &Command) -> &'static str {
        let d = &t.deed;
        match (self, command) {
            (Self::PassOn, _) => d.passed_on,
            (Self::Lend, _) => d.lent,
            (Self::HandBack, _) => d.handed_back,
            (Self::Agree, _) => d.agreed,
            (Self::Refuse, _) => d.refused,
            (Self::Withdraw, _) => d.withdrawn,
            (Self::Paper, _) => d.paper_done,
            (Self::Extend, _) => d.extended,
            (Self::AnswerExtension, Command::AnswerExtension { grant: true, .. }) => d.answered_yes,
            (Self::AnswerExtension, _) => d.answered_no,
            (Self::Nudge, Command::Nudge { by_phone: true, .. }) => d.nudged_phone,
            (Self::Nudge, _) => d.nudged,
            (Self::Remark, _) => d.remarked,
        }
    }
}

/// 申请延期, of a task or of an answer.
pub(in crate::web) fn extension(state: &AppState, t: &Texts, form: &mut Typed, of: Dated) -> Option<Command> {
    let until = form.date_and_time(t, ("until", "until_time"), |day| end_of_day(&state.tools, day));
    if until.is_none() {
        form.wrong("until", t.common.required);
    }
    let reason = form.required(t, "reason", NOTE);
    let asked = until.zip(reason).filter(|_| !form.has_errors());
    asked.map(|(until, reason)| Command::AskExtension { of, until, reason })
}

/// Its answer: a reason is needed only to refuse it.
pub(in crate::web) fn answer(t: &Texts, form: &mut Typed, of: Dated) -> Option<Command> {
    let grant = match form.value("decision") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if grant.is_none() {
        form.wrong("decision", t.common.pick_one);
    }
    let reason = form.optional(t, "reason", NOTE);
    if grant == Some(false) && reason.is_none() {
        form.wrong("reason", t.refusal.reason_missing);
    }
    grant.filter(|_| !form.has_errors()).map(|grant| Command::AnswerExtension { of, grant, reason })
}

/// By message or by telephone.
pub(in crate::web) fn by_phone(t: &Texts, form: &mut Typed) -> Option<bool> {
    match form.value("how") {
        "message" => Some(false),
        "phone" => Some(true),
        _ => {
            form.wrong("how", t.common.pick_one);
            None
        }
    }
}

/// The forms of the town's inside; one that is not there is not offered.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    forms: [Option<Typed>; Deed::ALL.len()],
}

impl Deeds {
    pub(super) fn of(state: &AppState, page: &Page, task: &Task, offers: &TaskInside) -> Self {
        let today = local_date(page.now).format("%Y-%m-%d").to_string();
        let until = task.extension.as_ref().map(|asked| local_date(asked.until).format("%Y-%m-%d").to_string());
        let fresh = |deed: Deed| {
            let form = Typed::new(deed.name(), state.command());
            match deed {
                Deed::Paper => form.with("on", &today),
                Deed::Extend => form.with("until", until.clone().unwrap_or_default()),
                Deed::Nudge => form.with("how", if offers.nudge { "message" } else { "phone" }),
                _ => form,
            }
        };
        Self { forms: Deed::ALL.map(|deed| deed.offered(offers).then(|| fresh(deed))) }
    }

    pub(super) fn slot(&mut self, deed: Deed) -> &mut Option<Typed> {
        &mut self.forms[deed.at()]
    }

    /// The form of a name, for the template.
    pub(super) fn get(&self, name: &str) -> Option<&Typed> {
        let at = Deed::ALL.iter().position(|deed| deed.name() == name)?;
        self.forms.get(at)?.as_ref()
    }

    pub(super) fn any(&self) -> bool {
        self.forms.iter().any(Option::is_some)
    }
}

/// What the forms choose from, and what the page says of the town's inside.
#[derive(Debug, Default)]
pub(super) struct Inside {
    pub(super) offers: TaskInside,
    /// Who can have signed on paper; nobody where a meeting decides.
    pub(super) signers: Vec<Choice>,
    pub(super) by_meeting: bool,
    pub(super) hand_back_hint: &'static str,
    pub(super) decisions: Vec<Choice>,
    pub(super) ways: Vec<Choice>,
    /// Whether a reminder of it is one of a body.
    pub(super) of_body: bool,
    /// Who signs before it leaves, in words.
    pub(super) submit_hint: String,
    /// Labels with what stands there now: sign-off, lending, extension, last reminder.
    pub(super) facts: Vec<(&'static str, String)>,
    /// That the holder is away: with nobody acting it is a warning.
    pub(super) away: Option<(bool, String)>,
}

impl Inside {
    pub(super) async fn load(state: &AppState, page: &Page, signed: &SignedIn, view: &WorkflowView, task: &Task) -> Result<Self, WebError> {
        let (t, d) = (page.t, &page.t.deed);
        let around = case::Around { now: page.now, calendar: &state.tools.calendar.of(view.case.town), leaders: &view.leaders };
        let offers = case::task_inside(&signed.viewer, &view.case, task, &around);
        let level = task.signing.as_ref().map_or(task.sign_off, |signing| signing.level);
        let by_meeting = level == SignOff::Meeting;
        let units = if view.inside && task.is_towns() { office::units(&state.tools, view.case.town).await? } else { Vec::new() };
        let signers = if offers.record_sign_off && !by_meeting { signers(state, view, task, &units, level).await? } else { Vec::new() };
        let mut ways = vec![Choice::new("phone", d.nudge_phone)];
        if offers.nudge {
            ways.insert(0, Choice::new("message", d.nudge_message));
        }
        Ok(Self {
            offers,
            signers,
            by_meeting,
            hand_back_hint: if offers.is_lender { d.take_home_hint } else { d.hand_back_hint },
            decisions: decisions(t),
            ways,
            of_body: !task.is_towns(),
            submit_hint: fill(d.submit_hint, &[("level", &t.sign_off_level(level))]),
            facts: if view.inside || !task.is_towns() { facts(page, view, task) } else { Vec::new() },
            away: away(page, task, &units),
        })
    }

    /// What submitting says instead of handing on.
    pub(super) fn submits(&self, task: &Task) -> bool {
        task.sign_off != SignOff::None
    }
}

/// The answers to a request for more time.
pub(in crate::web) fn decisions(t: &Texts) -> Vec<Choice> {
    vec![Choice::new("yes", t.deed.answer_yes), Choice::new("no", t.deed.answer_no)]
}

/// The town's leaders and the leads of the holder's office, as far as they may sign at this level.
async fn signers(
    state: &AppState,
    view: &WorkflowView,
    task: &Task,
    units: &[UnitChoice],
    level: SignOff,
) -> Result<Vec<Choice>, WebError> {
    let unit = task.holder.map(|holder| holder.unit);
    let leaders = office::leaders(&state.tools, view.case.town).await?;
    let leads = units.iter().filter(|choice| Some(choice.unit) == unit).flat_map(|choice| &choice.people).filter(|taker| taker.leads);
    let all = leads.map(|taker| (taker.id, taker.name.clone())).chain(leaders);
    let mut choices: Vec<(PersonId, String)> = Vec::new();
    for (id, name) in all.filter(|(id, _)| view.leaders.may_sign(level, unit, *id)) {
        if !choices.iter().any(|(known, _)| *known == id) {
            choices.push((id, name));
        }
    }
    Ok(choices.into_iter().map(|(id, name)| Choice::new(id, name)).collect())
}

/// What stands there now.
fn facts(page: &Page, view: &WorkflowView, task: &Task) -> Vec<(&'static str, String)> {
    let (t, d) = (page.t, &page.t.deed);
    let mut facts = Vec::new();
    if let Some(signing) = task.signing.as_deref() {
        let to: Vec<&str> = signing.receivers.iter().map(|receiver| view.names.unit(receiver.to.unit(view.case.town))).collect();
        let (level, bodies) = (t.sign_off_level(signing.level), to.join(t.between()));
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("level", &level), ("person", &view.names.person(signing.by)), ("date", &page.day_time(&signing.at)), ("bodies", &bodies)];
        facts.push((d.signing, fill(d.signing_by, &values)));
    }
    if let Some(lent) = task.lent.as_deref() {
        let from = holder_words(page, view, Some(lent.from));
        facts.push((d.lent_row, fill(d.lent_by, &[("from", &from), ("date", &page.day(&lent.at)), ("what", &lent.what)])));
    }
    facts.extend(asked(page, view, task.extension.as_deref()));
    facts.extend(last_nudge(page, view, task.nudge.as_ref()));
    facts
}

/// More time that is asked for, in words.
pub(in crate::web) fn asked(page: &Page, view: &WorkflowView, asked: Option<&case::Extension>) -> Option<(&'static str, String)> {
    let (d, asked) = (&page.t.deed, asked?);
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("person", &view.names.person(asked.by)), ("date", &page.day_time(&asked.until)), ("reason", &asked.reason)];
    Some((d.asked, fill(d.asked_by, &values)))
}

/// The last reminder by hand, in words.
pub(in crate::web) fn last_nudge(page: &Page, view: &WorkflowView, nudge: Option<&case::Nudge>) -> Option<(&'static str, String)> {
    let (d, nudge) = (&page.t.deed, nudge?);
    let text = if nudge.by_phone { d.last_nudge_phone } else { d.last_nudge_by };
    Some((d.last_nudge, fill(text, &[("date", &page.day_time(&nudge.at)), ("person", &view.names.person(nudge.by))])))
}

fn away(page: &Page, task: &Task, units: &[UnitChoice]) -> Option<(bool, String)> {
    let holder = task.holder.filter(|holder| !matches!(holder.unit, Unit::Body(_)) && !task.is_over())?;
    let people = units.iter().filter(|choice| choice.unit == holder.unit).flat_map(|choice| &choice.people);
    let taker = people.into_iter().find(|taker| Some(taker.id) == holder.person)?;
    let (a, away) = (&page.t.absence, taker.away.as_ref()?);
    let until = page.date(&away.until);
    Some(match &away.acting {
        Some(acting) => (false, fill(a.away_note, &[("name", &taker.name), ("until", &until), ("acting", acting)])),
        None => (true, fill(a.away_warning, &[("name", &taker.name), ("until", &until)])),
    })
}

/// A form that came back.
async fn deed(state: AppState, page: Page, signed: SignedIn, id: TaskId, posted: Posted, deed: Deed) -> Result<Response, WebError> {
    let mut typed = posted.typed(deed.name());
    let command = deed.read(&state, page.t, &mut typed, id);
    let said = command.as_ref().map_or("", |command| deed.said(page.t, command));
    let was_lender = deed == Deed::HandBack && typed.ticked("lender");
    let said = if was_lender { page.t.deed.taken_home } else { said };
    Came { state, page, signed, id }.carry_out(Form::Inside(deed), typed, command, async |_, _: &Case| Ok(said.to_owned())).await
}

macro_rules! handlers {
    ($($(#[$doc:meta])* $name:ident: $deed:ident;)*) => {$(
        $(#[$doc])*
        pub async fn $name(
            State(state): State<AppState>,
            page: Page,
            signed: SignedIn,
            Id(id): Id<TaskId>,
            posted: Posted,
        ) -> Result<Response, WebError> {
            deed(state, page, signed, id, posted, Deed::$deed).await
        }
    )*};
}

handlers! {
    /// 转交.
    pass_on: PassOn;
    /// 请协办.
    lend: Lend;
    /// 报回, 收回.
    hand_back: HandBack;
    /// 审签同意.
    agree: Agree;
    /// 审签退回.
    refuse: Refuse;
    /// 撤回审签.
    withdraw: Withdraw;
    /// 线下已审签.
    paper: Paper;
    /// 申请延期.
    extend: Extend;
    /// Its answer.
    answer_extension: AnswerExtension;
    /// 催办.
    nudge: Nudge;
    /// 情况说明.
    remark: Remark;
}

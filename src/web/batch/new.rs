//! The table in which a meeting's decisions are entered. A row without its first field is no row; whether one is on the list a person says.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use duty_list::{DutyKind, DutyRef};
use serde::Deserialize;
use workflow::calendar::{Limit, LimitSource, instant};
use workflow::case::LimitSpec;
use workflow::ids::{PersonId, TownId};

use crate::auth::SignedIn;
use crate::service::batch::{self, MOST_ROWS, NewBatch, RegisterRow, StartRow, Work};
use crate::service::duties::{self, DutyFilter};
use crate::service::{Request, ServiceError, incoming, office};
use crate::state::AppState;
use crate::text::{Language, Texts, fill};
use crate::urls::Url;
use crate::web::duty::{self, give::Takers};
use crate::web::refused::refused;
use crate::web::{Choice, Page, Posted, Typed, WebError, html, html_refused, notice};

/// So many rows are shown at first.
const FIRST: usize = 8;
/// The longest decision.
const DECISION: usize = 200;
/// How many near rows an empty field names.
const NEAR: usize = 3;

/// How many rows are wanted.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    rows: usize,
}

/// The fields of a row.
struct Row {
    label: String,
    decision: String,
    duty: String,
    who: String,
    limit: String,
    leader: String,
}

impl Row {
    fn of(t: &Texts, at: usize) -> Self {
        Self {
            label: fill(t.meeting.row, &[("at", &at)]),
            decision: format!("decision-{at}"),
            duty: format!("duty-{at}"),
            who: format!("who-{at}"),
            limit: format!("limit-{at}"),
            leader: format!("leader-{at}"),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/batch/new.html")]
struct New {
    page: Page,
    form: Typed,
    rows: Vec<Row>,
    count: usize,
    more: Option<String>,
    duties: Vec<String>,
    takers: Takers,
    leaders: Vec<Choice>,
}

impl New {
    async fn load(state: &AppState, page: Page, town: TownId, form: Typed, count: usize) -> Result<Self, WebError> {
        let t = page.t;
        let count = count.clamp(FIRST, MOST_ROWS);
        let all = duties::catalogue(&state.tools, town, &DutyFilter::default()).await?.rows;
        let listed = all.iter().filter(|row| row.kind != DutyKind::Withdrawn).map(|row| named(t, row.kind, row.no, &row.title));
        let leaders = office::leaders(&state.tools, town).await?;
        Ok(Self {
            rows: (1..=count).map(|at| Row::of(t, at)).collect(),
            more: (count < MOST_ROWS).then(|| Url::BatchNew.with([("rows", MOST_ROWS.to_string())])),
            count,
            duties: std::iter::once(t.meeting.off_list.to_owned()).chain(listed).collect(),
            takers: Takers::load(&state.tools, t, town).await?,
            leaders: leaders.into_iter().map(|(id, name)| Choice::new(id, name)).collect(),
            form,
            page,
        })
    }
}

/// 配合28 老年人高龄津贴的发放管理.
fn named(t: &Texts, kind: DutyKind, no: u32, title: &str) -> String {
    format!("{}{no} {title}", t.duty_kind_short(kind))
}

fn town(signed: &SignedIn) -> Result<TownId, WebError> {
    incoming::coordinated(&signed.viewer).ok_or(WebError::Forbidden)
}

/// The empty table.
pub(super) async fn new(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let form = Typed::new("", state.command());
    html(&New::load(&state, page, town(&signed)?, form, wanted.rows).await?)
}

/// What a person wrote as the duty.
enum Said {
    Nothing,
    OffList,
    On(DutyRef),
    Unclear,
}

fn said(text: &str) -> Said {
    let text = text.trim();
    if text.is_empty() {
        return Said::Nothing;
    }
    for t in Language::ALL.map(Texts::of) {
        if text.eq_ignore_ascii_case(t.meeting.off_list) {
            return Said::OffList;
        }
        for kind in [DutyKind::Basic, DutyKind::Cooperative, DutyKind::Withdrawn] {
            let Some(rest) = [t.duty_kind(kind), t.duty_kind_short(kind)].iter().find_map(|word| text.strip_prefix(word)) else { continue };
            let digits: String = rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            if let Ok(no) = digits.parse() {
                return Said::On(DutyRef { kind, no });
            }
        }
    }
    Said::Unclear
}

/// Enters the decisions and carries them out. Sent twice, they are entered once.
pub(super) async fn create(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let command = posted.command;
    let town = town(&signed)?;
    let mut form = posted.typed("");
    let count = form.value("rows").parse().unwrap_or(MOST_ROWS).clamp(FIRST, MOST_ROWS);
    let title = form.required(t, "title", crate::service::start::TITLE_LIMIT).unwrap_or_default();
    let held_on = form.date(t, "held_on");
    let document_no = form.optional(t, "document_no", 100);
    let takers = Takers::load(&state.tools, t, town).await?;
    let leaders = office::leaders(&state.tools, town).await?;
    let mut rows = Vec::new();
    for at in 1..=count {
        rows.extend(row(&state, t, town, &mut form, &Row::of(t, at), &takers, &leaders).await?);
    }
    if rows.is_empty() && !form.has_errors() {
        form.refuse(t.meeting.none);
    }
    if !form.has_errors() {
        let count = rows.len();
        let new = NewBatch { town, kind: "meeting", title, held_on, document_no, rows };
        match batch::create(&state.tools, Request { viewer: &signed.viewer, command }, new).await {
            Ok(id) => return Ok(notice::done(&Url::BatchShow(id), fill(t.meeting.saved, &[("count", &count)]))),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&New::load(&state, page, town, form, count).await?)
}

/// A row as typed; none when it is empty, or when something in it is wrong, which is noted beside its field.
async fn row(
    state: &AppState,
    t: &Texts,
    town: TownId,
    form: &mut Typed,
    fields: &Row,
    takers: &Takers,
    leaders: &[(PersonId, String)],
) -> Result<Option<Work>, WebError> {
    let title = form.value(&fields.decision).trim().to_owned();
    let others = [&fields.duty, &fields.who, &fields.limit, &fields.leader];
    if title.is_empty() {
        if others.iter().any(|field| !form.value(field).trim().is_empty()) {
            form.wrong(fields.decision.clone(), t.common.required);
        }
        return Ok(None);
    }
    if title.chars().count() > DECISION {
        form.wrong(fields.decision.clone(), fill(t.common.too_long, &[("max", &DECISION)]));
    }
    if workflow::personal::find(&title).is_some() {
        form.wrong(fields.decision.clone(), t.refusal.personal);
    }
    let holder = takers.read(t, form, &fields.who);
    let leader = form.value(&fields.leader).parse::<PersonId>().ok().filter(|id| leaders.iter().any(|(known, _)| known == id));
    let text = form.value(&fields.limit).trim().to_owned();
    let day = text.parse::<chrono::NaiveDate>().ok().filter(|day| Limit::date(instant(*day, chrono::NaiveTime::MIN)).check().is_ok());
    if day.is_none() && !text.is_empty() {
        form.wrong(fields.limit.clone(), t.common.not_a_date);
    }
    let limit = day.map(|day| instant(day, duty::end_of_day(&state.tools, day)));
    let work = match said(form.value(&fields.duty)) {
        Said::OffList => Some(Work::Register(RegisterRow { title, limit, holder, leader })),
        Said::On(at) => match duties::by_ref(&state.tools, town, at).await {
            Ok(found) => {
                let official = limit.map(|at| LimitSpec { limit: Limit::date(at), source: LimitSource::Meeting });
                let track = batch::first_track(&state.tools, found.row.duty).await?;
                let row = StartRow { title, duty: found.row.duty, track, urgent: false, incoming: None, official, holder, leader };
                Some(Work::Start(row))
            }
            Err(ServiceError::NotFound) => {
                form.wrong(fields.duty.clone(), t.meeting.duty_unknown);
                None
            }
            Err(error) => return Err(error.into()),
        },
        Said::Nothing => {
            let near = duties::propose(&state.tools, town, &title, None).await?;
            let near: Vec<String> = near.iter().take(NEAR).map(|found| named(t, found.row.kind, found.row.no, &found.row.title)).collect();
            let words = if near.is_empty() {
                t.meeting.duty_wanted.to_owned()
            } else {
                fill(t.meeting.duty_near, &[("near", &near.join(t.duty.between))])
            };
            form.wrong(fields.duty.clone(), words);
            None
        }
        Said::Unclear => {
            form.wrong(fields.duty.clone(), t.meeting.duty_unknown);
            None
        }
    };
    Ok(work)
}

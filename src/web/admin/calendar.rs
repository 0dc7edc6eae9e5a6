//! The working calendar: the days that were entered, and entering more with their document.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use workflow::calendar::{DayKind, DayRule, Level};

use super::refused;
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::calendar::{self, Changed, Whose};
use crate::service::{ServiceError, towns};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::{Choice, Page, Posted, Typed, WebError, html, html_refused, notice};

/// The longest stretch of days that is entered at once.
const LONGEST: usize = 31;

/// An entered day.
pub(super) struct Row {
    whose: String,
    value: String,
    date: NaiveDate,
    kind: &'static str,
    name: String,
    document_no: String,
}

/// Working hours of an owner, built in or entered.
pub(super) struct HoursRow {
    whose: String,
    /// How a form names the owner, where the hours were entered.
    value: Option<String>,
    lines: Vec<String>,
    document_no: String,
}

/// A year that was entered.
pub(super) struct YearRow {
    level: &'static str,
    code: &'static str,
    year: i32,
    document_no: String,
}

/// The forms of the page: one of them as it was typed, the others empty.
pub(super) struct Forms {
    pub(super) day: Typed,
    pub(super) hours: Typed,
    pub(super) year: Typed,
}

impl Forms {
    pub(super) fn empty(state: &AppState) -> Self {
        Self {
            day: Typed::new("", state.command()).with("whose", "county").with("kind", "off"),
            hours: Typed::new("hours-", state.command()).with("whose", "county"),
            year: Typed::new("year-", state.command()).with("level", "nation"),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/admin/calendar.html")]
pub(super) struct List {
    page: Page,
    forms: Forms,
    owners: Vec<Choice>,
    /// Who has working hours.
    workers: Vec<Choice>,
    kinds: Vec<Choice>,
    levels: Vec<Choice>,
    rows: Vec<Row>,
    hours: Vec<HoursRow>,
    years: Vec<YearRow>,
    through: Option<String>,
    /// How far the dates have been counted anew, and whether that goes on.
    recount: Option<(bool, String)>,
    version: String,
}

impl List {
    pub(super) async fn load(state: &AppState, page: Page, forms: Forms) -> Result<Self, WebError> {
        let t = page.t;
        let owners = owners(state, t).await?;
        let entered = calendar::entered(&state.tools).await?;
        let named =
            |value: &str| owners.iter().find(|choice| choice.value == value).map(|choice| choice.label.to_string()).unwrap_or_default();
        let calendar = state.tools.calendar.county();
        let mut hours: Vec<HoursRow> = Vec::new();
        if !entered.hours.iter().any(|hours| hours.whose == Whose::County) {
            let lines = calendar.hours().lines();
            hours.push(HoursRow {
                whose: t.admin.day_county.to_owned(),
                value: None,
                lines,
                document_no: t.admin.hours_builtin.to_owned(),
            });
        }
        hours.extend(entered.hours.iter().map(|hours| {
            let value = value(hours.whose);
            HoursRow { whose: named(&value), lines: hours.hours.lines(), document_no: hours.document_no.clone(), value: Some(value) }
        }));
        let level = |level: Level| if level == Level::Region { t.admin.day_region } else { t.admin.day_nation };
        let years = entered.years.iter();
        let years = years.map(|entered| YearRow {
            level: level(entered.level),
            code: entered.level.code(),
            year: entered.year,
            document_no: entered.document_no.clone(),
        });
        let years = years.collect();
        // What followed from setting up the county is no news.
        let change = calendar::last_change(&state.tools).await?.filter(|change| change.moved > 0 || change.finished_at != Some(change.at));
        let recount = change.map(|change| match change.finished_at {
            None => (true, fill(t.admin.recount_running, &[("count", &change.moved)])),
            Some(at) => (false, fill(t.admin.recount_done, &[("time", &page.day_time(&at)), ("count", &change.moved)])),
        });
        let rows = entered.days.into_iter().rev().map(|(whose, day)| {
            let value = value(whose);
            Row { whose: named(&value), value, date: day.date, kind: kind(t, day.kind), name: day.name, document_no: day.document_no }
        });
        let rows = rows.collect();
        let kinds = vec![Choice::new("off", t.admin.day_off), Choice::new("work", t.admin.day_work)];
        let levels = [Level::Nation, Level::Region].map(|of| Choice::new(of.code(), level(of))).into();
        let through = calendar.official_through().map(|year| fill(t.admin.years_through, &[("year", &year)]));
        let workers = owners.iter().filter(|choice| !matches!(choice.value.as_str(), "nation" | "region")).cloned().collect();
        Ok(Self {
            rows,
            hours,
            years,
            owners,
            workers,
            kinds,
            levels,
            through,
            recount,
            version: calendar.version().to_owned(),
            forms,
            page,
        })
    }
}

fn kind(t: &Texts, kind: DayKind) -> &'static str {
    match kind {
        DayKind::Off => t.admin.day_off,
        DayKind::Work => t.admin.day_work,
    }
}

/// Whose days can be entered: the county's, a newer notice of the nation or the region, a town's, a body's.
async fn owners(state: &AppState, t: &Texts) -> Result<Vec<Choice>, WebError> {
    let mut all = vec![
        Choice::new(value(Whose::County), t.admin.day_county),
        Choice::new(value(Whose::Region), t.admin.day_region),
        Choice::new(value(Whose::Nation), t.admin.day_nation),
    ];
    all.extend(towns::towns(&state.tools).await?.into_iter().map(|row| Choice::new(value(Whose::Town(row.town.id)), row.town.name)));
    all.extend(towns::bodies(&state.tools).await?.into_iter().map(|body| Choice::new(value(Whose::Body(body.id)), body.name)));
    Ok(all)
}

/// How a form sends whose days they are.
fn value(whose: Whose) -> String {
    match whose {
        Whose::Nation | Whose::Region | Whose::County => whose.level().code().to_owned(),
        Whose::Town(town) => format!("town:{town}"),
        Whose::Body(body) => format!("body:{body}"),
    }
}

pub(super) fn whose(value: &str) -> Option<Whose> {
    match value.split_once(':') {
        None => [Whose::Nation, Whose::Region, Whose::County].into_iter().find(|whose| whose.level().code() == value),
        Some(("town", id)) => Some(Whose::Town(id.parse().ok()?)),
        Some(("body", id)) => Some(Whose::Body(id.parse().ok()?)),
        Some(_) => None,
    }
}

/// The list.
pub async fn list(State(state): State<AppState>, page: Page) -> Result<Response, WebError> {
    let forms = Forms::empty(&state);
    html(&List::load(&state, page, forms).await?)
}

/// Enters days.
pub async fn enter(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("");
    let days = read(t, &mut form);
    let of = whose(form.value("whose"));
    if of.is_none() {
        form.wrong("whose", t.common.pick_one);
    }
    if let (Some(days), Some(of)) = (days, of) {
        match calendar::enter(&state.tools, Actor::Person(&signed.viewer), of, days).await {
            Ok(done) => return Ok(changed(t, done)),
            Err(ServiceError::Conflict) => form.refuse(t.admin.days_conflict),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    let forms = Forms { day: form, ..Forms::empty(&state) };
    html_refused(&List::load(&state, page, forms).await?)
}

/// Back to the page, with what follows.
pub(super) fn changed(t: &Texts, done: Changed) -> Response {
    let words = if done.change.is_some() { t.admin.days_entered } else { t.admin.days_same };
    notice::done(&Url::Calendar, words)
}

fn read(t: &Texts, form: &mut Typed) -> Option<Vec<DayRule>> {
    let (name, document_no) = (form.required(t, "name", 100), form.required(t, "document_no", 100));
    form.required(t, "date", 10)?;
    let from = form.date(t, "date")?;
    let until = form.date(t, "until").unwrap_or(from);
    let kind = if form.value("kind") == "work" { DayKind::Work } else { DayKind::Off };
    let dates: Vec<NaiveDate> = from.iter_days().take_while(|date| *date <= until).take(LONGEST + 1).collect();
    if dates.is_empty() || dates.len() > LONGEST {
        form.wrong("until", t.admin.days_stretch);
    }
    let (name, document_no) = (name?, document_no?);
    let day = |date| DayRule { date, kind, name: name.clone(), document_no: document_no.clone() };
    (!form.has_errors()).then(|| dates.into_iter().map(day).collect())
}

/// Takes an entered day out again.
pub async fn remove(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let of = whose(posted.value("whose")).ok_or(WebError::Malformed)?;
    let date: NaiveDate = posted.value("date").parse().map_err(|_| WebError::Malformed)?;
    removed(&state, page, calendar::remove(&state.tools, Actor::Person(&signed.viewer), of, date).await).await
}

/// Back to the page after something was taken out.
pub(super) async fn removed(state: &AppState, page: Page, done: Result<Changed, ServiceError>) -> Result<Response, WebError> {
    let t = page.t;
    match done {
        // Somebody else may have taken it out already.
        Ok(_) | Err(ServiceError::NotFound) => Ok(notice::done(&Url::Calendar, t.admin.day_removed)),
        Err(error) => {
            let mut forms = Forms::empty(state);
            if matches!(error, ServiceError::Conflict) {
                forms.day.refuse(t.admin.days_conflict);
            } else {
                refused(t, &mut forms.day, error)?;
            }
            html_refused(&List::load(state, page, forms).await?)
        }
    }
}

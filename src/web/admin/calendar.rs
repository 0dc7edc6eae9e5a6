//! The working calendar: the days that were entered, and entering more with their document.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use workflow::calendar::{DayKind, DayRule};

use super::refused;
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::calendar::{self, Whose};
use crate::service::{ServiceError, towns};
use crate::state::AppState;
use crate::text::Texts;
use crate::urls::Url;
use crate::web::{Choice, Page, Posted, Typed, WebError, html, html_refused, notice};

/// The longest stretch of days that is entered at once.
const LONGEST: usize = 31;

/// An entered day.
struct Row {
    whose: String,
    value: String,
    date: NaiveDate,
    kind: &'static str,
    name: String,
    document_no: String,
}

#[derive(Template)]
#[template(path = "pages/admin/calendar.html")]
struct List {
    page: Page,
    form: Typed,
    owners: Vec<Choice>,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    version: String,
}

impl List {
    async fn load(state: &AppState, page: Page, form: Typed) -> Result<Self, WebError> {
        let t = page.t;
        let owners = owners(state, t).await?;
        let entered = calendar::entered(&state.tools).await?;
        let rows = entered.into_iter().rev().map(|(whose, day)| {
            let value = value(whose);
            let named = owners.iter().find(|choice| choice.value == value).map(|choice| choice.label.to_string());
            Row {
                whose: named.unwrap_or_default(),
                value,
                date: day.date,
                kind: kind(t, day.kind),
                name: day.name,
                document_no: day.document_no,
            }
        });
        let rows = rows.collect();
        let version = calendar::of_county(&state.tools.store).await?.version().to_owned();
        let kinds = vec![Choice::new("off", t.admin.day_off), Choice::new("work", t.admin.day_work)];
        Ok(Self { rows, owners, kinds, version, form, page })
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

fn whose(value: &str) -> Option<Whose> {
    match value.split_once(':') {
        None => [Whose::Nation, Whose::Region, Whose::County].into_iter().find(|whose| whose.level().code() == value),
        Some(("town", id)) => Some(Whose::Town(id.parse().ok()?)),
        Some(("body", id)) => Some(Whose::Body(id.parse().ok()?)),
        Some(_) => None,
    }
}

/// The list.
pub async fn list(State(state): State<AppState>, page: Page) -> Result<Response, WebError> {
    html(&List::load(&state, page, Typed::new("", state.command()).with("whose", "county").with("kind", "off")).await?)
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
            Ok(done) => return Ok(notice::done(&Url::Calendar, t.counted(t.admin.days_entered, done.recalculated))),
            Err(ServiceError::Conflict) => form.refuse(t.admin.days_conflict),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&List::load(&state, page, form).await?)
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
    let t = page.t;
    let of = whose(posted.value("whose")).ok_or(WebError::Malformed)?;
    let date: NaiveDate = posted.value("date").parse().map_err(|_| WebError::Malformed)?;
    match calendar::remove(&state.tools, Actor::Person(&signed.viewer), of, date).await {
        Ok(done) => Ok(notice::done(&Url::Calendar, t.counted(t.admin.day_removed, done.recalculated))),
        // Somebody else has taken it out already.
        Err(ServiceError::NotFound) => Ok(notice::done(&Url::Calendar, t.counted(t.admin.day_removed, 0))),
        Err(error) => {
            let mut form = Typed::new("", state.command());
            refused(t, &mut form, error)?;
            html_refused(&List::load(&state, page, form).await?)
        }
    }
}

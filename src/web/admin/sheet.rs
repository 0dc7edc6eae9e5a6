//! People from a spreadsheet: checked first, all or none.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::refused;
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::people::{self, COLUMNS, Opened, RowOutcome, SheetReport};
use crate::service::towns::Town;
use crate::state::AppState;
use crate::text::fill;
use crate::web::badge::Badge;
use crate::web::import::{choices, chosen, kept};
use crate::web::{Choice, Page, Typed, Upload, WebError, html, html_refused};

struct Row {
    number: usize,
    name: String,
    badge: Badge,
    problems: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/admin/sheet.html")]
struct Show {
    page: Page,
    form: Typed,
    towns: Vec<Choice>,
    columns: String,
    rows: Vec<Row>,
    opened: Vec<Opened>,
    said: String,
    good: bool,
}

impl Show {
    fn new(page: Page, towns: &[Town], form: Typed) -> Self {
        let columns = fill(page.t.admin.sheet_columns, &[("columns", &COLUMNS.join(" | "))]);
        let (rows, opened) = (Vec::new(), Vec::new());
        Self { towns: choices(towns), columns, rows, opened, said: String::new(), good: true, form, page }
    }

    fn with(mut self, report: SheetReport, dry_run: bool) -> Self {
        let t = self.page.t;
        let a = &t.admin;
        let row = |row: people::SheetRow| {
            let (badge, problems) = match row.outcome {
                RowOutcome::Opens => (Badge::other("done", "plus", a.sheet_opens), Vec::new()),
                RowOutcome::Grants => (Badge::other("go", "plus", a.sheet_grants), Vec::new()),
                RowOutcome::Nothing => (Badge::other("off", "off", a.sheet_nothing), Vec::new()),
                RowOutcome::Wrong(problems) => {
                    let said = problems.iter().map(|problem| t.sheet_problem(problem.field, problem.code, &problem.message)).collect();
                    (Badge::other("bad", "cross", t.common.no), said)
                }
            };
            Row { number: row.row, name: row.name, badge, problems }
        };
        self.good = !report.has_problems();
        let wrong = report.rows.iter().filter(|row| matches!(row.outcome, RowOutcome::Wrong(_))).count();
        self.said = match (self.good, dry_run) {
            (false, _) => t.counted(a.sheet_wrong, wrong),
            (true, true) => a.sheet_checked.to_owned(),
            (true, false) => t.counted(a.sheet_done, report.opened.len()),
        };
        self.rows = report.rows.into_iter().map(row).collect();
        self.opened = report.opened;
        self
    }
}

/// The form.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let towns = kept(&state.tools, &signed.viewer).await?;
    html(&Show::new(page, &towns, Typed::new("", state.command())))
}

/// Checks or imports the sheet.
pub async fn import(State(state): State<AppState>, page: Page, signed: SignedIn, upload: Upload) -> Result<Response, WebError> {
    let t = page.t;
    let actor = Actor::Person(&signed.viewer);
    let towns = kept(&state.tools, &signed.viewer).await?;
    let mut form = upload.typed("");
    // An installation without towns can still take the people of bodies and of the county.
    let town = if towns.is_empty() { None } else { chosen(t, &mut form, &towns).map(|town| town.id) };
    let dry_run = form.value("do") != "import";
    let file = upload.file("file");
    if file.is_none() {
        form.wrong("file", t.admin.sheet_missing);
    }
    if let (Some(file), false) = (file, form.has_errors()) {
        match people::import_sheet(&state.tools, actor, town, file.bytes.clone(), dry_run).await {
            Ok(report) => {
                let fresh = Typed::new("", state.command());
                let fresh = town.iter().fold(fresh, |form, town| form.with("town", town));
                return html(&Show::new(page, &towns, fresh).with(report, dry_run));
            }
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&Show::new(page, &towns, form))
}

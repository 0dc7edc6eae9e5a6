//! Going through findings: which are shown, what was decided about each, and deciding.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use duty_list::{Finding, Severity};
use serde::Deserialize;
use workflow::ids::{EditionId, PersonId};

use super::edition;
use crate::auth::SignedIn;
use crate::service::ServiceError;
use crate::service::import::decisions::{self, NewDecision, Remark, Verdict};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::{Choice, Id, Page, Posted, Typed, WebError, notice};

/// Which findings are shown; what cannot be read narrows nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    severity: String,
    code: String,
    duty: String,
    state: String,
}

impl Filter {
    fn any(&self) -> bool {
        [&self.severity, &self.code, &self.duty, &self.state].into_iter().any(|text| !text.trim().is_empty())
    }

    fn keeps(&self, t: &Texts, finding: &Finding, remark: Option<&Remark>) -> bool {
        let severity = self.severity.is_empty() || severity_code(finding.severity) == self.severity;
        let code = self.code.is_empty() || finding.code == self.code;
        let typed: String = self.duty.split_whitespace().collect();
        // 28, 配合28 and 配合 28 mean the same.
        let duty = typed.is_empty()
            || finding
                .duty
                .is_some_and(|duty| typed == duty.no.to_string() || typed == format!("{}{}", t.duty_kind_short(duty.kind), duty.no));
        let state = match self.state.as_str() {
            "open" => remark.is_none_or(|remark| remark.decision.is_none()),
            "new" => remark.is_some_and(|remark| remark.new),
            "decided" => remark.is_some_and(|remark| remark.decision.is_some()),
            _ => true,
        };
        severity && code && duty && state
    }
}

fn severity_code(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// The filter as a form, and how much of all is shown.
pub struct Filters {
    /// Where it is sent.
    pub action: String,
    /// By how much they matter.
    pub severities: Vec<Choice>,
    /// By what they are.
    pub codes: Vec<Choice>,
    /// By what was decided.
    pub states: Vec<Choice>,
    /// What was chosen.
    pub chosen: Filter,
    /// So many are shown of so many; empty while nothing is filtered.
    pub said: String,
    /// Whether there is anything to filter.
    pub any: bool,
}

impl Filters {
    /// Whether a choice is the chosen one.
    pub fn is(&self, field: &str, value: &str) -> bool {
        let chosen = match field {
            "severity" => &self.chosen.severity,
            "code" => &self.chosen.code,
            _ => &self.chosen.state,
        };
        chosen == value
    }

    /// What is typed for the duty.
    pub fn duty(&self) -> &str {
        &self.chosen.duty
    }
}

/// What is shown of the findings, with their remarks, and the filter.
pub fn filtered<'a>(
    t: &Texts,
    action: String,
    chosen: Filter,
    findings: &'a [Finding],
    remarks: &'a [Remark],
) -> (Vec<(&'a Finding, Option<&'a Remark>)>, Filters) {
    let all: Vec<_> = findings.iter().enumerate().map(|(at, finding)| (finding, remarks.get(at))).collect();
    let mut codes: Vec<Choice> = Vec::new();
    for finding in findings {
        if !codes.iter().any(|choice| choice.value == finding.code) {
            codes.push(Choice::new(&finding.code, t.finding_heading(&finding.code).0));
        }
    }
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let i = &t.import;
    let shown: Vec<_> = all.iter().copied().filter(|(finding, remark)| chosen.keeps(t, finding, *remark)).collect();
    let filters = Filters {
        action,
        severities: severities.map(|severity| Choice::new(severity_code(severity), t.severity(severity).0)).to_vec(),
        codes,
        states: vec![Choice::new("open", i.state_open), Choice::new("new", i.state_new), Choice::new("decided", i.state_decided)],
        said: if chosen.any() { fill(i.filter_shown, &[("shown", &shown.len()), ("all", &all.len())]) } else { String::new() },
        any: !all.is_empty(),
        chosen,
    };
    (shown, filters)
}

/// What stands beside a finding: whether it is new, what was decided, and the form to decide.
#[derive(Default)]
pub struct Review {
    /// Shown when the edition before had no such finding.
    pub new: Option<Badge>,
    /// What was decided, by whom and why.
    pub decided: String,
    /// The finding's identity; empty where nothing can be decided.
    pub identity: String,
    /// The version of the decision that is seen.
    pub version: i64,
    /// The decision to begin with.
    pub verdict: &'static str,
}

impl Review {
    /// Of a remark.
    pub fn new(page: &Page, remark: Option<&Remark>, deciders: &BTreeMap<PersonId, String>) -> Self {
        let t = page.t;
        let Some(remark) = remark else { return Self::default() };
        let decided = remark.decision.as_ref().map(|decision| {
            let by = decision.by.and_then(|by| deciders.get(&by)).map(String::as_str);
            let parts = [Some(t.verdict(decision.verdict.code())), decision.note.as_deref(), by];
            let words: Vec<&str> = parts.into_iter().flatten().collect();
            format!("{} · {}", words.join(" · "), page.day(&decision.at))
        });
        Self {
            new: remark.new.then(|| Badge::other("sent", "info", t.import.state_new)),
            decided: decided.unwrap_or_default(),
            identity: remark.identity.clone().unwrap_or_default(),
            version: remark.decision.as_ref().map_or(0, |decision| decision.version),
            verdict: remark.decision.as_ref().map_or("", |decision| decision.verdict.code()),
        }
    }

    /// What is chosen: what was typed, or what was decided before.
    pub fn chosen(&self, form: &Typed, code: &str) -> bool {
        if self.typed(form) { form.has("verdict", code) } else { self.verdict == code }
    }

    /// Whether the form that came back is this one.
    pub fn typed(&self, form: &Typed) -> bool {
        !self.identity.is_empty() && form.has("identity", &self.identity)
    }
}

/// Keeps what was decided about a finding. What was typed stays on the page when it is refused.
pub async fn decide(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<EditionId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("finding");
    let Some(verdict) = Verdict::from_code(form.value("verdict")) else {
        form.wrong("verdict", t.common.pick_one);
        return edition::refused(&state, page, &signed, id, form).await;
    };
    let new = NewDecision {
        identity: form.value("identity").to_owned(),
        verdict,
        note: form.value("note").to_owned(),
        version: form.value("version").parse().unwrap_or(0),
    };
    match decisions::decide(&state.tools, &signed.viewer, id, new).await {
        Ok(()) => Ok(notice::done(&Url::EditionShow(id), t.import.decided)),
        Err(ServiceError::Conflict) => {
            form.wrong("verdict", t.import.decided_meanwhile);
            edition::refused(&state, page, &signed, id, form).await
        }
        Err(error) => {
            crate::web::refused::refused(t, &mut form, error)?;
            edition::refused(&state, page, &signed, id, form).await
        }
    }
}

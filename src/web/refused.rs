//! From a service's error to what the person reads: beside the field, above the form, or as a page.

use workflow::case::PlanError;

use super::{Typed, WebError};
use crate::service::ServiceError;
use crate::text::{Texts, fill};

/// Notes on the form why it was not accepted, everything typed kept. Only what is not the form's fault comes back as an error.
///
/// # Errors
/// [`WebError`] for what no other filling of the form could mend.
pub fn refused(t: &Texts, form: &mut Typed, error: ServiceError) -> Result<(), WebError> {
    match error {
        ServiceError::Refused(reason) => form.refuse(t.refused(&reason)),
        ServiceError::Plan(PlanError::NothingToDo) => form.refuse(t.refusal.nothing_to_do),
        ServiceError::Plan(PlanError::UnknownBody(name)) => form.refuse(fill(t.refusal.unknown_body, &[("name", &name)])),
        ServiceError::Edit(reason) => form.refuse(t.edit_refused(&reason)),
        ServiceError::Conflict => form.refuse(t.refusal.conflict),
        ServiceError::Invalid(problems) => {
            for problem in problems {
                form.wrong(problem.field, t.problem(problem.code));
            }
        }
        ServiceError::NotFound | ServiceError::Store(_) | ServiceError::Queue(_) | ServiceError::Internal(_) => return Err(error.into()),
    }
    Ok(())
}

/// Why something without a form of its own was not done, as a page in the person's language.
#[must_use]
pub fn refusal_page(t: &Texts, error: ServiceError) -> WebError {
    match error {
        ServiceError::Refused(reason) => WebError::Refused(t.refused(&reason)),
        ServiceError::Plan(PlanError::NothingToDo) => WebError::Refused(t.refusal.nothing_to_do.to_owned()),
        ServiceError::Plan(PlanError::UnknownBody(name)) => WebError::Refused(fill(t.refusal.unknown_body, &[("name", &name)])),
        ServiceError::Edit(reason) => WebError::Refused(t.edit_refused(&reason)),
        ServiceError::Conflict => WebError::Conflict(Some(t.refusal.conflict.to_owned())),
        ServiceError::Invalid(problems) => {
            WebError::Refused(problems.first().map(|problem| t.problem(problem.code)).unwrap_or_default().to_owned())
        }
        other => other.into(),
    }
}

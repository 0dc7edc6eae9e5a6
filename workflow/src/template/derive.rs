//! Derives the template of a duty.

use duty_list::Duty;

use super::Template;

/// Derives the template of a duty.
#[must_use]
pub fn derive(duty: &Duty) -> Template {
    Template { duty: duty_list::DutyRef { kind: duty.kind(), no: duty.no() }, tracks: Vec::new() }
}

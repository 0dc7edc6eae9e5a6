//! 系统管理: people, towns with their units, bodies, mails and the queue. A town's coordinator keeps the people and units of that town.

mod bodies;
mod body;
mod calendar;
mod grants;
mod home;
mod hours;
mod jobs;
mod mail;
mod mails;
mod people;
mod person;
mod place;
mod samples;
mod sheet;
mod town;
mod towns;

use super::{Routes, Typed, WebError};
use crate::service::ServiceError;
use crate::text::Texts;
use crate::urls::Route;

/// The largest spreadsheet that is taken, in bytes.
const LARGEST_SHEET: usize = 6 << 20;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::Admin, home::show)
        .get(Route::People, people::list)
        .get(Route::PeopleNew, people::new)
        .post(Route::People, people::add)
        .get(Route::PeopleImport, sheet::show)
        .upload(Route::PeopleImport, LARGEST_SHEET, sheet::import)
        .get(Route::PersonShow, person::show)
        .post(Route::PersonReset, person::reset)
        .post(Route::PersonDeactivate, person::deactivate)
        .post(Route::PersonGrants, grants::give)
        .post(Route::PersonGrantEnd, grants::end)
        .get(Route::Towns, towns::list)
        .post(Route::Towns, towns::add)
        .post(Route::County, towns::set_up)
        .get(Route::TownShow, town::show)
        .post(Route::TownOffices, town::add_office)
        .post(Route::TownVillages, town::add_village)
        .get(Route::Bodies, bodies::list)
        .post(Route::Bodies, bodies::add)
        .get(Route::BodyShow, body::show)
        .post(Route::BodyPhone, body::set_phone)
        .post(Route::BodySpellings, body::add_spelling)
        .get(Route::Calendar, calendar::list)
        .post(Route::Calendar, calendar::enter)
        .post(Route::CalendarRemove, calendar::remove)
        .post(Route::CalendarHours, hours::enter)
        .post(Route::CalendarHoursRemove, hours::remove)
        .post(Route::CalendarYear, hours::enter_year)
        .post(Route::CalendarYearRemove, hours::remove_year)
        .get(Route::Mails, mails::list)
        .get(Route::MailSamples, samples::show)
        .post(Route::MailTest, samples::test)
        .get(Route::MailShow, mail::show)
        .get(Route::MailFile, mail::file)
        .post(Route::MailRetry, mail::retry)
        .get(Route::Jobs, jobs::show)
        .post(Route::JobRetry, jobs::retry)
}

/// Notes on the form why it was not accepted, in the words of the administration.
fn refused(t: &Texts, form: &mut Typed, error: ServiceError) -> Result<(), WebError> {
    match error {
        ServiceError::Invalid(problems) => {
            for problem in problems {
                let said = t.admin_problem(problem.field, problem.code);
                // What has no field of its own stands above the form.
                if matches!(problem.field, "person" | "county") { form.refuse(said) } else { form.wrong(problem.field, said) }
            }
            Ok(())
        }
        other => crate::web::refused::refused(t, form, other),
    }
}

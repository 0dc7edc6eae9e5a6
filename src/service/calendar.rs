//! The calendar of the county: its region's holidays and working hours.

use chrono::NaiveTime;
use workflow::calendar::{Calendar, HoursError, Layer, MonthDay, Season, Shift, WorkingHours};

use super::error::ServiceError;
use crate::store::org::County;
use crate::store::{Store, org};

/// Counties with working hours of their own among the bundled ones.
const OWN_HOURS: [(&str, &str); 1] = [("阿合奇县", "aheqi")];

/// The calendar of the county, or of the nation while none has been set up.
///
/// # Errors
/// See [`ServiceError`].
pub async fn of_county(store: &Store) -> Result<Calendar, ServiceError> {
    let county = org::county(store.read()).await?;
    calendar(county.as_ref()).map_err(|error| ServiceError::Internal(error.to_string()))
}

fn calendar(county: Option<&County>) -> Result<Calendar, HoursError> {
    let Some(county) = county.filter(|county| county.default_region == "xinjiang") else {
        return Ok(Calendar::new(vec![Layer::nation()], usual_hours()?));
    };
    let place = OWN_HOURS.iter().find(|(name, _)| *name == county.name).map_or("xinjiang", |(_, place)| place);
    Ok(Calendar::new(vec![Layer::nation(), Layer::xinjiang()], WorkingHours::bundled(place)?))
}

/// Hours where no others are known: 9:00 to 12:00 and 14:00 to 18:00.
fn usual_hours() -> Result<WorkingHours, HoursError> {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let shifts = vec![Shift { start: at(9), end: at(12) }, Shift { start: at(14), end: at(18) }];
    WorkingHours::new(vec![Season { from: MonthDay { month: 1, day: 1 }, shifts }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_county_has_its_own_hours_where_they_are_known_and_its_region_s_else() {
        let of = |name: &str, region: &str| {
            let county = County { id: uuid::Uuid::nil(), name: name.to_owned(), default_region: region.to_owned() };
            calendar(Some(&county)).unwrap().hours().clone()
        };
        assert_eq!(of("阿合奇县", "xinjiang"), WorkingHours::bundled("aheqi").unwrap());
        assert_eq!(of("别处县", "xinjiang"), WorkingHours::bundled("xinjiang").unwrap());
        assert_eq!(of("别处县", ""), usual_hours().unwrap());
        assert_eq!(calendar(None).unwrap().hours(), &usual_hours().unwrap());
    }
}

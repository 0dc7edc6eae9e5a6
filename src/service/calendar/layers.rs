//! The layers of a calendar laid over each other: what the program knows of the nation and the region, and what was entered with its document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveTime;
use workflow::calendar::{BodyCalendars, Calendar, DayRule, HoursError, Layer, Level, MonthDay, Season, Shift, WorkingHours};
use workflow::ids::{BodyId, TownId};

use super::Whose;
use crate::store::calendar_rules::{EnteredHours, EnteredYear};
use crate::store::org::County;
use crate::store::{ConnectionTrait, StoreError, calendar_days, calendar_rules};

/// Counties with working hours of their own among the bundled ones.
const OWN_HOURS: [(&str, &str); 1] = [("阿合奇县", "aheqi")];

/// Everything that was entered into the calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// Days, by date.
    pub days: Vec<(Whose, DayRule)>,
    /// Working hours of a county, a town or a body.
    pub hours: Vec<EnteredHours>,
    /// Years whose whole notice was entered.
    pub years: Vec<EnteredYear>,
}

impl Rules {
    pub(super) async fn load(db: &impl ConnectionTrait) -> Result<Self, StoreError> {
        Ok(Self { days: calendar_days::all(db).await?, hours: calendar_rules::hours(db).await?, years: calendar_rules::years(db).await? })
    }

    fn owners(&self) -> impl Iterator<Item = Whose> {
        self.days.iter().map(|(whose, _)| *whose).chain(self.hours.iter().map(|entered| entered.whose))
    }

    /// The towns with rules of their own.
    pub(super) fn towns(&self) -> BTreeSet<TownId> {
        self.owners().filter_map(|whose| if let Whose::Town(town) = whose { Some(town) } else { None }).collect()
    }

    /// The bodies with rules of their own.
    pub(super) fn bodies(&self) -> BTreeSet<BodyId> {
        self.owners().filter_map(|whose| if let Whose::Body(body) = whose { Some(body) } else { None }).collect()
    }

    fn of(&self, whose: Whose) -> Vec<DayRule> {
        self.days.iter().filter(|(of, _)| *of == whose).map(|(_, rule)| rule.clone()).collect()
    }

    fn hours_of(&self, whose: Whose) -> Option<&WorkingHours> {
        self.hours.iter().find(|entered| entered.whose == whose).map(|entered| &entered.hours)
    }
}

/// Lays the layers: nation, region, what was entered for them and for the county, then those of a town or a body. The bodies work by the county's and
/// their own, as every town's calendar knows.
pub(super) fn lay(county: Option<&County>, rules: &Rules, whose: Option<Whose>) -> Result<Calendar, HoursError> {
    let common = common(county, rules);
    let hours = match rules.hours_of(Whose::County) {
        Some(hours) => hours.clone(),
        None => bundled_hours(county)?,
    };
    let of = |whose: Option<Whose>| {
        let mut layers = common.clone();
        layers.extend(whose.map(|whose| Layer::new(whose.level(), rules.of(whose))));
        let own = whose.and_then(|whose| rules.hours_of(whose));
        Calendar::new(layers, own.unwrap_or(&hours).clone())
    };
    if let Some(Whose::Body(_)) = whose {
        return Ok(of(whose));
    }
    if rules.towns().is_empty() && rules.bodies().is_empty() {
        return Ok(of(None));
    }
    let own: BTreeMap<BodyId, Calendar> = rules.bodies().into_iter().map(|body| (body, of(Some(Whose::Body(body))))).collect();
    let town = whose.filter(|whose| matches!(whose, Whose::Town(_)));
    Ok(of(town).with_bodies(Arc::new(BodyCalendars { others: of(None), own })))
}

/// What holds in the whole county.
fn common(county: Option<&County>, rules: &Rules) -> Vec<Layer> {
    let mut layers = bundled(county);
    for whose in [Whose::Nation, Whose::Region, Whose::County] {
        let layer = Layer::new(whose.level(), rules.of(whose));
        let known = layers.iter().find(|layer| layer.level == whose.level()).and_then(|layer| layer.official);
        layers.push(match known.and_then(|(_, last)| entered_after(rules, whose.level(), last)) {
            Some((first, last)) => layer.official_for(first, last),
            None => layer,
        });
    }
    layers
}

/// The years after `last` whose notices were entered without a gap.
fn entered_after(rules: &Rules, level: Level, last: i32) -> Option<(i32, i32)> {
    let first = last + 1;
    let entered = |year: &i32| rules.years.iter().any(|entered| entered.level == level && entered.year == *year);
    (first..).take_while(entered).last().map(|reached| (first, reached))
}

/// The last year that this level has officially, of those levels whose days are announced every year.
pub(super) fn official_through(county: Option<&County>, rules: &Rules, level: Level) -> Option<i32> {
    common(county, rules).iter().filter(|layer| layer.level == level).filter_map(|layer| layer.official).map(|(_, last)| last).max()
}

fn bundled(county: Option<&County>) -> Vec<Layer> {
    match county.filter(|county| county.default_region == "xinjiang") {
        None => vec![Layer::nation()],
        Some(_) => vec![Layer::nation(), Layer::xinjiang()],
    }
}

fn bundled_hours(county: Option<&County>) -> Result<WorkingHours, HoursError> {
    let Some(county) = county.filter(|county| county.default_region == "xinjiang") else { return usual_hours() };
    let place = OWN_HOURS.iter().find(|(name, _)| *name == county.name).map_or("xinjiang", |(_, place)| place);
    WorkingHours::bundled(place)
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

    fn county(name: &str, region: &str) -> County {
        County { id: uuid::Uuid::nil(), name: name.to_owned(), default_region: region.to_owned() }
    }

    #[test]
    fn a_county_has_its_own_hours_where_they_are_known_and_its_region_s_else() {
        let of = |name: &str, region: &str| lay(Some(&county(name, region)), &Rules::default(), None).unwrap().hours().clone();
        assert_eq!(of("阿合奇县", "xinjiang"), WorkingHours::bundled("aheqi").unwrap());
        assert_eq!(of("别处县", "xinjiang"), WorkingHours::bundled("xinjiang").unwrap());
        assert_eq!(of("别处县", ""), usual_hours().unwrap());
        assert_eq!(lay(None, &Rules::default(), None).unwrap().hours(), &usual_hours().unwrap());
    }

    #[test]
    fn a_year_is_official_when_each_level_that_announces_it_has_and_only_without_a_gap() {
        let county = county("别处县", "xinjiang");
        let last = |rules: &Rules| lay(Some(&county), rules, None).unwrap().official_through().unwrap();
        let known = last(&Rules::default());
        let year = |level, year| EnteredYear { level, year, document_no: "国办发明电".to_owned() };
        let with = |years: Vec<EnteredYear>| last(&Rules { years, ..Rules::default() });
        let nation = official_through(Some(&county), &Rules::default(), Level::Nation).unwrap();
        let region = official_through(Some(&county), &Rules::default(), Level::Region).unwrap();
        assert_eq!(known, nation.min(region));
        let both = |to: i32| {
            let of = |level, from: i32| (from + 1..=to).map(move |at| year(level, at));
            of(Level::Nation, nation).chain(of(Level::Region, region)).collect::<Vec<_>>()
        };
        assert_eq!(with(both(known + 2)), known + 2);
        assert_eq!(with(vec![year(Level::Nation, nation + 1)]), if nation < region { known + 1 } else { known });
        assert_eq!(with(vec![year(Level::Nation, nation + 2), year(Level::Region, region + 2)]), known, "a gap");
    }
}

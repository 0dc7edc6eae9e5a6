//! To whom work can be given and by when: the choices of the start forms, and reading what was chosen.

use std::collections::BTreeMap;

use workflow::calendar::{Limit, LimitSource};
use workflow::case::LimitSpec;
use workflow::ids::TownId;
use workflow::people::{Holder, Unit};
use workflow::settings::TownLimits;

use crate::service::{ServiceError, Tools, office};
use crate::text::{Texts, fill};
use crate::web::absence::taker_name;
use crate::web::{Choice, Typed};

/// The units of a town with their people, as the entries of a select.
pub(in crate::web) struct Takers {
    /// Entries under their headings: offices, villages.
    pub(in crate::web) groups: Vec<(&'static str, Vec<Choice>)>,
    holders: BTreeMap<String, Holder>,
}

impl Takers {
    /// Those of a town.
    pub(in crate::web) async fn load(tools: &Tools, t: &Texts, town: TownId) -> Result<Self, ServiceError> {
        let (mut offices, mut villages, mut holders) = (Vec::new(), Vec::new(), BTreeMap::new());
        for unit in office::units(tools, town).await? {
            let group = if unit.village { &mut villages } else { &mut offices };
            let own = code(unit.unit);
            group.push(Choice::new(&own, unit.name.as_str()));
            holders.insert(own.clone(), Holder { unit: unit.unit, person: None });
            for taker in unit.people {
                let (person, name) = (taker.id, taker_name(t, tools.now(), &taker));
                let code = format!("{own}:{person}");
                group.push(Choice::new(&code, fill(t.duty.person_in, &[("unit", &unit.name), ("person", &name)])));
                holders.insert(code, Holder { unit: unit.unit, person: Some(person) });
            }
        }
        let groups = [(t.duty.offices, offices), (t.duty.villages, villages)];
        Ok(Self { groups: groups.into_iter().filter(|(_, entries)| !entries.is_empty()).collect(), holders })
    }

    /// Whom a field names; one that is left empty names nobody, and what is no entry is noted beside it.
    pub(in crate::web) fn read(&self, t: &Texts, form: &mut Typed, field: &str) -> Option<Holder> {
        let value = form.value(field);
        if value.is_empty() {
            return None;
        }
        let holder = self.holders.get(value).copied();
        if holder.is_none() {
            form.wrong(field.to_owned(), t.common.pick_one);
        }
        holder
    }
}

fn code(unit: Unit) -> String {
    match unit {
        Unit::Town(id) => format!("town:{id}"),
        Unit::Office(id) => format!("office:{id}"),
        Unit::Village(id) => format!("village:{id}"),
        Unit::Body(id) => format!("body:{id}"),
    }
}

/// The sources of an official date.
pub(super) fn official_sources(t: &Texts) -> Vec<Choice> {
    let notice = LimitSource::Notice { number: String::new() };
    let all = [
        notice,
        LimitSource::LeaderNote,
        LimitSource::Platform,
        LimitSource::Meeting,
        LimitSource::Phone,
        LimitSource::Law,
        LimitSource::List,
    ];
    all.iter().map(|source| Choice::new(source.code(), t.limit_source(source))).collect()
}

/// The sources of a step's limit: the town's own first.
pub(in crate::web) fn step_sources(t: &Texts) -> Vec<Choice> {
    let own = Choice::new(LimitSource::TownSetting.code(), t.duty.source_town);
    std::iter::once(own).chain(official_sources(t)).collect()
}

/// The units in which a step's limit is given; the last one is no limit.
pub(super) fn units(t: &Texts) -> Vec<Choice> {
    let c = &t.common;
    vec![
        Choice::new("working_days", c.unit_working_days),
        Choice::new("natural_days", c.unit_natural_days),
        Choice::new("hours", c.unit_hours),
        Choice::new("none", t.duty.time_none),
    ]
}

/// The names of a step's fields.
pub(super) struct Fields {
    pub(super) who: String,
    pub(super) amount: String,
    pub(super) unit: String,
    pub(super) source: String,
}

impl Fields {
    /// Those of the step with this key.
    pub(super) fn of(key: &str) -> Self {
        Self { who: format!("who-{key}"), amount: format!("amount-{key}"), unit: format!("unit-{key}"), source: format!("source-{key}") }
    }
}

/// A step's limit; none when the town's setting is to hold.
pub(super) fn limit(t: &Texts, form: &mut Typed, fields: &Fields, number: Option<&str>) -> Option<LimitSpec> {
    let unit = form.value(&fields.unit).to_owned();
    if unit == "none" {
        return Some(LimitSpec { limit: Limit::working_days(0), source: LimitSource::None });
    }
    let amount = form.value(&fields.amount).trim().to_owned();
    if amount.is_empty() {
        return None;
    }
    let amount = amount.parse::<u32>().ok().filter(|amount| *amount > 0);
    let limit = amount.map(|amount| match unit.as_str() {
        "natural_days" => Limit::natural_days(amount),
        "hours" => Limit::hours(amount),
        _ => Limit::working_days(amount),
    });
    let Some(limit) = limit.filter(|limit| limit.check().is_ok()) else {
        form.wrong(fields.amount.clone(), if amount.is_none() { t.duty.not_a_limit } else { t.refusal.out_of_range });
        return None;
    };
    let source = LimitSource::from_code(form.value(&fields.source), number).unwrap_or(LimitSource::TownSetting);
    Some(LimitSpec { limit, source })
}

/// What holds when a step is given no limit of its own.
pub(super) fn default_limit(t: &Texts, limits: Option<TownLimits>) -> String {
    match limits {
        Some(TownLimits { step: Some(days), .. }) => fill(t.duty.default_limit, &[("days", &days)]),
        Some(_) => t.duty.default_none.to_owned(),
        None => t.duty.default_open.to_owned(),
    }
}

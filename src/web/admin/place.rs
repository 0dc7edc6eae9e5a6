//! Choosing a role and over what: the places by kind, for a select with groups.

use workflow::people::{Grant, Role, Scope};

use crate::service::actor::Actor;
use crate::service::people::{self, Names, Place};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::web::{Choice, Typed, WebError};

/// A group of the select.
pub struct Group {
    /// Its heading.
    pub label: String,
    /// Its places.
    pub choices: Vec<Choice>,
}

/// What a form about roles offers.
pub struct Offer {
    /// The roles that the actor may give.
    pub roles: Vec<Choice>,
    /// The places, grouped.
    pub groups: Vec<Group>,
    places: Vec<Place>,
}

impl Offer {
    /// Loads what the actor may give.
    pub async fn load(state: &AppState, t: &Texts, actor: Actor<'_>) -> Result<Self, WebError> {
        let places = people::places(&state.tools, actor).await?;
        let fits = |role: &Role| places.iter().any(|place| role.fits(place.scope));
        let roles = Role::ALL.into_iter().filter(fits).map(|role| Choice::new(role.code(), t.role(role))).collect();
        let towns = places.iter().filter(|place| matches!(place.scope, Scope::Town(_))).count();
        let mut groups: Vec<Group> = Vec::new();
        for place in &places {
            let label = match (&place.town, towns > 1) {
                (Some(town), true) => format!("{town} · {}", t.scope(place.scope)),
                _ => t.scope(place.scope).to_owned(),
            };
            let name = if place.name.is_empty() { t.common.scope_county } else { &place.name };
            let choice = Choice::new(value(place.scope), name);
            match groups.last_mut().filter(|group| group.label == label) {
                Some(group) => group.choices.push(choice),
                None => groups.push(Group { label, choices: vec![choice] }),
            }
        }
        Ok(Self { roles, groups, places })
    }

    /// The role over a place that a form chose; what is wrong stands beside the fields.
    pub fn read(&self, t: &Texts, form: &mut Typed) -> Option<Grant> {
        let role = Role::from_code(form.value("role"));
        let place = self.places.iter().find(|place| value(place.scope) == form.value("place"));
        if role.is_none() {
            form.wrong("role", t.common.pick_one);
        }
        let (Some(role), Some(place)) = (role, place) else {
            if place.is_none() {
                form.wrong("place", t.common.pick_one);
            }
            return None;
        };
        if !role.fits(place.scope) {
            form.wrong("place", fill(t.admin.place_unfit, &[("role", &t.role(role))]));
            return None;
        }
        Some(Grant { role, scope: place.scope })
    }
}

/// How a form sends a place.
fn value(scope: Scope) -> String {
    match scope {
        Scope::County => scope.code().to_owned(),
        Scope::Town(town) => format!("town:{}", town.town),
        Scope::Office { office, .. } => format!("office:{office}"),
        Scope::Village { village, .. } => format!("village:{village}"),
        Scope::Body(body) => format!("body:{}", body.body),
    }
}

/// 经办人 · 民政办: a role with its place.
pub fn said(t: &Texts, names: &Names, grant: Grant) -> String {
    let place = people::unit_of(grant.scope).map_or_else(|| t.common.scope_county.to_owned(), |unit| names.unit(unit).to_owned());
    format!("{} · {place}", t.role(grant.role))
}

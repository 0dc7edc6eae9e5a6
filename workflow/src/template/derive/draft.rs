//! A track before its order is known: its clauses in lane order and the bodies that take part in it.

use std::collections::BTreeSet;

use duty_list::{DepartmentClause, TownClause};

use super::super::Party;
use super::parties::Parties;
use super::sections::Part;

/// A clause in its lane.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    /// A clause of the town.
    Town(&'a TownClause),
    /// A clause of a body.
    Body(&'a DepartmentClause, usize),
}

impl<'a> Node<'a> {
    /// The clause, verbatim.
    pub(super) fn text(self) -> &'a str {
        match self {
            Self::Town(clause) => &clause.text,
            Self::Body(clause, _) => &clause.text,
        }
    }
}

/// A track whose clauses are in their lanes.
pub(super) struct Draft<'a> {
    /// Its number, from 1.
    pub(super) at: usize,
    /// The heading, or none.
    pub(super) title: Option<&'a str>,
    /// The clauses, the town's first, then body by body.
    pub(super) nodes: Vec<Node<'a>>,
    /// The bodies that take part.
    pub(super) bodies: BTreeSet<usize>,
    /// Whether clauses of the town here stand outside the cell's headings.
    pub(super) town_outside: bool,
    /// The same for the bodies' clauses.
    pub(super) department_outside: bool,
}

impl<'a> Draft<'a> {
    /// Puts the clauses of a part into their lanes.
    pub(super) fn of(at: usize, part: Part<'a>, parties: &Parties<'_>) -> Self {
        let mut owned: Vec<(usize, &DepartmentClause)> =
            part.department.iter().map(|clause| (parties.owner(clause).unwrap_or(0), *clause)).collect();
        owned.sort_by_key(|(body, _)| *body);
        let receivers = part.town.iter().flat_map(|c| &c.hands_to).filter_map(|name| parties.find(name));
        let beside = part.department.iter().flat_map(|c| &c.also).filter_map(|name| parties.find(name));
        let bodies = owned.iter().map(|(body, _)| *body).chain(receivers).chain(beside).collect();
        let town = part.town.iter().map(|clause| Node::Town(clause));
        let nodes = town.chain(owned.into_iter().map(|(body, clause)| Node::Body(clause, body))).collect();
        let loose = part.title.is_none();
        Self {
            at,
            title: part.title,
            nodes,
            bodies,
            town_outside: loose && part.town_outside,
            department_outside: loose && part.department_outside,
        }
    }

    /// The parties, the town first.
    pub(super) fn lanes(&self, parties: &Parties<'_>) -> Vec<Party> {
        std::iter::once(Party::Town).chain(self.bodies.iter().map(|&body| parties.party(body))).collect()
    }

    /// The keys of the nodes: track, lane, place in the lane.
    pub(super) fn keys(&self) -> Vec<String> {
        let mut places = vec![0; self.bodies.len() + 1];
        self.nodes
            .iter()
            .map(|node| {
                let lane = match node {
                    Node::Town(_) => 0,
                    Node::Body(_, body) => self.bodies.iter().position(|b| b == body).map_or(0, |at| at + 1),
                };
                places[lane] += 1;
                let name = if lane == 0 { "town".to_owned() } else { format!("b{lane}") };
                format!("t{}-{name}-{}", self.at, places[lane])
            })
            .collect()
    }
}

/// A body that the column lists and no clause speaks of is a party of every track.
pub(super) fn give_every_listed_body_a_lane(drafts: &mut [Draft<'_>], parties: &Parties<'_>) {
    let silent: Vec<usize> =
        (0..parties.len()).filter(|&body| parties.listed(body) && !drafts.iter().any(|d| d.bodies.contains(&body))).collect();
    for draft in drafts {
        draft.bodies.extend(&silent);
    }
}

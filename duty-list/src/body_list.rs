//! Every body that the list names, its spellings grouped; merges that the words do not prove are only proposed.

use std::collections::HashMap;

use crate::bodies::{Core, Departments, Likeness, Place, either};
use crate::chars::identity;
use crate::infer::mention::{Trust, Who, mention_at};
use crate::infer::readable;
use crate::model::{Body, Duty};

/// What grouping found.
#[derive(Debug, Default)]
pub(crate) struct Grouped {
    pub bodies: Vec<Body>,
    /// Spellings of one character's difference that were taken as one body: the name, the slip.
    pub slips: Vec<(String, String)>,
    /// Pairs that may be one body.
    pub proposed: Vec<(String, String)>,
    groups: HashMap<String, usize>,
}

impl Grouped {
    /// Which body a spelling belongs to.
    pub fn group_of(&self, spelling: &str) -> Option<usize> {
        self.groups.get(&identity(spelling)).copied()
    }
}

/// The most bodies that are compared pairwise; a list names about fifty.
const MOST_COMPARED: usize = 400;

/// Groups the spellings of a whole list.
pub(crate) fn group(duties: &[Duty], place: &Place) -> Grouped {
    let mut builder = Builder { place, cores: Vec::new(), out: Grouped::default() };
    for duty in duties {
        for name in duty.departments() {
            builder.add(name, true);
        }
    }
    for duty in duties {
        builder.named_in_text(duty);
    }
    builder.propose();
    builder.out
}

/// The most merges that are proposed; who has more to confirm will look at none.
const MOST_PROPOSED: usize = 50;

/// Words that in passing say what kind of body, not which: 县分局, 县常委会.
const KINDS: [&str; 11] = ["分局", "支行", "分行", "银行", "公司", "大队", "中队", "支队", "办公室", "局", "常委会"];

struct Builder<'a> {
    place: &'a Place,
    /// The core of each body's every spelling.
    cores: Vec<(Core, usize)>,
    out: Grouped,
}

impl Builder<'_> {
    /// Adds a spelling: to the body that it clearly means, else as a body of its own.
    fn add(&mut self, name: &str, listed: bool) {
        let key = identity(name);
        // 电力部门, 勘界单位 say what kind of body, not which
        if key.is_empty() || name == "*" || (!listed && ["部门", "单位", "企业"].iter().any(|end| key.ends_with(end))) {
            return;
        }
        if let Some(at) = self.out.groups.get(&key) {
            if listed && let Some(body) = self.out.bodies.get_mut(*at) {
                body.listed = true;
            }
            return;
        }
        let core = Core::of(name, self.place);
        let at = match self.surest(&core) {
            Some((Likeness::Tail, at)) => {
                if let Some(like) = self.out.bodies.get(at).filter(|_| self.out.proposed.len() < MOST_PROPOSED) {
                    self.out.proposed.push((like.name.clone(), name.to_owned()));
                }
                self.new_body(name, listed)
            }
            Some((like, at)) => {
                if let Some(body) = self.out.bodies.get_mut(at) {
                    if like == Likeness::Slip {
                        self.out.slips.push((body.name.clone(), name.to_owned()));
                    }
                    body.aliases.push(name.to_owned());
                    body.listed |= listed;
                }
                at
            }
            None => self.new_body(name, listed),
        };
        self.out.groups.insert(key, at);
        if self.cores.len() < MOST_COMPARED {
            self.cores.push((core, at));
        }
    }

    fn new_body(&mut self, name: &str, listed: bool) -> usize {
        self.out.bodies.push(Body { name: name.to_owned(), aliases: Vec::new(), listed });
        self.out.bodies.len() - 1
    }

    /// The one body that a name means most surely; where two are as sure, none, and both are proposed.
    fn surest(&self, core: &Core) -> Option<(Likeness, usize)> {
        let mut best: Option<(Likeness, usize)> = None;
        let mut rival = None;
        // a list of that many bodies is none: only equal spellings are one
        let compared = if self.cores.len() < MOST_COMPARED { self.cores.as_slice() } else { &[] };
        for (other, at) in compared {
            let Some(like) = either(core, other) else { continue };
            match best {
                Some((held, _)) if like < held => {}
                Some((held, held_at)) if like == held => {
                    if held_at != *at {
                        rival = Some(*at);
                    }
                }
                _ => {
                    best = Some((like, *at));
                    rival = None;
                }
            }
        }
        match (best, rival) {
            (Some((Likeness::Same, at)), _) => Some((Likeness::Same, at)),
            (Some(_), Some(_)) => None,
            (best, _) => best,
        }
    }

    /// Owners, receivers, partners and bodies that a clause names in passing.
    fn named_in_text(&mut self, duty: &Duty) {
        let Duty::Cooperative(duty) = duty else { return };
        let departments = Departments::new(&duty.departments, self.place);
        for clause in &duty.department_clauses {
            for name in
                clause.department.iter().chain(&clause.also).filter(|name| crate::bodies::ends_like_body(name) && !name.starts_with("负有"))
            {
                self.add(name, false);
            }
            self.scan(&clause.text, &departments);
        }
        for clause in &duty.town_clauses {
            for name in clause.hands_to.iter().chain(&clause.joint_with) {
                self.add(name, false);
            }
            self.scan(&clause.text, &departments);
        }
    }

    /// Spellings in running text: 县民政局, 县人社局.
    fn scan(&mut self, text: &str, departments: &Departments<'_>) {
        let text = readable(text);
        let county = self.place.county.as_deref();
        let level = county.and_then(|c| c.chars().next_back()).unwrap_or('县');
        let mut past = 0;
        let mut previous = ' ';
        for (at, c) in text.char_indices() {
            let rest = &text[at..];
            // 辖区, 全县, …局阿合奇县分局: no name begins there
            let inside = "各全我本辖社景校园片郊城局行司院".contains(previous);
            previous = c;
            if at < past || inside || !(c == level || county.is_some_and(|county| rest.starts_with(county))) {
                continue;
            }
            let Some(mention) = mention_at(rest, departments, Trust::Placed) else { continue };
            past = at + mention.len;
            let mut spelled = &rest[..mention.len];
            if let Who::Listed(name) = &mention.who
                && !name.ends_with("办公室")
            {
                spelled = spelled.trim_end_matches("办公室");
            }
            let plain = [
                "局",
                "委员会",
                "指挥部",
                "联合会",
                "法院",
                "检察院",
                "编办",
                "组织部",
                "宣传部",
                "统战部",
                "总工会",
                "残联",
                "常委会",
                "红十字会",
            ]
            .iter()
            .any(|end| spelled.ends_with(end));
            if KINDS.contains(&self.place.core(spelled).as_str()) {
                continue;
            }
            match mention.who {
                Who::Listed(_) => self.add(spelled, false),
                Who::Other(_) if plain => self.add(spelled, false),
                _ => {}
            }
        }
    }

    /// Bodies of which one name begins with the other's: 县防汛抗旱指挥部 and its 办公室.
    fn propose(&mut self) {
        let bodies = self.out.bodies.len().min(MOST_COMPARED);
        let cores: Vec<Core> = self.out.bodies.iter().take(bodies).map(|b| Core::of(&b.name, self.place)).collect();
        for (i, a) in cores.iter().enumerate() {
            for (j, b) in cores.iter().enumerate() {
                let near = i != j && a.base().chars().count() >= 3 && b.base().starts_with(a.base()) && b.base() != a.base();
                if near && self.out.proposed.len() < MOST_PROPOSED {
                    self.out.proposed.push((self.out.bodies[i].name.clone(), self.out.bodies[j].name.clone()));
                }
            }
        }
    }
}

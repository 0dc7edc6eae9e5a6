//! Which duty of the old list is which of the new: the same words first, then the same title, then the likest.
//!
//! The order of steps and every tie are the same whichever list is called the old one, so that the answer is, too. Cost stays near linear: candidates
//! come from an index of rare pairs of characters, never from all pairs of duties.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::grams::Grams;
use super::words::wording;
use crate::chars::identity;
use crate::model::{Duty, DutyKind};

/// So many duties with one title are compared each with each, in either list; beyond, the index finds candidates.
const SAME_TITLE: usize = 40;
/// Pairs of characters of a duty that are looked up in the index, the rarest first.
const LOOKED_UP: usize = 32;
/// A pair of characters that more duties than these have tells nothing.
const COMMON: usize = 64;
/// Candidates of a duty that are compared in full.
const CANDIDATES: usize = 8;
/// In thousandths: from here on two duties of one table are one without a question.
const SURE: u32 = 720;
/// From here on they may be one.
const POSSIBLE: u32 = 520;
/// From here on titles in two tables may be one duty's.
const POSSIBLE_ELSEWHERE: u32 = 600;
/// A second candidate that is as near as this makes a pair a question.
const MARGIN: u32 = 50;

/// How sure it is that two duties are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The same table and the same words.
    Exact,
    /// The same title, or words that are nearly the same.
    Sure,
    /// A person has to say.
    Unsure,
}

/// A duty of the old list and the one of the new list that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// Its place in the old list, from 0.
    pub old: usize,
    /// Its place in the new list, from 0.
    pub new: usize,
    /// How sure that is.
    pub certainty: Certainty,
}

/// Matches the duties of two lists, each at most once; the pairs come in the order of the new list.
#[must_use]
pub fn matched(old: &[Duty], new: &[Duty]) -> Vec<Match> {
    let (old, new) = (old.iter().map(Form::of).collect::<Vec<_>>(), new.iter().map(Form::of).collect::<Vec<_>>());
    let mut state = State { taken: [vec![false; old.len()], vec![false; new.len()]], old, new, matches: Vec::new() };
    state.exact(|form| (form.kind, &form.words, &form.category));
    state.exact(|form| (form.kind, &form.words, &NO_CATEGORY));
    state.same_title();
    state.likest();
    state.matches.sort_by_key(|one| one.new);
    state.matches
}

/// Stands for every category.
static NO_CATEGORY: String = String::new();

/// A duty in the form in which it is compared.
struct Form {
    kind: DutyKind,
    category: String,
    title: String,
    words: String,
    /// Made when they are asked for: most duties are matched by their words alone.
    title_grams: OnceCell<Grams>,
    body_grams: OnceCell<Grams>,
}

impl Form {
    fn of(duty: &Duty) -> Self {
        let title = identity(duty.title()).trim_end_matches(['。', '；', '.', ';']).to_owned();
        Self {
            kind: duty.kind(),
            category: identity(duty.category().unwrap_or_default()),
            title,
            words: wording(duty),
            title_grams: OnceCell::new(),
            body_grams: OnceCell::new(),
        }
    }

    fn title_grams(&self) -> &Grams {
        self.title_grams.get_or_init(|| Grams::of(&self.title))
    }

    fn body_grams(&self) -> &Grams {
        self.body_grams.get_or_init(|| Grams::of(self.words.split_once('\n').map_or("", |(_, body)| body)))
    }

    /// How alike two duties are, in thousandths.
    fn alike(&self, other: &Self) -> u32 {
        let title = self.title_grams().alike(other.title_grams());
        if self.kind != other.kind {
            return title;
        }
        let body = match self.kind {
            DutyKind::Basic => return title,
            // Many withdrawn duties are handled in the same few words.
            DutyKind::Withdrawn => return (title * 8 + self.body_grams().alike(other.body_grams()) * 2) / 10,
            DutyKind::Cooperative => self.body_grams().alike(other.body_grams()),
        };
        let both = (title * 55 + body * 45) / 100;
        // A duty that only got another name keeps its cells.
        let long = self.body_grams().total().min(other.body_grams().total()) >= 120;
        if long { both.max(body.saturating_sub(100)) } else { both }
    }
}

struct State {
    old: Vec<Form>,
    new: Vec<Form>,
    taken: [Vec<bool>; 2],
    matches: Vec<Match>,
}

impl State {
    fn take(&mut self, old: usize, new: usize, certainty: Certainty) {
        let [gone, come] = &mut self.taken;
        (gone[old], come[new]) = (true, true);
        self.matches.push(Match { old, new, certainty });
    }

    fn free(&self, side: usize) -> Vec<usize> {
        self.taken[side].iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| at).collect()
    }

    /// Duties whose key is the same, first with first.
    fn exact<'a, K: Eq + std::hash::Hash>(&'a mut self, key: impl Fn(&'a Form) -> K) {
        let mut places: HashMap<K, std::collections::VecDeque<usize>> = HashMap::new();
        for at in self.taken[0].iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| at) {
            places.entry(key(&self.old[at])).or_default().push_back(at);
        }
        let mut found = Vec::new();
        for at in self.taken[1].iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| at) {
            if let Some(old) = places.get_mut(&key(&self.new[at])).and_then(std::collections::VecDeque::pop_front) {
                found.push((old, at));
            }
        }
        drop(places);
        let [gone, come] = &mut self.taken;
        for (old, new) in found {
            (gone[old], come[new]) = (true, true);
            self.matches.push(Match { old, new, certainty: Certainty::Exact });
        }
    }

    /// Duties with the same title: within the table first, whatever became of their words, then over tables, where there is one of each.
    fn same_title(&mut self) {
        for within in [true, false] {
            let mut groups: BTreeMap<(Option<DutyKind>, String), [Vec<usize>; 2]> = BTreeMap::new();
            for side in 0..2 {
                for at in self.free(side) {
                    let form = if side == 0 { &self.old[at] } else { &self.new[at] };
                    if !form.title.is_empty() {
                        groups.entry((within.then_some(form.kind), form.title.clone())).or_default()[side].push(at);
                    }
                }
            }
            for [old, new] in groups.into_values() {
                if within {
                    self.group(&old, &new);
                } else if let ([old], [new]) = (old.as_slice(), new.as_slice()) {
                    self.take(*old, *new, Certainty::Sure);
                }
            }
        }
    }

    /// Duties of one table and one title: the likest first; of equals, those of one category.
    fn group(&mut self, old: &[usize], new: &[usize]) {
        if old.len() > SAME_TITLE || new.len() > SAME_TITLE {
            return;
        }
        let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
        for &a in old {
            for &b in new {
                let (one, other) = (&self.old[a], &self.new[b]);
                pairs.push((one.body_grams().alike(other.body_grams()) * 2 + u32::from(one.category == other.category), a, b));
            }
        }
        pairs.sort_by_key(|&(score, a, b)| (std::cmp::Reverse(score), a.abs_diff(b), a + b));
        for (_, a, b) in pairs {
            if !self.taken[0][a] && !self.taken[1][b] {
                self.take(a, b, Certainty::Sure);
            }
        }
    }

    /// What is left: the likest pairs first, from candidates of both sides.
    fn likest(&mut self) {
        let (old, new) = (self.free(0), self.free(1));
        if old.is_empty() || new.is_empty() {
            return;
        }
        let mut pairs: HashSet<(usize, usize)> = candidates(&self.old, &old, &self.new, &new).collect();
        pairs.extend(candidates(&self.new, &new, &self.old, &old).map(|(new, old)| (old, new)));
        let mut scored: Vec<(u32, bool, usize, usize)> = pairs
            .into_iter()
            .filter_map(|(a, b)| {
                let (one, other) = (&self.old[a], &self.new[b]);
                let (score, here) = (one.alike(other), one.kind == other.kind);
                (score >= if here { POSSIBLE } else { POSSIBLE_ELSEWHERE }).then_some((score, here, a, b))
            })
            .collect();
        scored.sort_by_key(|&(score, here, a, b)| (std::cmp::Reverse(score), !here, a.abs_diff(b), a + b));
        let (mut of_old, mut of_new): (Near, Near) = (HashMap::new(), HashMap::new());
        for &(score, _, a, b) in &scored {
            of_old.entry(a).or_default().push((score, b));
            of_new.entry(b).or_default().push((score, a));
        }
        for (score, here, a, b) in scored {
            let [gone, come] = &self.taken;
            if gone[a] || come[b] {
                continue;
            }
            let clear = !rival(score, b, &of_old[&a], come, &of_new, gone) && !rival(score, a, &of_new[&b], gone, &of_old, come);
            let sure = here && score >= SURE && clear;
            self.take(a, b, if sure { Certainty::Sure } else { Certainty::Unsure });
        }
    }
}

/// For a duty the duties of the other list that it may be, with how alike they are.
type Near = HashMap<usize, Vec<(u32, usize)>>;

/// Whether another duty than `chosen` is nearly as near, still free, and has no likelier partner itself.
fn rival(score: u32, chosen: usize, near: &[(u32, usize)], taken: &[bool], back: &Near, taken_back: &[bool]) -> bool {
    near.iter().any(|&(own, other)| {
        other != chosen
            && !taken[other]
            && own + MARGIN >= score
            && !back[&other].iter().any(|&(better, partner)| better > own && !taken_back[partner])
    })
}

/// For each of `of`, the duties of `among` that share most of its rare pairs of characters.
fn candidates<'a>(forms: &'a [Form], of: &'a [usize], others: &'a [Form], among: &'a [usize]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    for &at in among {
        let form = &others[at];
        let keys: HashSet<u64> = form.title_grams().keys().chain(form.body_grams().keys()).collect();
        for key in keys {
            index.entry(key).or_default().push(at);
        }
    }
    of.iter().flat_map(move |&at| {
        let form = &forms[at];
        // Titles tell most; the cells help where a title changed altogether.
        let mut votes: BTreeMap<usize, u32> = BTreeMap::new();
        for (grams, weight) in [(form.title_grams(), 2), (form.body_grams(), 1)] {
            let mut keys: Vec<(usize, u64)> = grams
                .keys()
                .filter_map(|key| index.get(&key).map(|places| (places.len(), key)))
                .filter(|(len, _)| *len <= COMMON)
                .collect();
            keys.sort_unstable();
            for (_, key) in keys.into_iter().take(LOOKED_UP) {
                for &place in index.get(&key).into_iter().flatten() {
                    *votes.entry(place).or_default() += weight;
                }
            }
        }
        let mut votes: Vec<(usize, u32)> = votes.into_iter().collect();
        votes.sort_by_key(|&(place, votes)| (std::cmp::Reverse(votes), place));
        votes.into_iter().take(CANDIDATES).map(move |(place, _)| (at, place)).collect::<Vec<_>>()
    })
}

//! The bodies of a duty: which spellings mean the same one, and where a text speaks of one.

use duty_list::{Body, CooperativeDuty, DepartmentClause};

use super::super::Party;

/// Endings of a body's name, as far as they mark where a mention ends.
const ENDINGS: &[&str] = &["局", "委", "委员会", "办", "办公室", "会", "部", "部门", "院", "厅", "中心", "站", "政府", "政协", "联"];
/// Characters at which a mention ends at the latest.
const STOPS: [char; 9] = ['的', '对', '将', '按', '提', '审', '批', '反', '报'];
/// Characters that end a county's name.
const COUNTY: [char; 4] = ['县', '区', '市', '旗'];
/// Characters before 区 that make it part of an everyday word.
const NOT_A_DISTRICT: [char; 12] = ['社', '辖', '地', '园', '小', '片', '灾', '选', '山', '城', '牧', '景'];
/// The longest mention, in characters.
const LONGEST: usize = 18;
/// A spelling of at least this many characters that ends another one means the same body.
const SHORTEST_TAIL: usize = 4;

/// A body of a duty.
struct Entry {
    name: String,
    listed: bool,
    /// Every spelling known for it, without white space and with one bracket width.
    spellings: Vec<String>,
}

/// The bodies of one duty, those of its column first.
pub(super) struct Parties<'a> {
    entries: Vec<Entry>,
    bodies: &'a [Body],
}

/// Where a text speaks of a body: byte range, and which one if it is known.
pub(super) struct Mention {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) body: Option<usize>,
}

impl<'a> Parties<'a> {
    /// Collects the bodies of a duty: its column, then the owners and receivers that only its text names.
    pub(super) fn of(duty: &CooperativeDuty, bodies: &'a [Body]) -> Self {
        let mut parties = Self { entries: Vec::new(), bodies };
        for name in &duty.departments {
            parties.add(name, true);
        }
        for clause in &duty.department_clauses {
            parties.add_all(clause.department.iter());
            parties.add_all(clause.also.iter().filter(|name| !is_generic(name)));
        }
        for clause in &duty.town_clauses {
            parties.add_all(clause.hands_to.iter().filter(|name| *name != "*"));
        }
        if parties.entries.is_empty() {
            // A duty that names nobody at all: its clauses are somebody's, to be chosen.
            parties.entries.push(Entry { name: "*".to_owned(), listed: false, spellings: Vec::new() });
        }
        parties
    }

    fn add_all<'n>(&mut self, names: impl Iterator<Item = &'n String>) {
        for name in names {
            self.add(name, false);
        }
    }

    fn add(&mut self, name: &str, listed: bool) {
        if plain(name).is_empty() || self.find(name).is_some() {
            return;
        }
        let plain_name = plain(name);
        let known = self.bodies.iter().find(|b| std::iter::once(&b.name).chain(&b.aliases).any(|s| plain(s) == plain_name));
        let mut spellings = vec![plain_name];
        if let Some(body) = known {
            spellings.extend(std::iter::once(&body.name).chain(&body.aliases).map(|s| plain(s)));
        }
        self.entries.push(Entry { name: name.to_owned(), listed, spellings });
    }

    /// The body of a spelling: one of its own, or a tail of exactly one body's (县民政局 of 某县民政局).
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let name = plain(name);
        let exact = self.entries.iter().position(|e| e.spellings.contains(&name));
        exact.or_else(|| {
            let long = name.chars().count() >= SHORTEST_TAIL;
            let mut tails = (0..self.entries.len()).filter(|&at| long && self.entries[at].spellings.iter().any(|s| s.ends_with(&name)));
            tails.next().filter(|_| tails.next().is_none())
        })
    }

    /// The name that stands for a body.
    pub(super) fn name(&self, body: usize) -> &str {
        &self.entries[body].name
    }

    /// A body as a party.
    pub(super) fn party(&self, body: usize) -> Party {
        Party::Body { name: self.name(body).to_owned() }
    }

    /// Whether the duty's column names it.
    pub(super) fn listed(&self, body: usize) -> bool {
        self.entries[body].listed
    }

    /// How many bodies there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The owner of a clause; without one, the lead body: the first of the column.
    pub(super) fn owner(&self, clause: &DepartmentClause) -> Option<usize> {
        clause.department.as_deref().and_then(|name| self.find(name))
    }

    /// The bodies that a text speaks of: by a full name, or by a short one that starts at the county's character (县人社局).
    pub(super) fn mentions(&self, text: &str) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let Some(c) = text[at..].chars().next() else { break };
            match self.mention_at(text, at, c) {
                Some(mention) => {
                    at = mention.end;
                    found.push(mention);
                }
                None => at += c.len_utf8(),
            }
        }
        found
    }

    fn mention_at(&self, text: &str, at: usize, first: char) -> Option<Mention> {
        let rest = &text[at..];
        let full = self.entries.iter().enumerate().flat_map(|(body, e)| e.spellings.iter().map(move |s| (body, s)));
        let longest = full.filter(|(_, s)| rest.starts_with(s.as_str())).max_by_key(|(_, s)| s.len());
        if let Some((body, spelling)) = longest {
            return Some(Mention { start: at, end: at + spelling.len(), body: Some(body) });
        }
        if !self.starts_mention(text, at, first) {
            return None;
        }
        let mut ends: Vec<usize> = Vec::new();
        for (offset, c) in rest.char_indices().take(LONGEST) {
            if !c.is_alphanumeric() || STOPS.contains(&c) {
                break;
            }
            let end = offset + c.len_utf8();
            if ENDINGS.iter().any(|ending| rest[..end].ends_with(ending)) && end > first.len_utf8() * 2 {
                ends.push(end);
            }
        }
        let known = ends.iter().rev().find_map(|&end| self.abbreviated(&rest[first.len_utf8()..end]).map(|body| (end, Some(body))));
        let (end, body) = known.or_else(|| ends.last().map(|&end| (end, None)))?;
        Some(Mention { start: self.county_start(text, at), end: at + end, body })
    }

    /// Where a mention starts whose county's character is at `at`: before the county's name, if that is written out.
    fn county_start(&self, text: &str, at: usize) -> usize {
        let names = self.entries.iter().filter(|e| e.listed).filter_map(|e| e.name.find(COUNTY).map(|end| &e.name[..end]));
        names.filter(|name| text[..at].ends_with(name)).map(|name| at - name.len()).min().unwrap_or(at)
    }

    fn starts_mention(&self, text: &str, at: usize, c: char) -> bool {
        let county = COUNTY.contains(&c) && self.entries.iter().any(|e| e.listed && e.name.chars().find(|c| COUNTY.contains(c)) == Some(c));
        county && (c != '区' || !text[..at].chars().next_back().is_some_and(|before| NOT_A_DISTRICT.contains(&before)))
    }

    /// The one body whose name has the characters of `short` in this order and the same last one.
    fn abbreviated(&self, short: &str) -> Option<usize> {
        let short = plain(short);
        let last = short.chars().next_back()?;
        let mut fits = (0..self.entries.len()).filter(|&at| {
            self.entries[at].spellings.iter().any(|s| {
                let mut name = s.chars();
                short.chars().all(|c| name.any(|n| n == c)) && (s.ends_with(last) || s.contains('（'))
            })
        });
        fits.next().filter(|_| fits.next().is_none())
    }

    /// A text without the names of bodies, for comparing what is left.
    pub(super) fn without_names(&self, text: &str) -> String {
        let mut left = String::new();
        let mut at = 0;
        for mention in self.mentions(text) {
            left.push_str(&text[at..mention.start]);
            left.push('|');
            at = mention.end;
        }
        left.push_str(&text[at..]);
        left
    }
}

/// A name without white space and with one width of brackets.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            c => c,
        })
        .collect()
}

/// Whether words of a header describe bodies and name none.
fn is_generic(name: &str) -> bool {
    name.contains('的') || ["部门", "单位", "有关", "相关", "其他"].iter().any(|w| name.ends_with(w) || name.starts_with(w))
}

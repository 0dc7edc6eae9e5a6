//! Cuts a cell into clauses, and accounts for every character of it: each stands in a number, a heading, a header, a separator or a clause.

use crate::assemble::Part;
use crate::bodies::Departments;
use crate::chars::{count_to, is_space, trim, trim_start};
use crate::headers::{self, Owner};
use crate::markers::{Number, Style, heading_len, number_at};
use crate::markup::{Block, Seam, blocks};

word_list! {
    /// Headings that make no section.
    PLAIN_HEADINGS, "plain-headings.txt"
}

/// A clause as cut, before anything is inferred from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    pub section: Option<String>,
    pub owner: Option<Owner>,
    pub n: Option<u32>,
    pub text: String,
}

/// Which cell is being cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Department,
    Town,
}

/// What a stretch of a cell turned out to be. The stretches of a cell, put together, are the cell without mark-up and white space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A printed number with its mark.
    Number(String),
    /// A heading with its numeral and colon.
    Heading(String),
    /// A header with its colon.
    Header(String),
    /// A final separator.
    Separator(String),
    /// The clause with this index; a clause broken over blocks has several.
    Clause(usize, String),
}

impl Piece {
    /// Its text, verbatim.
    pub fn text(&self) -> &str {
        match self {
            Self::Number(text) | Self::Heading(text) | Self::Header(text) | Self::Separator(text) | Self::Clause(_, text) => text,
        }
    }
}

/// A cell cut up.
#[derive(Debug, Default)]
pub(crate) struct CutCell {
    pub clauses: Vec<Cut>,
    pub pieces: Vec<Piece>,
}

/// Cuts a cell.
pub(crate) fn cut(parts: &[Part], side: Side, departments: &Departments<'_>) -> CutCell {
    let mut cutter = Cutter {
        side,
        departments,
        out: CutCell::default(),
        levels: Vec::new(),
        pending: None,
        sections_outside: None,
        owner: None,
        base: None,
        open: None,
        last: None,
        followed: false,
    };
    cutter.base = departments.only().filter(|_| side == Side::Department).map(plain_owner);
    for part in parts {
        if let Some(owner) = &part.owner {
            cutter.base = Some(headers::owner(owner, departments));
            cutter.levels.clear();
            cutter.sections_outside = None;
            cutter.last = None;
        }
        cutter.owner = cutter.base.clone();
        cutter.open = None;
        let blocks = blocks(&part.text);
        for (i, block) in blocks.iter().enumerate() {
            cutter.followed = i + 1 < blocks.len();
            cutter.block(block, blocks.get(i + 1));
        }
        cutter.settle();
    }
    cutter.out
}

/// Whether a heading says only that duties follow: `主要职责`, `配合做好以下工作`.
pub(crate) fn is_plain(name: &str) -> bool {
    name.is_empty()
        || PLAIN_HEADINGS.contains(&name)
        || (count_to(name, 15) < 15 && ["以下", "如下", "下列"].iter().any(|word| name.contains(word)))
}

fn plain_owner(name: &str) -> Owner {
    Owner { department: name.to_owned(), also: Vec::new(), header: None }
}

/// Characters that end an item.
pub(crate) fn is_terminator(c: char) -> bool {
    matches!(c, '；' | ';' | '。')
}

struct Cutter<'a> {
    side: Side,
    departments: &'a Departments<'a>,
    out: CutCell,
    /// The headings that the next clause stands under, the outermost first.
    levels: Vec<Level>,
    /// The last heading, as long as no clause stands under it.
    pending: Option<Pending>,
    /// Whether headings stand outside headers (一、… 民政局：… ) or inside them; `None` until the first of either.
    sections_outside: Option<bool>,
    owner: Option<Owner>,
    /// The owner before any header.
    base: Option<Owner>,
    /// The clause that a following block may continue, and whether it is a numbered item.
    open: Option<(usize, bool)>,
    /// The last printed number of the running enumeration.
    last: Option<(Style, u32)>,
    /// Whether another block follows this one.
    followed: bool,
}

/// How many headings may stand under each other.
const DEEPEST: usize = 4;

/// A heading in force.
#[derive(Debug, Clone)]
struct Level {
    rank: Rank,
    name: String,
}

/// How deep a heading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A colon heading that others stand under.
    Top,
    /// 一、
    Chinese,
    /// （一）
    InBrackets,
    /// 县级人大代表选举：
    Colon,
}

/// A heading under which nothing stands yet: it may turn out to be an item of work (`一、审核材料 二、发放补助`).
struct Pending {
    /// Its piece.
    piece: usize,
    number: Option<Number>,
    rank: Rank,
    /// How many clauses there were.
    clauses: usize,
    levels: Vec<Level>,
    owner: Option<Owner>,
}

/// The longest lead-in (`做好以下工作：`) that is taken as a heading of the numbered items behind it.
const LONGEST_LEAD_IN: usize = 40;

impl Cutter<'_> {
    fn block(&mut self, block: &Block<'_>, next: Option<&Block<'_>>) {
        let text: &str = &block.text;
        let mut at = skip_space(text, 0);
        if self.continues(block, &text[at..]) {
            at = self.take_clause_end(text, at, block.list);
        }
        self.open = None;
        if self.block_is_heading(&text[at..], next) {
            self.heading(&text[at..], trim(&text[at..]).trim_end_matches(['：', ':']), None);
            return;
        }
        let spaced = block.list && has_spaced_separator(text);
        while at < text.len() {
            at = skip_space(text, at);
            if at >= text.len() {
                break;
            }
            if let Some(stray) = text[at..].chars().next().filter(|c| is_terminator(*c)) {
                at += stray.len_utf8();
                self.push(Piece::Separator(stray.to_string()));
                continue;
            }
            if let Some(len) = self.marker(&text[at..]) {
                at += len;
                continue;
            }
            at = self.clause(text, at, block, spaced);
        }
    }

    /// Whether a block goes on with the clause that the block before left open.
    fn continues(&self, block: &Block<'_>, text: &str) -> bool {
        let Some((index, numbered)) = self.open else { return false };
        let before = self.out.clauses.get(index).map_or("", |c| c.text.as_str());
        let Some(last) = before.chars().next_back() else { return false };
        let broken_off = matches!(last, '，' | '、' | ',' | '：' | ':');
        let starts_anew = headers::header_at(text, self.departments).is_some() && self.side == Side::Department
            || number_at(text).is_some_and(|n| {
                self.is_item(&n) && !(numbered && matches!(last, '：' | ':') && self.last.is_some_and(|(style, _)| style != n.style))
            });
        match block.seam {
            Seam::Item => false,
            Seam::Paragraph => broken_off && !starts_anew,
            Seam::Line => !starts_anew,
        }
    }

    /// A paragraph that is a heading without a numeral: `县级人大代表选举：`, or an unfinished short line before an enumeration.
    fn block_is_heading(&self, text: &str, next: Option<&Block<'_>>) -> bool {
        let text = trim(text);
        if text.is_empty() || count_to(text, 61) > 60 || number_at(text).is_some() || text.chars().any(is_terminator) {
            return false;
        }
        if self.side == Side::Department && headers::header_at(text, self.departments).is_some() {
            return false;
        }
        let colon = text.ends_with(['：', ':']) && text.matches(['：', ':']).count() == 1;
        let enumerates = |b: &Block<'_>| b.list || b.seam == Seam::Item || number_at(trim_start(&b.text)).is_some_and(|n| n.value == 1);
        match next {
            Some(next) => {
                colon && next.seam != Seam::Line
                    || (enumerates(next)
                        && !text.trim_end_matches(['：', ':']).contains(['，', '：', ':'])
                        && count_to(text, LONGEST_LEAD_IN + 1) <= LONGEST_LEAD_IN)
            }
            None => false,
        }
    }

    /// A heading, header or number at this place: takes it and returns its length.
    fn marker(&mut self, text: &str) -> Option<usize> {
        if let Some(number) = number_at(text) {
            let top = matches!(number.style, Style::Chinese | Style::ChineseInBrackets);
            if top && let Some(len) = heading_len(&text[number.len..]) {
                let end = number.len + len;
                // the last words of a cell after a numeral are work, not a heading
                if end < text.len() || self.followed {
                    let colon = text[end..].chars().next().filter(|c| matches!(c, '：' | ':')).map_or(0, char::len_utf8);
                    let name = trim(&text[number.len..end]).to_owned();
                    self.heading(&text[..end + colon], &name, Some(number));
                    return Some(end + colon);
                }
            }
            if self.is_item(&number) {
                // 二、 ends the list of which 一、 was not a heading either
                if top && self.pending.as_ref().and_then(|pending| pending.number).is_some_and(|before| before.style == number.style) {
                    self.settle();
                }
                self.last = Some((number.style, number.value));
                self.push(Piece::Number(text[..number.len].to_owned()));
                return Some(number.len);
            }
        }
        if self.side == Side::Department
            && let Some((name, len)) = headers::header_at(text, self.departments)
        {
            self.header(&text[..len], name);
            return Some(len);
        }
        None
    }

    fn header(&mut self, raw: &str, name: &str) {
        self.owner = Some(headers::owner(name, self.departments));
        if !*self.sections_outside.get_or_insert(false) {
            self.settle();
            self.levels.clear();
        }
        self.last = None;
        self.open = None;
        self.push(Piece::Header(raw.to_owned()));
    }

    /// A heading: of a section, of a body (`一、县民政局`), or one that says only that duties follow (`主要职责：`).
    ///
    /// `（一）申请受理` under `一、救助管理` is the section `救助管理：申请受理`.
    fn heading(&mut self, raw: &str, name: &str, number: Option<Number>) {
        let name = trim(name);
        if self.side == Side::Department && headers::names_body(name, self.departments) {
            return self.header(raw, name);
        }
        self.last = None;
        self.open = None;
        if is_plain(name) {
            return self.push(Piece::Heading(raw.to_owned()));
        }
        let rank = match number.map(|number| number.style) {
            Some(Style::Chinese) => Rank::Chinese,
            Some(_) => Rank::InBrackets,
            None => Rank::Colon,
        };
        let deep = self.levels.len() >= DEEPEST;
        let clauses = self.out.clauses.len();
        let over = |above: &mut Pending| !deep && above.clauses == clauses && (above.rank == Rank::Colon || above.rank < rank);
        if self.pending.take_if(over).is_some() {
            // whatever their marks, this one stands under all of them
            self.levels.iter_mut().filter(|level| level.rank >= rank).for_each(|level| level.rank = Rank::Top);
        } else {
            self.settle();
        }
        let before = self.levels.clone();
        let owner = self.owner.clone();
        if *self.sections_outside.get_or_insert(true) {
            self.owner = self.base.clone();
        }
        self.levels.retain(|level| level.rank < rank);
        self.levels.push(Level { rank, name: name.to_owned() });
        self.pending = Some(Pending { piece: self.out.pieces.len(), number, rank, clauses: self.out.clauses.len(), levels: before, owner });
        self.push(Piece::Heading(raw.to_owned()));
    }

    /// A heading under which nothing stands is an item of work: nothing of a cell may be lost.
    fn settle(&mut self) {
        let Some(pending) = self.pending.take().filter(|pending| pending.clauses == self.out.clauses.len()) else { return };
        let Some(Piece::Heading(raw)) = self.out.pieces.get(pending.piece).cloned() else { return };
        let (mark, text) = raw.split_at(pending.number.map_or(0, |number| number.len));
        let text = trim(text).to_owned();
        if text.is_empty() {
            return;
        }
        let index = self.out.clauses.len();
        self.levels = pending.levels;
        self.levels.retain(|level| level.rank < pending.rank);
        self.owner = pending.owner;
        let n = pending.number.map(|number| number.value);
        self.out.clauses.push(Cut { section: self.section(), owner: self.owner.clone(), n, text: text.clone() });
        let pieces = pending.number.map(|_| Piece::Number(mark.to_owned())).into_iter().chain([Piece::Clause(index, text)]);
        self.out.pieces.splice(pending.piece..=pending.piece, pieces);
    }

    /// The headings in force as one.
    fn section(&self) -> Option<String> {
        let names: Vec<&str> = self.levels.iter().map(|level| level.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join("："))
    }

    /// Whether a number begins an item here: the next of the running enumeration, or the first of a new one on the same level.
    fn is_item(&self, number: &Number) -> bool {
        match self.last {
            None => true,
            Some((style, value)) => style == number.style && (number.value == 1 || (number.value > value && number.value <= value + 3)),
        }
    }

    /// Takes one clause from `at`; returns where the next thing begins.
    fn clause(&mut self, text: &str, at: usize, block: &Block<'_>, spaced: bool) -> usize {
        let n = match self.out.pieces.last() {
            Some(Piece::Number(_)) => self.last,
            _ => None,
        };
        let numbered = n.is_some();
        let n = n.filter(|(style, _)| *style != Style::Bullet).map(|(_, value)| value);
        let end = match (numbered, block.seam) {
            (true, _) => self.item_end(text, at),
            (false, Seam::Item) => text.len(),
            (false, _) if spaced => self.sentence_end(text, at, true),
            (false, _) => self.sentence_end(text, at, false),
        };
        if self.is_lead_in(text, at, end) {
            self.heading(&text[at..end], trim(&text[at..end]).trim_end_matches(['：', ':']), None);
            return end;
        }
        let index = self.out.clauses.len();
        self.out.clauses.push(Cut { section: self.section(), owner: self.owner.clone(), n, text: String::new() });
        self.extend(index, &text[at..end]);
        if self.out.clauses.last().is_some_and(|c| c.text.is_empty()) {
            self.out.clauses.pop();
        } else if end == text.len() && !ends_terminated(text) {
            self.open = Some((index, numbered));
        }
        end
    }

    /// `做好以下工作：` directly before `1.` is the heading of the items.
    fn is_lead_in(&self, text: &str, at: usize, end: usize) -> bool {
        let lead = trim(&text[at..end]);
        lead.ends_with(['：', ':'])
            && !lead.chars().any(is_terminator)
            && end < text.len()
            && count_to(lead, LONGEST_LEAD_IN + 1) <= LONGEST_LEAD_IN
            && number_at(trim_start(&text[end..])).is_some()
    }

    /// The rest of a clause that the block before left open.
    fn take_clause_end(&mut self, text: &str, at: usize, list: bool) -> usize {
        let Some((index, numbered)) = self.open else { return at };
        let end = if numbered { self.item_end(text, at) } else { self.sentence_end(text, at, list && has_spaced_separator(text)) };
        self.extend(index, &text[at..end]);
        if end == text.len() && !ends_terminated(text) {
            self.open = Some((index, numbered));
        }
        end
    }

    /// Adds a stretch to a clause, its final separators apart.
    fn extend(&mut self, index: usize, stretch: &str) {
        let stretch = trim(stretch);
        let body = stretch.trim_end_matches(|c| is_terminator(c) || is_space(c));
        if !body.is_empty()
            && let Some(clause) = self.out.clauses.get_mut(index)
        {
            clause.text.push_str(body);
            self.push(Piece::Clause(index, body.to_owned()));
        }
        let rest = &stretch[body.len()..];
        if !rest.is_empty() {
            self.push(Piece::Separator(rest.to_owned()));
        }
    }

    fn push(&mut self, piece: Piece) {
        self.out.pieces.push(piece);
    }

    /// The end of a numbered item: the next number of the enumeration, heading or header, or the end of the block.
    fn item_end(&self, text: &str, at: usize) -> usize {
        let mut before = Before::default();
        let mut previous = ' ';
        for (i, c) in text[at..].char_indices() {
            let here = &text[at + i..];
            if i > 0
                && !is_space(c)
                && before.depth == 0
                && ((before.space || before.ended) && self.begins(here, &before) || self.next_directly(here, previous))
            {
                return at + i;
            }
            before.pass(c);
            previous = c;
        }
        text.len()
    }

    /// `1.初审材料2.公示名单`: the next number of the enumeration directly behind the words; not in `附件2.`.
    fn next_directly(&self, text: &str, previous: char) -> bool {
        let Some((Style::Plain, value)) = self.last else { return false };
        let next = number_at(text).filter(|number| number.style == Style::Plain && number.value == value + 1);
        next.is_some_and(|number| text[..number.len].ends_with(['.', '．']))
            && (('\u{4e00}'..='\u{9fff}').contains(&previous) || matches!(previous, '，' | ',' | '、' | '）' | '”'))
            && !"第表图附件款项版条章号".contains(previous)
    }

    /// The end of a sentence or list item: after its separator (one followed by white space, where `spaced`), or where a marker begins.
    ///
    /// `办理①受理；②登记` is one: an enumeration that begins inside a sentence stays in it.
    fn sentence_end(&self, text: &str, at: usize, spaced: bool) -> usize {
        let mut before = Before::default();
        let mut inner: Option<(Style, u32)> = None;
        for (i, c) in text[at..].char_indices() {
            let here = &text[at + i..];
            if i > 0
                && let Some(number) = number_at(here).filter(|n| matches!(n.style, Style::Circled | Style::InBrackets))
            {
                let first = number.value == 1 && !before.ended && !before.colon && !before.space;
                let next = inner.is_some_and(|(style, value)| style == number.style && number.value == value + 1);
                if first || next {
                    inner = Some((number.style, number.value));
                    before.pass(c);
                    continue;
                }
            }
            if i > 0 && !is_space(c) && before.ended && before.depth == 0 && (!spaced || before.space) {
                if !is_terminator(c) {
                    return at + i;
                }
            } else if i > 0
                && !is_space(c)
                && (before.space || before.colon || before.ended)
                && before.depth == 0
                && self.begins(here, &before)
            {
                return at + i;
            }
            before.pass(c);
        }
        text.len()
    }

    /// Whether a heading, a header or the next number begins here.
    fn begins(&self, text: &str, before: &Before) -> bool {
        if let Some(number) = number_at(text) {
            if self.is_item(&number) && (before.ended || before.colon || self.last.is_some_and(|(_, value)| number.value == value + 1)) {
                return true;
            }
            if before.ended && matches!(number.style, Style::Chinese) && heading_len(&text[number.len..]).is_some() {
                return true;
            }
        }
        before.ended
            && self.side == Side::Department
            && headers::header_at(text, self.departments).is_some_and(|(_, len)| len < text.len() || before.space)
    }
}

/// What stands before a place in a text.
#[derive(Debug, Default)]
struct Before {
    space: bool,
    /// After a terminator, white space not counted.
    ended: bool,
    /// After a colon, white space not counted.
    colon: bool,
    /// Open brackets and quotes.
    depth: i32,
    /// How far back the outermost bracket was opened; one that is never closed is forgotten.
    since: u32,
}

/// A bracket open for longer than this many characters was never closed.
const LONGEST_BRACKET: u32 = 120;

impl Before {
    fn pass(&mut self, c: char) {
        if is_space(c) {
            self.space = true;
            return;
        }
        self.space = false;
        self.ended = is_terminator(c) || (self.ended && matches!(c, '”' | '）'));
        self.colon = matches!(c, '：' | ':');
        match c {
            '（' | '(' | '“' | '《' | '【' => self.depth += 1,
            '）' | ')' | '”' | '》' | '】' => self.depth = (self.depth - 1).max(0),
            _ => {}
        }
        self.since = if self.depth == 0 { 0 } else { self.since + 1 };
        if self.since > LONGEST_BRACKET {
            self.depth = 0;
        }
    }
}

fn skip_space(text: &str, at: usize) -> usize {
    text[at..].char_indices().find(|(_, c)| !is_space(*c)).map_or(text.len(), |(i, _)| at + i)
}

/// Whether a list shows its items by a separator with white space behind it.
fn has_spaced_separator(text: &str) -> bool {
    let mut ended = false;
    for c in text.trim_end_matches(is_space).chars() {
        if ended && is_space(c) {
            return true;
        }
        ended = is_terminator(c);
    }
    false
}

fn ends_terminated(text: &str) -> bool {
    trim(text).chars().next_back().is_some_and(is_terminator)
}

//! One page: the words of its lines with their places, the header, and where the columns end.

use std::borrow::Cow;

use crate::DutyKind;
use crate::chars::is_space;
use crate::columns::{Layout, layout};
use crate::document::Row;

use super::Cell;
use super::rows::Piece;

/// From the first place to the one behind the last, in characters from the left edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub start: usize,
    pub end: usize,
}

impl Place {
    fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// How many lines a header may have.
const MOST_HEADER_LINES: usize = 4;
/// How long a bullet or number before an item is, in characters.
const MOST_MARK: usize = 2;
/// How far a column may move from one page to the next, in characters.
const MOST_DRIFT: usize = 10;

/// A line of a page, its characters by their places.
pub(super) struct Line {
    number: u32,
    chars: Vec<char>,
}

impl Line {
    pub fn new(number: u32, text: &str) -> Self {
        let mut chars: Vec<char> = text.chars().collect();
        while chars.last().is_some_and(|c| is_space(*c)) {
            chars.pop();
        }
        Self { number, chars }
    }

    pub fn number(&self) -> Option<u32> {
        Some(self.number)
    }

    pub fn is_blank(&self) -> bool {
        self.chars.is_empty()
    }

    pub fn end(&self) -> usize {
        self.chars.len()
    }

    /// The whole line, trimmed, wide gaps as one space.
    pub fn text(&self) -> String {
        self.runs().iter().map(|run| self.between(run.start, run.end)).collect::<Vec<_>>().join(" ")
    }

    pub fn touches(&self, place: Place) -> bool {
        self.runs().iter().any(|run| run.overlaps(place))
    }

    /// Whether no wide gap parts its words.
    pub fn is_one_run(&self) -> bool {
        self.runs().len() == 1
    }

    fn between(&self, start: usize, end: usize) -> String {
        self.chars[start.min(self.chars.len())..end.min(self.chars.len())].iter().collect::<String>().trim().to_owned()
    }

    fn filled(&self, at: usize) -> bool {
        self.chars.get(at).is_some_and(|c| !is_space(*c))
    }

    /// Stretches without two spaces in a row.
    fn runs(&self) -> Vec<Place> {
        let mut out: Vec<Place> = Vec::new();
        for at in (0..self.chars.len()).filter(|at| self.filled(*at)) {
            match out.last_mut() {
                Some(run) if at <= run.end + 1 => run.end = at + 1,
                _ => out.push(Place { start: at, end: at + 1 }),
            }
        }
        out
    }

    /// The end of a column without the bullet or short number at its end, which stands far from its words and directly before those of the next column.
    fn before_mark(&self, from: usize, to: usize) -> usize {
        let blank = |at: usize| !self.filled(at);
        let mut end = to;
        while end > from && blank(end - 1) {
            end -= 1;
        }
        let mut start = end;
        while start > from && self.filled(start - 1) {
            start -= 1;
        }
        let near = to - end <= 1 && self.filled(end + 1) && blank(end);
        let far = start >= from + 2 && blank(start - 1) && blank(start - 2) && (from..start).any(|at| self.filled(at));
        if near && far && (1..=MOST_MARK).contains(&(end - start)) { start } else { to }
    }

    /// What the line holds of each column. A stretch of words over the edge of a column goes to the side on which more of it stands.
    pub fn cells(&self, cuts: &[usize]) -> Vec<Cell> {
        let mut out: Vec<Cell> = vec![None; cuts.len() + 1];
        let mut from = 0;
        for (at, cut) in cuts.iter().copied().chain([usize::MAX]).enumerate() {
            let mut to = cut.min(self.chars.len()).max(from);
            if to > from && to < self.chars.len() && self.filled(to - 1) && self.filled(to) {
                let (mut start, mut end) = (to, to);
                while start > from && self.filled(start - 1) {
                    start -= 1;
                }
                while self.filled(end) {
                    end += 1;
                }
                to = if to - start >= end - to { end } else { start };
            }
            to = self.before_mark(from, to);
            let filled: Vec<usize> = (from..to).filter(|place| self.filled(*place)).collect();
            if let (Some(first), Some(last)) = (filled.first(), filled.last()) {
                out[at] = Some(Piece { text: self.between(*first, last + 1) });
            }
            from = to;
        }
        out
    }
}

/// The cells of a header with their places, the role of its columns, and how many lines it takes.
pub(super) type Header = (Vec<(Place, String)>, Layout, usize);

/// The header that begins with the first line, the role of its columns and how many lines it takes: of one line or several, the reading that knows
/// most columns. Words above one another are one cell: 上级部门 over 职责.
pub(super) fn header(lines: &[Line], hint: Option<DutyKind>) -> Option<Header> {
    let mut cells: Vec<(Place, String)> = Vec::new();
    let mut best: Option<Header> = None;
    let mut read = 0;
    for (at, line) in lines.iter().enumerate() {
        if read == MOST_HEADER_LINES {
            break;
        }
        if line.is_blank() {
            continue;
        }
        read += 1;
        let runs: Vec<(Place, String)> = line.runs().into_iter().map(|run| (run, line.between(run.start, run.end))).collect();
        let body = |text: &str| {
            text.chars().count() > 16 || text.contains(['。', '；', '，', '：']) || crate::lines::printed_number(text).is_some()
        };
        if runs.iter().any(|(_, text)| body(text)) {
            break;
        }
        for (place, text) in runs {
            match cells.iter_mut().find(|(held, _)| held.overlaps(place)) {
                Some((held, words)) => {
                    *held = Place { start: held.start.min(place.start), end: held.end.max(place.end) };
                    words.push_str(&text);
                }
                None => cells.push((place, text)),
            }
        }
        cells.sort_by_key(|(place, _)| place.start);
        let row = Row::new(line.number(), cells.iter().map(|(_, text)| Cow::Borrowed(text.as_str())).collect());
        if let Some(found) = layout(&row, hint)
            && best.as_ref().is_none_or(|(_, held, _)| held.roles() < found.roles())
        {
            best = Some((cells.clone(), found, at + 1));
        }
    }
    best
}

/// Where each column but the last ends: between the words of two neighbours in the header, or near where the column ended on the page before, at the
/// widest gap that the lines leave free, or nearly so.
pub(super) fn cuts(lines: &[Line], heads: &[Place], before: &[usize]) -> Vec<usize> {
    let width = lines.iter().map(Line::end).max().unwrap_or(0).max(heads.last().map_or(0, |head| head.end));
    let taken: Vec<usize> = (0..width).map(|at| lines.iter().filter(|line| line.filled(at)).count()).collect();
    let ranges: Vec<(usize, usize)> = if heads.is_empty() {
        before.iter().map(|cut| (cut.saturating_sub(MOST_DRIFT), (cut + MOST_DRIFT).min(width))).collect()
    } else {
        heads.windows(2).map(|pair| (pair[0].end, pair[1].start)).collect()
    };
    let mut least = 0;
    ranges
        .into_iter()
        .map(|(from, to)| {
            let from = from.max(least);
            let cut = gap(&taken, from, to.max(from));
            least = cut;
            cut
        })
        .collect()
}

/// The end of the widest gap in a range, at the least number of lines that go through it.
fn gap(taken: &[usize], from: usize, to: usize) -> usize {
    let lines_at = |at: usize| taken.get(at).copied().unwrap_or(0);
    let Some(least) = (from..to).map(lines_at).min() else { return to };
    let (mut best, mut run) = ((0, to), 0);
    for at in from..to {
        run = if lines_at(at) == least { run + 1 } else { 0 };
        if run > best.0 {
            best = (run, at + 1);
        }
    }
    best.1
}

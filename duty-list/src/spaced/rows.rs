//! The lines under a header as rows: where one row ends and the next begins, and the pieces of a cell put together.

use crate::lines::printed_number;
use crate::markers::{Style, number_at};

use super::Cell;

/// The words of one line that belong to one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
}

impl Piece {
    /// How much room its words take on paper, in half characters.
    fn width(&self) -> usize {
        self.text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
    }

    /// Whether the line ended because there was no more room: a word or a mark that may not begin a line leaves a little.
    fn is_full(&self, widest: usize) -> bool {
        self.width() + 6 >= widest
    }
}

/// A line, cut at the columns.
pub(super) struct Line {
    pub number: Option<u32>,
    /// A blank line stands above.
    pub gap: bool,
    pub cells: Vec<Cell>,
}

/// Where the number of a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aligned {
    Top,
    Middle,
}

/// The most lines between two numbers among which the border is looked for; with more, the number is taken for the top.
const MOST_BETWEEN: usize = 150;

/// How much is against a row that is not even about its number, at most: cells of several columns are seldom of one height.
const MOST_UNEVEN: usize = 5;

/// The line with which each row begins, and what is against it. The first is 0: lines before the first row go on with one of the page before.
pub(super) fn cut(lines: &[Line], number: Option<usize>, duties: &[usize], aligned: Aligned) -> (Vec<usize>, i64) {
    let Some(number) = number else {
        // without numbers, only a gap tells
        let starts: Vec<usize> = (0..lines.len()).filter(|at| *at == 0 || lines[*at].gap).collect();
        return (starts, 0);
    };
    let is_number =
        |line: &Line| line.cells.get(number).and_then(Option::as_ref).is_some_and(|piece| printed_number(&piece.text).is_some());
    let numbers: Vec<usize> = (0..lines.len()).filter(|at| is_number(&lines[*at])).collect();
    let widths = widths(lines);
    let against = |at: usize| border(lines, at, duties, &widths);
    let far = numbers.windows(2).any(|pair| pair[1] - pair[0] > MOST_BETWEEN) || numbers.first().is_some_and(|first| *first > MOST_BETWEEN);
    let (starts, cost) = match aligned {
        Aligned::Middle if !far => middle(lines.len(), &numbers, &against),
        _ => (numbers.clone(), numbers.iter().map(|at| against(*at)).sum()),
    };
    let prefix = starts.first().is_none_or(|first| *first > 0);
    (prefix.then_some(0).into_iter().chain(starts).collect(), cost)
}

/// The borders that cost least where a number stands in the middle of its row.
fn middle(len: usize, numbers: &[usize], against: &dyn Fn(usize) -> i64) -> (Vec<usize>, i64) {
    // for each row: its possible first lines, what is against the best way there, and the way
    let mut ways: Vec<Vec<(usize, i64, usize)>> = Vec::new();
    let uneven = |from: usize, to: usize, number: usize| {
        let (above, below) = (number.abs_diff(from), (to - 1).abs_diff(number));
        i64::try_from(above.abs_diff(below).min(MOST_UNEVEN)).unwrap_or(0)
    };
    for (row, number) in numbers.iter().copied().enumerate() {
        let first = if row == 0 { 0 } else { numbers[row - 1] + 1 };
        let ways_here = (first..=number)
            .filter_map(|start| {
                let here = against(start);
                if row == 0 {
                    return Some((start, here, 0));
                }
                let before = ways[row - 1].iter().enumerate();
                let best = before.map(|(at, (from, cost, _))| (cost + uneven(*from, start, numbers[row - 1]), at)).min()?;
                Some((start, best.0 + here, best.1))
            })
            .collect();
        ways.push(ways_here);
    }
    let (Some(last), Some(number)) = (ways.last(), numbers.last()) else { return (Vec::new(), 0) };
    let end = last.iter().enumerate().map(|(at, (from, cost, _))| (cost + uneven(*from, len, *number), at)).min();
    let Some((cost, mut at)) = end else { return (Vec::new(), 0) };
    let mut starts = Vec::new();
    for row in ways.iter().rev() {
        starts.push(row[at].0);
        at = row[at].2;
    }
    starts.reverse();
    (starts, cost)
}

/// The number of the item with which a text begins.
fn begins_item(text: &str) -> Option<u32> {
    number_at(text).filter(|number| number.style != Style::Bullet).map(|number| number.value)
}

/// What is against a row's beginning with a line: negative where the line looks like a beginning.
fn border(lines: &[Line], at: usize, duties: &[usize], widths: &[usize]) -> i64 {
    let piece = |line: usize, cell: usize| lines.get(line).and_then(|line| line.cells.get(cell)).and_then(Option::as_ref);
    let mut cost = if lines[at].gap { -6 } else { 0 };
    for (cell, widest) in widths.iter().enumerate() {
        let Some(here) = piece(at, cell) else { continue };
        if duties.contains(&cell) {
            match begins_item(&here.text) {
                Some(1) => cost -= 3,
                Some(_) => cost += 3,
                None => {}
            }
        }
        if at > 0
            && let Some(above) = piece(at - 1, cell)
            && above.is_full(*widest)
            && !above.text.ends_with(['。', '；', ';'])
        {
            cost += 2;
        }
    }
    cost
}

/// The widest line of each column, in half characters.
pub(super) fn widths(lines: &[Line]) -> Vec<usize> {
    let columns = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    (0..columns).map(|cell| lines.iter().filter_map(|line| line.cells.get(cell)?.as_ref()).map(Piece::width).max().unwrap_or(0)).collect()
}

/// The cells of a row: after a full line the text goes on, any other ends a paragraph.
pub(super) fn joined(lines: &[Line], widths: &[usize]) -> Vec<String> {
    let cell = |at: usize| {
        let mut out = String::new();
        let mut before: Option<&Piece> = None;
        for piece in lines.iter().filter_map(|line| line.cells.get(at)?.as_ref()) {
            if let Some(before) = before {
                out.push_str(seam(before, piece, widths[at]));
            }
            out.push_str(&piece.text);
            before = Some(piece);
        }
        out
    };
    (0..widths.len()).map(cell).collect()
}

/// What stands between two lines of a cell.
fn seam(before: &Piece, piece: &Piece, widest: usize) -> &'static str {
    let ended = before.text.ends_with(['。', '；', ';', '：', ':']);
    let latin = |c: char| c.is_ascii_alphabetic();
    // a narrow column breaks its words where it likes
    if widest > 24 && !before.is_full(widest) {
        "\u{2029}"
    } else if ended && begins_item(&piece.text).is_some() {
        "\n"
    } else if ended && !before.text.ends_with(['；', ';']) || before.text.ends_with(latin) && piece.text.starts_with(latin) {
        " "
    } else {
        ""
    }
}

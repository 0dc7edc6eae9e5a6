//! Proves of a cut cell that nothing of it was lost or doubled. The reader asks this of every cell of every document that it reads.

use crate::assemble::Part;
use crate::chars::{head, is_space};
use crate::cut::{CutCell, Piece};
use crate::markup::blocks;

/// How much of the passage is shown where the account does not come out, in characters.
const SHOWN: usize = 40;

/// The passage from which on the pieces are not the cell; `None` where they are.
///
/// The pieces (numbers, headings, headers, separators, clauses), put together, must be the cell without mark-up and white space, and each clause
/// must be the pieces that carry its index, and not empty.
pub(crate) fn unaccounted(parts: &[Part], read: &CutCell) -> Option<String> {
    let mut texts: Vec<&str> = read.clauses.iter().map(|clause| clause.text.as_str()).collect();
    if let Some(empty) = texts.iter().position(|text| text.is_empty()) {
        return Some(format!("#{}", empty + 1));
    }
    for piece in &read.pieces {
        if let Piece::Clause(index, text) = piece {
            match texts.get_mut(*index).and_then(|rest| rest.strip_prefix(text.as_str()).map(|left| *rest = left)) {
                Some(()) => {}
                None => return Some(head(text, SHOWN).to_owned()),
            }
        }
    }
    if let Some(more) = texts.iter().find(|rest| !rest.is_empty()) {
        return Some(head(more, SHOWN).to_owned());
    }
    let cells: Vec<_> = parts.iter().map(|part| blocks(&part.text)).collect();
    let mut wanted = cells.iter().flatten().flat_map(|block| block.text.chars()).filter(|c| !is_space(*c));
    let mut found = read.pieces.iter().flat_map(|piece| piece.text().chars()).filter(|c| !is_space(*c));
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return None,
            (a, b) if a == b => {}
            (Some(lost), _) => return Some(std::iter::once(lost).chain(wanted).take(SHOWN).collect()),
            (None, Some(doubled)) => return Some(std::iter::once(doubled).chain(found).take(SHOWN).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cut::Cut;

    fn cell(text: &str) -> Vec<Part> {
        vec![Part { owner: None, text: text.to_owned() }]
    }

    fn read(clause: &str, pieces: Vec<Piece>) -> CutCell {
        CutCell { clauses: vec![Cut { text: clause.to_owned(), ..Cut::default() }], pieces }
    }

    #[test]
    fn a_lost_a_doubled_and_a_changed_character_are_told() {
        let sound = || vec![Piece::Number("1.".into()), Piece::Clause(0, "初审材料".into()), Piece::Separator("。".into())];
        let of = |text: &str| unaccounted(&cell(text), &read("初审材料", sound()));
        assert_eq!(of("<p>1. 初审材料。</p>"), None);
        assert_eq!(of("1. 初审材料。另做一事"), Some("另做一事".to_owned()));
        assert_eq!(of("1. 初审材料"), Some("。".to_owned()));
        assert_eq!(of("1. 初核材料。"), Some("核材料。".to_owned()));
        assert_eq!(unaccounted(&cell("1.初审材料。"), &read("初审材料另", sound())), Some("另".to_owned()));
        assert_eq!(unaccounted(&cell("1.初审材料。"), &read("审材料", sound())), Some("初审材料".to_owned()));
    }
}

//! The parts of a clause between commas and stops: what governs a verb rarely reaches over them.

/// A part of a clause and where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Segment<'t> {
    pub at: usize,
    pub text: &'t str,
}

/// Cuts a clause at commas and stops outside brackets and quotes.
pub(crate) fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth = depth.saturating_sub(1),
            '，' | ',' | '；' | ';' | '。' if depth == 0 => {
                out.push(Segment { at: start, text: &text[start..at] });
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(Segment { at: start, text: &text[start..] });
    out.retain(|s| !s.text.is_empty());
    out
}

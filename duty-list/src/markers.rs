//! Numbers and headings at the start of a text: `1.`, `（2）`, `③`, `一、`, `（二）`.

use crate::chars::{chinese_number, digit, fold, is_chinese_digit, is_space, trim_start};

/// How a number is printed; items of one style are on one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// 一、
    Chinese,
    /// （一）
    ChineseInBrackets,
    /// 1. 1、 1）
    Plain,
    /// （1）
    InBrackets,
    /// ①
    Circled,
    /// •, or - with a blank behind it
    Bullet,
}

/// A number at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub style: Style,
    pub value: u32,
    /// Its length with the mark behind it.
    pub len: usize,
}

/// Reads a number with its mark; `None` where a figure only happens to stand first (`200 米`, `1.5 万元`).
pub(crate) fn number_at(text: &str) -> Option<Number> {
    let first = text.chars().next()?;
    if let Some(value) = circled(first) {
        let len = first.len_utf8();
        let mark = text[len..].chars().next().filter(|c| matches!(c, '.' | '、' | '．'));
        return Some(Number { style: Style::Circled, value, len: len + mark.map_or(0, char::len_utf8) });
    }
    if let Some(len) = bullet_len(text, first) {
        return Some(Number { style: Style::Bullet, value: 1, len });
    }
    let bracketed = fold(first) == '（';
    let start = if bracketed { first.len_utf8() } else { 0 };
    let body = &text[start..];
    let chinese = body.chars().next().is_some_and(is_chinese_digit);
    let len: usize =
        body.chars().take(4).take_while(|c| if chinese { is_chinese_digit(*c) } else { digit(*c).is_some() }).map(char::len_utf8).sum();
    let value = if chinese {
        chinese_number(&body[..len])?
    } else if len == 0 {
        return None;
    } else {
        crate::chars::first_number(&body[..len])?
    };
    if value == 0 || value > 199 {
        return None;
    }
    let mark = body[len..].chars().next()?;
    let mut end = start + len + mark.len_utf8();
    let style = match (bracketed, chinese) {
        (true, true) if fold(mark) == '）' => Style::ChineseInBrackets,
        (true, false) if fold(mark) == '）' => Style::InBrackets,
        (false, true) if matches!(mark, '、' | '．') => Style::Chinese,
        (false, false) if matches!(mark, '.' | '．' | '、') || fold(mark) == '）' => Style::Plain,
        _ => return None,
    };
    if bracketed {
        // （1）、
        end += text[end..].chars().next().filter(|c| *c == '、').map_or(0, char::len_utf8);
    }
    if matches!(mark, '.' | '．') && starts_decimal(&text[end..]) {
        return None;
    }
    Some(Number { style, value, len: end })
}

/// After `1.`: the rest of a decimal (`5 万元`), but not a year or a count that an item begins with (`2024年…`, `2个…`).
fn starts_decimal(rest: &str) -> bool {
    let digits = rest.chars().take_while(|c| digit(*c).is_some()).count();
    let after = rest.chars().nth(digits);
    digits > 0 && digits < 4 && !after.is_some_and(|c| matches!(c, '个' | '月' | '名' | '项' | '次'))
}

/// The length of a bullet: one of the marks of word processors, or a dash or middle dot with a blank behind it.
fn bullet_len(text: &str, first: char) -> Option<usize> {
    let len = first.len_utf8();
    let mark = matches!(
        first,
        '•' | '●'
            | '◆'
            | '■'
            | '▪'
            | '➢'
            | '➤'
            | '►'
            | '▶'
            | '★'
            | '◇'
            | '□'
            | '○'
            | '✓'
            | '\u{f06c}'
            | '\u{f0b7}'
            | '\u{f0d8}'
            | '\u{f0fc}'
    );
    let spaced = matches!(first, '-' | '–' | '—' | '·' | '*') && text[len..].starts_with(is_space);
    (mark || spaced).then_some(len)
}

fn circled(c: char) -> Option<u32> {
    match c {
        '①'..='⑳' => Some(c as u32 - '①' as u32 + 1),
        '⑴'..='⒇' => Some(c as u32 - '⑴' as u32 + 1),
        _ => None,
    }
}

/// The longest heading, in characters.
const LONGEST_HEADING: usize = 80;

/// A heading after its numeral: where it ends, or `None` where what follows the numeral is an item of work.
///
/// `扬尘综合治理 克州生态环境局…：` ends at the white space, `农用机械的日常管理` at the end of its block, `基本要求：` at the colon, `…选拔任用1. 确定…` at the number.
pub(crate) fn heading_len(text: &str) -> Option<usize> {
    let lead = text.len() - text.trim_start_matches(is_space).len();
    let mut previous = ' ';
    for (count, (at, c)) in text[lead..].char_indices().enumerate() {
        let at = at + lead;
        let here = &text[at..];
        if at > lead {
            let between_words = is_space(c)
                && !(previous.is_ascii_alphanumeric()
                    && trim_start(here).starts_with(|n: char| n.is_ascii_alphanumeric())
                    && number_at(trim_start(here)).is_none());
            if between_words
                || (digit(c).is_some() && digit(previous).is_none() && number_at(here).is_some_and(|n| n.value == 1))
                || (c == '（' && number_at(here).is_some())
            {
                return Some(at);
            }
        }
        match c {
            '：' | ':' => return Some(at),
            '；' | ';' | '。' => return None,
            _ => {}
        }
        previous = c;
        if count >= LONGEST_HEADING {
            return None;
        }
    }
    (text.len() > lead).then_some(text.len())
}

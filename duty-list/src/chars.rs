//! Small facts about characters: white space, widths, numerals. No knowledge of duty lists.

/// White space of any width, the byte order mark and zero-width marks included.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}')
}

/// The text without any white space.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !is_space(*c)).collect()
}

/// Trims every kind of white space that [`is_space`] knows.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Trims white space at the start only.
pub(crate) fn trim_start(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

/// Full-width digits, letters and brackets as their ASCII or Chinese standard form: `１２（A）` → `12（A）`, `(` → `（`.
pub(crate) fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '(' => '（',
        ')' => '）',
        _ => c,
    }
}

/// Identity of a name: white space and widths do not count.
pub(crate) fn identity(text: &str) -> String {
    text.chars().filter(|c| !is_space(*c)).map(fold).collect()
}

/// The value of a decimal digit of either width.
pub(crate) fn digit(c: char) -> Option<u32> {
    fold(c).to_digit(10)
}

/// The value of a Chinese numeral up to 99: 七 → 7, 十二 → 12, 二十 → 20.
pub(crate) fn chinese_number(text: &str) -> Option<u32> {
    let one = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c).and_then(|p| u32::try_from(p).ok());
    let chars: Vec<char> = text.chars().take(4).collect();
    match chars.as_slice() {
        ['十'] => Some(10),
        ['十', unit] => Some(10 + one(*unit)?),
        [tens, '十'] => Some(one(*tens)? * 10),
        [tens, '十', unit] => Some(one(*tens)? * 10 + one(*unit)?),
        [unit] => one(*unit).filter(|n| *n > 0),
        _ => None,
    }
}

/// Whether a character is a Chinese numeral as used before 、 in headings.
pub(crate) fn is_chinese_digit(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// The first whole number in the text, with either width of digits.
pub(crate) fn first_number(text: &str) -> Option<u32> {
    let digits: String =
        text.chars().skip_while(|c| digit(*c).is_none()).map_while(digit).take(9).filter_map(|d| char::from_digit(d, 10)).collect();
    digits.parse().ok()
}

/// The first `n` characters of a text.
pub(crate) fn head(text: &str, n: usize) -> &str {
    text.char_indices().nth(n).map_or(text, |(at, _)| &text[..at])
}

/// The last `n` characters of a text.
pub(crate) fn tail(text: &str, n: usize) -> &str {
    if n == 0 {
        return "";
    }
    text.char_indices().rev().nth(n - 1).map_or(text, |(at, _)| &text[at..])
}

/// How many characters a text has, counted no further than `limit`.
pub(crate) fn count_to(text: &str, limit: usize) -> usize {
    text.chars().take(limit).count()
}

//! The word lists of `data/`, compiled in. One entry a line, `#` starts a comment, `a = b` is a pair.

use std::sync::LazyLock;

/// A list of words, in file order.
pub(crate) type Words = LazyLock<Vec<&'static str>>;

/// A list of pairs, in file order.
pub(crate) type Pairs = LazyLock<Vec<(&'static str, &'static str)>>;

fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(|line| line.split('#').next().unwrap_or("").trim()).filter(|line| !line.is_empty())
}

/// The entries of a file.
pub(crate) fn words(file: &'static str) -> Vec<&'static str> {
    entries(file).flat_map(str::split_whitespace).collect()
}

/// The pairs of a file.
pub(crate) fn pairs(file: &'static str) -> Vec<(&'static str, &'static str)> {
    entries(file).filter_map(|line| line.split_once('=')).map(|(a, b)| (a.trim(), b.trim())).collect()
}

/// Declares a word list that is read from `data/NAME.txt` once.
macro_rules! word_list {
    ($(#[$doc:meta])* $name:ident, $file:literal) => {
        $(#[$doc])*
        pub(crate) static $name: $crate::vocabulary::Words = std::sync::LazyLock::new(|| $crate::vocabulary::words(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $file))));
    };
}

word_list! {
    /// Endings of names of bodies.
    BODY_ENDINGS, "body-endings.txt"
}

/// Abbreviations that are not made by leaving characters out: 政协 = 政治协商会议.
pub(crate) static ABBREVIATIONS: Pairs = LazyLock::new(|| pairs(include_str!("../data/abbreviations.txt")));

/// The first of the words that the text starts with; the longest where several do.
pub(crate) fn starts_with_any<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().filter(|word| text.starts_with(**word)).max_by_key(|word| word.len()).copied()
}

/// The longest of the words that the text ends with.
pub(crate) fn ends_with_any<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().filter(|word| text.ends_with(**word)).max_by_key(|word| word.len()).copied()
}

/// The leftmost occurrence of any of the words: its place and the word, the longest where several start there.
pub(crate) fn find_any<'w>(text: &str, words: &[&'w str]) -> Option<(usize, &'w str)> {
    words.iter().filter_map(|word| text.find(word).map(|at| (at, *word))).min_by_key(|(at, word)| (*at, usize::MAX - word.len()))
}

/// Whether the text holds any of the words.
pub(crate) fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

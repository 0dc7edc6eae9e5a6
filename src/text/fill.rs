//! Placeholders: `{name}` in a text is replaced by a value.

use std::fmt::Display;

/// The text with its placeholders replaced. A placeholder without a value stays as it is, so that a forgotten one is seen.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let Some(end) = from.find('}') else {
            rest = from;
            break;
        };
        let (hole, after) = from.split_at(end + 1);
        let name = hole.trim_start_matches('{').trim_end_matches('}');
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(&value.to_string()),
            None => out.push_str(hole),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The names of a text's placeholders, sorted.
#[cfg(test)]
pub(super) fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_replace_their_placeholders_and_are_not_read_again() {
        assert_eq!(fill("{a}个村已报{b}个", &[("a", &6), ("b", &4)]), "6个村已报4个");
        assert_eq!(fill("{a}{b}", &[("a", &"{b}"), ("b", &1)]), "{b}1");
        assert_eq!(fill("逾期 {days} 天", &[]), "逾期 {days} 天");
        assert_eq!(fill("open { brace", &[("brace", &1)]), "open { brace");
    }
}

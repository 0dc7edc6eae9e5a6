//! Templates hold no words: every text comes from the catalogue in `src/text`, in both languages.

use super::{assert_none, source};

/// Attributes that a person reads or hears.
const SPOKEN: &[&str] = &["title", "placeholder", "alt", "aria-label", "label"];

pub fn is_chinese(char: char) -> bool {
    matches!(char, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// The template with Askama's comments, statements and expressions blanked, line breaks kept. `inside` hears each blanked piece.
fn without_askama(text: &str, mut inside: impl FnMut(&str)) -> String {
    let mut rest = text;
    let mut out = String::new();
    while let Some((at, close)) =
        [("{#", "#}"), ("{%", "%}"), ("{{", "}}")].iter().filter_map(|(open, close)| Some((rest.find(open)?, *close))).min()
    {
        let end = rest[at..].find(close).map_or(rest.len(), |length| at + length + 2);
        out.push_str(&rest[..at]);
        if close != "#}" {
            inside(&rest[at..end]);
        }
        out.extend(std::iter::once('\u{1}').chain(rest[at..end].chars().filter(|char| *char == '\n')));
        rest = &rest[end..];
    }
    out + rest
}

/// Lines with letters outside tags, and in attributes that are read by people.
fn words(text: &str, html: bool) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut line, mut in_tag, mut piece, mut piece_line) = (1, false, String::new(), 1);
    for char in text.chars().chain(['\u{0}']) {
        let closes = html && (if in_tag { char == '>' } else { char == '<' });
        if closes || char == '\u{0}' {
            let said = if in_tag { spoken(&piece) } else { without_entities(&piece) };
            if said.chars().any(char::is_alphabetic) {
                found.push((piece_line, said.trim().to_owned()));
            }
            piece.clear();
            piece_line = line;
            in_tag = closes && char == '<';
        } else {
            if piece.trim().is_empty() {
                piece_line = line;
            }
            piece.push(char);
        }
        line += usize::from(char == '\n');
    }
    found
}

fn spoken(tag: &str) -> String {
    let mut all = String::new();
    for name in SPOKEN {
        for (at, _) in tag.match_indices(&format!(" {name}=\"")) {
            let value = &tag[at + name.len() + 3..];
            all.push_str(&value[..value.find('"').unwrap_or(value.len())]);
        }
    }
    all
}

fn without_entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once(';').map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[test]
fn templates_hold_no_words() {
    let mut found = Vec::new();
    for file in source::files("templates", &[]) {
        let text = source::text(&file).unwrap_or_default();
        let mut chinese = Vec::new();
        let bare = without_askama(&text, |code| chinese.extend(code.chars().any(is_chinese).then(|| code.to_owned())));
        found.extend(chinese.iter().map(|code| format!("{file}: Chinese text in code: {code}")));
        let bare = bare.trim_start_matches("<!doctype html>").trim_start_matches("<!DOCTYPE html>");
        found.extend(
            words(bare, file.ends_with(".html")).iter().map(|(line, said)| format!("{file}:{line}: words belong into src/text: {said}")),
        );
    }
    assert_none(found);
}

#[test]
fn the_check_of_templates_sees_words_in_text_and_in_attributes() {
    let page = "<p class=\"lead\">{{ t.a }}</p>\n<img alt=\"picture\">\n{# a note #}<b>&nbsp;·{% if x %} 任务 {% endif %}</b>";
    let found = words(&without_askama(page, |_| {}), true);
    assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3], "{found:?}");
    assert!(words(&without_askama("{{ greeting }}\n\n{{ link }}\n", |_| {}), false).is_empty());
    assert!(!words("Dear {{ name }}", false).is_empty());
}

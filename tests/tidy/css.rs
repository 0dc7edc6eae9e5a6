//! The styles keep to what the oldest browser that is supported understands.

use std::collections::BTreeSet;

use super::source;

/// The oldest Chromium, as the README says it: of October 2020; the browsers of county intranets are built on it or later ones.
const OLDEST: u32 = 86;

/// What that Chromium knows of what the styles use. Something new fails here: look up since which version Chromium has it, then add it or do
/// without; so does what is used no more.
const PROPERTIES: &[&str] = &[
    "-webkit-text-size-adjust",
    "align-items",
    "background",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-width",
    "border-radius",
    "border-style",
    "border-top",
    "border-top-color",
    "border-width",
    "box-shadow",
    "box-sizing",
    "break-inside",
    "clip",
    "color",
    "content",
    "cursor",
    "display",
    "fill",
    "flex",
    "flex-basis",
    "flex-direction",
    "flex-wrap",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant-numeric",
    "font-weight",
    "gap",
    "grid-auto-columns",
    "grid-auto-flow",
    "grid-column",
    "grid-row",
    "grid-template-columns",
    "height",
    "justify-content",
    "justify-self",
    "left",
    "letter-spacing",
    "line-break",
    "line-height",
    "list-style",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-width",
    "min-height",
    "min-width",
    "opacity",
    "order",
    "outline",
    "outline-offset",
    "overflow",
    "overflow-wrap",
    "overflow-x",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "page",
    "position",
    "quotes",
    "resize",
    "right",
    "scroll-padding-top",
    "size",
    "stroke",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-width",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-overflow",
    "top",
    "transition",
    "vertical-align",
    "white-space",
    "width",
    "z-index",
];
/// What only a later one knows, and an older one leaves out without harm.
const LOOKS_ONLY: &[&str] = &["text-decoration-thickness", "text-size-adjust", "text-underline-offset"];
const FUNCTIONS: &[&str] = &["attr", "calc", "linear-gradient", "min", "minmax", "rect", "repeat", "rgba", "var"];
const AT_RULES: &[&str] = &["media", "page"];
const PSEUDO: &[&str] = &[
    "after",
    "before",
    "empty",
    "first-child",
    "focus",
    "focus-visible",
    "focus-within",
    "hover",
    "last-child",
    "not",
    "nth-child",
    "root",
    "-webkit-details-marker",
];
/// What the script may not say: since Chromium 92, 93, 98 and 105.
const NEWER_SCRIPT: &[&str] = &[".at(", "Object.hasOwn", "structuredClone", ":has("];

/// What a style sheet uses: `property x`, `function x`, `rule x`, `pseudo x`, `unit x`.
fn used(css: &str) -> BTreeSet<String> {
    let mut text = String::new();
    for (at, piece) in css.split("/*").enumerate() {
        text.push_str(if at == 0 { piece } else { piece.split_once("*/").map_or("", |(_, rest)| rest) });
    }
    let word = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
    let mut found = BTreeSet::new();
    let mut held = String::new();
    let mut quoted = None;
    for c in text.chars() {
        match (quoted, c) {
            (Some(mark), c) if c == mark => quoted = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quoted = Some(c),
            (None, '{') => {
                let selector = held.trim();
                if let Some(rule) = selector.strip_prefix('@') {
                    found.insert(format!("rule {}", word(rule)));
                } else {
                    let pseudo = selector.split(':').skip(1).map(&word).filter(|name| !name.is_empty());
                    found.extend(pseudo.map(|name| format!("pseudo {name}")));
                    if selector.contains('&') {
                        found.insert("rule nesting".to_owned());
                    }
                }
                held.clear();
            }
            (None, ';' | '}') => {
                if let Some((property, value)) = held.trim().split_once(':') {
                    let property = property.trim();
                    if !property.starts_with("--") {
                        found.insert(format!("property {property}"));
                    }
                    for (at, _) in value.match_indices('(') {
                        let name: String = value[..at].chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                        found.insert(format!("function {}", name.chars().rev().collect::<String>()));
                    }
                    for unit in ["dvh", "svh", "lvh", "dvw", "cqw", "cqi", "rlh"] {
                        if value
                            .split(|c: char| !c.is_ascii_alphanumeric())
                            .any(|part| part.ends_with(unit) && part.starts_with(|c: char| c.is_ascii_digit()))
                        {
                            found.insert(format!("unit {unit}"));
                        }
                    }
                }
                held.clear();
            }
            (None, c) => held.push(c),
        }
    }
    found
}

fn too_new(css: &str) -> Vec<String> {
    let known = |kind: &str, name: &str| match kind {
        "property" => PROPERTIES.contains(&name) || LOOKS_ONLY.contains(&name),
        "function" => FUNCTIONS.contains(&name) || name.is_empty(),
        "rule" => AT_RULES.contains(&name),
        "pseudo" => PSEUDO.contains(&name),
        _ => false,
    };
    used(css).into_iter().filter(|use_| use_.split_once(' ').is_none_or(|(kind, name)| !known(kind, name))).collect()
}

#[test]
fn styles_and_script_keep_to_the_oldest_browser_that_is_supported() {
    let mut found = Vec::new();
    let mut all = BTreeSet::new();
    for file in source::files("static", &[".css"]) {
        all.extend(used(&source::text(&file).unwrap()));
        found.extend(too_new(&source::text(&file).unwrap()).into_iter().map(|what| format!("{file}: {what}")));
    }
    for file in source::files("static", &[".js"]) {
        let text = source::text(&file).unwrap();
        found.extend(NEWER_SCRIPT.iter().filter(|word| text.contains(**word)).map(|word| format!("{file}: {word}")));
    }
    assert!(found.is_empty(), "does Chromium {OLDEST} know it?\n{}", found.join("\n"));
    let lists = [("property", PROPERTIES), ("property", LOOKS_ONLY), ("function", FUNCTIONS), ("rule", AT_RULES), ("pseudo", PSEUDO)];
    let named = lists.iter().flat_map(|(kind, names)| names.iter().map(move |name| format!("{kind} {name}")));
    let unused: Vec<String> = named.filter(|name| !all.contains(name)).collect();
    assert!(unused.is_empty(), "no style uses it any more: take it out\n{}", unused.join("\n"));
    let readme = source::text("README.md").unwrap();
    assert!(readme.contains(&format!("Chromium {OLDEST}")), "the README states the oldest browser");
}

#[test]
fn newer_styles_are_seen() {
    let css = "a { inset: 0; color: oklch(50% 0 0); &:hover { top: 0 } } @layer x { b:has(c) { height: 100dvh } } /* d { zoom: 1 } */";
    let wanted = ["function oklch", "property inset", "pseudo has", "rule layer", "unit dvh"].map(str::to_owned);
    let found = too_new(css);
    assert!(wanted.iter().all(|one| found.contains(one)), "{found:?}");
    assert!(!found.iter().any(|one| one.contains("zoom")), "{found:?}");
}

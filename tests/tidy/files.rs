//! The shape of the files: headers, length, the map, suppressed lints, migrations that stay as they landed, nothing of one machine.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{assert_none, source, templates::is_chinese};

const LONGEST: usize = 600;

/// Rooms whose words must come from `src/text`.
const WORDLESS: &[&str] = &["src/web", "src/api", "src/mail", "src/report", "src/auth"];

#[test]
fn every_source_file_says_first_what_it_owns() {
    let says = |file: &String| {
        source::text(file).is_some_and(|text| text.starts_with("//! ") && text.lines().next().is_some_and(|line| line.len() > 8))
    };
    assert_none(
        source::files("", &[".rs"])
            .into_iter()
            .filter(|file| !says(file))
            .map(|file| format!("{file}:1: open it with `//! ` and what it owns"))
            .collect(),
    );
}

#[test]
fn no_source_file_is_too_long_to_read() {
    let mut found = Vec::new();
    for file in source::files("", &[".rs"]) {
        let lines = source::text(&file).unwrap_or_default().lines().count();
        if lines > LONGEST {
            found.push(format!("{file}: {lines} lines, at most {LONGEST}: cut it by what it does"));
        }
    }
    assert_none(found);
}

#[test]
fn the_map_names_every_room_and_crate() {
    let map = source::text("ARCHITECTURE.md").unwrap();
    let mut found = Vec::new();
    for file in source::files("src", &[".rs"]) {
        let inside = file.trim_start_matches("src/");
        let name = inside.split_once('/').map_or(inside.to_owned(), |(folder, _)| format!("{folder}/"));
        if !map.contains(&format!("`{name}`")) && !map.contains(&format!("`src/{name}`")) {
            found.push(format!("ARCHITECTURE.md does not name `{name}`"));
        }
    }
    for manifest in source::files("", &["Cargo.toml"]) {
        if let Some(folder) = manifest.strip_suffix("Cargo.toml").filter(|folder| !folder.is_empty())
            && !map.contains(&format!("`{folder}`"))
        {
            found.push(format!("ARCHITECTURE.md does not name `{folder}`"));
        }
    }
    found.dedup();
    assert_none(found);
}

#[test]
fn what_the_map_names_is_there() {
    let map = source::text("ARCHITECTURE.md").unwrap();
    let mut found = Vec::new();
    for (number, line) in map.lines().enumerate().filter(|(_, line)| line.starts_with("| `")) {
        let Some(name) = line.split('`').nth(1).filter(|name| name.ends_with('/') || name.ends_with(".rs")) else { continue };
        if !["", "src/"].iter().any(|folder| source::root().join(format!("{folder}{name}")).exists()) {
            found.push(format!("ARCHITECTURE.md:{}: `{name}` is not there", number + 1));
        }
    }
    assert_none(found);
}

#[test]
fn lints_are_suppressed_with_a_reason_and_never_those_against_panics() {
    let mut found = Vec::new();
    for file in source::files("", &[".rs"]) {
        for (attribute, line) in source::lex(&file).attributes {
            let Some(lints) = attribute.strip_prefix("allow(").or_else(|| attribute.strip_prefix("expect(")) else { continue };
            let in_tests =
                file.starts_with("tests/") || file.contains("/tests/") || file.contains("/examples/") || file.contains("benches/");
            // That the fields of a plain record need no sentence each, and that tests panic, needs no reason.
            if !in_tests && !lints.contains("reason=") && lints != "missing_docs)" {
                found.push(format!("{file}:{line}: say why: #[expect(…, reason = \"…\")]"));
            }
            if !in_tests && ["unwrap_used", "expect_used", "clippy::panic", "clippy::todo"].iter().any(|lint| lints.contains(lint)) {
                found.push(format!("{file}:{line}: code outside tests does not panic"));
            }
        }
    }
    assert_none(found);
}

#[test]
fn words_for_people_stand_in_the_catalogue() {
    let mut found = Vec::new();
    for file in WORDLESS.iter().flat_map(|room| source::files(room, &[".rs"])).filter(|file| !source::is_test(file)) {
        for (text, line) in source::lex(&file).strings {
            if text.chars().any(is_chinese) {
                found.push(format!("{file}:{line}: words belong into src/text: {text}"));
            }
        }
    }
    assert_none(found);
}

/// A migration that ran somewhere must never change: what it did there is done. The list of what landed is committed beside this file.
#[test]
fn migrations_stay_as_they_landed() {
    let list = source::text("tests/tidy/migrations.sha256").unwrap();
    let landed: BTreeMap<&str, &str> = list.lines().filter_map(|line| line.split_once("  ")).map(|(sum, file)| (file, sum)).collect();
    let here = source::files("migration/src", &[".rs"]);
    let here: Vec<&String> = here.iter().filter(|file| file.starts_with("migration/src/m2")).collect();
    let mut found = Vec::new();
    for file in &here {
        let sum: String = Sha256::digest(source::text(file).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
        match landed.get(file.as_str()) {
            None => found.push(format!("{file}: new: sha256sum {file} >> tests/tidy/migrations.sha256")),
            Some(old) if *old != sum => found.push(format!("{file}: changed after it landed: undo, and write a new migration")),
            Some(_) => {}
        }
    }
    found.extend(landed.keys().filter(|file| !here.iter().any(|here| here == *file)).map(|file| format!("{file}: landed and is gone")));
    assert_none(found);
}

#[test]
fn nothing_of_one_machine_or_one_tracker_is_in_the_tree() {
    // Written in pieces, so that this file does not find itself.
    let machine = [
        concat!("/wo", "rk/main"),
        concat!("/wo", "rk/shared"),
        concat!("/wo", "rk/."),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("C:", "\\Us"),
    ];
    let mut found = Vec::new();
    for file in source::files("", &[]).iter().filter(|file| *file != "Cargo.lock" && !file.starts_with("data/")) {
        for (number, line) in source::text(file).unwrap_or_default().lines().enumerate() {
            if let Some(path) = machine.iter().find(|path| line.contains(**path)) {
                found.push(format!("{file}:{}: a path of one machine: {path}", number + 1));
            }
            if names_an_issue(line) {
                found.push(format!("{file}:{}: a number of one tracker: say what it is about", number + 1));
            }
        }
    }
    assert_none(found);
}

/// "issue", "PR" or "pull request" with a number behind it.
fn names_an_issue(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    ["issue ", "issues ", "issue #", "issues #", "pr #", "pull request ", "pull request #"].iter().any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            let starts = lower[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
            starts && lower[at + word.len()..].starts_with(|next: char| next.is_ascii_digit())
        })
    })
}

#[test]
fn numbers_of_a_tracker_are_told_from_other_numbers() {
    assert!(
        names_an_issue(concat!("see issue", " #12")) && names_an_issue(concat!("(PR", " #4)")) && names_an_issue(concat!("Issue", " 2"))
    );
    assert!(!names_an_issue("a tissue 4 times") && !names_an_issue("the issue of July") && !names_an_issue("an issue: 3 rows"));
}

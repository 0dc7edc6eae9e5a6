//! What may be in the tree of dependencies: licences, versions that must be one, and where they come from.

use std::{process::Command, sync::LazyLock};

use serde_json::Value;

use super::{assert_none, source};

/// Licences that Apache-2.0 work may be distributed with as it is.
const ALLOWED: &[&str] = &[
    "Apache-2.0",
    "MIT",
    "MIT-0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unlicense",
    "BSL-1.0",
    "Apache-2.0 WITH LLVM-exception",
];

/// Licences beyond these, each for the named packages and for a reason.
const EXCEPTIONS: &[(&str, &[&str], &str)] = &[
    (
        "Unicode-3.0",
        &["icu_*", "zerofrom*", "zerovec*", "zerotrie", "yoke*", "writeable", "tinystr", "potential_utf", "litemap", "unicode-*"],
        "permissive; for tables taken from the Unicode character database",
    ),
    ("CDLA-Permissive-2.0", &["webpki-roots", "webpki-root-certs"], "permissive, for data; the list of certificate authorities is data"),
    ("MPL-2.0", &["webdriver"], "copyleft for its own files only; drives the browser in tests and is not shipped"),
    ("CC0-1.0", &["tiny-keccak"], "a dedication to the public domain; reached by a build script of const-random only"),
];

/// Packages of which two versions at once would be a fault: two drivers would not share a pool, two SQLites do not link.
const ONE_VERSION: &[&str] =
    &["sqlx-core", "sqlx-sqlite", "sqlx-postgres", "libsqlite3-sys", "sea-orm", "apalis-core", "axum", "tokio", "chrono", "uuid", "rustls"];

/// `cargo metadata` of this workspace, as locked.
pub fn metadata() -> &'static Value {
    static METADATA: LazyLock<Value> = LazyLock::new(|| {
        let cargo = option_env!("CARGO").unwrap_or("cargo");
        let output =
            Command::new(cargo).args(["metadata", "--format-version", "1", "--locked"]).current_dir(source::root()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    });
    &METADATA
}

fn packages() -> impl Iterator<Item = &'static Value> {
    metadata()["packages"].as_array().unwrap().iter()
}

fn accepted(licence: &str, package: &str) -> bool {
    ALLOWED.contains(&licence)
        || EXCEPTIONS.iter().any(|(exception, names, _)| {
            *exception == licence
                && names.iter().any(|name| name.strip_suffix('*').map_or(*name == package, |start| package.starts_with(start)))
        })
}

/// Whether an SPDX expression can be met: some side of an OR, all sides of an AND. `/` is what older manifests write for OR.
fn can_be_met(expression: &str, accepted: &dyn Fn(&str) -> bool) -> bool {
    let expression = expression.trim();
    for (separator, all) in [(" OR ", false), ("/", false), (" AND ", true)] {
        let parts = split_outside_brackets(expression, separator);
        if parts.len() > 1 {
            let mut parts = parts.iter().map(|part| can_be_met(part, accepted));
            return if all { parts.all(|met| met) } else { parts.any(|met| met) };
        }
    }
    match expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => can_be_met(inner, accepted),
        None => accepted(expression),
    }
}

fn split_outside_brackets<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, char) in text.char_indices() {
        match char {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && at >= from && text[at..].starts_with(separator) => {
                parts.push(&text[from..at]);
                from = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

#[test]
fn every_dependency_has_a_licence_that_we_may_ship() {
    let mut found = Vec::new();
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        match package["license"].as_str() {
            Some(licence) if can_be_met(licence, &|licence| accepted(licence, name)) => {}
            licence => {
                found.push(format!("{name} {}: licence {licence:?} is not in the table of tests/tidy/dependencies.rs", package["version"]));
            }
        }
    }
    for (licence, names, _) in EXCEPTIONS {
        if !packages().any(|package| {
            package["license"].as_str().is_some_and(|text| text.contains(licence)) && accepted(licence, package["name"].as_str().unwrap())
        }) {
            found.push(format!("no package needs the exception for {licence} ({names:?}) any more"));
        }
    }
    assert_none(found);
}

#[test]
fn licence_expressions_are_read_as_spdx_means_them() {
    let mit_only = |licence: &str| licence == "MIT";
    assert!(can_be_met("MIT OR GPL-3.0", &mit_only));
    assert!(can_be_met("GPL-3.0/MIT", &mit_only));
    assert!(!can_be_met("MIT AND GPL-3.0", &mit_only));
    assert!(!can_be_met("(MIT OR Apache-2.0) AND GPL-3.0", &mit_only));
    assert!(can_be_met("(MIT OR Apache-2.0) AND (GPL-3.0 OR MIT)", &mit_only));
}

#[test]
fn one_version_of_what_must_be_one() {
    let mut found = Vec::new();
    for wanted in ONE_VERSION {
        let versions: Vec<String> =
            packages().filter(|package| package["name"] == *wanted).map(|package| package["version"].to_string()).collect();
        if versions.len() != 1 {
            found.push(format!("Cargo.lock: {wanted} should be there once, is there as {versions:?}"));
        }
    }
    assert_none(found);
}

#[test]
fn every_dependency_comes_from_the_public_registry() {
    let public = "registry+https://github.com/rust-lang/crates.io-index";
    let from_elsewhere = |package: &&Value| package["source"].as_str().is_some_and(|source| source != public);
    assert_none(packages().filter(from_elsewhere).map(|package| format!("{}: from {}", package["name"], package["source"])).collect());
}

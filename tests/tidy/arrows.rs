//! Who may import whom: between the rooms of `src/`, and between the crates. `ARCHITECTURE.md` shows the same table to people.

use std::collections::{BTreeMap, BTreeSet};

use super::{assert_none, dependencies::metadata, source};

/// A room of `src/` and the rooms and crates of ours that it may name. `*`: all of them.
const ROOMS: &[(&str, &[&str])] = &[
    ("config", &[]),
    ("extract", &[]),
    ("text", &["duty_list", "workflow"]),
    ("urls", &["workflow"]),
    ("store", &["duty_list", "workflow", "entity", "migration"]),
    ("mail", &["workflow", "text", "urls"]),
    ("report", &["workflow", "store", "text", "urls"]),
    ("auth", &["workflow", "store", "config", "urls"]),
    ("service", &["duty_list", "workflow", "store", "auth", "mail", "report", "jobs", "config", "extract"]),
    ("state", &["config", "store", "jobs", "mail", "service", "workflow"]),
    ("web", &["state", "service", "auth", "report", "text", "workflow", "duty_list", "urls"]),
    ("api", &["state", "service", "auth", "report", "text", "workflow", "duty_list", "urls"]),
    ("app", &["*"]),
    ("watch", &["service"]),
    ("worker", &["*"]),
    ("cli", &["*"]),
    ("lib", &["*"]),
    ("main", &["cli"]),
];

/// Crates of others that have one home.
const HOMES: &[(&str, &[&str])] = &[
    ("sea_orm", &["store"]),
    ("sea_orm_migration", &["store"]),
    ("sqlx", &["store"]),
    ("apalis", &[]),
    ("apalis_core", &[]),
    ("lettre", &["mail", "worker", "config"]),
    ("prometheus_client", &["watch"]),
    ("clap", &["cli", "main"]),
    ("askama", &["web", "mail", "api"]),
    ("rust_xlsxwriter", &["report"]),
];

/// A crate of ours and the crates of ours that its manifest may name.
const CRATES: &[(&str, &[&str])] = &[
    ("duty-list", &[]),
    ("entity", &[]),
    ("migration", &[]),
    ("workflow", &["duty-list"]),
    ("jobs", &["workflow", "entity"]),
    ("dutyflow", &["duty-list", "workflow", "entity", "migration", "jobs"]),
];

/// What no pure crate may reach, by whichever way: a run-time, a database, the network.
const IMPURE: &[&str] =
    &["tokio", "async-std", "mio", "socket2", "hyper", "sqlx-core", "libsqlite3-sys", "rusqlite", "sea-orm", "rustls", "apalis-core"];

fn room_of(file: &str) -> String {
    file.trim_start_matches("src/").split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

#[test]
fn rooms_import_only_what_their_arrows_allow() {
    let rooms: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let crates: BTreeSet<String> = CRATES.iter().map(|(name, _)| name.replace('-', "_")).collect();
    let mut found = Vec::new();
    for file in source::files("src", &[".rs"]).into_iter().filter(|file| !source::is_test(file)) {
        let room = room_of(&file);
        let Some(allowed) = rooms.get(room.as_str()) else {
            found.push(format!(
                "{file}: the room `{room}` stands in no table: add it to ARCHITECTURE.md and to ROOMS in tests/tidy/arrows.rs"
            ));
            continue;
        };
        for (path, line) in source::lex(&file).paths {
            // `dutyflow::x` is the binary's way of saying `crate::x`.
            let target = match path[0].as_str() {
                "crate" | "dutyflow" => path.get(1).filter(|name| rooms.contains_key(name.as_str())).cloned(),
                name if crates.contains(name) => Some(path[0].clone()),
                _ => None,
            };
            if let Some(target) = target
                && target != room
                && !allowed.contains(&target.as_str())
                && !allowed.contains(&"*")
            {
                found.push(format!("{file}:{line}: `{room}` may not name `{target}` ({})", path.join("::")));
            }
        }
    }
    assert_none(found);
}

#[test]
fn crates_with_one_home_are_used_there_only() {
    let homes: BTreeMap<&str, &[&str]> = HOMES.iter().copied().collect();
    let mut found = Vec::new();
    for file in source::files("src", &[".rs"]).into_iter().filter(|file| !source::is_test(file)) {
        let room = room_of(&file);
        for (path, line) in source::lex(&file).paths {
            if let Some(home) = homes.get(path[0].as_str())
                && !home.contains(&room.as_str())
            {
                found.push(format!("{file}:{line}: `{}` is used in {home:?} only", path[0]));
            }
        }
    }
    for (package, dependency) in direct_dependencies() {
        if dependency.starts_with("apalis") && package != "jobs" {
            found.push(format!("{package}/Cargo.toml: {dependency} is used by jobs/ only"));
        }
    }
    assert_none(found);
}

#[test]
fn manifests_follow_the_arrows_between_crates() {
    let crates: BTreeMap<&str, &[&str]> = CRATES.iter().copied().collect();
    let mut found = Vec::new();
    for (package, dependency) in direct_dependencies() {
        let Some(allowed) = crates.get(package.as_str()) else {
            found.push(format!("{package}: not in the table CRATES of tests/tidy/arrows.rs"));
            continue;
        };
        if crates.contains_key(dependency.as_str()) && !allowed.contains(&dependency.as_str()) {
            found.push(format!("{package}/Cargo.toml: {package} may not depend on {dependency}"));
        }
    }
    assert_none(found);
}

#[test]
fn pure_crates_reach_no_runtime_no_database_and_no_network() {
    let closure = |start: &str| {
        let nodes = metadata()["resolve"]["nodes"].as_array().unwrap();
        let name = |id: &str| {
            metadata()["packages"].as_array().unwrap().iter().find(|p| p["id"] == id).unwrap()["name"].as_str().unwrap().to_owned()
        };
        let start = nodes.iter().map(|node| node["id"].as_str().unwrap()).find(|id| name(id) == start).unwrap();
        let mut seen = BTreeSet::new();
        let mut open = vec![start.to_owned()];
        while let Some(id) = open.pop() {
            if seen.insert(id.clone()) {
                let node = nodes.iter().find(|node| node["id"] == id.as_str()).unwrap();
                let normal = |dep: &&serde_json::Value| dep["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
                open.extend(node["deps"].as_array().unwrap().iter().filter(normal).map(|dep| dep["pkg"].as_str().unwrap().to_owned()));
            }
        }
        seen.iter().map(|id| name(id)).collect::<BTreeSet<_>>()
    };
    let mut found = Vec::new();
    for pure in ["duty-list", "workflow"] {
        let reached = closure(pure);
        found.extend(IMPURE.iter().filter(|name| reached.contains(**name)).map(|name| format!("{pure}/Cargo.toml: {name} is reached")));
        for file in source::files(&format!("{pure}/src"), &[".rs"]).into_iter().filter(|file| !source::is_test(file)) {
            for (path, line) in source::lex(&file).paths {
                let ambient = path[0] == "std" && ["fs", "net", "process", "env", "thread"].contains(&path[1].as_str());
                let clock = path.last().is_some_and(|last| last == "now")
                    && path.iter().any(|part| ["Utc", "Local", "SystemTime", "Instant"].contains(&part.as_str()));
                if ambient || clock {
                    found.push(format!("{file}:{line}: `{}` has no place in a pure crate", path.join("::")));
                }
            }
        }
    }
    assert_none(found);
}

/// (package of ours, what its manifest names for its normal build)
fn direct_dependencies() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for package in metadata()["packages"].as_array().unwrap().iter().filter(|package| package["source"].is_null()) {
        for dependency in package["dependencies"].as_array().unwrap().iter().filter(|dependency| dependency["kind"].is_null()) {
            all.push((package["name"].as_str().unwrap().to_owned(), dependency["name"].as_str().unwrap().to_owned()));
        }
    }
    all
}

//! The committed inputs of the fuzz targets, replayed: what once failed, and one of each kind.
#![allow(clippy::unwrap_used)]

use std::path::Path;

#[path = "common/laws.rs"]
mod laws;

fn replay(target: &str, law: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(target);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 4, "the inputs of {target} are missing");
    for file in files {
        law(&std::fs::read(file).unwrap());
    }
}

#[test]
fn inputs_of_the_target_read() {
    replay("read", laws::of_bytes);
}

#[test]
fn inputs_of_the_target_cells() {
    replay("cells", laws::of_cells);
}

//! Fuzz target: cells made of the words and marks of lists lose nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../duty-list/tests/common/laws.rs"]
mod laws;

fuzz_target!(|bytes: &[u8]| laws::of_cells(bytes));

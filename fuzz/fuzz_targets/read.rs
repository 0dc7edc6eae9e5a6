//! Fuzz target: any bytes are read or refused, and what is read is accounted for.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../duty-list/tests/common/laws.rs"]
mod laws;

fuzz_target!(|bytes: &[u8]| laws::of_bytes(bytes));

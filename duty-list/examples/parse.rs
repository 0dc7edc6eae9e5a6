//! Prints the reading of a file as JSON: `cargo run -p duty-list --example parse -- FILE`.
#![allow(clippy::print_stdout)]

use std::io;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: parse FILE")?;
    let list = duty_list::read(&std::fs::read(path)?)?;
    serde_json::to_writer_pretty(io::stdout().lock(), &list)?;
    println!();
    Ok(())
}

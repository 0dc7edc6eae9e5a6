//! What reading a list costs, and that the cost grows with the list: once, ten times and a hundred times the bundled list in one file.
//!
//! ```text
//! cargo bench -p duty-list --bench parse
//! ```
//!
//! Throughput is printed beside the time: it stays the same when the cost is proportional. `scripts/measure-parse` prints whole runs of the
//! program with their peak memory.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a program for the console of whoever measures; criterion's macros make items without words"
)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};

/// The list so many times over, one after the other.
fn times(list: &str, n: usize) -> Vec<u8> {
    vec![list; n].join("\n").into_bytes()
}

fn text(c: &mut Criterion) {
    let list = include_str!("../../data/aheqi-zhen-2025-07.txt");
    let mut group = c.benchmark_group("read text");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    for n in [1, 10, 100] {
        let bytes = times(list, n);
        let duties = duty_list::read(&bytes).unwrap().duties.len();
        group.throughput(Throughput::Elements(u64::try_from(duties).unwrap()));
        group.bench_with_input(BenchmarkId::from_parameter(format!("{n} x the list, {duties} duties")), &bytes, |b, bytes| {
            b.iter(|| duty_list::read(black_box(bytes)).unwrap());
        });
    }
    group.finish();
}

fn formats(c: &mut Criterion) {
    let mut group = c.benchmark_group("read formats");
    group.sample_size(10);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/lists/");
    for name in ["markdown.md", "reordered.csv", "web-page.html", "one-sheet.xlsx", "word.docx"] {
        let bytes = std::fs::read(format!("{folder}{name}")).unwrap();
        group.bench_with_input(BenchmarkId::from_parameter(name), &bytes, |b, bytes| b.iter(|| duty_list::read(black_box(bytes)).unwrap()));
    }
    group.finish();
}

criterion_group!(benches, text, formats);
criterion_main!(benches);

//! What deriving templates costs: all of the bundled list, and its largest duty.
//!
//! ```text
//! cargo bench -p workflow --bench derive
//! ```

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a program for the console of whoever measures; criterion's macros make items without words"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use workflow::template::derive;
use workflow::template::derive::derive_all;

fn templates(c: &mut Criterion) {
    let list = duty_list::read(include_bytes!("../../data/aheqi-zhen-2025-07.txt")).unwrap();
    let mut group = c.benchmark_group("derive");
    group.throughput(Throughput::Elements(u64::try_from(list.duties.len()).unwrap()));
    group.bench_function("all templates of the list", |b| b.iter(|| derive_all(black_box(&list))));
    let steps = |at: &usize| derive(&list.duties[*at]).tracks.iter().map(|track| track.steps.len()).sum::<usize>();
    let largest = &list.duties[(0..list.duties.len()).max_by_key(steps).unwrap()];
    group.throughput(Throughput::Elements(1));
    group.bench_function("the duty with the most steps", |b| b.iter(|| derive(black_box(largest))));
    group.finish();
}

criterion_group!(benches, templates);
criterion_main!(benches);

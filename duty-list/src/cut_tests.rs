//! Conservation: every character of a cell is in exactly one place, in generated cells and in the real list.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::assemble::{Part, assemble};
use crate::bodies::{Departments, Place, split_departments};
use crate::chars::squeeze;
use crate::cut::{CutCell, Piece, Side, cut, is_plain, is_terminator};
use crate::document::from_text;
use crate::markers::number_at;
use crate::markup::{blocks, strip_tags};

/// Printed with every failure; change it to look elsewhere.
const SEED: u64 = 20_250_701;
const CASES: u32 = 5_000;

fn plain(cell: &str) -> String {
    blocks(cell).iter().map(|b| squeeze(&b.text)).collect()
}

/// A heading without its numeral.
fn bare(name: &str) -> String {
    number_at(name).map_or(name, |number| &name[number.len..]).to_owned()
}

/// Whether one of the headings of a section is that one.
fn holds(section: &str, name: &str) -> bool {
    squeeze(section).contains(bare(name).as_str())
}

fn accounts_for(cell: &str, read: &CutCell) -> Result<(), String> {
    let mut all = String::new();
    let mut clauses: Vec<String> = vec![String::new(); read.clauses.len()];
    for piece in &read.pieces {
        match piece {
            Piece::Clause(index, text) => {
                all.push_str(&squeeze(text));
                clauses.get_mut(*index).ok_or("a piece of a clause that is not there")?.push_str(text);
            }
            Piece::Separator(text) => {
                if !squeeze(text).chars().all(is_terminator) {
                    return Err(format!("not a separator: {text}"));
                }
                all.push_str(&squeeze(text));
            }
            Piece::Number(text) => {
                if text.chars().count() > 7 {
                    return Err(format!("not a number: {text}"));
                }
                all.push_str(&squeeze(text));
            }
            Piece::Heading(text) => {
                if text.chars().any(is_terminator) || squeeze(text).chars().count() > 95 {
                    return Err(format!("not a heading: {text}"));
                }
                all.push_str(&squeeze(text));
            }
            Piece::Header(text) => {
                if text.chars().any(|c| matches!(c, '，' | '。' | '；')) {
                    return Err(format!("not a header: {text}"));
                }
                all.push_str(&squeeze(text));
            }
        }
    }
    if all != plain(cell) {
        return Err(format!("lost or doubled:\n cell {}\n read {all}", plain(cell)));
    }
    for piece in &read.pieces {
        if let Piece::Heading(raw) = piece {
            let name = squeeze(raw).trim_end_matches(['：', ':']).to_owned();
            let stands = read.clauses.iter().any(|c| c.section.as_deref().is_some_and(|section| holds(section, &name)));
            if !stands && !is_plain(&bare(&name)) {
                return Err(format!("a heading without a clause: {raw}"));
            }
        }
    }
    for (clause, pieces) in read.clauses.iter().zip(&clauses) {
        if clause.text != *pieces || clause.text.is_empty() {
            return Err(format!("the clause is not its pieces: {:?} {pieces:?}", clause.text));
        }
    }
    Ok(())
}

fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        "[做好开展宣传上报审核县镇的一二三三0-9，、（）“”]{1,12}",
        Just("阿合奇县民政局：".to_owned()),
        Just("阿合奇县财政局:".to_owned()),
        Just("县级人大代表选举：".to_owned()),
        Just("一、扬尘综合治理 ".to_owned()),
        Just("（二）日常管理".to_owned()),
        (1_u32..30).prop_map(|n| format!("{n}. ")),
        (1_u32..9).prop_map(|n| format!("（{n}）")),
        Just("①".to_owned()),
        Just("；".to_owned()),
        Just("。".to_owned()),
        Just("； ".to_owned()),
        Just(" ".to_owned()),
        Just("\n".to_owned()),
        Just("<p>".to_owned()),
        Just("</p> ".to_owned()),
        Just("<ol style=\"list-style-type: none\"> ".to_owned()),
        Just("<li>".to_owned()),
        Just("便民服务中心<站>".to_owned()),
        any::<char>().prop_map(|c| c.to_string()),
    ]
}

#[test]
fn every_character_of_a_generated_cell_is_in_exactly_one_place() {
    eprintln!("seed {SEED}, {CASES} cells");
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&SEED.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(
        Config { cases: CASES, failure_persistence: None, ..Config::default() },
        TestRng::from_seed(RngAlgorithm::ChaCha, &seed),
    );
    let names = ["阿合奇县民政局".to_owned(), "阿合奇县财政局".to_owned()];
    let place = Place { county: Some("阿合奇县".to_owned()) };
    let cells = (prop::collection::vec(fragment(), 0..40), 0_usize..3, any::<bool>());
    runner
        .run(&cells, |(fragments, listed, town)| {
            let cell = fragments.concat();
            let departments = Departments::new(&names[..listed], &place);
            let side = if town { Side::Town } else { Side::Department };
            let read = cut(&[Part { owner: None, text: cell.clone() }], side, &departments);
            accounts_for(&cell, &read).map_err(|why| TestCaseError::fail(format!("{why}\nin {cell:?}")))
        })
        .unwrap();
}

#[test]
fn every_character_of_the_real_list_is_in_exactly_one_place() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/aheqi-zhen-2025-07.txt")).unwrap();
    let place = Place { county: Some("阿合奇县".to_owned()) };
    let mut cells = 0;
    for raw in assemble(from_text(&text)).duties {
        let names = split_departments(&strip_tags(&raw.departments));
        let departments = Departments::new(&names, &place);
        for (side, parts) in [(Side::Department, &raw.department_cell), (Side::Town, &raw.town_cell)] {
            let whole: Vec<&str> = parts.iter().map(|p| p.text.as_str()).collect();
            let read = cut(parts, side, &departments);
            accounts_for(&whole.join("\n"), &read).unwrap_or_else(|why| panic!("{:?} {why}", raw.no));
            cells += parts.len();
        }
    }
    assert_eq!(cells, 254, "127 duties with two cells each");
}

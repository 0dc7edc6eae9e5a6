//! No input makes the reader panic: random bytes, and random cells under real headers.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use duty_list::read;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[path = "common/laws.rs"]
mod laws;

const SEED: u64 = 20_250_702;
const CASES: u32 = 1_000;

fn runner() -> TestRunner {
    eprintln!("seed {SEED}, {CASES} documents");
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&SEED.to_le_bytes());
    TestRunner::new_with_rng(
        Config { cases: CASES, failure_persistence: None, ..Config::default() },
        TestRng::from_seed(RngAlgorithm::ChaCha, &seed),
    )
}

#[test]
fn random_bytes_are_read_or_refused() {
    runner()
        .run(&prop::collection::vec(any::<u8>(), 0..400), |bytes| {
            let _ = read(&bytes);
            Ok(())
        })
        .unwrap();
}

fn cell() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[上报送至县民政局审批备案镇村由向对根据按照反馈的发现、，；。：（）“”0-9一二三 <>/p&;|-]{0,16}",
        Just("阿合奇县民政局".to_owned()),
        Just("县民政局：".to_owned()),
        Just("阿合奇县财政局（国资委）".to_owned()),
        Just("<ol style=\"x\">".to_owned()),
        Just("负有安全监管职责的部门".to_owned()),
        Just("上级".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(word, 0..12).prop_map(|words| words.concat().chars().filter(|c| !c.is_control()).collect())
}

#[test]
fn random_rows_lose_no_duty() {
    let rows = prop::collection::vec((cell(), cell(), cell(), cell()), 1..6);
    runner()
        .run(&rows, |rows| {
            let mut text = "序号\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n".to_owned();
            for (i, (title, departments, duties, town)) in rows.iter().enumerate() {
                text.push_str(&format!("{}\t{title}{}\t{departments}\t{duties}\t{town}\n", i + 1, i + 1));
            }
            let list = read(text.as_bytes()).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
            prop_assert_eq!(list.duties.len(), rows.len());
            laws::findings_are_as_declared(&list);
            laws::cues_are_quotations(&list);
            let json = serde_json::to_string(&list).unwrap();
            prop_assert_eq!(serde_json::from_str::<duty_list::DutyList>(&json).unwrap(), list);
            Ok(())
        })
        .unwrap();
}

//! Two editions compared: on the bundled list with changes of known kinds, and on lists made at random.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use duty_list::compare::{Certainty, ChangeKind, Comparison, compare};
use duty_list::{BasicDuty, CooperativeDuty, DepartmentClause, Duty, DutyKind, Nature, Outcome, TownClause, WithdrawnDuty};
use proptest::prelude::*;

fn bundled() -> Vec<Duty> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/aheqi-zhen-2025-07.txt");
    duty_list::read(&std::fs::read(path).unwrap()).unwrap().duties
}

fn set_no(duty: &mut Duty, no: u32) {
    match duty {
        Duty::Basic(duty) => duty.no = no,
        Duty::Cooperative(duty) => duty.no = no,
        Duty::Withdrawn(duty) => duty.no = no,
    }
}

fn set_title(duty: &mut Duty, title: String) {
    match duty {
        Duty::Basic(duty) => duty.title = title,
        Duty::Cooperative(duty) => duty.title = title,
        Duty::Withdrawn(duty) => duty.title = title,
    }
}

/// Numbers each table from 1 again.
fn renumber(duties: &mut [Duty]) {
    let mut counts = [0; 3];
    for duty in duties {
        let count = &mut counts[duty.kind() as usize];
        *count += 1;
        set_no(duty, *count);
    }
}

fn counts(comparison: &Comparison) -> [usize; 6] {
    ChangeKind::ALL.map(|kind| comparison.count(kind))
}

fn place(duties: &[Duty], kind: DutyKind, no: u32) -> usize {
    duties.iter().position(|duty| duty.kind() == kind && duty.no() == no).unwrap()
}

#[test]
fn the_real_list_is_the_same_as_itself() {
    let list = bundled();
    let same = compare(&list, &list);
    assert!(same.is_empty());
    assert_eq!(same.unchanged, 309);
}

#[test]
fn a_single_duty_that_is_taken_out_or_put_in_is_found_and_no_other() {
    let list = bundled();
    for at in (0..list.len()).step_by(7) {
        let mut without = list.clone();
        let gone = without.remove(at);
        let removed = compare(&list, &without);
        assert_eq!(counts(&removed), [0, 1, 0, 0, 0, 0], "{}", gone.title());
        assert_eq!(removed.changes[0].old.as_ref().unwrap().at, at);
        assert_eq!(counts(&compare(&without, &list)), [1, 0, 0, 0, 0, 0], "{}", gone.title());
    }
}

#[test]
fn a_duty_in_the_place_of_another_is_not_taken_for_it_without_asking() {
    // Of each duty only one list has it, with all others there: what is alike among the real duties must not be merged silently.
    let list = bundled();
    let mut sure = Vec::new();
    for shift in [1, 2, 3, 7, 50] {
        for at in 0..list.len() {
            let other = (at + shift) % list.len();
            let pairs = duty_list::compare::matched(&list[at..=at], &list[other..=other]);
            sure.extend(
                pairs.into_iter().filter(|pair| pair.certainty != Certainty::Unsure).map(|_| (list[at].title(), list[other].title())),
            );
        }
    }
    assert!(sure.is_empty(), "{sure:?}");
}

#[test]
fn an_edition_with_changes_of_every_kind_is_read_as_such() {
    let old = bundled();
    let mut new = old.clone();
    let allowance = place(&new, DutyKind::Cooperative, 28);
    let Duty::Cooperative(duty) = &mut new[allowance] else { panic!() };
    let clause = duty.town_clauses.last_mut().unwrap();
    let before = clause.text.clone();
    clause.text = format!("五个工作日内{before}");
    // 配合 → 收回, with the same title.
    let moved = place(&new, DutyKind::Cooperative, 40);
    let title = new[moved].title().to_owned();
    new.remove(moved);
    new.push(Duty::Withdrawn(WithdrawnDuty {
        no: 0,
        category: Some("民生服务".to_owned()),
        title,
        line: None,
        departments: vec!["阿合奇县民政局".to_owned()],
        outcome: Outcome::TakenOver,
        handling: Some("由县民政局负责。".to_owned()),
    }));
    let gone = place(&new, DutyKind::Basic, 5);
    new.remove(gone);
    new.push(Duty::Basic(BasicDuty {
        no: 0,
        category: Some("综合政务".to_owned()),
        title: "做好低空飞行器起降场地的登记。".to_owned(),
        line: None,
    }));
    renumber(&mut new);
    let found = compare(&old, &new);
    let [added, removed, moved, reworded, ..] = counts(&found);
    assert_eq!((added, removed, moved), (1, 1, 1));
    assert_eq!(found.questions().count(), 0);
    let change = found.changes.iter().find(|change| change.main() == ChangeKind::Reworded).unwrap();
    assert_eq!(change.words[0].added(), ["五个工作日内"]);
    assert!(change.words[0].removed().is_empty());
    assert_eq!(change.words[0].old_words(), before);
    assert!((1..=2).contains(&reworded), "the moved one may name other departments");
    assert!(found.count(ChangeKind::Renumbered) > 150);
}

#[test]
fn a_title_that_reads_otherwise_in_part_is_the_same_duty_and_one_that_is_half_new_a_question() {
    let basic = |no, title: &str| Duty::Basic(BasicDuty { no, category: None, title: title.to_owned(), line: None });
    let old =
        [basic(1, "负责辖区内农村人居环境整治工作，开展宣传教育，落实日常保洁。"), basic(2, "做好兵役登记、征兵宣传和兵员征集工作。")];
    let new = [
        basic(1, "负责辖区内农村人居环境整治提升工作，开展宣传教育，落实日常保洁。"),
        basic(2, "做好兵役登记、征兵宣传，负责国防动员潜力调查。"),
    ];
    let found = compare(&old, &new);
    let certainty: Vec<_> = found.changes.iter().map(|change| change.certainty.unwrap()).collect();
    assert_eq!(certainty, [Certainty::Sure, Certainty::Unsure]);
}

#[test]
fn one_duty_that_becomes_two_is_a_question() {
    let basic = |no, title: &str| Duty::Basic(BasicDuty { no, category: None, title: title.to_owned(), line: None });
    let old = [basic(1, "做好城乡居民基本养老保险和医疗保险的参保宣传、登记工作。")];
    let new = [basic(1, "做好城乡居民基本养老保险的参保宣传、登记工作。"), basic(2, "做好城乡居民基本医疗保险的参保宣传、登记工作。")];
    assert_eq!(compare(&old, &new).questions().count(), 1);
}

#[test]
fn the_same_title_in_two_categories_stays_with_its_category_and_its_words() {
    let duty = |no, category: &str, text: &str| {
        Duty::Cooperative(CooperativeDuty {
            no,
            category: Some(category.to_owned()),
            title: "安全生产监督管理".to_owned(),
            line: None,
            departments: vec!["青山县应急管理局".to_owned()],
            department_clauses: vec![],
            town_clauses: vec![town_clause(text)],
        })
    };
    let old = [duty(1, "安全稳定", "开展燃气使用的安全检查"), duty(2, "经济发展", "开展矿山企业的安全检查")];
    let new = [duty(1, "经济发展", "开展矿山企业和尾矿库的安全检查"), duty(2, "安全稳定", "开展燃气使用的安全检查")];
    let found = compare(&old, &new);
    assert_eq!(counts(&found), [0, 0, 0, 1, 0, 2]);
    assert_eq!(found.changes[0].words[0].added(), ["和尾矿库"]);
}

fn town_clause(text: &str) -> TownClause {
    TownClause {
        i: 1,
        section: None,
        n: None,
        text: text.to_owned(),
        nature: Nature::Step,
        hands_to: vec![],
        hand_kind: None,
        cue_hand: None,
        waits_for_department: false,
        cue_wait: None,
        joint_with: vec![],
    }
}

fn department_clause(text: String) -> DepartmentClause {
    DepartmentClause {
        i: 1,
        section: None,
        department: None,
        also: vec![],
        header: None,
        n: None,
        text,
        waits_for_town: false,
        cue_wait: None,
    }
}

/// Words that differ from each other as much as titles of a list do.
fn text(least: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(0x4e00_u32..0x5e00, least..least + 20)
        .prop_map(|chars| chars.into_iter().filter_map(char::from_u32).collect())
}

fn a_duty() -> impl Strategy<Value = Duty> {
    let category = proptest::option::of(prop_oneof![Just("民生服务".to_owned()), Just("安全稳定".to_owned())]);
    let department = prop_oneof![Just("青山县民政局".to_owned()), Just("青山县应急管理局".to_owned())];
    (0..3, category, text(10), department, text(30), text(30)).prop_map(|(kind, category, title, department, one, two)| match kind {
        0 => Duty::Basic(BasicDuty { no: 0, category, title, line: None }),
        1 => Duty::Cooperative(CooperativeDuty {
            no: 0,
            category,
            title,
            line: None,
            departments: vec![department],
            department_clauses: vec![department_clause(one)],
            town_clauses: vec![town_clause(&two)],
        }),
        _ => Duty::Withdrawn(WithdrawnDuty {
            no: 0,
            category,
            title,
            line: None,
            departments: vec![department],
            outcome: Outcome::TakenOver,
            handling: Some(one),
        }),
    })
}

fn a_list() -> impl Strategy<Value = Vec<Duty>> {
    proptest::collection::vec(a_duty(), 1..60).prop_map(|mut duties| {
        // A list has no title twice in a table; what happens then has a test of its own.
        let mut seen = BTreeSet::new();
        duties.retain(|duty| seen.insert(duty.title().to_owned()));
        renumber(&mut duties);
        duties
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_list_is_the_same_as_itself(list in a_list()) {
        prop_assert!(compare(&list, &list).is_empty());
    }

    #[test]
    fn shuffling_and_renumbering_only_renumbers((old, new) in a_list().prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle()))) {
        let mut new = new;
        renumber(&mut new);
        let found = compare(&old, &new);
        prop_assert!(found.changes.iter().all(|change| change.kinds == [ChangeKind::Renumbered]));
        prop_assert_eq!(found.changes.len() + found.unchanged, old.len());
    }

    #[test]
    fn what_was_taken_out_and_put_in_is_found_exactly(list in a_list(), more in a_list(), out in proptest::collection::vec(any::<bool>(), 60)) {
        let gone: BTreeSet<String> = list.iter().zip(&out).filter(|(_, out)| **out).map(|(duty, _)| duty.title().to_owned()).collect();
        let mut new: Vec<Duty> = list.iter().filter(|duty| !gone.contains(duty.title())).cloned().collect();
        let come: BTreeSet<String> = more.iter().map(|duty| duty.title().to_owned()).collect();
        prop_assume!(list.iter().all(|duty| !come.contains(duty.title())));
        new.extend(more);
        let found = compare(&list, &new);
        let titles = |kind| found.changes.iter().filter(|change| change.is(kind))
            .filter_map(|change| change.new.as_ref().or(change.old.as_ref())).map(|at| at.title.clone()).collect::<BTreeSet<_>>();
        prop_assert_eq!(titles(ChangeKind::Added), come);
        prop_assert_eq!(titles(ChangeKind::Removed), gone);
        prop_assert_eq!(found.questions().count(), 0);
    }

    #[test]
    fn the_other_way_round_the_same_duties_belong_together(list in a_list(), more in a_list(), words in proptest::collection::vec(0_usize..40, 60)) {
        // Some duties get other words, from a little to nearly all.
        let mut new = list.clone();
        for (duty, keep) in new.iter_mut().zip(words) {
            let title: String = duty.title().chars().take(keep).collect();
            set_title(duty, format!("{title}的新办法"));
        }
        new.extend(more);
        renumber(&mut new);
        let mut there: Vec<_> = duty_list::compare::matched(&list, &new).into_iter().map(|m| (m.old, m.new, m.certainty)).collect();
        let mut back: Vec<_> = duty_list::compare::matched(&new, &list).into_iter().map(|m| (m.new, m.old, m.certainty)).collect();
        there.sort_unstable();
        back.sort_unstable();
        prop_assert_eq!(there, back);
        let (one, other) = (compare(&list, &new), compare(&new, &list));
        prop_assert_eq!(one.count(ChangeKind::Added), other.count(ChangeKind::Removed));
        prop_assert_eq!(one.count(ChangeKind::Reworded), other.count(ChangeKind::Reworded));
        prop_assert_eq!(one.unchanged, other.unchanged);
    }

    #[test]
    fn the_marked_words_are_both_wordings(old in "[甲乙丙丁a1 （(]{0,40}", new in "[甲乙丙丁a1 （(]{0,40}") {
        let basic = |title: &str| [Duty::Withdrawn(WithdrawnDuty {
            no: 1, category: None, title: "同一事项".to_owned(), line: None, departments: vec![],
            outcome: Outcome::TakenOver, handling: Some(title.to_owned()),
        })];
        for change in compare(&basic(&old), &basic(&new)).changes {
            prop_assert_eq!(change.words[0].old_words(), old.clone());
            prop_assert_eq!(change.words[0].new_words(), new.clone());
        }
    }
}

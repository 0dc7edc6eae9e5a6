//! What every derived template must hold, over the annotated duties and the whole bundled list, and what a clerk expects of single ones.

#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests fail loudly")]

mod gold;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use duty_list::{
    BasicDuty, Body, CooperativeDuty, DepartmentClause, Duty, DutyKind, DutyList, HandKind, Nature, Outcome, TownClause, WithdrawnDuty,
};
use workflow::template::derive::{derive_all, derive_with, review};
use workflow::template::{Cell, Party, Step, Template, Track, derive};

fn bundled() -> DutyList {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/aheqi-zhen-2025-07.txt");
    duty_list::read(&std::fs::read(path).expect("the bundled list")).expect("a duty list")
}

/// Every cooperative duty with its template: the annotated ones, then those of the bundled list.
fn cooperative() -> Vec<(CooperativeDuty, Template)> {
    let list = bundled();
    let annotated = gold::duties().into_iter().map(|duty| (derive(&duty), duty));
    let read = derive_all(&list).into_iter().zip(list.duties.clone());
    annotated
        .chain(read)
        .filter_map(|(template, duty)| match duty {
            Duty::Cooperative(duty) => Some((duty, template)),
            _ => None,
        })
        .collect()
}

fn annotated(no: u32) -> Template {
    derive(&gold::duties().into_iter().find(|d| d.no() == no).expect("an annotated duty"))
}

fn step<'a>(track: &'a Track, text: &str) -> &'a Step {
    let mut found = track.steps.iter().filter(|s| s.text.contains(text));
    let step = found.next().unwrap_or_else(|| panic!("no step 「{text}」"));
    assert!(found.next().is_none(), "「{text}」 stands in several steps");
    step
}

fn body(name: &str) -> Party {
    Party::Body { name: name.to_owned() }
}

/// Opens what can be opened until nothing more happens; returns the keys that stay closed.
fn never_open(track: &Track) -> BTreeSet<&str> {
    let mut closed: BTreeSet<&str> = track.steps.iter().map(|s| s.key.as_str()).collect();
    loop {
        let open: Vec<&str> = track
            .steps
            .iter()
            .filter(|s| closed.contains(s.key.as_str()))
            .filter(|s| {
                let waits = s.waits_for.iter().filter_map(|w| w.step.as_deref());
                s.after.iter().map(String::as_str).chain(waits).all(|before| !closed.contains(before))
            })
            .map(|s| s.key.as_str())
            .collect();
        if open.is_empty() {
            return closed;
        }
        for key in open {
            closed.remove(key);
        }
    }
}

#[test]
fn the_bundled_list_gives_every_duty_a_template() {
    let list = bundled();
    let templates = derive_all(&list);
    let count = |kind| templates.iter().filter(|t| t.duty.kind == kind).count();
    assert_eq!((count(DutyKind::Basic), count(DutyKind::Cooperative), count(DutyKind::Withdrawn)), (119, 127, 63));
    for template in &templates {
        assert_eq!(template.tracks.is_empty(), template.duty.kind == DutyKind::Withdrawn, "{:?}", template.duty);
    }
}

#[test]
fn every_step_can_open() {
    for (duty, template) in cooperative() {
        for track in &template.tracks {
            assert_eq!(never_open(track), BTreeSet::new(), "duty {} track {:?}", duty.no, track.title);
        }
    }
}

#[test]
fn every_clause_stands_verbatim_in_a_track_and_never_twice_in_one() {
    for (duty, template) in cooperative() {
        let town: Vec<(Cell, u32, &str, bool)> = duty
            .town_clauses
            .iter()
            .map(|c| (Cell::Town, c.i, c.text.as_str(), duty.town_clauses.iter().any(|c| c.section.is_some())))
            .collect();
        let sectioned = duty.department_clauses.iter().any(|c| c.section.is_some());
        let department = duty.department_clauses.iter().map(|c| (Cell::Department, c.i, c.text.as_str(), sectioned));
        let clauses: Vec<_> = town.into_iter().chain(department).collect();
        let mut steps = 0;
        for (cell, i, text, sectioned) in &clauses {
            let per_track: Vec<usize> = template
                .tracks
                .iter()
                .map(|t| t.steps.iter().filter(|s| s.clause.cell == *cell && s.clause.i == *i && s.text == *text).count())
                .collect();
            let total: usize = per_track.iter().sum();
            assert!(per_track.iter().all(|n| *n <= 1), "duty {}: 「{text}」 twice in a track", duty.no);
            let expected = if *sectioned { 1 } else { template.tracks.len() };
            assert_eq!(total, expected, "duty {}: 「{text}」", duty.no);
            steps += total;
        }
        assert_eq!(template.tracks.iter().map(|t| t.steps.len()).sum::<usize>(), steps, "duty {}: steps from nowhere", duty.no);
    }
}

#[test]
fn every_step_stands_in_its_lane_and_its_key_is_its_own() {
    for (duty, template) in cooperative() {
        let mut keys = BTreeSet::new();
        let mut parties = BTreeSet::new();
        for track in &template.tracks {
            assert_eq!(track.lanes.first(), Some(&Party::Town));
            for lane in &track.lanes {
                if let Party::Body { name } = lane {
                    parties.insert(name.clone());
                }
            }
            let places: Vec<Option<usize>> = track.steps.iter().map(|s| track.lanes.iter().position(|l| *l == s.party)).collect();
            assert!(places.iter().all(Option::is_some) && places.is_sorted(), "duty {}: steps out of lane order", duty.no);
            for step in &track.steps {
                assert!(keys.insert(step.key.clone()), "duty {}: {} twice", duty.no, step.key);
                assert_eq!(step.party == Party::Town, step.clause.cell == Cell::Town);
                assert_eq!(step.nature.is_some(), step.party == Party::Town);
            }
        }
        for name in &duty.departments {
            assert!(parties.contains(name), "duty {}: {name} is listed and no party", duty.no);
        }
    }
}

#[test]
fn every_hand_off_has_a_receiver_and_feeds_only_its_steps() {
    for (duty, template) in cooperative() {
        for track in &template.tracks {
            for step in &track.steps {
                let clause = duty.town_clauses.iter().find(|c| step.clause.cell == Cell::Town && c.i == step.clause.i);
                assert_eq!(step.hands_to.is_empty(), clause.is_none_or(|c| c.hands_to.is_empty()), "duty {} {}", duty.no, step.key);
                for hand in &step.hands_to {
                    let lane = track.lanes.contains(&body(&hand.receiver));
                    assert!(hand.receiver == "*" || lane, "duty {} {}: {} has no lane", duty.no, step.key, hand.receiver);
                    assert!(hand.receiver != "*" || (hand.feeds.is_empty() && !hand.listed));
                    for fed in &hand.feeds {
                        let fed = track.steps.iter().find(|s| s.key == *fed).expect("a step of the track");
                        assert_eq!(fed.party, body(&hand.receiver), "duty {} {}", duty.no, step.key);
                    }
                }
                let open = step.hands_to.iter().any(|h| h.receiver == "*");
                assert_eq!(open, step.review.iter().any(|r| r == review::RECEIVER_OPEN));
            }
        }
    }
}

#[test]
fn only_required_steps_stand_in_the_order_of_others() {
    for (duty, template) in cooperative() {
        for track in &template.tracks {
            let steps: BTreeMap<&str, &Step> = track.steps.iter().map(|s| (s.key.as_str(), s)).collect();
            for step in &track.steps {
                let waits = step.waits_for.iter().filter_map(|w| w.step.as_ref().map(|s| (&w.party, s)));
                for (party, key) in waits {
                    assert_eq!(steps[key.as_str()].party, *party, "duty {} {}", duty.no, step.key);
                    assert!(steps[key.as_str()].required, "duty {}: {} waits for {key}", duty.no, step.key);
                }
                for key in &step.after {
                    let earlier = steps[key.as_str()];
                    assert!(earlier.required && earlier.party == step.party, "duty {}: {} after {key}", duty.no, step.key);
                    assert!(earlier.clause.i < step.clause.i);
                }
            }
        }
    }
}

#[test]
fn a_town_step_is_required_by_its_nature_and_a_body_step_by_the_town_steps_alone() {
    for (duty, template) in cooperative() {
        for track in &template.tracks {
            for step in &track.steps {
                let needed = match step.nature {
                    Some(nature) => nature == Nature::Step,
                    None => track.steps.iter().filter(|s| s.nature == Some(Nature::Step)).any(|s| {
                        s.hands_to.iter().any(|h| h.feeds.contains(&step.key))
                            || s.waits_for.iter().any(|w| w.step.as_ref() == Some(&step.key))
                    }),
                };
                assert_eq!(step.required, needed, "duty {} {}", duty.no, step.key);
            }
        }
    }
}

#[test]
fn what_is_handed_on_comes_after_the_steps_before_it() {
    for (duty, template) in cooperative() {
        for track in &template.tracks {
            let town: Vec<&Step> = track.steps.iter().filter(|s| s.party == Party::Town).collect();
            for (at, step) in town.iter().enumerate() {
                let before: Vec<&String> = town[..at].iter().filter(|s| s.required).map(|s| &s.key).collect();
                let makes_a_task = matches!(step.nature, Some(Nature::Step | Nature::OnEvent | Nature::Periodic));
                let expected = if makes_a_task && !step.hands_to.is_empty() { before } else { Vec::new() };
                assert_eq!(step.after.iter().collect::<Vec<_>>(), expected, "duty {} {}", duty.no, step.key);
            }
        }
    }
}

#[test]
fn every_waiting_town_step_waits_for_a_step_or_for_a_receipt() {
    for (duty, template) in cooperative() {
        for step in template.tracks.iter().flat_map(|t| &t.steps).filter(|s| s.nature == Some(Nature::Step)) {
            let clause = duty.town_clauses.iter().find(|c| c.i == step.clause.i).expect("its clause");
            assert_eq!(step.waits_for.len(), usize::from(clause.waits_for_department), "duty {} {}", duty.no, step.key);
            let external = step.waits_for.iter().any(|w| w.step.is_none());
            let marked = step.review.iter().any(|r| r == review::EXTERNAL_WAIT || r == review::CYCLE);
            assert_eq!(external, marked, "duty {} {}", duty.no, step.key);
        }
    }
}

#[test]
fn inferences_keep_words_of_the_text_and_marks_are_known() {
    for (duty, template) in cooperative() {
        for step in template.tracks.iter().flat_map(|t| &t.steps) {
            for why in &step.why {
                assert!(!why.words.is_empty(), "duty {} {} {}", duty.no, step.key, why.what);
                let in_text = step.text.contains(&why.words) || why.what == "joint" || why.what == "match";
                assert!(in_text, "duty {} {}: {} 「{}」 is not in the clause", duty.no, step.key, why.what, why.words);
            }
            assert!(step.review.iter().all(|r| review::ALL.contains(&r.as_str())), "{:?}", step.review);
        }
    }
}

#[test]
fn old_age_allowance_runs_from_the_pushed_names_to_the_approval() {
    let template = annotated(28);
    let [track] = template.tracks.as_slice() else { panic!("one track") };
    assert_eq!(track.lanes, [Party::Town, body("阿合奇县民政局"), body("阿合奇县财政局")]);

    let push = step(track, "将老龄人员名单推送至各乡镇");
    let check = step(track, "根据高龄系统推送的数据信息");
    assert!(push.required);
    assert_eq!(check.waits_for.iter().map(|w| (&w.party, w.step.as_deref())).collect::<Vec<_>>(), [(&push.party, Some(push.key.as_str()))]);

    let submit = step(track, "核实无误后提交县民政局审核");
    let examine = step(track, "对乡镇核查报送的高龄老年人信息进行审核");
    let [hand] = submit.hands_to.as_slice() else { panic!("one hand-off") };
    assert_eq!((hand.receiver.as_str(), hand.listed, hand.kind), ("阿合奇县民政局", true, HandKind::Approval));
    assert_eq!(hand.feeds, std::slice::from_ref(&examine.key));
    assert!(examine.required);
    assert_eq!(submit.after, ["t1-town-1", "t1-town-2", "t1-town-3"]);
    assert_eq!(submit.why[0].words, "提交县民政局审核");

    let onward = step(track, "移交至县财政局");
    assert!(!onward.required && onward.review.iter().any(|r| r == review::BETWEEN_BODIES));
    assert!(!step(track, "通过“一卡通”发放高龄津贴").required);
    assert!(push.review.iter().any(|r| r == review::BODY_TO_TOWN));
}

/// The template of a duty of the bundled list, as the reader reads it.
fn printed(no: u32) -> Template {
    let list = bundled();
    let duty = list.duties.iter().find(|d| d.kind() == DutyKind::Cooperative && d.no() == no).expect("a duty of the list");
    derive_with(duty, &list.bodies)
}

#[test]
fn public_posts_run_from_the_plan_to_the_contract() {
    let template = printed(25);
    let [track] = template.tracks.as_slice() else { panic!("one track") };
    let waits = |text: &str| step(track, text).waits_for.iter().filter_map(|w| w.step.as_deref()).collect::<Vec<_>>();
    let (plan, examine) = (step(track, "制定公益性岗位招聘计划"), step(track, "对乡镇上报的公益性岗位人员审批"));
    assert_eq!(waits("根据县人社局公益性岗位招聘计划"), [plan.key.as_str()]);
    assert_eq!(step(track, "复核后报县人社局审批").hands_to[0].feeds, [examine.key.as_str()]);
    assert_eq!(waits("根据县人社局审批意见"), [examine.key.as_str()]);
    let on_the_desk: Vec<&str> = track.steps.iter().filter(|s| s.required && s.party != Party::Town).map(|s| s.key.as_str()).collect();
    assert_eq!(on_the_desk, [plan.key.as_str(), examine.key.as_str()]);
}

#[test]
fn disaster_relief_goes_from_the_villages_to_the_bureau() {
    let template = printed(109);
    let [track] = template.tracks.as_slice() else { panic!("one track") };
    let submit = step(track, "上报县应急管理局审批");
    assert_eq!(submit.hands_to[0].feeds, [step(track, "开展入户核查").key.as_str()]);
    assert!(submit.after.contains(&step(track, "民主评议，符合救助条件的").key));
}

#[test]
fn each_campaign_of_a_duty_is_a_track_with_its_own_report() {
    let template = printed(97);
    let reports: Vec<usize> = template.tracks.iter().map(|t| t.steps.iter().filter(|s| !s.hands_to.is_empty()).count()).collect();
    assert_eq!(reports, [1, 1, 1]);
}

/// A line for each cooperative duty of the bundled list; when the rules change on purpose, the table is written anew and read again.
#[test]
fn the_table_of_the_bundled_list_is_the_committed_one() {
    const HEADS: [&str; 14] = [
        "tracks",
        "parties",
        "steps",
        "bodies' steps",
        "on event",
        "periodic",
        "standing",
        "requirements",
        "hand-offs",
        "receiver open",
        "feeds",
        "waits",
        "external",
        "to check",
    ];
    let list = bundled();
    let mut rows = String::new();
    let mut sums = [0_usize; HEADS.len()];
    for template in derive_all(&list).iter().filter(|t| t.duty.kind == DutyKind::Cooperative) {
        let steps: Vec<&Step> = template.tracks.iter().flat_map(|t| &t.steps).collect();
        let hands: Vec<_> = steps.iter().flat_map(|s| &s.hands_to).collect();
        let waits: Vec<_> = steps.iter().filter(|s| s.party == Party::Town).flat_map(|s| &s.waits_for).collect();
        let nature = |nature| steps.iter().filter(|s| s.nature == Some(nature)).count();
        let parties: BTreeSet<String> = template.tracks.iter().flat_map(|t| &t.lanes).map(|l| format!("{l:?}")).collect();
        let figures = [
            template.tracks.len(),
            parties.len(),
            nature(Nature::Step),
            steps.iter().filter(|s| s.party != Party::Town && s.required).count(),
            nature(Nature::OnEvent),
            nature(Nature::Periodic),
            nature(Nature::Standing),
            nature(Nature::Requirement),
            hands.len(),
            hands.iter().filter(|h| h.receiver == "*").count(),
            hands.iter().map(|h| h.feeds.len()).sum(),
            waits.len(),
            waits.iter().filter(|w| w.step.is_none()).count(),
            steps.iter().map(|s| s.review.len()).sum(),
        ];
        for (sum, figure) in sums.iter_mut().zip(figures) {
            *sum += figure;
        }
        let duty = list.duties.iter().find(|duty| duty.kind() == template.duty.kind && duty.no() == template.duty.no);
        let title = duty.map_or("", Duty::title);
        let title = if title.chars().count() > 24 { title.chars().take(24).chain(['…']).collect() } else { title.to_owned() };
        rows.push_str(&format!("| {} | {title} | {} |\n", template.duty.no, joined(&figures)));
    }
    let table = format!(
        "# The templates of the bundled list\n\nMade by a test of `workflow` from what `dutyflow templates` derives; do not edit.\n\n\
         A line for each of the 127 cooperative duties: its tracks (分项) and parties; the town's steps (办理环节), which make a task each time, and the \
         bodies' steps that the town's work needs; the town's clauses that start on an event, by schedule, or never (日常职责, 工作要求); hand-offs, and \
         those whose receiver is chosen when they are made; how many steps they feed; what the town waits for, and for how much of it the receipt is \
         recorded by hand; and marks that a person should look at. `dutyflow templates FILE --format text --duty 28` prints one to be read.\n\n\
         | no. | duty | {} |\n|---:|---|{}\n| | all | {} |\n{rows}",
        HEADS.join(" | "),
        "---:|".repeat(HEADS.len()),
        joined(&sums),
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/templates.md");
    if std::fs::read_to_string(&file).unwrap_or_default() != table {
        std::fs::write(&file, table).expect("docs can be written");
        panic!("docs/templates.md was out of date; it has been written anew, look at it and commit it");
    }
}

fn joined(figures: &[usize]) -> String {
    figures.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")
}

#[test]
fn a_subsidy_waits_for_the_approval_that_its_own_hand_off_asks_for() {
    let template = annotated(48);
    let track = &template.tracks[0];
    let examine = step(track, "审核公示");
    assert_eq!(step(track, "报县农业农村局审批").hands_to[0].feeds, std::slice::from_ref(&examine.key));
    assert_eq!(step(track, "根据审批意见").waits_for[0].step.as_ref(), Some(&examine.key));
    assert!(examine.required && examine.review.iter().any(|r| r == review::WAIT_INFERRED));
    assert!(!step(track, "资金发放").required);
}

#[test]
fn a_mere_demand_is_an_external_wait_and_puts_nothing_on_a_desk() {
    let template = annotated(106);
    let track = &template.tracks[0];
    let inspect = step(track, "要求实施安全生产监督检查");
    assert!(inspect.waits_for[0].step.is_none());
    assert!(inspect.review.iter().any(|r| r == review::EXTERNAL_WAIT));
    assert!(track.steps.iter().filter(|s| s.party != Party::Town).all(|s| !s.required));
    let serious = step(track, "发现重大事故隐患的");
    assert_eq!(serious.hands_to.iter().map(|h| h.receiver.as_str()).collect::<Vec<_>>(), ["阿合奇县应急管理局", "*"]);
}

#[test]
fn a_report_on_occasion_feeds_without_requiring() {
    let template = annotated(112);
    let track = &template.tracks[0];
    let treat = step(track, "上报的消防安全违法行为和火灾隐患进行处理");
    assert!(step(track, "检查巡查发现的").hands_to[0].feeds.contains(&treat.key));
    assert!(!treat.required && treat.waits_for.is_empty());
}

#[test]
fn tracks_follow_the_headings_of_both_cells() {
    let titles = |no| annotated(no).tracks.iter().map(|t| t.title.clone().unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(titles(12), ["县级人大代表选举", "县级人大代表补选、罢免"]);
    assert_eq!(titles(36), ["农药使用指导服务工作", "农药废弃物回收清理"]);
    assert_eq!(titles(78).len(), 7);
    let pesticides = annotated(36);
    let town = |t: &Track| t.steps.iter().filter(|s| s.party == Party::Town).map(|s| s.text.clone()).collect::<Vec<_>>();
    assert_eq!(town(&pesticides.tracks[0]), town(&pesticides.tracks[1]));
    let election = annotated(12);
    assert!(election.tracks[0].lanes.contains(&body("县选举委员会")), "a receiver that is not listed is a party");
}

#[test]
fn text_outside_the_headings_makes_a_track_of_its_own() {
    let mut duty = made_up();
    duty.town_clauses[0].section = Some("春季".to_owned());
    duty.department_clauses[1].section = Some("秋季".to_owned());
    let template = derive(&Duty::Cooperative(duty));
    let shape: Vec<(Option<&str>, Vec<u32>, Vec<u32>)> = template
        .tracks
        .iter()
        .map(|t| {
            let of = |cell| t.steps.iter().filter(|s| s.clause.cell == cell).map(|s| s.clause.i).collect();
            (t.title.as_deref(), of(Cell::Town), of(Cell::Department))
        })
        .collect();
    assert_eq!(shape, [(None, vec![2], vec![1]), (Some("春季"), vec![1], vec![]), (Some("秋季"), vec![], vec![2])]);
}

#[test]
fn a_clause_without_owner_goes_to_the_lead_body_for_review() {
    let mut duty = made_up();
    duty.departments.push("甲县乙局".to_owned());
    duty.department_clauses[0].department = None;
    let template = derive(&Duty::Cooperative(duty));
    let first = step(&template.tracks[0], "下发名单");
    assert_eq!(first.party, body("甲县农业局"));
    assert!(first.review.iter().any(|r| r == review::NO_OWNER));
    assert!(template.tracks[0].lanes.contains(&body("甲县乙局")));
}

#[test]
fn a_wait_that_only_its_own_outcome_could_meet_becomes_external() {
    let mut duty = made_up();
    duty.department_clauses.remove(0);
    duty.town_clauses[0].text = "根据审核意见核实".to_owned();
    duty.town_clauses[0].cue_wait = Some("根据审核意见".to_owned());
    let template = derive(&Duty::Cooperative(duty));
    let check = step(&template.tracks[0], "根据审核意见核实");
    assert_eq!(check.waits_for.len(), 1);
    assert_eq!((&check.waits_for[0].party, &check.waits_for[0].step), (&body("甲县农业局"), &None));
    assert!(check.review.iter().any(|r| r == review::CYCLE));
}

#[test]
fn spellings_of_one_body_share_a_lane_when_the_list_says_so() {
    let mut duty = made_up();
    duty.town_clauses[1].hands_to = vec!["县农牧部门".to_owned()];
    let bodies = [Body { name: "甲县农业局".to_owned(), aliases: vec!["县农牧部门".to_owned()], listed: true }];
    let template = derive_with(&Duty::Cooperative(duty.clone()), &bodies);
    assert_eq!(template.tracks[0].lanes, [Party::Town, body("甲县农业局")]);
    assert_eq!(step(&template.tracks[0], "将核实名单").hands_to[0].receiver, "甲县农业局");
    let alone = derive(&Duty::Cooperative(duty));
    assert_eq!(alone.tracks[0].lanes, [Party::Town, body("甲县农业局"), body("县农牧部门")]);
    assert!(step(&alone.tracks[0], "将核实名单").review.iter().any(|r| r == review::UNLISTED_RECEIVER));
}

#[test]
fn basic_duties_are_one_step_or_a_responsibility() {
    let basic = |category: Option<&str>| {
        let duty = BasicDuty { no: 7, category: category.map(str::to_owned), title: "做好某项工作".to_owned(), line: None };
        derive(&Duty::Basic(duty)).tracks.remove(0).steps.remove(0)
    };
    for (category, nature) in [("党的建设", Nature::Standing), ("精神文明建设", Nature::Standing), ("民生服务", Nature::Step)]
    {
        let step = basic(Some(category));
        assert_eq!((step.nature, step.required), (Some(nature), nature == Nature::Step), "{category}");
        assert_eq!((step.clause.cell, step.text.as_str(), step.key.as_str()), (Cell::Title, "做好某项工作", "t1-town-1"));
    }
    assert_eq!(basic(None).review, [review::NATURE_UNSURE]);
}

#[test]
fn a_withdrawn_duty_has_nothing_to_start() {
    let duty = WithdrawnDuty {
        no: 1,
        category: None,
        title: "追缴".to_owned(),
        line: None,
        departments: vec!["甲县民政局".to_owned()],
        outcome: Outcome::TakenOver,
        handling: None,
    };
    assert!(derive(&Duty::Withdrawn(duty)).tracks.is_empty());
}

/// A body pushes names, the town checks them and reports, the body examines.
fn made_up() -> CooperativeDuty {
    let department = |i, text: &str, waits| DepartmentClause {
        i,
        section: None,
        department: Some("甲县农业局".to_owned()),
        also: Vec::new(),
        header: None,
        n: Some(i),
        text: text.to_owned(),
        waits_for_town: waits,
        cue_wait: waits.then(|| "乡镇上报的".to_owned()),
    };
    let town = |i, text: &str| TownClause {
        i,
        section: None,
        n: Some(i),
        text: text.to_owned(),
        nature: Nature::Step,
        hands_to: Vec::new(),
        hand_kind: None,
        cue_hand: None,
        waits_for_department: false,
        cue_wait: None,
        joint_with: Vec::new(),
    };
    let check = TownClause {
        waits_for_department: true, cue_wait: Some("根据下发的名单".to_owned()), ..town(1, "根据下发的名单核实")
    };
    let report = TownClause {
        hands_to: vec!["甲县农业局".to_owned()],
        hand_kind: Some(HandKind::Approval),
        cue_hand: Some("报县农业局审核".to_owned()),
        ..town(2, "将核实名单报县农业局审核")
    };
    CooperativeDuty {
        no: 1,
        category: None,
        title: "名单核实".to_owned(),
        line: None,
        departments: vec!["甲县农业局".to_owned()],
        department_clauses: vec![department(1, "下发名单至各乡镇", false), department(2, "对乡镇上报的名单进行审核", true)],
        town_clauses: vec![check, report],
    }
}

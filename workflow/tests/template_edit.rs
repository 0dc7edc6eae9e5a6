//! Changing templates by hand: what each change does, what is refused and in which words, and that no series of changes loses a word of the list,
//! doubles one, or makes a circle.

#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests fail loudly")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use duty_list::{DutyKind, DutyList, HandKind, Nature};
use proptest::prelude::*;
use workflow::calendar::{Limit, LimitSource};
use workflow::case::LimitSpec;
use workflow::template::derive::{derive_all, review};
use workflow::template::diff::{Change, Detail, diff};
use workflow::template::edit::{Edit, EditError, apply, carry, faults, pieces};
use workflow::template::{Cell, ClauseRef, Party, SignOff, Step, Template, WaitFor, transfer};

static LIST: LazyLock<DutyList> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/aheqi-zhen-2025-07.txt");
    duty_list::read(&std::fs::read(path).expect("the bundled list")).expect("a duty list")
});

/// Every template of the bundled list: cooperative, basic, and what is received and transferred.
static ALL: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let withdrawn = LIST.duties.iter().filter_map(|duty| match duty {
        duty_list::Duty::Withdrawn(duty) => transfer(duty),
        _ => None,
    });
    derive_all(&LIST).into_iter().filter(|template| !template.tracks.is_empty()).chain(withdrawn).collect()
});

fn cooperative(no: u32) -> Template {
    let found = ALL.iter().find(|template| template.duty.kind == DutyKind::Cooperative && template.duty.no == no);
    found.expect("a duty of the list").clone()
}

fn key(template: &Template, text: &str) -> String {
    step(template, text).key.clone()
}

fn step<'t>(template: &'t Template, text: &str) -> &'t Step {
    let mut found = template.tracks.iter().flat_map(|track| &track.steps).filter(|step| step.text.contains(text));
    let step = found.next().unwrap_or_else(|| panic!("no step 「{text}」"));
    assert!(found.next().is_none(), "「{text}」 stands in several steps");
    step
}

fn done(template: &Template, edit: Edit) -> Template {
    let changed = apply(template, &edit).unwrap_or_else(|error| panic!("{edit:?}: {error}"));
    assert_eq!(faults(&changed), []);
    changed
}

fn refused(template: &Template, edit: &Edit) -> EditError {
    apply(template, edit).expect_err("a refusal")
}

fn body(name: &str) -> Party {
    Party::Body { name: name.to_owned() }
}

/// The words of the list that a template holds: clause, place of the character, character.
fn words(template: &Template) -> BTreeSet<(ClauseRef, usize, char)> {
    let pieces = template.tracks.iter().flat_map(|track| &track.steps).flat_map(pieces).filter(|piece| piece.clause.cell != Cell::Own);
    pieces
        .flat_map(|piece| piece.text.chars().enumerate().map(move |(at, c)| (piece.clause, piece.from + at, c)).collect::<Vec<_>>())
        .collect()
}

#[test]
fn derived_templates_have_no_fault() {
    for template in ALL.iter() {
        assert_eq!(faults(template), [], "{:?}", template.duty);
    }
}

#[test]
fn a_clause_left_as_standing_makes_no_task_and_asks_nothing_of_the_bureau() {
    let template = cooperative(28);
    let submit = key(&template, "核实无误后提交县民政局审核");
    assert!(step(&template, "对乡镇核查报送的高龄老年人信息进行审核").required);
    let changed = done(&template, Edit::SetNature { step: submit, nature: Nature::Standing });
    assert!(!step(&changed, "核实无误后提交县民政局审核").required);
    assert!(!step(&changed, "对乡镇核查报送的高龄老年人信息进行审核").required);
    assert!(step(&changed, "对乡镇核查报送的高龄老年人信息进行审核").waits_for.is_empty());
    let examine = key(&template, "对乡镇核查报送的高龄老年人信息进行审核");
    assert_eq!(refused(&template, &Edit::SetNature { step: examine, nature: Nature::Step }), EditError::TownOnly);
}

#[test]
fn a_limit_needs_an_amount_and_its_source() {
    let template = cooperative(28);
    let submit = key(&template, "核实无误后提交县民政局审核");
    let limit = |limit, source| Edit::SetLimit { step: submit.clone(), limit: Some(LimitSpec { limit, source }) };
    let changed = done(&template, limit(Limit::working_days(5), LimitSource::TownSetting));
    assert_eq!(step(&changed, "核实无误后提交县民政局审核").limit.as_ref().map(|spec| spec.limit), Some(Limit::working_days(5)));
    for wrong in [
        limit(Limit::working_days(0), LimitSource::TownSetting),
        limit(Limit::working_days(9_999), LimitSource::TownSetting),
        limit(Limit::working_days(5), LimitSource::None),
        limit(Limit::date(chrono::DateTime::UNIX_EPOCH), LimitSource::Law),
    ] {
        assert_eq!(refused(&template, &wrong), EditError::LimitUnclear, "{wrong:?}");
    }
    assert_eq!(refused(&template, &Edit::SetLimit { step: "t9-town-9".to_owned(), limit: None }), EditError::NoStep);
}

#[test]
fn who_signs_is_said_for_the_towns_steps_alone() {
    let template = cooperative(28);
    let sign = |text: &str| Edit::SetSignOff { step: key(&template, text), sign_off: SignOff::LeaderInCharge };
    let changed = done(&template, sign("核实无误后提交县民政局审核"));
    assert_eq!(step(&changed, "核实无误后提交县民政局审核").sign_off, SignOff::LeaderInCharge);
    assert_eq!(refused(&template, &sign("对乡镇核查报送的高龄老年人信息进行审核")), EditError::TownOnly);
}

#[test]
fn receivers_are_changed_with_kind_and_all_or_any() {
    let template = cooperative(28);
    let submit = key(&template, "核实无误后提交县民政局审核");
    let to = |receivers: &[&str], any| Edit::SetHandOffs {
        step: submit.clone(),
        receivers: receivers.iter().map(|name| (*name).to_owned()).collect(),
        kind: HandKind::Report,
        any,
    };
    let changed = done(&template, to(&["阿合奇县民政局", "阿合奇县财政局", "*"], true));
    let sends = step(&changed, "核实无误后提交县民政局审核");
    assert!(sends.any_receiver && sends.hands_to.iter().all(|hand| hand.kind == HandKind::Report));
    assert_eq!(sends.hands_to[0].feeds, [key(&template, "对乡镇核查报送的高龄老年人信息进行审核")], "what it is for stays");
    assert!(sends.review.contains(&review::RECEIVER_OPEN.to_owned()));
    let none = done(&changed, to(&[], false));
    assert!(step(&none, "核实无误后提交县民政局审核").hands_to.is_empty());
    assert!(!step(&none, "核实无误后提交县民政局审核").review.contains(&review::RECEIVER_OPEN.to_owned()));
    assert_eq!(refused(&template, &to(&["阿合奇县民政局", "阿合奇县民政局"], false)), EditError::ReceiverUnclear);
    assert_eq!(refused(&template, &to(&["  "], false)), EditError::ReceiverUnclear);
    let foreign = Edit::SetFeeds {
        step: submit.clone(),
        receiver: "阿合奇县民政局".to_owned(),
        feeds: vec![key(&template, "通过“一卡通”发放高龄津贴")],
    };
    assert_eq!(refused(&template, &foreign), EditError::FeedUnclear);
}

#[test]
fn steps_that_would_wait_for_one_another_are_refused_by_name() {
    let template = cooperative(28);
    let submit = key(&template, "核实无误后提交县民政局审核");
    let check = key(&template, "根据高龄系统推送的数据信息");
    let examine = key(&template, "对乡镇核查报送的高龄老年人信息进行审核");
    let circle = Edit::SetWaits { step: check.clone(), waits: vec![WaitFor { party: body("阿合奇县民政局"), step: Some(examine) }] };
    let EditError::Cycle { steps } = refused(&template, &circle) else { panic!("a circle") };
    assert!(steps.iter().any(|text| text.contains("核实无误后提交")) && steps.first() == steps.last(), "{steps:?}");
    let turned = Edit::SetAfter { step: check.clone(), after: vec![submit.clone()] };
    assert!(matches!(refused(&template, &turned), EditError::Cycle { .. }));
    let other_side = Edit::SetAfter { step: submit, after: vec![key(&template, "将老龄人员名单推送至各乡镇")] };
    assert_eq!(refused(&template, &other_side), EditError::OtherSide);
    let wrong = Edit::SetWaits {
        step: check,
        waits: vec![WaitFor {
            party: body("阿合奇县财政局"), step: Some(key(&template, "将老龄人员名单推送至各乡镇"))
        }],
    };
    assert_eq!(refused(&template, &wrong), EditError::WaitUnclear);
}

#[test]
fn merged_steps_keep_the_words_and_what_they_ask_for() {
    let template = cooperative(28);
    let (first, second) = ("t1-town-2".to_owned(), "t1-town-3".to_owned());
    let texts: Vec<String> = template.tracks[0].steps[1..3].iter().map(|step| step.text.clone()).collect();
    let changed = done(&template, Edit::Merge { steps: vec![second.clone(), first.clone()] });
    let one = changed.tracks[0].steps.iter().find(|step| step.key == first).expect("the first one's key");
    assert_eq!(one.text, texts.join("；"));
    assert_eq!(words(&changed), words(&template));
    assert_eq!(step(&changed, "核实无误后提交县民政局审核").after, ["t1-town-1", "t1-town-2"]);
    assert_eq!(refused(&template, &Edit::Merge { steps: vec![first.clone()] }), EditError::TooFew);
    assert_eq!(refused(&template, &Edit::Merge { steps: vec![first.clone(), first.clone()] }), EditError::TooFew);
    let across = vec![first, key(&template, "将老龄人员名单推送至各乡镇")];
    assert_eq!(refused(&template, &Edit::Merge { steps: across }), EditError::NotTogether);
    // Split where they were joined, the clauses are whole again.
    let again = done(&changed, Edit::Split { step: one.key.clone(), texts: texts.clone() });
    assert_eq!(words(&again), words(&template));
    for text in &texts {
        assert!(step(&again, text).parts.is_empty());
    }
}

#[test]
fn a_split_loses_nothing_and_follows_the_order_of_its_parts() {
    let template = cooperative(28);
    let whole = step(&template, "核实无误后提交县民政局审核").clone();
    let at = whole.text.find("核实无误后").expect("the words");
    let texts = vec![whole.text[..at].to_owned(), whole.text[at..].to_owned()];
    let changed = done(&template, Edit::Split { step: whole.key.clone(), texts: texts.clone() });
    assert_eq!(words(&changed), words(&template));
    let sends = step(&changed, "核实无误后提交县民政局审核");
    assert_eq!((&sends.key, &sends.hands_to), (&whole.key, &whole.hands_to));
    let first = changed.tracks[0].steps.iter().find(|step| sends.after.contains(&step.key)).expect("what comes before");
    assert_eq!((first.after.as_slice(), first.hands_to.len()), (whole.after.as_slice(), 0));
    assert!(first.required && first.parts.len() == 1 && texts[0].starts_with(&first.text));

    let short = vec![texts[0].clone(), texts[1].chars().skip(1).collect()];
    assert!(matches!(refused(&template, &Edit::Split { step: whole.key.clone(), texts: short }), EditError::NotTheWords { .. }));
    let long = vec![texts[0].clone(), format!("{}等", texts[1])];
    assert!(matches!(refused(&template, &Edit::Split { step: whole.key.clone(), texts: long }), EditError::NotTheWords { .. }));
    assert_eq!(refused(&template, &Edit::Split { step: whole.key, texts: vec![whole.text] }), EditError::OnePart);
}

#[test]
fn a_step_of_ones_own_comes_and_goes_and_a_clause_does_not() {
    let template = cooperative(28);
    let changed = done(&template, Edit::AddStep { track: 0, party: Party::Town, text: " 召开村民代表会议 ".to_owned() });
    let own = step(&changed, "召开村民代表会议").clone();
    assert_eq!((own.clause.cell, own.required, own.text.as_str()), (Cell::Own, true, "召开村民代表会议"));
    let reworded = done(&changed, Edit::SetText { step: own.key.clone(), text: "召开会议".to_owned() });
    let gone = done(&reworded, Edit::RemoveStep { step: own.key });
    assert_eq!(gone, template);
    let clause = key(&template, "核实无误后提交县民政局审核");
    assert_eq!(refused(&template, &Edit::RemoveStep { step: clause.clone() }), EditError::ListWords);
    assert_eq!(refused(&template, &Edit::SetText { step: clause, text: "改写".to_owned() }), EditError::ListWords);
    let blank = Edit::AddStep { track: 0, party: Party::Town, text: "  ".to_owned() };
    assert_eq!(refused(&template, &blank), EditError::TextMissing);
    assert!(refused(&template, &blank).to_string().contains("请填写"));
}

#[test]
fn a_track_by_hand_takes_its_clauses_and_shares_the_other_side() {
    let template = cooperative(25);
    assert_eq!(template.tracks.len(), 1);
    let monthly = key(&template, "复核后报县人社局审批");
    let changed = done(&template, Edit::MakeTrack { track: 0, title: "按月考勤".to_owned(), steps: vec![monthly.clone()] });
    let [stays, made] = changed.tracks.as_slice() else { panic!("two tracks") };
    assert_eq!(made.title.as_deref(), Some("按月考勤"));
    assert!(made.steps.iter().any(|step| step.key == monthly) && !stays.steps.iter().any(|step| step.key == monthly));
    let of_bodies = |track: &workflow::template::Track| {
        track.steps.iter().filter(|step| step.clause.cell == Cell::Department).map(|step| step.clause).collect::<Vec<_>>()
    };
    assert_eq!(of_bodies(stays), of_bodies(made), "the department's cell has no headings: it belongs to every track");
    assert_eq!(words(&changed), words(&template));
    let again = done(&changed, Edit::JoinTracks { track: 1, into: 0 });
    assert_eq!((again.tracks.len(), words(&again)), (1, words(&template)));
    assert_eq!(again.tracks[0].steps.len(), template.tracks[0].steps.len());

    let same = Edit::MakeTrack { track: 0, title: "按月考勤".to_owned(), steps: vec!["t1-town-1".to_owned()] };
    assert_eq!(refused(&changed, &same), EditError::TitleTaken);
    let all: Vec<String> = template.tracks[0].steps.iter().filter(|step| step.party == Party::Town).map(|step| step.key.clone()).collect();
    assert_eq!(refused(&template, &Edit::MakeTrack { track: 0, title: "全部".to_owned(), steps: all }), EditError::NothingLeft);
}

#[test]
fn a_step_given_to_another_side_takes_its_waits_along() {
    let template = cooperative(28);
    let push = key(&template, "将老龄人员名单推送至各乡镇");
    let changed = done(&template, Edit::SetParty { step: push.clone(), party: body("阿合奇县财政局") });
    let check = step(&changed, "根据高龄系统推送的数据信息");
    assert_eq!(check.waits_for, [WaitFor { party: body("阿合奇县财政局"), step: Some(push.clone()) }]);
    let ours = done(&template, Edit::SetParty { step: push.clone(), party: Party::Town });
    assert_eq!(step(&ours, "根据高龄系统推送的数据信息").after, [push]);
    let submit = key(&template, "核实无误后提交县民政局审核");
    assert_eq!(refused(&template, &Edit::SetParty { step: submit, party: body("阿合奇县财政局") }), EditError::HandsOn);
}

#[test]
fn settled_marks_are_remembered_and_can_be_opened_again() {
    let template = cooperative(28);
    let push = step(&template, "将老龄人员名单推送至各乡镇");
    let mark = push.review.first().expect("a mark").clone();
    let edit = Edit::Resolve { step: push.key.clone(), mark: mark.clone() };
    let changed = done(&template, edit.clone());
    let settled = step(&changed, "将老龄人员名单推送至各乡镇");
    assert!(!settled.review.contains(&mark) && settled.resolved.contains(&mark));
    assert_eq!(refused(&changed, &edit), EditError::NoMark);
    let carried = carry(&changed, template.clone());
    assert!(step(&carried, "将老龄人员名单推送至各乡镇").resolved.contains(&mark), "the next edition does not ask again");
    let again = done(&changed, Edit::Reopen { step: settled.key.clone(), mark });
    assert_eq!(diff(&template, &again), []);
}

#[test]
fn the_difference_of_two_versions_is_said_step_by_step() {
    let template = cooperative(28);
    assert_eq!(diff(&template, &template), []);
    let submit = key(&template, "核实无误后提交县民政局审核");
    let mut changed = done(&template, Edit::SetSignOff { step: submit.clone(), sign_off: SignOff::FirstLeader });
    changed = done(&changed, Edit::SetNature { step: "t1-town-2".to_owned(), nature: Nature::Standing });
    changed = done(&changed, Edit::AddStep { track: 0, party: Party::Town, text: "张榜公示".to_owned() });
    let changes = diff(&template, &changed);
    let text = |key: &str| template.tracks[0].steps.iter().find(|step| step.key == key).expect("a step").text.clone();
    for expected in [
        Change::Changed { step: text("t1-town-2"), detail: Detail::Nature { from: Some(Nature::Step), to: Some(Nature::Standing) } },
        Change::Changed { step: text(&submit), detail: Detail::SignOff { from: SignOff::None, to: SignOff::FirstLeader } },
        Change::Changed {
            step: text(&submit),
            detail: Detail::After {
                from: vec![text("t1-town-1"), text("t1-town-2"), text("t1-town-3")],
                to: vec![text("t1-town-1"), text("t1-town-3")],
            },
        },
        Change::Added { step: "张榜公示".to_owned() },
    ] {
        assert!(changes.contains(&expected), "{expected:?} is not among {changes:#?}");
    }
    assert_eq!(changes.len(), 4, "{changes:#?}");
    let merged = done(&template, Edit::Merge { steps: vec!["t1-town-1".to_owned(), "t1-town-2".to_owned()] });
    assert!(diff(&template, &merged).iter().any(|change| matches!(change, Change::Merged { step, .. } if *step == text("t1-town-2"))));
    assert!(diff(&merged, &template).iter().any(|change| matches!(change, Change::Split { step, .. } if *step == text("t1-town-2"))));
    let moved = done(&template, Edit::Move { step: "t1-town-3".to_owned(), before: Some("t1-town-1".to_owned()) });
    assert!(diff(&template, &moved).contains(&Change::Changed { step: text("t1-town-3"), detail: Detail::Place { from: 3, to: 1 } }));
}

#[test]
fn a_template_stored_before_it_could_be_edited_is_still_read() {
    let old = r#"{"duty":{"kind":"basic","no":1},"tracks":[{"title":null,"lanes":[{"kind":"town"}],"steps":[{"key":"t1-town-1","party":{"kind":"town"},
        "clause":{"cell":"title","i":1},"text":"做好某项工作","nature":"step","required":true,"after":[],"waits_for":[],"hands_to":[],"why":[],"review":[]}]}]}"#;
    let template: Template = serde_json::from_str(old).expect("an old template");
    let step = &template.tracks[0].steps[0];
    assert_eq!((step.sign_off, step.limit.as_ref(), step.any_receiver, step.parts.len()), (SignOff::None, None, false, 0));
    let again: serde_json::Value = serde_json::to_value(&template).expect("JSON");
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(old).expect("JSON"), "nothing is added that nobody set");
}

/// A change made from numbers: whatever they are, it names steps and tracks that are there, and sometimes ones that are not.
fn change(template: &Template, (act, a, b, c): (u8, usize, usize, usize)) -> Edit {
    let steps: Vec<&Step> = template.tracks.iter().flat_map(|track| &track.steps).collect();
    let one = |n: usize| steps[n % steps.len()];
    let named = |n: usize| one(n).key.clone();
    let bodies: Vec<&Party> = template.tracks.iter().flat_map(|track| &track.lanes).filter(|lane| **lane != Party::Town).collect();
    let party = |n: usize| match bodies.get(n % (bodies.len() + 1)) {
        Some(body) => (*body).clone(),
        None => Party::Town,
    };
    let name = |n: usize| match party(n) {
        Party::Town => "*".to_owned(),
        Party::Body { name } => name,
    };
    let near = |n: usize, k: usize| {
        let at = n % steps.len();
        steps[(at + k % 3) % steps.len()].key.clone()
    };
    match act % 17 {
        0 => Edit::SetNature { step: named(a), nature: Nature::ALL[b % 5] },
        1 => Edit::SetParty { step: named(a), party: party(b) },
        2 => Edit::SetSignOff { step: named(a), sign_off: SignOff::ALL[b % 5] },
        3 => Edit::SetHandOffs { step: named(a), receivers: vec![name(b), name(c)], kind: HandKind::Approval, any: c % 2 == 0 },
        4 => Edit::SetHandOffs { step: named(a), receivers: vec![name(b)], kind: HandKind::Report, any: false },
        5 => Edit::SetFeeds { step: named(a), receiver: name(b), feeds: vec![named(c)] },
        6 => Edit::SetWaits { step: named(a), waits: vec![WaitFor { party: one(b).party.clone(), step: Some(named(b)) }] },
        7 => Edit::SetAfter { step: named(a), after: vec![near(a, b), near(a, c)] },
        8 => Edit::Move { step: named(a), before: (c % 3 > 0).then(|| near(a, b)) },
        9 => Edit::Merge { steps: vec![named(a), near(a, 1)] },
        10 => Edit::Merge { steps: vec![named(a), near(a, 1), near(a, 2)] },
        11 => {
            let words: String = pieces(one(a)).iter().map(|piece| piece.text.clone()).collect();
            let at = words.char_indices().map(|(at, _)| at).nth(1 + b % words.chars().count().max(2).saturating_sub(1)).unwrap_or(0);
            Edit::Split { step: named(a), texts: vec![words[..at].to_owned(), words[at..].to_owned()] }
        }
        12 => Edit::AddStep { track: a % template.tracks.len(), party: party(b), text: format!("另加环节{c}") },
        13 => Edit::RemoveStep { step: named(a) },
        14 => Edit::MakeTrack { track: a % template.tracks.len(), title: format!("分项{b}"), steps: vec![named(b), near(b, 1)] },
        15 => Edit::JoinTracks { track: a % template.tracks.len(), into: b % template.tracks.len() },
        _ => Edit::Resolve { step: named(a), mark: one(a).review.first().cloned().unwrap_or_default() },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_series_of_changes_loses_a_word_or_closes_a_step(
        which in 0_usize..1000,
        changes in proptest::collection::vec((any::<u8>(), any::<usize>(), any::<usize>(), any::<usize>()), 1..40),
    ) {
        let first = &ALL[which % ALL.len()];
        let mut template = first.clone();
        for numbers in changes {
            let edit = change(&template, numbers);
            let before = template.clone();
            match apply(&template, &edit) {
                Ok(changed) => template = changed,
                Err(error) => {
                    prop_assert!(error != EditError::Broken, "{edit:?} would break {:?}", template.duty);
                    prop_assert!(!error.to_string().is_empty());
                }
            }
            prop_assert_eq!(faults(&template), vec![], "after {:?} on {:#?}", edit, before);
            prop_assert_eq!(words(&template), words(first), "after {:?}", edit);
            // The JSON of a changed template is the template.
            let stored = serde_json::to_string(&template).expect("JSON");
            prop_assert_eq!(&serde_json::from_str::<Template>(&stored).expect("the same"), &template);
        }
        // The difference is empty only for templates that are the same in what it speaks of.
        prop_assert_eq!(diff(&template, &template), vec![]);
    }
}

//! A later edition of a town's list: what lasts, what is closed, what is asked again.

use duty_list::compare::ChangeKind;
use duty_list::{DutyKind, DutyRef};
use dutyflow::service::import::decisions::{self, NewDecision, Verdict};
use dutyflow::service::import::editions::{self, compared};
use dutyflow::service::import::{Accepted, Answers, Imported, NewList, Summary, accept_list, import_list, preview};
use dutyflow::service::start::start;
use dutyflow::service::templates::{change, editor, publish};
use dutyflow::service::{Actor, Request, ServiceError, duties};
use dutyflow::store::templates::{self, VersionState};
use workflow::ids::TownId;
use workflow::refusal::Refusal;
use workflow::settings::TownLimits;
use workflow::template::Party;
use workflow::template::edit::Edit;

use crate::harness::county::{County, LIST};

/// The printed list with changes in its text.
fn changed(changes: &[(&str, &str)]) -> Vec<u8> {
    let mut text = String::from_utf8(LIST.to_vec()).unwrap();
    for (from, to) in changes {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    text.into_bytes()
}

/// One clause of the allowance reads otherwise; the last withdrawn duty is gone.
fn next_edition() -> Vec<u8> {
    let text = String::from_utf8(changed(&[(
        "各村（社区）核实完信息后，将核实的信息报送至镇复核",
        "各村（社区）核实完信息后，五个工作日内将信息报送至镇复核",
    )]))
    .unwrap();
    let last = text.rfind("\n63\t").unwrap();
    text.as_bytes()[..last].to_vec()
}

fn list(county: &County, bytes: Vec<u8>) -> NewList {
    NewList { town: county.town, file_name: "新版.txt".to_owned(), bytes, limits: None, allow_other_town: false }
}

async fn import(county: &County, bytes: Vec<u8>) -> Summary {
    match import_list(county.tools(), Actor::Person(&county.coordinator), list(county, bytes), |_| {}).await.unwrap() {
        Imported::Done(summary) => summary,
        Imported::Unchanged(edition) => panic!("edition {} is that list already", edition.sequence),
    }
}

#[tokio::test]
async fn a_duty_keeps_its_id_and_its_template_in_use_over_editions() {
    let county = County::open().await;
    let db = county.tools().store.read();
    let allowance = county.duty(DutyKind::Cooperative, 28).await;
    let last = county.duty(DutyKind::Withdrawn, 63).await;
    let used = templates::published(db, allowance).await.unwrap().unwrap();

    let seen = preview(county.tools(), Actor::Person(&county.coordinator), county.town, next_edition()).await.unwrap();
    let count = |kind| seen.comparison.count(kind);
    assert_eq!((count(ChangeKind::Added), count(ChangeKind::Reworded), count(ChangeKind::Removed)), (0, 1, 1));
    let change = &seen.comparison.changes[0];
    assert!(change.new.as_ref().unwrap().title.contains("高龄津贴") && !seen.needs_limits && seen.other_town.is_none());
    assert_eq!(change.words[0].added(), ["五个工作日内将"], "the words that changed");

    let summary = import(&county, next_edition()).await;
    assert_eq!((summary.sequence, summary.new_duties, summary.reworded, summary.closed), (2, 0, 1, 1));
    assert_eq!((summary.new_templates, summary.new_drafts, summary.new_bodies), (0, 1, 0));
    assert_eq!(county.duty(DutyKind::Cooperative, 28).await, allowance, "the id lasts");
    let text = duties::show(county.tools(), &county.coordinator, allowance).await.unwrap().text;
    assert!(serde_json::to_string(&text.content).unwrap().contains("五个工作日内"), "the new wording is in force");
    assert!(
        matches!(duties::show(county.tools(), &county.coordinator, last).await, Err(ServiceError::NotFound)),
        "a closed duty is not in force"
    );

    let versions = templates::versions(db, used.template).await.unwrap();
    let states: Vec<_> = versions.iter().map(|version| (version.number, version.state)).collect();
    assert_eq!(states, [(2, VersionState::Draft), (1, VersionState::Published)], "what was in use stays in use");

    // The first edition's document again is known; another one that has the duty again opens it again.
    let known = import_list(county.tools(), Actor::Console, list(&county, LIST.to_vec()), |_| {}).await.unwrap();
    assert!(matches!(known, Imported::Unchanged(edition) if edition.sequence == 1));
    let back = import(&county, [LIST, b"\n"].concat()).await;
    assert_eq!((back.sequence, back.new_duties, back.reworded, back.closed), (3, 0, 1, 0));
    assert_eq!(county.duty(DutyKind::Withdrawn, 63).await, last);
}

#[tokio::test]
async fn an_import_that_is_refused_leaves_nothing() {
    let county = County::open().await;
    let editions = || async { dutyflow::store::editions::of_town(county.tools().store.read(), county.town).await.unwrap().len() };
    let other = changed(&[("阿合奇县阿合奇镇\n", "阿合奇县别处镇\n")]);
    let refused = import_list(county.tools(), Actor::Person(&county.coordinator), list(&county, other), |_| {}).await.unwrap_err();
    assert!(refused.to_string().contains("别处镇"), "{refused}");
    let repeated = changed(&[("\n62\t市场监管\t", "\n63\t市场监管\t")]);
    let refused = import_list(county.tools(), Actor::Person(&county.coordinator), list(&county, repeated), |_| {}).await.unwrap_err();
    assert!(refused.to_string().contains("序号相同"), "{refused}");
    let clerk = import_list(county.tools(), Actor::Person(&county.clerk), list(&county, next_edition()), |_| {}).await;
    assert!(matches!(clerk, Err(ServiceError::Refused(Refusal::NotPermitted))));
    assert_eq!(editions().await, 1);
}

/// A list of one basic and one cooperative duty and, if wanted, withdrawn ones.
fn little(basic: &str, cooperative: &[&str], withdrawn: &[&str]) -> Vec<u8> {
    let mut text = format!("青山县柳河镇履职事项清单\n\n一、基本履职事项清单\n\n序号\t事项类别\t事项名称\n1\t民生服务\t{basic}\n");
    text.push_str("\n二、配合履职事项清单\n\n序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n");
    for (at, title) in cooperative.iter().enumerate() {
        let row = format!("{}\t民生服务\t{title}\t青山县民政局\t1. 审核镇报送的材料。\t1. 核实信息，报县民政局审批。\n", at + 1);
        text.push_str(&row);
    }
    text.push_str("\n三、上级部门收回事项清单\n\n序号\t事项类别\t事项名称\t承接部门\t工作方式\n");
    for (at, title) in withdrawn.iter().enumerate() {
        text.push_str(&format!("{}\t民生服务\t{title}\t青山县民政局\t由县民政局负责。\n", at + 1));
    }
    text.into_bytes()
}

async fn town(county: &County) -> TownId {
    let town = dutyflow::service::towns::add_town(county.tools(), Actor::Console, "柳河镇").await.unwrap();
    let first = little("做好兵役登记、征兵宣传和兵员征集工作。", &["老年人高龄津贴的发放管理", "临时救助"], &["违规领取津贴的追缴"]);
    accept(county, town, first, Accepted::default()).await.unwrap();
    town
}

async fn accept(county: &County, town: TownId, bytes: Vec<u8>, accepted: Accepted) -> Result<Imported, ServiceError> {
    let new = NewList { town, file_name: "清单.txt".to_owned(), bytes, limits: Some(TownLimits::default()), allow_other_town: true };
    accept_list(county.tools(), Actor::Console, new, accepted, |_| {}).await
}

fn done(imported: Result<Imported, ServiceError>) -> Summary {
    match imported.unwrap() {
        Imported::Done(summary) => summary,
        Imported::Unchanged(edition) => panic!("edition {} is that list already", edition.sequence),
    }
}

#[tokio::test]
async fn a_duty_that_is_taken_back_keeps_its_id_and_is_only_passed_on_from_then() {
    let county = County::open().await;
    let town = town(&county).await;
    let at = |kind, no| duties::by_ref(county.tools(), town, DutyRef { kind, no });
    let id = at(DutyKind::Cooperative, 2).await.unwrap().row.duty;
    let db = county.tools().store.read();
    let before = templates::published(db, id).await.unwrap().unwrap();
    let next = little("做好兵役登记、征兵宣传和兵员征集工作。", &["老年人高龄津贴的发放管理"], &["违规领取津贴的追缴", "临时救助"]);
    let summary = done(accept(&county, town, next, Accepted::default()).await);
    assert_eq!((summary.moved, summary.closed, summary.new_duties), (1, 0, 0));
    assert_eq!(at(DutyKind::Withdrawn, 2).await.unwrap().row.duty, id);
    let after = templates::published(db, id).await.unwrap().unwrap();
    assert_ne!(before.id, after.id, "the way of passing it on is in use");
    assert_eq!(after.template, before.template);
    let old = templates::version(db, before.id).await.unwrap().unwrap();
    assert_eq!(old.state, VersionState::Retired);
    let editions = dutyflow::store::editions::of_town(db, town).await.unwrap();
    let change = compared(county.tools(), editions[1].id, editions[0].id).await.unwrap();
    assert_eq!(change.comparison.count(ChangeKind::Moved), 1);
    assert_eq!(change.comparison.changes.len(), 1);
}

#[tokio::test]
async fn a_duty_of_which_it_is_not_sure_waits_for_an_answer() {
    let county = County::open().await;
    for same in [true, false] {
        let town = if same {
            town(&county).await
        } else {
            let town = dutyflow::service::towns::add_town(county.tools(), Actor::Console, "石桥镇").await.unwrap();
            let first =
                little("做好兵役登记、征兵宣传和兵员征集工作。", &["老年人高龄津贴的发放管理", "临时救助"], &["违规领取津贴的追缴"]);
            accept(&county, town, first, Accepted::default()).await.unwrap();
            town
        };
        let next =
            little("做好兵役登记、征兵宣传，负责国防动员潜力调查。", &["老年人高龄津贴的发放管理", "临时救助"], &["违规领取津贴的追缴"]);
        let seen = preview(county.tools(), Actor::Console, town, next.clone()).await.unwrap();
        let asked: Vec<_> = seen.comparison.questions().filter_map(|change| seen.duty(change)).collect();
        assert_eq!(asked.len(), 1);
        let open = accept(&county, town, next.clone(), Accepted::default()).await;
        assert!(matches!(open, Err(ServiceError::Invalid(problems)) if problems[0].field == "questions"));
        let answers = Answers::from([(asked[0], same)]);
        let summary = done(accept(&county, town, next, Accepted { seen: None, answers }).await);
        assert_eq!((summary.reworded, summary.new_duties, summary.closed), if same { (1, 0, 0) } else { (0, 1, 1) });
    }
}

#[tokio::test]
async fn of_two_lists_accepted_against_one_edition_the_second_is_told() {
    let county = County::open().await;
    let town = town(&county).await;
    let in_force = |editions: Vec<dutyflow::store::editions::Edition>| editions[0].id;
    let seen = Some(in_force(dutyflow::store::editions::of_town(county.tools().store.read(), town).await.unwrap()));
    let list =
        |title| little("做好兵役登记、征兵宣传和兵员征集工作。", &["老年人高龄津贴的发放管理", "临时救助", title], &["违规领取津贴的追缴"]);
    let accepted = || Accepted { seen, answers: Answers::new() };
    let (one, other) = tokio::join!(
        accept(&county, town, list("农村低收入人口动态监测"), accepted()),
        accept(&county, town, list("集体土地上房屋征收"), accepted())
    );
    assert!(one.is_ok() != other.is_ok());
    let lost = if one.is_ok() { other } else { one };
    assert!(matches!(lost, Err(ServiceError::Conflict)), "{lost:?}");
    assert_eq!(dutyflow::store::editions::of_town(county.tools().store.read(), town).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_decision_about_a_finding_holds_for_the_next_edition_while_its_words_stay() {
    let county = County::open().await;
    let county = &county;
    let latest = || async move { dutyflow::store::editions::of_town(county.tools().store.read(), county.town).await.unwrap()[0].id };
    let first = latest().await;
    let view = editions::show(county.tools(), first).await.unwrap();
    assert!(view.remarks.iter().all(|remark| !remark.new), "nothing came before");
    let hidden = view.findings.iter().position(|finding| finding.code == "town-duty-in-department-cell").unwrap();
    let identity = view.remarks[hidden].identity.clone().unwrap();
    let decide = |verdict, note: &str, version| {
        let new = NewDecision { identity: identity.clone(), verdict, note: note.to_owned(), version };
        async move { decisions::decide(county.tools(), &county.coordinator, first, new).await }
    };
    assert!(matches!(decide(Verdict::NoProblem, " ", 0).await, Err(ServiceError::Invalid(problems)) if problems[0].field == "note"));
    assert!(matches!(decide(Verdict::Seen, "身份证11010519491231002X", 0).await, Err(ServiceError::Invalid(_))));
    decide(Verdict::NoProblem, "与部门商定由镇办理", 0).await.unwrap();
    decide(Verdict::NoProblem, "与部门商定由镇办理", 0).await.unwrap();
    assert!(matches!(decide(Verdict::Seen, "", 0).await, Err(ServiceError::Conflict)), "who did not see it is told");
    let clerk = NewDecision { identity: identity.clone(), verdict: Verdict::Seen, note: String::new(), version: 1 };
    assert!(decisions::decide(county.tools(), &county.clerk, first, clerk).await.is_err());

    // The next edition has the same words: what was decided holds, in the preview and afterwards.
    let seen = preview(county.tools(), Actor::Person(&county.coordinator), county.town, next_edition()).await.unwrap();
    let decided = seen.remarks.iter().filter(|remark| remark.decision.is_some()).count();
    assert_eq!(decided, 1);
    import(county, next_edition()).await;
    let view = editions::show(county.tools(), latest().await).await.unwrap();
    let at = view.remarks.iter().position(|remark| remark.decision.is_some()).unwrap();
    assert_eq!(view.findings[at].code, "town-duty-in-department-cell");
    assert_eq!(view.remarks[at].decision.as_ref().unwrap().note.as_deref(), Some("与部门商定由镇办理"));
    let new: Vec<&str> = view.findings.iter().zip(&view.remarks).filter(|(_, r)| r.new).map(|(f, _)| f.code.as_str()).collect();
    assert!(!new.is_empty() && new.len() < 10, "only what follows from the changed words and counts: {new:?}");
    assert!(new.contains(&"declared-count"));
}

/// The printed list without its 126th cooperative duty: the 127th has that number now.
fn without_a_duty() -> Vec<u8> {
    let text = changed(&[("\n127\t", "\n\u{1}\t")]);
    let text = String::from_utf8(text).unwrap();
    let at = text.find("\n126\t").unwrap();
    let end = at + 1 + text[at + 1..].find('\n').unwrap();
    format!("{}{}", &text[..at], &text[end..]).replace('\u{1}', "126").into_bytes()
}

#[tokio::test]
async fn work_that_runs_keeps_its_wording_and_a_duty_that_is_gone_is_not_started_again() {
    let county = County::open().await;
    let (gone, kept) = (county.duty(DutyKind::Cooperative, 126).await, county.duty(DutyKind::Cooperative, 127).await);
    let (of_gone, of_reworded) = (county.start(126, "最后一批").await, county.start(28, "第一批").await);
    let before = (county.case(of_gone).await, county.case(of_reworded).await);
    let wanted = county.wanted(gone, "再来一批").await;

    let list = String::from_utf8(without_a_duty()).unwrap();
    let seen = preview(county.tools(), Actor::Person(&county.coordinator), county.town, list.clone().into_bytes()).await.unwrap();
    let count = |kind| seen.comparison.count(kind);
    let counts = [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Reworded, ChangeKind::Moved, ChangeKind::Renumbered].map(count);
    assert_eq!(counts, [0, 1, 0, 0, 1], "matched by words, not by number");
    assert_eq!(county.duty(DutyKind::Cooperative, 126).await, gone, "looking changes nothing");

    import(&county, list.replace("将核实的信息报送至镇复核", "五个工作日内报送至镇复核").into_bytes()).await;
    assert_eq!(county.duty(DutyKind::Cooperative, 126).await, kept, "another number, the same duty");
    assert_eq!((county.case(of_gone).await, county.case(of_reworded).await), before, "what runs keeps its words");
    let again = start(county.tools(), Request { viewer: &county.coordinator, command: county.command() }, wanted).await;
    assert!(again.is_err(), "{again:?}");
    // What is started now follows the version in use until somebody publishes the draft.
    let next = county.case(county.start(28, "第二批").await).await;
    let texts = |case: &workflow::case::Case| case.tasks.values().map(|task| task.text.clone()).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(texts(&next), texts(&before.1));
}

#[tokio::test]
async fn a_template_that_was_edited_stays_in_force_until_somebody_publishes() {
    let county = County::open().await;
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    let request = || Request { viewer: &county.coordinator, command: county.command() };
    let open = || async { editor(county.tools(), &county.coordinator, duty).await.unwrap() };
    let own = Edit::AddStep { track: 0, party: Party::Town, text: "通知各村（社区）开会".to_owned() };
    change(county.tools(), request(), duty, open().await.seen(), &[own]).await.unwrap();
    publish(county.tools(), request(), duty, open().await.seen()).await.unwrap();
    let edited = county.case(county.start(28, "第一批").await).await;

    let summary = import(&county, next_edition()).await;
    assert_eq!((summary.reworded, summary.new_drafts), (1, 1));
    let now = open().await;
    assert_eq!((now.version.number, now.draft.is_some()), (2, false), "the edited version is in use");
    let words = |content: &workflow::template::Template| serde_json::to_string(content).unwrap().contains("五个工作日内");
    assert!(now.proposal.is_some_and(|proposal| words(&proposal.content)) && !words(&now.version.content), "the new one lies beside it");
    let next = county.case(county.start(28, "第二批").await).await;
    assert_eq!(next.tasks.len(), edited.tasks.len());
}

//! A later edition of a town's list: what lasts, what is closed, what is asked again.

use duty_list::DutyKind;
use dutyflow::service::import::{Imported, NewList, Summary, import_list, preview};
use dutyflow::service::{Actor, ServiceError, duties};
use dutyflow::store::templates::{self, VersionState};
use workflow::refusal::Refusal;

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
    assert_eq!((seen.added.len(), seen.reworded.len(), seen.closed.len()), (0, 1, 1));
    assert!(seen.reworded[0].1.contains("高龄津贴") && !seen.needs_limits && seen.other_town.is_none());

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

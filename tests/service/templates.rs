//! Changing a template: drafts, versions, who may, two at once, and what runs already.

use duty_list::{DutyKind, HandKind, Nature};
use dutyflow::service::templates::{Editor, Seen, change, discard, editor, publish, restore, set_office, versions};
use dutyflow::service::{Request, ServiceError};
use dutyflow::store::templates::{self as rows, VersionState};
use workflow::calendar::{Limit, LimitSource};
use workflow::case::LimitSpec;
use workflow::ids::{CommandId, DutyId};
use workflow::people::{Role, Scope, Viewer};
use workflow::refusal::Refusal;
use workflow::template::edit::{Edit, EditError};
use workflow::template::{Party, SignOff};

use crate::harness::county::{County, LIST, viewer};

async fn open(county: &County, duty: DutyId) -> Editor {
    editor(county.tools(), &county.coordinator, duty).await.unwrap()
}

fn ask(viewer: &Viewer, command: CommandId) -> Request<'_> {
    Request { viewer, command }
}

/// The first step of the town that makes a task.
fn first(editor: &Editor) -> String {
    let mut steps = editor.content().tracks[0].steps.iter();
    steps.find(|step| step.party == Party::Town && step.nature == Some(Nature::Step)).unwrap().key.clone()
}

fn limit(days: u32) -> Option<LimitSpec> {
    Some(LimitSpec { limit: Limit::working_days(days), source: LimitSource::TownSetting })
}

async fn changed(county: &County, duty: DutyId, edits: &[Edit]) -> Result<(), ServiceError> {
    let seen = open(county, duty).await.seen();
    change(county.tools(), ask(&county.coordinator, county.command()), duty, seen, edits).await
}

#[tokio::test]
async fn a_published_draft_is_what_new_work_follows_while_running_work_keeps_its_own() {
    let county = County::open().await;
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    let running = county.start(28, "第一批").await;
    let before = county.case(running).await;
    let step = first(&open(&county, duty).await);
    let own = Edit::AddStep { track: 0, party: Party::Town, text: "通知各村（社区）开会".to_owned() };
    changed(&county, duty, &[Edit::SetLimit { step: step.clone(), limit: limit(3) }, own]).await.unwrap();
    let draft = open(&county, duty).await;
    assert_eq!((draft.version.number, draft.changes().len(), draft.seen()), (1, 2, Seen { version: 1, revision: 1 }));
    // A draft changes nothing yet.
    let meanwhile = county.start(28, "第二批").await;
    assert_eq!(county.case(meanwhile).await.tasks.len(), before.tasks.len());

    let command = county.command();
    publish(county.tools(), ask(&county.coordinator, command), duty, draft.seen()).await.unwrap();
    // Sent twice, it is published once.
    publish(county.tools(), ask(&county.coordinator, command), duty, draft.seen()).await.unwrap();
    let after = open(&county, duty).await;
    assert_eq!((after.version.number, after.draft.is_none()), (2, true));
    let next = county.case(county.start(28, "第三批").await).await;
    assert_eq!(next.tasks.len(), before.tasks.len() + 1, "the step of the town's own making");
    assert_eq!(county.case(running).await, before, "running work keeps its version");
    let (_, made) = versions(county.tools(), &county.coordinator, duty).await.unwrap();
    let states: Vec<_> = made.iter().map(|(version, by)| (version.number, version.state, by.as_deref())).collect();
    assert_eq!(states, [(2, VersionState::Published, Some("测试coordinator")), (1, VersionState::Retired, None)]);
}

#[tokio::test]
async fn of_two_who_change_one_wins_and_the_other_is_told() {
    let county = County::open().await;
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    let editor = open(&county, duty).await;
    let step = first(&editor);
    let edit = |days| [Edit::SetLimit { step: step.clone(), limit: limit(days) }];
    let (three, four) = (edit(3), edit(4));
    let (one, other) = tokio::join!(
        change(county.tools(), ask(&county.coordinator, county.command()), duty, editor.seen(), &three),
        change(county.tools(), ask(&county.coordinator, county.command()), duty, editor.seen(), &four)
    );
    assert!(one.is_ok() != other.is_ok());
    let lost = if one.is_ok() { other } else { one };
    assert!(matches!(lost, Err(ServiceError::Conflict)), "{lost:?}");

    // Who looked at the state before somebody else published is told as well.
    let draft = open(&county, duty).await;
    publish(county.tools(), ask(&county.coordinator, county.command()), duty, draft.seen()).await.unwrap();
    let late = change(county.tools(), ask(&county.coordinator, county.command()), duty, editor.seen(), &edit(9)).await;
    assert!(matches!(late, Err(ServiceError::Conflict)), "{late:?}");
    let again = publish(county.tools(), ask(&county.coordinator, county.command()), duty, draft.seen()).await;
    assert!(matches!(again, Err(ServiceError::Conflict)), "{again:?}");

    // The same request twice is one change.
    let seen = open(&county, duty).await.seen();
    let command = county.command();
    for _ in 0..2 {
        change(county.tools(), ask(&county.coordinator, command), duty, seen, &edit(7)).await.unwrap();
    }
    assert_eq!(open(&county, duty).await.seen().revision, 1);
    // Dropping it twice too.
    let seen = open(&county, duty).await.seen();
    let command = county.command();
    for _ in 0..2 {
        discard(county.tools(), ask(&county.coordinator, command), duty, seen).await.unwrap();
    }
    assert_eq!(open(&county, duty).await.seen(), Seen { version: 2, revision: 0 });
}

#[tokio::test]
async fn a_refused_change_leaves_nothing_behind() {
    let county = County::open().await;
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    let step = first(&open(&county, duty).await);
    let fine = Edit::SetSignOff { step: step.clone(), sign_off: SignOff::OfficeLead };
    let body = "阿合奇县民政局".to_owned();
    let twice = vec![body.clone(), body];
    let wrong = Edit::SetHandOffs { step: step.clone(), receivers: twice, kind: HandKind::Report, any: false };
    let refused = changed(&county, duty, &[fine, wrong]).await;
    assert!(matches!(refused, Err(ServiceError::Edit(EditError::ReceiverUnclear))), "{refused:?}");
    let number = Edit::AddStep { track: 0, party: Party::Town, text: "核对653022199001011231的材料".to_owned() };
    let refused = changed(&county, duty, &[number]).await;
    assert!(matches!(&refused, Err(ServiceError::Invalid(problems)) if problems[0].field == "text"), "{refused:?}");
    assert!(open(&county, duty).await.draft.is_none());
}

#[tokio::test]
async fn a_town_keeps_its_templates_and_an_office_those_of_its_basic_duties() {
    let county = County::open().await;
    let tools = county.tools();
    let basic = county.duty(DutyKind::Basic, 119).await;
    let cooperative = county.duty(DutyKind::Cooperative, 28).await;
    let lead = county.site.person("lead", Role::OfficeLead, Scope::Office { town: county.town, office: county.office }).await;
    let lead = viewer(tools, lead).await;
    let elsewhere = viewer(tools, county.site.coordinator("elsewhere").await).await;
    for (who, duty) in [(&lead, basic), (&lead, cooperative), (&county.clerk, basic), (&county.supervisor, cooperative)] {
        assert!(matches!(editor(tools, who, duty).await, Err(ServiceError::Refused(Refusal::NotPermitted))));
    }
    assert!(matches!(editor(tools, &elsewhere, basic).await, Err(ServiceError::NotFound)));
    let by_lead = set_office(tools, ask(&lead, county.command()), basic, Some(county.office)).await;
    assert!(matches!(by_lead, Err(ServiceError::Refused(Refusal::NotPermitted))));
    for duty in [basic, cooperative] {
        set_office(tools, ask(&county.coordinator, county.command()), duty, Some(county.office)).await.unwrap();
    }
    assert!(matches!(editor(tools, &lead, cooperative).await, Err(ServiceError::Refused(Refusal::NotPermitted))));
    let seen = editor(tools, &lead, basic).await.unwrap();
    let edit = Edit::AddStep { track: 0, party: Party::Town, text: "当日回访".to_owned() };
    change(tools, ask(&lead, county.command()), basic, seen.seen(), &[edit]).await.unwrap();
    let seen = editor(tools, &lead, basic).await.unwrap().seen();
    publish(tools, ask(&lead, county.command()), basic, seen).await.unwrap();
    assert_eq!(open(&county, basic).await.content().tracks[0].steps.len(), 2);
}

async fn import(county: &County, bytes: Vec<u8>) {
    use dutyflow::service::import::{NewList, import_list};
    let list = NewList { town: county.town, file_name: "新版.txt".to_owned(), bytes, limits: None, allow_other_town: false };
    import_list(county.tools(), dutyflow::service::Actor::Console, list, |_| {}).await.unwrap();
}

/// The list with another wording of one clause of duty 28.
fn reworded(with: &str) -> Vec<u8> {
    let text = String::from_utf8(LIST.to_vec()).unwrap();
    let clause = "各村（社区）核实完信息后，将核实的信息报送至镇复核";
    assert_eq!(text.matches(clause).count(), 1);
    text.replace(clause, &clause.replace("将核实的信息", with)).into_bytes()
}

#[tokio::test]
async fn what_people_published_stays_in_force_over_editions_and_is_kept_in_what_is_proposed() {
    let county = County::open().await;
    let tools = county.tools();
    let duty = county.duty(DutyKind::Cooperative, 28).await;
    let before = open(&county, duty).await;
    let town: Vec<_> = before.content().tracks[0].steps.iter().filter(|step| step.party == Party::Town).collect();
    let kept = town.iter().find(|step| !step.text.contains("核实完信息后")).copied().cloned().unwrap();
    let own = "在公示栏张贴名单";
    let edits =
        [Edit::SetLimit { step: kept.key.clone(), limit: limit(6) }, Edit::AddStep { track: 0, party: Party::Town, text: own.to_owned() }];
    changed(&county, duty, &edits).await.unwrap();
    let seen = open(&county, duty).await.seen();
    publish(tools, ask(&county.coordinator, county.command()), duty, seen).await.unwrap();
    // Somebody has begun to change it again when the new edition comes.
    changed(&county, duty, &[Edit::SetLimit { step: kept.key.clone(), limit: limit(8) }]).await.unwrap();

    import(&county, reworded("五日内将核实的信息")).await;
    let after = open(&county, duty).await;
    assert_eq!(after.version.number, 2, "what was published is still in use");
    assert!(after.outdated() && after.draft.is_some());
    let proposal = after.proposal.clone().unwrap();
    let steps = &proposal.content.tracks[0].steps;
    assert!(steps.iter().any(|step| step.text.contains("五日内将核实的信息")));
    assert_eq!(steps.iter().find(|step| step.text == kept.text).unwrap().limit, limit(6));
    assert_eq!(steps.iter().filter(|step| step.text == own).count(), 1, "the town's own step");

    // Publishing the old wording does not take the proposal away; taking it up and publishing does.
    publish(tools, ask(&county.coordinator, county.command()), duty, after.seen()).await.unwrap();
    let still = open(&county, duty).await;
    assert_eq!(still.proposal.as_ref().map(|version| version.id), Some(proposal.id));
    restore(tools, ask(&county.coordinator, county.command()), duty, still.seen(), proposal.id).await.unwrap();
    let draft = open(&county, duty).await;
    assert!(!draft.outdated());
    let text = draft.content().tracks[0].steps.iter().find(|step| step.text == kept.text).unwrap();
    assert_eq!(text.limit, limit(8), "decided since");
    publish(tools, ask(&county.coordinator, county.command()), duty, draft.seen()).await.unwrap();
    let end = open(&county, duty).await;
    assert!(end.proposal.is_none() && !end.outdated());

    // An older version comes back as it was.
    let first = rows::versions(tools.store.read(), end.template).await.unwrap().into_iter().last().unwrap();
    restore(tools, ask(&county.coordinator, county.command()), duty, end.seen(), first.id).await.unwrap();
    assert_eq!(open(&county, duty).await.content(), &first.content);
    let other = open(&county, county.duty(DutyKind::Cooperative, 25).await).await;
    let foreign = restore(tools, ask(&county.coordinator, county.command()), duty, other.seen(), other.version.id).await;
    assert!(matches!(foreign, Err(ServiceError::Conflict | ServiceError::NotFound)), "{foreign:?}");
}

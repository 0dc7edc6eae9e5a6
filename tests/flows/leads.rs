//! A find on patrol: reported on one screen, signed for by the bureau, answered, verified and struck off.

use chrono::Duration;
use duty_list::DutyKind;
use dutyflow::service::lead::{self, Found, Which};
use dutyflow::service::sweep::sweep;
use dutyflow::service::{Request, ServiceError};
use dutyflow::store::{leads, messages};
use workflow::ids::{BodyId, LeadId};
use workflow::lead::history::{check_chain, rebuild};
use workflow::lead::{Answer, Command, Lead, LeadState, Spot};
use workflow::people::Viewer;
use workflow::refusal::Refusal;

use crate::harness::county::County;

const BUREAU: &str = "阿合奇县水利局";

fn found(body: Option<&str>) -> Found {
    Found {
        place: "一村三组河道南侧".to_owned(),
        matter: "有人在河道管理范围内倾倒建筑垃圾".to_owned(),
        spot: Some(Spot::Stopped),
        body: body.map(str::to_owned),
        ..Found::default()
    }
}

async fn report(county: &County, who: &Viewer, found: Found) -> Lead {
    lead::report(county.tools(), Request { viewer: who, command: county.command() }, found).await.unwrap().lead
}

async fn tries(county: &County, who: &Viewer, id: LeadId, command: Command) -> Result<Lead, ServiceError> {
    lead::act(county.tools(), Request { viewer: who, command: county.command() }, id, &command).await
}

async fn does(county: &County, who: &Viewer, id: LeadId, command: Command) -> Lead {
    let lead = tries(county, who, id, command).await.unwrap();
    county.pass(Duration::minutes(10));
    let db = county.tools().store.read();
    let (stored, history) = (leads::load_unscoped(db, id).await.unwrap().unwrap(), leads::history(db, id).await.unwrap());
    check_chain(id, &history).unwrap();
    assert_eq!(rebuild(id, &history).unwrap(), stored.lead, "the row follows from the history");
    assert_eq!(history.last().unwrap().hash, stored.head_hash);
    lead
}

async fn told(county: &County, who: &Viewer) -> Vec<(String, bool)> {
    let all = messages::latest(county.tools().store.read(), &[], 100).await.unwrap();
    all.into_iter().filter(|message| message.recipient == who.person).map(|message| (message.kind, message.immediate)).collect()
}

async fn bureau(county: &County) -> (BodyId, Viewer) {
    let bodies = dutyflow::service::towns::bodies(county.tools()).await.unwrap();
    let body = bodies.iter().find(|body| body.name == BUREAU).or(bodies.first()).unwrap().id;
    (body, county.liaison("bureau", body).await)
}

async fn name(county: &County, body: BodyId) -> String {
    dutyflow::service::towns::bodies(county.tools()).await.unwrap().into_iter().find(|known| known.id == body).unwrap().name
}

#[tokio::test]
async fn a_find_of_a_village_is_followed_until_it_is_struck_off() {
    let county = County::open().await;
    let (body, liaison) = bureau(&county).await;
    let village = &county.in_villages[0];
    let to = name(&county, body).await;
    let lead = report(&county, village, Found { urgent: true, ..found(Some(&to)) }).await;
    assert_eq!((lead.state, lead.receiver), (LeadState::Offered, Some(body)));
    assert_eq!(told(&county, &liaison).await, [("lead-offered".to_owned(), true)], "urgent goes at once");

    does(&county, &liaison, lead.id, Command::Return { reason: "请补充桩号".to_owned(), on_behalf: None }).await;
    assert_eq!(told(&county, village).await, [("lead-returned".to_owned(), true)]);
    let again = Command::Offer { body, note: Some("桩号K3+200".to_owned()), document_no: None };
    does(&county, village, lead.id, again).await;
    does(&county, &liaison, lead.id, Command::Sign { on_behalf: None }).await;
    let answer = Answer { note: "已责令清运".to_owned(), mended: true, document_no: None };
    does(&county, &liaison, lead.id, Command::Answer { answer, on_behalf: None }).await;
    assert!(told(&county, &county.coordinator).await.contains(&("lead-answered".to_owned(), true)));
    assert!(matches!(
        tries(&county, &liaison, lead.id, Command::Close { note: "好".to_owned() }).await,
        Err(ServiceError::Refused(Refusal::NotPermitted))
    ));
    let closed = does(&county, village, lead.id, Command::Close { note: "到场查看，已清运".to_owned() }).await;
    assert_eq!(closed.state, LeadState::Closed);
    let view = lead::show(county.tools(), &county.leader, lead.id).await.unwrap();
    assert!(view.inside && view.clock.len() >= 3, "{:?}", view.clock);
}

#[tokio::test]
async fn each_side_sees_its_own_and_strangers_see_nothing() {
    let county = County::open().await;
    let (body, liaison) = bureau(&county).await;
    let to = name(&county, body).await;
    let sent = report(&county, &county.in_villages[0], found(Some(&to))).await;
    let kept = report(&county, &county.in_villages[1], found(None)).await;
    assert_eq!(kept.state, LeadState::Noted);
    let ids = async |viewer: &Viewer, which| -> Vec<LeadId> {
        let (found, ..) = lead::list(county.tools(), viewer, which, 0).await.unwrap();
        let mut ids: Vec<LeadId> = found.into_iter().map(|stored| stored.lead.id).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(ids(&county.coordinator, Which::Open).await, [sent.id, kept.id]);
    assert_eq!(ids(&county.coordinator, Which::Turn).await, [kept.id]);
    assert_eq!(ids(&liaison, Which::Open).await, [sent.id]);
    assert_eq!(ids(&liaison, Which::Turn).await, [sent.id]);
    assert_eq!(ids(&county.in_villages[0], Which::Open).await, [sent.id]);
    assert_eq!(ids(&county.in_villages[1], Which::Mine).await, [kept.id]);
    assert!(ids(&county.clerk, Which::Open).await.is_empty());
    for (viewer, id) in [(&county.clerk, sent.id), (&county.in_villages[1], sent.id), (&liaison, kept.id)] {
        assert!(matches!(lead::show(county.tools(), viewer, id).await, Err(ServiceError::NotFound)));
        let command = Command::Cancel { reason: "误报".to_owned() };
        assert!(matches!(tries(&county, viewer, id, command).await, Err(ServiceError::NotFound)));
    }
    let outside = lead::show(county.tools(), &liaison, sent.id).await.unwrap();
    assert!(!outside.inside && outside.offers.sign && !outside.offers.close);
    // The town's office sees to which bodies it may go.
    let view = lead::show(county.tools(), &county.coordinator, kept.id).await.unwrap();
    assert!(view.proposals.iter().any(|(_, bodies)| !bodies.is_empty()));
}

#[tokio::test]
async fn repeating_is_safe_and_of_two_at_once_one_is_told() {
    let county = County::open().await;
    let (body, liaison) = bureau(&county).await;
    let to = name(&county, body).await;
    let request = Request { viewer: &county.in_villages[0], command: county.command() };
    let one = lead::report(county.tools(), request, found(Some(&to))).await.unwrap();
    let same = lead::report(county.tools(), request, found(Some(&to))).await.unwrap();
    assert_eq!((one.lead.id, one.number), (same.lead.id, same.number));
    let sign = Command::Sign { on_behalf: None };
    let request = Request { viewer: &liaison, command: county.command() };
    let signed = lead::act(county.tools(), request, one.lead.id, &sign).await.unwrap();
    assert_eq!(lead::act(county.tools(), request, one.lead.id, &sign).await.unwrap(), signed);
    let late = tries(&county, &county.coordinator, one.lead.id, Command::TakeBack { reason: "送错".to_owned() }).await;
    assert!(matches!(late, Err(ServiceError::Refused(Refusal::LeadState(LeadState::Signed)))));
}

#[tokio::test]
async fn a_lead_that_nobody_signs_for_is_reminded_of_once_a_round() {
    let county = County::open().await;
    let (body, liaison) = bureau(&county).await;
    let to = name(&county, body).await;
    report(&county, &county.in_villages[0], found(Some(&to))).await;
    sweep(county.tools(), county.now()).await.unwrap();
    assert_eq!(told(&county, &liaison).await, [("lead-offered".to_owned(), false)]);
    county.pass(Duration::days(7));
    for _ in 0..2 {
        sweep(county.tools(), county.now()).await.unwrap();
        let count = |told: Vec<(String, bool)>| told.iter().filter(|(kind, _)| kind == "lead-unsigned").count();
        assert_eq!(count(told(&county, &liaison).await), 1);
        assert_eq!(count(told(&county, &county.in_villages[0]).await), 1);
        assert_eq!(count(told(&county, &county.coordinator).await), 1);
    }
}

#[tokio::test]
async fn a_hazard_found_in_a_campaign_stays_with_it_and_other_towns_duties_are_refused() {
    let county = County::open().await;
    let campaign = county.start(106, "冬季安全检查").await;
    let workflow = Some(campaign);
    let lead = report(&county, &county.coordinator, Found { workflow, ..found(None) }).await;
    let listed = lead::of_workflow(county.tools(), &county.coordinator, campaign).await.unwrap();
    assert_eq!(listed.iter().map(|stored| stored.lead.id).collect::<Vec<_>>(), [lead.id]);
    let duty = county.duty(DutyKind::Cooperative, 78).await;
    let linked = does(&county, &county.coordinator, lead.id, Command::Link { duty: Some(duty), workflow }).await;
    assert_eq!((linked.duty, linked.workflow), (Some(duty), workflow));
    // Somebody who does not see the workflow cannot hang anything on it.
    let request = Request { viewer: &county.in_villages[0], command: county.command() };
    let refused = lead::report(county.tools(), request, Found { workflow, ..found(None) }).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)));
}

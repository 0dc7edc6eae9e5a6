//! Cooperative 78: a find on patrol goes to one of the eight departments that the row names.

use std::collections::BTreeSet;

use duty_list::DutyKind;
use dutyflow::service::lead::{self, Found};
use dutyflow::service::{Request, ServiceError, duties};
use workflow::ids::LeadId;
use workflow::lead::{Answer, Command, Lead, LeadState, Spot};
use workflow::people::Viewer;
use workflow::refusal::Refusal;

use crate::harness::county::County;

async fn tries(county: &County, who: &Viewer, id: LeadId, command: Command) -> Result<Lead, ServiceError> {
    let done = lead::act(county.tools(), Request { viewer: who, command: county.command() }, id, &command).await;
    county.pass(chrono::Duration::hours(1));
    done
}

#[tokio::test]
async fn a_dusty_site_goes_to_the_department_whose_matter_it_is() {
    let county = County::open().await;
    let housing = county.body("阿合奇县住房和城乡建设局").await;
    let ecology = county.body("克州生态环境局阿合奇县分局").await;
    let (builds, watches) = (county.liaison("housing", housing).await, county.liaison("ecology", ecology).await);

    // The village writes three things: where, what, whether it could be stopped. To whom it goes is left open.
    let village = &county.in_villages[1];
    let found = Found {
        place: "二村村口工地".to_owned(),
        matter: "建筑工地扬尘，未采取覆盖措施，劝告后仍未停止".to_owned(),
        spot: Some(Spot::NotStopped),
        ..Found::default()
    };
    let request = Request { viewer: village, command: county.command() };
    let noted = lead::report(county.tools(), request, found).await.unwrap().lead;
    assert_eq!((noted.state, noted.receiver), (LeadState::Noted, None));

    // The office sees the row with its departments; a person picks one of them.
    let duty = county.duty(DutyKind::Cooperative, 78).await;
    let view = lead::show(county.tools(), &county.coordinator, noted.id).await.unwrap();
    let (_, bodies) = view.proposals.iter().find(|(proposed, _)| proposed.row.duty == duty).expect("the row is proposed");
    let bodies: BTreeSet<_> = bodies.iter().map(|(body, _)| *body).collect();
    let row = duties::show(county.tools(), &county.coordinator, duty).await.unwrap().text.row;
    assert_eq!(row.departments.len(), 8, "{:?}", row.departments);
    for department in &row.departments {
        assert!(bodies.contains(&county.body(department).await), "{department} can be chosen");
    }
    // Some more stand in its clauses only.
    assert!(bodies.contains(&county.body("阿合奇县公安局").await));
    tries(&county, &county.coordinator, noted.id, Command::Link { duty: Some(duty), workflow: None }).await.unwrap();

    // The first choice was wrong: sent back with the reason, it goes to another of the eight.
    let to = |body| Command::Offer { body, note: None, document_no: None };
    tries(&county, &county.coordinator, noted.id, to(ecology)).await.unwrap();
    let back = Command::Return { reason: "工地扬尘由住房和城乡建设部门管理".to_owned(), on_behalf: None };
    tries(&county, &watches, noted.id, back).await.unwrap();
    let offered = tries(&county, &county.coordinator, noted.id, to(housing)).await.unwrap();
    assert_eq!((offered.state, offered.receiver, offered.round), (LeadState::Offered, Some(housing), 2));

    // Signed for, answered. A department does not strike it off; who found it looks and does.
    tries(&county, &builds, noted.id, Command::Sign { on_behalf: None }).await.unwrap();
    let answer =
        Answer { note: "已责令覆盖并罚款".to_owned(), mended: true, document_no: Some("阿住建罚〔2026〕1号".to_owned()) };
    tries(&county, &builds, noted.id, Command::Answer { answer, on_behalf: None }).await.unwrap();
    let own = tries(&county, &builds, noted.id, Command::Close { note: "已整改".to_owned() }).await;
    assert!(matches!(own, Err(ServiceError::Refused(Refusal::NotPermitted))));
    let closed = tries(&county, village, noted.id, Command::Close { note: "到场查看，已覆盖".to_owned() }).await.unwrap();
    assert_eq!((closed.state, closed.duty), (LeadState::Closed, Some(duty)));
}

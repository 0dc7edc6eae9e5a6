//! Cooperative 106: a campaign of checks in six villages, in counts, and one hazard that is followed until it is struck off.

use duty_list::DutyKind;
use dutyflow::service::Request;
use dutyflow::service::act::Of;
use dutyflow::service::incoming::Registration;
use dutyflow::service::lead::{self, Found};
use workflow::case::{CaseState, Command, TaskState, WaitRef};
use workflow::lead::{Answer, Command as LeadCommand, LeadState, Spot};

use super::{begins, completes, counts, history_holds, of_village, registered, to_all_villages};
use crate::harness::county::{County, step};

const BUREAU: &str = "阿合奇县应急管理局";

#[tokio::test]
async fn a_campaign_counts_what_was_checked_and_its_hazard_has_a_life_of_its_own() {
    let county = County::open().await;
    let bureau = county.body(BUREAU).await;
    let liaison = county.liaison("safety", bureau).await;
    let notice = Registration {
        source: "letter".to_owned(),
        summary: "请开展“九小场所”、农家乐、经营性自建房安全生产监督检查".to_owned(),
        from: Some("县应急管理局".to_owned()),
        document_no: Some("阿应急〔2026〕2号".to_owned()),
        ..Registration::default()
    };
    let item = registered(&county, notice, DutyKind::Cooperative, 106).await;
    let duty = county.duty(DutyKind::Cooperative, 106).await;
    let mut wanted = county.wanted(duty, "春节前安全检查").await;
    wanted.incoming = Some(item.id);
    let id = begins(&county, wanted).await;

    // The step waits for what the bureau asks; the letter is it.
    let case = county.case(id).await;
    let check = step(&case, |task| task.text.contains("实施安全生产监督检查"));
    assert_eq!(check.state, TaskState::Blocked);
    let wait = case.waits.values().find(|wait| wait.task == check.id).unwrap().id;
    let today = workflow::calendar::local_date(county.now());
    let receipt =
        Command::RecordReceived {
            wait: WaitRef::External(wait), on: today, document_no: Some("阿应急〔2026〕2号".to_owned()), note: None
        };
    let case = county.does(&county.coordinator, Of::Workflow(id), receipt).await;
    assert_eq!(case.tasks[&check.id].state, TaskState::Open);

    // 应查 12 in each village; the third finds a hazard on the way and reports it on one screen, within the campaign.
    to_all_villages(&county, check.id).await;
    let mut hazard = None;
    let mut case = county.case(id).await;
    for (at, village) in county.in_villages.iter().enumerate() {
        let line = of_village(&county, village).await;
        if at == 2 {
            let found = Found {
                place: "三村一农家乐".to_owned(),
                matter: "液化气瓶存放在住人房间，当场搬出".to_owned(),
                spot: Some(Spot::Stopped),
                body: Some(BUREAU.to_owned()),
                duty: Some(duty),
                workflow: Some(id),
                ..Found::default()
            };
            let request = Request { viewer: village, command: county.command() };
            hazard = Some(lead::report(county.tools(), request, found).await.unwrap().lead.id);
        }
        case = completes(&county, village, line, counts(12, if at == 4 { 11 } else { 12 })).await;
    }
    let sum = case.tasks[&check.id].result.clone().unwrap();
    assert_eq!((sum.expected, sum.done), (Some(72), Some(71)), "应查 72, 已查 71");
    assert_eq!(case.state, CaseState::Completed, "the checks are over");

    // The hazard is not: the bureau's first answer says that it is not yet mended, so it is not struck off.
    let hazard = hazard.unwrap();
    let act = async |who, command| lead::act(county.tools(), Request { viewer: who, command: county.command() }, hazard, &command).await;
    act(&liaison, LeadCommand::Sign { on_behalf: None }).await.unwrap();
    let answer =
        |note: &str, mended| LeadCommand::Answer { answer: Answer { note: note.to_owned(), mended, document_no: None }, on_behalf: None };
    act(&liaison, answer("已下达限期整改通知", false)).await.unwrap();
    let open = lead::of_workflow(county.tools(), &county.coordinator, id).await.unwrap();
    assert!(matches!(open.as_slice(), [stored] if stored.lead.id == hazard && !stored.lead.state.ended()));
    let again = LeadCommand::Reopen { reason: "复查未整改到位，请告知整改结果".to_owned() };
    let again = act(&county.in_villages[2], again).await.unwrap();
    assert_eq!((again.state, again.receiver), (LeadState::Offered, Some(bureau)), "the same body once more");
    act(&liaison, LeadCommand::Sign { on_behalf: None }).await.unwrap();
    act(&liaison, answer("已建独立气瓶间", true)).await.unwrap();
    let closed = act(&county.in_villages[2], LeadCommand::Close { note: "复查合格，销号".to_owned() }).await.unwrap();
    assert_eq!((closed.state, closed.workflow), (LeadState::Closed, Some(id)));
    history_holds(&county, id).await;
}

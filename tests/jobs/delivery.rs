//! Which mail leaves when, once, and which does not leave any more.

use chrono::TimeDelta;
use dutyflow::service::act::Of;
use dutyflow::store::messages::{Channel, MessageState};
use dutyflow::store::people;
use workflow::case::{Command, Result};

use super::stage::{CLERK, COORDINATOR, DOES, LEAD, LIAISON, SENDS, Stage, URL, task};
use crate::harness::ids::id;
use crate::harness::smtp::SmtpServer;

fn done() -> Result {
    Result { note: Some("已核实".to_owned()), ..Result::default() }
}

#[tokio::test]
async fn an_assignment_arrives_once_in_working_hours_with_what_came_within_ten_minutes() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.begin("高龄津贴", false, Some(7)).await;
    stage.run_at("2026-01-05 09:30").await;
    stage.run_at("2026-01-05 10:00").await;
    assert!(server.mails().is_empty(), "the burst is still open");
    stage.run_at("2026-01-05 10:10").await;
    let mails = server.mails();
    assert_eq!(mails.len(), 1, "two steps of one workflow are one mail: {mails:#?}");
    assert_eq!(mails[0].to, ["clerk@example.test"]);
    let told = stage.of_kind("assigned", CLERK).await;
    assert_eq!(told.len(), 2);
    assert!(
        told.iter().all(|message| message.state == MessageState::Sent && message.sent_at == Some(super::stage::at("2026-01-05 10:10")))
    );
    let text = told[0].rendered.clone().unwrap();
    assert!(text.subject.contains("“高龄津贴”等 2 项工作"), "{text:?}");
    assert!(text.body.contains("入户核实") && text.body.contains("[link]") && !text.body.contains(URL), "{text:?}");
    assert!(text.body.contains("1月14日 周三（清单未规定时限，本镇设定）"), "{text:?}");
    stage.run_until("2026-01-06 09:00", TimeDelta::hours(1)).await;
    assert_eq!(server.mails().len(), 1);
    assert!(stage.of_kind("assigned", COORDINATOR).await.is_empty(), "who did it is not told of it");
}

#[tokio::test]
async fn nothing_leaves_at_night_or_on_a_day_off_but_what_is_immediate() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    // Friday, five minutes before the end of work; Saturday and Sunday are off.
    stage.run_at("2026-01-09 19:25").await;
    stage.begin("平常的事", false, None).await;
    stage.run_until("2026-01-12 09:59", TimeDelta::minutes(97)).await;
    assert!(server.mails().is_empty(), "{:#?}", server.mails());
    stage.run_at("2026-01-12 10:00").await;
    assert_eq!(server.mails().len(), 1);
    // A national holiday, in the night.
    stage.run_at("2026-02-17 02:00").await;
    stage.begin("防汛", true, None).await;
    stage.run().await;
    let mails = server.mails();
    assert_eq!(mails.len(), 3, "each immediate message leaves at once and by itself");
    assert!(stage.of_kind("assigned", CLERK).await.last().unwrap().rendered.clone().unwrap().subject.starts_with("【紧急】"));
}

#[tokio::test]
async fn a_hand_off_tells_the_liaison_in_words_for_a_body_and_not_the_lead() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let case = stage.begin("高龄津贴", false, None).await;
    stage.run_at("2026-01-05 11:00").await;
    stage.hand_off(&case).await;
    stage.run_at("2026-01-05 11:10").await;
    let told = stage.of_kind("handed-off", LIAISON).await;
    assert_eq!(told.len(), 1);
    let text = told[0].rendered.clone().unwrap();
    assert_eq!(text.subject, "清泉镇报送“高龄津贴”，请签收");
    assert!(text.body.contains("清泉镇向阳光县民政局报送“高龄津贴”，请予签收。") && text.body.contains("清政函〔2026〕1号"), "{text:?}");
    assert!(stage.messages().await.iter().all(|message| message.recipient != id(LEAD)));
    assert_eq!(server.mails().iter().filter(|mail| mail.to == ["liaison@example.test"]).count(), 1);
}

#[tokio::test]
async fn what_no_longer_applies_when_it_is_to_leave_is_dropped() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let case = stage.begin("高龄津贴", false, None).await;
    stage.run_at("2026-01-05 11:00").await;
    let before = server.mails().len();
    let case = stage.hand_off(&case).await;
    let hand_off = *case.hand_offs.keys().next().unwrap();
    let back = Command::Return { hand_off, reason: "缺少签字".to_owned(), count: Some(3), on_behalf: None };
    stage.act(LIAISON, Of::HandOff(hand_off), back).await;
    // Corrected and sent again before the return was told.
    stage.clock.advance(TimeDelta::minutes(5));
    stage.hand_off(&case).await;
    stage.act(LIAISON, Of::HandOff(hand_off), Command::Sign { hand_off, on_behalf: None }).await;
    // And the other step is done before anything more was told of it.
    let does = task(&case, DOES).id;
    stage.act(CLERK, Of::Task(does), Command::Complete { task: does, result: done(), on_behalf: None }).await;
    stage.run_at("2026-01-05 12:00").await;
    assert_eq!(stage.states("returned", CLERK).await, [MessageState::Dropped]);
    assert_eq!(stage.states("handed-off", LIAISON).await, [MessageState::Dropped, MessageState::Dropped]);
    assert_eq!(server.mails().len(), before);
    assert_eq!(stage.of_kind("returned", CLERK).await[0].last_error.as_deref(), Some("ended"));
}

#[tokio::test]
async fn a_return_is_told_with_its_reason() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let case = stage.begin("高龄津贴", false, None).await;
    stage.run_at("2026-01-05 11:00").await;
    let case = stage.hand_off(&case).await;
    let hand_off = *case.hand_offs.keys().next().unwrap();
    let back = Command::Return { hand_off, reason: "缺少签字".to_owned(), count: Some(3), on_behalf: None };
    stage.act(LIAISON, Of::HandOff(hand_off), back).await;
    stage.run_at("2026-01-05 11:10").await;
    let told = stage.of_kind("returned", CLERK).await;
    assert_eq!(told.iter().map(|message| message.state).collect::<Vec<_>>(), [MessageState::Sent]);
    let text = told[0].rendered.clone().unwrap();
    assert!(text.body.contains("退回原因：缺少签字") && text.body.contains("退回份数：3 份"), "{text:?}");
}

#[tokio::test]
async fn suspended_work_is_told_of_when_it_goes_on_and_nothing_is_told_to_who_has_left() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let suspended = stage.begin("暂缓的事", false, None).await;
    stage.act(COORDINATOR, Of::Workflow(suspended.id), Command::Suspend { reason: "等待文件".to_owned() }).await;
    stage.run_at("2026-01-05 10:10").await;
    assert_eq!(stage.states("assigned", CLERK).await, [MessageState::Pending, MessageState::Pending]);
    assert!(server.mails().is_empty());
    stage.run_at("2026-01-06 09:00").await;
    stage.act(COORDINATOR, Of::Workflow(suspended.id), Command::Resume).await;
    stage.run_at("2026-01-07 10:30").await;
    assert!(stage.states("assigned", CLERK).await.iter().all(|state| *state == MessageState::Sent));
    let sent = server.mails().len();
    assert!(sent > 0);
    stage.begin("另一件事", false, None).await;
    let tx = stage.db.store.begin().await.unwrap();
    people::deactivate(&tx, id(CLERK), stage.tools.now()).await.unwrap();
    tx.commit().await.unwrap();
    stage.run_at("2026-01-07 11:30").await;
    assert_eq!(stage.states("assigned", CLERK).await.iter().filter(|state| **state == MessageState::Dropped).count(), 2);
    assert_eq!(server.mails().len(), sent);
}

#[tokio::test]
async fn for_people_without_an_address_standing_on_the_page_is_enough() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let mut clerk = people::find(stage.db.store.read(), id(CLERK)).await.unwrap().unwrap();
    clerk.mail = None;
    let tx = stage.db.store.begin().await.unwrap();
    people::update(&tx, &clerk).await.unwrap();
    tx.commit().await.unwrap();
    stage.begin("高龄津贴", false, None).await;
    stage.run_at("2026-01-05 10:10").await;
    let told = stage.of_kind("assigned", CLERK).await;
    assert!(told.iter().all(|message| (message.state, message.channel) == (MessageState::Sent, Channel::Page)), "{told:#?}");
    assert!(told[0].rendered.is_some() && server.mails().is_empty());
}

#[tokio::test]
async fn without_a_server_mails_are_kept_as_files() {
    let stage = Stage::without_server().await;
    stage.begin("高龄津贴", false, None).await;
    stage.run_at("2026-01-05 10:10").await;
    assert_eq!(stage.states("assigned", CLERK).await, [MessageState::Kept, MessageState::Kept]);
    let files: Vec<_> = std::fs::read_dir(stage.db.place.dir().join("mail")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let text = std::fs::read_to_string(&files[0]).unwrap();
    let id = files[0].file_stem().unwrap().to_str().unwrap();
    assert!(text.contains(&format!("Message-ID: <{id}@dutyflow.example.test>")) && text.contains("clerk@example.test"), "{text}");
    let of_task = stage.of_kind("assigned", CLERK).await.into_iter().any(|message| message.id.to_string() == id);
    assert!(of_task, "the file bears the id of a message in it");
}

#[tokio::test]
async fn a_message_that_lost_its_job_gets_a_new_one() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.begin("高龄津贴", false, None).await;
    lose_the_queue(&stage).await;
    // The sweep's tick brings the jobs back, and the mail leaves in its hour.
    stage.run_until("2026-01-05 10:30", TimeDelta::minutes(7)).await;
    assert_eq!(server.mails().len(), 1);
    assert!(stage.messages().await.iter().all(|message| message.state == MessageState::Sent));
    lose_the_queue(&stage).await;
    stage.run_until("2026-01-05 12:00", TimeDelta::minutes(7)).await;
    assert_eq!(server.mails().len(), 1, "what was sent stays sent");
}

async fn lose_the_queue(stage: &Stage) {
    use sea_orm::ConnectionTrait;
    stage.db.store.write().execute_unprepared("DELETE FROM job").await.unwrap();
}

#[tokio::test]
async fn the_sending_step_is_told_to_its_holder() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let case = stage.begin("高龄津贴", false, None).await;
    let told = stage.of_kind("assigned", CLERK).await;
    let tasks: Vec<_> = told.iter().filter_map(|message| message.subject.task).collect();
    assert!(tasks.contains(&task(&case, SENDS).id) && tasks.contains(&task(&case, DOES).id));
}

//! The digest on its days, and what happens when nobody signs.

use chrono::{TimeDelta, Timelike};
use dutyflow::service::act::Of;
use dutyflow::store::messages::MessageState;
use workflow::calendar::local_date;
use workflow::case::{Command, Result};

use super::stage::{CLERK, COORDINATOR, DOES, LEAD, LIAISON, Stage, at, task};
use crate::harness::smtp::SmtpServer;

/// The days on which a digest went to the clerk.
async fn digest_days(stage: &Stage) -> Vec<String> {
    let digests = stage.of_kind("digest", CLERK).await;
    let sent = digests.iter().filter(|message| message.state == MessageState::Sent);
    sent.map(|message| local_date(message.sent_at.unwrap()).to_string()).collect()
}

#[tokio::test]
async fn a_task_is_reminded_of_on_its_days_at_the_start_of_work_until_it_is_done() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    // Due on Wednesday, 14 January: seven working days.
    let case = stage.begin("高龄津贴", false, Some(7)).await;
    stage.run_until("2026-01-20 12:00", TimeDelta::minutes(60)).await;
    // −3, −1, +1, +4.
    assert_eq!(digest_days(&stage).await, ["2026-01-09", "2026-01-13", "2026-01-15", "2026-01-20"]);
    for message in stage.of_kind("digest", CLERK).await {
        assert_eq!(message.sent_at.unwrap().hour(), 2, "ten in the morning on the clocks of the county");
    }
    let texts: Vec<_> = stage.of_kind("digest", CLERK).await.into_iter().map(|message| message.rendered.unwrap().body).collect();
    assert!(texts[0].contains("高龄津贴：入户核实（1月14日 周三到期，还有 3 个工作日）"), "{}", texts[0]);
    assert!(texts[0].contains("此外，在办 1 项。"), "the other step is one of the rest: {}", texts[0]);
    assert!(texts[3].contains("已逾期 4 个工作日"), "{}", texts[3]);
    let does = task(&case, DOES).id;
    let result = Result { note: Some("已核实".to_owned()), ..Result::default() };
    stage.act(CLERK, Of::Task(does), Command::Complete { task: does, result, on_behalf: None }).await;
    let before = server.mails().len();
    stage.run_until("2026-02-02 12:00", TimeDelta::hours(5)).await;
    assert_eq!(server.mails().len(), before, "{:#?}", stage.of_kind("digest", CLERK).await);
}

#[tokio::test]
async fn two_reminders_of_a_morning_are_one_mail() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.begin("第一件", false, Some(7)).await;
    stage.begin("第二件", false, Some(7)).await;
    stage.run_until("2026-01-09 12:00", TimeDelta::minutes(60)).await;
    let digests = stage.of_kind("digest", CLERK).await;
    assert_eq!(digests.len(), 1);
    let text = digests[0].rendered.clone().unwrap();
    assert_eq!(text.subject, "今日待办（1月9日 周五）：2 项");
    assert!(text.body.contains("第一件") && text.body.contains("第二件"), "{text:?}");
}

#[tokio::test]
async fn after_a_downtime_one_reminder_is_sent_and_none_is_made_up_for() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.begin("高龄津贴", false, Some(7)).await;
    // Nobody works from the first morning until the afternoon of the 21st, five working days after the due date.
    stage.run_at("2026-01-05 10:10").await;
    stage.run_until("2026-01-21 16:30", TimeDelta::days(17)).await;
    assert_eq!(digest_days(&stage).await, ["2026-01-21"]);
    stage.run_until("2026-01-23 12:00", TimeDelta::hours(1)).await;
    assert_eq!(digest_days(&stage).await, ["2026-01-21", "2026-01-23"], "the next is +7");
}

#[tokio::test]
async fn a_reminder_that_comes_up_after_the_digest_has_left_goes_into_the_next() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.begin("第一件", false, Some(7)).await;
    stage.run_until("2026-01-09 10:00", TimeDelta::minutes(60)).await;
    assert_eq!(digest_days(&stage).await, ["2026-01-09"]);
    // Given at eleven with a limit of one day less than the reminder day: its −3 has passed, its −1 is today's and was never told.
    stage.run_at("2026-01-09 11:00").await;
    stage.begin("第二件", false, Some(2)).await;
    stage.run_until("2026-01-12 12:00", TimeDelta::minutes(60)).await;
    assert_eq!(digest_days(&stage).await, ["2026-01-09", "2026-01-12"]);
}

#[tokio::test]
async fn a_task_that_was_done_in_the_night_is_not_in_the_mornings_digest() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let case = stage.begin("高龄津贴", false, Some(7)).await;
    stage.run_until("2026-01-09 09:59", TimeDelta::minutes(60)).await;
    let does = task(&case, DOES).id;
    let result = Result { note: Some("已核实".to_owned()), ..Result::default() };
    stage.act(CLERK, Of::Task(does), Command::Complete { task: does, result, on_behalf: None }).await;
    stage.run_at("2026-01-09 10:01").await;
    assert!(digest_days(&stage).await.is_empty());
}

#[tokio::test]
async fn when_nobody_signs_the_sender_the_liaison_and_the_office_are_told_once_a_round() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let case = stage.begin("高龄津贴", false, None).await;
    stage.run_at("2026-01-05 11:00").await;
    let case = stage.hand_off(&case).await;
    // Two working days are allowed; the third begins on Thursday.
    stage.run_until("2026-01-08 09:59", TimeDelta::minutes(90)).await;
    for (kind, person) in [("unsigned-sender", CLERK), ("unsigned-liaison", LIAISON), ("unsigned-letter", COORDINATOR)] {
        assert!(stage.of_kind(kind, person).await.is_empty(), "{kind}");
    }
    stage.run_until("2026-01-08 12:00", TimeDelta::minutes(10)).await;
    for (kind, person) in [("unsigned-sender", CLERK), ("unsigned-liaison", LIAISON), ("unsigned-letter", COORDINATOR)] {
        assert_eq!(stage.states(kind, person).await, [MessageState::Sent], "{kind}");
    }
    assert!(stage.of_kind("unsigned-liaison", LEAD).await.is_empty(), "the lead is never written to by itself");
    let letter = stage.of_kind("unsigned-letter", COORDINATOR).await[0].rendered.clone().unwrap().body;
    for part in ["联系电话：0000-1234567", "阳光县民政局：", "清政函〔2026〕1号", "清泉镇\n2026年1月8日"] {
        assert!(letter.contains(part), "{part} not in {letter}");
    }
    stage.run_until("2026-01-16 12:00", TimeDelta::hours(3)).await;
    assert_eq!(stage.of_kind("unsigned-sender", CLERK).await.len(), 1);
    // Returned and sent again: a new round.
    let hand_off = *case.hand_offs.keys().next().unwrap();
    let back = Command::Return { hand_off, reason: "缺少签字".to_owned(), count: None, on_behalf: None };
    let case = stage.act(LIAISON, Of::HandOff(hand_off), back).await;
    stage.hand_off(&case).await;
    stage.run_until("2026-01-23 12:00", TimeDelta::hours(1)).await;
    assert_eq!(stage.states("unsigned-sender", CLERK).await, [MessageState::Sent, MessageState::Sent]);
    let first = stage.of_kind("unsigned-sender", CLERK).await[1].sent_at.unwrap();
    assert_eq!(local_date(first), local_date(at("2026-01-21 10:00")));
}

#[tokio::test]
async fn what_nobody_signed_for_by_the_next_morning_stands_in_the_liaisons_digest() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let (one, two) = (stage.begin("未签收的事", false, None).await, stage.begin("已签收的事", false, None).await);
    stage.run_at("2026-01-05 11:00").await;
    stage.hand_off(&one).await;
    let signed = stage.hand_off(&two).await;
    let hand_off = *signed.hand_offs.keys().next().unwrap();
    stage.act(LIAISON, Of::HandOff(hand_off), Command::Sign { hand_off, on_behalf: None }).await;
    stage.run_until("2026-01-06 09:59", TimeDelta::minutes(60)).await;
    assert_eq!(stage.states("digest", LIAISON).await, [MessageState::Pending]);
    stage.run_at("2026-01-06 10:00").await;
    let told = stage.of_kind("digest", LIAISON).await;
    let text = told[0].rendered.clone().unwrap();
    assert_eq!(text.subject, "今日待办（1月6日 周二）：1 项");
    assert!(text.body.contains("清泉镇报送“未签收的事”，待签收") && !text.body.contains("已签收的事"), "{text:?}");
    stage.run_until("2026-01-07 12:00", TimeDelta::hours(1)).await;
    assert_eq!(stage.of_kind("digest", LIAISON).await.len(), 1, "said once");
}

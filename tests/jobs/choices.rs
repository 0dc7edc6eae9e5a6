//! About what a person gets mails: muting by topic, and the weekly overview for who asked for it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use dutyflow::service::mail_choices;
use dutyflow::store::grants;
use dutyflow::store::messages::{Channel, MessageState};
use workflow::clock::Clock;
use workflow::topic::Topic;

use super::stage::{CLERK, COORDINATOR, LIAISON, Stage};
use crate::harness::ids::id;
use crate::harness::smtp::SmtpServer;

impl Stage {
    /// A person wants mails about everything but this.
    async fn mute(&self, person: u128, muted: &[Topic]) {
        let viewer = grants::viewer(self.db.store.read(), id(person), self.clock.now()).await.unwrap().unwrap();
        let before = mail_choices::of(&self.tools, &viewer).await.unwrap();
        let wanted: BTreeSet<Topic> =
            before.into_iter().filter(|(topic, on)| *on && !muted.contains(topic)).map(|(topic, _)| topic).collect();
        mail_choices::set(&self.tools, &viewer, &wanted).await.unwrap();
    }

    /// A person wants the weekly overview.
    async fn subscribe(&self, person: u128) {
        let viewer = grants::viewer(self.db.store.read(), id(person), self.clock.now()).await.unwrap().unwrap();
        mail_choices::set(&self.tools, &viewer, &Topic::ALL.into_iter().collect()).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_muted_stands_on_the_page_and_the_rest_is_mailed() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.mute(CLERK, &[Topic::Assigned]).await;
    let case = stage.begin("高龄津贴", false, Some(7)).await;
    stage.run_at("2026-01-05 10:10").await;
    assert!(server.mails().is_empty(), "{:#?}", server.mails());
    let told = stage.of_kind("assigned", CLERK).await;
    assert_eq!(told.len(), 2);
    for message in told {
        assert_eq!((message.state, message.channel), (MessageState::Sent, Channel::Page));
        assert!(message.rendered.unwrap().body.contains("高龄津贴"), "what it says is kept");
    }
    stage.hand_off(&case).await;
    stage.run_at("2026-01-05 10:30").await;
    assert_eq!(server.mails().iter().map(|mail| mail.to.clone()).collect::<Vec<_>>(), [["liaison@example.test"]], "others are not muted");
    stage.run_until("2026-01-09 12:00", TimeDelta::minutes(60)).await;
    let digests = stage.of_kind("digest", CLERK).await;
    assert!(!digests.is_empty() && digests.iter().all(|digest| digest.channel == Channel::Mail), "the digest was not muted: {digests:#?}");
}

#[tokio::test]
async fn a_muted_message_is_not_carried_by_a_burst_that_leaves() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.mute(LIAISON, &[Topic::HandedOff]).await;
    let case = stage.begin("高龄津贴", false, None).await;
    stage.hand_off(&case).await;
    stage.run_until("2026-01-08 12:00", TimeDelta::minutes(30)).await;
    let to_liaison: Vec<_> = server.mails().into_iter().filter(|mail| mail.to == ["liaison@example.test"]).collect();
    let kinds: Vec<_> = stage.messages().await.into_iter().filter(|message| message.recipient == id(LIAISON)).collect();
    for message in &kinds {
        let expected = if message.kind == "handed-off" { Channel::Page } else { Channel::Mail };
        assert_eq!(message.channel, expected, "{message:#?}");
    }
    assert_eq!(to_liaison.len(), 2, "the morning's digest and the reminder that it is unsigned: {kinds:#?}");
}

#[tokio::test]
async fn what_is_immediate_is_mailed_whatever_is_muted() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.mute(CLERK, &Topic::ALL).await;
    stage.run_at("2026-02-17 02:00").await;
    stage.begin("防汛", true, None).await;
    stage.run().await;
    assert_eq!(server.mails().len(), 2, "both steps, at once, at night");
}

#[tokio::test]
async fn the_weekly_overview_goes_to_who_asked_on_the_first_working_morning_with_the_sheet() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.begin("高龄津贴", false, Some(3)).await;
    stage.subscribe(COORDINATOR).await;
    stage.subscribe(CLERK).await;
    // Due on Thursday the 8th. On Monday the 12th it is two working days late.
    stage.run_until("2026-01-12 09:59", TimeDelta::minutes(61)).await;
    assert_eq!(stage.states("weekly-overdue", COORDINATOR).await, [MessageState::Dropped], "in the first week nothing is late");
    stage.run_until("2026-01-12 12:00", TimeDelta::minutes(7)).await;
    assert_eq!(stage.states("weekly-overdue", COORDINATOR).await, [MessageState::Dropped, MessageState::Sent]);
    let told = stage.of_kind("weekly-overdue", COORDINATOR).await;
    let words = told[1].rendered.clone().unwrap();
    assert_eq!(words.subject, "每周逾期情况（1月12日 周一）：1 项");
    assert!(words.body.contains("社会事务办公室：1 项") && !words.body.contains("测试clerk"), "offices, not persons: {}", words.body);
    let mails: Vec<_> = server.mails().into_iter().filter(|mail| mail.to == ["coordinator@example.test"]).collect();
    let weekly = mails.iter().find(|mail| mail.text.contains("multipart/mixed")).expect("the overview");
    assert!(weekly.text.contains("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), "{}", weekly.text);
    assert!(weekly.text.contains("attachment"), "{}", weekly.text);
    assert!(stage.of_kind("weekly-overdue", CLERK).await.is_empty(), "it is for who supervises");
    stage.run_until("2026-01-20 12:00", TimeDelta::hours(2)).await;
    assert_eq!(stage.of_kind("weekly-overdue", COORDINATOR).await.len(), 3, "once a week");
}

#[tokio::test]
async fn nobody_gets_the_weekly_overview_without_asking() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.begin("高龄津贴", false, Some(3)).await;
    stage.run_until("2026-01-13 12:00", TimeDelta::hours(2)).await;
    assert!(stage.messages().await.iter().all(|message| message.kind != "weekly-overdue"));
}

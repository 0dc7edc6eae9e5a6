//! What happens when the server refuses, hangs up or the program dies: again with patience, never twice where it can be helped, and never silently.

use chrono::TimeDelta;
use dutyflow::mail::Mailer;
use dutyflow::service::deliver::{Postman, SENT_AGAIN};
use dutyflow::store::messages::MessageState;
use jobs::{Outcome, Run};

use super::stage::{CLERK, Stage, URL, at, to};
use crate::harness::smtp::{At, SmtpServer, Trouble};

fn to_clerk() -> At {
    At::Recipient("clerk@example.test".to_owned())
}

#[tokio::test]
async fn a_passing_refusal_is_tried_again_with_patience() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.begin("高龄津贴", false, None).await;
    for trouble in [Trouble::Say(451, "try again later, clerk@example.test"), Trouble::Drop, Trouble::Say(535, "who are you?")] {
        server.make_once(to_clerk(), trouble);
    }
    stage.run_at("2026-01-05 10:10").await;
    let waiting = stage.of_kind("assigned", CLERK).await;
    assert!(waiting.iter().all(|message| message.state == MessageState::Pending && message.attempts == 1), "{waiting:#?}");
    let error = waiting[0].last_error.clone().unwrap();
    assert!(error.contains("451") && error.contains("c***@example.test") && !error.contains("clerk@"), "{error}");
    stage.run_at("2026-01-05 10:11").await;
    stage.run_at("2026-01-05 10:13").await;
    assert!(server.mails().is_empty());
    stage.run_at("2026-01-05 10:17").await;
    assert_eq!(server.mails().len(), 1);
    let sent = stage.of_kind("assigned", CLERK).await;
    assert!(
        sent.iter().all(|message| message.state == MessageState::Sent && message.attempts == 4 && message.last_error.is_none()),
        "{sent:#?}"
    );
}

#[tokio::test]
async fn a_refusal_for_good_is_shown_as_failed_at_once() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    server.make(to_clerk(), Trouble::Say(550, "no such mailbox"));
    stage.begin("高龄津贴", false, None).await;
    stage.run_at("2026-01-05 10:10").await;
    let failed = stage.of_kind("assigned", CLERK).await;
    assert!(failed.iter().all(|message| message.state == MessageState::Failed && message.attempts == 1), "{failed:#?}");
    assert!(failed[0].last_error.clone().unwrap().contains("no such mailbox"));
    server.behave();
    stage.run_until("2026-01-06 12:00", TimeDelta::hours(1)).await;
    assert!(server.mails().is_empty(), "it is not tried any more");
}

#[tokio::test]
async fn after_a_day_of_refusals_a_mail_is_given_up_and_says_why() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    server.make(At::Connect, Trouble::Say(421, "not today"));
    stage.run_at("2026-01-05 16:00").await;
    stage.begin("高龄津贴", false, None).await;
    stage.run_until("2026-01-06 16:05", TimeDelta::minutes(10)).await;
    assert_eq!(stage.states("assigned", CLERK).await, [MessageState::Pending, MessageState::Pending]);
    let tried = server.connections();
    assert!((5..=20).contains(&tried), "{tried} attempts, none of them at night");
    stage.run_until("2026-01-06 19:00", TimeDelta::minutes(10)).await;
    let failed = stage.of_kind("assigned", CLERK).await;
    assert!(failed.iter().all(|message| message.state == MessageState::Failed), "{failed:#?}");
    assert!(failed[0].last_error.clone().unwrap().contains("421"));
    let given_up = server.connections();
    stage.run_until("2026-01-07 19:00", TimeDelta::hours(1)).await;
    assert_eq!(server.connections(), given_up);
}

#[tokio::test]
async fn a_mail_whose_receipt_got_lost_is_repeated_under_its_message_id() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    server.make_once(At::Receipt, Trouble::TakeAndDrop);
    stage.begin("高龄津贴", false, None).await;
    stage.run_at("2026-01-05 10:10").await;
    stage.run_at("2026-01-05 10:11").await;
    let mails = server.mails();
    assert_eq!(mails.len(), 2, "no protocol can help it");
    assert_eq!(mails[0].header("message-id"), mails[1].header("message-id"));
    assert!(stage.of_kind("assigned", CLERK).await.iter().all(|message| message.state == MessageState::Sent));
}

#[tokio::test]
async fn a_crash_while_the_server_thinks_repeats_the_mail_under_its_message_id_and_says_so() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    stage.begin("高龄津贴", false, None).await;
    stage.clock.set(at("2026-01-05 10:10"));
    let message = stage.of_kind("assigned", CLERK).await[0].id;
    let run = Run { id: 1, attempt: 1, max_attempts: 19 };
    // The program dies in the middle: its attempt has begun and never ends.
    server.make_once(At::From, Trouble::Stall);
    let dying = Postman::new(Mailer::new(to(&server), URL));
    let seen = stage.messages().await[0].attempts;
    let attempt = tokio::spawn({
        let tools = stage.tools.clone();
        async move { dying.deliver(&tools, message, run).await }
    });
    while stage.messages().await[0].attempts == seen || server.connections() == 0 {
        tokio::task::yield_now().await;
    }
    attempt.abort();
    assert!(attempt.await.is_err());
    server.behave();
    // Another one takes the job over.
    let next = Postman::new(Mailer::new(to(&server), URL));
    assert_eq!(next.deliver(&stage.tools, message, run).await, Outcome::Done);
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].header("message-id").unwrap(), format!("<{message}@dutyflow.example.test>"));
    let sent = stage.of_kind("assigned", CLERK).await;
    assert!(
        sent.iter().all(|message| message.state == MessageState::Sent && message.last_error.as_deref() == Some(SENT_AGAIN)),
        "{sent:#?}"
    );
    assert_eq!(next.deliver(&stage.tools, message, run).await, Outcome::Done);
    stage.run().await;
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn two_workers_send_a_burst_once() {
    let server = SmtpServer::start().await;
    let stage = Stage::with_server(&server).await;
    let other = stage.another_worker(to(&server)).await;
    for number in 1..=4 {
        stage.begin(&format!("第{number}件"), false, None).await;
    }
    stage.clock.set(at("2026-01-05 10:10"));
    let (one, two) = tokio::join!(jobs::run_due(&stage.worker), jobs::run_due(&other));
    one.unwrap();
    two.unwrap();
    stage.run_at("2026-01-05 10:20").await;
    let sent = stage.of_kind("assigned", CLERK).await;
    assert!(sent.len() == 8 && sent.iter().all(|message| message.state == MessageState::Sent), "{sent:#?}");
    assert_eq!(server.mails().len(), 1);
}

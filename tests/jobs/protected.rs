//! Mails on an encrypted line with a log-in, to a server whose certificate the organisation has issued itself.

use dutyflow::config::{Config, Overrides};
use dutyflow::mail::{Accepted, Mail, Mailer, Recipient, SendError, Test};
use dutyflow::worker::mailer;

use super::stage::at;
use crate::harness::ids::id;
use crate::harness::smtp::{Received, SmtpServer};

const LOGIN: (&str, &str) = ("dutyflow", "p@ss wörd/?");

/// The settings of `[mail]` for a server, and a folder with its certificate.
fn configured(server: &SmtpServer, scheme: &str, login: &str, trusted: bool) -> (tempfile::TempDir, Config) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("ca.pem"), &server.certificate).unwrap();
    let url = format!("{scheme}://{login}@localhost:{}", server.address.port());
    let mut variables =
        vec![("DUTYFLOW_SMTP_URL".to_owned(), url), ("DUTYFLOW_MAIL_FROM".to_owned(), "履职流转 <dutyflow@example.test>".to_owned())];
    if trusted {
        variables.push(("DUTYFLOW_SMTP_CA".to_owned(), dir.path().join("ca.pem").display().to_string()));
    }
    let config = Config::load(&Overrides { file: None, data_dir: Some(dir.path().to_owned()) }, variables).unwrap();
    (dir, config)
}

async fn send(mailer: &Mailer) -> Result<Accepted, SendError> {
    let to = Recipient::new("张三", "clerk@example.test", "zh").unwrap();
    let now = at("2026-01-05 10:00");
    mailer.send(&mailer.write(id(1), &to, &Mail::Test(Test), now).unwrap()).await
}

fn log_in() -> String {
    url::form_urlencoded::byte_serialize(LOGIN.0.as_bytes()).collect::<String>() + ":p%40ss%20w%C3%B6rd%2F%3F"
}

fn taken(server: &SmtpServer) -> Vec<(bool, Option<String>)> {
    server.mails().into_iter().map(|Received { encrypted, user, .. }| (encrypted, user)).collect()
}

#[tokio::test]
async fn a_mail_leaves_encrypted_and_logged_in_from_the_start_and_after_starttls() {
    for (scheme, from_start) in [("smtps", true), ("smtp", false)] {
        let server = SmtpServer::locked("localhost", from_start, LOGIN).await;
        let (_dir, config) = configured(&server, scheme, &log_in(), true);
        let mailer = mailer(&config).unwrap();
        assert_eq!(send(&mailer).await, Ok(Accepted::Sent), "{scheme}");
        assert_eq!(taken(&server), [(true, Some(LOGIN.0.to_owned()))], "{scheme}");
    }
}

#[tokio::test]
async fn nothing_leaves_to_a_server_whose_certificate_is_unknown_or_for_another_name_or_that_does_not_encrypt() {
    let stranger = SmtpServer::locked("localhost", true, LOGIN).await;
    let (_dir, config) = configured(&stranger, "smtps", &log_in(), false);
    let other_name = SmtpServer::locked("mail.example.test", false, LOGIN).await;
    let (_other_dir, other) = configured(&other_name, "smtp", &log_in(), true);
    let plain = SmtpServer::start().await;
    let (_plain_dir, no_starttls) = configured(&plain, "smtp", &log_in(), false);
    for (what, config) in [("an unknown authority", config), ("another name", other), ("no encryption", no_starttls)] {
        let sent = send(&mailer(&config).unwrap()).await;
        assert!(matches!(sent, Err(SendError::Passing(_))), "{what}: the administrator can mend it: {sent:?}");
    }
    assert!(stranger.mails().is_empty() && other_name.mails().is_empty() && plain.mails().is_empty());
}

#[tokio::test]
async fn a_refused_log_in_says_so_and_is_tried_again() {
    let server = SmtpServer::locked("localhost", true, LOGIN).await;
    let (_dir, config) = configured(&server, "smtps", "dutyflow:wrong", true);
    match send(&mailer(&config).unwrap()).await {
        Err(SendError::Passing(reason)) => assert!(reason.contains("535") && !reason.contains("wrong:"), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_file_without_certificates_is_refused_at_the_start() {
    let server = SmtpServer::locked("localhost", true, LOGIN).await;
    let (dir, config) = configured(&server, "smtps", &log_in(), true);
    std::fs::write(dir.path().join("ca.pem"), "nothing").unwrap();
    assert!(mailer(&config).unwrap_err().to_string().contains("PEM"));
    std::fs::remove_file(dir.path().join("ca.pem")).unwrap();
    assert!(mailer(&config).unwrap_err().to_string().contains("ca.pem"));
}

//! Every mail, in both languages: complete, in the words that its reader may hear, and the same bytes each time.

use chrono::{DateTime, Utc};

use super::*;
use crate::text::Language;

const BASE: &str = "https://dutyflow.example.gov.cn";

fn now() -> DateTime<Utc> {
    "2026-11-23T02:05:00Z".parse().unwrap()
}

fn rendered() -> Vec<(Language, Mail, Rendered)> {
    let of = |language| Mail::samples(language, now()).into_iter().map(move |mail| (language, mail));
    let render = |(language, mail): (Language, Mail)| {
        let words = render(&mail, &DisplayName::new("示例 <用户>"), language, BASE, now()).unwrap();
        (language, mail, words)
    };
    Language::ALL.into_iter().flat_map(of).map(render).collect()
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[test]
fn every_mail_has_its_words_in_both_languages() {
    for (language, mail, words) in rendered() {
        let what = format!("{mail:?}\n{}\n{}", words.subject.as_str(), words.text);
        for text in [words.subject.as_str(), &words.text, &words.html, &words.stored] {
            assert!(!text.trim().is_empty(), "{what}");
            assert!(!text.contains("{{") && !text.contains("{title}") && !text.contains("{date}"), "a hole was not filled: {what}");
        }
        assert!(!regex_hole(&words.text), "a hole was not filled: {what}");
        assert!(words.text.contains(BASE) && words.html.contains(BASE), "no link: {what}");
        assert!(words.html.contains("示例 &#60;用户&#62;"), "the name is not escaped: {}", words.html);
        if language == Language::En {
            let stray: String = words.text.replace("示例 <用户>", "").chars().filter(|c| is_chinese(*c)).collect();
            assert!(stray.is_empty(), "Chinese in an English mail: {stray} in {what}");
        } else {
            assert!(!words.text.contains(" ,") && !words.text.contains("。。") && !words.text.contains("  。"), "{what}");
        }
        assert!(!words.text.contains("\n\n\n"), "{what}");
        assert!(words.subject.as_str().chars().count() <= 120);
    }
}

/// `{word}` left in a text.
fn regex_hole(text: &str) -> bool {
    text.split('{')
        .skip(1)
        .any(|rest| rest.split('}').next().is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')))
}

#[test]
fn stored_copies_show_no_address() {
    for (_, mail, words) in rendered() {
        assert!(words.stored.contains("[link]") && !words.stored.contains("http"), "{mail:?}\n{}", words.stored);
    }
}

#[test]
fn towards_a_body_the_words_of_command_are_not_used() {
    for (_, mail, words) in rendered() {
        let to_a_body = match &mail {
            Mail::Notices(notices) => notices.iter().any(Notice::is_read_by_a_body),
            Mail::Digest(_) => true,
            Mail::Weekly(_) | Mail::Test(_) => false,
        };
        if to_a_body {
            for word in ["派单", "交办", "催办", "督办"] {
                for text in [words.subject.as_str(), &words.text, &words.html] {
                    assert!(!text.contains(word), "{word} in {text}");
                }
            }
        }
    }
}

#[test]
fn a_digest_counts_its_lines_and_says_what_else_there_is() {
    let samples = Mail::samples(Language::Zh, now());
    let digests: Vec<_> = samples.iter().filter(|mail| matches!(mail, Mail::Digest(_))).collect();
    let words = |mail: &Mail| render(mail, &DisplayName::new("李"), Language::Zh, BASE, now()).unwrap();
    let first = words(digests[0]);
    assert_eq!(first.subject.as_str(), "今日待办（11月23日 周一）：3 项");
    for part in ["还有 3 个工作日", "今天到期", "已逾期 7 个工作日", "此外，在办 5 项。"] {
        assert!(first.text.contains(part), "{part} not in {}", first.text);
    }
    assert!(words(digests[1]).text.contains("此外，在办 2 项，待签收 1 项。"));
    assert!(!words(digests[3]).text.contains("此外"));
    let empty = Mail::Digest(Digest { day: now(), lines: Vec::new(), open: 3, to_sign: 0 });
    assert!(matches!(render(&empty, &DisplayName::new("李"), Language::Zh, BASE, now()), Err(RenderError::Empty)));
}

#[tokio::test]
async fn without_a_server_a_mail_is_kept_whole_and_a_repeat_is_the_same_mail() {
    let dir = tempfile::tempdir().unwrap();
    let mailer = Mailer::new(Transport::Kept(dir.path().join("mail")), BASE);
    let to = Recipient::new("张\r\nBcc: x@example.org 三", "clerk@example.gov.cn", "zh").unwrap();
    let id: workflow::ids::MessageId = "018f0000-0000-7000-8000-000000000009".parse().unwrap();
    let mail = Mail::samples(Language::Zh, now()).remove(0);
    let outgoing = mailer.write(id, &to, &mail, now()).unwrap();
    assert_eq!(mailer.send(&outgoing).await, Ok(Accepted::Kept));
    let file = dir.path().join(format!("mail/{id}.eml"));
    let first = std::fs::read_to_string(&file).unwrap();
    assert!(first.contains("Message-ID: <018f0000-0000-7000-8000-000000000009@dutyflow.example.gov.cn>\r\n"), "{first}");
    assert!(first.contains("Date: Mon, 23 Nov 2026 02:05:00 +0000\r\n") && first.contains("Auto-Submitted: auto-generated\r\n"), "{first}");
    let headers = first.split("\r\n\r\n").next().unwrap();
    assert!(!headers.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{headers}");
    assert_eq!(mailer.send(&mailer.write(id, &to, &mail, now()).unwrap()).await, Ok(Accepted::Kept));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), first);
    assert_eq!(std::fs::read_dir(dir.path().join("mail")).unwrap().count(), 1, "no half file stays");
}

#[tokio::test]
async fn plain_text_leaves_this_machine_by_no_wire() {
    let server = |host: &str, protection| transport::Server {
        host: host.to_owned(),
        port: 2525,
        protection,
        login: None,
        ca: None,
        from: "dutyflow@example.gov.cn".parse().unwrap(),
    };
    use transport::Protection;
    for host in ["localhost", "127.0.0.1", "::1"] {
        assert!(Transport::smtp(server(host, Protection::None)).is_ok(), "{host}");
    }
    assert!(Transport::smtp(server("mail.example.gov.cn", Protection::None)).is_err());
    assert!(Transport::smtp(server("mail.example.gov.cn", Protection::Starttls)).is_ok());
}

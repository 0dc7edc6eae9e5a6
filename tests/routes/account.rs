//! Log-in, password, language, tokens, and what becomes of a form whose session has ended.

use axum::http::{StatusCode, header};
use chrono::Duration;
use workflow::people::{Role, Scope};

use crate::harness::site::{PASSWORD, Site};

#[tokio::test]
async fn who_is_not_logged_in_is_led_to_the_log_in_and_back() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.browser();
    let answer = browser.get("/account/tokens?from=mail").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/login?next=%2Faccount%2Ftokens%3Ffrom%3Dmail"));
    let page = browser.get(answer.location()).await;
    let answer = browser.submit(&page, "/login", &[("name", " ZHANG "), ("password", PASSWORD)]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/account/tokens?from=mail"));
    browser.get("/account/tokens").await.says("测试zhang");
}

#[tokio::test]
async fn the_log_in_sends_nobody_to_another_site() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    for next in ["https://evil.example", "//evil.example", "/\\evil.example"] {
        let answer = site.browser().post("/login", &[("name", "zhang"), ("password", PASSWORD), ("next", next)]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{next}");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let wrong = site.browser().log_in("zhang", "falsch falsch").await;
    let unknown = site.browser().log_in("nobody", "falsch falsch").await;
    assert_eq!((wrong.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    wrong.says("登录名或密码不对");
    assert_eq!(wrong.text(), unknown.text());
    assert!(wrong.markup().contains("value=\"zhang\""), "the name is still there");
    assert!(!wrong.markup().contains("falsch"), "the password is not");
}

#[tokio::test]
async fn guessing_is_slowed_down_until_a_quarter_of_an_hour_has_passed() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    for guess in 0..6 {
        assert_eq!(site.browser().log_in("zhang", &format!("guess {guess}")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = site.browser().log_in("z h-ang", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "the right password does not help any more, nor another spelling of the name");
    answer.says("15 分钟后再试");
    assert_eq!(
        site.browser().at([10, 0, 0, 2]).log_in("zhang", PASSWORD).await.status,
        StatusCode::SEE_OTHER,
        "from the person's own desk it works"
    );
    site.pass(Duration::minutes(15));
    assert_eq!(site.browser().log_in("zhang", PASSWORD).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn each_log_in_gets_a_new_secret_and_ends_the_session_of_before() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let before = browser.cookies["dutyflow"].clone();
    browser.post("/login", &[("name", "zhang"), ("password", PASSWORD)]).await;
    assert_ne!(browser.cookies["dutyflow"], before);
    let mut thief = site.browser();
    thief.cookies.insert("dutyflow".to_owned(), before);
    assert_eq!(thief.get("/password").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_after_a_week_in_any_case() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    site.pass(Duration::hours(11));
    assert_eq!(browser.get("/password").await.status, StatusCode::OK);
    site.pass(Duration::hours(11));
    assert_eq!(browser.get("/password").await.status, StatusCode::OK, "use keeps it alive");
    site.pass(Duration::hours(13));
    assert_eq!(browser.get("/password").await.status, StatusCode::SEE_OTHER, "half a day without use ends it");

    let mut busy = site.logged_in("zhang").await;
    let mut lasted = 0;
    while lasted < 24 * 8 {
        site.pass(Duration::hours(6));
        if busy.get("/password").await.status != StatusCode::OK {
            break;
        }
        lasted += 6;
    }
    assert!((24 * 7 - 6..=24 * 7).contains(&lasted), "{lasted} hours");
}

#[tokio::test]
async fn logging_out_ends_the_session_on_the_server_too() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let secret = browser.cookies["dutyflow"].clone();
    let page = browser.get("/password").await;
    let answer = browser.submit(&page, "/logout", &[]).await;
    assert_eq!(answer.location(), "/login");
    assert!(!browser.cookies.contains_key("dutyflow"));
    browser.get("/login").await.says("您已退出");
    browser.cookies.insert("dutyflow".to_owned(), secret);
    assert_eq!(browser.get("/password").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_one_time_password_must_be_changed_before_anything_else() {
    let site = Site::open().await;
    let person = site.coordinator("zhang").await;
    let password = dutyflow::auth::log_in::give_one_time_password(&site.tools.store, &site.tools.ids, person).await.unwrap();
    let mut browser = site.browser();
    assert_eq!(browser.log_in("zhang", &password).await.location(), "/password");
    assert_eq!(browser.get("/account/tokens").await.location(), "/password");
    let page = browser.get("/password").await;
    page.says("这是一次性密码");
    let change = |new: &'static str, again: &'static str| {
        [("current_password", password.as_str()), ("new_password", new), ("new_password_again", again)]
    };
    for (new, again, words) in
        [("short", "short", "密码太短"), ("long enough now", "long enough new", "两次输入的新密码不一样"), ("zhang", "zhang", "密码太短")]
    {
        let answer = browser.submit(&page, "/password", &change(new, again)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.says(words);
    }
    let answer = browser.submit(&page, "/password", &change("long enough now", "long enough now")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(browser.get("/account/tokens").await.status, StatusCode::OK);
    assert_eq!(
        site.browser().log_in("zhang", &password).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the slip of paper is worth nothing now"
    );
}

#[tokio::test]
async fn changing_the_password_logs_every_other_device_out() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let (mut desk, mut phone) = (site.logged_in("zhang").await, site.logged_in("zhang").await);
    let page = desk.get("/password").await;
    let fields = [("current_password", PASSWORD), ("new_password", "another password"), ("new_password_again", "another password")];
    desk.submit(&page, "/password", &fields).await;
    assert_eq!(desk.get("/password").await.status, StatusCode::OK);
    assert_eq!(phone.get("/password").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_was_typed_survives_the_end_of_the_session() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let form = browser.get("/account/tokens").await;
    site.pass(Duration::hours(13));

    let login = browser.submit(&form, "/account/tokens", &[("name", "台账<脚本> & \"更新\""), ("days", "30")]).await;
    assert_eq!(login.status, StatusCode::UNAUTHORIZED);
    login.says("您刚才填写的内容没有丢失");
    let mistyped = browser.submit(&login, "/login", &[("name", "zhang"), ("password", "mistyped")]).await;
    mistyped.says("登录名或密码不对");
    let resume = browser.submit(&mistyped, "/login", &[("name", "zhang"), ("password", PASSWORD)]).await;
    assert_eq!(resume.status, StatusCode::OK);
    resume.says("台账<脚本> & \"更新\"");
    let done = browser.submit(&resume, "/account/tokens", &[]).await;
    assert_eq!(done.status, StatusCode::OK);
    done.says("令牌已生成");
    done.says("台账<脚本> & \"更新\"");
}

#[tokio::test]
async fn a_form_of_an_earlier_session_is_shown_again_instead_of_lost() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let form = browser.get("/account/tokens").await;
    browser.post("/login", &[("name", "zhang"), ("password", PASSWORD)]).await;
    let answer = browser.submit(&form, "/account/tokens", &[("name", "台账脚本"), ("days", "30")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.says("台账脚本");
    browser.submit(&answer, "/account/tokens", &[]).await.says("令牌已生成");
}

#[tokio::test]
async fn the_language_stays_with_the_person() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let page = browser.get("/password").await;
    let answer = browser.submit(&page, "/language", &[]).await;
    assert_eq!(answer.location(), "/password");
    browser.get("/password").await.says("Change password");
    site.logged_in("zhang").await.get("/password").await.says("Change password");
    let foreign = browser.post("/language", &[("language", "zh"), ("back", "/")]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "not without the form's token");
}

#[tokio::test]
async fn a_deactivated_person_is_out_at_once_and_told_why_at_the_log_in() {
    let site = Site::open().await;
    let person = site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let tx = site.tools.store.begin().await.unwrap();
    dutyflow::store::people::deactivate(&tx, person, site.tools.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(browser.get("/password").await.status, StatusCode::SEE_OTHER);
    site.browser().log_in("zhang", PASSWORD).await.says("这个账户已停用");
}

#[tokio::test]
async fn a_token_is_shown_once_works_until_it_is_revoked_and_is_nobody_elses_to_revoke() {
    let site = Site::open().await;
    let person = site.coordinator("zhang").await;
    site.person("wang", Role::Admin, Scope::County).await;
    let mut browser = site.logged_in("zhang").await;
    let form = browser.get("/account/tokens").await;
    let made = browser.submit(&form, "/account/tokens", &[("name", "台账脚本"), ("days", "30")]).await;
    let secret = made.markup().split("id=\"secret\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(secret.starts_with("dfl_"));
    let find = || dutyflow::auth::token::find(&site.tools.store, &secret, site.tools.now());
    assert_eq!(find().await.unwrap().unwrap().viewer.person, person);
    let list = browser.get("/account/tokens").await;
    assert!(!list.markup().contains(&secret));

    let action = list.markup().split("action=\"/account/tokens/").nth(1).unwrap().split('"').next().unwrap();
    let action = format!("/account/tokens/{action}");
    let mut other = site.logged_in("wang").await;
    let page = other.get("/account/tokens").await;
    let token = page.hidden("/account/tokens").into_iter().find(|(name, _)| name == "csrf").unwrap().1;
    assert_eq!(other.post(&action, &[("csrf", &token)]).await.status, StatusCode::NOT_FOUND);
    assert!(find().await.unwrap().is_some());
    browser.submit(&list, &action, &[]).await;
    assert!(find().await.unwrap().is_none());
    assert_eq!(browser.submit(&list, &action, &[]).await.location(), "/account/tokens", "pressing twice is harmless");
}

#[tokio::test]
async fn the_session_cookie_is_kept_from_scripts() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let answer = site.browser().log_in("zhang", PASSWORD).await;
    let cookie = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    assert!(cookie.starts_with("dutyflow=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
}

#[tokio::test]
async fn mails_are_switched_off_by_topic_and_the_weekly_one_is_offered_to_who_supervises() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let page = browser.get("/account/mails").await;
    page.says("每周逾期情况");
    assert!(page.markup().contains("value=\"digest\" checked") && !page.markup().contains("value=\"weekly\" checked"), "{}", page.markup());
    let answer = browser.submit(&page, "/account/mails", &[("topic", "digest"), ("topic", "weekly"), ("topic", "nonsense")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = browser.get("/account/mails").await;
    page.says("邮件设置已保存");
    assert!(
        page.markup().contains("value=\"weekly\" checked") && !page.markup().contains("value=\"assigned\" checked"),
        "{}",
        page.markup()
    );
    site.person("li", Role::Liaison, Scope::body(site.tools.ids.next(site.tools.now()))).await;
    let page = site.logged_in("li").await.get("/account/mails").await;
    assert!(!page.text().contains("每周逾期情况"), "{}", page.text());
}

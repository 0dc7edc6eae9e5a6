//! What stands around every page: rights, origin, tokens, problems in words, headers, files.

use axum::http::{StatusCode, header};
use dutyflow::urls::{Right, Route, Verb};
use workflow::people::{Role, Scope};

use crate::harness::site::Site;

/// The address of a route with some id in it.
fn some(route: Route) -> String {
    route.pattern().replace("{id}", "018f0000-0000-7000-8000-000000000001").replace("{file}", "app.css")
}

/// Every page that there is; that none of the table is missing has a test of its own beside the table.
fn joined() -> Vec<(Route, Verb)> {
    dutyflow::app::pages().joined().to_vec()
}

#[tokio::test]
async fn a_stranger_gets_nothing_but_the_log_in() {
    let site = Site::open().await;
    for (route, verb) in joined().into_iter().filter(|(route, verb)| route.right(*verb) != Some(Right::Public)) {
        let address = some(route);
        match verb {
            Verb::Get => {
                let answer = site.browser().get(&address).await;
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "GET {address}");
                assert!(answer.location().starts_with("/login?next="), "GET {address}");
            }
            Verb::Post => {
                let answer = site.browser().post(&address, &[("summary", "x")]).await;
                let led_to_log_in = answer.status == StatusCode::UNAUTHORIZED || (route == Route::Logout && answer.location() == "/login");
                assert!(led_to_log_in, "POST {address}: {}", answer.status);
            }
        }
    }
}

#[tokio::test]
async fn a_role_opens_what_the_table_says_and_nothing_else() {
    let site = Site::open().await;
    site.person("wang", Role::Admin, Scope::County).await;
    let mut browser = site.logged_in("wang").await;
    for (route, verb) in joined() {
        let Some(Right::Roles(roles)) = route.right(verb) else { continue };
        if roles.contains(&Role::Admin) {
            continue;
        }
        let answer = match verb {
            Verb::Get => browser.get(&some(route)).await,
            Verb::Post => browser.post(&some(route), &[]).await,
        };
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {}", verb.name(), some(route));
        answer.says("没有权限");
    }
}

#[tokio::test]
async fn a_form_from_another_site_or_without_its_token_does_nothing() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let page = browser.get("/account/tokens").await;
    let hidden = page.hidden("/account/tokens");
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([("name", "偷来的"), ("days", "30")]);

    let foreign = browser.post_from("https://evil.example", "/account/tokens", &fields).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    foreign.says("不是从本系统的页面发出的");
    let without: Vec<(&str, &str)> = fields.iter().copied().filter(|(name, _)| *name != "csrf").collect();
    let answer = browser.post("/account/tokens", &without).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    answer.says("页面已过期");
    assert!(!browser.get("/account/tokens").await.text().contains("偷来的"));
    let answer = site
        .browser()
        .post_from("https://evil.example", "/login", &[("name", "zhang"), ("password", crate::harness::site::PASSWORD)])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "nobody is logged in from another site either");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let site = Site::open().await;
    for path in ["/login", "/nothing/here", "/static/app.css", "/healthz", "/readyz"] {
        let answer = site.browser().get(path).await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(answer.headers["referrer-policy"], "same-origin", "{path}");
    }
}

#[tokio::test]
async fn a_page_asks_for_nothing_that_the_policy_forbids() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    for path in ["/login", "/password", "/account/tokens", "/nothing"] {
        let page = browser.get(path).await;
        let markup = page.markup();
        assert!(!markup.contains(" style=") && !markup.contains("<style") && !markup.contains(" onclick"), "{path}");
        assert!(!markup.contains("src=\"http") && !markup.contains("href=\"http"), "{path}");
        assert!(markup.split("<script").skip(1).all(|script| script.starts_with(" src=\"/static/")), "{path}");
    }
}

#[tokio::test]
async fn files_carry_their_hash_and_stay_in_the_browser_for_a_year() {
    let site = Site::open().await;
    let page = site.browser().get("/login").await;
    let css = page.markup().split("stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(css.starts_with("/static/app.css?v=") && css.len() > "/static/app.css?v=".len() + 8, "{css}");
    let file = site.browser().get(&css).await;
    assert_eq!(file.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/css; charset=utf-8");
    assert_eq!(site.browser().get("/static/..%2fCargo.toml").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn problems_are_said_in_words_and_in_the_visitors_language() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let answer = browser.get("/nothing/here").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    answer.says("没有找到");
    answer.says("测试zhang");
    let answer = browser.get("/logout").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.headers[header::ALLOW], "POST");
    let page = browser.get("/account/tokens").await;
    let long = "很".repeat(200_000);
    let answer = browser.submit(&page, "/account/tokens", &[("name", &long)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    answer.says("超过了允许的大小");
}

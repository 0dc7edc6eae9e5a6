//! The cookie of a session.

use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::{Cookie, SameSite};

/// Its name under https: the prefix makes browsers refuse one that is not ours.
const SECURE: &str = "__Host-dutyflow";
/// Its name without.
const PLAIN: &str = "dutyflow";

/// The value of a cookie that the browser sent.
#[must_use]
pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    cookies.filter_map(|cookie| cookie.trim().split_once('=')).find(|(own, _)| *own == name).map(|(_, value)| value)
}

/// The name of the session's cookie.
#[must_use]
pub fn name(secure: bool) -> &'static str {
    if secure { SECURE } else { PLAIN }
}

/// The `Set-Cookie` that hands out a session's secret. It has no date: the server ends a session, and closing the browser does.
#[must_use]
pub fn set(secret: &str, secure: bool) -> String {
    make(name(secure), secret.to_owned(), secure).to_string()
}

/// The `Set-Cookie` that takes it back.
#[must_use]
pub fn clear(secure: bool) -> String {
    with_age(name(secure), "", secure, 0)
}

/// A `Set-Cookie` of our own that lasts `seconds`.
#[must_use]
pub fn with_age(name: &'static str, value: &str, secure: bool, seconds: i64) -> String {
    format!("{}; Max-Age={seconds}", make(name, value.to_owned(), secure))
}

fn make(name: &'static str, value: String, secure: bool) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax).secure(secure).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        assert_eq!(set("s3cret", true), "__Host-dutyflow=s3cret; HttpOnly; SameSite=Lax; Secure; Path=/");
        assert_eq!(set("s3cret", false), "dutyflow=s3cret; HttpOnly; SameSite=Lax; Path=/");
        assert!(clear(true).starts_with("__Host-dutyflow=; ") && clear(true).ends_with("; Max-Age=0"));
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=1; dutyflow=x=y;b=2".parse().expect("a value"));
        assert_eq!(value(&headers, "dutyflow"), Some("x=y"));
        assert_eq!(value(&headers, "flow"), None);
    }
}

//! Whether a request that changes something was made from a page of ours: the browser says so in `Sec-Fetch-Site` or `Origin`. The token in each
//! form is the second lock.

use axum::http::{HeaderMap, header};

/// Whether the browser says that the request comes from our own pages. One that says neither is no browser of the last years: the form's token decides.
#[must_use]
pub fn ours(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return true };
    if origin == public_url {
        return true;
    }
    let host = text(header::HOST.as_str()).unwrap_or_default();
    !host.is_empty() && origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (header::HeaderName::from_static(name), value.parse().expect("a value"))).collect()
    }

    #[test]
    fn only_our_own_pages_may_send_forms() {
        let public = "https://dutyflow.example.gov.cn";
        assert!(ours(&headers(&[("sec-fetch-site", "same-origin"), ("host", "x")]), public));
        assert!(!ours(&headers(&[("sec-fetch-site", "same-site"), ("origin", public)]), public));
        assert!(!ours(&headers(&[("sec-fetch-site", "cross-site")]), public));
        assert!(ours(&headers(&[("origin", "http://10.1.2.3:8080"), ("host", "10.1.2.3:8080")]), public));
        assert!(ours(&headers(&[("origin", public), ("host", "127.0.0.1:8080")]), public), "behind a proxy that rewrites the host");
        assert!(!ours(&headers(&[("origin", "https://evil.example"), ("host", "10.1.2.3:8080")]), public));
        assert!(!ours(&headers(&[("origin", "null"), ("host", "10.1.2.3:8080")]), public));
        assert!(ours(&headers(&[("host", "10.1.2.3:8080")]), public));
    }
}

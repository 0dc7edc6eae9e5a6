//! The stylesheet, the script and the icons: compiled in, served under an address that carries their hash, so that a browser keeps them for a year.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::urls::Url;
use crate::web::error::WebError;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// The address of a file under `static/`, with its hash.
fn address(file: &str) -> String {
    let hash = Files::get(file).map(|file| file.metadata.sha256_hash()).unwrap_or_default();
    let short: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Url::Static(file.to_owned()).with([("v", &short)])
}

/// The stylesheet.
pub fn css() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| address("app.css"))
}

/// The script.
pub fn js() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| address("app.js"))
}

/// The icons.
pub fn icons() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| address("icons.svg"))
}

/// The sign in the browser's tab.
pub fn favicon() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| address("favicon.svg"))
}

/// Serves one of them.
pub async fn show(Path(file): Path<String>) -> Response {
    let Some(found) = Files::get(&file) else { return WebError::NotFound.into_response() };
    let kind = found.metadata.mimetype().to_owned();
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind };
    (StatusCode::OK, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned())], found.data)
        .into_response()
}

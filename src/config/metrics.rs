//! `[metrics]`: where the figures of the running program are told.

use std::net::SocketAddr;

use serde::Deserialize;

/// `[metrics]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    /// The address on which `/metrics`, `/healthz` and `/readyz` are served, apart from the pages; none unless set.
    pub listen: Option<SocketAddr>,
}

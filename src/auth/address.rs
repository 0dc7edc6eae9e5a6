//! The address of the client: the peer's, or what a proxy that is trusted says it is.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};

use crate::config::Server;

/// The client's address. Of `X-Forwarded-For` the last entry that no trusted proxy wrote about itself counts: everything before it is hearsay.
#[must_use]
pub fn of(extensions: &Extensions, headers: &HeaderMap, server: &Server) -> IpAddr {
    let peer =
        extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip().to_canonical());
    if !server.trusts(peer) {
        return peer;
    }
    let entries = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let entries: Vec<Option<IpAddr>> = entries.map(|entry| entry.trim().parse::<IpAddr>().ok().map(|ip| ip.to_canonical())).collect();
    let mut client = peer;
    for entry in entries.into_iter().rev() {
        let Some(entry) = entry else { break };
        client = entry;
        if !server.trusts(entry) {
            break;
        }
    }
    client
}

//! `[server]`: where the program listens, under which address people know it, and whose word on the client's address it takes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use serde::Deserialize;
use url::Url;

use super::ConfigError;

/// `[server]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The address that stands in mails; the address listened on when missing.
    public_url: Option<String>,
    /// The addresses or networks whose `X-Forwarded-For` is believed.
    trusted_proxy: Vec<String>,
}

impl Default for Server {
    fn default() -> Self {
        Self { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)), public_url: None, trusted_proxy: Vec::new() }
    }
}

impl Server {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if let Some(text) = &self.public_url {
            parse_public_url(text).map_err(|reason| ConfigError::Value { key: "server.public_url", reason: reason.to_owned() })?;
        }
        for text in &self.trusted_proxy {
            if Network::parse(text).is_none() {
                let reason = format!("“{text}”不是 IP 地址或网段（如 10.0.0.0/8）");
                return Err(ConfigError::Value { key: "server.trusted_proxy", reason });
            }
        }
        Ok(())
    }

    /// The address under which people know the program, without a final slash.
    #[must_use]
    pub fn public_url(&self) -> String {
        let configured = self.public_url.as_deref().and_then(|text| parse_public_url(text).ok());
        configured.map_or_else(|| format!("http://{}", self.listen), |url| url.as_str().trim_end_matches('/').to_owned())
    }

    /// Whether cookies are marked `Secure`: when people come by https.
    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// Whether a peer's `X-Forwarded-For` is believed.
    #[must_use]
    pub fn trusts(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.trusted_proxy.iter().filter_map(|text| Network::parse(text)).any(|network| network.holds(peer))
    }
}

fn parse_public_url(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|_| "不是网址，应如 https://dutyflow.example.gov.cn")?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err("必须以 http:// 或 https:// 开头");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("不能带用户名或密码");
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("只写到主机和端口，不带路径");
    }
    Ok(url)
}

/// An address, or the addresses that share its first bits.
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { address, bits })
    }

    fn holds(&self, peer: IpAddr) -> bool {
        match (self.address, peer) {
            (IpAddr::V4(own), IpAddr::V4(peer)) => {
                let mask = u32::MAX.checked_shl(32 - self.bits).unwrap_or(0);
                own.to_bits() & mask == peer.to_bits() & mask
            }
            (IpAddr::V6(own), IpAddr::V6(peer)) => {
                let mask = u128::MAX.checked_shl(128 - self.bits).unwrap_or(0);
                own.to_bits() & mask == peer.to_bits() & mask
            }
            _ => false,
        }
    }
}

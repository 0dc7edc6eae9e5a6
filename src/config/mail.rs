//! `[mail]`: the SMTP server, as one address or in parts. Without one, mails are kept and can be read on the admin's page.

use std::path::PathBuf;

use lettre::message::Mailbox;
use serde::Deserialize;
use url::Url;

use super::{ConfigError, Secret};

/// `[mail]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// `smtp://user:password@host:587?tls=starttls` or `smtps://…`.
    smtp_url: Option<Secret>,
    smtp_host: Option<String>,
    smtp_port: Option<u16>,
    smtp_tls: Option<Tls>,
    smtp_user: Option<String>,
    smtp_password: Option<Secret>,
    /// A file with the certificates (PEM) that are trusted beside the public ones: those of an organisation's own authority.
    smtp_ca: Option<PathBuf>,
    from: Option<String>,
}

/// How the connection to the SMTP server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// Not at all; for a server on the same machine.
    None,
    /// Begun in plain text, then protected; refused when the server cannot.
    Starttls,
    /// Protected from the start.
    Tls,
}

/// What becomes of a mail.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// It is kept and shown to the admin.
    Keep,
    /// It is sent.
    Smtp(Smtp),
}

/// An SMTP server and the sender's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The protection.
    pub tls: Tls,
    /// User and password, if it asks for them.
    pub login: Option<(String, Secret)>,
    /// The file of the certificates that are trusted beside the public ones.
    pub ca: Option<PathBuf>,
    /// The sender.
    pub from: Mailbox,
}

impl Mail {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        self.resolve().map(|_| ())
    }

    /// Where mails go.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.resolve().unwrap_or(Delivery::Keep)
    }

    /// The name of the server that mails go to; none where they are kept.
    #[must_use]
    pub fn server_name(&self) -> Option<String> {
        match self.delivery() {
            Delivery::Keep => None,
            Delivery::Smtp(smtp) => Some(format!("{}:{}", smtp.host, smtp.port)),
        }
    }

    fn resolve(&self) -> Result<Delivery, ConfigError> {
        let server = match (&self.smtp_url, &self.smtp_host) {
            (Some(_), Some(_)) => return Err(wrong("mail.smtp_url", "与 mail.smtp_host 只能写一个")),
            (Some(url), None) => self.read_url(url)?,
            (None, Some(host)) => self.read_parts(host.clone())?,
            (None, None) => {
                let login = self.smtp_user.is_some() || self.smtp_password.is_some();
                if login || self.smtp_port.is_some() || self.smtp_tls.is_some() || self.smtp_ca.is_some() {
                    return Err(wrong("mail.smtp_host", "没有写邮件服务器，其余 smtp_* 项不起作用"));
                }
                return self.from.as_ref().map_or(Ok(()), |from| sender(from).map(|_| ())).map(|()| Delivery::Keep);
            }
        };
        Ok(Delivery::Smtp(server))
    }

    fn read_url(&self, secret: &Secret) -> Result<Smtp, ConfigError> {
        let key = "mail.smtp_url";
        if self.smtp_port.is_some() || self.smtp_tls.is_some() || self.smtp_user.is_some() || self.smtp_password.is_some() {
            return Err(wrong(key, "端口、加密、用户名和密码都写在网址里，不能另写 smtp_* 项"));
        }
        let url = Url::parse(secret.expose()).map_err(|_| wrong(key, "应如 smtp://用户:密码@主机:587?tls=starttls"))?;
        let asked = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect::<Vec<_>>();
        let asked = match asked.as_slice() {
            [] => None,
            [(name, value)] if name == "tls" => match value.as_str() {
                "none" => Some(Tls::None),
                "starttls" => Some(Tls::Starttls),
                "tls" => Some(Tls::Tls),
                _ => return Err(wrong(key, "tls 只能是 none、starttls 或 tls")),
            },
            _ => return Err(wrong(key, "问号后只能写 tls=…")),
        };
        let tls = match (url.scheme(), asked) {
            ("smtps", None | Some(Tls::Tls)) => Tls::Tls,
            ("smtps", Some(_)) => return Err(wrong(key, "smtps:// 就是 tls=tls")),
            ("smtp", asked) => asked.unwrap_or_else(|| usual_tls(url.port())),
            _ => return Err(wrong(key, "必须以 smtp:// 或 smtps:// 开头")),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| wrong(key, "缺少主机名"))?.to_owned();
        let user = decoded(url.username()).filter(|user| !user.is_empty());
        let password = url.password().and_then(decoded).map(Secret::new);
        self.server(host, url.port(), tls, login(key, user, password)?)
    }

    fn read_parts(&self, host: String) -> Result<Smtp, ConfigError> {
        let tls = self.smtp_tls.unwrap_or_else(|| usual_tls(self.smtp_port));
        let login = login("mail.smtp_password", self.smtp_user.clone(), self.smtp_password.clone())?;
        self.server(host, self.smtp_port, tls, login)
    }

    fn server(&self, host: String, port: Option<u16>, tls: Tls, login: Option<(String, Secret)>) -> Result<Smtp, ConfigError> {
        let from = self.from.as_ref().ok_or_else(|| wrong("mail.from", "配置了邮件服务器，还要写发件人地址"))?;
        let port = port.unwrap_or(match tls {
            Tls::None => 25,
            Tls::Starttls => 587,
            Tls::Tls => 465,
        });
        if tls == Tls::None && self.smtp_ca.is_some() {
            return Err(wrong("mail.smtp_ca", "未加密的连接不使用证书"));
        }
        Ok(Smtp { host, port, tls, login, ca: self.smtp_ca.clone(), from: sender(from)? })
    }
}

/// Protected unless said otherwise.
fn usual_tls(port: Option<u16>) -> Tls {
    if port == Some(465) { Tls::Tls } else { Tls::Starttls }
}

fn login(key: &'static str, user: Option<String>, password: Option<Secret>) -> Result<Option<(String, Secret)>, ConfigError> {
    match (user, password) {
        (Some(user), Some(password)) => Ok(Some((user, password))),
        (None, None) => Ok(None),
        _ => Err(wrong(key, "用户名和密码要么都写，要么都不写")),
    }
}

fn sender(text: &str) -> Result<Mailbox, ConfigError> {
    text.parse().map_err(|_| wrong("mail.from", "应如 履职流转 <dutyflow@example.gov.cn>"))
}

/// Undoes percent-encoding; `None` when the bytes are not UTF-8.
fn decoded(text: &str) -> Option<String> {
    let pair = format!("v={}", text.replace('+', "%2B").replace('&', "%26"));
    let value = url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned());
    value.filter(|value| !value.contains(char::REPLACEMENT_CHARACTER))
}

fn wrong(key: &'static str, reason: &str) -> ConfigError {
    ConfigError::Value { key, reason: reason.to_owned() }
}

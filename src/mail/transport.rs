//! The ways on which mails leave: a pool of SMTP connections, or a folder where they are kept.

use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::address::masked;
use super::compose::Outgoing;

/// The folder of kept mails in the data folder.
pub const FOLDER: &str = "mail";
/// How long the server may take for a mail. The library's own limit ends with the connection.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take to connect.
const CONNECT: Duration = Duration::from_secs(20);
/// Connections to the server at the same time.
const CONNECTIONS: u32 = 4;
/// Replies that speak of this mail or its recipient and stay the same tomorrow. Others, a refused log-in say, are the administrator's to mend.
const FOR_GOOD: [u16; 7] = [521, 550, 551, 552, 553, 554, 556];

/// How the connection to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Not at all; for a server on this machine only.
    None,
    /// Begun in plain text, then protected; refused when the server cannot.
    Starttls,
    /// From the start.
    Tls,
}

/// An SMTP server and the sender's address. Not printed: it holds a password.
#[derive(Clone)]
#[allow(missing_docs)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub protection: Protection,
    pub login: Option<(String, String)>,
    /// Certificates (PEM) that are trusted beside the public ones.
    pub ca: Option<Vec<u8>>,
    pub from: Mailbox,
}

/// A connection to a server.
#[derive(Clone)]
pub struct Smtp {
    pool: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    name: String,
}

/// Where mails go.
#[derive(Clone)]
pub enum Transport {
    /// To a server.
    Smtp(Smtp),
    /// Into a folder, one file a mail.
    Kept(PathBuf),
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Smtp(smtp) => write!(f, "Smtp({})", smtp.name),
            Self::Kept(folder) => write!(f, "Kept({})", folder.display()),
        }
    }
}

/// Why there is no way for mails.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// In plain text to another machine.
    #[error("未加密的 SMTP 只能用于本机的邮件服务器；{0} 请使用 starttls 或 tls")]
    PlainToElsewhere(String),
    /// The name of the server cannot stand in a certificate.
    #[error("邮件服务器名称 {host} 不能用于加密连接：{reason}")]
    Name {
        /// The server.
        host: String,
        /// The reason.
        reason: String,
    },
    /// The file of trusted certificates cannot be used.
    #[error("证书文件 {file} 不能使用：{reason}")]
    Certificates {
        /// The file.
        file: String,
        /// The reason.
        reason: String,
    },
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// The server took it.
    Sent,
    /// It is kept in the folder.
    Kept,
}

/// Why a mail did not leave. Addresses in the reason are masked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may succeed later.
    #[error("{0}")]
    Passing(String),
    /// It never will.
    #[error("{0}")]
    Refused(String),
}

impl Transport {
    /// A pool of connections to a server; none is made yet. Call it inside the run-time: the pool tends itself.
    ///
    /// # Errors
    /// In plain text to another machine; when the server's name cannot stand in a certificate.
    pub fn smtp(server: Server) -> Result<Self, SetupError> {
        let Server { host, port, protection, login, ca, from } = server;
        let parameters = || tls_parameters(&host, ca.as_deref());
        let tls = match protection {
            Protection::None if !is_loopback(&host) => return Err(SetupError::PlainToElsewhere(host)),
            Protection::None => Tls::None,
            Protection::Starttls => Tls::Required(parameters()?),
            Protection::Tls => Tls::Wrapper(parameters()?),
        };
        let pool = PoolConfig::new().max_size(CONNECTIONS);
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&host).port(port).tls(tls).timeout(Some(CONNECT)).pool_config(pool);
        if let Some((user, password)) = login {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self::Smtp(Smtp { pool: builder.build(), from, name: format!("{host}:{port}") }))
    }

    pub(super) async fn send(&self, mail: &Outgoing, host: &str) -> Result<Accepted, SendError> {
        match self {
            Self::Smtp(smtp) => {
                let message = mail.compose(&smtp.from)?;
                match tokio::time::timeout(PATIENCE, smtp.pool.send(message)).await {
                    Ok(Ok(_)) => Ok(Accepted::Sent),
                    Ok(Err(error)) => Err(classified(&error)),
                    Err(_) => Err(SendError::Passing(format!("no answer within {} seconds", PATIENCE.as_secs()))),
                }
            }
            Self::Kept(folder) => {
                let bytes = mail.compose(&keeper(host))?.formatted();
                let (folder, name) = (folder.clone(), format!("{}.eml", mail.id));
                let written = tokio::task::spawn_blocking(move || keep(&folder, &name, &bytes)).await;
                let failed = |reason: String| SendError::Passing(format!("the mail cannot be kept: {reason}"));
                written.map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.to_string()))?;
                Ok(Accepted::Kept)
            }
        }
    }
}

/// The server's certificate must be made out to its name, by an authority that is public or among `ca`.
fn tls_parameters(host: &str, ca: Option<&[u8]>) -> Result<TlsParameters, SetupError> {
    let failed = |error: lettre::transport::smtp::Error| SetupError::Name { host: host.to_owned(), reason: error.to_string() };
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = ca {
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(failed)?);
    }
    builder.build().map_err(failed)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether it is worth another try: after an answer of the second kind it is not, after a broken line it is.
fn classified(error: &lettre::transport::smtp::Error) -> SendError {
    let reason = masked(&error.to_string());
    match error.status().map(u16::from) {
        Some(code) if FOR_GOOD.contains(&code) => SendError::Refused(reason),
        _ => SendError::Passing(reason),
    }
}

/// The sender of kept mails.
fn keeper(host: &str) -> Mailbox {
    let address = Address::new("dutyflow", host).unwrap_or_else(|_| Address::new_dangerous("dutyflow", "localhost"));
    Mailbox::new(None, address)
}

/// Writes a file that is there as a whole or not at all; the same mail again replaces it.
fn keep(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    let half = folder.join(format!(".{name}.part"));
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create(true).truncate(true).open(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&half, folder.join(name))?;
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

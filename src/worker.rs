//! The worker: what the queue asks of this program, answered by the use cases; and the way for mails, made from the configuration.

use std::path::Path;

use chrono::{DateTime, Utc};
use jobs::{DeliverMessage, Outcome, PruneOld, RecountDates, Run, RunBatch, SweepDue, Wake};

use crate::config::mail::{Delivery, Tls};
use crate::config::{Config, Secret};
use crate::mail::Mailer;
use crate::mail::transport::{self, Protection, Server, SetupError, Transport};
use crate::service::deliver::Postman;
use crate::service::sweep::sweep;
use crate::service::{Tools, batch, calendar};
use crate::store::{DatabaseConnection, sessions, uploads};

/// The folder of kept mails in the data folder.
pub const KEPT_MAILS: &str = transport::FOLDER;

/// Does the jobs of the queue; cheap to clone.
#[derive(Debug, Clone)]
pub struct Worker {
    tools: Tools,
    postman: Postman,
}

impl Worker {
    /// A worker that sends with this mailer.
    #[must_use]
    pub fn new(tools: Tools, mailer: Mailer) -> Self {
        Self { tools, postman: Postman::new(mailer) }
    }

    /// A worker as the configuration wants it. Call it inside the run-time.
    ///
    /// # Errors
    /// When there is no safe way to the configured mail server.
    pub fn from_config(tools: Tools, config: &Config) -> Result<Self, SetupError> {
        Ok(Self::new(tools, mailer(config)?))
    }

    /// What it works with.
    #[must_use]
    pub fn tools(&self) -> &Tools {
        &self.tools
    }

    /// Works until `shutdown` resolves, then lets what runs end within the limit.
    ///
    /// # Errors
    /// When the worker dies by itself: then the process should be started anew.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) -> Result<jobs::Stopped, jobs::Error> {
        jobs::run_workers(self, jobs::Config::default(), shutdown).await
    }
}

/// The writer of mails that the configuration describes.
///
/// # Errors
/// When there is no safe way to the configured mail server.
pub fn mailer(config: &Config) -> Result<Mailer, SetupError> {
    let transport = match config.mail.delivery() {
        Delivery::Keep => Transport::Kept(config.database.data_dir.join(KEPT_MAILS)),
        Delivery::Smtp(smtp) => Transport::smtp(Server {
            ca: smtp.ca.as_deref().map(certificates).transpose()?,
            host: smtp.host,
            port: smtp.port,
            protection: match smtp.tls {
                Tls::None => Protection::None,
                Tls::Starttls => Protection::Starttls,
                Tls::Tls => Protection::Tls,
            },
            login: smtp.login.map(|(user, password)| (user, Secret::expose(&password).to_owned())),
            from: smtp.from,
        })?,
    };
    Ok(Mailer::new(transport, &config.server.public_url()))
}

fn certificates(file: &Path) -> Result<Vec<u8>, SetupError> {
    let wrong = |reason: String| SetupError::Certificates { file: file.display().to_string(), reason };
    let pem = std::fs::read(file).map_err(|error| wrong(error.to_string()))?;
    if String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
        Ok(pem)
    } else {
        Err(wrong("里面没有 PEM 格式的证书".to_owned()))
    }
}

impl jobs::Context for Worker {
    fn db(&self) -> &DatabaseConnection {
        self.tools.store.write()
    }

    fn now(&self) -> DateTime<Utc> {
        self.tools.now()
    }

    fn wake(&self) -> &Wake {
        &self.tools.wake
    }

    async fn sweep_due(&self, _: SweepDue, _: Run) -> Outcome {
        if let Err(error) = self.tools.calendar.refresh(self.tools.store.read()).await {
            return Outcome::Retry(error.to_string());
        }
        match sweep(&self.tools, self.tools.now()).await {
            Ok(_) => Outcome::Done,
            Err(error) => Outcome::Retry(error.to_string()),
        }
    }

    async fn deliver_message(&self, job: DeliverMessage, run: Run) -> Outcome {
        if let Err(error) = self.tools.calendar.refresh(self.tools.store.read()).await {
            return Outcome::Retry(error.to_string());
        }
        self.postman.deliver(&self.tools, job.message_id.into(), run).await
    }

    async fn run_batch(&self, job: RunBatch, _: Run) -> Outcome {
        match batch::run(&self.tools, job.batch_id.into()).await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry(error.to_string()),
        }
    }

    async fn recount_dates(&self, job: RecountDates, _: Run) -> Outcome {
        match calendar::recount(&self.tools, job.change, |_, _| {}).await {
            Ok(moved) => {
                tracing::info!(change = job.change, moved, "dates counted anew after a change of the calendar");
                Outcome::Done
            }
            Err(error) => Outcome::Retry(error.to_string()),
        }
    }

    async fn prune_old(&self, _: PruneOld, _: Run) -> Outcome {
        let now = self.tools.now();
        let rows = jobs::prune(self.tools.store.write(), now, jobs::Keep::default()).await;
        let logins = sessions::remove_expired(self.tools.store.write(), now).await;
        let uploads = uploads::remove(self.tools.store.write(), None, now - uploads::WAITS).await;
        match (rows, logins, uploads) {
            (Ok(rows), Ok(logins), Ok(uploads)) => {
                tracing::info!(jobs = rows.jobs, ticks = rows.ticks, logins, uploads, "removed what was kept long enough");
                Outcome::Done
            }
            (Err(error), _, _) => Outcome::Retry(error.to_string()),
            (_, Err(error), _) | (_, _, Err(error)) => Outcome::Retry(error.to_string()),
        }
    }
}

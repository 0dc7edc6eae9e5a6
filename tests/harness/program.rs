//! The built program as a process of its own, which can be killed at any moment and started again on the same data; and a client of its API.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, header};
use dutyflow::store::Location;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};

use super::db::TestDb;
use super::smtp::SmtpServer;

/// How long a test waits for a process before it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until the condition gives something; asks again every few milliseconds.
pub async fn until<T>(what: &str, mut condition: impl AsyncFnMut() -> Option<T>) -> T {
    let mut look = tokio::time::interval(Duration::from_millis(20));
    let found = async {
        loop {
            look.tick().await;
            if let Some(found) = condition().await {
                return found;
            }
        }
    };
    tokio::time::timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("waited for {PATIENCE:?}: {what}"))
}

/// Where a program runs: its data and its environment.
pub struct Setting {
    data: PathBuf,
    environment: Vec<(&'static str, String)>,
}

impl Setting {
    /// On a test's database, with mails going to the server.
    pub fn on(db: &TestDb, mails: &SmtpServer) -> Self {
        let mut environment = vec![
            ("PATH", "/usr/bin:/bin".to_owned()),
            ("DUTYFLOW_SMTP_URL", format!("smtp://{}?tls=none", mails.address)),
            ("DUTYFLOW_MAIL_FROM", "履职流转 <dutyflow@example.test>".to_owned()),
        ];
        if let Location::Postgres(url) = db.store.location() {
            environment.push(("DUTYFLOW_DATABASE_URL", url.clone()));
        }
        Self { data: db.place.dir().to_owned(), environment }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dutyflow"));
        command.args(args).arg("--data").arg(&self.data).env_clear().envs(self.environment.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// Runs a command, which must succeed, to its end; gives what it printed.
    pub async fn run(&self, args: &[&str]) -> String {
        let output = tokio::time::timeout(PATIENCE, self.command(args).output()).await.expect("the command hangs").unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "dutyflow {args:?}: {}\n{out}{}", output.status, String::from_utf8_lossy(&output.stderr));
        out
    }

    /// Starts the web server with its worker and waits until it listens.
    pub async fn serve(&self) -> Program {
        let mut ended = String::new();
        // Another process may take the port between the look and the start.
        for _ in 0..3 {
            let address = free_address();
            let mut child = self.command(&["serve", "--listen", &address.to_string()]).spawn().unwrap();
            let said = Arc::default();
            listen_to(child.stdout.take().unwrap(), &said);
            listen_to(child.stderr.take().unwrap(), &said);
            let ready = format!("http://{address}\n");
            let listens = until("the program listens", async || {
                if said.lock().unwrap().contains(&ready) { Some(true) } else { child.try_wait().unwrap().map(|_| false) }
            });
            if listens.await {
                let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http();
                return Program { child, said, client, address };
            }
            ended = said.lock().unwrap().clone();
        }
        panic!("the program does not start:\n{ended}");
    }
}

/// An address on loopback where nobody listens.
fn free_address() -> SocketAddr {
    std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap()
}

/// Reads on, so that the program never writes into a closed pipe.
fn listen_to(pipe: impl AsyncRead + Unpin + Send + 'static, said: &Arc<Mutex<String>>) {
    let said = Arc::clone(said);
    let mut lines = BufReader::new(pipe).lines();
    tokio::spawn(async move {
        while let Ok(Some(line)) = lines.next_line().await {
            let mut said = said.lock().unwrap();
            said.push_str(&line);
            said.push('\n');
        }
    });
}

/// A running program; killed when dropped.
pub struct Program {
    child: Child,
    said: Arc<Mutex<String>>,
    client: Client<HttpConnector, Body>,
    address: SocketAddr,
}

/// An answer of the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    /// The body of an answer that is none of refusal or failure.
    #[track_caller]
    pub fn good(self) -> Value {
        assert!((200..300).contains(&self.status), "{self:#?}");
        self.body
    }
}

impl Program {
    /// Asks for something.
    pub async fn get(&self, token: &str, path: &str) -> Answer {
        let request = Request::builder().method(Method::GET).uri(self.uri(path)).header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await.unwrap_or_else(|error| panic!("{error}\n{}", self.said()))
    }

    /// Asks for a change under a key. An error: the program went away before it answered.
    pub async fn post(&self, token: &str, path: &str, key: &str, body: &Value) -> Result<Answer, String> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(self.uri(path))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", key);
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> Result<Answer, String> {
        let response = self.client.request(request).await.map_err(|error| error.to_string())?;
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(Body::new(response.into_body()), usize::MAX).await.map_err(|error| error.to_string())?;
        Ok(Answer { status, body: serde_json::from_slice(&bytes).map_err(|error| error.to_string())? })
    }

    fn uri(&self, path: &str) -> String {
        format!("http://{}/api/v1{path}", self.address)
    }

    /// kill -9, and nothing before it.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Everything that it has printed.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }
}

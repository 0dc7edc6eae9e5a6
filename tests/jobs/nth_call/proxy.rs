//! A relay in front of PostgreSQL that loses one call, or the answer to one, and with it the connection.

use std::io;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// The call does not arrive.
    Call,
    /// It arrives and is carried out; its answer is lost.
    Answer,
}

/// How many calls are still let through, and what is lost then.
type Plan = Arc<Mutex<Option<(usize, Loss)>>>;

/// The relay; it ends when dropped.
pub(super) struct Proxy {
    pub(super) port: u16,
    plan: Plan,
    listening: JoinHandle<()>,
}

impl Proxy {
    /// Listens on a free port for connections to the server.
    pub(super) async fn before(server: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = url::Url::parse(server).unwrap();
        let there = (server.host_str().unwrap().to_owned(), server.port().unwrap());
        let plan = Plan::default();
        let shared = Arc::clone(&plan);
        let listening = tokio::spawn(async move {
            let mut lines = tokio::task::JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let (there, plan) = (there.clone(), Arc::clone(&shared));
                lines.spawn(async move {
                    let server = TcpStream::connect(there).await?;
                    relay(client, server, &plan).await
                });
            }
        });
        Self { port, plan, listening }
    }

    /// Loses the n-th call from now on, or its answer.
    pub(super) fn lose(&self, nth: usize, what: Loss) {
        *self.plan.lock().unwrap() = Some((nth, what));
    }

    /// Whether it happened; it does not happen any more.
    pub(super) fn lost(&self) -> bool {
        self.plan.lock().unwrap().take().is_none()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Each question waits for its answer, as the driver asks them.
async fn relay(mut client: TcpStream, mut server: TcpStream, plan: &Plan) -> io::Result<()> {
    // Small messages are not held back for each other.
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    // The first message has no letter; a wish for encryption, which this server does not grant, comes before it.
    loop {
        let hello = message(&mut client, None).await?;
        server.write_all(&hello).await?;
        if hello[4..8] != 80_877_103_u32.to_be_bytes() {
            break;
        }
        let refused = server.read_u8().await?;
        client.write_u8(refused).await?;
    }
    answer(&mut server, Some(&mut client)).await?;
    loop {
        let letter = client.read_u8().await?;
        let asked = message(&mut client, Some(letter)).await?;
        // A statement as text, or the end of a prepared one's messages: what the server answers in one go.
        if !matches!(letter, b'Q' | b'S') {
            server.write_all(&asked).await?;
            continue;
        }
        let lost = {
            let mut plan = plan.lock().unwrap();
            match plan.take() {
                Some((1, what)) => Some(what),
                Some((left, what)) => {
                    *plan = Some((left - 1, what));
                    None
                }
                None => None,
            }
        };
        match lost {
            None => {
                server.write_all(&asked).await?;
                answer(&mut server, Some(&mut client)).await?;
            }
            Some(Loss::Call) => return Ok(()),
            Some(Loss::Answer) => {
                server.write_all(&asked).await?;
                return answer(&mut server, None).await;
            }
        }
    }
}

/// Passes on what the server says until it is ready for the next question.
async fn answer(server: &mut TcpStream, mut client: Option<&mut TcpStream>) -> io::Result<()> {
    loop {
        let letter = server.read_u8().await?;
        let said = message(server, Some(letter)).await?;
        if let Some(client) = &mut client {
            client.write_all(&said).await?;
        }
        if letter == b'Z' {
            return Ok(());
        }
    }
}

/// A message as it stands on the wire: its letter, unless it has none, its length and its rest.
async fn message(from: &mut TcpStream, letter: Option<u8>) -> io::Result<Vec<u8>> {
    let length = from.read_u32().await?;
    let mut bytes: Vec<u8> = letter.into_iter().chain(length.to_be_bytes()).collect();
    let rest = bytes.len();
    bytes.resize(rest + length as usize - 4, 0);
    from.read_exact(&mut bytes[rest..]).await?;
    Ok(bytes)
}

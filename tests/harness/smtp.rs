//! A small real SMTP server on loopback. It takes mail and remembers it, and it can make every kind of trouble that a real one makes.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, Utc};
use workflow::{clock::Clock, ids::IdGen};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
    sync::watch,
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, rustls};

/// How long a test waits for mail before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where in the conversation something goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    Connect,
    Hello,
    Auth,
    From,
    /// The command that names this recipient.
    Recipient(String),
    Data,
    /// After the whole text of the mail, in place of its receipt.
    Receipt,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// An answer such as `(450, "mailbox busy")`; 4xx asks to try again, 5xx is final.
    Say(u16, &'static str),
    /// No answer until the other side gives up.
    Stall,
    /// The connection is closed without an answer.
    Drop,
    /// At the receipt: the mail is taken, but the sender never hears so.
    TakeAndDrop,
}

/// A mail that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body as sent, dots unstuffed.
    pub text: String,
    /// Who logged in, if anybody did.
    pub user: Option<String>,
    /// Whether the line was encrypted.
    pub encrypted: bool,
    /// When, by the clock of the test, if it gave one.
    pub at: Option<DateTime<Utc>>,
}

/// Trouble by chance: a third of all recipients are not taken at the moment, and of some mails the receipt is lost.
struct Weather {
    chance: IdGen,
    clock: Arc<dyn Clock>,
    refused: usize,
    receipts_lost: usize,
}

impl Weather {
    fn trouble(&mut self, at: &At) -> Option<Trouble> {
        let [one, other] = self.chance.bytes::<2>();
        let trouble = match at {
            At::Recipient(_) if one < 85 => match other % 3 {
                0 => Trouble::Say(450, "mailbox busy"),
                1 => Trouble::Say(421, "closing down"),
                _ => Trouble::Drop,
            },
            At::Receipt if one < 1 => Trouble::TakeAndDrop,
            _ => return None,
        };
        self.refused += 1;
        self.receipts_lost += usize::from(trouble == Trouble::TakeAndDrop);
        Some(trouble)
    }
}

impl Received {
    /// A header's value as sent (not decoded), folded lines joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.text.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
        head.lines().find_map(|line| {
            line.split_once(':').filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
        })
    }
}

#[derive(Default)]
struct Book {
    weather: Option<Weather>,
    mails: Vec<Received>,
    troubles: VecDeque<(At, Trouble, bool)>,
    /// At which answer from now on, counted from one, and what.
    strike: Option<(usize, Trouble)>,
    connections: usize,
}

/// How a server is closed to strangers: an encrypted line first, then this name and password.
#[derive(Clone)]
struct Lock {
    tls: TlsAcceptor,
    /// Encrypted from the start, else after STARTTLS.
    from_start: bool,
    login: (&'static str, &'static str),
}

/// The server; stops when dropped.
pub struct SmtpServer {
    pub address: SocketAddr,
    /// What a locked server shows, self-signed, as PEM.
    pub certificate: String,
    book: Arc<Mutex<Book>>,
    taken: watch::Receiver<usize>,
    listening: JoinHandle<()>,
}

impl SmtpServer {
    /// Listens on a free port.
    pub async fn start() -> Self {
        Self::listen(None, String::new()).await
    }

    /// Takes mails on an encrypted line only, from the start or after STARTTLS, and from who knows the password. Its certificate is made now, by itself,
    /// for this name.
    pub async fn locked(name: &str, from_start: bool, login: (&'static str, &'static str)) -> Self {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key.into()).unwrap();
        let lock = Lock { tls: TlsAcceptor::from(Arc::new(config)), from_start, login };
        Self::listen(Some(lock), made.cert.pem()).await
    }

    async fn listen(lock: Option<Lock>, certificate: String) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let book = Arc::new(Mutex::new(Book::default()));
        let (tell, taken) = watch::channel(0);
        let shared = Arc::clone(&book);
        let listening = tokio::spawn(async move {
            let mut sessions = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                let stream = BufReader::new(Box::new(stream) as Box<dyn Line>);
                let session =
                    Session { book: Arc::clone(&shared), tell: tell.clone(), stream, lock: lock.clone(), encrypted: false, user: None };
                // A client that goes away in the middle ends its session and nothing else.
                sessions.spawn(async move { session.serve().await.unwrap_or_default() });
            }
        });
        Self { address, certificate, book, taken, listening }
    }

    /// From now on, this trouble at this point, every time.
    pub fn make(&self, at: At, trouble: Trouble) {
        self.book.lock().unwrap().troubles.push_back((at, trouble, false));
    }

    /// This trouble once; troubles at the same point are met in the order in which they were asked for.
    pub fn make_once(&self, at: At, trouble: Trouble) {
        self.book.lock().unwrap().troubles.push_back((at, trouble, true));
    }

    /// This trouble once, at the n-th answer from now on, whatever it is the answer to.
    pub fn strike(&self, nth: usize, trouble: Trouble) {
        self.book.lock().unwrap().strike = Some((nth, trouble));
    }

    /// Whether the trouble that [`Self::strike`] asked for has happened; it does not happen any more.
    pub fn struck(&self) -> bool {
        self.book.lock().unwrap().strike.take().is_none()
    }

    /// Trouble by chance from now on; mails are noted with the time of the clock.
    pub fn make_weather(&self, seed: [u8; 32], clock: Arc<dyn Clock>) {
        self.book.lock().unwrap().weather = Some(Weather { chance: IdGen::new(seed), clock, refused: 0, receipts_lost: 0 });
    }

    /// How often chance made trouble.
    pub fn refused(&self) -> usize {
        self.book.lock().unwrap().weather.as_ref().map_or(0, |weather| weather.refused)
    }

    /// How often a mail was taken and chance kept the sender from hearing so.
    pub fn receipts_lost(&self) -> usize {
        self.book.lock().unwrap().weather.as_ref().map_or(0, |weather| weather.receipts_lost)
    }

    /// No more trouble.
    pub fn behave(&self) {
        self.book.lock().unwrap().troubles.clear();
    }

    /// The mails taken so far, oldest first.
    pub fn mails(&self) -> Vec<Received> {
        self.book.lock().unwrap().mails.clone()
    }

    /// Waits until this many mails have been taken and gives all that are there.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        let mut taken = self.taken.clone();
        let enough = tokio::time::timeout(PATIENCE, taken.wait_for(|taken| *taken >= count)).await;
        assert!(enough.is_ok(), "waited for {count} mails, took {:#?}", self.mails());
        self.mails()
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        self.book.lock().unwrap().connections
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// A connection, encrypted or not.
trait Line: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Line for T {}

struct Session {
    book: Arc<Mutex<Book>>,
    tell: watch::Sender<usize>,
    stream: BufReader<Box<dyn Line>>,
    lock: Option<Lock>,
    encrypted: bool,
    user: Option<String>,
}

/// Whether the conversation goes on.
enum Next {
    On,
    /// The command was refused; the conversation goes on.
    Refused,
    End,
}

impl Session {
    async fn serve(mut self) -> std::io::Result<()> {
        if let Some(lock) = self.lock.clone().filter(|lock| lock.from_start) {
            self.encrypt(&lock.tls).await?;
        }
        if !matches!(self.answer(&At::Connect, "220 mail.example.test ESMTP").await?, Next::On) {
            return Ok(());
        }
        let (mut from, mut to) = (String::new(), Vec::new());
        while let Some(line) = self.line().await? {
            let command = line.to_ascii_uppercase();
            let next = if command.starts_with("EHLO") || command.starts_with("HELO") {
                let last = if self.lock.is_some() && !self.encrypted { "STARTTLS" } else { "AUTH PLAIN" };
                self.answer(&At::Hello, &format!("250-mail.example.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 {last}")).await?
            } else if let Some(lock) = self.lock.clone().filter(|_| command == "STARTTLS" && !self.encrypted) {
                self.say("220 go on").await?;
                self.encrypt(&lock.tls).await?;
                Next::On
            } else if command.starts_with("AUTH PLAIN") {
                let told = user_of(&line["AUTH PLAIN".len()..]);
                let known = |lock: &Lock| told.as_ref().is_some_and(|(user, password)| (user.as_str(), password.as_str()) == lock.login);
                if self.lock.as_ref().is_some_and(|lock| !self.encrypted || !known(lock)) {
                    self.say("535 5.7.8 wrong name or password").await?;
                    Next::Refused
                } else {
                    let next = self.answer(&At::Auth, "235 welcome").await?;
                    self.user = told.filter(|_| matches!(next, Next::On)).map(|(user, _)| user);
                    next
                }
            } else if self.lock.is_some() && self.user.is_none() && command.starts_with("MAIL FROM:") {
                self.say("530 5.7.0 who are you?").await?
            } else if command.starts_with("MAIL FROM:") {
                (from, to) = (address(&line), Vec::new());
                self.answer(&At::From, "250 go on").await?
            } else if command.starts_with("RCPT TO:") {
                let next = self.answer(&At::Recipient(address(&line)), "250 go on").await?;
                to.extend(matches!(next, Next::On).then(|| address(&line)));
                next
            } else if command == "DATA" && to.is_empty() {
                self.say("503 no recipient").await?
            } else if command == "DATA" {
                match self.answer(&At::Data, "354 end with a dot").await? {
                    Next::On => self.take(&from, &to).await?,
                    other => other,
                }
            } else if command == "QUIT" {
                self.say("221 good bye").await?;
                Next::End
            } else {
                self.say(if ["RSET", "NOOP"].contains(&command.as_str()) { "250 done" } else { "500 what?" }).await?
            };
            if matches!(next, Next::End) {
                break;
            }
        }
        Ok(())
    }

    async fn encrypt(&mut self, tls: &TlsAcceptor) -> std::io::Result<()> {
        let plain = std::mem::replace(&mut self.stream, BufReader::new(Box::new(tokio::io::empty())));
        self.stream = BufReader::new(Box::new(tls.accept(plain.into_inner()).await?));
        self.encrypted = true;
        Ok(())
    }

    /// Reads the text up to its dot; records the mail unless there is trouble.
    async fn take(&mut self, from: &str, to: &[String]) -> std::io::Result<Next> {
        let mut text = String::new();
        loop {
            let Some(line) = self.line().await? else { return Ok(Next::End) };
            if line == "." {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push_str("\r\n");
        }
        let trouble = self.trouble(&At::Receipt);
        if matches!(trouble, None | Some(Trouble::TakeAndDrop)) {
            let count = {
                let mut book = self.book.lock().unwrap();
                let at = book.weather.as_ref().map(|weather| weather.clock.now());
                book.mails.push(Received {
                    from: from.to_owned(),
                    to: to.to_vec(),
                    text,
                    user: self.user.clone(),
                    encrypted: self.encrypted,
                    at,
                });
                book.mails.len()
            };
            self.tell.send_modify(|taken| *taken = (*taken).max(count));
        }
        self.meet(trouble, "250 taken").await
    }

    async fn answer(&mut self, at: &At, otherwise: &str) -> std::io::Result<Next> {
        let trouble = self.trouble(at);
        self.meet(trouble, otherwise).await
    }

    async fn meet(&mut self, trouble: Option<Trouble>, otherwise: &str) -> std::io::Result<Next> {
        match trouble {
            None => self.say(otherwise).await,
            Some(Trouble::Say(code, words)) => {
                self.say(&format!("{code} {words}")).await?;
                Ok(Next::Refused)
            }
            Some(Trouble::Stall) => {
                // Whatever still comes is read and not answered, until the other side hangs up.
                tokio::io::copy(&mut (&mut self.stream).take(u64::MAX), &mut tokio::io::sink()).await?;
                Ok(Next::End)
            }
            Some(Trouble::Drop | Trouble::TakeAndDrop) => Ok(Next::End),
        }
    }

    fn trouble(&self, at: &At) -> Option<Trouble> {
        let mut book = self.book.lock().unwrap();
        if let Some(weather) = &mut book.weather {
            return weather.trouble(at);
        }
        match book.strike.take() {
            Some((1, trouble)) => return Some(trouble),
            Some((left, trouble)) => book.strike = Some((left - 1, trouble)),
            None => {}
        }
        let place = book.troubles.iter().position(|(where_, _, _)| where_ == at)?;
        let (_, trouble, once) = book.troubles[place].clone();
        if once {
            book.troubles.remove(place);
        }
        Some(trouble)
    }

    async fn say(&mut self, words: &str) -> std::io::Result<Next> {
        self.stream.get_mut().write_all(format!("{words}\r\n").as_bytes()).await?;
        self.stream.get_mut().flush().await?;
        Ok(Next::On)
    }

    async fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = Vec::new();
        let read = self.stream.read_until(b'\n', &mut line).await?;
        Ok((read > 0).then(|| String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned()))
    }
}

/// What stands between `<` and `>`.
fn address(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(address, _)| address.to_owned()).unwrap_or_default()
}

/// The name and password in an answer of the PLAIN kind: `\0name\0password`, in base64.
fn user_of(answer: &str) -> Option<(String, String)> {
    use base64::Engine;
    let plain = base64::engine::general_purpose::STANDARD.decode(answer.trim()).ok()?;
    let mut parts = plain.split(|byte| *byte == 0).skip(1).map(|part| String::from_utf8(part.to_vec()).ok());
    Some((parts.next()??, parts.next()??))
}

mod tests {
    use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, transport::smtp::authentication::Credentials};

    use super::{At, PATIENCE, SmtpServer, Trouble};

    async fn send(server: &SmtpServer, to: &[&str]) -> Result<(), lettre::transport::smtp::Error> {
        let mut mail = Message::builder().from("office@town.test".parse().unwrap()).subject("today");
        for to in to {
            mail = mail.to(to.parse().unwrap());
        }
        let mail = mail.body("first line\n.a line with a dot".to_owned()).unwrap();
        let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
            .port(server.address.port())
            .credentials(Credentials::new("clerk".to_owned(), "secret".to_owned()))
            .build();
        transport.send(mail).await.map(|_| ())
    }

    #[tokio::test]
    async fn it_takes_mail_and_remembers_who_sent_what_to_whom() {
        let server = SmtpServer::start().await;
        send(&server, &["a@town.test", "b@town.test"]).await.unwrap();
        let mails = server.wait_for(1).await;
        assert_eq!(
            (mails[0].from.as_str(), mails[0].to.as_slice()),
            ("office@town.test", ["a@town.test".to_owned(), "b@town.test".to_owned()].as_slice())
        );
        assert_eq!(mails[0].header("subject").as_deref(), Some("today"));
        assert_eq!(mails[0].user.as_deref(), Some("clerk"));
        assert!(mails[0].text.ends_with("first line\r\n.a line with a dot\r\n"), "{}", mails[0].text);
    }

    #[tokio::test]
    async fn it_refuses_for_now_and_for_good_at_each_point() {
        let server = SmtpServer::start().await;
        for at in [At::Connect, At::Hello, At::Auth, At::From, At::Recipient("a@town.test".to_owned()), At::Data, At::Receipt] {
            server.make_once(at.clone(), Trouble::Say(450, "busy"));
            let error = send(&server, &["a@town.test"]).await.unwrap_err();
            assert!(error.is_transient(), "{at:?}: {error}");
        }
        server.make(At::Recipient("gone@town.test".to_owned()), Trouble::Say(550, "no such mailbox"));
        assert!(send(&server, &["gone@town.test"]).await.unwrap_err().is_permanent());
        assert!(server.mails().is_empty());
        server.behave();
        send(&server, &["gone@town.test"]).await.unwrap();
        assert_eq!(server.mails().len(), 1);
    }

    #[tokio::test]
    async fn it_stalls_hangs_up_and_takes_a_mail_without_saying_so() {
        let server = SmtpServer::start().await;
        server.make_once(At::From, Trouble::Stall);
        // lettre's time-out covers connecting only: whoever sends needs one of their own.
        let stalled = tokio::time::timeout(PATIENCE / 40, send(&server, &["a@town.test"])).await;
        assert!(stalled.is_err(), "{stalled:?}");
        server.make_once(At::Data, Trouble::Drop);
        assert!(send(&server, &["a@town.test"]).await.is_err());
        assert!(server.mails().is_empty());
        server.make_once(At::Receipt, Trouble::TakeAndDrop);
        assert!(send(&server, &["a@town.test"]).await.is_err());
        assert_eq!(server.wait_for(1).await.len(), 1);
        assert_eq!(server.connections(), 3);
    }
}

//! The whole program behind its router, on a database of its own and a clock that stands still; and browsers that visit it, with cookies and forms but
//! without a network.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use chrono::Duration;
use dutyflow::app;
use dutyflow::auth::password;
use dutyflow::config::Config;
use dutyflow::service::Tools;
use dutyflow::state::AppState;
use dutyflow::store::{grants, org, people};
use tower::ServiceExt;
use workflow::calendar::Calendar;
use workflow::clock::{Clock, SteppedClock};
use workflow::ids::{IdGen, PersonId, TownId};
use workflow::people::{Grant, Role, Scope};

use super::db::{TestDb, start};

/// The password of everybody in tests.
pub const PASSWORD: &str = "十个字以上的测试密码";
/// The seed of a test's ids and secrets.
const SEED: [u8; 32] = [7; 32];

/// A running program.
pub struct Site {
    pub db: TestDb,
    pub clock: Arc<SteppedClock>,
    pub tools: Tools,
    pub town: TownId,
    pub router: axum::Router,
}

impl Site {
    /// With one town and nobody in it.
    pub async fn open() -> Self {
        let db = TestDb::migrated().await;
        let clock = Arc::new(SteppedClock::new(start()));
        let ids = Arc::new(IdGen::new(SEED));
        let calendar = Calendar::xinjiang().unwrap().into();
        let tools = Tools { store: db.store.clone(), clock: clock.clone(), ids, calendar, wake: jobs::Wake::new() };
        let mut config = Config::default();
        config.database.data_dir = db.place.dir().to_owned();
        let router =
            app::router(AppState { tools: tools.clone(), mailer: dutyflow::worker::mailer(&config).unwrap(), config: Arc::new(config) });
        let town: TownId = tools.ids.next(clock.now());
        let tx = tools.store.begin().await.unwrap();
        org::create_town(&tx, town, "清泉镇", clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        Self { db, clock, tools, town, router }
    }

    /// Adds a person who logs in as `login` with [`PASSWORD`].
    pub async fn person(&self, login: &str, role: Role, scope: Scope) -> PersonId {
        let now = self.clock.now();
        let id: PersonId = self.tools.ids.next(now);
        let new = people::NewPerson {
            id,
            name: format!("测试{login}"),
            phone: None,
            login: Some(login.to_owned()),
            mail: None,
            language: "zh".to_owned(),
        };
        let hash = password::hash(PASSWORD, &self.tools.ids).unwrap();
        let tx = self.tools.store.begin().await.unwrap();
        people::create(&tx, &new, now).await.unwrap();
        people::set_password(&tx, id, &hash, false).await.unwrap();
        grants::give(&tx, self.tools.ids.next(now), id, Grant { role, scope }, now).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Adds another town.
    pub async fn another_town(&self, name: &str) -> TownId {
        let id: TownId = self.tools.ids.next(self.clock.now());
        let tx = self.tools.store.begin().await.unwrap();
        org::create_town(&tx, id, name, self.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Adds the town's coordinator.
    pub async fn coordinator(&self, login: &str) -> PersonId {
        self.person(login, Role::Coordinator, Scope::town(self.town)).await
    }

    /// Lets time pass.
    pub fn pass(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// A browser without cookies.
    pub fn browser(&self) -> Visitor<'_> {
        Visitor { site: self, cookies: BTreeMap::new(), from: [10, 0, 0, 1] }
    }

    /// A browser in which somebody is logged in.
    pub async fn logged_in(&self, login: &str) -> Visitor<'_> {
        let mut browser = self.browser();
        let answer = browser.log_in(login, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        browser
    }
}

/// A browser.
pub struct Visitor<'a> {
    site: &'a Site,
    pub cookies: BTreeMap<String, String>,
    from: [u8; 4],
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    body: String,
}

impl Visitor<'_> {
    /// The same browser at another address.
    pub fn at(mut self, from: [u8; 4]) -> Self {
        self.from = from;
        self
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::builder().method(Method::GET).uri(path), Body::empty()).await
    }

    /// Sends a form as our own pages do, without looking at one first.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from("http://dutyflow.test", path, fields).await
    }

    /// Sends a form from a page of `origin`.
    pub async fn post_from(&mut self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::builder().method(Method::POST).uri(path).header(header::ORIGIN, origin);
        self.send(request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), Body::from(body)).await
    }

    /// Sends the form with this action that stands on the page: its hidden fields, and what is typed into it.
    pub async fn submit(&mut self, page: &Answer, action: &str, typed: &[(&str, &str)]) -> Answer {
        let hidden = page.hidden(action);
        let fields: Vec<(&str, &str)> =
            hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(typed.iter().copied()).collect();
        self.post(action, &fields).await
    }

    /// Sends the form with this action that stands on the page, with a file in it.
    pub async fn upload(&mut self, page: &Answer, action: &str, typed: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
        const BOUNDARY: &str = "----test-boundary";
        let mut body: Vec<u8> = Vec::new();
        let hidden = page.hidden(action);
        for (name, value) in hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(typed.iter().copied()) {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        let (field, name, bytes) = file;
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let request = Request::builder().method(Method::POST).uri(action).header(header::ORIGIN, "http://dutyflow.test");
        self.send(request.header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}")), Body::from(body)).await
    }

    /// Logs in through the form.
    pub async fn log_in(&mut self, login: &str, password: &str) -> Answer {
        let page = self.get("/login").await;
        self.submit(&page, "/login", &[("name", login), ("password", password)]).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let mut request = request.header(header::HOST, "dutyflow.test").header(header::COOKIE, cookies).body(body).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((self.from, 40000))));
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

impl Answer {
    /// Where it sends the browser.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The markup.
    pub fn markup(&self) -> &str {
        &self.body
    }

    /// What a person reads: the page without its markup, white space squeezed.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut inside = false;
        for c in self.body.chars() {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    out.push(' ');
                }
                _ if !inside => out.push(c),
                _ => {}
            }
        }
        unescape(&out.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Whether a person reads these words.
    #[track_caller]
    pub fn says(&self, words: &str) {
        assert!(self.text().contains(words), "“{words}” does not stand on the page ({}):\n{}", self.status, self.text());
    }

    /// The hidden fields of the form with this action.
    #[track_caller]
    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let start = self.body.find(&format!("action=\"{action}\"")).unwrap_or_else(|| panic!("no form for {action}:\n{}", self.body));
        let form = self.body[start..].split("</form>").next().unwrap();
        let inputs = form.split("<input type=\"hidden\" name=\"").skip(1);
        inputs
            .map(|input| {
                let (name, rest) = input.split_once('"').unwrap();
                let value = rest.split_once("value=\"").unwrap().1.split('"').next().unwrap();
                (unescape(name), unescape(value))
            })
            .collect()
    }
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

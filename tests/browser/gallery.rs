//! Every page of the demonstration, as each role finds it by following links: it is seen whole at both screens, accessible by the rules of WCAG 2.2 AA as
//! far as axe-core can tell, light, and made of nothing from outside. With `DUTYFLOW_PICTURES` each is kept as a picture.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::process::Stdio;

use dutyflow::urls::{Route, Verb};
use fantoccini::{Client, Locator};
use serde::Deserialize;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::harness::browser::{Browser, Screen, Scripts};
use crate::harness::program::until;

/// Who looks: one account of the demonstration for each role.
const PEOPLE: &[&str] = &["admin", "zonghe", "lingdao", "duban", "minsheng-fz", "minsheng", "cun1", "minzhengju-fz", "minzhengju"];
/// The password that everybody chooses.
const PASSWORD: &str = "十个字以上的画廊密码";
/// What a page may weigh at a first visit, styles and scripts included and as compressed as it travels; in bytes.
const WEIGHT: u64 = 60_000;
/// Rules of WCAG 2.0, 2.1 and 2.2, levels A and AA.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/// Addresses that give a file and no page.
const FILES: &[&str] = &[".xlsx", ".csv", ".docx", ".ics", "/document", "/file", "/static/{file}", "/healthz", "/readyz"];
/// Pages to which no link of the demonstration leads, each with the reason.
const NOT_REACHED: &[(Route, &str)] = &[
    (Route::Home, "leads on to each person's first page"),
    (Route::Login, "is left behind by whoever is logged in; looked at before"),
    (Route::EditionChanges, "the demonstration has one edition of each list"),
    (Route::TemplateChanges, "of a kind of page the first are looked at, and the template under change is another duty's"),
    (Route::LedgerImportShow, "is there only while a ledger that was sent is being looked at"),
    (Route::ImportShow, "is there only while a list that was sent is being looked at"),
];

/// A running demonstration; killed when dropped.
struct Demonstration {
    _folder: tempfile::TempDir,
    _program: Child,
    address: String,
    passwords: BTreeMap<String, String>,
}

impl Demonstration {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_dutyflow"))
            .args(["demo", "--port", "0", "--data"])
            .arg(folder.path().join("demo"))
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let mut passwords = BTreeMap::new();
        let address = loop {
            let line = lines.next_line().await.unwrap().expect("the demonstration ended at once");
            if let [.., login, password] = line.split_whitespace().collect::<Vec<_>>()[..] {
                passwords.insert(login.to_owned(), password.to_owned());
            }
            if let Some((_, address)) = line.split_once("http://") {
                break format!("http://{}", address.trim_end_matches('/'));
            }
        };
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { _folder: folder, _program: program, address, passwords }
    }
}

/// What a page is, as the browser tells it.
#[derive(Debug, Deserialize)]
struct Seen {
    /// Where it is, after redirections.
    path: String,
    /// Bytes that it took, with all that it needs, as if nothing were kept.
    weight: u64,
    /// What it needs that is not from here.
    foreign: Vec<String>,
    /// Where its links lead, on this site.
    links: Vec<String>,
    /// Whether it has a title of its own and one heading of the first level.
    headed: bool,
}

const SEEN: &str = "
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const used = new URL('.', location.href).origin;
    return {
        path: location.pathname,
        weight: all.reduce((sum, entry) => sum + entry.encodedBodySize, 0),
        foreign: all.map(entry => entry.name).filter(name => !name.startsWith(used) && !name.startsWith('data:')),
        links: [...document.querySelectorAll('a[href]')].map(link => new URL(link.href))
            .filter(url => url.origin === location.origin && !url.hash).map(url => url.pathname + url.search),
        headed: document.title.length > 0 && document.querySelectorAll('h1').length === 1,
    };";

/// How wide the page is, and what of it reaches farthest.
const WIDTH: &str = "
    const page = document.documentElement.scrollWidth;
    const right = one => one.getBoundingClientRect().right;
    const farthest = page > innerWidth ? [...document.querySelectorAll('main *')].reduce((a, b) => right(b) > right(a) ? b : a) : null;
    return { page, farthest: farthest && farthest.outerHTML.slice(0, 160) };";

const AXE: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'] }).then(
        found => done(found.violations.map(one => one.id + ': ' + one.help + ' — ' +
            one.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + ' [' + (node.any[0] || node.all[0] || node.none[0] || { message: '' }).message + ']').join(' | '))),
        error => done([String(error)]));";

/// The widths at which a page is looked at: a desk, the same at a zoom of 200 %, and a phone.
const SIZES: [(&str, (u32, u32), bool); 3] = [("1440", (1440, 1000), false), ("720", (720, 500), false), ("390", (390, 844), true)];
/// So many pages of each kind are given to axe-core: as the first roles that find one see it.
const EXAMINED: usize = 2;

#[tokio::test]
async fn every_page_can_be_used_at_a_desk_enlarged_and_on_a_phone() {
    let axe = std::fs::read_to_string(axe()).unwrap_or_else(|error| panic!("{}: {error}; scripts/test installs it", axe().display()));
    let demonstration = Demonstration::start().await;
    let browser = Browser::start(Screen::Desktop, Scripts::On).await;
    let mut faults = Vec::new();
    let mut found: BTreeMap<(Route, bool), usize> = BTreeMap::new();
    browser.client.goto(&format!("{}/login", demonstration.address)).await.unwrap();
    faults.extend(violations(&browser.client, &axe).await.into_iter().map(|violation| format!("/login: {violation}")));
    browser.whole_picture("Login-1440").await;
    for login in PEOPLE {
        log_in(&browser.client, &demonstration, login).await;
        let mut seen = BTreeSet::new();
        let mut ahead = VecDeque::from([("/".to_owned(), "/".to_owned())]);
        while let Some((path, from)) = ahead.pop_front() {
            // One page of each kind and role; a page that is filtered or sorted is a kind of its own, and so are the duties of each table.
            let Some(route) = page(&path) else { continue };
            let table = match route {
                Route::Duties => table_of(&path),
                Route::DutyShow => table_of(&from),
                _ => "",
            };
            let table = table.to_owned();
            if !seen.insert((route, path.contains('?'), table)) {
                continue;
            }
            browser.resize(SIZES[0].1, SIZES[0].2).await;
            browser.client.goto(&format!("{}{path}", demonstration.address)).await.unwrap();
            let page = look(&browser.client).await;
            let Some(route) = self::page(&page.path) else {
                faults.push(format!("{login} {path}: led to {}", page.path));
                continue;
            };
            let kind = (route, path.contains('?'));
            seen.insert((route, kind.1, String::new()));
            let times = found.entry(kind).or_default();
            *times += 1;
            let mut wrong = |what: String| faults.push(format!("{login} {path}: {what}"));
            if page.weight > WEIGHT {
                wrong(format!("weighs {} bytes", page.weight));
            }
            if !page.headed {
                wrong("has no title, or not one heading of the first level".to_owned());
            }
            page.foreign.iter().for_each(|from| wrong(format!("takes something from outside: {from}")));
            for (name, size, phone) in SIZES {
                browser.resize(size, phone).await;
                let width = browser.client.execute(WIDTH, Vec::new()).await.unwrap();
                if width["page"].as_u64().unwrap() > u64::from(size.0) {
                    wrong(format!("is wider than {name} pixels: {width}"));
                }
                if *times <= EXAMINED && name != "720" {
                    for violation in violations(&browser.client, &axe).await {
                        wrong(format!("{violation} ({name})"));
                    }
                }
                let filtered = if kind.1 { "-filtered" } else { "" };
                if name != "720" {
                    browser.whole_picture(&format!("{route:?}{filtered}-{login}-{name}")).await;
                }
            }
            ahead.extend(page.links.into_iter().map(|link| (link, path.clone())));
        }
        browser.client.delete_all_cookies().await.unwrap();
    }
    for route in Route::ALL.iter().copied().filter(|route| is_page(*route) && !found.keys().any(|(found, _)| found == route)) {
        if !NOT_REACHED.iter().any(|(known, _)| *known == route) {
            faults.push(format!("no link leads to {}", route.pattern()));
        }
    }
    assert!(faults.is_empty(), "{} faults on {} pages:\n{}", faults.len(), found.values().sum::<usize>(), faults.join("\n"));
}

/// What axe-core finds on the page.
async fn violations(client: &Client, axe: &str) -> Vec<String> {
    client.execute(&format!("if (!window.axe) {{ {axe} }}"), Vec::new()).await.unwrap();
    serde_json::from_value(client.execute_async(AXE, vec![json!(RULES)]).await.unwrap()).unwrap()
}

async fn log_in(client: &Client, demonstration: &Demonstration, login: &str) {
    client.goto(&format!("{}/login", demonstration.address)).await.unwrap();
    let one_time = demonstration.passwords.get(login).unwrap_or_else(|| panic!("nobody logs in as {login}"));
    fill(client, &[login, one_time]).await;
    until("the password must be changed", async || (path(client).await == "/password").then_some(())).await;
    fill(client, &[one_time, PASSWORD, PASSWORD]).await;
    until("somebody is logged in", async || (path(client).await != "/password").then_some(())).await;
}

/// Fills the fields of the form in the page's main part, in their order, and sends it.
async fn fill(client: &Client, values: &[&str]) {
    let fields = client.find_all(Locator::Css("main form input:not([type=hidden]):not([type=checkbox])")).await.unwrap();
    assert_eq!(fields.len(), values.len());
    for (field, value) in fields.iter().zip(values) {
        field.send_keys(value).await.unwrap();
    }
    client.find(Locator::Css("main form button")).await.unwrap().click().await.unwrap();
}

async fn path(client: &Client) -> String {
    client.current_url().await.unwrap().path().to_owned()
}

async fn look(client: &Client) -> Seen {
    serde_json::from_value(client.execute(SEEN, Vec::new()).await.unwrap()).unwrap()
}

/// The table of the list that an address of the catalogue asks for.
fn table_of(address: &str) -> &str {
    address.split_once("table=").map_or("", |(_, rest)| rest.split('&').next().unwrap_or_default())
}

/// The page at an address, unless a file is there.
fn page(address: &str) -> Option<Route> {
    if address.contains("format=text") {
        return None;
    }
    let path = address.split('?').next().unwrap_or_default();
    let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let asked = parts(path);
    let fits = |route: &Route| {
        let pattern = parts(route.pattern());
        pattern.len() == asked.len() && pattern.iter().zip(&asked).all(|(wanted, part)| wanted == part || wanted.starts_with('{'))
    };
    // A word of an address goes before a parameter.
    let exact = |route: &Route| route.pattern().matches('{').count();
    Route::ALL.iter().copied().filter(fits).min_by_key(exact).filter(|route| is_page(*route))
}

fn is_page(route: Route) -> bool {
    route.rights().iter().any(|(verb, _)| *verb == Verb::Get) && !FILES.iter().any(|ending| route.pattern().ends_with(ending))
}

/// Where axe-core is.
#[expect(clippy::disallowed_methods, reason = "where the tests' own tools are is not part of the configuration")]
fn axe() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache");
    cache.unwrap_or_else(home).join("dutyflow/npm/node_modules/axe-core/axe.min.js")
}

//! A desk with a screen: the program behind a real port, a browser before it, and what a person does with it, by the words that stand on the page.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use dutyflow::app;
use dutyflow::config::Config;
use dutyflow::state::AppState;
use dutyflow::store::people;
use dutyflow::worker::Worker;
use fantoccini::Locator;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::json;
use workflow::people::Viewer;

use crate::harness::browser::{Browser, Screen, Scripts};
use crate::harness::county::County;
use crate::harness::program::until;
use crate::harness::site::PASSWORD;

/// How long a person waits for a page.
const PATIENCE: Duration = Duration::from_secs(20);

/// The county's town, office and bureau of these stories.
pub const OFFICE: &str = "民生服务办";
pub const BUREAU: &str = "阿合奇县民政局";
/// Cooperative duty 28.
pub const ALLOWANCE: &str = "老年人高龄津贴的发放管理";

/// A program behind a port, with people in a county.
pub struct Office {
    pub county: County,
    address: SocketAddr,
    config: Arc<Config>,
}

/// A screen before it.
pub struct Desk<'a> {
    office: &'a Office,
    screen: Screen,
    scripts: Scripts,
    browser: Browser,
}

/// A part of the page, by its XPath.
pub struct Part<'a> {
    desk: &'a Desk<'a>,
    root: String,
}

impl Office {
    /// Opens a county whose people have names that nobody has.
    pub async fn open() -> Self {
        let county = County::open().await;
        name(&county, &county.coordinator, "综合岗甲", Some("zonghe@example.test")).await;
        name(&county, &county.clerk, "经办人乙", Some("jingban@example.test")).await;
        name(&county, &county.supervisor, "督办岗丙", None).await;
        name(&county, &county.leader, "分管领导戊", None).await;
        for (village, number) in county.in_villages.iter().zip(["一", "二", "三", "四", "五", "六"]) {
            name(&county, village, &format!("联络员{number}"), None).await;
        }
        let mut config = Config::default();
        config.database.data_dir = county.site.db.place.dir().to_owned();
        let config = Arc::new(config);
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = app::router(AppState {
            tools: county.tools().clone(),
            mailer: dutyflow::worker::mailer(&config).unwrap(),
            config: Arc::clone(&config),
        });
        tokio::spawn(async move { axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await });
        Self { county, address, config }
    }

    /// Adds the bureau's liaison, who logs in as `liaison`.
    pub async fn has_liaison(&self) {
        let liaison = self.county.liaison("liaison", self.county.body(BUREAU).await).await;
        name(&self.county, &liaison, "联络员丁", Some("minzheng@example.test")).await;
    }

    /// Sits down before a new screen.
    pub async fn desk(&self, screen: Screen, scripts: Scripts) -> Desk<'_> {
        Desk { office: self, screen, scripts, browser: Browser::start(screen, scripts).await }
    }

    /// The worker does what is due: mails are kept, since no server is configured.
    pub async fn the_worker_runs(&self) {
        let worker = Worker::from_config(self.county.tools().clone(), &self.config).unwrap();
        jobs::run_due(&worker).await.unwrap();
    }
}

impl Desk<'_> {
    /// A quarter of an hour later somebody sits down and logs in; whoever sat there is logged out.
    pub async fn sits_down(&self, login: &str) {
        self.office.county.pass(chrono::Duration::minutes(15));
        self.browser.client.delete_all_cookies().await.unwrap();
        self.opens("/login").await;
        let page = self.page();
        page.writes("登录名或手机号", login).await;
        page.writes("密码", PASSWORD).await;
        page.presses("登录").await;
        self.finds("//button[normalize-space(.)='退出']", "somebody is logged in", false).await;
    }

    /// Types an address.
    pub async fn opens(&self, path: &str) {
        self.browser.client.goto(&format!("http://{}{path}", self.office.address)).await.unwrap();
        until(path, async || (self.place().await == path.split('?').next()?).then_some(())).await;
    }

    /// Where the browser is.
    pub async fn place(&self) -> String {
        self.browser.client.current_url().await.unwrap().path().to_owned()
    }

    /// The whole page.
    pub fn page(&self) -> Part<'_> {
        Part { desk: self, root: "//body".to_owned() }
    }

    /// The row, card or line that has this link or heading in it.
    pub fn row(&self, words: &str) -> Part<'_> {
        let holds = format!(".//*[self::a or self::h2 or self::h3][contains(normalize-space(.), '{words}')]");
        Part { desk: self, root: format!("//*[self::li or self::tr][{holds}]") }
    }

    /// The step of the workflow page that holds these words.
    pub fn step(&self, words: &str) -> Part<'_> {
        Part { desk: self, root: format!("//li[contains(concat(' ', @class, ' '), ' step ')][contains(., '{words}')]") }
    }

    /// Opens what unfolds under these words, and gives what is in it.
    pub async fn unfolds(&self, words: &str) -> Part<'_> {
        let fold = format!("//details[summary[normalize-space(.)='{words}']]");
        let details = self.finds(&fold, words, true).await;
        if details.attr("open").await.unwrap().is_none() {
            self.strikes(&details.find(Locator::XPath("./summary")).await.unwrap()).await;
        }
        Part { desk: self, root: fold }
    }

    pub async fn presses(&self, words: &str) {
        self.page().presses(words).await;
    }

    pub async fn reads(&self, words: &str) {
        self.page().reads(words).await;
    }

    /// The words do not stand on the page.
    pub async fn misses(&self, words: &str) {
        let text = self.text().await;
        assert!(!text.contains(words), "“{words}” stands on the page {}:\n{text}", self.place().await);
    }

    /// What is seen on the page.
    pub async fn text(&self) -> String {
        match self.browser.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Takes a picture from the top of the page, which is no wider than the screen.
    pub async fn picture(&self, name: &str) {
        self.fits().await;
        self.browser.client.execute("scrollTo(0, 0)", Vec::new()).await.unwrap();
        self.browser.picture(name).await;
    }

    /// The page is no wider than the screen.
    async fn fits(&self) {
        let width = self.browser.client.execute("return document.documentElement.scrollWidth", Vec::new()).await.unwrap();
        assert!(width.as_u64().unwrap() <= u64::from(self.screen.size().0), "{} is {width} pixels wide", self.place().await);
    }

    /// Presses a link to a file and waits for it.
    pub async fn downloads(&self, words: &str, ending: &str) -> Vec<u8> {
        self.presses(words).await;
        let folder = self.browser.downloads();
        let what = format!("the file of “{words}” in {}", folder.display());
        until(&what, async || {
            let files = std::fs::read_dir(&folder).ok()?;
            let file = files.filter_map(Result::ok).find(|file| file.path().extension().is_some_and(|found| found == ending))?;
            std::fs::read(file.path()).ok().filter(|bytes| !bytes.is_empty())
        })
        .await
    }

    /// Clicks; without scripts ChromeDriver cannot, and the key Enter does the same.
    async fn strikes(&self, target: &Element) {
        match self.scripts {
            Scripts::On => target.click().await.unwrap(),
            Scripts::Off => target.send_keys(&Key::Enter).await.unwrap(),
        }
    }

    /// The first element that fits, once it is there.
    async fn finds(&self, path: &str, what: &str, seen: bool) -> Element {
        let found = async {
            let mut look = tokio::time::interval(Duration::from_millis(50));
            loop {
                look.tick().await;
                for element in self.browser.client.find_all(Locator::XPath(path)).await.unwrap_or_default() {
                    if !seen || element.is_displayed().await.unwrap_or(false) {
                        return element;
                    }
                }
            }
        };
        match tokio::time::timeout(PATIENCE, found).await {
            Ok(element) => element,
            Err(_) => panic!("“{what}” is not on the page {}:\n{}", self.place().await, self.text().await),
        }
    }
}

impl Part<'_> {
    async fn finds(&self, within: &str, what: &str) -> Element {
        let path = within.split(" | ").map(|path| format!("{}{path}", self.root)).collect::<Vec<_>>().join(" | ");
        self.desk.finds(&path, what, true).await
    }

    /// Presses the button or follows the link with these words.
    pub async fn presses(&self, words: &str) {
        let fits = format!("normalize-space(.)='{words}'");
        let target = self.finds(&format!("//button[{fits}] | //a[{fits}]"), words).await;
        self.desk.strikes(&target).await;
    }

    /// Follows the first link that holds these words.
    pub async fn follows(&self, words: &str) {
        let target = self.finds(&format!("//a[contains(normalize-space(.), '{words}')]"), words).await;
        self.desk.strikes(&target).await;
    }

    /// Reads these words; waits for them.
    pub async fn reads(&self, words: &str) {
        let read = async {
            let mut look = tokio::time::interval(Duration::from_millis(50));
            loop {
                look.tick().await;
                for part in self.desk.browser.client.find_all(Locator::XPath(&self.root)).await.unwrap_or_default() {
                    if part.text().await.is_ok_and(|text| text.contains(words)) {
                        return;
                    }
                }
            }
        };
        if tokio::time::timeout(PATIENCE, read).await.is_err() {
            panic!("“{words}” does not stand on the page {}:\n{}", self.desk.place().await, self.desk.text().await);
        }
    }

    /// Fills the field under this label; what stood there goes.
    pub async fn writes(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        if field.attr("type").await.unwrap().as_deref() == Some("date") {
            // What the keys of a date mean depends on the country of the browser.
            let set = "arguments[0].value = arguments[1]";
            self.desk.browser.client.execute(set, vec![serde_json::to_value(&field).unwrap(), json!(text)]).await.unwrap();
        } else {
            field.clear().await.unwrap();
            field.send_keys(text).await.unwrap();
        }
    }

    /// Chooses an entry of the list under this label.
    pub async fn picks(&self, label: &str, entry: &str) {
        let field = self.field(label).await;
        let path = format!(".//option[normalize-space(.)='{entry}']");
        field.find(Locator::XPath(&path)).await.unwrap_or_else(|_| panic!("no entry “{entry}” under “{label}”")).click().await.unwrap();
    }

    /// Ticks the box or dot beside these words.
    pub async fn ticks(&self, words: &str) {
        let path = format!("//label[contains(@class, 'choice')][contains(normalize-space(.), '{words}')]");
        let label = self.finds(&path, words).await;
        if self.desk.scripts == Scripts::On {
            label.click().await.unwrap();
        } else {
            label.find(Locator::Css("input")).await.unwrap().send_keys(" ").await.unwrap();
        }
    }

    /// The field under a label, or with that label of its own.
    async fn field(&self, label: &str) -> Element {
        let of_label = format!("//*[@id = //label[starts-with(normalize-space(.), '{label}')]/@for]");
        self.finds(&format!("{of_label} | //*[@aria-label = '{label}']"), label).await
    }
}

/// Gives a person of the county a name that nobody has, and perhaps a mail address.
pub async fn name(county: &County, viewer: &Viewer, name: &str, mail: Option<&str>) {
    let mut person = people::find(county.tools().store.read(), viewer.person).await.unwrap().unwrap();
    person.name = name.to_owned();
    person.mail = mail.map(str::to_owned);
    people::update(county.tools().store.write(), &person).await.unwrap();
}

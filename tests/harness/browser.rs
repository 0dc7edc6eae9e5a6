//! A headless Chromium with a profile of its own, driven through ChromeDriver. Both end with the value that started them.

use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// What is looked at, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// 1440 × 1000.
    Desktop,
    /// 390 × 844, a finger for a mouse.
    Phone,
}

impl Screen {
    /// Width and height.
    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Desktop => (1440, 1000),
            Self::Phone => (390, 844),
        }
    }

    /// What its pictures are called by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Phone => "phone",
        }
    }
}

/// Whether pages may run scripts: every essential action must work without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// A running browser.
pub struct Browser {
    /// The WebDriver client.
    pub client: Client,
    screen: Screen,
    driver: Child,
    profile: TempDir,
}

impl Browser {
    /// Starts ChromeDriver on a free port and a browser with an empty profile.
    pub async fn start(screen: Screen, scripts: Scripts) -> Self {
        let started = tokio::time::timeout(Duration::from_secs(60), Self::try_start(screen, scripts)).await;
        started.expect("Chromium did not start within a minute")
    }

    async fn try_start(screen: Screen, scripts: Scripts) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .env("LANGUAGE", "zh_CN")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver must be installed (Debian: chromium-driver)");
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port: u16 = loop {
            let line = lines.next_line().await.unwrap().expect("ChromeDriver ended at once");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').parse().unwrap();
            }
        };
        // Read on, so that the driver never writes into a closed pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });

        let profile = tempfile::tempdir().unwrap();
        let capabilities = capabilities(screen, scripts, profile.path());
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().unwrap().clone().into_iter().collect())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("ChromeDriver refuses to start Chromium");
        Self { client, screen, driver, profile }
    }

    /// Gives the page another size, in CSS pixels, until the next page is opened.
    pub async fn resize(&self, (width, height): (u32, u32), phone: bool) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": if phone { 2 } else { 1 }, "mobile": phone });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Takes a picture of the whole page, also of what is below the screen, if pictures are kept.
    pub async fn whole_picture(&self, name: &str) {
        let Some(folder) = pictures() else { return };
        let taken = self.devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true })).await;
        let png = STANDARD.decode(taken["data"].as_str().unwrap()).unwrap();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }

    /// Asks Chromium something that WebDriver has no words for.
    async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        self.client.issue_cmd(DevTools { command, parameters }).await.unwrap()
    }

    /// The folder into which files are downloaded.
    pub fn downloads(&self) -> PathBuf {
        downloads(self.profile.path())
    }

    /// Takes a picture of what is seen and gives it as PNG; keeps it as `NAME-desktop.png` or `NAME-phone.png` in the folder that
    /// `DUTYFLOW_PICTURES` names, if it names one.
    pub async fn picture(&self, name: &str) -> Vec<u8> {
        let png = self.client.screenshot().await.unwrap();
        if let Some(folder) = pictures() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(format!("{name}-{}.png", self.screen.name())), &png).unwrap();
        }
        png
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser outlives a killed driver, so it goes first; its own helpers end with it.
        if let Some(driver) = self.driver.id() {
            for browser in children_of(driver) {
                let killed = std::process::Command::new("kill").args(["-KILL", &browser.to_string()]).stderr(Stdio::null()).status();
                assert!(killed.is_ok() || std::thread::panicking());
            }
        }
        self.driver.start_kill().ok();
    }
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}

fn downloads(profile: &Path) -> PathBuf {
    profile.join("downloads")
}

fn capabilities(screen: Screen, scripts: Scripts, profile: &Path) -> serde_json::Value {
    let (width, height) = screen.size();
    let phone = screen == Screen::Phone;
    let mut flags = vec![
        "--headless".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--hide-scrollbars".to_owned(),
        "--lang=zh-CN".to_owned(),
        format!("--window-size={width},{height}"),
        format!("--user-data-dir={}", profile.display()),
    ];
    if std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
        flags.push("--no-sandbox".to_owned());
    }
    json!({
        "browserName": "chrome",
        "pageLoadStrategy": if scripts == Scripts::On { "normal" } else { "none" },
        "goog:chromeOptions": {
            "args": flags,
            // The page's own size: a window would be that much smaller by its frame, and never as narrow as a phone.
            "mobileEmulation": { "deviceMetrics": { "width": width, "height": height, "pixelRatio": if phone { 2.0 } else { 1.0 }, "mobile": phone, "touch": phone } },
            "prefs": {
                "intl.accept_languages": "zh-CN,zh",
                "download.default_directory": downloads(profile),
                "download.prompt_for_download": false,
                "profile.default_content_setting_values.javascript": if scripts == Scripts::On { 1 } else { 2 },
            },
        },
    })
}

/// The processes whose parent is `parent`.
fn children_of(parent: u32) -> Vec<u32> {
    let Ok(processes) = std::fs::read_dir("/proc") else { return Vec::new() };
    let ids = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| {
        // `id (name) state parent …`, where the name may hold anything.
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse().ok()) == Some(parent)
    })
    .collect()
}

#[expect(clippy::disallowed_methods, reason = "the tests' own switch is not part of the configuration")]
fn pictures() -> Option<PathBuf> {
    std::env::var_os("DUTYFLOW_PICTURES").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

mod tests {
    use axum::{Router, response::Html, routing::get};
    use fantoccini::Locator;

    use super::{Browser, Screen, Scripts, children_of};

    const PAGE: &str = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><title>履职流转</title>\
        <p id=size>no script</p><script>document.getElementById('size').textContent = innerWidth + ' ' + innerHeight</script>";

    async fn serve() -> String {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().route("/", get(async || Html(PAGE)));
        tokio::spawn(async move { axum::serve(listener, app).await });
        address
    }

    #[tokio::test]
    async fn both_screens_have_their_exact_size_and_scripts_can_be_off() {
        let address = serve().await;
        for (screen, scripts, wanted) in [
            (Screen::Desktop, Scripts::On, "1440 1000"),
            (Screen::Phone, Scripts::On, "390 844"),
            (Screen::Phone, Scripts::Off, "no script"),
        ] {
            let browser = Browser::start(screen, scripts).await;
            browser.client.goto(&address).await.unwrap();
            assert_eq!(browser.client.title().await.unwrap(), "履职流转");
            assert_eq!(browser.client.find(Locator::Id("size")).await.unwrap().text().await.unwrap(), wanted);
            assert!(browser.picture("harness").await.starts_with(b"\x89PNG"));
            let driver = browser.driver.id().unwrap();
            assert!(!children_of(driver).is_empty());
            drop(browser);
            assert!(children_of(driver).is_empty(), "the browser ends with its value");
        }
    }
}

//! `serve` and `demo` as processes: they start, answer, and end in order when told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use dutyflow::store::{ConnectionTrait, Location, Store};

use super::run;

/// A process that serves; killed when the test fails before it has ended.
struct Serving {
    child: Child,
    /// What it has said on the output that names its address, line by line.
    said: Vec<String>,
    address: String,
    rest: Box<dyn Read + Send>,
}

impl Serving {
    /// Starts the program and waits until it names its address on standard output (`demo`) or standard error (`serve`).
    fn start(args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dutyflow"));
        command.args(args).env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut serving =
            Self { child: command.spawn().unwrap(), said: Vec::new(), address: String::new(), rest: Box::new(std::io::empty()) };
        let (out, err) = (serving.child.stdout.take().unwrap(), serving.child.stderr.take().unwrap());
        let (speaks, rest): (Box<dyn Read + Send>, Box<dyn Read + Send>) =
            if args[0] == "demo" { (Box::new(out), Box::new(err)) } else { (Box::new(err), Box::new(out)) };
        let mut speaks = BufReader::new(speaks);
        loop {
            let mut line = String::new();
            assert!(speaks.read_line(&mut line).unwrap() > 0, "it ended before it served: {:?}", serving.said);
            serving.said.push(line.trim_end().to_owned());
            if let Some((_, address)) = line.trim_end().split_once("http://") {
                serving.address = address.to_owned();
                serving.rest = Box::new(speaks.chain(rest));
                return serving;
            }
        }
    }

    /// The status line of a page.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.lines().next().unwrap_or_default().to_owned()
    }

    /// Tells it to stop and waits; what it said in the end.
    fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "it ends without an error");
        let mut rest = String::new();
        self.rest.read_to_string(&mut rest).unwrap();
        rest
    }

    /// Log-in names and one-time passwords of the table that it printed.
    fn accounts(&self) -> Vec<(String, String)> {
        let cells = self.said.iter().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let accounts = cells.filter(|cells| cells.len() == 3 && cells[2].len() == 14);
        accounts.map(|cells| (cells[1].to_owned(), cells[2].to_owned())).collect()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended already when the test went well.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn serve_on_an_empty_folder_says_what_to_run_and_ends_when_told() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let serving = Serving::start(&["serve", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    assert_eq!(serving.get("/login"), "HTTP/1.1 200 OK");
    assert_eq!(serving.get("/no-such-page"), "HTTP/1.1 404 Not Found");
    let rest = serving.stop();
    assert!(rest.contains("dutyflow user add") && rest.contains("dutyflow town add"), "{rest}");
    assert!(rest.contains("已退出"), "{rest}");
}

#[test]
fn the_queue_can_be_seen_on_the_command_line_and_by_prometheus() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let data = data.to_str().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    std::fs::create_dir_all(data).unwrap();
    std::fs::write(dir.path().join("data/dutyflow.toml"), format!("[metrics]\nlisten = \"{free}\"\n")).unwrap();
    let serving = Serving::start(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
    assert_eq!(serving.get("/readyz"), "HTTP/1.1 200 OK");
    assert_eq!(serving.get("/metrics"), "HTTP/1.1 404 Not Found", "not among the pages");
    assert!(whole(&free.to_string(), "/readyz").starts_with("HTTP/1.1 200 OK"));
    let told = whole(&free.to_string(), "/metrics");
    for row in [
        "dutyflow_jobs{state=\"waiting\"} ",
        "dutyflow_jobs{state=\"dead\"} 0.0",
        "dutyflow_oldest_waiting_job_seconds ",
        "dutyflow_next_tick_timestamp_seconds{schedule=\"sweep-due\"} 1",
        "dutyflow_messages{state=\"failed\"} 0.0",
    ] {
        assert!(told.lines().any(|line| line.starts_with(row)), "{row} is missing: {told}");
    }
    assert!(told.trim_end().ends_with("# EOF"), "{told}");
    let seen: serde_json::Value = serde_json::from_str(&run(&["jobs", "--json", "--data", data]).ok().out).unwrap();
    assert!(seen["dead"] == 0 && seen["ticks"][0]["schedule"] == "sweep-due" && seen["ticks"][0]["next"].is_string(), "{seen}");
    let table = run(&["jobs", "--data", data]).ok().out;
    assert!(table.contains("等待执行") && table.contains("检查到期和提醒"), "{table}");
    assert!(run(&["jobs", "retry", "4711", "--data", data]).refused(1).contains("4711"));
    serving.stop();
}

#[tokio::test]
async fn a_dead_job_is_seen_and_tried_again_on_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    run(&["town", "add", "清泉镇", "--county", "清泉县", "--data", data]).ok();
    let store = Store::connect(Location::Sqlite(dir.path().join("dutyflow.sqlite"))).await.unwrap();
    let dead = "INSERT INTO job (id, kind, payload, state, priority, run_at, attempts, max_attempts, claims, last_error, created_at, finished_at) VALUES \
        (42, 'prune-old', '{}', 'dead', 0, '2026-01-05 01:00:00.000+00:00', 5, 5, 5, 'the disk is full', '2026-01-05 01:00:00.000+00:00', \
        '2026-01-05 01:05:00.000+00:00')";
    store.write().execute_unprepared(dead).await.unwrap();
    let table = run(&["jobs", "--data", data]).ok().out;
    assert!(table.contains("the disk is full") && table.contains("2026-01-05 09:05"), "{table}");
    let seen: serde_json::Value = serde_json::from_str(&run(&["jobs", "--json", "--data", data]).ok().out).unwrap();
    assert!(seen["dead"] == 1 && seen["dead_jobs"][0]["id"] == 42 && seen["dead_jobs"][0]["attempts"] == 5, "{seen}");
    run(&["jobs", "retry", "42", "--data", data]).ok();
    let job = jobs::job(store.read(), 42).await.unwrap().unwrap();
    assert_eq!((job.state.as_str(), job.attempts), ("queued", 0));
    run(&["jobs", "retry", "42", "--data", data]).refused(1);
}

/// A whole answer.
fn whole(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn an_address_in_use_is_one_line() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dir = tempfile::tempdir().unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = run(&["serve", "--listen", &address, "--data", dir.path().join("data").to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert!(ran.complaints().last().unwrap().contains("不能监听"), "{}", ran.err);
}

#[test]
fn the_demonstration_is_set_up_once_and_gives_fresh_passwords_each_time() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("demo").to_str().unwrap().to_owned();
    let start = || Serving::start(&["demo", "--port", "0", "--data", &data]);
    let first = start();
    assert_eq!(first.get("/login"), "HTTP/1.1 200 OK");
    let accounts = first.accounts();
    for login in ["admin", "zonghe", "lingdao", "duban", "minsheng", "minsheng-fz", "cun1", "minzhengju", "minzhengju-fz", "kl-zonghe"] {
        assert!(accounts.iter().any(|(name, _)| name == login), "nobody logs in as {login}: {accounts:?}");
    }
    let in_use = run(&["demo", "--port", "0", "--reset", "--data", &data]);
    assert!(in_use.refused(1).contains("正在运行"));
    first.stop();

    let verified = run(&["verify", "--data", &data]).ok();
    // its stories, what a meeting decided, and what has come round by the day of the test
    let sound: u32 = verified.out.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
    assert!(verified.out.contains("已核对") && sound >= 32, "{}", verified.out);
    let late = run(&["report", "overdue", "--data", &data]).ok().out;
    let has = |side: &str| late.lines().any(|line| line.contains(side) && line.contains("配合"));
    assert!(has("部门（单位）  ") && has("  镇  "), "work is late on both sides: {late}");
    assert!(late.contains("库兰萨日克乡"), "and open without a date: {late}");

    let second = start();
    let again = second.accounts();
    let logins = |accounts: &[(String, String)]| accounts.iter().map(|(login, _)| login.clone()).collect::<Vec<_>>();
    assert_eq!(logins(&accounts), logins(&again));
    assert!(accounts.iter().zip(&again).all(|(one, other)| one.1 != other.1), "the passwords are fresh");
    second.stop();
    assert_eq!(run(&["verify", "--data", &data]).ok().out, verified.out, "the data were kept");
}

#[test]
fn a_demonstration_leaves_other_data_alone() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data").to_str().unwrap().to_owned();
    run(&["town", "add", "清泉镇", "--county", "清泉县", "--data", &data]).ok();
    let refused = run(&["demo", "--port", "0", "--reset", "--data", &data]);
    assert!(refused.refused(1).contains("不是演示数据"));
    assert!(run(&["town", "list", "--data", &data]).ok().out.contains("清泉镇"));
}

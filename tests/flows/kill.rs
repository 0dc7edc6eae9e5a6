//! The program dies without warning (kill -9) while the allowance is on its way, and is started again: what was answered is there, the same request again
//! changes nothing, every history is whole, and no mail leaves twice.
//!
//! `scripts/kill-run` is the long form of the second test: many rounds.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use duty_list::DutyKind;
use dutyflow::service::deliver::SENT_AGAIN;
use dutyflow::store::messages::{self, Message, MessageState};
use dutyflow::store::people;
use serde_json::{Value, json};
use workflow::ids::IdGen;
use workflow::people::Viewer;

use crate::harness::county::County;
use crate::harness::program::{Program, Setting, until};
use crate::harness::smtp::{At, SmtpServer, Trouble};

const BUREAU: &str = "阿合奇县民政局";

/// When the program dies.
enum Dies {
    /// Never.
    Not,
    /// After each answer, while the mails that follow from it are on their way.
    AfterEachAnswer,
    /// Around each call, at a moment that chance picks.
    AtAnyMoment(Box<IdGen>),
}

/// What a run of the story came to.
#[derive(Default)]
struct Figures {
    calls: usize,
    kills: usize,
    /// Calls that were cut off before their answer.
    unanswered: usize,
    /// Mails that were accepted once more, under the same Message-ID: the program died after their last line and before their end was on record.
    repeated: usize,
    /// What was told to whom by mail, each mail once.
    mails: BTreeMap<(String, String), usize>,
}

/// The program, who uses it, and when it dies.
struct Run {
    county: County,
    bureau: workflow::ids::BodyId,
    setting: Setting,
    server: SmtpServer,
    program: Option<Program>,
    tokens: BTreeMap<&'static str, String>,
    dies: Dies,
    figures: Figures,
}

#[tokio::test]
async fn the_program_dies_after_each_answer_and_nothing_is_lost_or_mailed_twice() {
    let undisturbed = Run::begin(Dies::Not).await.story().await;
    let killed = Run::begin(Dies::AfterEachAnswer).await.story().await;
    assert_eq!((killed.kills, killed.repeated), (killed.calls, 0));
    assert_eq!(killed.mails, undisturbed.mails, "each mail of an undisturbed run, once");
}

#[tokio::test]
async fn the_program_dies_at_any_moment_and_nothing_is_lost() {
    let undisturbed = Run::begin(Dies::Not).await.story().await;
    let (rounds, seed) = asked().unwrap_or((1, 28));
    for seed in seed..seed + rounds {
        let began = Instant::now();
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        println!("seed {seed}");
        let killed = Run::begin(Dies::AtAnyMoment(Box::new(IdGen::new(bytes)))).await.story().await;
        println!(
            "  {} calls, {} kills ({} before the answer), {} mails, {} taken once more after a kill before their end was on record, {} s",
            killed.calls,
            killed.kills,
            killed.unanswered,
            killed.mails.values().sum::<usize>(),
            killed.repeated,
            began.elapsed().as_secs()
        );
        assert_eq!(killed.mails, undisturbed.mails, "each mail of an undisturbed run");
    }
}

/// Rounds and first seed, as scripts/kill-run gives them: `ROUNDS:SEED`.
#[expect(clippy::disallowed_methods, reason = "the tests' own switch is not part of the configuration")]
fn asked() -> Option<(u64, u64)> {
    let asked = std::env::var("DUTYFLOW_TEST_KILLS").ok()?;
    let (rounds, seed) = asked.split_once(':').expect("ROUNDS:SEED");
    Some((rounds.parse().unwrap(), seed.parse().unwrap()))
}

impl Run {
    async fn begin(dies: Dies) -> Self {
        let county = County::open().await;
        let bureau = county.body(BUREAU).await;
        let liaison = county.liaison("liaison", bureau).await;
        let server = SmtpServer::start().await;
        let setting = Setting::on(&county.site.db, &server);
        let mut people: Vec<(&str, &Viewer)> = vec![("coordinator", &county.coordinator), ("clerk", &county.clerk), ("liaison", &liaison)];
        people.extend(["village0", "village1", "village2", "village3", "village4", "village5"].into_iter().zip(&county.in_villages));
        let mut tokens = BTreeMap::new();
        for (login, viewer) in people {
            has_mail(&county, viewer, login).await;
            let made = setting.run(&["user", "token", login, "--name", "kill-run"]).await;
            let token = made.split_whitespace().find(|word| word.starts_with("dfl_")).unwrap_or_else(|| panic!("no token: {made}"));
            tokens.insert(login, token.to_owned());
        }
        let program = Some(setting.serve().await);
        Self { county, bureau, setting, server, program, tokens, dies, figures: Figures::default() }
    }

    /// 老年人高龄津贴的发放管理 (cooperative 28), urgent so that its mails leave at any hour.
    async fn story(mut self) -> Figures {
        let duty = self.county.duty(DutyKind::Cooperative, 28).await;
        let office = json!({ "unit_kind": "office", "unit": self.county.office });

        let letter = json!({ "source": "letter", "summary": "请于本月底前核查80周岁以上老年人高龄津贴信息并报送", "from": "县民政局" });
        let item = self.changes("coordinator", "/incoming-items", letter).await;
        let confirmed = json!({ "duty": duty, "version": item["version"] });
        let item = self.changes("coordinator", &format!("/incoming-items/{}/duty", text(&item["id"])), confirmed).await;
        let wanted = json!({
            "duty": duty,
            "title": "高龄津贴核查",
            "urgent": true,
            "incoming_item": item["id"],
            "holders": { "t1-town-1": office, "t1-town-2": office, "t1-town-3": office, "t1-town-4": office },
        });
        let case = self.changes("coordinator", "/workflows", wanted).await;

        let names = task(&case, "名单推送");
        self.changes("liaison", &format!("/tasks/{names}/complete"), json!({})).await;
        let check = task(&case, "信息核实");
        let units: Vec<Value> = self.county.villages.iter().map(|village| json!({ "kind": "village", "id": village })).collect();
        let case = self.changes("coordinator", &format!("/tasks/{check}/distribute"), json!({ "units": units })).await;
        for (at, village) in ["village0", "village1", "village2", "village3", "village4", "village5"].into_iter().enumerate() {
            let part = part_of(&case, &self.county.villages[at].to_string());
            let result = json!({ "result": { "expected": 5, "done": 5 } });
            self.changes(village, &format!("/tasks/{part}/complete"), result).await;
        }
        for words in ["报送至镇复核", "老年人申办"] {
            self.changes("clerk", &format!("/tasks/{}/complete", task(&case, words)), json!({})).await;
        }

        let hands = task(&case, "提交县民政局审核");
        let bureau = self.bureau;
        let sending = || json!({ "receivers": [{ "body": bureau, "kind": "approval" }], "note": "共30人" });
        let case = self.changes("clerk", &format!("/tasks/{hands}/hand-off"), sending()).await;
        let hand_off = text(&case["hand_offs"][0]["id"]);
        self.changes("liaison", &format!("/hand-offs/{hand_off}/sign"), json!({})).await;
        let back = json!({ "reason": "3人年龄不符，请核减", "count": 3 });
        self.changes("liaison", &format!("/hand-offs/{hand_off}/return"), back).await;
        self.changes("clerk", &format!("/tasks/{hands}/hand-off"), sending()).await;
        self.changes("liaison", &format!("/hand-offs/{hand_off}/sign"), json!({})).await;
        let case = self.changes("liaison", &format!("/hand-offs/{hand_off}/answer"), json!({ "approved": true })).await;
        assert_eq!(case["state"], "completed");
        self.end().await
    }

    /// Lets somebody change something, with the program dying as it is to; the answer in the end.
    async fn changes(&mut self, who: &'static str, path: &str, body: Value) -> Value {
        self.figures.calls += 1;
        let key = self.county.command().to_string();
        let token = self.tokens[who].clone();
        let program = self.program.take().unwrap();
        let first = match &self.dies {
            Dies::Not => Some(program.post(&token, path, &key, &body).await.unwrap()),
            Dies::AfterEachAnswer => {
                // The mails that follow reach the server and are not taken before the program is dead.
                self.server.make(At::From, Trouble::Stall);
                Some(program.post(&token, path, &key, &body).await.unwrap_or_else(|error| panic!("{path}: {error}\n{}", program.said())))
            }
            Dies::AtAnyMoment(chance) => {
                let mut answered = None;
                let call = async {
                    answered = Some(program.post(&token, path, &key, &body).await);
                    std::future::pending::<()>().await;
                };
                let _ = tokio::time::timeout(delay(chance), call).await;
                answered.transpose().unwrap_or_else(|error| panic!("{path}: {error}\n{}", program.said()))
            }
        };
        self.program = Some(self.dies_and_rises(program).await);
        let program = self.program.as_ref().unwrap();
        if let Some(answer) = &first {
            assert_eq!(self.now(&token, answer.clone().good()).await, answer.body, "{path}: what was answered is there");
        } else {
            self.figures.unanswered += 1;
        }
        let second = program.post(&token, path, &key, &body).await.unwrap();
        if let Some(first) = first {
            assert_eq!(second, first, "{path}: the same request again changes nothing");
        }
        let third = program.post(&token, path, &key, &body).await.unwrap();
        assert_eq!(third, second, "{path}: the same request again changes nothing");
        let told = second.good();
        assert_eq!(self.now(&token, told.clone()).await, told);
        self.all_is_told().await;
        told
    }

    async fn dies_and_rises(&mut self, program: Program) -> Program {
        if matches!(self.dies, Dies::Not) {
            return program;
        }
        program.kill().await;
        self.figures.kills += 1;
        self.server.behave();
        self.setting.run(&["verify"]).await;
        self.setting.serve().await
    }

    /// What the program says now about what it answered.
    async fn now(&self, token: &str, answered: Value) -> Value {
        let program = self.program.as_ref().unwrap();
        let id = text(&answered["id"]);
        if answered["tasks"].is_array() {
            program.get(token, &format!("/workflows/{id}")).await.good()
        } else {
            program.get(token, &format!("/incoming-items/{id}")).await.good()["item"].clone()
        }
    }

    /// Waits until no immediate message is on its way: what is told too late is not told at all.
    async fn all_is_told(&self) {
        until("the mails leave", async || {
            let pending = self.messages().await.into_iter().any(|message| message.immediate && message.state == MessageState::Pending);
            (!pending).then_some(())
        })
        .await;
    }

    async fn messages(&self) -> Vec<Message> {
        messages::latest(self.county.tools().store.read(), &[], 10_000)
            .await
            .unwrap()
            .into_iter()
            .filter(|message| message.immediate)
            .collect()
    }

    /// Starts the program once more, and compares what was mailed with what is on record.
    async fn end(mut self) -> Figures {
        let program = self.program.take().unwrap();
        self.program = Some(self.dies_and_rises(program).await);
        self.figures.kills -= usize::from(!matches!(self.dies, Dies::Not));
        self.all_is_told().await;
        self.setting.run(&["verify"]).await;

        let mut accepted: BTreeMap<String, usize> = BTreeMap::new();
        for mail in self.server.mails() {
            let id = mail.header("message-id").unwrap();
            *accepted.entry(id.trim_start_matches('<').split('@').next().unwrap().to_owned()).or_default() += 1;
        }
        for message in self.messages().await {
            assert_eq!(message.state, MessageState::Sent, "{message:#?}");
            let times = accepted.remove(&message.id.to_string()).unwrap_or_default();
            assert!(times >= 1, "never accepted: {message:#?}");
            assert!(times == 1 || message.last_error.as_deref() == Some(SENT_AGAIN), "accepted {times} times: {message:#?}");
            self.figures.repeated += times - 1;
            let login = people::find(self.county.tools().store.read(), message.recipient).await.unwrap().unwrap().login.unwrap();
            *self.figures.mails.entry((message.kind, login)).or_default() += 1;
        }
        // What leaves in working hours only (today's list) may have left as well, once.
        assert!(accepted.values().all(|times| *times == 1), "{accepted:#?}");
        self.program.take().unwrap().kill().await;
        self.figures
    }
}

/// Up to 30 ms in half of all cases (about as long as a call), else up to 300 ms (until its mails have left).
fn delay(chance: &IdGen) -> Duration {
    let [long, high, low] = chance.bytes::<3>();
    let most = if long % 2 == 0 { 30_000 } else { 300_000 };
    Duration::from_micros(u64::from(u16::from_be_bytes([high, low])) * most / 65_536)
}

async fn has_mail(county: &County, viewer: &Viewer, login: &str) {
    let mut person = people::find(county.tools().store.read(), viewer.person).await.unwrap().unwrap();
    person.mail = Some(format!("{login}@example.test"));
    people::update(county.tools().store.write(), &person).await.unwrap();
}

#[track_caller]
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// The id of the step with these words.
#[track_caller]
fn task(case: &Value, words: &str) -> String {
    let whole = |task: &&Value| task["parent"].is_null() && text(&task["text"]).contains(words);
    text(&case["tasks"].as_array().unwrap().iter().find(whole).unwrap_or_else(|| panic!("no step “{words}”: {case:#}"))["id"])
}

/// The id of the part that a village holds.
#[track_caller]
fn part_of(case: &Value, village: &str) -> String {
    let part = |task: &&Value| task["parent"].is_string() && task["holder"]["unit"] == village;
    text(&case["tasks"].as_array().unwrap().iter().find(part).unwrap_or_else(|| panic!("nothing for {village}: {case:#}"))["id"])
}

//! Every fact has its sentence, in both languages.

use serde_json::json;
use workflow::case::history::Entry;
use workflow::case::{Fact, HandKind, OnBehalf, Side};
use workflow::ids::{HandOffId, PersonId, TaskId, WaitId};
use workflow::people::Unit;

use super::*;

const ID: &str = "018f0000-0000-7000-8000-000000000001";

struct Names;

impl Told for Names {
    fn person(&self, _: PersonId) -> String {
        "经办甲".to_owned()
    }

    fn unit(&self, unit: Unit) -> String {
        match unit {
            Unit::Body(_) => "民政局",
            _ => "民生服务办",
        }
        .to_owned()
    }

    fn task(&self, _: TaskId) -> String {
        "核实名单".to_owned()
    }

    fn of_town(&self, _: TaskId) -> bool {
        true
    }

    fn side(&self, _: TaskId) -> String {
        "民政局".to_owned()
    }

    fn hand_off(&self, id: HandOffId) -> Option<(HandKind, Unit, TaskId)> {
        Some((HandKind::Approval, Unit::Body(id.uuid().into()), id.uuid().into()))
    }

    fn receiver(&self, _: Side) -> String {
        "财政局".to_owned()
    }

    fn wait(&self, _: WaitId) -> String {
        "名单".to_owned()
    }

    fn now(&self) -> DateTime<Utc> {
        "2026-01-05T01:00:00Z".parse().expect("a time")
    }
}

/// One of every kind, as stored.
fn facts() -> Vec<Fact> {
    let due = json!({
        "at": "2026-01-12T10:00:00Z", "from": "2026-01-05T01:00:00Z", "limit": { "amount": 5, "unit": "working_days" },
        "source": { "code": "notice", "number": "阿民发〔2026〕1号" }, "provisional": false,
    });
    let limit = json!({ "limit": { "amount": 24, "unit": "hours" }, "source": { "code": "phone" } });
    let holder = json!({ "unit": { "kind": "office", "id": ID }, "person": ID });
    let result = json!({ "note": "都核实了", "expected": 12, "done": 10, "document_no": null, "nil": false });
    let hand_off = json!({
        "id": ID, "task": ID, "receiver": ID, "kind": "approval", "feeds": null, "state": "offered", "round": 1, "offered_by": ID,
        "offered_at": "2026-01-05T01:00:00Z", "signed_at": null, "settled_at": null, "sign_due": null, "answer_due": null, "note": "共12人",
        "document_no": "5号", "answer": null, "reason": null, "returned_count": null,
    });
    let part = json!({
        "id": ID, "position": 0, "step_key": "t1-town-1", "parent": ID, "lane": { "kind": "town" }, "text": "核实名单", "nature": "step",
        "required": true, "state": "blocked", "round": 1, "holding": 1, "holder": holder, "limit": null, "due": null, "after": [],
        "receivers": [], "any_receiver": false, "opened_at": null, "done_at": null, "result": null, "reason": null,
    });
    let values = json!([
        { "fact": "started", "town": ID, "title": "高龄津贴", "urgent": false, "official_due": due, "by": ID, "tasks": [], "waits": [] },
        { "fact": "task_opened", "task": ID, "due": due },
        { "fact": "task_blocked", "task": ID },
        { "fact": "task_assigned", "task": ID, "holder": holder },
        { "fact": "task_assigned", "task": ID, "holder": null },
        { "fact": "task_limit_set", "task": ID, "limit": limit, "due": due },
        { "fact": "task_limit_set", "task": ID, "limit": null, "due": null },
        { "fact": "task_distributed", "task": ID, "parts": [part] },
        { "fact": "task_came_back", "task": ID, "reason": "缺章", "due": null },
        { "fact": "task_done", "task": ID, "result": result },
        { "fact": "task_left_out", "task": ID, "reason": "没有" },
        { "fact": "task_cancelled", "task": ID },
        { "fact": "task_reopened", "task": ID, "reason": "有误", "due": due },
        { "fact": "hand_off_offered", "hand_off": hand_off },
        { "fact": "hand_off_offered_again", "hand_off": ID, "by": ID, "note": "已补", "document_no": null, "sign_due": null },
        { "fact": "hand_off_signed", "hand_off": ID, "answer_due": due },
        { "fact": "hand_off_returned", "hand_off": ID, "reason": "缺章", "count": 3 },
        { "fact": "hand_off_returned", "hand_off": ID, "reason": "缺章", "count": null },
        { "fact": "hand_off_settled", "hand_off": ID, "answer": { "approved": true, "note": null, "document_no": "9号" } },
        { "fact": "hand_off_settled", "hand_off": ID, "answer": { "approved": false, "note": "不符", "document_no": null } },
        { "fact": "hand_off_settled", "hand_off": ID, "answer": null },
        { "fact": "hand_off_taken_back", "hand_off": ID, "reason": "有误" },
        { "fact": "hand_off_cancelled", "hand_off": ID },
        { "fact": "hand_off_dates_moved", "hand_off": ID, "sign_due": due, "answer_due": null },
        { "fact": "task_date_moved", "task": ID, "due": due },
        { "fact": "wait_met", "wait": ID, "on": "2026-01-05", "document_no": "1号", "note": null, "by": ID, "at": "2026-01-05T01:00:00Z" },
        { "fact": "suspended", "reason": "等通知" },
        { "fact": "resumed" },
        { "fact": "completed" },
        { "fact": "cancelled", "reason": "重复" },
        { "fact": "reopened", "reason": "有误" },
    ]);
    serde_json::from_value(values).expect("facts as stored")
}

/// One of every kind of the town's inside, as stored.
fn inside_facts() -> Vec<Fact> {
    let due = json!({ "at": "2026-01-12T10:00:00Z", "from": "2026-01-05T01:00:00Z", "limit": { "amount": 5, "unit": "working_days" },
        "source": { "code": "town_setting" }, "provisional": false });
    let holder = json!({ "unit": { "kind": "office", "id": ID }, "person": ID });
    let step = json!({
        "id": ID, "position": 9, "step_key": "own", "parent": null, "lane": { "kind": "town" }, "text": "核实名单", "nature": "step",
        "required": true, "state": "blocked", "round": 1, "holding": 1, "holder": holder, "limit": null, "due": null, "after": [],
        "receivers": [], "any_receiver": false, "opened_at": null, "done_at": null, "result": null, "reason": null,
    });
    let values = json!([
        { "fact": "task_passed_on", "task": ID, "from": holder, "to": holder, "reason": "分工调整" },
        { "fact": "task_lent", "task": ID, "to": holder, "lent": { "from": holder, "by": ID, "at": "2026-01-05T01:00:00Z", "what": "核数" } },
        { "fact": "task_handed_back", "task": ID, "from": holder, "to": holder, "note": "核完" },
        { "fact": "copied", "to": [{ "kind": "person", "id": ID }, { "kind": "unit", "id": { "kind": "office", "id": ID } }], "note": null },
        { "fact": "sign_off_asked", "task": ID, "signing": { "level": "leader_in_charge", "receivers": [{ "body": ID, "kind": "approval" }],
          "note": null, "document_no": "5号", "by": ID, "at": "2026-01-05T01:00:00Z" } },
        { "fact": "sign_off_given", "task": ID, "note": "同意", "paper": null },
        { "fact": "sign_off_given", "task": ID, "note": null, "paper": { "signer": ID, "on": "2026-01-05", "document_no": null } },
        { "fact": "sign_off_given", "task": ID, "note": null, "paper": { "signer": null, "on": "2026-01-05", "document_no": "纪要3号" } },
        { "fact": "sign_off_refused", "task": ID, "reason": "缺表", "due": due },
        { "fact": "sign_off_withdrawn", "task": ID, "due": null },
        { "fact": "leader_noted", "note": { "id": ID, "text": "抓紧", "by": ID, "on": "2026-01-05", "on_paper": false, "entered_by": ID, "at": "2026-01-05T01:00:00Z" } },
        { "fact": "leader_noted", "note": { "id": ID, "text": "抓紧", "by": ID, "on": "2026-01-05", "on_paper": true, "entered_by": ID, "at": "2026-01-05T01:00:00Z" } },
        { "fact": "extension_asked", "of": { "of": "task", "id": ID }, "asked": { "until": "2026-01-20T10:00:00Z", "reason": "人多", "by": ID, "at": "2026-01-05T01:00:00Z" } },
        { "fact": "extension_granted", "of": { "of": "hand_off", "id": ID }, "due": due },
        { "fact": "extension_refused", "of": { "of": "task", "id": ID }, "reason": "上级有要求" },
        { "fact": "task_nudged", "task": ID, "by": ID, "by_phone": false },
        { "fact": "task_nudged", "task": ID, "by": ID, "by_phone": true },
        { "fact": "hand_off_reminded", "hand_off": ID, "by": ID, "by_phone": false },
        { "fact": "hand_off_reminded", "hand_off": ID, "by": ID, "by_phone": true },
        { "fact": "step_started", "task": step, "waits": [] },
    ]);
    serde_json::from_value(values).expect("facts as stored")
}

/// One of every kind between the sides, as stored.
fn dispute_facts() -> Vec<Fact> {
    let objection = json!({ "reason": "由人社局承办", "row": { "kind": "cooperative", "no": 28 }, "by": ID, "at": "2026-01-05T01:00:00Z" });
    let coordination =
        |level: serde_json::Value| json!({ "level": level, "since": "2026-01-05T01:00:00Z", "by": ID, "reason": "分工不清" });
    let conclusion = |outcome: serde_json::Value| {
        json!({ "outcome": outcome, "reason": "三定方案", "document_no": "县编办〔2026〕2号",
        "level": { "level": "county", "scope": "duty" }, "by": ID, "on": "2026-01-05" })
    };
    let holder = json!({ "unit": { "kind": "office", "id": ID }, "person": null });
    let told = json!({ "on": "2026-01-05", "office": null, "channel": "paper", "document_no": "9号" });
    let values = json!([
        { "fact": "hand_off_objected", "hand_off": ID, "objection": objection },
        { "fact": "coordination_opened", "hand_off": ID, "coordination": coordination(json!({ "level": "leader" })) },
        { "fact": "coordination_opened", "hand_off": ID, "coordination": coordination(json!({ "level": "county", "scope": "duty" })) },
        { "fact": "coordination_opened", "hand_off": ID, "coordination": coordination(json!({ "level": "county", "scope": "progress" })) },
        { "fact": "coordination_concluded", "hand_off": ID, "conclusion": conclusion(json!({ "outcome": "offer", "to": "town" })) },
        { "fact": "coordination_concluded", "hand_off": ID, "conclusion": conclusion(json!({ "outcome": "cancel" })) },
        { "fact": "coordination_concluded", "hand_off": ID, "conclusion": conclusion(json!({ "outcome": "goes_on" })) },
        { "fact": "hand_off_not_needed", "hand_off": ID, "settled": ID },
        { "fact": "hand_off_shared", "hand_off": ID, "person": ID },
        { "fact": "hand_off_shared", "hand_off": ID, "person": null },
        { "fact": "task_objected", "task": ID, "objection": objection },
        { "fact": "task_objection_answered", "task": ID, "answer": "按清单由本所承办" },
        { "fact": "task_objection_answered", "task": ID, "answer": "按清单", "decided": conclusion(json!({ "outcome": "give", "holder": holder })) },
        { "fact": "step_required", "task": ID },
        { "fact": "record_corrected", "seq": 3, "on_behalf": told, "reason": "文号写错" },
    ]);
    serde_json::from_value(values).expect("facts as stored")
}

fn entry(kind: &str, facts: Vec<Fact>) -> Entry {
    let id: uuid::Uuid = ID.parse().expect("an id");
    Entry {
        seq: 1,
        at: Names.now(),
        actor: Some(id.into()),
        command_id: id.into(),
        kind: kind.to_owned(),
        facts,
        on_behalf: None,
        in_place_of: None,
        prev_hash: String::new(),
        hash: String::new(),
    }
}

fn words(language: Language, kind: &str, fact: Fact) -> Option<String> {
    let entry = entry(kind, vec![fact]);
    Texts::of(language).fact(&entry, &entry.facts[0], &Names).map(|sentence| sentence.words)
}

#[test]
fn every_fact_is_a_sentence_without_a_hole() {
    for language in Language::ALL {
        for fact in facts().into_iter().chain(inside_facts()).chain(dispute_facts()) {
            let words = words(language, "complete", fact.clone()).unwrap_or_else(|| panic!("no sentence for {fact:?}"));
            assert!(!words.is_empty() && !words.contains(['{', '}']), "{words}");
        }
    }
}

#[test]
fn sentences_say_who_gave_what_to_whom_and_how_much() {
    let all = facts();
    let zh = |kind: &str, at: usize| words(Language::Zh, kind, all[at].clone()).expect("a sentence");
    assert_eq!(zh("start", 0), "启动办理“高龄津贴”，上级要求1月12日 周一前完成");
    assert_eq!(zh("assign", 3), "将“核实名单”交办给民生服务办 经办甲");
    assert_eq!(zh("take", 3), "领取“核实名单”");
    assert_eq!(zh("complete", 9), "完成“核实名单”，应办12、已办10，说明：都核实了");
    assert_eq!(zh("answer", 9), "“核实名单”完成");
    assert_eq!(zh("hand_off", 13), "向民政局报审“核实名单”，文号 5号，说明：共12人");
    assert_eq!(zh("return", 16), "民政局退回补正“核实名单”3份，原因：缺章");
}

#[test]
fn a_reason_that_looks_like_a_hole_stays_as_it_was_typed() {
    let fact = Fact::Suspended { reason: "见{title}".to_owned() };
    assert_eq!(words(Language::Zh, "suspend", fact).as_deref(), Some("暂缓办理（停止计时），原因：见{title}"));
}

#[test]
fn words_of_command_stand_only_in_what_the_town_reads_of_itself() {
    for (key, zh, _) in History::PAIRS {
        let inside = ["task_assigned", "task_unassigned"].contains(key);
        for word in ["派单", "交办", "催办", "督办"] {
            assert!(inside || !zh.contains(word), "history.{key} says {word}");
        }
    }
}

#[test]
fn what_was_recorded_on_behalf_says_when_by_whom_and_how() {
    let on = "2026-01-05".parse().expect("a date");
    let recorded =
        OnBehalf { on, office: Some("社会事务股".to_owned()), channel: "phone".to_owned(), document_no: Some("9号".to_owned()) };
    assert_eq!(Texts::of(Language::Zh).recorded(&recorded, Names.now()), "代录：社会事务股于1月5日 周一以电话告知，文号 9号");
}

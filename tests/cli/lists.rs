//! `parse`, `check` and `templates`: they need no data folder and no configuration.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::{real_list, run, run_with};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn what_is_no_list_is_refused_in_one_line() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let missing = dir.path().join("missing.txt").to_str().unwrap().to_owned();
    let files = [
        (missing, "没有这个文件"),
        (dir.path().to_str().unwrap().to_owned(), "文件夹"),
        (write("empty.txt", b""), "空"),
        (write("blank.txt", b" \n\n\t\n"), "空"),
        (write("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\0\xff\xfe\0"), "图片"),
        (write("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), "另存为 .docx"),
        (write("noise.txt", b"\x01\x02\0\0\0\x7f\0\0\x01"), "不是文本"),
        (write("letter.txt", "关于召开会议的通知\n\n请各单位参加。\n".as_bytes()), "没有找到履职事项表"),
    ];
    for command in ["parse", "check", "templates"] {
        for (file, says) in &files {
            let ran = run(&[command, file.as_str()]);
            let line = ran.refused(1);
            assert!(line.contains(says), "{command} {file}: {line}");
        }
    }
}

#[test]
fn parse_prints_exactly_the_promised_keys() {
    let ran = run(&["parse".as_ref(), real_list().as_os_str(), "--format".as_ref(), "json".as_ref()]).ok();
    let list: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(keys(&list), ["town", "county", "edition", "declared", "bodies", "findings", "duties"]);
    assert_eq!((&list["town"], &list["county"], &list["edition"]), (&"阿合奇镇".into(), &"阿合奇县".into(), &"2025-07".into()));
    let duties = list["duties"].as_array().unwrap();
    let of = |kind: &str| duties.iter().filter(|duty| duty["kind"] == kind).collect::<Vec<_>>();
    assert_eq!(["basic", "cooperative", "withdrawn"].map(|kind| of(kind).len()), [119, 127, 63]);
    for duty in of("basic") {
        assert_eq!(keys(duty), ["kind", "no", "category", "title", "line"]);
    }
    for duty in of("withdrawn") {
        assert_eq!(keys(duty), ["kind", "no", "category", "title", "line", "departments", "outcome", "handling"]);
    }
    for duty in of("cooperative") {
        assert_eq!(keys(duty), ["kind", "no", "category", "title", "line", "departments", "department_clauses", "town_clauses"]);
        for clause in duty["department_clauses"].as_array().unwrap() {
            assert_eq!(keys(clause), ["i", "section", "department", "also", "header", "n", "text", "waits_for_town", "cue_wait"]);
        }
        for clause in duty["town_clauses"].as_array().unwrap() {
            let wanted = [
                "i",
                "section",
                "n",
                "text",
                "nature",
                "hands_to",
                "hand_kind",
                "cue_hand",
                "waits_for_department",
                "cue_wait",
                "joint_with",
            ];
            assert_eq!(keys(clause), wanted);
        }
    }
    for finding in list["findings"].as_array().unwrap() {
        assert_eq!(keys(finding), ["severity", "code", "params", "message", "line", "duty"]);
    }
    assert_eq!(ran.complaints().len(), list["findings"].as_array().unwrap().len(), "every finding is a line on standard error");
}

#[test]
fn quiet_leaves_standard_error_empty_and_standard_input_is_a_file_too() {
    let bytes = std::fs::read(real_list()).unwrap();
    let ran = run_with(&["parse", "-", "--quiet"], &bytes).ok();
    assert_eq!(ran.err, "");
    let from_file = run(&["parse".as_ref(), real_list().as_os_str(), "-q".as_ref()]).ok();
    assert!(ran.out == from_file.out);
}

#[test]
fn templates_has_a_template_for_every_duty_in_order() {
    let ran = run(&["templates".as_ref(), real_list().as_os_str(), "--quiet".as_ref()]).ok();
    let templates: Value = serde_json::from_str(&ran.out).unwrap();
    let templates = templates.as_array().unwrap();
    assert_eq!(templates.len(), 309);
    let step = &templates[119]["tracks"][0]["steps"][0];
    assert_eq!(keys(&templates[119]), ["duty", "tracks"]);
    assert_eq!(keys(&templates[119]["tracks"][0]), ["title", "lanes", "steps"]);
    assert_eq!(keys(step), ["key", "party", "clause", "text", "nature", "required", "after", "waits_for", "hands_to", "why", "review"]);
}

#[test]
fn templates_can_be_read_by_a_clerk_duty_by_duty() {
    let list = real_list();
    let read = |duty: &str, more: &[&str]| {
        let mut args = vec!["templates", list.to_str().unwrap(), "--quiet", "--format", "text", "--duty", duty];
        args.extend(more);
        run(&args)
    };
    let posts = read("25", &[]).ok().out;
    let order =
        ["配合 25", "从这里开始：第", "阿合奇镇", "[办理环节]", "报审 → ", "（依据“", "\n  阿合奇县人力资源和社会保障局\n", "[对方须办理]"];
    let places: Vec<_> = order.iter().map(|words| posts.find(words).unwrap_or_else(|| panic!("{words}: {posts}"))).collect();
    assert!(places.is_sorted(), "{posts}");
    let columns = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    assert!(posts.lines().all(|line| columns(line) <= 82) && !posts.contains('\x1b'), "{posts}");
    assert_eq!(read("配合25", &[]).ok().out, posts);
    assert!(read("basic119", &["--lang", "en"]).ok().out.starts_with("Basic 119"));
    assert!(read("收回7", &[]).ok().out.contains("清单没有给镇留下要办的事"));
    assert!(read("999", &[]).refused(1).contains("清单中没有配合 999"));
    // all of them at once, each under its name
    let all = run(&["templates".as_ref(), list.as_os_str(), "--quiet".as_ref(), "--format".as_ref(), "text".as_ref()]).ok().out;
    assert!((1..=127).all(|no| all.contains(&format!("\n配合 {no}  "))));
}

#[test]
fn check_is_for_people_and_an_error_among_the_findings_is_status_3() {
    let sound = run(&["check".as_ref(), real_list().as_os_str()]).ok();
    assert!(sound.out.contains("基本 119 项，配合 127 项，上级收回 63 项，共 309 项"), "{}", sound.out);
    // grouped by severity and kind, each with its place and the words that it is about
    let order = ["需要核对", "declared-count", "第 210 行 配合 22  “乡镇负责组织干部配合开展家庭走访", "提示", "receiver-open"];
    let places: Vec<_> = order.iter().map(|words| sound.out.find(words).unwrap_or_else(|| panic!("{words}: {}", sound.out))).collect();
    assert!(places.is_sorted(), "{}", sound.out);
    assert!(!sound.out.contains('\x1b'), "no colours where nobody would see them");
    let columns = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    assert!(sound.out.lines().all(|line| columns(line) <= 82), "{}", sound.out);
    // The table of withdrawn duties loses its last row: the counts of the preface no longer hold.
    let text = std::fs::read_to_string(real_list()).unwrap();
    let cut = &text[..text.rfind("\n63\t").unwrap()];
    let broken = run_with(&["check", "-"], cut.as_bytes());
    assert_eq!(broken.code, 3, "{}", broken.out);
    assert!(broken.out.contains("是 63，表中读到 62"), "{}", broken.out);
    assert!(broken.out.find("错误") < broken.out.find("需要核对"), "{}", broken.out);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dutyflow"))
        .arg("parse")
        .arg(real_list())
        .arg("--quiet")
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

//! Setting up an installation from the command line: towns, lists, people, copies.

use rust_xlsxwriter::Workbook;
use serde_json::Value;
use tempfile::TempDir;

use super::{Ran, real_list, run};

/// A data folder and the program on it.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With the county, one town, its list, an office and a village.
    fn with_town() -> Self {
        let folder = Self::new();
        folder.run(&["town", "add", "阿合奇镇", "--county", "阿合奇县"]).ok();
        folder.import("阿合奇镇", &["--sign", "2", "--answer", "10", "--step", "none"]).ok();
        folder.run(&["town", "office", "add", "民生服务办", "--town", "阿合奇镇"]).ok();
        folder.run(&["town", "village", "add", "甲村", "乙社区", "--town", "阿合奇镇"]).ok();
        folder
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, args: &[&str]) -> Ran {
        let data = self.path("data");
        run(&[args, &["--data", &data]].concat())
    }

    fn import(&self, town: &str, more: &[&str]) -> Ran {
        let list = real_list();
        self.run(&[&["import", list.to_str().unwrap(), "--town", town], more].concat())
    }
}

#[test]
fn the_first_import_asks_for_limits_and_the_second_changes_nothing() {
    let folder = Folder::new();
    assert!(folder.import("阿合奇镇", &[]).refused(1).contains("还没有乡镇"));
    assert!(folder.run(&["town", "add", "阿合奇镇"]).refused(2).contains("--county"));
    folder.run(&["town", "add", "阿合奇镇", "--county", "阿合奇县"]).ok();
    assert!(folder.import("阿合奇镇", &[]).refused(1).contains("--no-limits"));
    assert!(folder.import("阿合奇镇", &["--sign", "2"]).refused(2).contains("缺少"));
    assert!(folder.import("阿合奇镇", &["--sign", "0", "--answer", "1", "--step", "1"]).refused(1).contains("至少"));
    let first = folder.import("阿合奇镇", &["--sign", "2", "--answer", "10", "--step", "none"]).ok();
    assert!(first.out.contains("基本 119 项，配合 127 项，上级收回 63 项"), "{}", first.out);
    assert_eq!(first.err, "", "no bar where nobody sits before a terminal");
    let list = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/aheqi-zhen-2025-07.txt")).unwrap();
    let last = list.rfind("\n63\t").unwrap();
    let newer = folder.path("newer.txt");
    std::fs::write(&newer, &list[..last]).unwrap();
    let shown = folder.run(&["import", &newer, "--town", "阿合奇镇"]).ok();
    assert!(shown.out.contains("不再列入 1") && shown.out.contains("--accept"), "{}", shown.out);
    let bundled = concat!(env!("CARGO_MANIFEST_DIR"), "/data/aheqi-zhen-2025-07.txt");
    let compared = run(&["compare", bundled, &newer]).ok();
    assert!(compared.out.starts_with("不再列入 1\n  收回 63"), "{}", compared.out);
    let json: serde_json::Value = serde_json::from_str(&run(&["compare", bundled, &newer, "--format", "json"]).ok().out).unwrap();
    assert_eq!(json["unchanged"], 308);
    let again = folder.import("阿合奇镇", &[]).ok();
    assert!(again.out.contains("没有改动"), "{}", again.out);
    assert!(folder.run(&["town", "list"]).ok().out.contains("2/10/不设"));
}

#[test]
fn a_list_of_another_town_is_refused_unless_it_is_wanted() {
    let folder = Folder::with_town();
    folder.run(&["town", "add", "别处乡"]).ok();
    let refused = folder.import("别处乡", &["--no-limits"]);
    assert!(refused.refused(1).contains("这是阿合奇镇的履职事项清单，不是别处乡的"));
    let taken = folder.import("别处乡", &["--no-limits", "--allow-other-town"]).ok();
    assert!(taken.out.contains("单位：新增 0 个"), "the bodies of the county are known already: {}", taken.out);
}

#[test]
fn people_are_added_listed_and_closed() {
    let folder = Folder::with_town();
    let added = folder.run(&["user", "add", "管理员甲", "--login", "Admin", "--role", "系统管理员"]).ok();
    let password = added.out.trim().rsplit('：').next().unwrap();
    assert_eq!(password.len(), 14, "{}", added.out);
    assert!(folder.run(&["user", "add", "管理员乙", "--login", "admin", "--role", "admin"]).refused(1).contains("已有人使用"));
    let clerk = ["user", "add", "经办甲", "--phone", "139 0000 0000", "--role", "经办人:民生服务办", "--town", "阿合奇镇"];
    folder.run(&clerk).ok();
    let unknown = ["user", "add", "经办乙", "--phone", "13900000001", "--role", "经办人:没有", "--town", "阿合奇镇"];
    assert!(folder.run(&unknown).refused(1).contains("现有：民生服务办"));
    assert!(folder.run(&["user", "add", "丙", "--role", "admin"]).refused(1).contains("至少填一项"));
    assert!(folder.run(&["user", "add", "丙", "--login", "c", "--role", "皇帝"]).refused(2).contains("不认识角色"));
    // By any spelling of the body.
    folder.run(&["user", "add", "部门甲", "--login", "mzj", "--role", "部门联络员:县民政局"]).ok();
    let list = folder.run(&["user", "list"]).ok().out;
    assert!(list.contains("经办人（民生服务办）") && list.contains("部门联络员（阿合奇县民政局）"), "{list}");
    assert!(folder.run(&["user", "deactivate", "admin"]).refused(1).contains("唯一的系统管理员"));
    folder.run(&["user", "deactivate", "13900000000"]).ok();
    assert!(folder.run(&["user", "list"]).ok().out.contains("经办甲（已停用）"));
    assert!(folder.run(&["user", "reset", "13900000000"]).code == 1, "nobody is let in again by a new password");
    let token = folder.run(&["user", "token", "mzj", "--name", "脚本"]).ok();
    assert!(token.out.starts_with("dfl_"), "{}", token.out);
}

/// A sheet of people as somebody would fill it in.
fn sheet(path: &str, rows: &[[&str; 5]]) {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (column, head) in (0..).zip(["姓名", "手机号", "邮箱", "角色", "站所/村/单位"]) {
        page.write_string(0, column, head).unwrap();
    }
    for (line, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) => page.write_number(line, column, number).unwrap(),
                Err(_) => page.write_string(line, column, *cell).unwrap(),
            };
        }
    }
    book.save(path).unwrap();
}

#[test]
fn a_sheet_of_people_is_taken_as_a_whole_or_not_at_all() {
    let folder = Folder::with_town();
    let file = folder.path("people.xlsx");
    let good = [
        ["经办甲", "13900000001", "jia@example.org", "经办人", "民生服务办"],
        ["经办甲", "13900000001", "", "站所负责人", "民生服务办"],
        ["村联络甲", "13900000002", "", "村（社区）联络员", "甲村"],
        ["部门甲", "13900000003", "", "部门联络员", "县民政局"],
    ];
    sheet(&file, &[good.as_slice(), &[["某乙", "13900000004", "", "经办人", "没有这个站所"]]].concat());
    let import = |more: &[&str]| folder.run(&[&["user", "import", &file, "--town", "阿合奇镇"], more].concat());
    let wrong = import(&[]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.out.contains("6   某乙") && wrong.out.contains("没有名为“没有这个站所”的站所"), "the row is named: {}", wrong.out);
    assert!(folder.run(&["user", "list"]).ok().out.contains("还没有人员"));

    sheet(&file, &good);
    let dry = import(&["--dry-run"]).ok();
    assert!(dry.out.contains("新开账号") && dry.out.contains("增加角色") && !dry.out.contains("一次性密码"), "{}", dry.out);
    assert!(folder.run(&["user", "list"]).ok().out.contains("还没有人员"));

    let done = import(&[]).ok();
    assert_eq!(done.out.matches("1390000000").count(), 3, "three accounts with their passwords: {}", done.out);
    let list = folder.run(&["user", "list"]).ok().out;
    assert!(list.contains("经办人（民生服务办）、站所负责人（民生服务办）"), "{list}");
    let again = import(&[]).ok();
    assert_eq!(again.out.matches("已有，不变").count(), 4, "{}", again.out);

    std::fs::write(&file, "not a sheet").unwrap();
    assert!(import(&[]).refused(1).contains("不是 xlsx"));
}

#[test]
fn a_backup_brings_back_what_was_there() {
    let folder = Folder::with_town();
    let copy = folder.path("copy.sqlite");
    folder.run(&["backup", &copy]).ok();
    assert!(folder.run(&["backup", &copy]).refused(1).contains("已存在"));
    folder.run(&["town", "add", "多余镇"]).ok();
    let restored = folder.run(&["restore", &copy]).ok();
    assert!(restored.out.contains("原来的数据保留在"), "{}", restored.out);
    assert!(!folder.run(&["town", "list"]).ok().out.contains("多余镇"));
    let junk = folder.path("junk");
    std::fs::write(&junk, "junk").unwrap();
    folder.run(&["restore", &junk]).refused(1);
    assert!(folder.run(&["town", "list"]).ok().out.contains("阿合奇镇"), "a refused copy changes nothing");
    assert!(folder.run(&["migrate"]).ok().out.contains("最新"));
    assert!(folder.run(&["verify"]).ok().out.contains("已核对 0 张"));
    assert!(folder.run(&["calendar", "explain", "2026-09-20"]).ok().out.contains("国办发明电〔2025〕7号"));
    let counted = folder.run(&["calendar", "count", "2026-09-29T11:00", "--days", "5"]).ok().out;
    assert!(counted.contains("国庆节") && counted.contains("到期 2026-10-"), "{counted}");
    folder.run(&["calendar", "count", "next week", "--days", "5"]).refused(2);
    let hours = folder.path("hours.txt");
    std::fs::write(&hours, "5-1 9:30-13:30 16:00-20:00\n10月1日起 10:00-14:00 15:30-19:30\n").unwrap();
    assert!(folder.run(&["calendar", "hours", &hours, "--document", "县政办〔2026〕5号"]).ok().out.contains("已保存"));
    assert!(folder.run(&["calendar", "explain", "2026-06-01"]).ok().out.contains("09:30-13:30"));
    assert!(folder.run(&["calendar", "hours", &hours, "--document", "县政办〔2026〕5号"]).ok().out.contains("没有改动"));
    folder.run(&["calendar", "hours", "--remove"]).ok();
    assert!(!folder.run(&["calendar", "explain", "2026-06-01"]).ok().out.contains("09:30-13:30"));
    folder.run(&["calendar", "hours"]).refused(2);
    assert!(folder.run(&["calendar", "year", "2040", "--nation", "--document", "文"]).refused(1).contains("请先录入"));
}

#[test]
fn the_overdue_report_comes_in_four_forms_and_both_languages() {
    let folder = Folder::with_town();
    let json: Value = serde_json::from_str(&folder.run(&["report", "overdue", "--format", "json"]).ok().out).unwrap();
    assert_eq!(json["tasks"], Value::Array(vec![]));
    assert!(folder.run(&["report", "overdue", "--format", "csv"]).ok().out.starts_with("\u{feff}类别,"));
    assert!(folder.run(&["report", "overdue"]).ok().out.contains("没有逾期的工作"));
    assert!(folder.run(&["report", "overdue", "--lang", "en"]).ok().out.contains("Nothing is late"));
    let file = folder.path("late.xlsx");
    folder.run(&["report", "overdue", "--format", "xlsx", "--output", &file]).ok();
    assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
    assert!(folder.run(&["report", "overdue", "--town", "没有镇"]).refused(1).contains("现有：阿合奇镇"));
}

#[test]
fn mails_are_shown_by_kind_and_a_test_mail_is_kept_or_sent() {
    let folder = Folder::new();
    let all = folder.run(&["mail", "preview"]).ok();
    for kind in ["assigned", "handed-off", "digest", "weekly", "test"] {
        assert!(all.out.lines().any(|line| line.starts_with(kind)), "{kind} not in {}", all.out);
    }
    let shown = folder.run(&["mail", "preview", "digest"]).ok();
    assert!(shown.out.contains("今日待办") && shown.out.contains("邮件设置"), "{}", shown.out);
    assert!(folder.run(&["mail", "preview", "digest", "--html"]).ok().out.contains("<!doctype html>"));
    assert!(folder.run(&["mail", "preview", "telegram"]).refused(1).contains("没有“telegram”这种邮件"));
    let kept = folder.run(&["mail", "test", "someone@example.test"]).ok();
    let file = kept.out.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(std::fs::read_to_string(&file).unwrap().contains("To: someone@example.test"), "{}", kept.out);
    assert!(folder.run(&["mail", "test", "someone"]).refused(1).contains("完整的邮箱地址"));
}

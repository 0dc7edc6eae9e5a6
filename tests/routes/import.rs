//! A duty list through the pages: bad files, what was read, limits, accepting; and a town's limits by themselves.

use axum::http::StatusCode;
use chrono::Duration;
use dutyflow::service::import::editions;
use dutyflow::store::org;
use workflow::ids::TownId;
use workflow::people::{Role, Scope};
use workflow::settings::TownLimits;

use crate::harness::site::{Answer, Site, Visitor};

const NAME: &str = "aheqi-zhen-2025-07.txt";

fn bundled() -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(NAME)).unwrap()
}

/// A list of two duties, of a month.
fn small(month: u32, title: &str) -> Vec<u8> {
    format!(
        "青山县清泉镇\n履职事项清单\n2026 年 {month} 月\n\n一、基本履职事项清单\n\n序号\t事项类别\t事项名称\n1\t党的建设\t{title}\n2\t民生服务\t做好老年人服务。\n"
    )
    .into_bytes()
}

/// The town of the bundled list with its coordinator `wu`.
async fn town(site: &Site) -> TownId {
    let town = site.another_town("阿合奇镇").await;
    site.person("wu", Role::Coordinator, Scope::town(town)).await;
    town
}

async fn send(browser: &mut Visitor<'_>, name: &str, bytes: &[u8]) -> Answer {
    let page = browser.get("/import").await;
    browser.upload(&page, "/import", &[], ("file", name, bytes)).await
}

#[tokio::test]
async fn a_list_is_looked_at_before_it_is_imported_and_the_first_asks_for_limits() {
    let site = Site::open().await;
    let town = town(&site).await;
    let mut browser = site.logged_in("wu").await;
    let sent = send(&mut browser, NAME, &bundled()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let address = sent.location().to_owned();
    let preview = browser.get(&address).await;
    for words in [
        "阿合奇镇履职事项清单",
        "2025-07",
        "基本履职事项 119 119",
        "配合履职事项 127 127",
        "上级部门收回事项 63 63",
        "需要核对",
        "本镇默认时限",
    ] {
        preview.says(words);
    }
    assert!(preview.markup().contains("<mark>"), "findings stand beside the words of the document");
    assert!(editions::of_town(&site.tools, town).await.unwrap().is_empty(), "looking changes nothing");

    for (typed, words) in [
        (vec![], "请填写工作日数，或勾选“不设”"),
        (vec![("sign", "2"), ("answer", "5"), ("step", "10"), ("step_none", "yes")], "请只留一个"),
        (vec![("sign", "0"), ("answer", "5"), ("step", "10")], "请填写 1 至 3650 之间"),
    ] {
        let answer = browser.submit(&preview, &address, &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.says(words);
    }
    let typed = [("sign", "2"), ("answer_none", "yes"), ("step", "10")];
    let done = browser.submit(&preview, &address, &typed).await;
    assert!(done.location().starts_with("/editions/"), "{} {}", done.status, done.text());
    let edition = browser.get(done.location()).await;
    edition.says("共 309 项");
    edition.says("现行");
    edition.says(NAME);
    let limits = org::town(site.tools.store.read(), town).await.unwrap().unwrap().limits;
    assert_eq!(limits, Some(TownLimits { sign: Some(2), answer: None, step: Some(10) }));

    let again = browser.submit(&preview, &address, &typed).await;
    assert_eq!(again.location(), done.location(), "a second press finds it imported");
    let same = send(&mut browser, NAME, &bundled()).await;
    assert_eq!(same.location(), done.location());
    browser.get(same.location()).await.says("没有任何改动");
    assert_eq!(editions::of_town(&site.tools, town).await.unwrap().len(), 1);
    let document = browser.get(&format!("{}/document", done.location())).await;
    assert_eq!(document.headers["content-type"], "application/octet-stream");
    assert!(document.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
}

#[tokio::test]
async fn a_file_that_cannot_be_imported_gets_a_sentence_that_says_what_to_do() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let pdf = [b"%PDF-1.7\n".as_slice(), &[0, 1, 2, 3, 4, 5, 6, 7, 8, 255, 254].repeat(40)].concat();
    let minutes = "会议纪要。今天讨论了三件事。".repeat(20);
    let cases: [(&str, &[u8], &str); 5] = [
        ("list.pdf", &pdf, "上传清单的 .docx"),
        ("empty.txt", b"  \n", "文件是空的"),
        ("minutes.txt", minutes.as_bytes(), "没有找到履职事项表"),
        (NAME, &bundled(), "这是阿合奇县阿合奇镇的清单，不是清泉镇的"),
        ("650101198001010016.txt", &small(7, "抓好党建。"), "请改名"),
    ];
    for (name, bytes, words) in cases {
        let answer = send(&mut browser, name, bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        answer.says(words);
    }
    let page = browser.get("/import").await;
    let none = browser.upload(&page, "/import", &[], ("file", "", b"")).await;
    none.says("请选择要导入的文件");
    let large = vec![b'a'; (30 << 20) + 1];
    let answer = send(&mut browser, "large.txt", &large).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    answer.says("超过了允许的大小");
    assert!(editions::of_town(&site.tools, site.town).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_newer_list_shows_what_changes_and_an_older_one_is_warned_of() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let first = send(&mut browser, "a.txt", &small(5, "抓好党建。")).await.location().to_owned();
    let page = browser.get(&first).await;
    page.says("第一次导入清单");
    browser.submit(&page, &first, &[("sign_none", "yes"), ("answer_none", "yes"), ("step_none", "yes")]).await;

    let second = send(&mut browser, "b.txt", &small(6, "全面抓好党建。")).await.location().to_owned();
    let page = browser.get(&second).await;
    for words in
        ["现行清单是 2026-05，这份是 2026-06", "请选定：是不是同一事项", "全面抓好党建。", "（增加：） 全面", "正在办理的办理单不受影响"]
    {
        page.says(words);
    }
    assert!(!page.text().contains("请填写工作日数") && !page.markup().contains("sign_none"), "limits are asked for once");
    let open = browser.submit(&page, &second, &[]).await;
    assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
    open.says("请选定是否为同一事项");
    let field = page.markup().split("name=\"same-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let done = browser.submit(&page, &second, &[(&format!("same-{field}"), "yes")]).await;
    assert!(done.location().starts_with("/editions/"), "{}", done.text());
    let edition = browser.get(done.location()).await;
    edition.says("与这一版比较");
    let changes = browser.get(&format!("{}/changes", done.location())).await;
    changes.says("文字有改动 1");
    changes.says("（增加：） 全面");
    let csv = browser.get(&format!("{}/changes.csv", done.location())).await;
    assert!(csv.text().contains("抓好党建。,全面抓好党建。"), "{}", csv.text());
    assert_eq!(browser.get(&format!("{}/changes.xlsx", done.location())).await.status, StatusCode::OK);

    let older = send(&mut browser, "c.txt", &small(4, "抓好党建。")).await.location().to_owned();
    browser.get(&older).await.says("用旧清单取代新清单");
    let page = browser.get(&older).await;
    assert_eq!(browser.submit(&page, &format!("{older}/discard"), &[]).await.location(), "/import");
    assert_eq!(browser.get(&older).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let list = browser.get("/import").await;
    list.says("2026-06");
    list.says("已被新清单取代");
}

#[tokio::test]
async fn findings_are_filtered_and_decided_beside_their_words() {
    let site = Site::open().await;
    town(&site).await;
    let mut browser = site.logged_in("wu").await;
    let address = send(&mut browser, NAME, &bundled()).await.location().to_owned();
    let preview = browser.get(&address).await;
    let all = preview.markup().matches("<q class=\"clause\">").count();
    let some = browser.get(&format!("{address}?code=town-duty-in-department-cell")).await;
    let shown = some.markup().matches("<q class=\"clause\">").count();
    assert!(shown > 0 && shown < all, "{shown} of {all}");
    let duty = browser.get(&format!("{address}?duty=%E9%85%8D%E5%90%8822")).await;
    duty.says("配合 22");
    let typed = [("sign_none", "yes"), ("answer_none", "yes"), ("step_none", "yes")];
    let done = browser.submit(&preview, &address, &typed).await.location().to_owned();
    let edition = browser.get(&format!("{done}?code=town-duty-in-department-cell")).await;
    let form = format!("{done}/findings");
    let refused = browser.submit(&edition, &form, &[("verdict", "no_problem"), ("note", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = browser.submit(&edition, &form, &[("verdict", "no_problem"), ("note", "与部门商定由镇办理")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    browser.get(&format!("{done}?state=decided")).await.says("没有问题 · 与部门商定由镇办理");
    let late = browser.submit(&edition, &form, &[("verdict", "seen"), ("note", "看过")]).await;
    late.says("其他人刚刚作了另外的处理");
    assert!(late.markup().contains("value=\"看过\""), "what was typed is still there");
}

#[tokio::test]
async fn what_was_sent_waits_a_day_and_for_its_sender_only() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    site.coordinator("li").await;
    let mut browser = site.logged_in("zhang").await;
    let address = send(&mut browser, "a.txt", &small(5, "抓好党建。")).await.location().to_owned();
    assert_eq!(site.logged_in("li").await.get(&address).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.get(&address).await.status, StatusCode::OK);
    site.pass(Duration::hours(25));
    let mut browser = site.logged_in("zhang").await;
    browser.get(&address).await.says("请重新上传");
}

#[tokio::test]
async fn nobody_imports_for_another_town() {
    let site = Site::open().await;
    let other = town(&site).await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let page = browser.get("/import").await;
    assert!(!page.text().contains("阿合奇镇"));
    // The only town that is kept is meant, whatever the form says.
    let answer = browser.upload(&page, "/import", &[("town", &other.to_string())], ("file", NAME, &bundled())).await;
    answer.says("不是清泉镇的");
    site.person("root", Role::Admin, Scope::County).await;
    let mut admin = site.logged_in("root").await;
    let page = admin.get("/import").await;
    let unchosen = admin.upload(&page, "/import", &[], ("file", NAME, &bundled())).await;
    unchosen.says("请从列表中选择");
    let sent = admin.upload(&page, "/import", &[("town", &other.to_string())], ("file", NAME, &bundled())).await;
    assert!(sent.location().starts_with("/import/"), "{}", sent.text());
}

#[tokio::test]
async fn default_limits_are_kept_and_none_is_a_choice() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("zhang").await;
    let page = browser.get("/town/limits").await;
    page.says("还没有选定");
    page.says("清单未规定时限，本镇设定");
    let answer = browser.submit(&page, "/town/limits", &[("sign", "3"), ("answer_none", "yes"), ("step", "十")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says("请填写 1 至 3650 之间");
    assert!(answer.markup().contains("value=\"十\"") && answer.markup().contains("value=\"3\""), "what was typed is still there");
    let answer = browser.submit(&page, "/town/limits", &[("sign", "3"), ("answer_none", "yes"), ("step", "10")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let location = answer.location().to_owned();
    let page = browser.get(&location).await;
    page.says("默认时限已保存");
    page.says("现在：签收 3 个工作日，答复 不设，办理 10 个工作日");
}

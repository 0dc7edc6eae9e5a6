//! The administration: people and their roles, towns and bodies, mails and the queue; and that nothing of it is anybody else's.

use axum::http::StatusCode;
use chrono::Duration;
use dutyflow::service::act::Of;
use dutyflow::store::messages::{self, About, Channel, MessageState, NewMessage, Rendered};
use dutyflow::store::{org, outbox};
use rust_xlsxwriter::Workbook;
use sea_orm::ConnectionTrait;
use workflow::case::Command;
use workflow::ids::{BodyId, MessageId, OfficeId, PersonId};
use workflow::people::{Role, Scope};

use crate::harness::county::{County, doable, step};
use crate::harness::site::{Answer, PASSWORD, Site};

async fn office(site: &Site) -> OfficeId {
    let id: OfficeId = site.tools.ids.next(site.tools.now());
    let tx = site.tools.store.begin().await.unwrap();
    org::create_office(&tx, id, site.town, "民政办").await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// The password on a page that shows one.
fn shown(markup: &str) -> String {
    markup.split("id=\"secret\">").nth(1).unwrap_or_else(|| panic!("no password:\n{markup}")).split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_coordinator_adds_a_person_whose_password_is_shown_once_and_must_be_changed() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let office = office(&site).await;
    let mut browser = site.logged_in("zhang").await;
    let form = browser.get("/admin/people/new").await;
    form.says("民政办");
    assert!(!form.text().contains("系统管理员 "), "roles of the county are not a coordinator's to give:\n{}", form.text());
    let place = format!("office:{office}");
    let wrong = browser
        .submit(&form, "/admin/people", &[("name", "阿依古丽"), ("role", "village_liaison"), ("place", &place), ("mail", "no")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("不能设在这里");
    let wrong = browser.submit(&form, "/admin/people", &[("name", "阿依古丽"), ("role", "staff"), ("place", &place), ("mail", "no")]).await;
    wrong.says("手机号和登录名至少填一项");
    wrong.says("邮箱地址不正确");
    let typed = [("name", "阿依古丽"), ("role", "staff"), ("place", place.as_str()), ("login", "aygul"), ("language", "zh")];
    let made = browser.submit(&form, "/admin/people", &typed).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let password = shown(made.markup());
    let again = browser.submit(&form, "/admin/people", &typed).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "sent twice, there is one account");
    again.says("已有人用它登录");

    let list = browser.get("/admin/people?q=aygul").await;
    list.says("阿依古丽");
    list.says("经办人 · 民政办");
    assert!(!list.markup().contains(&password));
    assert_eq!(site.browser().log_in("aygul", &password).await.location(), "/password");
}

#[tokio::test]
async fn a_new_password_ends_the_log_ins_of_the_old_one() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let person = site.person("aygul", Role::Staff, Scope::Office { town: site.town, office: office(&site).await }).await;
    let mut theirs = site.logged_in("aygul").await;
    let mut browser = site.logged_in("zhang").await;
    let address = format!("/admin/people/{person}");
    let page = browser.get(&address).await;
    let answer = browser.submit(&page, &format!("{address}/reset"), &[]).await;
    let password = shown(answer.markup());
    assert_eq!(theirs.get("/password").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.browser().log_in("aygul", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.browser().log_in("aygul", &password).await.location(), "/password");
}

#[tokio::test]
async fn roles_are_given_and_ended_and_leaving_closes_the_account() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let office = office(&site).await;
    let person = site.person("aygul", Role::Staff, Scope::Office { town: site.town, office }).await;
    let mut browser = site.logged_in("zhang").await;
    let address = format!("/admin/people/{person}");
    let page = browser.get(&address).await;
    page.says("没有在办任务");
    let place = format!("office:{office}");
    let (give, end) = (format!("{address}/grants"), format!("{address}/grants/end"));
    let taken = browser.submit(&page, &give, &[("role", "staff"), ("place", &place)]).await;
    taken.says("此人已有这个岗位");
    let answer = browser.submit(&page, &give, &[("role", "office_lead"), ("place", &place)]).await;
    assert_eq!(answer.location(), address);
    let page = browser.get(&address).await;
    page.says("站所负责人 · 民政办");
    let answer = browser.submit(&page, &end, &[]).await;
    assert_eq!(answer.location(), address, "{}", answer.text());
    let page = browser.get(&address).await;
    page.says("岗位已撤销");
    let left = ["经办人 · 民政办", "站所负责人 · 民政办"].iter().filter(|role| page.text().contains(*role)).count();
    assert_eq!(left, 1, "one of the two roles has ended");

    let answer = browser.submit(&page, &format!("{address}/deactivate"), &[]).await;
    assert_eq!(answer.location(), "/admin/people", "{}", answer.text());
    site.browser().log_in("aygul", PASSWORD).await.says("这个账户已停用");
}

#[tokio::test]
async fn the_only_administrator_stays() {
    let site = Site::open().await;
    let root = site.person("root", Role::Admin, Scope::County).await;
    let mut browser = site.logged_in("root").await;
    let address = format!("/admin/people/{root}");
    let page = browser.get(&address).await;
    let answer = browser.submit(&page, &format!("{address}/grants/end"), &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says("这是唯一的系统管理员");
    let hidden = page.hidden(&format!("{address}/reset"));
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(&format!("{address}/deactivate"), &fields).await.says("不能停用自己的账号");
}

#[tokio::test]
async fn a_coordinator_finds_nobody_of_another_town() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    let other = site.another_town("石泉镇").await;
    let stranger: PersonId = site.person("wu", Role::Coordinator, Scope::town(other)).await;
    let mut browser = site.logged_in("zhang").await;
    let list = browser.get("/admin/people").await;
    assert!(list.text().contains("测试zhang") && !list.text().contains("测试wu"));
    let address = format!("/admin/people/{stranger}");
    assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND);
    let hidden = list.hidden("/logout");
    let csrf = hidden.iter().find(|(name, _)| name == "csrf").unwrap().1.as_str();
    let fields = [("csrf", csrf), ("command_id", "018f0000-0000-7000-8000-000000000009"), ("role", "leader")];
    for act in ["reset", "deactivate", "grants", "grants/end"] {
        assert_eq!(browser.post(&format!("{address}/{act}"), &fields).await.status, StatusCode::NOT_FOUND, "{act}");
    }
    assert_eq!(browser.get(&format!("/admin/towns/{other}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.post(&format!("/admin/towns/{other}/offices"), &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.logged_in("wu").await.get("/password").await.status, StatusCode::OK, "the stranger's log-in still works");
}

#[tokio::test]
async fn the_county_its_towns_and_bodies_are_set_up_in_pages() {
    let site = Site::open().await;
    site.person("root", Role::Admin, Scope::County).await;
    let mut browser = site.logged_in("root").await;
    browser.get("/admin").await.says("还没有设置县名");
    let page = browser.get("/admin/towns").await;
    let answer = browser.submit(&page, "/admin/county", &[("county_name", "青山县"), ("region", "xinjiang")]).await;
    assert_eq!(answer.location(), "/admin/towns");
    let page = browser.get("/admin/towns").await;
    page.says("青山县");
    browser.submit(&page, "/admin/towns", &[("name", "清泉镇")]).await.says("已经有这个名称");
    let answer = browser.submit(&page, "/admin/towns", &[("name", "石泉镇")]).await;
    let town = answer.location().to_owned();
    let page = browser.get(&town).await;
    browser.submit(&page, &format!("{town}/offices"), &[("name", "党政办")]).await;
    let answer = browser.submit(&page, &format!("{town}/villages"), &[("name", "东风社区"), ("kind", "community")]).await;
    assert_eq!(answer.location(), town);
    let page = browser.get(&town).await;
    page.says("党政办");
    page.says("东风社区 社区");

    let page = browser.get("/admin/calendar").await;
    page.says("还没有录入");
    let day =
        [("whose", "county"), ("kind", "off"), ("date", "2026-08-10"), ("until", "2026-08-11"), ("name", "县庆"), ("document_no", "")];
    let answer = browser.submit(&page, "/admin/calendar", &day).await;
    answer.says("请填写这一项");
    assert!(answer.markup().contains("县庆"), "nothing typed is lost");
    let answer = browser.submit(&page, "/admin/calendar", &[&day[..5], &[("document_no", "县政发〔2026〕3号")]].concat()).await;
    assert_eq!(answer.location(), "/admin/calendar");
    let page = browser.get("/admin/calendar").await;
    page.says("2026-08-11");
    page.says("县政发〔2026〕3号");
    browser.submit(&page, "/admin/calendar/remove", &[("whose", "county"), ("date", "2026-08-11")]).await;
    assert!(!browser.get("/admin/calendar").await.text().contains("2026-08-11"));

    let page = browser.get("/admin/calendar").await;
    page.says("5月1日起 10:00-14:00 16:00-20:00");
    page.says("正在后台重新计算");
    let hours = [("whose", "county"), ("seasons", "5月1日起 十点到两点"), ("document_no", "县政办〔2026〕5号")];
    let answer = browser.submit(&page, "/admin/calendar/hours", &hours).await;
    answer.says("第 1 行看不懂");
    assert!(answer.markup().contains("十点到两点"), "nothing typed is lost");
    let hours = [hours[0], ("seasons", "5-1 9:30-13:30 16:00-20:00\r\n１０月１日起 １０：００－１４：００、15:30至19:30"), hours[2]];
    assert_eq!(browser.submit(&page, "/admin/calendar/hours", &hours).await.location(), "/admin/calendar");
    let page = browser.get("/admin/calendar").await;
    page.says("5月1日起 09:30-13:30 16:00-20:00");
    page.says("10月1日起 10:00-14:00 15:30-19:30");
    page.says("县政办〔2026〕5号");
    assert_eq!(browser.submit(&page, "/admin/calendar/hours/remove", &[("whose", "county")]).await.location(), "/admin/calendar");
    assert!(!browser.get("/admin/calendar").await.text().contains("09:30-13:30"));
    let year = [("level", "nation"), ("year", "2040"), ("document_no", "国办发明电〔2039〕1号")];
    browser.submit(&page, "/admin/calendar/year", &year).await.says("请先录入前一年");

    let page = browser.get("/admin/bodies").await;
    let answer = browser.submit(&page, "/admin/bodies", &[("name", "青山县民政局"), ("phone", "abc")]).await;
    answer.says("5 至 15 位数字");
    let body = browser.submit(&page, "/admin/bodies", &[("name", "青山县民政局"), ("phone", "0908-5620000")]).await.location().to_owned();
    let page = browser.get(&body).await;
    page.says("由镇代录");
    let answer = browser.submit(&page, &format!("{body}/spellings"), &[("spelling", "县民政局")]).await;
    assert_eq!(answer.location(), body);
    browser.submit(&page, &format!("{body}/spellings"), &[("spelling", "县 民政局")]).await.says("已经有这个名称");
    browser.get("/admin/bodies?q=县民政").await.says("青山县民政局");
    assert!(!browser.get("/admin/bodies?q=水利").await.text().contains("民政局"));
    let answer = browser.submit(&page, &format!("{body}/phone"), &[("phone", "")]).await;
    assert_eq!(answer.location(), body);
    let id: BodyId = body.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(org::body(site.tools.store.read(), id).await.unwrap().unwrap().phone, None);
}

/// A message to somebody with an address, in some state.
async fn message(site: &Site, person: PersonId, key: &str) -> MessageId {
    let id: MessageId = site.tools.ids.next(site.tools.now());
    let new = NewMessage {
        id,
        recipient: person,
        kind: "assigned".to_owned(),
        subject: About::default(),
        params: serde_json::json!({}),
        due_at: site.tools.now(),
        immediate: false,
        channel: Channel::Mail,
        dedupe_key: key.to_owned(),
    };
    let tx = site.tools.store.begin().await.unwrap();
    messages::insert(&tx, &new, site.tools.now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn mails_are_listed_read_and_a_failed_one_is_tried_again_once() {
    let site = Site::open().await;
    site.person("root", Role::Admin, Scope::County).await;
    let person = site.coordinator("zhang").await;
    let tx = site.tools.store.begin().await.unwrap();
    let mut row = dutyflow::store::people::find(&tx, person).await.unwrap().unwrap();
    row.mail = Some("clerk@example.gov.cn".to_owned());
    dutyflow::store::people::update(&tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    let (kept, failed) = (message(&site, person, "a").await, message(&site, person, "b").await);
    let text = Rendered { subject: "新任务：高龄津贴".to_owned(), body: "请办理。\n[link]".to_owned() };
    let write = site.tools.store.write();
    outbox::delivered(write, &[kept], (MessageState::Kept, Channel::Mail), &text, None, site.tools.now()).await.unwrap();
    outbox::failed(write, &[failed], "550 5.1.1 unknown").await.unwrap();

    let mut browser = site.logged_in("root").await;
    browser.get("/admin").await.says("有 1 封邮件发送失败");
    let list = browser.get("/admin/mail").await;
    for words in ["新任务：高龄津贴", "测试zhang", "c***@example.gov.cn", "已保存", "发送失败", "550 5.1.1 unknown"] {
        list.says(words);
    }
    assert!(!list.markup().contains("clerk@"), "addresses are masked");
    let only = browser.get("/admin/mail?state=failed").await;
    assert!(!only.text().contains("高龄津贴"));
    let page = browser.get(&format!("/admin/mail/{kept}")).await;
    page.says("[link]");
    assert!(!page.text().contains("再试一次"));
    assert_eq!(browser.get(&format!("/admin/mail/{kept}/file")).await.status, StatusCode::NOT_FOUND, "no file was kept");

    let address = format!("/admin/mail/{failed}");
    let page = browser.get(&address).await;
    for _ in 0..2 {
        assert_eq!(browser.submit(&page, &format!("{address}/retry"), &[]).await.location(), address);
    }
    let read = site.tools.store.read();
    assert_eq!(messages::find(read, failed).await.unwrap().unwrap().state, MessageState::Pending);
    let jobs = jobs::live_jobs(read).await.unwrap();
    assert_eq!(jobs.len(), 1, "one job, however often it was pressed");
    assert_eq!(jobs[0].payload["message_id"], failed.to_string());
    let mut other = site.logged_in("zhang").await;
    assert_eq!(other.get("/admin/mail").await.status, StatusCode::FORBIDDEN);
    assert_eq!(other.get(&address).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn dead_jobs_are_shown_with_their_error_and_tried_again() {
    let site = Site::open().await;
    site.person("root", Role::Admin, Scope::County).await;
    let now = site.tools.now();
    let write = site.tools.store.write();
    jobs::enqueue(write, now, &jobs::PruneOld {}, now, Some("prune")).await.unwrap();
    let at = (now + Duration::minutes(1)).to_rfc3339();
    let dead = format!("UPDATE job SET state = 'dead', attempts = 5, last_error = 'disk full', finished_at = '{at}'");
    write.execute_unprepared(&dead).await.unwrap();
    let id = jobs::dead_jobs(write, 1).await.unwrap()[0].id;
    let mut browser = site.logged_in("root").await;
    browser.get("/admin").await.says("有 1 个后台任务失败");
    let page = browser.get("/admin/jobs").await;
    for words in ["清理过期记录", "disk full", "5 次", "检查到期和提醒"] {
        page.says(words);
    }
    let retry = format!("/admin/jobs/{id}/retry");
    assert_eq!(browser.submit(&page, &retry, &[]).await.location(), "/admin/jobs");
    browser.get("/admin/jobs").await.says("已重新排队");
    assert_eq!(jobs::live_jobs(write).await.unwrap().len(), 1);
    browser.submit(&page, &retry, &[]).await;
    browser.get("/admin/jobs").await.says("没有重复排队");
    assert_eq!(browser.submit(&page, &retry, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_leaves_hands_on_what_they_hold() {
    let county = County::open().await;
    let unit = Scope::Office { town: county.town, office: county.office };
    let next = county.site.person("next", Role::Staff, unit).await;
    let id = county.start(62, "草原确权").await;
    let held = step(&county.case(id).await, doable);
    county.does(&county.clerk, Of::Task(held.id), Command::Take { task: held.id }).await;
    let mut browser = county.site.logged_in("coordinator").await;
    let address = format!("/admin/people/{}", county.clerk.person);
    let page = browser.get(&address).await;
    page.says("项在办任务。须选择接手人，或退回");
    page.says("草原确权：入户核查户主基本信息，摸排草原确权情况（民生服务办）");
    page.says("测试next");
    assert!(!page.text().contains("测试supervisor"), "only people of the same unit take over");
    let leave = format!("{address}/deactivate");
    browser.submit(&page, &leave, &[("successor", "nobody")]).await.says("请从列表中选择");
    browser.submit(&page, &leave, &[("successor", "")]).await.says("这个人还有在办工作，请先选择接手人，或放回各单位收件箱");
    assert_eq!(county.case(id).await.tasks[&held.id].holder.unwrap().person, Some(county.clerk.person), "nothing happened");
    let answer = browser.submit(&page, &leave, &[("successor", &next.to_string())]).await;
    assert_eq!(answer.location(), "/admin/people", "{}", answer.text());
    browser.get("/admin/people").await.says("的账号已停用");
    let after = county.case(id).await.tasks[&held.id].holder.unwrap();
    assert_eq!(after.person, Some(next));
}

fn sheet(rows: &[[&str; 6]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (row, cells) in (0..).zip(std::iter::once(&["姓名", "手机号", "邮箱", "角色", "站所/村/单位", "登录名"]).chain(rows))
    {
        for (column, cell) in (0..).zip(cells) {
            page.write_string(row, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_spreadsheet_is_checked_first_and_imported_as_a_whole_or_not_at_all() {
    let site = Site::open().await;
    site.coordinator("zhang").await;
    office(&site).await;
    let mut browser = site.logged_in("zhang").await;
    let page = browser.get("/admin/people/import").await;
    let good = ["甲", "13800000001", "", "经办人", "民政办", ""];
    let bad = ["乙", "13800000002", "", "经办人", "没有的办", ""];
    let send = |rows: &[[&str; 6]]| sheet(rows);
    let wrong = browser.upload(&page, "/admin/people/import", &[("do", "import")], ("file", "a.xlsx", &send(&[good, bad]))).await;
    wrong.says("有 1 行不能导入，一行也没有导入");
    wrong.says("没有名为“没有的办”的站所");
    let checked = browser.upload(&page, "/admin/people/import", &[("do", "check")], ("file", "a.xlsx", &send(&[good]))).await;
    checked.says("还没有导入");
    assert!(!browser.get("/admin/people").await.text().contains("13800000001"), "a check changes nothing");
    let done = browser.upload(&page, "/admin/people/import", &[("do", "import")], ("file", "a.xlsx", &send(&[good]))).await;
    done.says("新建 1 个账号");
    browser.get("/admin/people").await.says("经办人 · 民政办");
    let text = browser.upload(&page, "/admin/people/import", &[("do", "check")], ("file", "a.xlsx", b"not a sheet")).await;
    assert_eq!(text.status, StatusCode::UNPROCESSABLE_ENTITY);
    text.says("请另存为 .xlsx");
}

#[tokio::test]
async fn mails_come_in_pages() {
    let site = Site::open().await;
    let person = site.person("root", Role::Admin, Scope::County).await;
    for at in 0..51 {
        site.pass(Duration::seconds(1));
        message(&site, person, &format!("key-{at}")).await;
    }
    let mut browser = site.logged_in("root").await;
    let rows = |answer: &Answer| answer.markup().matches("href=\"/admin/mail/").count();
    let first = browser.get("/admin/mail").await;
    assert_eq!(rows(&first), 50);
    first.says("下一页");
    let second = browser.get("/admin/mail?state=&page=2").await;
    assert_eq!(rows(&second), 1);
    second.says("上一页");
    assert!(!second.text().contains("下一页"));
}

#[tokio::test]
async fn the_admin_sees_every_kind_of_mail_and_tries_the_server() {
    let site = Site::open().await;
    site.person("admin", Role::Admin, Scope::County).await;
    site.coordinator("zhang").await;
    let mut browser = site.logged_in("admin").await;
    let page = browser.get("/admin/mail-samples").await;
    for words in ["新任务", "今日待办", "每周逾期情况", "没有配置邮件服务器"] {
        page.says(words);
    }
    browser.get("/admin/mail-samples?kind=unsigned-letter&language=en").await.says("Draft letter");
    let wrong = browser.submit(&page, "/admin/mail-samples/test", &[("address", "nobody")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("请填写完整的邮箱地址");
    assert!(wrong.markup().contains("value=\"nobody\""), "what was typed is still there");
    let answer = browser.submit(&page, "/admin/mail-samples/test", &[("address", "admin@example.test")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    browser.get(answer.location()).await.says("测试邮件已保存");
    let kept: Vec<_> = std::fs::read_dir(site.db.place.dir().join("mail")).unwrap().collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(site.logged_in("zhang").await.get("/admin/mail-samples").await.status, StatusCode::FORBIDDEN);
}

//! Without a mail server, mails are kept: the admin reads them on a page and takes them as files.

use chrono::Duration;
use workflow::people::{Role, Scope};

use crate::harness::browser::{Screen, Scripts};

use super::desk::Office;

#[tokio::test]
async fn the_admin_reads_the_mails_that_were_kept() {
    let office = Office::open().await;
    office.county.site.person("admin", Role::Admin, Scope::County).await;
    office.county.start(28, "2026年1月高龄津贴核查").await;
    // Into working hours, and past the ten minutes in which mails are merged.
    office.county.pass(Duration::hours(2));
    office.the_worker_runs().await;

    let desk = office.desk(Screen::Desktop, Scripts::On).await;
    desk.sits_down("admin").await;
    desk.presses("邮件").await;
    desk.reads("已保存").await;
    desk.reads("经办人乙").await;
    desk.picture("mails").await;
    desk.page().follows("2026年1月高龄津贴核查").await;
    desk.reads("[link]").await;
    desk.picture("mail").await;
    let file = String::from_utf8(desk.downloads("下载 .eml", "eml").await).unwrap();
    assert!(file.contains("To: ") && file.contains("jingban@example.test"), "{file}");
}

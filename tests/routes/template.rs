//! The editor of templates: the list of clauses, the draft, publishing, versions, and who may change what.

use axum::http::StatusCode;
use duty_list::DutyKind::{Basic, Cooperative};
use workflow::ids::DutyId;
use workflow::people::{Role, Scope};

use crate::harness::county::County;
use crate::harness::site::{Answer, Visitor};

/// A browser before the editor of one duty.
struct Editing<'a> {
    browser: Visitor<'a>,
    address: String,
    page: Answer,
}

impl<'a> Editing<'a> {
    async fn open(county: &'a County, login: &str, duty: DutyId) -> Self {
        let mut browser = county.site.logged_in(login).await;
        let address = format!("/duties/{duty}/template");
        let page = browser.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        Self { browser, address, page }
    }

    /// What every form of the page carries.
    fn carried(&self) -> Vec<(String, String)> {
        let hidden = self.page.hidden(&self.address);
        hidden.into_iter().filter(|(name, _)| !matches!(name.as_str(), "act" | "step" | "mark" | "track")).collect()
    }

    /// Sends a form of the page as it was loaded, without loading it anew.
    async fn sends(&mut self, typed: &[(&str, &str)]) -> Answer {
        let carried = self.carried();
        let fields: Vec<(&str, &str)> =
            carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(typed.iter().copied()).collect();
        self.browser.post(&self.address.clone(), &fields).await
    }

    /// Makes a change and sees the page after it.
    async fn changes(&mut self, typed: &[(&str, &str)]) {
        let answer = self.sends(typed).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        self.page = self.browser.get(&self.address.clone()).await;
        self.page.says("已存入草稿");
    }

    async fn refuses(&mut self, typed: &[(&str, &str)], words: &str) -> Answer {
        let answer = self.sends(typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
        answer.says(words);
        answer
    }

    async fn goes_on(&mut self, to: &str) -> Answer {
        let changes = self.browser.get(&format!("{}/changes", self.address)).await;
        let done = self.browser.submit(&changes, &format!("{}/{to}", self.address), &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        self.page = self.browser.get(&self.address.clone()).await;
        changes
    }
}

#[tokio::test]
async fn the_editor_shows_every_clause_with_what_is_set_and_the_lanes_beside_it() {
    let county = County::open().await;
    let duty = county.duty(Cooperative, 28).await;
    let mut editing = Editing::open(&county, "coordinator", duty).await;
    for words in ["编辑流程模板", "使用中：第 1 版", "没有未发布的修改", "流程图", "办理环节", "报审 → 阿合奇县民政局", "待核对"]
    {
        editing.page.says(words);
    }
    // The words of both cells are all there.
    for clause in ["将老龄人员名单推送至各乡镇", "核实无误后提交县民政局审核", "通过“一卡通”发放高龄津贴"]
    {
        editing.page.says(clause);
    }
    let open = editing.browser.get(&format!("{}?step=t1-town-1", editing.address)).await;
    for words in ["性质", "由谁办理", "时限", "送出前审签", "送给", "拆成几个环节", "下移", "存入草稿"] {
        open.says(words);
    }
    county.site.logged_in("coordinator").await.get(&format!("/duties/{duty}")).await.says("编辑流程模板");
}

#[tokio::test]
async fn every_template_of_the_list_can_be_opened_in_the_editor() {
    let county = County::open().await;
    let rows = dutyflow::service::duties::catalogue(county.tools(), county.town, &Default::default()).await.unwrap().rows;
    let mut browser = county.site.logged_in("coordinator").await;
    for row in rows.iter().filter(|row| row.kind == Cooperative) {
        let page = browser.get(&format!("/duties/{}/template?step=t1-town-1", row.duty)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", row.no);
        page.says(&row.title);
        page.says("存入草稿");
    }
}

#[tokio::test]
async fn a_clause_is_changed_split_merged_moved_and_added_to_without_scripts() {
    let county = County::open().await;
    let duty = county.duty(Cooperative, 28).await;
    let mut editing = Editing::open(&county, "coordinator", duty).await;
    let step = [
        ("act", "step"),
        ("step", "t1-town-1"),
        ("party", "town"),
        ("nature", "step"),
        ("amount", "3"),
        ("unit", "working_days"),
        ("source", "town_setting"),
        ("sign_off", "office_lead"),
        ("kind", "report"),
    ];
    editing.changes(&step).await;
    editing.page.says("3个工作日");
    editing.page.says("送出前审签 站所负责人");
    editing.page.says("有未发布的修改");

    editing.changes(&[("act", "add"), ("track", "0"), ("text", "通知各村开会"), ("party", "town")]).await;
    editing.page.says("通知各村开会");
    editing.page.says("本镇自加");
    let own = key_of(&editing.page, "通知各村开会");
    editing.changes(&[("act", "move"), ("step", &own), ("before", "t1-town-1")]).await;
    let text = editing.page.text();
    let list = &text[text.find("环节和条目").unwrap()..];
    assert!(list.find("通知各村开会").unwrap() < list.find("信息核实").unwrap_or(usize::MAX));

    editing.changes(&[("act", "merge"), ("track", "0"), ("steps", "t1-town-1"), ("steps", "t1-town-2")]).await;
    editing.changes(&[("act", "make_track"), ("track", "0"), ("title", "开会"), ("steps", &own)]).await;
    editing.page.says("开会");
    let changes = editing.goes_on("publish").await;
    changes.says("新增分项“开会”");
    changes.says("并入");
    changes.says("时限：无 → 3个工作日（清单未规定时限，本镇设定）");
    editing.page.says("使用中：第 2 版");
    editing.page.says("已发布。新启动的办理按新版进行。");

    let versions = editing.browser.get(&format!("{}/versions", editing.address)).await;
    for words in ["第 2 版 使用中", "第 1 版 已停用", "导入清单时生成", "测试coordinator", "新增分项“开会”"] {
        versions.says(words);
    }
    // The older one comes back as a draft, which can be dropped.
    let restore = format!("{}/restore", editing.address);
    let done = editing.browser.submit(&versions, &restore, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let changes = editing.goes_on("discard").await;
    changes.says("取消分项“开会”");
    editing.page.says("没有未发布的修改");
}

/// The key of the step whose entry in the list holds these words.
fn key_of(page: &Answer, words: &str) -> String {
    let entries = page.markup().split("id=\"s-").skip(1);
    let entry = entries.filter(|entry| entry.contains(words)).last().unwrap();
    entry.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn of_two_editors_one_wins_and_the_other_keeps_what_was_typed() {
    let county = County::open().await;
    county.site.person("deputy", Role::Coordinator, Scope::town(county.town)).await;
    let duty = county.duty(Cooperative, 28).await;
    let mut one = Editing::open(&county, "coordinator", duty).await;
    let mut other = Editing::open(&county, "deputy", duty).await;
    one.changes(&[("act", "add"), ("track", "0"), ("text", "通知各村开会"), ("party", "town")]).await;

    let late = [("act", "add"), ("track", "0"), ("text", "在公示栏张贴名单"), ("party", "town")];
    let told = other.refuses(&late, "其他人刚刚修改了这份草稿").await;
    assert!(told.markup().contains("value=\"在公示栏张贴名单\""), "what was typed is still there");
    told.says("通知各村开会");
    // Having seen the other's change, it can be made.
    other.page = told;
    other.changes(&late).await;
    other.page.says("通知各村开会");
    other.page.says("在公示栏张贴名单");

    // Publishing what is no longer the latest is told as well.
    let seen_by_one = one.browser.get(&format!("{}/changes", one.address)).await;
    other.changes(&[("act", "rename"), ("track", "0"), ("name", "发放")]).await;
    let publish = format!("{}/publish", one.address);
    let told = one.browser.submit(&seen_by_one, &publish, &[]).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    told.says("其他人刚刚修改或发布了这份模板");
    county.site.logged_in("coordinator").await.get(&one.address).await.says("使用中：第 1 版");
}

#[tokio::test]
async fn each_refusal_says_why_and_nothing_typed_is_lost() {
    let county = County::open().await;
    let duty = county.duty(Cooperative, 28).await;
    let mut editing = Editing::open(&county, "coordinator", duty).await;
    let split = editing
        .refuses(&[("act", "split"), ("step", "t1-town-1"), ("texts", "不是原文\n也不是")], "拆分后的文字合起来必须与原文一字不差")
        .await;
    assert!(split.markup().contains("不是原文"));
    editing.refuses(&[("act", "merge"), ("track", "0"), ("steps", "t1-town-1")], "请至少选择两个不同的环节").await;
    editing.refuses(&[("act", "remove"), ("step", "t1-town-1")], "清单原文不能改写或删除").await;
    editing.refuses(&[("act", "make_track"), ("track", "0"), ("title", ""), ("steps", "t1-town-1")], "请填写").await;
    let unknown = [("act", "step"), ("step", "t1-town-1"), ("party", "town"), ("nature", "step"), ("receiver_other", "没有的单位")];
    let told = editing.refuses(&unknown, "系统里还没有登记这个单位").await;
    assert!(told.markup().contains("value=\"没有的单位\""));
    let number = [("act", "add"), ("track", "0"), ("text", "核对653022199001011231的材料"), ("party", "town")];
    let told = editing.refuses(&number, "身份证").await;
    assert!(told.markup().contains("核对653022199001011231的材料"));
    editing.refuses(&[("act", "nonsense")], "").await;
    editing.page = editing.browser.get(&editing.address.clone()).await;
    editing.page.says("没有未发布的修改");
}

#[tokio::test]
async fn only_who_keeps_the_template_opens_its_editor() {
    let county = County::open().await;
    county.site.person("lead", Role::OfficeLead, Scope::Office { town: county.town, office: county.office }).await;
    county.site.coordinator("elsewhere").await;
    let basic = county.duty(Basic, 119).await;
    let cooperative = county.duty(Cooperative, 28).await;
    let address = |duty| format!("/duties/{duty}/template");
    for login in ["clerk", "supervisor", "lead"] {
        let mut browser = county.site.logged_in(login).await;
        for path in ["", "/changes", "/versions"] {
            let page = browser.get(&format!("{}{path}", address(cooperative))).await;
            assert!(
                matches!(page.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY),
                "{login} {}",
                page.status
            );
        }
        assert!(!browser.get(&format!("/duties/{cooperative}")).await.text().contains("编辑流程模板"), "{login}");
    }
    let page = county.site.logged_in("elsewhere").await.get(&address(cooperative)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);

    // The coordinator says which office answers for a basic duty; then its lead keeps the template.
    let mut editing = Editing::open(&county, "coordinator", basic).await;
    let office = county.office.to_string();
    let done = editing.browser.submit(&editing.page, &format!("{}/office", address(basic)), &[("office", &office)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let mut lead = Editing::open(&county, "lead", basic).await;
    assert!(!lead.page.text().contains("负责站所"), "which office answers is the coordinator's");
    lead.changes(&[("act", "add"), ("track", "0"), ("text", "当日回访"), ("party", "town")]).await;
    lead.goes_on("publish").await;
    lead.page.says("使用中：第 2 版");
}

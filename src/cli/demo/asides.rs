//! What else stands in the demonstration beside its workflows: leads, work that comes round, a meeting's decisions, a template under change.

use anyhow::Context;
use duty_list::DutyKind;
use workflow::calendar::LimitSource;
use workflow::case::OnBehalf;
use workflow::ids::DutyId;
use workflow::lead::{Answer, Command, Spot};
use workflow::people::{Holder, Unit, Viewer};
use workflow::recurrence::read_code;
use workflow::template::edit::Edit;
use workflow::template::{Party, SignOff};

use super::place::Town;
use super::play::Play;
use super::stories::{DANGZHENG, JIANSHE, MINSHENG, NONGYE, ZONGZHI};
use crate::service::batch::{self, NewBatch, RegisterRow, StartRow, Work};
use crate::service::lead::{self, Found};
use crate::service::recurrence::{self, NewRecurrence};
use crate::service::{Request, duties, templates};
use crate::store::org;

/// What happens, and how many working days ago.
pub(super) const ASIDES: &[(i32, Aside)] = &[
    (12, Aside::Arranged),
    (10, Aside::Building(Building::Found)),
    (9, Aside::Building(Building::Signed)),
    (7, Aside::Building(Building::Answered)),
    (6, Aside::Meeting),
    (6, Aside::Building(Building::Closed)),
    (5, Aside::Unsigned),
    (3, Aside::Template),
    (3, Aside::OnPaper),
    (2, Aside::Undecided),
];

#[derive(Debug, Clone, Copy)]
pub(super) enum Aside {
    /// A lead that a body mends and the town strikes off, act by act.
    Building(Building),
    /// A lead that a body has not signed for.
    Unsigned,
    /// A lead that a body without an account has signed for on paper.
    OnPaper,
    /// A lead of a village for which the office has to choose a body.
    Undecided,
    /// Work that comes round by the calendar, and work that an event starts.
    Arranged,
    /// A meeting's decisions.
    Meeting,
    /// A template that somebody is changing.
    Template,
}

/// The acts around one lead.
#[derive(Debug, Clone, Copy)]
pub(super) enum Building {
    Found,
    Signed,
    Answered,
    Closed,
}

/// Where the building of that lead stands, by which it is found again.
const SITE: &str = "丙村南侧道路旁";
/// To whom it goes.
const TO: &str = "阿合奇县自然资源局";

impl Play<'_> {
    /// Lets it happen in the first town.
    pub(super) async fn aside(&self, aside: Aside) -> anyhow::Result<()> {
        let town = self.town(0)?;
        match aside {
            Aside::Building(act) => self.building(town, act).await,
            Aside::Unsigned => self.lead_unsigned(town).await,
            Aside::OnPaper => self.lead_on_paper(town).await,
            Aside::Undecided => self.lead_undecided(town).await,
            Aside::Arranged => self.arranged(town).await,
            Aside::Meeting => self.meeting(town).await,
            Aside::Template => self.template(town).await,
        }
    }

    fn by<'v>(&self, viewer: &'v Viewer) -> Request<'v> {
        Request { viewer, command: self.tools.command() }
    }

    async fn duty(&self, town: &Town, no: u32) -> anyhow::Result<DutyId> {
        Ok(duties::by_ref(self.tools, town.id, duty_list::DutyRef { kind: DutyKind::Cooperative, no }).await?.row.duty)
    }

    async fn building(&self, town: &Town, act: Building) -> anyhow::Result<()> {
        let office = town.offices.get(JIANSHE).context("no such office")?;
        let body = org::find_body_by_name(self.tools.store.read(), TO).await?.context("no such body")?;
        let liaison = self.world.liaisons.get(&body.id).context("the body has nobody")?;
        let (viewer, command) = match act {
            Building::Found => {
                let found = Found {
                    place: SITE.to_owned(),
                    matter: "巡查发现一处未经批准的临时建筑正在施工".to_owned(),
                    spot: Some(Spot::Stopped),
                    body: Some(TO.to_owned()),
                    ..Found::default()
                };
                lead::report(self.tools, self.by(&office.staff), found).await?;
                return Ok(());
            }
            Building::Signed => (liaison, Command::Sign { on_behalf: None }),
            Building::Answered => {
                let note = "已责令停工并拆除，现场已恢复".to_owned();
                let answer = Answer { note, mended: true, document_no: Some("阿自然资函〔示例〕16号".to_owned()) };
                (liaison, Command::Answer { answer, on_behalf: None })
            }
            Building::Closed => (&office.lead, Command::Close { note: "到现场看过，已恢复原状".to_owned() }),
        };
        let (leads, _, _) = lead::list(self.tools, &town.coordinator, lead::Which::Open, 0).await?;
        let id = leads.iter().find(|stored| stored.lead.place == SITE).context("the lead is gone")?.lead.id;
        lead::act(self.tools, self.by(viewer), id, &command).await?;
        Ok(())
    }

    async fn lead_unsigned(&self, town: &Town) -> anyhow::Result<()> {
        let office = town.offices.get(ZONGZHI).context("no such office")?;
        let found = Found {
            place: "乙社区沿街商铺".to_owned(),
            matter: "一家商铺消防通道堆放杂物，劝说后未清理".to_owned(),
            spot: Some(Spot::NotStopped),
            urgent: true,
            body: Some("阿合奇县住房和城乡建设局".to_owned()),
            ..Found::default()
        };
        lead::report(self.tools, self.by(&office.staff), found).await?;
        Ok(())
    }

    async fn lead_undecided(&self, town: &Town) -> anyhow::Result<()> {
        let liaison = town.villages.iter().find_map(|(_, liaison)| liaison.as_ref()).context("no village has an account")?;
        let found = Found {
            place: "甲村河道转弯处".to_owned(),
            matter: "河道里有来源不明的建筑垃圾".to_owned(),
            spot: Some(Spot::NothingToStop),
            ..Found::default()
        };
        lead::report(self.tools, self.by(liaison), found).await?;
        Ok(())
    }

    async fn lead_on_paper(&self, town: &Town) -> anyhow::Result<()> {
        let office = town.offices.get(NONGYE).context("no such office")?;
        let found = Found {
            place: "丁字路口西侧草场".to_owned(),
            matter: "草场围栏破损，牲畜进入禁牧区".to_owned(),
            spot: Some(Spot::Stopped),
            body: Some("克州生态环境局阿合奇县分局".to_owned()),
            ..Found::default()
        };
        let lead = lead::report(self.tools, self.by(&office.staff), found).await?.lead;
        let on_behalf = OnBehalf {
            on: workflow::calendar::local_date(self.tools.now()),
            office: Some("办公室".to_owned()),
            channel: "paper".to_owned(),
            document_no: None,
        };
        lead::act(self.tools, self.by(&town.coordinator), lead.id, &Command::Sign { on_behalf: Some(on_behalf) }).await?;
        Ok(())
    }

    async fn arranged(&self, town: &Town) -> anyhow::Result<()> {
        for (no, rhythm, title, office) in [
            (28, "每季度末月20日前", "高龄津贴季度核实", MINSHENG),
            (81, "每年11月30日前", "村庄建设统计调查填报", JIANSHE),
            (115, "event 暴雨预警", "暴雨预警响应", ZONGZHI),
        ] {
            let office = town.offices.get(office).context("no such office")?;
            let new = NewRecurrence {
                duty: self.duty(town, no).await?,
                track: 0,
                steps: Vec::new(),
                title: title.to_owned(),
                office: Some(office.id),
                arrangement: read_code(rhythm)?,
                first: None,
                limit_days: None,
                source: LimitSource::TownSetting,
                urgent: rhythm.starts_with("event"),
            };
            recurrence::arrange(self.tools, self.by(&town.coordinator), new).await?;
        }
        Ok(())
    }

    async fn meeting(&self, town: &Town) -> anyhow::Result<()> {
        let start = |duty, title: &str, office: &str| {
            let holder = town.offices.get(office).map(|office| Holder { unit: Unit::Office(office.id), person: None });
            Work::Start(StartRow {
                title: title.to_owned(),
                duty,
                track: 0,
                urgent: false,
                incoming: None,
                official: None,
                holder,
                leader: None,
            })
        };
        let rows = vec![
            start(self.duty(town, 20).await?, "冬季慈善募捐第二批物资发放", MINSHENG),
            start(self.duty(town, 94).await?, "农家乐复核材料补报", DANGZHENG),
            Work::Register(RegisterRow {
                title: "研究便民服务大厅冬季取暖安排".to_owned(), limit: None, holder: None, leader: None
            }),
        ];
        let held_on = Some(workflow::calendar::local_date(self.tools.now()));
        let new = NewBatch { town: town.id, kind: "meeting", title: "镇长办公会".to_owned(), held_on, document_no: None, rows };
        batch::create(self.tools, self.by(&town.coordinator), new).await?;
        Ok(())
    }

    async fn template(&self, town: &Town) -> anyhow::Result<()> {
        let duty = self.duty(town, 28).await?;
        let editor = templates::editor(self.tools, &town.coordinator, duty).await?;
        let steps = editor.content().tracks.iter().flat_map(|track| &track.steps);
        let submits = steps.filter(|step| step.party == Party::Town && !step.hands_to.is_empty());
        let edits: Vec<Edit> = submits.map(|step| Edit::SetSignOff { step: step.key.clone(), sign_off: SignOff::LeaderInCharge }).collect();
        templates::change(self.tools, self.by(&town.coordinator), duty, editor.seen(), &edits).await?;
        Ok(())
    }
}

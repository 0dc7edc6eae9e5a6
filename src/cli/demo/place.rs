//! The made-up county of the demonstration: two towns with offices and villages, and people of every role. Nobody in it exists.

use std::collections::BTreeMap;

use anyhow::Context;
use workflow::ids::{BodyId, OfficeId, TownId, VillageId};
use workflow::people::{Grant, Role, Scope, Unit, Viewer};
use workflow::settings::TownLimits;

use crate::service::import::{NewList, import_list};
use crate::service::people::{self, NewAccount, Opened};
use crate::service::towns::{self, VillageKind};
use crate::service::{Actor, Tools};
use crate::store::{grants, org};

/// The list that both towns work by.
const LIST: &[u8] = include_bytes!("../../../data/aheqi-zhen-2025-07.txt");
const LIST_NAME: &str = "aheqi-zhen-2025-07.txt";
const COUNTY: &str = "阿合奇县";

/// A town of the demonstration.
struct TownPlan {
    name: &'static str,
    /// What its log-in names begin with.
    prefix: &'static str,
    offices: &'static [(&'static str, &'static str)],
    villages: &'static [&'static str],
    /// The file name under which the list stands in the town.
    file_name: &'static str,
    limits: TownLimits,
}

const TOWNS: [TownPlan; 2] = [
    TownPlan {
        name: "阿合奇镇",
        prefix: "",
        offices: &[
            ("党政办公室", "dangzheng"),
            ("民生服务办", "minsheng"),
            ("农业农村办", "nongye"),
            ("村镇建设办", "jianshe"),
            ("综治办", "zongzhi"),
        ],
        villages: &["甲村", "乙村", "丙村", "甲社区", "乙社区", "丙社区"],
        file_name: LIST_NAME,
        limits: TownLimits { sign: Some(2), answer: Some(10), step: Some(5) },
    },
    TownPlan {
        name: "库兰萨日克乡",
        prefix: "kl-",
        offices: &[("党政办公室", "dangzheng"), ("民生服务办", "minsheng"), ("农业农村办", "nongye")],
        villages: &["丁村", "戊村", "己村"],
        file_name: "演示：沿用阿合奇镇的清单，不是本乡的清单",
        limits: TownLimits { sign: Some(2), answer: None, step: None },
    },
];

/// Villages of the first town whose liaison has an account; for the others the town records.
const VILLAGES_WITH_ACCOUNT: usize = 4;

/// Bodies with people in the system: name and log-in name.
const BODIES: [(&str, &str); 5] = [
    ("阿合奇县民政局", "minzhengju"),
    ("阿合奇县人力资源和社会保障局", "rensheju"),
    ("阿合奇县农业农村局", "nongyeju"),
    ("阿合奇县自然资源局", "ziranju"),
    ("阿合奇县住房和城乡建设局", "zhujianju"),
];

/// An office with who works there.
pub(super) struct Office {
    pub(super) id: OfficeId,
    pub(super) lead: Viewer,
    pub(super) staff: Viewer,
}

/// A town with who works there.
pub(super) struct Town {
    pub(super) id: TownId,
    pub(super) coordinator: Viewer,
    pub(super) offices: BTreeMap<&'static str, Office>,
    pub(super) villages: Vec<(VillageId, Option<Viewer>)>,
}

impl Town {
    /// Who does the work of a unit: a village's liaison, an office's clerk.
    pub(super) fn worker(&self, unit: Unit) -> Option<&Viewer> {
        match unit {
            Unit::Office(id) => self.offices.values().find(|office| office.id == id).map(|office| &office.staff),
            Unit::Village(id) => self.villages.iter().find(|(village, _)| *village == id).and_then(|(_, liaison)| liaison.as_ref()),
            Unit::Town(_) => Some(&self.coordinator),
            Unit::Body(_) => None,
        }
    }
}

/// Everything that the demonstration's work needs to know of its people.
pub(super) struct World {
    pub(super) towns: Vec<Town>,
    /// The liaisons of bodies with people in the system.
    pub(super) liaisons: BTreeMap<BodyId, Viewer>,
    /// The accounts with their passwords, in the order in which they are shown.
    pub(super) accounts: Vec<Opened>,
}

/// An account to be: its log-in name, what stands behind 示例·, and the role.
struct Planned {
    login: String,
    name: String,
    grant: Grant,
}

fn planned(login: impl Into<String>, name: impl Into<String>, role: Role, scope: Scope) -> Planned {
    Planned { login: login.into(), name: name.into(), grant: Grant { role, scope } }
}

/// Sets the county up, at the time that the clock shows.
pub(super) async fn build(tools: &Tools) -> anyhow::Result<World> {
    let by = Actor::Console;
    towns::create_county(tools, by, COUNTY, "xinjiang").await?;
    let mut plan = vec![
        planned("admin", "系统管理员", Role::Admin, Scope::County),
        planned("tongchou", "县级统筹", Role::CountyCoordinator, Scope::County),
        planned("xianduban", "县督办岗", Role::Supervisor, Scope::County),
    ];
    let mut places = Vec::new();
    for town in &TOWNS {
        let id = towns::add_town(tools, by, town.name).await?;
        let new = NewList {
            town: id,
            file_name: town.file_name.to_owned(),
            bytes: LIST.to_vec(),
            limits: Some(town.limits),
            allow_other_town: town.file_name != LIST_NAME,
        };
        import_list(tools, by, new, |_| {}).await?;
        let mut offices = Vec::new();
        for (name, _) in town.offices {
            offices.push(towns::add_office(tools, by, id, name).await?);
        }
        let mut villages = Vec::new();
        for name in town.villages {
            let kind = if name.ends_with("社区") { VillageKind::Community } else { VillageKind::Village };
            villages.push(towns::add_village(tools, by, id, name, kind).await?);
        }
        plan.extend(people_of(town, id, &offices, &villages));
        places.push((town, id, offices, villages));
    }
    let mut bodies = Vec::new();
    for (name, login) in BODIES {
        let body = org::find_body_by_name(tools.store.read(), name).await?.with_context(|| format!("the list names no {name}"))?.id;
        let short = name.trim_start_matches(COUNTY);
        plan.push(planned(login, format!("{short}联络员"), Role::Liaison, Scope::body(body)));
        plan.push(planned(format!("{login}-fz"), format!("{short}负责人"), Role::BodyLead, Scope::body(body)));
        bodies.push(body);
    }
    let new: Vec<NewAccount> = plan
        .iter()
        .map(|planned| NewAccount {
            name: format!("示例·{}", planned.name),
            login: Some(planned.login.clone()),
            mail: Some(format!("{}@dutyflow.example", planned.login)),
            grants: vec![planned.grant],
            ..NewAccount::default()
        })
        .collect();
    let accounts = people::add_all(tools, by, &new).await?;
    let viewers = Viewers::load(tools, &plan, &accounts).await?;
    let mut towns = Vec::new();
    for (town, id, offices, villages) in places {
        towns.push(viewers.town(town, id, &offices, &villages)?);
    }
    let mut liaisons = BTreeMap::new();
    for body in bodies {
        liaisons.insert(body, viewers.with(Role::Liaison, Scope::body(body))?);
    }
    Ok(World { towns, liaisons, accounts })
}

/// One person for each role of a town, one clerk and one lead an office.
fn people_of(town: &TownPlan, id: TownId, offices: &[OfficeId], villages: &[VillageId]) -> Vec<Planned> {
    let (prefix, short) = (town.prefix, town.name);
    let mut plan = vec![
        planned(format!("{prefix}zonghe"), format!("{short}综合岗"), Role::Coordinator, Scope::town(id)),
        planned(format!("{prefix}lingdao"), format!("{short}分管领导"), Role::Leader, Scope::town(id)),
        planned(format!("{prefix}duban"), format!("{short}督办岗"), Role::Supervisor, Scope::town(id)),
    ];
    for ((name, login), office) in town.offices.iter().zip(offices) {
        let scope = Scope::Office { town: id, office: *office };
        plan.push(planned(format!("{prefix}{login}-fz"), format!("{short}{name}负责人"), Role::OfficeLead, scope));
        plan.push(planned(format!("{prefix}{login}"), format!("{short}{name}经办"), Role::Staff, scope));
    }
    for (at, (name, village)) in town.villages.iter().zip(villages).enumerate().take(VILLAGES_WITH_ACCOUNT) {
        let scope = Scope::Village { town: id, village: *village };
        plan.push(planned(format!("{prefix}cun{}", at + 1), format!("{short}{name}联络员"), Role::VillageLiaison, scope));
    }
    plan
}

/// Who is who, by role and scope.
struct Viewers(BTreeMap<(Role, Scope), Viewer>);

impl Viewers {
    async fn load(tools: &Tools, plan: &[Planned], accounts: &[Opened]) -> anyhow::Result<Self> {
        let mut viewers = BTreeMap::new();
        for (planned, account) in plan.iter().zip(accounts) {
            let viewer = grants::viewer(tools.store.read(), account.person, tools.now()).await?;
            viewers.insert((planned.grant.role, planned.grant.scope), viewer.context("an account was not opened")?);
        }
        Ok(Self(viewers))
    }

    fn with(&self, role: Role, scope: Scope) -> anyhow::Result<Viewer> {
        self.0.get(&(role, scope)).cloned().with_context(|| format!("nobody is {}", role.code()))
    }

    fn town(&self, town: &TownPlan, id: TownId, offices: &[OfficeId], villages: &[VillageId]) -> anyhow::Result<Town> {
        let mut named = BTreeMap::new();
        for ((name, _), office) in town.offices.iter().zip(offices) {
            let scope = Scope::Office { town: id, office: *office };
            named.insert(*name, Office { id: *office, lead: self.with(Role::OfficeLead, scope)?, staff: self.with(Role::Staff, scope)? });
        }
        let liaison = |village: VillageId| self.with(Role::VillageLiaison, Scope::Village { town: id, village }).ok();
        Ok(Town {
            id,
            coordinator: self.with(Role::Coordinator, Scope::town(id))?,
            offices: named,
            villages: villages.iter().map(|village| (*village, liaison(*village))).collect(),
        })
    }
}

//! What happens in the demonstration: workflows with how far they come, and what came in without leading to one yet. Work only, no residents.

use duty_list::DutyKind::{self, Basic, Cooperative, Withdrawn};

/// How something came in.
pub(super) struct Came {
    pub(super) source: &'static str,
    pub(super) summary: &'static str,
    pub(super) from: Option<&'static str>,
    pub(super) document_no: Option<&'static str>,
    /// The official date, so many working days after it came.
    pub(super) within: Option<u32>,
}

/// Where a story stands still; without one it goes on until it is completed or the present is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Nowhere.
    Never,
    /// Before the town's step of this number, from 1.
    Step(usize),
    /// When so many villages have reported.
    Parts(usize),
    /// What was sent is not signed for.
    Unsigned,
    /// What was signed for is not answered.
    Unanswered,
    /// What was returned is not sent again.
    Rework,
    /// What the town waits for has not come.
    Waiting,
    /// Suspended by the town.
    Suspended,
    /// Cancelled by the town.
    Cancelled,
}

/// A workflow of the demonstration.
pub(super) struct Story {
    /// The town, 0 or 1.
    pub(super) town: usize,
    /// Working days before the present.
    pub(super) ago: i32,
    pub(super) duty: (DutyKind, u32),
    pub(super) title: &'static str,
    pub(super) came: Option<Came>,
    pub(super) office: &'static str,
    /// Over how many villages the first step is distributed.
    pub(super) villages: usize,
    /// Whether the body returns what it is sent once.
    pub(super) returned: bool,
    pub(super) urgent: bool,
    pub(super) stop: Stop,
}

/// Something that came in and has not become a workflow.
pub(super) struct Loose {
    pub(super) town: usize,
    pub(super) ago: i32,
    pub(super) came: Came,
    /// The row that somebody has confirmed already.
    pub(super) matched: Option<(DutyKind, u32)>,
    /// Why it was closed.
    pub(super) closed: Option<&'static str>,
}

const fn story(town: usize, ago: i32, duty: (DutyKind, u32), title: &'static str, office: &'static str, stop: Stop) -> Story {
    Story { town, ago, duty, title, came: None, office, villages: 0, returned: false, urgent: false, stop }
}

const fn came(source: &'static str, summary: &'static str) -> Option<Came> {
    Some(Came { source, summary, from: None, document_no: None, within: None })
}

const fn letter(summary: &'static str, from: &'static str, document_no: &'static str, within: Option<u32>) -> Option<Came> {
    Some(Came { source: "letter", summary, from: Some(from), document_no: Some(document_no), within })
}

pub(super) const MINSHENG: &str = "民生服务办";
pub(super) const NONGYE: &str = "农业农村办";
pub(super) const JIANSHE: &str = "村镇建设办";
pub(super) const DANGZHENG: &str = "党政办公室";
pub(super) const ZONGZHI: &str = "综治办";

/// The workflows, in no particular order.
pub(super) const STORIES: &[Story] = &[
    Story {
        came: letter("开展第三季度高龄津贴发放对象核查，核查结果报县民政局", "阿合奇县民政局", "阿民函〔示例〕31号", Some(15)),
        villages: 6,
        returned: true,
        ..story(0, 20, (Cooperative, 28), "第三季度高龄津贴发放对象核查", MINSHENG, Stop::Never)
    },
    Story {
        came: letter("本月新增高龄津贴对象名单已推送，请组织核实", "县民政局", "阿民函〔示例〕36号", Some(10)),
        villages: 6,
        ..story(0, 6, (Cooperative, 28), "本月新增高龄津贴对象核实", MINSHENG, Stop::Parts(4))
    },
    story(0, 16, (Cooperative, 28), "上月漏报高龄津贴对象补报", MINSHENG, Stop::Unsigned),
    Story {
        came: letter("下达第四季度公益性岗位招聘计划", "阿合奇县人力资源和社会保障局", "阿人社发〔示例〕12号", None),
        ..story(0, 22, (Cooperative, 25), "第四季度公益性岗位招聘", MINSHENG, Stop::Unanswered)
    },
    Story { returned: true, ..story(0, 19, (Cooperative, 25), "社区公益性岗位补充招聘", MINSHENG, Stop::Never) },
    Story {
        came: came("call", "两个村报告大风造成牲畜棚圈受损，请求救助"),
        urgent: true,
        villages: 2,
        ..story(0, 14, (Cooperative, 109), "大风灾害受灾户救助", MINSHENG, Stop::Never)
    },
    Story { returned: true, ..story(0, 12, (Cooperative, 48), "秋季农机购置补贴申报", NONGYE, Stop::Rework) },
    story(0, 21, (Cooperative, 9), "村级“五小工程”改造申报", DANGZHENG, Stop::Never),
    story(0, 11, (Cooperative, 53), "新建居民点地名命名申请", MINSHENG, Stop::Never),
    Story {
        came: came("hotline", "热线工单：办理残疾人证需要哪些手续，请帮助代办"),
        ..story(0, 9, (Cooperative, 54), "残疾人证集中换证", MINSHENG, Stop::Waiting)
    },
    Story {
        came: letter("报送困难重度残疾人家庭无障碍改造需求", "阿合奇县残疾人联合会", "阿残联函〔示例〕8号", Some(8)),
        ..story(0, 15, (Cooperative, 55), "无障碍改造需求摸排", MINSHENG, Stop::Step(1))
    },
    story(0, 13, (Cooperative, 56), "一次性创业补贴第四批初审", MINSHENG, Stop::Never),
    story(0, 2, (Cooperative, 62), "夏牧场草原确权备案", NONGYE, Stop::Unsigned),
    story(0, 8, (Cooperative, 67), "乡村超市改造规划许可", JIANSHE, Stop::Never),
    Story {
        came: letter("开展建制镇和村庄建设统计调查填报", "阿合奇县住房和城乡建设局", "阿建函〔示例〕19号", Some(12)),
        ..story(0, 18, (Cooperative, 81), "村庄建设统计调查填报", JIANSHE, Stop::Never)
    },
    story(0, 10, (Cooperative, 90), "第四批公租房申请初审", JIANSHE, Stop::Step(1)),
    story(0, 17, (Cooperative, 94), "星级农家乐评定申报", DANGZHENG, Stop::Never),
    Story {
        came: letter("报送年鉴资料", "阿合奇县地方志办公室", "阿志办函〔示例〕5号", None),
        ..story(0, 19, (Cooperative, 125), "年鉴资料编纂", DANGZHENG, Stop::Waiting)
    },
    story(0, 5, (Cooperative, 20), "冬季慈善募捐", MINSHENG, Stop::Never),
    Story {
        came: came("group_notice", "工作群通知：报送乡村振兴实绩考核自评材料，时间另行通知"),
        ..story(0, 9, (Cooperative, 34), "乡村振兴实绩考核自评", NONGYE, Stop::Suspended)
    },
    story(0, 7, (Cooperative, 37), "活畜交易市场信息采集", NONGYE, Stop::Cancelled),
    Story {
        came: came("letter", "收到要求本镇追缴违规领取高龄津贴的函"),
        ..story(0, 8, (Withdrawn, 1), "追缴高龄津贴来函移送", MINSHENG, Stop::Never)
    },
    Story {
        came: came("patrol", "巡查发现一处地名标志被遮挡"),
        ..story(0, 4, (Withdrawn, 40), "地名标志被遮挡移送", ZONGZHI, Stop::Unsigned)
    },
    story(0, 11, (Basic, 84), "本季度农村宅基地审批台账更新", JIANSHE, Stop::Step(1)),
    Story {
        came: came("meeting", "镇长办公会议定：开展冬季自建房安全隐患排查"),
        villages: 6,
        ..story(0, 7, (Basic, 91), "冬季自建房安全隐患排查", JIANSHE, Stop::Never)
    },
    story(0, 3, (Basic, 82), "组织秋季义务植树", NONGYE, Stop::Never),
    Story { villages: 3, ..story(1, 17, (Cooperative, 28), "高龄津贴发放对象核实", MINSHENG, Stop::Never) },
    story(1, 13, (Cooperative, 25), "护林公益性岗位申报", NONGYE, Stop::Unanswered),
    story(1, 6, (Cooperative, 109), "雪灾受灾户救助", MINSHENG, Stop::Step(2)),
    story(1, 9, (Basic, 83), "河湖巡查问题整改", NONGYE, Stop::Step(1)),
];

/// What came in and still lies there.
pub(super) const LOOSE: &[Loose] = &[
    Loose {
        town: 0,
        ago: 1,
        came: Came {
            source: "hotline",
            summary: "热线工单：反映社区门前道路积雪未清，请尽快处理",
            from: Some("12345 热线"),
            document_no: Some("示例 2041"),
            within: Some(3),
        },
        matched: None,
        closed: None,
    },
    Loose {
        town: 0,
        ago: 1,
        came: Came {
            source: "letter",
            summary: "请协助开展老旧小区改造摸排",
            from: Some("阿合奇县住房和城乡建设局"),
            document_no: Some("阿建函〔示例〕22号"),
            within: Some(10),
        },
        matched: None,
        closed: None,
    },
    Loose {
        town: 0,
        ago: 2,
        came: Came {
            source: "group_notice",
            summary: "工作群通知：核对本月高龄老年人津贴发放名单",
            from: Some("县民政局"),
            document_no: None,
            within: None,
        },
        matched: Some((Cooperative, 28)),
        closed: None,
    },
    Loose {
        town: 0,
        ago: 3,
        came: Came {
            source: "leader_note", summary: "批示：尽快摸清冬季取暖煤需求", from: None, document_no: None, within: Some(5)
        },
        matched: None,
        closed: None,
    },
    Loose {
        town: 0,
        ago: 6,
        came: Came { source: "call", summary: "外县来电咨询旅游线路", from: None, document_no: None, within: None },
        matched: None,
        closed: Some("不属于本镇履职事项，已告知对方联系县文旅局"),
    },
    Loose {
        town: 1,
        ago: 2,
        came: Came {
            source: "letter",
            summary: "请报送冬季草场管护情况",
            from: Some("阿合奇县自然资源局"),
            document_no: Some("阿自然资函〔示例〕14号"),
            within: Some(6),
        },
        matched: None,
        closed: None,
    },
];

//! Events by which work is started: their usual names, and which words of a clause concern which event.

/// An event with the words by which clauses speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trigger {
    /// Its name, as a person reports it.
    pub name: &'static str,
    /// Words of the clauses that it concerns.
    pub cues: &'static [&'static str],
}

/// The events that a town usually reports. Any other name may be used, too: then its own words are looked for.
pub const TRIGGERS: &[Trigger] = &[
    Trigger {
        name: "暴雨预警", cues: &["暴雨", "防汛", "汛期", "洪水", "洪涝", "山洪", "内涝", "险情", "预警", "灾害天气"]
    },
    Trigger { name: "大风沙尘预警", cues: &["大风", "沙尘", "预警", "灾害天气"] },
    Trigger { name: "寒潮暴雪预警", cues: &["寒潮", "暴雪", "雪灾", "低温", "冰冻", "预警", "灾害天气"] },
    Trigger { name: "旱情", cues: &["干旱", "旱情", "抗旱"] },
    Trigger { name: "地震", cues: &["地震", "震情"] },
    Trigger { name: "地质灾害", cues: &["地质灾害", "滑坡", "泥石流", "崩塌", "险情", "灾情"] },
    Trigger { name: "火情", cues: &["火灾", "火情", "火险", "消防", "森林草原防火", "森林防火", "草原防火"] },
    Trigger { name: "传染病疫情", cues: &["传染病", "疫情", "公共卫生"] },
    Trigger { name: "动物疫情", cues: &["动物疫", "疫病", "疫情", "病死", "扑杀", "染疫"] },
    Trigger { name: "病虫害", cues: &["病虫害", "有害生物", "鼠害", "虫害"] },
    Trigger { name: "安全生产事故", cues: &["事故", "安全生产", "隐患"] },
    Trigger { name: "食品药品安全事件", cues: &["食品安全", "食物中毒", "药品"] },
    Trigger { name: "环境污染事件", cues: &["污染", "环境事件", "焚烧", "排放"] },
    Trigger { name: "违法用地线索", cues: &["违法用地", "违建", "违法建设", "乱占耕地", "非法采", "盗采"] },
    Trigger { name: "矛盾纠纷", cues: &["矛盾纠纷", "纠纷", "信访", "上访", "群体性"] },
    Trigger {
        name: "未成年人或困境人员线索", cues: &["未成年人", "困境儿童", "家庭暴力", "辍学", "流浪", "侵害"]
    },
];

/// The words by which a clause concerns an event; `None` when it does not.
#[must_use]
pub fn concerns<'a>(event: &'a str, clause: &str) -> Option<&'a str> {
    let event = event.trim();
    if event.is_empty() {
        return None;
    }
    if let Some(trigger) = TRIGGERS.iter().find(|trigger| trigger.name == event) {
        return trigger.cues.iter().find(|cue| clause.contains(**cue)).copied();
    }
    // A name of one's own: the clause has it, or the longest piece of at least two characters that it shares with it.
    let starts: Vec<usize> = event.char_indices().map(|(at, _)| at).chain([event.len()]).collect();
    for length in (2..starts.len()).rev() {
        for at in 0..starts.len() - length {
            let piece = &event[starts[at]..starts[at + length]];
            if clause.contains(piece) && !COMMON.contains(&piece) {
                return Some(piece);
            }
        }
    }
    None
}

/// Pieces that name no event.
const COMMON: [&str; 12] = ["预警", "事件", "情况", "工作", "通知", "发现", "报告", "活动", "检查", "问题", "突发", "线索"];

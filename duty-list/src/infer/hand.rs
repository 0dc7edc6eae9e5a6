//! Hand-offs: which words of a town clause give something to a body, to whom, and what they ask for.

use std::sync::LazyLock;

use super::mention::{Mention, Trust, Who, mentions_at, names_of, starts_with_public, starts_with_town, unnamed};
use super::segments::{Segment, segments};
use crate::HandKind;
use crate::bodies::Departments;
use crate::chars::{digit, head, tail};
use crate::vocabulary::{ends_with_any, find_any, has_any, pairs, starts_with_any};

word_list! {
    /// What others are brought to do.
    CAUSATIVES, "causatives.txt"
}
word_list! {
    /// What a receiver is asked to decide.
    APPROVAL_WORDS, "approval-words.txt"
}
word_list! {
    /// Words before 报告 that make it a document.
    REPORT_NOUNS, "report-nouns.txt"
}

static HAND_VERBS: LazyLock<Vec<(&'static str, HandKind)>> = LazyLock::new(|| {
    pairs(include_str!("../../data/hand-verbs.txt"))
        .into_iter()
        .filter_map(|(verb, kind)| Some((verb, HandKind::from_code(kind)?)))
        .collect()
});

static NOT_BARE: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| pairs(include_str!("../../data/not-bare-report.txt")));

/// What a clause hands over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hand {
    pub to: Vec<String>,
    pub kind: Option<HandKind>,
    pub cue: Option<String>,
    /// Whether the words name a receiver.
    pub named: bool,
    /// Where the first verb of handing over stands in the clause.
    pub at: usize,
}

/// One act of handing over inside a clause.
struct Act {
    receivers: Vec<Mention>,
    kind: HandKind,
    at: usize,
    end: usize,
}

/// Reads the hand-offs of a town clause.
///
/// `复核后报县人社局审批` → approval to 县人社局; `发现问题及时上报` → report to the only department or `*`; `将核实的信息报送至镇复核` → none.
pub(crate) fn hand(text: &str, departments: &Departments<'_>) -> Hand {
    let mut acts: Vec<Act> = Vec::new();
    for segment in segments(text) {
        let mut from = 0;
        while let Some((at, verb, kind)) = next_verb(segment.text, from) {
            from = at + verb.len();
            if let Some(act) = act(segment, at, verb, kind, departments) {
                from = from.max(act.end - segment.at);
                acts.push(act);
            }
        }
    }
    together(text, &acts, departments)
}

/// The leftmost verb of handing over, the longest where several start there.
fn next_verb(text: &str, from: usize) -> Option<(usize, &'static str, HandKind)> {
    HAND_VERBS
        .iter()
        .filter_map(|(verb, kind)| text.get(from..)?.find(verb).map(|at| (at + from, *verb, *kind)))
        .min_by_key(|(at, verb, _)| (*at, usize::MAX - verb.len()))
}

/// Whether a verb at this place is an act of handing over, and to whom.
fn act(segment: Segment<'_>, at: usize, verb: &str, kind: HandKind, departments: &Departments<'_>) -> Option<Act> {
    let (before, after) = (&segment.text[..at], &segment.text[at + verb.len()..]);
    if after.starts_with('的') || is_noun(verb, before, after) || done_by_others(verb, before) {
        return None;
    }
    let (receivers, start, end) = match receivers(verb, before, after, departments) {
        Receivers::Named { mentions, start, end } => (mentions, start.unwrap_or(at), at + verb.len() + end),
        Receivers::Unnamed => (Vec::new(), at, at + verb.len()),
        Receivers::NoBody => return None,
    };
    let explicit = !receivers.is_empty();
    if !explicit && !stands_alone(verb, before, after) {
        return None;
    }
    let rest = &segment.text[end..];
    let (kind, more) = asked_for(kind, rest);
    Some(Act { receivers, kind, at: segment.at + start, end: segment.at + end + more })
}

/// What the receiver is asked for: `报县民政局审批` an approval, `报县民政局备案` a record, else what the verb says.
fn asked_for(kind: HandKind, rest: &str) -> (HandKind, usize) {
    let near = head(rest, 10);
    if let Some((at, word)) = find_any(near, &APPROVAL_WORDS) {
        let noun = ["材料", "资料", "意见", "结果", "情况", "表", "通过的"].iter().any(|n| rest[at + word.len()..].starts_with(n));
        let of_others = near[..at].contains(['，', '的']);
        if !noun && !of_others {
            return (HandKind::Approval, at + word.len());
        }
    }
    match near.find("备案") {
        Some(at) => (HandKind::Record, at + "备案".len()),
        None => (kind, 0),
    }
}

/// Words in which the verb is part of a noun: 自评报告, 上报渠道, 根据反馈意见, 报销.
fn is_noun(verb: &str, before: &str, after: &str) -> bool {
    if ["渠道", "机制", "制度", "系统", "平台", "流程", "材料的", "率"].iter().any(|n| after.starts_with(n)) {
        return true;
    }
    let set = |name: &str| NOT_BARE.iter().find(|(key, _)| *key == name).map_or("", |(_, chars)| chars);
    match verb {
        "报" => {
            before.chars().next_back().is_some_and(|c| set("before").contains(c))
                || after.chars().next().is_some_and(|c| set("after").contains(c))
        }
        "报告" => {
            let noun = ends_with_any(before, &REPORT_NOUNS).is_some() && !before.ends_with("逐级");
            noun || before.ends_with(['的', '》']) || after.starts_with(['书', '》', '单', '表', '会', '中']) || after.starts_with("工作")
        }
        // 受理和反馈 of what people sent in
        "反馈" if after.is_empty() && before.ends_with(['和', '与', '及']) && tail(before, 8).contains('的') => true,
        "反馈" => has_any(tail(before, 16), &["根据", "按照", "对", "依据", "落实", "结合"]) && !before.contains(['并', '将']),
        // 提出项目申请; but not what others put in: 提出的申请
        "申请" => !(tail(before, 8).contains("提出") && !before.contains("提出的") || before.contains('向')),
        // 配送, 送医: 送 alone hands over only to a body that is named behind it
        "送" => before.chars().next_back().is_some_and(|c| set("before-send").contains(c)),
        "备案" => !before.contains('向') && !before.ends_with('并'),
        // 对填报内容…, 初审申报材料: what others filled in
        "填报" | "申报" => has_any(tail(before, 2), &["对", "初审", "审核", "受理", "复核"]),
        "推荐" => ["工作", "表", "人选", "名额"].iter().any(|n| after.starts_with(n)),
        _ => false,
    }
}

/// What people, firms or villages do themselves: `引导…申报`, `组织农户填报`, `由村委会将…提交`, `督促其向…申报备案`.
fn done_by_others(verb: &str, before: &str) -> bool {
    if let Some(at) = before.rfind('由')
        && (starts_with_town(&before[at + '由'.len_utf8()..]) || starts_with_public(&before[at + '由'.len_utf8()..]))
        && before[at..].starts_with("由村")
    {
        return true;
    }
    let own_application = matches!(verb, "申报" | "申请" | "填报" | "备案" | "提交" | "反映" | "提供" | "推荐");
    let caused = CAUSATIVES.iter().filter_map(|word| before.rfind(word).map(|at| at + word.len())).max();
    // 组织 has many objects: only people and firms that it brings together act themselves
    let gathered = before.rfind("组织").map(|at| at + "组织".len()).filter(|at| starts_with_public(&before[*at..]));
    own_application && caused.max(gathered).is_some_and(|at| !before[at..].contains('并')) || before.contains("本人")
}

/// Verbs that hand over even where no receiver is named. `提供` needs information as its object, `推荐` and the like a named receiver.
fn stands_alone(verb: &str, before: &str, after: &str) -> bool {
    match verb {
        "报" | "推荐" | "推送" | "通报" | "反映" | "送至" | "交至" | "缴至" | "交由" | "送达" | "提请" | "备案" | "抄送" | "送"
        | "告知" => false,
        "提供" => {
            let own = before.is_empty() || ends_with_any(before, &["并", "及时", "按要求", "负责"]).is_some();
            ["情况", "信息", "线索", "数据"].iter().any(|noun| after.ends_with(noun))
                || own && (after.ends_with("材料") || after.ends_with("资料"))
        }
        "反馈" => after.is_empty() || ["情况", "结果", "信息"].iter().any(|noun| after.starts_with(noun) || after.ends_with(noun)),
        "申请" => tail(before, 8).contains("提出"),
        "提交" => !after.starts_with("申请"),
        "报告" => after.is_empty() || !after.starts_with(|c: char| digit(c).is_some()),
        _ => true,
    }
}

enum Receivers {
    /// `start` is where the words that name them begin in the segment, where that is before the verb; `end` counts from behind the verb.
    Named {
        mentions: Vec<Mention>,
        start: Option<usize>,
        end: usize,
    },
    Unnamed,
    /// The town itself or the public.
    NoBody,
}

/// Who receives: behind the verb (`上报县水利局`), behind its object (`报送相关材料至县委组织部`), or before it (`向县总工会上报`).
fn receivers(verb: &str, before: &str, after: &str, departments: &Departments<'_>) -> Receivers {
    let direction = starts_with_any(after, &["至", "给", "到", "于", "往", "向"]);
    let target = &after[direction.map_or(0, str::len)..];
    let explicit = direction.is_some() || verb.ends_with('至') || matches!(verb, "报" | "交由" | "送交");
    if explicit && (starts_with_town(target) || starts_with_public(target)) {
        return Receivers::NoBody;
    }
    let trust = if (direction.is_some() || matches!(verb, "送至" | "交至" | "缴至" | "交由" | "送交" | "移送")) && verb != "报"
    {
        Trust::Any
    } else {
        Trust::Placed
    };
    let (mentions, end) = mentions_at(target, departments, trust);
    if !mentions.is_empty() {
        return Receivers::Named { mentions, start: None, end: direction.map_or(0, str::len) + end };
    }
    for word in ["至", "给", "到"] {
        if let Some(at) = after.find(word) {
            let target = &after[at + word.len()..];
            let (mentions, end) = mentions_at(target, departments, Trust::Placed);
            if !mentions.is_empty() {
                return Receivers::Named { mentions, start: None, end: at + word.len() + end };
            }
            if starts_with_town(target) {
                return Receivers::NoBody;
            }
        }
    }
    if let Some(at) = before.rfind('向') {
        let target = &before[at + '向'.len_utf8()..];
        let (mentions, _) = mentions_at(target, departments, Trust::Placed);
        if !mentions.is_empty() {
            return Receivers::Named { mentions, start: Some(at), end: 0 };
        }
        let governs = !target.contains(['并', '后']);
        if governs && (starts_with_public(target) || starts_with_town(target) || target.starts_with("所在")) {
            return Receivers::NoBody;
        }
    }
    Receivers::Unnamed
}

/// The hand-offs of a clause as one: who is named receives; where nobody is named, the only department or `*`.
fn together(text: &str, acts: &[Act], departments: &Departments<'_>) -> Hand {
    let named: Vec<Mention> = acts.iter().flat_map(|act| act.receivers.iter().cloned()).collect();
    let Some(first) = acts.iter().find(|act| !act.receivers.is_empty()).or(acts.first()) else { return Hand::default() };
    let only_generic = named.iter().all(|m| m.who == Who::Generic);
    let to = if named.is_empty() { vec![unnamed(departments)] } else { names_of(&named, departments) };
    let rank = |kind: HandKind| match kind {
        HandKind::Approval => 3,
        HandKind::Record => 2,
        HandKind::Transfer => 1,
        HandKind::Report => 0,
    };
    // a receiver that is named tells more about the kind than a bare 上报 beside it
    let telling = acts.iter().filter(|act| named.is_empty() || only_generic || !act.receivers.is_empty());
    let kind = telling.map(|act| act.kind).max_by_key(|kind| rank(*kind));
    Hand {
        to,
        kind,
        named: !named.is_empty() && !only_generic,
        cue: text.get(first.at..first.end).map(str::to_owned),
        at: acts.iter().map(|a| a.at).min().unwrap_or(0),
    }
}

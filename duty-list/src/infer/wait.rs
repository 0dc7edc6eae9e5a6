//! Waits: clauses that act on what the other side issued or sent first.

use super::mention::{Trust, mention_at};
use super::segments::{Segment, segments};
use crate::bodies::Departments;
use crate::chars::{head, tail};
use crate::vocabulary::{ends_with_any, find_any, has_any};

word_list! {
    /// 根据, 按照.
    BASIS_WORDS, "basis-words.txt"
}
word_list! {
    /// What a named body issues.
    ISSUED_NOUNS, "issued-nouns.txt"
}
word_list! {
    /// What only the other side decides.
    DECIDED_NOUNS, "decided-nouns.txt"
}
word_list! {
    /// Verbs by which something comes down.
    SENT_DOWN, "sent-down.txt"
}
word_list! {
    /// Verbs of a named giver.
    SENT_BY_NAMED, "sent-by-named.txt"
}
word_list! {
    /// Verbs by which something comes up from the town.
    SENT_UP, "sent-up.txt"
}
word_list! {
    /// The town as a department's cell names it.
    TOWN_NAMES, "town-names.txt"
}
word_list! {
    /// What the town is brought to do.
    TOWN_IS_TOLD, "town-is-told.txt"
}

/// What a department does with what the town has: 汇总乡镇…, 征集乡镇…, 复核各镇….
const GATHERED: [&str; 8] = ["收集", "征集", "汇总", "收集汇总", "汇总审核", "审核", "复核", "审定"];

/// Words behind a verb of sending that make it a noun: 县乡村三级上报机制.
const SENDING_AS_A_NOUN: [&str; 5] = ["机制", "渠道", "制度", "系统", "平台"];

/// The words by which a town clause waits for the department.
///
/// `根据审批意见发放…`, `对推送的…成果进行核实`, `领取并发放…提供的`; not `按要求`, `根据实际情况`.
pub(crate) fn waits_for_department(text: &str, departments: &Departments<'_>) -> Option<String> {
    segments(text).into_iter().find_map(|segment| {
        by_basis(segment, departments)
            .or_else(|| sent_down(segment))
            .or_else(|| given_by_named(segment, departments))
            .or_else(|| fetched(segment))
            .or_else(|| after_approval(segment))
    })
}

/// `根据`, `按照` and the like before what a named body, 上级 or 县级 issued, or before what only the other side decides.
fn by_basis(segment: Segment<'_>, departments: &Departments<'_>) -> Option<String> {
    let (at, word) = find_any(segment.text, &BASIS_WORDS)?;
    let rest = &segment.text[at + word.len()..];
    if word == "按" && rest.starts_with(['要', '程', '规', '时', '期', '月', '季', '年', '需']) {
        return None;
    }
    if rest.starts_with("委托") {
        return Some(format!("{word}委托"));
    }
    if let Some((end, noun)) = find_any(head(rest, 40), &DECIDED_NOUNS) {
        return Some(segment.text[at..at + word.len() + end + noun.len()].to_owned());
    }
    let issuer = mention_at(rest, departments, Trust::Placed).map(|m| m.len).or_else(|| level_len(rest))?;
    let (end, noun) = find_any(head(&rest[issuer..], 30), &ISSUED_NOUNS)?;
    Some(segment.text[at..at + word.len() + issuer + end + noun.len()].to_owned())
}

/// 县级, 上级, 区里 as the one who issues.
fn level_len(text: &str) -> Option<usize> {
    ["县级", "上级", "区级", "市级", "县里", "县委", "县政府", "县", "全县"]
        .iter()
        .filter(|word| text.starts_with(**word))
        .map(|word| word.len())
        .max()
}

/// `下达的`, `对推送的`, `落实巡察反馈问题`: something that came down, unless people or villages are the ones who sent it.
fn sent_down(segment: Segment<'_>) -> Option<String> {
    for verb in SENT_DOWN.iter() {
        for (at, _) in segment.text.match_indices(verb) {
            let (before, after) = (&segment.text[..at], &segment.text[at + verb.len()..]);
            let basis = find_any(before, &["对", "根据", "按照", "落实", "针对", "接到"]);
            let object = match ["的", "问题", "意见"].iter().find(|object| after.starts_with(**object)) {
                Some(&"的") => "的",
                Some(object) if *verb == "反馈" && basis.is_some() && !has_any(before, &["收集", "征求", "听取"]) => object,
                _ => continue,
            };
            let near = tail(before, 8);
            let from_below = ["群众", "村民", "村（", "村(", "各村", "村委", "村级", "村组", "社区", "企业", "居民", "家庭", "单位", "镇"]
                .iter()
                .any(|who| near.contains(who))
                && !has_any(near, &["上级", "部门"]);
            if !from_below && !has_any(tail(before, 3), &["并", "及时"]) {
                let start = basis.map_or(0, |(start, _)| start);
                return Some(segment.text[start..at + verb.len() + object.len()].to_owned());
            }
        }
    }
    None
}

/// `X提供的`, `X发布的` with a body as X, `在X规定的时间内`.
fn given_by_named(segment: Segment<'_>, departments: &Departments<'_>) -> Option<String> {
    for (at, c) in segment.text.char_indices() {
        if c == '的' {
            continue;
        }
        let rest = &segment.text[at..];
        let Some(mention) = mention_at(rest, departments, Trust::Placed) else { continue };
        let after = &rest[mention.len..];
        let lead = after.trim_start_matches(['统', '一', '所', '已']);
        if let Some(verb) = SENT_BY_NAMED.iter().find(|verb| lead.strip_prefix(**verb).is_some_and(|tail| tail.starts_with('的'))) {
            return Some(rest[..mention.len + (after.len() - lead.len()) + verb.len() + '的'.len_utf8()].to_owned());
        }
    }
    None
}

/// `领取并发放`, `代领残疾人证`: fetched from where the other side laid it.
fn fetched(segment: Segment<'_>) -> Option<String> {
    ["领取并发放", "代领", "申领并发放", "领取并"].iter().find_map(|word| {
        let at = segment.text.find(word)?;
        let after = &segment.text[at + word.len()..];
        let object = !after.is_empty() && !segment.text[..at].contains("本人");
        object.then(|| segment.text[at..].to_owned())
    })
}

/// `项目获批后`, `经批复后`.
fn after_approval(segment: Segment<'_>) -> Option<String> {
    ["获批后", "批复后", "批准后", "审批后", "审批通过后", "批复同意后"]
        .iter()
        .find(|word| segment.text.ends_with(**word) || segment.text.contains(**word))
        .map(|word| (*word).to_owned())
}

/// The words by which a department's clause waits for the town.
///
/// `对乡镇上报的…进行审核`, `根据乡镇政府初审结果`, `受理上报的线索`; not `指导乡镇上报`.
pub(crate) fn waits_for_town(text: &str) -> Option<String> {
    segments(text).into_iter().find_map(|segment| sent_by_town(segment).or_else(|| received(segment)))
}

/// A town name with a verb of sending close behind it, and nobody who told it to.
fn sent_by_town(segment: Segment<'_>) -> Option<String> {
    let text = segment.text;
    let mut past = 0;
    for (at, _) in text.char_indices() {
        if at < past {
            continue;
        }
        let Some(name) = TOWN_NAMES.iter().filter(|name| text[at..].starts_with(**name)).max_by_key(|name| name.len()) else { continue };
        past = at + name.len();
        let before = &text[..at];
        let told =
            TOWN_IS_TOLD.iter().any(|word| tail(before, 6).contains(word)) || before.ends_with(['向', '至', '到', '给', '为', '与', '和']);
        if told {
            continue;
        }
        let start = if before.ends_with('各') { at - '各'.len_utf8() } else { at };
        if let Some(verb) = ends_with_any(&text[..start], &GATHERED) {
            return Some(text[start - verb.len()..past].to_owned());
        }
        let near = head(&text[past..], 8);
        // only a word or two may stand between the town and its verb: 乡镇核查报送
        let sent = find_any(near, &SENT_UP).filter(|(end, verb)| {
            let noun = SENDING_AS_A_NOUN.iter().any(|noun| text[past + end + verb.len()..].starts_with(noun));
            *end <= 12 && !noun && !near[..*end].contains(['和', '、', '与', '及', '下', '对', '进'])
        });
        if let Some((end, verb)) = sent {
            return Some(text[start..past + end + verb.len()].to_owned());
        }
    }
    None
}

/// `受理上报的`, `根据上报…`, `根据初审意见`, `收集汇总各单位…`, `接到…报告后`.
fn received(segment: Segment<'_>) -> Option<String> {
    let text = segment.text;
    for lead in ["受理", "对", "根据", "审核", "汇总", "处理", "接到", "收到"] {
        for (at, _) in text.match_indices(lead) {
            let rest = &text[at + lead.len()..];
            let direct = SENT_UP.iter().find(|verb| rest.starts_with(**verb));
            if let Some(verb) = direct {
                let after = &rest[verb.len()..];
                let wanted = match lead {
                    "受理" | "对" | "处理" | "审核" => after.starts_with('的'),
                    "根据" => true,
                    _ => false,
                };
                if wanted && !(lead == "对" && verb.starts_with("反馈") && !after.contains("上报")) {
                    return Some(text[at..at + lead.len() + verb.len()].to_owned());
                }
            }
            if matches!(lead, "接到" | "收到") && (rest.contains("报告后") || rest.ends_with("报告") || rest.contains("上报后"))
            {
                return Some(text[at..].to_owned());
            }
        }
    }
    ["收集汇总各单位", "收集各单位", "汇总各单位"].iter().find_map(|word| text.find(word).map(|at| text[at..at + word.len()].to_owned()))
}

//! The nature of a town clause, decided in the order of the guide: an event first, then a rhythm, then a bounded act, then what continues, then mere manner.

use super::hand::Hand;
use super::mention::starts_with_public;
use super::segments::{Segment, segments};
use crate::Nature;
use crate::chars::{head, tail};
use crate::vocabulary::{has_any, starts_with_any};

word_list! {
    /// Words that make a clause depend on something that happens.
    EVENT_TRIGGERS, "event-triggers.txt"
}
word_list! {
    /// What is done when something has happened.
    RESPONSE_ACTS, "response-acts.txt"
}
word_list! {
    /// What makes a response word a matter of preparing for it.
    NOT_A_RESPONSE, "not-a-response.txt"
}
word_list! {
    /// What one does with a find.
    FIND_REACTIONS, "find-reactions.txt"
}
word_list! {
    /// Things whose reporting means that they were found.
    TROUBLE_WORDS, "trouble-words.txt"
}
word_list! {
    /// Rhythm.
    RHYTHM_WORDS, "rhythm-words.txt"
}
word_list! {
    /// Bounded acts.
    STEP_STRONG, "step-strong.txt"
}
word_list! {
    /// Acts that make a step when they come first.
    STEP_WEAK, "step-weak.txt"
}
word_list! {
    /// Continuing responsibilities.
    STANDING_WORDS, "standing-words.txt"
}
word_list! {
    /// Verbs whose object is the act.
    LIGHT_VERBS, "light-verbs.txt"
}
word_list! {
    /// Segments of means and ends.
    MEANS_WORDS, "means-words.txt"
}
word_list! {
    /// Verbs that their object does not outweigh.
    GOVERNING_VERBS, "governing-verbs.txt"
}
word_list! {
    /// Beginnings of continuing responsibilities.
    STANDING_HEADS, "standing-heads.txt"
}
word_list! {
    /// Acts of others with an end.
    CAUSED_STEPS, "caused-steps.txt"
}
word_list! {
    /// Words before the verb.
    ADVERBS, "adverbs.txt"
}
word_list! {
    /// Manner only.
    REQUIREMENT_WORDS, "requirement-words.txt"
}

/// The nature of a town clause.
pub(crate) fn nature(text: &str, hand: &Hand, waits: bool) -> Nature {
    let segments = segments(without_title(text));
    if is_event(text, &segments, hand) {
        Nature::OnEvent
    } else if has_rhythm(text) || opens_with_season(&segments) {
        Nature::Periodic
    } else if !hand.to.is_empty() {
        Nature::Step
    } else {
        by_acts(&segments, waits)
    }
}

/// Whether no word of the clause told its nature, so that it was taken for a step as what makes somebody look.
pub(crate) fn is_guessed(text: &str, hands: bool, waits: bool) -> bool {
    let segments = segments(without_title(text));
    let hand = Hand::default();
    let says = |segment: &Segment<'_>| {
        !act_words(segment.text).is_empty()
            || starts_with_any(segment.text, &REQUIREMENT_WORDS).is_some()
            || starts_with_any(segment.text, &STANDING_HEADS).is_some()
            || segment.text.starts_with("组织") && has_any(segment.text, &["参加", "参与"])
    };
    !hands
        && !waits
        && !is_event(text, &segments, &hand)
        && !has_rhythm(text)
        && !opens_with_season(&segments)
        && !segments.iter().any(says)
}

/// 定期, 每季度, 清明节; but not 宣传日 in 宣传日间照料.
fn has_rhythm(text: &str) -> bool {
    RHYTHM_WORDS.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| !(word.ends_with('日') && text[at + word.len()..].starts_with(['间', '常', '托'])))
    })
}

/// `汛期落实值班值守`: a season that governs the clause; but not `隐患排查、汛期值班值守等`, where it is one word of many.
fn opens_with_season(segments: &[Segment<'_>]) -> bool {
    segments.first().is_some_and(|first| {
        let first = first.text.trim_start_matches('在');
        ["汛期", "主汛期", "旱季", "雨季", "冬春", "枯水期", "丰水期"].iter().any(|season| first.starts_with(season))
    })
}

/// `政策宣传：通过…`: the title says what the rest says better.
fn without_title(text: &str) -> &str {
    match text.find(['：', ':']) {
        Some(at) if at <= 36 && at + 3 < text.len() => text[at..].trim_start_matches(['：', ':']),
        _ => text,
    }
}

/// Whether the clause is done only when something happens or is found.
///
/// `发现问题及时上报`, `发生灾情时…`, `调解…纠纷`, `违法线索上报工作`; not `开展应急宣传`, `制定应急预案`.
fn is_event(text: &str, segments: &[Segment<'_>], hand: &Hand) -> bool {
    let found = text.match_indices("发现").any(|(at, _)| {
        let after = &text[at + "发现".len()..];
        let talent = ["并选拔", "和培养", "培养"].iter().any(|w| after.starts_with(w));
        !talent && (!hand.to.is_empty() || has_any(after, &FIND_REACTIONS))
    });
    if found {
        return true;
    }
    if has_any(text, &EVENT_TRIGGERS) || segments.iter().any(|s| is_condition(s.text)) {
        return true;
    }
    if segments.iter().any(|s| responds(s.text)) {
        return true;
    }
    // 无违法违规行为承诺书 is a paper
    let trouble = TROUBLE_WORDS.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| !text[..at].ends_with('无') && !text[..at].ends_with("违法") || text[..at].is_empty())
    });
    let reports = hand.kind == Some(crate::HandKind::Report);
    trouble && (reports || has_any(text, &["后续整改", "跟进整改"]))
}

/// `发生灾情时`, `当灾害发生时`, `在上级部门执法时`, `在进入应急状态后`, `个人档案发生变化的`.
fn is_condition(segment: &str) -> bool {
    let happens = segment.match_indices("发生").chain(segment.match_indices("出现")).any(|(at, _)| {
        let rest = &segment[at..];
        !segment[..at].ends_with("可能")
            && (rest.ends_with('时') || rest.ends_with('后') || rest.contains("的及时") || rest.contains("时，"))
    });
    let opened = segment.starts_with(['在', '当', '如', '若', '遇']) || segment.starts_with("一旦");
    happens
        || (opened && segment.ends_with(['时', '后']))
        || (segment.starts_with(['如', '若']) && segment.contains("发生"))
        || segment.starts_with("一旦")
}

/// Whether a segment is the response to something, not the preparation for it.
fn responds(segment: &str) -> bool {
    if has_any(segment, &["推进", "推动", "参与", "机制"]) {
        return false;
    }
    let acts = RESPONSE_ACTS.iter().any(|act| {
        segment.match_indices(act).any(|(at, _)| {
            let after = head(&segment[at + act.len()..], 6);
            !has_any(after, &NOT_A_RESPONSE) && !segment[..at].ends_with('防') && !segment[..at].ends_with("演练")
        })
    });
    let handles = has_any(segment, &["处理", "协调", "解决", "处置"])
        && (has_any(segment, &["纠纷", "异议", "信访", "投诉", "举报", "突发", "紧急", "事件"])
            || segment.contains("处置") && (segment.ends_with("的行为") || segment.ends_with("违法行为")));
    (acts || handles) && !has_any(segment, &["预案", "宣传", "培训", "演练"])
}

/// What a segment by itself would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Strong,
    Weak,
    Standing,
    Requirement,
}

/// Judges the acts of a clause together: a strong act makes a step, a weak one only when it comes first.
fn by_acts(segments: &[Segment<'_>], waits: bool) -> Nature {
    let mut acts: Vec<Act> = segments.iter().filter(|s| !only_means(s.text)).filter_map(|s| act_of(s.text)).collect();
    if acts.is_empty() {
        acts = segments.iter().filter_map(|s| act_of(s.text)).collect();
    }
    let publicity_last = segments.last().is_some_and(|s| tail(s.text, 4).contains("宣传"));
    let strong = acts.contains(&Act::Strong) && !(publicity_last && acts.last() == Some(&Act::Standing));
    match acts.first() {
        _ if strong => Nature::Step,
        Some(Act::Weak) => Nature::Step,
        Some(Act::Standing) if waits && !segments.iter().any(|s| has_any(s.text, &["日常", "宣传", "关注"])) => Nature::Step,
        Some(Act::Requirement) => Nature::Requirement,
        Some(_) => Nature::Standing,
        None => Nature::Step,
    }
}

/// A segment that says by which means or to what end: `通过多种渠道`, `统筹网格监管力量`; not `根据…开展日常管理`.
fn only_means(segment: &str) -> bool {
    starts_with_any(segment, &MEANS_WORDS).is_some() && !has_any(segment, &["进行", "开展", "组织", "做好", "实施", "配合", "发放"])
}

/// The act of a segment: behind a light verb the last act word of its first object, else the first.
///
/// `做好…选聘推荐工作` → 推荐, `开展…宣传、培训` → 宣传, `提供培训宣传场地` → 提供.
fn act_of(segment: &str) -> Option<Act> {
    let mut segment = segment;
    while let Some(adverb) = starts_with_any(segment, &ADVERBS) {
        segment = &segment[adverb.len()..];
    }
    if starts_with_any(segment, &REQUIREMENT_WORDS).is_some() {
        return Some(Act::Requirement);
    }
    if starts_with_any(segment, &STANDING_HEADS).is_some() {
        return Some(Act::Standing);
    }
    // what people are brought to do is theirs
    if has_any(head(segment, 24), &["引导", "鼓励", "动员", "倡导", "帮助"]) && !segment.starts_with("安排")
        || segment.starts_with("支持")
        || segment.strip_prefix("协助").is_some_and(starts_with_public)
    {
        return Some(Act::Standing);
    }
    if starts_with_any(segment, &["指导", "督促", "监督指导", "监督"]).is_some() {
        return Some(if has_any(segment, &CAUSED_STEPS) { Act::Strong } else { Act::Standing });
    }
    let words = act_words(segment);
    let fronted = segment.starts_with(['对', '将', '为', '向', '在']) || starts_with_any(segment, &MEANS_WORDS).is_some();
    let light = fronted || starts_with_any(segment, &LIGHT_VERBS).is_some();
    let picked = match (fronted, light) {
        (true, _) => words.last().map(|(_, act)| *act),
        (_, true) => head_of_object(segment, &words),
        _ => words.first().map(|(_, act)| *act),
    };
    match picked {
        None if light => Some(if segment.starts_with("组织") { Act::Strong } else { Act::Standing }),
        picked => picked,
    }
}

/// The last act word before the first 、 or 及 that stands between act words; a verb that governs its object decides at once.
fn head_of_object(segment: &str, words: &[(usize, Act)]) -> Option<Act> {
    let (first, _) = words.first()?;
    if let Some((_, act)) = words.iter().find(|(at, _)| starts_with_any(&segment[*at..], &GOVERNING_VERBS).is_some()) {
        return Some(*act);
    }
    let end = ["、", "及"].iter().filter_map(|mark| segment[*first..].find(mark).map(|at| first + at)).min().unwrap_or(segment.len());
    words.iter().take_while(|(at, _)| *at < end).last().map(|(_, act)| *act)
}

/// The act words of a segment in their order; a longer word hides those inside it.
fn act_words(segment: &str) -> Vec<(usize, Act)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < segment.len() {
        let rest = &segment[at..];
        let longest = [(&*STEP_STRONG, Act::Strong), (&*STEP_WEAK, Act::Weak), (&*STANDING_WORDS, Act::Standing)]
            .into_iter()
            .filter_map(|(words, act)| starts_with_any(rest, words).map(|word| (word.len(), act)))
            .max_by_key(|(len, _)| *len);
        match longest {
            Some((len, act)) => {
                out.push((at, act));
                at += len;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    out
}

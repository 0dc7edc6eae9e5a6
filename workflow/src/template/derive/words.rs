//! The vocabularies of the derivation and the measure of how well two clauses' words fit. General words only: nothing here knows a duty.

use std::collections::BTreeSet;

/// Categories whose basic duties are responsibilities: a year plan under an office, never an instance that can be overdue.
const RESPONSIBILITY_CATEGORIES: &[&str] = &["党的建设", "精神文明建设"];

/// Acts that answer what was submitted, and the results that they give.
const APPROVING: &[&str] =
    &["获批", "审批", "审核", "审定", "审查", "审验", "审议", "批准", "批复", "核准", "核定", "复核", "复审", "联审"];

/// Acts by which a body gives the town something to work on.
const ISSUING: &[&str] = &[
    "推送", "下发", "下达", "转发", "印发", "发布", "反馈", "分配", "配发", "配送", "分发", "通知", "部署", "安排", "交办", "移交", "委托",
    "制定",
];

/// The same without those that need no receiver.
const GIVING: &[&str] =
    &["推送", "下发", "下达", "转发", "印发", "反馈", "分配", "配发", "配送", "分发", "通知", "交办", "移交", "返还", "委托"];

/// What a clause is done on when the other side only asked for it: no document of a kind that could be compared.
const DEMANDS: &[&str] = &["要求", "安排", "部署", "委托", "通知", "交办", "指示", "调度", "指令"];

/// Words for the town and what lies below it, as a body's clause calls them.
const TOWN: &[&str] = &["乡镇", "镇政府", "街道", "村（社区）"];

/// Words after the town that make it the sender.
const SENDING: &[&str] = &["上报", "报送", "提交", "反映", "提出", "推荐"];

/// Words in front of a receiver.
const TOWARDS: &[&str] = &["报", "至", "向", "给", "送", "交", "报请", "反馈"];

/// Words of side-by-side work.
const JOINT: &[&str] = &["会同", "协同", "配合", "协助", "联合", "对接", "参与", "共同", "参加", "协调", "为"];

/// Words that say nothing about what is handed over: cut out before two clauses are compared.
const FILLER: &[&str] = &[
    "乡镇政府",
    "乡镇",
    "各乡",
    "本镇",
    "镇级",
    "上级",
    "上报",
    "报送",
    "报告",
    "上缴",
    "提交",
    "及时",
    "根据",
    "按照",
    "依据",
    "依法",
    "开展",
    "进行",
    "做好",
    "负责",
    "组织",
    "指导",
    "督促",
    "工作",
    "有关",
    "相关",
    "部门",
    "情况",
    "要求",
    "规定",
    "程序",
    "本辖区",
    "辖区",
    "村（社区）",
    "受理",
    "处理",
    "问题",
    "收集",
    "汇总",
    "意见",
    "符合",
    "条件",
    "落实",
    "发现",
    "信息",
];

/// Characters that join words.
const JOINING: [char; 22] =
    ['的', '对', '和', '及', '与', '等', '将', '向', '由', '并', '后', '各', '至', '到', '于', '在', '或', '为', '中', '内', '县', '镇'];

/// Whether basic duties of this category are responsibilities.
pub(super) fn is_responsibility(category: &str) -> bool {
    let category = letters(category);
    RESPONSIBILITY_CATEGORIES.iter().any(|c| category.contains(c))
}

/// The letters of a text: no white space, punctuation or brackets.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The first approving word of a text.
pub(super) fn approving(text: &str) -> Option<&'static str> {
    first_of(APPROVING, text)
}

/// The first word by which a body itself approves: not where it submits something for others to approve (报县政府审定).
pub(super) fn approves(text: &str) -> Option<&'static str> {
    pauses(text).find_map(|part| approving(part).filter(|word| !by_others(part, word)))
}

/// Whether the act of `word` is another body's: a submitting word before it, and the end of a body's name right in front of it.
fn by_others(part: &str, word: &str) -> bool {
    let before = part.split(word).next().unwrap_or_default().trim_end_matches("进行");
    before.contains(['报', '提']) && before.ends_with(['府', '委', '局', '会', '办', '级', '部', '门', '厅', '院'])
}

/// The parts of a text between its pauses.
fn pauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(['，', '；', '。', ',', ';'])
}

/// The cue of a wait with what it points at: the words up to the next pause or act, where a cue stops short (根据某局推送的 + 名单).
pub(super) fn whole_cue<'t>(cue: &'t str, text: &'t str) -> &'t str {
    text.find(cue).map_or(cue, |at| {
        let rest = &text[at + cue.len()..];
        let pause = rest.find(['，', '；', '。', '、', ',', ';']).unwrap_or(rest.len());
        let act = ["进行", "开展", "做好"].iter().filter_map(|verb| rest.find(verb)).min();
        let more = act.map_or(pause, |act| act.min(pause));
        &text[at..at + cue.len() + more]
    })
}

/// The first issuing word of a text.
pub(super) fn issuing(text: &str) -> Option<&'static str> {
    first_of(ISSUING, text)
}

/// Whether a cue names nothing but a demand (按照某某要求).
pub(super) fn is_demand(cue: &str) -> bool {
    DEMANDS.iter().any(|w| cue.trim_end_matches(|c: char| !c.is_alphanumeric()).ends_with(w))
}

fn first_of(vocabulary: &[&'static str], text: &str) -> Option<&'static str> {
    vocabulary.iter().filter_map(|w| text.find(w).map(|at| (at, *w))).min().map(|(_, w)| w)
}

/// Whether a body's words give something to the town, in one part of a sentence: a giving word with the town after it (but not 乡镇上报的, the
/// town as sender), or 向 the town before it.
pub(super) fn gives_to_town(text: &str) -> bool {
    pauses(text).any(|part| {
        GIVING.iter().any(|verb| {
            part.match_indices(verb).any(|(at, _)| {
                let (before, after) = (&part[..at], &part[at..]);
                let towards = before.find('向').map(|at| &before[at..]);
                TOWN.iter().any(|town| {
                    let given = after.match_indices(town).any(|(at, _)| {
                        let rest = &after[at + town.len()..];
                        !SENDING.iter().any(|w| rest.starts_with(w))
                    });
                    given || towards.is_some_and(|b| b.contains(town))
                })
            })
        })
    })
}

/// Whether what stands before a body's name makes it a receiver.
pub(super) fn leads_to_receiver(before: &str) -> bool {
    TOWARDS.iter().any(|w| before.ends_with(w))
}

/// The words of side-by-side work in a clause, up to the next pause, or none.
pub(super) fn joint(text: &str) -> Option<&str> {
    let at = JOINT.iter().find_map(|w| text.find(w))?;
    let rest = &text[at..];
    pauses(rest).next()
}

/// What of a text can be compared: its runs of letters without filler.
fn runs(text: &str) -> Vec<Vec<char>> {
    let mut text = text.to_owned();
    for word in FILLER {
        text = text.replace(word, "|");
    }
    text.split(|c: char| !c.is_alphanumeric() || JOINING.contains(&c)).map(|run| run.chars().collect()).collect()
}

/// Pairs of neighbouring characters.
pub(super) type Bigrams = BTreeSet<(char, char)>;

/// The pairs of neighbouring characters of a text, without filler.
pub(super) fn bigrams(text: &str) -> Bigrams {
    runs(text).iter().flat_map(|run| run.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()).collect()
}

/// How many pairs of characters two texts share.
pub(super) fn overlap(a: &Bigrams, b: &Bigrams) -> usize {
    a.intersection(b).count()
}

/// The longest words that two texts share, at least two characters, the first such in `a`.
pub(super) fn shared(a: &str, b: &str) -> Option<String> {
    let mut best: Option<Vec<char>> = None;
    for run in runs(a) {
        for start in 0..run.len() {
            for end in start + 2..=run.len() {
                if end - start > best.as_ref().map_or(0, Vec::len) && b.contains(&run[start..end].iter().collect::<String>()) {
                    best = Some(run[start..end].to_vec());
                }
            }
        }
    }
    best.map(|chars| chars.into_iter().collect())
}

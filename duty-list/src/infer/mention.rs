//! Bodies that the words of a clause name: by full name or abbreviation, by field (教育部门), or in general (有关部门).

use crate::bodies::Departments;
use crate::chars::{head, identity, is_space};
use crate::vocabulary::{BODY_ENDINGS, starts_with_any};

word_list! {
    /// Words before 部门 that name no body in particular.
    GENERIC_MODIFIERS, "generic-modifiers.txt"
}
word_list! {
    /// How names of bodies above the town begin.
    UPPER_PLACES, "upper-places.txt"
}
word_list! {
    /// The town itself and those below it.
    TOWN_WORDS, "town-words.txt"
}
word_list! {
    /// People and firms.
    PUBLIC_WORDS, "public-words.txt"
}

/// Whom a mention means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Who {
    /// A department of the duty, in its cell's spelling.
    Listed(String),
    /// Another body, in its own spelling.
    Other(String),
    /// 有关部门, 上级: nobody in particular.
    Generic,
}

/// A mention at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub who: Who,
    pub len: usize,
}

/// How much the place before a mention says that a body follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// A name that is not listed must show its place: 县安委会.
    Placed,
    /// 送至, 会同: any name of a body will do, 行政服务大厅.
    Any,
}

/// The longest name that is looked for, in characters.
const LONGEST_NAME: usize = 30;

/// Characters that no name of a body holds.
const NEVER_IN_NAME: &str = "，。；：、“”《》？！,;:的并对将由向报送审批后前至等或";

/// A body named at the start of the text.
pub(crate) fn mention_at(text: &str, departments: &Departments<'_>, trust: Trust) -> Option<Mention> {
    if let Some(len) = generic_len(text) {
        return Some(Mention { who: Who::Generic, len });
    }
    let mut listed: Option<(usize, &str)> = None;
    let mut other: Option<usize> = None;
    let mut depth = 0;
    for (count, (at, c)) in text.char_indices().enumerate() {
        if count >= LONGEST_NAME || is_space(c) || (depth == 0 && NEVER_IN_NAME.contains(c)) {
            break;
        }
        match c {
            '（' | '(' => {
                // a second name-plate only directly behind a name
                if listed.is_none_or(|(end, _)| end != at) && other != Some(at) {
                    break;
                }
                depth += 1;
            }
            '）' | ')' => depth -= 1,
            _ => {}
        }
        let end = at + c.len_utf8();
        let name = &text[..end];
        if depth != 0 || !(name.ends_with(['）', ')']) || ends_a_name(name, &text[end..])) {
            continue;
        }
        if let Some(department) = departments.resolve(name) {
            listed = Some((end, department));
        } else if listed.is_none()
            && !name.contains(['和', '及', '与'])
            && (is_placed(name, departments) || trust == Trust::Any)
            && count >= 2
        {
            other = Some(end);
        }
    }
    if let Some((end, department)) = listed {
        let office = if text[end..].starts_with("办公室") { "办公室".len() } else { 0 };
        return Some(Mention { who: Who::Listed(department.to_owned()), len: end + office });
    }
    other.map(|end| Mention { who: Who::Other(text[..end].to_owned()), len: end })
}

/// Whether a name can end here: it has a body's ending, and what follows does not turn the ending into another word (委托, 部署, 办理).
fn ends_a_name(name: &str, after: &str) -> bool {
    if !BODY_ENDINGS.iter().any(|ending| name.ends_with(ending)) {
        return false;
    }
    // 政协委员, 人大代表 are people
    if (name.ends_with("政协") || name.ends_with("人大")) && ["委员", "代表", "提案", "议案"].iter().any(|word| after.starts_with(word))
    {
        return false;
    }
    let next = after.chars().next();
    match name.chars().next_back() {
        Some('委') => !matches!(next, Some('托' | '派' | '任' | '员')),
        Some('部') => !matches!(next, Some('署' | '分' | '位' | '长' | '门')),
        Some('办') => !matches!(next, Some('理' | '法' | '公' | '证' | '事')),
        Some('会') => !matches!(next, Some('议' | '同')),
        _ => true,
    }
}

fn is_placed(name: &str, departments: &Departments<'_>) -> bool {
    let county = departments.place().county.as_deref().is_some_and(|county| name.starts_with(county));
    county
        || starts_with_any(name, &UPPER_PLACES).is_some_and(|place| name.len() > place.len())
        || name.contains("县") && !name.contains("县域")
}

/// The length of words that mean some department or other: 有关部门, 其他有关负有安全生产监管职责的部门, 上级, 上级人大.
pub(crate) fn generic_len(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut upper = false;
    let mut modified = false;
    for _ in 0..8 {
        let rest = &text[at..];
        if let Some(word) =
            ["部门（单位）", "部门(单位)", "部门和单位", "部门", "单位", "机关"].iter().find(|word| rest.starts_with(**word))
        {
            if *word == "单位" && !modified || *word == "机关" && !upper && !text[..at].ends_with("有权") {
                return None;
            }
            return Some(at + word.len());
        }
        if rest.starts_with("负有") {
            let end = head(rest, 26).find('的')?;
            at += end + '的'.len_utf8();
            modified = true;
            continue;
        }
        let Some(word) = starts_with_any(rest, &GENERIC_MODIFIERS) else { break };
        upper |= word.starts_with("上");
        modified = true;
        at += word.len();
    }
    if !upper {
        return None;
    }
    // 上级 alone, or with the kind of body: 上级人大, 上级党委
    let rest = &text["上级".len()..];
    let ending = BODY_ENDINGS.iter().filter(|e| e.chars().count() >= 2 && rest.starts_with(**e)).map(|e| e.len()).max().unwrap_or(0);
    text.starts_with("上级").then_some("上级".len() + ending)
}

/// Several mentions in a row: 县委编办、组织部和县人社局. Returns their length together.
pub(crate) fn mentions_at(text: &str, departments: &Departments<'_>, trust: Trust) -> (Vec<Mention>, usize) {
    let mut found = Vec::new();
    let mut at = 0;
    let mut end = 0;
    while found.len() < 12 {
        let Some(mention) = mention_at(&text[at..], departments, if found.is_empty() { trust } else { Trust::Placed }) else { break };
        end = at + mention.len;
        found.push(mention);
        let rest = &text[end..];
        let Some(joiner) = starts_with_any(rest, &["、", "和", "及", "以及", "或", "或者", "与"]) else { break };
        at = end + joiner.len();
    }
    (found, end)
}

/// Whether a text begins with the town itself or those below it.
pub(crate) fn starts_with_town(text: &str) -> bool {
    starts_with_any(text, &TOWN_WORDS).is_some()
}

/// Whether a text begins with people or firms.
pub(crate) fn starts_with_public(text: &str) -> bool {
    starts_with_any(text, &PUBLIC_WORDS).is_some()
}

/// The receivers or partners that mentions stand for: the generic ones are the only listed department, or `*`.
pub(crate) fn names_of(mentions: &[Mention], departments: &Departments<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for mention in mentions {
        let name = match &mention.who {
            Who::Listed(name) | Who::Other(name) => name.clone(),
            Who::Generic => unnamed(departments),
        };
        if !names.iter().any(|n| identity(n) == identity(&name)) {
            names.push(name);
        }
    }
    names
}

/// Who is meant where the words name nobody.
pub(crate) fn unnamed(departments: &Departments<'_>) -> String {
    departments.only().unwrap_or("*").to_owned()
}

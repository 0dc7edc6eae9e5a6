//! Headers in a department's cell: 阿合奇县民政局： names who owns the clauses below.

use crate::bodies::{BODY_LABELS, Departments, ends_like_body, without_part};
use crate::chars::{count_to, head, identity, is_space, squeeze, trim};
use crate::infer::mention::{Trust, Who, mentions_at};
use crate::infer::segments::segments;
use crate::markers::number_at;
use crate::markup::strip_tags;
use crate::vocabulary::{ends_with_any, starts_with_any};

word_list! {
    /// Words behind a name that make a header of it: 县民政局职责：.
    HEADER_TAILS, "header-tails.txt"
}

/// Who owns the clauses under a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub department: String,
    pub also: Vec<String>,
    /// Verbatim, where it names several bodies.
    pub header: Option<String>,
}

/// Marks that no header holds.
const NEVER_IN_HEADER: [char; 10] = ['，', '。', '；', ';', '！', '？', '“', '”', '《', '》'];

/// The longest header, in characters.
const LONGEST: usize = 90;

/// A header at the start of the text: its name and its length with the colon.
///
/// 阿合奇县民政局：, 阿合奇县安委会:, 阿合奇县应急管理局及负有安全生产监督管理职责的部门：, 【县民政局】, 牵头单位：县民政局; but not 政策宣传：.
pub(crate) fn header_at<'t>(text: &'t str, departments: &Departments<'_>) -> Option<(&'t str, usize)> {
    if let Some(framed) = framed(text, departments).or_else(|| labelled(text, departments)) {
        return Some(framed);
    }
    for (count, (at, c)) in text.char_indices().enumerate() {
        match c {
            '：' | ':' => {
                let name = trim(&text[..at]);
                return is_header(name, departments).then_some((name, at + c.len_utf8()));
            }
            _ if NEVER_IN_HEADER.contains(&c) => return None,
            _ if count >= LONGEST => return None,
            _ => {}
        }
    }
    // a paragraph that is nothing but the name of a listed body
    let name = trim(text);
    (ends_like_body(name) && departments.names().iter().any(|d| identity(d) == identity(name))).then_some((name, text.len()))
}

/// 【县民政局】, with or without a colon.
fn framed<'t>(text: &'t str, departments: &Departments<'_>) -> Option<(&'t str, usize)> {
    let (open, close) = match text.chars().next()? {
        '【' => ('【', '】'),
        '〖' => ('〖', '〗'),
        '［' => ('［', '］'),
        _ => return None,
    };
    let inner = &text[open.len_utf8()..];
    let end = head(inner, LONGEST).find(close)?;
    let name = trim(&inner[..end]);
    let after = &inner[end + close.len_utf8()..];
    let colon = after.chars().next().filter(|c| matches!(c, '：' | ':')).map_or(0, char::len_utf8);
    names_body(name, departments).then(|| (name, text.len() - after.len() + colon))
}

/// 牵头单位：县民政局, up to what ends the names.
fn labelled<'t>(text: &'t str, departments: &Departments<'_>) -> Option<(&'t str, usize)> {
    let label = starts_with_any(text, &BODY_LABELS)?;
    let after = text[label.len()..].trim_start_matches(is_space).strip_prefix(['：', ':'])?;
    let names = after.trim_start_matches(is_space);
    let end = head(names, LONGEST)
        .char_indices()
        .find(|(at, c)| is_space(*c) || matches!(c, '。' | '；' | ';' | '：' | ':') || number_at(&names[*at..]).is_some())
        .map_or(head(names, LONGEST).len(), |(at, _)| at);
    let name = &names[..end];
    let colon = names[end..].chars().next().filter(|c| matches!(c, '：' | ':')).map_or(0, char::len_utf8);
    names_body(name, departments).then(|| (name, text.len() - names.len() + end + colon))
}

/// The name alone: `县民政局职责`, `县民政局（牵头）` → 县民政局.
fn bare(name: &str) -> &str {
    let name = ends_with_any(name, &HEADER_TAILS).map_or(name, |tail| &name[..name.len() - tail.len()]);
    without_part(trim(name))
}

/// Whether a heading names bodies and nothing else: `一、县民政局`; not `一、县级人大代表选举`.
pub(crate) fn names_body(name: &str, departments: &Departments<'_>) -> bool {
    let name = squeeze(name);
    let name = bare(&name);
    if name.is_empty() || count_to(name, LONGEST + 1) > LONGEST || BODY_LABELS.contains(&name) || name.contains(NEVER_IN_HEADER) {
        return false;
    }
    let is_one = |part: &String| departments.resolve(part).is_some() || (ends_like_body(part) && looks_placed(part, departments));
    departments.resolve(name).is_some() || parts(name, departments).iter().all(is_one)
}

/// The bodies with which a clause begins as its subject: `县财政局负责拨付资金`, `县民政局、县财政局按照分工做好…`; not `县民政局下发的名单…`.
pub(crate) fn subject(text: &str, departments: &Departments<'_>) -> Option<Owner> {
    let (mentions, end) = mentions_at(text, departments, Trust::Placed);
    let mut names: Vec<String> = Vec::new();
    for mention in &mentions {
        match &mention.who {
            Who::Listed(name) | Who::Other(name) => names.push(name.clone()),
            Who::Generic => {}
        }
    }
    let first = segments(text).into_iter().next()?;
    let rest = text.get(end..).filter(|rest| !rest.is_empty() && !rest.starts_with('、'))?;
    let condition = first.text.ends_with(['后', '时']) || head(rest, 5).contains('的') || rest.starts_with(['等', '，', '以', '外', '之']);
    if condition || mentions.first().is_none_or(|mention| mention.who == Who::Generic) {
        return None;
    }
    let (department, also) = names.split_first()?;
    let header = (mentions.len() > 1).then(|| text[..end].to_owned());
    Some(Owner { department: department.clone(), also: also.to_vec(), header })
}

fn is_header(name: &str, departments: &Departments<'_>) -> bool {
    let name = squeeze(name);
    let name = bare(&name).to_owned();
    if name.is_empty() || BODY_LABELS.contains(&name.as_str()) || name.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if departments.resolve(&name).is_some() {
        return true;
    }
    // nothing but a body begins with the county's own name here
    if departments.place().county.as_deref().is_some_and(|county| name.len() > county.len() && name.starts_with(county))
        && count_to(&name, 31) <= 30
    {
        return true;
    }
    let first = parts(&name, departments).into_iter().next().unwrap_or_default();
    departments.resolve(&first).is_some() || (ends_like_body(&first) && looks_placed(&first, departments))
}

/// A body that is not listed shows itself as one by its place (阿合奇县安委会) or by an ending that no title has (水利局).
fn looks_placed(name: &str, departments: &Departments<'_>) -> bool {
    let placed = departments.place().county.as_deref().is_some_and(|county| name.contains(county))
        || name.starts_with(['县', '区', '州', '旗', '省']);
    placed
        || ["局", "委员会", "指挥部", "公司", "银行", "支行", "联合会", "人民政府", "法院", "检察院", "安委会"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// The names of a header with several bodies: cut at 、 and, where the first half is a name, at 及, 和, 与.
fn parts(name: &str, departments: &Departments<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for piece in crate::bodies::split_departments(name) {
        split_joined(&piece, departments, &mut out);
    }
    out
}

fn split_joined(piece: &str, departments: &Departments<'_>, out: &mut Vec<String>) {
    if departments.resolve(piece).is_none() && out.len() < 16 {
        for (at, c) in piece.char_indices() {
            let word = ["以及", "及其", "及", "和", "与"].into_iter().find(|w| piece[at..].starts_with(w));
            if let Some(word) = word {
                let (left, right) = (&piece[..at], &piece[at + word.len()..]);
                if !right.is_empty() && (departments.resolve(left).is_some() || (ends_like_body(left) && looks_placed(left, departments))) {
                    out.push(left.to_owned());
                    return split_joined(right, departments, out);
                }
            }
            let _ = c;
        }
    }
    out.push(piece.to_owned());
}

/// Who a header makes the owner: the listed spelling where it clearly names that body, else its own.
pub(crate) fn owner(name: &str, departments: &Departments<'_>) -> Owner {
    let name = bare(trim(name));
    let squeezed = squeeze(name);
    if let Some(listed) = departments.resolve(&squeezed) {
        return Owner { department: listed.to_owned(), also: Vec::new(), header: None };
    }
    let spelled = |part: &String| departments.resolve(part).map_or_else(|| part.clone(), str::to_owned);
    let parts = parts(&squeezed, departments);
    match parts.split_first() {
        Some((first, [])) => {
            Owner { department: if squeezed == *first { name.to_owned() } else { spelled(first) }, also: Vec::new(), header: None }
        }
        Some((first, rest)) => {
            Owner { department: spelled(first), also: rest.iter().map(spelled).collect(), header: Some(name.to_owned()) }
        }
        None => Owner { department: name.to_owned(), also: Vec::new(), header: None },
    }
}

/// Whether a text, cut off somewhere, has a header near its start.
pub(crate) fn mentions_header(text: &str) -> bool {
    let text = strip_tags(crate::chars::head(text, 400));
    let head = crate::chars::head(&text, 80);
    head.find(['：', ':']).is_some_and(|at| {
        let name = head[..at].rsplit(crate::chars::is_space).next().unwrap_or("");
        !name.contains(['，', '。', '；']) && ends_like_body(name)
    })
}

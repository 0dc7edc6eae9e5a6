//! Names of bodies: how they end, their abbreviations, and which listed department a mention means.

use crate::chars::{count_to, identity, is_space, tail, trim};
use crate::markers::number_at;
use crate::vocabulary::{ABBREVIATIONS, BODY_ENDINGS, ends_with_any, starts_with_any};

word_list! {
    /// What stands before the names of bodies and says their part: 牵头单位：.
    BODY_LABELS, "body-labels.txt"
}
word_list! {
    /// What stands behind a name in brackets and says its part: （牵头）.
    BODY_PARTS, "body-parts.txt"
}
word_list! {
    /// How the end of a name begins that many bodies have in common: 服务中心, 领导小组办公室.
    COMMON_TAILS, "common-tails.txt"
}

/// The most departments of one duty that are compared; a cell with more is not a list of departments.
pub(crate) const MOST_DEPARTMENTS: usize = 64;

/// Whether a text ends as the name of a body does: 民政局, 县委编办, （林业和草原局）.
pub(crate) fn ends_like_body(name: &str) -> bool {
    let name = name.trim_end_matches(['）', ')']);
    ends_with_any(name, &BODY_ENDINGS).is_some_and(|ending| name.len() > ending.len() || ending.chars().count() > 2)
}

/// Cuts the cell of departments at 、 and the like, outside brackets, and at white space between two whole names; the names verbatim, each once.
///
/// `阿合奇县自然资源局（林业和草原局、水利局）、阿合奇县公安局` is two names, `牵头单位：县民政局 配合单位：县财政局（协办）` is 县民政局 and 县财政局, and
/// a name that a line break divides is one: `县文化体育广播⏎电视和旅游局`.
pub(crate) fn split_departments(cell: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut depth = 0_i32;
    let mut name = String::new();
    let mut take = |name: &mut String| {
        let found = without_part(without_label(trim(name).trim_end_matches(['。', '；'])));
        if !found.is_empty() && names.len() < MOST_DEPARTMENTS && !names.iter().any(|n| identity(n) == identity(found)) {
            names.push(found.to_owned());
        }
        name.clear();
    };
    for c in cell.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = (depth - 1).max(0),
            '、' | '，' | ',' | '；' | ';' | '。' if depth == 0 => {
                take(&mut name);
                continue;
            }
            _ if depth == 0 && is_space(c) && is_whole(without_label(trim(&name))) => {
                take(&mut name);
                continue;
            }
            '\n' | '\r' => continue,
            _ => {}
        }
        name.push(c);
    }
    take(&mut name);
    names
}

/// Whether a name is whole at white space; 县委 goes on with 组织部.
fn is_whole(name: &str) -> bool {
    ends_like_body(name) && !name.ends_with("县委") && !name.ends_with("区委") && !name.ends_with("市委")
}

/// The name without its number and label: `1.牵头单位：县民政局` → 县民政局.
fn without_label(name: &str) -> &str {
    let name = trim(number_at(name).map_or(name, |number| &name[number.len..]));
    let label = starts_with_any(name, &BODY_LABELS).and_then(|label| trim(&name[label.len()..]).strip_prefix(['：', ':']));
    label.map_or(name, trim)
}

/// The name without a remark on its part, and without 等部门: `县民政局（牵头）`, `县民政局等部门` → 县民政局.
pub(crate) fn without_part(name: &str) -> &str {
    let more = ["等部门", "等单位", "等"].iter().find_map(|more| name.strip_suffix(more)).filter(|rest| ends_like_body(rest));
    let name = more.unwrap_or(name);
    let remark = name
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rfind(['（', '(']).map(|at| (at, trim(rest[at..].trim_start_matches(['（', '('])))));
    match remark {
        Some((at, part)) if at > 0 && BODY_PARTS.contains(&part) => trim(&name[..at]),
        _ => name,
    }
}

/// Where a name comes from: the county, so that 阿合奇县民政局 and 县民政局 are one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    /// 阿合奇县
    pub county: Option<String>,
}

impl Place {
    /// The county without its last character: 阿合奇.
    fn stem(&self) -> Option<&str> {
        let county = self.county.as_deref()?;
        let last = county.chars().next_back()?;
        Some(&county[..county.len() - last.len_utf8()]).filter(|s| !s.is_empty())
    }

    /// The name without the place before it and in it, widths folded: 阿合奇县民政局, 县民政局 → 民政局; 共青团阿合奇县委员会 → 共青团县委员会.
    pub fn core(&self, name: &str) -> String {
        let mut core = identity(name);
        if let Some(county) = self.county.as_deref() {
            core = core.strip_prefix(county).map(str::to_owned).unwrap_or(core);
            if let Some(stem) = self.stem() {
                core = core.replacen(stem, "", 1);
            }
        }
        for prefix in ["我", "本", "全"] {
            core = core.strip_prefix(prefix).filter(|rest| rest.starts_with(['县', '区', '市', '旗'])).map(str::to_owned).unwrap_or(core);
        }
        let level = core.chars().next().filter(|c| matches!(c, '县' | '区' | '市' | '旗')).map_or(0, char::len_utf8);
        let is_word = ["市场", "市容", "市域", "区域", "县域", "旗舰"].iter().any(|word| core.starts_with(word))
            || (core.starts_with("市政") && !["市政府", "市政协", "市政法", "市政务"].iter().any(|word| core.starts_with(word)));
        if level > 0 && !is_word && core.len() > level {
            core.drain(..level);
        }
        // 县委组织部, 组织部
        if core.chars().count() > 2 && core.starts_with('委') && !core.starts_with("委员会") {
            core.drain(..'委'.len_utf8());
        }
        core
    }
}

/// How sure it is that two names mean one body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// The end of a longer name: 供电公司 of 国网供电公司. Enough among the departments of one duty, not over a whole list.
    Tail,
    /// One character printed too many or too few in a long name.
    Slip,
    /// An abbreviation.
    Short,
    /// The same but for a second name-plate in brackets.
    Plate,
    /// The same.
    Same,
}

/// A name taken apart for comparing.
#[derive(Debug, Clone)]
pub(crate) struct Core {
    whole: String,
    base: String,
    plate: Option<String>,
}

impl Core {
    /// Takes a name apart: 自然资源局（林业和草原局） → base 自然资源局, plate 林业和草原局.
    pub fn of(name: &str, place: &Place) -> Self {
        let whole = place.core(name);
        let split = whole.split_once('（').map(|(base, plate)| (base.to_owned(), plate.trim_end_matches('）').to_owned()));
        match split {
            Some((base, plate)) if !base.is_empty() => Self { whole, base, plate: Some(plate) },
            _ => Self { base: whole.clone(), whole, plate: None },
        }
    }

    /// The name without its second plate.
    pub fn base(&self) -> &str {
        &self.base
    }
}

/// Whether `short` can mean `full`, and how sure that is.
pub(crate) fn likeness(short: &Core, full: &Core) -> Option<Likeness> {
    if short.whole == full.whole {
        return Some(Likeness::Same);
    }
    if short.base == full.base || full.plate.as_deref() == Some(&short.base) || short.plate.as_deref() == Some(&full.base) {
        return Some(Likeness::Plate);
    }
    if abbreviates(&short.base, &full.base) || full.plate.as_ref().is_some_and(|plate| abbreviates(&short.base, plate)) {
        return Some(Likeness::Short);
    }
    let (s, f) = (count_to(&short.base, 60), count_to(&full.base, 60));
    if s.min(f) >= 8 && s.abs_diff(f) == 1 {
        let (less, more) = if s < f { (&short.base, &full.base) } else { (&full.base, &short.base) };
        if is_subsequence(less, more) {
            return Some(Likeness::Slip);
        }
    }
    is_tail(&short.base, &full.base).then_some(Likeness::Tail)
}

/// How sure it is that two names mean one body, whichever is the longer.
pub(crate) fn either(a: &Core, b: &Core) -> Option<Likeness> {
    likeness(a, b).or_else(|| if holds_two(&a.base) { None } else { likeness(b, a) })
}

/// Whether a text is more than one name: 县民政局、县财政局, 县民政局会同县财政局; not 生态环境局…分局.
fn holds_two(text: &str) -> bool {
    ["局", "部", "会", "办公室", "大队", "公司", "法院", "检察院", "政府", "联", "中心"].iter().any(|ending| {
        text.match_indices(ending).any(|(at, _)| {
            let rest = &text[at + ending.len()..];
            ["、", "和", "及", "与", "会同", "同", "或", "对", "将", "向", "负责", "牵头"].iter().any(|joiner| rest.starts_with(joiner))
        })
    })
}

/// Whether a name is the end of a longer one and tells it apart: 农业银行 of 中国农业银行; not 服务中心 of 便民服务中心.
fn is_tail(short: &str, full: &str) -> bool {
    short.len() < full.len() && count_to(short, 4) == 4 && full.ends_with(short) && starts_with_any(short, &COMMON_TAILS).is_none()
}

/// Whether a name is an abbreviation of another: 人社局 of 人力资源和社会保障局, 残联 of 残疾人联合会, 政协 of 中国人民政治协商会议县委员会.
fn abbreviates(short: &str, full: &str) -> bool {
    // 人保财险支公司: the abbreviation of the house, and its branch
    let branch = |rest: &str| ["", "支公司", "分公司", "公司", "支行", "分行"].contains(&rest);
    if ABBREVIATIONS.iter().any(|(key, words)| short.strip_prefix(key).is_some_and(branch) && full.contains(words)) {
        return true;
    }
    let (Some(first), Some(last)) = (short.chars().next(), short.chars().next_back()) else { return false };
    let lengths = count_to(short, 30) >= 2 && count_to(short, 30) < count_to(full, 60);
    let same_end = full.ends_with(last)
        || (last == '委' && full.ends_with("委员会"))
        || (last == '联' && full.ends_with("联合会"))
        || (last == '办' && full.ends_with("办公室"));
    lengths && same_end && full.starts_with(first) && is_subsequence(short, full)
}

/// Whether all characters of `short` stand in `full` in their order.
fn is_subsequence(short: &str, full: &str) -> bool {
    let mut rest = full.chars();
    short.chars().all(|c| rest.any(|f| f == c))
}

/// The departments of one duty, ready for comparing.
#[derive(Debug, Clone)]
pub(crate) struct Departments<'a> {
    names: &'a [String],
    cores: Vec<Core>,
    place: &'a Place,
}

impl<'a> Departments<'a> {
    pub fn new(names: &'a [String], place: &'a Place) -> Self {
        Self { names, cores: names.iter().map(|name| Core::of(name, place)).collect(), place }
    }

    /// The only department, where exactly one is listed.
    pub fn only(&self) -> Option<&'a str> {
        match self.names {
            [one] => Some(one),
            _ => None,
        }
    }

    pub fn names(&self) -> &'a [String] {
        self.names
    }

    pub fn place(&self) -> &'a Place {
        self.place
    }

    /// The listed department that a name means: the surest, and only where no other is as sure.
    pub fn resolve(&self, name: &str) -> Option<&'a str> {
        if count_to(name, 61) > 60 {
            return None;
        }
        let wanted = Core::of(name, self.place);
        if count_to(&wanted.whole, 2) < 2 {
            return None;
        }
        let mut best: Option<(Likeness, usize)> = None;
        let mut tied = false;
        for (i, core) in self.cores.iter().enumerate() {
            let Some(like) = either(&wanted, core) else { continue };
            match best {
                Some((held, _)) if like < held => {}
                Some((held, _)) if like == held => tied = true,
                _ => {
                    best = Some((like, i));
                    tied = false;
                }
            }
        }
        match best {
            Some((_, i)) if !tied => self.names.get(i).map(String::as_str),
            _ => self.resolve_field(&wanted),
        }
    }

    /// A department named by its field: 生态环境部门, 教育部门, 住建部门.
    fn resolve_field(&self, wanted: &Core) -> Option<&'a str> {
        let field = wanted
            .base
            .strip_suffix("主管部门")
            .or_else(|| wanted.base.strip_suffix("部门"))
            .or_else(|| wanted.base.strip_suffix("机关"))?;
        if count_to(field, 2) < 2 {
            return None;
        }
        let office = format!("{field}局");
        let means = |core: &Core| core.base.contains(field) || abbreviates(&office, &core.base) || abbreviates(&core.base, &office);
        let mut found = self.cores.iter().enumerate().filter(|(_, core)| means(core));
        match (found.next(), found.next()) {
            (Some((i, _)), None) => self.names.get(i).map(String::as_str),
            // 食品安全监督管理部门 where 市场监督管理局 is the only one listed
            (None, _) => {
                self.only().filter(|_| self.cores.iter().any(|core| count_to(field, 4) == 4 && core.base.contains(tail(field, 4))))
            }
            _ => None,
        }
    }
}

//! Names of bodies: how they end, their abbreviations, and which listed department a mention means.

use crate::chars::{count_to, identity, tail, trim};
use crate::vocabulary::{ABBREVIATIONS, BODY_ENDINGS, ends_with_any};

/// The most departments of one duty that are compared; a cell with more is not a list of departments.
pub(crate) const MOST_DEPARTMENTS: usize = 64;

/// Whether a text ends as the name of a body does: 民政局, 县委编办, （林业和草原局）.
pub(crate) fn ends_like_body(name: &str) -> bool {
    let name = name.trim_end_matches(['）', ')']);
    ends_with_any(name, &BODY_ENDINGS).is_some_and(|ending| name.len() > ending.len() || ending.chars().count() > 2)
}

/// Cuts the cell of departments at 、 and the like, outside brackets; the names verbatim, each once.
///
/// `阿合奇县自然资源局（林业和草原局、水利局）、阿合奇县公安局` is two names.
pub(crate) fn split_departments(cell: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut depth = 0_i32;
    let mut name = String::new();
    let mut take = |name: &mut String| {
        let found = trim(name).trim_end_matches(['。', '；']);
        if !found.is_empty() && names.len() < MOST_DEPARTMENTS && !names.iter().any(|n| identity(n) == identity(found)) {
            names.push(found.to_owned());
        }
        name.clear();
    };
    for c in cell.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = (depth - 1).max(0),
            '、' | '，' | ',' | '；' | ';' | '\n' if depth == 0 => {
                take(&mut name);
                continue;
            }
            _ => {}
        }
        name.push(c);
    }
    take(&mut name);
    names
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
    if abbreviates(&short.base, &full.base) {
        return Some(Likeness::Short);
    }
    let (s, f) = (count_to(&short.base, 60), count_to(&full.base, 60));
    if s.min(f) >= 8 && s.abs_diff(f) == 1 {
        let (less, more) = if s < f { (&short.base, &full.base) } else { (&full.base, &short.base) };
        return is_subsequence(less, more).then_some(Likeness::Slip);
    }
    None
}

/// Whether a name is an abbreviation of another: 人社局 of 人力资源和社会保障局, 残联 of 残疾人联合会, 政协 of 中国人民政治协商会议县委员会.
fn abbreviates(short: &str, full: &str) -> bool {
    if ABBREVIATIONS.iter().any(|(key, words)| short == *key && full.contains(words)) {
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
            let Some(like) = likeness(&wanted, core) else { continue };
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
        let mut found =
            self.cores.iter().enumerate().filter(|(_, core)| core.base.contains(field) || abbreviates(&format!("{field}局"), &core.base));
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

//! Proposes rows of the list for what came in. It ranks; a person confirms. Nothing is decided on or off the list here.
//!
//! The measure is BM25 over pairs of characters, which needs no dictionary and forgives small differences of wording; the title of a duty counts more
//! than its clauses, and a sending body that the row names counts for it.

use std::collections::HashMap;

/// A row of the list as this module reads it.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Row<T> {
    pub id: T,
    pub title: String,
    /// Everything else: category, clauses, departments.
    pub words: String,
    /// The departments of the row.
    pub departments: Vec<String>,
}

/// A proposed row.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Proposal<T> {
    pub id: T,
    /// Higher is better; comparable only within one answer.
    pub score: f64,
}

const K1: f64 = 1.2;
const B: f64 = 0.6;
/// How much a word of the title counts beside one of the clauses.
const TITLE: f64 = 2.5;
/// How much it counts that the row names the sending body, as a share of the best score.
const SENDER: f64 = 0.35;

/// The rows that fit a sentence best, best first, at most `most`; rows that share nothing with it are left out.
#[must_use]
pub fn propose<T: Clone>(rows: &[Row<T>], sentence: &str, from: Option<&str>, most: usize) -> Vec<Proposal<T>> {
    let asked = pairs(sentence);
    if asked.is_empty() || rows.is_empty() {
        return Vec::new();
    }
    let indexed: Vec<(HashMap<[char; 2], f64>, f64)> = rows.iter().map(weights).collect();
    let mean = indexed.iter().map(|(_, length)| length).sum::<f64>() / count(indexed.len());
    let mut known: HashMap<[char; 2], f64> = HashMap::new();
    for (weights, _) in &indexed {
        for pair in weights.keys() {
            *known.entry(*pair).or_default() += 1.0;
        }
    }
    let mut scored: Vec<(usize, f64)> = indexed
        .iter()
        .enumerate()
        .map(|(at, (weights, length))| {
            (at, asked.keys().map(|pair| of_pair(*pair, weights, *length, mean, &known, rows.len())).sum::<f64>())
        })
        .filter(|(_, score)| *score > 0.0)
        .collect();
    let best = scored.iter().map(|(_, score)| *score).fold(0.0, f64::max);
    if let Some(from) = from.map(key).filter(|from| !from.is_empty()) {
        for (at, score) in &mut scored {
            if rows.get(*at).is_some_and(|row| row.departments.iter().any(|department| names(&key(department), &from))) {
                *score += SENDER * best;
            }
        }
    }
    scored.sort_by(|(one, a), (other, b)| b.total_cmp(a).then(one.cmp(other)));
    scored.into_iter().take(most).filter_map(|(at, score)| rows.get(at).map(|row| Proposal { id: row.id.clone(), score })).collect()
}

fn of_pair(
    pair: [char; 2],
    weights: &HashMap<[char; 2], f64>,
    length: f64,
    mean: f64,
    known: &HashMap<[char; 2], f64>,
    rows: usize,
) -> f64 {
    let Some(weight) = weights.get(&pair) else { return 0.0 };
    let with = known.get(&pair).copied().unwrap_or(0.0);
    let rarity = (1.0 + (count(rows) - with + 0.5) / (with + 0.5)).ln();
    rarity * weight * (K1 + 1.0) / (weight + K1 * (1.0 - B + B * length / mean.max(1.0)))
}

/// The weighted pairs of a row, and its length in pairs.
fn weights<T>(row: &Row<T>) -> (HashMap<[char; 2], f64>, f64) {
    let mut weights: HashMap<[char; 2], f64> = HashMap::new();
    for (pair, times) in pairs(&row.title) {
        *weights.entry(pair).or_default() += TITLE * times;
    }
    for (pair, times) in pairs(&row.words) {
        *weights.entry(pair).or_default() += times;
    }
    let length = weights.values().sum();
    (weights, length)
}

/// How much two sentences have in common, from 0 to 1: twice the pairs of characters that both have, of all that they have (Dice).
#[must_use]
pub fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (pairs(one), pairs(other));
    let all: f64 = one.values().chain(other.values()).sum();
    let shared: f64 = one.iter().map(|(pair, times)| times.min(other.get(pair).copied().unwrap_or_default())).sum();
    if all > 0.0 { 2.0 * shared / all } else { 0.0 }
}

/// The pairs of neighbouring characters of a text, punctuation and white space apart.
fn pairs(text: &str) -> HashMap<[char; 2], f64> {
    let mut pairs: HashMap<[char; 2], f64> = HashMap::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let c = if c.is_alphanumeric() { c.to_lowercase().next() } else { None };
        if let (Some(a), Some(b)) = (before, c) {
            *pairs.entry([a, b]).or_default() += 1.0;
        }
        before = c;
    }
    pairs
}

fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn names(department: &str, from: &str) -> bool {
    department.contains(from) || from.contains(department)
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row<u32>> {
        let row = |id, title: &str, words: &str, department: &str| Row {
            id,
            title: title.to_owned(),
            words: words.to_owned(),
            departments: vec![department.to_owned()],
        };
        vec![
            row(1, "老年人高龄津贴的发放管理", "对高龄老年人信息进行核查并报送", "阿合奇县民政局"),
            row(2, "地名管理工作", "地名标志设置与维护", "阿合奇县民政局"),
            row(3, "动物疫病预防与控制", "开展强制免疫", "阿合奇县农业农村局"),
        ]
    }

    #[test]
    fn the_row_that_shares_most_comes_first() {
        let found = propose(&rows(), "请于本周五前核查80岁以上老年人高龄津贴信息", None, 5);
        assert_eq!(found.first().map(|proposal| proposal.id), Some(1));
    }

    #[test]
    fn a_sender_that_the_row_names_counts() {
        let found = propose(&rows(), "请开展核查工作", Some("县农业农村局"), 5);
        assert_eq!(found.first().map(|proposal| proposal.id), Some(3));
    }

    #[test]
    fn the_same_in_other_words_is_alike_and_the_next_order_of_its_kind_is_not() {
        let order = "一村路灯不亮，请办理并反馈";
        assert!(likeness(order, "一村路灯不亮请尽快办理并反馈") > 0.7);
        assert!(likeness(order, "三社区垃圾清运不及时，请核实") < 0.3);
        assert!((likeness(order, order) - 1.0).abs() < f64::EPSILON);
        assert!(likeness("", "。").abs() < f64::EPSILON);
    }

    #[test]
    fn what_shares_nothing_is_not_proposed() {
        assert!(propose(&rows(), "XYZ", None, 5).is_empty());
        assert!(propose(&rows(), "", None, 5).is_empty());
    }
}

//! How alike two texts are: pairs of neighbouring characters, counted.

/// The pairs of neighbouring characters of a text, each with how often it occurs, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Grams {
    counts: Vec<(u64, u32)>,
    total: u32,
}

impl Grams {
    /// Of a text in its one form. Both ends count as characters, so that a text of one character has pairs.
    pub fn of(text: &str) -> Self {
        let mut grams: Vec<u64> = Vec::new();
        let mut before = 0_u64;
        if !text.is_empty() {
            for c in text.chars().map(|c| u64::from(u32::from(c))).chain([0]) {
                grams.push(before << 32 | c);
                before = c;
            }
        }
        grams.sort_unstable();
        let total = u32::try_from(grams.len()).unwrap_or(u32::MAX);
        let mut counts: Vec<(u64, u32)> = Vec::new();
        for gram in grams {
            match counts.last_mut() {
                Some((last, count)) if *last == gram => *count += 1,
                _ => counts.push((gram, 1)),
            }
        }
        Self { counts, total }
    }

    /// How many pairs there are.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// The pairs, each once.
    pub fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        self.counts.iter().map(|(gram, _)| *gram)
    }

    /// The share of pairs that both have, in thousandths (Dice); 1000 for two empty texts.
    pub fn alike(&self, other: &Self) -> u32 {
        let all = u64::from(self.total) + u64::from(other.total);
        if all == 0 {
            return 1000;
        }
        let (mut one, mut two, mut both) = (self.counts.iter().peekable(), other.counts.iter().peekable(), 0_u64);
        while let (Some((a, m)), Some((b, n))) = (one.peek(), two.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => _ = one.next(),
                std::cmp::Ordering::Greater => _ = two.next(),
                std::cmp::Ordering::Equal => {
                    both += u64::from(*m.min(n));
                    (_, _) = (one.next(), two.next());
                }
            }
        }
        u32::try_from(both * 2000 / all).unwrap_or(1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_alike_by_the_pairs_that_they_share() {
        let alike = |a: &str, b: &str| Grams::of(a).alike(&Grams::of(b));
        assert_eq!(alike("做好服务", "做好服务"), 1000);
        assert_eq!(alike("做好服务", "甲乙丙丁"), 0);
        assert_eq!(alike("", ""), 1000);
        assert_eq!(alike("", "甲"), 0);
        assert_eq!(alike("做好服务", "做好管理"), alike("做好管理", "做好服务"));
    }
}

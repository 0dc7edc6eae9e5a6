//! Reading a rhythm from words: what a person types, and what a clause of the list says.

use super::{Arrangement, Festival, RecurrenceError, Rhythm, Span};

/// A rhythm that was read, with the words that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The arrangement, with the usual rest.
    pub arrangement: Arrangement,
    /// The words.
    pub words: String,
}

/// Reads the first rhythm that a text names; `None` when it names none (定期 alone names none).
#[must_use]
pub fn read(text: &str) -> Option<Read> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let starts = text.char_indices().map(|(at, _)| at);
    let found = starts.filter_map(|at| at_start(&text[at..]).map(|(rhythm, by, length)| (at, rhythm, by, length))).next();
    if let Some((at, rhythm, by, length)) = found {
        let arrangement = Arrangement::usual(rhythm, by);
        return arrangement.check().ok().map(|()| Read { arrangement, words: text[at..at + length].to_owned() });
    }
    let (festival, name) = Festival::named_in(&text)?;
    Some(Read { arrangement: Arrangement::usual(Rhythm::Festival { festival }, true), words: name.to_owned() })
}

/// Reads what a person typed: words, or the short code of [`Arrangement::code`].
///
/// # Errors
/// When it is neither, or names a day that does not exist.
pub fn read_code(typed: &str) -> Result<Arrangement, RecurrenceError> {
    let typed = typed.trim();
    let not_read = || RecurrenceError::NotRead(typed.to_owned());
    let arrangement = match code(typed) {
        Some(arrangement) => arrangement,
        None => {
            let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
            // All of it, so that nothing that was typed is passed over in silence.
            let (rhythm, by, length) = at_start(&text).ok_or_else(not_read)?;
            if length != text.len() {
                return Err(not_read());
            }
            Arrangement::usual(rhythm, by)
        }
    };
    arrangement.check()?;
    Ok(arrangement)
}

fn code(typed: &str) -> Option<Arrangement> {
    let (kind, rest) = typed.split_once(' ')?;
    let (kind, rest) = (kind.trim_end_matches(':'), rest.trim());
    let (plain, by) = rest.strip_suffix("before").map_or((rest, false), |plain| (plain.trim(), true));
    let pair = |text: &str| text.split_once('-').and_then(|(month, day)| Some((month.trim().parse().ok()?, day.trim().parse().ok()?)));
    let rhythm = match kind {
        "weekly" => Rhythm::Weekly { weekday: plain.parse().ok()? },
        "monthly" => Rhythm::Monthly { day: plain.parse().ok()? },
        "quarterly" => pair(plain).map(|(month, day)| Rhythm::Quarterly { month, day })?,
        "half-yearly" => pair(plain).map(|(month, day)| Rhythm::HalfYearly { month, day })?,
        "yearly" => pair(plain).map(|(month, day)| Rhythm::Yearly { month, day })?,
        "festival" => Rhythm::Festival { festival: Festival::ALL.into_iter().find(|festival| festival.code() == plain)? },
        "cron" => Rhythm::Cron { expression: rest.to_owned() },
        "event" => Rhythm::OnEvent { trigger: rest.to_owned() },
        "after" => {
            let (amount, unit) = rest.split_once(' ')?;
            let unit = match unit.trim() {
                "days" | "day" => Span::Days,
                "months" | "month" => Span::Months,
                _ => return None,
            };
            Rhythm::AfterCompletion { amount: amount.parse().ok()?, unit }
        }
        _ => return None,
    };
    Some(Arrangement::usual(rhythm, by))
}

/// A rhythm at the start of a text: it, whether its day is a last day, and the length of its words in bytes.
fn at_start(text: &str) -> Option<(Rhythm, bool, usize)> {
    let mut cursor = Cursor { text, at: 0 };
    let (rhythm, open) = rhythm(&mut cursor)?;
    let closed = cursor.any(&["之前", "以前", "前"]);
    // A rhythm without a day (每月) is due by the end of its period.
    let by = open || closed;
    if !closed {
        cursor.any(&["内", "时"]);
    }
    Some((rhythm, by, cursor.at))
}

/// The rhythm, and whether it names no day of its own.
fn rhythm(c: &mut Cursor<'_>) -> Option<(Rhythm, bool)> {
    if c.any(&["发生“", "发生"]) {
        let (name, length) = c.rest().split_once('”').map(|(name, _)| (name, name.len() + '”'.len_utf8()))?;
        let trigger = name.to_owned();
        c.at += length;
        return Some((Rhythm::OnEvent { trigger }, false));
    }
    if c.any(&["完成后", "办结后"]) {
        let amount = c.number()?;
        let unit = span(c)?;
        return Some((Rhythm::AfterCompletion { amount, unit }, false));
    }
    if c.any(&["每周", "每星期"]) {
        let weekday = c.weekday();
        return Some((Rhythm::Weekly { weekday: weekday.unwrap_or(5) }, weekday.is_none()));
    }
    if c.any(&["每月", "每个月", "按月", "逐月"]) {
        let day = day(c);
        return Some((Rhythm::Monthly { day: day.unwrap_or(31) }, day.is_none()));
    }
    if c.any(&["每季度", "每个季度", "每季", "按季度", "按季"]) {
        let month = month_of(c, 3);
        let day = day(c);
        return Some((Rhythm::Quarterly { month: month.unwrap_or(3), day: day.unwrap_or(31) }, day.is_none()));
    }
    if c.any(&["每半年"]) {
        let month = month_of(c, 6);
        let day = day(c);
        return Some((Rhythm::HalfYearly { month: month.unwrap_or(6), day: day.unwrap_or(31) }, day.is_none()));
    }
    if c.any(&["每年度", "每年", "按年"]) {
        c.any(&["的", "在", "于"]);
        if let Some((festival, name)) = Festival::named_in(c.rest()).filter(|(_, name)| c.rest().starts_with(name)) {
            c.at += name.len();
            c.any(&["节"]);
            return Some((Rhythm::Festival { festival }, false));
        }
        let before = c.at;
        if let Some(month) = c.number().filter(|_| c.any(&["月份", "月"])) {
            let day = day(c);
            return Some((Rhythm::Yearly { month: u8::try_from(month).ok()?, day: day.unwrap_or(31) }, day.is_none()));
        }
        c.at = before;
        c.any(&["年底", "年末", "底", "末"]);
        return Some((Rhythm::Yearly { month: 12, day: 31 }, true));
    }
    if c.any(&["每隔", "每"]) {
        let amount = c.number()?;
        let unit = span(c)?;
        return Some((Rhythm::AfterCompletion { amount, unit }, false));
    }
    None
}

fn span(c: &mut Cursor<'_>) -> Option<Span> {
    if c.any(&["个月", "月"]) {
        Some(Span::Months)
    } else if c.any(&["天", "日"]) {
        Some(Span::Days)
    } else {
        None
    }
}

/// 5日, 底, 最后一天, 上旬.
fn day(c: &mut Cursor<'_>) -> Option<u8> {
    let before = c.at;
    if let Some(day) = c.number().filter(|_| c.any(&["日", "号"])) {
        return u8::try_from(day).ok();
    }
    c.at = before;
    let named = [("最后一天", 31), ("月底", 31), ("月末", 31), ("底", 31), ("末", 31), ("上旬", 10), ("中旬", 20), ("下旬", 31)];
    named.into_iter().find(|(name, _)| c.any(&[name])).map(|(_, day)| day)
}

/// 末月, 首月, 第二个月.
fn month_of(c: &mut Cursor<'_>, months: u8) -> Option<u8> {
    let before = c.at;
    if c.any(&["末月", "最后一个月", "的最后一个月"]) {
        return Some(months);
    }
    if c.any(&["首月", "第一个月"]) {
        return Some(1);
    }
    if c.any(&["第"])
        && let Some(month) = c.number().filter(|_| c.any(&["个月", "月"]))
    {
        return u8::try_from(month).ok();
    }
    c.at = before;
    None
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Steps over the first of these that stands here.
    fn any(&mut self, words: &[&str]) -> bool {
        let found = words.iter().find(|word| self.rest().starts_with(**word)).map(|word| word.len());
        self.at += found.unwrap_or(0);
        found.is_some()
    }

    /// 20 or 二十.
    fn number(&mut self) -> Option<u32> {
        let digits: String = self.rest().chars().take_while(char::is_ascii_digit).take(4).collect();
        if !digits.is_empty() {
            self.at += digits.len();
            return digits.parse().ok();
        }
        const NUMERALS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        let mut value: Option<u32> = None;
        let mut length = 0;
        for c in self.rest().chars().take(3) {
            let digit = NUMERALS.iter().position(|numeral| *numeral == c).and_then(|at| u32::try_from(at).ok());
            let digit = if c == '两' { Some(2) } else { digit };
            match (digit, c) {
                (Some(digit), _) => value = Some(value.unwrap_or(0) + digit),
                (None, '十') => value = Some(value.unwrap_or(1) * 10),
                _ => break,
            }
            length += c.len_utf8();
        }
        self.at += length;
        value
    }

    fn weekday(&mut self) -> Option<u8> {
        const DAYS: [(&str, u8); 15] = [
            ("一", 1),
            ("二", 2),
            ("三", 3),
            ("四", 4),
            ("五", 5),
            ("六", 6),
            ("日", 7),
            ("天", 7),
            ("1", 1),
            ("2", 2),
            ("3", 3),
            ("4", 4),
            ("5", 5),
            ("6", 6),
            ("7", 7),
        ];
        // 每周一次 is no Monday.
        if self.rest().starts_with("一次") || self.rest().starts_with("一期") {
            return None;
        }
        DAYS.iter().find(|(name, _)| self.any(&[name])).map(|(_, weekday)| *weekday)
    }
}

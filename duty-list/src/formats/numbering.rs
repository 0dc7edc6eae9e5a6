//! Word's automatic numbering: `word/numbering.xml` resolved to the text that Word prints before a paragraph.

use std::collections::HashMap;

use super::xml::{Part, Step};
use crate::ReadError;

/// What stands before an item without a number: the mark-up of a list item.
pub(super) const ITEM: &str = "<li>";

/// Word knows nine levels.
const LEVELS: usize = 9;

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    levels: HashMap<u32, Vec<Level>>,
    instances: HashMap<u32, Instance>,
    /// The list and level of a paragraph style.
    styles: HashMap<String, (u32, u32)>,
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
}

#[derive(Debug, Clone, Default)]
struct Instance {
    definition: u32,
    starts: Vec<(usize, u32)>,
    begun: bool,
}

impl Numbering {
    /// Reads the definitions and the styles that use them.
    pub fn read(numbering: &str, styles: &str) -> Result<Self, ReadError> {
        let mut out = Self::default();
        out.read_definitions(numbering)?;
        out.read_styles(styles)?;
        Ok(out)
    }

    fn read_definitions(&mut self, text: &str) -> Result<(), ReadError> {
        let mut part = Part::new(text);
        let (mut definition, mut instance, mut level) = (None, None, 0_usize);
        loop {
            let tag = match part.step()? {
                Step::Start(tag) => tag,
                Step::End(name) => {
                    match name.as_str() {
                        "abstractNum" => definition = None,
                        "num" => instance = None,
                        _ => {}
                    }
                    continue;
                }
                Step::Text(_) => continue,
                Step::Done => return Ok(()),
            };
            let id = |name: &str| tag.get(name).and_then(|id| id.trim().parse::<u32>().ok());
            match tag.name.as_str() {
                "abstractNum" => definition = id("abstractNumId"),
                "num" => {
                    instance = id("numId");
                    if let Some(id) = instance {
                        self.instances.insert(id, Instance::default());
                    }
                }
                "lvl" | "lvlOverride" => level = id("ilvl").map_or(0, |l| l as usize).min(LEVELS - 1),
                "abstractNumId" => {
                    if let (Some(instance), Some(definition)) = (instance.and_then(|i| self.instances.get_mut(&i)), tag.number()) {
                        instance.definition = definition;
                    }
                }
                "startOverride" => {
                    if let (Some(instance), Some(start)) = (instance.and_then(|i| self.instances.get_mut(&i)), tag.number()) {
                        instance.starts.push((level, start));
                    }
                }
                name @ ("start" | "numFmt" | "lvlText") => {
                    let Some(definition) = definition else { continue };
                    let levels = self.levels.entry(definition).or_insert_with(|| vec![Level { start: 1, ..Level::default() }; LEVELS]);
                    let value = tag.get("val").unwrap_or_default();
                    match name {
                        "start" => levels[level].start = value.trim().parse().unwrap_or(1),
                        "numFmt" => levels[level].format = value,
                        _ => levels[level].text = value,
                    }
                }
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, text: &str) -> Result<(), ReadError> {
        let mut part = Part::new(text);
        let mut style: Option<String> = None;
        let mut list = (None, None);
        loop {
            match part.step()? {
                Step::Start(tag) => match tag.name.as_str() {
                    "style" => (style, list) = (tag.get("styleId"), (None, None)),
                    "numId" => list.0 = tag.number(),
                    "ilvl" => list.1 = tag.number(),
                    _ => {}
                },
                Step::End(name) if name == "style" => {
                    if let (Some(style), Some(number)) = (style.take(), list.0) {
                        self.styles.insert(style, (number, list.1.unwrap_or(0)));
                    }
                }
                Step::End(_) | Step::Text(_) => {}
                Step::Done => return Ok(()),
            }
        }
    }

    /// What Word prints before the next paragraph of a list; `None` for a paragraph of none.
    pub fn label(&mut self, (number, level): (Option<u32>, Option<u32>), style: Option<&str>) -> Option<String> {
        let styled = style.and_then(|style| self.styles.get(style)).copied();
        let number = number.or(styled.map(|(number, _)| number)).filter(|number| *number != 0)?;
        let level = level.or(styled.map(|(_, level)| level)).unwrap_or(0) as usize;
        let level = level.min(LEVELS - 1);
        let instance = self.instances.get_mut(&number)?;
        let levels = self.levels.get(&instance.definition)?;
        let counters = self.counters.entry(instance.definition).or_insert([None; LEVELS]);
        if !instance.begun {
            instance.begun = true;
            for (level, start) in &instance.starts {
                counters[*level] = start.checked_sub(1);
            }
        }
        let value = counters[level].map_or(levels[level].start, |value| value.saturating_add(1));
        counters[level] = Some(value);
        counters[level + 1..].fill(None);
        let own = &levels[level];
        if matches!(own.format.as_str(), "bullet" | "none") || own.text.is_empty() {
            return Some(ITEM.to_owned());
        }
        let mut out = String::new();
        let mut chars = own.text.chars();
        while let Some(c) = chars.next() {
            match c {
                '%' => match chars.next().and_then(|c| c.to_digit(10)).filter(|d| *d > 0) {
                    Some(digit) => {
                        let at = (digit as usize - 1).min(LEVELS - 1);
                        out.push_str(&written(counters[at].unwrap_or(levels[at].start), &levels[at].format));
                    }
                    None => out.push(c),
                },
                c => out.push(c),
            }
        }
        if out.ends_with(|c: char| c.is_ascii()) {
            out.push(' ');
        }
        Some(out)
    }
}

/// A number in one of Word's formats; an unknown one is written in digits.
pub(super) fn written(value: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseDigitalTenThousand" => chinese(value),
        "decimalFullWidth" | "decimalFullWidth2" => {
            value.to_string().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)).collect()
        }
        "decimalZero" => format!("{value:02}"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&value) => {
            char::from_u32(0x2460 + value - 1).map(String::from).unwrap_or_default()
        }
        "lowerLetter" | "upperLetter" if (1..=26).contains(&value) => {
            let letter = char::from_u32('a' as u32 + value - 1).unwrap_or('a');
            if format == "upperLetter" { letter.to_ascii_uppercase().to_string() } else { letter.to_string() }
        }
        "lowerRoman" | "upperRoman" if (1..=39).contains(&value) => {
            let units = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
            let roman = format!("{}{}", "x".repeat(value as usize / 10), units[value as usize % 10]);
            if format == "upperRoman" { roman.to_ascii_uppercase() } else { roman }
        }
        _ => value.to_string(),
    }
}

/// 1 → 一, 12 → 十二, 25 → 二十五; beyond 99 in digits.
fn chinese(value: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, unit) = (value as usize / 10, value as usize % 10);
    match tens {
        0 => DIGITS[unit].to_owned(),
        1 => format!("十{}", DIGITS[unit]),
        2..=9 => format!("{}十{}", DIGITS[tens], DIGITS[unit]),
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_count_for_themselves_and_start_anew_under_a_new_parent() {
        let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
            </w:numbering>"#;
        let styles =
            r#"<w:styles xmlns:w="w"><w:style w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"#;
        let mut n = Numbering::read(numbering, styles).unwrap();
        let mut label = |number, level| n.label((Some(number), Some(level)), None).unwrap();
        assert_eq!([label(1, 0), label(1, 1), label(1, 1)], ["一、", "1. ", "2. "]);
        assert_eq!([label(1, 0), label(1, 1), label(1, 1)], ["二、", "1. ", "2. "]);
        assert_eq!([label(2, 1), label(1, 1)], ["1. ", "2. "]);
        assert_eq!(n.label((None, None), Some("S")).as_deref(), Some("三、"));
        assert_eq!(n.label((Some(0), None), Some("S")), None, "number 0 takes a paragraph out of its style's list");
        assert_eq!(n.label((None, None), None), None);
    }

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let all = [(1, "chineseCounting"), (12, "chineseCounting"), (20, "japaneseCounting"), (3, "decimalEnclosedCircle")];
        assert_eq!(all.map(|(value, format)| written(value, format)), ["一", "十二", "二十", "③"]);
        let all = [(12, "decimalFullWidth"), (2, "upperLetter"), (14, "lowerRoman"), (100, "decimal")];
        assert_eq!(all.map(|(value, format)| written(value, format)), ["１２", "B", "xiv", "100"]);
    }
}

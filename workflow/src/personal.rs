//! Finds what must not be stored: identity-card and bank-card numbers in what people type. Dutyflow keeps work, not residents.
//!
//! Identity cards: GB 11643, 17 digits and a check character by ISO 7064 MOD 11-2, with a possible date of birth. Bank cards: ISO/IEC 7812, 16 to 19
//! digits beginning with 3 to 6 and a Luhn check digit. Spaces and hyphens between the digits do not hide a number.

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    /// 居民身份证号码
    IdentityCard,
    /// 银行卡号
    BankCard,
}

/// The first number in a text that must not be stored.
#[must_use]
pub fn find(text: &str) -> Option<Personal> {
    runs(text).into_iter().find_map(|groups| {
        // Numbers that stand side by side look like one written in groups: every stretch of neighbouring groups is tried.
        (0..groups.len()).find_map(|from| {
            let mut run = String::new();
            groups.iter().skip(from).find_map(|group| {
                run.push_str(group);
                if run.len() > LONGEST {
                    None
                } else if is_identity_card(&run) {
                    Some(Personal::IdentityCard)
                } else if is_bank_card(&run) {
                    Some(Personal::BankCard)
                } else {
                    None
                }
            })
        })
    })
}

/// The longest number that is looked for.
const LONGEST: usize = 19;

/// The runs of digits of a text, each as the groups in which it is written; full-width digits count, a few separators inside a run are passed over, an
/// X belongs to a run of seventeen.
fn runs(text: &str) -> Vec<Vec<String>> {
    let mut runs: Vec<Vec<String>> = Vec::new();
    let mut groups: Vec<String> = Vec::new();
    let mut group = String::new();
    let mut gap = 0_u8;
    for c in text.chars().chain(std::iter::once('\n')) {
        let c = match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            'ｘ' | 'Ｘ' | 'x' => 'X',
            other => other,
        };
        match c {
            '0'..='9' => {
                group.push(c);
                gap = 0;
            }
            'X' if !group.is_empty() => {
                group.push('X');
                groups.push(std::mem::take(&mut group));
            }
            ' ' | '\u{3000}' | '\u{a0}' | '-' | '.' | '·' | '_' if (!group.is_empty() || !groups.is_empty()) && gap < MOST_GAP => {
                gap += 1;
                if !group.is_empty() {
                    groups.push(std::mem::take(&mut group));
                }
            }
            _ => {
                if !group.is_empty() {
                    groups.push(std::mem::take(&mut group));
                }
                if !groups.is_empty() {
                    runs.push(std::mem::take(&mut groups));
                }
                gap = 0;
            }
        }
    }
    runs
}

/// How many separators may stand side by side inside one number.
const MOST_GAP: u8 = 3;

fn is_identity_card(run: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    if run.len() != 18 || !is_birthday(&run[6..14]) {
        return false;
    }
    let sum: u32 = run.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap_or(0) * weight).sum();
    let expected = CHECK[(sum % 11) as usize];
    run.ends_with(expected)
}

fn is_birthday(digits: &str) -> bool {
    chrono::NaiveDate::parse_from_str(digits, "%Y%m%d").is_ok_and(|date| (1880..2100).contains(&chrono::Datelike::year(&date)))
}

fn is_bank_card(run: &str) -> bool {
    if !(16..=19).contains(&run.len()) || !run.starts_with(['3', '4', '5', '6']) || run.contains('X') {
        return false;
    }
    let sum: u32 = run
        .chars()
        .rev()
        .enumerate()
        .map(|(at, c)| {
            let digit = c.to_digit(10).unwrap_or(0);
            let doubled = if at % 2 == 1 { digit * 2 } else { digit };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_card_number_is_found_also_when_spaced_or_full_width() {
        // Made up: the region 000000 does not exist.
        assert_eq!(find("身份证号 000000195001010016。"), None, "wrong check digit");
        let card = with_check("00000019500101001");
        assert_eq!(find(&format!("张某，{card}，已核查")), Some(Personal::IdentityCard));
        let spaced: String = format!("{} {} {}", &card[..6], &card[6..14], &card[14..]);
        assert_eq!(find(&spaced), Some(Personal::IdentityCard));
        for beside in
            [format!("{card} 13900000000"), format!("1 {card}"), format!("{card} {card}"), format!("{}  {}", &card[..6], &card[6..])]
        {
            assert_eq!(find(&beside), Some(Personal::IdentityCard), "{beside}");
        }
        let wide: String = card.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32('０' as u32 + d)).unwrap_or('Ｘ')).collect();
        assert_eq!(find(&wide), Some(Personal::IdentityCard));
    }

    #[test]
    fn a_bank_card_number_is_found() {
        assert_eq!(find("卡号 6222 0000 0000 0000 000"), None, "wrong check digit");
        assert_eq!(find("卡号：4111-1111-1111-1111"), Some(Personal::BankCard));
    }

    #[test]
    fn document_numbers_dates_and_phone_numbers_pass() {
        for text in ["阿民发〔2026〕12号", "13900000000", "2026-11-23 10:00", "应查 1234 户，已查 1200 户", "", "工单 20261123000012345"]
        {
            assert_eq!(find(text), None, "{text}");
        }
    }

    fn with_check(seventeen: &str) -> String {
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X"]
            .into_iter()
            .map(|check| format!("{seventeen}{check}"))
            .find(|card| is_identity_card(card))
            .unwrap()
    }
}

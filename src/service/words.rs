//! What people type: trimmed, bounded, and without a resident's numbers.

use workflow::personal::{self, Personal};

use super::error::Problem;

/// The longest sentence of a summary, in characters.
pub const SUMMARY: usize = 500;
/// The longest note or reason.
pub const NOTE: usize = 2_000;
/// The longest name, title or document number.
pub const SHORT: usize = 100;

/// A text that must be there.
pub fn required(field: &'static str, text: &str, most: usize, problems: &mut Vec<Problem>) -> String {
    let text = text.trim();
    if text.is_empty() {
        problems.push(Problem::new(field, "missing", "此项必填"));
    }
    checked(field, text, most, problems)
}

/// A text that may be left out; empty means left out.
pub fn optional(field: &'static str, text: Option<&str>, most: usize, problems: &mut Vec<Problem>) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    Some(checked(field, text, most, problems))
}

fn checked(field: &'static str, text: &str, most: usize, problems: &mut Vec<Problem>) -> String {
    if text.chars().count() > most {
        problems.push(Problem::new(field, "too-long", format!("最多 {most} 个字")));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        problems.push(Problem::new(field, "control", "含有无法保存的字符"));
    }
    match personal::find(text) {
        Some(Personal::IdentityCard) => {
            problems.push(Problem::new(
                field,
                "identity-card",
                "请不要填写身份证号码：本系统只记工作，不存居民个人信息，请在原业务系统中登记",
            ));
        }
        Some(Personal::BankCard) => {
            problems.push(Problem::new(field, "bank-card", "请不要填写银行卡号：本系统只记工作，不存居民个人信息，请在原业务系统中登记"));
        }
        None => {}
    }
    text.to_owned()
}

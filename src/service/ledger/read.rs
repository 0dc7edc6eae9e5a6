//! Reading a ledger's workbook: the heading found by its words, every row with what becomes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};
use workflow::personal::{self, Personal};

use crate::service::error::ServiceError;
use crate::store::ledger_rows::PastLine;
use crate::store::org::spelling_key;

/// The largest file, in bytes.
const LARGEST: usize = 5 << 20;
/// The most rows.
const MOST_ROWS: usize = 5_000;
/// In how many rows from the top the heading is looked for.
const HEADING_WITHIN: usize = 10;
/// The longest cell, in characters.
const LONGEST: usize = 2_000;

/// A row and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ReadRow {
    /// Its number in the sheet, from 1.
    pub row: usize,
    pub line: PastLine,
    pub outcome: Outcome,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It can be imported.
    Takes,
    /// It was imported before.
    Known,
    /// An earlier row of the same sheet is the same.
    Twice(usize),
    /// It is a workflow of the system.
    Running,
    /// It cannot be taken.
    Wrong(Vec<Fault>),
}

impl Outcome {
    /// Whether the row has a resident's number.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        matches!(self, Self::Wrong(faults) if faults.iter().any(|fault| matches!(fault, Fault::Identity(_) | Fault::Bank(_))))
    }
}

/// What is wrong with a row; the column by its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No 事项.
    Missing,
    /// A cell is too long.
    TooLong(&'static str),
    /// A cell has characters that cannot be kept.
    Control(&'static str),
    /// A cell has an identity-card number.
    Identity(&'static str),
    /// A cell has a bank-card number.
    Bank(&'static str),
    /// 是否办结 is neither yes nor no.
    Finished,
    /// The date of entry cannot be read.
    Date,
    /// The date of entry is of another year.
    OtherYear,
}

// Each column by its heading first, then by the headings that offices write in its place.
const MATTER: &[&str] = &["事项", "工作事项", "事项名称", "工作内容", "交办事项", "事项内容"];
const ORIGIN: &[&str] = &["来源及文号", "来源", "事项来源", "来文单位及文号", "文号"];
const LEADER: &[&str] = &["批示(交办)领导", "批示领导", "交办领导", "批示、交办领导", "领导"];
const MAIN: &[&str] = &["主办", "主办单位", "主办站所", "牵头", "牵头单位", "责任单位", "责任站所"];
const OTHERS: &[&str] = &["协办", "协办单位", "协办站所", "配合单位"];
const HANDLER: &[&str] = &["经办人", "责任人", "承办人"];
const DUE: &[&str] = &["时限", "办理时限", "完成时限", "办结时限", "要求完成时间"];
const PROGRESS: &[&str] = &["进展情况", "进展", "办理情况", "完成情况", "落实情况"];
const PROBLEMS: &[&str] = &["存在问题", "问题", "存在的问题"];
const FINISHED: &[&str] = &["是否办结", "办结", "是否完成", "是否销号"];
const REMARK: &[&str] = &["备注", "说明"];
const ENTERED: &[&str] = &["登记日期", "登记时间", "交办时间", "交办日期", "收文日期", "来文时间", "来文日期", "日期"];

/// The rows of the first sheet.
pub(super) fn rows(bytes: Vec<u8>, year: i32) -> Result<Vec<ReadRow>, ServiceError> {
    let wrong = |code: &'static str, message: &'static str| ServiceError::invalid("file", code, message);
    if bytes.len() > LARGEST {
        return Err(wrong("too-large", "文件太大"));
    }
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| wrong("not-xlsx", "不是 xlsx 表格"))?;
    let sheet = book.worksheet_range_at(0).and_then(Result::ok).ok_or_else(|| wrong("not-xlsx", "没有可读的工作表"))?;
    let first = sheet.start().map_or(0, |(row, _)| usize::try_from(row).unwrap_or(0));
    let found = sheet.rows().take(HEADING_WITHIN).enumerate().find_map(|(at, row)| Some((at, Columns::of(row)?)));
    let (heading, columns) = found.ok_or_else(|| wrong("no-heading", "没有找到表头"))?;
    let mut out = Vec::new();
    for (at, row) in sheet.rows().enumerate().skip(heading + 1) {
        let line = columns.line(row, year);
        if line.is_blank() {
            continue;
        }
        if out.len() == MOST_ROWS {
            return Err(wrong("too-long", "行数太多"));
        }
        out.push(line.into_row(first + at + 1, year));
    }
    if out.is_empty() { Err(wrong("empty", "表头下面没有内容")) } else { Ok(out) }
}

/// Notes which rows are there already, in the ledger, among the workflows, or further up.
pub(super) fn compare(mut rows: Vec<ReadRow>, known: &BTreeSet<String>, titles: &BTreeSet<String>) -> Vec<ReadRow> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows.iter_mut().filter(|row| row.outcome == Outcome::Takes) {
        if known.contains(&row.line.fingerprint) {
            row.outcome = Outcome::Known;
        } else if titles.contains(&row.line.matter) {
            row.outcome = Outcome::Running;
        } else if let Some(earlier) = seen.get(&row.line.fingerprint) {
            row.outcome = Outcome::Twice(*earlier);
        } else {
            seen.insert(row.line.fingerprint.clone(), row.row);
        }
    }
    rows
}

/// Where the columns stand.
struct Columns {
    matter: usize,
    others: [Option<usize>; 11],
}

impl Columns {
    /// From a row that has at least 事项 and 主办.
    fn of(row: &[Data]) -> Option<Self> {
        let heads: Vec<String> = row.iter().map(|cell| spelling_key(&text(cell))).collect();
        let at = |names: &[&str]| names.iter().find_map(|name| heads.iter().position(|head| *head == spelling_key(name)));
        let (matter, main) = (at(MATTER)?, at(MAIN)?);
        let others = [
            at(ORIGIN),
            at(LEADER),
            Some(main),
            at(OTHERS),
            at(HANDLER),
            at(DUE),
            at(PROGRESS),
            at(PROBLEMS),
            at(FINISHED),
            at(REMARK),
            at(ENTERED),
        ];
        Some(Self { matter, others })
    }

    fn line(&self, row: &[Data], year: i32) -> Written {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map(text).unwrap_or_default();
        let [origin, leader, main, others, handler, due, progress, problems, finished, remark, entered] = self.others;
        Written {
            line: PastLine {
                year,
                matter: cell(Some(self.matter)),
                origin: cell(origin),
                leader: cell(leader),
                main_unit: cell(main),
                other_units: cell(others),
                handler: cell(handler),
                due: cell(due),
                progress: cell(progress),
                problems: cell(problems),
                remark: cell(remark),
                ..PastLine::default()
            },
            finished: cell(finished),
            entered: cell(entered),
        }
    }
}

/// A row as it stands there.
struct Written {
    line: PastLine,
    finished: String,
    entered: String,
}

impl Written {
    fn cells(&self) -> [(&'static str, &str); 12] {
        let line = &self.line;
        [
            (MATTER[0], &line.matter),
            (ORIGIN[0], &line.origin),
            (LEADER[0], &line.leader),
            (MAIN[0], &line.main_unit),
            (OTHERS[0], &line.other_units),
            (HANDLER[0], &line.handler),
            (DUE[0], &line.due),
            (PROGRESS[0], &line.progress),
            (PROBLEMS[0], &line.problems),
            (FINISHED[0], &self.finished),
            (REMARK[0], &line.remark),
            (ENTERED[0], &self.entered),
        ]
    }

    fn is_blank(&self) -> bool {
        self.cells().iter().all(|(_, cell)| cell.is_empty())
    }

    fn into_row(mut self, row: usize, year: i32) -> ReadRow {
        let mut faults = Vec::new();
        if self.line.matter.is_empty() {
            faults.push(Fault::Missing);
        }
        for (column, cell) in self.cells() {
            if cell.chars().count() > LONGEST {
                faults.push(Fault::TooLong(column));
            }
            if cell.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
                faults.push(Fault::Control(column));
            }
            match personal::find(cell) {
                Some(Personal::IdentityCard) => faults.push(Fault::Identity(column)),
                Some(Personal::BankCard) => faults.push(Fault::Bank(column)),
                None => {}
            }
        }
        match finished(&self.finished) {
            Ok(finished) => self.line.finished = finished,
            Err(()) => faults.push(Fault::Finished),
        }
        if !self.entered.is_empty() {
            match day(&self.entered) {
                Some(day) if day.year() == year => self.line.entered_on = Some(day),
                Some(_) => faults.push(Fault::OtherYear),
                None => faults.push(Fault::Date),
            }
        }
        self.line.fingerprint = fingerprint(&self.line);
        ReadRow { row, line: self.line, outcome: if faults.is_empty() { Outcome::Takes } else { Outcome::Wrong(faults) } }
    }
}

/// What makes a line the same line: not how far it has come.
fn fingerprint(line: &PastLine) -> String {
    let year = line.year.to_string();
    let entered = line.entered_on.map(|day| day.to_string()).unwrap_or_default();
    let parts = [&year, &entered, &line.matter, &line.origin, &line.leader, &line.main_unit, &line.other_units, &line.handler, &line.due]
        .map(|part| spelling_key(part));
    Sha256::digest(parts.join("\u{1f}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// 是, 已办结 …; nothing is not known.
fn finished(text: &str) -> Result<Option<bool>, ()> {
    let key = spelling_key(text);
    // What our own export writes: 是 2025-11-23.
    let word = key.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    match word {
        "" => {
            if key.is_empty() {
                Ok(None)
            } else {
                Err(())
            }
        }
        "是" | "已办结" | "办结" | "已完成" | "完成" | "已销号" | "销号" | "√" | "✓" | "Y" | "y" | "yes" | "Yes" => {
            Ok(Some(true))
        }
        "否" | "未办结" | "未完成" | "办理中" | "在办" | "未销号" | "×" | "N" | "n" | "no" | "No" => Ok(Some(false)),
        _ => Err(()),
    }
}

/// A day as people write it: 2025-03-01, 2025/3/1, 2025.3.1, 2025年3月1日.
fn day(text: &str) -> Option<NaiveDate> {
    let plain: String = spelling_key(text).chars().map(|c| if c.is_ascii_digit() { c } else { '-' }).collect();
    let mut parts = plain.split('-').filter(|part| !part.is_empty());
    let day = NaiveDate::from_ymd_opt(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    day.filter(|_| parts.next().is_none())
}

/// A cell as text: whole numbers without a fraction, dates as 2025-03-01.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_it_is_finished_is_read_as_offices_write_it() {
        for yes in ["是", "已办结", " 是 2025-11-23", "√"] {
            assert_eq!(finished(yes), Ok(Some(true)), "{yes}");
        }
        assert_eq!(finished("否"), Ok(Some(false)));
        assert_eq!(finished(""), Ok(None));
        assert_eq!(finished("大概"), Err(()));
    }

    #[test]
    fn a_day_is_read_as_offices_write_it() {
        let first = NaiveDate::from_ymd_opt(2025, 3, 1);
        for text in ["2025-03-01", "2025/3/1", "2025.3.1", "2025年3月1日"] {
            assert_eq!(day(text), first, "{text}");
        }
        assert_eq!(day("3月1日"), None);
        assert_eq!(day("2025-02-30"), None);
    }
}

//! The overdue report as a supervisor gets it once a week: figures by side and unit for the mail, and the whole as a workbook. Offices and matters, no persons.

use super::overdue::{OfTown, Rows, Side, build};
use super::sheet;
use crate::text::{Language, Texts, date};

/// The report of a week.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Weekly {
    /// Matters that are late on the town's side.
    pub town: usize,
    /// Matters that are late on a body's side.
    pub body: usize,
    /// How many of both have a date that is reported upward.
    pub official: usize,
    /// Open work without a date.
    pub undated: usize,
    /// The offices, villages and bodies that have something late, in the order of their names.
    pub units: Vec<(String, usize)>,
    /// The name of the file.
    pub file: String,
    /// The workbook.
    pub xlsx: Vec<u8>,
}

/// Makes the report in the language of this code.
///
/// # Errors
/// When the library for workbooks refuses.
pub fn weekly(language: &str, rows: Rows<'_>, calendars: OfTown<'_>) -> Result<Weekly, rust_xlsxwriter::XlsxError> {
    let t = Texts::of(Language::from_code(language).unwrap_or_default());
    let report = build(t, rows, calendars);
    Ok(Weekly {
        town: report.count(Side::Town),
        body: report.count(Side::Body),
        official: report.official(),
        undated: report.undated.len(),
        units: report.units().into_iter().map(|(unit, _, count)| (unit, count)).collect(),
        file: format!("{}-{}.xlsx", t.report.file_name, date::local_date(rows.at)),
        xlsx: sheet::xlsx(&report.sheets(t))?,
    })
}

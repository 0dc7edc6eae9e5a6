//! A table that people take away: as xlsx with column widths, a frozen header and a filter, or as csv that a spreadsheet opens.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

/// A table.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Sheet {
    /// The tab's name.
    pub name: String,
    /// The line above the table.
    pub title: String,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Cell {
    Empty,
    Text(String),
    Number(i64),
    Date(NaiveDate),
}

impl Cell {
    /// As text: dates as 2026-11-23.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.format("%Y-%m-%d").to_string(),
        }
    }
}

/// The widest column, in characters.
const WIDEST: usize = 48;

/// The sheets as an xlsx file.
///
/// # Errors
/// When the library refuses, which for our own names and values is a fault of ours.
pub fn xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = Format::new().set_bold().set_font_size(14);
    let header = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0xE8_EEF4))
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter);
    let body = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new().set_border(FormatBorder::Thin).set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.name)?;
        page.write_string_with_format(0, 0, &sheet.title, &title)?;
        for (at, head) in (0_u16..).zip(&sheet.headers) {
            page.write_string_with_format(1, at, head, &header)?;
            page.set_column_width(at, width(sheet, usize::from(at)))?;
        }
        for (line, row) in (2_u32..).zip(&sheet.rows) {
            for (at, cell) in (0_u16..).zip(row) {
                match cell {
                    Cell::Empty => page.write_blank(line, at, &body)?,
                    // Written as text, never as a formula, whatever it begins with.
                    Cell::Text(text) => page.write_string_with_format(line, at, text, &body)?,
                    #[expect(clippy::cast_precision_loss, reason = "counts and days are far below 2^52")]
                    Cell::Number(number) => page.write_number_with_format(line, at, *number as f64, &body)?,
                    Cell::Date(date) => {
                        let year = u16::try_from(date.year()).unwrap_or(1900);
                        let month = u8::try_from(date.month()).unwrap_or(1);
                        let date = ExcelDateTime::from_ymd(year, month, u8::try_from(date.day()).unwrap_or(1))?;
                        page.write_datetime_with_format(line, at, &date, &day)?
                    }
                };
            }
        }
        let last = u16::try_from(sheet.headers.len().saturating_sub(1)).unwrap_or(0);
        let bottom = u32::try_from(sheet.rows.len()).unwrap_or(0).saturating_add(1);
        page.autofilter(1, 0, bottom, last)?;
        page.set_freeze_panes(2, 0)?;
        page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        page.set_repeat_rows(1, 1)?;
    }
    book.save_to_buffer()
}

/// A column's width: Chinese characters are twice as wide as Latin ones.
fn width(sheet: &Sheet, column: usize) -> f64 {
    let wide = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let head = sheet.headers.get(column).map_or(0, |head| wide(head));
    let longest = sheet.rows.iter().filter_map(|row| row.get(column)).map(|cell| wide(&cell.text())).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "at most WIDEST")]
    let width = (longest.max(head) + 2).clamp(6, WIDEST) as f64;
    width
}

/// The first sheets as one csv: UTF-8 with a byte order mark, so that spreadsheets read the Chinese; the sheet's name as first column.
///
/// # Errors
/// When the writer fails, which in memory it does not.
pub fn csv(column: &str, sheets: &[Sheet]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    if let Some(sheet) = sheets.first() {
        writer.write_record(std::iter::once(column).chain(sheet.headers.iter().map(String::as_str)))?;
    }
    for sheet in sheets {
        for row in &sheet.rows {
            writer.write_record(std::iter::once(sheet.name.clone()).chain(row.iter().map(|cell| inert(&cell.text()))))?;
        }
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// A text that no spreadsheet takes for a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            name: "逾期".to_owned(),
            title: "逾期清单".to_owned(),
            headers: vec!["序号".to_owned(), "事项".to_owned(), "到期".to_owned()],
            rows: vec![vec![Cell::Number(1), Cell::Text("=1+1".to_owned()), Cell::Date(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap())]],
        }
    }

    #[test]
    fn a_spreadsheet_reads_the_csv_and_takes_nothing_for_a_formula() {
        let text = String::from_utf8(csv("表", &[sheet()]).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}表,序号,事项,到期\n逾期,1,'=1+1,2026-11-23\n");
    }

    #[test]
    fn the_xlsx_opens_and_has_the_values() {
        use calamine::{Data, Reader};
        let bytes = xlsx(&[sheet()]).unwrap();
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("逾期").unwrap();
        assert_eq!(range.get_value((1, 1)), Some(&Data::String("事项".to_owned())));
        assert_eq!(range.get_value((2, 1)), Some(&Data::String("=1+1".to_owned())));
        assert_eq!(range.get_value((2, 0)), Some(&Data::Float(1.0)));
    }
}

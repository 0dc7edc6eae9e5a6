//! The bundled list in other layouts and formats: the same duties, the same clauses. `scripts/make-list-fixtures` derives the files.
#![cfg(feature = "formats")]
#![allow(clippy::unwrap_used)]

use duty_list::{Duty, read};
use serde_json::Value;

fn file(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// What must be the same in every layout: all but the line, how a header is written, and white space.
fn content(duties: &[Duty]) -> Vec<Value> {
    fn same(value: &mut Value) {
        match value {
            Value::String(text) => text.retain(|c| !c.is_whitespace()),
            Value::Array(values) => values.iter_mut().for_each(same),
            Value::Object(fields) => {
                fields.retain(|name, _| name != "line" && name != "header");
                fields.values_mut().for_each(same);
            }
            _ => {}
        }
    }
    let mut values: Vec<Value> = duties.iter().map(|duty| serde_json::to_value(duty).unwrap()).collect();
    values.iter_mut().for_each(same);
    values
}

fn reads_alike(name: &str) {
    let wanted = content(&read(&file("data/aheqi-zhen-2025-07.txt")).unwrap().duties);
    let found = content(&read(&file(&format!("tests/fixtures/lists/{name}"))).unwrap().duties);
    let differences: Vec<String> = wanted
        .iter()
        .zip(&found)
        .filter(|(wanted, found)| wanted != found)
        .map(|(wanted, found)| format!("{} {}: {}", wanted["kind"], wanted["no"], difference(wanted, found)))
        .collect();
    assert_eq!(found.len(), wanted.len(), "{name}: {} duties differ", differences.len());
    assert!(differences.is_empty(), "{name}: {} duties differ\n{}", differences.len(), differences.join("\n"));
}

/// The first place at which two values differ, with both sides.
fn difference(wanted: &Value, found: &Value) -> String {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            let Some((name, value)) = wanted.iter().find(|(name, value)| found.get(*name) != Some(value)) else {
                return "more fields".to_owned();
            };
            format!("{name} {}", difference(value, &found[name]))
        }
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            let at = wanted.iter().zip(found).position(|(wanted, found)| wanted != found).unwrap_or_default();
            format!("[{at}] {}", difference(&wanted[at], &found[at]))
        }
        (Value::Array(wanted), Value::Array(found)) => format!("{} instead of {}: {found:?}", found.len(), wanted.len()),
        _ => format!("{found} instead of {wanted}"),
    }
}

macro_rules! layouts {
    ($($name:ident: $file:literal,)*) => {
        $(#[test] fn $name() { reads_alike($file); })*

        #[test]
        fn every_file_of_the_folder_is_read() {
            let folder = format!("{}/../tests/fixtures/lists", env!("CARGO_MANIFEST_DIR"));
            let mut files: Vec<String> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            files.retain(|name| name != "README.md" && !name.ends_with(".pdf"));
            files.sort();
            let mut named = vec![$($file.to_owned()),*];
            named.sort();
            assert_eq!(files, named);
        }
    };
}

layouts! {
    heading_rows_without_preface_in_gb18030: "heading-rows.gb18030.txt",
    markdown_tables_with_escapes: "markdown.md",
    comma_separated_with_columns_in_another_order: "reordered.csv",
    semicolon_separated_in_gb18030: "semicolons.gb18030.csv",
    a_spreadsheets_unicode_text: "unicode-text.utf16.txt",
    one_department_a_row_in_utf16: "department-rows.utf16.txt",
    a_web_page_with_lists_and_merged_cells: "web-page.html",
    the_page_that_word_saves: "word-page.gb2312.htm",
    a_workbook_of_one_sheet: "one-sheet.xlsx",
    a_workbook_of_three_sheets: "three-sheets.xlsx",
    a_word_document_with_automatic_numbers: "word.docx",
    a_word_document_broken_over_pages: "word-pages.docx",
    the_text_of_a_pdf: "printed.pdftotext.txt",
    the_text_of_a_pdf_with_cells_in_the_middle_of_their_rows: "printed-middle.pdftotext.txt",
}

/// Without an empty line between the rows of a printed page, where one ends is weighed: it is said, once a table, and only then.
#[test]
fn rows_whose_border_had_to_be_weighed_are_named() {
    let guessed = |text: &str| -> Vec<(u64, String)> {
        let list = read(text.as_bytes()).unwrap();
        assert_eq!(list.duties.len(), 309);
        let found = list.findings.iter().filter(|finding| finding.code == "row-border-guessed");
        found.map(|finding| (finding.params["count"].as_u64().unwrap(), finding.params["numbers"].as_str().unwrap().to_owned())).collect()
    };
    let spaced = String::from_utf8(file("tests/fixtures/lists/printed-middle.pdftotext.txt")).unwrap();
    assert_eq!(guessed(&spaced), [], "each row has a gap above it");
    let dense: String = spaced.split_inclusive('\n').filter(|line| !line.trim_matches(['\n', ' ']).is_empty()).collect();
    let found = guessed(&dense);
    assert_eq!(found.len(), 3, "each table says it once: {found:?}");
    // the first row of a page has its header above it
    assert!(found[0].0 > 100 && found[0].1.starts_with("2-"), "{found:?}");
}

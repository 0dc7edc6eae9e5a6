//! A list as PDF: read through pdftotext where it is installed; a clear line where it is not, and where the pages are pictures.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{real_list, run, run_where};

const NOT_INSTALLED: &str = "请安装 poppler-utils";
const NO_CHARACTERS: &str = "请安装 poppler-data";

fn printed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lists/printed.pdf")
}

/// Where programs are looked for, and whether pdftotext is there.
fn programs() -> (OsString, bool) {
    let path = OsString::from("/usr/local/bin:/usr/bin:/bin");
    let found = std::env::split_paths(&path).any(|folder| folder.join("pdftotext").exists());
    (path, found)
}

/// Table, number and title of each duty, white space left out.
fn titles(json: &str) -> Vec<String> {
    let list: Value = serde_json::from_str(json).unwrap();
    let one = |duty: &Value| {
        let title: String = duty["title"].as_str().unwrap().chars().filter(|c| !c.is_whitespace()).collect();
        format!("{} {} {title}", duty["kind"], duty["no"])
    };
    list["duties"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn a_pdf_with_text_has_the_duties_of_the_list() {
    let (path, installed) = programs();
    let ran = run_where(&["parse".as_ref(), printed().as_os_str(), "--quiet".as_ref()], b"", Some(&path));
    if !installed {
        assert!(ran.refused(1).contains(NOT_INSTALLED));
        return;
    }
    // the fonts of this document are not in it
    if !Path::new("/usr/share/poppler/cMap/Adobe-GB1").exists() {
        assert!(ran.refused(1).contains(NO_CHARACTERS));
        return;
    }
    let wanted = run(&["parse".as_ref(), real_list().as_os_str(), "--quiet".as_ref()]).ok();
    assert_eq!(titles(&ran.ok().out), titles(&wanted.out));
}

#[test]
fn without_pdftotext_the_line_says_what_to_install() {
    // a shell is there, and nothing else
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/bin/sh", folder.path().join("sh")).unwrap();
    let ran = run_where(&["parse".as_ref(), printed().as_os_str()], b"", Some(folder.path().as_os_str()));
    let line = ran.refused(1);
    assert!(line.contains(NOT_INSTALLED) && line.contains(".docx"), "{line}");
}

/// A page on which nothing is written, as a scan is to whoever looks for text.
fn scan() -> Vec<u8> {
    let parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (at, part) in parts.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{part}\nendobj\n", at + 1));
    }
    let start = out.len();
    format!("{out}xref\n0 4\n{table}trailer << /Size 4 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").into_bytes()
}

#[test]
fn a_pdf_of_pictures_is_said_to_be_one() {
    let (path, installed) = programs();
    let ran = run_where(&["parse", "-"], &scan(), Some(&path));
    let line = ran.refused(1);
    assert!(line.contains(if installed { "扫描件" } else { NOT_INSTALLED }), "{line}");
    let broken = run_where(&["parse", "-"], b"%PDF-1.7\nnothing more", Some(&path));
    let line = broken.refused(1);
    assert!(line.contains(if installed { "已损坏" } else { NOT_INSTALLED }), "{line}");
}

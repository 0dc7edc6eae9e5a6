//! Hostile input: one clear line, status 1, no panic. `scripts/measure-hostile` gives the same in its full size, with time and memory.

use std::io::{Cursor, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::run;

const OPENING: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
const PARAGRAPH: &str = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>";

/// Bytes without any order, the same in each run.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(len).collect()
}

/// A package with one large part: `filling` so often that it has this many bytes.
fn packed(others: &[(&str, &str)], name: &str, opening: &str, filling: &str, bytes: usize) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    for (name, text) in others {
        archive.start_file(*name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.start_file(name, options).unwrap();
    archive.write_all(opening.as_bytes()).unwrap();
    let block = filling.repeat(1 + (1 << 20) / filling.len());
    for _ in 0..=bytes / block.len() {
        archive.write_all(block.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn word(bytes: usize) -> Vec<u8> {
    packed(&[], "word/document.xml", OPENING, PARAGRAPH, bytes)
}

/// The directory says of the large part that it unpacks to 100 bytes.
fn with_a_directory_that_lies(mut file: Vec<u8>) -> Vec<u8> {
    let entries: Vec<usize> = (0..file.len() - 4).filter(|at| file[*at..].starts_with(b"PK\x01\x02")).collect();
    for at in entries {
        file[at + 24..at + 28].copy_from_slice(&100_u32.to_le_bytes());
    }
    file
}

fn half(mut file: Vec<u8>) -> Vec<u8> {
    file.truncate(file.len() / 2);
    file
}

#[test]
fn hostile_files_end_in_one_clear_line() {
    let folder = tempfile::tempdir().unwrap();
    let workbook = [
        ("xl/workbook.xml", r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"#),
        ("[Content_Types].xml", "<Types/>"),
    ];
    let header = "序号  事项名称  对应上级部门  上级部门职责  镇配合职责\n";
    let picture = [b"\x89PNG\r\n\x1a\n".as_slice(), &noise(100_000)].concat();
    let bomb = packed(&workbook, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>", "<row><c><v>1</v></c></row>", 65 << 20);
    let files: [(&str, Vec<u8>, &str); 13] = [
        ("noise.txt", noise(200_000), "不是文本"),
        ("picture.txt", picture, "图片"),
        ("bomb.docx", word(65 << 20), "展开后太大"),
        ("bomb.xlsx", bomb, "展开后太大"),
        ("lies.docx", with_a_directory_that_lies(word(1 << 20)), "已损坏"),
        ("half.docx", half(word(1 << 20)), "已损坏"),
        ("line.txt", "甲乙丙丁戊".repeat(200_000).into_bytes(), "没有找到履职事项表"),
        ("headers.txt", "序号\t事项名称\t".repeat(100_000).into_bytes(), "没有找到履职事项表"),
        ("spaced.txt", (header.to_owned() + &"甲  乙  丙\n".repeat(300_000)).into_bytes(), "没有找到履职事项表"),
        ("deep.html", format!("<html><body>{}甲", "<div>".repeat(100_000)).into_bytes(), "没有找到履职事项表"),
        ("tables.html", format!("<html><body>{}", "<table><tr><td>甲".repeat(100_000)).into_bytes(), "没有找到履职事项表"),
        ("zeros.txt", vec![0; 1 << 20], "不是文本"),
        ("large.txt", vec![b' '; duty_list::MAX_BYTES + 2], "太大"),
    ];
    for (name, bytes, says) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        is_refused(&path, says);
        std::fs::remove_file(path).unwrap();
    }
}

fn is_refused(path: &Path, says: &str) {
    let ran = run(&["parse".as_ref(), path.as_os_str()]);
    let line = ran.refused(1);
    assert!(line.contains(says) && !line.contains("panicked"), "{}: {line}", path.display());
}

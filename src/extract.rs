//! PDF to text by `pdftotext` (poppler-utils), a program beside this one: bounded in time, in memory and in what it may print.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long it may take.
const LONGEST: Duration = Duration::from_secs(30);
/// The same in seconds of processor time, should nobody be left to end it.
const PROCESSOR_SECONDS: u64 = 60;
/// The most address space, in KiB.
const MEMORY: u64 = 1024 * 1024;
/// The most text that is taken, in bytes.
const MOST_TEXT: u64 = 16 * 1024 * 1024;
/// Fewer characters than this on all pages: the pages are pictures.
const LEAST_TEXT: usize = 200;

/// How much of what it complains of is looked at, in bytes.
const MOST_COMPLAINTS: u64 = 64 * 1024;

/// Why there is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// The program is not installed.
    #[error("读取 PDF 需要 pdftotext，这台机器上没有；请安装 poppler-utils，或改用清单的 .docx、.xlsx 文件")]
    NoProgram,
    /// It lacks the tables that say which Chinese character is meant where the document does not carry its fonts.
    #[error("读取这份 PDF 里的中文需要 poppler-data，这台机器上没有；请安装 poppler-data，或改用清单的 .docx、.xlsx 文件")]
    NoCharacters,
    /// It took too long or too much.
    #[error("PDF 太大或太复杂，没有读完；请改用清单的 .docx、.xlsx 文件")]
    TooMuch,
    /// Its pages are pictures.
    #[error("PDF 是扫描件，里面没有文字；请改用清单的电子版（.docx、.xlsx 或由文档导出的 PDF）")]
    Scan,
    /// It is damaged, or protected by a password.
    #[error("PDF 已损坏或加了密码，无法读取；请去掉密码或改用清单的 .docx、.xlsx 文件")]
    Damaged,
}

impl ExtractError {
    /// The code under which texts speak of it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoProgram => "pdf-no-program",
            Self::NoCharacters => "pdf-no-characters",
            Self::TooMuch => "pdf-too-much",
            Self::Scan => "pdf-scan",
            Self::Damaged => "pdf-damaged",
        }
    }
}

/// The text of a PDF, its columns kept apart by spaces, its pages by form feeds. Blocks.
///
/// # Errors
/// See [`ExtractError`].
pub fn pdf_text(bytes: &[u8]) -> Result<String, ExtractError> {
    run("pdftotext", bytes)
}

fn run(program: &str, bytes: &[u8]) -> Result<String, ExtractError> {
    let mut child = start(program).map_err(|_| ExtractError::NoProgram)?;
    let (input, output, complaints) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (send, receive) = mpsc::channel();
    // the program reads all before it prints, or prints while it reads: a thread serves each of its ends
    let (finished, complaints) = thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(bytes)));
        scope.spawn(move || {
            let mut text = Vec::new();
            let read = output.map_or(Ok(0), |output| output.take(MOST_TEXT + 1).read_to_end(&mut text));
            let _ = send.send(read.map(|_| text));
        });
        let complaints = scope.spawn(move || complaints.map(first_complaints).unwrap_or_default());
        let text = receive.recv_timeout(LONGEST);
        let finished = end(&mut child, text.as_ref().is_ok_and(Result::is_ok)).map(|code| (code, text));
        (finished, complaints.join().unwrap_or_default())
    });
    let Ok((code, Ok(Ok(text)))) = finished else { return Err(ExtractError::TooMuch) };
    if text.len() as u64 > MOST_TEXT {
        return Err(ExtractError::TooMuch);
    }
    match code {
        Some(0) => {}
        Some(127) => return Err(ExtractError::NoProgram),
        // 1: cannot be opened; 3: not allowed to copy
        Some(1 | 3) => return Err(ExtractError::Damaged),
        _ => return Err(ExtractError::TooMuch),
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    if text.chars().filter(|c| c.is_alphanumeric()).take(LEAST_TEXT).count() < LEAST_TEXT {
        return Err(without_text(&complaints));
    }
    Ok(text)
}

/// Reads all complaints, so that the program is not held up, and keeps the first.
fn first_complaints(mut from: impl Read) -> String {
    let mut kept = Vec::new();
    let _ = from.by_ref().take(MOST_COMPLAINTS).read_to_end(&mut kept);
    let _ = io::copy(&mut from, &mut io::sink());
    String::from_utf8_lossy(&kept).into_owned()
}

/// Why pages hold next to no text: they are pictures, unless the program says that it cannot tell the characters.
fn without_text(complaints: &str) -> ExtractError {
    if complaints.contains("language pack") { ExtractError::NoCharacters } else { ExtractError::Scan }
}

/// The shell sets the limits, then becomes the program.
fn start(program: &str) -> io::Result<Child> {
    let script = format!("ulimit -v {MEMORY}; ulimit -t {PROCESSOR_SECONDS}; exec {program} -layout -enc UTF-8 - -");
    Command::new("sh").args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

/// Waits for the end of a program that has closed its output; ends one that has not.
fn end(child: &mut Child, closed: bool) -> io::Result<Option<i32>> {
    if !closed {
        child.kill()?;
    }
    child.wait().map(|status| status.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_missing_is_said_to_be() {
        assert_eq!(run("pdftotext-that-nobody-has", b"%PDF-1.7"), Err(ExtractError::NoProgram));
    }

    #[test]
    fn missing_tables_of_characters_are_no_scan() {
        let complaints = "Syntax Error: Missing language pack for 'Adobe-GB1' mapping\nSyntax Error: Unknown font tag 'F2'\n";
        assert_eq!(without_text(complaints), ExtractError::NoCharacters);
        assert_eq!(without_text(""), ExtractError::Scan);
    }

    #[test]
    fn what_is_no_pdf_is_damaged() {
        let found = pdf_text(b"%PDF-1.7\nnothing");
        assert!(matches!(found, Err(ExtractError::Damaged | ExtractError::NoProgram)), "{found:?}");
    }
}

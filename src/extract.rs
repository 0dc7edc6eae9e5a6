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

/// Why there is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// The program is not installed.
    #[error("读取 PDF 需要 pdftotext，这台机器上没有；请安装 poppler-utils，或改用清单的 .docx、.xlsx 文件")]
    NoProgram,
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
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (send, receive) = mpsc::channel();
    // the program reads all before it prints, or prints while it reads: two threads serve both
    let finished = thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(bytes)));
        scope.spawn(move || {
            let mut text = Vec::new();
            let read = output.map_or(Ok(0), |output| output.take(MOST_TEXT + 1).read_to_end(&mut text));
            let _ = send.send(read.map(|_| text));
        });
        let text = receive.recv_timeout(LONGEST);
        end(&mut child, text.as_ref().is_ok_and(Result::is_ok)).map(|code| (code, text))
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
        return Err(ExtractError::Scan);
    }
    Ok(text)
}

/// The shell sets the limits, then becomes the program.
fn start(program: &str) -> io::Result<Child> {
    let script = format!("ulimit -v {MEMORY}; ulimit -t {PROCESSOR_SECONDS}; exec {program} -layout -enc UTF-8 -q - -");
    Command::new("sh").args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
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
    fn what_is_no_pdf_is_damaged() {
        let found = pdf_text(b"%PDF-1.7\nnothing");
        assert!(matches!(found, Err(ExtractError::Damaged | ExtractError::NoProgram)), "{found:?}");
    }
}

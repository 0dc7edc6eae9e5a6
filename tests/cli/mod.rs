//! The built program on its command line: what it prints, where, and with which exit status.

mod administration;
mod hostile;
mod lists;
mod pdf;
mod running;
mod usage;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run left behind.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    /// The lines on standard error.
    fn complaints(&self) -> Vec<&str> {
        self.err.lines().collect()
    }

    /// Fails unless the run succeeded.
    #[track_caller]
    fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.err);
        self
    }

    /// Fails unless the run failed with this status and said so in exactly one line; returns that line.
    #[track_caller]
    fn refused(&self, code: i32) -> &str {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert_eq!(self.complaints().len(), 1, "{}", self.err);
        assert_eq!(self.out, "");
        self.err.trim_end()
    }
}

/// Runs the program without any configuration around it.
fn run<S: AsRef<OsStr>>(args: &[S]) -> Ran {
    run_with(args, b"")
}

/// As [`run`], with something on standard input.
fn run_with<S: AsRef<OsStr>>(args: &[S], input: &[u8]) -> Ran {
    run_where(args, input, None)
}

/// As [`run_with`], with folders in which other programs are found.
fn run_where<S: AsRef<OsStr>>(args: &[S], input: &[u8], path: Option<&OsStr>) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dutyflow"))
        .args(args)
        .env_clear()
        .envs(path.map(|path| ("PATH", path)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The bundled list.
fn real_list() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/aheqi-zhen-2025-07.txt")
}

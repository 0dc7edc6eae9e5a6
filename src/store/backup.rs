//! Copies of the whole database, out and back in. SQLite is copied while in use; PostgreSQL has its own tools, which are run where they are installed.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use tokio::process::Command;

use super::location::beside;
use super::migrate::{applied, pending};
use super::{Location, lock_file, make_folder, sqlite_pool};

/// Why a copy could not be made or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file to write is there already.
    #[error("文件 {} 已存在，不覆盖", .0.display())]
    Exists(PathBuf),
    /// The file to put back is no copy of a Dutyflow database, or a damaged one.
    #[error("{} 不是完好的 Dutyflow 备份：{reason}", path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A program has the database open.
    #[error("数据库正在使用，请先停止 dutyflow serve 和 dutyflow worker")]
    InUse,
    /// PostgreSQL's tool is not installed.
    #[error("PostgreSQL 数据库请用 {0}（未找到该程序，请安装 PostgreSQL 客户端工具）")]
    ToolMissing(&'static str),
    /// PostgreSQL's tool failed.
    #[error("{tool} 失败：{message}")]
    ToolFailed {
        /// Which tool.
        tool: &'static str,
        /// What it said.
        message: String,
    },
    /// A file could not be read or written.
    #[error("读写文件失败：{0}")]
    File(#[from] std::io::Error),
    /// The database could not be read.
    #[error("读取数据库失败：{0}")]
    Database(#[from] DbErr),
}

/// Copies the database to a new file: a SQLite database, or an archive of `pg_dump`.
///
/// # Errors
/// When the file exists, or database, file system or tool fail; an unfinished file is removed.
pub async fn backup(location: &Location, to: &Path) -> Result<(), BackupError> {
    match location {
        Location::Sqlite(file) => copy_sqlite(file, to).await,
        Location::Postgres(url) => {
            let part = new_file(to)?;
            let run = async {
                let mut command = tool("pg_dump", url);
                command.arg("--format=custom").arg("--no-owner").arg("--file").arg(&part);
                succeed("pg_dump", command).await?;
                finish(&part, to)
            };
            run.await.inspect_err(|_| drop(std::fs::remove_file(&part)))
        }
    }
}

/// Puts a backup in place of the database. What was there is kept beside it; its path is returned (SQLite only).
///
/// # Errors
/// When the file is no sound backup of this or an older version, a program has the database open, or file system or tool fail; the
/// database is then as it was.
pub async fn restore(location: &Location, from: &Path, now: DateTime<Utc>) -> Result<Option<PathBuf>, BackupError> {
    match location {
        Location::Sqlite(file) => restore_sqlite(file, from, now).await,
        Location::Postgres(url) => {
            if !from.is_file() {
                return Err(std::io::Error::from(ErrorKind::NotFound).into());
            }
            let mut command = tool("pg_restore", url);
            command.args(["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]).arg(from);
            succeed("pg_restore", command).await?;
            Ok(None)
        }
    }
}

/// Copies a SQLite file as of this moment, while others use it.
pub(super) async fn copy_sqlite(file: &Path, to: &Path) -> Result<(), BackupError> {
    let part = new_file(to)?;
    let run = async {
        let reader = sqlite_pool(file, 1, |options| options.read_only(true)).await?;
        let path = part.to_str().ok_or_else(|| std::io::Error::new(ErrorKind::InvalidInput, "路径不是 UTF-8"))?;
        let made = reader.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [path.into()])).await;
        reader.close().await?;
        made?;
        finish(&part, to)
    };
    run.await.inspect_err(|_| drop(std::fs::remove_file(&part)))
}

/// Checks that the target is new and names the unfinished file beside it.
fn new_file(to: &Path) -> Result<PathBuf, BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    let part = beside(to, ".part");
    match std::fs::remove_file(&part) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(part),
    }
}

/// Gives the finished file its name, on the disk and not only in memory.
fn finish(part: &Path, to: &Path) -> Result<(), BackupError> {
    std::fs::File::open(part)?.sync_all()?;
    std::fs::rename(part, to)?;
    sync_folder(to)
}

fn sync_folder(file: &Path) -> Result<(), BackupError> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(std::fs::File::open(folder)?.sync_all()?)
}

async fn restore_sqlite(file: &Path, from: &Path, now: DateTime<Utc>) -> Result<Option<PathBuf>, BackupError> {
    check_sqlite(from).await?;
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    let lock = lock_file(file, ".in-use")?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(std::fs::TryLockError::WouldBlock) => return Err(BackupError::InUse),
        Err(std::fs::TryLockError::Error(error)) => return Err(error.into()),
    }
    let part = beside(file, ".restoring");
    std::fs::copy(from, &part)?;
    std::fs::File::open(&part)?.sync_all()?;
    let kept = if file.exists() {
        let kept = beside(file, &format!(".replaced-{}", now.format("%Y%m%d-%H%M%S")));
        if kept.exists() {
            return Err(BackupError::Exists(kept));
        }
        // After a crash the log beside the file holds its last transactions: it goes with it, and must not meet the new file.
        for suffix in ["-wal", "-shm"] {
            rename_if_there(&beside(file, suffix), &beside(&kept, suffix))?;
        }
        std::fs::rename(file, &kept)?;
        Some(kept)
    } else {
        None
    };
    finish(&part, file)?;
    Ok(kept)
}

fn rename_if_there(from: &Path, to: &Path) -> Result<(), BackupError> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// That the file is a sound SQLite database with a schema of this or an older version.
async fn check_sqlite(path: &Path) -> Result<(), BackupError> {
    if !path.is_file() {
        return Err(std::io::Error::from(ErrorKind::NotFound).into());
    }
    let wrong = |reason: String| BackupError::NotABackup { path: path.to_owned(), reason };
    let reader = sqlite_pool(path, 1, |options| options.read_only(true).immutable(true)).await.map_err(|error| wrong(error.to_string()))?;
    let checked = async {
        let row = reader.query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check")).await?;
        let verdict = row.map(|row| row.try_get_by_index::<String>(0)).transpose()?;
        Ok::<_, DbErr>((verdict.unwrap_or_default(), applied(&reader).await?))
    };
    let checked = checked.await;
    reader.close().await?;
    let (verdict, applied) = checked.map_err(|error| wrong(error.to_string()))?;
    if verdict != "ok" {
        return Err(wrong(verdict));
    }
    if applied.is_empty() {
        return Err(wrong("里面没有 Dutyflow 的数据".to_owned()));
    }
    pending(&applied).map(|_| ()).map_err(|error| wrong(error.to_string()))
}

/// A tool of PostgreSQL; the password goes through its environment, since everybody can read a command line.
fn tool(name: &'static str, address: &str) -> Command {
    let mut command = Command::new(name);
    command.kill_on_drop(true).stdin(std::process::Stdio::null());
    let Ok(mut url) = url::Url::parse(address) else {
        command.arg(format!("--dbname={address}"));
        return command;
    };
    if let Some(password) = url.password() {
        command.env("PGPASSWORD", percent_decoded(password));
        let _ = url.set_password(None);
    }
    command.arg(format!("--dbname={url}"));
    command
}

fn percent_decoded(text: &str) -> String {
    let pair = format!("v={}", text.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

async fn succeed(tool: &'static str, mut command: Command) -> Result<(), BackupError> {
    let output = match command.output().await {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(BackupError::ToolMissing(tool)),
        Err(error) => return Err(error.into()),
    };
    if output.status.success() {
        return Ok(());
    }
    let message = String::from_utf8_lossy(&output.stderr).trim().chars().take(600).collect();
    Err(BackupError::ToolFailed { tool, message })
}

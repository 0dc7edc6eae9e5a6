//! Reads a township's official duty list (履职事项清单) into duties, clauses and findings.
//!
//! Pure: bytes in, a [`DutyList`] or a [`ReadError`] out. No database, clock, network or subprocess.

#[macro_use]
mod vocabulary;

mod assemble;
mod bodies;
mod body_list;
mod chars;
mod columns;
mod cut;
#[cfg(test)]
mod cut_tests;
mod decode;
mod document;
mod findings;
mod headers;
mod infer;
mod list;
mod markers;
mod markup;
pub mod model;
mod preface;
mod withdrawn;

pub use model::*;

/// Why a document cannot be read as a duty list at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No bytes, or white space only.
    #[error("文件是空的")]
    Empty,
    /// More bytes than [`MAX_BYTES`].
    #[error("文件太大（{bytes} 字节，上限 {limit} 字节）")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Neither text nor a known container.
    #[error("不是文本文件，无法读取")]
    NotText,
    /// Text, but no table of duties in it.
    #[error("没有找到履职事项表，请确认这是一份履职事项清单")]
    NoDutyTable,
}

/// The largest document that [`read`] accepts, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Reads a document. Never fails on a bad row: it reports a [`Finding`] and goes on.
///
/// # Errors
/// Only when the bytes cannot be read as a duty list at all.
pub fn read(bytes: &[u8]) -> Result<DutyList, ReadError> {
    let text = decode::decode(bytes)?;
    list::list(document::from_text(&text))
}

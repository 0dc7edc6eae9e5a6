//! Reads a township's official duty list (履职事项清单) into duties, clauses and findings.
//!
//! Pure: bytes in, a [`DutyList`] or a [`ReadError`] out. No database, clock, network or subprocess.
//!
//! The way of a document: decode → rows of cells → the rows of the three tables put together → each cell cut into clauses → what the words of a
//! clause say beyond themselves → bodies grouped → findings. A new container only has to yield rows; everything behind them is shared.
//! The vocabularies stand in `data/`, one file a list.
//!
//! ```
//! let text = "\
//! 序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责
//! 1\t民生服务\t老年人高龄津贴\t青山县民政局\t1. 对乡镇上报的信息进行审核； 2. 发放津贴。\t1. 宣传政策； 2. 核实信息，报县民政局审批。
//! ";
//! let list = duty_list::read(text.as_bytes())?;
//! let duty_list::Duty::Cooperative(duty) = &list.duties[0] else { panic!("a cooperative duty") };
//! assert!(duty.department_clauses[0].waits_for_town);
//! assert_eq!(duty.town_clauses[1].text, "核实信息，报县民政局审批");
//! assert_eq!(duty.town_clauses[1].hands_to, ["青山县民政局"]);
//! assert_eq!(duty.town_clauses[1].hand_kind, Some(duty_list::HandKind::Approval));
//! assert_eq!(duty.town_clauses[0].nature, duty_list::Nature::Standing);
//! # Ok::<(), duty_list::ReadError>(())
//! ```
//!
//! What is doubtful is read on and told as a [`Finding`], with its code, line and duty; [`FINDING_CODES`] has all codes. The kind of a document is told
//! from its bytes: text, Markdown, web pages, workbooks, Word documents, comma-separated files, and what `pdftotext -layout` prints, whose columns are kept
//! apart by spaces. Without the feature `formats` only text of these is read.
//!
//! ```
//! let printed = "\
//! 序号    事项名称        对应上级部门      上级部门职责            镇配合职责
//!
//! 1     老年人高龄津贴    青山县民政局      1.审核镇上报的信息；   1.宣传政策；
//!                                      2.发放津贴。        2.核实信息，报县民政局审批。
//!
//! 3     临时救助         青山县民政局      审核。              受理申请。
//! ";
//! let list = duty_list::read(printed.as_bytes())?;
//! assert_eq!(list.duties.len(), 2);
//! let gap = list.findings.iter().find(|finding| finding.code == "number-gap");
//! assert_eq!(gap.and_then(|finding| finding.line), Some(6));
//! # Ok::<(), duty_list::ReadError>(())
//! ```

#[macro_use]
mod vocabulary;

mod account;
mod assemble;
mod bodies;
mod body_list;
mod chars;
mod columns;
pub mod compare;
mod container;
mod cut;
#[cfg(test)]
mod cut_tests;
mod decode;
mod document;
mod findings;
#[cfg(feature = "formats")]
mod formats;
mod headers;
mod infer;
mod lines;
mod list;
mod markers;
mod markup;
pub mod model;
mod preface;
mod spaced;
mod withdrawn;

use container::Container;
pub use container::Foreign;
pub use findings::LONGEST_PASSAGE;
pub use findings::codes::{About, FINDING_CODES, FindingCode, finding_code};
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
    #[error("不是文本文件，也不是可以读取的文档（.docx、.xlsx、网页、.csv）")]
    NotText,
    /// A known kind of file that is not read.
    #[error("{0}")]
    Foreign(Foreign),
    /// A document whose inside cannot be read.
    #[error("文件已损坏或不完整，无法读取；请用原来的软件打开后重新保存")]
    Damaged,
    /// A document that unpacks to more than [`MAX_UNPACKED`].
    #[error("文件展开后太大（上限 {} MB）", limit / 1024 / 1024)]
    UnpacksTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Text, but no table of duties in it.
    #[error("没有找到履职事项表，请确认这是一份履职事项清单")]
    NoDutyTable,
}

/// The largest document that [`read`] accepts, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The most that a packed document (.docx, .xlsx) may unpack to, in bytes, pictures not counted. What its directory says does not matter.
pub const MAX_UNPACKED: usize = 64 * 1024 * 1024;

/// Reads a document of any kind that [the crate](crate) reads; the kind is told from the bytes. Never fails on a bad row: it reports a [`Finding`] and goes on.
///
/// # Errors
/// Only when the bytes cannot be read as a duty list at all.
pub fn read(bytes: &[u8]) -> Result<DutyList, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
    }
    match container::container(bytes) {
        Container::Foreign(foreign) => Err(ReadError::Foreign(foreign)),
        Container::Zip => zipped(bytes),
        Container::Text => {
            let text = decode::decode(bytes)?;
            if decode::is_html(&text) {
                return page(&text);
            }
            #[cfg(feature = "formats")]
            if let Some(dialect) = formats::csv::dialect(&text) {
                return list::list(formats::csv::elements(&text, dialect));
            }
            if let Some(elements) = spaced::elements(&text) {
                return list::list(elements.into_iter());
            }
            list::list(document::from_text(&text))
        }
    }
}

#[cfg(feature = "formats")]
fn zipped(bytes: &[u8]) -> Result<DutyList, ReadError> {
    list::list(formats::packed::elements(bytes)?.into_iter())
}

#[cfg(feature = "formats")]
fn page(text: &str) -> Result<DutyList, ReadError> {
    list::list(formats::html::elements(text).into_iter())
}

#[cfg(not(feature = "formats"))]
fn zipped(_: &[u8]) -> Result<DutyList, ReadError> {
    Err(ReadError::Foreign(Foreign::NotBuiltIn))
}

#[cfg(not(feature = "formats"))]
fn page(_: &str) -> Result<DutyList, ReadError> {
    Err(ReadError::Foreign(Foreign::NotBuiltIn))
}

/// The document as text, to show the line that a [`Finding`] speaks of: lines end with a line feed and are counted from 1.
///
/// # Errors
/// When the bytes are no text, or text of a kind whose findings have no lines (web pages).
pub fn text(bytes: &[u8]) -> Result<std::borrow::Cow<'_, str>, ReadError> {
    match container::container(bytes) {
        Container::Foreign(foreign) => Err(ReadError::Foreign(foreign)),
        Container::Zip => Err(ReadError::NotText),
        Container::Text => decode::decode(bytes).and_then(|text| if decode::is_html(&text) { Err(ReadError::NotText) } else { Ok(text) }),
    }
}

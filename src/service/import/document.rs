//! A document of any kind that is read, as a list: the reader's own kinds, and PDF through a program beside this one.

use duty_list::{DutyList, Foreign, ReadError};

use crate::extract::{ExtractError, pdf_text};

/// Why a document is no list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The reader says so.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Its text cannot be taken out.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// A PDF with text, in which no table was found.
    #[error("PDF 中的表格认不出来（分栏、竖排或文字叠在一起）；请改用清单的 .docx、.xlsx 文件")]
    PdfTable,
}

impl Unreadable {
    /// The code under which texts speak of it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read(error) => match error {
                ReadError::Empty => "empty",
                ReadError::TooLarge { .. } => "too-large",
                ReadError::NotText => "not-text",
                ReadError::Foreign(foreign) => foreign.code(),
                ReadError::Damaged => "damaged",
                ReadError::UnpacksTooLarge { .. } => "unpacks-too-large",
                ReadError::NoDutyTable => "no-duty-table",
            },
            Self::Extract(error) => error.code(),
            Self::PdfTable => "pdf-table",
        }
    }
}

/// Reads a document. Blocks, for a PDF as long as its text takes.
///
/// # Errors
/// See [`Unreadable`].
pub fn read(bytes: &[u8]) -> Result<DutyList, Unreadable> {
    match duty_list::read(bytes) {
        Err(ReadError::Foreign(Foreign::Pdf)) => {
            let text = pdf_text(bytes)?;
            duty_list::read(text.as_bytes()).map_err(|error| match error {
                ReadError::NoDutyTable => Unreadable::PdfTable,
                other => other.into(),
            })
        }
        other => Ok(other?),
    }
}

//! Zip containers: which document it is, and its parts unpacked no further than the limit.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{docx, xlsx};
use crate::document::Element;
use crate::{Foreign, MAX_UNPACKED, ReadError};

/// A container, its parts read one by one; how much it has unpacked so far is counted.
pub(super) struct Parts<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: usize,
}

/// The elements of a Word document or a workbook.
///
/// # Errors
/// [`ReadError::Foreign`] for any other archive, [`ReadError::Damaged`], [`ReadError::UnpacksTooLarge`].
pub(crate) fn elements(bytes: &[u8]) -> Result<Vec<Element<'static>>, ReadError> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
    let has = |wanted: &str| archive.file_names().flatten().any(|name| name.eq_ignore_ascii_case(wanted));
    if has("word/document.xml") {
        return docx::elements(&mut Parts { archive, left: MAX_UNPACKED });
    }
    if has("xl/workbook.xml") {
        let mut parts = Parts { archive, left: MAX_UNPACKED };
        parts.measure()?;
        return xlsx::elements(bytes);
    }
    let office = has("mimetype") || has("[Content_Types].xml") || has("content.xml");
    Err(ReadError::Foreign(if office { Foreign::OtherOffice } else { Foreign::Archive }))
}

impl Parts<'_> {
    /// A part as text; `None` where the container has none of that name.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let mut bytes = Vec::new();
        let left = limit(self.left);
        let read = match self.archive.by_name(name) {
            Ok(part) => part.take(left).read_to_end(&mut bytes),
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(ReadError::Damaged),
        };
        self.count(bytes.len())?;
        read.map_err(|_| ReadError::Damaged)?;
        Ok(Some(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => crate::decode::decode(error.as_bytes())?.into_owned(),
        }))
    }

    /// Unpacks everything that a reader of workbooks would read, and keeps nothing of it.
    fn measure(&mut self) -> Result<(), ReadError> {
        for at in 0..self.archive.len() {
            let left = limit(self.left);
            let part = self.archive.by_index(at).map_err(|_| ReadError::Damaged)?;
            let name = part.name().map_err(|_| ReadError::Damaged)?.to_ascii_lowercase();
            if !(name.ends_with(".xml") || name.ends_with(".rels")) {
                continue;
            }
            // what is damaged beyond repair is said by the reader of workbooks
            let read = io::copy(&mut part.take(left), &mut io::sink());
            self.count(read.map_or(0, |read| usize::try_from(read).unwrap_or(usize::MAX)))?;
        }
        Ok(())
    }

    fn count(&mut self, read: usize) -> Result<(), ReadError> {
        self.left = self.left.checked_sub(read).ok_or(ReadError::UnpacksTooLarge { limit: MAX_UNPACKED })?;
        Ok(())
    }
}

/// One byte more than is left, so that a part that is too large shows itself.
fn limit(left: usize) -> u64 {
    u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1)
}

//! What kind of file the bytes are, told from the bytes themselves and never from a name.

use std::fmt;

/// A file of a kind that is not read, with what its owner can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A binary document of Word, Excel or WPS (.doc, .xls, .wps, .et), or an encrypted new one: both are the same container.
    OldOffice,
    /// PDF: its text has to be taken out first, for which a program beside this crate is needed.
    Pdf,
    /// A picture.
    Picture,
    /// A packed archive.
    Archive,
    /// Rich text (.rtf).
    RichText,
    /// OpenDocument (.odt, .ods) or another office document in a zip container.
    OtherOffice,
    /// A web page saved as one file (.mht).
    WebArchive,
    /// A Word document, workbook or web page where the crate was built without `formats`.
    NotBuiltIn,
}

impl Foreign {
    /// The code under which texts speak of it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OldOffice => "old-office",
            Self::Pdf => "pdf",
            Self::Picture => "picture",
            Self::Archive => "archive",
            Self::RichText => "rich-text",
            Self::OtherOffice => "other-office",
            Self::WebArchive => "web-archive",
            Self::NotBuiltIn => "not-built-in",
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OldOffice => {
                "这是旧版 Word、Excel 或 WPS 的二进制文件，或加了密码的文件；请在 Word 或 WPS 中去掉密码，另存为 .docx 或 .xlsx"
            }
            Self::Pdf => "这是 PDF 文件，要先取出其中的文字；请改用清单的 .docx、.xlsx 或文本文件",
            Self::Picture => "这是图片，不含文字；请改用清单的 .docx、.xlsx、网页或文本文件",
            Self::Archive => "这是压缩包；请解压后选用其中的清单文件",
            Self::RichText => "这是 RTF 文件；请在 Word 或 WPS 中另存为 .docx",
            Self::OtherOffice => "这是另一种办公软件的文件；请在该软件中另存为 .docx 或 .xlsx",
            Self::WebArchive => "这是单个文件的网页（.mht）；请用浏览器打开后另存为 .html，或在 Word 中另存为 .docx",
            Self::NotBuiltIn => "这个程序编译时没有包括 Word 文档、工作簿和网页的读取；请改用文本文件",
        })
    }
}

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    /// A zip file: .docx, .xlsx, or something else.
    Zip,
    /// A kind that is not read.
    Foreign(Foreign),
    /// Text of some kind, or nothing known.
    Text,
}

/// Kinds by their first bytes.
const MAGIC: &[(&[u8], Container)] = &[
    (b"PK\x03\x04", Container::Zip),
    (b"PK\x05\x06", Container::Foreign(Foreign::Archive)),
    (b"PK\x07\x08", Container::Foreign(Foreign::Archive)),
    (b"Rar!\x1a\x07", Container::Foreign(Foreign::Archive)),
    (b"7z\xbc\xaf\x27\x1c", Container::Foreign(Foreign::Archive)),
    (b"\x1f\x8b\x08", Container::Foreign(Foreign::Archive)),
    (b"BZh", Container::Foreign(Foreign::Archive)),
    (b"\xfd7zXZ\0", Container::Foreign(Foreign::Archive)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Container::Foreign(Foreign::OldOffice)),
    (b"{\\rtf", Container::Foreign(Foreign::RichText)),
    (b"\x89PNG\r\n\x1a\n", Container::Foreign(Foreign::Picture)),
    (b"\xff\xd8\xff", Container::Foreign(Foreign::Picture)),
    (b"GIF87a", Container::Foreign(Foreign::Picture)),
    (b"GIF89a", Container::Foreign(Foreign::Picture)),
    (b"II*\0", Container::Foreign(Foreign::Picture)),
    (b"MM\0*", Container::Foreign(Foreign::Picture)),
    (b"MIME-Version:", Container::Foreign(Foreign::WebArchive)),
];

/// Tells the kind of a file.
pub(crate) fn container(bytes: &[u8]) -> Container {
    if let Some((_, found)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return *found;
    }
    // the mark of a PDF may stand behind some other bytes
    if bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-") && !bytes.starts_with(b"<") {
        return Container::Foreign(Foreign::Pdf);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") || bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        return Container::Foreign(Foreign::Picture);
    }
    Container::Text
}

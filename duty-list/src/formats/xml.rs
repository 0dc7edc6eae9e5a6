//! The events of an XML part, under the local names of its own name space.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::ReadError;

/// What stands next in a part.
pub(super) enum Step<'x> {
    /// An element begins; an empty one ends at once.
    Start(Tag<'x>),
    /// An element ends.
    End(String),
    /// Text, references resolved.
    Text(String),
    /// Nothing more.
    Done,
}

/// The start of an element.
pub(super) struct Tag<'x> {
    pub name: String,
    start: BytesStart<'x>,
}

impl Tag<'_> {
    /// An attribute by its local name.
    pub fn get(&self, name: &str) -> Option<String> {
        let found = self.start.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
        found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }

    /// Its `val` as a number.
    pub fn number(&self) -> Option<u32> {
        self.get("val")?.trim().parse().ok()
    }
}

/// Reads a part step by step.
pub(super) struct Part<'x> {
    reader: Reader<&'x [u8]>,
    prefix: Option<String>,
}

impl<'x> Part<'x> {
    /// Begins at the start of a part.
    pub fn new(text: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, prefix: None }
    }

    /// The next step. Elements of another name space than the root's have an empty name.
    pub fn step(&mut self) -> Result<Step<'x>, ReadError> {
        loop {
            return Ok(match self.reader.read_event().map_err(|_| ReadError::Damaged)? {
                Event::Start(start) => {
                    let name = start.name();
                    let prefix = name.prefix().map(|p| p.as_ref().to_owned()).unwrap_or_default();
                    let own = *self.prefix.get_or_insert_with(|| prefix.clone()) == prefix;
                    let local = name.local_name();
                    // the only foreign element that matters: the older copy of a drawing
                    let name = if own || local.as_ref() == "Fallback" { local.as_ref().to_owned() } else { String::new() };
                    Step::Start(Tag { name, start })
                }
                Event::End(end) => {
                    let name = end.name();
                    let prefix = name.prefix().map(|p| p.as_ref().to_owned()).unwrap_or_default();
                    let own = self.prefix.as_ref() == Some(&prefix);
                    let local = name.local_name();
                    Step::End(if own || local.as_ref() == "Fallback" { local.as_ref().to_owned() } else { String::new() })
                }
                Event::Text(text) => Step::Text(text.xml_content(quick_xml::XmlVersion::Implicit1_0).into_owned()),
                Event::CData(text) => Step::Text(text.to_string()),
                Event::GeneralRef(reference) => {
                    let named = quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned);
                    let given = reference.resolve_char_ref().ok().flatten().map(String::from);
                    Step::Text(given.or(named).unwrap_or_default())
                }
                Event::Eof => Step::Done,
                _ => continue,
            });
        }
    }

    /// Passes over everything up to the end of the element that has just begun.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.step()? {
                Step::Start(_) => depth += 1,
                Step::End(_) => depth -= 1,
                Step::Text(_) => {}
                Step::Done => return Err(ReadError::Damaged),
            }
        }
        Ok(())
    }
}

//! The containers behind the feature `formats`: each only yields the rows and the running text of a document ([`crate::document`]).
//! Nothing here recurses, and nothing is allocated by what a file says of itself.

pub(crate) mod csv;
pub(crate) mod docx;
mod grid;
pub(crate) mod html;
mod numbering;
pub(crate) mod packed;
pub(crate) mod xlsx;
mod xml;

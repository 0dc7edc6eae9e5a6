//! A form with files. Its token must be the first thing it sends, so that nothing of a foreign form is read into memory.

use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use workflow::ids::CommandId;

use super::{COMMAND, Posted, Typed};
use crate::auth::{SignedIn, secret};
use crate::web::error::WebError;
use crate::web::page::TOKEN;

/// The most fields that an upload may have, files included.
const MOST_FIELDS: usize = 200;

/// A file as sent.
#[derive(Clone)]
pub struct File {
    /// The field.
    pub field: String,
    /// Its name without folders, as the browser gave it; never a path to write to.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("field", &self.field).field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// An upload. Only for routes joined with [`Routes::upload`](crate::web::Routes::upload), which sets how large it may be. In its template the hidden
/// fields come first and the form says `enctype="multipart/form-data"`.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The id that makes the request safe to repeat.
    pub command: CommandId,
    /// The files that were chosen; a file field left empty is not among them.
    pub files: Vec<File>,
    pairs: Vec<(String, String)>,
}

impl Upload {
    /// The fields, to be read and shown again; a file has to be chosen anew.
    #[must_use]
    pub fn typed(&self, prefix: &'static str) -> Typed {
        Posted { command: self.command, pairs: self.pairs.clone() }.typed(prefix)
    }

    /// The file of a field.
    #[must_use]
    pub fn file(&self, field: &str) -> Option<&File> {
        self.files.iter().find(|file| file.field == field)
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let signed = request.extensions().get::<SignedIn>().cloned().ok_or(WebError::Forbidden)?;
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| WebError::Malformed)?;
        let mut upload = Self { command: uuid::Uuid::nil().into(), files: Vec::new(), pairs: Vec::new() };
        let mut fields = 0;
        while let Some(part) = parts.next_field().await.map_err(problem)? {
            fields += 1;
            let field = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(|name| name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned());
            let bytes = part.bytes().await.map_err(problem)?;
            if fields == 1 {
                let token = std::str::from_utf8(&bytes).unwrap_or_default();
                if field != TOKEN || !secret::same(token, &signed.csrf) {
                    return Err(WebError::Stale);
                }
                continue;
            }
            if fields > MOST_FIELDS {
                return Err(WebError::TooLarge);
            }
            match file {
                Some(name) if !name.is_empty() || !bytes.is_empty() => upload.files.push(File { field, name, bytes: bytes.to_vec() }),
                Some(_) => {}
                None => upload.pairs.push((field, String::from_utf8(bytes.to_vec()).map_err(|_| WebError::Malformed)?)),
            }
        }
        let command = upload.pairs.iter().find(|(name, _)| name == COMMAND).and_then(|(_, value)| value.parse().ok());
        upload.command = command.ok_or(WebError::Malformed)?;
        Ok(upload)
    }
}

fn problem(error: MultipartError) -> WebError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { WebError::TooLarge } else { WebError::Malformed }
}

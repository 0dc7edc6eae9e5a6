//! A mail in words to the bytes that travel.

use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use workflow::ids::MessageId;

use super::Recipient;
use super::notice::Attachment;
use super::render::Rendered;
use super::transport::SendError;

/// The type of the files that mails carry.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A mail that is ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The message that it carries, or the first to leave of several.
    pub id: MessageId,
    /// Its Message-ID, with brackets.
    pub message_id: String,
    /// Who gets it.
    pub to: Recipient,
    /// Its words.
    pub rendered: Rendered,
    /// The files that it carries.
    pub attachments: Vec<Attachment>,
    /// Its date.
    pub at: DateTime<Utc>,
}

impl Outgoing {
    /// The whole message with its headers.
    pub(super) fn compose(&self, from: &Mailbox) -> Result<Message, SendError> {
        let name = Some(self.to.name.as_str().to_owned()).filter(|name| !name.is_empty());
        let to = Mailbox::new(name, self.to.address.inner());
        let part = |kind: ContentType, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
        // The boundary follows from the id: a repeated mail is the same mail.
        let parts = MultiPart::alternative().boundary(format!("=_{}", self.id)).build();
        let parts = parts.singlepart(part(ContentType::TEXT_PLAIN, &self.rendered.text));
        let mut parts = parts.singlepart(part(ContentType::TEXT_HTML, &self.rendered.html));
        if !self.attachments.is_empty() {
            let failed = |error: &dyn std::fmt::Display| SendError::Refused(format!("the mail cannot be written: {error}"));
            let kind = ContentType::parse(XLSX).map_err(|error| failed(&error))?;
            let with = MultiPart::mixed().boundary(format!("=_{}_files", self.id)).multipart(parts);
            let file = |file: &Attachment| lettre::message::Attachment::new(file.name.clone()).body(file.bytes.clone(), kind.clone());
            parts = self.attachments.iter().map(file).fold(with, MultiPart::singlepart);
        }
        Message::builder()
            .from(from.clone())
            .to(to)
            .subject(self.rendered.subject.as_str())
            .date(self.at.into())
            .message_id(Some(self.message_id.clone()))
            .header(AutoSubmitted)
            .multipart(parts)
            .map_err(|error| SendError::Refused(format!("the mail cannot be written: {error}")))
    }
}

/// Tells machines not to answer.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

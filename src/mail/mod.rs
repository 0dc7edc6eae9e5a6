//! Mails: what they are about as types, their words, and the ways on which they leave. Owns no decision whether, when and to whom one is sent.

mod address;
mod compose;
mod notice;
mod render;
mod samples;
#[cfg(test)]
mod tests;
pub mod transport;
mod view;

use chrono::{DateTime, Utc};
use workflow::ids::MessageId;

pub use address::{Address, DisplayName, NoAddress, Subject, masked};
pub use compose::Outgoing;
pub use notice::{
    Assigned, Attachment, Digest, DigestLine, DueDate, HandedOff, InsideNews, InsideTold, LeadNews, LeadTold, Mail, NewsTold, Notice,
    Place, Returned, StandIn, Test, Unsigned, UnsignedLetter, UnsignedLiaison, UnsignedSender, Weekly,
};
pub use render::{RenderError, Rendered, render};
pub use transport::{Accepted, SendError, Transport};

pub use crate::text::Language;

/// Who gets a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Recipient {
    pub name: DisplayName,
    pub address: Address,
    pub language: Language,
}

impl Recipient {
    /// A person with a name, an address and the code of a language.
    ///
    /// # Errors
    /// When the address is none.
    pub fn new(name: &str, address: &str, language: &str) -> Result<Self, NoAddress> {
        let language = Language::from_code(language).unwrap_or_default();
        Ok(Self { name: DisplayName::new(name), address: address.parse()?, language })
    }
}

/// Writes mails and lets them leave.
#[derive(Debug, Clone)]
pub struct Mailer {
    transport: Transport,
    /// Before every link, without a final slash.
    base: String,
    /// Behind the `@` of every Message-ID.
    host: String,
}

impl Mailer {
    /// A mailer whose links and Message-IDs stand under `public_url`.
    #[must_use]
    pub fn new(transport: Transport, public_url: &str) -> Self {
        let host = url::Url::parse(public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
        Self { transport, base: public_url.trim_end_matches('/').to_owned(), host: host.unwrap_or_else(|| "localhost".to_owned()) }
    }

    /// Whether mails really leave; else they are kept.
    #[must_use]
    pub fn sends(&self) -> bool {
        matches!(self.transport, Transport::Smtp(_))
    }

    /// Writes a mail. The same message always has the same Message-ID.
    ///
    /// # Errors
    /// When the mail is empty or a template fails.
    pub fn write(&self, id: MessageId, to: &Recipient, mail: &Mail, now: DateTime<Utc>) -> Result<Outgoing, RenderError> {
        let rendered = render(mail, &to.name, to.language, &self.base, now)?;
        let attachments = mail.attachments().to_vec();
        Ok(Outgoing { id, message_id: format!("<{id}@{}>", self.host), to: to.clone(), rendered, attachments, at: now })
    }

    /// What a page would show of a mail to a person who has no address.
    ///
    /// # Errors
    /// When the mail is empty or a template fails.
    pub fn write_for_page(&self, name: &str, language: &str, mail: &Mail, now: DateTime<Utc>) -> Result<Rendered, RenderError> {
        render(mail, &DisplayName::new(name), Language::from_code(language).unwrap_or_default(), &self.base, now)
    }

    /// What a mail looks like, to a person of the catalogue.
    ///
    /// # Errors
    /// When the mail is empty or a template fails.
    pub fn write_sample(&self, mail: &Mail, language: Language, now: DateTime<Utc>) -> Result<Rendered, RenderError> {
        render(mail, &DisplayName::new(crate::text::Texts::of(language).mail.sample_name), language, &self.base, now)
    }

    /// Lets a mail leave.
    ///
    /// # Errors
    /// [`SendError::Passing`] when it may succeed later, [`SendError::Refused`] when it never will.
    pub async fn send(&self, mail: &Outgoing) -> Result<Accepted, SendError> {
        self.transport.send(mail, &self.host).await
    }
}

//! The log on standard error: for people or as JSON, one event a line; mail addresses are masked whoever wrote them.

use std::io::{self, Write};

use anyhow::anyhow;
use tracing_subscriber::EnvFilter;

use crate::config::{Config, log::Format};
use crate::mail::masked;

/// Logs to standard error, as configured.
pub(super) fn log(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log.filter)?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(|| Masking(io::stderr()));
    let set = match config.log.format {
        Format::Text => log.try_init(),
        Format::Json => log.json().try_init(),
    };
    set.map_err(|error| anyhow!(error))
}

/// Masks the addresses in what passes; an event is written at once.
struct Masking<W>(W);

impl<W: Write> Write for Masking<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            // The name of a field is no part of the address that follows it.
            Ok(text) if text.contains('@') => text.split_inclusive('=').try_for_each(|part| self.0.write_all(masked(part).as_bytes()))?,
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::Masking;

    #[test]
    fn addresses_are_masked_in_both_forms_of_a_line() {
        let mut taken = Vec::new();
        let mut log = Masking(&mut taken);
        assert!(log.write_all(b"WARN mail refused to=clerk@example.gov.cn\n").is_ok());
        assert!(log.write_all(br#"{"fields":{"error":"550 <clerk@example.gov.cn> unknown"}}"#).is_ok());
        let said = String::from_utf8_lossy(&taken);
        assert_eq!(said, "WARN mail refused to=c***@example.gov.cn\n{\"fields\":{\"error\":\"550 <c***@example.gov.cn> unknown\"}}");
    }
}

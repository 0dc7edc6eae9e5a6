//! Secrets of our own making: what a cookie or a token carries, and the hash under which it is stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use workflow::ids::IdGen;

/// A new secret of 256 bits, in characters that fit a cookie, a header and a form.
#[must_use]
pub fn new(ids: &IdGen) -> String {
    URL_SAFE_NO_PAD.encode(ids.bytes::<32>())
}

/// The hash under which a secret is stored. A secret of 256 random bits needs no salt and no slow hash.
#[must_use]
pub fn hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether two secrets are the same, in a time that does not depend on where they differ.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

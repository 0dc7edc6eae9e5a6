//! Passwords: the rule, the hash (Argon2id), one-time passwords.

use std::sync::{Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use subtle::ConstantTimeEq;
use workflow::ids::IdGen;

/// The shortest password.
pub const MIN: usize = 10;
/// The longest: hashing takes time by length.
pub const MAX: usize = 200;

/// Memory in KiB, passes and lanes: 19 MiB, twice, one lane.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// Characters that are not mistaken for one another when read from a slip of paper.
const ONE_TIME: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789i";

/// Why a password is not acceptable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Shorter than [`MIN`] characters.
    #[error("shorter than {MIN} characters")]
    Short,
    /// Longer than [`MAX`] characters.
    #[error("longer than {MAX} characters")]
    Long,
    /// The same as a name by which the person logs in.
    #[error("the same as the log-in name")]
    IsName,
}

/// Why a hash could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct HashError(String);

/// Checks a new password; `names` are those by which the person logs in.
///
/// # Errors
/// What is wrong with it.
pub fn check(password: &str, names: &[&str]) -> Result<(), Weak> {
    let length = password.chars().count();
    if length < MIN {
        return Err(Weak::Short);
    }
    if length > MAX {
        return Err(Weak::Long);
    }
    let lower = password.trim().to_lowercase();
    if names.iter().any(|name| name.trim().to_lowercase() == lower) {
        return Err(Weak::IsName);
    }
    Ok(())
}

/// The hash of a password, as a PHC string. Takes some tens of milliseconds of a processor.
///
/// # Errors
/// When the hasher refuses, which it does only for a password longer than it can take.
pub fn hash(password: &str, ids: &IdGen) -> Result<String, HashError> {
    let salt = ids.bytes::<16>();
    let digest = digest(password, &salt)?;
    Ok(format!("{}{}${}", prefix(), STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(digest)))
}

/// Whether the password belongs to the hash; for somebody without a hash it takes as long and is never true.
#[must_use]
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let parts = hash.and_then(|text| text.strip_prefix(&prefix())).and_then(|rest| rest.split_once('$'));
    let known = parts.and_then(|(salt, digest)| Some((STANDARD_NO_PAD.decode(salt).ok()?, STANDARD_NO_PAD.decode(digest).ok()?)));
    let (salt, expected) = known.unwrap_or_else(|| (b"nobody has this.".to_vec(), Vec::new()));
    digest(password, &salt).is_ok_and(|found| found.as_slice().ct_eq(&expected).into())
}

/// What every hash of ours begins with.
fn prefix() -> String {
    let (memory, passes, lanes) = COST;
    format!("$argon2id$v=19$m={memory},t={passes},p={lanes}$")
}

/// Working memory that is used again: given back to the system and asked for anew, nineteen MiB at a time, it would never come back.
static MEMORY: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());
/// How many of these are kept; more than that only a burst of log-ins needs.
const KEPT: usize = 2;

fn digest(password: &str, salt: &[u8]) -> Result<[u8; 32], HashError> {
    let hasher = hasher()?;
    let kept = || MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    let mut memory = kept().pop().unwrap_or_else(|| vec![Block::default(); hasher.params().block_count()]);
    let mut digest = [0_u8; 32];
    let done = hasher.hash_password_into_with_memory(password.as_bytes(), salt, &mut digest, &mut memory);
    // What is left in it tells nothing about the password that the hash does not tell, but it need not lie about either.
    memory.fill(Block::default());
    let mut kept = kept();
    if kept.len() < KEPT {
        kept.push(memory);
    }
    done.map(|()| digest).map_err(|error| HashError(error.to_string()))
}

/// A one-time password: three groups of four characters, 60 bits, to be read out or written on a slip.
#[must_use]
pub fn one_time(ids: &IdGen) -> String {
    let bytes = ids.bytes::<12>();
    let characters: Vec<char> = bytes.iter().map(|byte| char::from(ONE_TIME[usize::from(byte % 32)])).collect();
    characters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn hasher() -> Result<Argon2<'static>, HashError> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| HashError(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_its_hash_differs_each_time() {
        let ids = IdGen::new([1; 32]);
        let one = hash("春风又绿江南岸 2026", &ids).expect("a hash");
        let other = hash("春风又绿江南岸 2026", &ids).expect("a hash");
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, other);
        assert!(verify("春风又绿江南岸 2026", Some(&one)));
        assert!(!verify("春风又绿江南岸 2025", Some(&one)));
        assert!(!verify("", None));
        assert!(!verify("x", Some("not a hash")));
    }

    #[test]
    fn a_password_is_long_enough_and_no_name() {
        assert_eq!(check("短密码", &[]), Err(Weak::Short));
        assert_eq!(check("十个汉字的密码可以了", &["zhang"]), Ok(()));
        assert_eq!(check("Coordinator1", &["coordinator1"]), Err(Weak::IsName));
        assert_eq!(check("13900000000", &["a", "13900000000"]), Err(Weak::IsName));
        assert_eq!(check(&"x".repeat(201), &[]), Err(Weak::Long));
    }

    #[test]
    fn a_one_time_password_meets_the_rule_itself() {
        let password = one_time(&IdGen::new([2; 32]));
        assert_eq!(check(&password, &[]), Ok(()));
        assert_eq!(password.len(), 14);
        assert!(!password.contains(['0', 'O', '1', 'l', 'I', 'o']), "{password}");
    }
}

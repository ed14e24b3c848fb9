//! Password hashes: argon2id with 19 MiB, two passes, one lane (P1), never more than two at once.
//!
//! Each hash takes 19 MiB and a core for some tens of milliseconds. A semaphore keeps two hundred sign-ins at once from
//! taking four gigabytes and every worker thread.

use crate::random::{Random, RandomError};
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Longest password that is looked at, in characters; longer ones are refused before hashing (P2).
pub const MAX_CHARS: usize = 256;

/// Hashes and compares passwords.
#[derive(Clone)]
pub struct Passwords {
    gate: Arc<Semaphore>,
    random: Arc<dyn Random>,
    cost: Cost,
    /// Compared with when the address is unknown, so that both answers take the same time.
    decoy: Arc<str>,
}

/// What a hash costs.
#[derive(Clone, Copy)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
}

impl Cost {
    /// What the server uses.
    pub const SAFE: Self = Self { memory_kib: MEMORY_KIB, passes: PASSES };
    /// So cheap that a test can sign in hundreds of people; protects nothing.
    #[cfg(any(test, feature = "harness"))]
    pub const TEST: Self = Self { memory_kib: 64, passes: 1 };
}

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// No randomness for the salt.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The algorithm refused.
    #[error("cannot hash a password: {0}")]
    Hash(String),
    /// The worker was gone.
    #[error("password worker ended")]
    Worker,
}

/// How a comparison came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not that password.
    Wrong,
    /// That password.
    Right,
    /// That password, but stored with older parameters: hash it anew.
    RightButOld,
}

impl Passwords {
    /// A hasher with the given cost.
    pub fn new(random: Arc<dyn Random>, cost: Cost) -> Result<Self, PasswordError> {
        let decoy = hash_now(cost, &salt(random.as_ref())?, "nobody has this password")?;
        Ok(Self { gate: Arc::new(Semaphore::new(2)), random, cost, decoy: decoy.into() })
    }

    /// Hashes a password, to be stored.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let (cost, salt, password) = (self.cost, salt(self.random.as_ref())?, normal(password));
        let _turn = self.gate.acquire().await.map_err(|_| PasswordError::Worker)?;
        tokio::task::spawn_blocking(move || hash_now(cost, &salt, &password))
            .await
            .map_err(|_| PasswordError::Worker)?
    }

    /// Compares a password with a stored hash. Without a hash it takes the same time and is wrong.
    pub async fn check(&self, stored: Option<&str>, password: &str) -> Result<Outcome, PasswordError> {
        let known = stored.is_some();
        let (cost, stored, password) =
            (self.cost, stored.unwrap_or(&self.decoy).to_owned(), normal(password));
        let _turn = self.gate.acquire().await.map_err(|_| PasswordError::Worker)?;
        let outcome = tokio::task::spawn_blocking(move || check_now(cost, &stored, &password))
            .await
            .map_err(|_| PasswordError::Worker)?;
        Ok(if known { outcome } else { Outcome::Wrong })
    }
}

/// One documented normalisation (P2): NFC, so that `é` is one password on every keyboard.
fn normal(password: &str) -> String {
    password.nfc().collect()
}

fn salt(random: &dyn Random) -> Result<SaltString, PasswordError> {
    let mut bytes = [0_u8; 16];
    random.fill(&mut bytes)?;
    SaltString::encode_b64(&bytes).map_err(|e| PasswordError::Hash(e.to_string()))
}

fn hasher(cost: Cost) -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(cost.memory_kib, cost.passes, LANES, None)
        .map_err(|e| PasswordError::Hash(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(cost: Cost, salt: &SaltString, password: &str) -> Result<String, PasswordError> {
    hasher(cost)?
        .hash_password(password.as_bytes(), salt)
        .map(|h| h.to_string())
        .map_err(|e| PasswordError::Hash(e.to_string()))
}

fn check_now(cost: Cost, stored: &str, password: &str) -> Outcome {
    let Ok(parsed) = PasswordHash::new(stored) else { return Outcome::Wrong };
    // The stored parameters are used for comparing, whatever the server would use today.
    if Argon2::default().verify_password(password.as_bytes(), &parsed).is_err() {
        return Outcome::Wrong;
    }
    match Params::try_from(&parsed) {
        Ok(p) if p.m_cost() >= cost.memory_kib && p.t_cost() >= cost.passes => Outcome::Right,
        _ => Outcome::RightButOld,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    fn passwords(cost: Cost) -> Passwords {
        Passwords::new(Arc::new(SystemRandom), cost).unwrap()
    }

    #[tokio::test]
    async fn p1_parameters_are_argon2id_19_mib_2_passes_1_lane() {
        let hash = passwords(Cost::SAFE).hash("correct horse").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }

    #[tokio::test]
    async fn p1_older_parameters_are_noticed() {
        let old = passwords(Cost::TEST).hash("correct horse").await.unwrap();
        let now = passwords(Cost::SAFE);
        assert_eq!(now.check(Some(&old), "correct horse").await.unwrap(), Outcome::RightButOld);
        assert_eq!(now.check(Some(&old), "wrong horse").await.unwrap(), Outcome::Wrong);
    }

    #[tokio::test]
    async fn p2_composed_and_decomposed_letters_are_one_password() {
        let p = passwords(Cost::TEST);
        let hash = p.hash("caf\u{e9} caf\u{e9}").await.unwrap();
        assert_eq!(p.check(Some(&hash), "cafe\u{301} cafe\u{301}").await.unwrap(), Outcome::Right);
    }

    #[tokio::test]
    async fn an_unknown_address_is_wrong_whatever_is_typed() {
        let p = passwords(Cost::TEST);
        assert_eq!(p.check(None, "nobody has this password").await.unwrap(), Outcome::Wrong);
        assert_eq!(p.check(Some("not a hash"), "x").await.unwrap(), Outcome::Wrong);
    }
}

//! Password hashes: argon2id with 19 MiB, two passes, one lane (P1), never more than two at once.
//!
//! Each hash takes 19 MiB and a core for some tens of milliseconds. A semaphore keeps two hundred sign-ins at once from
//! taking four gigabytes and every worker thread.

use crate::random::{Random, RandomError};
use argon2::password_hash::{Output, ParamsString, PasswordHash, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Longest password that is looked at, in characters; longer ones are refused before hashing (P2).
pub const MAX_CHARS: usize = 256;

/// How many are hashed at once.
const AT_ONCE: usize = 2;

/// Hashes and compares passwords.
#[derive(Clone)]
pub struct Passwords {
    gate: Arc<Semaphore>,
    memory: Memory,
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
        let memory = Memory::default();
        let decoy = hash_now(&memory, cost, &salt(random.as_ref())?, "nobody has this password")?;
        Ok(Self { gate: Arc::new(Semaphore::new(AT_ONCE)), memory, random, cost, decoy: decoy.into() })
    }

    /// Hashes a password, to be stored.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let (cost, salt, password) = (self.cost, salt(self.random.as_ref())?, normal(password));
        self.work(move |memory| hash_now(memory, cost, &salt, &password)).await?
    }

    /// Compares a password with a stored hash. Without a hash it takes the same time and is wrong.
    pub async fn check(&self, stored: Option<&str>, password: &str) -> Result<Outcome, PasswordError> {
        let known = stored.is_some();
        let (cost, stored, password) =
            (self.cost, stored.unwrap_or(&self.decoy).to_owned(), normal(password));
        let outcome = self.work(move |memory| check_now(memory, cost, &stored, &password)).await?;
        Ok(if known { outcome } else { Outcome::Wrong })
    }

    /// Waits for a turn, then works off the async threads. The turn goes along: a client that hangs up ends the waiting,
    /// not the work.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Memory) -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let turn = Arc::clone(&self.gate).acquire_owned().await.map_err(|_| PasswordError::Worker)?;
        let memory = self.memory.clone();
        tokio::task::spawn_blocking(move || {
            let done = work(&memory);
            drop(turn);
            done
        })
        .await
        .map_err(|_| PasswordError::Worker)
    }
}

/// The 19 MiB blocks, kept and used again. Given back to the allocator they would stay with whichever thread had them,
/// and a storm of sign-ins would leave half a gigabyte behind.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<Vec<Block>>>>);

impl Memory {
    fn lend<T>(&self, blocks: usize, work: impl FnOnce(&mut [Block]) -> T) -> T {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = kept.unwrap_or_default();
        if memory.len() < blocks {
            memory.resize(blocks, Block::default());
        }
        let done = work(memory.get_mut(..blocks).unwrap_or_default());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
        done
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

fn bad(e: impl std::fmt::Display) -> PasswordError {
    PasswordError::Hash(e.to_string())
}

/// The raw hash, in lent memory.
fn digest(memory: &Memory, params: &Params, salt: &[u8], password: &str) -> Result<Output, PasswordError> {
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let mut out = [0_u8; Params::DEFAULT_OUTPUT_LEN];
    memory
        .lend(params.block_count(), |blocks| {
            argon.hash_password_into_with_memory(password.as_bytes(), salt, &mut out, blocks)
        })
        .map_err(bad)?;
    Output::new(&out).map_err(bad)
}

fn hash_now(memory: &Memory, cost: Cost, salt: &SaltString, password: &str) -> Result<String, PasswordError> {
    let params = Params::new(cost.memory_kib, cost.passes, LANES, None).map_err(bad)?;
    let mut bytes = [0_u8; 64];
    let raw = salt.decode_b64(&mut bytes).map_err(bad)?;
    let output = digest(memory, &params, raw, password)?;
    let phc = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(bad)?,
        salt: Some(salt.as_salt()),
        hash: Some(output),
    };
    Ok(phc.to_string())
}

/// Compares by the stored parameters, whatever the server would use today. What is no argon2id hash is nobody's.
fn check_now(memory: &Memory, cost: Cost, stored: &str, password: &str) -> Outcome {
    let Ok(phc) = PasswordHash::new(stored) else { return Outcome::Wrong };
    let (Ok(params), Some(salt), Some(want)) = (Params::try_from(&phc), phc.salt, phc.hash) else {
        return Outcome::Wrong;
    };
    let mut bytes = [0_u8; 64];
    let found =
        salt.decode_b64(&mut bytes).map_err(bad).and_then(|raw| digest(memory, &params, raw, password));
    match found {
        // Comparing outputs takes the same time wherever they differ.
        Ok(found) if phc.algorithm == ARGON2ID_IDENT && found == want => {
            let today = params.m_cost() >= cost.memory_kib && params.t_cost() >= cost.passes;
            if today { Outcome::Right } else { Outcome::RightButOld }
        }
        _ => Outcome::Wrong,
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
    async fn other_programs_read_the_hash() {
        use argon2::password_hash::PasswordVerifier as _;
        let hash = passwords(Cost::TEST).hash("correct horse").await.unwrap();
        let phc = PasswordHash::new(&hash).unwrap();
        assert!(Argon2::default().verify_password(b"correct horse", &phc).is_ok());
        assert!(Argon2::default().verify_password(b"wrong horse", &phc).is_err());
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

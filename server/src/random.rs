//! Randomness is drawn in one place: ids, session ids, tokens, salts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// A source of bytes that nobody can guess.
pub trait Random: Send + Sync + 'static {
    /// Fills the buffer, or fails when the system has no randomness to give.
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError>;
}

/// The system gave no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the system gave no randomness: {0}")]
pub struct RandomError(String);

/// The system's source.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(out).map_err(|e| RandomError(e.to_string()))
    }
}

/// The same bytes each time: for tests only.
#[cfg(any(test, feature = "harness"))]
pub struct SeededRandom {
    seed: u64,
    drawn: std::sync::atomic::AtomicU64,
}

#[cfg(any(test, feature = "harness"))]
impl SeededRandom {
    /// A source whose bytes follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: std::sync::atomic::AtomicU64::new(0) }
    }
}

#[cfg(any(test, feature = "harness"))]
impl Random for SeededRandom {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        for chunk in out.chunks_mut(32) {
            let n = self.drawn.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let block =
                Sha256::new().chain_update(self.seed.to_le_bytes()).chain_update(n.to_le_bytes()).finalize();
            for (to, from) in chunk.iter_mut().zip(block) {
                *to = from;
            }
        }
        Ok(())
    }
}

/// A new id: 128 bits, 26 lower-case letters and digits.
pub fn id(random: &dyn Random) -> Result<String, RandomError> {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut bytes = [0_u8; 16];
    random.fill(&mut bytes)?;
    let mut left = u128::from_le_bytes(bytes);
    let mut out = String::with_capacity(26);
    for _ in 0..26 {
        // INVARIANT: five bits index an alphabet of 32.
        out.push(char::from(ALPHABET[(left & 31) as usize]));
        left >>= 5;
    }
    Ok(out)
}

/// A secret for a cookie or a link: 256 bits. What is stored is its [`hash`].
pub fn token(random: &dyn Random) -> Result<String, RandomError> {
    let mut bytes = [0_u8; 32];
    random.fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What a token is stored and looked up as. A plain hash is enough: the token has 256 bits of its own.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_tokens_differ_and_have_their_length() {
        let r = SystemRandom;
        let (a, b) = (id(&r).unwrap(), id(&r).unwrap());
        assert_ne!(a, b);
        assert_eq!(a.len(), 26);
        assert_eq!(token(&r).unwrap().len(), 43);
        assert_eq!(hash("x").len(), 32);
    }
}

//! A cipher for native tests that keeps no secret: it has the real one's shape, and notices changes.

use std::cell::Cell;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::{Cipher, NoCryptography};
use crate::vault::passphrase::Passphrase;
use crate::vault::record::{CHECK, IV, SALT, TAG};

/// Counts up instead of drawing by chance.
#[derive(Default)]
pub struct Toy {
    /// How many.
    pub drawn: Cell<u8>,
    /// Whether there is no cryptography.
    pub is_missing: bool,
}

fn digest(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

fn digest_16(of: impl Hash) -> [u8; 16] {
    let halves = [digest((0, &of)).to_le_bytes(), digest((1, &of)).to_le_bytes()];
    halves.concat().try_into().expect("16 bytes")
}

fn xor(key: u64, iv: &[u8; IV], text: &[u8]) -> Vec<u8> {
    let stream = (0_u32..).flat_map(|block| digest((key, iv, block)).to_le_bytes());
    text.iter().zip(stream).map(|(byte, key)| byte ^ key).collect()
}

impl Cipher for Toy {
    type Key = u64;

    fn randomize(&self, bytes: &mut [u8]) -> Result<(), NoCryptography> {
        if self.is_missing {
            return Err(NoCryptography);
        }
        for byte in bytes {
            *byte = self.drawn.replace(self.drawn.get().wrapping_add(1));
        }
        Ok(())
    }

    async fn derive(
        &self,
        passphrase: &Passphrase,
        salt: &[u8; SALT],
        iterations: u32,
    ) -> Result<(u64, [u8; CHECK]), NoCryptography> {
        if self.is_missing {
            return Err(NoCryptography);
        }
        let secret = digest((passphrase.reveal(), salt, iterations));
        Ok((digest((secret, "key")), digest_16((secret, "check"))))
    }

    async fn seal(
        &self,
        key: &u64,
        iv: &[u8; IV],
        bound: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, NoCryptography> {
        let tag = digest_16((key, iv, bound, plain));
        Ok([xor(*key, iv, plain), tag.to_vec()].concat())
    }

    async fn open(&self, key: &u64, iv: &[u8; IV], bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (text, tag) = sealed.split_at_checked(sealed.len().checked_sub(TAG)?)?;
        let plain = xor(*key, iv, text);
        (digest_16((key, iv, bound, plain.as_slice())) == *tag).then_some(plain)
    }
}

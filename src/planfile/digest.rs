//! The digests in the head of a plan file: `sha256sum` of the lines they are about gives the same.

use sha2::{Digest, Sha256};

/// The digest of a part of a plan file.
pub(super) fn digest(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let hex: Vec<String> = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{}", hex.concat())
}

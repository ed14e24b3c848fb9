//! How a receiver knows that a delivery is ours, and not an old one sent again.

use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::fmt::Write as _;

/// Header with the signature.
pub const HEADER: &str = "rolecall-signature";

/// `t=1772442000,v1=…`: seconds since 1970, and the HMAC-SHA256 of `<seconds>.<body>` with the webhook's secret, in
/// hexadecimal.
pub fn signature(secret: &str, seconds: i64, body: &str) -> String {
    let mut text = format!("t={seconds},v1=");
    // A key of any length is taken.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) {
        mac.update(seconds.to_string().as_bytes());
        mac.update(b".");
        mac.update(body.as_bytes());
        for byte in mac.finalize().into_bytes() {
            let _ = write!(text, "{byte:02x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_hmac_of_time_and_body() {
        // printf '1.{}' | openssl dgst -sha256 -hmac secret
        assert_eq!(
            signature("secret", 1, "{}"),
            "t=1,v1=1122767b193110cfec322b6f199b599edbf608ed087f2d27afb0b97d99523908"
        );
        assert_ne!(signature("secret", 1, "{}"), signature("secret", 2, "{}"));
        assert_ne!(signature("secret", 1, "{}"), signature("other", 1, "{}"));
    }
}

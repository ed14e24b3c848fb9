//! The identity provider: OpenID Connect's code flow with PKCE, as far as it is talk between two servers.
//!
//! Whom of our people an answer is about is for `service::sso` to say; nothing here knows members or teams.

mod http;
mod options;
mod provider;
mod verify;

pub use http::HttpError;
pub use options::SsoOptions;
pub use provider::{Flight, Provider};
pub use verify::Person;

/// Why nobody was identified. For the log; people are told a code. Says what was wrong with a token, never what is in it.
#[derive(Debug, thiserror::Error)]
pub enum SsoError {
    /// The provider cannot be reached, or its documents make no sense.
    #[error("the identity provider cannot be used: {0}")]
    Unavailable(String),
    /// The provider did not take the code.
    #[error("the identity provider did not take the code: {0}")]
    Code(String),
    /// The token is not one that we may believe.
    #[error("the identity provider's token was refused: {0}")]
    Token(String),
}

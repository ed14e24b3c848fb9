//! Whether to believe a token, and whom it is about.

use super::http::Http;
use super::provider::{Ready, chain};
use super::{SsoError, SsoOptions};
use crate::clock::{MINUTE, Millis};
use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreIdTokenVerifier, CoreJwsSigningAlgorithm as Alg, CoreProviderMetadata, CoreTokenResponse,
    CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, ClaimsVerificationError, ClientId, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    SignatureVerificationError, SubjectIdentifier, TokenResponse as _,
};
use std::fmt;

/// How far two clocks may be apart.
const SKEW: Millis = 2 * MINUTE;
/// A token is asked for and comes at once; one that was made earlier than this was not made for us.
const OLDEST: Millis = 10 * MINUTE;
/// Signed with a key of the provider's own. Without a signature, or signed with the secret that we hold too, a token proves
/// nothing; so neither is here.
const SIGNED_BY: [Alg; 9] = [
    Alg::RsaSsaPkcs1V15Sha256,
    Alg::RsaSsaPkcs1V15Sha384,
    Alg::RsaSsaPkcs1V15Sha512,
    Alg::RsaSsaPssSha256,
    Alg::RsaSsaPssSha384,
    Alg::RsaSsaPssSha512,
    Alg::EcdsaP256Sha256,
    Alg::EcdsaP384Sha384,
    Alg::EdDsa,
];

/// Somebody whom the provider has identified.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Who they are there; stays the same whatever their address is.
    pub subject: String,
    /// Their address, where the provider says that it is theirs.
    pub address: Option<String>,
    /// The token says whether the address is theirs: nothing more is to be asked.
    pub(super) told: bool,
}

/// Why a token is not believed.
#[derive(Debug)]
pub(super) enum Fault {
    /// No key of the provider's fits the signature.
    Key(String),
    /// Anything else.
    Other(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(why) | Self::Other(why) => f.write_str(why),
        }
    }
}

fn no(why: &str) -> Fault {
    Fault::Other(why.to_owned())
}

/// Checks the token of an answer: signature, issuer, audience, authorized party, times, nonce, the access token's hash.
pub(super) fn person(
    options: &SsoOptions,
    issuer: &IssuerUrl,
    metadata: &CoreProviderMetadata,
    answer: &CoreTokenResponse,
    nonce: &str,
    now: Millis,
) -> Result<Person, Fault> {
    let token = answer.id_token().ok_or_else(|| no("there is no ID token"))?;
    let at = |ms: Millis| DateTime::<Utc>::from_timestamp_millis(ms).ok_or_else(|| no("the clock is off"));
    let (past, oldest, newest) =
        (at(now.saturating_sub(SKEW))?, at(now.saturating_sub(OLDEST))?, at(now.saturating_add(SKEW))?);
    // As a public client: then no token that is signed with the client's secret is ever believed.
    let verifier = CoreIdTokenVerifier::new_public_client(
        ClientId::new(options.client_id.clone()),
        issuer.clone(),
        metadata.jwks().clone(),
    )
    .set_allowed_algs(SIGNED_BY)
    .set_time_fn(move || past)
    .set_issue_time_verifier_fn(move |made| {
        if made < oldest || made > newest { Err(format!("made at {made}")) } else { Ok(()) }
    });
    let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned())).map_err(fault)?;
    // The library leaves this one to us.
    if claims.authorized_party().is_some_and(|party| **party != *options.client_id) {
        return Err(no("it was made for another client"));
    }
    if let Some(hash) = claims.access_token_hash() {
        let alg = token.signing_alg().map_err(|e| Fault::Other(e.to_string()))?;
        let key = token.signing_key(&verifier).map_err(|e| Fault::Other(e.to_string()))?;
        let real = AccessTokenHash::from_token(answer.access_token(), alg, key)
            .map_err(|e| Fault::Other(e.to_string()))?;
        if real != *hash {
            return Err(no("it belongs to another access token"));
        }
    }
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > 255 {
        return Err(no("its subject is empty or too long"));
    }
    let address = claims.email().map(|e| e.as_str().to_owned());
    Ok(Person {
        subject: subject.to_owned(),
        told: address.is_some() && claims.email_verified().is_some(),
        address: address.filter(|_| claims.email_verified() == Some(true)),
    })
}

/// The library's words without what the token said: only which check failed.
fn fault(e: ClaimsVerificationError) -> Fault {
    use ClaimsVerificationError as E;
    match &e {
        E::SignatureVerification(
            SignatureVerificationError::NoMatchingKey | SignatureVerificationError::AmbiguousKeyId(_),
        ) => Fault::Key("no key of the provider fits".into()),
        E::SignatureVerification(SignatureVerificationError::CryptoError(_)) => {
            Fault::Key("the signature is wrong".into())
        }
        E::SignatureVerification(_) => no("its kind of signature is not accepted"),
        E::Expired(_) => no("its time is over, or not yet there"),
        E::InvalidAudience(_) => no("it is for somebody else"),
        E::InvalidIssuer(_) => no("its issuer is another"),
        E::InvalidNonce(_) => no("its nonce is another"),
        _ => no("it makes no sense"),
    }
}

impl Person {
    /// Asks the provider for the address, which some leave out of the token. The answer must be about the same subject.
    pub(super) async fn ask_address(
        &mut self,
        client: &Ready,
        answer: &CoreTokenResponse,
        http: &Http,
    ) -> Result<(), SsoError> {
        let subject = SubjectIdentifier::new(self.subject.clone());
        let Ok(request) = client.user_info(answer.access_token().clone(), Some(subject)) else {
            return Ok(());
        };
        let told: CoreUserInfoClaims = request.request_async(http).await.map_err(|e| {
            SsoError::Token(match e {
                openidconnect::UserInfoError::Request(e) => chain(&e),
                openidconnect::UserInfoError::ClaimsVerification(_) => "who it is about is another".into(),
                _ => "what it says of the person cannot be read".into(),
            })
        })?;
        if told.email_verified() == Some(true) {
            self.address = told.email().map(|e| e.as_str().to_owned());
        }
        Ok(())
    }
}

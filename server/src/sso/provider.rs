//! Finding the provider's documents, sending people there, and turning a code into a person.

use super::http::{Http, HttpError};
use super::verify::{self, Person};
use super::{SsoError, SsoOptions};
use crate::clock::Millis;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreProviderMetadata, CoreTokenResponse,
};
use openidconnect::url::Url;
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
};
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// The provider's documents are asked for again after so long.
const FRESH: Duration = Duration::from_secs(3600);
/// After a failure nobody asks for so long: a provider that is down is not asked by everybody in turn.
const PAUSE: Duration = Duration::from_secs(2);
/// Keys that are not in the set are looked for no more often than that: a token's header is anybody's to write.
const KEYS_AGAIN: Duration = Duration::from_secs(60);

/// One identity provider.
pub struct Provider {
    options: SsoOptions,
    issuer: IssuerUrl,
    http: Http,
    found: Mutex<Found>,
}

#[derive(Default)]
struct Found {
    metadata: Option<(Arc<CoreProviderMetadata>, Instant)>,
    failed: Option<Instant>,
    /// When the keys were asked for again because one was missing.
    forced: Option<Instant>,
}

/// What one sign-in carries from its start to its end. Never stored; derived from what the browser keeps.
pub struct Flight {
    /// Comes back beside the code.
    pub state: String,
    /// Comes back inside the token.
    pub nonce: String,
    /// Shows that whoever brings the code is who asked for it (PKCE).
    pub verifier: String,
    /// Where the provider sends the browser.
    pub redirect: String,
}

pub(super) type Ready = openidconnect::core::CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

impl Provider {
    /// Checks what the operator said. Nothing is asked yet: the provider may come up later than this server.
    ///
    /// # Errors
    /// A sentence with the option that is wrong.
    pub fn new(options: SsoOptions) -> Result<Self, String> {
        let url = options.check()?;
        let issuer = IssuerUrl::new(options.issuer.clone()).map_err(|e| e.to_string())?;
        let http = Http::new(&url).map_err(|e| e.to_string())?;
        Ok(Self { options, issuer, http, found: Mutex::default() })
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.options.name
    }

    /// Its issuer, to the letter.
    pub fn issuer(&self) -> &str {
        &self.options.issuer
    }

    /// Asks for its documents before anybody needs them.
    pub async fn warm(&self) -> Result<(), SsoError> {
        self.metadata(false).await.map(drop)
    }

    /// Where to send somebody.
    pub async fn address(&self, flight: &Flight) -> Result<String, SsoError> {
        let metadata = self.metadata(false).await?;
        let (state, nonce) = (flight.state.clone(), flight.nonce.clone());
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(flight.verifier.clone()));
        let (url, _, _) = self
            .client(&metadata, flight)?
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new("email".into()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(url.into())
    }

    /// Turns the code into a person. `asks_address`: whether an address is needed of somebody with this subject; where
    /// the token has none, the provider is asked once more.
    pub async fn person(
        &self,
        flight: &Flight,
        code: String,
        now: Millis,
        asks_address: impl AsyncFnOnce(&str) -> Result<bool, SsoError>,
    ) -> Result<Person, SsoError> {
        let metadata = self.metadata(false).await?;
        let client = self.client(&metadata, flight)?;
        let answer: CoreTokenResponse = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|e| SsoError::Unavailable(e.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(flight.verifier.clone()))
            .request_async(&self.http)
            .await
            .map_err(refused)?;
        let check = |metadata: &CoreProviderMetadata| {
            verify::person(&self.options, &self.issuer, metadata, &answer, &flight.nonce, now)
        };
        let mut person = match check(&metadata) {
            // The provider may have changed its keys.
            Err(verify::Fault::Key(_)) => check(&*self.metadata(true).await?),
            other => other,
        }
        .map_err(|fault| SsoError::Token(fault.to_string()))?;
        if !person.told && asks_address(&person.subject).await? {
            person.ask_address(&client, &answer, &self.http).await?;
        }
        Ok(person)
    }

    fn client(&self, metadata: &CoreProviderMetadata, flight: &Flight) -> Result<Ready, SsoError> {
        let redirect =
            RedirectUrl::new(flight.redirect.clone()).map_err(|e| SsoError::Unavailable(e.to_string()))?;
        let secret = self.options.client_secret.clone().map(ClientSecret::new);
        let id = ClientId::new(self.options.client_id.clone());
        let known = metadata.token_endpoint_auth_methods_supported();
        let by = |method| known.is_some_and(|all| all.contains(&method));
        let form = by(CoreClientAuthMethod::ClientSecretPost) && !by(CoreClientAuthMethod::ClientSecretBasic);
        Ok(CoreClient::from_provider_metadata(metadata.clone(), id, secret)
            .set_redirect_uri(redirect)
            .set_auth_type(if form { AuthType::RequestBody } else { AuthType::BasicAuth }))
    }

    /// The provider's documents. `keys_again`: a token names a key that is not among those that we have.
    async fn metadata(&self, keys_again: bool) -> Result<Arc<CoreProviderMetadata>, SsoError> {
        // One asks, the others wait for what it finds.
        let mut found = self.found.lock().await;
        let young = |at: Option<Instant>, span| at.is_some_and(|at| at.elapsed() < span);
        let force = keys_again && !young(found.forced, KEYS_AGAIN);
        if let Some((metadata, at)) = &found.metadata
            && !force
            && at.elapsed() < FRESH
        {
            return Ok(Arc::clone(metadata));
        }
        if young(found.failed, PAUSE) {
            return Err(SsoError::Unavailable("it did not answer a moment ago".into()));
        }
        if force {
            found.forced = Some(Instant::now());
        }
        let mut asked = self.discover().await;
        if asked.is_err() {
            tokio::time::sleep(Duration::from_millis(300)).await;
            asked = self.discover().await;
        }
        match asked {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                found.failed = None;
                found.metadata = Some((Arc::clone(&metadata), Instant::now()));
                Ok(metadata)
            }
            Err(e) => {
                found.failed = Some(Instant::now());
                Err(e)
            }
        }
    }

    /// The issuer in the document is the configured one to the letter: the library compares them.
    async fn discover(&self) -> Result<CoreProviderMetadata, SsoError> {
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|e| SsoError::Unavailable(chain(&e)))?;
        let ends: [Option<&Url>; 3] = [
            Some(metadata.authorization_endpoint().url()),
            metadata.token_endpoint().map(|u| u.url()),
            metadata.userinfo_endpoint().map(|u| u.url()),
        ];
        if let Some(odd) = ends.into_iter().flatten().find(|url| !self.http.may_call(url)) {
            return Err(SsoError::Unavailable(HttpError::Address(odd.to_string()).to_string()));
        }
        if metadata.token_endpoint().is_none() {
            return Err(SsoError::Unavailable("it names no token endpoint".into()));
        }
        Ok(metadata)
    }
}

/// An error with its causes, as one line of the log.
pub(super) fn chain(e: &dyn Error) -> String {
    let mut text = e.to_string();
    let mut next = e.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    line(&text)
}

/// What another server says, as part of a line of the log.
fn line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

type Exchange = RequestTokenError<
    HttpError,
    openidconnect::StandardErrorResponse<openidconnect::core::CoreErrorResponseType>,
>;

fn refused(e: Exchange) -> SsoError {
    match e {
        RequestTokenError::ServerResponse(said) => SsoError::Code(line(said.error().as_ref())),
        RequestTokenError::Request(e) => SsoError::Unavailable(chain(&e)),
        // The answer holds tokens: not a word of it goes into the log.
        RequestTokenError::Parse(..) => SsoError::Token("the answer cannot be read".into()),
        RequestTokenError::Other(e) => SsoError::Code(line(&e)),
    }
}

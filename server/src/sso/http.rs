//! Calls to the identity provider: TLS or this machine, ten seconds, half a megabyte, no redirect.

use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error as Broken};
use hyper_util::rt::TokioExecutor;
use openidconnect::url::Url;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::pin::Pin;
use std::time::Duration;

type Body = Full<axum::body::Bytes>;

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer that is read. Keys and tokens are a few kilobytes.
const LARGEST: usize = 512 * 1024;

/// A client that reaches the provider and nothing it should not.
pub(super) enum Http {
    /// A provider elsewhere: over TLS alone, with the machine's list of authorities.
    Tls(Client<HttpsConnector<HttpConnector>, Body>),
    /// A provider on this machine, without TLS.
    Plain(Client<HttpConnector, Body>),
}

/// Why a call brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The machine knows no certificate authority.
    #[error("no list of certificate authorities: {0}")]
    Roots(#[source] std::io::Error),
    /// The provider named an address that is not to be called.
    #[error("{0} is neither https nor on this machine")]
    Address(String),
    /// No connection.
    #[error("no answer: {0}")]
    Broken(#[from] Broken),
    /// The answer broke off, or is too long.
    #[error("the answer cannot be read: {0}")]
    Answer(Box<dyn std::error::Error + Send + Sync>),
    /// It took too long.
    #[error("no answer within {} s", PATIENCE.as_secs())]
    Slow,
}

/// True for an address on this machine, where nobody listens on the wire.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(openidconnect::url::Host::Domain(name)) => name == "localhost",
        Some(openidconnect::url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(openidconnect::url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

impl Http {
    /// `issuer`: decides which of the two it is.
    pub fn new(issuer: &Url) -> Result<Self, HttpError> {
        let mut wire = HttpConnector::new();
        wire.set_connect_timeout(Some(PATIENCE));
        let build = || Client::builder(TokioExecutor::new());
        if issuer.scheme() == "http" {
            return Ok(Self::Plain(build().build(wire)));
        }
        wire.enforce_http(false);
        let tls = HttpsConnectorBuilder::new().with_native_roots().map_err(HttpError::Roots)?;
        Ok(Self::Tls(build().build(tls.https_only().enable_http1().wrap_connector(wire))))
    }

    /// True when this address may be called: what a provider's own document names is not trusted further than that.
    pub fn may_call(&self, url: &Url) -> bool {
        match self {
            Self::Tls(_) => url.scheme() == "https",
            Self::Plain(_) => url.scheme() == "http" && is_loopback(url),
        }
    }

    /// Sends one request.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let address = request.uri().to_string();
        if !Url::parse(&address).is_ok_and(|url| self.may_call(&url)) {
            return Err(HttpError::Address(address));
        }
        let request = request.map(|body| Full::new(body.into()));
        let call = async {
            let answer = match self {
                Self::Tls(client) => client.request(request).await,
                Self::Plain(client) => client.request(request).await,
            }?;
            let (parts, body) = answer.into_parts();
            let body = Limited::new(body, LARGEST).collect().await.map_err(HttpError::Answer)?;
            Ok(HttpResponse::from_parts(parts, body.to_bytes().to_vec()))
        };
        tokio::time::timeout(PATIENCE, call).await.map_err(|_| HttpError::Slow)?
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jl8_a_provider_s_document_leads_nowhere_else() {
        let url = |text: &str| Url::parse(text).unwrap();
        let near = Http::new(&url("http://127.0.0.1:9000")).unwrap();
        assert!(near.may_call(&url("http://localhost:1/x")) && near.may_call(&url("http://[::1]:1/x")));
        for far in
            ["http://10.0.0.1/", "http://localhost.evil.example/", "https://127.0.0.1/", "file:///etc/passwd"]
        {
            assert!(!near.may_call(&url(far)), "{far}");
        }
        let Ok(far) = Http::new(&url("https://id.example")) else { return };
        assert!(far.may_call(&url("https://keys.example/x")));
        for odd in ["http://127.0.0.1/", "http://id.example/", "ftp://id.example/"] {
            assert!(!far.may_call(&url(odd)), "{odd}");
        }
    }
}

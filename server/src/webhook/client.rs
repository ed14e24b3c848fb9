//! One request to one webhook. The address that was checked is the one that is connected to: a name that resolves to
//! something else a moment later leads nowhere.

use super::address::{check_url, is_public};
use super::sign::{HEADER, signature};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::{Method, Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::Url;

/// Longest time for all of it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why it was not delivered; a sentence for whoever looks after the webhook. It says nothing of what was answered, which is
/// not theirs to read through this server.
pub type Undelivered = String;

/// What is sent.
pub struct Call<'a> {
    /// Where to.
    pub url: &'a str,
    /// What it is signed with.
    pub secret: &'a str,
    /// Names the delivery, for receivers that drop what they have already.
    pub id: i64,
    /// Now, in seconds since 1970.
    pub seconds: i64,
    /// JSON.
    pub body: &'a str,
}

/// Sends it; any answer of 2xx is a delivery. Redirects are not followed.
pub async fn call(call: &Call<'_>, private: bool) -> Result<(), Undelivered> {
    match tokio::time::timeout(PATIENCE, send(call, private)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(format!("no answer within {} seconds", PATIENCE.as_secs())),
    }
}

async fn send(call: &Call<'_>, private: bool) -> Result<(), Undelivered> {
    let url = check_url(call.url, private).map_err(|e| e.code().to_owned())?;
    let stream = connect(&url, private).await?;
    let status = if url.scheme() == "https" {
        let name = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(name).map_err(|_| "the name cannot have a certificate".to_owned())?;
        let tls = TlsConnector::from(Arc::clone(TLS.as_ref().map_err(Clone::clone)?));
        let stream = tls.connect(name, stream).await.map_err(|e| format!("TLS: {e}"))?;
        post(stream, call, &url).await?
    } else {
        post(stream, call, &url).await?
    };
    if status.is_success() { Ok(()) } else { Err(format!("answered {}", status.as_u16())) }
}

static TLS: LazyLock<Result<Arc<ClientConfig>, Undelivered>> = LazyLock::new(|| {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| format!("TLS: {e}"))?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
});

/// Connects to an address of the host that may be called.
async fn connect(url: &Url, private: bool) -> Result<TcpStream, Undelivered> {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let port = url.port_or_known_default().unwrap_or(443);
    let found = lookup_host((host, port)).await.map_err(|_| "the name cannot be resolved".to_owned())?;
    let found: Vec<SocketAddr> = found.filter(|a| private || is_public(a.ip())).collect();
    if found.is_empty() {
        return Err("private-address".to_owned());
    }
    let mut last = String::new();
    for address in found {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = format!("cannot connect: {}", error.kind()),
        }
    }
    Err(last)
}

async fn post<S>(stream: S, call: &Call<'_>, url: &Url) -> Result<StatusCode, Undelivered>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let failed = |e: &dyn std::fmt::Display| format!("HTTP: {e}");
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let request = Request::builder()
        .method(Method::POST)
        .uri(target)
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, concat!("rolecall/", env!("CARGO_PKG_VERSION")))
        .header("rolecall-delivery", call.id)
        .header(HEADER, signature(call.secret, call.seconds, call.body))
        .body(Full::new(Bytes::copy_from_slice(call.body.as_bytes())))
        .map_err(|e| failed(&e))?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|e| failed(&e))?;
    // Ends with the sender: the answer's body is not read.
    let line = tokio::spawn(connection);
    let answer = sender.send_request(request).await.map_err(|e| failed(&e));
    line.abort();
    Ok(answer?.status())
}

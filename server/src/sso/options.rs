//! What the operator says about the identity provider.

use super::http::is_loopback;
use openidconnect::url::Url;
use shared::validate::check_name;
use std::fmt;

/// The identity provider, as the operator describes it.
#[derive(Clone)]
pub struct SsoOptions {
    /// Its issuer, to the letter: what its document and its tokens must say.
    pub issuer: String,
    /// Our id there.
    pub client_id: String,
    /// Our secret there; none for a public client, which PKCE alone protects.
    pub client_secret: Option<String>,
    /// What people call it (`Acme ID`).
    pub name: String,
}

/// Without the secret.
impl fmt::Debug for SsoOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SsoOptions")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl SsoOptions {
    /// Refuses what cannot work, or would not be safe.
    pub(super) fn check(&self) -> Result<Url, String> {
        let bad = |why: &str| Err(format!("--oidc-issuer {}: {why}", self.issuer));
        let Ok(url) = Url::parse(&self.issuer) else { return bad("is not an address") };
        if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
            return bad("must be https; http is for this machine alone");
        }
        if url.query().is_some()
            || url.fragment().is_some()
            || !url.username().is_empty()
            || url.password().is_some()
        {
            return bad("must be the issuer alone, without query, fragment or user");
        }
        if self.client_id.is_empty() {
            return Err("--oidc-client-id: is empty".into());
        }
        if self.client_secret.as_ref().is_some_and(String::is_empty) {
            return Err("--oidc-client-secret-file: the file is empty".into());
        }
        check_name(&self.name).map_err(|code| format!("--oidc-name: {code}"))?;
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jl8_an_issuer_is_https_or_on_this_machine() {
        let options = |issuer: &str| SsoOptions {
            issuer: issuer.into(),
            client_id: "c".into(),
            client_secret: Some("very secret".into()),
            name: "Acme ID".into(),
        };
        for good in
            ["https://id.example", "https://id.example/realms/a/", "http://127.0.0.1:3000", "http://[::1]:1"]
        {
            assert!(options(good).check().is_ok(), "{good}");
        }
        for bad in [
            "http://id.example",
            "id.example",
            "https://u:p@id.example",
            "https://id.example?x",
            "http://localhost.evil",
        ] {
            assert!(options(bad).check().is_err(), "{bad}");
        }
        assert!(!format!("{:?}", options("https://id.example")).contains("very secret"));
    }
}

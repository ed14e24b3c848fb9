//! The identity provider on the command line.

use crate::sso::{Provider, SsoOptions};
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct SsoArgs {
    /// Issuer of the identity provider (OpenID Connect) that members may sign in through
    #[arg(long, env = "ROLECALL_OIDC_ISSUER", requires = "oidc_client_id", value_name = "URL")]
    oidc_issuer: Option<String>,
    /// This server's id there
    #[arg(long, env = "ROLECALL_OIDC_CLIENT_ID", requires = "oidc_issuer", value_name = "ID")]
    oidc_client_id: Option<String>,
    /// File with this server's secret there; without it the client is a public one
    #[arg(long, env = "ROLECALL_OIDC_CLIENT_SECRET_FILE", requires = "oidc_issuer", value_name = "FILE")]
    oidc_client_secret_file: Option<PathBuf>,
    /// What people call the provider
    #[arg(long, env = "ROLECALL_OIDC_NAME", default_value = "single sign-on", value_name = "NAME")]
    oidc_name: String,
}

impl SsoArgs {
    /// The provider, where one is named.
    ///
    /// # Errors
    /// A sentence with the option that is wrong.
    pub fn provider(&self) -> Result<Option<Provider>, String> {
        let (Some(issuer), Some(client_id)) = (&self.oidc_issuer, &self.oidc_client_id) else {
            return Ok(None);
        };
        let client_secret = match &self.oidc_client_secret_file {
            None => None,
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .map_err(|e| format!("--oidc-client-secret-file {}: {e}", file.display()))?;
                Some(text.trim_end_matches(['\r', '\n']).to_owned())
            }
        };
        Provider::new(SsoOptions {
            issuer: issuer.clone(),
            client_id: client_id.clone(),
            client_secret,
            name: self.oidc_name.trim().to_owned(),
        })
        .map(Some)
    }
}

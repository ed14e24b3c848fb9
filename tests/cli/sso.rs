//! The identity provider on the command line (JL8).

use crate::program::{Server, arg, err, run};
use tests::Story;

#[test]
fn jl8_a_provider_that_cannot_be_right_refuses_to_start() -> Story {
    let folder = tempfile::tempdir()?;
    let db = arg(&folder.path().join("a.db"));
    let empty = folder.path().join("empty");
    std::fs::write(&empty, "\n")?;
    let (missing, empty) = (arg(&folder.path().join("missing")), arg(&empty));
    let https = "https://id.example";
    for (options, says) in [
        (vec!["--oidc-issuer", "http://id.example", "--oidc-client-id", "c"], "must be https"),
        (vec!["--oidc-issuer", "id.example", "--oidc-client-id", "c"], "is not an address"),
        (vec!["--oidc-issuer", https], "--oidc-client-id"),
        (vec!["--oidc-client-id", "c"], "--oidc-issuer"),
        (
            vec!["--oidc-issuer", https, "--oidc-client-id", "c", "--oidc-client-secret-file", &missing],
            &missing,
        ),
        (
            vec!["--oidc-issuer", https, "--oidc-client-id", "c", "--oidc-client-secret-file", &empty],
            "is empty",
        ),
        (vec!["--oidc-issuer", https, "--oidc-client-id", "c", "--oidc-name", ""], "--oidc-name"),
    ] {
        let mut args = vec!["serve", "--listen", "127.0.0.1:0", "--db", &db];
        args.extend(&options);
        let refused = run(&args)?;
        assert!(!refused.status.success(), "{options:?}");
        let said = err(&refused);
        assert!(said.contains(says), "{options:?}: {said}");
    }
    Ok(())
}

#[test]
fn jl8_a_provider_that_is_not_there_yet_does_not_keep_the_server_from_starting() -> Story {
    let folder = tempfile::tempdir()?;
    let db = arg(&folder.path().join("a.db"));
    // Nobody listens on port 9 of this machine.
    let issuer = ["--oidc-issuer", "http://127.0.0.1:9", "--oidc-client-id", "c", "--oidc-name", "Acme ID"];
    let mut args = vec!["--db".to_owned(), db];
    args.extend(issuer.map(str::to_owned));
    let server = Server::start(&args)?;
    assert!(server.get("/api/v1/bootstrap")?.contains("\"sso\":\"Acme ID\""));
    assert!(server.post("/api/v1/sso/start", "{}")?.starts_with("HTTP/1.1 503"));
    assert!(server.get("/api/v1/sso/callback?code=x&state=y")?.contains("location: /sign-in#sso-state"));
    assert!(server.stop()?.success());
    Ok(())
}

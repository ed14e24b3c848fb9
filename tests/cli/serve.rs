//! `rolecall serve`.

use crate::program::{Server, arg, err, out, rolecall, run};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;
use tests::{Failure, Story};

#[test]
fn it_says_where_it_listens_answers_and_stops_when_told() -> Story {
    let folder = tempfile::tempdir()?;
    let server = Server::start(&["--db".into(), arg(&folder.path().join("a.db"))])?;
    assert!(server.get("/healthz")?.starts_with("HTTP/1.1 200"));
    assert!(server.get("/api/v1/bootstrap")?.contains("\"needs_setup\":true"));
    assert!(server.get("/dev/mail")?.starts_with("HTTP/1.1 404"), "no mailbox without --demo");
    assert!(server.post("/dev/clock", "{\"advance_ms\":1}")?.starts_with("HTTP/1.1 404"));
    assert!(server.stop()?.success());
    Ok(())
}

#[test]
fn the_demo_says_who_may_sign_in_and_they_may() -> Story {
    let folder = tempfile::tempdir()?;
    let db = arg(&folder.path().join("demo.db"));
    let mut child = rolecall(&["serve", "--demo", "--listen", "127.0.0.1:0", "--db", &db])
        .stderr(Stdio::null())
        .spawn()?;
    let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
    let first = lines.next().ok_or("nothing was printed")??;
    let address = first.strip_prefix("listening on http://").ok_or("no address")?.to_owned();
    let mut signs = Vec::new();
    for line in lines {
        let line = line?;
        signs.extend(line.split_whitespace().find(|w| w.contains('@')).map(str::to_owned));
        if signs.len() == 9 {
            break;
        }
    }
    for email in signs {
        let body = format!("{{\"email\":\"{email}\",\"password\":\"rolecall-demo\"}}");
        let mut stream = TcpStream::connect(&address)?;
        write!(
            stream,
            "POST /api/v1/session HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        assert!(answer.starts_with("HTTP/1.1 200"), "{email}: {answer}");
    }
    child.kill()?;
    child.wait()?;
    // The second start leaves the teams as they are.
    let again = Server::start(&["--demo".into(), "--db".into(), db])?;
    assert!(again.get("/api/v1/bootstrap")?.contains("\"needs_setup\":false"));
    assert!(again.get("/dev/mail")?.starts_with("HTTP/1.1 200"));
    Ok(())
}

#[test]
fn a_customers_profile_is_offered_and_a_bad_one_refuses_to_start() -> Story {
    let folder = tempfile::tempdir()?;
    let profiles = folder.path().join("profiles");
    std::fs::create_dir(&profiles)?;
    let studio = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples/studio.toml");
    std::fs::copy(&studio, profiles.join("studio.toml"))?;
    std::fs::write(profiles.join("README.md"), "not a profile")?;
    let db = arg(&folder.path().join("a.db"));
    let args = ["--db".into(), db.clone(), "--profiles".into(), arg(&profiles)];
    let server = Server::start(&args)?;
    assert!(server.get("/api/v1/bootstrap")?.contains("\"studio\""));
    let body = r#"{"team_name":"Six","profile":"studio","email":"ada@x.example","name":"Ada","password":"long enough"}"#;
    let answer = server.post("/api/v1/setup", body)?;
    assert!(answer.starts_with("HTTP/1.1 2"), "a sixth product needs no Rust: {answer}");
    assert!(server.stop()?.success());

    for (name, text, told) in [
        ("bad.toml", "schema = 1\nid = \"bad\"\n".to_owned(), "bad.toml: "),
        ("twice.toml", std::fs::read_to_string(&studio)?, "studio"),
    ] {
        let file = profiles.join(name);
        std::fs::write(&file, text)?;
        let refused = run(&["serve", "--listen", "127.0.0.1:0", "--db", &db, "--profiles", &arg(&profiles)])?;
        assert_eq!(refused.status.code(), Some(1), "{name}");
        assert!(err(&refused).contains(told) && out(&refused).is_empty(), "{name}: {}", err(&refused));
        std::fs::remove_file(file)?;
    }
    let refused = run(&["serve", "--listen", "127.0.0.1:0", "--db", &db, "--profiles", "no/such/folder"])?;
    assert!(err(&refused).contains("no/such/folder"), "{}", err(&refused));
    Ok(())
}

#[test]
fn what_it_cannot_use_is_said_in_a_sentence() -> Story {
    let folder = tempfile::tempdir()?;
    let db = arg(&folder.path().join("a.db"));
    let server = Server::start(&["--db".into(), arg(&folder.path().join("b.db"))])?;
    for (args, told) in [
        (vec!["serve", "--db", &db, "--listen", &server.address], "cannot listen on"),
        (vec!["serve", "--db", &db, "--listen", "127.0.0.1:0", "--smtp-url", "nonsense"], "smtp"),
    ] {
        let refused = run(&args)?;
        assert_eq!(refused.status.code(), Some(1), "{args:?}");
        assert!(err(&refused).to_lowercase().contains(told), "{args:?}: {}", err(&refused));
    }
    Ok(())
}

#[test]
fn s2_without_a_public_address_the_host_that_was_typed_is_the_origin() -> Story {
    let folder = tempfile::tempdir()?;
    let server = Server::start(&["--db".into(), arg(&folder.path().join("a.db"))])?;
    let body = r#"{"email":"a@x.example","password":"wrong password"}"#;
    let kind = "content-type: application/json\r\n";
    let own = server.request(
        "POST",
        "/api/v1/session",
        &format!("origin: http://{}\r\n{kind}", server.address),
        body,
    )?;
    assert!(own.starts_with("HTTP/1.1 401"), "{own}");
    for origin in ["http://evil.test", "null", "https://127.0.0.1"] {
        let answer =
            server.request("POST", "/api/v1/session", &format!("origin: {origin}\r\n{kind}"), body)?;
        assert!(answer.starts_with("HTTP/1.1 403") && answer.contains("bad-origin"), "{origin}: {answer}");
    }
    Ok(())
}

#[test]
fn n3_a_slow_or_broken_client_holds_nobody_up() -> Story {
    let folder = tempfile::tempdir()?;
    let server = Server::start(&["--db".into(), arg(&folder.path().join("a.db"))])?;
    // Half a head, half a body, an endless chunk, and nothing at all.
    let mut open = Vec::new();
    for start in [
        "GET /healthz HTTP/1.1\r\nhost: x\r\n",
        "POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{",
        "POST /api/v1/session HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nffff\r\n{",
        "",
    ] {
        let mut stream = TcpStream::connect(&server.address)?;
        stream.write_all(start.as_bytes())?;
        open.push(stream);
    }
    // More than is read, in pieces whose sum nobody announced.
    let mut stream = TcpStream::connect(&server.address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let head = format!(
        "POST /api/v1/session HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes())?;
    let chunk = format!("{:x}\r\n{}\r\n", 16 * 1024, " ".repeat(16 * 1024));
    for _ in 0..200 {
        // Refused while it still sends: the server hangs up.
        if stream.write_all(chunk.as_bytes()).is_err() {
            break;
        }
    }
    let mut answer = vec![0; 64];
    let read = stream.read(&mut answer).unwrap_or(0);
    assert!(read == 0 || answer.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&answer));
    for garbage in ["\0\0\0\0\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET http://[ HTTP/1.1\r\n\r\n"] {
        let mut stream = TcpStream::connect(&server.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(garbage.as_bytes())?;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(!answer.starts_with(b"HTTP/1.1 2"), "{garbage:?}");
    }
    assert!(server.get("/healthz")?.starts_with("HTTP/1.1 200"));
    assert!(server.stop()?.success(), "open connections don't keep it from stopping");
    Ok(())
}

#[test]
fn d5_a_live_stream_speaks_at_once_and_does_not_keep_the_server_from_stopping() -> Story {
    let folder = tempfile::tempdir()?;
    let args = ["--demo".to_owned(), "--db".into(), arg(&folder.path().join("a.db"))];
    let server = Server::start(&args)?;
    let signed =
        server.post("/api/v1/session", r#"{"email":"rachel@juniper.example","password":"rolecall-demo"}"#)?;
    let cookie =
        signed.split("rolecall_session=").nth(1).and_then(|c| c.split(';').next()).ok_or("no cookie")?;
    let mut stream = TcpStream::connect(&server.address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(
        stream,
        "GET /api/v1/teams/jtek/live HTTP/1.1\r\nhost: {}\r\naccept-encoding: gzip, br\r\ncookie: rolecall_session={cookie}\r\n\r\n",
        server.address
    )?;
    let mut heard = String::new();
    let mut hear = |until: &str| -> Result<(), Failure> {
        let mut buffer = [0; 4096];
        while !heard.contains(until) {
            let n = stream.read(&mut buffer)?;
            heard.push_str(std::str::from_utf8(buffer.get(..n).unwrap_or_default())?);
            if n == 0 && !heard.contains(until) {
                return Err(format!("{until} did not come: {heard}").into());
            }
        }
        Ok(())
    };
    hear("\"topics\":[]}")?;
    let own = format!(
        "origin: http://{}\r\ncontent-type: application/json\r\ncookie: rolecall_session={cookie}\r\n",
        server.address
    );
    let renamed = server.request("PATCH", "/api/v1/teams/jtek", &own, r#"{"name":"Juniper"}"#)?;
    assert!(renamed.starts_with("HTTP/1.1 200"), "{renamed}");
    hear("\"topics\":[\"team\"]")?;
    let begun = std::time::Instant::now();
    assert!(server.stop()?.success());
    assert!(begun.elapsed() < Duration::from_secs(5), "it waited for the stream: {:?}", begun.elapsed());
    // The chunk that ends a whole answer: it was not cut off.
    hear("\r\n0\r\n\r\n")?;
    Ok(())
}

#[test]
fn i7_no_token_no_cookie_and_no_password_reaches_the_log() -> Story {
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("log.txt");
    let args = ["--demo".to_owned(), "--db".into(), arg(&folder.path().join("a.db"))];
    let server = Server::start_logging(&args, Some(&log))?;
    let signed =
        server.post("/api/v1/session", r#"{"email":"rachel@juniper.example","password":"rolecall-demo"}"#)?;
    let cookie =
        signed.split("rolecall_session=").nth(1).and_then(|c| c.split(';').next()).ok_or("no cookie")?;
    let own = format!(
        "origin: http://{}\r\ncontent-type: application/json\r\ncookie: rolecall_session={cookie}\r\n",
        server.address
    );
    let invite =
        r#"{"people":[{"email":"dana@juniper.example","fields":{"first-name":"Dana","last-name":"Roy"}}]}"#;
    let invited = server.request("POST", "/api/v1/teams/jtek/invitations", &own, invite)?;
    assert!(invited.starts_with("HTTP/1.1 201"), "{invited}");
    let begun = std::time::Instant::now();
    let token = loop {
        let mails = server.get("/dev/mail.json")?;
        if let Some(token) = mails.split("/join#").nth(1).and_then(|t| t.get(..43)) {
            break token.to_owned();
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "no mail: {mails}");
        std::thread::sleep(Duration::from_millis(50));
    };
    server.get(&format!("/join?token={token}"))?;
    let accept = format!(r#"{{"token":"{token}","password":"my own secret"}}"#);
    let joined = server.post("/api/v1/invitations/accept", &accept)?;
    assert!(joined.starts_with("HTTP/1.1 200"), "{joined}");
    server.post("/api/v1/session", r#"{"email":"dana@juniper.example","password":"a wrong guess"}"#)?;
    assert!(server.stop()?.success());
    let text = std::fs::read_to_string(&log)?;
    assert!(text.contains("/api/v1/invitations/accept"), "requests are in the log: {text}");
    for secret in [token.as_str(), cookie, "my own secret", "a wrong guess", "rolecall-demo"] {
        assert!(!text.contains(secret), "the log holds {secret}");
    }
    Ok(())
}

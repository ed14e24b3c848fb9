//! Mail through an SMTP server that answers what the test wants (I10, N5).

use rolecall::clock::MINUTE;
use rolecall::harness::{Failure, TestApp};
use rolecall::mail::{Delivery, Smtp, deliver_due};
use serde_json::json;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

type Done = Result<(), Failure>;

/// What the server was told, line by line, over all connections.
type Heard = Arc<Mutex<Vec<String>>>;

/// An SMTP server; each `RCPT` gets the next of these answers, then `250`.
async fn server(answers: &'static [&'static str]) -> Result<(Delivery, Heard), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("smtp://{}", listener.local_addr()?);
    let (heard, mut left) = (Heard::default(), answers.iter());
    let log = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            // One after the other is enough for one worker.
            let _ = talk(connection, &log, &mut left).await;
        }
    });
    Ok((Delivery::Smtp(Smtp::new(&url, "Rolecall <team@rolecall.example>")?), heard))
}

async fn talk(
    connection: TcpStream,
    log: &Heard,
    left: &mut std::slice::Iter<'static, &'static str>,
) -> std::io::Result<()> {
    let (read, mut write) = connection.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut in_data = false;
    write.write_all(b"220 test\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        log.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(line.clone());
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "." if in_data => {
                in_data = false;
                "250 taken"
            }
            _ if in_data => continue,
            "EHLO" => "250-test\r\n250-SMTPUTF8\r\n250 8BITMIME",
            "RCPT" => left.next().copied().unwrap_or("250 ok"),
            "DATA" => {
                in_data = true;
                "354 go on"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok",
        };
        write.write_all(answer.as_bytes()).await?;
        write.write_all(b"\r\n").await?;
    }
    Ok(())
}

fn said(heard: &Heard, start: &str) -> Vec<String> {
    let heard = heard.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    heard.iter().filter(|l| l.starts_with(start)).cloned().collect()
}

async fn invite(app: &TestApp, name: &str) -> Done {
    let admin = app.signed_in("admin@voice.example").await?;
    let body = json!({"people": [{"email": "Nia@new.example", "fields": {"name": name}}]});
    let made = admin.post("/api/v1/teams/voice-agents/invitations", &body).await?;
    if made.status == 201 { Ok(()) } else { Err(format!("{:?}", made.json()).into()) }
}

#[tokio::test]
async fn i10_a_busy_server_is_tried_again_later_and_gets_the_mail_once() -> Done {
    let app = TestApp::with_demo().await?;
    let (delivery, heard) = server(&["451 later", "451 later"]).await?;
    invite(&app, "Nia").await?;
    deliver_due(&app.app, &delivery).await?;
    assert_eq!(deliver_due(&app.app, &delivery).await?, 0, "not at once");
    app.clock.set(app.app.now() + MINUTE);
    deliver_due(&app.app, &delivery).await?;
    app.clock.set(app.app.now() + MINUTE);
    deliver_due(&app.app, &delivery).await?;
    for _ in 0..5 {
        app.clock.set(app.app.now() + 60 * MINUTE);
        assert_eq!(deliver_due(&app.app, &delivery).await?, 0, "it was sent");
    }
    assert_eq!(said(&heard, "RCPT").len(), 3);
    assert_eq!(said(&heard, "DATA").len(), 1);
    assert_eq!(said(&heard, "RCPT")[0], "RCPT TO:<Nia@new.example>", "I6: the stored bytes");
    Ok(())
}

#[tokio::test]
async fn i10_a_refusal_for_good_is_not_repeated_and_the_row_stays() -> Done {
    let app = TestApp::with_demo().await?;
    let (delivery, heard) = server(&["550 no such user"]).await?;
    invite(&app, "Nia").await?;
    deliver_due(&app.app, &delivery).await?;
    app.clock.set(app.app.now() + 24 * 60 * MINUTE);
    assert_eq!(deliver_due(&app.app, &delivery).await?, 0);
    assert!(said(&heard, "DATA").is_empty());
    let admin = app.signed_in("admin@voice.example").await?;
    let list = admin.get("/api/v1/teams/voice-agents/members?q=nia").await?.json();
    assert_eq!(list["items"][0]["status"], "pending", "{list}");
    Ok(())
}

#[tokio::test]
async fn n2_n5_a_name_is_no_header_and_no_markup() -> Done {
    let app = TestApp::with_demo().await?;
    let (delivery, heard) = server(&[]).await?;
    // The inviter's name stands in the subject and the text.
    let admin = app.signed_in("admin@voice.example").await?;
    let evil = json!({"team": "voice-agents", "fields": {"name": "Eve\r\nBcc: all@x.example"}});
    assert_eq!(admin.patch("/api/v1/me", &evil).await?.outcome(), (422, "invalid-fields".into()));
    let odd =
        json!({"team": "voice-agents", "fields": {"name": "<script>Bcc: b@x.example</script> {{7*7}}"}});
    assert_eq!(admin.patch("/api/v1/me", &odd).await?.status, 200);
    invite(&app, "Nia").await?;
    deliver_due(&app.app, &delivery).await?;
    assert_eq!(said(&heard, "RCPT").len(), 1);
    assert!(said(&heard, "Bcc").is_empty());
    assert!(said(&heard, "Subject: <script>Bcc: b@x.example</script> {{7*7}} invited you").len() == 1);
    let html: Vec<String> = said(&heard, "<!doctype html>");
    assert!(html.iter().all(|l| !l.contains("<script>")), "{html:?}");
    Ok(())
}

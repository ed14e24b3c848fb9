//! `GET /dev/mail`: only with `--demo`.

use crate::error::Refusal;
use crate::mail::templates::escape;
use crate::routes::{Access, Route};
use crate::state::App;
use crate::storage::MailboxMail;
use axum::extract::State;
use axum::response::Html;

pub fn route() -> Route {
    Route::get("/dev/mail", Access::Public, handle).about("The mailbox as a page").answers(200)
}

async fn handle(State(app): State<App>) -> Result<Html<String>, Refusal> {
    let mails = app.read().await?.mailbox(200).await?;
    let list: String = mails.iter().map(article).collect();
    let empty = if mails.is_empty() { "<p>No mail yet.</p>" } else { "" };
    Ok(Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Mailbox</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/dev/mail.css\"></head><body><main><h1>Mailbox of this demo</h1>\
         <p>Mails stay here instead of being sent. Newest first.</p>{empty}{list}</main></body></html>"
    )))
}

fn article(mail: &MailboxMail) -> String {
    format!(
        "<article data-mail=\"{}\"><h2>{}</h2><p class=\"about\">To <bdi>{}</bdi></p><p class=\"text\">{}</p></article>",
        mail.id,
        escape(&mail.subject),
        escape(&mail.to),
        linked(&mail.text)
    )
}

/// The text with its addresses made clickable. Whatever a name holds is escaped first and becomes no link of another
/// kind: only lines that are an address are one.
fn linked(text: &str) -> String {
    let line = |line: &str| {
        let safe = escape(line);
        let plain = !line.contains(char::is_whitespace);
        if plain && (line.starts_with("http://") || line.starts_with("https://")) {
            format!("<a href=\"{safe}\">{safe}</a>")
        } else {
            safe
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n2_mail_text_is_inert_and_links_work() {
        let html = linked("<script>x</script>\nhttps://x.example/join#tok\njavascript:alert(1)");
        assert!(!html.contains("<script>"));
        assert!(html.contains("<a href=\"https://x.example/join#tok\">"));
        assert!(!html.contains("href=\"javascript"));
    }
}

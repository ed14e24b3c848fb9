//! What the mails say. Plain text and HTML are made from the same parts, and every part is escaped in the HTML (N2).

use super::Mail;
use crate::clock::{DAY, HOUR, Millis};
use shared::policy::Notice;

/// Words that the mails of one team share.
pub struct Voice<'a> {
    /// The product's name.
    pub product: &'a str,
    /// The team's name.
    pub team: &'a str,
    /// Where people reach the server.
    pub public_url: &'a str,
}

/// Builds both forms of a mail side by side.
struct Letter {
    text: String,
    html: String,
}

impl Letter {
    fn new() -> Self {
        Self { text: String::new(), html: String::from("<!doctype html><html lang=\"en\"><body>") }
    }

    fn paragraph(mut self, words: &str) -> Self {
        self.text.push_str(words);
        self.text.push_str("\n\n");
        self.html.push_str("<p>");
        self.html.push_str(&escape(words));
        self.html.push_str("</p>");
        self
    }

    fn link(mut self, label: &str, url: &str) -> Self {
        self.text.push_str(&format!("{label}:\n{url}\n\n"));
        self.html.push_str(&format!("<p><a href=\"{}\">{}</a></p>", escape(url), escape(label)));
        self
    }

    fn to(self, address: &str, subject: String) -> Mail {
        Mail {
            to: address.to_owned(),
            subject: one_line(&subject),
            text: format!("{}\n", self.text.trim_end()),
            html: format!("{}</body></html>", self.html),
        }
    }
}

/// Invitation to join, or to set a password first.
pub fn invitation(
    v: &Voice<'_>,
    to: &str,
    inviter: &str,
    token: &str,
    lasts: Millis,
    sets_password: bool,
) -> Mail {
    let act = if sets_password { "Set your password and sign in" } else { "Join the team" };
    Letter::new()
        .paragraph(&format!("{inviter} has invited you to {} on {}.", v.team, v.product))
        .link(act, &format!("{}/join#{token}", v.public_url))
        .paragraph(&format!(
            "The link works once, for {}, and only for {to}. If you did not expect this mail, leave it: nothing happens.",
            span(lasts)
        ))
        .to(to, format!("{inviter} invited you to {} on {}", v.team, v.product))
}

/// Invitation to somebody who signs in through the identity provider (JL8).
pub fn invitation_sso(
    v: &Voice<'_>,
    to: &str,
    inviter: &str,
    token: &str,
    lasts: Millis,
    provider: &str,
) -> Mail {
    Letter::new()
        .paragraph(&format!("{inviter} has invited you to {} on {}.", v.team, v.product))
        .paragraph(&format!("You sign in with {provider}, as {to}. You need no password here."))
        .link(&format!("Sign in with {provider}"), &format!("{}/join#{token}", v.public_url))
        .paragraph(&format!(
            "The link works once, for {}, and only for {to}. If you did not expect this mail, leave it: nothing happens.",
            span(lasts)
        ))
        .to(to, format!("{inviter} invited you to {} on {}", v.team, v.product))
}

/// How the person signs in was changed (JL8); `provider` is where from now on, or nothing for a password.
pub fn way_in_changed(v: &Voice<'_>, to: &str, by: &str, provider: Option<&str>) -> Mail {
    let letter =
        Letter::new().paragraph(&format!("{by} has changed how you sign in to {} on {}.", v.team, v.product));
    let letter = match provider {
        Some(provider) => letter
            .paragraph(&format!(
                "From now on you sign in with {provider}, as {to}. A password no longer opens this team."
            ))
            .link("Sign in", &format!("{}/sign-in", v.public_url)),
        None => letter
            .paragraph(
                "From now on you sign in with this address and a password. If you have none yet, choose one:",
            )
            .link("Choose a password", &format!("{}/forgot", v.public_url)),
    };
    letter.to(to, format!("How you sign in to {} has changed", v.product))
}

/// Access was given back (JY11); `provider` is where the person signs in, or nothing for a password.
pub fn restored(v: &Voice<'_>, to: &str, by: &str, provider: Option<&str>) -> Mail {
    let how = match provider {
        Some(provider) => format!("You sign in with {provider}, as {to}."),
        None => "You sign in with the address and the password that you had before.".to_owned(),
    };
    Letter::new()
        .paragraph(&format!("{by} has restored your access to {} on {}.", v.team, v.product))
        .paragraph(&how)
        .link("Sign in", &format!("{}/", v.public_url))
        .to(to, format!("Welcome back to {} on {}", v.team, v.product))
}

/// Link to a new password.
pub fn reset(public_url: &str, to: &str, token: &str, lasts: Millis) -> Mail {
    Letter::new()
        .paragraph("Somebody, probably you, asked for a new password for this address.")
        .link("Choose a new password", &format!("{public_url}/reset#{token}"))
        .paragraph(&format!(
            "The link works once, for {}. If you did not ask for it, leave this mail: your password stays as it is.",
            span(lasts)
        ))
        .to(to, "Choose a new password".to_owned())
}

/// The password was set by somebody else (VA8).
pub fn password_set(v: &Voice<'_>, to: &str, by: &str) -> Mail {
    Letter::new()
        .paragraph(&format!("{by} has set a new password for your account in {} on {}.", v.team, v.product))
        .paragraph("You were signed out everywhere. Ask them for the new password, or choose your own with \"Forgotten password\" on the sign-in page.")
        .link("Sign in", &format!("{}/", v.public_url))
        .to(to, format!("Your password for {} was changed", v.product))
}

/// The address that the person signs in with was changed; goes to the old one.
pub fn address_changed(v: &Voice<'_>, to: &str, by: &str, new: &str) -> Mail {
    Letter::new()
        .paragraph(&format!(
            "{by} has changed the address you sign in with for {} on {} to {new}.",
            v.team, v.product
        ))
        .paragraph("This address no longer signs you in. If that is a surprise, ask them.")
        .to(to, format!("Your sign-in address for {} was changed", v.product))
}

/// Something happened to work (JT18, JY13). `what` names it, as far as the reader may see it; `path` leads there.
pub fn notice(v: &Voice<'_>, to: &str, about: Notice, by: &str, what: &str, path: &str) -> Mail {
    let (subject, told) = match (about, by.is_empty()) {
        (Notice::Assigned, true) => ("Assigned to you", "This was assigned to you".to_owned()),
        (Notice::Assigned, false) => ("Assigned to you", format!("{by} has assigned this to you")),
        (Notice::Activity, true) => ("News", "Something happened to what is yours".to_owned()),
        (Notice::Activity, false) => ("News", format!("{by} was at work on what is yours")),
        (Notice::Arrived, true) => ("New", "This has come in".to_owned()),
        (Notice::Arrived, false) => ("New", format!("{by} has brought this in")),
        (Notice::ImportDone, _) => ("Imported", "Your import has ended".to_owned()),
    };
    Letter::new()
        .paragraph(&format!("{told} in {} on {}:", v.team, v.product))
        .paragraph(what)
        .link("Open it", &format!("{}{path}", v.public_url))
        .paragraph(
            "You chose to get these mails; your profile page in the team is where you choose otherwise.",
        )
        .to(to, format!("{subject}: {what}"))
}

/// `7 days`, `48 hours`.
fn span(ms: Millis) -> String {
    let (n, unit) = if ms >= DAY && ms % DAY == 0 { (ms / DAY, "day") } else { ((ms / HOUR).max(1), "hour") };
    if n == 1 { format!("one {unit}") } else { format!("{n} {unit}s") }
}

/// A subject is one line whatever a name holds (N5). Names with line ends are refused on the way in; this is the second
/// lock.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect()
}

/// Text as it stands in HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOICE: Voice<'_> =
        Voice { product: "Jelly", team: "<b>Team</b> {{7*7}}", public_url: "https://x.example" };

    #[test]
    fn n2_names_are_inert_in_mail() {
        let mail = invitation(&VOICE, "a@x.example", "<script>alert(1)</script>", "tok", 7 * DAY, false);
        assert!(!mail.html.contains("<script>") && !mail.html.contains("<b>"), "{}", mail.html);
        assert!(mail.text.contains("{{7*7}}"));
        assert!(mail.text.contains("https://x.example/join#tok\n"));
        assert!(mail.text.contains("for 7 days"));
        let mail = notice(&VOICE, "a@x.example", Notice::Assigned, "<i>Eve</i>", "Deal: <script>", "/t/x");
        assert!(!mail.html.contains("<script>") && !mail.html.contains("<i>"), "{}", mail.html);
        assert!(mail.text.contains("https://x.example/t/x\n"));
    }

    #[test]
    fn n5_a_subject_is_one_line() {
        let mail = invitation(&VOICE, "a@x.example", "Eve\r\nBcc: all@x.example", "tok", HOUR, false);
        assert!(!mail.subject.contains(['\r', '\n']), "{}", mail.subject);
    }
}

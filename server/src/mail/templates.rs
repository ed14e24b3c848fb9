//! What the mails say. Plain text and HTML are made from the same parts, and every part is escaped in the HTML (N2).

use super::Mail;
use super::words::{M, Words};
use crate::clock::{DAY, HOUR, Millis};
use shared::policy::Notice;

/// Words that the mails of one team share.
pub struct Voice<'a> {
    /// The language.
    pub words: Words,
    /// The product's name.
    pub product: &'a str,
    /// The team's name.
    pub team: &'a str,
    /// Where people reach the server.
    pub public_url: &'a str,
}

impl Voice<'_> {
    /// Says a text about the team and somebody in it.
    fn fill(&self, id: M, by: &str, more: &[(&str, &str)]) -> String {
        let mut values = vec![("team", self.team), ("product", self.product), ("by", by)];
        values.extend_from_slice(more);
        self.words.fill(id, &values)
    }
}

/// Builds both forms of a mail side by side.
struct Letter {
    text: String,
    html: String,
}

impl Letter {
    fn new(words: Words) -> Self {
        let (tag, direction) = (words.tag(), words.direction());
        let html = format!("<!doctype html><html lang=\"{tag}\" dir=\"{direction}\"><body>");
        Self { text: String::new(), html }
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
            team: String::new(),
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
    let act = v.words.t(if sets_password { M::InviteSetPassword } else { M::InviteJoin });
    let time = span(v.words, lasts);
    Letter::new(v.words)
        .paragraph(&v.fill(M::InviteTold, inviter, &[]))
        .link(act, &format!("{}/join#{token}", v.public_url))
        .paragraph(&v.fill(M::InviteNote, inviter, &[("time", &time), ("address", to)]))
        .to(to, v.fill(M::InviteSubject, inviter, &[]))
}

/// Invitation with a temporary password for the sign-in page (ST6).
pub fn temporary_password(v: &Voice<'_>, to: &str, inviter: &str, password: &str, lasts: Millis) -> Mail {
    let time = span(v.words, lasts);
    Letter::new(v.words)
        .paragraph(&v.fill(M::InviteTold, inviter, &[]))
        .paragraph(&v.fill(M::TemporaryHow, inviter, &[("address", to)]))
        .paragraph(password)
        .link(v.words.t(M::SignIn), &format!("{}/sign-in", v.public_url))
        .paragraph(&v.fill(M::TemporaryNote, inviter, &[("time", &time)]))
        .to(to, v.fill(M::InviteSubject, inviter, &[]))
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
    let time = span(v.words, lasts);
    let named = [("provider", provider), ("address", to)];
    Letter::new(v.words)
        .paragraph(&v.fill(M::InviteTold, inviter, &[]))
        .paragraph(&v.fill(M::InviteSso, inviter, &named))
        .link(&v.fill(M::SignInWith, inviter, &named), &format!("{}/join#{token}", v.public_url))
        .paragraph(&v.fill(M::InviteNote, inviter, &[("time", &time), ("address", to)]))
        .to(to, v.fill(M::InviteSubject, inviter, &[]))
}

/// How the person signs in was changed (JL8); `provider` is where from now on, or nothing for a password.
pub fn way_in_changed(v: &Voice<'_>, to: &str, by: &str, provider: Option<&str>) -> Mail {
    let letter = Letter::new(v.words).paragraph(&v.fill(M::WayTold, by, &[]));
    let letter = match provider {
        Some(provider) => letter
            .paragraph(&v.fill(M::WaySso, by, &[("provider", provider), ("address", to)]))
            .link(v.words.t(M::SignIn), &format!("{}/sign-in", v.public_url)),
        None => letter
            .paragraph(v.words.t(M::WayPassword))
            .link(v.words.t(M::WayChoose), &format!("{}/forgot", v.public_url)),
    };
    letter.to(to, v.fill(M::WaySubject, by, &[]))
}

/// Access was given back (JY11); `provider` is where the person signs in, or nothing for a password.
pub fn restored(v: &Voice<'_>, to: &str, by: &str, provider: Option<&str>) -> Mail {
    let how = match provider {
        Some(provider) => v.fill(M::RestoredSso, by, &[("provider", provider), ("address", to)]),
        None => v.words.t(M::RestoredHow).to_owned(),
    };
    Letter::new(v.words)
        .paragraph(&v.fill(M::RestoredTold, by, &[]))
        .paragraph(&how)
        .link(v.words.t(M::SignIn), &format!("{}/", v.public_url))
        .to(to, v.fill(M::RestoredSubject, by, &[]))
}

/// Link to a new password.
pub fn reset(words: Words, public_url: &str, to: &str, token: &str, lasts: Millis) -> Mail {
    Letter::new(words)
        .paragraph(words.t(M::ResetTold))
        .link(words.t(M::ResetGo), &format!("{public_url}/reset#{token}"))
        .paragraph(&words.fill(M::ResetNote, &[("time", &span(words, lasts))]))
        .to(to, words.t(M::ResetSubject).to_owned())
}

/// The password was set by somebody else (VA8).
pub fn password_set(v: &Voice<'_>, to: &str, by: &str) -> Mail {
    Letter::new(v.words)
        .paragraph(&v.fill(M::PasswordTold, by, &[]))
        .paragraph(v.words.t(M::PasswordHow))
        .link(v.words.t(M::SignIn), &format!("{}/", v.public_url))
        .to(to, v.fill(M::PasswordSubject, by, &[]))
}

/// The address that the person signs in with was changed; goes to the old one.
pub fn address_changed(v: &Voice<'_>, to: &str, by: &str, new: &str) -> Mail {
    Letter::new(v.words)
        .paragraph(&v.fill(M::AddressTold, by, &[("address", new)]))
        .paragraph(v.words.t(M::AddressNote))
        .to(to, v.fill(M::AddressSubject, by, &[]))
}

/// Something happened to work (JT18, JY13). `what` names it, as far as the reader may see it; `path` leads there.
pub fn notice(v: &Voice<'_>, to: &str, about: Notice, by: &str, what: &str, path: &str) -> Mail {
    let (subject, told) = match (about, by.is_empty()) {
        (Notice::Assigned, true) => (M::AssignedSubject, M::AssignedTold),
        (Notice::Assigned, false) => (M::AssignedSubject, M::AssignedBy),
        (Notice::Activity, true) => (M::ActivitySubject, M::ActivityTold),
        (Notice::Activity, false) => (M::ActivitySubject, M::ActivityBy),
        (Notice::Arrived, true) => (M::ArrivedSubject, M::ArrivedTold),
        (Notice::Arrived, false) => (M::ArrivedSubject, M::ArrivedBy),
        (Notice::ImportDone, _) => (M::ImportSubject, M::ImportTold),
    };
    Letter::new(v.words)
        .paragraph(&v.fill(told, by, &[]))
        .paragraph(what)
        .link(v.words.t(M::OpenIt), &format!("{}{path}", v.public_url))
        .paragraph(v.words.t(M::NoticeNote))
        .to(to, v.fill(subject, by, &[("what", what)]))
}

/// The team was deleted, and is gone at `date` unless somebody takes that back (JY16).
pub fn team_deleted(v: &Voice<'_>, to: &str, by: &str, date: &str, path: &str) -> Mail {
    let named = [("date", date)];
    Letter::new(v.words)
        .paragraph(&v.fill(M::DeletionTold, by, &named))
        .paragraph(&v.fill(M::DeletionUndo, by, &named))
        .link(v.words.t(M::OpenTeam), &format!("{}{path}", v.public_url))
        .to(to, v.fill(M::DeletionSubject, by, &named))
}

/// Its deletion was taken back (JY16).
pub fn team_kept(v: &Voice<'_>, to: &str, by: &str, path: &str) -> Mail {
    Letter::new(v.words)
        .paragraph(&v.fill(M::KeptTold, by, &[]))
        .link(v.words.t(M::OpenTeam), &format!("{}{path}", v.public_url))
        .to(to, v.fill(M::KeptSubject, by, &[]))
}

/// `7 days`, `48 hours`.
fn span(words: Words, ms: Millis) -> String {
    let whole = ms >= DAY && ms % DAY == 0;
    let (n, one, many) =
        if whole { (ms / DAY, M::OneDay, M::Days) } else { ((ms / HOUR).max(1), M::OneHour, M::Hours) };
    if n == 1 { words.t(one).to_owned() } else { words.fill(many, &[("n", &n.to_string())]) }
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

    const VOICE: Voice<'_> = Voice {
        words: Words::ENGLISH,
        product: "Jelly",
        team: "<b>Team</b> {{7*7}}",
        public_url: "https://x.example",
    };

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
    fn jl10_mails_speak_the_language_in_both_forms() {
        let tr = Voice { words: Words::of(&[Some("tr")]), team: "Deniz Ekibi", ..VOICE };
        let mail = invitation(&tr, "isil@x.example", "Işıl Demir", "tok", 7 * DAY, false);
        assert_eq!(mail.subject, "Işıl Demir sizi Jelly üzerindeki Deniz Ekibi ekibine davet etti");
        assert!(
            mail.text.contains("7 gün") && mail.text.contains("https://x.example/join#tok\n"),
            "{}",
            mail.text
        );
        assert!(
            mail.html.contains("<html lang=\"tr\" dir=\"ltr\">") && mail.html.contains(">Ekibe katıl</a>"),
            "{}",
            mail.html
        );
        for mail in [
            mail,
            reset(tr.words, "https://x.example", "a@x.example", "tok", HOUR),
            restored(&tr, "a@x.example", "Işıl", None),
            restored(&tr, "a@x.example", "Işıl", Some("Acme ID")),
            invitation_sso(&tr, "a@x.example", "Işıl", "tok", DAY, "Acme ID"),
            way_in_changed(&tr, "a@x.example", "Işıl", Some("Acme ID")),
            way_in_changed(&tr, "a@x.example", "Işıl", None),
            team_deleted(&tr, "a@x.example", "Işıl", "2026-03-09 09:00 UTC", "/t/x/settings"),
            team_kept(&tr, "a@x.example", "Işıl", "/t/x/settings"),
        ] {
            assert!(!mail.text.contains('{') && !mail.text.contains(" the "), "{}", mail.text);
        }
    }

    #[test]
    fn n5_a_subject_is_one_line() {
        let mail = invitation(&VOICE, "a@x.example", "Eve\r\nBcc: all@x.example", "tok", HOUR, false);
        assert!(!mail.subject.contains(['\r', '\n']), "{}", mail.subject);
    }
}

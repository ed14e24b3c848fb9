//! What mails say: English here, other languages in their file's part `[mail]`, by the same names.

use crate::locale;
use shared::locale::Locale;

macro_rules! words {
    ($($id:ident = $text:literal,)*) => {
        /// Ids of all texts.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum M { $(#[doc = $text] $id,)* }
        /// Name and English text of each, in the order of the ids.
        pub static MAIL: &[(&str, &str)] = &[$((stringify!($id), $text),)*];
    };
}

words! {
    SignIn = "Sign in",
    InviteSubject = "{by} invited you to {team} on {product}",
    InviteTold = "{by} has invited you to {team} on {product}.",
    InviteJoin = "Join the team",
    InviteSetPassword = "Set your password and sign in",
    InviteNote = "The link works once, for {time}, and only for {address}. If you did not expect this mail, leave it: nothing happens.",
    TemporaryHow = "Sign in with your address {address} and this temporary password:",
    TemporaryNote = "At your first sign-in you choose a password of your own. The temporary one works for {time}. If you did not expect this mail, leave it: nothing happens.",
    InviteSso = "You sign in with {provider}, as {address}. You need no password here.",
    SignInWith = "Sign in with {provider}",
    YourProvider = "your identity provider",
    WaySubject = "How you sign in to {product} has changed",
    WayTold = "{by} has changed how you sign in to {team} on {product}.",
    WaySso = "From now on you sign in with {provider}, as {address}. A password no longer opens this team.",
    WayPassword = "From now on you sign in with this address and a password. If you have none yet, choose one:",
    WayChoose = "Choose a password",
    RestoredSubject = "Welcome back to {team} on {product}",
    RestoredTold = "{by} has restored your access to {team} on {product}.",
    RestoredHow = "You sign in with the address and the password that you had before.",
    RestoredSso = "You sign in with {provider}, as {address}.",
    ResetSubject = "Choose a new password",
    ResetTold = "Somebody, probably you, asked for a new password for this address.",
    ResetGo = "Choose a new password",
    ResetNote = "The link works once, for {time}. If you did not ask for it, leave this mail: your password stays as it is.",
    PasswordSubject = "Your password for {product} was changed",
    PasswordTold = "{by} has set a new password for your account in {team} on {product}.",
    PasswordHow = "You were signed out everywhere. Ask them for the new password, or choose your own with \"Forgotten password\" on the sign-in page.",
    AddressSubject = "Your sign-in address for {product} was changed",
    AddressTold = "{by} has changed the address you sign in with for {team} on {product} to {address}.",
    AddressNote = "This address no longer signs you in. If that is a surprise, ask them.",
    AssignedSubject = "Assigned to you: {what}",
    AssignedTold = "This was assigned to you in {team} on {product}:",
    AssignedBy = "{by} has assigned this to you in {team} on {product}:",
    ActivitySubject = "News: {what}",
    ActivityTold = "Something happened to what is yours in {team} on {product}:",
    ActivityBy = "{by} was at work on what is yours in {team} on {product}:",
    ArrivedSubject = "New: {what}",
    ArrivedTold = "This has come in in {team} on {product}:",
    ArrivedBy = "{by} has brought this in in {team} on {product}:",
    ImportSubject = "Imported: {what}",
    ImportTold = "Your import has ended in {team} on {product}:",
    DeletionSubject = "{team} on {product} will be deleted on {date}",
    DeletionTold = "{by} has deleted {team} on {product}. Until {date} everything works as before. Then the team is gone for good, with its people, its settings and its work.",
    DeletionUndo = "If that should not happen, take it back until then: the team's pages show an Undo button.",
    OpenTeam = "Open the team",
    KeptSubject = "{team} on {product} stays",
    KeptTold = "{by} has taken back that {team} on {product} is deleted. Nothing was lost.",
    OpenIt = "Open it",
    NoticeNote = "You chose to get these mails; your profile page in the team is where you choose otherwise.",
    OneDay = "one day",
    Days = "{n} days",
    OneHour = "one hour",
    Hours = "{n} hours",
}

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Words(Option<&'static Locale>);

impl Words {
    /// English.
    pub const ENGLISH: Self = Self(None);

    /// Of the first wish that somebody has: the receiver's language, else the sender's, else the product's.
    pub fn of(wishes: &[Option<&str>]) -> Self {
        Self(wishes.iter().flatten().next().and_then(|tag| locale::of(tag)))
    }

    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        self.0.map_or("en", |l| l.language.as_str())
    }

    /// For HTML: how it is written.
    pub fn direction(self) -> &'static str {
        if self.0.is_some_and(|l| l.right_to_left) { "rtl" } else { "ltr" }
    }

    /// The text of an id.
    pub fn t(self, id: M) -> &'static str {
        let Some((name, english)) = MAIL.get(id as usize) else { return "" };
        self.0.and_then(|l| l.mail.get(*name)).map_or(english, String::as_str)
    }

    /// The text of an id with `{name}` and the like filled in, in one pass: what is filled in is never read as a template.
    pub fn fill(self, id: M, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.t(id);
        while let Some((before, (key, after))) =
            rest.split_once('{').and_then(|(b, a)| a.split_once('}').map(|a| (b, a)))
        {
            out.push_str(before);
            out.push_str(values.iter().find(|(k, _)| *k == key).map_or("", |(_, v)| v));
            rest = after;
        }
        out + rest
    }

    /// A profile's text.
    pub fn say<'a>(self, product: &str, text: &'a str) -> &'a str
    where
        Self: 'a,
    {
        self.0.map_or(text, |l| l.say(product, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jl10_the_first_wish_counts() {
        assert_eq!(Words::of(&[None, Some("tr"), Some("en")]).tag(), "tr");
        assert_eq!(Words::of(&[Some("en"), Some("tr")]).tag(), "en");
        assert_eq!(Words::of(&[Some("xx"), None]).tag(), "en");
        assert_eq!(Words::of(&[None, None, None]).tag(), "en");
    }

    #[test]
    fn n2_what_is_filled_in_is_no_template() {
        let text =
            Words::ENGLISH.fill(M::InviteSubject, &[("by", "{team}"), ("team", "{{7*7}}"), ("product", "P")]);
        assert_eq!(text, "{team} invited you to {{7*7}} on P");
    }
}

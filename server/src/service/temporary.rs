//! Signing in with the temporary password of an invitation (ST6): it opens no session, but the page on which the person
//! chooses a password of their own, and that takes the invitation up.

use super::subject_of;
use super::ways::way_in;
use crate::clock::{MINUTE, Millis};
use crate::error::{LINK_EXPIRED, Refusal, SSO_REQUIRED};
use crate::random::{self, Random, RandomError};
use crate::state::App;
use shared::api::ChoosePassword;
use shared::policy::{Code, Via, accept};

/// How long the page that a temporary password leads to can be used.
const LASTS: Millis = 15 * MINUTE;

/// Letters and digits that nobody takes for one another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters: five bits each, a hundred in all.
const LENGTH: usize = 20;
/// They stand in groups of so many.
const GROUP: usize = 5;

/// A new one, as the mail shows it: `h4k2m-…`.
pub fn new_password(random: &dyn Random) -> Result<String, RandomError> {
    let mut bytes = [0_u8; LENGTH];
    random.fill(&mut bytes)?;
    let mut out = String::with_capacity(LENGTH + LENGTH / GROUP);
    for (at, byte) in bytes.into_iter().enumerate() {
        if at > 0 && at % GROUP == 0 {
            out.push('-');
        }
        // INVARIANT: five bits index an alphabet of 32.
        out.push(char::from(ALPHABET[usize::from(byte & 31)]));
    }
    Ok(out)
}

/// What it is stored and looked up as. It is drawn, not chosen: a plain hash of a hundred bits is enough, and looking one up
/// takes no longer for an address that was invited. Hyphens, spaces and capitals are as people type them.
pub fn hash(password: &str) -> String {
    let plain = |c: &char| !c.is_whitespace() && *c != '-';
    let text: String = password.chars().filter(plain).map(|c| c.to_ascii_lowercase()).collect();
    random::hash(&text).iter().map(|b| format!("{b:02x}")).collect()
}

/// Leads on, where this is the temporary password of an invitation to this address. `None`: it is none, or no longer.
pub async fn enter(app: &App, email_key: &str, password: &str) -> Result<Option<ChoosePassword>, Refusal> {
    let hash = hash(password);
    if app.read().await?.temporary(&hash).await?.is_none() {
        return Ok(None);
    }
    let mut tx = app.write().await?;
    let now = app.now();
    let Some(found) = tx.temporary(&hash).await? else { return Ok(None) };
    let row = tx.member(&found.team, &found.member).await?.filter(|row| row.email_key == email_key);
    let (Some(row), Some(team)) = (row, tx.team(&found.team).await?) else { return Ok(None) };
    let Some(rules) = app.rules(&team.profile) else { return Ok(None) };
    if way_in(&rules, &row)? == Via::Sso {
        // Made before the switch was turned: a password opens nothing for them now (JL8).
        return Err(SSO_REQUIRED.into());
    }
    let permit = match accept(&subject_of(&rules.policy, &row)?, now) {
        Ok(permit) if now < found.ends => permit,
        // Who has the password had the mail: they may know why it works no longer.
        Ok(_) => return Err(LINK_EXPIRED.into()),
        Err(denial) if denial.code == Code::InviteExpired => return Err(LINK_EXPIRED.into()),
        Err(_) => return Ok(None),
    };
    let token = timed(&random::token(app.random())?, now.saturating_add(LASTS));
    // One page at a time: the one before ends.
    tx.renew_invitation(&permit, &found.team, &found.member, &random::hash(&token)).await?;
    tx.commit().await?;
    Ok(Some(ChoosePassword { token }))
}

/// A token that carries its end. What is stored is the hash of all of it, so nobody moves the end.
fn timed(token: &str, ends: Millis) -> String {
    format!("{token}.{ends}")
}

/// True when the token carries an end that has come.
pub fn is_over(token: &str, now: Millis) -> bool {
    token.rsplit_once('.').is_some_and(|(_, ends)| ends.parse::<Millis>().is_ok_and(|ends| now >= ends))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn st6_a_temporary_password_is_long_readable_and_another_each_time() {
        let [a, b] = [new_password(&SystemRandom).unwrap(), new_password(&SystemRandom).unwrap()];
        assert_ne!(a, b);
        assert_eq!(a.len(), 23, "{a}");
        assert!(a.split('-').all(|g| g.len() == 5 && g.bytes().all(|c| ALPHABET.contains(&c))), "{a}");
        assert_eq!(hash(&a), hash(&format!(" {} ", a.replace('-', " ").to_uppercase())));
        assert_ne!(hash(&a), hash(&b));
    }

    #[test]
    fn st6_a_token_knows_its_end() {
        let token = timed("abc", 1_000);
        assert!(!is_over(&token, 999) && is_over(&token, 1_000));
        assert!(!is_over("abc", 1_000) && !is_over("a.b", 1_000));
    }
}

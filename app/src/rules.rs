//! The rules of the open team, compiled once for each language that they are shown in.

use crate::language;
use crate::words;
use shared::json::{self, Unread};
use shared::policy::Policy;
use shared::profile::Profile;
use std::cell::RefCell;

/// Rules that were read before. They are kept for good: few teams change theirs often, and nobody changes languages a thousand
/// times.
struct Known {
    hash: String,
    /// The language of their texts.
    tag: &'static str,
    policy: &'static Policy,
}

thread_local! {
    static KNOWN: RefCell<Vec<Known>> = const { RefCell::new(Vec::new()) };
}

fn known(hash: &str, tag: Option<&str>) -> Option<&'static Policy> {
    let fits = |k: &&Known| k.hash == hash && tag.is_none_or(|t| t == k.tag);
    KNOWN.with_borrow(|all| all.iter().find(fits).map(|k| k.policy))
}

/// Reads and compiles what is not known yet, in the language that should be shown, which is shown from now on. `None` when this
/// version of the page does not understand it.
pub async fn read(hash: &str, unread: &Unread<Profile>) -> Option<&'static Policy> {
    let mut mine = None;
    let product = match known(hash, None) {
        Some(policy) => policy.profile(),
        None => mine.insert(json::keep(unread)?),
    };
    let product = product.language.clone().unwrap_or_default();
    language::settle(&product).await;
    if let Some(policy) = known(hash, Some(words::lang())) {
        return Some(policy);
    }
    let mine = match mine {
        Some(read) => read,
        None => json::keep(unread)?,
    };
    words::translate(mine).await;
    let policy = Policy::kept(mine)?;
    KNOWN.with_borrow_mut(|all| all.push(Known { hash: hash.to_owned(), tag: words::lang(), policy }));
    Some(policy)
}

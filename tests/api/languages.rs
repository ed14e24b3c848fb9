//! Languages (JL10): every text has its translation and the other way round, and people get theirs.

use serde_json::json;
use shared::api::LOGGED;
use shared::locale::{Locale, Table, Text, texts_of};
use shared::policy::{ACTIONS, Code};
use shared::profile::{BUILTIN, builtin};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tests::{Somebody, Story, TestApp, faults, new_member, ok};

/// The page's English.
#[path = "../../app/src/words/en.rs"]
#[allow(dead_code, missing_docs)]
mod en;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn locales() -> Result<Vec<Locale>, tests::Failure> {
    let mut all = Vec::new();
    for file in std::fs::read_dir(root().join("shared/locales"))? {
        let path = file?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        all.push(Locale::read(&name, &std::fs::read_to_string(&path)?)?);
    }
    assert!(!all.is_empty(), "no language besides English");
    Ok(all)
}

/// The `{places}` of a text. A capital at the beginning is the sentence's.
fn places(text: &str) -> BTreeSet<String> {
    let ends = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    ends.map(|(place, _)| place.to_ascii_lowercase()).collect()
}

/// What a table lacks, what it has too much, and where the places differ: one line each, which names the key.
fn compare<'a>(
    part: &str,
    english: impl IntoIterator<Item = (&'a str, &'a str)>,
    said: &[(&str, Vec<&str>)],
) -> Vec<String> {
    let english: Vec<_> = english.into_iter().collect();
    let mut wrong = Vec::new();
    for (key, text) in &english {
        match said.iter().find(|(k, _)| k == key) {
            None => wrong.push(format!("[{part}] lacks {key:?} ({text:?})")),
            Some((_, all)) => {
                for one in all.iter().filter(|one| places(one) != places(text)) {
                    wrong.push(format!("[{part}] {key:?}: {one:?} has other places than {text:?}"));
                }
                if all.iter().any(|one| one.trim().is_empty()) {
                    wrong.push(format!("[{part}] {key:?} is empty"));
                }
            }
        }
    }
    let known = |key: &str| english.iter().any(|(k, _)| *k == key);
    wrong.extend(
        said.iter().filter(|(k, _)| !known(k)).map(|(k, _)| format!("[{part}] has {k:?}, which nobody says")),
    );
    wrong
}

fn said(table: &Table) -> Vec<(&str, Vec<&str>)> {
    table.iter().map(|(key, text)| (key.as_str(), text.every())).collect()
}

fn none_wrong(language: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "shared/locales/{language}.toml:\n{}", wrong.join("\n"));
}

#[test]
fn jl10_every_word_of_the_page_is_in_every_language() -> Story {
    for l in locales()? {
        let english = en::NAMES.iter().copied().zip(en::TEXTS.iter().copied());
        none_wrong(&l.language, &compare("page", english, &said(&l.page)));
    }
    Ok(())
}

#[test]
fn jl10_every_text_of_the_profiles_is_in_every_language() -> Story {
    let mut all = BTreeSet::new();
    let mut own = Vec::new();
    for (id, _) in BUILTIN {
        let profile = builtin(id).ok_or("no such profile")?.map_err(|faults| format!("{faults:?}"))?;
        let texts = texts_of(&profile);
        all.extend(texts.clone());
        own.push((id, texts));
    }
    for l in locales()? {
        let pairs = |texts: &mut dyn Iterator<Item = &String>| -> Vec<(String, String)> {
            texts.map(|t| (t.clone(), t.clone())).collect()
        };
        let english = pairs(&mut all.iter());
        let english = english.iter().map(|(k, t)| (k.as_str(), t.as_str()));
        none_wrong(&l.language, &compare("profile", english, &said(&l.profile)));
        for (product, table) in &l.products {
            let texts =
                own.iter().find(|(id, _)| id == product).map(|(_, texts)| texts).ok_or("no such product")?;
            let odd: Vec<_> = table.keys().filter(|key| !texts.contains(key)).collect();
            assert!(
                odd.is_empty(),
                "{}: [products.{product}] has {odd:?}, which the product does not say",
                l.language
            );
        }
    }
    Ok(())
}

#[test]
fn jl10_every_word_of_the_mails_is_in_every_language() -> Story {
    for l in locales()? {
        let said: Vec<_> = l.mail.iter().map(|(key, text)| (key.as_str(), vec![text.as_str()])).collect();
        none_wrong(&l.language, &compare("mail", rolecall::mail::words::MAIL.iter().copied(), &said));
    }
    Ok(())
}

#[test]
fn jl10_every_id_of_the_log_is_in_every_language() -> Story {
    let actions = ACTIONS.iter().map(|row| row.1);
    let ids: Vec<&str> = actions.chain(Code::ALL.iter().map(|c| c.id())).chain(LOGGED).collect();
    for l in locales()? {
        let said: Vec<_> = l.log.iter().map(|(key, text)| (key.as_str(), vec![text.as_str()])).collect();
        none_wrong(&l.language, &compare("log", ids.iter().map(|id| (*id, "")), &said));
    }
    Ok(())
}

fn sources(below: &Path, found: &mut String) -> Story {
    for entry in std::fs::read_dir(below)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("words/en.rs") {
            found.push_str(&std::fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

#[test]
fn jl10_no_word_of_the_page_or_the_mails_is_left_unsaid() -> Story {
    let (mut page, mut mail) = (String::new(), String::new());
    sources(&root().join("app/src"), &mut page)?;
    sources(&root().join("server/src"), &mut mail)?;
    let says = |all: &str, kind: &str, name: &str| {
        let word = [kind, "::", name].concat();
        all.match_indices(&word).any(|(at, _)| {
            let next = all[at + word.len()..].chars().next();
            !next.is_some_and(|c| c.is_alphanumeric())
        })
    };
    let unsaid = |all: &str, kind: &str, names: Vec<&str>| -> Vec<String> {
        names.into_iter().filter(|name| !says(all, kind, name)).map(str::to_owned).collect()
    };
    let page = unsaid(&page, "W", en::NAMES.to_vec());
    assert!(page.is_empty(), "app/src/words/en.rs has words that no page says: {page:?}");
    let mail = unsaid(&mail, "M", rolecall::mail::words::MAIL.iter().map(|m| m.0).collect());
    assert!(mail.is_empty(), "server/src/mail/words.rs has words that no mail says: {mail:?}");
    Ok(())
}

/// A text with plural forms is found only by who counts with it.
#[test]
fn jl10_plural_forms_stand_only_where_something_is_counted() -> Story {
    let mut page = String::new();
    sources(&root().join("app/src"), &mut page)?;
    let counted = |key: &str| {
        page.split("count(").skip(1).any(|rest| {
            let end = rest.find(";").unwrap_or(rest.len()).min(160);
            rest.get(..end).unwrap_or(rest).contains(&["W::", key, ")"].concat())
        })
    };
    for l in locales()? {
        for (key, _) in l.page.iter().filter(|(_, text)| matches!(text, Text::Forms(_))) {
            assert!(
                counted(key),
                "{}: {key:?} has plural forms, but the page does not count with it",
                l.language
            );
        }
    }
    Ok(())
}

const TEAM: &str = "jetlink";
const ADMIN: &str = "admin@jetlink.example";

async fn speaks(who: &Somebody, language: &str) -> Result<tests::Answer, tests::Failure> {
    who.client.patch("/api/v1/me", &json!({"team": TEAM, "fields": {}, "language": language})).await
}

#[tokio::test]
async fn jl10_the_own_language_is_kept_with_the_account() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let now = |answer: tests::Answer| answer.json()["language"].clone();
    assert!(now(ok(admin.client.get("/api/v1/session").await?)?).is_null(), "left to the browser");
    ok(speaks(&admin, "tr").await?)?;
    assert_eq!(now(ok(admin.client.get("/api/v1/session").await?)?), "tr");
    assert_eq!(faults(&speaks(&admin, "tlh").await?), ["language not-a-choice"]);
    assert_eq!(now(ok(admin.client.get("/api/v1/session").await?)?), "tr", "nothing is lost");
    let again = Somebody::of(&app, ADMIN, TEAM).await?;
    assert_eq!(now(ok(again.client.get("/api/v1/session").await?)?), "tr", "in every browser");
    ok(speaks(&admin, "").await?)?;
    assert!(now(ok(admin.client.get("/api/v1/session").await?)?).is_null());
    Ok(())
}

#[tokio::test]
async fn jl10_mails_are_in_the_receivers_language_else_in_the_senders() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let person = |email: &str| json!({"people": [{"email": email, "fields": {"first-name": "Işıl", "last-name": "Demir"}}], "role": "agent"});
    ok(speaks(&admin, "tr").await?)?;
    ok(admin.invites(person("isil@jetlink.example")).await?)?;
    let mail = app.mails().await?.remove(0);
    assert!(
        mail.subject.ends_with("sizi Jetlink üzerindeki Meridian Retail ekibine davet etti"),
        "{}",
        mail.subject
    );
    assert!(
        mail.text.contains("Parolanızı belirleyin ve giriş yapın:\n") && mail.text.contains("7 gün"),
        "{}",
        mail.text
    );
    assert!(
        mail.html.contains("<html lang=\"tr\" dir=\"ltr\">") && mail.html.contains("davet etti."),
        "{}",
        mail.html
    );
    // Somebody who has chosen English gets English, whoever writes.
    let agent = Somebody::of(&app, "agent@jetlink.example", TEAM).await?;
    ok(speaks(&agent, "en").await?)?;
    ok(admin.edits("agent@jetlink.example", json!({"fields": {"email": "agent2@jetlink.example"}})).await?)?;
    let mail = app.mails().await?.remove(0);
    assert_eq!(mail.to, "agent@jetlink.example");
    assert!(mail.text.contains("has changed the address"), "{}", mail.text);
    // A link to a new password has no sender: it is in the own language.
    ok(app.client().post("/api/v1/password/forgot", &json!({"email": ADMIN})).await?)?;
    let mail = app.mails().await?.remove(0);
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), (ADMIN, "Yeni parola belirleyin"));
    Ok(())
}

#[tokio::test]
async fn jl10_a_name_is_found_with_either_i_and_an_address_only_as_it_is() -> Story {
    let app = TestApp::with_demo().await?;
    let people = [
        new_member("tr", "chief@tr.example", "Ada", "owner"),
        new_member("tr", "isil@tr.example", "Işıl Demir", "member"),
        new_member("tr", "ılgaz@tr.example", "İLKER ILGAZ", "member"),
    ];
    tests::another_team(&app, "tr", "jelly", false, &people).await?;
    let chief = Somebody::of(&app, "chief@tr.example", "tr").await?;
    for typed in ["ISIL", "ışıl", "Işıl", "isil", "IŞIL", "İŞİL demir"] {
        let found = chief.list(&format!("?q={}", percent(typed))).await?;
        let names: Vec<_> = found.items.iter().map(|m| m.name.as_str()).collect();
        assert_eq!(names, ["Işıl Demir"], "{typed}");
    }
    for typed in ["ilker", "ILKER", "ilgaz", "ılgaz"] {
        let found = chief.list(&format!("?q={}", percent(typed))).await?;
        assert!(found.items.iter().any(|m| m.name == "İLKER ILGAZ"), "{typed}");
    }
    // Look-alikes are other addresses: neither taken for the same person, nor signed in as them.
    assert_eq!(tests::sign_in(&app, "ISIL@TR.EXAMPLE", tests::PASSWORD).await?.status, 200);
    for other in ["ısıl@tr.example", "İSİL@tr.example", "ilgaz@tr.example"] {
        assert_eq!(tests::sign_in(&app, other, tests::PASSWORD).await?.status, 401, "{other}");
    }
    ok(chief
        .invites(json!({"people": [{"email": "ısıl@tr.example", "fields": {}}], "role": "member"}))
        .await?)?;
    let mail = app.mails().await?.remove(0);
    assert_eq!(mail.to, "ısıl@tr.example");
    assert_eq!(chief.sees("isil@tr.example").await?.status.id(), "active");
    Ok(())
}

fn percent(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

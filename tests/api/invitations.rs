//! Attacks on invitations (I1–I9).

use rolecall::clock::DAY;
use serde_json::json;
use tests::{
    PASSWORD, START, Somebody, Story, TestApp, accept, asked, body_apart_from_request, everything, faults,
    look_up, no, ok, state, unchanged,
};

async fn invited(app: &TestApp) -> Result<(Somebody, String), tests::Failure> {
    let rachel = Somebody::of(app, "rachel@juniper.example", "jtek").await?;
    ok(rachel
        .invites_one("dana@juniper.example", json!({"first-name": "Dana", "last-name": "Roy"}))
        .await?)?;
    let token = app.token_for("dana@juniper.example").await?;
    Ok((rachel, token))
}

#[tokio::test]
async fn i1_one_second_before_the_end_is_in_and_at_the_end_is_out() -> Story {
    for (second, welcome) in [(-1, true), (0, false), (1, false)] {
        let app = TestApp::with_demo().await?;
        let (rachel, token) = invited(&app).await?;
        let ends = rachel.sees("dana@juniper.example").await?.expires_at.unwrap_or_default();
        assert_eq!(ends, START + 7 * DAY, "the product's week");
        app.clock.set(ends + second * 1_000);
        let seen = look_up(&app, &token).await?;
        let (_, answer) = accept(&app, &token, json!({"password": "long enough"})).await?;
        if welcome {
            ok(seen)?;
            ok(answer)?;
        } else {
            assert_eq!(seen.outcome(), no(410, "invite-expired"), "{second} s");
            assert_eq!(answer.outcome(), no(410, "invite-expired"), "{second} s");
            let again = app.signed_in("rachel@juniper.example").await?;
            let row = Somebody { client: again, team: "jtek".into() }.sees("dana@juniper.example").await?;
            assert_eq!(row.status.id(), "pending", "{second} s: the row stays, to be sent again");
        }
    }
    Ok(())
}

#[tokio::test]
async fn i1_a_millisecond_counts() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, token) = invited(&app).await?;
    app.clock.set(START + 7 * DAY);
    assert_eq!(look_up(&app, &token).await?.outcome(), no(410, "invite-expired"));
    app.clock.set(START + 7 * DAY - 1);
    ok(look_up(&app, &token).await?)?;
    Ok(())
}

#[tokio::test]
async fn i2_sending_again_ends_the_old_link_and_starts_the_time_anew() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, old) = invited(&app).await?;
    app.clock.set(START + 2 * DAY);
    ok(rachel.tells("dana@juniper.example", "resend").await?)?;
    let new = app.token_for("dana@juniper.example").await?;
    assert_ne!(old, new);
    assert_eq!(look_up(&app, &old).await?.outcome(), no(404, "not-found"));
    let (_, answer) = accept(&app, &old, json!({"password": "long enough"})).await?;
    assert_eq!(answer.outcome(), no(404, "not-found"));
    let row = rachel.sees("dana@juniper.example").await?;
    assert_eq!((row.sent, row.expires_at), (2, Some(START + 9 * DAY)));
    let (_, answer) = accept(&app, &new, json!({"password": "long enough"})).await?;
    ok(answer)?;
    Ok(())
}

#[tokio::test]
async fn i2_sending_again_never_revives_a_cancelled_invitation() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, token) = invited(&app).await?;
    let resend = rachel.path_of("dana@juniper.example", "/resend").await?;
    ok(rachel.cancels("dana@juniper.example").await?)?;
    let mails = app.mails().await?.len();
    assert_eq!(rachel.client.post(&resend, &json!({})).await?.outcome(), no(404, "not-found"));
    assert_eq!(app.mails().await?.len(), mails);
    assert_eq!(look_up(&app, &token).await?.outcome(), no(404, "not-found"));
    assert!(rachel.looks_for("dana@juniper.example").await?.is_none());
    // The address may be invited anew, by a new link alone.
    ok(rachel
        .invites_one("dana@juniper.example", json!({"first-name": "Dana", "last-name": "Roy"}))
        .await?)?;
    assert_eq!(look_up(&app, &token).await?.outcome(), no(404, "not-found"));
    ok(look_up(&app, &app.token_for("dana@juniper.example").await?).await?)?;
    Ok(())
}

#[tokio::test]
async fn i2_an_expired_invitation_is_sent_again_and_works() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, token) = invited(&app).await?;
    app.clock.set(START + 8 * DAY);
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    ok(rachel.tells("dana@juniper.example", "resend").await?)?;
    assert_eq!(look_up(&app, &token).await?.outcome(), no(404, "not-found"), "the old link stays dead");
    let new = app.token_for("dana@juniper.example").await?;
    let (_, answer) = accept(&app, &new, json!({"password": "long enough"})).await?;
    ok(answer)?;
    Ok(())
}

#[tokio::test]
async fn i3_cancelling_and_accepting_at_once_have_one_outcome() -> Story {
    for _ in 0..5 {
        let app = TestApp::with_demo().await?;
        let (rachel, token) = invited(&app).await?;
        let (cancelled, accepted) = tokio::join!(
            rachel.cancels("dana@juniper.example"),
            accept(&app, &token, json!({"password": "long enough"}))
        );
        let (cancelled, (browser, accepted)) = (cancelled?, accepted?);
        let here = rachel.looks_for("dana@juniper.example").await?;
        assert_ne!(cancelled.status.is_success(), accepted.status.is_success(), "exactly one succeeds");
        assert_eq!(here.is_some_and(|m| m.status.id() == "active"), accepted.status.is_success());
        let inside = browser.get("/api/v1/teams/jtek").await?.status.is_success();
        assert_eq!(inside, accepted.status.is_success());
    }
    Ok(())
}

#[tokio::test]
async fn i4_an_invitation_is_not_accepted_as_somebody_else() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, token) = invited(&app).await?;
    let tyler = app.signed_in("tyler@juniper.example").await?;
    let before = state(&app).await?;
    let seen = ok(tyler.post("/api/v1/invitations/lookup", &json!({ "token": token })).await?)?.json();
    assert_eq!(seen["signed_in_as"], "tyler@juniper.example", "the page can offer to switch");
    for more in [json!({ "token": token }), json!({"token": token, "password": "long enough"})] {
        let answer = tyler.post("/api/v1/invitations/accept", &more).await?;
        assert_eq!(answer.outcome(), no(409, "signed-in-as-another"));
    }
    unchanged(&app, &before).await?;
    // Signed out, it works.
    ok(tyler.delete("/api/v1/session", &json!({})).await?)?;
    let body = json!({"token": token, "password": "long enough"});
    ok(tyler.post("/api/v1/invitations/accept", &body).await?)?;
    assert_eq!(rachel.sees("dana@juniper.example").await?.status.id(), "active");
    Ok(())
}

#[tokio::test]
async fn i5_members_and_pending_people_are_not_invited_twice() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, token) = invited(&app).await?;
    let (rows, mails) = (rachel.everybody().await?.len(), app.mails().await?.len());
    let before = state(&app).await?;
    let name = json!({"first-name": "Twice", "last-name": "Over"});
    for email in
        ["tyler@juniper.example", "natalie@juniper.example", "dana@juniper.example", "DANA@Juniper.example"]
    {
        let answer = rachel.invites_one(email, name.clone()).await?;
        assert_eq!(answer.outcome(), no(409, "already-member"), "{email}");
    }
    assert_eq!(
        (rachel.everybody().await?.len(), app.mails().await?.len()),
        (rows, mails),
        "one row, no second mail"
    );
    unchanged(&app, &before).await?;
    ok(look_up(&app, &token).await?)?;
    Ok(())
}

#[tokio::test]
async fn i5_two_invitations_of_one_address_at_once_make_one_row() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let admin = Somebody::of(&app, "admin@jelly.example", "jelly").await?;
    let (a, b) = tokio::join!(
        owner.invites_one("new@jelly.example", json!({})),
        admin.invites_one("NEW@jelly.example", json!({}))
    );
    let mut outcomes = [a?.outcome(), b?.outcome()];
    outcomes.sort();
    assert_eq!(outcomes, [no(201, ""), no(409, "already-member")]);
    let mails = app.mails().await?;
    assert_eq!(mails.iter().filter(|m| m.to.eq_ignore_ascii_case("new@jelly.example")).count(), 1);
    Ok(())
}

#[tokio::test]
async fn i5_one_address_twice_in_one_request_is_refused() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let before = state(&app).await?;
    let answer =
        owner.invites(json!({"people": [{"email": "a@x.example"}, {"email": "A@X.example"}]})).await?;
    assert_eq!(faults(&answer), ["people.1.email duplicate"]);
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn i6_letter_case_is_one_address_and_look_alikes_are_others() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    ok(owner.invites_one("Kim.Stein@Books.example", json!({})).await?)?;
    let answer = owner.invites_one("kim.stein@BOOKS.EXAMPLE", json!({})).await?;
    assert_eq!(answer.outcome(), no(409, "already-member"), "letter case");
    // U+212A Kelvin sign, dotless i, sharp s: never the same person.
    for alike in
        ["\u{212a}im.stein@books.example", "k\u{131}m.stein@books.example", "kim.\u{df}tein@books.example"]
    {
        ok(owner.invites_one(alike, json!({})).await?)?;
        let mails = app.mails().await?;
        assert!(mails.iter().any(|m| m.to == alike), "the mail goes to the very bytes {alike:?}");
    }
    // A domain is never guessed: the look-alike is refused.
    for alike in ["kim@boo\u{212a}s.example", "kim@b\u{131}oks.example", "kim@bücher.example"] {
        let answer = owner.invites_one(alike, json!({})).await?;
        assert_eq!(faults(&answer), ["people.0.email not-an-address"], "{alike}");
    }
    let mails = app.mails().await?;
    assert!(mails.iter().any(|m| m.to == "Kim.Stein@Books.example"), "as it was typed");
    Ok(())
}

#[tokio::test]
async fn i6_signing_in_follows_the_same_rule() -> Story {
    let app = TestApp::with_demo().await?;
    ok(tests::sign_in(&app, "RACHEL@Juniper.EXAMPLE", PASSWORD).await?)?;
    for alike in ["rachel@jun\u{131}per.example", "rachel@juniper.example ", " rachel@juniper.example"] {
        assert_eq!(
            tests::sign_in(&app, alike, PASSWORD).await?.outcome(),
            no(401, "wrong-credentials"),
            "{alike:?}"
        );
    }
    // The mail of a forgotten password goes to the stored bytes, however it was asked for.
    let asked = json!({"email": "Tyler@JUNIPER.example"});
    ok(app.client().post("/api/v1/password/forgot", &asked).await?)?;
    assert_eq!(app.mails().await?[0].to, "tyler@juniper.example");
    Ok(())
}

#[tokio::test]
async fn i7_guesses_get_one_answer_and_then_a_limit() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, token) = invited(&app).await?;
    let guesser = app.client().from_source([203, 0, 113, 9]);
    let mut bodies = std::collections::BTreeSet::new();
    let mut limited = 0;
    for n in 0..500 {
        // Some nearly right, some short, some long, some no token at all.
        let guess = match n % 5 {
            0 => format!("{}{n}", &token[..token.len() - 3]),
            1 => n.to_string(),
            2 => token.to_uppercase(),
            3 => "A".repeat(43),
            _ => format!("{token}="),
        };
        let path = if n % 2 == 0 { "lookup" } else { "accept" };
        let mut body = json!({ "token": guess });
        if path == "accept" {
            body["password"] = json!("long enough");
        }
        let answer = guesser.post(&format!("/api/v1/invitations/{path}"), &body).await?;
        match answer.status.as_u16() {
            404 => {
                bodies.insert(body_apart_from_request(&answer).to_string());
            }
            429 => {
                assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|s| s >= 1));
                limited += 1;
            }
            other => return Err(format!("guess {n} answered {other}").into()),
        }
    }
    assert_eq!(bodies.len(), 1, "one answer for every wrong guess: {bodies:?}");
    assert!(limited > 400, "only {limited} of 500 guesses were held up");
    // Somebody else's link is not held up by the guesser.
    ok(look_up(&app, &token).await?)?;
    Ok(())
}

#[tokio::test]
async fn i7_a_token_has_256_bits_and_only_its_hash_is_kept() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, token) = invited(&app).await?;
    assert_eq!(token.len(), 43, "256 bits in base64");
    ok(app.client().post("/api/v1/password/forgot", &json!({"email": "tyler@juniper.example"})).await?)?;
    let reset = app.token_for("tyler@juniper.example").await?;
    let cookie = rachel.client.cookie().unwrap_or_default();
    let kept = everything(&app).await?;
    for (what, secret) in [("invitation", &token), ("reset", &reset), ("session", &cookie)] {
        assert!(secret.len() >= 43, "{what}");
        assert!(!kept.contains(secret.as_str()), "the {what} token itself is in the database");
        let hex: String = secret.bytes().map(|b| format!("{b:02X}")).collect();
        assert!(!kept.contains(&hex), "the {what} token itself is in the database as bytes");
        let hash: String = rolecall::random::hash(secret).iter().map(|b| format!("{b:02X}")).collect();
        assert!(kept.contains(&hash), "the {what} token's hash is not");
    }
    // Nor do tokens or hashes come out anywhere.
    for path in ["/members?limit=500", "/audit", ""] {
        let text = String::from_utf8(rachel.client.get(&rachel.at(path)).await?.bytes)?;
        for secret in [&token, &reset, &cookie] {
            assert!(!text.contains(secret.as_str()), "{path} shows a token");
        }
        for word in ["token", "hash\"", "$argon2"] {
            assert!(!text.replace("policy_hash", "").contains(word), "{path} speaks of {word}");
        }
    }
    let row = rachel.path_of("dana@juniper.example", "").await?;
    assert!(!String::from_utf8(rachel.client.get(&row).await?.bytes)?.contains(&token));
    Ok(())
}

#[tokio::test]
async fn i8_a_mail_scanner_opens_the_link_and_nothing_is_used_up() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, token) = invited(&app).await?;
    let before = state(&app).await?;
    let scanner = app.client();
    for path in [
        "/join".to_owned(),
        format!("/join?token={token}"),
        format!("/join/{token}"),
        format!("/api/v1/invitations/accept?token={token}"),
        format!("/api/v1/invitations/lookup?token={token}"),
    ] {
        for method in [axum::http::Method::GET, axum::http::Method::HEAD] {
            let answer = scanner.send(method, &path, None, &[]).await?;
            assert_eq!(answer.header("set-cookie"), "", "{path}");
        }
    }
    for _ in 0..3 {
        ok(look_up(&app, &token).await?)?;
    }
    unchanged(&app, &before).await?;
    let (_, answer) = accept(&app, &token, json!({"password": "long enough"})).await?;
    ok(answer)?;
    let (_, second) = accept(&app, &token, json!({"password": "long enough"})).await?;
    assert_eq!(second.outcome(), no(404, "not-found"), "a link works once");
    Ok(())
}

#[tokio::test]
async fn i8_the_link_carries_its_token_where_no_server_or_log_sees_it() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, token) = invited(&app).await?;
    let mail = &app.mails().await?[0];
    assert!(mail.text.contains(&format!("/join#{token}")), "{}", mail.text);
    assert!(!mail.subject.contains(&token));
    Ok(())
}

#[tokio::test]
async fn i9_dead_links_do_not_name_the_team() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, cancelled) = invited(&app).await?;
    ok(rachel.cancels("dana@juniper.example").await?)?;
    ok(rachel.invites_one("eli@juniper.example", json!({"first-name": "Eli", "last-name": "Roy"})).await?)?;
    let expired = app.token_for("eli@juniper.example").await?;
    ok(rachel
        .invites_one("finn@juniper.example", json!({"first-name": "Finn", "last-name": "Roy"}))
        .await?)?;
    let used = app.token_for("finn@juniper.example").await?;
    let (_, answer) = accept(&app, &used, json!({"password": "long enough"})).await?;
    ok(answer)?;
    app.clock.set(START + 8 * DAY);
    let made_up = "A".repeat(43);
    for (token, outcome) in [
        (&cancelled, no(404, "not-found")),
        (&used, no(404, "not-found")),
        (&made_up, no(404, "not-found")),
        (&expired, no(410, "invite-expired")),
    ] {
        let (_, accepted) = accept(&app, token, json!({"password": "long enough"})).await?;
        for answer in [look_up(&app, token).await?, accepted] {
            assert_eq!(answer.outcome(), outcome);
            let text = String::from_utf8(answer.bytes.clone())?.to_lowercase();
            for word in ["juniper", "jtek", "rachel", "dana", "eli@"] {
                assert!(!text.contains(word), "{text} tells {word}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn jy4_the_link_asks_for_what_is_not_known_yet_and_for_no_more() -> Story {
    let app = TestApp::with_demo().await?;
    let jelly = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let jtek = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    ok(jelly.invites_one("new@jelly.example", json!({})).await?)?;
    ok(jtek.invites_one("dana@juniper.example", json!({"first-name": "Dana", "last-name": "Roy"})).await?)?;
    for (email, asks_name) in [("new@jelly.example", true), ("dana@juniper.example", false)] {
        let token = app.token_for(email).await?;
        let seen = ok(look_up(&app, &token).await?)?.json();
        assert_eq!(
            (&seen["asks_password"], &seen["asks_name"]),
            (&json!(true), &json!(asks_name)),
            "{email}"
        );
        let before = state(&app).await?;
        let (_, bare) = accept(&app, &token, json!({})).await?;
        assert_eq!(faults(&bare), [if asks_name { "name required" } else { "password required" }], "{email}");
        unchanged(&app, &before).await?;
    }
    let token = app.token_for("new@jelly.example").await?;
    let (_, odd) = accept(&app, &token, json!({"name": "A\u{7}", "password": "long enough"})).await?;
    assert_eq!(faults(&odd), ["name control-character"]);
    let (_, joined) = accept(&app, &token, json!({"name": " Ada King ", "password": "long enough"})).await?;
    ok(joined)?;
    assert_eq!(jelly.sees("new@jelly.example").await?.name, "Ada King");
    let log = jelly.log().await?;
    let entry = ["at", "actor", "action", "target", "detail"].map(|key| log[0][key].clone());
    assert_eq!(
        entry,
        [json!(START), json!("Ada King"), json!("accept-invite"), json!("Ada King"), json!("")]
    );
    let ids = asked(&app, "SELECT json_array(actor_id, target_id) FROM audit WHERE action = 'accept-invite'")
        .await?;
    let id = jelly.sees("new@jelly.example").await?.id;
    assert_eq!(ids, [json!([id, id])]);
    // A name that is known is not taken from whoever has the link.
    let token = app.token_for("dana@juniper.example").await?;
    ok(accept(&app, &token, json!({"name": "Somebody Else", "password": "long enough"})).await?.1)?;
    assert_eq!(jtek.sees("dana@juniper.example").await?.name, "Dana Roy");
    Ok(())
}

/// A session of the identity provider is for the teams that go by it: elsewhere it proves nobody's account (JL8).
#[tokio::test]
async fn jl8_only_a_session_by_password_joins_a_second_team_without_one() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
    ok(owner.invites_one("tyler@juniper.example", json!({})).await?)?;
    let token = json!({ "token": app.token_for("tyler@juniper.example").await? });
    let looks = || tyler.client.post("/api/v1/invitations/lookup", &token);
    assert_eq!(ok(looks().await?)?.json()["as_you"], true);
    asked(&app, "UPDATE session SET via = 'sso' RETURNING '1'").await?;
    assert_eq!(ok(looks().await?)?.json()["as_you"], false);
    let before = state(&app).await?;
    let refused = tyler.client.post("/api/v1/invitations/accept", &token).await?;
    assert_eq!(faults(&refused), ["password required"]);
    unchanged(&app, &before).await?;
    asked(&app, "UPDATE session SET via = 'password' RETURNING '1'").await?;
    ok(tyler.client.post("/api/v1/invitations/accept", &token).await?)?;
    assert_eq!(owner.sees("tyler@juniper.example").await?.status.id(), "active");
    Ok(())
}

#[tokio::test]
async fn somebody_with_an_account_joins_a_second_team_by_their_own_password_alone() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    ok(owner.invites_one("tyler@juniper.example", json!({})).await?)?;
    let token = app.token_for("tyler@juniper.example").await?;
    let seen = ok(look_up(&app, &token).await?)?.json();
    assert_eq!((seen["asks_password"].as_bool(), seen["asks_name"].as_bool()), (Some(false), Some(false)));
    let (_, wrong) = accept(&app, &token, json!({"password": "chosen by a thief"})).await?;
    assert_eq!(wrong.outcome(), no(403, "wrong-password"));
    let (browser, right) = accept(&app, &token, json!({"password": PASSWORD})).await?;
    ok(right)?;
    let teams = browser.get("/api/v1/session").await?.json()["teams"].clone();
    assert_eq!(teams.as_array().map(Vec::len), Some(2));
    assert_eq!(owner.sees("tyler@juniper.example").await?.status.id(), "active");
    Ok(())
}

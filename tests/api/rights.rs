//! Who tries to get more than the rules give (A6, A7, A8, A12).

use serde_json::{Value, json};
use tests::{
    PASSWORD, Somebody, Story, TestApp, accept, another_team, faults, new_member, no, ok, reset_token,
    sign_in, state, unchanged,
};

#[tokio::test]
async fn a6_an_admin_cannot_edit_demote_or_deactivate_an_owner() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@jelly.example", "jelly").await?;
    let before = state(&app).await?;
    let owner = "owner@jelly.example";
    for role in ["member", "admin"] {
        assert_eq!(admin.makes(owner, role).await?.outcome(), no(403, "rank-too-low"), "to {role}");
    }
    assert_eq!(admin.tells(owner, "deactivate").await?.outcome(), no(403, "rank-too-low"));
    let renamed = admin.edits(owner, json!({"fields": {"name": "Nobody"}})).await?;
    assert_eq!(renamed.outcome(), no(403, "rank-too-low"));
    // Jelly has no deleting and no setting of passwords at all.
    assert_eq!(admin.deletes(owner, None).await?.outcome(), no(403, "not-permitted"));
    let path = admin.path_of(owner, "/password").await?;
    let set = admin.client.put(&path, &json!({"password": "taken over"})).await?;
    assert_eq!(set.outcome(), no(403, "not-permitted"));
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn a6_a_system_administrator_cannot_touch_the_organization_owner() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@salestrekker.example", "salestrekker").await?;
    let before = state(&app).await?;
    let owner = "owner@salestrekker.example";
    assert_eq!(admin.makes(owner, "processor").await?.outcome(), no(403, "rank-too-low"));
    assert_eq!(admin.tells(owner, "deactivate").await?.outcome(), no(403, "not-permitted"));
    assert_eq!(
        admin.deletes(owner, Some("tom@salestrekker.example")).await?.outcome(),
        no(403, "not-permitted")
    );
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn a7_nobody_raises_their_own_role_on_any_way() -> Story {
    let app = TestApp::with_demo().await?;
    for (email, team, wanted) in [
        ("tyler@juniper.example", "jtek", "admin"),
        ("agent@jetlink.example", "jetlink", "admin"),
        ("processor@salestrekker.example", "salestrekker", "system-admin"),
        ("broker@salestrekker.example", "salestrekker", "system-admin"),
        ("member@voice.example", "voice-agents", "administrator"),
        ("member@jelly.example", "jelly", "admin"),
        ("member@jelly.example", "jelly", "owner"),
        ("admin@jelly.example", "jelly", "owner"),
    ] {
        let who = Somebody::of(&app, email, team).await?;
        let me = who.team().await?.me;
        let before = state(&app).await?;
        let own = who.at(&format!("/members/{}", me.id));

        let role = who.client.put(&format!("{own}/role"), &json!({ "role": wanted })).await?;
        assert_eq!(role.outcome(), no(403, "not-permitted"), "{email}: role");
        if team == "salestrekker" {
            for addition in ["system-admin", "mentor"] {
                let path = format!("{own}/additions/{addition}");
                assert_eq!(
                    who.client.put(&path, &json!({})).await?.outcome(),
                    no(403, "not-permitted"),
                    "{email}"
                );
            }
        }
        for key in ["role", "roles", "additions", "standing", "status"] {
            let edit = who.client.patch(&own, &json!({"version": me.version, key: wanted})).await?;
            assert_eq!(edit.outcome(), no(422, "invalid-fields"), "{email}: {key} in an edit");
            let mine =
                who.client.patch("/api/v1/me", &json!({"team": team, "fields": {}, key: wanted})).await?;
            assert_eq!(mine.outcome(), no(422, "invalid-fields"), "{email}: {key} in the own profile");
            let field =
                who.client.patch("/api/v1/me", &json!({"team": team, "fields": {key: wanted}})).await?;
            assert_eq!(faults(&field), [format!("{key} unknown-field")], "{email}: {key} as a field");
        }
        let again = who.invites_one(email, json!({})).await?;
        assert!(!again.status.is_success(), "{email}: inviting oneself");
        unchanged(&app, &before).await?;
        let after = who.team().await?.me;
        assert_eq!((after.role, after.additions, after.grants), (me.role, me.additions, me.grants));
    }
    Ok(())
}

#[tokio::test]
async fn a7_switches_and_agents_are_not_taken_by_oneself() -> Story {
    let app = TestApp::with_demo().await?;
    let member = Somebody::of(&app, "member@voice.example", "voice-agents").await?;
    let me = member.team().await?.me;
    let before = state(&app).await?;
    let own = member.at(&format!("/members/{}", me.id));
    for parts in [
        json!({"grants": ["crm", "edit-agents", "recordings"]}),
        json!({"access": ["reception", "booking"]}),
        json!({"fields": {"name": "Jonas W."}, "grants": ["recordings"]}),
    ] {
        let mut body = parts.clone();
        body["version"] = json!(me.version);
        assert_eq!(member.client.patch(&own, &body).await?.outcome(), no(403, "not-permitted"), "{parts}");
    }
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn a7_an_invitation_is_accepted_in_the_role_that_was_given_and_no_other() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    ok(rachel
        .invites_one("dana@juniper.example", json!({"first-name": "Dana", "last-name": "Roy"}))
        .await?)?;
    let token = app.token_for("dana@juniper.example").await?;
    for (key, value) in [("role", json!("admin")), ("team", json!("jelly")), ("email", json!("x@x.example"))]
    {
        let (_, answer) = accept(&app, &token, json!({"password": "long enough", key: value})).await?;
        assert_eq!(faults(&answer), [format!("{key} unknown")]);
    }
    let (_, answer) = accept(&app, &token, json!({"password": "long enough"})).await?;
    ok(answer)?;
    assert_eq!(rachel.sees("dana@juniper.example").await?.role, "user");
    Ok(())
}

#[tokio::test]
async fn a8_an_admin_cannot_invite_an_owner_and_an_owner_can() -> Story {
    let app = TestApp::with_demo().await?;
    let request = |email: &str| json!({"people": [{"email": email}], "role": "owner"});
    let admin = Somebody::of(&app, "admin@jelly.example", "jelly").await?;
    let before = state(&app).await?;
    assert_eq!(admin.invites(request("two@jelly.example")).await?.outcome(), no(403, "not-permitted"));
    unchanged(&app, &before).await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    ok(owner.invites(request("two@jelly.example")).await?)?;
    assert_eq!(owner.sees("two@jelly.example").await?.role, "owner");
    Ok(())
}

#[tokio::test]
async fn a8_nobody_is_invited_above_what_the_product_invites() -> Story {
    let app = TestApp::with_demo().await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let before = state(&app).await?;
    let request =
        json!({"people": [{"email": "x@voice.example", "fields": {"name": "X"}}], "role": "administrator"});
    assert_eq!(voice.invites(request).await?.outcome(), no(403, "role-not-assignable"));
    unchanged(&app, &before).await?;
    // An organization owner invites brokers and processors; only a system administrator makes another one.
    let mut owner = new_member("org", "owner@org.example", "Owner", "broker");
    owner.standing = vec!["organization-owner".into()];
    another_team(&app, "org", "salestrekker", false, &[owner]).await?;
    let owner = Somebody::of(&app, "owner@org.example", "org").await?;
    let before = state(&app).await?;
    let person = json!({"email": "x@s.example", "fields": {"first-name": "X", "last-name": "Y"}});
    let request = json!({"people": [person], "role": "system-admin"});
    assert_eq!(owner.invites(request).await?.outcome(), no(403, "not-permitted"));
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn a8_switches_and_agents_of_an_invitation_are_judged_like_a_later_change() -> Story {
    let app = TestApp::with_demo().await?;
    // An organization owner who is no system administrator invites, and workflows are not theirs to give.
    let mut owner = new_member("org", "owner@org.example", "Owner", "broker");
    owner.standing = vec!["organization-owner".into()];
    another_team(&app, "org", "salestrekker", false, &[owner]).await?;
    let owner = Somebody::of(&app, "owner@org.example", "org").await?;
    let person = json!({"email": "x@s.example", "fields": {"first-name": "X", "last-name": "Y"}});
    let before = state(&app).await?;
    let request = json!({"people": [person], "access": ["standard"]});
    let answer = owner.invites(request).await?;
    assert!(!answer.status.is_success(), "{answer:?}");
    let request = json!({"people": [person], "grants": ["crm"]});
    assert_eq!(faults(&owner.invites(request).await?), ["grants unknown-grant"]);
    unchanged(&app, &before).await?;
    ok(owner.invites(json!({"people": [person]})).await?)?;
    Ok(())
}

#[tokio::test]
async fn a12_a_deactivated_member_is_out_at_the_next_request_and_stays_out() -> Story {
    let app = TestApp::with_demo().await?;
    for (team, chief, email) in [
        ("jtek", "rachel@juniper.example", "tyler@juniper.example"),
        ("jetlink", "admin@jetlink.example", "agent@jetlink.example"),
        ("salestrekker", "owner@salestrekker.example", "tom@salestrekker.example"),
        ("jelly", "owner@jelly.example", "member@jelly.example"),
    ] {
        let chief = Somebody::of(&app, chief, team).await?;
        let (desk, phone) = (Somebody::of(&app, email, team).await?, Somebody::of(&app, email, team).await?);
        ok(desk.client.get(&desk.at("")).await?)?;
        let link = reset_token(&app, email).await?;
        let cookie = desk.client.cookie();

        ok(chief.tells(email, "deactivate").await?)?;

        for browser in [&desk, &phone] {
            for path in [browser.at(""), browser.at("/members"), "/api/v1/session".into()] {
                assert_eq!(
                    browser.client.get(&path).await?.outcome(),
                    no(401, "not-signed-in"),
                    "{team} {path}"
                );
            }
            let write = browser.client.patch("/api/v1/me", &json!({"team": team, "fields": {}})).await?;
            assert_eq!(write.outcome(), no(401, "not-signed-in"), "{team}");
        }
        assert_eq!(sign_in(&app, email, PASSWORD).await?.outcome(), no(403, "no-access"), "{team}");
        let reset = json!({"token": link, "password": "another password"});
        let answer = app.client().post("/api/v1/password/reset", &reset).await?;
        assert_eq!(answer.outcome(), no(404, "not-found"), "{team}: the old reset link");
        let mails = app.mails().await?.len();
        let asked = app.client().post("/api/v1/password/forgot", &json!({ "email": email })).await?;
        assert_eq!(asked.status, 202, "{team}: the answer tells nothing");
        assert_eq!(app.mails().await?.len(), mails, "{team}: no new reset link");

        // Given back, the old cookie stays dead.
        ok(chief.tells(email, "restore").await?)?;
        let old = app.client();
        old.set_cookie(cookie.as_deref());
        assert_eq!(old.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"), "{team}");
        ok(sign_in(&app, email, PASSWORD).await?)?;
    }
    Ok(())
}

#[tokio::test]
async fn a12_a_wrong_password_says_nothing_about_a_deactivated_account() -> Story {
    let app = TestApp::with_demo().await?;
    for email in ["grace@jelly.example", "nobody@jelly.example", "hannah@jelly.example"] {
        assert_eq!(
            sign_in(&app, email, "wrong password").await?.outcome(),
            no(401, "wrong-credentials"),
            "{email}"
        );
    }
    assert_eq!(sign_in(&app, "grace@jelly.example", PASSWORD).await?.outcome(), no(403, "no-access"));
    Ok(())
}

#[tokio::test]
async fn a12_a_removed_member_is_out_and_the_account_is_gone() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let member = Somebody::of(&app, "member@voice.example", "voice-agents").await?;
    ok(admin.deletes("member@voice.example", None).await?)?;
    assert_eq!(member.client.get(&member.at("")).await?.outcome(), no(401, "not-signed-in"));
    let answer = sign_in(&app, "member@voice.example", PASSWORD).await?;
    assert_eq!(
        answer.outcome(),
        no(401, "wrong-credentials"),
        "the account is gone, like one that never was"
    );
    Ok(())
}

#[tokio::test]
async fn a5_a12_out_of_one_team_is_out_of_that_one_and_not_of_the_other() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let sam = Somebody::of(&app, "sam@jelly.example", "jelly").await?;
    ok(owner.tells("sam@jelly.example", "deactivate").await?)?;
    assert_eq!(sam.client.get(&sam.at("")).await?.outcome(), no(401, "not-signed-in"));
    let again = app.signed_in("sam@jelly.example").await?;
    let teams = again.get("/api/v1/session").await?.json()["teams"].clone();
    let ids: Vec<&str> = teams.as_array().into_iter().flatten().filter_map(|t| t["team"].as_str()).collect();
    assert_eq!(ids, ["voice-agents"]);
    let before = state(&app).await?;
    for path in ["", "/members", "/audit"] {
        let answer = again.get(&format!("/api/v1/teams/jelly{path}")).await?;
        assert_eq!(answer.outcome(), no(404, "not-found"), "{path}");
    }
    let write =
        again.patch("/api/v1/me", &json!({"team": "jelly", "fields": {"name": "Still here"}})).await?;
    assert_eq!(write.outcome(), no(404, "not-found"));
    unchanged(&app, &before).await?;
    ok(again.get("/api/v1/teams/voice-agents").await?)?;
    Ok(())
}

#[tokio::test]
async fn a11_of_two_edits_on_one_version_one_wins() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let admin = Somebody::of(&app, "admin@jelly.example", "jelly").await?;
    let row = owner.sees("member@jelly.example").await?;
    let path = owner.at(&format!("/members/{}", row.id));
    let edit = |name: &str| -> Value { json!({"version": row.version, "fields": {"name": name}}) };
    ok(owner.client.patch(&path, &edit("Mina P.")).await?)?;
    assert_eq!(admin.client.patch(&path, &edit("M. Park")).await?.outcome(), no(409, "stale-version"));
    assert_eq!(owner.sees("member@jelly.example").await?.name, "Mina P.");
    Ok(())
}

#[tokio::test]
async fn a10_two_owners_who_demote_each_other_at_once_leave_one() -> Story {
    let app = TestApp::with_demo().await?;
    let olivia = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    ok(olivia.makes("zoe@jelly.example", "owner").await?)?;
    let zoe = Somebody::of(&app, "zoe@jelly.example", "jelly").await?;
    let to_zoe = olivia.path_of("zoe@jelly.example", "/role").await?;
    let to_olivia = olivia.path_of("owner@jelly.example", "/role").await?;
    let role = json!({"role": "member"});
    let (a, b) = tokio::join!(olivia.client.put(&to_zoe, &role), zoe.client.put(&to_olivia, &role));
    let won = [a?, b?].iter().filter(|answer| answer.status.is_success()).count();
    assert_eq!(won, 1, "exactly one of the two wins");
    let judge = Somebody::of(&app, "admin@jelly.example", "jelly").await?;
    let owners = judge.everybody().await?.into_iter().filter(|m| m.role == "owner").count();
    assert_eq!(owners, 1);
    Ok(())
}

#[tokio::test]
async fn a10_two_admins_who_leave_at_once_leave_one_behind() -> Story {
    for _ in 0..3 {
        let app = TestApp::with_demo().await?;
        let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
        ok(rachel.makes("tyler@juniper.example", "admin").await?)?;
        let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
        let rachel_leaves = rachel.path_of("rachel@juniper.example", "/deactivate").await?;
        let tyler_steps_down = rachel.path_of("tyler@juniper.example", "/role").await?;
        let (nothing, user) = (json!({}), json!({"role": "user"}));
        let (a, b) = tokio::join!(
            rachel.client.post(&rachel_leaves, &nothing),
            tyler.client.put(&tyler_steps_down, &user)
        );
        let mut outcomes = [a?.outcome(), b?.outcome()];
        outcomes.sort();
        assert_eq!(outcomes, [no(200, ""), no(409, "last-holder")]);
        let mut db = app.app.read().await?;
        let tally = db.tally("jtek", app.app.now()).await?;
        let admins: u32 =
            tally.iter().filter(|t| t.role == "admin" && t.status.id() == "active").map(|t| t.n).sum();
        assert_eq!(admins, 1);
    }
    Ok(())
}

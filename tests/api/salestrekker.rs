//! The broker CRM, told through its HTTP API.

use rolecall::storage::Unit;
use serde_json::json;
use shared::policy::found_team;
use tests::{
    PASSWORD, Somebody, Story, TestApp, accept, another_team, faults, new_member, no, ok, sign_in, state,
    unchanged,
};

const TEAM: &str = "salestrekker";
const OWNER: &str = "owner@salestrekker.example";
const ADMIN: &str = "admin@salestrekker.example";
const TOM: &str = "tom@salestrekker.example";
const PRIYA: &str = "priya@salestrekker.example";

fn new_user(email: &str) -> serde_json::Value {
    json!({"people": [{"email": email, "fields": {"first-name": "Rui", "last-name": "Alves"}}]})
}

#[tokio::test]
async fn st1_a_mentor_is_a_broker_and_a_broker_may_be_system_administrator_too() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let addition = async |email: &str, what: &str| {
        let path = admin.path_of(email, &format!("/additions/{what}")).await?;
        admin.client.put(&path, &json!({})).await
    };
    assert_eq!(
        addition("processor@salestrekker.example", "mentor").await?.outcome(),
        no(409, "addition-needs-role")
    );
    ok(addition(TOM, "mentor").await?)?;
    ok(addition(TOM, "system-admin").await?)?;
    assert_eq!(addition(TOM, "mentor").await?.outcome(), no(403, "role-not-assignable"), "held already");
    let tom = Somebody::of(&app, TOM, TEAM).await?;
    ok(tom.client.get(&tom.at("/members")).await?)?;
    // The main role stays while an addition needs it.
    assert_eq!(admin.makes(TOM, "processor").await?.outcome(), no(409, "addition-needs-role"));
    for what in ["mentor", "system-admin"] {
        let path = admin.path_of(TOM, &format!("/additions/{what}")).await?;
        ok(admin.client.delete(&path, &json!({})).await?)?;
    }
    assert_eq!(tom.client.get(&tom.at("/members")).await?.outcome(), no(403, "not-permitted"));
    ok(admin.makes(TOM, "processor").await?)?;
    Ok(())
}

#[tokio::test]
async fn st3_account_types_are_set_by_system_administrators_alone() -> Story {
    let app = TestApp::with_demo().await?;
    for email in ["broker@salestrekker.example", "processor@salestrekker.example"] {
        let who = Somebody::of(&app, email, TEAM).await?;
        let admin = Somebody::of(&app, ADMIN, TEAM).await?;
        let role = admin.path_of(TOM, "/role").await?;
        assert_eq!(
            who.client.put(&role, &json!({"role": "processor"})).await?.outcome(),
            no(403, "not-permitted")
        );
    }
    // A broker who is system administrator as well may.
    let henry = Somebody::of(&app, "henry@salestrekker.example", TEAM).await?;
    ok(henry.makes(TOM, "processor").await?)?;
    Ok(())
}

#[tokio::test]
async fn st4_users_are_added_and_removed_by_the_organization_owner_alone() -> Story {
    let app = TestApp::with_demo().await?;
    let before = state(&app).await?;
    for email in
        [ADMIN, "henry@salestrekker.example", "broker@salestrekker.example", "processor@salestrekker.example"]
    {
        let who = Somebody::of(&app, email, TEAM).await?;
        assert_eq!(
            who.invites(new_user("rui@s.example")).await?.outcome(),
            no(403, "not-permitted"),
            "{email}"
        );
    }
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    assert_eq!(admin.deletes(TOM, Some(PRIYA)).await?.outcome(), no(403, "not-permitted"));
    assert_eq!(
        state(&app).await?.lines().filter(|l| !l.starts_with("session ")).count(),
        before.lines().count()
    );
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    ok(owner.invites(new_user("rui@s.example")).await?)?;
    ok(owner.deletes(TOM, Some(PRIYA)).await?)?;
    Ok(())
}

#[tokio::test]
async fn st4_in_an_enterprise_it_is_the_managing_agent_of_the_unit() -> Story {
    let app = TestApp::with_demo().await?;
    let in_unit = |email: &str, role: &str, unit: &str| {
        let mut row = new_member("ent", email, email, role);
        row.unit = Some(unit.to_owned());
        row
    };
    let mut agent = in_unit("north@ent.example", "system-admin", "north");
    agent.standing = vec!["managing-agent".into()];
    agent.manages = vec!["north".into()];
    let mut owner = new_member("ent", "owner@ent.example", "Owner", "system-admin");
    owner.standing = vec!["organization-owner".into()];
    let people = [
        owner,
        agent,
        in_unit("n1@ent.example", "broker", "north"),
        in_unit("s1@ent.example", "broker", "south"),
        in_unit("s2@ent.example", "broker", "south"),
    ];
    another_team(&app, "ent", "salestrekker", true, &people).await?;
    let permit = found_team(0).map_err(|d| format!("{d:?}"))?;
    let mut tx = app.app.write().await?;
    for id in ["north", "south"] {
        let unit = Unit { id: id.into(), kind: "Branch".into(), name: id.into() };
        tx.insert_unit(&permit, "ent", &unit).await?;
    }
    tx.commit().await?;
    let (agent, owner) = (
        Somebody::of(&app, "north@ent.example", "ent").await?,
        Somebody::of(&app, "owner@ent.example", "ent").await?,
    );

    assert_eq!(
        owner.invites(new_user("x@ent.example")).await?.outcome(),
        no(403, "not-permitted"),
        "no longer the owner"
    );
    ok(agent.invites(new_user("n2@ent.example")).await?)?;
    assert!(agent.sees("n2@ent.example").await?.in_my_unit, "the new user stands in the agent's unit");
    assert_eq!(
        agent.deletes("s1@ent.example", Some("s2@ent.example")).await?.outcome(),
        no(403, "unit-not-managed")
    );
    let renamed = agent.edits("s1@ent.example", json!({"fields": {"first-name": "New"}})).await?;
    assert_eq!(renamed.outcome(), no(403, "unit-not-managed"));
    ok(agent.deletes("n1@ent.example", Some("s2@ent.example")).await?)?;
    Ok(())
}

#[tokio::test]
async fn st5_add_new_takes_address_first_name_and_family_name() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    ok(owner.invites(new_user("rui@s.example")).await?)?;
    let row = owner.sees("rui@s.example").await?;
    assert_eq!((row.name.as_str(), row.role.as_str(), row.status.id()), ("Rui Alves", "broker", "pending"));
    let bare = owner.invites_one("x@s.example", json!({})).await?;
    assert_eq!(faults(&bare), ["people.0.first-name required", "people.0.last-name required"]);
    Ok(())
}

#[tokio::test]
async fn st7_the_account_type_is_set_after_adding() -> Story {
    let app = TestApp::with_demo().await?;
    let (owner, admin) = (Somebody::of(&app, OWNER, TEAM).await?, Somebody::of(&app, ADMIN, TEAM).await?);
    ok(owner.invites(new_user("rui@s.example")).await?)?;
    // Already while the invitation is pending, and afterwards.
    ok(admin.makes("rui@s.example", "processor").await?)?;
    let token = app.token_for("rui@s.example").await?;
    let (_, answer) = accept(&app, &token, json!({"password": "my own password"})).await?;
    ok(answer)?;
    assert_eq!(admin.sees("rui@s.example").await?.role, "processor");
    for role in ["system-admin", "broker", "processor", "broker"] {
        ok(admin.makes("rui@s.example", role).await?)?;
        assert_eq!(admin.sees("rui@s.example").await?.role, role);
    }
    let mentor = admin.path_of("rui@s.example", "/additions/mentor").await?;
    ok(admin.client.put(&mentor, &json!({})).await?)?;
    assert_eq!(admin.sees("rui@s.example").await?.additions, ["mentor"]);
    Ok(())
}

#[tokio::test]
async fn st9_many_rows_are_deleted_at_once_all_or_none() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let id = async |email: &str| owner.sees(email).await.map(|m| m.id);
    let (tom, priya, sofie, heir) = (
        id(TOM).await?,
        id(PRIYA).await?,
        id("sofie@salestrekker.example").await?,
        id("lucia@salestrekker.example").await?,
    );
    let me = owner.team().await?.me.id;
    let before = state(&app).await?;
    let delete = async |members: &[&String], successor: Option<&String>| {
        let mut body = json!({ "members": members });
        if let Some(heir) = successor {
            body["successor"] = json!(heir);
        }
        owner.client.post(&owner.at("/actions/delete"), &body).await
    };
    assert_eq!(delete(&[&tom, &priya], None).await?.outcome(), no(409, "successor-required"));
    assert_eq!(
        delete(&[&tom, &me], Some(&heir)).await?.outcome(),
        no(409, "self-action"),
        "the second is refused"
    );
    assert_eq!(delete(&[&tom, &priya], Some(&priya)).await?.outcome(), no(409, "successor-invalid"), "A17");
    assert_eq!(delete(&[&tom, &tom], Some(&heir)).await?.outcome(), no(422, "invalid-fields"));
    assert_eq!(delete(&[], Some(&heir)).await?.outcome(), no(422, "invalid-fields"));
    unchanged(&app, &before).await?;

    let done = ok(delete(&[&tom, &priya, &sofie], Some(&heir)).await?)?.json();
    assert_eq!(done["removed"].as_array().map(Vec::len), Some(3));
    for email in [TOM, PRIYA, "sofie@salestrekker.example"] {
        assert!(owner.looks_for(email).await?.is_none());
        assert_eq!(sign_in(&app, email, PASSWORD).await?.outcome(), no(401, "wrong-credentials"));
    }
    Ok(())
}

#[tokio::test]
async fn st10_deleting_asks_for_somebody_active_who_gets_the_work() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let before = state(&app).await?;
    assert_eq!(owner.deletes(TOM, None).await?.outcome(), no(409, "successor-required"));
    for heir in [TOM, "sofie@salestrekker.example", "amelia@salestrekker.example"] {
        assert_eq!(owner.deletes(TOM, Some(heir)).await?.outcome(), no(409, "successor-invalid"), "{heir}");
    }
    unchanged(&app, &before).await?;
    ok(owner.deletes(TOM, Some(PRIYA)).await?)?;
    assert!(
        owner
            .log()
            .await?
            .iter()
            .any(|e| e["action"] == "delete"
                && e["detail"].as_str().is_some_and(|d| d.contains("Priya Raman")))
    );
    // Somebody who never came has no work.
    ok(owner.deletes("amelia@salestrekker.example", None).await?)?;
    Ok(())
}

#[tokio::test]
async fn st11_disabling_takes_access_and_leaves_the_data() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let broker = Somebody::of(&app, "broker@salestrekker.example", TEAM).await?;
    let was = owner.sees("broker@salestrekker.example").await?;
    ok(owner.tells("broker@salestrekker.example", "deactivate").await?)?;
    assert_eq!(broker.client.get(&broker.at("")).await?.outcome(), no(401, "not-signed-in"));
    assert_eq!(sign_in(&app, "broker@salestrekker.example", PASSWORD).await?.outcome(), no(403, "no-access"));
    let off = owner.sees("broker@salestrekker.example").await?;
    assert_eq!(off.status.id(), "deactivated");
    assert_eq!(
        (off.name, off.additions, off.access, off.fields),
        (was.name, was.additions, was.access, was.fields)
    );
    Ok(())
}

#[tokio::test]
async fn st12_a_disabled_user_is_activated_again() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    ok(owner.tells("sofie@salestrekker.example", "restore").await?)?;
    assert_eq!(owner.sees("sofie@salestrekker.example").await?.status.id(), "active");
    ok(sign_in(&app, "sofie@salestrekker.example", PASSWORD).await?)?;
    assert_eq!(
        owner.tells("sofie@salestrekker.example", "restore").await?.outcome(),
        no(409, "wrong-status")
    );
    Ok(())
}

#[tokio::test]
async fn st13_disabled_users_are_billed_and_deleted_ones_are_not() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let billed = async || owner.team().await.map(|t| t.counts.seats["users"].used);
    let before = billed().await?;
    assert_eq!(before, 10, "eight active, two disabled, none of the invited");
    ok(owner.tells(TOM, "deactivate").await?)?;
    assert_eq!(billed().await?, before);
    ok(owner.deletes(TOM, Some(PRIYA)).await?)?;
    assert_eq!(billed().await?, before - 1);
    Ok(())
}

#[tokio::test]
async fn st14_disabling_is_for_the_organization_owner_alone() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let (off, on) = (
        owner.path_of(TOM, "/deactivate").await?,
        owner.path_of("sofie@salestrekker.example", "/restore").await?,
    );
    for email in [ADMIN, "henry@salestrekker.example", "broker@salestrekker.example"] {
        let who = Somebody::of(&app, email, TEAM).await?;
        assert_eq!(who.client.post(&off, &json!({})).await?.outcome(), no(403, "not-permitted"), "{email}");
        assert_eq!(who.client.post(&on, &json!({})).await?.outcome(), no(403, "not-permitted"), "{email}");
    }
    assert_eq!(owner.tells(OWNER, "deactivate").await?.outcome(), no(409, "self-action"));
    ok(owner.client.post(&off, &json!({})).await?)?;
    Ok(())
}

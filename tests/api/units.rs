//! Groups, branches and companies: who belongs to which, and who manages the accounts in them (ST2, ST4, JL4).

use serde_json::{Value, json};
use shared::api::{UnitView, Units};
use tests::{Failure, PASSWORD, Somebody, Story, TestApp, accept, faults, no, ok, sign_in, state, unchanged};

const TEAM: &str = "salestrekker-enterprise";
const OWNER: &str = "owner@harbour.example";
/// Manages the branch in Newcastle.
const AGENT: &str = "agent@harbour.example";
const VIKTOR: &str = "viktor@harbour.example";
const BROKER: &str = "broker@harbour.example";

fn new_user(email: &str) -> Value {
    json!({"people": [{"email": email, "fields": {"first-name": "Rui", "last-name": "Alves"}}]})
}

async fn units(who: &Somebody) -> Result<Vec<UnitView>, Failure> {
    Ok(ok(who.client.get(&who.at("/units")).await?)?.read::<Units>()?.items)
}

async fn unit(who: &Somebody, name: &str) -> Result<UnitView, Failure> {
    let found = units(who).await?.into_iter().find(|u| u.name == name);
    found.ok_or_else(|| format!("no unit {name}").into())
}

async fn standing(who: &Somebody, email: &str, unit: &str, on: bool) -> Result<tests::Answer, Failure> {
    let path = who.path_of(email, "/standing/managing-agent").await?;
    let body = json!({ "unit": unit });
    if on { who.client.put(&path, &body).await } else { who.client.delete(&path, &body).await }
}

#[tokio::test]
async fn st2_the_owner_makes_groups_and_branches_and_nobody_else() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let add = async |who: &Somebody, name: &str, kind: &str| {
        who.client.post(&who.at("/units"), &json!({"name": name, "kind": kind})).await
    };
    for email in [AGENT, VIKTOR, BROKER] {
        let who = Somebody::of(&app, email, TEAM).await?;
        let before = state(&app).await?;
        assert_eq!(add(&who, "Geelong", "Branch").await?.outcome(), no(403, "not-permitted"), "{email}");
        let path = who.at("/units/newcastle");
        let renamed = who.client.patch(&path, &json!({"name": "Mine"})).await?;
        assert_eq!(renamed.outcome(), no(403, "not-permitted"));
        assert_eq!(who.client.delete(&path, &json!({})).await?.outcome(), no(403, "not-permitted"));
        unchanged(&app, &before).await?;
    }
    let made = add(&owner, " Geelong ", "Branch").await?;
    assert_eq!((made.status.as_u16(), made.json()["name"].clone()), (201, json!("Geelong")));
    assert_eq!(faults(&add(&owner, "Geelong", "Branch").await?), ["name duplicate"]);
    assert_eq!(faults(&add(&owner, "", "Group").await?), ["name required"]);
    assert_eq!(faults(&add(&owner, "Perth", "Company").await?), ["kind not-a-choice"]);
    let path = owner.at(&format!("/units/{}", made.json()["id"].as_str().unwrap_or_default()));
    ok(owner.client.patch(&path, &json!({"name": "Geelong West"})).await?)?;
    let all: Vec<_> = units(&owner).await?.into_iter().map(|u| (u.kind, u.name)).collect();
    assert!(all.is_sorted(), "by kind, then name: {all:?}");
    assert!(all.contains(&("Branch".into(), "Geelong West".into())));
    assert!(owner.team().await?.units.iter().any(|u| u.name == "Geelong West"), "everybody knows its name");
    ok(owner.client.delete(&path, &json!({})).await?)?;
    assert_eq!(owner.client.delete(&path, &json!({})).await?.outcome(), no(404, "not-found"));
    let log = owner.log().await?;
    let done: Vec<_> =
        log.iter().filter(|e| e["action"] == "manage-units" && e["denial"].is_null()).collect();
    assert_eq!(done.len(), 3, "{done:?}");
    assert_eq!(done[0]["detail"], "− Branch Geelong West");
    Ok(())
}

#[tokio::test]
async fn st2_a_unit_in_use_is_not_deleted_and_says_by_how_many() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let newcastle = unit(&owner, "Newcastle").await?;
    assert_eq!(newcastle.members, 5, "of every status");
    assert_eq!(newcastle.managers.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["Rafael Duarte"]);
    let before = state(&app).await?;
    let answer = owner.client.delete(&owner.at("/units/newcastle"), &json!({})).await?;
    assert_eq!(answer.outcome(), no(409, "in-use"));
    let detail = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
    assert!(detail.starts_with("members: 5, managers: 1"), "{detail}");
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn st2_a_standalone_organization_has_no_units() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@salestrekker.example", "salestrekker").await?;
    let made = owner.client.post(&owner.at("/units"), &json!({"name": "Geelong", "kind": "Branch"})).await?;
    assert_eq!(made.outcome(), no(403, "not-permitted"));
    assert!(units(&owner).await?.is_empty());
    let path = owner.path_of("admin@salestrekker.example", "/standing/managing-agent").await?;
    assert_eq!(
        owner.client.put(&path, &json!({"unit": "newcastle"})).await?.outcome(),
        no(403, "not-permitted")
    );
    Ok(())
}

#[tokio::test]
async fn st2_a_managing_agent_manages_the_accounts_of_the_own_units_and_no_others() -> Story {
    let app = TestApp::with_demo().await?;
    let agent = Somebody::of(&app, AGENT, TEAM).await?;
    assert!(agent.sees(BROKER).await?.in_my_unit && !agent.sees("tadhg@harbour.example").await?.in_my_unit);
    let rename = async |email: &str| agent.edits(email, json!({"fields": {"first-name": "New"}})).await;
    ok(rename(BROKER).await?)?;
    for other in ["tadhg@harbour.example", "dylan@harbour.example", "mai@harbour.example"] {
        assert_eq!(rename(other).await?.outcome(), no(403, "unit-not-managed"), "{other}");
        assert_eq!(agent.deletes(other, Some(BROKER)).await?.outcome(), no(403, "unit-not-managed"));
    }
    ok(agent.deletes("callum@harbour.example", Some(BROKER)).await?)?;
    // A unit that somebody belongs to gives them nothing.
    let broker = Somebody::of(&app, BROKER, TEAM).await?;
    assert_eq!(broker.client.get(&broker.at("/members")).await?.outcome(), no(403, "not-permitted"));
    assert_eq!(broker.client.get(&broker.at("/units")).await?.outcome(), no(403, "not-permitted"));
    Ok(())
}

#[tokio::test]
async fn st2_managing_agents_are_made_and_unmade_unit_by_unit() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let viktor = Somebody::of(&app, VIKTOR, TEAM).await?;
    let edit = async |name: &str| viktor.edits(BROKER, json!({"fields": {"last-name": name}})).await;
    assert_eq!(edit("One").await?.outcome(), no(403, "not-permitted"));

    ok(standing(&owner, VIKTOR, "newcastle", true).await?)?;
    let row = owner.sees(VIKTOR).await?;
    assert_eq!(
        (row.standing, row.manages),
        (vec!["managing-agent".to_owned()], vec!["newcastle".to_owned()])
    );
    ok(edit("Two").await?)?;
    ok(standing(&owner, VIKTOR, "ballarat", true).await?)?;
    ok(standing(&owner, VIKTOR, "ballarat", true).await?)?;
    assert_eq!(owner.sees(VIKTOR).await?.manages, ["ballarat", "newcastle"], "twice is once");
    ok(standing(&owner, VIKTOR, "newcastle", false).await?)?;
    let row = owner.sees(VIKTOR).await?;
    assert_eq!((row.standing, row.manages), (vec!["managing-agent".to_owned()], vec!["ballarat".to_owned()]));
    assert_eq!(edit("Three").await?.outcome(), no(403, "unit-not-managed"));
    ok(standing(&owner, VIKTOR, "ballarat", false).await?)?;
    let row = owner.sees(VIKTOR).await?;
    assert!(row.standing.is_empty() && row.manages.is_empty(), "with the last unit the standing goes");
    assert_eq!(edit("Four").await?.outcome(), no(403, "not-permitted"));

    let bare = owner.path_of(VIKTOR, "/standing/managing-agent").await?;
    assert_eq!(faults(&owner.client.put(&bare, &json!({})).await?), ["unit required"]);
    assert_eq!(faults(&standing(&owner, VIKTOR, "elsewhere", true).await?), ["unit unknown-unit"]);
    // Only system administrators can be managing agents, by their main role or besides it.
    assert_eq!(standing(&owner, BROKER, "newcastle", true).await?.outcome(), no(409, "addition-needs-role"));
    // All at once.
    let naomi = owner.path_of("naomi@harbour.example", "/standing/managing-agent").await?;
    ok(owner.client.delete(&naomi, &json!({})).await?)?;
    assert!(owner.sees("naomi@harbour.example").await?.manages.is_empty());
    Ok(())
}

#[tokio::test]
async fn st2_nobody_makes_themself_a_managing_agent() -> Story {
    let app = TestApp::with_demo().await?;
    let before = state(&app).await?;
    for email in [VIKTOR, AGENT, "grace@harbour.example"] {
        let who = Somebody::of(&app, email, TEAM).await?;
        for target in [email, VIKTOR] {
            let tried = standing(&who, target, "wollongong", true).await?;
            assert_eq!(tried.outcome(), no(403, "not-permitted"), "{email} for {target}");
        }
        let owner = who.path_of(email, "/standing/organization-owner").await?;
        assert_eq!(who.client.put(&owner, &json!({})).await?.outcome(), no(403, "not-permitted"));
    }
    let after = state(&app).await?;
    let apart = |text: &str| text.lines().filter(|l| !l.starts_with("session ")).count();
    assert_eq!(apart(&after), apart(&before));
    Ok(())
}

#[tokio::test]
async fn st4_the_ownership_is_handed_on_and_never_lost() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let mine = owner.path_of(OWNER, "/standing/organization-owner").await?;
    assert_eq!(owner.client.delete(&mine, &json!({})).await?.outcome(), no(409, "last-holder"));
    let theirs = owner.path_of(VIKTOR, "/standing/organization-owner").await?;
    assert_eq!(
        faults(&owner.client.put(&theirs, &json!({"unit": "newcastle"})).await?),
        ["unit unknown"],
        "it is about the organization"
    );
    ok(owner.client.put(&theirs, &json!({})).await?)?;
    ok(owner.client.delete(&mine, &json!({})).await?)?;
    assert_eq!(
        owner.client.put(&mine, &json!({})).await?.outcome(),
        no(403, "not-permitted"),
        "it was given away"
    );
    let viktor = Somebody::of(&app, VIKTOR, TEAM).await?;
    ok(standing(&viktor, AGENT, "bendigo", true).await?)?;
    Ok(())
}

#[tokio::test]
async fn st2_whoever_manages_a_unit_invites_into_it() -> Story {
    let app = TestApp::with_demo().await?;
    let agent = Somebody::of(&app, AGENT, TEAM).await?;
    ok(agent.invites(new_user("rui@h.example")).await?)?;
    assert_eq!(agent.sees("rui@h.example").await?.unit.as_deref(), Some("newcastle"), "the only one");
    let into = |email: &str, unit: &str| {
        let mut request = new_user(email);
        request["unit"] = json!(unit);
        request
    };
    let elsewhere = agent.invites(into("a@h.example", "bendigo")).await?;
    assert_eq!(elsewhere.outcome(), no(403, "unit-not-managed"));
    // With several units it has to be said which.
    let naomi = Somebody::of(&app, "naomi@harbour.example", TEAM).await?;
    assert_eq!(naomi.invites(new_user("b@h.example")).await?.outcome(), no(403, "unit-not-managed"));
    ok(naomi.invites(into("b@h.example", "wollongong")).await?)?;
    assert_eq!(naomi.sees("b@h.example").await?.unit.as_deref(), Some("wollongong"));
    assert_eq!(naomi.invites(into("c@h.example", "newcastle")).await?.outcome(), no(403, "unit-not-managed"));
    // Whoever comes belongs to it.
    let token = app.token_for("b@h.example").await?;
    let (_, answer) = accept(&app, &token, json!({"password": "my own password"})).await?;
    ok(answer)?;
    assert_eq!(naomi.sees("b@h.example").await?.unit.as_deref(), Some("wollongong"));
    // The owner of an enterprise adds nobody, in whichever unit (ST4).
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    assert_eq!(owner.invites(into("d@h.example", "newcastle")).await?.outcome(), no(403, "not-permitted"));
    Ok(())
}

#[tokio::test]
async fn st2_people_are_moved_between_units() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let agent = Somebody::of(&app, AGENT, TEAM).await?;
    let put = async |who: &Somebody, email: &str, unit: Value| {
        let path = who.path_of(email, "/unit").await?;
        who.client.put(&path, &json!({ "unit": unit })).await
    };
    assert_eq!(put(&agent, BROKER, json!("wollongong")).await?.outcome(), no(403, "not-permitted"));
    ok(put(&owner, BROKER, json!("wollongong")).await?)?;
    assert_eq!(owner.sees(BROKER).await?.unit.as_deref(), Some("wollongong"));
    let renamed = agent.edits(BROKER, json!({"fields": {"first-name": "New"}})).await?;
    assert_eq!(renamed.outcome(), no(403, "unit-not-managed"), "no longer the agent's");
    ok(put(&owner, BROKER, Value::Null).await?)?;
    assert_eq!(owner.sees(BROKER).await?.unit, None, "the organization itself");
    assert_eq!(faults(&put(&owner, BROKER, json!("elsewhere")).await?), ["unit unknown-unit"]);
    let version = owner.sees(BROKER).await?.version;
    ok(put(&owner, BROKER, Value::Null).await?)?;
    assert_eq!(owner.sees(BROKER).await?.version, version, "nothing changed, nothing was written");
    // Those who were invited and those who were deactivated are put in order too.
    for email in ["sienna@harbour.example", "oscar@harbour.example"] {
        ok(put(&owner, email, json!("coastal")).await?)?;
    }
    Ok(())
}

#[tokio::test]
async fn jl4_an_administrator_of_a_group_puts_people_into_its_companies() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@jetlink.example", "jetlink").await?;
    let agent = "agent@jetlink.example";
    assert_eq!(admin.sees(agent).await?.unit.as_deref(), Some("home"));
    let path = admin.path_of(agent, "/unit").await?;
    ok(admin.client.put(&path, &json!({"unit": "sport"})).await?)?;
    assert_eq!(admin.sees(agent).await?.unit.as_deref(), Some("sport"));
    let made =
        admin.client.post(&admin.at("/units"), &json!({"name": "Meridian Kids", "kind": "Company"})).await?;
    assert_eq!(ok(made)?.status.as_u16(), 201);
    // Straight into a company by the invitation.
    let someone = json!({
        "people": [{"email": "x@j.example", "fields": {"first-name": "Rui", "last-name": "Alves"}}],
        "role": "reporter", "unit": "outlet"
    });
    ok(admin.invites(someone).await?)?;
    assert_eq!(admin.sees("x@j.example").await?.unit.as_deref(), Some("outlet"));
    Ok(())
}

#[tokio::test]
async fn a3_another_teams_unit_is_nobodys() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let before = state(&app).await?;
    for id in ["sport", "nowhere"] {
        let path = owner.at(&format!("/units/{id}"));
        assert_eq!(owner.client.patch(&path, &json!({"name": "X"})).await?.outcome(), no(404, "not-found"));
        assert_eq!(owner.client.delete(&path, &json!({})).await?.outcome(), no(404, "not-found"));
        assert_eq!(faults(&standing(&owner, VIKTOR, id, true).await?), ["unit unknown-unit"]);
    }
    unchanged(&app, &before).await?;
    assert_eq!(sign_in(&app, VIKTOR, PASSWORD).await?.status.as_u16(), 200);
    Ok(())
}

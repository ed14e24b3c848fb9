//! "Who can do this?": the people whom the server would obey, and nobody else.

use serde_json::json;
use std::collections::BTreeSet;
use tests::{CASTS, Failure, Somebody, Story, TestApp, faults, no, ok, state, unchanged};

/// The answer on a query: the addresses of the people, looked up in the list.
async fn able(who: &Somebody, query: &str) -> Result<BTreeSet<String>, Failure> {
    let found = ok(who.client.get(&who.at(&format!("/who-can?{query}"))).await?)?.json();
    let everybody = who.everybody().await?;
    let ids: Vec<&str> =
        found["people"].as_array().ok_or("no list")?.iter().filter_map(|p| p["id"].as_str()).collect();
    assert_eq!(found["total"], json!(ids.len()), "{query}");
    let address = |id: &&str| everybody.iter().find(|m| m.id == **id).map(|m| m.email.clone());
    Ok(ids.iter().filter_map(address).collect())
}

fn people(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|a| (*a).to_owned()).collect()
}

/// What only has to be looked at is asked by everybody in turn: who gets an answer is who is named.
#[tokio::test]
async fn explain_who_can_names_exactly_those_whom_the_server_obeys() -> Story {
    let app = TestApp::with_demo().await?;
    for cast in CASTS {
        let chief = Somebody::of(&app, cast.chief, cast.team).await?;
        let rows = [
            ("view-audit", "/audit"),
            ("view-billing", "/billing"),
            ("view-members", "/members"),
            ("manage-integrations", "/webhooks"),
        ];
        let mut obeyed = rows.map(|_| BTreeSet::new());
        let mut asked = 0;
        for email in cast.lowest.iter().chain([&cast.chief]) {
            let them = Somebody::of(&app, email, cast.team).await?;
            asked += 1;
            for ((_, path), all) in rows.iter().zip(&mut obeyed) {
                if them.client.get(&them.at(path)).await?.status.is_success() {
                    all.insert((*email).to_owned());
                } else {
                    all.insert(format!("not {email}"));
                }
            }
        }
        assert!(asked >= 2, "{}: only {asked} people", cast.team);
        for ((action, _), wanted) in rows.iter().zip(&obeyed) {
            let named = able(&chief, &format!("action={action}")).await?;
            for entry in wanted {
                let (email, may) = entry.strip_prefix("not ").map_or((entry.as_str(), true), |e| (e, false));
                assert_eq!(named.contains(email), may, "{}: {action} by {email}", cast.team);
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn explain_who_can_is_about_this_very_member_and_role() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let id = |email: &'static str| {
        let owner = &owner;
        async move { Ok::<_, Failure>(owner.sees(email).await?.id) }
    };
    let (member, boss) = (id("member@jelly.example").await?, id("owner@jelly.example").await?);
    let owners: BTreeSet<String> = owner
        .everybody()
        .await?
        .into_iter()
        .filter(|m| m.role == "owner" && m.status.has_access())
        .map(|m| m.email)
        .collect();
    // Only owners give the owner's role (JY8); nobody else is named.
    assert_eq!(able(&owner, &format!("action=change-role&to=owner&target={member}")).await?, owners);
    let both = able(&owner, &format!("action=change-role&to=admin&target={member}")).await?;
    assert!(both.is_superset(&owners) && both.contains("admin@jelly.example"), "{both:?}");
    assert!(!both.contains("member@jelly.example"));
    // Nobody deactivates themself (JY12), admins no owner (JY8).
    let off = able(&owner, &format!("action=deactivate&target={boss}")).await?;
    assert!(!off.contains("owner@jelly.example") && !off.contains("admin@jelly.example"), "{off:?}");
    // Nobody at all, whoever asks: it is so already.
    assert_eq!(able(&owner, &format!("action=restore&target={member}")).await?, people(&[]));
    // Without a role: to any but the present one.
    let any = able(&owner, &format!("action=change-role&target={member}")).await?;
    assert_eq!(any, both);
    let last = able(&owner, &format!("action=change-role&target={boss}")).await?;
    assert_eq!(last, if owners.len() > 1 { owners.clone() } else { people(&[]) });
    // What the product itself guards.
    assert_eq!(able(&owner, "action=use:billing.view").await?, owners);
    Ok(())
}

/// The list follows: what somebody else lost, they are no longer named for.
#[tokio::test]
async fn explain_who_can_follows_a_change() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    assert!(able(&owner, "action=view-audit").await?.contains("admin@jelly.example"));
    ok(owner.makes("admin@jelly.example", "member").await?)?;
    assert!(!able(&owner, "action=view-audit").await?.contains("admin@jelly.example"));
    Ok(())
}

#[tokio::test]
async fn explain_who_can_is_for_those_who_see_the_member_list() -> Story {
    let app = TestApp::with_demo().await?;
    for (email, team) in [
        ("agent@jetlink.example", "jetlink"),
        ("tyler@juniper.example", "jtek"),
        ("member@voice.example", "voice-agents"),
    ] {
        let who = Somebody::of(&app, email, team).await?;
        let answer = who.client.get(&who.at("/who-can?action=view-audit")).await?;
        assert_eq!(answer.outcome(), no(403, "not-permitted"), "{email}");
        assert!(answer.json().get("people").is_none());
    }
    // A member of Jelly sees the list, and may ask.
    let member = Somebody::of(&app, "member@jelly.example", "jelly").await?;
    assert!(able(&member, "action=view-audit").await?.contains("owner@jelly.example"));
    let nobody = app.client().get("/api/v1/teams/jelly/who-can?action=view-audit").await?;
    assert_eq!(nobody.status.as_u16(), 401);
    Ok(())
}

#[tokio::test]
async fn explain_who_can_refuses_junk_by_its_field_and_knows_no_other_team() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let me = owner.sees("owner@jelly.example").await?.id;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let before = state(&app).await?;
    let rows = [
        ("action=conquer".to_owned(), "action unknown-action"),
        ("action=use:nothing".to_owned(), "action unknown-permission"),
        (format!("action=set-grant&target={me}"), "to required"),
        (format!("action=change-role&to=king&target={me}"), "to unknown-role"),
        (format!("action=set-grant&to=nothing&target={me}"), "to unknown-grant"),
        ("action=view-work&to=nothing".to_owned(), "to unknown-kind"),
        ("action=deactivate".to_owned(), "target required"),
    ];
    for (query, fault) in rows {
        let answer = owner.client.get(&owner.at(&format!("/who-can?{query}"))).await?;
        assert_eq!((answer.status.as_u16(), faults(&answer)), (422, vec![fault.to_owned()]), "{query}");
    }
    let stranger = rachel.everybody().await?.remove(0).id;
    let gone = owner.client.get(&owner.at(&format!("/who-can?action=deactivate&target={stranger}"))).await?;
    assert_eq!(gone.status.as_u16(), 404);
    let outside = owner.client.get(&rachel.at("/who-can?action=view-audit")).await?;
    assert_eq!(outside.status.as_u16(), 404);
    unchanged(&app, &before).await
}

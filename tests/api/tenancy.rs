//! Two teams of one product beside each other (A14).

use serde_json::json;
use std::collections::BTreeSet;
use tests::{Somebody, Story, TestApp, another_team, new_member, no, ok};

/// A second Jelly team whose people look like the first one's, and one person in both.
async fn twins(app: &TestApp) -> Result<(Somebody, Somebody), tests::Failure> {
    another_team(
        app,
        "twin",
        "jelly",
        false,
        &[
            new_member("twin", "boss@twin.example", "Olivia Brandt", "owner"),
            new_member("twin", "mina@twin.example", "Mina Park", "member"),
            new_member("twin", "secret@twin.example", "Zzyzx Onlyhere", "admin"),
            new_member("twin", "arthur@jelly.example", "Arthur Dean", "admin"),
        ],
    )
    .await?;
    Ok((
        Somebody::of(app, "owner@jelly.example", "jelly").await?,
        Somebody::of(app, "boss@twin.example", "twin").await?,
    ))
}

#[tokio::test]
async fn a14_lists_counts_and_search_show_the_own_team_alone() -> Story {
    let app = TestApp::with_demo().await?;
    let (olivia, boss) = twins(&app).await?;
    let ids =
        |people: Vec<shared::api::MemberView>| people.into_iter().map(|m| m.id).collect::<BTreeSet<_>>();
    let (ours, theirs) = (ids(olivia.everybody().await?), ids(boss.everybody().await?));
    assert!(ours.is_disjoint(&theirs) && ours.len() == 11 && theirs.len() == 4);

    for q in ["olivia", "park", "example", "a", "zzyzx", "twin", "onlyhere"] {
        for (who, own) in [(&olivia, &ours), (&boss, &theirs)] {
            let page = who.list(&format!("?q={q}&limit=500")).await?;
            assert_eq!(page.items.len(), page.total as usize, "{q}");
            assert!(
                page.items.iter().all(|m| own.contains(&m.id)),
                "{q} in {} shows another team's",
                who.team
            );
        }
    }
    assert_eq!(olivia.list("?q=zzyzx").await?.total, 0);
    assert_eq!(olivia.list("?q=twin").await?.total, 0);

    let (a, b) = (olivia.team().await?, boss.team().await?);
    assert_eq!((a.counts.active, b.counts.active), (7, 4));
    assert_eq!((a.counts.holders["owner"], b.counts.holders["owner"]), (1, 1));
    assert_eq!(a.policy_hash, b.policy_hash, "the rules are the same, the people are not");

    // What happens here is not told there.
    let before = boss.team().await?.revision;
    ok(olivia.makes("member@jelly.example", "admin").await?)?;
    ok(olivia.tells("zoe@jelly.example", "deactivate").await?)?;
    assert_eq!(boss.team().await?.revision, before);
    assert!(boss.log().await?.is_empty(), "another team's log");
    assert_eq!(boss.team().await?.counts, b.counts);
    Ok(())
}

#[tokio::test]
async fn a14_the_guard_counts_this_teams_owners_only() -> Story {
    let app = TestApp::with_demo().await?;
    let (olivia, boss) = twins(&app).await?;
    // Five owners over there don't make the only one here replaceable.
    for email in ["mina@twin.example", "secret@twin.example"] {
        ok(boss.makes(email, "owner").await?)?;
    }
    assert_eq!(olivia.makes("owner@jelly.example", "admin").await?.outcome(), no(409, "last-holder"));
    Ok(())
}

#[tokio::test]
async fn a14_cursors_and_members_of_one_team_are_worth_nothing_in_the_other() -> Story {
    let app = TestApp::with_demo().await?;
    let (olivia, boss) = twins(&app).await?;
    let theirs = boss.everybody().await?;
    let mut after = boss.list("?limit=1").await?.next;
    let mut seen = 0;
    while let Some(cursor) = after {
        let page = olivia.list(&format!("?limit=1&after={cursor}")).await?;
        assert!(page.items.iter().all(|m| theirs.iter().all(|t| t.id != m.id)));
        seen += 1;
        assert!(seen < 10, "the pages never end");
        after = boss.list(&format!("?limit=1&after={cursor}")).await?.next;
    }
    assert_eq!(seen, 3);
    for m in &theirs {
        let answer = olivia.client.get(&olivia.at(&format!("/members/{}", m.id))).await?;
        assert_eq!(answer.outcome(), no(404, "not-found"));
    }
    Ok(())
}

#[tokio::test]
async fn somebody_in_both_teams_has_each_teams_own_right() -> Story {
    let app = TestApp::with_demo().await?;
    let (olivia, boss) = twins(&app).await?;
    // Arthur is a member in one and an admin in the other.
    let here = Somebody::of(&app, "arthur@jelly.example", "jelly").await?;
    let there = Somebody { client: app.signed_in("arthur@jelly.example").await?, team: "twin".into() };
    ok(there.makes("mina@twin.example", "admin").await?)?;
    let target = olivia.path_of("member@jelly.example", "/role").await?;
    assert_eq!(
        here.client.put(&target, &json!({"role": "admin"})).await?.outcome(),
        no(403, "not-permitted")
    );
    // The other team learns that the account is shared, and nothing more.
    let row = boss.sees("arthur@jelly.example").await?;
    assert!(!row.account.is_plain());
    assert!(!serde_json::to_string(&row)?.contains("\"jelly\""));
    Ok(())
}

#[tokio::test]
async fn account_shared_nobody_sets_the_password_of_somebody_who_is_in_another_team() -> Story {
    let app = TestApp::with_demo().await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let path = voice.path_of("sam@jelly.example", "/password").await?;
    let answer = voice.client.put(&path, &json!({"password": "taken over"})).await?;
    assert_eq!(answer.outcome(), no(409, "account-shared"));
    ok(tests::sign_in(&app, "sam@jelly.example", tests::PASSWORD).await?)?;
    Ok(())
}

#[tokio::test]
async fn removed_from_one_team_the_account_lives_on_in_the_other() -> Story {
    let app = TestApp::with_demo().await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    ok(voice.deletes("sam@jelly.example", None).await?)?;
    let sam = Somebody::of(&app, "sam@jelly.example", "jelly").await?;
    assert_eq!(sam.team().await?.me.name, "Sam Okafor");
    assert_eq!(sam.client.get("/api/v1/teams/voice-agents").await?.outcome(), no(404, "not-found"));
    Ok(())
}

//! Other rules under a running server: whoever is there lives by them from the next request on, and is told at once (A15).

use crate::live::{SOON, listen};
use rolecall::policies::Policies;
use serde_json::json;
use shared::profile::{BUILTIN, load};
use tests::{Came, Failure, Somebody, Story, TestApp, no, ok};

/// The built-in profiles, with `cuts` made in Jelly's text.
fn profiles(cuts: &[(&str, &str)]) -> Result<Policies, Failure> {
    let mut all = Policies::default();
    for (id, text) in BUILTIN {
        let mut text = text.to_owned();
        for (from, to) in cuts.iter().filter(|_| id == "jelly") {
            assert!(text.contains(from), "{from} is not in the profile");
            text = text.replacen(from, to, 1);
        }
        all.add(id, load(id, &text).map_err(|faults| format!("{faults:?}"))?)?;
    }
    Ok(all)
}

const OLIVIA: &str = "owner@jelly.example";
const NOAH: &str = "admin@jelly.example";
const MINA: &str = "member@jelly.example";
/// Admins invite nobody any more; owners, who have what admins have, still do.
const NO_INVITING: [(&str, &str); 2] = [
    ("\"members.invite\", \"members.edit\"", "\"members.edit\""),
    ("\"billing.view\", \"team.delete\"", "\"billing.view\", \"team.delete\", \"members.invite\""),
];

fn invitation() -> serde_json::Value {
    json!({"people": [{"email": "new@paper.example", "fields": {}}], "role": "member"})
}

#[tokio::test]
async fn a15_a_right_that_is_taken_from_a_role_is_gone_with_the_next_request_and_everybody_is_told() -> Story
{
    let app = TestApp::with_demo().await?;
    let noah = Somebody::of(&app, NOAH, "jelly").await?;
    let mina = Somebody::of(&app, MINA, "jelly").await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let (mut hears, mut also, mut other) =
        (listen(&noah).await?, listen(&mina).await?, listen(&rachel).await?);
    let before = noah.team().await?;
    ok(noah.invites(invitation()).await?)?;
    // What was invited is news of its own.
    for live in [&mut hears, &mut also] {
        let told = live.next(SOON).await?;
        assert!(matches!(&told, Came::Event(e) if e["topics"] == json!(["members"])), "{told:?}");
    }

    assert_eq!(app.app.renew(profiles(&NO_INVITING)?)?, ["jelly"]);
    for (live, who) in [(&mut hears, "the admin"), (&mut also, "the member")] {
        let told = live.next(SOON).await?;
        assert!(matches!(&told, Came::Event(e) if e["topics"] == json!(["rules"])), "{who}: {told:?}");
    }
    // Told once, and only where the rules are others.
    assert_eq!(also.next(std::time::Duration::from_millis(500)).await?, Came::Nothing);
    assert_eq!(other.next(std::time::Duration::from_millis(1)).await?, Came::Nothing);

    let refused = noah.invites(invitation()).await?;
    assert_eq!(refused.outcome(), no(403, "not-permitted"));
    let now = noah.team().await?;
    assert_ne!(now.policy_hash, before.policy_hash);
    assert_eq!(refused.header("x-policy-hash"), now.policy_hash, "a refusal says by which rules");
    assert_eq!(refused.header("x-team-revision"), now.revision.to_string());
    let admin = now.profile.roles.get("admin").ok_or("no role")?;
    assert!(!admin.permissions.iter().any(|p| p == "members.invite"));
    Ok(())
}

#[tokio::test]
async fn a15_the_same_files_again_change_nothing_and_tell_nobody() -> Story {
    let app = TestApp::with_demo().await?;
    let noah = Somebody::of(&app, NOAH, "jelly").await?;
    let mut hears = listen(&noah).await?;
    assert_eq!(app.app.renew(profiles(&[])?)?, Vec::<String>::new());
    assert_eq!(hears.next(std::time::Duration::from_millis(500)).await?, Came::Nothing);
    Ok(())
}

#[tokio::test]
async fn a15_rules_that_no_longer_know_what_somebody_may_be_are_not_taken() -> Story {
    let app = TestApp::with_demo().await?;
    let olivia = Somebody::of(&app, OLIVIA, "jelly").await?;
    let before = olivia.team().await?;
    let mut without_jelly = Policies::default();
    for (id, text) in BUILTIN.iter().filter(|(id, _)| *id != "jelly") {
        without_jelly.add(id, load(id, text).map_err(|faults| format!("{faults:?}"))?)?;
    }
    let refused = app.app.renew(without_jelly).err().ok_or("a profile in use was taken away")?.to_string();
    assert_eq!(refused, "profile jelly: the profile is gone, and members may be bound to it");
    // The role under another id: those who hold it would be nobody.
    let renamed = profiles(&[
        ("[roles.admin]", "[roles.manager]"),
        ("includes = \"admin\"", "includes = \"manager\""),
        ("assigns = [\"member\", \"admin\"]", "assigns = [\"member\", \"manager\"]"),
        ("assigns = [\"member\", \"admin\", \"owner\"]", "assigns = [\"member\", \"manager\", \"owner\"]"),
    ])?;
    let refused = app.app.renew(renamed).err().ok_or("a role in use was taken away")?.to_string();
    assert_eq!(refused, "profile jelly: roles.admin is gone, and members may be bound to it");
    assert_eq!(olivia.team().await?.policy_hash, before.policy_hash, "the old ones stay");
    // Another label is no other role.
    app.app.renew(profiles(&[("label = \"Admin\"", "label = \"Manager\"")])?)?;
    assert_eq!(olivia.team().await?.profile.roles.get("admin").map(|r| r.label.as_str()), Some("Manager"));
    Ok(())
}

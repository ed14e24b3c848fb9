//! Live events: where to look again, for those who see it, as long as they may (A13, A14).

use rolecall::config::Config;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::{Came, Failure, Live, Options, Somebody, Story, TestApp, accept, no, ok};

/// Long enough for an event on a busy machine.
pub const SOON: Duration = Duration::from_secs(4);
/// Long enough to say that none comes.
const QUIET: Duration = Duration::from_millis(700);
/// A13.
const WITHIN: Duration = Duration::from_secs(5);

const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";

/// An open stream, after its greeting.
pub async fn listen(who: &Somebody) -> Result<Live, Failure> {
    let mut live = who.client.listen(&who.at("/live"), &[]).await?;
    assert_eq!(live.status.as_u16(), 200);
    match live.next(SOON).await? {
        Came::Event(greeting) if greeting["topics"] == json!([]) => Ok(live),
        other => Err(format!("{other:?}").into()),
    }
}

async fn jtek(app: &TestApp) -> Result<(Somebody, Somebody), Failure> {
    Ok((Somebody::of(app, RACHEL, "jtek").await?, Somebody::of(app, TYLER, "jtek").await?))
}

/// Nothing but the end comes, and soon enough.
async fn ends(mut live: Live, what: &str) -> Story {
    let began = Instant::now();
    loop {
        match live.next(WITHIN).await? {
            Came::End => break,
            Came::Event(event) => assert_eq!(event, Value::Null, "{what}: an event after the end of access"),
            Came::Nothing => return Err(format!("{what}: the stream goes on").into()),
        }
    }
    assert!(began.elapsed() < WITHIN, "{what}");
    Ok(())
}

#[tokio::test]
async fn a13_the_stream_says_where_to_look_and_nothing_else() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, tyler) = jtek(&app).await?;
    let mut live = rachel.client.listen(&rachel.at("/live"), &[("last-event-id", "41")]).await?;
    let header =
        |name: &str| live.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("content-encoding"), "", "an event that waits in a compressor is late");
    let revision = rachel.team().await?.revision;
    let Came::Event(greeting) = live.next(SOON).await? else { return Err("no greeting".into()) };
    assert_eq!(greeting, json!({"revision": revision, "topics": []}), "nothing is replayed");
    ok(rachel.edits(TYLER, json!({"fields": {"first-name": "Ty"}})).await?)?;
    let Came::Event(event) = live.next(SOON).await? else { return Err("no event".into()) };
    assert_eq!(event["topics"], json!(["members"]));
    assert_eq!(event["revision"], json!(rachel.team().await?.revision));
    assert_eq!(event.as_object().map(serde_json::Map::len), Some(2), "{event}");
    // Without a session, and of another team's, there is none.
    let path = rachel.at("/live");
    assert_eq!(app.client().listen(&path, &[]).await?.status.as_u16(), 401);
    let jelly = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    assert_eq!(jelly.client.listen(&path, &[]).await?.status.as_u16(), 404);
    drop(tyler);
    Ok(())
}

#[tokio::test]
async fn a13_that_somebody_has_joined_is_heard_at_once() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    ok(owner.invites_one("new@jelly.example", json!({})).await?)?;
    let token = app.token_for("new@jelly.example").await?;
    let mut live = listen(&owner).await?;
    ok(accept(&app, &token, json!({"name": "New", "password": "long enough"})).await?.1)?;
    assert_eq!(live.topics(SOON).await?, ["members"]);
    assert_eq!(owner.sees("new@jelly.example").await?.status.id(), "active");
    Ok(())
}

#[tokio::test]
async fn a13_other_teams_and_refused_commands_make_no_event() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, tyler) = jtek(&app).await?;
    let mut live = listen(&rachel).await?;
    let jelly = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    ok(jelly.edits("arthur@jelly.example", json!({"fields": {"name": "Art"}})).await?)?;
    let denied = tyler.client.patch(&tyler.at(""), &json!({"name": "Mine"})).await?;
    assert_eq!(denied.outcome(), no(403, "not-permitted"));
    assert_eq!(live.next(QUIET).await?, Came::Nothing);
    Ok(())
}

#[tokio::test]
async fn a14_everybody_hears_of_what_they_see_alone() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, tyler) = jtek(&app).await?;
    let (me, tylers) = (rachel.team().await?.me.id, tyler.team().await?.me.id);
    let setting = rachel.team().await?.profile.settings.iter().next().map(|(id, _)| id.to_owned());
    ok(rachel.client.patch(&rachel.at(""), &json!({"settings": [setting.ok_or("no setting")?]})).await?)?;
    let (mut hers, mut his) = (listen(&rachel).await?, listen(&tyler).await?);

    let make = async |assignee: &str| {
        let body = json!({"title": "Ada", "fields": {}, "assignee": assignee});
        let made = ok(rachel.client.post(&rachel.at("/work/contact"), &body).await?)?.json();
        let id = made["id"].as_str().or(made["item"]["id"].as_str()).unwrap_or_default();
        Ok::<_, Failure>(id.to_owned())
    };
    let item = make(&me).await?;
    assert_eq!(hers.topics(SOON).await?, ["work:contact"]);
    assert_eq!(
        his.next(QUIET).await?,
        Came::Nothing,
        "with the switch on, a user hears of the own work alone"
    );
    let assign = async |to: &str| {
        let body = json!({"to": to, "items": [&item]});
        ok(rachel.client.post(&rachel.at("/work/contact/assign"), &body).await?)
    };
    assign(&tylers).await?;
    assert_eq!(his.topics(SOON).await?, ["notices", "work:contact"], "it comes");
    assign(&me).await?;
    assert_eq!(his.topics(SOON).await?, ["work:contact"], "and goes");
    hers.topics(SOON).await?;
    // Members are for those who see the list; the person concerned looks at themself.
    ok(rachel.edits("natalie@juniper.example", json!({"fields": {"first-name": "Nat"}})).await?)?;
    assert!(hers.topics(SOON).await?.contains(&"members".to_owned()));
    let sees = tyler.client.get(&tyler.at("/members")).await?.status.is_success();
    let heard = his.topics(QUIET).await?;
    assert_eq!(heard.contains(&"members".to_owned()), sees, "{heard:?}");
    ok(rachel.edits(TYLER, json!({"fields": {"first-name": "Ty"}})).await?)?;
    assert!(his.topics(SOON).await?.contains(&"team".to_owned()));
    ok(rachel.client.patch(&rachel.at(""), &json!({"name": "Juniper"})).await?)?;
    assert_eq!(his.topics(SOON).await?, ["team"]);
    Ok(())
}

#[tokio::test]
async fn a13_units_and_resources_are_heard_of_by_those_who_see_them() -> Story {
    let app = TestApp::with_demo().await?;
    let team = "salestrekker-enterprise";
    let owner = Somebody::of(&app, "owner@harbour.example", team).await?;
    let broker = Somebody::of(&app, "broker@harbour.example", team).await?;
    let (mut hers, mut his) = (listen(&owner).await?, listen(&broker).await?);
    ok(owner.client.post(&owner.at("/units"), &json!({"name": "Geelong", "kind": "Branch"})).await?)?;
    assert_eq!(hers.topics(SOON).await?, ["team", "structure"]);
    assert_eq!(his.topics(SOON).await?, ["team"], "units' names are everybody's");
    Ok(())
}

#[tokio::test]
async fn a13_a_removed_deactivated_or_demoted_member_hears_no_more() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let streams = async |email: &str| {
        let who = Somebody::of(&app, email, "jelly").await?;
        let live = listen(&who).await?;
        Ok::<_, Failure>((who, live))
    };
    let (_, live) = streams("zoe@jelly.example").await?;
    ok(owner.makes("zoe@jelly.example", "member").await?)?;
    ends(live, "demoted").await?;
    let (gone, live) = streams("arthur@jelly.example").await?;
    ok(owner.tells("arthur@jelly.example", "deactivate").await?)?;
    ends(live, "deactivated").await?;
    let again = gone.client.listen(&gone.at("/live"), &[]).await?;
    assert_eq!(again.status.as_u16(), 401, "and does not come back");
    let (_, live) = streams("isil@jelly.example").await?;
    let (who, signed_out) = streams("member@jelly.example").await?;
    ok(who.client.delete("/api/v1/session", &json!({})).await?)?;
    ends(signed_out, "signed out: without any event").await?;
    drop(live);
    Ok(())
}

#[tokio::test]
async fn a13_whoever_is_removed_or_reaches_other_things_begins_anew() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let sam = Somebody::of(&app, "sam@jelly.example", "voice-agents").await?;
    let live = listen(&sam).await?;
    ok(admin.deletes("sam@jelly.example", None).await?)?;
    ends(live, "removed").await?;
    let aisha = Somebody::of(&app, "aisha@voice.example", "voice-agents").await?;
    for parts in [json!({"access": ["reception"]}), json!({"grants": []})] {
        let live = listen(&aisha).await?;
        ok(admin.edits("aisha@voice.example", parts.clone()).await?)?;
        ends(live, &parts.to_string()).await?;
    }
    // Another unit, and no longer a managing agent.
    let team = "salestrekker-enterprise";
    let owner = Somebody::of(&app, "owner@harbour.example", team).await?;
    let broker = Somebody::of(&app, "broker@harbour.example", team).await?;
    let agent = Somebody::of(&app, "agent@harbour.example", team).await?;
    let (theirs, his) = (listen(&broker).await?, listen(&agent).await?);
    let unit = owner.path_of("broker@harbour.example", "/unit").await?;
    ok(owner.client.put(&unit, &json!({"unit": "bendigo"})).await?)?;
    ends(theirs, "another unit").await?;
    let standing = owner.path_of("agent@harbour.example", "/standing/managing-agent").await?;
    ok(owner.client.delete(&standing, &json!({"unit": "newcastle"})).await?)?;
    ends(his, "no longer a managing agent").await?;
    Ok(())
}

#[tokio::test]
async fn a13_a_session_that_ends_by_the_clock_ends_its_stream() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, _) = jtek(&app).await?;
    let live = listen(&rachel).await?;
    app.clock.set(tests::START + 31 * 24 * 3_600_000);
    ends(live, "the session's time is over").await
}

#[tokio::test]
async fn a13_a_resumed_stream_replays_nothing_of_what_was_missed() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, tyler) = jtek(&app).await?;
    let live = listen(&rachel).await?;
    drop(live);
    ok(rachel.edits(TYLER, json!({"fields": {"first-name": "Ty"}})).await?)?;
    for id in ["1", "0", "-1", "999999", "x"] {
        let mut live = tyler.client.listen(&tyler.at("/live"), &[("last-event-id", id)]).await?;
        let Came::Event(greeting) = live.next(SOON).await? else { return Err("no greeting".into()) };
        assert_eq!(greeting["topics"], json!([]), "{id}");
        assert_eq!(live.next(QUIET).await?, Came::Nothing, "{id}");
    }
    Ok(())
}

#[tokio::test]
async fn d5_streams_end_when_the_server_stops() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, tyler) = jtek(&app).await?;
    let (one, two) = (listen(&rachel).await?, listen(&tyler).await?);
    app.app.live().close();
    let began = Instant::now();
    ends(one, "stopping").await?;
    ends(two, "stopping").await?;
    assert!(began.elapsed() < Duration::from_secs(1), "at once: {:?}", began.elapsed());
    Ok(())
}

#[tokio::test]
async fn p4_one_person_opens_so_many_streams_and_no_more() -> Story {
    let config = Config { live_check: Duration::from_millis(200), ..Options::default().config };
    let app = TestApp::with(Options { config, demo: Some(20), ..Options::default() }).await?;
    let (rachel, tyler) = jtek(&app).await?;
    let mut open = Vec::new();
    let refused = loop {
        let live = rachel.client.listen(&rachel.at("/live"), &[]).await?;
        if live.status.as_u16() != 200 {
            break live.status.as_u16();
        }
        open.push(live);
        assert!(open.len() < 100, "there is no end to it");
    };
    assert_eq!(refused, 429);
    listen(&tyler).await?;
    drop(open.pop());
    listen(&rachel).await?;
    Ok(())
}

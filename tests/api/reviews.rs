//! Access reviews (VA11): who was away, what was done about it, and the record.

use rolecall::clock::DAY;
use serde_json::{Value, json};
use shared::api::{ReviewDetail, ReviewLine, ReviewView, Reviews};
use tests::{
    Failure, START, Somebody, Story, TestApp, another_team, faults, new_member, no, ok, state, unchanged,
};

const TEAM: &str = "voice-agents";
const ELENA: &str = "admin@voice.example";
const MARCUS: &str = "marcus@voice.example";
const CHLOE: &str = "chloe@voice.example";
const ROSA: &str = "rosa@voice.example";
const THEO: &str = "theo@voice.example";

async fn all(who: &Somebody) -> Result<Reviews, Failure> {
    ok(who.client.get(&who.at("/reviews")).await?)?.read()
}

async fn start(who: &Somebody, days: u32) -> Result<ReviewView, Failure> {
    ok(who.client.post(&who.at("/reviews"), &json!({ "days": days })).await?)?.read()
}

async fn show(who: &Somebody, id: &str) -> Result<ReviewDetail, Failure> {
    ok(who.client.get(&who.at(&format!("/reviews/{id}"))).await?)?.read()
}

/// The answer to a decision: status and code.
async fn says(who: &Somebody, id: &str, member: &str, outcome: &str) -> Result<(u16, String), Failure> {
    let path = who.at(&format!("/reviews/{id}/lines/{member}"));
    Ok(who.client.put(&path, &json!({ "outcome": outcome })).await?.outcome())
}

fn yes() -> (u16, String) {
    (200, String::new())
}

async fn line(who: &Somebody, id: &str, name: &str) -> Result<ReviewLine, Failure> {
    let lines = show(who, id).await?.lines;
    Ok(lines.into_iter().find(|l| l.name == name).ok_or("no such line")?)
}

fn names(detail: &ReviewDetail) -> Vec<&str> {
    detail.lines.iter().map(|l| l.name.as_str()).collect()
}

#[tokio::test]
async fn va11_a_review_takes_the_inactive_as_they_are_at_that_moment() -> Story {
    let app = TestApp::with_demo().await?;
    let elena = Somebody::of(&app, ELENA, TEAM).await?;
    let count = async |days: u32| -> Result<Option<u32>, Failure> {
        let path = elena.at(&format!("/reviews?days={days}"));
        Ok(ok(elena.client.get(&path).await?)?.read::<Reviews>()?.inactive)
    };
    assert_eq!(count(90).await?, Some(3));
    assert_eq!(count(200).await?, Some(2), "who never came counts from the day of joining");
    assert_eq!(count(3_650).await?, Some(0));
    // Invited people count from their invitation: Pedro's was twelve days ago.
    assert_eq!((count(13).await?, count(12).await?), (Some(3), Some(4)));
    assert_eq!(all(&elena).await?.inactive, None, "nobody asked");

    let review = start(&elena, 90).await?;
    assert_eq!((review.days, review.people, review.by.as_str()), (90, 3, "Elena Rossi"));
    assert_eq!((review.started_at, review.closed_at, review.decided()), (START, None, 0));
    let detail = show(&elena, &review.id).await?;
    assert_eq!(names(&detail), ["Theo Lindgren", "Rosa Delgado", "Chloe Martin"], "longest away first");
    let rosa = &detail.lines[1];
    assert_eq!((rosa.role.as_str(), rosa.grants.as_slice()), ("member", &["crm".to_owned()][..]));
    assert_eq!(rosa.access, ["recall", "after-hours"]);
    assert!(rosa.last_active_at.is_some_and(|at| at < START - 200 * DAY));
    assert_eq!((detail.lines[0].last_active_at, rosa.now.as_str()), (None, "kept"));
    assert_eq!(detail.members.len(), 3, "with the rows as they are now");

    // It stays as it was, whatever happens to the person; and says what is true by now.
    ok(elena.edits(ROSA, json!({"grants": []})).await?)?;
    let rosa = line(&elena, &review.id, "Rosa Delgado").await?;
    assert_eq!((rosa.grants, rosa.now.as_str()), (vec!["crm".to_owned()], "reduced"));
    // Whoever comes back is still in it.
    let chloe = Somebody::of(&app, CHLOE, TEAM).await?;
    ok(chloe.client.get(&chloe.at("")).await?)?;
    assert!(line(&elena, &review.id, "Chloe Martin").await?.last_active_at.is_some_and(|at| at < START));
    Ok(())
}

#[tokio::test]
async fn va11_each_outcome_must_be_true() -> Story {
    let app = TestApp::with_demo().await?;
    let elena = Somebody::of(&app, ELENA, TEAM).await?;
    let marcus = Somebody::of(&app, MARCUS, TEAM).await?;
    let review = start(&elena, 90).await?.id;
    let (chloe, rosa, theo) =
        (elena.sees(CHLOE).await?.id, elena.sees(ROSA).await?.id, elena.sees(THEO).await?.id);

    let before = state(&app).await?;
    assert_eq!(says(&elena, &review, &chloe, "reduced").await?, no(409, "not-reduced"));
    assert_eq!(says(&elena, &review, &chloe, "removed").await?, no(409, "not-removed"));
    let at = elena.at(&format!("/reviews/{review}/lines/{chloe}"));
    let odd = elena.client.put(&at, &json!({"outcome": ""})).await?;
    assert_eq!(faults(&odd), ["outcome not-a-choice"]);
    assert_eq!(says(&elena, &review, "nobody", "kept").await?, no(404, "not-found"));
    assert_eq!(says(&elena, "nothing", &chloe, "kept").await?, no(404, "not-found"));
    unchanged(&app, &before).await?;

    // Kept, then thought over: another one reduces it.
    assert_eq!(says(&elena, &review, &chloe, "kept").await?, yes());
    let kept = line(&elena, &review, "Chloe Martin").await?;
    assert_eq!((kept.outcome.as_str(), kept.by.as_str(), kept.at), ("kept", "Elena Rossi", Some(START)));
    ok(marcus.edits(CHLOE, json!({"access": ["intake"]})).await?)?;
    assert_eq!(says(&marcus, &review, &chloe, "reduced").await?, yes());
    let reduced = line(&elena, &review, "Chloe Martin").await?;
    assert_eq!((reduced.outcome.as_str(), reduced.by.as_str()), ("reduced", "Marcus Webb"));
    // One thing taken and another given is not less.
    ok(elena.edits(THEO, json!({"grants": ["crm"]})).await?)?;
    assert_eq!(says(&elena, &review, &theo, "reduced").await?, no(409, "not-reduced"));

    ok(elena.deletes(ROSA, None).await?)?;
    assert_eq!(says(&elena, &review, &rosa, "kept").await?, no(409, "not-kept"));
    assert_eq!(says(&elena, &review, &rosa, "reduced").await?, no(409, "not-reduced"));
    assert_eq!(says(&elena, &review, &rosa, "removed").await?, yes());
    let view = &all(&elena).await?.items[0];
    assert_eq!((view.kept, view.reduced, view.removed, view.undecided()), (0, 1, 1, 1));

    let log = elena.log().await?;
    let told: Vec<(&str, &str)> = log
        .iter()
        .filter(|e| e["action"] == "review-access")
        .map(|e| (e["target"].as_str().unwrap_or(""), e["detail"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(
        told[..4],
        [
            ("Rosa Delgado", "removed"),
            ("Chloe Martin", "reduced"),
            ("Chloe Martin", "kept"),
            ("", "started: 3 people, 90 days")
        ]
    );
    Ok(())
}

#[tokio::test]
async fn va11_nobody_decides_about_themself() -> Story {
    let app = TestApp::with_demo().await?;
    let elena = Somebody::of(&app, ELENA, TEAM).await?;
    let marcus = Somebody::of(&app, MARCUS, TEAM).await?;
    let review = start(&elena, 0).await?;
    assert_eq!(review.people, 10, "nought days take everybody");
    let (me, him) = (elena.team().await?.me.id, elena.sees(MARCUS).await?.id);
    for outcome in ["kept", "reduced", "removed"] {
        assert_eq!(says(&elena, &review.id, &me, outcome).await?, no(409, "self-action"), "{outcome}");
    }
    let log = elena.log().await?;
    assert_eq!((&log[0]["denial"], &log[0]["target"]), (&json!("self-action"), &json!("Elena Rossi")));
    assert_eq!(says(&elena, &review.id, &him, "kept").await?, yes());
    assert_eq!(says(&marcus, &review.id, &me, "kept").await?, yes());
    // A weaker role is less, with whatever comes along.
    ok(elena.makes(MARCUS, "member").await?)?;
    assert_eq!(says(&elena, &review.id, &him, "reduced").await?, yes());
    assert_eq!(
        marcus.client.get(&marcus.at("/reviews")).await?.outcome(),
        no(403, "not-permitted"),
        "from then on he reviews nothing"
    );
    Ok(())
}

#[tokio::test]
async fn va11_a_closed_review_is_a_record() -> Story {
    let app = TestApp::with_demo().await?;
    let elena = Somebody::of(&app, ELENA, TEAM).await?;
    let review = start(&elena, 90).await?.id;
    let (chloe, rosa) = (elena.sees(CHLOE).await?.id, elena.sees(ROSA).await?.id);
    assert_eq!(says(&elena, &review, &chloe, "kept").await?, yes());
    ok(elena.deletes(ROSA, None).await?)?;
    assert_eq!(says(&elena, &review, &rosa, "removed").await?, yes());

    // Whoever closes it says how many lines stay open; a number of yesterday closes nothing.
    let path = elena.at(&format!("/reviews/{review}/close"));
    let close = async |n: u32| elena.client.post(&path, &json!({ "undecided": n })).await;
    let before = state(&app).await?;
    for n in [0, 2] {
        let answer = close(n).await?;
        assert_eq!(answer.outcome(), no(409, "review-undecided"));
        assert_eq!(answer.json()["detail"], "undecided: 1");
    }
    unchanged(&app, &before).await?;
    let closed: ReviewView = ok(close(1).await?)?.read()?;
    assert_eq!((closed.closed_at, closed.undecided()), (Some(START), 1));

    let before = state(&app).await?;
    assert_eq!(close(1).await?.outcome(), no(409, "review-closed"));
    assert_eq!(says(&elena, &review, &chloe, "kept").await?, no(409, "review-closed"));
    unchanged(&app, &before).await?;

    // Even when nobody of it is left.
    ok(elena.deletes(CHLOE, None).await?)?;
    let record = show(&elena, &review).await?;
    assert_eq!(names(&record), ["Theo Lindgren", "Rosa Delgado", "Chloe Martin"]);
    let outcomes: Vec<&str> = record.lines.iter().map(|l| l.outcome.as_str()).collect();
    assert_eq!(outcomes, ["", "removed", "kept"]);
    assert!(record.members.is_empty() && record.lines.iter().all(|l| l.now.is_empty()));
    assert!(!tests::everything(&app).await?.lines().any(|l| l.starts_with("review") && l.contains(CHLOE)));

    let sheet = ok(elena.client.get(&elena.at(&format!("/reviews/{review}/export.csv"))).await?)?;
    let text = String::from_utf8(sheet.bytes.clone())?;
    let rows: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows[0], "Name,Role,Switches,Agents,Last active,Outcome,Decided by,Decided at (UTC)");
    assert_eq!(rows[1], "Theo Lindgren,Member,Can view billable minutes,,never,not decided,,");
    assert!(
        rows[2].starts_with("Rosa Delgado,Member,Can access CRM,Recall reminders; After hours,"),
        "{text}"
    );
    assert!(rows[2].contains(",removed,Elena Rossi,"));
    assert_eq!(rows.len(), 4);
    Ok(())
}

#[tokio::test]
async fn va11_one_review_at_a_time_also_when_two_begin_at_once() -> Story {
    let app = TestApp::with_demo().await?;
    let elena = Somebody::of(&app, ELENA, TEAM).await?;
    let marcus = Somebody::of(&app, MARCUS, TEAM).await?;
    let body = json!({"days": 90});
    let path = elena.at("/reviews");
    let (a, b) = tokio::join!(elena.client.post(&path, &body), marcus.client.post(&path, &body));
    let mut both = [a?.outcome(), b?.outcome()];
    both.sort();
    assert_eq!(both, [(201, String::new()), no(409, "review-open")]);
    let open: Vec<ReviewView> =
        all(&elena).await?.items.into_iter().filter(|r| r.closed_at.is_none()).collect();
    assert_eq!(open.len(), 1);

    // Both decide about the same line: the later one stands, and the log has both.
    let (id, chloe) = (open[0].id.clone(), elena.sees(CHLOE).await?.id);
    ok(elena.edits(CHLOE, json!({"grants": []})).await?)?;
    let (a, b) = tokio::join!(says(&elena, &id, &chloe, "reduced"), says(&marcus, &id, &chloe, "kept"));
    assert_eq!((a?, b?), (yes(), yes()));
    let stands = line(&elena, &id, "Chloe Martin").await?;
    let last = elena.log().await?;
    assert_eq!((&last[0]["detail"], &last[0]["actor"]), (&json!(stands.outcome), &json!(stands.by)));
    // One closes while the other decides: a closed one is not written any more.
    let close = json!({"undecided": 2});
    let at = marcus.at(&format!("/reviews/{id}/close"));
    let (closed, _) = tokio::join!(marcus.client.post(&at, &close), says(&elena, &id, &chloe, "kept"));
    ok(closed?)?;
    assert_eq!(says(&elena, &id, &chloe, "kept").await?, no(409, "review-closed"));
    assert_eq!(start(&elena, 90).await?.people, 3, "and the next one may begin");
    Ok(())
}

#[tokio::test]
async fn va11_bad_days_are_refused_by_their_field() -> Story {
    let app = TestApp::with_demo().await?;
    let elena = Somebody::of(&app, ELENA, TEAM).await?;
    let before = state(&app).await?;
    let path = elena.at("/reviews");
    assert_eq!(faults(&elena.client.post(&path, &json!({"days": 3_651})).await?), ["days out-of-range"]);
    for days in [json!(-1), json!(1.5), json!("90"), Value::Null, json!(5_000_000_000_i64)] {
        let answer = elena.client.post(&path, &json!({ "days": days })).await?;
        assert_eq!(answer.outcome().0, 422, "{days}");
    }
    assert_eq!(faults(&elena.client.get(&elena.at("/reviews?days=3651")).await?), ["days out-of-range"]);
    unchanged(&app, &before).await?;
    // Nobody in it is a record as well.
    let empty = start(&elena, 3_650).await?;
    assert_eq!(empty.people, 0);
    let path = elena.at(&format!("/reviews/{}/close", empty.id));
    ok(elena.client.post(&path, &json!({"undecided": 0})).await?)?;
    Ok(())
}

#[tokio::test]
async fn va11_only_who_may_review_does_and_only_in_the_own_team() -> Story {
    let app = TestApp::with_demo().await?;
    another_team(
        &app,
        "twin",
        TEAM,
        false,
        &[
            new_member("twin", "boss@twin.example", "Boss", "administrator"),
            new_member("twin", "away@twin.example", "Away", "member"),
        ],
    )
    .await?;
    let elena = Somebody::of(&app, ELENA, TEAM).await?;
    let boss = Somebody::of(&app, "boss@twin.example", "twin").await?;
    let review = start(&elena, 90).await?.id;
    let chloe = elena.sees(CHLOE).await?.id;

    assert!(all(&boss).await?.items.is_empty());
    let before = state(&app).await?;
    for path in [format!("/reviews/{review}"), format!("/reviews/{review}/export.csv")] {
        assert_eq!(boss.client.get(&boss.at(&path)).await?.outcome(), no(404, "not-found"));
    }
    assert_eq!(says(&boss, &review, &chloe, "kept").await?, no(404, "not-found"));
    let close = boss.at(&format!("/reviews/{review}/close"));
    assert_eq!(boss.client.post(&close, &json!({"undecided": 3})).await?.outcome(), no(404, "not-found"));
    unchanged(&app, &before).await?;
    // The open one of the other team stands in nobody's way.
    assert_eq!(start(&boss, 0).await?.people, 2);

    // A member without the right, and products that have no review.
    for (email, team) in
        [("member@voice.example", TEAM), ("owner@jelly.example", "jelly"), ("rachel@juniper.example", "jtek")]
    {
        let who = Somebody::of(&app, email, team).await?;
        assert_eq!(who.client.get(&who.at("/reviews")).await?.outcome(), no(403, "not-permitted"), "{email}");
        let began = who.client.post(&who.at("/reviews"), &json!({"days": 90})).await?;
        assert_eq!(began.outcome(), no(403, "not-permitted"), "{email}");
        assert_eq!(says(&who, &review, &chloe, "kept").await?, no(403, "not-permitted"), "{email}");
    }
    Ok(())
}

#[tokio::test]
async fn va11_the_demo_shows_the_record_of_a_review() -> Story {
    let app = TestApp::with_demo().await?;
    let elena = Somebody::of(&app, ELENA, TEAM).await?;
    let past = all(&elena).await?.items;
    assert_eq!(past.len(), 1);
    assert_eq!((past[0].kept, past[0].reduced, past[0].removed, past[0].undecided()), (1, 1, 2, 0));
    assert!(past[0].closed_at.is_some_and(|at| at < START - 90 * DAY));
    let record = show(&elena, &past[0].id).await?;
    assert!(record.lines.iter().any(|l| l.name == "Hugo Bauer" && l.outcome == "removed"));
    Ok(())
}

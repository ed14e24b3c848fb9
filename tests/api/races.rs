//! At the same instant: two who give the same work away, a successor who goes while they inherit, senders who come
//! together, an import whose receiver is deleted. One outcome, and nothing is left behind (A10, A17).

use crate::stage::{Item, Stage};
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use tests::{Answer, Client, Failure, Somebody, Story, TestApp, another_team, asked, new_member, ok};

/// Whose the team's items are: how many each, and nobody's under an empty name.
async fn owners(app: &TestApp, team: &str) -> Result<BTreeMap<String, u64>, Failure> {
    let sql = format!(
        "SELECT json_array(ifnull(w.assignee, ''), count(*)) FROM work w WHERE w.team_id = '{team}' AND (w.batch IS NULL OR \
         w.batch IN (SELECT id FROM import WHERE state = 'done')) GROUP BY w.assignee"
    );
    let rows = asked(app, &sql).await?;
    Ok(rows
        .iter()
        .map(|r| (r[0].as_str().unwrap_or_default().to_owned(), r[1].as_u64().unwrap_or(0)))
        .collect())
}

/// The tally says the same as the items, and no item points at nobody.
async fn whole(app: &TestApp, team: &str) -> Story {
    let tally = format!(
        "SELECT json_array(assignee, sum(n)) FROM work_tally WHERE team_id = '{team}' AND n > 0 GROUP BY assignee"
    );
    let rows = asked(app, &tally).await?;
    let told: BTreeMap<String, u64> = rows
        .iter()
        .map(|r| (r[0].as_str().unwrap_or_default().to_owned(), r[1].as_u64().unwrap_or(0)))
        .collect();
    assert_eq!(told, owners(app, team).await?, "the tally");
    let lost = asked(
        app,
        "SELECT json_array(w.id) FROM work w LEFT JOIN member m ON m.id = w.assignee WHERE w.assignee IS NOT NULL AND m.id IS NULL",
    )
    .await?;
    assert!(lost.is_empty(), "{} items of nobody known", lost.len());
    Ok(())
}

/// A salestrekker team: two owners, a leaver with work, two who can inherit it.
struct Firm {
    app: TestApp,
    owners: [Somebody; 2],
    leaver: String,
    heirs: [String; 2],
    n: u64,
}

async fn firm() -> Result<Firm, Failure> {
    let app = TestApp::new().await?;
    let person = |name: &str, role: &str| new_member("firm", &format!("{name}@firm.example"), name, role);
    let mut people = vec![person("first", "system-admin"), person("second", "system-admin")];
    for p in &mut people {
        p.standing = vec!["organization-owner".into()];
    }
    people.extend([person("leaver", "broker"), person("left", "broker"), person("right", "broker")]);
    another_team(&app, "firm", "salestrekker", false, &people).await?;
    let owners = [
        Somebody::of(&app, "first@firm.example", "firm").await?,
        Somebody::of(&app, "second@firm.example", "firm").await?,
    ];
    let id = |n: usize| people[n].id.clone();
    let mut n = 0;
    for kind in ["contact", "deal", "task", "note"] {
        for at in 0..15 {
            let body = json!({"title": format!("{kind} {at}"), "assignee": id(2)});
            ok(owners[0].client.post(&owners[0].at(&format!("/work/{kind}")), &body).await?)?;
            n += 1;
        }
    }
    Ok(Firm { app, leaver: id(2), heirs: [id(3), id(4)], n, owners })
}

impl Firm {
    async fn delete(&self, by: usize, who: &str, heir: &str) -> Result<Answer, Failure> {
        let by = &self.owners[by];
        by.client.delete(&by.at(&format!("/members/{who}")), &json!({"successor": heir})).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a10_st10_two_successors_at_the_same_instant_one_gets_everything() -> Story {
    for _ in 0..5 {
        let firm = firm().await?;
        let (a, b) = tokio::join!(
            firm.delete(0, &firm.leaver, &firm.heirs[0]),
            firm.delete(1, &firm.leaver, &firm.heirs[1])
        );
        let (a, b) = (a?, b?);
        let winner = match (a.status.is_success(), b.status.is_success()) {
            (true, false) => &firm.heirs[0],
            (false, true) => &firm.heirs[1],
            both => return Err(format!("{both:?} {:?} {:?}", a.outcome(), b.outcome()).into()),
        };
        let loser = if a.status.is_success() { b } else { a };
        assert_eq!(loser.outcome(), (404, "not-found".into()), "the leaver is gone");
        assert_eq!(owners(&firm.app, "firm").await?, [(winner.clone(), firm.n)].into());
        whole(&firm.app, "firm").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a17_a_successor_who_goes_during_the_transfer_gets_nothing_or_passes_it_on() -> Story {
    for round in 0..6 {
        let firm = firm().await?;
        let [left, right] = &firm.heirs;
        let inherit = firm.delete(0, &firm.leaver, left);
        let go = firm.delete(1, left, right);
        let (inherited, gone) = if round % 2 == 0 {
            tokio::join!(inherit, go)
        } else {
            let (g, i) = tokio::join!(go, inherit);
            (i, g)
        };
        let (inherited, gone) = (inherited?, gone?);
        ok(gone)?;
        let now = owners(&firm.app, "firm").await?;
        if inherited.status.is_success() {
            // First the one, then the other: all of it has gone on to the right.
            assert_eq!(now, [(right.clone(), firm.n)].into());
        } else {
            // The successor went first: all is rolled back, the leaver is still there with everything.
            assert_eq!(inherited.outcome(), (409, "successor-invalid".into()));
            assert_eq!(now, [(firm.leaver.clone(), firm.n)].into());
            ok(firm.delete(0, &firm.leaver, right).await?)?;
        }
        whole(&firm.app, "firm").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a17_a_successor_who_is_disabled_at_that_instant_is_none() -> Story {
    for _ in 0..5 {
        let firm = firm().await?;
        let left = &firm.heirs[0];
        let by = &firm.owners[1];
        let path = by.at(&format!("/members/{left}/deactivate"));
        let nothing = json!({});
        let (inherited, gone) =
            tokio::join!(firm.delete(0, &firm.leaver, left), by.client.post(&path, &nothing));
        ok(gone?)?;
        let inherited = inherited?;
        let holder = if inherited.status.is_success() {
            left // in time; what is theirs stays under the name (ST11)
        } else {
            assert_eq!(inherited.outcome(), (409, "successor-invalid".into()));
            &firm.leaver
        };
        assert_eq!(owners(&firm.app, "firm").await?, [(holder.clone(), firm.n)].into());
        whole(&firm.app, "firm").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a10_jt14_many_hands_on_the_same_items_leave_each_with_one() -> Story {
    let app = Arc::new(TestApp::new().await?);
    let stage = Stage::set(&app, "jtek", 4).await?;
    let contacts: Vec<_> =
        stage.items.iter().filter(|i| i.kind == "contact").map(|i: &Item| i.id.clone()).collect();
    let people: Vec<_> = stage.people.iter().map(|p| p.id.clone()).collect();
    let browser = Arc::new(app.signed_in(&stage.people[0].email).await?);
    let path = stage.chief.at("/work/contact/assign");
    let mut tasks = Vec::new();
    for n in 0..24 {
        let (browser, path) = (Arc::clone(&browser), path.clone());
        let body = match n % 3 {
            0 => json!({"to": people[n % people.len()], "items": contacts}),
            1 => {
                json!({"to": people[n % people.len()], "filter": {"assignee": people[(n + 1) % people.len()]}})
            }
            _ => json!({"to": null, "filter": {"q": "zebra"}}),
        };
        tasks.push(tokio::spawn(async move { browser.post(&path, &body).await }));
    }
    for task in tasks {
        ok(task.await??)?;
    }
    let total: u64 = owners(&app, &stage.chief.team).await?.values().sum();
    assert_eq!(total, stage.items.len() as u64);
    whole(&app, &stage.chief.team).await?;
    let gaps = asked(
        &app,
        "SELECT json_array(item) FROM (SELECT e.item, e.kind, e.from_id, lag(e.to_id) OVER (PARTITION BY e.item ORDER BY e.id) \
         AS before FROM work_event e WHERE e.kind IN ('made', 'assigned')) WHERE kind = 'assigned' AND from_id IS NOT before",
    )
    .await?;
    assert!(gaps.is_empty(), "{} gaps in histories", gaps.len());
    Ok(())
}

async fn send(program: &Client, secret: &str, body: &Value) -> Result<Answer, Failure> {
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    program.send(Method::POST, "/api/v1/intake", Some(body.to_string().into_bytes()), &headers).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn jt11_leads_and_people_who_come_and_go_at_the_same_instant() -> Story {
    let app = Arc::new(TestApp::new().await?);
    let stage = Stage::set(&app, "jtek", 0).await?;
    let (una, ulf, gone) = (&stage.people[1], &stage.people[2], &stage.people[3]);
    let members = json!([una.id, ulf.id, gone.id]);
    stage.made("/automations", &json!({"name": "Leads", "members": members})).await?;
    let made = ok(stage.chief.client.post(&stage.chief.at("/keys"), &json!({"name": "Form"})).await?)?.json();
    let secret = made["secret"].as_str().ok_or("no secret")?.to_owned();
    let program = Arc::new(app.client());
    let burst = async |n: usize, name: &str| -> Story {
        let mut tasks = Vec::new();
        for at in 0..n {
            let (program, secret) = (Arc::clone(&program), secret.clone());
            let body = json!({"title": format!("{name} {at}"), "once": format!("{name}-{}", at / 2)});
            tasks.push(tokio::spawn(async move { send(&program, &secret, &body).await }));
        }
        for task in tasks {
            ok(task.await??)?;
        }
        Ok(())
    };
    // Each lead is sent twice at once, and comes once: thirty of them, ten to each.
    burst(60, "early").await?;
    let now = owners(&app, &stage.chief.team).await?;
    assert_eq!(now, [(una.id.clone(), 10), (ulf.id.clone(), 10), (gone.id.clone(), 10)].into());
    // One of the three goes while thirty more come in: nobody's work is lost, and the others share the rest evenly.
    let path = stage.chief.at(&format!("/members/{}", gone.id));
    let body = json!({"successor": una.id});
    let (burst, deleted) = tokio::join!(burst(60, "late"), stage.chief.client.delete(&path, &body));
    burst?;
    ok(deleted?)?;
    let now = owners(&app, &stage.chief.team).await?;
    assert_eq!(now.values().sum::<u64>(), 60, "{now:?}");
    assert_eq!(now.len(), 2, "only those who are there have any: {now:?}");
    whole(&app, &stage.chief.team).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn jt9_a_receiver_who_is_deleted_during_the_import_gets_nothing() -> Story {
    let app = Arc::new(TestApp::new().await?);
    for round in 0..4_u64 {
        let team = format!("imp{round}");
        let person =
            |name: &str, role: &str| new_member(&team, &format!("{name}@{team}.example"), name, role);
        let people = [person("chief", "admin"), person("una", "user"), person("ulf", "user")];
        another_team(&app, &team, "jtek", false, &people).await?;
        let chief = Somebody::of(&app, &format!("chief@{team}.example"), &team).await?;
        let mut csv = String::from("Name\n");
        (0..6_000).for_each(|n| csv.push_str(&format!("Lead {n}\n")));
        let headers = [("origin", tests::ORIGIN), ("content-type", "text/csv")];
        let path = chief.at("/work/contact/imports?file=leads.csv");
        let import =
            ok(chief.client.send(Method::POST, &path, Some(csv.into_bytes()), &headers).await?)?.json();
        let import = import["id"].as_str().ok_or("no id")?.to_owned();
        let plan = json!({"columns": ["title"], "to": people[1].id});
        ok(chief.client.post(&chief.at(&format!("/imports/{import}/start")), &plan).await?)?;
        tokio::time::sleep(std::time::Duration::from_millis(round * 30)).await;
        let path = chief.at(&format!("/members/{}", people[1].id));
        ok(chief.client.delete(&path, &json!({"successor": people[2].id})).await?)?;
        let state = loop {
            let now = ok(chief.client.get(&chief.at(&format!("/imports/{import}"))).await?)?.json();
            if now["state"] != "running" {
                break now;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        };
        let now = owners(&app, &team).await?;
        match state["state"].as_str() {
            // In before the deletion: with everything else it went to the successor.
            Some("done") => assert_eq!(now, [(people[2].id.clone(), 6_000)].into(), "{state}"),
            // Or not in at all.
            _ => assert_eq!(now, BTreeMap::new(), "{state}"),
        }
        whole(&app, &team).await?;
    }
    Ok(())
}

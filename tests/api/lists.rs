//! Pages, order, search, filters.

use serde_json::json;
use shared::api::MemberView;
use std::collections::BTreeSet;
use tests::{Options, Somebody, Story, TestApp, faults, no, ok};

async fn crowd(size: u32) -> Result<(TestApp, Somebody), tests::Failure> {
    let app = TestApp::with(Options { demo: Some(size), ..Options::default() }).await?;
    let admin = Somebody::of(&app, "admin@jetlink.example", "jetlink").await?;
    Ok((app, admin))
}

async fn walk(who: &Somebody, query: &str) -> Result<Vec<MemberView>, tests::Failure> {
    let (mut all, mut after) = (Vec::new(), None::<String>);
    loop {
        let more = after.as_deref().map_or_else(String::new, |a| format!("&after={a}"));
        let page = who.list(&format!("?{query}{more}")).await.map_err(|e| format!("{query}{more}: {e}"))?;
        all.extend(page.items);
        assert!(all.len() < 10_000, "{query}: the pages never end");
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(all),
        }
    }
}

#[tokio::test]
async fn pages_hold_every_row_exactly_once_in_each_order() -> Story {
    let (_app, admin) = crowd(230).await?;
    for sort in ["name", "last-active", "newest"] {
        for limit in [1, 7, 100, 500] {
            // One by one is slow, and its end is like that of seven.
            let query = if limit == 1 {
                format!("sort={sort}&limit=1&q=selin")
            } else {
                format!("sort={sort}&limit={limit}")
            };
            let all = walk(&admin, &query).await?;
            let ids: BTreeSet<_> = all.iter().map(|m| m.id.as_str()).collect();
            assert_eq!(ids.len(), all.len(), "{query}: a row came twice");
            let total = admin.list(&format!("?{query}")).await?.total as usize;
            assert_eq!(all.len(), total, "{query}");
            if limit > 1 {
                assert_eq!(total, 230);
            }
            let sorted = match sort {
                "name" => all.is_sorted_by_key(|m| rolecall::fold::fold(&m.name)),
                "last-active" => all.is_sorted_by_key(|m| m.last_active_at.unwrap_or(0)),
                _ => all.is_sorted_by_key(|m| std::cmp::Reverse(m.invited_at)),
            };
            assert!(sorted, "{query} is out of order");
        }
    }
    Ok(())
}

#[tokio::test]
async fn rows_that_come_while_somebody_turns_pages_make_no_row_appear_twice_or_never() -> Story {
    for sort in ["name", "last-active", "newest"] {
        let (_app, admin) = crowd(60).await?;
        let before: BTreeSet<String> = admin.everybody().await?.into_iter().map(|m| m.id).collect();
        let (mut seen, mut after, mut n) = (Vec::new(), None::<String>, 0);
        loop {
            let more = after.as_deref().map_or_else(String::new, |a| format!("&after={a}"));
            let page = admin.list(&format!("?sort={sort}&limit=9{more}")).await?;
            seen.extend(page.items.into_iter().map(|m| m.id));
            // Somebody at the very beginning, somebody at the very end.
            for first in ["Aaaaa", "Zzzzz"] {
                let request = json!({"people": [{"email": format!("{first}{n}@jetlink.example"),
                    "fields": {"first-name": first, "last-name": "New"}}], "role": "reporter"});
                ok(admin.invites(request).await?)?;
            }
            n += 1;
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
            assert!(n < 60, "{sort}: the pages never end");
        }
        let unique: BTreeSet<String> = seen.iter().cloned().collect();
        assert_eq!(unique.len(), seen.len(), "{sort}: a row came twice");
        assert!(before.is_subset(&unique), "{sort}: a row that was there all the time never came");
    }
    Ok(())
}

#[tokio::test]
async fn va10_search_finds_by_the_beginning_of_words_whatever_case_and_accents() -> Story {
    let app = TestApp::with_demo().await?;
    let jelly = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let sales = Somebody::of(&app, "owner@salestrekker.example", "salestrekker").await?;
    for (who, q, wanted) in [
        (&voice, "ai", vec!["aisha@voice.example"]),
        (&voice, "AISHA", vec!["aisha@voice.example"]),
        (&voice, "kh", vec!["aisha@voice.example"]),
        (&voice, "khan%20ai", vec!["aisha@voice.example"]),
        (&voice, "ssi", vec![]),
        (&voice, "marcus@voice", vec!["marcus@voice.example"]),
        (&jelly, "isil", vec!["isil@jelly.example"]),
        (&jelly, "I%C5%9F%C4%B1l", vec!["isil@jelly.example"]),
        (&jelly, "zoe", vec!["zoe@jelly.example"]),
        (&jelly, "ZO%C3%8B", vec!["zoe@jelly.example"]),
        (&jelly, "%20%20zoe%20%20lamb%20", vec!["zoe@jelly.example"]),
        (&jelly, "hannah", vec!["hannah@jelly.example"]),
        (&jelly, "%25", vec![]),
        (&jelly, "_", vec![]),
        (&jelly, "'%20OR%201=1--", vec![]),
        (&sales, "petrovic", vec!["admin@salestrekker.example"]),
    ] {
        let page = who.list(&format!("?q={q}")).await?;
        let found: Vec<&str> = page.items.iter().map(|m| m.email.as_str()).collect();
        assert_eq!(found, wanted, "{q}");
        assert_eq!(page.total as usize, wanted.len(), "{q}");
    }
    assert_eq!(jelly.list("?q=").await?.total, 11);
    assert_eq!(jelly.list("?q=%20%20").await?.total, 11);
    Ok(())
}

#[tokio::test]
async fn filters_narrow_and_agree_with_the_counts() -> Story {
    let (_app, admin) = crowd(230).await?;
    let counts = admin.team().await?.counts;
    let all = admin.everybody().await?;
    for (status, n) in
        [("active", counts.active), ("pending", counts.pending), ("deactivated", counts.deactivated)]
    {
        let page = admin.list(&format!("?status={status}&limit=500")).await?;
        assert_eq!((page.total, page.items.len()), (n, n as usize), "{status}");
        assert!(n > 0 && page.items.iter().all(|m| m.status.id() == status));
    }
    for role in ["admin", "agent", "reporter", "jetbot-trainer"] {
        let here = all.iter().filter(|m| m.role == role).count();
        let page = admin.list(&format!("?role={role}&limit=500")).await?;
        assert_eq!((page.total as usize, page.items.len()), (here, here), "{role}");
        let living = all.iter().filter(|m| m.role == role && m.status.id() != "deactivated").count();
        assert_eq!(counts.roles.get(role).copied().unwrap_or(0) as usize, living, "{role}");
    }
    let both = admin.list("?role=agent&status=pending&q=a&limit=500").await?;
    assert!(both.items.iter().all(|m| m.role == "agent" && m.status.id() == "pending"));
    assert_eq!(both.items.len(), both.total as usize);
    Ok(())
}

#[tokio::test]
async fn an_addition_is_a_filter_like_a_role() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@salestrekker.example", "salestrekker").await?;
    let mentors = owner.list("?role=mentor").await?;
    assert_eq!((mentors.total, mentors.items.len()), (1, 1));
    // A main role and an addition share this id.
    let admins = owner.list("?role=system-admin").await?;
    assert_eq!((admins.total, admins.items.len()), (3, 3));
    Ok(())
}

#[tokio::test]
async fn queries_that_make_no_sense_are_422_and_name_the_part() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let other = rachel.list("?limit=1&sort=newest").await?.next.unwrap_or_default();
    for (query, fault) in [
        ("limit=0".to_owned(), "limit out-of-range"),
        ("limit=501".into(), "limit out-of-range"),
        ("after=nonsense".into(), "after invalid"),
        ("after=".into(), "after invalid"),
        ("after=%00%ff".into(), "after invalid"),
        (format!("after={other}"), "after invalid"),
        ("status=expired".into(), "status unknown-status"),
        ("status=gone".into(), "status unknown-status"),
        ("role=owner".into(), "role unknown-role"),
        (format!("q={}", "a".repeat(401)), "q too-long"),
    ] {
        let answer = rachel.client.get(&rachel.at(&format!("/members?{query}"))).await?;
        assert_eq!(answer.outcome(), no(422, "invalid-fields"), "{query}");
        if !query.contains("%ff") {
            assert_eq!(faults(&answer), [fault], "{query}");
        }
    }
    for query in ["limit=-1", "limit=x", "limit=99999999999", "sort=size", "nonsense=1", "limit=1&limit=2"] {
        let answer = rachel.client.get(&rachel.at(&format!("/members?{query}"))).await?;
        assert_eq!(answer.outcome(), no(422, "invalid-fields"), "{query}");
    }
    assert_eq!(rachel.client.get(&rachel.at("/audit?after=x")).await?.outcome(), no(422, "invalid-fields"));
    Ok(())
}

#[tokio::test]
async fn every_answer_about_a_team_carries_its_rules_and_its_revision() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let view = rachel.team().await?;
    for path in ["", "/members", "/audit"] {
        let answer = rachel.client.get(&rachel.at(path)).await?;
        assert_eq!(answer.header("x-policy-hash"), view.policy_hash, "{path}");
        assert_eq!(answer.header("x-team-revision"), view.revision.to_string(), "{path}");
    }
    let write = ok(rachel.tells("tyler@juniper.example", "deactivate").await?)?;
    assert_eq!(write.header("x-team-revision"), (view.revision + 1).to_string());
    assert_eq!(write.json()["revision"], view.revision + 1);
    assert_eq!(rachel.team().await?.revision, view.revision + 1);
    Ok(())
}

#[tokio::test]
async fn the_log_is_read_page_by_page_newest_first() -> Story {
    let app = TestApp::with_demo().await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    for n in 0..130 {
        ok(voice.invites_one(&format!("p{n}@x.example"), json!({"name": format!("P {n}")})).await?)?;
    }
    let first = voice.client.get(&voice.at("/audit")).await?.json();
    let items = first["items"].as_array().cloned().unwrap_or_default();
    assert_eq!(items.len(), 100);
    assert_eq!(items[0]["target"], "p129@x.example");
    let second = voice.client.get(&voice.at(&format!("/audit?after={}", first["next"]))).await?.json();
    let rest = second["items"].as_array().cloned().unwrap_or_default();
    assert_eq!(rest.len(), 33, "thirty invitations, begin and end of a review, and the founding");
    assert!(second["next"].is_null());
    assert!(rest[0]["id"].as_i64() < items[99]["id"].as_i64());
    Ok(())
}

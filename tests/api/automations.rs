//! New work goes in turn to chosen people (JT11), and to those who know what it is about (JL3).

use serde_json::{Value, json};
use shared::api::{AutomationView, Automations, TakenIn, WorkDetail};
use tests::{Answer, Client, Failure, Somebody, Story, TestApp, faults, no, ok, state, unchanged};

const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";

/// A program with a key of its own.
pub struct Program {
    client: Client,
    bearer: String,
}

impl Program {
    /// Somebody makes a key for it.
    pub async fn of(app: &TestApp, who: &Somebody) -> Result<Self, Failure> {
        let made = ok(who.client.post(&who.at("/keys"), &json!({"name": "Web form"})).await?)?.json();
        let secret = made["secret"].as_str().ok_or("no secret")?;
        Ok(Self { client: app.client(), bearer: format!("Bearer {secret}") })
    }

    /// As another system sends it: no cookie, no origin.
    pub async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer, Failure> {
        let mut headers = vec![("authorization", self.bearer.as_str())];
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        let body = body.map(|b| b.to_string().into_bytes());
        self.client.send(method.parse()?, &format!("/api/v1/intake{path}"), body, &headers).await
    }

    /// Asks for something beside the intake.
    pub async fn gets(&self, path: &str) -> Result<Answer, Failure> {
        let headers = [("authorization", self.bearer.as_str())];
        self.client.send("GET".parse()?, path, None, &headers).await
    }

    /// Sends something new.
    pub async fn takes(&self, body: Value) -> Result<TakenIn, Failure> {
        ok(self.send("POST", "", Some(&body)).await?)?.read()
    }
}

pub async fn automation(who: &Somebody, name: &str, members: &[String]) -> Result<AutomationView, Failure> {
    let body = json!({"name": name, "members": members});
    ok(who.client.post(&who.at("/automations"), &body).await?)?.read()
}

pub async fn automations(who: &Somebody) -> Result<Vec<AutomationView>, Failure> {
    Ok(ok(who.client.get(&who.at("/automations")).await?)?.read::<Automations>()?.items)
}

/// The demo's own automations would be in the way.
pub async fn none(who: &Somebody) -> Story {
    for old in automations(who).await? {
        ok(who.client.delete(&who.at(&format!("/automations/{}", old.id)), &json!({})).await?)?;
    }
    Ok(())
}

async fn edit(who: &Somebody, id: &str, mut body: Value) -> Result<Answer, Failure> {
    if body.get("version").is_none() {
        let all = automations(who).await?;
        body["version"] = json!(all.iter().find(|a| a.id == id).map_or(0, |a| a.version));
    }
    who.client.patch(&who.at(&format!("/automations/{id}")), &body).await
}

/// Three people of the shared inbox, and the owner who arranges things.
struct Inbox {
    app: TestApp,
    owner: Somebody,
    people: Vec<String>,
    program: Program,
}

const INBOX: [&str; 3] = ["member@jelly.example", "arthur@jelly.example", "admin@jelly.example"];

async fn inbox() -> Result<Inbox, Failure> {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    none(&owner).await?;
    let mut people = Vec::new();
    for email in INBOX {
        people.push(owner.sees(email).await?.id);
    }
    let admin = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let program = Program::of(&app, &admin).await?;
    Ok(Inbox { app, owner, people, program })
}

/// Whose an item is, by the list.
async fn owner_of(who: &Somebody, kind: &str, item: &str) -> Result<Option<String>, Failure> {
    let path = who.at(&format!("/work/{kind}/{item}"));
    let detail: WorkDetail = ok(who.client.get(&path).await?)?.read()?;
    Ok(detail.item.assignee.map(|a| a.id))
}

#[tokio::test]
async fn jt11_new_leads_go_in_turn_to_chosen_members() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    none(&rachel).await?;
    let me = rachel.team().await?.me.id;
    let tyler = rachel.sees(TYLER).await?.id;
    let made = automation(&rachel, "New web leads", &[tyler.clone(), me.clone()]).await?;
    assert_eq!((made.kind.as_str(), made.on, made.next.as_ref()), ("contact", true, Some(&tyler)));
    assert_eq!((made.made_by.name.as_str(), made.made_by.gone), ("Rachel Vasquez", false));
    let program = Program::of(&app, &rachel).await?;
    let mut got = Vec::new();
    for n in 0..5 {
        let lead = json!({"title": format!("Lead {n}"), "fields": {"email": "lead@x.example"}});
        let taken = program.takes(lead).await?;
        assert!(taken.assigned && taken.kind == "contact");
        got.push(owner_of(&rachel, "contact", &taken.id).await?.ok_or("nobody's")?);
    }
    assert_eq!(got, [&tyler, &me, &tyler, &me, &tyler].map(Clone::clone));
    let now = automations(&rachel).await?.remove(0);
    assert_eq!(now.members.iter().map(|m| m.served).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(now.next, Some(me));
    let bell = {
        let tyler = Somebody::of(&app, TYLER, "jtek").await?;
        ok(tyler.client.get(&tyler.at("/notices")).await?)?.json()
    };
    assert_eq!(bell["items"][0]["kind"], "assigned");
    assert_eq!(bell["items"][0]["item"]["title"], "Lead 4");
    Ok(())
}

#[tokio::test]
async fn jt11_deactivated_and_away_members_are_skipped_at_once_and_the_page_says_so() -> Story {
    let Inbox { app, owner, people, program } = inbox().await?;
    let made = automation(&owner, "Inbox", &people).await?;
    ok(owner.tells(INBOX[1], "deactivate").await?)?;
    let said = |all: &[AutomationView]| {
        all[0].members.iter().map(|m| m.skipped.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(said(&automations(&owner).await?), ["", "deactivated", ""]);
    let mut got = Vec::new();
    for n in 0..4 {
        let taken = program.takes(json!({"title": format!("Mail {n}")})).await?;
        got.push(owner_of(&owner, "conversation", &taken.id).await?.ok_or("nobody's")?);
    }
    assert_eq!(got, [&people[0], &people[2], &people[0], &people[2]].map(Clone::clone));

    // Away by their own word (JY13).
    let mina = Somebody::of(&app, INBOX[0], "jelly").await?;
    let away = json!({"team": "jelly", "fields": {"availability": "Away"}});
    ok(mina.client.patch("/api/v1/me", &away).await?)?;
    assert_eq!(said(&automations(&owner).await?), ["away", "deactivated", ""]);
    for n in 0..2 {
        let taken = program.takes(json!({"title": format!("More {n}")})).await?;
        assert_eq!(owner_of(&owner, "conversation", &taken.id).await?.as_ref(), Some(&people[2]));
    }

    // Nobody is left: it waits for somebody, and its history says that it came in.
    let admin = Somebody::of(&app, INBOX[2], "jelly").await?;
    ok(admin.client.patch("/api/v1/me", &away).await?)?;
    assert_eq!(automations(&owner).await?[0].next, None);
    let taken = program.takes(json!({"title": "Nobody's"})).await?;
    assert!(!taken.assigned && taken.name.is_none());
    let path = owner.at(&format!("/work/conversation/{}", taken.id));
    let detail: WorkDetail = ok(owner.client.get(&path).await?)?.read()?;
    let event = &detail.events[0];
    assert_eq!((event.kind.as_str(), event.actor.as_str(), event.to.as_str()), ("arrived", "Web form", ""));
    assert_eq!(event.text, "Inbox");

    // Back again: whoever waited longest is next.
    ok(owner.tells(INBOX[1], "restore").await?)?;
    let taken = program.takes(json!({"title": "After a while"})).await?;
    assert_eq!(owner_of(&owner, "conversation", &taken.id).await?.as_ref(), Some(&people[1]));
    assert_eq!(automations(&owner).await?[0].id, made.id);
    Ok(())
}

#[tokio::test]
async fn jt11_a_deleted_member_leaves_the_rotation() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    none(&rachel).await?;
    let me = rachel.team().await?.me.id;
    let tyler = rachel.sees(TYLER).await?.id;
    automation(&rachel, "Leads", &[tyler, me.clone()]).await?;
    ok(rachel.deletes(TYLER, None).await?)?;
    let left = automations(&rachel).await?.remove(0);
    assert_eq!(left.members.iter().map(|m| &m.id).collect::<Vec<_>>(), [&me]);
    let program = Program::of(&app, &rachel).await?;
    let taken = program.takes(json!({"title": "Lead"})).await?;
    assert_eq!(owner_of(&rachel, "contact", &taken.id).await?, Some(me));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn jt11_senders_at_the_same_instant_share_out_exactly() -> Story {
    let Inbox { app: _app, owner, people, program } = inbox().await?;
    automation(&owner, "Inbox", &people).await?;
    let program = std::sync::Arc::new(program);
    let mut senders = Vec::new();
    for n in 0..60 {
        let program = std::sync::Arc::clone(&program);
        senders.push(tokio::spawn(async move { program.takes(json!({"title": format!("Mail {n}")})).await }));
    }
    for sender in senders {
        assert!(sender.await??.assigned);
    }
    let now = automations(&owner).await?.remove(0);
    assert_eq!(now.members.iter().map(|m| m.served).collect::<Vec<_>>(), [20, 20, 20]);
    let next = program.takes(json!({"title": "One more"})).await?;
    assert_eq!(owner_of(&owner, "conversation", &next.id).await?, now.next);
    Ok(())
}

#[tokio::test]
async fn jt11_whose_turn_it_is_is_kept_in_the_database() -> Story {
    // Nothing of it is in memory: a second server on the same file goes on where the first one stopped.
    let Inbox { app, owner, people, program } = inbox().await?;
    automation(&owner, "Inbox", &people).await?;
    program.takes(json!({"title": "First"})).await?;
    let rows = tests::asked(
        &app,
        "SELECT json_array(r.member, r.turn, r.served, a.turn) FROM automation_member r JOIN automation a ON a.id = r.automation \
         WHERE a.team_id = 'jelly' ORDER BY r.place",
    )
    .await?;
    assert_eq!(rows[0], json!([people[0], 1, 1, 1]));
    assert_eq!(rows[1], json!([people[1], 0, 0, 1]));
    Ok(())
}

#[tokio::test]
async fn jt11_an_automation_is_named_edited_rested_and_deleted() -> Story {
    let Inbox { owner, people, program, app } = inbox().await?;
    let one = automation(&owner, "  Inbox ", &people[..1]).await?;
    assert_eq!(one.name, "Inbox");
    let stale = edit(&owner, &one.id, json!({"name": "X", "version": 7})).await?;
    assert_eq!(stale.outcome(), no(409, "stale-version"));
    program.takes(json!({"title": "First"})).await?;
    let order = json!({"members": [people[2], people[0]], "name": "Both"});
    let edited: AutomationView = ok(edit(&owner, &one.id, order).await?)?.read()?;
    assert_eq!((edited.name.as_str(), edited.version), ("Both", 2));
    assert_eq!(
        edited.members.iter().map(|m| m.served).collect::<Vec<_>>(),
        [0, 1],
        "who stays keeps their turn"
    );
    assert_eq!(edited.next.as_ref(), Some(&people[2]));

    ok(edit(&owner, &one.id, json!({"on": false})).await?)?;
    assert_eq!(automations(&owner).await?[0].next, None);
    assert!(!program.takes(json!({"title": "While it rests"})).await?.assigned);
    assert!(!program.takes(json!({"title": "By name", "automation": one.id})).await?.assigned);

    let mina = Somebody::of(&app, INBOX[0], "jelly").await?;
    let before = state(&app).await?;
    for (body, fault) in [
        (json!({"name": " ", "members": people}), "name required"),
        (json!({"name": "A", "members": []}), "members required"),
        (json!({"name": "A", "members": [people[0], people[0]]}), "members.1 duplicate"),
        (json!({"name": "A", "members": ["nobody"]}), "members.0 unknown-member"),
        (
            json!({"name": "A", "members": [owner.sees("hannah@jelly.example").await?.id]}),
            "members.0 pending",
        ),
        (
            json!({"name": "A", "members": [owner.sees("grace@jelly.example").await?.id]}),
            "members.0 deactivated",
        ),
    ] {
        assert_eq!(faults(&owner.client.post(&owner.at("/automations"), &body).await?), [fault]);
    }
    let path = mina.at("/automations");
    assert_eq!(mina.client.get(&path).await?.outcome(), no(403, "not-permitted"));
    let body = json!({"name": "A", "members": people});
    assert_eq!(mina.client.post(&path, &body).await?.outcome(), no(403, "not-permitted"));
    unchanged(&app, &before).await?;

    ok(owner.client.delete(&owner.at(&format!("/automations/{}", one.id)), &json!({})).await?)?;
    assert!(automations(&owner).await?.is_empty());
    let odd = program.send("POST", "", Some(&json!({"title": "x", "automation": one.id}))).await?;
    assert_eq!(faults(&odd), ["automation unknown-automation"]);
    let log = owner.log().await?;
    assert_eq!((&log[0]["action"], &log[0]["detail"]), (&json!("manage-shared-resources"), &json!("− Both")));
    Ok(())
}

/// Agents of the large team: one for everything, one who knows billing, one who gets billing alone.
async fn agents() -> Result<(TestApp, Somebody, Vec<String>, Program), Failure> {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@jetlink.example", "jetlink").await?;
    none(&admin).await?;
    let mut all = Vec::new();
    for m in admin.everybody().await? {
        if m.role == "agent" && m.status.id() == "active" && all.len() < 3 {
            let (knows, only) = [("", false), ("Billing,Sales", false), ("Billing", true)][all.len()];
            let grants = if only { json!(["expertise-only"]) } else { json!([]) };
            let parts = json!({"fields": {"expertise": knows, "visible-name": ""}, "grants": grants});
            ok(admin.edits(&m.email, parts).await?)?;
            all.push(m.id);
        }
    }
    automation(&admin, "Conversations", &all).await?;
    let program = Program::of(&app, &admin).await?;
    Ok((app, admin, all, program))
}

#[tokio::test]
async fn jl3_routing_obeys_expertise_and_only_assign_from_expertise() -> Story {
    let (_app, admin, people, program) = agents().await?;
    let mut got = Vec::new();
    for topic in ["Billing", "Billing", "Billing", "Sales", "Returns", "Returns", "Returns", ""] {
        let fields = if topic.is_empty() { json!({}) } else { json!({"topic": topic}) };
        let taken = program.takes(json!({"title": "A customer", "fields": fields})).await?;
        let owner = owner_of(&admin, "conversation", &taken.id).await?.ok_or("nobody's")?;
        got.push(people.iter().position(|p| *p == owner).ok_or("a stranger")?);
    }
    assert_eq!(&got[..3], [1, 2, 1], "those who know billing, in turn");
    assert_eq!(got[3], 1, "the one who knows sales");
    assert_eq!(&got[4..], [0, 1, 0, 1], "nobody knows returns: everybody but who is kept to their expertise");
    let odd = program.send("POST", "", Some(&json!({"title": "x", "fields": {"topic": "Weather"}}))).await?;
    assert_eq!(faults(&odd), ["topic not-a-choice"]);
    Ok(())
}

#[tokio::test]
async fn jl9_the_visible_name_is_what_the_customers_side_is_told() -> Story {
    let (_app, admin, people, program) = agents().await?;
    let everybody = admin.everybody().await?;
    let row = everybody.iter().find(|m| m.id == people[0]).ok_or("no agent")?;
    let taken = program.takes(json!({"title": "A customer"})).await?;
    assert_eq!(taken.name.as_ref(), Some(&row.name), "without one, the name");
    ok(admin.edits(&row.email, json!({"fields": {"visible-name": "Kim from Support"}})).await?)?;
    let answer = ok(program.send("GET", &format!("/{}", taken.id), None).await?)?;
    let now: TakenIn = answer.read()?;
    assert_eq!(now.name.as_deref(), Some("Kim from Support"));
    let text = String::from_utf8(answer.bytes)?;
    assert!(!text.contains(&row.name) && !text.contains(&row.email) && !text.contains(&row.id), "{text}");
    Ok(())
}

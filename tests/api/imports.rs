//! Work from a file (JT9), as files really come (N4).

use axum::http::Method;
use rolecall::clock::{Clock as _, DAY};
use serde_json::{Value, json};
use shared::api::{ImportView, WorkDetail, WorkPage};
use std::time::{Duration, Instant};
use tests::{Answer, Failure, Options, Somebody, Story, TestApp, asked, faults, no, ok, state, unchanged};

pub const RACHEL: &str = "rachel@juniper.example";
pub const TYLER: &str = "tyler@juniper.example";

pub async fn app() -> Result<TestApp, Failure> {
    TestApp::with(Options { demo: Some(20), work: 0, ..Options::default() }).await
}

async fn send(who: &Somebody, bytes: &[u8]) -> Result<Answer, Failure> {
    let headers = [("origin", tests::ORIGIN), ("content-type", "text/csv")];
    let path = who.at("/work/contact/imports?file=people.csv");
    who.client.send(Method::POST, &path, Some(bytes.to_vec()), &headers).await
}

pub async fn upload(who: &Somebody, text: &str) -> Result<ImportView, Failure> {
    ok(send(who, text.as_bytes()).await?)?.read()
}

pub async fn post(who: &Somebody, import: &str, verb: &str, body: &Value) -> Result<Answer, Failure> {
    who.client.post(&who.at(&format!("/imports/{import}/{verb}")), body).await
}

pub async fn look(who: &Somebody, import: &str) -> Result<ImportView, Failure> {
    ok(who.client.get(&who.at(&format!("/imports/{import}"))).await?)?.read()
}

/// Waits until it is over, its hidden rows included.
pub async fn over(app: &TestApp, who: &Somebody, import: &str) -> Result<ImportView, Failure> {
    let until = Instant::now() + Duration::from_secs(120);
    loop {
        let now = look(who, import).await?;
        let left = asked(app, LEFT).await?;
        if now.state != "running" && left[0][0] == 0 {
            return Ok(now);
        }
        if Instant::now() > until {
            return Err(format!("{now:?} and {left:?} rows").into());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub const LEFT: &str =
    "SELECT json_array(count(*)) FROM work w JOIN import i ON i.id = w.batch WHERE i.state <> 'done'";

pub async fn contacts(who: &Somebody, query: &str) -> Result<WorkPage, Failure> {
    ok(who.client.get(&who.at(&format!("/work/contact{query}"))).await?)?.read()
}

pub fn people(n: usize) -> String {
    let line = |i: usize| format!("Person {i},person{i}@x.example,+1 555 {i:07}\n");
    std::iter::once("Name,Email,Phone\n".to_owned()).chain((0..n).map(line)).collect()
}

pub fn all() -> Value {
    json!(["title", "email", "phone"])
}

#[tokio::test]
async fn jt9_all_contacts_of_a_file_go_to_one_chosen_member() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    let id = tyler.team().await?.me.id;
    // As a Turkish spreadsheet saves it.
    let text = "Ad Soyad;E-posta;Telefon;Şehir\r\nAyşe Yılmaz;ayse@x.example;+90 532 000 00 01;İstanbul\r\n\
                Gülşah Öztürk;gulsah@x.example;;Çankırı\r\n;;;\r\n\"Işık; Ömer\";omer@x.example;+90 532 000 00 03;Muğla\r\n";
    let bytes: Vec<u8> = text.chars().map(turkish).collect();
    let draft: ImportView = ok(send(&rachel, &bytes).await?)?.read()?;
    assert_eq!((draft.encoding.as_str(), draft.separator.as_str()), ("windows-1254", ";"));
    assert_eq!((draft.state.as_str(), draft.lines, draft.done), ("draft", 3, 0));
    assert_eq!((draft.file.as_str(), draft.by.as_str()), ("people.csv", "Rachel Vasquez"));
    let guessed: Vec<_> = draft.columns.iter().map(|c| c.guess.as_str()).collect();
    assert_eq!(guessed, ["title", "email", "phone", ""]);
    assert_eq!(draft.columns[0].samples, ["Ayşe Yılmaz", "Gülşah Öztürk", "Işık; Ömer"]);
    assert_eq!(contacts(&rachel, "").await?.total, 0, "nothing is imported yet");

    let plan = json!({"columns": guessed, "to": id});
    let checked: ImportView = ok(post(&rachel, &draft.id, "check", &plan).await?)?.read()?;
    assert_eq!((checked.fault_count, checked.state.as_str()), (0, "draft"));
    let started = post(&rachel, &draft.id, "start", &plan).await?;
    assert_eq!(started.status.as_u16(), 202);
    let done = over(&app, &rachel, &draft.id).await?;
    assert_eq!((done.state.as_str(), done.done, done.reason.as_str()), ("done", 3, ""));
    assert!(done.columns.iter().all(|c| c.samples.is_empty()), "nothing of the file is kept");

    let page = contacts(&rachel, &format!("?assignee={id}")).await?;
    let titles: Vec<_> = page.items.iter().map(|i| i.title.as_str()).collect();
    assert_eq!(titles, ["Ayşe Yılmaz", "Gülşah Öztürk", "Işık; Ömer"], "in the file's order");
    assert_eq!((page.total, page.tally.all, page.tally.unassigned), (3, 3, 0));
    assert_eq!(page.items[0].fields["phone"], "+90 532 000 00 01");
    assert_eq!(contacts(&rachel, "?q=omer@x").await?.total, 1, "found by what is searched");
    let path = rachel.at(&format!("/work/contact/{}", page.items[0].id));
    let detail: WorkDetail = ok(rachel.client.get(&path).await?)?.read()?;
    let event = &detail.events[0];
    assert_eq!(
        (event.kind.as_str(), event.actor.as_str(), event.to.as_str()),
        ("imported", "Rachel Vasquez", "Tyler Chen")
    );

    let bell = ok(tyler.client.get(&tyler.at("/notices")).await?)?.json();
    assert_eq!((&bell["items"][0]["kind"], &bell["items"][0]["n"]), (&json!("assigned"), &json!(3)));
    let bell = ok(rachel.client.get(&rachel.at("/notices")).await?)?.json();
    assert_eq!((&bell["items"][0]["kind"], &bell["items"][0]["n"]), (&json!("import-done"), &json!(3)));
    let log = rachel.log().await?;
    assert_eq!((&log[0]["action"], &log[0]["detail"]), (&json!("import-work"), &json!("people.csv: 3")));
    Ok(())
}

/// The few letters of Windows-1254 that the story has.
fn turkish(c: char) -> u8 {
    match c {
        'ş' => 0xfe,
        'Ş' => 0xde,
        'ı' => 0xfd,
        'İ' => 0xdd,
        'ğ' => 0xf0,
        'ü' => 0xfc,
        'Ö' => 0xd6,
        'ö' => 0xf6,
        'Ç' => 0xc7,
        'ç' => 0xe7,
        c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
    }
}

#[tokio::test]
async fn jt9_contacts_go_round_over_several_members() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let me = rachel.team().await?.me.id;
    let tyler = rachel.sees(TYLER).await?.id;
    let draft = upload(&rachel, &people(2_501)).await?;
    let plan = json!({"columns": all(), "rotate": [tyler, me]});
    ok(post(&rachel, &draft.id, "start", &plan).await?)?;
    assert_eq!(over(&app, &rachel, &draft.id).await?.done, 2_501);
    let counts = ok(rachel.client.get(&rachel.at("/work/contact/counts")).await?)?.json();
    assert_eq!(
        (&counts["people"][0]["person"]["id"], &counts["people"][0]["n"]),
        (&json!(tyler), &json!(1_251))
    );
    assert_eq!(
        (&counts["people"][1]["person"]["id"], &counts["people"][1]["n"]),
        (&json!(me), &json!(1_250))
    );
    let page = contacts(&rachel, "?limit=2").await?;
    assert_eq!(page.items[0].assignee.as_ref().map(|a| &a.id), Some(&tyler));
    assert_eq!(page.items[1].assignee.as_ref().map(|a| &a.id), Some(&me));
    let rows =
        asked(&app, "SELECT json_array(sum(n)) FROM work_tally WHERE team_id = 'jtek' AND kind = 'contact'")
            .await?;
    assert_eq!(rows[0][0], 2_501);
    Ok(())
}

#[tokio::test]
async fn n4_a_broken_line_is_named_and_nothing_is_imported() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let text = "Name,Email,Phone\nAna,ana@x.example,\n,b@x.example,\nBo,nobody,1\n\"Cy\nTwo\",c@x.example,\n\
                Di,d@x.example,,more\nEd\0,e@x.example,\n\"=1+1,f@x.example,\nGo,g@x.example,+1 555 0100\n";
    let draft = upload(&rachel, text).await?;
    assert_eq!(draft.lines, 8);
    let plan = json!({"columns": all()});
    let checked: ImportView = ok(post(&rachel, &draft.id, "check", &plan).await?)?.read()?;
    let told: Vec<_> = checked.faults.iter().map(|f| format!("{} {} {}", f.line, f.field, f.code)).collect();
    assert_eq!(
        told,
        [
            "3 title required",
            "4 email not-an-address",
            "4 phone not-a-phone",
            "5 title control-character",
            "7  wrong-columns",
            "8  nul-character",
            "9  lone-quote",
        ]
    );
    let before = state(&app).await?;
    assert_eq!(post(&rachel, &draft.id, "start", &plan).await?.outcome(), no(409, "import-faults"));
    unchanged(&app, &before).await?;
    assert_eq!(look(&rachel, &draft.id).await?.state, "draft", "it can be started with other columns");
    assert_eq!(contacts(&rachel, "").await?.total, 0);
    let file = ok(rachel.client.get(&rachel.at(&format!("/imports/{}/faults", draft.id))).await?)?;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let text = String::from_utf8(file.bytes)?;
    assert!(text.starts_with("\u{feff}line,field,code,value\r\n3,title,required,\r\n"), "{text}");
    assert!(text.contains("9,,lone-quote,\"\"\"=1+1,f@x.example,\"\r\n"), "{text}");
    Ok(())
}

#[tokio::test]
async fn n4_a_file_that_is_no_table_is_refused_with_a_reason() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let before = state(&app).await?;
    for (bytes, code) in [
        (&b""[..], "file empty"),
        (b"Name,Email\n\n ,\n", "file empty"),
        (b"PK\x03\x04xl/workbook.xml", "file not-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "file not-text"),
    ] {
        assert_eq!(faults(&send(&rachel, bytes).await?), [code]);
    }
    let wide = format!("{}\nx\n", "a,".repeat(250));
    assert_eq!(faults(&send(&rachel, wide.as_bytes()).await?), ["file too-many-columns"]);
    let long = "N\n".to_owned() + &"a\n".repeat(100_001);
    assert_eq!(faults(&send(&rachel, long.as_bytes()).await?), ["file too-many-lines"]);
    let large = vec![b'a'; 25 * 1024 * 1024 + 1];
    assert_eq!(send(&rachel, &large).await?.outcome(), no(413, "too-large"));
    let path = rachel.at("/work/contact/imports");
    for kind in ["text/plain", "multipart/form-data", "application/json-ish"] {
        let headers = [("origin", tests::ORIGIN), ("content-type", kind)];
        let answer = rachel.client.send(Method::POST, &path, Some(b"N\na\n".to_vec()), &headers).await?;
        assert_eq!(answer.outcome(), no(415, "not-json"), "{kind}: S2");
    }
    let headers = [("origin", "https://evil.example"), ("content-type", "text/csv")];
    let answer = rachel.client.send(Method::POST, &path, Some(b"N\na\n".to_vec()), &headers).await?;
    assert_eq!(answer.outcome(), no(403, "bad-origin"));
    unchanged(&app, &before).await?;
    let other = rachel.at("/work/opportunity/imports");
    let headers = [("origin", tests::ORIGIN), ("content-type", "text/csv")];
    let answer = rachel.client.send(Method::POST, &other, Some(b"N\na\n".to_vec()), &headers).await?;
    assert_eq!(answer.outcome(), no(403, "not-permitted"), "opportunities are not imported");
    Ok(())
}

#[tokio::test]
async fn jt9_a_mapping_and_its_receivers_are_checked() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = rachel.sees(TYLER).await?.id;
    let natalie = rachel.sees("natalie@juniper.example").await?.id;
    let draft = upload(&rachel, &people(2)).await?;
    let before = state(&app).await?;
    for verb in ["check", "start"] {
        let tried = async |body: Value| post(&rachel, &draft.id, verb, &body).await;
        let columns = json!({"columns": ["email", "email", "odd"]});
        assert_eq!(
            faults(&tried(columns).await?),
            ["columns.1 twice", "columns.2 unknown-field", "columns title-required"]
        );
        assert_eq!(faults(&tried(json!({"columns": ["title"]})).await?), ["columns invalid"]);
        let plan = json!({"columns": all(), "to": "nobody"});
        assert_eq!(faults(&tried(plan).await?), ["to unknown-member"]);
        let plan = json!({"columns": all(), "rotate": [tyler, tyler, "nobody"]});
        assert_eq!(faults(&tried(plan).await?), ["rotate.1 duplicate", "rotate.2 unknown-member"]);
        let plan = json!({"columns": all(), "rotate": [tyler], "to": tyler});
        assert_eq!(faults(&tried(plan).await?), ["rotate to-or-rotate"]);
        let plan = json!({"columns": all(), "to": natalie});
        assert_eq!(tried(plan).await?.outcome(), no(409, "wrong-status"), "invited, and not here yet");
        let odd = post(&rachel, "nothing", verb, &json!({"columns": all()})).await?;
        assert_eq!(odd.outcome(), no(404, "not-found"));
    }
    unchanged(&app, &before).await
}

#[tokio::test]
async fn jt6_whoever_sees_their_own_alone_sees_their_own_files_alone() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    let theirs = upload(&rachel, &people(3)).await?;
    assert_eq!(look(&tyler, &theirs.id).await?.id, theirs.id);
    ok(rachel.client.patch(&rachel.at(""), &json!({"settings": ["assigned-only"]})).await?)?;
    let path = tyler.at(&format!("/imports/{}", theirs.id));
    let before = state(&app).await?;
    assert_eq!(tyler.client.get(&path).await?.outcome(), no(404, "not-found"));
    assert_eq!(tyler.client.get(&format!("{path}/faults")).await?.outcome(), no(404, "not-found"));
    for verb in ["check", "start", "cancel"] {
        let plan = if verb == "cancel" { json!({}) } else { json!({"columns": all()}) };
        assert_eq!(post(&tyler, &theirs.id, verb, &plan).await?.outcome(), no(404, "not-found"), "{verb}");
    }
    unchanged(&app, &before).await?;
    assert_eq!(ok(tyler.client.get(&tyler.at("/imports")).await?)?.json()["items"], json!([]));
    let own = upload(&tyler, &people(3)).await?;
    ok(post(&tyler, &own.id, "start", &json!({"columns": all()})).await?)?;
    assert_eq!(over(&app, &tyler, &own.id).await?.state, "done");
    let page = contacts(&tyler, "").await?;
    assert_eq!((page.total, page.tally.mine), (3, 3), "what they import for nobody is theirs");
    assert_eq!(look(&rachel, &own.id).await?.done, 3);
    Ok(())
}

#[tokio::test]
async fn jt9_a_draft_is_forgotten_after_a_day() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let old = upload(&rachel, &people(3)).await?;
    app.clock.advance(DAY + 1);
    upload(&rachel, &people(3)).await?;
    let gone = rachel.client.get(&rachel.at(&format!("/imports/{}", old.id))).await?;
    assert_eq!(gone.outcome(), no(404, "not-found"));
    Ok(())
}
